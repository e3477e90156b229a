"""What is worn on heads. Goes in: a sitter. Comes out: a hat, or cloth, with the hair below it."""

from __future__ import annotations

from rig.color import mix
from rig.face import Sitter
from rig.figure import Layers
from rig.garb import emblem
from rig.hair import cap, ears, mass, strands
from rig.pen import PEN
from rig.sheet import disc, line, shape, sheaf


def flat_cap(s: Sitter) -> Layers:
    """A worker's cap, and short hair beside it."""
    p = s.tones
    sides = PEN.loop(
        "-98 10!, -106 -40, -96 -90!, 98 -90!, 108 -40, 101 12!, 92 -10, 88 -52!, -88 -52!, -92 -10"
    )
    crown = PEN.loop(
        "-108 -74!, -116 -112, -80 -164, -6 -184, 72 -172, 118 -126, 112 -72!, 40 -96, -46 -98"
    )
    peak = PEN.loop("-104 -76!, -50 -104, 46 -102, 108 -74!, 60 -62, 0 -52, -70 -54!")
    tweed = s.sheet.tile(12, 12, line("M0 3h7M6 9h7M3 0v4M9 6v5", p.c2, 1.4), turn=24)
    seams = line(
        PEN.trail("-6 -184, -30 -140, -40 -98") + PEN.trail("0 -184, 34 -140, 46 -98"),
        p.c0,
        2,
        opacity=0.5,
    )
    return Layers(
        back=cap(s) + ears(s),
        front=sheaf(
            shape(sides, p.h1),
            mass(s, crown, p.c1, shape(crown, tweed, opacity=0.7) + seams),
            mass(s, peak, p.c0, dx=-4, dy=-3),
        ),
    )


def service_cap(s: Sitter) -> Layers:
    """The cap of a service: a stiff crown, a band, a badge, a peak."""
    p = s.tones
    sides = PEN.loop(
        "-98 -4!, -104 -44, -96 -92!, 98 -92!, 106 -44, 100 -4!, 92 -20, 90 -56!, -90 -56!, -92 -20"
    )
    crown = PEN.loop(
        "-100 -104!, -130 -146, -70 -184, 6 -194, 84 -182, 134 -142, 102 -104!, 30 -114, -30 -114"
    )
    band = PEN.loop(
        "-100 -104!, -30 -116, 30 -116, 102 -104!, 102 -76!, 30 -86, -30 -86, -100 -76!"
    )
    peak = PEN.loop("-100 -78!, -30 -88, 30 -88, 102 -78!, 60 -56, 0 -46, -60 -54!")
    badge = disc(0, -102, 14, p.c3) + emblem(0, -103, 0.62, p.c0, 3.4)
    return Layers(
        back=cap(s) + ears(s),
        front=sheaf(
            shape(sides, p.h1),
            mass(
                s,
                crown,
                p.c1,
                shape(PEN.loop("20 -200!, 140 -170!, 120 -96!, 40 -110!"), p.c0, opacity=0.5),
                -7,
                4,
            ),
            shape(band, p.c0),
            line(PEN.trail("-99 -101, -30 -112, 30 -112, 101 -101"), p.c3, 2),
            badge,
            mass(s, peak, p.ink, dx=-3, dy=-3),
        ),
    )


def headscarf(s: Sitter) -> Layers:
    """A cloth that is laid over the hair and tied below the chin."""
    p = s.tones
    over = PEN.loop(
        "-112 20, -116 -80, -74 -168, 6 -190, 84 -164, 118 -76, 114 20, "
        "92 120, 40 190!, -30 190!, -86 120"
    )
    hole = PEN.loop(
        "-80 6, -84 -56, -44 -102, 4 -112, 52 -102, 86 -56, 84 10, 66 88, 8 152, -62 84"
    )
    folds = strands(
        "-6 -190, -130 -170, -150 20, -60 210",
        "-10 -112, -96 -90, -106 40, -10 180",
        6,
        (p.c2, p.c1, mix(p.c2, p.key, 0.22), p.c1),
        "scarf left",
    )
    folds += strands(
        "6 -190, 130 -170, 150 20, 70 210",
        "16 -112, 96 -90, 108 50, 10 180",
        6,
        (p.c1, p.c0, p.c1),
        "scarf right",
    )
    dots = s.sheet.tile(26, 26, disc(7, 7, 2.6, p.c3) + disc(20, 20, 2.6, p.c3))
    hair = shape(
        PEN.loop("-78 -40!, -54 -98, 4 -114, 58 -98, 86 -40!, 56 -76, 2 -92, -52 -76"), p.h1
    )
    inside = folds + shape(over, dots, opacity=0.5)
    knot = PEN.loop("-18 168!, 8 158, 30 172!, 22 196, 40 236!, 12 214, -20 238!, -8 196")
    return Layers(
        front=sheaf(
            hair,
            shape(over + hole, p.c1, fill_rule="evenodd"),
            s.sheet.ring(over + hole, inside),
            line(hole, p.c3, 2.4, opacity=0.85),
            s.sheet.rim(over, p.rim, -7, 4),
            mass(s, knot, p.c2, dx=-4, dy=3),
        )
    )


def kerchief(s: Sitter) -> Layers:
    """A cloth tied back over the hair of somebody who works over steam."""
    p = s.tones
    tail = PEN.loop("70 30!, 110 -20, 132 40, 120 130, 84 160!, 96 90")
    sides = PEN.loop(
        "-92 40!, -104 -30, -92 -90!, 94 -90!, 106 -30, 94 44!, 88 0, 84 -50!, -84 -50!, -88 0"
    )
    wrap = PEN.loop(
        "-100 -58!, -108 -116, -66 -172, 4 -184, 74 -170, 112 -112, "
        "102 -56!, 50 -96, 0 -104, -50 -98"
    )
    folds = strands(
        "-100 -60, -90 -150, 0 -190, 90 -160",
        "-60 -96, -40 -130, 30 -150, 108 -70",
        5,
        (p.c2, p.c1, p.c2),
        "kerchief",
    )
    dots = s.sheet.tile(22, 22, disc(6, 6, 2.4, p.c3) + disc(17, 17, 2.4, p.c3), turn=20)
    return Layers(
        back=cap(s)
        + mass(
            s,
            tail,
            p.h1,
            strands(
                "74 30, 120 0, 130 60, 90 160",
                "80 60, 100 60, 110 110, 86 160",
                3,
                (p.h2, p.h0),
                "kerchief tail",
            ),
        ),
        front=shape(sides, p.h1) + mass(s, wrap, p.c1, folds + shape(wrap, dots, opacity=0.75)),
    )
