"""Faces. Goes in: a geometry, tones, a mood. Comes out: a face in planes of light.

The key light comes from the left, a coloured edge lies on the right. Coordinates begin between the
eyes, so that any two heads lie on each other: a face is about 180 wide, and its chin lies at 135.
"""

from __future__ import annotations

from dataclasses import dataclass

from rig.color import Tones, mix
from rig.pen import FINE, PEN, Knot, knots
from rig.sheet import Sheet, disc, line, moved, oval, shape, sheaf


@dataclass(frozen=True)
class Geometry:
    """The shape of a head, in its own units."""

    cheek: float = 90
    jaw: float = 68
    chin: float = 27
    length: float = 135
    brow_y: float = -31
    brow: float = 8.5
    eye_x: float = 43.5
    eye_w: float = 24
    eye_h: float = 11
    slant: float = 3
    lash: float = 5
    iris: float = 11
    nose_y: float = 63
    nose_w: float = 19
    mouth_y: float = 89
    mouth_w: float = 26
    lip_up: float = 7
    lip_low: float = 9.5
    turn: float = 4


@dataclass(frozen=True)
class Mood:
    """What a face does. `lift`: of the shoulders; `tilt`: of the head, in degrees; `teeth` show.

    open, squint: of the eyes; gaze_x, gaze_y; brow: up is negative; inner: the inner ends of the
    brows; cock: the right brow above the left; curve, gape, wide: of the mouth; skew: one corner
    above the other; turn: of the head; flush: of the cheeks; wet: of the eyes.
    """

    open: float = 0.82
    squint: float = 0
    gaze_x: float = 0
    gaze_y: float = 0
    brow: float = 0
    inner: float = 0
    cock: float = 0
    curve: float = 0.1
    gape: float = 0
    wide: float = 1
    skew: float = 0
    teeth: float = 0
    tilt: float = 0
    turn: float = 0
    lift: float = 0
    flush: float = 0
    wet: float = 0


@dataclass(frozen=True)
class Sitter:
    """Somebody who is being drawn: on which sheet, of which shape, in which tones and mood."""

    sheet: Sheet
    geometry: Geometry
    tones: Tones
    mood: Mood

    @property
    def turn(self) -> float:
        """How far the features lie to the right of the middle, whatever the mood."""
        return self.geometry.turn

    @property
    def aside(self) -> float:
        """How far eyes and mouth lie to the right of the middle; the nose lies farther."""
        return (self.geometry.turn + self.mood.turn) * 0.6


def outline(g: Geometry) -> str:
    """The edge of a face without hair."""
    right = [
        (52, -127),
        (84, -86),
        (g.cheek, -26),
        (g.cheek - 4, 26),
        (g.jaw + 3, 76),
        ((g.jaw + g.chin) / 2 + 3, 112),
        (g.chin * 0.86, g.length - 3),
    ]
    left = [(-x, y) for x, y in reversed(right)]
    return PEN.loop([(0, -138), *right, (0, g.length + 1), *left])


def face(s: Sitter, marks: str = "") -> str:
    """A whole face. `marks`: what lies in its skin: a beard, freckles, paint."""
    edge = outline(s.geometry)
    x = s.geometry.eye_x
    eyes = sheaf(eye(s, -x, -1), eye(s, x - 3, 1), brow(s, -x, -1), brow(s, x - 3, 1))
    ridge = moved(s.mood.turn, 0, planes(s), nose(s))
    return sheaf(
        s.sheet.within(edge, skin(s, edge), ridge, marks),
        moved(s.aside, 0, eyes, mouth(s)),
        s.sheet.rim(edge, s.tones.rim, -6, 1, opacity=0.95),
    )


# ------------------------------------------------------------------ planes


def _terminator(s: Sitter) -> tuple[Knot, ...]:
    """The line at which light ends: forehead, brow, nose, lips, chin."""
    g, t = s.geometry, s.turn
    n, m, low = g.nose_y, g.mouth_y, g.length
    return knots(
        f"{34 + t} -150, {38 + t} -104, {25 + t} -54, {9 + t} -24, {7 + t} 6, {11 + t} {n - 26},"
        f"{14 + t} {n - 9}, {5 + t} {n + 6}, {t - g.nose_w + 4} {n + 4}!, {t - 4} {n + 13},"
        f"{6 + t} {m - 11}, {14 + t} {m}, {8 + t} {m + 16}, {t - 19} {m + 21}!, {2 + t} {m + 31},"
        f"{3 + t} {low - 12}, {t - 6} {low + 12}!"
    )


