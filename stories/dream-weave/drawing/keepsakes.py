"""Keepsakes: torn pages of a notebook, memories on the dark, articles under a seal."""

from __future__ import annotations

from collections.abc import Iterator

from motifs import ARTICLES, MEMORIES, PAGES, Motif, strip_face
from rig.dice import Dice
from rig.pen import PEN
from rig.sheet import Sheet, disc, line, mark, moved, shape

BOX = (0, 0, 160, 160)


def page(name: str, a: str, b: str, motif: Motif) -> str:
    """A page, torn out along its upper edge, with the sign rubbed in over pencil."""
    sheet, dice = Sheet(), Dice(name)
    torn = [(12.0 + i * 11.4, 10 + dice.span(-4, 5)) for i in range(13)]
    paper = PEN.facet([*torn, (150, 151), (10, 148 + dice.span(-3, 3))])
    strokes = PEN.lines(
        ((x, y), (x + dice.span(5, 11), y - dice.span(12, 28)))
        for x, y in ((dice.span(16, 134), dice.span(40, 144)) for _ in range(26))
    )
    rules = "M12 48H149M12 74H149M12 100H149M12 126H149"
    return sheet.svg(
        BOX,
        shape(paper, "#000", opacity=0.25, transform="translate(3 4)"),
        shape(paper, "#f4ead7"),
        line(rules, "#b9b4d6", 1, opacity=0.6),
        line("M30 14V149", "#e08a7a", 1.2, opacity=0.7),
        line(strokes, "#5a4038", 1, opacity=0.35),
        moved(82, 84, motif(a, b), turn=dice.span(-5, 5), size=1.06),
    )


def memory(a: str, b: str, motif: Motif) -> str:
    """A memory, in the light that it keeps."""
    sheet = Sheet()
    return sheet.svg(
        BOX,
        mark(
            "circle",
            cx=80,
            cy=80,
            r=74,
            fill=sheet.radial((0, "#5a4596"), (0.7, "#2d2562"), (1, "#150f30")),
        ),
        disc(80, 80, 70, "none", stroke="#d9a8f0", stroke_width=1.4, stroke_dasharray="2 7"),
        disc(80, 80, 74, "none", stroke="#f3b6ff", stroke_width=2),
        moved(80, 80, motif(a, b), size=0.98),
    )


def article(a: str, b: str, motif: Motif) -> str:
    """An article of the charter, with four threads through its foot."""
    sheet = Sheet()
    ends = (("#e0a030", 62), ("#d9402c", 74), ("#3f62d0", 86), ("#1f9a8c", 98))
    return sheet.svg(
        BOX,
        shape("M19 11h128v144H19z", "#000", opacity=0.25),
        shape("M15 7h128v144H15z", sheet.down((0, "#fffaf0"), (1, "#efdfc2"))),
        line("M22 14h114v130H22z", "#b8862c", 1.6),
        line("M26 18h106v122H26z", "#b8862c", 0.6),
        moved(79, 70, motif(a, b), size=0.86),
        *(
            line(PEN.trail([(x, 128), (x + 3, 138), (x - 2, 148), (x + 4, 158)]), color, 3)
            for color, x in ends
        ),
    )


def keepsakes() -> Iterator[tuple[str, str]]:
    """Names and drawings."""
    for name, (a, b, motif) in PAGES.items():
        yield name, page(name, a, b, motif)
    yield "page_face", page("page_face", "#3a2c2c", "#f4ead7", strip_face)
    for name, (a, b, motif) in MEMORIES.items():
        yield name, memory(a, b, motif)
    for name, (a, b, motif) in ARTICLES.items():
        yield name, article(a, b, motif)
