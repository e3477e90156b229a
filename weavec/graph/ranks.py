"""Ranks: which column each node stands in, and which edges lead back.

Goes in: the graph. Comes out: for each node its rank within its group, and the rows that a group's
ranks are broken into. Loops are cut where control first comes back to where it was; a node stands
behind all that lead to it within its group.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Final

from weavec.graph.model import Graph

NARROW: Final = 6
BROAD: Final = 12
"""Columns in a row, of a short story and of the longest."""


def columns_of(nodes: int) -> int:
    """How many columns a row may have, so that a picture is neither a ribbon nor a tower."""
    return max(NARROW, min(BROAD, round(sqrt(nodes / 4)) + 3))


def ranks(graph: Graph) -> list[int]:
    """The rank of each node, from 0 in each group."""
    after: list[list[int]] = [[] for _ in graph.nodes]
    entered = [node.start for node in graph.nodes]
    for edge in graph.edges:
        if graph.nodes[edge.source].group != graph.nodes[edge.target].group:
            entered[edge.target] = True
        elif edge.target != edge.source and edge.target not in after[edge.source]:
            after[edge.source].append(edge.target)
    forward, order = _forward(after, entered)
    before: list[list[int]] = [[] for _ in after]
    for source, targets in enumerate(forward):
        for target in targets:
            before[target].append(source)
    rank = [0] * len(after)
    for each in order:
        rank[each] = max((rank[source] + 1 for source in before[each]), default=0)
    _settle(graph, forward, before, order, rank)
    return rank


def _forward(
    after: Sequence[Sequence[int]], entered: Sequence[bool]
) -> tuple[list[list[int]], list[int]]:
    """The edges that lead on, and all nodes, each behind those that lead to it."""
    forward: list[list[int]] = [[] for _ in after]
    state = bytearray(len(after))  # 1: on the way, 2: done
    done: list[int] = []
    roots = [i for i, come in enumerate(entered) if come]
    roots += [i for i, come in enumerate(entered) if not come]
    for root in roots:
        if state[root]:
            continue
        state[root] = 1
        path = [(root, iter(after[root]))]
        while path:
            here, rest = path[-1]
            for there in rest:
                if state[there] == 1:
                    continue  # it leads back
                forward[here].append(there)
                if state[there] == 0:
                    state[there] = 1
                    path.append((there, iter(after[there])))
                    break
            else:
                state[here] = 2
                done.append(here)
                path.pop()
    return forward, done[::-1]


def _settle(
    graph: Graph,
    forward: Sequence[Sequence[int]],
    before: Sequence[Sequence[int]],
    order: Sequence[int],
    rank: list[int],
) -> None:
    """Move what nothing leads to close to what it leads to, or to what is written before it."""
    first: dict[int, int] = {}
    for index, node in enumerate(graph.nodes):
        first.setdefault(node.group, index)
    for each in order[::-1]:
        node = graph.nodes[each]
        if before[each] or node.start or first[node.group] == each:
            continue
        if forward[each]:
            rank[each] = max(0, min(rank[there] for there in forward[each]) - 1)
        elif each and graph.nodes[each - 1].group == node.group:
            rank[each] = rank[each - 1]
