"""Clothes. Goes in: a sitter. Comes out: neck and shoulders with what is worn on them."""

from __future__ import annotations

from rig.color import mix
from rig.face import Sitter
from rig.figure import Layers
from rig.hair import mass, strands
from rig.pen import PEN
from rig.sheet import disc, line, moved, shape, sheaf

COAT = (
    "-58 198!, -112 220, -194 236, -236 292, -262 370, -276 520!, 276 520!, 262 370, 232 290, 192 236, 112 220, 58 198!, 26 320!, -20 330!"
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
        f"{-w} 84!, {2 - w} 140, {-w - 10} 188, {-w - 60} 222, -128 244!, -56 280, 0 {deep}!, 56 280, 128 244!, {w + 60} 222, {w + 10} 188, {w - 2} 140, {w} 84!"
    )
    skin = sheet.linear(-80, 170, 84, 224, (0, p.s3), (0.4, p.s2), (0.76, p.s1), (1, p.s0))
    cast = PEN.loop(
        f"{-w - 12} 84!, {w + 90} 84!, {w + 90} 236!, {w + 4} 232, {w - 18} 204, {w - 30} {chin + 58}, 0 {chin + 44}, -32 {chin + 34}, {-w} {chin + 14}, {-w - 12} {chin - 20}!"
    )
    return sheaf((
        sheet.within(
            edge, shape(edge, skin), shape(cast, p.s0, opacity=0.9),
            shape(PEN.loop(f"{14 - w} 166!, {24 - w} 206, -8 246!, {30 - w} 208"), p.s1, opacity=0.75),
            shape(PEN.loop(f"{-w - 56} 238!, -56 236, -8 256!, -50 248"), p.s1, opacity=0.6),
            shape(PEN.loop(f"8 256!, 56 236, {w + 56} 238!, 50 250"), p.s0, opacity=0.7),
        ),
        sheet.rim(edge, p.rim, -5, 0, opacity=0.7),
    ))  # fmt: skip


def weave(s: Sitter, color: str, opacity: float = 0.3) -> str:
    """A texture for dark cloth: short threads over and under."""
    tile = s.sheet.tile(10, 10, line("M1 2h5M6 7h5M8 0v4M3 5v4", color, 1), turn=32)
    return shape("M-310 100h620v420h-620z", tile, opacity=opacity)


def coat(s: Sitter, edge: str, inside: str = "", texture: float = 0.28) -> str:
    """A coat in its tones, with folds at the arms, a texture, and its lit edge."""
    p = s.tones
    fill = s.sheet.linear(-240, 250, 240, 520, (0, p.c2), (0.42, p.c1), (1, p.c0))
    folds = shape(PEN.loop("-150 246!, -186 340, -206 520!, -150 520!, -158 380"), p.c0, opacity=0.55)
    folds += shape(PEN.loop("148 246!, 190 340, 210 520!, 154 520!, 160 380"), p.c0, opacity=0.7)
    return mass(s, edge, fill, folds + weave(s, p.c2, texture) + inside, -7, 4)


def suit(s: Sitter) -> Layers:
    """Tailored: shirt, tie, long lapels, a pin."""
    p = s.tones
    linen = mix(p.c3, p.amb, 0.14)
    edge = PEN.loop(COAT)
    parts = (
        neck(s, 48),
        shape(PEN.loop("-62 190!, -82 226!, -60 420!, 62 420!, 82 226!, 62 190!, 40 246, 0 282!, -40 246"), linen),
        shape(PEN.loop("0 282!, 40 246, 62 190!, 82 226!, 62 420!, 4 420!"), mix(p.c3, p.amb, 0.55)),
        shape(PEN.facet("-58 184, -76 222, -30 294, -2 282"), mix(p.c3, "#ffffff", 0.3)),
        shape(PEN.facet("58 184, 76 222, 32 294, 2 282"), mix(p.c3, p.amb, 0.4)),
        shape(PEN.facet("-14 284, 14 284, 20 306, 34 500, -24 500, -18 306"), mix(p.c2, p.rim, 0.16)),
        shape(PEN.facet("2 284, 14 284, 20 306, 34 500, 8 500"), p.c0, opacity=0.55),
        coat(s, edge),
        shape(PEN.facet("-60 192, -136 244, -92 306, -112 326, -14 480, -62 236"), mix(p.c2, p.key, 0.06)),
        shape(PEN.facet("60 192, 134 244, 92 306, 112 326, 14 480, 64 236"), mix(p.c1, p.c0, 0.5)),
        line(PEN.edge("134 246, 92 306, 112 326, 16 474"), p.rim, 2, opacity=0.8),
        disc(-100, 262, 11, p.rim), emblem(-100, 261, 0.5, p.ink, 3.6),
    )  # fmt: skip
    return Layers(body=sheaf(parts))


