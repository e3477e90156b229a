"""Outside the Corn Exchange: the square in the rain and on a dry day; the tram stop."""

from __future__ import annotations

from dataclasses import dataclass

from elena import ELENA_TRASK
from rig.dice import Dice
from rig.face import face
from rig.figure import sitter
from rig.pen import PEN
from rig.scene import (
    BOX,
    WIDE,
    crowd,
    edges,
    flower,
    glow,
    hatch,
    lamp,
    person,
    rain,
    sky,
    towers,
)
from rig.sheet import Sheet, disc, group, line, moved, oval, shape, sheaf, use


def umbrella(s: float, color: str, ink: str, rim: str) -> str:
    """An umbrella from the side, so large."""
    dome = PEN.loop(
        f"{-s} 0!, {-s * 0.8} {-s * 0.5}, 0 {-s * 0.86}, "
        f"{s * 0.8} {-s * 0.5}, {s} 0!, {s * 0.66} {-s * 0.12}, "
        f"{s * 0.33} 0!, 0 {-s * 0.12}, {-s * 0.33} 0!, "
        f"{-s * 0.66} {-s * 0.12}"
    )
    return sheaf(
        line(f"M0 {-s * 0.9:.0f}V{s * 1.3:.0f}", ink, s * 0.05),
        shape(dome, color),
        line(
            PEN.trail([(0, -s * 0.86), (-s * 0.3, -s * 0.5), (-s * 0.33, 0)])
            + PEN.trail([(0, -s * 0.86), (s * 0.3, -s * 0.5), (s * 0.33, 0)]),
            ink,
            1.4,
            opacity=0.6,
        ),
        line(
            PEN.trail([(-s * 0.8, -s * 0.5), (0, -s * 0.86), (s * 0.8, -s * 0.5)]),
            rim,
            s * 0.045,
        ),
    )


def umbrellas(
    sheet: Sheet, seed: str, y: float, size: float, colors: tuple[str, ...], ink: str, rim: str
) -> str:
    """A row of them."""
    dice, x, made = Dice(seed), -size, []
    kinds = [sheet.keep(umbrella(size, color, ink, rim)) for color in colors]
    while x < WIDE + size:
        made.append(
            use(
                dice.pick(kinds),
                x,
                y + dice.span(-size * 0.3, size * 0.3),
                dice.span(-9, 9),
                round(dice.span(0.86, 1.12), 2),
            )
        )
        x += size * dice.span(1.2, 1.9)
    return "".join(made)


def screen(sheet: Sheet) -> str:
    """Six floors of her face, without a sound."""
    s = sitter(ELENA_TRASK, "fervent", sheet)
    hair = shape(
        PEN.loop(
            "-104 40, -116 -80, -74 -166, 0 -186, 78 -166, 120 -84, 106 44, 80 100!, -80 100!"
        ),
        "#2c1430",
    )
    wings = shape(
        PEN.loop(
            "-12 -152!, -66 -146, -106 -84, -110 0, -100 90!, -90 30, -80 -54, -48 -100, -8 -124!"
        ),
        "#64304f",
    )
    wings += shape(
        PEN.loop("-12 -152!, 56 -154, 106 -96, 112 0, 104 96!, 92 20, 78 -52, 40 -100, -12 -124!"),
        "#2c1430",
    )
    knot = shape(
        PEN.loop("6 -170, 0 -216, 50 -262, 112 -256, 146 -204, 124 -146, 60 -132"), "#3a1a3c"
    ) + line("M20-190L140-270", "#f0c067", 5)
    neck = shape(
        PEN.loop("-44 80!, -50 180, -160 240!, -160 330!, 170 330!, 170 250!, 54 180, 46 80!"),
        "#8a4a58",
    )
    frame = "M452 34h376v404H452z"
    floors = line(
        (
            "M452 101h376M452 168h376M452 235h376M452 302h376M452 369h376"
            "M546 34v404M640 34v404M734 34v404"
        ),
        "#120a2a",
        2.2,
    )
    scan = sheet.tile(6, 4, line("M0 1h6", "#0b1338", 1.3))
    return sheaf(
        shape("M436 20h408v434H436z", "#0b1030"),
        sheet.within(
            frame,
            shape(frame, sheet.down((0, "#6a2a6a"), (1, "#f09a78"))),
            flower(sheet, 640, 240, 260, "#ffd9a0", 2, 16, opacity=0.5),
            moved(640, 266, knot, hair, neck, face(s), wings, size=1.12),
            shape(frame, scan, opacity=0.3),
            floors,
        ),
        line(frame, "#ffcf8a", 2),
    )