def skin(s: Sitter, edge: str) -> str:
    """The skin before there is a shadow on it."""
    p, sheet = s.tones, s.sheet
    fill = sheet.linear(-110, -60, 80, 60, (0, p.s3), (0.62, p.s2), (1, p.s1))
    blush = sheet.radial((0, p.glow, 0.7), (1, p.glow, 0)) if s.mood.flush else ""
    return sheaf(
        shape(edge, fill),
        shape(
            PEN.loop("-86 28, -66 17, -42 19, -22 31, -32 54, -52 68, -70 67, -82 50"),
            p.s4,
            opacity=0.36,
        ),
        oval(-54, 44, 30, 22, blush, opacity=s.mood.flush) if blush else "",
        shape(PEN.loop("-108 30!, -90 58, -62 84, -58 98, -70 106, -90 98"), p.s1, opacity=0.3),
    )


def planes(s: Sitter) -> str:
    """A lit brow on the left, one shadow on the right, a triangle of light within it."""
    g, p, t, sheet = s.geometry, s.tones, s.turn, s.sheet
    m, low = g.mouth_y, g.length
    lip = m + g.lip_low + s.mood.gape * 15
    dark = _terminator(s)
    deep = sheet.linear(t, -40, 110, 70, (0, p.s1), (1, p.s0))
    return sheaf(
        shape(
            PEN.loop(
                f"-90 -62, -66 -104, -26 -119, {14 + t} -111!, "
                f"{6 + t} -84, -18 -58, -50 -45, -78 -44"
            ),
            p.s4,
            opacity=0.4,
        ),
        shape(PEN.loop([*dark, Knot(140, low + 20, True), Knot(140, -150, True)]), deep),
        line(PEN.trail(dark), p.glow, 5, opacity=0.26),
        shape(
            PEN.loop(
                f"{26 + t} 25, {46 + t} 20, {70 + t} 26, {64 + t} 48, {43 + t} 66, {31 + t} 48"
            ),
            p.s2,
            opacity=0.72,
        ),
        shape(
            PEN.loop(
                f"{g.cheek + 4} -20!, {g.cheek - 8} 30, {g.jaw - 8} 80, {g.chin} {low - 4},"
                f"{g.jaw - 16} {low - 30}, {g.cheek - 26} 34"
            ),
            p.rim,
            opacity=0.13,
        ),
        shape(
            PEN.loop(f"{t - 22} {lip + 7}!, {t} {lip + 11}, {t + 16} {lip + 7}!, {t} {lip + 17}"),
            p.s1,
            opacity=0.7,
        ),
        oval(t - 12, low - 15, 13, 6.5, p.s4, opacity=0.3) if s.mood.gape < 0.5 else "",
    )


def nose(s: Sitter) -> str:
    """Ridge, tip, wing and nostrils."""
    g, p, t = s.geometry, s.tones, s.turn
    n, w = g.nose_y, g.nose_w
    return sheaf(
        shape(
            PEN.loop(
                f"{t - 6} -24!, {t - 1} 4, {t - 1} {n - 30}, "
                f"{t + 1} {n - 19}, {t - 8} {n - 19}, {t - 9} {n - 42}"
            ),
            p.s4,
            opacity=0.72,
        ),
        oval(t - 3, n - 9.5, 6, 4.6, p.s4, opacity=0.8),
        shape(
            PEN.loop(
                f"{t - w - 2} {n - 13}!, {t - w - 5} {n - 3}, "
                f"{t - w + 4} {n + 5}!, {t - w + 1} {n - 4}"
            ),
            p.s1,
            opacity=0.8,
        ),
        shape(
            PEN.loop(
                f"{t - w + 4} {n + 4}!, {t - w + 9} {n - 0.5}, {t - 3} {n + 5}!, {t - 9} {n + 7.5}"
            ),
            p.ink,
            opacity=0.75,
        ),
        shape(
            PEN.loop(f"{t + 6} {n + 5}!, {t + 11} {n}, {t + w - 2} {n + 2}!, {t + w - 8} {n + 7}"),
            p.ink,
            opacity=0.6,
        ),
    )


# ------------------------------------------------------------------ eyes


def eye(s: Sitter, x: float, side: int) -> str:
    """An eye; `side` is 1 for the one on the right of the picture, which lies in shadow.

    Both are drawn alike, with the outer corner on the right, and the left one is turned round: the
    same words twice take no more room than once.
    """
    dark = side > 0
    lid = _shut(s, dark) if s.mood.open <= 0.05 else _open(s, dark, side)
    return moved(x, 0, _socket(s, dark), lid, flip=side < 0)


