"""Path data. Goes in: knots, as pairs of numbers or as text. Comes out: short SVG path data.

Shapes are written as knots that a smooth curve goes through: `"0 0, 40 -12, 80 0!"`. A knot with a
`!` is a corner. Data is relative and rounded, which keeps drawings small.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin
from typing import NamedTuple, TypeAlias

Point: TypeAlias = tuple[float, float]


class Knot(NamedTuple):
    """A place that a curve goes through, smoothly or by a corner."""

    x: float
    y: float
    sharp: bool = False


Knots: TypeAlias = str | Sequence[Knot] | Sequence[Point]


def knots(shape: Knots) -> tuple[Knot, ...]:
    """Knots, however they are written."""
    if isinstance(shape, str):
        return tuple(_knot(part) for part in shape.split(","))
    return tuple(each if isinstance(each, Knot) else Knot(*each) for each in shape)


def _knot(text: str) -> Knot:
    x, y = text.replace("!", " ").split()
    return Knot(float(x), float(y), "!" in text)


def spin(x: float, y: float, r: float, turn: float) -> Point:
    """The point at a distance from another; `turn` in whole turns, from the right, clockwise."""
    return x + r * cos(2 * pi * turn), y + r * sin(2 * pi * turn)


def along(a: Point, b: Point, t: float) -> Point:
    """The point between two others."""
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t


@dataclass(frozen=True)
class Pen:
    """Writes path data, with so many places behind the point."""

    places: int = 0

    def num(self, value: float) -> str:
        """A number, as short as it can be written."""
        text = f"{value:.{self.places}f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        if text in ("-0", ""):
            return "0"
        return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text

    def loop(self, *shapes: Knots) -> str:
        """Closed smooth curves through knots."""
        return "".join(self._curve(knots(shape), closed=True) + "z" for shape in shapes)

    def trail(self, *shapes: Knots) -> str:
        """Open smooth curves through knots."""
        return "".join(self._curve(knots(shape), closed=False) for shape in shapes)

    def facet(self, *shapes: Knots) -> str:
        """Closed shapes with straight sides."""
        return "".join(self.edge(shape) + "z" for shape in shapes)

    def edge(self, *shapes: Knots) -> str:
        """Open lines from knot to knot."""
        return "".join(self._lines([(each.x, each.y) for each in knots(s)]) for s in shapes)

    def lines(self, parts: Iterable[tuple[Point, Point]]) -> str:
        """Many short lines."""
        return "".join(self._lines(part) for part in parts)

    def _lines(self, points: Sequence[Point]) -> str:
        stream = _Stream(self)
        stream.move(points[0])
        for point in points[1:]:
            stream.line(point)
        return stream.text()

    def _curve(self, through: tuple[Knot, ...], closed: bool) -> str:
        count = len(through)
        ways = [self._way(through, i, closed) for i in range(count)]
        stream = _Stream(self)
        stream.move(through[0][:2])
        for i in range(count if closed else count - 1):
            a, b = through[i], through[(i + 1) % count]
            if a.sharp and b.sharp:
                stream.line((b.x, b.y))
                continue
            reach = hypot(b.x - a.x, b.y - a.y) * 0.36
            (ax, ay), (bx, by) = ways[i], ways[(i + 1) % count]
            stream.curve(
                (a.x + ax * reach, a.y + ay * reach),
                (b.x - bx * reach, b.y - by * reach),
                (b.x, b.y),
            )
        return stream.text()

    @staticmethod
    def _way(through: tuple[Knot, ...], i: int, closed: bool) -> Point:
        """In which direction the curve passes a knot; none at a corner."""
        last = len(through) - 1
        if through[i].sharp:
            return 0.0, 0.0
        if not closed and i in (0, last):
            return _end(through if i == 0 else through[::-1], 1 if i == 0 else -1)
        a, b = through[i - 1], through[(i + 1) % len(through)]
        size = hypot(b.x - a.x, b.y - a.y) or 1
        return (b.x - a.x) / size, (b.y - a.y) / size


def _end(through: tuple[Knot, ...], sign: int) -> Point:
    """In which direction an open curve begins: so that it begins like a circle."""
    a, b = through[:2]
    if len(through) == 2 or b.sharp:
        return 0.0, 0.0
    c, size = through[2], hypot(b.x - a.x, b.y - a.y) or 1
    x, y = (b.x - a.x) / size, (b.y - a.y) / size
    far = hypot(c.x - a.x, c.y - a.y) or 1
    u, v = (c.x - a.x) / far, (c.y - a.y) / far
    both = 2 * (x * u + y * v)
    return sign * (both * x - u), sign * (both * y - v)


class _Stream:
    """Path data as it is written: keeps the place, so that rounding does not add up."""

    def __init__(self, pen: Pen) -> None:
        self.pen = pen
        self.at: Point = (0, 0)
        self.parts: list[str] = []
        self.last = ""

    def move(self, to: Point) -> None:
        self.at = self._round(to)
        self._write("M", [self.at])
        self.last = "M"

    def line(self, to: Point) -> None:
        end = self._round(to)
        dx, dy = self._from(end)
        if dx == 0 and dy != 0:
            self._put("v", self.pen.num(dy))
        elif dy == 0 and dx != 0:
            self._put("h", self.pen.num(dx))
        elif dx or dy:
            self._write("l", [(dx, dy)])
        self.at = end

    def curve(self, one: Point, two: Point, to: Point) -> None:
        end = self._round(to)
        self._write("c", [self._from(self._round(each)) for each in (one, two)] + [self._from(end)])
        self.at = end

    def _round(self, to: Point) -> Point:
        return round(to[0], self.pen.places), round(to[1], self.pen.places)

    def _from(self, to: Point) -> Point:
        return to[0] - self.at[0], to[1] - self.at[1]

    def _write(self, letter: str, points: Sequence[Point]) -> None:
        text = ""
        for point in points:
            for value in point:
                number = self.pen.num(value)
                text += number if not text or number[0] == "-" else f" {number}"
        self._put(letter, text)

    def _put(self, letter: str, text: str) -> None:
        if letter == self.last and letter not in "M":
            self.parts.append(text if text[0] == "-" else f" {text}")
        else:
            self.parts.append(letter + text)
        self.last = letter

    def text(self) -> str:
        return "".join(self.parts)


PEN = Pen()
"""For large shapes: whole numbers."""
FINE = Pen(1)
"""For faces and other small things: tenths."""
