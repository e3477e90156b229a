"""Parts of places. Goes in: a sheet, numbers. Comes out: elements, 1280 by 720 in all.

Three depths: what is far lies close to the colour of the sky, haze lies before it, and what is near
lies close to ink. One thing is bright, between the heads; everything else is middle or dark.
"""

from __future__ import annotations

from math import exp, hypot
from typing import Final

from rig.color import mix
from rig.dice import Dice
from rig.pen import PEN, Knot, Point, knots, spin
from rig.sheet import Sheet, Value, block, disc, group, line, mark, shape, use

WIDE: Final = 1280
HIGH: Final = 720
BOX: Final = (0, 0, WIDE, HIGH)


def sky(sheet: Sheet, *ramp: tuple[float, str]) -> str:
    """A gradient over everything."""
    return block(0, 0, WIDE, HIGH, sheet.down(*ramp))


def ground(sheet: Sheet, y: float, *ramp: tuple[float, str]) -> str:
    """A gradient over everything below a line."""
    return block(0, y, WIDE, HIGH - y, sheet.down(*ramp))


def haze(sheet: Sheet, y: float, high: float, color: str, much: float) -> str:
    """Air that thickens downwards."""
    return block(0, y, WIDE, high, sheet.down((0, color, 0), (1, color, much)))


def glow(
    sheet: Sheet, x: float, y: float, r: float, color: str, much: float = 0.9, core: str = ""
) -> str:
    """Light around a point."""
    stops = (
        (0, core or color, much),
        (0.25, color, much * 0.6),
        (0.6, color, much * 0.18),
        (1, color, 0),
    )
    return disc(x, y, r, sheet.radial(*stops))


def edges(sheet: Sheet, color: str, much: float = 0.85) -> str:
    """The dark at the left and right edges of a picture, and below."""
    left = sheet.linear(0, 0, 300, 0, (0, color, much), (1, color, 0))
    right = sheet.linear(WIDE, 0, WIDE - 300, 0, (0, color, much), (1, color, 0))
    low = sheet.linear(0, HIGH, 0, 470, (0, color, 0.92), (1, color, 0))
    return (
        block(0, 0, 300, HIGH, left)
        + block(WIDE - 300, 0, 300, HIGH, right)
        + block(0, 470, WIDE, 250, low)
    )


def motes(count: int, color: str, seed: str, low: float = HIGH, most: float = 2) -> str:
    """Specks of light."""
    dice = Dice(seed)
    return group(
        *(
            disc(
                round(dice.span(0, WIDE)),
                round(dice.span(0, low)),
                round(dice.span(0.5, most), 1),
                color,
                opacity=round(dice.span(0.25, 0.9), 1),
            )
            for _ in range(count)
        )
    )


def hatch(
    sheet: Sheet, data: str, color: str, much: float = 0.25, turn: float = 28, step: float = 14
) -> str:
    """A texture for something dark: short strokes, as of a dry brush."""
    tile = sheet.tile(
        step * 2,
        step,
        line(
            f"M0 3h{step * 1.2:.0f}M{step * 0.8:.0f} {step * 0.7:.0f}h{step * 0.9:.0f}", color, 1.3
        ),
        turn=turn,
    )
    return shape(data, tile, opacity=much)


def rain(sheet: Sheet, color: str, much: float = 0.3) -> str:
    """Rain, seen against the light."""
    drops = line("M20 0l-5 34M74 60l-4 26M118 20l-6 42M46 100l-4 24M142 112l-5 34", color, 1.4)
    return block(0, 0, WIDE, HIGH, sheet.tile(160, 150, drops, turn=4), opacity=much)


def rays(
    x: float,
    y: float,
    inner: float,
    outer: float,
    count: int,
    part: float,
    color: str,
    **values: Value,
) -> str:
    """Rays around a point, as the dashes of one broad ring."""
    middle, width = (inner + outer) / 2, outer - inner
    step = 2 * 3.14159265 * middle / count
    dashes = f"{step * part:.2f} {step * (1 - part):.2f}"
    return disc(
        x, y, middle, "none", stroke=color, stroke_width=width, stroke_dasharray=dashes, **values
    )


