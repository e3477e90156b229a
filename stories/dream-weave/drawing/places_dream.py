"""Places of dreams: the shore, the table in the water, the room with a latch."""

from __future__ import annotations

from lights import DUSK
from rig.dice import Dice
from rig.pen import PEN, Point, along
from rig.scene import (
    BOX,
    HIGH,
    WIDE,
    edges,
    glow,
    hatch,
    motes,
    people,
    sky,
    towers,
)
from rig.sheet import Sheet, block, disc, group, line, moved, oval, shape, sheaf, use


def sands(sheet: Sheet, seed: str, top: float, color: str, gleam: str) -> str:
    """Ripples of wet sand, wider apart the nearer they are."""
    dice, data, bright, y, step = Dice(seed), "", "", top, 6.0
    while y < HIGH + 20:
        x = dice.span(-160, 0)
        while x < WIDE:
            w = dice.span(90, 330) * (0.5 + (y - top) / 300)
            lift = step * dice.span(-0.3, 0.3)
            one = PEN.trail([(x, y), (x + w * 0.5, y + lift), (x + w, y)])
            if dice.next() < 0.3:
                bright += one
            else:
                data += one
            x += w * dice.span(1.1, 1.5)
        y += step
        step *= 1.34
    return line(data, color, 3, opacity=0.4) + line(bright, gleam, 3, opacity=0.5)


def island(sheet: Sheet, x: float, y: float, size: float, ink: str, light: str) -> str:
    """An island that one could carry home, and its lamp on a pole."""
    land = PEN.loop("-120 10!, -70 -8, -20 -20, 26 -18, 80 -4, 124 10!")
    mirror = PEN.loop("-100 12!, -40 26, 30 24, 104 12!")
    post = (
        line("M0-16V-170M0-150h22", ink, 6)
        + shape("M10-150h26l-4 34h-18z", light)
        + shape("M6-156h34l-8-12h-18z", ink)
    )
    return moved(
        x,
        y,
        glow(sheet, 23, -134, 150, light, 0.9, "#fff6df"),
        glow(sheet, 23, -134, 420, light, 0.4),
        shape(land, ink),
        shape(mirror, ink, opacity=0.5),
        post,
        line("M23 30v34M20 76v26M25 112v30M22 156v18", light, 11, opacity=0.5),
        size=size,
    )


def evening(
    sheet: Sheet, colors: tuple[str, str, str, str], line_y: float, low: tuple[str, str, str]
) -> str:
    """A sky and the wet ground that shows it once more."""
    a, b, c, d = colors
    upper = block(0, 0, WIDE, line_y, sheet.down((0, a), (0.5, b), (0.84, c), (1, d)))
    lower = block(
        0, line_y, WIDE, HIGH - line_y, sheet.down((0, low[0]), (0.35, low[1]), (1, low[2]))
    )
    return upper + lower


def clouds(seed: str, y: float, color: str, much: float) -> str:
    """Long thin clouds."""
    dice, data = Dice(seed), ""
    for i in range(9):
        x, w, h = dice.span(-100, 1200), dice.span(160, 460), dice.span(5, 14)
        top = y + i * dice.span(8, 22)
        data += PEN.loop(
            [(x, top), (x + w * 0.3, top - h), (x + w, top), (x + w * 0.6, top + h * 0.5)]
        )
    return shape(data, color, opacity=much)


