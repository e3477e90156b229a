"""The graph for programs: JSON, with the places that the drawing has.

Goes in: a picture. Comes out: plain data and its text. `weavec/graph/README.md` says what each
field means; what it says stays so within a version.
"""

from __future__ import annotations

import json
from typing import Any, Final

from weavec.graph.cards import marks_of, whose_of
from weavec.graph.layout import Picture
from weavec.graph.model import Edge, Finding, Way
from weavec.prove.result import Answer

VERSION: Final = 1
VERDICTS: Final[dict[Answer, str]] = {True: "proved", False: "unreachable", None: "undecided"}


def as_json(picture: Picture) -> str:
    """The picture as JSON."""
    return json.dumps(as_data(picture), ensure_ascii=False, indent=1) + "\n"


def as_data(picture: Picture) -> dict[str, Any]:
    """The picture as the object that `graph --format json` prints."""
    graph = picture.graph
    return {
        "version": VERSION,
        "story": {"id": graph.story, "title": graph.title},
        "proof": None if not graph.proved else "undecided" if graph.undecided else "whole",
        "width": picture.width,
        "height": picture.height,
        "dreamers": [
            {"id": mind.id, "name": mind.name, "color": mind.color} for mind in graph.minds
        ],
        "groups": [
            {"title": graph.groups[group].title, "x": panel.x, "y": panel.y,
             "width": panel.width, "height": panel.height, "inset": panel.inset}
            for group, panel in sorted(picture.panels.items())
        ],
        "nodes": [_node(picture, index) for index in range(len(graph.nodes))],
        "edges": [_edge(picture, index) for index in range(len(graph.edges))],
        "findings": [_finding(each) for each in graph.findings],
    }  # fmt: skip


def _node(picture: Picture, index: int) -> dict[str, Any]:
    graph = picture.graph
    item, card, (x, y) = graph.nodes[index], picture.cards[index], picture.corners[index]
    return {
        "id": item.id,
        "kind": item.kind,
        "name": item.name,
        "title": item.title or None,
        "group": sorted(picture.panels).index(item.group),
        "file": item.file,
        "line": item.line,
        "dreamers": [graph.minds[mind].id for mind in item.minds],
        "start": item.start,
        "unwritten": item.unwritten,
        "verdict": VERDICTS[item.verdict] if item.judged else None,
        "merges": [
            {"name": each.name, "title": each.title or None, "mode": each.mode,
             "dreamers": [graph.minds[mind].id for mind in each.minds]}
            for each in item.dreams
        ],
        "findings": [_finding(each) for each in item.findings],
        "x": x,
        "y": y,
        "width": card.width,
        "height": card.height,
        "rows": [
            {"kind": row.kind, "text": row.text, "x": row.x, "y": row.y}
            | ({} if row.dream is None else {"merge": row.dream})
            for row in card.rows
        ],
    }  # fmt: skip


def _edge(picture: Picture, index: int) -> dict[str, Any]:
    graph = picture.graph
    edge, label, line = graph.edges[index], picture.labels[index], picture.lines[index]
    whose = whose_of(graph, edge)
    x, y = line.label
    top = y - label.height / 2
    return {
        "from": graph.nodes[edge.source].id,
        "to": graph.nodes[edge.target].id,
        "kind": edge.kind,
        "returns": edge.returns,
        "locked": edge.locked,
        "random": edge.random,
        "verdict": _verdict(edge) if graph.proved else None,
        "marks": marks_of(edge),
        "ways": [_way(picture, way) for way in edge.ways],
        "dreamer": None if whose is None else graph.minds[whose].id,
        "path": line.path,
        "head": [_round(each) for each in line.head],
        "tail": [_round(each) for each in line.tail],
        "rows": [
            {"kind": kind, "text": text, "x": _round(x + 7), "y": _round(top + 14.5 * at + 11)}
            for at, (kind, text) in enumerate(label.rows)
        ],
    }  # fmt: skip


def _round(value: float) -> float:
    return round(value, 1)


def _verdict(edge: Edge) -> str:
    if any(way.verdict for way in edge.ways):
        return VERDICTS[True]
    return VERDICTS[False if edge.barred else None]


def _way(picture: Picture, way: Way) -> dict[str, Any]:
    graph = picture.graph
    return {
        "line": way.line,
        "options": list(way.options),
        "locked": way.locked,
        "needs": list(way.needs),
        "if": way.asked,
        "random": way.random,
        "turn": way.turn,
        "wakes": way.wakes,
        "dreamer": None if way.mind is None else graph.minds[way.mind].id,
        "verdict": VERDICTS[way.verdict] if graph.proved else None,
    }


def _finding(each: Finding) -> dict[str, Any]:
    return {
        "code": each.code, "name": each.name, "severity": each.severity, "file": each.file,
        "line": each.line, "message": each.message,
    }  # fmt: skip
