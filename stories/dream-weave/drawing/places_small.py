"""Small places in Elena's light: Ilse's flat in the morning, the back stairs of the town hall."""

from __future__ import annotations

from lights import ELENA
from rig.pen import PEN
from rig.scene import BOX, edges, glow, hatch, motes, person, sky, towers
from rig.sheet import Sheet, block, disc, group, line, moved, oval, shape, sheaf


def _window(sheet: Sheet) -> str:
    """A sash window, early; a paper bag has been kept on its sill."""
    view = sheaf(
        block(500, 40, 260, 300, sheet.down((0, "#8a5a86"), (0.55, "#f2a884"), (1, "#ffe2ae"))),
        towers(sheet, "flat", 330, 30, 130, (24, 46), ("#6a3a68", "#c87a72", "#fff0c8"), dip=0.5),
        disc(640, 268, 40, "#fff6dc"),
        glow(sheet, 640, 268, 170, "#fff0c0", 0.9),
    )
    bag = sheaf(
        shape(
            PEN.loop("-24 0!, -26 -50!, -18 -56, -8 -50, 2 -57, 12 -50, 24 -55!, 24 0!"), "#c08a5a"
        ),
        shape("M6-52L12-50 24-55V0H8z", "#8e5c3c"),
        line("M-16-34h14M-16-26h18", "#5a3426", 2),
    )
    return sheaf(
        shape("M486 26h288v328H486z", "#2a1038"),
        sheet.within("M500 40h260v300H500z", view),
        line("M630 40V340M500 190H760", "#2a1038", 8),
        line("M500 40h260v300H500z", "#ffcf9a", 2),
        shape("M472 344h316v16H472z", "#5a2a52"),
        line("M472 344h316", "#ffd9a6", 2.4),
        moved(726, 344, bag),
    )


def _stove(sheet: Sheet) -> str:
    """A stove with one pan on it."""
    flame = "".join(f"M{x} 0q-5-7 0-13q5 6 0 13z" for x in range(-30, 31, 10))
    return sheaf(
        shape("M838 366h250v190H838z", sheet.down((0, "#4a2450"), (1, "#1d0c2a"))),
        line("M838 366h250", "#ffcf9a", 3),
        shape("M862 398h202v120H862z", "#2a1236"),
        line("M862 398h202v120H862zM884 412h158", "#a8688a", 2),
        *(disc(x, 382, 6, "#ffb36b") for x in (872, 906, 1020, 1054)),
        moved(940, 366, shape(flame, "#8fb0ff")),
        glow(sheet, 940, 356, 90, "#9fb8ff", 0.5),
        # The pan is seen from a little above, so that one sees the egg.
        oval(940, 336, 78, 20, "#160a22"),
        shape("M862 336q4 26 34 28h88q30-2 34-28z", "#1f0f30"),
        oval(940, 334, 68, 15, "#3a2244"),
        shape(
            PEN.loop("898 334, 914 325, 944 327, 968 324, 984 333, 968 344, 938 342, 912 345"),
            "#fff6ea",
        ),
        oval(942, 332, 16, 8, "#ffb53a"),
        oval(938, 329, 5, 2, "#fff0c0"),
        line("M1016 334L1130 306", "#160a22", 11),
        line("M1020 330L1128 303", "#ffcf9a", 1.8),
        line(
            PEN.trail("926 316, 918 296, 932 280, 924 256")
            + PEN.trail("956 314, 966 294, 952 276"),
            "#ffe9d2",
            3,
            opacity=0.4,
        ),
    )


def _sofa(sheet: Sheet) -> str:
    """A sofa with a wooden arm, where somebody has slept."""
    return sheaf(
        shape(
            PEN.loop("60 520!, 64 380, 96 342, 240 330, 392 342, 420 380, 424 520!"),
            sheet.down((0, "#7a3468"), (1, "#3a1648")),
        ),
        line(PEN.trail("64 400, 96 342, 240 330, 392 342, 420 390"), "#ffb99a", 2.6),
        shape("M40 450h420v92H40z", sheet.down((0, "#8d3f74"), (1, "#3a1648"))),
        line("M250 342V450M40 450h420", "#3a1648", 3),
        shape(PEN.loop("330 448!, 326 412, 350 396, 408 400, 424 420, 420 448!"), "#ffe9d8"),
        shape(
            PEN.loop("70 452!, 120 424, 220 436, 300 420, 340 452!, 330 512, 200 498, 96 520"),
            "#d97a78",
        ),
        shape(PEN.loop("220 436, 300 420, 340 452!, 330 512, 260 500, 280 460"), "#9a4468"),
        line(PEN.trail("70 452, 120 424, 220 436, 300 420, 340 452"), "#ffd9b8", 2.6),
        shape(
            PEN.loop("424 560!, 424 420, 440 396, 470 396, 486 414, 482 440!, 456 440, 456 560!"),
            "#7a4426",
        ),
        line(PEN.trail("424 430, 440 396, 470 396, 486 414"), "#ffcf8a", 3),
        shape("M52 542h22v40H52zM440 542h22v40h-22z", "#2a1038"),
    )


