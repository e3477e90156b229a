"""The Corn Exchange: its hall, its auditorium, and the cellar below."""

from __future__ import annotations

from lights import ELENA, JAX, NORA
from rig.color import mix
from rig.dice import Dice
from rig.pen import PEN, spin
from rig.scene import (
    BOX,
    HIGH,
    WIDE,
    brush,
    crowd,
    edges,
    flower,
    glow,
    hatch,
    haze,
    lamp,
    motes,
    person,
    rain,
    rays,
    ring,
    sky,
    spokes,
    towers,
    vault,
)
from rig.sheet import Sheet, block, disc, group, line, mark, moved, shape, sheaf, use

CHAIRS = "M584 490h5v34h22v5h-3v26h-4v-26h-12v26h-4zM690 490h-5v34h-22v5h3v26h4v-26h12v26h4z"


FULL = f"M0 0h{WIDE}v{HIGH}H0z"


def columns(sheet: Sheet, ink: str, trim: str, at: tuple[tuple[float, float], ...]) -> str:
    """Iron columns with brackets to the left and right; each at a place, so wide."""
    one = sheaf(
        shape(PEN.loop("-7 0!, -9 60, -9 640, -16 720!, 16 720!, 9 640, 9 60, 7 0!"), ink),
        shape("M-15 96h30v12h-30zM-12 84h24v8h-24z", ink),
        line("M8 112V700", trim, 2.4, opacity=0.8),
        line(PEN.trail("-8 96, -30 40, -110 0") + PEN.trail("8 96, 30 40, 110 0"), ink, 9),
        line(PEN.trail("12 92, 32 42, 110 3"), trim, 1.8, opacity=0.7),
        line(
            PEN.loop("-44 4, -30 22, -46 34, -62 18") + PEN.loop("44 4, 30 22, 46 34, 62 18"),
            ink,
            4,
        ),
    )
    href = sheet.keep(one)
    return "".join(use(href, x, 0, size=size) for x, size in at)


def roof(sheet: Sheet, ink: str, glass: str, peak: float = -60, foot: float = 150) -> str:
    """A roof of iron and glass, with rain on it."""
    panes = PEN.facet([(0, foot), (640, peak), (1280, foot), (1280, -10), (0, -10)])
    bars = PEN.lines(((640, peak - 40), (x, foot + 90)) for x in range(-400, 1700, 140))
    return (
        shape(panes, sheet.linear(0, -10, 0, foot, (0, glass), (1, ink)))
        + line(bars, ink, 5)
        + line(
            PEN.edge([(0, foot), (640, peak), (1280, foot)])
            + PEN.edge([(0, foot - 70), (640, peak - 40), (1280, foot - 70)]),
            ink,
            10,
        )
    )


def clock(x: float, y: float, r: float, light: str, ink: str) -> str:
    """The clock of the Exchange: ten to nine, and its minute hand is bent."""
    hours = PEN.lines(
        (spin(x, y, r * 0.8, i / 12), spin(x, y, r * 0.92, i / 12)) for i in range(12)
    )
    tip, knee = spin(x, y, r * 0.8, -0.25 + 50.4 / 60), spin(x, y, r * 0.46, -0.25 + 47.4 / 60)
    return sheaf(
        disc(x, y, r * 1.12, ink),
        disc(x, y, r, light),
        ring(x, y, r * 1.06, mix(light, ink, 0.35), 2),
        ring(x, y, r * 0.7, ink, 1, opacity=0.35),
        line(hours, ink, r * 0.045),
        line(PEN.edge([(x, y), spin(x, y, r * 0.5, -0.25 + (8 + 5 / 6) / 12)]), ink, r * 0.08),
        line(PEN.edge([(x, y), knee, tip]), ink, r * 0.05),
        disc(x, y, r * 0.08, ink),
    )


