"""The municipal baths, at night."""

from __future__ import annotations

from rig.pen import PEN
from rig.scene import (
    BOX,
    edges,
    glow,
    hatch,
    lamp,
    person,
    sky,
)
from rig.sheet import Sheet, line, shape


def _arches() -> str:
    """The vault, arch behind arch."""
    return "".join(
        line(
            PEN.trail(
                [
                    (640 - w, 430),
                    (640 - w * 0.96, 430 - w * 0.5),
                    (640 - w * 0.6, 430 - w * 0.86),
                    (640, 430 - w),
                    (640 + w * 0.6, 430 - w * 0.86),
                    (640 + w * 0.96, 430 - w * 0.5),
                    (640 + w, 430),
                ]
            ),
            "#0a4046",
            t,
        )
        for w, t in ((150, 5), (230, 8), (340, 12), (480, 18), (660, 26))
    )


def _ripples() -> str:
    """Ripples, wider the nearer they are; path data."""
    return "".join(
        PEN.trail([(x, y), (x + 40 * s, y - 4 * s), (x + 90 * s, y), (x + 140 * s, y + 4 * s)])
        for x, y, s in (
            (520, 440, 0.6),
            (640, 452, 0.7),
            (420, 470, 0.9),
            (720, 480, 1),
            (560, 500, 1.1),
            (300, 530, 1.2),
            (800, 540, 1.3),
            (480, 570, 1.5),
            (120, 600, 1.6),
            (700, 620, 1.7),
            (980, 640, 1.6),
            (340, 660, 1.9),
        )
    )


def _lamps(sheet: Sheet) -> str:
    """Two rows of lamps."""
    return "".join(
        lamp(sheet, x, y, s, "#d9ffb0", 0.75)
        for x, y, s in (
            (560, 330, 5),
            (720, 330, 5),
            (470, 290, 8),
            (810, 290, 8),
            (320, 220, 13),
            (960, 220, 13),
        )
    )


def baths() -> str:
    """The baths after closing: green water, lamps, a vaulted roof."""
    sheet, ink = Sheet(), "#03181a"
    arches = _arches()
    tiles = sheet.tile(26, 18, line("M0 .5h26M.5 0v18", "#8fe0cc", 1))
    lanes = "M620 420L330 730M660 420L950 730M600 420L20 730M680 420L1260 730"
    ladder = line(
        "M1010 430V560M1050 430V560M1010 470h40M1010 500h40M1010 530h40M1010 430q20-24 40 0",
        "#bff5e4",
        4,
    )
    ripples = _ripples()
    lamps = _lamps(sheet)
    cords = line("M560-10V324M720-10V324M470-10V282M810-10V282M320-10V206M960-10V206", ink, 3)
    walls = "M-10-10H520V420L-10 560zM1290-10H760V420l530 140zM520-10h240v230q0-94-120-94t-120 94z"
    return sheet.svg(
        BOX,
        sky(sheet, (0, "#03181a"), (0.6, "#0c4a48"), (1, "#0a3a3c")),
        glow(sheet, 640, 300, 460, "#7fe0b8", 0.6, "#d9ffe0"),
        shape("M520 420V220q0-94 120-94t120 94v200z", sheet.down((0, "#bff0c8"), (1, "#3a9a86"))),
        line("M580 420V136M640 420V126M700 420V136M520 220h240M520 320h240", ink, 5),
        shape(walls, sheet.down((0, "#052022"), (1, "#0f4a4a"))),
        shape(walls, tiles, opacity=0.16),
        arches,
        cords,
        lamps,
        shape(
            "M520 416h240l540 320H-20z",
            sheet.down((0, "#8ff0c0"), (0.25, "#2aa58c"), (0.7, "#0b5a58"), (1, "#042a30")),
        ),
        line(lanes, "#eafff0", 3, stroke_dasharray="3 9", opacity=0.35),
        line(ripples, "#e2fff0", 3, opacity=0.5),
        line(
            "M566 426v50M714 426v50M482 450v70M798 450v70M640 424v110", "#e9ffc8", 9, opacity=0.35
        ),
        ladder,
        line("M520 416h240M520 416L-20 736M760 416l540 320", "#dffff0", 4, opacity=0.7),
        person(sheet, "rest", 866, 452, 1.1, ink, "#d9ffc0"),
        hatch(sheet, "M0 520h1280v200H0z", "#4ac0a0", 0.14, 0),
        edges(sheet, ink, 0.75),
    )
