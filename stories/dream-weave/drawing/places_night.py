"""The city at night, as Orion's: the depot's warm door, and the inside of a night tram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rig.pen import PEN, Point, along
from rig.scene import BOX, edges, flower, glow, hatch, haze, lamp, motes, person, rain, sky, towers
from rig.sheet import Sheet, block, disc, line, moved, shape, sheaf, use


def _warm_door(sheet: Sheet) -> str:
    """The door of the canteen, open, and somebody in it."""
    door = PEN.loop("884 730!, 884 260, 900 216, 958 190, 1016 216, 1032 260, 1032 730!")
    return sheaf(
        shape(
            PEN.loop("868 730!, 866 250, 886 198, 958 168, 1030 198, 1050 250, 1048 730!"),
            "#1d1430",
        ),
        shape(door, sheet.down((0, "#fff0cf"), (0.4, "#ffc878"), (1, "#f08a3a"))),
        shape("M988 196q44 14 44 64v470h-44z", "#e8913f"),
        shape("M978 400h12v34h-12z", "#6a3a1c"),
        person(sheet, "coat", 936, 590, 1.9, "#4a2418", "#ffe2b0"),
        shape("M884 574h148l70 156H760z", "#ffb060", opacity=0.3),
    )


BULBS = [
    (24, 140),
    (104, 160),
    (184, 174),
    (266, 182),
    (350, 184),
    (436, 180),
    (532, 168),
    (626, 150),
    (720, 122),
]


@dataclass(frozen=True)
class Hour:
    """When one comes to the depot: the sky, from above; towers; fronts; bricks; the road."""

    sky: tuple[tuple[float, str], ...]
    towers: tuple[str, str, str]
    haze: str
    fronts: tuple[str, str, str, str]
    bricks: tuple[str, str, str]
    road: tuple[str, str]
    wet: bool


NIGHT: Final = Hour(
    ((0, "#060b24"), (0.55, "#142250"), (0.8, "#34407c"), (1, "#5a527c")),
    ("#22306a", "#4a4f88", "#7f92d0"),
    "#5a5f98",
    ("#0e1844", "#18204e", "#0a1230", "#10183e"),
    ("#131b46", "#0a1030", "#4a5aa8"),
    ("#34396a", "#080d26"),
    True,
)
MORNING: Final = Hour(
    ((0, "#3a4a84"), (0.35, "#7c84aa"), (0.56, "#e0b4a0"), (0.72, "#ffdcae"), (1, "#fff0d0")),
    ("#6c709e", "#dcb09a", "#fff2d8"),
    "#ffe0b4",
    ("#222e60", "#4a4c80", "#16204c", "#2c3468"),
    ("#2a346a", "#182050", "#6a74b4"),
    ("#b09490", "#10163c"),
    False,
)


def _houses(sheet: Sheet, hour: Hour) -> str:
    """Houses on both sides of the street."""
    top, foot, blind, far = hour.fronts
    panes = sheet.tile(58, 82, shape("M8 14h34v44H8z", blind))
    lit = (
        "M226 96l36 16v62l-36-14zM8 280h42v76H8zM172 326l36 6v62h-36z"
        "M230 330l36 6v58h-36zM172 416h36v54h-36z"
    )
    return sheaf(
        shape("M-10-10H150L290 110V520L-10 580z", sheet.down((0, top), (1, foot))),
        shape("M-10-10H150L290 110V520L-10 580z", panes),
        shape(lit, "#ffb860"),
        hatch(sheet, "M-10-10H150L290 110V520L-10 580z", "#3a4a8a", 0.25, 0),
        shape("M670 300L800 190V540L670 500z", far),
        shape(
            (
                "M690 300l36-26v40l-36 22zM746 256l36-28v44l-36 26z"
                "M690 368l36-16v38l-36 12zM746 420l36-8v40l-36 4z"
            ),
            "#ffb860",
            opacity=0.85,
        ),
    )


def depot(hour: Hour) -> str:
    """A tram depot's canteen: its door is warm; the Society's sign is far off and small."""
    sheet, ink = Sheet(), "#080d26"
    rope = PEN.trail([(-10, 128), (240, 180), (520, 170), (800, 96)])
    far = "M800-10H1290V730H800z"
    bricks = sheet.tile(64, 36, line("M0 1h64M0 19h64M18 1v18M50 19v18", hour.bricks[2], 1.2))
    return sheet.svg(
        BOX,
        sky(sheet, *hour.sky),
        motes(30, "#dfe6ff", "safehouse", 240, 1.4) if hour.wet else "",
        glow(sheet, 560, 200, 240, "#ffcf8a", 0.35),
        towers(
            sheet,
            "safehouse",
            520,
            60,
            260,
            (34, 70),
            hour.towers,
            lamp=560,
            dip=0.3,
            lit="#ffc98a" if hour.wet else "",
        ),
        line("M560 228V470", "#1a2760", 9),
        flower(sheet, 560, 170, 52, "#ffd9a0", 1.2, 12),
        disc(560, 170, 57, "none", stroke="#ffd9a0", stroke_width=2, stroke_dasharray="2 6"),
        line("M540 166q20 18 40 0M548 173l-5 8M560 177v10M572 173l5 8", "#fff0cf", 2.6),
        haze(sheet, 320, 200, hour.haze, 0.5),
        _houses(sheet, hour),
        shape(
            "M-10 570L290 500H680L1290 560V730H-10z",
            sheet.down((0, hour.road[0]), (1, hour.road[1])),
        ),
        line(
            "M420 730L520 500M520 730L570 500M690 560h110M330 540h90", "#ffc58a", 2.4, opacity=0.5
        ),
        shape(far, sheet.linear(800, 0, 1290, 0, (0, hour.bricks[0]), (1, hour.bricks[1]))),
        shape(far, bricks, opacity=0.3),
        line("M800-10V560", "#6a7ac0", 2.4),
        glow(sheet, 958, 430, 380, "#ffa44e", 0.75),
        _warm_door(sheet),
        line(rope, ink, 3),
        *(lamp(sheet, x, y + 10, 10, "#ffc878", 0.55) for x, y in BULBS),
        moved(
            1140,
            300,
            line("M0-70V-34", "#8fa0e0", 2.4),
            shape("M-62-34h124v88H-62z", "#f58b2c"),
            shape("M14-34h48v88H14z", "#c9641c"),
            line("M-34 14q4-30 34-32q30 2 34 32zM0 14v22q1 9 11 4", "#14183c", 5),
            turn=3,
        ),
        person(sheet, "rest", 610, 548, 0.98, ink, "#ffb45e"),
        person(sheet, "dress", 656, 552, 1, ink, "#ffb45e"),
        rain(sheet, "#d8dcff", 0.28) if hour.wet else "",
        edges(sheet, "#060a20", 0.7),
    )


def safehouse() -> str:
    """The depot at night, in the rain."""
    return depot(NIGHT)


def safehouse_morning() -> str:
    """The depot when the night is over, with a bit of sun."""
    return depot(MORNING)


END = (640.0, 300.0)
"""Where the lines of the tram meet."""


def _toward(x: float, y: float, t: float) -> Point:
    """A place on the way from the near end of the tram to where its lines meet."""
    return along((x, y), END, t)


def _quad(a: Point, b: Point, near: float, far: float) -> str:
    """A flat piece between two lines of the tram, from so near to so far."""
    return PEN.facet([_toward(*a, near), _toward(*a, far), _toward(*b, far), _toward(*b, near)])


def _seats(sheet: Sheet) -> list[str]:
    """Seats on both sides, the far ones first."""
    seats = []
    for t in (0.66, 0.54, 0.38, 0.16):
        for x, flip in ((60, 1), (1220, -1)):
            (ax, ay), s = _toward(x, 700, t), 1 - t
            back = PEN.loop(
                f"{-154 * s} {90 * s}!, {-150 * s} {-240 * s}, "
                f"{-110 * s} {-300 * s}, {60 * s} {-300 * s}, "
                f"{104 * s} {-240 * s}, {112 * s} {90 * s}!"
            )
            seats.append(
                moved(
                    ax,
                    ay,
                    shape(
                        back, sheet.linear(-150 * s, 0, 110 * s, 0, (0, "#2a2a5c"), (1, "#12173c"))
                    ),
                    line(
                        PEN.trail(
                            [
                                (-148 * s, -200 * s),
                                (-110 * s, -300 * s),
                                (60 * s, -300 * s),
                                (102 * s, -240 * s),
                            ]
                        ),
                        "#ffb45e",
                        1.4 + 2 * s,
                        opacity=0.8,
                    ),
                    line(
                        PEN.trail([(-100 * s, -300 * s), (-20 * s, -326 * s), (50 * s, -300 * s)]),
                        "#5b6ab0",
                        7 * s,
                    ),
                    flip=flip < 0,
                )
            )
    return seats


def _passing(sheet: Sheet) -> str:
    """The city that passes."""
    return sheaf(
        block(
            0,
            0,
            1280,
            720,
            sheet.down((0, "#0c1440"), (0.5, "#2a3a7c"), (0.62, "#8a6a8a"), (0.7, "#1a1f4a")),
        ),
        towers(
            sheet,
            "tram",
            420,
            90,
            330,
            (50, 100),
            ("#141d4e", "#4a4680", "#ffb070"),
            dip=0,
            lit="#ffc878",
        ),
        *(
            glow(sheet, x, y, r, c, 0.9)
            for x, y, r, c in (
                (60, 300, 46, "#ffcf7a"),
                (190, 330, 34, "#ff8a5a"),
                (310, 300, 26, "#8fb0ff"),
                (430, 312, 18, "#ffcf7a"),
                (860, 306, 18, "#5ef5dc"),
                (980, 318, 28, "#ffcf7a"),
                (1100, 296, 36, "#ff8a5a"),
                (1230, 330, 50, "#ffcf7a"),
            )
        ),
        line(
            "M-10 350H470M810 344H1290M-10 372H420M860 380H1290",
            "#ffd9a0",
            2.4,
            stroke_dasharray="50 26 10 40",
            opacity=0.6,
        ),
        motes(110, "#f2f4ff", "tram snow", 420, 3.4),
    )


def _straps(sheet: Sheet) -> str:
    """Straps to hold on to."""
    strap = sheet.keep(
        line("M0 0V52", "#5b6ab0", 4) + disc(0, 68, 15, "none", stroke="#ffb45e", stroke_width=5)
    )
    return "".join(
        use(strap, *_toward(x, 30, t), 0, round(1 - t, 2))
        for t in (0.06, 0.3, 0.5, 0.64)
        for x in (330, 950)
    )


def tram() -> str:
    """The last row of a night tram: seats, straps, the city passing in the snow."""
    sheet, ink = Sheet(), "#070b20"
    spans = ((0.02, 0.3), (0.35, 0.52), (0.56, 0.68), (0.71, 0.79))
    panes = "".join(
        _quad((x, 70), (x, 420), near, far) for x in (-120, 1400) for near, far in spans
    )
    street = _passing(sheet)
    straps = _straps(sheet)
    sills = "".join(
        _quad((x, 404), (x, 424), near, far) for x in (-120, 1400) for near, far in spans
    )
    lights = "".join(
        _quad((480, -60), (800, -60), near, far)
        for near, far in ((0.02, 0.2), (0.3, 0.46), (0.54, 0.64), (0.7, 0.77))
    )
    return sheet.svg(
        BOX,
        block(0, 0, 1280, 720, "#141a44"),
        shape(
            PEN.facet([(-120, -80), (1400, -80), END]), sheet.down((0, "#20275c"), (1, "#4a4a7c"))
        ),
        shape(PEN.facet([(-120, 800), (1400, 800), END]), sheet.down((0, "#3a3560"), (1, ink))),
        sheet.within(panes, street),
        line(panes, ink, 9),
        line(panes, "#6a7ac0", 1.4, opacity=0.7),
        shape(sills, "#dfe4ff", opacity=0.85),
        shape(lights, "#fff0cc"),
        glow(sheet, 640, 60, 420, "#ffd9a0", 0.35),
        glow(sheet, *END, 230, "#ffcf8a", 0.7),
        shape("M556 214h168v186H556z", "#12183e"),
        shape("M568 226h144v96H568z", sheet.down((0, "#ffe2a8"), (1, "#f09a5a"))),
        line("M640 226v96", "#12183e", 5),
        shape("M596 322q0-40 20-44q-10-26 8-28q18 2 8 28q22 4 22 44z", "#12183e"),
        shape("M600 330h80v70h-80z", "#1b2250"),
        line("M556 214h168v186H556z", "#ffb45e", 2),
        line("M330 20L560 210M950 20L720 210", "#8fa0e0", 3),
        straps,
        *_seats(sheet),
        shape("M560 730L620 404h40l60 326z", "#ffc98a", opacity=0.1),
        hatch(sheet, "M0 420h1280v300H0z", "#4a5aa0", 0.18, 0),
        edges(sheet, ink, 0.75),
    )