def ring(
    x: float,
    y: float,
    r: float,
    color: str,
    width: float,
    dashes: str | None = None,
    **values: Value,
) -> str:
    """A ring, whole or broken."""
    return disc(
        x, y, r, "none", stroke=color, stroke_width=width, stroke_dasharray=dashes, **values
    )


def flower(
    sheet: Sheet,
    x: float,
    y: float,
    r: float,
    color: str,
    width: float = 1.2,
    petals: int = 12,
    **values: Value,
) -> str:
    """A flower of thread: ovals through a middle, turned around it."""
    oval_ = mark("ellipse", cy=PEN.num(-r * 0.5), rx=PEN.num(r * 0.3), ry=PEN.num(r * 0.5))
    href = sheet.keep(oval_)
    return group(
        *(use(href, x, y, 360 * i / petals) for i in range(petals)),
        fill="none",
        stroke=color,
        stroke_width=width,
        **values,
    )


def towers(
    sheet: Sheet,
    seed: str,
    base: float,
    low: float,
    high: float,
    wide: tuple[float, float],
    colors: tuple[str, str, str],
    lamp: float = 640,
    dip: float = 0.5,
    lit: str = "",
) -> str:
    """A row of towers. `colors`: of their bodies, their feet in the haze, and their lit flanks.

    Heights dip around the lamp, so that its light is free; windows are slits, if `lit` is a colour.
    """
    dice, bodies, flanks, x = Dice(seed), "", [], -30.0
    while x < WIDE + 20:
        w = dice.span(*wide)
        middle = x + w / 2
        tall = (low + (high - low) * dice.next() ** 1.3) * (
            1 - dip * exp(-(((middle - lamp) / 300) ** 2))
        )
        top = base - tall
        bodies += _tower(dice.pick((0, 1, 2, 3, 4)), x, w, top, base)
        side = x + w if middle < lamp else x
        flanks.append(((side, base), (side, top + w * 0.5)))
        x += w * dice.span(0.92, 1.12)
    fill = sheet.linear(0, base - high, 0, base, (0, colors[0]), (0.5, colors[0]), (1, colors[1]))
    windows = ""
    if lit:
        slits = line(
            "M5 8v7M17 20v11M29 4v6M5 36v12M41 30v7M29 52v7M17 60v5", lit, 3, stroke_linecap="butt"
        )
        windows = sheet.within(
            bodies,
            block(
                0, base - high * 0.72, WIDE, high * 0.72, sheet.tile(48, 70, slits), opacity=0.75
            ),
        )
    return shape(bodies, fill) + windows + line(PEN.lines(flanks), colors[2], 2, opacity=0.7)


def _tower(kind: int, x: float, w: float, top: float, base: float) -> str:
    middle, end = x + w / 2, x + w
    if kind == 0:
        return PEN.facet(
            [
                (x, base),
                (x, top + 40),
                (x + w * 0.2, top + 40),
                (x + w * 0.2, top),
                (end - w * 0.2, top),
                (end - w * 0.2, top + 40),
                (end, top + 40),
                (end, base),
            ]
        )
    if kind == 1:
        return PEN.loop(
            f"{x} {base}!, {x} {top + w * 0.5}!, "
            f"{x + w * 0.14} {top + w * 0.16}, {middle} {top}, "
            f"{end - w * 0.14} {top + w * 0.16}, {end} {top + w * 0.5}!, "
            f"{end} {base}!"
        )
    if kind == 2:
        spire = PEN.facet([(middle - 2, top + 6), (middle, top - 44), (middle + 2, top + 6)])
        return spire + PEN.loop(
            f"{x} {base}!, {x} {top + w}!, {middle - w * 0.24} "
            f"{top + w * 0.42}, {middle} {top}!, "
            f"{middle + w * 0.24} {top + w * 0.42}, {end} {top + w}!, "
            f"{end} {base}!"
        )
    if kind == 3:
        return PEN.facet([(x, base), (x, top + 44), (end, top), (end, base)])
    return PEN.facet(
        [
            (x, base),
            (x, top + 12),
            (middle - w * 0.2, top + 12),
            (middle - w * 0.2, top),
            (middle + w * 0.2, top),
            (middle + w * 0.2, top + 12),
            (end, top + 12),
            (end, base),
        ]
    )