def hall() -> str:
    """Under the clock: wet people between iron columns, and a door with the light behind it."""
    sheet, r, rim = Sheet(), ELENA.ramp, ELENA.rim
    ink = ELENA.ink
    door = vault(640, 190, 236, 640)
    inner = sheaf(
        block(440, 220, 400, 430, sheet.down((0, "#5a1f4f"), (0.55, "#c7605f"), (1, "#ffcf8a"))),
        glow(sheet, 640, 420, 260, "#ffe2a8", 0.95, "#fff6df"),
        flower(sheet, 640, 410, 130, "#fff0cf", 1.6, 16, opacity=0.8),
        shape("M440 560q200-26 400 0v90h-400z", "#4a1838"),
        shape(CHAIRS, "#3a1030"),
    )
    return sheet.svg(
        BOX,
        sky(sheet, (0, r[0]), (0.5, "#2d0f42"), (1, "#431650")),
        roof(sheet, "#14081f", "#34194a"),
        rain(sheet, "#d8b4d8", 0.16),
        glow(sheet, 640, 430, 520, "#f0a068", 0.5),
        shape(vault(640, 214, 206, 660), ink),
        sheet.within(door, inner),
        line(door, rim, 3),
        line(vault(640, 204, 220, 660), rim, 1, opacity=0.5),
        line(spokes(640, 640, 240, 264, 40), rim, 1, opacity=0.2),
        clock(640, 124, 84, "#ffe6b8", ink),
        glow(sheet, 640, 124, 230, "#ffd08a", 0.5),
        columns(
            sheet,
            ink,
            rim,
            ((372, 0.92), (908, 0.92), (196, 1.1), (1084, 1.1), (10, 1.35), (1270, 1.35)),
        ),
        *(
            lamp(sheet, x, y, 9, "#ffcf7a", 0.6)
            for x, y in ((284, 208), (996, 208), (104, 236), (1176, 236))
        ),
        haze(sheet, 380, 220, "#a8486a", 0.35),
        crowd(sheet, "hall far", 560, 17, "#3a1348", "#ffbf80"),
        crowd(sheet, "hall mid", 606, 25, "#230b36", "#c98a60"),
        crowd(sheet, "hall near", 668, 36, "#14071f", "#7a4a58"),
        hatch(sheet, "M0 470h1280v250H0z", "#5a2a5a", 0.18),
        edges(sheet, r[0]),
    )


def ribs(dark: str, ink: str, trim: str, sheet: Sheet) -> str:
    """The ribs of an arch at both edges."""
    side = sheaf(
        shape(
            PEN.loop("-10 -10!, 332 -10!, 196 90, 118 230, 108 360, 118 560, 140 730!, -10 730!"),
            dark,
        ),
        shape(
            PEN.loop("-10 -10!, 250 -10!, 134 90, 70 230, 58 360, 68 560, 86 730!, -10 730!"),
            ink,
        ),
        *(
            line(
                PEN.trail(
                    [
                        (332 - k * 19, -10),
                        (196 - k * 15, 90),
                        (118 - k * 13, 230),
                        (108 - k * 12, 360),
                        (118 - k * 12, 560),
                        (140 - k * 13, 730),
                    ]
                ),
                trim,
                2.4 if k in (0, 4) else 0.9,
                opacity=0.9 if k in (0, 4) else 0.45,
            )
            for k in range(5)
        ),
    )
    href = sheet.keep(side)
    return use(href) + use(href, WIDE, flip=True)


def display(sheet: Sheet, x: float, y: float, bright: str, rose: str) -> str:
    """The display: a flower of thread that turns in the air."""
    waves = ring(x, y, 262, bright, 5, "2 14", opacity=0.9) + ring(x, y, 270, bright, 1.4)
    return sheaf(
        glow(sheet, x, y, 400, "#ffd98a", 0.95, "#fff3cf"),
        flower(sheet, x, y, 250, bright, 1.1, 24, opacity=0.75),
        flower(sheet, x, y, 168, rose, 1.3, 18, opacity=0.7),
        flower(sheet, x, y, 104, "#fff3d6", 1.5, 10, opacity=0.8),
        waves,
        rays(x, y, 278, 296, 64, 0.28, bright, opacity=0.55),
        disc(x, y, 30, "#fffaf0", opacity=0.8),
    )


