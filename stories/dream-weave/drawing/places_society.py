"""The Linen Hall with its pods: before the doors, whole, broken, and without lids."""

from __future__ import annotations

from dataclasses import dataclass

from lights import ELENA
from rig.color import mix
from rig.dice import Dice
from rig.pen import PEN, spin
from rig.scene import (
    BOX,
    WIDE,
    crowd,
    edges,
    flower,
    glow,
    hatch,
    haze,
    motes,
    people,
    rays,
    ring,
    sky,
    vault,
)
from rig.sheet import Sheet, disc, line, moved, shape, sheaf, use


@dataclass(frozen=True)
class Air:
    """The colours of the vault: of its depth, far to near; of pods, lines, an alarm."""

    depth: tuple[str, str, str, str, str]
    shell: str
    body: str
    trim: str
    bright: str
    alarm: str = ""


WHOLE = Air(
    ("#ffe6b0", "#f0a878", "#b0607a", "#5a2560", "#2a0d3c"),
    "#2a0f44",
    "#4a1c5e",
    "#ffcf7a",
    "#fff6df",
)
EARLY = Air(
    ("#e0b48c", "#b8788a", "#84486f", "#4e225a", "#2a0d3c"),
    "#2a0f44",
    "#4a1c5e",
    "#d9a874",
    "#fff0d8",
)
BROKEN = Air(
    ("#dffff4", "#7ab0aa", "#37625f", "#16343a", "#08161c"),
    "#0a1c22",
    "#12343a",
    "#6fa8a4",
    "#eafff8",
    "#ff6b57",
)

POD = "0 -112!, 42 -62, 54 0, 40 66, 0 112!, -40 66, -54 0, -42 -62"
GLASS = "0 -92!, 34 -50, 42 0, 31 54, 0 90!, -31 54, -42 0, -34 -50"


def pod(sheet: Sheet, air: Air, sleeper: bool = True) -> str:
    """A pod like a seed, with somebody asleep in it, or nobody."""
    glass = PEN.loop(GLASS)
    body = PEN.loop(
        "-44 100!, -42 40, -14 10, -10 -6!, -20 -28, -14 -50, 0 -56, 14 -50, "
        "20 -28, 10 -6!, 14 10, 42 40, 44 100!"
    )
    dark = PEN.loop(
        "3 -56!, 14 -50, 20 -28, 10 -6!, 14 10, 42 40, 44 100!, 26 100!, 22 40, 2 16, 6 -8, 12 -30"
    )
    lit = bool(not air.alarm)
    inside = sheaf(
        shape(
            glass,
            sheet.down(
                (0, mix(air.body, air.bright, 0.85 if lit else 0.25)),
                (1, mix(air.body, air.trim, 0.45 if lit else 0.1)),
            ),
        ),
        rays(0, -30, 20, 120, 24, 0.3, air.bright, opacity=0.3) if lit else "",
        ring(0, -30, 31, air.trim, 1.6) if sleeper else "",
        shape(body, air.body)
        + shape(dark, mix(air.body, air.trim, 0.35))
        + line("M-11-29q4 4 8 0M4-29q4 4 8 0", air.trim, 1.8)
        if sleeper
        else shape("M-60 46q60-18 120 0v70H-60z", air.shell),
        shape(
            PEN.loop("-36 -30!, -20 -74, 0 -92!, -16 -50, -22 20, -28 50"),
            "#fff",
            opacity=0.2 if lit else 0.1,
        ),
    )
    return sheaf(
        shape(PEN.loop(POD), air.shell),
        line(PEN.loop(POD), air.trim, 2.8),
        sheet.within(glass, inside),
        line(glass, air.trim, 1.2, opacity=0.7),
        shape("M-7-122L0-140 7-122 0-110z", air.trim),
        line("M-34 112h68M-24 120h48", air.trim, 2, opacity=0.7),
    )


def crack(seed: str, color: str) -> str:
    """A star of cracks in a pane."""
    dice, data = Dice(seed), ""
    for i in range(9):
        turn = (i + dice.span(-0.2, 0.2)) / 9
        data += PEN.edge(
            [
                (0, -14),
                spin(0, -14, dice.span(12, 22), turn + 0.02),
                spin(0, -14, dice.span(32, 56), turn),
            ]
        )
    return line(data, color, 1.8, opacity=0.85)


