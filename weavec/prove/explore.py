"""Exploring: all reachable states of every location, exactly.

Goes in: a graph with its `Diagrams`. Comes out: `Reached`: for each location the set of its states
that some play meets, or none; every edge that some state takes is marked. Rings of the graph are
worked through in order; inside of a ring, places are swept until nothing new is found.
"""

from __future__ import annotations

import time
from heapq import heappop, heappush

from weavec.prove.diagrams import Diagrams, Set
from weavec.prove.graph import Edge, Graph, Kind, TooMuch, Way
from weavec.prove.limits import Progress


class Watch:
    """Keeps the time of a proof, and tells how far it is.

    Raises `TooMuch` out of `tick` when the time is over.
    """

    def __init__(self, seconds: float, progress: Progress | None = None) -> None:
        self.limit = seconds
        self.end = time.monotonic() + seconds
        self.progress = progress
        self.ticks = 0

    def tick(self, done: int, total: int) -> None:
        """Called often; looks at the clock now and then."""
        self.ticks += 1
        if self.ticks % 64 == 0:
            if time.monotonic() > self.end:
                raise TooMuch(f"more than {self.limit:g} seconds of work")
            if self.progress is not None:
                self.progress(done, total)


class Reached:
    """The reachable states of each location; none where no play comes."""

    def __init__(self, graph: Graph, diagrams: Diagrams) -> None:
        self.graph = graph
        self.diagrams = diagrams
        self.states: list[Set | None] = [None] * len(graph.locations)


def explore(graph: Graph, diagrams: Diagrams, watch: Watch) -> Reached:
    """Find all reachable states.

    Raises:
        TooMuch: the time is over.
        DDMemoryError: of OxiDD's, when there are too many nodes.
    """
    found = Reached(graph, diagrams)
    states, locations = found.states, graph.locations
    first = graph.start.target
    graph.start.taken = True
    states[first] = diagrams.initial(graph.start)
    rings = diagrams.values.rings
    image = diagrams.image
    done, total = 0, len(locations)
    for ring in rings:
        done += len(ring)
        watch.tick(done, total)
        index = ring[0]
        if len(ring) > 1 or any(edge.target == index for edge in locations[index].out):
            if any(states[each] is not None for each in ring):
                _sweep(found, ring, watch, done)
            continue
        here = states[index]
        if here is None:
            continue
        for edge in locations[index].out:
            if edge.possible:
                made = image(edge, here)
                if made.satisfiable():
                    edge.taken = True
                    old = states[edge.target]
                    states[edge.target] = made if old is None else old | made
    return found


def _sweep(found: Reached, ring: list[int], watch: Watch, done: int) -> None:
    """All states of a ring, from those that have come into it.

    Each item of work is a location with its edges; a scheduler that may tell any strand to go on is
    split into an item an edge, in the order of the strands: so a strand's steps are taken one after
    another while the others stand, and the sets stay near to products.
    """
    locations, states, image = found.graph.locations, found.states, found.diagrams.image
    items: list[tuple[int, list[Edge]]] = []
    by_location: dict[int, list[int]] = {}
    for index in ring:
        edges = [edge for edge in locations[index].out if edge.possible]
        if locations[index].kind is Kind.TURNS and any(edge.way is Way.TURN for edge in edges):
            parts = [[edge] for edge in edges]
        else:
            parts = [edges]
        for part in parts:
            by_location.setdefault(index, []).append(len(items))
            items.append((index, part))
    passed: list[Set | None] = [None] * len(items)
    now: list[int] = []
    later: list[int] = []
    dirty = bytearray(len(items))
    for index in ring:
        if states[index] is not None:
            for item in by_location[index]:
                dirty[item] = 1
                now.append(item)
    now.sort()
    while now:
        item = heappop(now)
        dirty[item] = 0
        index, edges = items[item]
        here = states[index]
        assert here is not None
        watch.tick(done, len(locations))
        before = passed[item]
        fresh = here if before is None else here.imp_strict(before) if False else here & ~before
        passed[item] = here
        if fresh.satisfiable():
            for edge in edges:
                made = image(edge, fresh)
                if not made.satisfiable():
                    continue
                edge.taken = True
                to = edge.target
                old = states[to]
                whole = made if old is None else old | made
                if old is not None and whole == old:
                    continue
                states[to] = whole
                for other in by_location.get(to, ()):
                    if not dirty[other]:
                        dirty[other] = 1
                        heappush(now if other > item else later, other)
        if not now:
            now, later = later, []


def escape(found: Reached, watch: Watch) -> list[Set | None]:
    """For each location, the reachable states from which an ending or a hole can be reached.

    Most locations need no diagram: where every state has an edge to a location that is good as a
    whole, it is good as a whole. Only what is left over is worked out backwards, exactly.
    """
    graph, states, diagrams = found.graph, found.states, found.diagrams
    locations = graph.locations
    good: list[Set | None] = [None] * len(locations)
    whole = bytearray(len(locations))
    for ring in reversed(diagrams.values.rings):
        waiting = [index for index in reversed(ring) if states[index] is not None]
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
        watch.tick(0, len(locations))
        while waiting:
            moved = False
            for index in waiting:
                here = states[index]
                assert here is not None
                some = good[index]
                before = some
                for edge in locations[index].out:
                    there = good[edge.target] if edge.taken else None
                    if there is None:
                        continue
                    into = here & diagrams.preimage(edge, there)
                    some = into if some is None else some | into
                if some is not None and some.satisfiable() and some != before:
                    good[index] = some
                    moved = True
                watch.tick(0, len(locations))
            if not moved:
                break
    return good


def _good(found: Reached, index: int, whole: bytearray) -> bool:
    """Whether every state of a location has an edge to a location that is good as a whole."""
    location = found.graph.locations[index]
    if location.kind in (Kind.END, Kind.HOLE):
        return True
    left = found.states[index]
    assert left is not None
    for edge in location.out:
        if edge.taken and whole[edge.target]:
            enabled = found.diagrams.enabled(edge)
            if enabled is None:
                return True
            left = left & ~enabled
            if not left.satisfiable():
                return True
    return False