def auditorium() -> str:
    """The display above the stage, the city behind the glass, four thousand people."""
    sheet, r = Sheet(), ELENA.ramp
    beams = (
        "M420-10L316 520h120L444-10zM860-10L964 520H844L836-10z"
        "M300-10L190 520h80L318-10zM980-10l110 530h-80L962-10z"
    )
    return sheet.svg(
        BOX,
        sky(sheet, (0, r[0]), (0.42, r[1]), (0.68, r[2]), (0.86, r[3]), (1, r[4])),
        motes(46, "#ffe6c8", "auditorium", 280, 1.7),
        glow(sheet, 640, 430, 560, "#ffb07a", 0.7),
        towers(
            sheet,
            "auditorium far",
            610,
            130,
            380,
            (46, 88),
            ("#7b2f78", "#f0917c", "#ffc49a"),
            dip=0.45,
        ),
        haze(sheet, 330, 290, "#ff9f7e", 0.5),
        towers(
            sheet,
            "auditorium near",
            640,
            190,
            400,
            (60, 112),
            ("#2b0d42", "#7a2a68", "#ffc98e"),
            dip=0.6,
            lit="#ffdca0",
        ),
        haze(sheet, 420, 220, "#ff9f7e", 0.34),
        display(sheet, 640, 262, "#f7cf8e", "#e8788f"),
        shape(beams, sheet.down((0, "#ffe7c0", 0.26), (0.8, "#ffe7c0", 0))),
        shape("M-10 530q650-56 1300 0v200H-10z", "#2a0c3c"),
        line("M-10 530q650-56 1300 0", "#ffcf8a", 2.2),
        ribs("#240a38", r[0], "#f0c078", sheet),
        crowd(sheet, "auditorium far", 548, 14, "#4a1a55", "#e89a78"),
        crowd(sheet, "auditorium mid", 590, 22, "#2c0e40", "#b06a70"),
        crowd(sheet, "auditorium near", 652, 34, "#170728", "#6a3a60"),
        hatch(sheet, "M0 480h1280v240H0z", "#6a2a6a", 0.16),
        edges(sheet, r[0], 0.5),
    )


def auditorium_jax() -> str:
    """The same from behind an iron column, in red and bone: its number is 212."""
    sheet = Sheet()
    bone, red, ink = JAX.ramp[4], "#d93a24", JAX.ink
    column = PEN.loop("300 -10!, 296 120, 292 540, 270 730!, 452 730!, 432 540, 428 120, 424 -10!")
    plate = moved(
        362,
        300,
        mark("rect", x=-46, y=-30, width=92, height=60, rx=5, fill="#e0a552"),
        mark(
            "rect",
            x=-40,
            y=-24,
            width=80,
            height=48,
            rx=3,
            fill="none",
            stroke="#7a4a1c",
            stroke_width=2,
        ),
        line(
            "M-26-12q14-8 14 4q0 8-14 20h15M-3-8l7-6v26M14-12q14-8 14 4q0 8-14 20h15", "#4a2810", 5
        ),
        turn=-2,
    )
    return sheet.svg(
        BOX,
        sky(sheet, (0, "#3a0d18"), (0.5, "#8a1a22"), (0.85, "#e2573a"), (1, "#f0a070")),
        glow(sheet, 760, 300, 560, "#ffd9a8", 0.85, bone),
        rays(760, 290, 150, 900, 30, 0.3, "#ffb48a", opacity=0.14),
        flower(sheet, 760, 290, 210, bone, 1.6, 18, opacity=0.75),
        flower(sheet, 760, 290, 120, JAX.acc, 2, 12, opacity=0.7),
        disc(760, 290, 46, bone),
        brush((470, 560), (1300, 470), 20, 60, red, "stall floor", 9, 0.5),
        shape("M-10 560q700-70 1300-20v200H-10z", "#2a0d14"),
        person(sheet, "dress", 770, 530, 1.5, "#2a0d14", bone),
        shape("M846 470h44v6h-44zM848 430h6v100h-6zM882 470h6v60h-6z", "#2a0d14"),
        crowd(sheet, "stall far", 560, 18, "#5a1620", "#ffb08a"),
        crowd(sheet, "stall mid", 606, 28, "#37101a", "#e0604a"),
        crowd(sheet, "stall near", 670, 42, ink, "#9a3428"),
        columns(sheet, ink, red, ((1010, 1), (1216, 1.2))),
        shape(
            column,
            sheet.linear(
                290, 0, 434, 0, (0, "#0e070c"), (0.6, "#2a141c"), (0.86, "#4a1a1e"), (1, red)
            ),
        ),
        line("M424-10L428 120 432 540 452 730", "#ff7a50", 4),
        hatch(sheet, column, "#7a3a34", 0.35, 80),
        shape("M276 66h172v16H276zM282 92h160v8H282z", ink),
        plate,
        brush((-20, 60), (250, 700), 60, 150, "#12070d", "stall edge", 11, 0.9),
        edges(sheet, "#12070d", 0.6),
    )


