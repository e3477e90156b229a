"""A walk in words: what a reader picks, one line each, for people.

Goes in: a `Walk`. Comes out: a sentence on how long it is, and its entries as rows of text,
numbered where the reader decides; a long list in part.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Final

from weavec.render.paint import Paint
from weavec.render.visible import visible, wrap
from weavec.walk import Walk, drawn, numbered, said

LONGEST: Final = 12
"""Entries of a walk that are shown as they are; of more, the middle is left out."""
HEAD: Final = 6
TAIL: Final = 5


def counted(number: int, word: str) -> str:
    """A number and what it counts: `1 choice`, `1,200 choices`."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def length(walk: Walk) -> str:
    """How a reader comes to the end of a walk: `a reader gets there in 2 choices`, and more."""
    if walk.decisions == 0:
        chance = ", if chance has it so" if any(map(drawn, walk.entries)) else ""
        return f"a reader gets there without a choice{chance}"
    fewer = ", and not in fewer" if walk.shortest and walk.decisions > 1 else ""
    return f"a reader gets there in {counted(walk.decisions, 'choice')}{fewer}"


def phrase(entry: str) -> str:
    """An entry of a walk file as people read it, without what acts on a terminal."""
    draw, words, number = drawn(entry), said(entry), numbered(entry)
    if draw is not None:
        return f"by chance: {draw[0] + 1} of {draw[1]}"
    if words is not None:
        return f"say “{visible(words)}”" if words else "say nothing"
    return visible(entry) if number is None else f"option {number}"


def decides(entry: str) -> bool:
    """Whether an entry is a choice of the reader's, not a draw and not words."""
    return drawn(entry) is None and said(entry) is None


def rows(walk: Walk, paint: Paint, columns: int) -> list[str]:
    """The entries of a walk, `columns` wide at most; more than `LONGEST` without the middle."""
    entries = walk.entries
    numbers = list(accumulate(map(decides, entries), initial=0))[1:]
    size = len(str(numbers[-1])) if numbers else 1
    out: list[str] = []
    cut = len(entries) > LONGEST
    for index, (entry, number) in enumerate(zip(entries, numbers, strict=True)):
        if cut and HEAD <= index < len(entries) - TAIL:
            if index == HEAD:
                left = f"… {len(entries) - HEAD - TAIL:,} more, which `--format json` lists"
                out.append(f"{'':{size}}  {paint('dim', left)}")
            continue
        mark = f"{number:>{size}}. " if decides(entry) else f"{'':{size}}  "
        first, *more = wrap(phrase(entry), max(columns - size - 2, 20))
        out.append(paint("hint", mark) + first if decides(entry) else mark + paint("dim", first))
        out += [f"{'':{size + 2}}{line}" for line in more]
    return out


def in_a_row(walk: Walk) -> str:
    """The entries of a walk in one line: `Leave. > by chance: 1 of 2 > Stay.`"""
    said_so = [phrase(entry) for entry in walk.entries]
    if len(said_so) > LONGEST:
        left = len(said_so) - HEAD - TAIL
        said_so = [*said_so[:HEAD], f"… {left:,} more …", *said_so[-TAIL:]]
    return " > ".join(said_so)