def shore() -> str:
    """The first ground: low water in the evening, and a lamp that is lit early."""
    sheet, ink = Sheet(), "#1d1438"
    walkers = people(
        sheet, "#33234f", "#ffd0a8",
        ("rest", 236, 470, 0.62, False),
        ("dress", 276, 476, 0.66, False),
        ("coat", 318, 468, 0.6, False),
        ("child", 352, 474, 0.6, False),
        ("rest", 980, 468, 0.6, False),
        ("coat", 1022, 476, 0.68, False),
        ("dress", 1062, 470, 0.62, False),
    )  # fmt: skip
    return sheet.svg(
        BOX,
        evening(
            sheet,
            ("#241a52", "#5a4590", "#d6818e", "#ffca94"),
            392,
            ("#ffc796", "#8f5f92", "#1a1238"),
        ),
        motes(26, "#fff0e0", "shore", 200, 1.5),
        clouds("shore", 150, "#f2a6a0", 0.4),
        clouds("shore low", 262, "#ffd9ae", 0.5),
        glow(sheet, 640, 392, 560, "#ffd9a8", 0.75, "#fff3dc"),
        block(0, 388, WIDE, 9, "#fff0d8", opacity=0.55),
        shape(
            "M-10 392q200-22 380-6 60 4 90 6zM820 392q160-18 300-12 100 2 170 8v4z",
            "#6a4a86",
            opacity=0.8,
        ),
        shape(
            PEN.loop(
                "-10 420!, 220 408, 420 424, 560 412, 700 424, 900 410, "
                "1100 424, 1290 412!, 1290 440!, 1000 436, 640 446, 300 434, "
                "-10 444!"
            ),
            "#ffe0bc",
            opacity=0.35,
        ),
        island(sheet, 618, 428, 1, ink, "#ffd27a"),
        sands(sheet, "shore", 440, "#2c1d52", "#ffd0a4"),
        walkers,
        glow(sheet, 640, 500, 320, "#ffcf8a", 0.3),
        edges(sheet, "#170f32", 0.6),
    )


def chair(side: float, ink: str, rim: str) -> str:
    """A chair, seen from the side; its back at the left or at the right."""
    return group(
        shape("M-20-96h8v48h32v8h-3V4h-7v-44h-20V4h-7z", ink),
        line("M-12-94v44h30", rim, 2),
        transform=f"scale({side} 1)",
    )


def table() -> str:
    """The same shore: the tide comes in around a long table, four chairs and a fifth."""
    sheet, ink = Sheet(), "#0a0d26"
    left, right = sheet.keep(chair(1, ink, "#ff9a7a")), sheet.keep(chair(-1, ink, "#8fd8ff"))
    top = "M372 424h536l64 40H308z"
    plates = "".join(
        oval(x, 436 + (i % 2) * 10, 26, 5, "#fff0d8", opacity=0.85)
        for i, x in enumerate((452, 548, 640, 732, 828))
    )
    waves = "".join(
        PEN.trail([(x, y), (x + 60, y - 5), (x + 120, y), (x + 180, y + 4), (x + 240, y)])
        for x, y in (
            (-20, 520),
            (250, 506),
            (520, 548),
            (760, 512),
            (1010, 530),
            (90, 588),
            (420, 604),
            (760, 590),
            (1040, 610),
            (-40, 660),
            (560, 668),
            (900, 664),
        )
    )
    return sheet.svg(
        BOX,
        evening(
            sheet,
            ("#0b0d2a", "#252a66", "#5f5a96", "#e8a08e"),
            372,
            ("#c98a92", "#3a3a78", "#090b20"),
        ),
        motes(60, "#dfe6ff", "table", 300, 1.8),
        clouds("table", 220, "#7a74b4", 0.35),
        glow(sheet, 640, 372, 520, "#ffb896", 0.65, "#ffe6d0"),
        block(0, 370, WIDE, 6, "#ffe0cc", opacity=0.5),
        island(sheet, 934, 384, 0.5, "#191c46", "#ffcf7a"),
        glow(sheet, 640, 410, 330, "#ffd9a0", 0.55),
        use(left, 330, 470, size=1.15),
        use(right, 950, 470, size=1.15),
        use(left, 470, 404, size=0.72),
        use(right, 810, 404, size=0.72),
        shape("M640 268h44l6 66h-56zM630 330h66v10h-66zM636 338h6v66h-6zM682 338h6v66h-6z", ink),
        line("M642 268h42M634 330h58", "#ffe6b8", 2.4),
        shape(top, sheet.down((0, "#4a3a68"), (1, "#171436"))),
        line("M372 424h536", "#ffe0b8", 3),
        shape("M308 464h664v14H308z", ink),
        plates,
        shape("M640 396l-4 30h8zM634 426h12v4h-12z", "#fff3d8"),
        glow(sheet, 640, 396, 120, "#ffe2a0", 0.9, "#fffaf0"),
        shape("M352 478h14v90h-14zM914 478h14v90h-14z", ink),
        shape("M308 480h664l-40 70H350z", "#060818", opacity=0.4),
        line(waves, "#b8b4e8", 3, opacity=0.5),
        line("M636 486v40M642 540v30", "#ffe0a8", 12, opacity=0.4),
        hatch(sheet, "M0 480h1280v240H0z", "#6a6ab0", 0.14, 0),
        edges(sheet, "#080a1e", 0.7),
    )


