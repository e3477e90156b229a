"""A walk: one reader's way through a story, and how it is written down.

Goes in: what was picked, drawn and said. Comes out: a `Walk`, or the entries of a walk file, each a
line of text:

    Leave.               the words of an option or a strand that is picked
    option: 2            its number as shown, from 1, where its words would not tell it
    random: 1 of 3       a draw of the story
    say: Ada             the reader's words where the story asks for them; without, nothing is said
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from weavec.node import node


@node
class Walk:
    """A reader's way from the start, as the reference machine played it.

    `inputs` and `dice` are what the machine takes, with the seed 0; `entries` is the same as the
    lines of a walk file. `decisions` counts options and strands picked, `beats` the beats finished.
    `shortest`: no walk to the same place has fewer decisions.
    """

    inputs: tuple[dict[str, Any], ...]
    dice: tuple[int, ...]
    entries: tuple[str, ...]
    decisions: int
    beats: int
    shortest: bool


_DRAW: Final = re.compile(r"random: ([1-9][0-9]{0,6}) of ([1-9][0-9]{0,6})")
_NUMBER: Final = re.compile(r"option: ([1-9][0-9]{0,6})")
_SAY: Final = "say:"


# ------------------------------------------------------------------ writing


def draw_entry(drawn: int, ways: int) -> str:
    """The entry of a draw. `drawn`: the outcome, from 0; `ways`: how many there are."""
    return f"random: {drawn + 1} of {ways}"


def pick_entry(shown: Sequence[str], index: int) -> str:
    """The entry for what is picked.

    Args:
        shown: the words of all options or strands that are shown, locked ones too, in order.
        index: which of them is picked, from 0.
    """
    words = shown[index].strip()
    clear = words and not words.isdigit() and not _is_form(words)
    if clear and sum(each.strip() == words for each in shown) == 1:
        return words
    return f"option: {index + 1}"


def say_entry(words: str) -> str:
    """The entry for words that the reader gives where the story asks."""
    return f"{_SAY} {words.strip()}".rstrip()


def _is_form(entry: str) -> bool:
    return bool(_DRAW.fullmatch(entry) or _NUMBER.fullmatch(entry) or entry.startswith(_SAY))


# ------------------------------------------------------------------ reading


def drawn(entry: str) -> tuple[int, int] | None:
    """The outcome of a draw, from 0, and how many there are; none if the entry is no draw."""
    match = _DRAW.fullmatch(entry)
    if match is None or int(match[1]) > int(match[2]):
        return None
    return int(match[1]) - 1, int(match[2])


def numbered(entry: str) -> int | None:
    """The number of what is picked, from 1, if the entry gives that in place of its words."""
    match = _NUMBER.fullmatch(entry)
    return int(match[1]) if match else None


def said(entry: str) -> str | None:
    """The words that the reader gives; none if the entry gives none."""
    return entry[len(_SAY) :].strip() if entry.startswith(_SAY) else None


def picked(entry: str, shown: Sequence[str]) -> int | None:
    """Which of the options or strands shown an entry means, from 0, or none of them.

    Words win over a number, and of several with the same words the first is meant.
    """
    given = numbered(entry)
    if given is None:
        words = [each.strip() for each in shown]
        if entry.strip() in words:
            return words.index(entry.strip())
        digits = entry.strip()[:8]
        given = int(digits) if digits.isascii() and digits.isdigit() else 0
    return given - 1 if 1 <= given <= len(shown) else None
