"""Nora Patel: she is seen in a pane of glass. Goes in: the rig. Comes out: a person."""

from __future__ import annotations

from typing import Final

from lights import NORA
from rig.color import Colors
from rig.details import round_glasses
from rig.face import Geometry, Sitter
from rig.figure import Layers, Person
from rig.garb import coat, neck
from rig.hair import mass, strands
from rig.hands import raised
from rig.pen import PEN
from rig.sheet import disc, line, shape, sheaf


def nora_hand(s: Sitter) -> Layers:
    """A palm against the pane."""
    return Layers(hands=raised(s, 186, 190, 4))


def nora_hair(s: Sitter) -> Layers:
    """A bob that is longer on one side."""
    p = s.tones
    back = PEN.loop(
        "-98 90, -116 20, -116 -70, -80 -142, -10 -172, 74 -160, 114 -96, "
        "126 -10, 122 70, 106 122, 70 128!, 60 -40!, -70 -40!, -66 96!"
    )
    fall = strands(
        "60 -150, 130 -100, 130 20, 108 128",
        "50 -120, 80 -50, 76 50, 68 130",
        6,
        (p.h0, p.h1),
        "nora back",
    )
    edge = PEN.loop(
        "-40 -166!, -92 -130, -114 -60, -108 20, -92 104!, -80 92, -78 50, "
        "-80 -10, -66 -56!, -20 -80, 44 -122!, 56 -74, 84 -30, 90 40, "
        "80 120!, 98 104, 114 30, 112 -60, 80 -136, 20 -166"
    )
    inside = strands(
        "44 -176, -60 -176, -128 -80, -98 108",
        "46 -124, 0 -80, -70 -60, -78 100",
        7,
        (p.h1, p.h2, p.h1, p.h0),
        "nora left",
    )
    inside += strands(
        "40 -176, 116 -150, 132 -30, 98 126",
        "44 -124, 62 -72, 90 -30, 80 126",
        5,
        (p.h0, p.h1),
        "nora right",
    )
    return Layers(back=mass(s, back, p.h0, fall, -6, 3), front=mass(s, edge, p.h1, inside, -5, 4))


def nora_coat(s: Sitter) -> Layers:
    """A high collar, and traces that lead downwards; a pane of glass is before her."""
    p = s.tones
    edge = PEN.loop(
        "-60 200!, -112 222, -188 240, -222 292, -246 370, -258 520!, "
        "258 520!, 246 370, 222 292, 188 240, 112 222, 60 200!, 44 152!, "
        "0 172, -44 152!"
    )
    collar = PEN.loop("-52 140!, -62 176, -60 214!, 0 234, 60 214!, 62 176, 52 140!, 0 166")
    tracks, dots = [], []
    for x, y, bend in (
        (40, 236, 410),
        (58, 252, 384),
        (76, 262, 358),
        (94, 270, 332),
        (-40, 236, 410),
        (-62, 254, 380),
        (-84, 266, 350),
    ):
        out = 42 if x > 0 else -42
        tracks.append(((x, y), (x, bend)))
        tracks.append(((x, bend), (x + out, bend + 44)))
        tracks.append(((x + out, bend + 44), (x + out, 520)))
        dots.append(disc(x, bend, 4.5, p.acc))
    inside = (
        shape(PEN.facet("-10 168, -26 520, 34 520, 14 168"), p.c0, opacity=0.55)
        + line(PEN.lines(tracks), p.rim, 2, opacity=0.75)
        + "".join(dots)
    )
    inside += shape(
        PEN.facet("-250 520, -60 100, 20 100, -170 520")
        + PEN.facet("-130 520, 60 100, 76 100, -114 520"),
        p.key,
        opacity=0.07,
    )
    fill = s.sheet.linear(-60, 150, 60, 210, (0, p.c2), (1, p.c0))
    return Layers(
        body=sheaf(
            neck(s, 40),
            coat(s, edge, inside),
            mass(s, collar, fill, dx=-5, dy=2),
            line(PEN.trail("-52 140, 0 166, 52 140"), p.rim, 3),
            line(PEN.trail("-60 200, 0 221, 60 200"), p.acc, 1.8, opacity=0.8),
        )
    )


NORA_PATEL: Final = Person(
    "nora",
    Geometry(
        cheek=89,
        jaw=63,
        chin=23,
        length=130,
        brow_y=-32,
        brow=8.5,
        eye_x=43,
        eye_w=24.5,
        eye_h=12,
        slant=4,
        lash=5.5,
        iris=11.5,
        nose_y=60,
        nose_w=18,
        mouth_y=86,
        mouth_w=24,
        lip_up=7.5,
        lip_low=9.5,
        turn=4,
    ),
    Colors(
        ("#55291f", "#844634", "#b06f4e", "#d29a70", "#f0c79b"),
        ("#0a0d16", "#141c2c", "#2a3a52"),
        ("#03242b", "#0a4048", "#14707a", "#c8f560"),
        "#a8485a",
        "#3a2416",
    ),
    NORA,
    (nora_coat, round_glasses, nora_hair),
    gestures={"sorrow": nora_hand},
)