def traces(
    seed: str, x: float, y: float, inner: float, outer: float, count: int
) -> tuple[str, list[tuple[float, float]]]:
    """Lines that lead outwards and bend on the way; and where they end."""
    dice, data, ends = Dice(seed), "", []
    for i in range(count):
        turn = (i + dice.span(-0.25, 0.25)) / count
        bend = turn + dice.pick((-0.012, 0.012, 0.02))
        a, b, c = (
            spin(x, y, inner, turn),
            spin(x, y, dice.span(inner * 1.4, inner * 2.1), turn),
            spin(x, y, dice.span(inner * 2.4, outer), bend),
        )
        data += PEN.edge([a, b, c])
        ends.append(c)
    return data, ends


def _pillar(sheet: Sheet, r: tuple[str, ...], rim: str) -> str:
    """A pillar of brick and light."""
    return sheet.keep(
        block(
            0,
            -10,
            110,
            740,
            sheet.linear(0, 0, 110, 0, (0, r[0]), (0.75, "#062830"), (1, "#0e4a52")),
        )
        + line("M108-10V730", rim, 5, opacity=0.85)
        + line(
            "M0 60h84M0 132h70M0 204h92M0 276h76M0 348h84M0 420h66M0 492h88M0 564h74M0 636h90",
            "#1c7f80",
            1.6,
            opacity=0.6,
        )
    )


def core() -> str:
    """The third grain cellar: what holds all the threads, between pillars of brick and light."""
    sheet, r, rim, acc = Sheet(), NORA.ramp, NORA.rim, NORA.acc
    x, y = 640, 270
    lines, ends = traces("core", x, y, 118, 620, 64)
    pillar = _pillar(sheet, r, rim)
    thin = sheet.keep(
        block(0, -10, 46, 740, sheet.linear(0, 0, 46, 0, (0, r[0]), (1, "#0a3d47")))
        + line("M45-10V730", rim, 2.4, opacity=0.7)
    )
    slots = "".join(
        use(
            sheet.keep(
                shape("M-26 0q0-40 26-44q26 4 26 44z", "#04151a")
                + disc(0, -17, 9, "#8ff0dc", opacity=0.5)
                + line("M-26 0q0-40 26-44q26 4 26 44z", rim, 1.6, opacity=0.6)
            ),
            60 + i * 129,
            560 + abs(i - 4.5) * 9,
        )
        for i in range(10)
    )
    return sheet.svg(
        BOX,
        sky(sheet, (0, r[0]), (0.6, r[1]), (1, "#06262d")),
        glow(sheet, x, y, 620, "#1c8f8e", 0.95, "#3fd0c0"),
        line(lines, "#7ff0dc", 1.6, opacity=0.55),
        group(*(disc(a, b, 4.5, acc) for a, b in ends[::5])),
        ring(x, y, 404, "#4fd8c8", 14, "90 60 30 40 160 70", opacity=0.3),
        ring(x, y, 340, rim, 3, "40 26 8 26", opacity=0.55),
        ring(x, y, 272, "#5fe0d0", 18, "120 44 20 44", opacity=0.42),
        ring(x, y, 214, rim, 2.4),
        ring(x, y, 176, "#8ff5e4", 12, "64 22", opacity=0.7),
        ring(x, y, 132, rim, 22, "6 10", opacity=0.65),
        ring(x, y, 96, "#d6fff0", 3),
        glow(sheet, x, y, 190, "#a6fbe4", 1, "#f4fffb"),
        shape(
            "M-10 470q650 26 1300 0v260H-10z",
            sheet.down((0, "#0a3d47"), (0.4, "#04191f"), (1, r[0])),
        ),
        line("M-10 470q650 26 1300 0", rim, 2, opacity=0.7),
        slots,
        use(thin, 176),
        use(thin, 1104, flip=True),
        use(pillar),
        use(pillar, WIDE, flip=True),
        hatch(sheet, FULL, "#2aa0a0", 0.1, 0),
        edges(sheet, r[0], 0.6),
    )
