"""Details. Goes in: a sitter. Comes out: what somebody has in their face, or wears before it."""

from __future__ import annotations

from rig.dice import Dice
from rig.face import Sitter
from rig.figure import Layers, Wear
from rig.pen import FINE, PEN
from rig.sheet import disc, group, line, mark, shape, sheaf


def beard(s: Sitter) -> Layers:
    """Full and short; it follows the mouth."""
    p, g, t = s.tones, s.geometry, s.aside
    m, o = g.mouth_y, s.mood.gape * 12
    edge = FINE.loop(
        f"-102 2!, -92 46, -62 76, -46 {m - 13}, -26 {m - 20}, {t} {m - 15}, "
        f"{t + 28} {m - 20}, 48 {m - 12}, 66 76, 94 44, 106 2!, 124 160!, "
        f"-124 160!"
    )
    hole = FINE.loop(
        f"-30 {m - 7}, -32 {m + 11 + o * 0.6}, {t} {m + 20 + o}, "
        f"{t + 32} {m + 11 + o * 0.6}, {t + 30} {m - 7}, {t} {m - 11}"
    )
    fill = s.sheet.linear(-90, 40, 90, 90, (0, p.h2), (0.36, p.h1), (1, p.h0))
    tuft = FINE.loop(
        f"{t - 13} {m + 24 + o}!, {t} {m + 28 + o}, {t + 13} {m + 24 + o}!, "
        f"{t + 6} {g.length - 8}, {t - 6} {g.length - 8}"
    )
    hairs = s.sheet.tile(9, 9, line("M1 7l2-4M5 4l2-4M6 9l1-3", p.h2, 1))
    return Layers(
        skin=shape(edge + hole, fill, fill_rule="evenodd", opacity=0.96)
        + shape(edge + hole, hairs, fill_rule="evenodd", opacity=0.5)
        + shape(tuft, p.h0, opacity=0.6)
    )


def moustache(s: Sitter) -> Layers:
    """Full, and combed down."""
    p, m, x = s.tones, s.geometry.mouth_y, s.aside
    edge = FINE.loop(
        [
            (x - 42, m + 6),
            (x - 26, m - 13),
            (x, m - 14),
            (x + 26, m - 13),
            (x + 42, m + 6),
            (x + 20, m - 1),
            (x, m - 5),
            (x - 20, m - 1),
        ]
    )
    return Layers(
        over=shape(edge, p.h1)
        + shape(
            FINE.loop([(x, m - 14), (x + 26, m - 13), (x + 42, m + 6), (x + 18, m - 2)]),
            p.h0,
            opacity=0.6,
        )
    )


def nick(s: Sitter) -> Layers:
    """A gap in the brow on the left of the picture."""
    b, x = s.geometry.brow_y + s.mood.brow, s.aside - s.geometry.eye_x
    return Layers(over=line(FINE.lines([((x - 16, b - 15), (x - 21, b + 4))]), s.tones.s3, 3.4))


def age(depth: float) -> Wear:
    """Lines that follow the planes of a face, in the tone of its shadows."""

    def wear(s: Sitter) -> Layers:
        brow = "".join(
            line(
                FINE.trail([(-54, -74 - i * 14), (-6, -80 - i * 14), (44, -73 - i * 14)]),
                s.tones.s1,
                1.8,
                opacity=0.16 * depth,
            )
            for i in range(2)
        )
        return Layers(skin=_lines(s, -1, depth) + _lines(s, 1, depth) + brow)

    return wear


def _lines(s: Sitter, k: int, depth: float) -> str:
    """The lines of one half of a face: below the eye, beside it, and from nose to mouth."""
    g, t = s.geometry, s.turn
    x, tone = t * 0.6, s.tones.s1 if k < 0 else s.tones.s0
    lid = [(x + k * (g.eye_x - 16), 17), (x + k * (g.eye_x + 2), 22), (x + k * (g.eye_x + 20), 14)]
    corner = [
        ((x + k * (g.eye_x + 31), i * 6 - 3), (x + k * (g.eye_x + 41 - i), i * 10 - 10))
        for i in range(3)
    ]
    cheek = [(t + k * 26, g.nose_y + 2), (t + k * 40, g.mouth_y - 12), (t + k * 42, g.mouth_y + 12)]
    return sheaf(
        line(FINE.trail(lid), tone, 2.4, opacity=0.5 * depth),
        line(FINE.lines(corner), tone, 1.8, opacity=0.45 * depth),
        line(FINE.trail(cheek), tone, 3, opacity=0.48 * depth),
    )


