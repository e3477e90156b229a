"""Hair. Goes in: a sitter. Comes out: what lies behind a head and before a face."""

from __future__ import annotations

from collections.abc import Sequence

from rig.dice import Dice
from rig.face import Sitter
from rig.figure import Layers
from rig.pen import PEN, Knot, Knots, along, knots
from rig.sheet import disc, line, moved, shape, sheaf

CAP = (
    "-97 -18, -112 -96, -66 -164, 0 -177, 68 -164, 114 -96, 102 -18, 104 22, "
    "92 62!, 70 10!, -70 10!, -92 58!, -100 20"
)


def strands(
    a: Knots, b: Knots, count: int, colors: Sequence[str], seed: str, **values: float
) -> str:
    """Tapered strands swept between two curves, each of which begins at its first knot."""
    dice, left, right = Dice(seed), knots(a), knots(b)
    made = []
    for i in range(count):
        shift = dice.span(-0.12, 0.12)
        one = _between(left, right, max(0.0, (i + shift) / count))
        two = _between(left, right, min(1.0, (i + 1.4 + shift) / count))
        tip = along(one[-1], two[-1], 0.5)
        way = [
            Knot(*one[0], True),
            *(Knot(*k) for k in one[1:-1]),
            Knot(*tip, True),
            *(Knot(*k) for k in reversed(two[1:-1])),
            Knot(*two[0], True),
        ]
        made.append(shape(PEN.loop(way), colors[i % len(colors)], **values))
    return "".join(made)


def _between(a: tuple[Knot, ...], b: tuple[Knot, ...], t: float) -> list[tuple[float, float]]:
    return [along((p.x, p.y), (q.x, q.y), t) for p, q in zip(a, b, strict=True)]


def mass(s: Sitter, edge: str, fill: str, inside: str = "", dx: float = -6, dy: float = 4) -> str:
    """A mass of hair, or of cloth: its tone, what lies in it, and its lit edge."""
    return sheaf(
        shape(edge, fill),
        s.sheet.within(edge, inside),
        s.sheet.rim(edge, s.tones.rim, dx, dy),
    )


def cap(s: Sitter) -> str:
    """The back of a head."""
    return shape(PEN.loop(CAP), s.tones.h0)


def ears(s: Sitter, wide: float = 0) -> str:
    """Both ears, for heads whose hair leaves them free; `wide`: how far they stand out."""
    p, c = s.tones, s.geometry.cheek + wide
    return sheaf(
        shape(
            PEN.loop(f"{4 - c} -12!, {-c - 11} -18, {-c - 13} 6, {-c - 6} 30, {8 - c} 28!"),
            p.s2,
        ),
        line(
            PEN.trail(f"{-c - 1} -6, {-c - 8} -4, {-c - 7} 10, {-c - 1} 20"),
            p.s1,
            3,
            opacity=0.8,
        ),
        shape(PEN.loop(f"{c - 4} -12!, {c + 11} -18, {c + 13} 6, {c + 6} 30, {c - 8} 28!"), p.s0),
        line(
            PEN.trail(f"{c + 3} -15, {c + 12} -12, {c + 12} 8, {c + 5} 28"),
            p.rim,
            2.4,
            opacity=0.9,
        ),
    )


def bob(s: Sitter) -> Layers:
    """To the chin, parted on the left, a heavy fringe over the shadow side."""
    p = s.tones
    back = PEN.loop(
        "-96 90, -116 30, -122 -60, -84 -140, -6 -174, 78 -156, 118 -84, "
        "124 10, 110 104, 92 130, 68 126!, 60 -40!, -70 -40!, -68 96!"
    )
    front = PEN.loop(
        "-36 -168!, -98 -134, -112 -50, -102 40, -94 92!, -80 96!, -78 40, "
        "-80 -10, -58 -58, -22 -112!, 12 -78, 54 -46, 84 -16, 90 44, "
        "82 112!, 104 96, 116 20, 112 -60, 84 -138, 20 -172"
    )
    inside = strands(
        "-24 -176, -96 -140, -122 -40, -96 100",
        "-24 -120, -64 -84, -84 -20, -80 100",
        5,
        (p.h1, p.h2, p.h0),
        "bob left",
    )
    inside += strands(
        "-20 -176, 90 -170, 132 -40, 104 120",
        "-22 -116, 28 -72, 86 -30, 84 120",
        7,
        (p.h0, p.h1, p.h2, p.h1),
        "bob right",
    )
    return Layers(back=mass(s, back, p.h0), front=mass(s, front, p.h1, inside))


def crown(s: Sitter) -> Layers:
    """Drawn back from the brow, with a plait laid around the head."""
    p = s.tones
    front = PEN.loop(
        "-4 -146!, -64 -132, -98 -76, -96 -10, -88 40!, -82 -6, -64 -56, "
        "-8 -116!, 56 -60, 80 -8, 88 44!, 100 -8, 100 -78, 62 -132"
    )
    inside = strands(
        "-4 -150, -72 -140, -108 -70, -90 40",
        "-6 -118, -40 -92, -74 -44, -86 36",
        5,
        (p.h1, p.h2),
        "crown left",
    )
    inside += strands(
        "0 -150, 72 -140, 110 -70, 90 44",
        "-4 -118, 40 -92, 74 -44, 86 40",
        5,
        (p.h0, p.h1),
        "crown right",
    )
    plait = []
    for i in range(12):
        t = i / 11
        x, y = -96 + 198 * t, -92 - 196 * t * (1 - t) * 1.55 - 6 * t
        turn = -70 + 140 * t
        leaf = PEN.loop("0 19, -14 12, -19 -6, -8 -22, 9 -18, 17 2")
        tone = (p.h2, p.h1)[i % 2] if t < 0.6 else (p.h1, p.h0)[i % 2]
        plait.append(
            moved(
                round(x),
                round(y),
                shape(leaf, tone),
                line(PEN.trail("-12 -10, 0 2, 10 12"), p.h0, 2, opacity=0.5),
                turn=round(turn),
            )
        )
    ridge = PEN.trail("62 -172, 92 -146, 112 -108, 114 -84")
    return Layers(
        back=cap(s), front=mass(s, front, p.h1, inside) + "".join(plait) + line(ridge, p.rim, 4)
    )


