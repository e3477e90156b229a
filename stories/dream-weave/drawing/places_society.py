"""The Society's halls: the Linen Hall with its pods, whole and broken, and the town hall."""

from __future__ import annotations

from dataclasses import dataclass

from lights import ELENA, GREY, JAX, NORA, ORION
from rig.color import mix, relit
from rig.dice import Dice
from rig.pen import PEN, spin
from rig.scene import (
    BOX,
    WIDE,
    brush,
    crowd,
    edges,
    flower,
    glow,
    hatch,
    haze,
    motes,
    person,
    rays,
    ring,
    sky,
    spokes,
    vault,
)
from rig.sheet import Sheet, block, disc, line, moved, oval, shape, sheaf, use


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
    return "".join(
        person(sheet, pose, x, y, s, ink, "#ffcf9a", flip)
        for pose, x, y, s, flip in (
            ("dress", 566, 520, 0.86, False),
            ("reach", 724, 522, 0.86, False),
            ("dress", 388, 536, 1.04, True),
            ("rest", 1060, 552, 1.2, True),
        )
    )


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
    return "".join(
        person(sheet, pose, x, y, s, "#071418", "#ff8a74", flip)
        for pose, x, y, s, flip in (
            ("reach", 570, 546, 1.0, False),
            ("sit", 632, 548, 0.9, False),
            ("kneel", 700, 550, 0.96, True),
            ("rest", 752, 536, 0.92, False),
        )
    )


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


def window(sheet: Sheet, x: float, ramp: tuple[str, ...], trim: str, inside: str, bars: str) -> str:
    """A tall window: a light of somebody's own, and what they see in it."""
    edge = vault(0, 106, 20, 342)
    return moved(
        x,
        0,
        sheaf(
            glow(sheet, 0, 200, 240, ramp[2], 0.4),
            shape(vault(0, 118, 4, 354), "#080510"),
            sheet.within(
                edge,
                block(
                    -110,
                    10,
                    220,
                    340,
                    sheet.down(*((i / (len(ramp) - 1), c) for i, c in enumerate(ramp))),
                ),
                inside,
                line("M-54 0V360M0 0V360M54 0V360M-110 128H110M-110 236H110", bars, 3.4),
            ),
            line(edge, trim, 3.4),
        ),
    )


def _panes(sheet: Sheet, e: tuple[str, ...], n: tuple[str, ...], o: tuple[str, ...]) -> str:
    """The windows of the four."""
    return sheaf(
        window(
            sheet,
            222,
            (e[1], e[2], e[3], "#f7b27a"),
            ELENA.rim,
            rays(0, 176, 60, 260, 22, 0.3, "#ffd9b0", opacity=0.35)
            + flower(sheet, 0, 176, 86, "#3a1050", 3.4, 12)
            + disc(0, 176, 24, "#fff3cf"),
            "#2a0f3a",
        ),
        window(
            sheet,
            486,
            ("#c92a2a", "#ff4b2e", "#ff8a5a", "#ffb08a"),
            JAX.rim,
            brush((-90, 110), (100, 250), 30, 44, "#4f5fff", "pane blue", 7)
            + brush((96, 60), (-60, 300), -20, 34, "#2a0d14", "pane black", 7)
            + brush((-100, 250), (100, 190), 10, 30, "#ffe9d0", "pane bone", 6),
            "#3a0d14",
        ),
        window(
            sheet,
            794,
            (o[1], "#7a6a8a", o[2], o[3]),
            ORION.rim,
            rays(0, 290, 60, 420, 26, 0.34, "#ffd9a0", opacity=0.5)
            + disc(0, 290, 54, "#fff3d8")
            + moved(0, 150, line("M-46 8q8-46 46-50q38 4 46 50zM0 8v38q2 14 16 8", "#14204a", 8)),
            "#1a2450",
        ),
        window(
            sheet,
            1058,
            (n[1], n[2], "#5fd0c0", n[3]),
            NORA.rim,
            line(spokes(0, 180, 30, 200, 18), "#06323a", 3)
            + ring(0, 180, 90, "#06323a", 7, "60 20")
            + ring(0, 180, 60, "#06323a", 6, "30 14")
            + ring(0, 180, 128, "#06323a", 6, "80 40")
            + disc(0, 180, 20, "#f0fff8"),
            "#04282e",
        ),
    )


def _cords() -> str:
    """A thread to the charter from each of the four."""
    return (
        line("M380 450Q470 430 566 434", "#ffcf7a", 4)
        + line("M490 470Q540 452 572 452", "#ff5836", 4)
        + line("M900 450Q810 430 724 434", "#5ef5dc", 4)
        + line("M790 470Q750 456 726 450", "#7ea2ff", 4)
    )


def _charter() -> str:
    """The charter."""
    return (
        shape("M566 408l136-8 30 52-166 12z", "#fffaf0")
        + line("M584 420l96-6M586 430l102-6M588 440l108-7M592 450l58-4", "#7a6a8a", 2.6)
        + line("M684 444q8 8 18 0M690 449l-2 6M696 448l2 6", "#b32512", 2.4)
    )


