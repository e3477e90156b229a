"""Drawings. Goes in: path data, colours, definitions. Comes out: the text of an SVG file.

Shapes have no outlines: light and shadow are planes, and an edge of light is a crescent, which is a
shape less the same shape moved aside. A `Sheet` gathers what its shapes refer to, each thing once.
"""

from __future__ import annotations

from typing import TypeAlias

from rig.color import short
from rig.pen import FINE, PEN

Stop: TypeAlias = tuple[float, str] | tuple[float, str, float]
"""Where (0 to 1), which colour, how much of it."""
Value: TypeAlias = str | float | None

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
EVERYWHERE = "M-2e3-2e3h5e3v5e3h-5e3z"


def attributes(values: dict[str, Value]) -> str:
    """Attributes of an element; `_` in a name stands for `-`, and what is None is left out."""
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_text(value)}"'
        for name, value in values.items()
        if value is not None
    )


def _text(value: str | float) -> str:
    if isinstance(value, str):
        return short(value) if value.startswith("#") else value
    return (FINE if abs(value) >= 10 else _FINEST).num(value)


_FINEST = type(FINE)(2)


def mark(name: str, *inside: str, **values: Value) -> str:
    """Any element."""
    body = "".join(inside)
    return f"<{name}{attributes(values)}" + (f">{body}</{name}>" if body else "/>")


def shape(data: str, fill: str, **values: Value) -> str:
    """A filled shape."""
    return mark("path", d=data, fill=fill, **values) if data else ""


def line(data: str, color: str, width: float = 2, **values: Value) -> str:
    """A line; its ends are round unless it is said otherwise."""
    if not data:
        return ""
    ends: dict[str, Value] = {"stroke_linecap": "round", **values}
    return mark("path", d=data, fill="none", stroke=color, stroke_width=width, **ends)


def disc(x: float, y: float, r: float, fill: str, **values: Value) -> str:
    """A circle."""
    return mark("circle", cx=x, cy=y, r=r, fill=fill, **values)


def oval(x: float, y: float, rx: float, ry: float, fill: str, **values: Value) -> str:
    """An ellipse."""
    return mark("ellipse", cx=x, cy=y, rx=rx, ry=ry, fill=fill, **values)


def block(x: float, y: float, w: float, h: float, fill: str, **values: Value) -> str:
    """A rectangle."""
    return mark("rect", x=x, y=y, width=w, height=h, fill=fill, **values)


def group(*inside: str, **values: Value) -> str:
    """Elements together; without a reason to, they stay as they are."""
    body = "".join(inside)
    return (
        mark("g", body, **values) if body and any(v is not None for v in values.values()) else body
    )


def moved(
    x: float, y: float, *inside: str, turn: float = 0, size: float = 1, flip: bool = False
) -> str:
    """Elements somewhere else, turned by degrees, larger or smaller."""
    how = [f"translate({FINE.num(x)} {FINE.num(y)})" if x or y else ""]
    how.append(f"rotate({FINE.num(turn)})" if turn else "")
    if flip:
        how.append(f"scale({_FINEST.num(-size)} {_FINEST.num(size)})")
    elif size != 1:
        how.append(f"scale({_FINEST.num(size)})")
    return group(*inside, transform="".join(how) or None)


def use(
    href: str,
    x: float = 0,
    y: float = 0,
    turn: float = 0,
    size: float = 1,
    flip: bool = False,
    **values: Value,
) -> str:
    """What was kept, once more."""
    how = f"translate({FINE.num(x)} {FINE.num(y)})" if x or y else ""
    how += f"rotate({FINE.num(turn)})" if turn else ""
    if flip:
        how += f"scale({_FINEST.num(-size)} {_FINEST.num(size)})"
    elif size != 1:
        how += f"scale({_FINEST.num(size)})"
    return mark("use", href=href, transform=how or None, **values)


