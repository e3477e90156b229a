"""Order: who stands above whom in each layer of a row, so that few lines cross.

Goes in: a row. Comes out: nothing; its layers are sorted. Each layer in turn is sorted by the
middle of its neighbours, to and fro, and then neighbours change places where that helps; the best
order met is kept.
"""

from __future__ import annotations

from bisect import bisect_right, insort

from weavec.graph.cells import Cell, Row

ROUNDS = 6


def arrange(row: Row) -> None:
    """Sort the layers of a row, beginning with the order written, and with its reverse."""
    first = [list(layer) for layer in row.layers]
    best, kept = crossings(row), first
    for turned in (False, True):
        if best == 0 and turned:
            break
        for number, layer in enumerate(first):
            row.layers[number] = layer[::-1] if turned else list(layer)
            _number(row.layers[number])
        for round_ in range(ROUNDS):
            for layer in row.layers[1:]:
                _sort(layer, forward=True)
            for layer in reversed(row.layers[:-1]):
                _sort(layer, forward=False)
            for layer in row.layers:
                _swap(layer)
            count = crossings(row)
            if count < best or (count == best and round_ == 0 and not turned):
                best, kept = count, [list(layer) for layer in row.layers]
            if count == 0:
                break
    for number, layer in enumerate(kept):
        row.layers[number] = layer
        _number(layer)


def crossings(row: Row) -> int:
    """How many pairs of lines cross in a row."""
    return sum(_between(layer) for layer in row.layers[:-1])


def _between(layer: list[Cell]) -> int:
    """Crossings of the lines from a layer to the next: pairs that are in another order there."""
    met: list[int] = []
    count = 0
    for cell in layer:
        ends = sorted(after.place for after in cell.after)
        for end in ends:
            count += len(met) - bisect_right(met, end)
        for end in ends:
            insort(met, end)
    return count


def _number(layer: list[Cell]) -> None:
    for place, cell in enumerate(layer):
        cell.place = place


def _sort(layer: list[Cell], forward: bool) -> None:
    """Sort by the middle of the neighbours on one side; who has none keeps its place."""
    keys: dict[int, tuple[float, int, int]] = {}
    for cell in layer:
        near = cell.before if forward else cell.after
        middle = sum(each.place for each in near) / len(near) if near else float(cell.place)
        keys[id(cell)] = (middle, cell.lean, cell.place)
    free = [cell for cell in layer if (cell.before if forward else cell.after)]
    free.sort(key=lambda cell: keys[id(cell)])
    rest = iter(free)
    layer[:] = [next(rest) if (c.before if forward else c.after) else c for c in layer]
    _number(layer)


def _swap(layer: list[Cell]) -> None:
    """Let neighbours change places as long as that saves crossings."""
    for _ in range(4):
        changed = False
        for at in range(len(layer) - 1):
            upper, lower = layer[at], layer[at + 1]
            now = _crossed(upper.before, lower.before) + _crossed(upper.after, lower.after)
            if not now:
                continue
            then = _crossed(lower.before, upper.before) + _crossed(lower.after, upper.after)
            if then < now:
                layer[at], layer[at + 1] = lower, upper
                upper.place, lower.place = at + 1, at
                changed = True
        if not changed:
            return


def _crossed(upper: list[Cell], lower: list[Cell]) -> int:
    return sum(a.place > b.place for a in upper for b in lower)
