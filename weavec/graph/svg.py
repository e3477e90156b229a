"""The drawing: a picture as one SVG that stands alone.

Goes in: a picture. Comes out: SVG as text, for dark rooms and light ones. Its words are text, set
in plain faces; every node says what it is to those who do not see it. It loads nothing and runs
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from weavec.graph.cards import SIZES, whose_of
from weavec.graph.layout import Picture
from weavec.graph.legend import legend, people
from weavec.graph.marks import counted, said_of, told
from weavec.graph.measure import lines
from weavec.graph.model import Edge, Graph, Node
from weavec.graph.signs import away, beginning, dream, gem, tip
from weavec.graph.style import sheet
from weavec.graph.xml import attribute, element

MARGIN: Final = 28

def as_svg(picture: Picture) -> str:
    """The picture as an SVG."""
    graph = picture.graph
    head, high = _head(picture)
    body = _body(picture)
    foot, low = legend(picture, picture.width)
    wide = max(picture.width, 420) + 2 * MARGIN
    tall = high + picture.height + low + 2 * MARGIN
    title = graph.title or "A story"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" height="{tall:.0f}" '
        f'viewBox="0 0 {wide:.0f} {tall:.0f}" role="graphics-document document" '
        'aria-labelledby="weave-title" aria-describedby="weave-desc">\n'
        f'{element("title", f"{title}: the story’s map", id="weave-title")}\n'
        f'{element("desc", told(graph), id="weave-desc")}\n'
        f"<style>{sheet([mind.color for mind in graph.minds])}</style>\n"
        f'<rect class="ground" width="{wide:.0f}" height="{tall:.0f}"/>\n'
        f'<g transform="translate({MARGIN} {MARGIN})">\n{head}</g>\n'
        f'<g transform="translate({MARGIN} {MARGIN + high:.1f})">\n{body}</g>\n'
        f'<g transform="translate({MARGIN} {MARGIN + high + picture.height:.1f})">\n{foot}</g>\n'
        "</svg>\n"
    )

def _head(picture: Picture) -> tuple[str, float]:
    """The title, how much there is, who dreams, and what was found outside of scenes."""
    graph = picture.graph
    room = max(picture.width, 420)
    y, out = 0.0, []
    title = (graph.title or "A story").upper()
    for line in lines(title, 26, room - 4 * len(title[:60]), 3):
        y += 30
        out.append(element("text", line, class_="serif head", x=0, y=y))
    for line in lines(counted(graph), 14, room, 3):
        y += 24
        out.append(element("text", line, class_="count", x=0, y=y))
    drawn, low = people(graph, room, y + 10)
    out.append(drawn)
    y = low
    for found in graph.findings[:6]:
        words = f"{found.code} {found.name}, {found.file}:{found.line}: {found.message}"
        for line in lines(words, SIZES["error"], room, 2):
            y += 17
            out.append(element("text", line, class_=found.severity, x=0, y=y))
    if len(graph.findings) > 6:
        y += 17
        more = f"and {len(graph.findings) - 6} more outside of scenes"
        out.append(element("text", more, class_="more", x=0, y=y))
    return "\n".join(out) + "\n", y + 24

def _body(picture: Picture) -> str:
    graph = picture.graph
    out = [
        f'<rect class="panel" x="{panel.x}" y="{panel.y}" width="{panel.width}" '
        f'height="{panel.height}" rx="6"/>'
        for panel in picture.panels.values()
    ]
    order = sorted(range(len(graph.edges)), key=lambda index: not graph.edges[index].barred)
    out += ['<g aria-hidden="true">', *(_line(picture, index) for index in order), "</g>"]
    for group, panel in picture.panels.items():
        title = graph.groups[group].title.upper()
        if title:
            spaced = panel.width - panel.inset - 20 - 2.5 * min(len(title), 80)
            shown = lines(title, 14, spaced, 1)[0]
            out.append(element("text", shown, class_="serif panel-title halo",
                               x=panel.x + panel.inset, y=panel.y + 26))  # fmt: skip
    out += ['<g aria-hidden="true">', *(_words(picture, index) for index in order), "</g>"]
    leads: dict[int, list[Edge]] = {}
    for edge in graph.edges:
        leads.setdefault(edge.source, []).append(edge)
    out += [_card(picture, index, leads.get(index, [])) for index in range(len(graph.nodes))]
    return "\n".join(each for each in out if each) + "\n"

def _line(picture: Picture, index: int) -> str:
    edge, line = picture.graph.edges[index], picture.lines[index]
    whose = whose_of(picture.graph, edge)
    stroke, fill = ("", "") if whose is None else (f" s{whose}", f" f{whose}")
    kind = " visit" if edge.kind == "visit" else " locked" if edge.locked else ""
    out = [f'<path class="line{kind}{stroke}" d="{line.path}"/>']
    out.append(tip(*line.head, fill, edge.source == edge.target))
    if edge.returns:
        out.append(away(*line.tail, stroke))
    names = [picture.graph.nodes[end].name for end in (edge.source, edge.target)]
    title = element("title", f"{names[0]} → {names[1]}: {said_of(edge)}")
    barred = ' class="barred"' if edge.barred else ""
    return f"<g{barred}>{title}{''.join(out)}</g>"

def _words(picture: Picture, index: int) -> str:
    label, (x, y) = picture.labels[index], picture.lines[index].label
    top = y - label.height / 2
    return "".join(
        element("text", text, class_=f"{kind} halo", x=x + 7, y=top + 14.5 * number + 11)
        for number, (kind, text) in enumerate(label.rows)
    )

def _card(picture: Picture, index: int, leads: Sequence[Edge]) -> str:
    item = picture.graph.nodes[index]
    card, (x, y) = picture.cards[index], picture.corners[index]
    wrong = any(found.severity == "error" for found in item.findings)
    state = (" lost" if item.lost else "") + (" wrong" if wrong else "")
    out = [f'<g class="{item.kind}{state}" transform="translate({x} {y})" role="img" '
           f'aria-label="{attribute(_said(picture.graph, item, leads))}">']  # fmt: skip
    if item.kind == "ending":
        out.append(gem(20, card.height / 2))
    else:
        if item.start:
            out.append(beginning(0, 12))
        out.append(f'<rect class="card edge-of-card" width="{card.width}" height="{card.height}" '
                   'rx="4"/>')  # fmt: skip
        out.append(_bands(item, card.height))
    for row in card.rows:
        if row.dream is not None:
            merge = item.dreams[row.dream]
            out.append(dream(merge.mode, merge.minds, row.x - 34, row.y - 9))
        out.append(element("text", row.text, class_=row.kind, x=row.x, y=row.y))
    return "".join(out) + "</g>"

def _bands(item: Node, height: float) -> str:
    """Whose mind it is: a band of their colours at the card's left side."""
    minds = item.minds
    if not minds:
        return f'<rect class="band" width="2" height="{height}"/>'
    part = height / len(minds)
    return "".join(
        f'<rect class="f{mind}" y="{part * number:.1f}" width="6" height="{part:.1f}"/>'
        for number, mind in enumerate(minds)
    )

def _said(graph: Graph, item: Node, leads: Sequence[Edge]) -> str:
    """A node in a sentence, with where it leads."""
    parts = [f"{item.kind} {item.title or item.name}"]
    if item.minds:
        parts.append("in the mind of " + " or ".join(graph.minds[m].name for m in item.minds))
    parts += [f"{each.mode} dream-merge {each.title or each.name}" for each in item.dreams]
    parts += [f"{each.severity} {each.code} {each.name}" for each in item.findings]
    if item.judged and item.verdict is not True:
        parts.append("no reader comes here" if item.verdict is False else "undecided")
    for edge in leads:
        target = graph.nodes[edge.target]
        verb = {"jump": "leads to", "visit": "visits", "end": "ends in"}[edge.kind]
        parts.append(f"{verb} {target.title or target.name}")
    return "; ".join(parts)
