"""Clothes. Goes in: a sitter. Comes out: neck and shoulders with what is worn on them."""

from __future__ import annotations

from rig.color import mix
from rig.face import Sitter
from rig.figure import Layers
from rig.hair import mass, strands
from rig.pen import PEN
from rig.sheet import disc, line, moved, shape, sheaf

COAT = (
    "-58 198!, -112 220, -194 236, -236 292, -262 370, -276 520!, 276 520!, "
    "262 370, 232 290, 192 236, 112 220, 58 198!, 34 300!, 0 480!, -34 300!"
)
EYE = "M-14-4Q0 12 14-4M-9 3l-4 6M0 5.500v7.500M9 3l4 6"
"""A closed eye with three lashes."""


def emblem(x: float, y: float, size: float, color: str, width: float = 3, turn: float = 0) -> str:
    """The closed eye."""
    return moved(x, y, line(EYE, color, width), size=size, turn=turn)


def neck(s: Sitter, w: float = 45, deep: float = 320) -> str:
    """A neck and what is seen of the breast below it, with the shadow of the chin."""
    p, chin, sheet = s.tones, s.geometry.length, s.sheet
    edge = PEN.loop(
        f"{-w} 84!, {2 - w} 140, {-w - 10} 188, {-w - 60} 222, -128 244!, "
        f"-56 280, 0 {deep}!, 56 280, 128 244!, {w + 60} 222, {w + 10} 188, "
        f"{w - 2} 140, {w} 84!"
    )
    skin = sheet.linear(-80, 170, 84, 224, (0, p.s3), (0.4, p.s2), (0.76, p.s1), (1, p.s0))
    cast = PEN.loop(
        f"{-w - 12} 84!, {w + 90} 84!, {w + 90} 236!, {w + 4} 232, "
        f"{w - 18} 204, {w - 30} {chin + 58}, 0 {chin + 44}, -32 {chin + 34}, "
        f"{-w} {chin + 14}, {-w - 12} {chin - 20}!"
    )
    return sheaf(
        sheet.within(
            edge,
            shape(edge, skin),
            shape(cast, p.s0, opacity=0.9),
            shape(
                PEN.loop(f"{14 - w} 166!, {24 - w} 206, -8 246!, {30 - w} 208"),
                p.s1,
                opacity=0.75,
            ),
            shape(PEN.loop(f"{-w - 56} 238!, -56 236, -8 256!, -50 248"), p.s1, opacity=0.6),
            shape(PEN.loop(f"8 256!, 56 236, {w + 56} 238!, 50 250"), p.s0, opacity=0.7),
        ),
        sheet.rim(edge, p.rim, -5, 0, opacity=0.7),
    )


def weave(s: Sitter, color: str, opacity: float = 0.3) -> str:
    """A texture for dark cloth: short threads over and under."""
    tile = s.sheet.tile(10, 10, line("M1 2h5M6 7h5M8 0v4M3 5v4", color, 1), turn=32)
    return shape("M-310 100h620v420h-620z", tile, opacity=opacity)


def coat(s: Sitter, edge: str, inside: str = "", texture: float = 0.28) -> str:
    """A coat in its tones, with folds at the arms, a texture, and its lit edge."""
    p = s.tones
    fill = s.sheet.linear(-240, 250, 240, 520, (0, p.c2), (0.42, p.c1), (1, p.c0))
    folds = shape(
        PEN.loop("-150 246!, -186 340, -206 520!, -150 520!, -158 380"), p.c0, opacity=0.55
    )
    folds += shape(PEN.loop("148 246!, 190 340, 210 520!, 154 520!, 160 380"), p.c0, opacity=0.7)
    return mass(s, edge, fill, folds + weave(s, p.c2, texture) + inside, -7, 4)


