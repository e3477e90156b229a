"""Routing: where columns, gutters and margins are, and the path of every line.

Goes in: rows whose cells have their height. Comes out: a `Map` of positions, and with it the path
of each edge. A line that only runs on to the right is a curve from cell to cell. Any other leaves
through the gap behind its column to the gutter above or below its row, along it, over a margin if
it goes farther, and through the gap before its target: never over a card.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from weavec.graph.cards import WIDE
from weavec.graph.cells import Cell, Row
from weavec.graph.lanes import Channel
from weavec.graph.place import Ports
from weavec.graph.rows import Course, Rows
from weavec.node import node

LANE: Final = 10
FAN: Final = 30
"""Room for lines to spread, before and behind a column of cards: as little as that,"""
MOST_FAN: Final = 72
"""and as much as this where they go far up or down."""
PAD: Final = 20
"""Room between a panel's border and what is in it."""
HEADING: Final = 40
BETWEEN: Final = 24
"""Room between panels, and between rows of one panel, at least."""

Owner: TypeAlias = tuple[int, str, bool]
Point: TypeAlias = tuple[float, float]
FAR: Final = 1e9


@node
class Line:
    """The line of an edge: its path, where its head points to, where it begins; its words."""

    path: str
    head: Point
    tail: Point
    label: Point