def plaza() -> str:
    """The square in the rain: the screen on the front of the Exchange, umbrellas below it."""
    sheet, ink = Sheet(), "#0a1030"
    banner = "M0 0h96v236l-48 36-48-36z"
    glyph = moved(48, 150, line("M-26 4q4-28 26-30q22 2 26 30zM0 4v22q1 9 10 4", "#1d1438", 5))
    hung = sheet.keep(
        shape(banner, "#f58b2c")
        + shape("M62 0h34v236l-34 25z", "#c9641c")
        + glyph
        + line("M0 0h96", "#ffd08a", 3)
    )
    wings = "M-10 90L250 140 250 640-10 660zM1290 90L1030 140 1030 640 1290 660z"
    front = "M330 640V150L640-20 950 150V640z"
    slits = sheet.tile(
        44, 62, shape("M8 12h15v28H8z", "#ffb45e") + shape("M30 40h6v14h-6z", "#e08a50")
    )
    return sheet.svg(
        BOX,
        sky(sheet, (0, "#070d28"), (0.5, "#1c2f66"), (0.8, "#6a5a80"), (1, "#c7725a")),
        glow(sheet, 640, 260, 560, "#ffb08a", 0.5),
        shape(wings, sheet.down((0, "#101a40"), (1, "#2a2a55"))),
        shape(wings, slits, opacity=0.3),
        shape(front, sheet.down((0, "#1b2350"), (1, "#3a2f5a"))),
        line(PEN.edge("330 150, 640 -20, 950 150"), "#ffb45e", 3),
        hatch(sheet, front, "#4a5a9a", 0.3, 90),
        shape("M350 470h580v14H350zM370 484h26v160h-26zM884 484h26v160h-26z", ink),
        screen(sheet),
        use(hung, 196, 66),
        use(hung, 988, 66),
        glow(sheet, 640, 480, 420, "#ffb07a", 0.4),
        shape("M-10 560q650-40 1300 0v170H-10z", sheet.down((0, "#2a2450"), (1, ink))),
        brush_wet(),
        umbrellas(sheet, "plaza far", 546, 30, ("#27407f", "#e07f30", "#3a2f62"), ink, "#ffc58a"),
        crowd(sheet, "plaza far", 566, 13, "#141c46", "#e0a070"),
        umbrellas(sheet, "plaza mid", 600, 46, ("#182a60", "#b85a20", "#231c48"), ink, "#d99a68"),
        umbrellas(sheet, "plaza near", 684, 78, ("#0d1636", "#141040", "#4a2416"), ink, "#7a5a60"),
        rain(sheet, "#cfd8ff", 0.3),
        edges(sheet, "#060a20", 0.8),
    )


FURLED = "0 -52!, 5 -44, 6 -20, 2 14!, 0 18, -2 14!, -6 -20, -5 -44"
"""An umbrella that nobody has had to open."""


def _dry_crowd(sheet: Sheet, ink: str) -> str:
    """Heads, umbrellas put up by nobody, and the band that goes round and round."""
    rolled = sheet.keep(
        shape(PEN.loop(FURLED), "#2a2c5e")
        + line("M0-50v-14q0-9 8-8", "#14193e", 3.4)
        + line("M4-42Q6-20 2 12", "#ffc98a", 1.4)
    )
    horn = sheet.keep(
        oval(0, 0, 25, 21, "#8a5a2c")
        + oval(-2, -1, 22, 18, "#f0b45c")
        + oval(-1, 1, 14, 11, "#7a4a22")
        + line("M-14 14q-10 30 2 60M12 16q6 26-2 56", "#c98a42", 6)
    )
    dice, held = Dice("square"), ""
    for i in range(17):
        held += use(rolled, 30 + i * 77 + dice.span(-20, 20), 566 + dice.span(-18, 14),
                    dice.span(-14, 14), round(dice.span(0.62, 1), 2))  # fmt: skip
    return sheaf(
        crowd(sheet, "square far", 516, 10, "#3c3f70", "#e8c8a8"),
        use(horn, 494, 506, -12, 0.72),
        use(horn, 808, 512, 9, 0.66, flip=True),
        crowd(sheet, "square mid", 548, 15, "#282c5a", "#e0b088"),
        held,
        crowd(sheet, "square near", 606, 25, "#141a42", "#c98f68"),
        crowd(sheet, "square here", 678, 40, ink, "#6a5870"),
    )