def crowd(
    sheet: Sheet,
    seed: str,
    y: float,
    size: float,
    fill: str,
    rim: str,
    left: float = 0,
    right: float = WIDE,
) -> str:
    """A row of heads and shoulders, seen from behind."""
    dice, x, bodies, arcs, run = (
        Dice(seed),
        0.0,
        "",
        "",
        300.0 if right - left > 300 else right - left,
    )
    while x < run - size:
        s, dy = size * dice.span(0.86, 1.14), dice.span(-size * 0.5, size * 0.5)
        bodies += _head(x, dy, s, dice.next())
        arcs += PEN.trail(
            [(x - s * 0.86, dy - s * 0.7), (x, dy - s * 1.3), (x + s * 0.86, dy - s * 0.7)]
        )
        x += s * dice.span(2.6, 3.6)
    href = sheet.keep(shape(bodies, fill) + line(arcs, rim, size * 0.13))
    step = x + size
    count = int((right - left) / step) + 1
    row = "".join(use(href, left + i * step, y) for i in range(count))
    if left == 0 and right == WIDE:
        return row
    return sheet.within(PEN.facet([(left, 0), (right, 0), (right, HIGH), (left, HIGH)]), row)


def _head(x: float, y: float, s: float, kind: float) -> str:
    neck = f"{x - s * 0.5} {y + s * 1.2}"
    body = PEN.loop(
        f"{x - s * 2.1} {y + s * 9}!, {x - s * 2.1} {y + s * 4}, "
        f"{x - s * 1.5} {y + s * 2.3}, {neck}!, {x - s} {y}, "
        f"{x - s * 0.9} {y - s * 0.9}, {x} {y - s * 1.3},"
        f"{x + s * 0.9} {y - s * 0.9}, {x + s} {y}, "
        f"{x + s * 0.5} {y + s * 1.2}!, {x + s * 1.5} {y + s * 2.3}, "
        f"{x + s * 2.1} {y + s * 4}, {x + s * 2.1} {y + s * 9}!"
    )
    if kind < 0.18:
        body += PEN.loop(
            f"{x - s * 0.5} {y - s * 1.5}, {x} {y - s * 2}, "
            f"{x + s * 0.5} {y - s * 1.5}, {x} {y - s}"
        )
    return body


POSES: Final = {
    "rest": (
        "-15 0!, -13 -36, -20 -56, -17 -73, -5 -82!, -9 -92, 0 -103, 9 -92, "
        "5 -82!, 17 -73, 20 -56, 13 -36, 15 0!, 4 0!, 0 -34!, -4 0!"
    ),
    "coat": (
        "-20 0!, -17 -44, -21 -62, -16 -75, -5 -82!, -9 -92, 0 -103, 9 -92, "
        "5 -82!, 16 -75, 21 -62, 17 -44, 20 0!"
    ),
    "reach": (
        "-14 0!, -12 -38, -19 -58, -16 -73, -5 -82!, -9 -92, 0 -103, 9 -92, "
        "5 -82!, 20 -76, 40 -60!, 35 -54!, 16 -62!, 12 -38, 15 0!, 3 0!, 0 -34!, "
        "-3 0!"
    ),
    "sit": "-30 0!, -32 -22, -22 -42, -5 -50!, -9 -60, 0 -70, 9 -60, 4 -50!, 18 -40, 30 -20, 38 0!",
    "kneel": (
        "-26 0!, -22 -18, -10 -42, 6 -52!, 7 -64, 16 -71, 25 -62, 20 -51!, "
        "40 -34!, 36 -28!, 15 -40!, 10 -14, 26 0!"
    ),
    "child": (
        "-9 0!, -8 -20, -11 -32, -8 -38, -3 -42!, -8 -50, 0 -60, 8 -50, 3 -42!, "
        "8 -38, 11 -32, 8 -20, 9 0!, 2 0!, 0 -16!, -2 0!"
    ),
    "dress": (
        "-26 0!, -14 -40, -18 -60, -15 -74, -5 -82!, -9 -92, 0 -103, 9 -92, "
        "5 -82!, 15 -74, 18 -60, 14 -40, 26 0!"
    ),
}
"""Standing people, 100 high, with their feet at the origin."""


