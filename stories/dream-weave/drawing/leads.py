"""The four dreamers: their hair, their clothes, their faces."""

from __future__ import annotations

from typing import Final

from lights import ELENA, JAX, NORA, ORION
from rig.color import Colors, mix
from rig.details import age, beard, nick, round_glasses
from rig.dice import Dice
from rig.face import Geometry, Sitter
from rig.figure import Layers, Person
from rig.garb import coat, neck
from rig.hair import cap, ears, mass, strands
from rig.hands import ACROSS, FIST, POINT, raised
from rig.pen import FINE, PEN
from rig.sheet import disc, group, line, mark, moved, oval, shape, sheaf

# ------------------------------------------------------------------ Elena


def elena_hair(s: Sitter) -> Layers:
    """Parted in the middle, drawn into a high knot that a weaver's pin holds."""
    p = s.tones
    nape = PEN.loop("-96 -20, -112 -96, -74 -164, 0 -184, 76 -168, 114 -98, 104 -18, 98 40, 84 76!, 70 20!, -84 20!, -90 62!, -98 20")
    knot = PEN.loop("6 -170, -4 -216, 30 -258, 84 -264, 134 -240, 152 -194, 132 -144, 86 -126, 36 -138")
    coil = strands("14 -166, 6 -230, 70 -268, 124 -232", "112 -128, 150 -150, 152 -200, 116 -240", 6, (p.h1, p.h0, p.h2, p.h0), "elena knot")
    pin = group(
        line("M-96 0H96", p.c3, 5), disc(-98, 0, 8, p.c3), disc(-98, 0, 3.5, p.ink),
        line("M-86 0q14 28 54 28", p.c3, 1.6), transform="translate(92-190)rotate(-38)",
    )  # fmt: skip
    left = PEN.loop("-12 -150!, -66 -142, -104 -84, -106 -10, -98 40, -86 60!, -89 10, -78 -54, -48 -98, -8 -122!")
    right = PEN.loop("-12 -150!, 56 -152, 104 -96, 108 -20, 102 34, 88 66!, 90 10, 76 -52, 40 -98, -12 -122!")
    one = strands("-10 -152, -84 -146, -118 -70, -100 34", "-8 -124, -44 -108, -76 -66, -88 40", 5, (p.h1, p.h2, p.h0), "elena left")
    two = strands("-12 -150, 68 -156, 122 -80, 102 26", "-10 -124, 40 -106, 72 -62, 90 50", 5, (p.h0, p.h1, p.h0), "elena right")
    loose = line(PEN.trail("-86 46, -96 84, -88 120, -97 156"), p.h1, 3.4) + line(PEN.trail("90 54, 98 88, 90 118, 96 142"), p.rim, 2.4, opacity=0.9)
    drop = line("M-90 66l-4 38", p.c3, 2) + shape("M-94 102l-7 16 7 13 7-13z", p.c3)
    return Layers(
        back=mass(s, knot, p.h0, coil) + pin + shape(nape, p.h0),
        front=shape(left, p.h1) + s.sheet.within(left, one) + mass(s, right, p.h0, two, -6, 3) + loose + drop,
    )


