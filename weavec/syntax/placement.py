"""What to say about a line that does not stand where it should.

Goes in: a line and the lines above it. Comes out: a message in a writer's words and a hint that is
an action.
"""

from __future__ import annotations

from typing import Final

from weavec.syntax.reader import Line

Words = tuple[str, str]

HOMES: Final = {
    "ID": "story", "AUTHOR": "story", "LANGUAGE": "story", "START": "story", "NOTE": "story",
    "COLOR": "dreamer", "MOODS": "dreamer", "MEMORY": "dreamer", "TIME": "scene", "LAYOUT": "scene",
}  # fmt: skip
"""Lines that stand directly under the heading of something."""

TOP: Final = frozenset(("STORY", "DREAMER", "CHARACTER", "VAR", "LET", "CHAPTER", "SCENE"))
"""Lines that stand at the margin."""

PARTS: Final = {
    "ELSE": ("else", "if"), "ELSE_IF": ("else if", "if"), "THEN": ("then", "first"),
    "OR": ("or", "either"),
}  # fmt: skip
"""Parts of a block and what it begins with."""


def named(line: Line) -> str:
    """What a line is called: `choice`, an option, prose."""
    if line.word:
        return f"`{line.word}`"
    names = {"option": "an option", "jump": "a jump", "speech": "speech", "talk": "speech"}
    return names.get(line.kind, "prose")


def at_margin(line: Line) -> Words:
    """A line that stands at the margin and heads nothing."""
    if line.type in HOMES:
        home = HOMES[line.type]
        return (f"`{line.word}` cannot stand at the margin",
                f"indent it by two spaces under the `{home}` that it belongs to")  # fmt: skip
    if line.type == "WAS":
        return "`was` cannot stand at the margin", "indent it under what had the old name"
    return (f"{named(line)} cannot stand at the margin",
            "indent it by two spaces under a `scene`")  # fmt: skip


def deeper(above: Line, line: Line) -> tuple[Line, str, str]:
    """A line that is deeper than one that opens nothing; the one that is to blame comes first."""
    if above.type == "OPTION_TO":
        return (
            above,
            "this option jumps away, so nothing below it is read",
            "give it a body or a target, not both",
        )
    what = named(above)
    back = f"indent it by {above.indent} space{'s'[above.indent == 1:]}, like the line above"
    if not above.indent:
        back = "remove the blanks before it"
    if above.type == "SYNC":
        return line, "a `sync` inside a strand has no block", back
    return line, f"nothing belongs under {what}, so this line is indented too far", back


def lacking(head: Line, inside: bool = False) -> Words:
    """A line that needs a block and has none, or nothing in it that counts if `inside`."""
    if head.type in ("CHOICE", "HUB"):
        return (f"no option stands under this `{head.word}`",
                "begin the options with `* `, indented under it")  # fmt: skip
    if head.type == "MERGE":
        return "no strand stands under this `dream-merge`", "indent `strand` lines under it"
    what = f"`{head.word}`" if head.word else "speaker line"
    if head.word == "seen":
        what = "`seen by`"
    hint = "indent what belongs to it by two more spaces"
    if head.word in ("else", "then", "or", "first", "either", "as", "if", "seen", "choice", "hub"):
        hint += ", or begin it with \\ if it is prose"
    return f"nothing is indented under this {what}", hint


def unfinished(part: str) -> Words:
    """A `first` without `then`, an `either` without `or`."""
    if part == "OR":
        return "this `either` has no `or`", "add an `or` with a block, at the same indentation"
    return "this `first` has no `then`", "add a `then` with a block, at the same indentation"


def another(line: Line, part: str) -> Words:
    """A part of another block in place of `part`."""
    word, first = PARTS[part]
    return f"`{line.word}` cannot stand here", f"`{first}` goes on with `{word}`: write `{word}`"


def misplaced(line: Line, heads: list[Line]) -> Words:
    """A line that cannot stand under `heads` (innermost first)."""
    kind = line.type
    if kind in TOP:
        return f"{named(line)} cannot stand inside something else", "move it to the margin"
    head = heads[0] if heads else line
    if kind in HOMES:
        return _homeless(line, head)
    if kind in PARTS:
        word, first = PARTS[kind]
        return (f"`{word}` cannot stand here",
                f"`{word}` follows the block of `{first}`, at the same indentation")  # fmt: skip
    if kind == "WAS":
        return ("`was` cannot stand here",
                "put it directly under the heading of what had the old name")  # fmt: skip
    if kind in ("OPTION", "OPTION_TO") and head.type not in ("CHOICE", "HUB"):
        return "an option cannot stand here", "options stand under `choice` or `hub`"
    if kind == "STRAND":
        return "a strand cannot stand here", "strands stand directly under a `dream-merge`"
    if kind == "SYNC":
        if any(above.type in ("STRAND", "MERGE") for above in heads):
            return ("a `sync` cannot stand inside a block of a strand",
                    "put it directly under the `strand` or the `dream-merge`")  # fmt: skip
        return "a `sync` cannot stand here", "syncs stand in a `dream-merge`"
    if kind == "CLARITY":
        return "`clarity` cannot stand here", "put it first under its `dream-merge`"
    return _stranger(line, head, heads)


def _homeless(line: Line, head: Line) -> Words:
    home = HOMES[line.type]
    if line.type == "MEMORY" and head.type == "CHARACTER":
        return "a character has no memory", "make it a `dreamer`, or write a `var` at the margin"
    if home == "scene":
        return (
            f"`{line.word}` cannot stand here",
            "put it directly under the heading of its `scene`; if it is prose, begin it with \\",
        )
    return (f"`{line.word}` cannot stand here",
            f"put it under the `{home}`; if it is prose, begin it with \\")  # fmt: skip


def _stranger(line: Line, head: Line, heads: list[Line]) -> Words:
    """A line of a scene under something that holds no such lines."""
    what = named(line)
    if head.type in ("CHOICE", "HUB"):
        bullet = line.text[:1]
        if bullet in "+-•–" and line.text[1:2] == " ":
            return f"an option begins with `* `, not with `{bullet}`", "write `* `"
        return (f"only options stand under `{head.word}`, not {what}",
                f"begin an option with `* `, or move the line above the `{head.word}`")  # fmt: skip
    choosing = next((above for above in heads if above.type in ("CHOICE", "HUB")), None)
    if head.type in ("IF", "ELSE", "ELSE_IF") and choosing is not None:
        return (f"inside a `{choosing.word}`, `{head.word}` holds options, not {what}",
                "begin an option with `* `, or move the line under an option")  # fmt: skip
    if head.type == "MERGE":
        return (f"{what} cannot stand directly under `dream-merge`",
                "put it under a `strand` or a `sync`")  # fmt: skip
    if head.type in TOP and head.type != "SCENE":
        return f"{what} cannot stand under `{head.word}`", "lines of the story stand in a `scene`"
    return f"{what} cannot stand here", "move it to where such lines stand"
