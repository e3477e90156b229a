"""Jax's piece: one face out of the pages of his notebook.

Goes in: which of the twelve pages there are. Comes out: the white lid of a pod, 1000 wide and 720
high. It is cut into twelve shards, and every page owns one: there the face has burst into paint, in
the light of whom the page is about, with its sign printed over it. A page that is missing leaves
bare lid and the pencil on it. The more pages, the farther the shards have flown apart.
"""

from __future__ import annotations

from collections.abc import Collection
from math import hypot
from typing import Final

from jax import JAX_MERCER
from lights import DUSK, ELENA, FAULT, JAX, NORA, ORION
from motifs import PAGES
from rig.color import Light, mix, tones
from rig.dice import Dice
from rig.face import Geometry, Sitter, face, outline
from rig.moods import MOODS
from rig.pen import PEN, Point, knots
from rig.scene import brush
from rig.sheet import Sheet, disc, group, line, moved, shape, sheaf, use

WIDE: Final = 1000
HIGH: Final = 720
BONE: Final = "#efe3cf"
INK: Final = "#1b0f16"
MIDDLE: Final[Point] = (500, 350)
ALL: Final = tuple(PAGES)
SEEN: Final = ("page_mouths", "page_pane", "page_lamp", "page_hair", "page_sleeve")
"""The pages in whose shards the face is seen."""

LID: Final = (
    "0 360!, 96 214, 270 90, 500 40, 730 90, 904 214, 1000 360!, 904 506, "
    "730 630, 500 680, 270 630, 96 506"
)
"""The edge of the lid."""

SHARDS: Final[dict[str, tuple[Point, Light, str]]] = {
    "page_hands": ((262, 196), ELENA, "#f2b544"),
    "page_chair": ((762, 190), ORION, "#2f4fd0"),
    "page_hair": ((470, 112), FAULT, "#c9606a"),
    "page_pods": ((150, 372), ELENA, "#8d2f6b"),
    "page_dog": ((276, 540), JAX, "#b4622c"),
    "page_pin": ((866, 380), ELENA, "#f2b544"),
    "page_mouths": ((516, 462), JAX, "#f04a2c"),
    "page_stairs": ((738, 552), ORION, "#e8782c"),
    "page_sleeve": ((496, 628), ORION, "#27407f"),
    "page_pane": ((622, 296), NORA, "#14a195"),
    "page_lamp": ((384, 296), NORA, "#0f7a86"),
    "page_table": ((630, 104), DUSK, "#6a4fa3"),
}
"""Where the shard of a page lies, in whose light, on which ground."""


def cells() -> dict[str, list[Point]]:
    """The shards: to each page the part of the lid that is nearest to its place."""
    found = {}
    for name, ((x, y), _, _) in SHARDS.items():
        poly: list[Point] = [
            (500 + (k.x - 500) * 0.965, 360 + (k.y - 360) * 0.955) for k in knots(LID)
        ]
        for (u, v), _, _ in SHARDS.values():
            if (u, v) != (x, y):
                poly = _cut(poly, ((x + u) / 2, (y + v) / 2), (u - x, v - y))
        found[name] = poly
    return found


def _cut(poly: list[Point], at: Point, way: Point) -> list[Point]:
    """What is left of a shape on the near side of a line."""
    kept: list[Point] = []
    for a, b in zip(poly, poly[1:] + poly[:1], strict=True):
        s = (a[0] - at[0]) * way[0] + (a[1] - at[1]) * way[1]
        t = (b[0] - at[0]) * way[0] + (b[1] - at[1]) * way[1]
        if s <= 0:
            kept.append(a)
        if s * t < 0:
            part = s / (s - t)
            kept.append((a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part))
    return kept


def _middle(poly: list[Point]) -> Point:
    return sum(p[0] for p in poly) / len(poly), sum(p[1] for p in poly) / len(poly)


def _pencil(shards: dict[str, list[Point]]) -> str:
    """The lid before there is paint on it: hatching, the cuts, a sleeping face."""
    dice = Dice("canvas")
    hatching = PEN.lines(
        ((x, y), (x + dice.span(10, 24), y - dice.span(24, 56)))
        for x, y in ((dice.span(40, 950), dice.span(70, 690)) for _ in range(44))
    )
    head = outline(Geometry(cheek=92, jaw=70, chin=28, length=138))
    face_lines = line(head, "#3a2620", 0.8, opacity=0.6) + line(
        head, "#3a2620", 0.6, opacity=0.5, transform="rotate(1.5) scale(1.02)"
    )
    face_lines += line(
        (
            "M-62 2q18 12 38 0M24 2q18 12 38 0M-50 8l-3 6M-43 10v7M-35 8l3 6"
            "M35 8l-3 6M43 10v7M51 8l3 6M0 6q-12 34-11 52q4 6 12 4"
            "M-22 92q22 8 44 0"
        ),
        "#3a2620",
        1,
        opacity=0.7,
    )
    return sheaf(
        shape(PEN.loop(LID), BONE),
        line(hatching, "#5a4038", 1.2, opacity=0.3),
        *(line(PEN.facet(poly), "#4a3430", 1.3, opacity=0.5) for poly in shards.values()),
        moved(*MIDDLE, face_lines, size=1.9),
    )


