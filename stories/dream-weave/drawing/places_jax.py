"""Where Jax paints, and where his piece hangs."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from lights import JAX
from motifs import hair, hands
from piece import ALL, piece
from rig.dice import Dice
from rig.pen import PEN
from rig.scene import BOX, brush, edges, glow, hatch, people, towers
from rig.sheet import Sheet, Stop, block, disc, group, line, moved, oval, shape, sheaf, use

FEW = ("page_hands", "page_lamp", "page_pods")
HALF = (
    "page_hands",
    "page_chair",
    "page_hair",
    "page_mouths",
    "page_pane",
    "page_lamp",
    "page_dog",
)


def _paint(ink: str, lid: str) -> str:
    """What has been painted on the lid so far."""
    dice = Dice("studio")
    specks = group(
        *(
            disc(
                dice.near(690, 190),
                dice.near(250, 120),
                dice.span(1.5, 8),
                dice.pick(("#ff5836", "#3f57ff", "#7a1020", ink)),
            )
            for _ in range(34)
        )
    )
    return sheaf(
        shape(lid, "#fbf6ea"),
        brush((430, 300), (560, 90), -30, 90, "#d9301a", "lead", 10),
        brush((420, 240), (600, 450), 30, 80, "#d9301a", "lead!", 10),
        brush((470, 30), (560, -10), 10, 60, "#ff8a5e", "a", 8),
        brush((640, -20), (600, 170), 0, 74, "#8a1422", "b", 9),
        brush((540, 110), (780, 150), -6, 52, "#7a1020", "c", 9, 0.9),
        brush((480, 500), (690, 130), 60, 96, ink, "d", 12),
        brush((600, 400), (860, 100), -40, 70, "#3f57ff", "e", 10),
        brush((640, 440), (900, 190), -60, 34, "#3f57ff", "f", 6),
        brush((760, 460), (900, 60), 36, 54, "#ff5836", "g", 9),
        brush((780, 200), (1030, 20), -40, 48, "#ff8a5e", "h", 8),
        brush((450, 400), (720, 410), 50, 44, ink, "i", 7),
        brush((700, 470), (860, 500), 10, 66, "#c9202c", "j", 9),
        brush((880, 500), (960, 120), 20, 40, "#7a1020", "k", 7),
        line("M637 290V450M700 296V440M724 300v120M768 270V500M822 310V506", "#c9202c", 3),
        specks,
    )


def _easel(bone: str, ink: str) -> str:
    """A smaller picture, on an easel."""
    return sheaf(
        shape("M1082 350h190v206h-190z", "#2a141c"),
        shape("M1094 360h166v186h-166z", bone),
        brush((1116, 520), (1240, 380), 30, 50, "#ff5836", "l", 8),
        brush((1126, 400), (1236, 496), -30, 46, "#3f57ff", "m", 7),
        shape("M1166 326h20v26h-20z", ink),
        line("M1130 556L1100 730M1220 556l40 174", ink, 10),
    )


@dataclass(frozen=True)
class View:
    """What the window of the studio shows: the sky, from above, and towers."""

    sky: tuple[Stop, ...]
    towers: tuple[str, str, str]
    lit: str = ""


DARK: Final = View(
    ((0, "#24104a"), (0.6, "#5a1f5a"), (1, "#b0485a")), ("#2a1040", "#4a1a4a", "#ff8a5a"), "#ffb070"
)
MORNING: Final = View(
    ((0, "#7a5a7e"), (0.55, "#e89a80"), (1, "#ffe0b0")), ("#6a3450", "#c07a6a", "#fff0d0")
)
NORTH: Final = View(
    ((0, "#aeb8cc"), (0.6, "#dfe2e6"), (1, "#f8f2ea")), ("#6c6a80", "#b4b2c0", "#ffffff")
)


def _oak(sheet: Sheet) -> str:
    """A chair that somebody has carried up four floors, with a white card on its seat."""
    wood, dark, light = sheet.down((0, "#c98a4c"), (1, "#7a4422")), "#5a2e1a", "#ffd9a0"
    return moved(
        712,
        556,
        oval(4, 4, 118, 15, "#2c1418", opacity=0.5),
        line("M-58-236V-4M58-236V-4", wood, 13, stroke_linecap="butt"),
        shape("M-70-250q70-20 140 0v42q-70-18-140 0z", wood),
        line("M-30-206V-112M0-208V-112M30-206V-112", wood, 8),
        shape("M-58-118H58L84-84H-84z", wood),
        shape("M-84-84H84v14H-84z", dark),
        line("M-76-70V6M76-70V6", wood, 14, stroke_linecap="butt"),
        line("M-76-30H76", dark, 7),
        line("M-70-250q70-20 140 0M-84-84H84", light, 2.6),
        shape("M-24-108l50-4 8 20-52 4z", "#fffaf0"),
    )


def _taken_down(sheet: Sheet, lid: str) -> str:
    """The wall where the lid has stood: clean within its edge, and what went over it."""
    over = sheaf(
        brush((360, 330), (500, 210), -30, 70, "#d9301a", "over a", 8, 0.75),
        brush((560, 96), (690, 20), 12, 44, "#8a1422", "over b", 7, 0.7),
        brush((900, 60), (1040, 190), 20, 48, "#3f57ff", "over c", 7, 0.7),
        brush((960, 420), (1090, 330), -20, 40, "#ff8a5e", "over d", 6, 0.7),
        line("M470 372v58M506 404v86M930 438v70M966 420v38", "#c9202c", 3, opacity=0.8),
    )
    return sheaf(
        shape(lid, "#fffaf0", opacity=0.42),
        sheet.ring("M340-10H1150V540H340z" + lid, over),
        line(lid, "#a8937c", 2, opacity=0.5),
    )


def _workshop(view: View, stands: bool) -> str:
    """Bone walls, the city in the window; the lid, as long as it `stands` there."""
    sheet, ink, bone = Sheet(), JAX.ink, "#f4ead7"
    outside = sheaf(
        block(50, 50, 270, 370, sheet.down(*view.sky)),
        towers(
            sheet,
            "studio",
            420,
            60,
            240,
            (26, 52),
            view.towers,
            lamp=1200,
            lit=view.lit,
        ),
    )
    lid = PEN.loop(
        "404 262!, 470 150, 580 66, 740 32, 900 66, 1010 150, 1076 262!, "
        "1010 374, 900 458, 740 492, 580 458, 470 374"
    )
    easel = _easel(bone, ink)
    return sheet.svg(
        BOX,
        block(
            0,
            0,
            1280,
            720,
            sheet.linear(0, 0, 1280, 0, (0, "#e9dcc4"), (0.5, bone), (1, "#cbbba2")),
        ),
        glow(sheet, 700, 200, 520, "#fffdf6", 0.6),
        hatch(sheet, "M0 300h420v260H0zM1060-10h230v340h-230z", "#6a5248", 0.5, -62, 22),
        _standing(sheet, ink, lid) if stands else _taken_down(sheet, lid),
        shape("M34 34h302v402H34z", ink),
        sheet.within("M50 50h270v370H50z", outside),
        line("M185 40V430M40 180H330", ink, 9),
        shape("M22 430h326v18H22z", "#2a141c"),
        "" if stands else shape(PEN.loop("40 430!, 60 414, 180 408, 300 412, 332 430!"), "#f4f4f8"),
        shape("M-10 556L1290 532V730H-10z", sheet.down((0, "#5a2a2c"), (0.5, "#2c1418"), (1, ink))),
        line(
            "M-10 556L1290 532M200 552L60 730M520 546L480 730M860 540l60 190M1130 536l150 194",
            ink,
            5,
        ),
        hatch(sheet, "M-10 556L1290 532V730H-10z", "#a0524a", 0.22, 0),
        "" if stands else shape("M336 34L850 545 340 551z", "#f4f6ff", opacity=0.2) + _oak(sheet),
        easel,
        shape("M360 520h70l-6 60h-58z", "#b9aa96"),
        line("M376 520l-12-70M392 520l2-84M410 520l16-64M420 522l30-46", ink, 5),
        line("M364 452l-3-10M394 438v-12M426 458l4-10", "#ff5836", 9),
        edges(sheet, ink, 0.35),
    )


def _standing(sheet: Sheet, ink: str, lid: str) -> str:
    """The lid of a pod, up against the wall."""
    return sheaf(
        shape(lid, "#3a2a2a", opacity=0.35, transform="translate(14 16)"),
        sheet.within(lid, _paint(ink, lid)),
        line(lid, "#2a1520", 18),
        line(lid, "#d9a85a", 2.4),
        shape("M392 240h26v44h-26zM1062 240h26v44h-26z", "#3a2226"),
        shape("M520 470h60l-8 66h-44zM900 470h60l-8 66h-44z", ink),
    )


def studio() -> str:
    """The lid is being painted, and it is dark outside."""
    return _workshop(DARK, stands=True)


def studio_morning() -> str:
    """The lid after a night."""
    return _workshop(MORNING, stands=True)


def studio_winter() -> str:
    """By day, from the north, under snow: the lid is not here any more, and there is a chair."""
    return _workshop(NORTH, stands=False)


def _left_wall(ink: str) -> str:
    """Pictures on the wall at the left."""
    return sheaf(
        shape("M32 74L110 118V370L32 398z", ink),
        shape("M36 80L106 122V366L36 392z", "#8a1422"),
        brush((40, 300), (110, 200), -10, 36, "#ff5836", "side", 6),
        shape("M150 100L212 136V356L150 376z", ink),
        shape("M154 106L208 139V353L154 370z", "#e9dcc8"),
    )


def _right_wall(ink: str) -> str:
    """Pictures on the wall at the right."""
    return sheaf(
        shape("M1248 74L1170 118V370L1248 398z", ink),
        shape("M1244 80L1174 122V366L1244 392z", "#e9dcc8"),
        brush((1176, 210), (1240, 300), 10, 34, "#3f57ff", "side!", 6),
        shape("M1130 100L1068 136V356L1130 376z", ink),
        shape("M1126 106L1072 139V353L1126 370z", "#8a1422"),
    )


def _visitors(sheet: Sheet, ink: str) -> str:
    """Those who have come to look."""
    return people(
        sheet, ink, "#ffb8a0",
        ("rest", 366, 560, 1.06, False),
        ("dress", 430, 572, 1.2, False),
        ("coat", 496, 564, 1.14, True),
        ("child", 768, 566, 1.2, False),
        ("coat", 840, 572, 1.24, False),
        ("rest", 900, 566, 1.16, True),
    )  # fmt: skip


def hung(sheet: Sheet, pages: Collection[str]) -> str:
    """A white room with the piece in it."""
    edge = "366 254!, 420 150, 640 66, 880 150, 934 254!, 880 370, 640 452, 420 370"

    def shown() -> str:
        return sheaf(
            shape(PEN.loop(edge), "#000", opacity=0.3),
            moved(352, 30, piece(sheet, pages), size=0.576),
            shape("M606 446h68v11h-68z", "#f4ead7"),
        )

    return _white_room(sheet, shown)


def _before(sheet: Sheet) -> str:
    """What Mr Dell calls *Before*: paper, framed; hands, and a lot of mothers."""
    pencil, faint = "#4a3430", "#b09a8c"
    bun = PEN.trail(
        "-18 40, -14 14, -26 -6, -16 -34, 8 -38, 20 -22, 19 -6, 27 5, 18 9, 18 22, 2 26"
    )
    kinds = [
        hands(pencil, faint),
        hair(pencil, faint),
        line(bun, pencil, 3.4)
        + line(PEN.loop("-36 -30, -34 -46, -18 -48, -12 -36, -22 -26"), pencil, 3)
        + line("M8-12q6 4 10 0M10 18h7", pencil, 2.4)
        + line(PEN.trail("-46 50, -36 34, -18 38") + PEN.trail("2 26, 4 38, 30 50"), pencil, 3.4),
    ]
    drawn = [sheet.keep(each) for each in kinds]
    made = []
    for x, y, w, h, kind, flip in (
        (352, 142, 92, 116, 2, False),
        (474, 128, 116, 88, 0, False),
        (640, 152, 128, 156, 2, True),
        (808, 132, 112, 96, 1, False),
        (926, 146, 92, 116, 0, True),
        (356, 304, 104, 104, 1, False),
        (484, 286, 96, 132, 2, True),
        (640, 342, 104, 84, 0, False),
        (792, 296, 92, 128, 2, False),
        (922, 306, 108, 96, 1, True),
    ):
        made.append(
            block(x - w / 2 + 5, y - h / 2 + 8, w, h, "#000", opacity=0.3)
            + block(x - w / 2, y - h / 2, w, h, "#fbf4e4", stroke="#2a151a", stroke_width=8)
            + block(x - w / 2, y - h / 2, w, h, "none", stroke="#d9a85a", stroke_width=1.6)
            + use(drawn[kind], x, y, size=min(w, h) / 142, flip=flip)
            + block(x - 16, y + h / 2 + 10, 32, 6, "#f4ead7")
        )
    return "".join(made)


def _white_room(sheet: Sheet, shows: Callable[[], str]) -> str:
    """A white room, what is shown in it, and those who look."""
    ink = "#160b12"
    side = _left_wall(ink)
    other = _right_wall(ink)
    people = _visitors(sheet, ink)
    shown = shows()
    rope = line(PEN.trail("420 520, 530 548, 640 520, 750 548, 860 520"), "#b8402c", 6) + line(
        "M420 506V580M640 506V580M860 506V580", "#d9a85a", 7
    )
    return sheaf(
        block(0, 0, 1280, 720, "#2a171b"),
        shape("M0 0L270 30V470L0 560z", sheet.linear(0, 0, 270, 0, (0, "#3a2126"), (1, "#7a5a52"))),
        shape(
            "M1280 0L1010 30V470L1280 560z",
            sheet.linear(1280, 0, 1010, 0, (0, "#3a2126"), (1, "#7a5a52")),
        ),
        block(270, 30, 740, 440, sheet.down((0, "#b09a84"), (0.5, "#d9c8ae"), (1, "#a88e78"))),
        shape("M0 0H1280L1010 30H270z", "#120a0e"),
        glow(sheet, 640, 240, 420, "#fff6e4", 0.75),
        side,
        other,
        shape(
            "M420 0h40l46 470H330zM620 0h40l60 470H560zM820 0h40l90 470H774z",
            "#fffaf0",
            opacity=0.14,
        ),
        shape("M410-4h60v16h-60zM610-4h60v16h-60zM810-4h60v16h-60z", ink),
        shown,
        shape(
            "M0 560L270 470H1010L1280 560V730H0z",
            sheet.down((0, "#8a6258"), (0.4, "#3a1f22"), (1, ink)),
        ),
        line(
            PEN.lines(
                ((640 + (x - 640) * 0.4, 470), (x, 730))
                for x in (-300, 60, 380, 640, 900, 1220, 1580)
            ),
            ink,
            2,
            opacity=0.5,
        ),
        shape("M430 474h420l60 60H370z", "#ffe0c8", opacity=0.14),
        people,
        rope,
        hatch(sheet, "M0 560L270 470H1010L1280 560V730H0z", "#b0705e", 0.2, 0),
        edges(sheet, ink, 0.5),
    )


def gallery(pages: Collection[str] = ALL) -> str:
    """The gallery, with as much of the piece as there is."""
    sheet = Sheet()
    return sheet.svg(BOX, hung(sheet, pages))


def gallery_before() -> str:
    """Mr Dell's house, where the piece is not."""
    sheet = Sheet()
    return sheet.svg(BOX, _white_room(sheet, lambda: _before(sheet)))


def gallery_few() -> str:
    """Three pages."""
    return gallery(FEW)


def gallery_half() -> str:
    """Seven pages."""
    return gallery(HALF)