def _window(sheet: Sheet, x: float, high: bool) -> str:
    """A window that was behind the screen; the middle one is open."""
    half = 40 if high else 34
    frame = f"M{-half} 118V-40Q{-half}-96 0-104Q{half}-96 {half}-40V118z"
    dark = (0, "#20264f"), (1, "#46486f")
    bright = (0, "#fff0cc"), (0.6, "#ffcf8a"), (1, "#f0a05a")
    return moved(
        x,
        300,
        glow(sheet, 0, 20, 210, "#ffc27a", 0.75) if high else "",
        shape(
            f"M{-half - 9} 118V-42Q{-half - 9}-106 0-114Q{half + 9}-106 {half + 9}-42V118z",
            "#c8b2aa",
        ),
        shape(frame, sheet.down(*(bright if high else dark))),
        (
            shape("M-40 118V-40l-30 12V132zM40 118V-40l30 12V132z", "#7886b8", opacity=0.75)
            + line("M-40 118V-40l-30 12V132zM40 118V-40l30 12V132z", "#232a58", 4)
            + line("M-55 126V-34M55 126V-34M-70 52l30-8M70 52l-30-8", "#232a58", 3)
            if high
            else line(f"M0 118V-104M{-half}-36h{2 * half}M{-half} 40h{2 * half}", "#c8b2aa", 4)
        ),
        line(f"M{-half - 18} 124h{2 * half + 36}", "#e6d2c4", 9),
        line(f"M{-half - 18} 131h{2 * half + 36}", "#3a3a68", 4),
    )


def square() -> str:
    """The square on a dry day: the screen is off the Exchange, and there are windows behind it."""
    sheet, ink = Sheet(), "#0a1030"
    wings = "M-10 90L250 140 250 640-10 660zM1290 90L1030 140 1030 640 1290 660z"
    front = "M330 640V150L640-20 950 150V640z"
    slits = sheet.tile(
        44, 62, shape("M8 12h15v28H8z", "#2c3666") + shape("M30 40h6v14h-6z", "#3a4474")
    )
    courses = sheet.tile(72, 40, line("M0 1h72M0 21h72M20 1v20M56 21v20", "#2c2f5c", 1.4))
    # Somebody in spectacles, on every corner; what corrects nothing has no glass in it.
    pane = sheet.keep(
        shape("M0 0h92v150H0z", "#0b2a3a")
        + shape("M5 5h82v140H5z", sheet.down((0, "#a6fbe4"), (1, "#1c8f8e")))
        + shape(PEN.loop("46 26, 76 44, 74 92, 46 122, 18 92, 16 44"), "#0f5a62", opacity=0.55)
        + disc(33, 68, 11, "none", stroke="#e9fff6", stroke_width=3)
        + disc(59, 68, 11, "none", stroke="#e9fff6", stroke_width=3)
        + line("M44 68h4M38 100q8 5 16 0", "#e9fff6", 3)
    )
    hooks = "M452 150h-16v14h16M452 300h-16v14h16M828 150h16v14h-16M828 300h16v14h-16"
    return sheet.svg(
        BOX,
        sky(sheet, (0, "#54649c"), (0.4, "#98a0c0"), (0.7, "#e0c4b4"), (1, "#f4cf9e")),
        glow(sheet, 640, 90, 620, "#fff0d8", 0.55),
        shape(wings, sheet.down((0, "#39457c"), (1, "#4c4a78"))),
        shape(wings, slits, opacity=0.6),
        shape(front, sheet.down((0, "#8a84a4"), (0.6, "#8c7c98"), (1, "#5a5484"))),
        shape(front, courses, opacity=0.3),
        shape("M330 640V150L640-20V640z", "#ffe6cc", opacity=0.1),
        line(PEN.edge("330 150, 640 -20, 950 150"), "#fff0d0", 4),
        shape("M452 122L640 18 828 122V430H452z", "#f6e2d2", opacity=0.2),
        line(hooks, "#2a2c58", 5),
        disc(640, 100, 36, "#c8b2aa"),
        disc(640, 100, 28, "#272d5a"),
        line("M640 72v56M612 100h56", "#c8b2aa", 4),
        *(_window(sheet, x, x == 640) for x in (512, 768, 640)),
        shape("M350 454h580v14H350zM370 468h26v160h-26zM884 468h26v160h-26z", "#2f3264"),
        line("M350 454h580", "#f0d8c4", 3),
        use(pane, 128, 196, 2),
        use(pane, 1066, 202, -2),
        glow(sheet, 174, 270, 130, "#5ef5dc", 0.4),
        glow(sheet, 1112, 276, 130, "#5ef5dc", 0.4),
        shape("M-10 540q650-50 1300 0v190H-10z", sheet.down((0, "#8a8098"), (1, ink))),
        moved(
            346,
            502,
            line("M-104-92V80M104-84V80", ink, 5),
            shape("M-104-88Q0-70 104-78V-18Q0-10-104-28z", "#f58b2c"),
            shape("M24-77Q70-75 104-78V-18Q64-14 24-17z", "#c9641c"),
            line("M-30-36q4-28 26-30q22 2 26 30zM-4-36v16q1 9 10 3", "#1d1438", 4.4),
            turn=-1.5,
        ),
        _dry_crowd(sheet, ink),
        edges(sheet, "#0a1030", 0.7),
    )


