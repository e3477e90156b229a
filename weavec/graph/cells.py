"""The pieces that a row of the picture is laid out of, while it is laid out.

A row is a run of columns of one group. Each column of cards is a layer, and so is the gap behind
it: there every line that leaves a card has a cell of its own, with room for its words. Lines over
more than one column have a cell in every layer between. Cells are the only things in this package
that change: each pass fills in what it decides.
"""

from __future__ import annotations


class Cell:
    """A piece of a layer: a card (`node`), or a line (`edge`), perhaps with a label.

    `layer` and `place`: which, and the how-manieth there. `y`: its middle, from the row's top.
    `lean`: where a line leaves the row at once, whether above (-1) or below (1).
    """

    __slots__ = (
        "after", "before", "edge", "height", "layer", "lean", "node", "place", "width", "y",
    )  # fmt: skip

    def __init__(
        self, layer: int, width: float, height: float, node: int = -1, edge: int = -1
    ) -> None:
        self.layer = layer
        self.width = width
        self.height = height
        self.node = node
        self.edge = edge
        self.lean = 0
        self.place = 0
        self.y = 0.0
        self.before: list[Cell] = []
        self.after: list[Cell] = []


class Row:
    """A run of columns. `chains`: for each edge that has cells here, these in order."""

    __slots__ = ("chains", "group", "layers")

    def __init__(self, group: int, columns: int) -> None:
        self.group = group
        self.layers: list[list[Cell]] = [[] for _ in range(2 * columns)]
        self.chains: dict[int, list[Cell]] = {}

    def add(self, cell: Cell) -> Cell:
        """Put a cell at the end of its layer."""
        layer = self.layers[cell.layer]
        cell.place = len(layer)
        layer.append(cell)
        return cell


def join(left: Cell, right: Cell) -> None:
    """A line runs from one cell to another in the next layer."""
    left.after.append(right)
    right.before.append(left)
