"""Place: how high each cell of a row stands, so that lines are as straight as they can be.

Goes in: a row whose layers are sorted. Comes out: nothing; cells have their `y`, and the row's
height is told. Each layer in turn wants to be level with its neighbours; what it gets is the
nearest to that which keeps the order and the room between (isotonic regression).
"""

from __future__ import annotations

from typing import Final

from weavec.graph.cells import Cell, Row

ROUNDS: Final = 6
PORT: Final = 12
"""How far apart lines leave and enter a card, where there is room."""


def place(row: Row, ports: Ports) -> float:
    """Give every cell of a row its height; the height of the row."""
    for layer in row.layers:
        y = 0.0
        for number, cell in enumerate(layer):
            y += _room(layer[number - 1], cell) if number else cell.height / 2
            cell.y = y
    best, kept = float("inf"), []
    for _ in range(ROUNDS):
        for left in (False, True):
            for layer in row.layers if left else reversed(row.layers):
                _level(layer, ports, left)
            bent = _bends(row, ports)
            if bent < best:
                best, kept = bent, [[cell.y for cell in layer] for layer in row.layers]
    for layer, heights in zip(row.layers, kept, strict=True):
        for cell, y in zip(layer, heights, strict=True):
            cell.y = y
    cells = [cell for layer in row.layers for cell in layer]
    top = min((cell.y - cell.height / 2 for cell in cells), default=0.0)
    for cell in cells:
        cell.y = round(cell.y - top, 1)
    return max((cell.y + cell.height / 2 for cell in cells), default=0.0)


def _bends(row: Row, ports: Ports) -> float:
    """How far the lines of a row are from straight: each bend counts, and how far it leads."""
    total = 0.0
    for layer in row.layers[1:]:
        for cell in layer:
            for before in cell.before:
                off = abs(ports.from_left(cell, before) - cell.y)
                total += off + 12 if off > 0.5 else 0
    return total


class Ports:
    """Where lines leave and enter cards, from the middle of their sides.

    `extra`: lines that enter a node from outside of its row, from above and from below.
    """

    def __init__(self, row: Row, extra: dict[int, tuple[int, int]]) -> None:
        self.out: Final[dict[int, float]] = {}  # by the cell behind
        self.into: Final[dict[int, float]] = {}  # by the cell before, of a card
        self.above: Final[dict[int, list[float]]] = {}
        self.below: Final[dict[int, list[float]]] = {}
        for layer in row.layers[::2]:
            for cell in layer:
                if cell.node >= 0:
                    self._card(cell, extra.get(cell.node, (0, 0)))

    def _card(self, cell: Cell, extra: tuple[int, int]) -> None:
        outs = sorted(cell.after, key=lambda each: each.place)
        for after, offset in zip(outs, _spread(len(outs), cell.height), strict=True):
            self.out[id(after)] = offset
        ins = sorted(cell.before, key=lambda each: each.place)
        upper, lower = extra
        offsets = _spread(len(ins) + upper + lower, cell.height)
        self.above[cell.node] = offsets[:upper]
        self.below[cell.node] = offsets[upper + len(ins) :]
        for before, offset in zip(ins, offsets[upper : upper + len(ins)], strict=True):
            self.into[id(before)] = offset

    def from_left(self, cell: Cell, before: Cell) -> float:
        """How high a line from a cell before wants this cell."""
        if before.node >= 0:
            return before.y + self.out[id(cell)]
        return before.y - (self.into[id(before)] if cell.node >= 0 else 0)

    def from_right(self, cell: Cell, after: Cell) -> float:
        """How high a line to a cell behind wants this cell."""
        if after.node >= 0:
            return after.y + self.into[id(cell)]
        return after.y - (self.out[id(after)] if cell.node >= 0 else 0)


def _spread(count: int, height: float) -> list[float]:
    if count < 2:
        return [0.0] * count
    step = min(float(PORT), (height - 18) / (count - 1))
    return [round((number - (count - 1) / 2) * step, 2) for number in range(count)]


def _room(upper: Cell, lower: Cell) -> float:
    """The least between the middles of two neighbours."""
    cards = (upper.node >= 0) + (lower.node >= 0)
    return (upper.height + lower.height) / 2 + (8, 14, 26)[cards]


def _level(layer: list[Cell], ports: Ports, left: bool) -> None:
    """Move a layer to where its neighbours on one side want it."""
    blocks: list[tuple[float, float, int]] = []  # where, how strongly, how many cells
    offset, offsets = 0.0, []
    for number, cell in enumerate(layer):
        if number:
            offset += _room(layer[number - 1], cell)
        offsets.append(offset)
        wanted, weight = _wanted(cell, ports, left)
        at, count = wanted - offset, 1
        while blocks and blocks[-1][0] > at:
            upper, force, some = blocks.pop()
            at = (upper * force + at * weight) / (force + weight)
            weight += force
            count += some
        blocks.append((at, weight, count))
    number = 0
    for at, _, count in blocks:
        for cell in layer[number : number + count]:
            cell.y = at + offsets[number]
            number += 1


def _wanted(cell: Cell, ports: Ports, left: bool) -> tuple[float, float]:
    """Where a cell should be, and how much that matters."""
    if left:
        wanted = [ports.from_left(cell, before) for before in cell.before]
    else:
        wanted = [ports.from_right(cell, after) for after in cell.after]
    if not wanted:
        return cell.y, 0.01
    return sum(wanted) / len(wanted), float(len(wanted))