def _gathered(sheet: Sheet) -> str:
    """Those who stand and sit around the table, but for the nearest."""
    heads = (("#ffcf7a", 410), ("#ff5836", 504), ("#7ea2ff", 776), ("#5ef5dc", 870))
    seated = "".join(
        person(sheet, "sit", x, 404, 1.06 if 450 < x < 830 else 1.3, "#120a20", rim, flip=x > 640)
        for rim, x in heads
    )
    return sheaf(
        crowd(sheet, "town far left", 376, 15, "#1c1230", "#d9a878", 0, 360),
        crowd(sheet, "town far right", 376, 15, "#121c2c", "#6fd8c8", 920, WIDE),
        crowd(sheet, "town left", 412, 20, "#140c24", "#a87a5a", 0, 300),
        crowd(sheet, "town right", 412, 20, "#0d1422", "#4aa898", 980, WIDE),
        haze(sheet, 330, 170, "#1a0d2a", 0.6),
        seated,
    )


def _stacks(sheet: Sheet) -> str:
    """Chairs, in eights."""
    wood, dark, rim = "#3a2038", "#1c0e24", "#d9a070"
    seat = sheet.keep(
        line("M-36 44V4M36 44V4", dark, 8, stroke_linecap="butt")
        + shape("M-29-5H29L40 7H-40z", wood)
        + line("M-40 7H40", rim, 2)
    )
    back = sheet.keep(
        line("M-28-94V-2M28-94V-2", dark, 8, stroke_linecap="butt")
        + line("M-12-80V-6M0-82V-6M12-80V-6", dark, 4)
        + shape("M-34-104q34-10 68 0v20q-34-9-68 0z", wood)
        + line("M-34-104q34-10 68 0M32-84V-4", rim, 2)
    )
    made = []
    for x, y, size, flip in (
        (128, 486, 0.94, False), (232, 470, 0.8, False), (330, 456, 0.68, False),
        (964, 456, 0.68, True), (1060, 470, 0.8, True), (1162, 486, 0.94, True),
    ):  # fmt: skip
        made.append(use(back, x, y - 105 * size, 0, size, flip))
        made += [use(seat, x, y - i * 15 * size, 0, size, flip) for i in reversed(range(8))]
    return "".join(made)


def _night_panes(sheet: Sheet) -> str:
    """The four windows when there is no light behind them."""
    ramp = ("#0d1230", "#161c44", "#232650", "#2e2a50")
    lead, trim = "#080a1c", "#5a5078"
    signs = (
        flower(sheet, 0, 176, 86, lead, 3.4, 12) + ring(0, 176, 24, lead, 4),
        line("M-90 110Q10 150 100 250M96 60Q-20 150-60 300M-100 250Q0 210 100 190", lead, 14),
        ring(0, 290, 54, lead, 6)
        + line("M-46 158q8-46 46-50q38 4 46 50zM0 158v38q2 14 16 8", lead, 8),
        line(spokes(0, 180, 30, 200, 18), lead, 3) + ring(0, 180, 90, lead, 7, "60 20"),
    )
    return "".join(
        window(sheet, x, ramp, trim, sign, lead)
        for x, sign in zip((222, 486, 794, 1058), signs, strict=True)
    )


def _hall(sheet: Sheet, panes: str, folk: str, table: str, near: str, light: str) -> str:
    """The town hall: its windows, who is in it, what lies on the table, and what stands nearest."""
    ink = "#0b0616"
    return sheet.svg(
        BOX,
        sky(sheet, (0, "#0d0818"), (0.6, "#1a1024"), (1, ink)),
        hatch(sheet, "M0 0h1280v420H0z", "#4a3a6a", 0.25, 90),
        *(
            line(vault(x, 134, -20, 372), "#5a4a70", 1.6, opacity=0.6)
            for x in (-42, 222, 486, 794, 1058, 1322)
        ),
        panes,
        light,
        folk,
        glow(sheet, 640, 420, 330, "#ffe6c0", 0.7, "#fffaf0"),
        oval(640, 456, 330, 64, ink),
        oval(640, 442, 330, 64, sheet.down((0, "#4a3044"), (1, "#1f1222"))),
        oval(640, 442, 318, 58, "none", stroke="#8a6a70", stroke_width=1.4),
        table,
        glow(sheet, 640, 430, 150, "#fff6e0", 0.5),
        near,
        hatch(sheet, "M0 480h1280v240H0z", "#5a4a7a", 0.14),
        edges(sheet, ink, 0.6),
    )


def townhall() -> str:
    """Four windows are four lights; between them the one table, and the charter."""
    sheet = Sheet()
    e, o, n = ELENA.ramp, ORION.ramp, NORA.ramp
    fallen = shape(
        "M150 342h144l-40 200H110zM410 342h152l60 200H440z"
        "M718 342h152l-30 200H660zM986 342h144l40 200H1026z",
        sheet.down((0, "#fff", 0.12), (1, "#fff", 0)),
    )
    return _hall(
        sheet,
        _panes(sheet, e, n, o),
        _gathered(sheet),
        _cords() + _charter(),
        crowd(sheet, "town near", 592, 34, "#0d0718", "#4a3a58"),
        fallen,
    )


def townhall_grey() -> str:
    """The same towards evening, when the windows have all gone to the one grey."""
    return relit(townhall(), GREY, 0.86)


def townhall_empty() -> str:
    """The same at night: everybody has gone, and the chairs are being stacked."""
    sheet = Sheet()
    hung = sheaf(
        line("M640-10V196", "#0b0616", 4),
        shape("M596 226l20-32h48l20 32z", "#2a1a2c"),
        shape("M596 226h88q-44 22-88 0z", "#fff3d8"),
        glow(sheet, 640, 240, 200, "#ffd9a0", 0.8, "#fff6e0"),
        shape("M600 232h80l210 300H390z", sheet.down((0, "#ffe6c0", 0.3), (1, "#ffe6c0", 0))),
    )
    return _hall(sheet, _night_panes(sheet), _stacks(sheet), _charter(), "", hung)