class Sheet:
    """One drawing, and what is defined in it."""

    def __init__(self) -> None:
        self._defs: dict[str, str] = {}

    def _define(self, body: str) -> str:
        """The name of a definition; `{}` in it stands for its `id`."""
        if body not in self._defs:
            count = len(self._defs)
            tens, ones = divmod(count, len(LETTERS))
            self._defs[body] = LETTERS[ones] + (str(tens) if tens else "")
        return self._defs[body]

    def _url(self, body: str) -> str:
        """A definition, as a paint or a clip."""
        return f"url(#{self._define(body)})"

    def linear(self, x1: float, y1: float, x2: float, y2: float, *stops: Stop) -> str:
        """A gradient along a line in the drawing's own units, as a paint."""
        places = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
        body = mark(
            "linearGradient",
            *map(_stop, stops),
            id="{}",
            gradientUnits="userSpaceOnUse",
            **{name: PEN.num(value) for name, value in places.items()},
        )
        return self._url(body)

    def down(self, *stops: Stop) -> str:
        """A gradient from the top of whatever is painted with it to its bottom."""
        return self._url(mark("linearGradient", *map(_stop, stops), id="{}", x2="0", y2="1"))

    def radial(self, *stops: Stop) -> str:
        """A gradient from the middle of whatever is painted with it to its edge."""
        return self._url(mark("radialGradient", *map(_stop, stops), id="{}"))

    def tile(self, w: float, h: float, *inside: str, turn: float = 0) -> str:
        """A pattern, as a paint."""
        how = f"rotate({FINE.num(turn)})" if turn else None
        body = mark(
            "pattern",
            *inside,
            id="{}",
            width=w,
            height=h,
            patternUnits="userSpaceOnUse",
            patternTransform=how,
        )
        return self._url(body)

    def keep(self, *inside: str) -> str:
        """Elements to be shown as often as one likes: what `use` refers to them by."""
        return f"#{self._define(mark('g', *inside, id='{}'))}"

    def within(self, data: str, *inside: str, **values: Value) -> str:
        """Elements, as far as they lie within a shape."""
        body = "".join(inside)
        return group(body, clip_path=self.clip(data), **values) if body else ""

    def ring(self, data: str, *inside: str) -> str:
        """Elements, as far as they lie within the outer edge of a shape, not within its inner."""
        rest = mark("path", d=data, clip_rule="evenodd")
        return group(*inside, clip_path=self._url(mark("clipPath", rest, id="{}")))

    def clip(self, data: str) -> str:
        """A shape to cut others off by."""
        return self._url(mark("clipPath", mark("path", d=data), id="{}"))

    def rim(self, data: str, color: str, dx: float, dy: float, **values: Value) -> str:
        """The crescent of a shape that is left when the shape moved aside is taken from it."""
        rest = mark(
            "path",
            d=EVERYWHERE + data,
            clip_rule="evenodd",
            transform=f"translate({FINE.num(dx)} {FINE.num(dy)})",
        )
        clip = self._url(mark("clipPath", rest, id="{}"))
        return shape(data, color, clip_path=clip, **values)

    def svg(self, box: tuple[int, int, int, int], *inside: str) -> str:
        """The whole file: what lies in a box, and as large as that."""
        body = "".join(inside)
        defs = "".join(
            text.replace('id="{}"', f'id="{name}"', 1) for text, name in self._defs.items()
        )
        defs = f"<defs>{defs}</defs>" if defs else ""
        head = attributes(
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "width": box[2],
                "height": box[3],
                "viewBox": " ".join(map(str, box)),
            }
        )
        return f"<svg{head}>{defs}{body}</svg>\n"


def _stop(stop: Stop) -> str:
    opacity = stop[2] if len(stop) == 3 else None
    return mark("stop", offset=stop[0] or None, stop_color=stop[1], stop_opacity=opacity)


def sheaf(*parts: str) -> str:
    """Elements one after another."""
    return "".join(parts)