class Map:
    """Where everything is. The passes of `__init__` fill it in, in this order."""

    def __init__(self, rows: Rows, ports: Sequence[Ports], heights: Sequence[float]) -> None:
        self.rows: Final = rows
        self.ports: Final = ports
        self.heights: Final = heights
        self.entry: Final = rows.entries()
        self._gaps()
        self._across()
        self._gutters()
        self._down()

    # -------------------------------------------------------------- positions

    def _gaps(self) -> None:
        """Lanes of the gaps between columns."""
        gaps: dict[tuple[int, int], Channel[tuple[Owner, bool]]] = {}
        graph = self.rows.graph
        for index, course in self.rows.courses.items():
            edge = graph.edges[index]
            row, column = self.rows.spot[edge.source]
            cell = self.rows.rows[row].chains[index][0]
            end = FAR if course.leave > row else -FAR
            gap = gaps.setdefault((row, column + 1), Channel())
            gap.take((course.owner, False), cell.y, end)
            row, column = self.rows.spot[edge.target]
            end = -FAR if course.down else FAR
            gap = gaps.setdefault((row, column), Channel())
            gap.take((course.owner, True), self._entry(course), end)
        self.gap_lanes = {key: gap.lanes() for key, gap in gaps.items()}

    def _entry(self, course: Course) -> float:
        """How high a line from outside enters its target, from the row's top."""
        target, _, down = course.owner
        cell = self.rows.cell[target]
        ports = self.ports[self.rows.spot[target][0]]
        side = ports.above if down else ports.below
        return cell.y + side[target][self.entry[course.owner]]

    def _across(self) -> None:
        """Where each column, gap and lane of each row is, from the panel's left. The rows of a
        panel share their columns."""
        self.column_x: list[list[float]] = []
        self.label_x: list[list[float]] = []
        self.lane_x: list[list[float]] = []
        self.turn_x: list[list[float]] = []  # where lines to a column begin to turn
        self.wide = 0.0
        last = -1
        for row in self.rows.rows:
            if row.group != last:
                self._columns([at for at, each in enumerate(self.rows.rows)
                               if each.group == row.group])  # fmt: skip
            last = row.group

    def _columns(self, some: Sequence[int]) -> None:
        """Where the columns of some rows are: wide enough for what each of them holds."""
        rows = [self.rows.rows[number] for number in some]
        first = max(self._lanes(number, 0) for number in some)
        columns = max(len(row.layers) // 2 for row in rows)
        x = float(PAD)
        xs, labels, lanes, turns = [], [], [x], [x]
        x += first * LANE + (FAN - 8 if first else 0)
        for column in range(columns):
            xs.append(round(x, 1))
            held = [row for row in rows if len(row.layers) > 2 * column]
            x += WIDE
            x += max(self._fan(row, 2 * column) for row in held)
            labels.append(round(x, 1))
            x += max((cell.width for row in held for cell in row.layers[2 * column + 1]), default=0)
            count = max(self._lanes(number, column + 1) for number in some)
            lanes.append(round(x + (LANE / 2 if count else 0), 1))
            x += count * LANE
            turns.append(round(x, 1))
            if column + 1 < columns:
                x += max(self._fan(row, 2 * column + 1) for row in held)
        for _ in some:
            self.column_x.append(xs)
            self.label_x.append(labels)
            self.lane_x.append(lanes)
            self.turn_x.append(turns)
        self.wide = max(self.wide, x + PAD)

    def _fan(self, row: Row, layer: int) -> float:
        """Room for lines behind a layer to get from one height to another."""
        high = [abs(cell.y - after.y) for cell in row.layers[layer] for after in cell.after]
        if not high and layer % 2 == 0:
            return 0.0
        return max(FAN, min(MOST_FAN, max(high, default=0) / 4))

    def _lanes(self, row: int, gap: int) -> int:
        lanes = self.gap_lanes.get((row, gap))
        return max(lanes.values()) + 1 if lanes else 0

    def _lane_x(self, row: int, gap: int, owner: Owner, arriving: bool) -> float:
        lane = self.gap_lanes[row, gap][owner, arriving]
        return self.lane_x[row][gap] + lane * LANE

    def _gutters(self) -> None:
        """Lanes of the gutters between rows, and of the margins at both sides."""
        gutters: dict[int, Channel[Owner]] = {}
        margins: tuple[Channel[Owner], Channel[Owner]] = (Channel(), Channel())
        for index, course in self.rows.courses.items():
            start, end = self._ends(index)
            if course.leave == course.arrive:
                gutters.setdefault(course.leave, Channel()).take(course.owner, start, end)
                continue
            side = -100.0 if course.down else self.wide + 100
            gutters.setdefault(course.leave, Channel()).take(course.owner, start, side)
            gutters.setdefault(course.arrive, Channel()).take(course.owner, side, end)
            margin = margins[not course.down]
            margin.take(course.owner, course.leave * 100, course.arrive * 100)
        self.gutter_lanes = {key: gutter.lanes() for key, gutter in gutters.items()}
        self.margin_lanes = [margin.lanes() for margin in margins]

    def _ends(self, index: int) -> tuple[float, float]:
        """Where an edge enters its first gutter and leaves its last, from the panel's left."""
        course, edge = self.rows.courses[index], self.rows.graph.edges[index]
        row, column = self.rows.spot[edge.source]
        other, there = self.rows.spot[edge.target]
        return (
            self._lane_x(row, column + 1, course.owner, False),
            self._lane_x(other, there, course.owner, True),
        )

    def _down(self) -> None:
        """How high rows, gutters and panels are, and how wide the picture is."""
        count = [max(lanes.values(), default=-1) + 1 for lanes in self.margin_lanes]
        self.left = count[0] * LANE + (8 if count[0] else 0)
        self.width = self.left + self.wide + count[1] * LANE + (8 if count[1] else 0)
        self.row_y: list[float] = []
        self.gutter_y: list[float] = []
        self.panels: list[tuple[float, float]] = []
        y, last = 0.0, -1
        for number, row in enumerate(self.rows.rows):
            lanes = self._gutter(number)
            title = HEADING if self.rows.graph.groups[row.group].title else PAD
            if last < 0:  # over the first row run only lines of its own
                self.panels.append((y, y))
                self.gutter_y.append(y + title)
                y += title + (lanes * LANE + 6 if lanes else 0)
            elif row.group != last:
                y += PAD
                self.panels[-1] = (self.panels[-1][0], y)
                self.gutter_y.append(y + 14)
                y += max(lanes * LANE + 14 if lanes else 0, BETWEEN)
                self.panels.append((y, y))
                y += title
            else:
                self.gutter_y.append(y + 20)
                y += max(lanes * LANE + 30, BETWEEN + 16)
            self.row_y.append(round(y, 1))
            y += self.heights[number]
            last = row.group
        lanes = self._gutter(len(self.rows.rows))
        self.gutter_y.append(y + 20)
        y += PAD + (lanes * LANE + 6 if lanes else 0)
        if self.panels:
            self.panels[-1] = (self.panels[-1][0], y)
        self.height = round(y, 1)

    def _gutter(self, number: int) -> int:
        lanes = self.gutter_lanes.get(number)
        return max(lanes.values()) + 1 if lanes else 0

    # -------------------------------------------------------------- lines

    def corner(self, index: int) -> Point:
        """The left upper corner of a node's card."""
        row, column = self.rows.spot[index]
        cell = self.rows.cell[index]
        return (
            round(self.left + self.column_x[row][column], 1),
            round(self.row_y[row] + cell.y - self.rows.cards[index].height / 2, 1),
        )

    def line(self, index: int) -> Line:
        """The line of an edge."""
        edge = self.rows.graph.edges[index]
        if edge.source == edge.target:
            return self._round(edge.source)
        row, column = self.rows.spot[edge.source]
        cell = self.rows.cell[edge.source]
        ports = self.ports[row]
        chain = self.rows.rows[row].chains[index]
        start = (
            self.left + self.column_x[row][column] + cell.width,
            self.row_y[row] + cell.y + ports.out[id(chain[0])],
        )
        words = self.left + self.label_x[row][column], self.row_y[row] + chain[0].y
        path = [_move(start), _curve(start, words)]
        if chain[0].width:
            begins = (words[0] + chain[0].width, words[1])
            path.append(_move(begins))
        else:
            begins = words
        if index in self.rows.courses:
            more, head = self._around(index, begins)
        else:
            more, head = self._onward(row, column, chain, begins, self.rows.cell[edge.target])
        return Line("".join(path) + more, head, start, words)

    def _onward(
        self, row: int, column: int, chain: Sequence[Cell], begins: Point, target: Cell
    ) -> tuple[str, Point]:
        """From the words of an edge on to the right, over the layers between."""
        path: list[str] = []
        here = begins
        top = self.row_y[row]
        for before, cell in zip(chain, [*chain[1:], target], strict=True):
            layer = cell.layer // 2
            if cell.layer % 2:  # from over a column of cards into the gap behind it
                there = (self.left + self.label_x[row][layer], top + cell.y)
                path.append(_curve(here, there))
            else:
                x = self.left + self.column_x[row][layer]
                here = _flat(path, here, self.left + self.turn_x[row][layer])
                y = top + cell.y
                if cell is target:
                    y += self.ports[row].into[id(before)]
                    there = (x, y)
                    path.append(_curve(here, (x - 7, y)))
                else:
                    path.append(_curve(here, (x, y)))
                    there = (x + WIDE, y)
                    path.append(f"H{_n(there[0])}")
            here = there
        return "".join(path), here

    def _around(self, index: int, begins: Point) -> tuple[str, Point]:
        """From the words of an edge through gaps, gutters and margins to its target."""
        course, edge = self.rows.courses[index], self.rows.graph.edges[index]
        start, end = (self.left + x for x in self._ends(index))
        row, _ = self.rows.spot[edge.target]
        head = (self.left + self.column_x[row][self.rows.spot[edge.target][1]],
                self.row_y[row] + self._entry(course))  # fmt: skip
        leave = self._gutter_y(course.leave, course.owner)
        points = [begins, (start, begins[1]), (start, leave)]
        if course.leave != course.arrive:
            lane = self.margin_lanes[not course.down][course.owner] * LANE
            x = lane + 5 if course.down else self.left + self.wide + 8 + lane
            points += [(x, leave), (x, self._gutter_y(course.arrive, course.owner))]
        points += [(end, points[-1][1]), (end, head[1]), (head[0] - 7, head[1])]
        return _angled(points), head

    def _gutter_y(self, gutter: int, owner: Owner) -> float:
        return self.gutter_y[gutter] + self.gutter_lanes[gutter][owner] * LANE

    def _round(self, source: int) -> Line:
        """The line of a scene that leads to itself."""
        x, y = self.corner(source)
        path = f"M{_n(x + 18)} {_n(y)}c0 -20 28 -20 28 -7"
        return Line(path, (x + 46, y), (x + 18, y), (x + 48, y - 11))


def _n(value: float) -> str:
    """A number, as short as it can be."""
    return f"{value:.1f}".removesuffix(".0")


def _move(to: Point) -> str:
    return f"M{_n(to[0])} {_n(to[1])}"


def _curve(start: Point, end: Point) -> str:
    """From one point to another, level at both."""
    if abs(start[1] - end[1]) < 0.3:
        return f"L{_n(end[0])} {_n(end[1])}"
    middle = (start[0] + end[0]) / 2
    return f"C{_n(middle)} {_n(start[1])} {_n(middle)} {_n(end[1])} {_n(end[0])} {_n(end[1])}"


def _flat(path: list[str], here: Point, x: float) -> Point:
    if x > here[0]:
        path.append(f"H{_n(x)}")
        return x, here[1]
    return here


def _angled(points: Sequence[Point]) -> str:
    """A line along right angles, its corners rounded. It goes on from where the path is."""
    left = [points[0]]
    for point in points[1:]:
        if abs(point[0] - left[-1][0]) > 0.1 or abs(point[1] - left[-1][1]) > 0.1:
            left.append(point)
    path: list[str] = []
    for before, corner, after in zip(left, left[1:], left[2:], strict=False):
        size = min(8.0, _length(before, corner) / 2, _length(corner, after) / 2)
        start, end = _towards(corner, before, size), _towards(corner, after, size)
        path.append(f"L{_n(start[0])} {_n(start[1])}"
                    f"Q{_n(corner[0])} {_n(corner[1])} {_n(end[0])} {_n(end[1])}")  # fmt: skip
    path.append(f"L{_n(left[-1][0])} {_n(left[-1][1])}")
    return "".join(path)


def _length(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _towards(start: Point, end: Point, size: float) -> Point:
    whole = _length(start, end) or 1.0
    part = size / whole
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part