def elena_gown(s: Sitter) -> Layers:
    """A gown with a low neck, a brooch, and a collar of leaves that stands behind the head."""
    p = s.tones
    leaf = PEN.loop("-22 0!, -33 -118, 0 -232!, 33 -118, 22 0!")
    vein = PEN.trail("0 -218, 0 -20")
    side = PEN.loop("-17 -40!, -23 -124, 0 -212!, 23 -124, 17 -40!")
    leaves = sheaf(
        moved(0, 240, shape(leaf, (p.c0, p.c1)[i % 2]), line(side, p.c3, 1.2, opacity=0.5), line(vein, p.c3, 1.4, opacity=0.7), line(leaf, p.c3, 2.4), turn=-74 + i * 18.5)
        for i in (0, 1, 2, 6, 7, 8)
    )  # fmt: skip
    edge = PEN.loop("-64 204!, -120 226, -202 246, -236 304, -256 390, -264 520!, 264 520!, 256 390, 234 304, 202 246, 120 226, 64 204!, 44 262, 0 330!, -44 262")
    folds = strands("-70 200, -190 280, -270 400, -280 540", "66 220, 60 330, 30 440, 10 540", 9, (p.c2, p.c1, p.c0), "elena gown left", opacity=0.55)
    folds += strands("66 206, 150 300, 180 420, 170 540", "230 260, 262 330, 276 430, 276 540", 5, (p.c1, p.c0), "elena gown right", opacity=0.6)
    hem = PEN.trail("-64 204, -44 262, 0 330"), PEN.trail("64 204, 44 262, 0 330")
    inner = PEN.trail("-80 214, -58 272, -4 350"), PEN.trail("80 214, 58 272, 4 350")
    brooch = moved(
        0, 352, disc(0, 0, 27, p.c0, stroke=p.c3, stroke_width=3),
        group(*(oval(0, 0, 21, 8, "none", transform=f"rotate({a})") for a in (0, 60, 120)), stroke=p.c3, stroke_width=2.2),
        disc(0, 0, 4.5, p.rim),
    )  # fmt: skip
    return Layers(behind=leaves, body=sheaf((
        neck(s, 40, 336), coat(s, edge, folds, 0.2), line(hem[0], p.c3, 4), line(hem[1], p.rim, 4),
        line(inner[0] + inner[1], p.c3, 1.4, opacity=0.7), brooch,
    )))  # fmt: skip


def elena_hand(s: Sitter) -> Layers:
    """An open hand, as when she says *we*."""
    return Layers(hands=raised(s, 196, 196, 9))


def jax_hand(s: Sitter) -> Layers:
    """A pencil, held like something hot."""
    wood = sheaf((line("M-64-128L58 34", "#b8402c", 11), line("M-60-124L54 30", s.tones.rim, 3), shape("M-70-128l-12-26 25 14z", "#e9cfa8"), shape("M-78-144l-5-11 11 6z", s.tones.ink)))
    return Layers(hands=raised(s, 188, 236, 8, FIST, ACROSS, held=wood))


def orion_hand(s: Sitter) -> Layers:
    """The finger that one holds up for *one*."""
    return Layers(hands=raised(s, 214, 212, 6, POINT, ACROSS, size=1.08))


def nora_hand(s: Sitter) -> Layers:
    """A palm against the pane."""
    return Layers(hands=raised(s, 186, 190, 4))


# ------------------------------------------------------------------ Jax


def jax_hair(s: Sitter) -> Layers:
    """Copper, uncombed, falling over the brow."""
    p = s.tones
    back = PEN.loop("-90 30, -116 -40, -110 -124, -60 -176, 20 -190, 92 -150, 116 -70, 106 10, 94 84!, 70 -20!, -80 -20!")
    edge = PEN.loop(
        "-30 -178!, -70 -188, -108 -170!, -96 -166, -88 -160!, -118 -142, -132 -108!, -122 -116, -114 -115!, -120 -70, -106 -8!, -112 14, -102 38!,"
        "-98 28, -90 30!, -88 -14, -68 -62!, -62 -34, -52 -4!, -44 -44, -20 -84!, -8 -58, 2 -40!, 10 -66, 24 -80!, 40 -52, 66 -34!,"
        "80 -8, 86 44!, 98 26, 102 2!, 112 10, 116 30!, 124 -6, 114 -42!, 126 -38, 136 -22!, 134 -62, 116 -92!, 130 -94, 142 -84!,"
        "132 -118, 104 -138!, 116 -146, 130 -146!, 106 -168, 76 -166!, 84 -180, 100 -190!, 58 -204, 20 -186!, -4 -192"
    )
    inside = strands("-8 -180, -90 -174, -124 -90, -98 40", "-4 -178, -36 -130, -58 -60, -56 10", 6, (p.h1, p.h2, p.h1, p.h0), "jax left")
    inside += strands("-2 -178, 20 -140, 24 -100, 0 -50", "6 -180, 96 -166, 124 -60, 90 48", 8, (p.h2, p.h1, p.h0, p.h1), "jax right")
    lock = shape(PEN.loop("-4 -172!, -36 -120, -64 -60, -66 2!, -48 -50, -14 -96!"), p.h2) + shape(PEN.loop("6 -170!, -8 -112, -16 -70, -8 -22!, 4 -66, 26 -98!"), p.h1)
    return Layers(back=mass(s, back, p.h0), front=mass(s, edge, p.h1, inside) + lock)