def brush_wet() -> str:
    """Reflections on wet stone."""
    return line(
        "M560 570v60M604 566v92M640 564v80M690 566v70M730 570v84M500 580v30M790 580v40",
        "#ffc08a",
        5,
        opacity=0.35,
    )


def tram_car(sheet: Sheet, size: float) -> str:
    """A tram that comes towards one."""
    return group(
        shape(
            PEN.loop("-92 0!, -96 -120, -84 -210, -40 -232, 40 -232, 84 -210, 96 -120, 92 0!"),
            "#16224e",
        ),
        shape(
            PEN.loop("-76 -92!, -78 -150, -68 -192!, 68 -192!, 78 -150, 76 -92!"),
            sheet.down((0, "#ffe2a8"), (1, "#ffa94e")),
        ),
        shape("M-70-92h26v-96h-8zM-4-92h8v-100h-8z", "#0d1638"),
        shape("M-46-222h92v18h-92z", "#ffcf7a"),
        shape("M-96-76h192v16H-96z", "#e07f30"),
        shape(
            PEN.loop(
                "-30 -92!, -28 -120, -10 -130!, -10 -152, 6 -160, 18 -146, "
                "14 -130!, 30 -120, 34 -92!"
            ),
            "#1a1430",
        ),
        disc(-58, -36, 13, "#fff3d0"),
        disc(58, -36, 13, "#fff3d0"),
        line("M0-232V-330M-40-300L40-300", "#0b1030", 3),
        transform=f"scale({size})",
    )


@dataclass(frozen=True)
class Hour:
    """When somebody waits for a tram: the sky, from above; what shines behind the tram; towers;

    house fronts at the left and at the right, from above; windows, lit and dark; the road, from
    far; what falls or lies: `rain`, `snow`, or nothing.
    """

    sky: tuple[tuple[float, str], ...]
    shine: str
    towers: tuple[str, str, str]
    left: tuple[str, str]
    right: tuple[str, str]
    panes: tuple[str, str, str]
    road: tuple[tuple[float, str], ...]
    falls: str = ""


WET_NIGHT = Hour(
    ((0, "#060b24"), (0.55, "#1c2c62"), (0.8, "#57507f"), (1, "#c7805e")),
    "#ffb06a",
    ("#34407c", "#a87a78", "#ffc58a"),
    ("#0b1338", "#222a5c"),
    ("#0b1338", "#1d2452"),
    ("#c98a52", "#2a3468", "#0a1130"),
    ((0, "#4a4470"), (0.5, "#191d48"), (1, "#080d26")),
    "rain",
)
MORNING = Hour(
    ((0, "#27346c"), (0.4, "#66709e"), (0.64, "#d8a89a"), (0.8, "#ffd9ac"), (1, "#fff0d0")),
    "#ffe2b0",
    ("#6a6a98", "#d8a890", "#fff0cc"),
    ("#1c2856", "#4c4c7c"),
    ("#1a2450", "#3c4070"),
    ("#e0a468", "#454f82", "#17204a"),
    ((0, "#a88a94"), (0.4, "#3c3c6c"), (1, "#0a1030")),
)
WINTER = Hour(
    ((0, "#16245a"), (0.4, "#4a5c98"), (0.66, "#b0a4b8"), (0.8, "#f2c8a4"), (1, "#ffe2b8")),
    "#ffd09a",
    ("#5a6aa2", "#c8b0b8", "#fff2dc"),
    ("#101a48", "#38427c"),
    ("#0f1844", "#2e3870"),
    ("#f0ac62", "#3a4880", "#0d1640"),
    ((0, "#e8dce4"), (0.3, "#8a94c4"), (0.7, "#4a568e"), (1, "#141c4a")),
    "snow",
)


