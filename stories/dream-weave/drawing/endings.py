"""The cards of the six endings. Words stand below, so what counts lies above.

*The Hybrid Weave* is the picture of the place it ends in, and is carried once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lights import NORA
from motifs import dog, pin
from places_dawn import dawn
from places_dream import clouds, evening, island
from places_townhall import window
from rig.color import mix
from rig.scene import BOX, WIDE, edges, glow, hatch, lamp, motes, person, rain, ring, spokes
from rig.sheet import Sheet, block, disc, line, moved, oval, shape, sheaf, use


def one_shore() -> str:
    """Everybody alike on one shore, as far as one can see."""
    sheet, ink = Sheet(), "#2a1d50"
    one = sheet.keep(person(sheet, "coat", 0, 0, 1, ink, "#ffd9b0"))
    rows = [
        (268, 0.2, 26),
        (286, 0.3, 38),
        (312, 0.46, 58),
        (350, 0.72, 92),
        (408, 1.1, 142),
        (492, 1.7, 220),
    ]
    people = "".join(
        use(one, 640 + (i - 40) * gap + (gap / 2 if row % 2 else 0), y, size=size)
        for row, (y, size, gap) in enumerate(rows)
        for i in range(81)
        if -40 < 640 + (i - 40) * gap < 1320
    )
    return sheet.svg(
        BOX,
        evening(
            sheet,
            ("#3a2a6a", "#8a5f96", "#e8a08e", "#ffdcae"),
            246,
            ("#ffd9ae", "#b07a94", "#1a1238"),
        ),
        clouds("one shore", 70, "#ffc8b0", 0.45),
        glow(sheet, 640, 240, 520, "#fff0d0", 0.8, "#fffdf5"),
        island(sheet, 632, 262, 0.6, ink, "#ffe2a0"),
        people,
        edges(sheet, "#170f32", 0.5),
    )


def sleep_how() -> str:
    """A row of houses at night: every door is shut, and behind each a lamp of its own."""
    sheet, ink = Sheet(), "#090c22"
    tints = ("#ffcf7a", "#ff8a6a", "#8fb0ff", "#6ff0dc", "#f3b6ff", "#ffb45e", "#9fd96a")
    walls = ("#1a2250", "#221c48", "#151d46", "#1d2554", "#241d4a", "#172048", "#1f1b46")
    made = []
    for i, (tint, wall) in enumerate(zip(tints, walls, strict=True)):
        high = (0, 26, -18, 12, -8, 30, 4)[i]
        made.append(
            moved(
                i * 186 - 12,
                0,
                sheaf(
                    shape(f"M0 {120 - high}L93 {40 - high}L186 {120 - high}V560H0z", wall),
                    shape(f"M28 {168 - high}h52v78H28z", mix(tint, ink, 0.86 if i % 2 else 0)),
                    line(f"M54 {168 - high}v78M28 {206 - high}h52", ink, 3),
                    shape(f"M108 {168 - high}h52v78h-52z", mix(tint, ink, 0 if i % 2 else 0.86)),
                    line(f"M134 {168 - high}v78M108 {206 - high}h52", ink, 3),
                    shape("M62 300h64v130H62z", mix(wall, "#000000", 0.5)),
                    shape("M70 308h48v122H70z", mix(tint, ink, 0.72)),
                    disc(110, 372, 4, tint),
                    shape("M70 426h48v5H70z", tint, opacity=0.9),
                ),
            )
        )
    bricks = sheet.tile(40, 22, line("M0 1h40M0 12h40M10 1v11M30 12v10", "#5a6ac0", 1))
    return sheet.svg(
        BOX,
        block(0, 0, WIDE, 720, sheet.down((0, "#060a20"), (0.5, "#141c48"), (1, ink))),
        motes(40, "#dfe6ff", "sleep", 120, 1.4),
        *made,
        shape("M-10 40h1300v392H-10z", bricks, opacity=0.14),
        shape("M-10 430h1300v300H-10z", sheet.down((0, "#252a58"), (0.3, "#12163a"), (1, ink))),
        line("M-10 430h1300", "#5a6ac0", 2),
        line("M420 730L560 436M520 730L600 436M860 730L720 436", "#8fa0e0", 2, opacity=0.4),
        rain(sheet, "#cfd8ff", 0.22),
        lamp(sheet, 733, 150, 9, "#ffe2b0", 0.7),
        line("M733 160V436", ink, 9),
        edges(sheet, ink, 0.8),
    )


def collection() -> str:
    """A room of shut eyes in frames, each under its own lamp; the middle one is gold."""
    sheet, ink = Sheet(), "#14090e"
    frame = sheet.keep(
        shape("M-64-46h128v92H-64z", ink)
        + shape("M-58-40h116v80H-58z", "#e6d8c0")
        + line("M-26-2Q0 22 26-2M-16 10l-7 10M0 14v13M16 10l7 10", "#3a2620", 4)
        + shape("M-56-38L40-38-56 36z", "#fff", opacity=0.2)
        + disc(50, 56, 5, "#d9301a")
    )
    beam = sheet.keep(
        shape("M-14-120h28l70 230h-168z", sheet.down((0, "#ffe6b8", 0.4), (1, "#ffe6b8", 0)))
    )
    places = [(x, y) for y in (150, 300) for x in (130, 310, 490, 790, 970, 1150)]
    return sheet.svg(
        BOX,
        block(0, 0, WIDE, 720, sheet.down((0, "#1d0d12"), (0.5, "#4a1c22"), (1, ink))),
        hatch(sheet, "M0 0h1280v430H0z", "#8a4a44", 0.25, 90),
        glow(sheet, 640, 220, 380, "#ffd08a", 0.7),
        *(use(beam, x, 150) for x in (130, 310, 490, 790, 970, 1150)),
        *(use(frame, x, y) for x, y in places),
        shape("M540 90h200v270H540z", ink),
        shape("M550 100h180v250H550z", sheet.down((0, "#8a1422"), (1, "#3a0a12"))),
        moved(640, 222, pin("#e8b24a", "#3a1a08"), size=1.7),
        shape("M552 102l120 0-120 200z", "#fff", opacity=0.12),
        use(beam, 640, 150, size=1.5),
        shape("M-10 400h1300v330H-10z", sheet.down((0, "#5a2a28"), (0.3, "#2a1014"), (1, ink))),
        line("M-10 400h1300", "#e0905a", 2),
        line("M500 470h280M500 452v40M780 452v40M570 452v40M710 452v40", "#c9a05a", 5),
        person(sheet, "coat", 640, 470, 1.25, ink, "#ffcf7a"),
        edges(sheet, ink, 0.7),
    )


def unfinished() -> str:
    """The town hall when all have gone: a table, a sheet, a line that nobody wrote."""
    sheet, ink = Sheet(), "#0b0616"
    dim = [
        window(sheet, x, ramp, trim, "", bars)
        for x, ramp, trim, bars in (
            (222, ("#1d0f30", "#3a1a4a", "#5a2f52"), "#8a6a50", "#140a20"),
            (486, ("#2a0d14", "#4a1418", "#6a2a20"), "#8a4030", "#140a10"),
            (794, ("#0d1430", "#20284a", "#4a3a4a"), "#8a6a4a", "#0a0f24"),
            (1058, ("#04181c", "#0d3238", "#1c5a5a"), "#3a8a80", "#04141a"),
        )
    ]
    seat = sheet.keep(
        shape("M-16-70h6v34h26v6h-3V2h-5v-32h-16V2h-8z", "#05030a")
        + line("M-10-68v34h24", "#8a7a90", 1.4)
    )
    paper = (
        shape("M548 330h184l22 76H526z", "#fffaf0")
        + line("M572 346h124M568 358h138M564 370h84", "#7a6a8a", 3)
        + line("M560 388h150", "#b32512", 2.4, stroke_dasharray="6 6")
    )
    return sheet.svg(
        BOX,
        block(0, 0, WIDE, 720, sheet.down((0, "#0d0818"), (1, ink))),
        moved(0, -30, *dim),
        shape("M520-10h240L900 470H380z", sheet.down((0, "#fff3d8", 0.3), (1, "#fff3d8", 0.04))),
        use(seat, 360, 360, size=1.2),
        use(seat, 920, 360, size=1.2, flip=True),
        use(seat, 500, 310),
        use(seat, 780, 310, flip=True),
        glow(sheet, 640, 370, 320, "#ffe6c0", 0.6),
        oval(640, 386, 320, 62, "#05030a"),
        oval(640, 372, 320, 62, sheet.down((0, "#4a3044"), (1, "#1f1222"))),
        paper,
        line("M770 360l40 26", "#c9a05a", 5),
        glow(sheet, 640, 366, 120, "#fff6e0", 0.4),
        hatch(sheet, "M0 0h1280v720H0z", "#5a4a7a", 0.12, 90),
        edges(sheet, ink, 0.7),
    )


def nora_awake() -> str:
    """The cellar, dark; one pane is lit, and in it a shore and a dog."""
    sheet, r = Sheet(), NORA.ramp
    pane = "M520 96h240v250H520z"
    view = sheaf(
        block(520, 96, 240, 150, sheet.down((0, "#2a3a7c"), (0.6, "#c9848e"), (1, "#ffd9a0"))),
        block(520, 246, 240, 100, sheet.down((0, "#ffd0a0"), (1, "#4a3a68"))),
        disc(640, 244, 26, "#fff3d8"),
        line("M540 262q40-6 90 0M650 274q40-6 90 0M560 300q60-8 120 0", "#fff0d8", 3, opacity=0.6),
    )
    dark = ("#04161b", "#0d3a42")
    rings = (
        ring(640, 220, 330, dark[1], 16, "90 60 30 40 160 70")
        + ring(640, 220, 250, dark[1], 4)
        + ring(640, 220, 420, dark[1], 10, "140 60")
        + line(spokes(640, 220, 250, 620, 40), dark[1], 2)
    )
    return sheet.svg(
        BOX,
        block(0, 0, WIDE, 720, sheet.down((0, r[0]), (0.5, dark[0]), (1, r[0]))),
        rings,
        glow(sheet, 640, 230, 420, "#5ef5dc", 0.3),
        glow(sheet, 640, 230, 260, "#ffcf9a", 0.6),
        shape("M506 82h268v278H506z", "#020a0d"),
        sheet.within(pane, view),
        moved(676, 316, dog("#3a1d14", "#ffe2c0"), size=0.66),
        person(sheet, "dress", 588, 346, 0.8, "#14202c", "#5ef5dc"),
        line(pane + "M640 96v250M520 220h240", "#020a0d", 7),
        line(pane, NORA.rim, 2.4),
        shape("M526 102h90L526 260z", "#fff", opacity=0.1),
        shape("M506 360h268l90 120H416z", sheet.down((0, "#ffd9a0", 0.4), (1, "#ffd9a0", 0))),
        line("M120-10V470M270-10V440M1010-10V440M1160-10V470", "#0f4a52", 4),
        motes(30, "#5ef5dc", "awake", 460, 1.6),
        hatch(sheet, "M0 0h1280v720H0z", "#2aa0a0", 0.1, 0),
        edges(sheet, r[0], 0.8),
    )


ENDINGS: Final[dict[str, Callable[[], str]]] = {
    "hybrid_weave": dawn,
    "one_shore": one_shore,
    "sleep_how": sleep_how,
    "collection": collection,
    "unfinished": unfinished,
    "nora_awake": nora_awake,
}
