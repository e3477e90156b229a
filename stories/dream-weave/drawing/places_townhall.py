"""The town hall: full, in grey, and empty; and its step."""

from __future__ import annotations

from lights import ELENA, GREY, JAX, NORA, ORION
from rig.color import relit
from rig.pen import PEN
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
    person,
    rays,
    ring,
    sky,
    spokes,
    vault,
)
from rig.sheet import Sheet, block, disc, line, moved, oval, shape, sheaf, use


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


def _caps(sheet: Sheet, ink: str) -> str:
    """The tram men, with their backs to the door: caps, and hands in pockets."""
    made = []
    for i, (x, y, s) in enumerate(
        (
            (96, 462, 1.24),
            (168, 466, 1.3),
            (330, 460, 1.22),
            (500, 463, 1.26),
            (556, 468, 1.32),
            (772, 461, 1.22),
            (900, 466, 1.3),
            (968, 462, 1.24),
            (1180, 464, 1.28),
            (236, 512, 1.62),
            (410, 518, 1.68),
            (716, 514, 1.62),
            (1056, 518, 1.7),
        )
    ):
        cap = PEN.loop("-13 4!, -14 -6, -2 -12, 12 -7, 14 1!, 20 6!, 8 5")
        made.append(oval(x, y, 26 * s, 4 * s, ink, opacity=0.5))
        made.append(person(sheet, "coat", x, y, s, ink, "#ffb46a", flip=i % 2 == 1))
        made.append(
            moved(
                x,
                y - 98 * s,
                shape(cap, "#141c46"),
                line("M-12-4Q-2-13 12-6", "#ffb46a", 2),
                size=s * 0.8,
                flip=i % 3 == 0,
            )
        )
    return "".join(made)


def town_step() -> str:
    """The step of the town hall, in the thaw: over those who stand there a window is open."""
    sheet, ink = Sheet(), "#0a1030"
    stones = sheet.tile(96, 56, line("M0 1h96M0 29h96M30 1v28M76 29v28", "#1c2452", 2))
    day = ("#33427e", "#5668a0", "#8c98c0", "#c0bccc")
    lead = "#141c48"
    shut = (
        flower(sheet, 0, 176, 86, lead, 3.4, 12),
        line(spokes(0, 180, 30, 200, 18), lead, 3) + ring(0, 180, 90, lead, 7, "60 20"),
    )
    sash = "M-92 342V216l-58-18V362zM92 342V216l58-18V362z"
    opened = sheaf(
        window(
            sheet,
            640,
            ("#5a5a8c", "#e0a47c", "#ffd490", "#fff4d8"),
            "#ffd9a0",
            moved(0, 150, line("M-46 8q8-46 46-50q38 4 46 50zM0 8v38q2 14 16 8", "#2a2a5c", 8)),
            "#2a2a5c",
        ),
        glow(sheet, 640, 270, 300, "#ffcf8a", 0.6),
        moved(
            640,
            0,
            shape("M-92 220H92V338H-92z", "#fff0cc"),
            shape(sash, "#8c98c0"),
            line(sash, lead, 5),
            line("M-121 352V207M121 352V207M-150 280l58-2M150 280l-58-2", lead, 3),
        ),
    )
    sills = "".join(
        shape(f"M{x - 134} 342h268v16h-268z", "#6a74a8")
        + line(f"M{x - 134} 342h268", "#e8e4f4", 4)
        + shape(PEN.loop(f"{x - 128} 342!, {x - 96} 331, {x - 30} 333, {x - 4} 342!"), "#f4f2ff")
        + line(f"M{x - 110} 360v14M{x - 72} 360v22M{x - 30} 360v10M{x + 84} 360v13", "#dfe8ff", 3)
        for x in (222, 1058)
    )
    return sheet.svg(
        BOX,
        sky(sheet, (0, "#2a356e"), (0.5, "#4a5286"), (1, ink)),
        block(0, 0, WIDE, 480, stones, opacity=0.6),
        *(line(vault(x, 142, -24, 372), "#7a86b8", 3, opacity=0.6) for x in (222, 640, 1058)),
        window(sheet, 222, day, "#8c98c8", shut[0], lead),
        window(sheet, 1058, day, "#8c98c8", shut[1], lead),
        opened,
        sills,
        shape("M506 342h268v16h-268z", "#8a84a8"),
        line("M506 342h268", "#fff0d0", 4),
        shape("M520 358h240l90 190H430z", sheet.down((0, "#ffd9a0", 0.4), (1, "#ffd9a0", 0))),
        shape("M-10 430H1290V470H-10z", sheet.down((0, "#7a80ac"), (1, "#3c4478"))),
        shape("M-10 470H1290V730H-10z", sheet.down((0, "#5a6090"), (0.4, "#232a5c"), (1, ink))),
        line("M-10 430H1290M-10 470H1290", "#d8d4ea", 3, opacity=0.8),
        shape(PEN.loop("-20 480!, 20 446, 120 452, 190 470!, 120 484"), "#e8eaff"),
        shape(PEN.loop("1300 484!, 1260 448, 1170 450, 1100 470!, 1170 488"), "#e8eaff"),
        _caps(sheet, ink),
        hatch(sheet, "M0 470h1280v250H0z", "#6a74b0", 0.2, 0),
        edges(sheet, "#060a20", 0.65),
    )