def _faces(sheet: Sheet, lights: Collection[Light]) -> dict[Light, str]:
    """The one face in several lights, each kept to be shown again."""
    kept = {}
    mood = MOODS["alarm"]
    for light in lights:
        colors = JAX_MERCER.colors
        sitter = Sitter(sheet, JAX_MERCER.geometry, tones(colors, light), mood)
        kept[light] = sheet.keep(moved(MIDDLE[0], MIDDLE[1] - 6, face(sitter), size=1.9))
    return kept


def _sign(name: str) -> str:
    """The sign of a page, in inks that stand out from the ground of its shard."""
    a, b, motif = PAGES[name]
    if SHARDS[name][2] in ("#f2b544", "#e8782c", "#b4622c", "#c9606a", "#f04a2c"):
        return motif(INK, a)
    return motif(BONE, b)


def _shard(sheet: Sheet, name: str, poly: list[Point], look: str, burst: float) -> str:
    """One shard as paint."""
    _, light, field = SHARDS[name]
    dice, (mx, my) = Dice(name), _middle(poly)
    dx, dy = mx - MIDDLE[0], my - MIDDLE[1]
    far = hypot(dx, dy) or 1
    near = far < 190
    off = burst * (0.4 if near else 0.8)
    edge = PEN.facet([(mx + (x - mx) * 0.972, my + (y - my) * 0.972) for x, y in poly])
    dark = mix(field, INK, 0.55)
    strokes = brush((mx - 170, my + 80), (mx + 170, my - 70), 24, 120, dark, name, 4, 0.28)
    beams = "".join(
        PEN.facet(
            [
                (MIDDLE[0] + dx * 0.3, MIDDLE[1] + dy * 0.3),
                (mx + dx + x, my + dy + y),
                (mx + dx + x + 26, my + dy + y + 18),
            ]
        )
        for x, y in ((dice.span(-220, 220), dice.span(-160, 160)) for _ in range(3))
    )
    sign = (
        ""
        if near
        else moved(mx + dx * 0.14, my + dy * 0.12, _sign(name), turn=dice.span(-12, 12), size=1.4)
    )
    inner = (
        shape(edge, field)
        + strokes
        + shape(beams, dark, opacity=0.4)
        + (use(look) if look else "")
        + sign
    )
    inner += brush(
        (mx - 90, my + dice.span(-50, 50)),
        (mx + 120, my + dice.span(-70, 70)),
        20,
        26,
        light.rim,
        name + "!",
        4,
        0.55,
    )
    inside = (
        shape(edge, INK, opacity=0.3, transform="translate(7 10)")
        + sheet.within(edge, inner)
        + line(edge, "#f7eedd", 3.4)
    )
    turn = dice.span(-4, 4) * (0.3 if near else 1)
    return group(
        inside,
        transform=(
            f"translate({dx / far * off:.0f} "
            f"{dy / far * off:.0f})rotate({turn:.1f} {mx:.0f} {my:.0f})"
        ),
    )


def _splinters(names: Collection[str], shards: dict[str, list[Point]]) -> str:
    """What flew off: splinters, drops, runs of paint."""
    made = []
    for name in names:
        (mx, my), dice, field = _middle(shards[name]), Dice(name + "+"), SHARDS[name][2]
        for color in (field, INK):
            x, y, s = mx + dice.near(0, 100), my + dice.near(0, 80), dice.span(7, 22)
            made.append(
                shape(
                    PEN.facet(
                        [(x, y), (x + s, y + dice.span(-8, 8)), (x + dice.span(0, 9), y + s)]
                    ),
                    color,
                )
            )
            made.append(disc(mx + dice.near(0, 90), my + dice.near(0, 80), dice.span(1, 6), color))
        x, y = mx + dice.span(-50, 50), my + dice.span(20, 70)
        made.append(line(f"M{x:.0f} {y:.0f}v{dice.span(50, 130):.0f}", field, dice.span(2.5, 5)))
    return "".join(made)


def piece(sheet: Sheet, pages: Collection[str]) -> str:
    """The piece, as far as it has been gathered."""
    there = [name for name in ALL if name in pages]
    shards, burst = cells(), 4 + 2.4 * len(there)
    seen = [name for name in there if name in SEEN]
    looks = _faces(sheet, list(dict.fromkeys(SHARDS[name][1] for name in seen)))
    paint = "".join(
        _shard(
            sheet, name, shards[name], looks.get(SHARDS[name][1], "") if name in seen else "", burst
        )
        for name in there
    )
    last = ""
    if len(there) >= 9:
        last = brush((60, 650), (940, 80), -60, 34, "#d9301a", "last", 9, 0.92) + brush(
            (120, 664), (880, 150), -56, 9, INK, "last!", 4, 0.9
        )
    edge = PEN.loop(LID)
    rim = (
        line(edge, "#2a1520", 26)
        + line(edge, "#e0a86a", 3)
        + shape("M-22 330h44v60h-44zM978 330h44v60h-44z", "#3a2226")
        + disc(0, 360, 9, "#e0a86a")
        + disc(1000, 360, 9, "#e0a86a")
    )
    belly = sheet.radial((0, "#fffaf0", 0.16), (0.6, "#fff", 0), (1, "#5a3a34", 0.4))
    return rim + sheet.within(
        edge, _pencil(shards), paint, _splinters(there, shards), last, shape(edge, belly)
    )