def suit(s: Sitter) -> Layers:
    """Tailored: shirt, tie, long lapels, a pin."""
    p = s.tones
    linen = mix(p.c3, p.amb, 0.14)
    edge = PEN.loop(COAT)
    parts = (
        neck(s, 48),
        shape(
            PEN.loop(
                "-62 190!, -82 226!, -60 420!, 62 420!, 82 226!, 62 190!, 40 246, 0 282!, -40 246"
            ),
            linen,
        ),
        shape(
            PEN.loop("0 282!, 40 246, 62 190!, 82 226!, 62 420!, 4 420!"), mix(p.c3, p.amb, 0.55)
        ),
        shape(PEN.facet("-58 184, -76 222, -30 294, -2 282"), mix(p.c3, "#ffffff", 0.3)),
        shape(PEN.facet("58 184, 76 222, 32 294, 2 282"), mix(p.c3, p.amb, 0.4)),
        shape(
            PEN.facet("-14 284, 14 284, 20 306, 34 500, -24 500, -18 306"), mix(p.c2, p.rim, 0.16)
        ),
        shape(PEN.facet("2 284, 14 284, 20 306, 34 500, 8 500"), p.c0, opacity=0.55),
        coat(s, edge),
        shape(
            PEN.facet("-60 192, -136 244, -92 306, -112 326, -14 480, -62 236"),
            mix(p.c2, p.key, 0.06),
        ),
        shape(PEN.facet("60 192, 134 244, 92 306, 112 326, 14 480, 64 236"), mix(p.c1, p.c0, 0.5)),
        line(PEN.edge("134 246, 92 306, 112 326, 16 474"), p.rim, 2, opacity=0.8),
        disc(-100, 262, 11, p.rim),
        emblem(-100, 261, 0.5, p.ink, 3.6),
    )
    return Layers(body="".join(parts))


def hoodie(s: Sitter) -> Layers:
    """A hood behind the neck, cords, a patch."""
    p = s.tones
    hood = PEN.loop(
        "-86 132!, -134 156, -142 232!, -60 262, 60 262, 142 232!, 134 156, "
        "86 132!, 40 160, -40 160"
    )
    edge = PEN.loop(
        "-80 208!, -132 222, -210 238, -240 296, -258 380, -266 520!, "
        "266 520!, 258 380, 236 294, 206 238, 132 222, 80 208!, 40 256, "
        "-40 256"
    )
    front = PEN.loop(
        "-88 150!, -114 186, -92 234, -40 290, 0 334!, 40 290, 92 234, "
        "114 186, 88 150!, 66 208, 0 252!, -66 208"
    )
    fill = s.sheet.linear(-90, 160, 90, 300, (0, p.c2), (0.5, p.c1), (1, p.c0))
    patch = moved(
        -128,
        352,
        shape("M-34-30h68v60h-68z", p.c3),
        line("M-22 4q3-22 22-24q19 2 22 24zM0 4v14q1 6 8 3M-7 4q0-16 7-22q7 6 7 22", p.c0, 3),
        turn=-6,
    )
    body = sheaf(
        neck(s, 46),
        coat(s, edge),
        mass(s, front, fill, dx=-5, dy=3),
        line(PEN.trail("-26 286, -34 340, -30 420"), p.c3, 5),
        line("M-30 420v16", p.rim, 8),
        line(PEN.trail("28 286, 38 340, 36 406"), mix(p.c3, p.c0, 0.35), 5),
        line("M36 406v16", p.rim, 8),
        patch,
    )
    return Layers(behind=mass(s, hood, p.c0), body=body)


def shawl(s: Sitter) -> Layers:
    """Two drapes that cross, with a woven border."""
    p = s.tones
    left = PEN.loop(
        "-64 190!, -124 210, -214 238, -250 310, -272 400, -280 520!, "
        "-24 520!, 20 430, 118 342!, 20 292, -30 244"
    )
    right = PEN.loop(
        "64 190!, 124 210, 210 238, 246 310, 268 400, 276 520!, 110 520!, "
        "40 420, -70 332!, 10 290, 44 244"
    )
    over = strands(
        "-60 184, -190 220, -270 330, -290 530",
        "-40 224, 60 320, 10 420, -40 530",
        9,
        (p.c2, p.c1, mix(p.c2, p.key, 0.18), p.c1, p.c0),
        "shawl left",
    )
    under = strands(
        "60 184, 190 220, 270 330, 290 530",
        "40 236, -20 320, 80 430, 110 530",
        8,
        (p.c1, p.c0, p.c1, mix(p.c0, p.ink, 0.3)),
        "shawl right",
    )
    border = PEN.trail("118 342, 30 426, -26 522"), PEN.trail("96 336, 12 420, -44 522")
    beads = "".join(
        shape(
            PEN.facet("0 -7, 7 0, 0 7, -7 0"),
            p.c3,
            transform=f"translate({108 - 10 * i} {346 + 11 * i})",
        )
        for i in range(14)
    )
    return Layers(
        body=sheaf(
            neck(s, 40),
            mass(s, right, p.c1, under, -7, 5),
            shape(left, p.c2),
            s.sheet.within(left, over),
            line(border[0], p.c3, 3),
            line(border[1], p.c3, 1.4, opacity=0.8),
            beads,
        )
    )


