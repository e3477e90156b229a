"""Prose that is probably a line with a misspelt keyword.

Goes in: a line that was read as prose. Comes out: the keyword that was meant, if the line with it
in place has its shape.
"""

from __future__ import annotations

import re
from typing import Final

from weavec.spelling import closest
from weavec.syntax.reader import Line

FOREIGN: Final = {
    "elif": "else if", "elsif": "else if", "elseif": "else if", "goto": "->", "jump": "->",
    "divert": "->", "label": "mark", "menu": "choice", "call": "visit", "switch": "if",
    "merge": "dream-merge", "dreammerge": "dream-merge", "todo": "todo",
    "default": "var", "define": "var", "int": "var", "bool": "var", "chapter": "chapter",
}  # fmt: skip
"""Words of other languages, and what says the same in Weave."""

OPENERS: Final = (
    "if", "else", "first", "then", "either", "or", "as", "seen", "choice", "hub", "strand",
    "dream-merge", "sync", "verse",
)  # fmt: skip
STATEMENTS: Final = (
    "set", "ask", "mark", "visit", "return", "leave", "end", "shift", "reveal", "wake", "backdrop",
    "show", "hide", "music", "sound", "effect", "pause", "keepsake", "time", "layout",
)  # fmt: skip
TOP: Final = ("story", "dreamer", "character", "var", "let", "chapter", "draft", "scene")
FIELDS: Final = ("id", "author", "language", "start", "note", "color", "moods", "memory", "was")

WORDS: Final = frozenset(
    [
        "and",
        "send",
        "bend",
        "lend",
        "mend",
        "tend",
        "ends",
        "fend",
        "dark",
        "bark",
        "park",
        "lark",
        "hark",
        "marks",
        "mask",
        "make",
        "snow",
        "shows",
        "slow",
        "shot",
        "how",
        "shoe",
        "shown",
        "side",
        "ride",
        "wide",
        "tide",
        "hid",
        "hides",
        "hive",
        "hire",
        "round",
        "found",
        "bound",
        "hound",
        "mound",
        "pound",
        "wound",
        "sounds",
        "visits",
        "returns",
        "returned",
        "leaves",
        "heave",
        "weave",
        "leaf",
        "left",
        "musing",
        "pauses",
        "sink",
        "son",
        "sit",
        "sat",
        "sec",
        "met",
        "net",
        "get",
        "yet",
        "bet",
        "pet",
        "wet",
        "seat",
        "sets",
        "task",
        "mast",
        "ash",
        "pass",
        "wave",
        "woke",
        "awake",
        "wakes",
        "shift",
        "shaft",
        "swift",
        "start",
        "stars",
        "stare",
        "notes",
        "nope",
        "none",
    ]
)
"""Words of prose that are a slip away from a keyword."""

_FIRST: Final = re.compile(r"([^\W\d][\w-]*)(?=[ :：(\"“„«「]|\Z)")
_ENDS: Final = ".!?…,;—–-)\"'”’»」"
SHORT: Final = 60


def candidates(line: Line, head: str) -> tuple[str, ...]:
    """The keywords that may begin a line here. `head`: the type of the line above its block."""
    if line.indent == 0:
        return TOP
    if head in ("STORY", "DREAMER", "CHARACTER"):
        return FIELDS
    return STATEMENTS + OPENERS if line.opens else STATEMENTS


def meant(line: Line, head: str) -> tuple[str, int] | None:
    """The keyword that a prose line probably meant, and the length of the word in its place."""
    found = _FIRST.match(line.text)
    if found is None:
        return None
    word = found.group(1)
    if line.opens and line.text.startswith("dream merge "):
        return "dream-merge", len("dream merge")
    if not line.opens and line.indent and head not in ("STORY", "DREAMER", "CHARACTER"):
        text = line.text
        if len(text) > SHORT or not text.isascii() or text[-1] in _ENDS or word in WORDS:
            return None
    foreign = FOREIGN.get(word.lower())
    if foreign is not None:
        return foreign, len(word)
    near = closest(word, candidates(line, head))
    return (near, len(word)) if near else None
