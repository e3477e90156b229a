"""A line of a story with its places underlined.

Goes in: a line's text and the places in it. Comes out: rows of text: the line as a terminal can
show it, then what is underlined and what is said about it. Everything is aligned by the columns
that characters really take, and a line too long for the screen is shown in part.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from weavec.node import node
from weavec.render.paint import Paint
from weavec.render.visible import cells, escape, shows, visible, width

TAB: Final = 4
_CUT: Final = "…"


@node
class Mark:
    """A place in a line, `start` to `end` in code points from 0, and what is said about it.

    `role`: how it is painted. The main place is underlined with `^`, others with `-`.
    """

    start: int
    end: int
    main: bool
    message: str | None
    role: str


def rows(text: str, marks: Sequence[Mark], columns: int, paint: Paint) -> list[str]:
    """The line and, under it, its marks. `columns`: how wide the line may be, 20 or more."""
    begin, end = _window(text, marks, columns)
    left = _CUT if begin else ""
    right = _CUT if end < len(text) else ""
    shown: list[str] = []
    at = len(left)
    for char in text[begin:end]:
        shown.append(_piece(char, at))
        at += width(shown[-1])
    edges = list(accumulate((width(piece) for piece in shown), initial=len(left)))
    line = left + "".join(shown) + right
    places = [_place(mark, begin, edges) for mark in marks]
    return [line.rstrip(), *_under(places, paint)]


def _piece(char: str, at: int) -> str:
    """One character as it is shown in column `at`."""
    if char == "\t":
        return " " * (TAB - at % TAB)
    return char if shows(char) else escape(char)


def _window(text: str, marks: Sequence[Mark], columns: int) -> tuple[int, int]:
    """The part of the line to show: all of it, or a screen's width around the main place."""
    if _fits(text, columns):
        return 0, len(text)
    room = columns - 2 * len(_CUT)
    main = next((mark for mark in marks if mark.main), marks[0])
    first = min(mark.start for mark in marks)
    last = max(mark.end for mark in marks)
    if last - first > room or _columns(text[first:last]) > room:
        first, last = main.start, main.end
    before = max(room - _columns(text[first : min(last, first + room)]), room // 2) // 2
    begin = min(first, len(text))
    while begin > 0 and before - _size(text[begin - 1]) >= 0:
        before -= _size(text[begin - 1])
        begin -= 1
    end = begin
    while end < len(text) and room - _size(text[end]) >= 0:
        room -= _size(text[end])
        end += 1
    return begin, end


def _fits(text: str, columns: int) -> bool:
    return len(text) <= 4 * columns and _columns(text) <= columns


def _columns(text: str) -> int:
    return sum(map(_size, text))


def _size(char: str) -> int:
    """The most columns that a character can take."""
    if char == "\t":
        return TAB
    return cells(char) if shows(char) else len(escape(char))


# ------------------------------------------------------------------ under the line


@node
class _Place:
    """A mark in columns of the screen."""

    start: int
    end: int
    mark: Mark


def _place(mark: Mark, begin: int, edges: Sequence[int]) -> _Place:
    last = len(edges) - 1
    start = edges[min(max(mark.start - begin, 0), last)]
    end = edges[min(max(mark.end - begin, 0), last)]
    return _Place(start, max(end, start + 1), mark)


def _under(places: Sequence[_Place], paint: Paint) -> list[str]:
    """The underlines; what is said about the last stands beside it, the rest hangs below."""
    line: dict[int, tuple[str, str]] = {}
    for place in sorted(places, key=lambda place: place.mark.main):
        for column in range(place.start, place.end):
            line[column] = ("^" if place.mark.main else "-", place.mark.role)
    said = sorted((p for p in places if p.mark.message), key=lambda p: (p.start, p.mark.main))
    found = []
    aside = None
    if said and said[-1].end == max(place.end for place in places):
        aside = said.pop()
    found.append(_row(line, aside, paint))
    if said:
        found.append(_row(_strings(said), None, paint))
    while said:
        place = said.pop()
        found.append(_row(_strings([p for p in said if p.start < place.start]), place, paint, True))
    return found


def _strings(places: Sequence[_Place]) -> dict[int, tuple[str, str]]:
    return {place.start: ("|", place.mark.role) for place in places}


def _row(
    line: dict[int, tuple[str, str]], place: _Place | None, paint: Paint, hangs: bool = False
) -> str:
    """One row: characters by their column, then what is said about `place`."""
    runs: list[tuple[str, str]] = []
    for column in range(max(line, default=-1) + 1):
        char, role = line.get(column, (" ", ""))
        if runs and runs[-1][1] == role:
            runs[-1] = (runs[-1][0] + char, role)
        else:
            runs.append((char, role))
    row = "".join(paint(role, text) if role else text for text, role in runs)
    if place is None:
        return row
    used = max(line, default=-1) + 1
    gap = " " * (place.start - used) if hangs else " "
    return row + gap + paint(place.mark.role, visible(place.mark.message or ""))
