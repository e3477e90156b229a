"""Jax Mercer: he draws. Goes in: the rig. Comes out: a person."""

from __future__ import annotations

from typing import Final

from lights import JAX
from rig.color import Colors, mix
from rig.details import nick
from rig.dice import Dice
from rig.face import Geometry, Sitter
from rig.figure import Layers, Person
from rig.garb import coat, neck
from rig.hair import mass, strands
from rig.hands import ACROSS, FIST, raised
from rig.pen import PEN
from rig.sheet import group, line, oval, shape, sheaf


def jax_hand(s: Sitter) -> Layers:
    """A pencil, held like something hot."""
    wood = sheaf(
        line("M-64-128L58 34", "#b8402c", 11),
        line("M-60-124L54 30", s.tones.rim, 3),
        shape("M-70-128l-12-26 25 14z", "#e9cfa8"),
        shape("M-78-144l-5-11 11 6z", s.tones.ink),
    )
    return Layers(hands=raised(s, 188, 236, 8, FIST, ACROSS, held=wood))


def jax_hair(s: Sitter) -> Layers:
    """Copper, uncombed, falling over the brow."""
    p = s.tones
    back = PEN.loop(
        "-90 30, -116 -40, -110 -124, -60 -176, 20 -190, 92 -150, 116 -70, "
        "106 10, 94 84!, 70 -20!, -80 -20!"
    )
    edge = PEN.loop(
        "-30 -178!, -70 -188, -108 -170!, -96 -166, -88 -160!, -118 -142, "
        "-132 -108!, -122 -116, -114 -115!, -120 -70, -106 -8!, -112 14, "
        "-102 38!,"
        "-98 28, -90 30!, -88 -14, -68 -62!, -62 -34, -52 -4!, -44 -44, "
        "-20 -84!, -8 -58, 2 -40!, 10 -66, 24 -80!, 40 -52, 66 -34!,"
        "80 -8, 86 44!, 98 26, 102 2!, 112 10, 116 30!, 124 -6, 114 -42!, "
        "126 -38, 136 -22!, 134 -62, 116 -92!, 130 -94, 142 -84!,"
        "132 -118, 104 -138!, 116 -146, 130 -146!, 106 -168, 76 -166!, "
        "84 -180, 100 -190!, 58 -204, 20 -186!, -4 -192"
    )
    inside = strands(
        "-8 -180, -90 -174, -124 -90, -98 40",
        "-4 -178, -36 -130, -58 -60, -56 10",
        6,
        (p.h1, p.h2, p.h1, p.h0),
        "jax left",
    )
    inside += strands(
        "-2 -178, 20 -140, 24 -100, 0 -50",
        "6 -180, 96 -166, 124 -60, 90 48",
        8,
        (p.h2, p.h1, p.h0, p.h1),
        "jax right",
    )
    lock = shape(PEN.loop("-4 -172!, -36 -120, -64 -60, -66 2!, -48 -50, -14 -96!"), p.h2) + shape(
        PEN.loop("6 -170!, -8 -112, -16 -70, -8 -22!, 4 -66, 26 -98!"), p.h1
    )
    return Layers(back=mass(s, back, p.h0), front=mass(s, edge, p.h1, inside) + lock)


def jax_coat(s: Sitter) -> Layers:
    """An open shirt and a long coat that has been painted in."""
    p = s.tones
    linen = mix(p.c3, p.s0, 0.5)
    edge = PEN.loop(
        "-56 198!, -104 226, -186 244, -222 300, -246 384, -258 520!, "
        "258 520!, 246 384, 216 296, 182 242, 104 226, 56 198!, 40 300!, "
        "0 500!, -40 300!"
    )
    return Layers(
        body=sheaf(
            neck(s, 43, 304),
            shape(
                PEN.loop(
                    "-62 190!, -92 218!, -60 520!, 60 520!, 92 218!, "
                    "62 190!, 44 244, 0 304!, -44 244"
                ),
                p.c3,
            ),
            shape(PEN.loop("0 304!, 44 244, 62 190!, 92 218!, 60 520!, 5 520!"), linen),
            shape(PEN.facet("-62 188, -80 240, -34 308, -3 302"), mix(p.c3, "#ffffff", 0.3)),
            shape(PEN.facet("62 188, 80 240, 36 308, 3 302"), mix(p.c3, p.s0, 0.34)),
            line("M0 306V520", p.s0, 2, opacity=0.5),
            coat(s, edge, _splashes(s)),
            shape(PEN.facet("-58 190, -128 262, -64 322, -86 344, -2 500, -42 262"), p.c2),
            shape(
                PEN.facet("58 190, 122 262, 66 322, 86 344, 4 500, 42 262"),
                mix(p.c2, p.c0, 0.55),
            ),
            line(PEN.edge("122 262, 66 322, 86 344, 6 494"), p.rim, 2.2, opacity=0.8),
            line(PEN.edge("-128 262, -64 322, -86 344, -6 494"), p.c0, 2, opacity=0.6),
        )
    )


def _splashes(s: Sitter) -> str:
    dice, made = Dice("jax coat"), []
    for i in range(13):
        x = dice.span(-236, -120) if i % 3 else dice.span(130, 220)
        y, r = dice.span(300, 500), dice.span(3, 17)
        color = (s.tones.rim, s.tones.acc, s.tones.c3)[i % 3]
        made.append(
            oval(x, y, r, r * 0.75, color)
            + (line(f"M{x:.0f} {y:.0f}v{r * 3:.0f}", color, r / 4) if r > 9 else "")
        )
    return group(*made, opacity=0.85)


def jax_paint(s: Sitter) -> Layers:
    """A smear of paint across the cheek, from the back of a hand."""
    return Layers(
        skin=shape(
            PEN.loop(
                "-74 46!, -58 37, -36 42, -16 37!, -28 48, -46 50!, -42 55, "
                "-24 57!, -46 64, -70 58!, -62 54"
            ),
            s.tones.rim,
            opacity=0.95,
        )
    )


JAX_MERCER: Final = Person(
    "jax",
    Geometry(
        cheek=88,
        jaw=66,
        chin=25,
        length=136,
        brow_y=-28,
        brow=9.5,
        eye_x=43,
        eye_w=23.5,
        eye_h=10.6,
        slant=2,
        lash=4,
        iris=11,
        nose_y=64,
        nose_w=18,
        mouth_y=91,
        mouth_w=26,
        lip_up=5.5,
        lip_low=8,
        turn=-2,
    ),
    Colors(
        ("#77454f", "#b57a74", "#dfab98", "#f3cfb9", "#fff0e0"),
        ("#3a1018", "#7c2a1f", "#c4552d"),
        ("#141018", "#2a1c28", "#7a1f2c", "#efe3cf"),
        "#b5646a",
        "#4b78a8",
    ),
    JAX,
    (jax_coat, jax_paint, nick, jax_hair),
    gestures={"resolve": jax_hand},
)
