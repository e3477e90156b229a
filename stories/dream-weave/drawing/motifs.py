"""Signs of things: pages of Jax's notebook, memories, articles of the charter.

Goes in: two colours. Comes out: a sign around the origin, 100 wide and 100 high.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from rig.garb import emblem
from rig.pen import PEN, spin
from rig.sheet import disc, line, moved, oval, shape, sheaf

Motif: TypeAlias = Callable[[str, str], str]


def hands(a: str, b: str) -> str:
    """Two hands that say *we*."""
    palm = PEN.loop("-14 44!, -18 14, -15 -2, 0 -4, 14 0, 15 20, 10 44!")
    one = sheaf(
        line("M-12 6L-20-26M-4 2L-7-40M5 2L7-42M12 6L19-32", a, 8),
        line(PEN.trail("-15 24, -26 12, -32 -6"), a, 8),
        shape(palm, a),
        line(PEN.trail("-8 22, 0 16, 9 20") + PEN.trail("-10 32, -2 26, 7 28"), b, 2, opacity=0.7),
    )
    return moved(-24, 4, one, turn=-16) + moved(26, -2, one, turn=12, flip=True)


def chair(a: str, b: str) -> str:
    """A chair, and the air in it."""
    air = PEN.trail("-4 8, -20 -8, -16 -30, -6 -36") + PEN.trail("6 -36, 16 -28, 18 -6, 6 8")
    return sheaf(
        shape("M-30-46h7V4h52v7H-23v34h-7zM22 11h7v34h-7zM-30-46h7v12h-7z", a),
        line("M-26-40V2M-23 24H22", a, 4),
        line(air, b, 4, stroke_dasharray="6 7"),
        line(PEN.loop("0 -56, 9 -47, 0 -38, -9 -47"), b, 4, stroke_dasharray="5 6"),
    )


def hair(a: str, b: str) -> str:
    """Wet hair on a good coat."""
    head = PEN.loop("-26 12!, -32 -18, -20 -44, 4 -50, 26 -40, 34 -14, 28 14!, 16 22, -14 22")
    comb = "".join(
        PEN.trail([(x * 0.3, -48), (x, -20), (x * 0.9, 16)]) for x in (-24, -14, -4, 6, 16, 26)
    )
    coat = PEN.loop("-48 50!, -44 26, -24 14!, 0 28, 26 14!, 46 26, 50 50!")
    return sheaf(
        shape(coat, b),
        shape(head, a),
        line(comb, b, 2, opacity=0.8),
        line("M-14 24v12M2 26v16M16 24v9", a, 4),
        shape("M-16 40q2-6 4 0a2 2 0 0 1-4 0M0 47q2-6 4 0a2 2 0 0 1-4 0", a),
    )


def pods(a: str, b: str) -> str:
    """Seeds, or teeth."""
    seed = PEN.loop("0 -30!, 11 -10, 10 14, 0 28!, -10 14, -11 -10")
    return (
        line("M-34-50V-24M0-50V-34M34-50V-24", b, 2.4)
        + "".join(
            moved(x, y, shape(seed, a), line("M-4-1q4 5 8 0", b, 2))
            for x, y in ((-34, 4), (0, -4), (34, 4))
        )
        + line("M-50-50H50", a, 5)
    )


def dog(a: str, b: str) -> str:
    """A brown dog, nobody's."""
    body = PEN.loop(
        "-36 46!, -40 30, -26 14, -22 -10, -30 -26!, -20 -36, -4 -40, "
        "2 -54!, 12 -38, 30 -30!, 44 -24, 42 -14, 22 -8!, 18 8, 22 46!, "
        "10 46!, 8 26, -4 30, -6 46!"
    )
    return sheaf(
        shape(body, a),
        line(PEN.trail("-36 40, -52 30, -50 12"), a, 6),
        disc(16, -28, 2.4, b),
        disc(43, -20, 3, b),
        line(PEN.trail("-8 -38, -14 -24, -4 -20"), b, 2.4),
    )


def pin(a: str, b: str) -> str:
    """A gold pin: a shut eye with three lashes."""
    return (
        disc(0, 0, 34, a)
        + disc(0, 0, 28, "none", stroke=b, stroke_width=2)
        + emblem(0, -6, 1.5, b, 3)
        + line("M-46 40L46-40", b, 3, opacity=0.5)
        + line("M34-30L48-42", a, 5)
    )


