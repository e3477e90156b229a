"""Hands. Goes in: a sitter, where the wrist is. Comes out: a hand with its sleeve.

A hand is as long as a face from chin to hair. Its wrist is the origin, its fingers point up.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from rig.face import Sitter
from rig.pen import PEN, Point
from rig.sheet import line, moved, shape, sheaf

Finger: TypeAlias = tuple[Point, Point, Point, float]
"""Where it begins, its middle joint, its tip, its width there."""

OPEN: Final[tuple[Finger, ...]] = (
    ((32, -88), (47, -124), (54, -154), 17),
    ((12, -98), (20, -148), (25, -186), 20),
    ((-11, -100), (-10, -156), (-9, -200), 21),
    ((-33, -92), (-41, -142), (-47, -182), 20),
)
POINT: Final[tuple[Finger, ...]] = (
    ((30, -84), (36, -106), (24, -92), 20),
    ((11, -94), (16, -122), (6, -102), 22),
    ((-10, -96), (-8, -126), (-14, -102), 23),
    ((-31, -90), (-35, -142), (-37, -186), 20),
)
FIST: Final[tuple[Finger, ...]] = (
    ((30, -80), (37, -102), (24, -84), 20),
    ((11, -88), (16, -116), (6, -92), 22),
    ((-10, -90), (-8, -120), (-12, -94), 23),
    ((-30, -84), (-34, -114), (-28, -88), 22),
)
"""Fingers, from the smallest to the first."""
AWAY: Final[Finger] = ((-22, -22), (-62, -58), (-82, -92), 22)
ACROSS: Final[Finger] = ((-28, -26), (-46, -62), (-8, -84), 22)
"""Thumbs: held away, and laid across the fingers."""


def hand(s: Sitter, fingers: tuple[Finger, ...], thumb: Finger, held: str = "") -> str:
    """A palm and its fingers. `held`: what is behind the thumb."""
    p = s.tones
    palm = PEN.loop(
        "-21 16!, -27 -14, -42 -52, -44 -90, -12 -104, 26 -98, 43 -82, 38 -40, 25 -10, 22 16!"
    )
    fill = s.sheet.linear(-50, 0, 50, 0, (0, p.s3), (0.55, p.s2), (1, p.s1))
    return sheaf(
        *(_finger(s, one, fill) for one in fingers),
        shape(palm, fill),
        s.sheet.within(
            palm,
            shape(
                PEN.loop("14 30!, 6 -20, 18 -60, 20 -110!, 60 -110!, 60 30!"),
                p.s0,
                opacity=0.45,
            ),
            shape(PEN.loop("-40 -50, -22 -66, -8 -46, -14 -16, -26 0"), p.s4, opacity=0.35),
        ),
        line(
            PEN.trail("-38 -62, -16 -58, 4 -40")
            + PEN.trail("-32 -80, -4 -72, 30 -74")
            + PEN.trail("-20 -62, -6 -34, -8 2"),
            p.s1,
            2,
            opacity=0.6,
        ),
        s.sheet.rim(palm, p.rim, -5, 1, opacity=0.9),
        held,
        _finger(s, thumb, fill),
    )


def _finger(s: Sitter, finger: Finger, fill: str) -> str:
    (ax, ay), (bx, by), (cx, cy), w = finger
    h = w / 2
    dx, dy = cx - bx, cy - by
    size = (dx * dx + dy * dy) ** 0.5 or 1
    nx, ny = -dy / size * h, dx / size * h
    edge = PEN.loop(
        [
            (ax + nx * 1.15, ay + ny * 1.15),
            (bx + nx * 1.05, by + ny * 1.05),
            (cx + nx * 0.75, cy + ny * 0.75),
            (cx + dx / size * h * 0.8, cy + dy / size * h * 0.8),
            (cx - nx * 0.75, cy - ny * 0.75),
            (bx - nx * 1.05, by - ny * 1.05),
            (ax - nx * 1.15, ay - ny * 1.15),
        ]
    )
    dark = PEN.trail(
        [
            (ax - nx * 0.5, ay - ny * 0.5),
            (bx - nx * 0.5, by - ny * 0.5),
            (cx - nx * 0.4, cy - ny * 0.4),
        ]
    )
    fold = PEN.lines([((bx + nx * 0.7, by + ny * 0.7), (bx - nx * 0.5, by - ny * 0.5))])
    p = s.tones
    return (
        shape(edge, fill)
        + s.sheet.within(edge, line(dark, p.s0, h, opacity=0.4))
        + line(fold, p.s1, 1.8, opacity=0.7)
        + s.sheet.rim(edge, p.rim, -4, 1, opacity=0.85)
    )


def sleeve(s: Sitter, shape_: str, cuff: str) -> str:
    """A sleeve from the lower edge of the picture to the wrist."""
    p = s.tones
    fill = s.sheet.linear(-60, 0, 70, 0, (0, p.c2), (0.5, p.c1), (1, p.c0))
    edge = PEN.loop(shape_)
    return shape(edge, fill) + s.sheet.rim(edge, p.rim, -6, 3) + shape(PEN.loop(cuff), p.c3)


def raised(
    s: Sitter,
    x: float,
    y: float,
    turn: float,
    fingers: tuple[Finger, ...] = OPEN,
    thumb: Finger = AWAY,
    size: float = 1,
    flip: bool = False,
    held: str = "",
) -> str:
    """A forearm that comes up from below, and a hand: open, unless it is said otherwise."""
    arm = sleeve(
        s,
        "-30 10!, -36 60, -62 200, -90 420!, 110 420!, 70 200, 38 60, 31 10!",
        "-32 4!, 0 12, 33 4!, 35 24!, 0 32, -34 24!",
    )
    return moved(x, y, arm, hand(s, fingers, thumb, held), turn=turn, size=size, flip=flip)