def tunic(s: Sitter) -> Layers:
    """A band collar and a placket with knots: somebody in an office."""
    p = s.tones
    edge = PEN.loop(
        "-58 200!, -112 222, -194 238, -230 290, -254 370, -266 520!, "
        "266 520!, 254 370, 228 290, 192 238, 112 222, 58 200!, 44 168!, "
        "0 186, -44 168!"
    )
    collar = PEN.loop("-50 158!, -58 190, -54 216!, 0 234, 54 216!, 58 190, 50 158!, 0 182")
    trim = PEN.trail("22 234, 36 330, 32 420, 22 520")
    knots_ = "".join(
        shape(
            PEN.facet("0 -7, 7 0, 0 7, -7 0"),
            p.c0,
            transform=f"translate({31 - (i - 3) ** 2 * 0.5:.0f} {262 + i * 36})",
        )
        for i in range(7)
    )
    fill = s.sheet.linear(-60, 160, 60, 220, (0, mix(p.c2, p.key, 0.1)), (1, p.c0))
    return Layers(
        body=sheaf(
            neck(s, 42),
            coat(s, edge),
            line(trim, p.c3, 12),
            line(trim, p.c1, 2),
            knots_,
            mass(s, collar, fill, dx=-5, dy=2),
            line(PEN.trail("-50 158, 0 182, 50 158"), p.c3, 2.6),
        )
    )


def overcoat(s: Sitter) -> Layers:
    """A good coat, buttoned, with a wide collar and a scarf in it."""
    p = s.tones
    edge = PEN.loop(
        "-58 200!, -112 222, -196 238, -234 294, -256 374, -268 520!, "
        "268 520!, 256 374, 232 292, 194 238, 112 222, 58 200!, 30 300!, "
        "0 400!, -30 300!"
    )
    left = PEN.loop("-54 182!, -98 196, -150 234!, -116 300, -96 322!, -8 410!, -30 320, -44 250")
    right = PEN.loop("54 182!, 98 196, 146 234!, 114 300, 96 322!, 8 410!, 30 320, 44 250")
    scarf = PEN.loop(
        "-60 190!, -34 236, 34 236, 60 190!, 74 214!, 40 276, 6 330!, -40 276, -74 214!"
    )
    folds = strands(
        "-60 190, -40 240, 20 260, 10 320",
        "-70 210, -50 280, 0 300, 4 326",
        4,
        (p.c3, mix(p.c3, p.c0, 0.3)),
        "overcoat scarf",
    )
    buttons = "".join(
        disc(4, y, 8, p.c0) + disc(2.5, y - 1.5, 3, p.c3, opacity=0.6) for y in (430, 478)
    )
    return Layers(
        body=sheaf(
            neck(s, 41),
            mass(s, scarf, mix(p.c3, p.c0, 0.18), folds, -4, 3),
            coat(s, edge),
            shape(left, mix(p.c2, p.key, 0.07)),
            mass(s, right, mix(p.c1, p.c0, 0.5), dx=-5, dy=3),
            line("M0 400V520", p.c0, 2, opacity=0.7),
            buttons,
        )
    )


def work_jacket(s: Sitter) -> Layers:
    """An open jacket over a shirt and braces."""
    p = s.tones
    edge = PEN.loop(
        "-74 196!, -132 216, -212 234, -250 292, -270 380, -280 520!, "
        "280 520!, 270 380, 246 290, 210 232, 132 216, 74 196!, 44 300!, "
        "34 520!, -34 520!, -44 300!"
    )
    shirt = mix(p.c3, p.amb, 0.2)
    left = PEN.loop("-64 180!, -102 192, -130 244!, -96 266!, -56 324!, -44 260")
    right = PEN.loop("64 180!, 102 192, 130 244!, 98 266!, 58 324!, 44 260")
    return Layers(
        body=sheaf(
            neck(s, 49, 292),
            shape(
                PEN.loop(
                    "-66 190!, -96 220!, -60 520!, 60 520!, 96 220!, "
                    "66 190!, 44 246, 0 280!, -44 246"
                ),
                shirt,
            ),
            shape(
                PEN.loop("0 280!, 44 246, 66 190!, 96 220!, 60 520!, 4 520!"),
                mix(p.c3, p.amb, 0.55),
            ),
            shape(PEN.facet("-60 184, -78 224, -30 290, -2 280"), mix(p.c3, "#ffffff", 0.25)),
            shape(PEN.facet("60 184, 78 224, 32 290, 2 280"), mix(p.c3, p.amb, 0.42)),
            line("M-52 230L-40 520M54 230L44 520", p.c0, 9, opacity=0.85),
            line("M1 282V520", p.s0, 2, opacity=0.4),
            coat(s, edge),
            shape(left, mix(p.c2, p.key, 0.1)),
            mass(s, right, mix(p.c0, p.c1, 0.4), dx=-5, dy=3),
        )
    )