def _socket(s: Sitter, dark: bool) -> str:
    """What lies around an eye, whatever it does."""
    p, w, up = s.tones, s.geometry.eye_w, s.geometry.slant
    edge = [
        (-w - 8, -2),
        (-w * 0.5, -17),
        (w * 0.4, -18),
        (w + 10, -up - 2),
        (w * 0.5, 14),
        (-w * 0.5, 14),
    ]
    fold = [(-w * 0.3, 14), (w * 0.4, 13), (w * 0.9, 7), (w * 0.3, 18)]
    return shape(PEN.loop(edge), p.s0 if dark else p.s1, opacity=0.5) + shape(
        PEN.loop(fold), p.s2 if dark else p.s4, opacity=0.3
    )


def _shut(s: Sitter, dark: bool) -> str:
    p, w = s.tones, s.geometry.eye_w
    lid = PEN.loop(
        f"{-w - 5} 1!, {-w * 0.4} -11, {w * 0.45} -12, {w + 6} -2!, {w * 0.5} 11, {-w * 0.45} 12"
    )
    lash = FINE.loop(
        f"{-w - 1} 3!, {-w * 0.5} 10.5, {w * 0.35} 11, {w + 5} -1!, {w * 0.4} 15.5, {-w * 0.5} 14"
    )
    hairs = [
        ((2 * t - 1) * w, 13 - 9 * (t - 0.5) ** 2 - (3 if t > 0.8 else 0), by)
        for t, by in ((0.36, 6), (0.6, 8), (0.83, 8.5))
    ]
    return sheaf(
        shape(lid, p.s1 if dark else p.s3, opacity=0.85),
        oval(2, -2, w * 0.45, 5, p.s2 if dark else p.s4, opacity=0.4),
        shape(lash, p.ink),
        line(FINE.lines(((x, y), (x + 4, y + by)) for x, y, by in hairs), p.ink, 2),
        line(
            PEN.trail(f"{2 - w} -8, {-w * 0.2} -15, {w * 0.5} -15, {w + 4} -8"),
            p.s0,
            2.2,
            opacity=0.55,
        ),
    )


def _open(s: Sitter, dark: bool, side: int) -> str:
    g, p, mood = s.geometry, s.tones, s.mood
    w, h, up = g.eye_w, g.eye_h * mood.open, g.slant
    top, low = -h * 1.16, h * 0.8 - mood.squint * 4.2
    inner, outer = Knot(-w, 4, True), Knot(w, -up, True)
    lid = (Knot(-w * 0.46, top * 0.72), Knot(w * 0.02, top), Knot(w * 0.52, top * 0.9 - up * 0.2))
    under = (
        Knot(w * 0.5, low - up * 0.3),
        Knot(-w * 0.05, low + 1),
        Knot(-w * 0.55, low * 0.8 + 1),
    )
    white = FINE.loop([inner, *lid, outer, *under])
    shadow = [Knot(each.x, each.y + 6) for each in reversed(lid)]
    lash = [
        Knot(w + 6, -up - 4, True),
        *(
            Knot(each.x, each.y - g.lash * by)
            for each, by in zip(reversed(lid), (1, 0.9, 0.5), strict=True)
        ),
    ]
    return sheaf(
        s.sheet.within(
            white,
            shape(white, p.shade if dark else p.white),
            moved(mood.gaze_x * side, mood.gaze_y - 1, _iris(s), flip=side < 0),
            shape(FINE.loop([inner, *lid, outer, *shadow]), p.ink, opacity=0.42),
            line(FINE.trail([outer, *under, inner]), p.glint, 2.4, opacity=0.8) if mood.wet else "",
        ),
        shape(FINE.loop([inner, *lid, outer, *lash]), p.ink),
        line(
            PEN.trail(
                [
                    (-w + 4, top * 0.5 - 5),
                    (-w * 0.2, top - 6.5),
                    (w * 0.5, top - 7),
                    (w + 7, -up - 9),
                ]
            ),
            p.s0,
            2.2,
            opacity=0.6,
        ),
    )


def _iris(s: Sitter) -> str:
    p, r = s.tones, s.geometry.iris
    return sheaf(
        disc(0, 0, r, mix(p.iris, p.ink, 0.55)),
        disc(0, 0, r * 0.8, p.iris),
        oval(1, r * 0.36, r * 0.56, r * 0.4, mix(p.iris, p.key, 0.5), opacity=0.8),
        disc(0, 0, r * 0.43, p.ink),
        disc(-3.6, -4, 2.9, p.glint),
        disc(4.2, 4.2, 1.7, p.rim),
    )


