"""Rings and order: in which order the locations of a graph are worked through.

Goes in: for each location, where its edges lead. Comes out: the rings (strongly connected
components) of the graph in the order in which control comes to them, each as its locations in
reverse post-order. A location that no way leads back to is a ring of its own.

Tarjan, "Depth-first search and linear graph algorithms" (1972), without recursion.
"""

from __future__ import annotations

from collections.abc import Sequence


def rings(start: int, out: Sequence[Sequence[int]]) -> list[list[int]]:
    """The rings that are reached from `start`, forwards; inside of each, in reverse post-order."""
    size = len(out)
    number = [0] * size  # order of discovery, from 1
    low = [0] * size
    done = bytearray(size)
    finish = [0] * size
    stack: list[int] = []
    found: list[list[int]] = []
    count = finished = 0
    count += 1
    number[start] = low[start] = count
    stack.append(start)
    path: list[tuple[int, int]] = [(start, 0)]
    while path:
        at, position = path.pop()
        targets = out[at]
        while position < len(targets):
            to = targets[position]
            position += 1
            if number[to] == 0:
                path.append((at, position))
                count += 1
                number[to] = low[to] = count
                stack.append(to)
                path.append((to, 0))
                break
            if not done[to] and number[to] < low[at]:
                low[at] = number[to]
        else:
            finished += 1
            finish[at] = finished
            if low[at] == number[at]:
                ring: list[int] = []
                while True:
                    one = stack.pop()
                    done[one] = 1
                    ring.append(one)
                    if one == at:
                        break
                ring.sort(key=finish.__getitem__, reverse=True)
                found.append(ring)
            if path:
                above = path[-1][0]
                if low[at] < low[above]:
                    low[above] = low[at]
    found.reverse()
    return found
