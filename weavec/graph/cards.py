"""What stands on a node, in rows, and how much room it takes.

Goes in: a node of the graph. Comes out: its `Card`: a title, the name in the script, in whose mind
it is, its dream-merges and what was found. Every row has its baseline, from the card's top.
"""

from __future__ import annotations

from typing import Final

from weavec.graph.measure import even, lines, width
from weavec.graph.model import Edge, Graph, Node
from weavec.node import node

WIDE: Final = 204
"""Every card's width."""
LEFT: Final = 18
RIGHT: Final = 12
ICON: Final = 34
"""Room for the sign of a dream-merge, before its words."""
MOST: Final = 4
"""Findings that stand on a card; the others are counted."""
SIZES: Final = {
    "title": 15.0, "name": 11.5, "minds": 11.5, "dream": 12.0, "mode": 11.0, "error": 11.0,
    "warning": 11.0, "note": 11.0, "more": 11.0, "label": 11.5, "mark": 11.5,
}  # fmt: skip
"""Sizes of text by the kind of row."""
RANK: Final = {"error": 0, "warning": 1, "note": 2}


@node
class Row:
    """A line of text. `kind`: a key of `SIZES`; `dream`: the index of the merge that it begins;
    `x`, `y`: where its baseline begins, from the card's left upper corner."""

    kind: str
    text: str
    x: float
    y: float
    dream: int | None = None


@node
class Card:
    """The rows of a node, and its size."""

    rows: tuple[Row, ...]
    width: float
    height: float


def card_of(graph: Graph, item: Node) -> Card:
    """What stands on a node."""
    left = LEFT if item.kind == "scene" else 44
    rows: list[Row] = []
    y = 8.0

    def add(kind: str, text: str, most: int, indent: float = 0, dream: int | None = None) -> None:
        nonlocal y
        size = SIZES[kind]
        for number, line in enumerate(lines(text, size, WIDE - left - RIGHT - indent, most)):
            y += round(size * 1.28, 1)
            begins = dream if number == 0 else None
            rows.append(Row(kind, line, left + indent, round(y, 1), begins))

    add("title", item.title or item.name, 3)
    told = [item.name] if item.title else []
    told += [item.time] if item.time else []
    told += ["not written yet"] if item.unwritten else []
    if told:
        add("name", ", ".join(told), 2)
    if item.minds:
        add("minds", ", ".join(graph.minds[mind].name for mind in item.minds), 3)
    for number, dream in enumerate(item.dreams):
        y += 5
        add("dream", dream.title or dream.name, 2, ICON, number)
        who = ", ".join(graph.minds[mind].name for mind in dream.minds)
        add("mode", f"{dream.mode}: {who}", 3, ICON)
    found = sorted(item.findings, key=lambda each: RANK[each.severity])
    if found:
        y += 5
    for each in found[:MOST]:
        add(each.severity, f"{each.code} {each.name}", 2)
    if len(found) > MOST:
        add("more", f"and {len(found) - MOST} more", 1)
    if item.judged and item.verdict is None:
        add("note", "undecided", 1)
    return Card(tuple(rows), WIDE, round(max(y + 10, 40), 1))


@node
class Label:
    """What stands on an edge: rows of text, and their size."""

    rows: tuple[tuple[str, str], ...]  # kind, text
    width: float
    height: float


ROOM: Final = 150
"""How wide a label may be."""


def label_of(edge: Edge) -> Label:
    """The words on an edge: the options by which it is taken, or what else decides. Over a card
    that it leads back to, there is room for one row."""
    texts: dict[str, None] = {}
    for way in edge.ways:
        texts.update(dict.fromkeys(way.options))
    rows: list[tuple[str, str]] = []
    plain = any(not way.options for way in edge.ways)  # by options, and without them too
    if texts and not plain:
        few = list(texts)[:3] if len(texts) <= 3 else list(texts)[:2]
        most, dot = (3, "") if len(few) == 1 else (2, "· ")
        for text in few:
            for number, line in enumerate(even(text, SIZES["label"], ROOM - 10, most)):
                rows.append(("label", (dot if number == 0 else "  " if dot else "") + line))
        if len(texts) > len(few):
            rows.append(("mark", f"or {len(texts) - len(few)} more"))
    for mark in marks_of(edge):
        rows += [("mark", line) for line in even(mark, SIZES["mark"], ROOM, 2)]
    if edge.source == edge.target and rows:
        kind, text = rows[0]
        more = " …" if len(rows) > 1 and not text.endswith("…") else ""
        rows = [(kind, lines(text.removeprefix("· ") + more, SIZES[kind], ROOM - 12, 1)[0])]
    wide = max((width(text, SIZES[kind]) for kind, text in rows), default=0)
    return Label(tuple(rows), round(wide, 1), 14.5 * len(rows))


def marks_of(edge: Edge) -> list[str]:
    """What decides an edge, beside options: what it needs, a condition, a draw."""
    ways = edge.ways
    marks = []
    if edge.locked:
        needs = list(dict.fromkeys(each for way in ways for each in way.needs))
        marks.append(_some([f"needs {each}" for each in needs]) or "locked at first")
    if all(way.wakes for way in ways):
        marks.append("on waking")
    if edge.random:
        marks.append("by chance")
    elif all(way.turn for way in ways):
        marks.append("by turns")
    elif all(way.asked for way in ways):
        marks.append(_some(list(dict.fromkeys(way.asked or "" for way in ways))))
    return marks


def _some(words: list[str]) -> str:
    """The first of some words, and how many more there are."""
    return words[0] if len(words) == 1 else f"{words[0]}, or {len(words) - 1} more" if words else ""


def whose_of(graph: Graph, edge: Edge) -> int | None:
    """The one dreamer to whom an edge leads, if it is one by every way of it. A way that names
    none leads to whom the scene has, if that is one alone."""
    there = graph.nodes[edge.target].minds
    only = there[0] if len(there) == 1 else None
    minds = {only if way.mind is None else way.mind for way in edge.ways}
    return minds.pop() if len(minds) == 1 else None