PLACES = (
    (140, 452, 1.5),
    (286, 420, 1.16),
    (466, 396, 0.86),
    (814, 396, 0.86),
    (994, 420, 1.16),
    (1140, 452, 1.5),
)


def nave(sheet: Sheet, air: Air, x: float = 640) -> str:
    """Vault within vault, light first and dark last."""
    made = [sky(sheet, (0, air.depth[0]), (1, air.depth[1]))]
    for half, top, color, trim in (
        (200, 36, 1, 0.5),
        (300, -10, 2, 0.6),
        (420, -70, 3, 0.7),
        (560, -130, 4, 0.9),
    ):
        arch = vault(x, half, top, 690)
        made.append(
            shape(
                "M-20-20H1300V740H-20z" + arch, air.depth[color], fill_rule="evenodd", opacity=0.9
            )
        )
        made.append(line(arch, air.trim, 1.4 + half / 300, opacity=trim))
        made.append(line(vault(x, half + 14, top - 12, 690), air.trim, 0.8, opacity=0.4))
    return "".join(made)


def threads(air: Air, seed: str) -> str:
    """From the flower to every pod: light that is carried."""
    dice, made = Dice(seed), []
    colors = ("#ffcf7a", "#ff5433", "#7ea2ff", "#5cf2d9", air.bright)
    for x, y, size in PLACES:
        for i in range(5):
            high = dice.span(70, 120)
            data = PEN.trail(
                [
                    (640 + (x - 640) * 0.12, 176),
                    (640 + (x - 640) * 0.5, high),
                    (x + (640 - x) * 0.04, high + 90 + i * 5),
                    (x, y - 138 * size),
                ]
            )
            made.append(
                line(data, colors[(i + int(x) // 100) % 5], 1.6 if i else 2.6, opacity=0.65)
            )
    return "".join(made)


def _open_pod(sheet: Sheet, air: Air, lidded: bool) -> str:
    """A pod with nobody in it, and its quilted lid up, if it has one."""
    lid = PEN.loop("0 -112!, 42 -62, 52 0, 40 62, 0 108!, 16 50, 20 0, 14 -60")
    quilt = "M14-74q12 6 22 0M20-40q12 6 28 0M22-4q14 6 30 0M20 32q12 6 26 0M14 66q8 4 18 0"
    up = sheaf(
        shape(lid, air.shell),
        line(lid, air.trim, 2.4),
        line(quilt, mix(air.body, air.trim, 0.6), 2),
        *(disc(x, y, 2.4, air.trim) for x, y in ((30, -58), (36, -22), (36, 14), (30, 48))),
    )
    return pod(sheet, air, sleeper=False) + (moved(40, -14, up, turn=15) if lidded else "")


def _benches(ink: str) -> str:
    """Rows of benches, and nobody on them."""
    return "".join(
        shape(f"M{640 - w} {y}h{2 * w}l{h} {h}H{640 - w - h}z", top)
        + shape(f"M{640 - w - h} {y + h}h{2 * (w + h)}v{h * 0.7:.0f}H{640 - w - h}z", ink)
        + line(f"M{640 - w} {y}h{2 * w}", "#d98a70", 2, opacity=0.7)
        for y, w, h, top in (
            (534, 330, 10, "#5a2a60"),
            (566, 420, 14, "#4a2054"),
            (608, 540, 20, "#381848"),
            (660, 700, 28, "#2a103c"),
        )
    )


def _stewards(sheet: Sheet, ink: str) -> str:
    """Those who go along the rows."""
    return people(
        sheet, ink, "#ffcf9a",
        ("dress", 566, 520, 0.86, False),
        ("reach", 724, 522, 0.86, False),
        ("dress", 388, 536, 1.04, True),
        ("rest", 1060, 552, 1.2, True),
    )  # fmt: skip


def chambers_early() -> str:
    """The hall before the doors: lids up, benches empty, and the flower has not been lit."""
    sheet, air, ink = Sheet(), EARLY, ELENA.ramp[0]
    href = sheet.keep(_open_pod(sheet, air, lidded=True))
    return sheet.svg(
        BOX,
        nave(sheet, air),
        glow(sheet, 640, 420, 420, "#ffd9a8", 0.65, "#fff0d0"),
        ring(640, 180, 120, "#5a2560", 9),
        ring(640, 180, 120, "#d9a874", 1.6),
        ring(640, 180, 128, "#5a2560", 5, "2 9", opacity=0.8),
        flower(sheet, 640, 180, 112, "#6a2f68", 2.2, 16),
        flower(sheet, 640, 180, 64, "#7a3a70", 2, 12),
        haze(sheet, 320, 260, "#8a3a68", 0.4),
        shape("M-10 520q650-70 1300 0v210H-10z", sheet.down((0, "#4a1e58"), (1, ink))),
        line("M-10 520q650-70 1300 0", "#d9a874", 2),
        *(use(href, x, y, size=size) for x, y, size in PLACES),
        _stewards(sheet, "#230a38"),
        _benches("#1c0830"),
        hatch(sheet, "M0 480h1280v240H0z", "#7a3a7a", 0.16),
        edges(sheet, ink, 0.5),
    )


def _lying(sheet: Sheet, y: float, size: float, fill: str, rim: str) -> str:
    """A row of people who lie on the stone in their coats."""
    one = PEN.loop("-78 20!, -76 2, -58 -10, -20 -14, 14 -22, 36 -12, 44 20!")
    head = PEN.loop("44 10, 46 -8, 60 -15, 74 -6, 76 10, 62 20")
    body = sheet.keep(
        shape(one, fill),
        shape(head, fill),
        line(
            PEN.trail("-76 2, -58 -10, -20 -14, 14 -22, 36 -12")
            + PEN.trail("47 -9, 60 -15, 74 -6"),
            rim,
            3,
        ),
    )
    step = 152 * size
    count = int(WIDE / step) + 3
    return "".join(
        use(
            body,
            (i - 0.5 + (0.5 if y % 2 else 0)) * step,
            y + (i * 7 % 3 - 1) * 3 * size,
            size=size,
        )
        for i in range(count)
    )


def chambers_all() -> str:
    """The same hall without lids or benches: everybody lies down where there is room."""
    sheet, air, ink = Sheet(), WHOLE, ELENA.ramp[0]
    href = sheet.keep(_open_pod(sheet, air, lidded=False))
    rows = (
        (412, 0.28, "#b0607a", "#ffe0b4"),
        (423, 0.36, "#9a4c70", "#ffd9a8"),
        (438, 0.48, "#7a3866", "#ffcf9a"),
        (460, 0.64, "#5c2858", "#f0b088"),
        (491, 0.86, "#42194c", "#d98a70"),
        (536, 1.2, "#2c0e3c", "#a05a66"),
        (606, 1.7, "#190630", "#6a3a58"),
    )
    return sheet.svg(
        BOX,
        nave(sheet, air),
        glow(sheet, 640, 190, 460, "#ffd08a", 0.8, "#fff6df"),
        rays(640, 180, 130, 330, 48, 0.3, "#fff3d0", opacity=0.4),
        ring(640, 180, 120, "#ffe6b0", 3),
        ring(640, 180, 128, "#ffe6b0", 5, "2 9", opacity=0.8),
        flower(sheet, 640, 180, 112, "#fffaf0", 1.8, 16),
        flower(sheet, 640, 180, 64, "#ffe0a0", 2, 12),
        disc(640, 180, 24, "#fff"),
        haze(sheet, 320, 260, "#8a3a68", 0.5),
        *(use(href, x, y - 84, size=size) for x, y, size in PLACES),
        shape(
            "M-10 424q650-40 1300 0v310H-10z",
            sheet.down((0, "#7a3a60"), (0.3, "#3a1450"), (1, ink)),
        ),
        *(_lying(sheet, y, size, fill, rim) for y, size, fill, rim in rows),
        motes(34, "#fff0d0", "chambers", 500, 2.2),
        hatch(sheet, "M0 480h1280v240H0z", "#7a3a7a", 0.16),
        edges(sheet, ink, 0.5),
    )


def chambers() -> str:
    """The demonstration: pods hung like seeds under a flower of light."""
    sheet, air, ink = Sheet(), WHOLE, ELENA.ramp[0]
    href = sheet.keep(pod(sheet, air))
    return sheet.svg(
        BOX,
        nave(sheet, air),
        glow(sheet, 640, 190, 460, "#ffd08a", 0.8, "#fff6df"),
        rays(640, 180, 130, 330, 48, 0.3, "#fff3d0", opacity=0.4),
        ring(640, 180, 120, "#ffe6b0", 3),
        ring(640, 180, 128, "#ffe6b0", 5, "2 9", opacity=0.8),
        flower(sheet, 640, 180, 112, "#fffaf0", 1.8, 16),
        flower(sheet, 640, 180, 64, "#ffe0a0", 2, 12),
        disc(640, 180, 24, "#fff"),
        threads(air, "chambers"),
        haze(sheet, 320, 260, "#8a3a68", 0.5),
        shape("M-10 520q650-70 1300 0v210H-10z", sheet.down((0, "#3a1450"), (1, ink))),
        line("M-10 520q650-70 1300 0", "#ffcf7a", 2),
        *(use(href, x, y, size=size) for x, y, size in PLACES),
        motes(34, "#fff0d0", "chambers", 500, 2.2),
        crowd(sheet, "linen far", 572, 18, "#2c0e40", "#d98a70"),
        crowd(sheet, "linen near", 640, 32, "#170728", "#7a4460"),
        hatch(sheet, "M0 480h1280v240H0z", "#7a3a7a", 0.16),
        edges(sheet, ink, 0.5),
    )


def _helpers(sheet: Sheet) -> str:
    """Those who help, and those who are helped."""
    return people(
        sheet, "#071418", "#ff8a74",
        ("reach", 570, 546, 1.0, False),
        ("sit", 632, 548, 0.9, False),
        ("kneel", 700, 550, 0.96, True),
        ("rest", 752, 536, 0.92, False),
    )  # fmt: skip


def malfunction() -> str:
    """The same vault when it has failed: the ring is dark, glass is cracked, threads hang loose."""
    sheet, air, ink = Sheet(), BROKEN, "#050d12"
    whole, empty = sheet.keep(pod(sheet, air)), sheet.keep(pod(sheet, air, sleeper=False))
    red = Air(air.depth, air.shell, air.body, air.alarm, air.bright, air.alarm)
    hurt = sheet.keep(pod(sheet, red) + crack("glass", "#fff"))
    kinds = (whole, hurt, empty, hurt, whole, empty)
    dice, loose = Dice("loose"), ["", "", "", ""]
    for i in range(24):
        x = 640 + dice.near(0, 90)
        loose[i % 4] += PEN.trail(
            [
                (640 + (x - 640) * 0.3, 236),
                (x, 262),
                (x + dice.span(-20, 20), dice.span(300, 350)),
                (x + dice.span(-34, 34), dice.span(330, 420)),
            ]
        )
    cables = "".join(
        line(data, color, 2, opacity=0.75)
        for data, color in zip(loose, ("#c9a86a", "#ff6b57", "#6f8fd0", "#5ed0c0"), strict=True)
    )
    figures = _helpers(sheet)
    return sheet.svg(
        BOX,
        nave(sheet, air),
        glow(sheet, 640, 330, 380, "#c9fff0", 0.5),
        shape(
            "M200-10L120 560h150L262-10zM1080-10l80 570h-150L1018-10z",
            sheet.down((0, air.alarm, 0.55), (1, air.alarm, 0)),
        ),
        ring(640, 160, 104, "#0a1a20", 26),
        ring(640, 160, 104, "#6fa8a4", 2.4, "60 30 10 50", opacity=0.7),
        ring(640, 160, 104, air.alarm, 8, "70 590", opacity=0.95),
        flower(sheet, 640, 160, 84, "#2c5157", 1.6, 12, opacity=0.8),
        cables,
        haze(sheet, 330, 240, "#0a2028", 0.8),
        shape("M-10 520q650-70 1300 0v210H-10z", sheet.down((0, "#10282e"), (1, ink))),
        line("M-10 520q650-70 1300 0", "#6fa8a4", 1.6, opacity=0.7),
        *(
            use(kind, x, y, (-9, 4, 0, 7, -5, 12)[i], size)
            for i, (kind, (x, y, size)) in enumerate(zip(kinds, PLACES, strict=True))
        ),
        figures,
        shape(
            (
                "M420 560l18-8 6 12zM520 580l24-10 2 14zM800 566l20-12 10 14z"
                "M880 590l30-8-10 16zM340 596l26-4-6 12z"
            ),
            "#cfeee8",
            opacity=0.5,
        ),
        hatch(sheet, "M0 0h1280v720H0z", "#5a8a8a", 0.12, 60, 18),
        edges(sheet, ink, 0.8),
    )
