"""Rows: the graph broken into rows of columns, and how each edge runs through them.

Goes in: a graph, its cards and labels, its ranks. Comes out: `Rows`: the rows with their cells,
where each node stands, and the course of each edge that does not simply run on to the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from weavec.graph.cards import WIDE, Card, Label
from weavec.graph.cells import Cell, Row, join
from weavec.graph.model import Graph
from weavec.graph.ranks import columns_of
from weavec.node import node

LOOP: Final = 22
"""Room over a card for a line that leads back to it, and for its words."""


@node
class Course:
    """How an edge runs that leaves its row, or leads back in it.

    `leave`, `arrive`: the gutters in which it runs, counted by the row below them. `owner`: what it
    shares its lanes with: all that comes to one node, as one kind, from one side. `down`: whether
    it comes from above.
    """

    leave: int
    arrive: int
    owner: tuple[int, str, bool]
    down: bool


class Rows:
    """The rows of a picture."""

    def __init__(
        self, graph: Graph, cards: Sequence[Card], labels: Sequence[Label], rank: Sequence[int]
    ) -> None:
        self.graph: Final = graph
        self.cards: Final = cards
        self.labels: Final = labels
        self.rows: Final[list[Row]] = []
        self.cell: Final[list[Cell]] = []  # of each node
        self.spot: Final[list[tuple[int, int]]] = []  # of each node, its row and column
        self.courses: Final[dict[int, Course]] = {}
        self._break(rank)
        round_ = {edge.source for edge in graph.edges if edge.source == edge.target}
        for index, (row, column) in enumerate(self.spot):
            high = cards[index].height + (2 * LOOP if index in round_ else 0)
            self.cell.append(self.rows[row].add(Cell(2 * column, WIDE, high, node=index)))
        for index in range(len(graph.edges)):
            self._edge(index)

    def _break(self, rank: Sequence[int]) -> None:
        """Break the ranks of each group into rows of about the same length."""
        nodes = self.graph.nodes
        most = columns_of(len(nodes))
        first: list[int] = []
        broken: list[int] = []
        for group in range(len(self.graph.groups)):
            count = max((rank[i] for i, n in enumerate(nodes) if n.group == group), default=-1) + 1
            parts = -(-count // most)
            first.append(len(self.rows))
            broken.append(-(-count // parts) if parts else 1)
            for part in range(parts):
                columns = min(broken[-1], count - part * broken[-1])
                self.rows.append(Row(group, columns))
        for index, node_ in enumerate(nodes):
            part, column = divmod(rank[index], broken[node_.group])
            self.spot.append((first[node_.group] + part, column))

    def _edge(self, index: int) -> None:
        edge, label = self.graph.edges[index], self.labels[index]
        if edge.source == edge.target:
            return
        (row, column), (other, there) = self.spot[edge.source], self.spot[edge.target]
        home = self.rows[row]
        wide = label.width + 14 if label.rows else 0.0
        cell = home.add(Cell(2 * column + 1, wide, max(label.height, 6), edge=index))
        join(self.cell[edge.source], cell)
        chain = [cell]
        if row == other and there > column:
            for layer in range(2 * column + 2, 2 * there):
                cell = home.add(Cell(layer, 0, 6, edge=index))
                join(chain[-1], cell)
                chain.append(cell)
            join(chain[-1], self.cell[edge.target])
        else:
            down = other > row
            leave = row if other < row else row + 1
            arrive = other if down else other + 1
            chain[0].lean = 1 if leave > row else -1
            owner = (edge.target, edge.kind, down)
            self.courses[index] = Course(leave, arrive, owner, down)
        home.chains[index] = chain

    def shorten(self, number: int) -> None:
        """Let lines that lead back in a row whose cells are sorted run over it, where they cross
        less there than under it."""
        for index, chain in self.rows[number].chains.items():
            course = self.courses.get(index)
            if course is None or course.leave != course.arrive or course.down:
                continue
            target = self.cell[self.graph.edges[index].target]
            if self.spot[self.graph.edges[index].target][0] != number:
                continue
            layers = self.rows[number].layers
            above = chain[0].place + target.place
            below = len(layers[chain[0].layer]) + len(layers[target.layer]) - 2 - above
            if above < below:
                owner = (course.owner[0], course.owner[1], True)
                self.courses[index] = Course(number, number, owner, True)

    def extra(self) -> dict[int, tuple[int, int]]:
        """For each node, how many lines come to it from above and from below its row."""
        owners = {course.owner for course in self.courses.values()}
        found: dict[int, tuple[int, int]] = {}
        for target, _, down in owners:
            upper, lower = found.get(target, (0, 0))
            found[target] = (upper + down, lower + (not down))
        return found

    def entries(self) -> dict[tuple[int, str, bool], int]:
        """For each owner, the how-manieth it is of those on its side of a node."""
        found: dict[tuple[int, str, bool], int] = {}
        counts: dict[tuple[int, bool], int] = {}
        for owner in sorted({course.owner for course in self.courses.values()}):
            side = (owner[0], owner[2])
            found[owner] = counts.get(side, 0)
            counts[side] = found[owner] + 1
        return found