def drape(seed: str, flip: bool, color: str, dark: str) -> str:
    """A curtain of thread that falls from the middle of the ceiling to one side."""
    dice, parts = Dice(seed), ("", "")
    one, two = parts
    for i in range(22):
        t = i / 21
        top, foot = (540 - 150 * t + dice.span(-6, 6), -12), (318 - 250 * t + dice.span(-8, 8), 730)
        middle = (330 - 190 * t + dice.span(-12, 12), 210 + 60 * t)
        knots_: list[Point] = [top, middle, along(middle, foot, 0.5), foot]
        if flip:
            knots_ = [(WIDE - x, y) for x, y in knots_]
        if i % 3:
            one += PEN.trail(knots_)
        else:
            two += PEN.trail(knots_)
    return line(one, dark, 4.4, opacity=0.6) + line(two, color, 2.2, opacity=0.75)


def _night(sheet: Sheet) -> str:
    """What the window shows."""
    moon = PEN.loop("690 58!, 742 84, 748 132, 704 158, 664 142!, 700 138, 722 104")
    return sheaf(
        block(460, -10, 360, 360, sheet.down((0, "#241c58"), (0.55, "#6a4fa3"), (1, "#ffc8b0"))),
        shape(moon, "#fff3df"),
        glow(sheet, 706, 104, 120, "#fff0d8", 0.5),
        *(
            disc(x, y, s, "#fff")
            for x, y, s in (
                (520, 96, 1.6),
                (566, 54, 1.2),
                (604, 130, 1.8),
                (556, 190, 1.1),
                (780, 190, 1.4),
                (640, 80, 1.2),
            )
        ),
        towers(sheet, "room", 340, 30, 96, (22, 46), ("#3b2f7c", "#8a6ab0", "#ffd0c0"), dip=0.2),
    )


def _books() -> str:
    """Shelves of books."""
    return (
        shape("M50 108h140v240H50z", "#161033")
        + line("M50 108h140v240H50zM50 188h140M50 268h140", "#8a74c4", 2)
        + "".join(
            shape(f"M{x} {y - h}h{w}v{h}h-{w}z", c)
            for x, y, w, h, c in (
                (60, 186, 14, 56, "#b87aa6"),
                (82, 186, 18, 48, "#5f4a9a"),
                (108, 186, 20, 42, "#d99a68"),
                (136, 186, 14, 60, "#3a3282"),
                (160, 186, 18, 52, "#7a60b0"),
                (62, 266, 20, 44, "#d98fb4"),
                (90, 266, 14, 54, "#4a3c8c"),
                (112, 266, 18, 36, "#ffb36b"),
                (140, 266, 20, 56, "#5f4a9a"),
                (64, 346, 18, 40, "#7a60b0"),
                (92, 346, 20, 58, "#c98a5a"),
                (124, 346, 14, 46, "#b87aa6"),
                (148, 346, 26, 30, "#3a3282"),
            )
        )
    )