def _lying(sheet: Sheet) -> str:
    """Snow where it stays: on the shelter, on the tram, on the kerbs, on the lamp."""
    white, shade = "#f4f2ff", "#a8b2de"
    return sheaf(
        shape(
            PEN.loop("812 226!, 818 210, 900 202, 1060 190, 1150 186, 1176 208!, 1150 208"), white
        ),
        line("M820 229L1168 213", shade, 4),
        shape(PEN.loop("600 278!, 608 265, 640 259, 672 265, 680 278!"), white),
        shape(PEN.loop("94 42!, 100 32, 130 28, 160 32, 168 42!"), white),
        shape(PEN.loop("1076 152!, 1082 142, 1112 138, 1146 142, 1154 152!"), white),
        shape("M-10 610Q200 560 470 730H380Q180 590-10 640z", shade, opacity=0.8),
        shape("M1290 600Q1100 556 830 730h90q180-140 370-100z", shade, opacity=0.8),
        line("M-10 610Q200 560 470 730M1290 600Q1100 556 830 730", white, 6),
    )


def stop(hour: Hour) -> str:
    """The tram stop, at some hour."""
    sheet, ink = Sheet(), "#080d26"
    wet, snow = hour.falls == "rain", hour.falls == "snow"
    left = "M-10-10h470L440 470-10 590z"
    right = "M1290-10H830L850 470l440 120z"
    lit, dim, blind = hour.panes
    dark = shape("M84 14h34v50H84zM12 104h34v50H12z", blind)
    bright = shape("M12 14h34v50H12z", lit) + shape("M84 104h34v50H84z", dim)
    frames = line("M29 14v50M101 14v50M29 104v50M101 104v50", "#0b1338", 2.4)
    sills = line("M8 66h42M80 66h42M8 156h42M80 156h42", "#e6e8ff", 5) if snow else ""
    panes = sheet.tile(140, 180, dark + bright + frames + sills, turn=2)
    rails = "M560 730L628 462M720 730L652 462M300 730L600 462M980 730L680 462"
    shelter = sheaf(
        shape("M820 214L1150 196 1168 222 816 236z", ink),
        line("M842 232V560M1130 214V600", ink, 12),
        line("M850 236V560", "#ffb45e", 2.4),
        shape("M856 250h130v190H856zM1000 248h116v196H1000z", "#8fb0ff", opacity=0.1),
        line("M860 440L1120 452", ink, 10),
        lamp(sheet, 980, 236, 9, "#ffcf8a", 0.8),
        shape("M1080 150h70v46h-70z", "#f58b2c"),
        line(
            ("M1096 186V166q0-6 6-6h26q6 0 6 6v20zM1104 186v-12h22v12M1108 160l-4-8M1122 160l4-8"),
            "#1d1438",
            3,
        ),
    )
    mirrored = "M600 480v90M640 476v130M676 480v80M560 500v40M716 500v50"
    return sheet.svg(
        BOX,
        sky(sheet, *hour.sky),
        glow(sheet, 640, 400, 460, hour.shine, 0.7),
        towers(sheet, "street far", 500, 60, 230, (30, 60), hour.towers, dip=0.55),
        shape(left, sheet.down((0, hour.left[0]), (1, hour.left[1]))),
        shape(left, panes, opacity=0.7),
        hatch(sheet, left, "#3a4a8a", 0.25, 0),
        shape(right, sheet.down((0, hour.right[0]), (1, hour.right[1]))),
        shape(right, panes, opacity=0.6),
        shape("M-10 590L440 466h410L1290 590v140H-10z", sheet.down(*hour.road)),
        line(rails, "#39437c" if snow else "#ffc58a", 3, opacity=0.7),
        line(mirrored, "#ffd9a0", 9, opacity=0.3) if wet else "",
        glow(sheet, 640, 430, 200, "#ffcf8a", 0.8),
        moved(640, 470, tram_car(sheet, 0.86)),
        line("M640-10V190M-10 60Q640 190 1290 40M-10 130Q640 200 1290 120", ink, 2.4),
        shape("M-10 610Q200 560 470 730H-10zM1290 600Q1100 556 830 730h460z", "#0d1434"),
        line("M-10 610Q200 560 470 730M1290 600Q1100 556 830 730", "#e09a60", 2.4),
        shelter,
        person(sheet, "sit", 930, 452, 1.25, ink, "#ffb45e"),
        line("M130-10V500M96 40h68", ink, 12),
        lamp(sheet, 130, 60, 12, "#ffcf8a", 0.85),
        _lying(sheet) if snow else "",
        rain(sheet, "#d8dcff", 0.34) if wet else "",
        edges(sheet, "#060a20", 0.8),
    )


def street() -> str:
    """The tram stop outside, in the rain."""
    return stop(WET_NIGHT)


def street_morning() -> str:
    """The tram stop early in the day, and dry."""
    return stop(MORNING)


def street_winter() -> str:
    """The tram stop on a winter's afternoon, under snow."""
    return stop(WINTER)