def round_glasses(s: Sitter) -> Layers:
    """Two rings, with a gleam in one and lines of light in the other."""
    a, b = -s.geometry.eye_x + s.aside, s.geometry.eye_x - 3 + s.aside
    p, mid = s.tones, s.aside
    frame = group(
        disc(a, 2, 33, "none"),
        disc(b, 2, 33, "none"),
        mark(
            "path",
            d=FINE.trail([(a + 33, -4), (mid, -11), (b - 33, -4)])
            + FINE.lines([((a - 33, -4), (-92, -10)), ((b + 33, -4), (93, -10))]),
        ),
        fill="none",
        stroke=p.acc,
        stroke_width=3,
    )
    gleam = FINE.loop([(a - 26, -12), (a - 8, -28), (a + 6, -27), (a - 18, 20)])
    scan = FINE.lines([((b + 15 + i, -18 + 6 * i), (b + 25 + i, -18 + 6 * i)) for i in range(3)])
    return Layers(
        over=frame + shape(gleam, p.glint, opacity=0.18) + line(scan, p.acc, 1.4, opacity=0.7)
    )


def square_glasses(s: Sitter) -> Layers:
    """Thin frames."""
    a, b = -s.geometry.eye_x + s.aside, s.geometry.eye_x - 3 + s.aside
    p, mid = s.tones, s.aside
    lens = "".join(mark("rect", x=x - 32, y=-21, width=64, height=44, rx=10) for x in (a, b))
    bars = FINE.trail([(a + 32, -6), (mid, -12), (b - 32, -6)]) + FINE.lines(
        [((a - 32, -6), (-93, -12)), ((b + 32, -6), (96, -12))]
    )
    gleam = FINE.facet([(a - 24, -16), (a - 2, -18), (a - 20, 18), (a - 28, 14)])
    frame = group(lens, mark("path", d=bars), fill="none", stroke=p.c3, stroke_width=2.6)
    return Layers(over=frame + shape(gleam, p.glint, opacity=0.2))


def freckles(s: Sitter) -> Layers:
    """Over the nose and both cheeks."""
    dice = Dice("freckles")
    dots = "".join(
        disc(dice.near(-44 if i % 2 else 32, 16), dice.near(42, 8), dice.span(1.2, 2.2), s.tones.s1)
        for i in range(22)
    )
    return Layers(skin=group(dots, opacity=0.55))


def headset(s: Sitter) -> Layers:
    """An ear-piece with a thin arm and a light."""
    p, c = s.tones, s.geometry.cheek
    arm = FINE.trail([(-c - 4, -26), (-c - 12, 10), (-c + 8, 60), (-c + 50, 82)])
    return Layers(
        over=sheaf(
            line(arm, p.c3, 3.2),
            disc(-c - 6, 4, 12, p.c0, stroke=p.c3, stroke_width=2.6),
            disc(-c - 6, 4, 4.5, p.rim),
            disc(-c + 52, 82, 5.5, p.rim),
        )
    )


def electrodes(s: Sitter) -> Layers:
    """Two discs at the temple, whose threads have come loose."""
    p, c = s.tones, s.geometry.cheek
    threads = line(
        PEN.trail([(-c + 12, -46), (-c - 60, -74), (-c - 104, -10), (-c - 130, 66)]),
        p.rim,
        2,
        opacity=0.85,
    )
    threads += line(
        PEN.trail([(-c + 8, -22), (-c - 50, -28), (-c - 88, 40), (-c - 116, 120)]),
        p.acc,
        1.8,
        opacity=0.8,
    )
    discs = "".join(disc(-c + 12, y, 8, p.c3) + disc(-c + 12, y, 3.4, p.ink) for y in (-46, -22))
    return Layers(over=threads + discs)


def war_paint(s: Sitter) -> Layers:
    """Two bars of placard paint under the eye."""
    return Layers(
        skin=shape(PEN.facet("-80 34, -24 45, -26 53, -82 44"), s.tones.rim, opacity=0.92)
        + shape(PEN.facet("-74 53, -30 61, -32 67, -76 60"), s.tones.rim, opacity=0.75)
    )