def uniform(s: Sitter) -> Layers:
    """Buttoned to the neck, with braid on the shoulders and the strap of a satchel."""
    p = s.tones
    edge = PEN.loop(
        "-58 196!, -112 216, -200 226, -242 276, -264 360, -276 520!, "
        "276 520!, 264 360, 238 274, 198 226, 112 216, 58 196!, 46 170!, "
        "0 196, -46 170!"
    )
    collar = PEN.loop("-54 158!, -62 188, -58 218!, -4 244!, 0 196!")
    other = PEN.loop("54 158!, 62 188, 58 218!, 4 244!, 0 196!")
    buttons = "".join(
        disc(x, y, 7, p.c3) + disc(x + 2, y + 2, 4, mix(p.c3, p.c0, 0.5))
        for y in (272, 330, 388, 446)
        for x in (-34, 38)
    )
    boards = shape(
        PEN.loop("-196 232!, -120 216, -116 236!, -190 258!"), p.c3, opacity=0.9
    ) + shape(PEN.loop("196 232!, 120 216, 116 236!, 190 258!"), mix(p.c3, p.c0, 0.5))
    strap = shape(
        PEN.loop("-170 226!, -20 340, 140 520!, 190 520!, 20 330, -130 218!"),
        mix(p.c0, "#5a3a22", 0.5),
    )
    return Layers(
        body=sheaf(
            neck(s, 50),
            coat(s, edge, strap + boards + line("M2 250V520", p.c0, 2.4, opacity=0.7) + buttons),
            shape(collar, p.c2),
            shape(other, mix(p.c1, p.c0, 0.4)),
            line(PEN.trail("54 158, 62 188, 58 218"), p.rim, 3),
            disc(-36, 206, 6, p.c3),
            disc(38, 206, 6, mix(p.c3, p.c0, 0.4)),
        )
    )


def apron(s: Sitter) -> Layers:
    """A rolled collar and an apron with two straps."""
    p = s.tones
    edge = PEN.loop(
        "-64 202!, -116 222, -196 240, -230 296, -250 376, -260 520!, "
        "260 520!, 250 376, 228 294, 194 240, 116 222, 64 202!, 40 244, "
        "0 258, -40 244"
    )
    bib = PEN.loop("-92 330!, 0 346, 94 330!, 120 520!, -118 520!")
    straps = line("M-60 206L-84 336M62 206L86 336", p.c3, 15) + line(
        "M66 210L90 334", mix(p.c3, p.c0, 0.4), 13
    )
    return Layers(
        body=sheaf(
            neck(s, 43),
            coat(s, edge),
            line(PEN.trail("-64 202, -40 244, 0 258, 40 244, 64 202"), p.c2, 9),
            straps,
            mass(
                s,
                bib,
                p.c3,
                shape(PEN.facet("30 330, 130 330, 130 520, 50 520"), p.c0, opacity=0.32),
                -5,
                3,
            ),
            line(PEN.trail("-92 330, 0 346, 94 330"), mix(p.c3, p.c0, 0.4), 3),
        )
    )


def sash(s: Sitter) -> Layers:
    """A sash across a coat, with the closed eye on it."""
    p = s.tones
    band = PEN.loop("-206 244!, -90 330, 40 440, 120 520!, 196 520!, 90 420, -50 310, -152 222!")
    return Layers(
        body=sheaf(
            shape(band, p.c3),
            shape(
                PEN.loop("-20 380!, 60 456, 120 520!, 196 520!, 90 420, 30 370!"),
                p.c0,
                opacity=0.4,
            ),
            line(PEN.trail("-152 222, -50 310, 90 420, 196 520"), p.rim, 1.6, opacity=0.8),
            emblem(-132, 286, 1.5, p.c0, 2.8, 40),
        )
    )


def towel(s: Sitter) -> Layers:
    """Towels over the far shoulder."""
    p = s.tones
    edge = PEN.loop(
        "120 214!, 168 210, 226 246, 250 320, 252 420!, 168 430!, 166 340, 148 270, 104 230!"
    )
    stripes = line(
        PEN.trail("176 390, 214 388, 252 382") + PEN.trail("176 402, 214 400, 252 394"),
        p.acc,
        4,
        opacity=0.8,
    )
    return Layers(
        body=mass(
            s,
            edge,
            mix("#f4ece4", p.amb, 0.3),
            shape(PEN.loop("200 240!, 260 300!, 260 440!, 210 430, 206 320"), p.amb, opacity=0.3)
            + stripes,
            -6,
            4,
        )
    )