def mouths(a: str, b: str) -> str:
    """Two hundred mouths, one note."""
    return "".join(
        oval(x + (8 if row % 2 else 0), y, 8, 10 if (x + y) % 3 else 7, a)
        + oval(x + (8 if row % 2 else 0), y + 2, 3.6, 5, b)
        for row, y in enumerate((-38, -13, 12, 37))
        for x in (-38, -18, 2, 22)
    )


def stairs(a: str, b: str) -> str:
    """Somebody's stairs, and the shopping."""
    return sheaf(
        shape("M-50 46V30h18V14h18V-2h18v-16h18v-16h28v80z", a),
        line("M-50 4L22-62", b, 4),
        line("M-38-6v34M-14-28v36M10-50v34", b, 2.4),
        shape(PEN.loop("16 -34!, 14 -58, 38 -60, 40 -34!"), b),
        line("M20-58q7-14 15 0", b, 2.6),
        disc(8, -22, 4, b),
        disc(-12, -6, 4, b),
    )


def sleeve(a: str, b: str) -> str:
    """A sleeve that is being held."""
    return moved(
        0,
        0,
        shape(PEN.loop("-50 -26!, 4 -22, 8 0, 4 24!, -50 34!"), a),
        line("M-30-22v52M-12-20v46", b, 2.4, opacity=0.7),
        shape("M2-24h12v50H2z", b),
        line(
            PEN.trail("50 22, 26 18, 4 8, -12 10")
            + PEN.trail("48 10, 24 4, 2 -4, -14 -2")
            + PEN.trail("48 -2, 24 -12, 4 -16, -10 -14"),
            a,
            10,
        ),
        line(PEN.trail("50 22, 26 18, 4 8"), b, 1.6, opacity=0.6),
        turn=-12,
    )


def pane(a: str, b: str) -> str:
    """A face in a pane of glass."""
    head = PEN.loop("0 -32, 18 -22, 20 2, 12 24, 0 32, -12 24, -20 2, -18 -22")
    return sheaf(
        shape("M-40-48h80v96h-80z", b),
        line("M-40-48h80v96h-80zM-40 0h80M0-48v96", a, 5),
        shape(head, a, opacity=0.75),
        disc(-8, -2, 6.5, "none", stroke=b, stroke_width=2),
        disc(8, -2, 6.5, "none", stroke=b, stroke_width=2),
        line("M-4 16q4 3 8 0", b, 2.4),
        line("M-34 30L24-44M-20 38L36-34", "#fff", 2, opacity=0.5),
    )


def sunk_lamp(a: str, b: str) -> str:
    """A lamp under water."""
    wave = "".join(
        PEN.trail(
            [
                (-50, y),
                (-38, y - 6),
                (-25, y),
                (-12, y + 6),
                (0, y),
                (12, y - 6),
                (25, y),
                (38, y + 6),
                (50, y),
            ]
        )
        for y in (-36, -24)
    )
    return sheaf(
        line(wave, a, 5),
        disc(0, 8, 26, b, opacity=0.4),
        shape("M-9-6h18l-3 22h-12z", b),
        shape("M-12-8h24l-5-8h-14z", a),
        line("M0 16V48M-20 48h40", a, 6),
        disc(20, -10, 3, a),
        disc(26, -4, 2, a),
    )


def table(a: str, b: str) -> str:
    """The table, and the fifth chair."""
    seats = "".join(
        moved(x, y, shape("M-7-7h14v14h-14z", a))
        for x, y in ((-24, -30), (24, -30), (-24, 30), (24, 30))
    )
    return (
        seats
        + moved(
            0, 0, shape(PEN.loop("-44 0, -38 -15, 0 -18, 38 -15, 44 0, 38 15, 0 18, -38 15"), a)
        )
        + "".join(disc(x, y, 4, b) for x, y in ((-24, -7), (24, -7), (-24, 7), (24, 7)))
        + disc(0, 0, 3, b)
        + shape("M42-10h16v20H42z", b, transform="translate(-2 0)")
    )


