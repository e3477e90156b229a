"""Escape: from which reachable states an ending can still be reached.

Goes in: what is reached. Comes out: for each location the states from which some way leads to an
ending, or to a hole that the author knows of; what is left is where a reader is stuck.
"""

from __future__ import annotations

from collections.abc import Iterator

from weavec.prove.diagrams import Set
from weavec.prove.explore import Reached, Watch
from weavec.prove.graph import Edge, Graph, Kind
from weavec.prove.order import rings
from weavec.prove.terms import Term
from weavec.prove.values import conjuncts


def escape(found: Reached, watch: Watch) -> list[Set | None]:
    """For each location, its states from which an ending or a hole can be reached; none if none.

    Most locations need no diagram: where every state has an edge to a location that is good as a
    whole, it is good as a whole. So is a ring of strands in which nothing goes round. Only what is
    left over is worked out backwards, exactly.
    """
    states = found.states
    good: list[Set | None] = [None] * len(states)
    whole = bytearray(len(states))
    for ring in reversed(found.diagrams.values.rings):
        waiting = [index for index in reversed(ring) if states[index] is not None]
        if len(waiting) > 1 and _runs_out(found, ring, whole):
            for index in waiting:
                whole[index] = 1
                good[index] = states[index]
            continue
        moved = True
        while moved and waiting:
            moved, left = False, []
            for index in waiting:
                if _good(found, index, whole):
                    whole[index] = 1
                    good[index] = states[index]
                    moved = True
                else:
                    left.append(index)
            waiting = left
        watch.tick(0, len(states))
        if waiting:
            _backwards(found, waiting, good, whole, watch)
    return good


def _good(found: Reached, index: int, whole: bytearray) -> bool:
    """Whether every state of a location has an edge to a location that is good as a whole."""
    location = found.graph.locations[index]
    if location.kind in (Kind.END, Kind.HOLE):
        return True
    left = found.states[index]
    assert left is not None
    return _covered(found, left, (e for e in location.out if e.taken and whole[e.target]))


def _covered(found: Reached, left: Set, edges: Iterator[Edge]) -> bool:
    """Whether every state of a set can take one of some edges."""
    for edge in edges:
        enabled = found.diagrams.enabled(edge)
        if enabled is None:
            return True
        left = left & ~enabled
        if not left.satisfiable():
            return True
    return False


def _backwards(
    found: Reached, ring: list[int], good: list[Set | None], whole: bytearray, watch: Watch
) -> None:
    """Work out the good states of a ring exactly, from those of the locations behind it."""
    locations, states, diagrams = found.graph.locations, found.states, found.diagrams
    into: dict[int, list[Edge]] = {}
    inside = set(ring)
    for index in ring:
        for edge in locations[index].out:
            if edge.taken and edge.target in inside:
                into.setdefault(edge.target, []).append(edge)
    waiting: dict[int, Set] = {}

    def add(index: int, some: Set) -> None:
        here, old = states[index], good[index]
        assert here is not None
        fresh = some & here if old is None else some & here & ~old
        if fresh.satisfiable():
            good[index] = fresh if old is None else old | fresh
            waiting[index] = waiting[index] | fresh if index in waiting else fresh

    for index in ring:
        for edge in locations[index].out:
            there = good[edge.target] if edge.taken and edge.target not in inside else None
            if there is not None:
                add(index, diagrams.preimage(edge, there))
    while waiting:
        target, fresh = waiting.popitem()
        for edge in into.get(target, ()):
            watch.tick(0, len(states))
            add(edge.source, diagrams.preimage(edge, fresh))
    for index in ring:
        if good[index] is not None and good[index] == states[index]:
            whole[index] = 1


# ------------------------------------------------------------------ rings of strands


def _runs_out(found: Reached, ring: list[int], whole: bytearray) -> bool:
    """Whether a ring is one of strands that cannot go round, and every way out of it is good.

    Then every state of it comes out in the end: no state is without an edge, and each turn leads a
    strand on in a graph without rings.
    """
    locations, states = found.graph.locations, found.states
    inside = set(ring)
    for index in ring:
        at = locations[index]
        if at.kind is not Kind.TURNS and at.context.turn is None:
            return False
        for edge in at.out:
            if edge.taken and edge.target not in inside and not whole[edge.target]:
                return False
    if _goes_round(found.graph, ring, inside):
        return False
    for index in ring:
        here = states[index]
        if here is not None and not _covered(
            found, here, (e for e in locations[index].out if e.taken)
        ):
            return False
    return True


def _goes_round(graph: Graph, ring: list[int], inside: set[int]) -> bool:
    """Whether a strand can come back to a point without leaving the ring."""
    numbers: dict[object, int] = {}
    out: list[list[int]] = []

    def node(key: object) -> int:
        if key not in numbers:
            numbers[key] = len(out)
            out.append([])
        return numbers[key]

    root = node("root")
    for index in ring:
        at = graph.locations[index]
        for edge in at.out:
            if not edge.taken or edge.target not in inside:
                continue
            stored = {var: term for var, term in edge.sets if var in graph.pcs}
            before: list[object] = [("at", index)]
            if at.kind is Kind.TURNS:
                before = list(_points(edge.guard, graph))
                if stored and edge.source == edge.target:  # a sync lets go
                    before = [point for point in before if point[0] in stored]  # type: ignore[index]
                elif not before:
                    continue
            for key in before:
                behind: list[object] = (
                    [(v, t) for v, t in stored.items() if at.kind is not Kind.TURNS or key[0] == v]  # type: ignore[index]
                    or [("at", edge.target)]
                )
                out[node(key)] += [node(each) for each in behind]
    for number in range(1, len(out)):
        out[root].append(number)
    return any(len(each) > 1 for each in rings(root, out)) or any(
        number in targets for number, targets in enumerate(out)
    )


def _points(guard: Term, graph: Graph) -> Iterator[tuple[int, int]]:
    """The points at which strands must stand for a scheduler's edge."""
    for part in conjuncts(guard):
        match part:
            case ("==", ("var", int(var)), int(point)) if var in graph.pcs:
                yield var, point
