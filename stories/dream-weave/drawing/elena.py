"""Elena Trask: an orator. Goes in: the rig. Comes out: a person."""

from __future__ import annotations

from typing import Final

from lights import ELENA
from rig.color import Colors, Tones
from rig.face import Geometry, Sitter
from rig.figure import Layers, Person
from rig.garb import coat, neck
from rig.hair import mass, strands
from rig.hands import raised
from rig.pen import PEN
from rig.sheet import disc, group, line, moved, oval, shape, sheaf


def elena_hair(s: Sitter) -> Layers:
    """Parted in the middle, drawn into a high knot that a weaver's pin holds."""
    p = s.tones
    nape = PEN.loop(
        "-96 -20, -112 -96, -74 -164, 0 -184, 76 -168, 114 -98, 104 -18, "
        "98 40, 84 76!, 70 20!, -84 20!, -90 62!, -98 20"
    )
    knot = PEN.loop(
        "6 -170, -4 -216, 30 -258, 84 -264, 134 -240, 152 -194, 132 -144, 86 -126, 36 -138"
    )
    coil = strands(
        "14 -166, 6 -230, 70 -268, 124 -232",
        "112 -128, 150 -150, 152 -200, 116 -240",
        6,
        (p.h1, p.h0, p.h2, p.h0),
        "elena knot",
    )
    pin = group(
        line("M-96 0H96", p.c3, 5),
        disc(-98, 0, 8, p.c3),
        disc(-98, 0, 3.5, p.ink),
        line("M-86 0q14 28 54 28", p.c3, 1.6),
        transform="translate(92-190)rotate(-38)",
    )
    left = PEN.loop(
        "-12 -150!, -66 -142, -104 -84, -106 -10, -98 40, -86 60!, -89 10, "
        "-78 -54, -48 -98, -8 -122!"
    )
    right = PEN.loop(
        "-12 -150!, 56 -152, 104 -96, 108 -20, 102 34, 88 66!, 90 10, 76 -52, 40 -98, -12 -122!"
    )
    one = strands(
        "-10 -152, -84 -146, -118 -70, -100 34",
        "-8 -124, -44 -108, -76 -66, -88 40",
        5,
        (p.h1, p.h2, p.h0),
        "elena left",
    )
    two = strands(
        "-12 -150, 68 -156, 122 -80, 102 26",
        "-10 -124, 40 -106, 72 -62, 90 50",
        5,
        (p.h0, p.h1, p.h0),
        "elena right",
    )
    loose = line(PEN.trail("-86 46, -96 84, -88 120, -97 156"), p.h1, 3.4) + line(
        PEN.trail("90 54, 98 88, 90 118, 96 142"), p.rim, 2.4, opacity=0.9
    )
    drop = line("M-90 66l-4 38", p.c3, 2) + shape("M-94 102l-7 16 7 13 7-13z", p.c3)
    return Layers(
        back=mass(s, knot, p.h0, coil) + pin + shape(nape, p.h0),
        front=shape(left, p.h1)
        + s.sheet.within(left, one)
        + mass(s, right, p.h0, two, -6, 3)
        + loose
        + drop,
    )


def _collar(p: Tones) -> str:
    """Leaves that stand behind the head."""
    leaf = PEN.loop("-22 0!, -33 -118, 0 -232!, 33 -118, 22 0!")
    vein = PEN.trail("0 -218, 0 -20")
    side = PEN.loop("-17 -40!, -23 -124, 0 -212!, 23 -124, 17 -40!")
    return "".join(
        moved(
            0,
            240,
            shape(leaf, (p.c0, p.c1)[i % 2]),
            line(side, p.c3, 1.2, opacity=0.5),
            line(vein, p.c3, 1.4, opacity=0.7),
            line(leaf, p.c3, 2.4),
            turn=-74 + i * 18.5,
        )
        for i in (0, 1, 2, 6, 7, 8)
    )


def elena_gown(s: Sitter) -> Layers:
    """A gown with a low neck, a brooch, and a collar of leaves that stands behind the head."""
    p = s.tones
    leaves = _collar(p)
    edge = PEN.loop(
        "-64 204!, -120 226, -202 246, -236 304, -256 390, -264 520!, "
        "264 520!, 256 390, 234 304, 202 246, 120 226, 64 204!, 44 262, "
        "0 330!, -44 262"
    )
    folds = strands(
        "-70 200, -190 280, -270 400, -280 540",
        "66 220, 60 330, 30 440, 10 540",
        9,
        (p.c2, p.c1, p.c0),
        "elena gown left",
        opacity=0.55,
    )
    folds += strands(
        "66 206, 150 300, 180 420, 170 540",
        "230 260, 262 330, 276 430, 276 540",
        5,
        (p.c1, p.c0),
        "elena gown right",
        opacity=0.6,
    )
    hem = PEN.trail("-64 204, -44 262, 0 330"), PEN.trail("64 204, 44 262, 0 330")
    inner = PEN.trail("-80 214, -58 272, -4 350"), PEN.trail("80 214, 58 272, 4 350")
    brooch = moved(
        0,
        352,
        disc(0, 0, 27, p.c0, stroke=p.c3, stroke_width=3),
        group(
            *(oval(0, 0, 21, 8, "none", transform=f"rotate({a})") for a in (0, 60, 120)),
            stroke=p.c3,
            stroke_width=2.2,
        ),
        disc(0, 0, 4.5, p.rim),
    )
    return Layers(
        behind=leaves,
        body=sheaf(
            neck(s, 40, 336),
            coat(s, edge, folds, 0.2),
            line(hem[0], p.c3, 4),
            line(hem[1], p.rim, 4),
            line(inner[0] + inner[1], p.c3, 1.4, opacity=0.7),
            brooch,
        ),
    )


def elena_hand(s: Sitter) -> Layers:
    """An open hand, as when she says *we*."""
    return Layers(hands=raised(s, 196, 196, 9))


ELENA_TRASK: Final = Person(
    "elena",
    Geometry(
        cheek=90,
        jaw=66,
        chin=24,
        length=134,
        brow_y=-33,
        brow=7,
        eye_x=43,
        eye_w=24,
        eye_h=11.2,
        slant=5,
        lash=6,
        iris=11,
        nose_y=62,
        nose_w=17,
        mouth_y=88,
        mouth_w=26,
        lip_up=8,
        lip_low=10,
        turn=5,
    ),
    Colors(
        ("#7a3f3a", "#b06a52", "#d99a77", "#f0c19a", "#ffe3c2"),
        ("#1c0d22", "#3a1a3c", "#64304f"),
        ("#200d2f", "#3b1650", "#6d2a6b", "#f0c067"),
        "#b03a52",
        "#8a5a2e",
    ),
    ELENA,
    (elena_gown, elena_hair),
    gestures={"warm": elena_hand},
)