def jax_coat(s: Sitter) -> Layers:
    """An open shirt and a long coat that has been painted in."""
    p = s.tones
    linen = mix(p.c3, p.s0, 0.5)
    edge = PEN.loop("-56 198!, -104 226, -186 244, -222 300, -246 384, -258 520!, 258 520!, 246 384, 216 296, 182 242, 104 226, 56 198!, 40 300!, 0 500!, -40 300!")
    return Layers(body=sheaf((
        neck(s, 43, 304),
        shape(PEN.loop("-62 190!, -92 218!, -60 520!, 60 520!, 92 218!, 62 190!, 44 244, 0 304!, -44 244"), p.c3),
        shape(PEN.loop("0 304!, 44 244, 62 190!, 92 218!, 60 520!, 5 520!"), linen),
        shape(PEN.facet("-62 188, -80 240, -34 308, -3 302"), mix(p.c3, "#ffffff", 0.3)),
        shape(PEN.facet("62 188, 80 240, 36 308, 3 302"), mix(p.c3, p.s0, 0.34)),
        line("M0 306V520", p.s0, 2, opacity=0.5),
        coat(s, edge, _splashes(s)),
        shape(PEN.facet("-58 190, -128 262, -64 322, -86 344, -2 500, -42 262"), p.c2),
        shape(PEN.facet("58 190, 122 262, 66 322, 86 344, 4 500, 42 262"), mix(p.c2, p.c0, 0.55)),
        line(PEN.edge("122 262, 66 322, 86 344, 6 494"), p.rim, 2.2, opacity=0.8),
        line(PEN.edge("-128 262, -64 322, -86 344, -6 494"), p.c0, 2, opacity=0.6),
    )))  # fmt: skip


def _splashes(s: Sitter) -> str:
    dice, made = Dice("jax coat"), []
    for i in range(13):
        x = dice.span(-236, -120) if i % 3 else dice.span(130, 220)
        y, r = dice.span(300, 500), dice.span(3, 17)
        color = (s.tones.rim, s.tones.acc, s.tones.c3)[i % 3]
        made.append(oval(x, y, r, r * 0.75, color) + (line(f"M{x:.0f} {y:.0f}v{r * 3:.0f}", color, r / 4) if r > 9 else ""))
    return group(*made, opacity=0.85)


def jax_paint(s: Sitter) -> Layers:
    """A smear of paint across the cheek, from the back of a hand."""
    return Layers(skin=shape(PEN.loop("-74 46!, -58 37, -36 42, -16 37!, -28 48, -46 50!, -42 55, -24 57!, -46 64, -70 58!, -62 54"), s.tones.rim, opacity=0.95))


# ------------------------------------------------------------------ Orion


def orion_hair(s: Sitter) -> Layers:
    """Rows plaited close to the head."""
    p = s.tones
    edge = PEN.loop("-99 -34!, -106 -88, -66 -154, 0 -172, 68 -154, 107 -88, 101 -34!, 92 -8!, 88 -50, 74 -88, 40 -98, -40 -98, -72 -88, -88 -50, -92 -8!")
    rows = []
    for i in range(9):
        x = -84 + i * 21
        rows.append(line(PEN.trail([(x, -84), (x * 1.04, -120), (x * 0.84, -152), (x * 0.46, -184)]), p.h2 if i < 5 else p.h1, 9))
        rows.append(line(PEN.trail([(x + 10, -84), (x * 1.04 + 10, -120), (x * 0.84 + 8, -152), (x * 0.46 + 5, -184)]), p.h0, 4))
        rows.append(line(PEN.trail([(x - 1, -84), (x * 1.04 - 1, -120), (x * 0.84 - 1, -152), (x * 0.46 - 1, -184)]), p.h0, 9, stroke_dasharray="1 8", stroke_linecap="butt", opacity=0.5))
    return Layers(back=cap(s) + ears(s), front=mass(s, edge, p.h1, sheaf(rows)))