def tuft(s: Sitter) -> Layers:
    """Shaved sides, and a crest that is combed up."""
    p, c = s.tones, s.geometry.cheek
    sides = PEN.loop(
        f"{-c - 3} -16!, {-c - 7} -80, -66 -136, 0 -148, 66 -136, "
        f"{c + 8} -80, {c + 4} -16!, {c - 8} -52, 70 -86, 0 -94, -70 -86, "
        f"{8 - c} -52"
    )
    crest = PEN.loop(
        "-86 -88!, -90 -130, -66 -176, -104 -188!, -58 -214, -24 -214, "
        "-46 -238!, 26 -236, 76 -206, 86 -186, 116 -186!, 96 -140, 84 -92!, "
        "20 -104, -30 -102"
    )
    inside = strands(
        "-86 -84, -104 -150, -60 -230, 30 -244",
        "-30 -96, -30 -140, 30 -200, 110 -190",
        6,
        (p.h1, p.h2, p.h1, p.h0),
        "tuft left",
    )
    inside += strands(
        "-20 -96, 0 -150, 60 -190, 120 -188",
        "84 -90, 90 -120, 104 -150, 120 -180",
        4,
        (p.h0, p.h1),
        "tuft right",
    )
    return Layers(
        back=ears(s, 9), front=shape(sides, p.h0, opacity=0.88) + mass(s, crest, p.h1, inside)
    )


def swept(s: Sitter) -> Layers:
    """Short, silvered or not, combed back from a high brow."""
    p = s.tones
    top = PEN.loop(
        "-98 -6!, -106 -76, -84 -140, -30 -174, 40 -174, 92 -136, 108 -70, "
        "100 -4!, 92 -8!, 86 -56, 60 -96, 18 -108, -4 -96!, -26 -110, "
        "-64 -98, -86 -56, -90 -8!"
    )
    inside = strands(
        "-6 -98, -40 -130, -84 -120, -102 -20",
        "-8 -98, -16 -160, -70 -176, -112 -80",
        6,
        (p.h2, p.h1, p.h0),
        "swept left",
    )
    inside += strands(
        "-2 -98, 26 -140, 84 -130, 104 -16",
        "-2 -98, -6 -170, 80 -180, 116 -80",
        7,
        (p.h1, p.h0, p.h2, p.h0),
        "swept right",
    )
    return Layers(back=cap(s) + ears(s), front=mass(s, top, p.h1, inside))


def cropped(s: Sitter) -> Layers:
    """Short and combed to the side, tidy."""
    p = s.tones
    top = PEN.loop(
        "-97 -14!, -106 -70, -96 -128, -52 -168, 10 -178, 72 -166, 106 -122, "
        "104 -60, 99 -14!, 91 -14!, 88 -60, 70 -92, 20 -98, -30 -104, "
        "-58 -116!, -72 -92, -86 -56, -90 -14!"
    )
    inside = strands(
        "-58 -118, -50 -170, 30 -200, 100 -130",
        "-56 -112, -10 -112, 44 -104, 88 -70",
        7,
        (p.h1, p.h2, p.h1, p.h0),
        "cropped",
    )
    return Layers(back=cap(s) + ears(s), front=mass(s, top, p.h1, inside))


def curls(s: Sitter) -> Layers:
    """A cloud of curls."""
    p, dice = s.tones, Dice("curls")
    rim_at = [
        (132 * x, -64 + 122 * y)
        for x, y in (
            (-0.74, 0.86),
            (-0.98, 0.42),
            (-1.06, -0.08),
            (-0.92, -0.56),
            (-0.6, -0.92),
            (-0.14, -1.06),
            (0.32, -1.04),
            (0.74, -0.82),
            (1, -0.4),
            (1.08, 0.1),
            (1, 0.56),
            (0.78, 0.94),
        )
    ]
    back = PEN.loop([*rim_at, (70.0, 30.0), (-70.0, 30.0)])
    puffs = "".join(
        disc(x, y, 35, p.rim if i > 5 else p.h1) + (disc(x - 4, y + 2, 34, p.h0) if i > 5 else "")
        for i, (x, y) in enumerate(rim_at)
    )
    lit = "".join(
        disc(x * 0.92 - 8, y * 0.94 - 8, dice.span(10, 18), p.h2, opacity=0.6)
        for x, y in rim_at[:7]
    )
    fringe_at = [
        (-84, -22),
        (-88, -62),
        (-66, -98),
        (-30, -116),
        (10, -120),
        (48, -110),
        (78, -84),
        (92, -46),
        (90, -8),
    ]
    fringe = "".join(disc(x, y, 22, p.h0 if x > 20 else p.h1) for x, y in fringe_at)
    return Layers(
        back=puffs + lit + shape(back, p.h0, opacity=0.9),
        front=fringe + "".join(disc(x - 6, y - 7, 9, p.h2, opacity=0.5) for x, y in fringe_at[:4]),
    )