def strip_face(a: str, b: str) -> str:
    """The face at 212, in pencil, in strips."""
    head = PEN.loop("0 -50, 26 -38, 30 -6, 20 30, 0 48, -20 30, -30 -6, -26 -38")
    lines = (
        line(head, a, 3)
        + line(
            (
                "M-22-10q9-8 18 0M6-10q9-8 18 0M0-8l-4 20h6M-10 26q10 5 20 0"
                "M-22-20q9-6 18-2M6-22q9-4 18 2"
            ),
            a,
            2.6,
        )
        + line("M15-27l-3 8", b, 3)
        + line("M-10-34l-8 60M2-40l-6 84M14-36l-4 70", a, 1, opacity=0.5)
    )
    return lines + shape("M-16-60h6V60h-6zM10-60h6V60h-6z", b, opacity=0.9)


def pole_lamp(a: str, b: str) -> str:
    """The lamp on its pole."""
    return sheaf(
        disc(10, -26, 24, b, opacity=0.35),
        line("M0 34V-44M0-40h12", a, 5),
        shape("M4-38h14l-3 20H7z", b),
        shape("M1-42h20l-5-7H6z", a),
        shape(PEN.loop("-36 38!, 0 26, 38 38!"), a),
        line(PEN.trail("-50 46, -25 42, 0 46, 25 50, 50 46"), b, 3),
    )


def bicycle(a: str, b: str) -> str:
    """A bicycle of no colour."""
    wheels = "".join(
        disc(x, 18, 22, "none", stroke=a, stroke_width=4)
        + line(PEN.lines(((x, 18), spin(x, 18, 21, i / 8)) for i in range(8)), b, 1)
        for x in (-28, 28)
    )
    return (
        wheels
        + line(
            (
                "M-28 18L-14-18H16L0 18zM-14-18L0 18M28 18L14-26M14-26l-10-4"
                "M14-26h10M-20-24h12M-14-18l-2-6"
            ),
            a,
            4,
        )
        + disc(0, 18, 5, b)
    )


def boy(a: str, b: str) -> str:
    """A boy on a wall, and the sea."""
    child = PEN.loop(
        "-9 20!, -9 2, -12 -10, -6 -18, -3 -22!, -9 -30, 0 -40, 9 -30, "
        "3 -22!, 6 -18, 12 -10, 9 2, 9 20!, 2 20!, 0 6!, -2 20!"
    )
    return (
        shape("M-50 20H34v10h-8v20h-76z", b)
        + line("M-50 30h76M-50 40h76M-36 20v10M-14 30v10M8 20v10", a, 1.4)
        + moved(2, 0, shape(child, a))
        + line(PEN.trail("30 40, 38 36, 46 40, 54 44") + PEN.trail("32 50, 40 46, 48 50"), a, 3)
    )


def ticket(a: str, b: str) -> str:
    """A ticket of the night tram, punched."""
    return moved(
        0,
        0,
        shape("M-46-24h92v14a10 10 0 0 0 0 20v14h-92V10a10 10 0 0 0 0-20z", b),
        line("M-24-24v48", a, 2, stroke_dasharray="4 4"),
        line("M-14-12h42M-14 0h34M-14 12h22", a, 3),
        disc(32, 12, 5, a),
        line("M-38-14v28M-32-14v28", a, 2),
        turn=-10,
    )


def almost(a: str, b: str) -> str:
    """A word without a unit."""
    return (
        line(
            PEN.trail("-38 -10, -20 -24, 0 -14, 20 -6, 38 -20")
            + PEN.trail("-38 18, -20 4, 0 14, 20 22, 38 8"),
            a,
            9,
        )
        + disc(44, -34, 5, b)
        + disc(-44, 34, 5, b)
    )


def cut_thread(a: str, b: str) -> str:
    """A thread that has been cut."""
    return (
        line(PEN.trail("-48 26, -30 -10, -12 6, -8 -2"), a, 4)
        + line(PEN.trail("10 2, 16 -14, 32 8, 48 -26"), b, 4)
        + line("M-8-2l6-8M-8-2l8 0M10 2l-4 9M10 2l-8 2", a, 1.6)
        + disc(0, 36, 9, "none", stroke=a, stroke_width=3.4)
        + disc(22, 40, 9, "none", stroke=a, stroke_width=3.4)
        + line("M6 30L26-40M16 34L-8-36", a, 4)
    )