def brow(s: Sitter, x: float, side: int) -> str:
    """A brow, thick at its inner end; a mood lifts it, and turns it about its outer half."""
    g, mood = s.geometry, s.mood
    w, t = g.eye_w + 9, g.brow
    edge = FINE.loop(
        f"{3 - w} {t * 0.45}, {-w * 0.35} {t * 0.62 - 7}, "
        f"{w * 0.3} {t * 0.22 - 6}, {w + 4} 4!, {w * 0.42} {-t * 0.32 - 7}, "
        f"{-w * 0.3} {-t * 0.3 - 7}, {1 - w} {-t * 0.5}"
    )
    lifted = g.brow_y + mood.brow - (mood.cock if side > 0 else 0) + mood.inner * 0.45
    return moved(
        x, lifted, moved(0, 0, shape(edge, s.tones.brow), turn=-mood.inner * 1.15), flip=side < 0
    )


# ------------------------------------------------------------------ mouth


def mouth(s: Sitter) -> str:
    """Lips, what is between them, and the corners of a smile."""
    g, p, mood = s.geometry, s.tones, s.mood
    m, c, o = g.mouth_w * mood.wide, mood.curve * 6, mood.gape * 14
    y, q, skew = g.mouth_y, mood.gape * 5, mood.skew * 4
    mid = y + c * 0.3
    u, low = g.lip_up, g.lip_low

    def at(dx: float, dy: float, sharp: bool = False) -> Knot:
        return Knot(dx * m, dy, sharp)

    left, right = at(-1, y - c + skew, True), at(1, y - c - skew, True)
    upper = (
        at(-0.55, y - u * 0.62 - q - c * 0.3),
        at(-0.2, mid - u - q),
        at(0, mid - u * 0.7 - q),
        at(0.2, mid - u - q),
        at(0.55, y - u * 0.62 - q - c * 0.3),
    )
    seam = (at(0.5, mid - q - c * 0.2), at(0, mid + 0.5 - q), at(-0.5, mid - q - c * 0.2))
    floor = (at(-0.5, mid + o - c * 0.2), at(0, mid + 0.8 + o), at(0.5, mid + o - c * 0.2))
    under = (
        at(0.62, mid + low * 0.55 + o * 0.8),
        at(0.2, mid + low + o),
        at(-0.2, mid + low + o),
        at(-0.62, mid + low * 0.55 + o * 0.8),
    )
    inside = FINE.loop([left, *reversed(seam), right, *reversed(floor)])
    bite = FINE.loop(
        [left, *reversed(seam), right, *(Knot(k.x, k.y + 5.5 * mood.teeth) for k in seam)]
    )
    return sheaf(
        s.sheet.within(
            inside,
            shape(inside, p.ink),
            shape(bite, p.white, opacity=0.9) if mood.teeth else "",
        )
        if o > 1
        else "",
        shape(FINE.loop([left, *upper, right, *seam]), p.lip0),
        shape(FINE.loop([left, *floor, right, *under]), p.lip1),
        _seam(s, left, right, seam) if o <= 1 else "",
        shape(
            FINE.loop(
                [
                    at(-0.34, mid + low * 0.4 + o),
                    at(0, mid + low * 0.42 + o),
                    at(0.1, mid + low * 0.6 + o),
                    at(-0.2, mid + low * 0.76 + o),
                ]
            ),
            p.s4,
            opacity=0.5,
        ),
        _smile(s, m, y - c) if mood.curve > 0.55 else "",
    )


def _seam(s: Sitter, left: Knot, right: Knot, seam: tuple[Knot, ...]) -> str:
    over = [Knot(each.x, each.y - 1) for each in reversed(seam)]
    below = [Knot(each.x, each.y + 1.9) for each in seam]
    ends = (Knot(left.x - 3, left.y, True), Knot(right.x + 3, right.y, True))
    return shape(FINE.loop([ends[0], *over, ends[1], *below]), s.tones.ink)


def _smile(s: Sitter, m: float, y: float) -> str:
    return sheaf(
        line(
            FINE.trail([(-m - 7, y - 9), (-m - 11, y), (-m - 6, y + 8)]),
            s.tones.s1,
            2,
            opacity=0.5,
        ),
        line(
            FINE.trail([(m + 7, y - 9), (m + 10, y), (m + 6, y + 8)]),
            s.tones.s0,
            2,
            opacity=0.5,
        ),
    )