def orion_coat(s: Sitter) -> Layers:
    """A tram driver's coat with its collar up, and the strap of his bag."""
    p = s.tones
    edge = PEN.loop("-84 196!, -156 216, -236 238, -274 296, -296 390, -306 520!, 306 520!, 296 390, 272 294, 234 238, 156 216, 84 196!, 34 300!, 0 440!, -34 300!")
    strap = shape(PEN.loop("-214 236!, -110 330, 30 440, 120 530!, 210 530!, 100 430, -60 310, -152 216!"), p.c3)
    strap += shape(PEN.loop("-60 352!, 20 426, 90 500, 120 530!, 210 530!, 100 430, 30 372, -8 338!"), mix(p.c3, p.c0, 0.45))
    left = PEN.loop("-60 198!, -68 166, -86 128!, -116 156, -134 216!, -106 266!, -120 284!, -14 430!, -26 330, -44 262")
    right = PEN.loop("60 198!, 68 166, 86 128!, 116 156, 134 216!, 106 266!, 120 284!, 14 430!, 26 330, 44 262")
    lit = s.sheet.linear(-130, 150, -20, 400, (0, mix(p.c2, p.rim, 0.14)), (1, p.c1))
    stand = PEN.loop("-86 128!, -50 156, 50 156, 86 128!, 110 224!, -110 224!")
    return Layers(
        behind=shape(stand, mix(p.c0, p.ink, 0.3)),
        body=sheaf((
            neck(s, 57),
            shape(PEN.loop("-66 196!, -40 232, 40 232, 66 196!, 96 210!, 60 520!, -60 520!, -96 210!"), p.c0),
            shape(PEN.loop("-66 196!, -38 234, 38 234, 66 196!, 72 206!, 40 252, -40 252, -72 206!"), mix(p.c3, p.c0, 0.25)),
            coat(s, edge, strap),
            shape(left, lit), mass(s, right, mix(p.c0, p.c1, 0.4), dx=-5, dy=3),
            line(PEN.edge("-106 266, -120 284, -20 420"), p.c0, 2, opacity=0.6),
        )),
    )  # fmt: skip


# ------------------------------------------------------------------ Nora


def nora_hair(s: Sitter) -> Layers:
    """A bob that is longer on one side."""
    p = s.tones
    back = PEN.loop("-98 90, -116 20, -116 -70, -80 -142, -10 -172, 74 -160, 114 -96, 126 -10, 122 70, 106 122, 70 128!, 60 -40!, -70 -40!, -66 96!")
    fall = strands("60 -150, 130 -100, 130 20, 108 128", "50 -120, 80 -50, 76 50, 68 130", 6, (p.h0, p.h1), "nora back")
    edge = PEN.loop(
        "-40 -166!, -92 -130, -114 -60, -108 20, -92 104!, -80 92, -78 50, -80 -10, -66 -56!, -20 -80, 44 -122!, 56 -74, 84 -30, 90 40, 80 120!, 98 104, 114 30, 112 -60, 80 -136, 20 -166"
    )
    inside = strands("44 -176, -60 -176, -128 -80, -98 108", "46 -124, 0 -80, -70 -60, -78 100", 7, (p.h1, p.h2, p.h1, p.h0), "nora left")
    inside += strands("40 -176, 116 -150, 132 -30, 98 126", "44 -124, 62 -72, 90 -30, 80 126", 5, (p.h0, p.h1), "nora right")
    return Layers(back=mass(s, back, p.h0, fall, -6, 3), front=mass(s, edge, p.h1, inside, -5, 4))


def nora_coat(s: Sitter) -> Layers:
    """A high collar, and traces that lead downwards; a pane of glass is before her."""
    p = s.tones
    edge = PEN.loop("-60 200!, -112 222, -188 240, -222 292, -246 370, -258 520!, 258 520!, 246 370, 222 292, 188 240, 112 222, 60 200!, 44 152!, 0 172, -44 152!")
    collar = PEN.loop("-52 140!, -62 176, -60 214!, 0 234, 60 214!, 62 176, 52 140!, 0 166")
    tracks, dots = [], []
    for x, y, bend in ((40, 236, 410), (58, 252, 384), (76, 262, 358), (94, 270, 332), (-40, 236, 410), (-62, 254, 380), (-84, 266, 350)):
        out = 42 if x > 0 else -42
        tracks.append(((x, y), (x, bend)))
        tracks.append(((x, bend), (x + out, bend + 44)))
        tracks.append(((x + out, bend + 44), (x + out, 520)))
        dots.append(disc(x, bend, 4.5, p.acc))
    inside = shape(PEN.facet("-10 168, -26 520, 34 520, 14 168"), p.c0, opacity=0.55) + line(PEN.lines(tracks), p.rim, 2, opacity=0.75) + sheaf(dots)
    inside += shape(PEN.facet("-250 520, -60 100, 20 100, -170 520") + PEN.facet("-130 520, 60 100, 76 100, -114 520"), p.key, opacity=0.07)
    fill = s.sheet.linear(-60, 150, 60, 210, (0, p.c2), (1, p.c0))
    return Layers(body=sheaf((
        neck(s, 40), coat(s, edge, inside), mass(s, collar, fill, dx=-5, dy=2),
        line(PEN.trail("-52 140, 0 166, 52 140"), p.rim, 3), line(PEN.trail("-60 200, 0 221, 60 200"), p.acc, 1.8, opacity=0.8),
    )))  # fmt: skip


