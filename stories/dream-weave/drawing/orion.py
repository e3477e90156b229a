"""Orion Vast: he drives a tram. Goes in: the rig. Comes out: a person."""

from __future__ import annotations

from typing import Final

from lights import ORION
from rig.color import Colors, mix
from rig.details import age, beard
from rig.face import Geometry, Sitter
from rig.figure import Layers, Person
from rig.garb import coat, neck
from rig.hair import cap, ears, mass
from rig.hands import ACROSS, POINT, raised
from rig.pen import PEN
from rig.sheet import line, shape, sheaf


def orion_hand(s: Sitter) -> Layers:
    """The finger that one holds up for *one*."""
    return Layers(hands=raised(s, 214, 212, 6, POINT, ACROSS, size=1.08))


def orion_hair(s: Sitter) -> Layers:
    """Rows plaited close to the head."""
    p = s.tones
    edge = PEN.loop(
        "-99 -34!, -106 -88, -66 -154, 0 -172, 68 -154, 107 -88, 101 -34!, "
        "92 -8!, 88 -50, 74 -88, 40 -98, -40 -98, -72 -88, -88 -50, -92 -8!"
    )
    rows = []
    for i in range(9):
        x = -84 + i * 21
        rows.append(
            line(
                PEN.trail([(x, -84), (x * 1.04, -120), (x * 0.84, -152), (x * 0.46, -184)]),
                p.h2 if i < 5 else p.h1,
                9,
            )
        )
        rows.append(
            line(
                PEN.trail(
                    [
                        (x + 10, -84),
                        (x * 1.04 + 10, -120),
                        (x * 0.84 + 8, -152),
                        (x * 0.46 + 5, -184),
                    ]
                ),
                p.h0,
                4,
            )
        )
        rows.append(
            line(
                PEN.trail(
                    [(x - 1, -84), (x * 1.04 - 1, -120), (x * 0.84 - 1, -152), (x * 0.46 - 1, -184)]
                ),
                p.h0,
                9,
                stroke_dasharray="1 8",
                stroke_linecap="butt",
                opacity=0.5,
            )
        )
    return Layers(back=cap(s) + ears(s), front=mass(s, edge, p.h1, "".join(rows)))


def orion_coat(s: Sitter) -> Layers:
    """A tram driver's coat with its collar up, and the strap of his bag."""
    p = s.tones
    edge = PEN.loop(
        "-84 196!, -156 216, -236 238, -274 296, -296 390, -306 520!, "
        "306 520!, 296 390, 272 294, 234 238, 156 216, 84 196!, 34 300!, "
        "0 440!, -34 300!"
    )
    strap = shape(
        PEN.loop("-214 236!, -110 330, 30 440, 120 530!, 210 530!, 100 430, -60 310, -152 216!"),
        p.c3,
    )
    strap += shape(
        PEN.loop("-60 352!, 20 426, 90 500, 120 530!, 210 530!, 100 430, 30 372, -8 338!"),
        mix(p.c3, p.c0, 0.45),
    )
    left = PEN.loop(
        "-60 198!, -68 166, -86 128!, -116 156, -134 216!, -106 266!, "
        "-120 284!, -14 430!, -26 330, -44 262"
    )
    right = PEN.loop(
        "60 198!, 68 166, 86 128!, 116 156, 134 216!, 106 266!, 120 284!, 14 430!, 26 330, 44 262"
    )
    lit = s.sheet.linear(-130, 150, -20, 400, (0, mix(p.c2, p.rim, 0.14)), (1, p.c1))
    stand = PEN.loop("-86 128!, -50 156, 50 156, 86 128!, 110 224!, -110 224!")
    return Layers(
        behind=shape(stand, mix(p.c0, p.ink, 0.3)),
        body=sheaf(
            neck(s, 57),
            shape(
                PEN.loop(
                    "-66 196!, -40 232, 40 232, 66 196!, 96 210!, 60 520!, -60 520!, -96 210!"
                ),
                p.c0,
            ),
            shape(
                PEN.loop("-66 196!, -38 234, 38 234, 66 196!, 72 206!, 40 252, -40 252, -72 206!"),
                mix(p.c3, p.c0, 0.25),
            ),
            coat(s, edge, strap),
            shape(left, lit),
            mass(s, right, mix(p.c0, p.c1, 0.4), dx=-5, dy=3),
            line(PEN.edge("-106 266, -120 284, -20 420"), p.c0, 2, opacity=0.6),
        ),
    )


ORION_VAST: Final = Person(
    "orion",
    Geometry(
        cheek=97,
        jaw=82,
        chin=38,
        length=142,
        brow_y=-27,
        brow=12,
        eye_x=46,
        eye_w=24,
        eye_h=10,
        slant=1,
        lash=4,
        iris=10.6,
        nose_y=66,
        nose_w=25,
        mouth_y=95,
        mouth_w=31,
        lip_up=8,
        lip_low=10.5,
        turn=5,
    ),
    Colors(
        ("#2f171c", "#552b28", "#7d4636", "#a3664a", "#cf9468"),
        ("#0b0a14", "#1b1a2c", "#35324d"),
        ("#0b1230", "#1a2a58", "#31508f", "#ff9d3c"),
        "#8a4646",
        "#6b3d1e",
    ),
    ORION,
    (orion_coat, age(0.4), beard, orion_hair),
    gestures={"resolve": orion_hand},
)
