"""Outside the Corn Exchange: the square in the rain, and the tram stop."""

from __future__ import annotations

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
from rig.sheet import Sheet, disc, group, line, moved, shape, sheaf, use


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


def street() -> str:
    """The tram stop outside, in the rain."""
    sheet, ink = Sheet(), "#080d26"
    left = "M-10-10h470L440 470-10 590z"
    right = "M1290-10H830L850 470l440 120z"
    dark = shape("M84 14h34v50H84zM12 104h34v50H12z", "#0a1130")
    lit = shape("M12 14h34v50H12z", "#c98a52") + shape("M84 104h34v50H84z", "#2a3468")
    frames = line("M29 14v50M101 14v50M29 104v50M101 104v50", "#0b1338", 2.4)
    panes = sheet.tile(140, 180, dark + lit + frames, turn=2)
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
    return sheet.svg(
        BOX,
        sky(sheet, (0, "#060b24"), (0.55, "#1c2c62"), (0.8, "#57507f"), (1, "#c7805e")),
        glow(sheet, 640, 400, 460, "#ffb06a", 0.7),
        towers(
            sheet, "street far", 500, 60, 230, (30, 60), ("#34407c", "#a87a78", "#ffc58a"), dip=0.55
        ),
        shape(left, sheet.down((0, "#0b1338"), (1, "#222a5c"))),
        shape(left, panes, opacity=0.7),
        hatch(sheet, left, "#3a4a8a", 0.25, 0),
        shape(right, sheet.down((0, "#0b1338"), (1, "#1d2452"))),
        shape(right, panes, opacity=0.6),
        shape(
            "M-10 590L440 466h410L1290 590v140H-10z",
            sheet.down((0, "#4a4470"), (0.5, "#191d48"), (1, ink)),
        ),
        line(rails, "#ffc58a", 3, opacity=0.7),
        line("M600 480v90M640 476v130M676 480v80M560 500v40M716 500v50", "#ffd9a0", 9, opacity=0.3),
        glow(sheet, 640, 430, 200, "#ffcf8a", 0.8),
        moved(640, 470, tram_car(sheet, 0.86)),
        line("M640-10V190M-10 60Q640 190 1290 40M-10 130Q640 200 1290 120", ink, 2.4),
        shape("M-10 610Q200 560 470 730H-10zM1290 600Q1100 556 830 730h460z", "#0d1434"),
        line("M-10 610Q200 560 470 730M1290 600Q1100 556 830 730", "#e09a60", 2.4),
        shelter,
        person(sheet, "sit", 930, 452, 1.25, ink, "#ffb45e"),
        line("M130-10V500M96 40h68", ink, 12),
        lamp(sheet, 130, 60, 12, "#ffcf8a", 0.85),
        rain(sheet, "#d8dcff", 0.34),
        edges(sheet, "#060a20", 0.8),
    )