def hoodie(s: Sitter) -> Layers:
    """A hood behind the neck, cords, a patch."""
    p = s.tones
    hood = PEN.loop("-86 132!, -134 156, -142 232!, -60 262, 60 262, 142 232!, 134 156, 86 132!, 40 160, -40 160")
    edge = PEN.loop("-80 208!, -132 222, -210 238, -240 296, -258 380, -266 520!, 266 520!, 258 380, 236 294, 206 238, 132 222, 80 208!, 40 256, -40 256")
    front = PEN.loop("-88 150!, -114 186, -92 234, -40 290, 0 334!, 40 290, 92 234, 114 186, 88 150!, 66 208, 0 252!, -66 208")
    fill = s.sheet.linear(-90, 160, 90, 300, (0, p.c2), (0.5, p.c1), (1, p.c0))
    patch = moved(-128, 356, shape("M-38-28h76v56h-76z", p.c3), emblem(0, 0, 1.5, p.c0, 3), turn=-6)
    body = sheaf((
        neck(s, 46), coat(s, edge), mass(s, front, fill, dx=-5, dy=3),
        line(PEN.trail("-26 286, -34 340, -30 420"), p.c3, 5), line("M-30 420v16", p.rim, 8),
        line(PEN.trail("28 286, 38 340, 36 406"), mix(p.c3, p.c0, 0.35), 5), line("M36 406v16", p.rim, 8),
        patch,
    ))  # fmt: skip
    return Layers(behind=mass(s, hood, p.c0), body=body)


def shawl(s: Sitter) -> Layers:
    """Two drapes that cross, with a woven border."""
    p = s.tones
    left = PEN.loop("-64 190!, -124 210, -214 238, -250 310, -272 400, -280 520!, -24 520!, 20 430, 118 342!, 20 292, -30 244")
    right = PEN.loop("64 190!, 124 210, 210 238, 246 310, 268 400, 276 520!, 110 520!, 40 420, -70 332!, 10 290, 44 244")
    over = strands("-60 184, -190 220, -270 330, -290 530", "-40 224, 60 320, 10 420, -40 530", 9, (p.c2, p.c1, mix(p.c2, p.key, 0.18), p.c1, p.c0), "shawl left")
    under = strands("60 184, 190 220, 270 330, 290 530", "40 236, -20 320, 80 430, 110 530", 8, (p.c1, p.c0, p.c1, mix(p.c0, p.ink, 0.3)), "shawl right")
    border = PEN.trail("118 342, 30 426, -26 522"), PEN.trail("96 336, 12 420, -44 522")
    beads = sheaf(
        shape(PEN.facet("0 -7, 7 0, 0 7, -7 0"), p.c3, transform=f"translate({108 - 10 * i} {346 + 11 * i})")
        for i in range(14)
    )
    return Layers(body=sheaf((
        neck(s, 40), mass(s, right, p.c1, under, -7, 5), shape(left, p.c2), s.sheet.within(left, over),
        line(border[0], p.c3, 3), line(border[1], p.c3, 1.4, opacity=0.8), beads,
    )))  # fmt: skip


def tunic(s: Sitter) -> Layers:
    """A band collar and a placket with knots: somebody in an office."""
    p = s.tones
    edge = PEN.loop("-58 200!, -112 222, -194 238, -230 290, -254 370, -266 520!, 266 520!, 254 370, 228 290, 192 238, 112 222, 58 200!, 44 168!, 0 186, -44 168!")
    collar = PEN.loop("-50 158!, -58 190, -54 216!, 0 234, 54 216!, 58 190, 50 158!, 0 182")
    trim = PEN.trail("22 234, 36 330, 32 420, 22 520")
    knots_ = sheaf(
        shape(PEN.facet("0 -7, 7 0, 0 7, -7 0"), p.c0, transform=f"translate({31 - (i - 3) ** 2 * 0.5:.0f} {262 + i * 36})")
        for i in range(7)
    )
    fill = s.sheet.linear(-60, 160, 60, 220, (0, mix(p.c2, p.key, 0.1)), (1, p.c0))
    return Layers(body=sheaf((
        neck(s, 42), coat(s, edge), line(trim, p.c3, 12), line(trim, p.c1, 2), knots_,
        mass(s, collar, fill, dx=-5, dy=2), line(PEN.trail("-50 158, 0 182, 50 158"), p.c3, 2.6),
    )))  # fmt: skip
