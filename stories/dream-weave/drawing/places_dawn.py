"""The new weave: a cloth between the roofs, and the four on a balcony."""

from __future__ import annotations

from math import pi, sin

from lights import DAWN, ELENA, JAX, NORA, ORION, THREADS
from places_dream import clouds
from rig.color import mix
from rig.dice import Dice
from rig.pen import PEN, Point
from rig.scene import (
    BOX,
    WIDE,
    glow,
    hatch,
    haze,
    motes,
    person,
    rays,
    sky,
    towers,
)
from rig.sheet import Sheet, block, disc, line, moved, shape, sheaf


def _cloth(u: float, v: float) -> Point:
    """A place in the cloth between the roofs, `u` from left to right, `v` from top to bottom."""
    sag = sin(u * pi)
    return -30 + u * 1340, 60 - 30 * u + 120 * sag + v * (210 - 50 * sag) + 8 * sin(u * 7 + v * 4)


def weave(sheet: Sheet) -> str:
    """A cloth of four bands, thread over thread, with loose ends."""
    made, dice = [], Dice("weave")
    rows = 24
    for a in range(rows):
        v = a / (rows - 1)
        band = max(0, min(3, round(v * 4 - 0.5 + ((a * 5) % 4 - 1.5) * 0.22)))
        made.append(
            line(PEN.trail([_cloth(q / 5, v) for q in range(6)]), THREADS[band], 4.6, opacity=0.84)
        )
    for k in range(4):
        weft = ""
        for a in range(k, 52, 4):
            u = (a + 0.5) / 52
            weft += "".join(
                PEN.edge([_cloth(u, (q - 0.4) / (rows - 1)), _cloth(u, (q + 0.4) / (rows - 1))])
                for q in range(a % 3, rows, 3)
                if dice.next() > 0.15
            )
        made.append(
            line(
                weft,
                mix(THREADS[(k * 3) % 4], "#fff3d2", 0.45),
                6,
                opacity=0.8,
                stroke_linecap="butt",
            )
        )
    ends = ["", "", "", ""]
    for a in range(32):
        x, y = _cloth(0.06 + 0.88 * a / 32, 1)
        ends[a % 4] += PEN.trail(
            [
                (x, y),
                (x + dice.span(-10, 10), y + 24),
                (x + dice.span(-18, 18), y + dice.span(34, 84)),
            ]
        )
    return "".join(made) + "".join(
        line(data, THREADS[i], 2.2, opacity=0.85) for i, data in enumerate(ends)
    )


def four(sheet: Sheet, ink: str, y: float, apart: float = 98, size: float = 1.66) -> str:
    """The four, from behind, each with the edge of their own light."""
    people = (
        ("dress", ELENA.rim, 1.0),
        ("coat", JAX.rim, 1.03),
        ("coat", ORION.rim, 1.1),
        ("rest", NORA.rim, 0.98),
    )
    made = [
        person(sheet, pose, 640 + (i - 1.5) * apart, y, size * big, ink, rim, flip=i in (1, 3))
        for i, (pose, rim, big) in enumerate(people)
    ]
    x, top = 640 - 1.5 * apart, y - 104 * size
    made.append(
        disc(x + 6, top - 5, 9 * size / 1.66, ink)
        + line(f"M{x - 4:.0f} {top + 2:.0f}l26-18", ELENA.rim, 2.4)
    )
    x, top = 640 - 0.5 * apart, y - 107 * size
    made.append(shape(f"M{x - 17:.0f} {top + 14:.0f}l-3-13 9 4 2-12 8 8 6-10 3 11 9-4-6 14z", ink))
    return "".join(made)


def roofs(sheet: Sheet, ink: str, rim: str, y: float) -> str:
    """A balcony with a rail."""
    rail = PEN.trail([(-10, y - 44), (640, y - 68), (1290, y - 44)])
    posts = "".join(f"M{x} {y - 2 - 22 * sin(x / WIDE * pi):.0f}v-44" for x in range(-4, 1290, 52))
    floor = f"M-10 {y}Q640 {y - 48} 1290 {y}V730H-10z"
    return sheaf(
        shape(floor, sheet.down((0, "#5a3a66"), (0.3, "#33234f"), (1, ink))),
        line(f"M-10 {y}Q640 {y - 48} 1290 {y}", rim, 2.4),
        line(posts, ink, 5),
        line(rail, ink, 8),
        line(rail, rim, 1.6, opacity=0.8),
    )


def morning(sheet: Sheet) -> str:
    """The sky over the city before the sun, and the cloth in it."""
    r = DAWN.ramp
    return sheaf(
        sky(sheet, (0, "#2a1d5c"), (0.34, r[1]), (0.56, r[2]), (0.72, r[3]), (1, r[4])),
        rays(640, 430, 120, 1000, 44, 0.34, "#fff0d0", opacity=0.16),
        motes(20, "#fff6e6", "dawn", 200, 1.5),
        clouds("dawn", 330, "#ffe2b8", 0.5),
        towers(
            sheet,
            "dawn far",
            520,
            70,
            250,
            (44, 90),
            ("#a8628c", "#ffc08a", "#ffe1a0"),
            dip=0.75,
        ),
        glow(sheet, 640, 420, 340, "#fff0c8", 1, "#fffdf5"),
        disc(640, 420, 74, "#fffaf0"),
        weave(sheet),
        glow(sheet, 640, 360, 300, "#fff3d2", 0.5, "#fff"),
        towers(
            sheet,
            "dawn near",
            620,
            110,
            360,
            (84, 140),
            ("#38245a", "#6a3c6e", "#ffcf95"),
            dip=0.94,
            lit="#ffe9b8",
        ),
        haze(sheet, 330, 240, "#ffcf95", 0.35),
    )


def dawn() -> str:
    """The new weave: a cloth between the roofs, and the four on a balcony."""
    sheet, ink = Sheet(), DAWN.ink
    return sheet.svg(
        BOX,
        moved(0, -80, morning(sheet), size=1.02),
        roofs(sheet, ink, "#ffe1a0", 406),
        four(sheet, ink, 436, 92, 1.56),
        hatch(sheet, "M0 406h1280v314H0z", "#8a6ab0", 0.14, 0),
        block(0, 406, WIDE, 314, sheet.down((0, ink, 0), (0.5, ink, 0.95))),
    )