# ------------------------------------------------------------------ people

ELENA_TRASK: Final = Person(
    "elena",
    Geometry(cheek=90, jaw=66, chin=24, length=134, brow_y=-33, brow=7, eye_x=43, eye_w=24, eye_h=11.2, slant=5, lash=6, iris=11,
             nose_y=62, nose_w=17, mouth_y=88, mouth_w=26, lip_up=8, lip_low=10, turn=5),
    Colors(("#7a3f3a", "#b06a52", "#d99a77", "#f0c19a", "#ffe3c2"), ("#1c0d22", "#3a1a3c", "#64304f"),
           ("#200d2f", "#3b1650", "#6d2a6b", "#f0c067"), "#b03a52", "#8a5a2e"),
    ELENA, (elena_gown, elena_hair), gestures={"warm": elena_hand},
)  # fmt: skip

JAX_MERCER: Final = Person(
    "jax",
    Geometry(cheek=88, jaw=66, chin=25, length=136, brow_y=-28, brow=9.5, eye_x=43, eye_w=23.5, eye_h=10.6, slant=2, lash=4, iris=11,
             nose_y=64, nose_w=18, mouth_y=91, mouth_w=26, lip_up=5.5, lip_low=8, turn=-2),
    Colors(("#77454f", "#b57a74", "#dfab98", "#f3cfb9", "#fff0e0"), ("#3a1018", "#7c2a1f", "#c4552d"),
           ("#141018", "#2a1c28", "#7a1f2c", "#efe3cf"), "#b5646a", "#4b78a8"),
    JAX, (jax_coat, jax_paint, nick, jax_hair), gestures={"resolve": jax_hand},
)  # fmt: skip

ORION_VAST: Final = Person(
    "orion",
    Geometry(cheek=97, jaw=82, chin=38, length=142, brow_y=-27, brow=12, eye_x=46, eye_w=24, eye_h=10, slant=1, lash=4, iris=10.6,
             nose_y=66, nose_w=25, mouth_y=95, mouth_w=31, lip_up=8, lip_low=10.5, turn=5),
    Colors(("#2f171c", "#552b28", "#7d4636", "#a3664a", "#cf9468"), ("#0b0a14", "#1b1a2c", "#35324d"),
           ("#0b1230", "#1a2a58", "#31508f", "#ff9d3c"), "#8a4646", "#6b3d1e"),
    ORION, (orion_coat, age(0.4), beard, orion_hair), gestures={"resolve": orion_hand},
)  # fmt: skip

NORA_PATEL: Final = Person(
    "nora",
    Geometry(cheek=89, jaw=63, chin=23, length=130, brow_y=-32, brow=8.5, eye_x=43, eye_w=24.5, eye_h=12, slant=4, lash=5.5, iris=11.5,
             nose_y=60, nose_w=18, mouth_y=86, mouth_w=24, lip_up=7.5, lip_low=9.5, turn=4),
    Colors(("#55291f", "#844634", "#b06f4e", "#d29a70", "#f0c79b"), ("#0a0d16", "#141c2c", "#2a3a52"),
           ("#03242b", "#0a4048", "#14707a", "#c8f560"), "#a8485a", "#3a2416"),
    NORA, (nora_coat, round_glasses, nora_hair), gestures={"sorrow": nora_hand},
)  # fmt: skip

LEADS: Final = (ELENA_TRASK, JAX_MERCER, ORION_VAST, NORA_PATEL)
