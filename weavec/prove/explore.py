"""Exploring: all reachable states of every location, exactly.

Goes in: a graph with its `Diagrams`. Comes out: `Reached`: for each location the set of its states
that some play meets, or none; every edge that some state takes is marked. Rings of the graph are
worked through in order; inside of a ring, places are swept until nothing new is found.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from heapq import heappop, heappush
from typing import Final

from oxidd.util import DDMemoryError

from weavec.prove.diagrams import Diagrams, Set
from weavec.prove.graph import Edge, Graph, Kind, TooMuch, Way
from weavec.prove.limits import Progress

TOO_MUCH: Final = (TooMuch, DDMemoryError)
"""What ends work that goes on after a proof: its time, or its nodes, are used up."""


class Watch:
    """Keeps the time of a proof, and tells how far it is.

    Raises `TooMuch` out of `tick` when the time is over.
    """

    def __init__(self, seconds: float, progress: Progress | None = None) -> None:
        self.limit = seconds
        self.end = time.monotonic() + seconds
        self.progress = progress
        self.ticks = 0

    def left(self) -> float:
        """The seconds that are left."""
        return max(0.0, self.end - time.monotonic())

    def tick(self, done: int, total: int) -> None:
        """Called often."""
        self.ticks += 1
        if time.monotonic() > self.end:  # each time: one step over large sets can take seconds
            raise TooMuch(f"more than {round(self.limit, 1):g} seconds of work")
        if self.ticks % 64 == 0 and self.progress is not None:
            self.progress(done, total)


class Reached:
    """The reachable states of each location; none where no play comes."""

    def __init__(self, graph: Graph, diagrams: Diagrams) -> None:
        self.graph = graph
        self.diagrams = diagrams
        self.states: list[Set | None] = [None] * len(graph.locations)

    def taking(self, edge: Edge) -> Set:
        """The states that take an edge from a location that is reached."""
        here, enabled = self.states[edge.source], self.diagrams.enabled(edge)
        assert here is not None
        return here if enabled is None else here & enabled

    def before(self, edges: Sequence[Edge], states: Set) -> Set:
        """The states at the beginning of a way from which it leads into a set."""
        for edge in reversed(edges):
            if edge.source >= 0:
                here = self.states[edge.source]
                assert here is not None
                states = here & self.diagrams.preimage(edge, states)
        return states


def explore(
    graph: Graph, diagrams: Diagrams, watch: Watch, begin: dict[int, Set] | None = None
) -> Reached:
    """Find all reachable states. `begin`: where plays begin, if not at the story's start.

    Raises:
        TooMuch: the time is over.
        DDMemoryError: of OxiDD's, when there are too many nodes.
    """
    found = Reached(graph, diagrams)
    states, locations = found.states, graph.locations
    if begin is None:
        graph.start.taken = True
        states[graph.start.target] = diagrams.initial(graph.start)
    for index, given in (begin or {}).items():
        states[index] = given
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
                if made is here or made.satisfiable():
                    edge.taken = True
                    old = states[edge.target]
                    if old is not made:
                        states[edge.target] = made if old is None else old | made
    return found


def _sweep(found: Reached, ring: list[int], watch: Watch, done: int) -> None:
    """All states of a ring, from those that have come into it.

    Each item of work is a location with its edges; a scheduler that may tell any strand to go on is
    split into an item an edge, in the order of the strands: so a strand's steps are taken one after
    another while the others stand, and the sets stay near to products.
    """
    locations, states, image = found.graph.locations, found.states, found.diagrams.image
    items = items_of(found.graph, ring)
    by_location: dict[int, list[int]] = {}
    for item, (index, _) in enumerate(items):
        by_location.setdefault(index, []).append(item)
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
        before = passed[item]
        fresh = here if before is None else here & ~before
        passed[item] = here
        if fresh.satisfiable():
            for edge in edges:
                watch.tick(done, len(locations))
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


def items_of(graph: Graph, ring: list[int]) -> list[tuple[int, list[Edge]]]:
    """The items of work of a ring, in order."""
    locations = graph.locations
    keyed: list[tuple[tuple[int, int], int, list[Edge]]] = []
    for index in ring:
        at = locations[index]
        edges = [edge for edge in at.out if edge.possible]
        if at.kind is Kind.TURNS and any(edge.way is Way.TURN for edge in edges):
            keyed += ((graph.turn(edge), index, [edge]) for edge in edges)
        elif at.context.turn is not None:
            stack = at.context.stack
            place = stack[0][1] if stack else at.op
            keyed.append(((at.context.turn.strand, place), index, edges))
        else:
            keyed.append(((-1, 0), index, edges))
    if any(key != (-1, 0) for key, _, _ in keyed):
        keyed.sort(key=lambda each: each[0])
    return [(index, edges) for _, index, edges in keyed]