def person(
    sheet: Sheet,
    pose: str,
    x: float,
    y: float,
    size: float,
    fill: str,
    rim: str,
    flip: bool = False,
    **values: Value,
) -> str:
    """Somebody far off, against the light."""
    way = -size if flip else size
    data = PEN.loop([Knot(each.x * way, each.y * size, each.sharp) for each in knots(POSES[pose])])
    inner = shape(data, fill) + sheet.rim(data, rim, -max(1.2, size * 1.4), 1)
    return group(inner, transform=f"translate({PEN.num(x)} {PEN.num(y)})", **values)


def people(
    sheet: Sheet, fill: str, rim: str, *each: tuple[str, float, float, float, bool]
) -> str:
    """Several far off: of each the pose, where, how large, and whether turned round."""
    return "".join(
        person(sheet, pose, x, y, size, fill, rim, flip) for pose, x, y, size, flip in each
    )


def brush(
    a: Point,
    b: Point,
    bend: float,
    width: float,
    color: str,
    seed: str,
    hairs: int = 9,
    much: float = 0.95,
) -> str:
    """A dry stroke of a broad brush, hair by hair."""
    dice, size = Dice(seed), hypot(b[0] - a[0], b[1] - a[1]) or 1
    nx, ny = (a[1] - b[1]) / size, (b[0] - a[0]) / size
    data = ""
    for i in range(hairs):
        off = (i / max(1, hairs - 1) - 0.5) * width
        p, q = dice.span(-0.06, 0.1), dice.span(0.84, 1.06)
        one = (a[0] + (b[0] - a[0]) * p + nx * off, a[1] + (b[1] - a[1]) * p + ny * off)
        two = (a[0] + (b[0] - a[0]) * q + nx * off, a[1] + (b[1] - a[1]) * q + ny * off)
        mid = ((one[0] + two[0]) / 2 + nx * bend, (one[1] + two[1]) / 2 + ny * bend)
        data += PEN.trail([one, mid, two])
    return line(data, color, width / hairs * 1.3, opacity=much)


def vault(x: float, half: float, top: float, base: float) -> str:
    """A pointed arch."""
    mid = top + (base - top) * 0.5
    return PEN.loop(
        f"{x - half * 0.88} {base}!, {x - half} {mid}, "
        f"{x - half * 0.78} {top + (mid - top) * 0.42}, {x} {top}!,"
        f"{x + half * 0.78} {top + (mid - top) * 0.42}, "
        f"{x + half} {mid}, {x + half * 0.88} {base}!"
    )


def lamp(sheet: Sheet, x: float, y: float, size: float, color: str, much: float = 0.8) -> str:
    """A lamp, and its light."""
    bulb = PEN.loop([(x - size * 0.7, y), (x, y - size), (x + size * 0.7, y), (x, y + size)])
    return glow(sheet, x, y, size * 7, color, much) + shape(bulb, mix(color, "#ffffff", 0.7))


def spokes(x: float, y: float, inner: float, outer: float, count: int) -> str:
    """Lines from around a point."""
    return PEN.lines(
        (spin(x, y, inner, i / count), spin(x, y, outer, i / count)) for i in range(count)
    )
