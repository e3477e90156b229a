"""Characters that cannot be seen, or that break what is written.

Goes in: the text of a file, or a line. Comes out: the text without control characters, and what is
to be said about them; or a line as it would be read without its invisible characters.
"""

from __future__ import annotations

import re
from typing import Final

from weavec.syntax.explain import INVISIBLE, hidden_words
from weavec.syntax.reader import LINE, Line
from weavec.syntax.textslips import Slip

CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")
TABBED: Final = re.compile(r"^ *\t[ \t]*", re.MULTILINE)

Problem = tuple[str, int, int, str, str | None]


def controls(text: str) -> tuple[str, list[Problem]]:
    """The text with blanks for control characters, and a finding for each run of them."""
    problems: list[Problem] = []
    tabs = TABBED.search(text) if "\t" in text else None
    if tabs:
        start = tabs.group().index("\t") + tabs.start()
        more = sum(1 for _ in TABBED.finditer(text)) - 1
        message = "a tab stands in the indentation"
        if more:
            message += f" (and in {more:,} more line{'s' * (more > 1)})"
        problems.append(("tab-indent", start, tabs.end(), message, "use two spaces a level"))
    if CONTROL.search(text):
        for found in re.compile(f"{CONTROL.pattern}+").finditer(text):
            code = ord(found.group()[0])
            problems.append(
                (
                    "bad-character",
                    found.start(),
                    found.end(),
                    f"a control character (U+{code:04X})",
                    "delete it; a line ends with an ordinary line end"
                    if code in (13, 0x85, 0x2028, 0x2029)
                    else "delete it",
                )
            )
        text = CONTROL.sub(" ", text)
    return text, problems


def clean(text: str) -> re.Match[str] | None:
    """Whether a text holds characters that may hide something."""
    return None if text.isascii() else INVISIBLE.search(text)


def without_hidden(line: Line) -> tuple[str, list[tuple[int, int]], Slip] | None:
    """A line without its invisible characters, if they hide a keyword or mark in it.

    With its joints (see `Builder._place`) and what is to be said.
    """
    if line.verse is not None:
        return None
    found = INVISIBLE.search(line.text)
    if found is None or line.kind in ("key", "jump"):
        return None
    slip = Slip("bad-character", found.start(), found.end(), hidden_words(found.group()),
                "type a plain space, or delete it")  # fmt: skip
    text, joints = _bare(line.text)
    if line.kind in ("option", "talk", "speech"):
        start = (
            re.compile(r"\*? *|[^:：]*[:：] *").match(line.text) if line.kind == "option" else None
        )
        if start is None or found.start() != start.end():
            return None
        return text, joints, slip
    if _is_prose(text):
        text, joints = _bare(line.text, parts=True)
    return None if _is_prose(text) else (text, joints, slip)


def _is_prose(text: str) -> bool:
    kind = LINE.match(text)
    return kind is None or kind.lastgroup in ("plain", "rich") or not text


def _bare(text: str, parts: bool = False) -> tuple[str, list[tuple[int, int]]]:
    """A text with its invisible blanks plain; what has no width gone, or a blank if `parts`."""
    out: list[str] = []
    joints: list[tuple[int, int]] = []
    gone = 0
    for letter in text:
        if INVISIBLE.match(letter):
            if (parts or letter.isspace()) and out:
                out.append(" ")
                continue
            gone += 1
            joints.append((len(out), gone))
            continue
        if letter == " " and not out:
            gone += 1
            joints.append((0, gone))
            continue
        out.append(letter)
    return "".join(out).rstrip(" "), joints
