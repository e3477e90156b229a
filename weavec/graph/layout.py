"""The layout: a graph, drawn up.

Goes in: a graph. Comes out: its `Picture`: every card, panel and line in its place, in pixels from
the map's left upper corner. The same graph gives the same picture.
"""

from __future__ import annotations

from weavec.graph.cards import Card, Label, card_of, label_of
from weavec.graph.model import Graph
from weavec.graph.order import arrange
from weavec.graph.place import Ports, place
from weavec.graph.ranks import ranks
from weavec.graph.route import Line, Map, Point
from weavec.graph.rows import Rows
from weavec.node import node


@node
class Panel:
    """Where a group stands. `inset`: where its first column begins, from its left."""

    x: float
    y: float
    width: float
    height: float
    inset: float


@node
class Picture:
    """A graph in its place: `cards` and their `corners` for each node, `labels` and `lines` for
    each edge, `panels` for each group that has nodes, by its index."""

    graph: Graph
    width: float
    height: float
    panels: dict[int, Panel]
    cards: tuple[Card, ...]
    corners: tuple[Point, ...]
    labels: tuple[Label, ...]
    lines: tuple[Line, ...]


def laid_out(graph: Graph) -> Picture:
    """Give everything in a graph its place."""
    cards = tuple(card_of(graph, node_) for node_ in graph.nodes)
    labels = tuple(label_of(edge) for edge in graph.edges)
    rows = Rows(graph, cards, labels, ranks(graph))
    for number, row in enumerate(rows.rows):
        arrange(row)
        rows.shorten(number)
    extra = rows.extra()
    ports, heights = [], []
    for row in rows.rows:
        ports.append(Ports(row, extra))
        heights.append(place(row, ports[-1]))
    where = Map(rows, ports, heights)
    groups = {row.group: where.column_x[at][0] for at, row in enumerate(rows.rows)}
    panels = {
        group: Panel(round(where.left, 1), round(top, 1), round(where.wide, 1),
                     round(bottom - top, 1), inset)
        for (group, inset), (top, bottom) in zip(groups.items(), where.panels, strict=True)
    }  # fmt: skip
    return Picture(
        graph, round(where.width, 1), where.height, panels, cards,
        tuple(where.corner(index) for index in range(len(graph.nodes))), labels,
        tuple(where.line(index) for index in range(len(graph.edges))),
    )  # fmt: skip
