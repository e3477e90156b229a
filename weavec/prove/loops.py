"""Silent loops: ways round without a beat.

Goes in: what is reached. Comes out: the locations at which some play comes again without a line, a
choice or an ending in between. A scheduler only hands on: it is passed, and is no place to come back
to. A story in which control has no such ring, which is nearly every story, is done with by looking
at its graph alone.
"""

from __future__ import annotations

from weavec.node import node
from weavec.prove.diagrams import Set
from weavec.prove.explore import Reached, Watch
from weavec.prove.graph import Edge, Kind, Way
from weavec.prove.order import rings


@node
class Loop:
    """A location that some play comes back to silently.

    `states`: from which it does. `edges`: the way round that they take.
    """

    index: int
    states: Set
    edges: tuple[Edge, ...]


def silent_loops(found: Reached, watch: Watch) -> list[Loop]:
    """The silent loops that some play meets, one for each location on them."""
    locations = found.graph.locations
    silent: list[list[Edge]] = [[] for _ in locations]
    for at in locations:
        if found.states[at.index] is not None:
            silent[at.index] = [
                edge for edge in at.out
                if edge.taken and not edge.beats and edge.way in (Way.AUTO, Way.DRAW, Way.TURN)
            ]  # fmt: skip
    out = [[edge.target for edge in each] for each in silent]
    root = [index for index, each in enumerate(out) if each]
    looping: list[Loop] = []
    for ring in rings(len(out), [*out, root]):
        if len(ring) > 1 or (ring[0] < len(out) and ring[0] in out[ring[0]]):
            inside = set(ring)
            for index in ring:
                if locations[index].kind is not Kind.TURNS:
                    loop = _returning(found, silent, index, inside, watch)
                    looping += [] if loop is None else [loop]
    return looping


def _returning(
    found: Reached, silent: list[list[Edge]], index: int, inside: set[int], watch: Watch
) -> Loop | None:
    """The way round from a location back to it within a silent ring, if some state takes one.

    What is new at a location is followed apart from what was there before, so that each set has one
    way on which it came, and the states that take it can be found by going back over it.
    """
    start, locations = found.states[index], found.graph.locations
    assert start is not None
    strand = locations[index].context.turn is not None  # then only in one turn
    diagrams = found.diagrams
    seen: dict[int, Set] = {}
    waiting: list[tuple[int, Set, tuple[Edge, ...]]] = [(index, start, ())]
    while waiting:
        at, fresh, way = waiting.pop(0)
        for edge in silent[at]:
            if edge.target not in inside:
                continue
            if strand and locations[edge.target].context.turn is None:
                continue
            watch.tick(0, len(silent))
            made = diagrams.image(edge, fresh)
            if not made.satisfiable():
                continue
            longer = (*way, edge)
            if edge.target == index:
                states = made
                for each in reversed(longer):
                    states = diagrams.preimage(each, states)
                return Loop(index, start & states, longer)
            old = seen.get(edge.target)
            new = made if old is None else made & ~old
            if new.satisfiable():
                seen[edge.target] = new if old is None else old | new
                waiting.append((edge.target, new, longer))
    return None