def _sleeper() -> str:
    """Somebody asleep, and a pillow."""
    return sheaf(
        shape(
            PEN.loop("392 456!, 388 428, 416 412, 470 412, 520 430, 524 466!, 460 472"),
            "#fff0e4",
        ),
        shape(PEN.loop("452 428, 460 398, 494 386, 522 404, 524 440, 496 452, 462 448"), "#2a1840"),
        shape(PEN.loop("478 414, 500 408, 520 420, 518 440, 498 448, 480 438"), "#e8b494"),
        line("M494 428q7 5 14 0", "#2a1840", 2),
    )


def room() -> str:
    """A room of one's own: a round window, a bed like a boat, a latch on the inside."""
    sheet, ink, r = Sheet(), DUSK.ink, DUSK.ramp
    pane = PEN.loop("472 164, 521 45, 640 -4, 759 45, 808 164, 759 283, 640 332, 521 283")
    view = _night(sheet)
    hull = PEN.loop(
        "318 416!, 392 434, 520 470, 640 476, 760 470, 890 434, 964 414!, "
        "930 478, 850 528, 760 548, 520 548, 430 528, 352 478"
    )
    cover = PEN.loop(
        "500 470!, 520 404, 580 380, 650 378, 700 388!, 780 390, 850 412, "
        "886 452!, 780 472, 640 476"
    )
    sleeper = _sleeper()
    shelf = _books()
    door = PEN.loop("1090 500!, 1090 110, 1112 58, 1160 40, 1208 58, 1230 110, 1230 500!")
    return sheet.svg(
        BOX,
        sky(sheet, (0, "#16103a"), (0.55, r[1]), (0.8, "#5a3f86"), (1, "#3a2460")),
        glow(sheet, 640, 200, 520, "#8a6ac4", 0.6),
        shelf,
        shape(door, sheet.down((0, "#1c1544"), (1, "#0f0a28"))),
        line(door, "#b89ae0", 2),
        shape("M1112 96h96v150h-96zM1112 276h96v190h-96z", "#ffffff", opacity=0.04),
        sheet.within(pane, view),
        line("M640-10V340M460 164H820", ink, 7),
        line(pane, ink, 16),
        line(pane, "#f3c8ff", 3),
        drape("room left", False, "#d9b4ff", "#5a48a0"),
        drape("room right", True, "#ffc8a0", "#8a5a78"),
        glow(sheet, 1116, 290, 110, "#ffb36b", 0.7),
        shape("M1098 284h58v12h-58z", "#ffe2c0"),
        disc(1106, 290, 12, "#ffe2c0"),
        shape("M1084 272h10v36h-10z", "#ffe2c0"),
        shape("M-10 496h1300v240H-10z", sheet.down((0, "#1a1238"), (1, "#0d081f"))),
        line("M-10 496h1300", "#a88ad8", 1.6, opacity=0.6),
        shape(hull, sheet.down((0, "#1c1440"), (1, "#0b0720"))),
        sleeper,
        shape(cover, sheet.linear(500, 380, 880, 470, (0, "#a884dc"), (1, "#4a3892"))),
        shape(
            PEN.loop("600 380!, 660 382, 700 388, 730 440, 700 474!, 680 420"),
            "#5a45a4",
            opacity=0.8,
        ),
        line(
            PEN.trail("520 404, 580 380, 650 378, 700 388, 780 390, 850 412, 886 452"),
            "#fbe6ff",
            2.6,
        ),
        line(
            PEN.trail("318 416, 392 434, 520 470, 640 476, 760 470, 890 434, 964 414"), "#e0a878", 4
        ),
        glow(sheet, 934, 382, 190, "#ffb36b", 0.75),
        line("M934 404v26", "#ffe2c0", 5),
        shape(PEN.loop("934 350!, 944 376, 940 396, 928 396, 924 376"), "#fff6e0"),
        hatch(sheet, "M0 496h1280v224H0z", "#7a5ac0", 0.16, 0),
        motes(24, "#ffe6d8", "room", 520, 1.6),
        edges(sheet, "#0d0820", 0.45),
    )