def each(a: str, b: str) -> str:
    """Whose it is: the sleeper's."""
    return (
        disc(0, 0, 40, "none", stroke=a, stroke_width=4)
        + emblem(0, -8, 2.1, a, 3)
        + disc(0, 0, 46, "none", stroke=b, stroke_width=2, stroke_dasharray="2 6")
    )


def everybody(a: str, b: str) -> str:
    """Whose it is: everybody's."""
    return (
        "".join(emblem(*spin(0, 0, 30, i / 6), 0.9, a, 4) for i in range(6))
        + disc(0, 0, 8, b)
        + line(PEN.lines(((0, 0), spin(0, 0, 20, i / 6)) for i in range(6)), b, 2)
    )


def latch(a: str, b: str) -> str:
    """The latch, on the inside."""
    return sheaf(
        shape(PEN.loop("-30 48!, -30 -20, -20 -40, 0 -50, 20 -40, 30 -20, 30 48!"), b),
        line("M-10-46V48M10-46V48", a, 1.6, opacity=0.6),
        line("M-20 4H26", a, 8),
        disc(-20, 4, 8, a),
        line("M26-8v24", a, 6),
    )


def rings(a: str, b: str) -> str:
    """Nora, a party to this."""
    return sheaf(
        disc(0, 0, 12, b),
        disc(0, 0, 22, "none", stroke=a, stroke_width=4, stroke_dasharray="14 5"),
        disc(0, 0, 33, "none", stroke=a, stroke_width=6, stroke_dasharray="40 12"),
        disc(0, 0, 45, "none", stroke=b, stroke_width=3, stroke_dasharray="8 6"),
        line("M0-12V-48M10 7L42 26M-10 7L-42 26", a, 2),
    )


def names(a: str, b: str) -> str:
    """The names, read out."""
    return line("M-40-36h54M-40-22h70M-40-8h40M-40 6h62M-40 20h48M-40 34h66", a, 5) + line(
        "M22-36h14M8-8h22M16 20h20", b, 5
    )


PAGES: Final[dict[str, tuple[str, str, Motif]]] = {
    "page_hands": ("#4a1650", "#e8a63c", hands),
    "page_chair": ("#14245c", "#e8782c", chair),
    "page_hair": ("#3a3444", "#b4505c", hair),
    "page_pods": ("#5a1f6b", "#e8a63c", pods),
    "page_dog": ("#6b3a1c", "#f3e3c4", dog),
    "page_pin": ("#d99a2c", "#2a1230", pin),
    "page_mouths": ("#c9301c", "#1b0f16", mouths),
    "page_stairs": ("#1f3a8c", "#e8782c", stairs),
    "page_sleeve": ("#1c2f6e", "#d94f2c", sleeve),
    "page_pane": ("#0d5a5e", "#9fe0c8", pane),
    "page_lamp": ("#0f4f6a", "#f0b43c", sunk_lamp),
    "page_table": ("#2b1a4a", "#e0604a", table),
}
"""Jax's pages: two inks, and what is drawn."""

MEMORIES: Final[dict[str, tuple[str, str, Motif]]] = {
    "lamp_rhyme": ("#f3e3ff", "#ffcf7a", pole_lamp),
    "bicycle": ("#c9c6d8", "#8f8aa8", bicycle),
    "davi": ("#ffe2c4", "#8fb0ff", boy),
    "ticket": ("#1b1a4a", "#ffcf8a", ticket),
    "almost": ("#a6fbe4", "#c8f560", almost),
    "thread": ("#ffc975", "#7ea2ff", cut_thread),
}

ARTICLES: Final[dict[str, tuple[str, str, Motif]]] = {
    "article_each": ("#5a1f4f", "#b8862c", each),
    "article_all": ("#7a1f3a", "#b8862c", everybody),
    "article_latch": ("#3a1f5a", "#c9a05a", latch),
    "article_nora": ("#0d4a50", "#1f9a8c", rings),
    "article_names": ("#2a1a3a", "#b32512", names),
}