def flat() -> str:
    """Ilse's flat: one room, the sun in the window, an egg."""
    sheet, ink = Sheet(), ELENA.ink
    paper = sheet.tile(
        54,
        74,
        line("M27 12q10 12 0 24q-10-12 0-24M0 50q10 12 0 24M54 50q-10 12 0 24", "#e8a08a", 1.4),
    )
    cups = "".join(
        shape(f"M{x} 200h{w}v{h}h-{w}z", color)
        for x, w, h, color in (
            (868, 26, -26, "#f0b48a"),
            (906, 22, -34, "#b85a78"),
            (940, 34, -22, "#ffd9a6"),
            (988, 20, -44, "#8a4a84"),
            (1020, 40, -18, "#d97a78"),
        )
    )
    return sheet.svg(
        BOX,
        sky(sheet, (0, "#3a1a4c"), (0.5, "#7a3a66"), (0.76, "#a85a6c"), (1, ink)),
        block(0, 0, 1280, 560, paper, opacity=0.22),
        glow(sheet, 640, 220, 560, "#ffc890", 0.75),
        _window(sheet),
        shape("M842 200h250v10H842z", "#2a1038"),
        line("M842 200h250", "#ffcf9a", 2.4),
        cups,
        line("M862 250v34M900 250v26M938 250v40M976 250v30", "#2a1038", 3),
        shape("M852 284h20l-4 26h-12z", "#c98a5a"),
        disc(900, 290, 15, "#2a1038"),
        disc(976, 296, 17, "#2a1038"),
        line("M938 290v20M846 246h150", "#2a1038", 6),
        shape("M-10 556h1300v180H-10z", sheet.down((0, "#5a2a50"), (1, ink))),
        line("M-10 556h1300", "#e09a84", 1.6, opacity=0.6),
        shape("M486 360h288l150 200H330z", "#ffdcae", opacity=0.16),
        _stove(sheet),
        _sofa(sheet),
        hatch(sheet, "M0 556h1280v164H0z", "#b0607a", 0.2, 0),
        motes(20, "#fff0d8", "flat", 500, 1.7),
        edges(sheet, ink, 0.6),
    )


def stairs() -> str:
    """The back stairs of the town hall: stone, a window, a pane on the sill of it, three people."""
    sheet, ink = Sheet(), ELENA.ink
    wall = sheet.tile(88, 52, line("M0 1h88M0 27h88M26 1v26M70 27v26", "#1d0c30", 2))
    count = 11
    treads = [(1040 - 86 * i, 610 - 40 * i) for i in range(count)]
    flight = "M1290 740V650L" + "L".join(f"{x} {y + 40}L{x} {y}" for x, y in treads)
    flight += "L-10 210V740z"
    lips = "".join(f"M{x - 86} {y}H{x}" for x, y in treads)
    risers = "".join(f"M{x} {y}V{y + 40}" for x, y in treads)
    niche = "M610 330V150Q610 44 716 24Q822 44 822 150V330z"
    pane = sheaf(
        shape("M-24-66h48v66h-48z", "#0b2a3a"),
        shape("M-20-62h40v58h-40z", sheet.down((0, "#a6fbe4"), (1, "#1c8f8e"))),
        disc(-7, -38, 6, "none", stroke="#0b3a42", stroke_width=2),
        disc(8, -38, 6, "none", stroke="#0b3a42", stroke_width=2),
        line("M-5-20q6 4 12 0", "#0b3a42", 2),
    )
    return sheet.svg(
        BOX,
        sky(sheet, (0, "#2a1238"), (0.6, "#5a2a58"), (1, "#3a1a44")),
        block(0, 0, 1280, 720, wall, opacity=0.55),
        glow(sheet, 716, 190, 520, "#ffc08a", 0.7),
        shape("M586 346V150Q586 22 716 0Q846 22 846 150V346z", "#8a5068"),
        shape(niche, sheet.down((0, "#c9a8c8"), (0.5, "#ffc8a0"), (1, "#fff0cc"))),
        sheet.within(
            niche,
            towers(
                sheet, "stairs", 330, 24, 90, (22, 40), ("#9a5a7c", "#e0a088", "#fff0d0"), dip=0.1
            ),
        ),
        line("M716 24V330M610 176H822", "#3a1a44", 6),
        line(niche, "#ffdcb0", 2.6),
        shape("M574 330h284v18H574z", "#b87a80"),
        line("M574 330h284", "#ffe6c8", 3),
        glow(sheet, 786, 296, 90, "#5ef5dc", 0.6),
        moved(786, 330, pane),
        shape("M610 348h212L470 720H30z", "#ffd0a0", opacity=0.16),
        shape(flight, sheet.linear(1040, 610, 400, 200, (0, "#4a2350"), (1, "#7a4064"))),
        shape(flight, wall, opacity=0.3),
        line(risers, "#2a1038", 5, opacity=0.7),
        line(lips, "#ffd2a8", 4),
        group(
            person(sheet, "sit", 420, 290, 1.5, ink, "#7ea2ff", flip=True),
            person(sheet, "sit", 566, 370, 1.36, ink, "#ffcf7a"),
            person(sheet, "sit", 742, 450, 1.4, ink, "#ff5836", flip=True),
        ),
        shape(PEN.loop("620 370!, 618 348!, 624 345, 630 349, 640 346!, 641 370!"), "#e0ac78"),
        hatch(sheet, "M0 420h1280v300H0z", "#8a4a70", 0.2, 0),
        edges(sheet, ink, 0.7),
    )
