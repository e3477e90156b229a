"""Silent loops: ways round without a beat.

Goes in: what is reached. Comes out: the locations at which some play comes again without a line, a
choice or an ending in between. A scheduler only hands on: it is passed, and is no place to come back
to. A story in which control has no such ring, which is nearly every
story, is done with by looking at its graph alone.
"""

from __future__ import annotations

from weavec.prove.diagrams import Set
from weavec.prove.explore import Reached, Watch
from weavec.prove.graph import Edge, Kind, Way
from weavec.prove.order import rings


def silent_loops(found: Reached, watch: Watch) -> list[int]:
    """The locations that some reachable state comes back to silently."""
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
    looping: list[int] = []
    for ring in rings(len(out), [*out, root]):
        if len(ring) > 1 or (ring[0] < len(out) and ring[0] in out[ring[0]]):
            inside = set(ring)
            looping += [
                index for index in ring
                if locations[index].kind is not Kind.TURNS
                and _returns(found, silent, index, inside, watch)
            ]  # fmt: skip
    return looping


def _returns(
    found: Reached, silent: list[list[Edge]], index: int, inside: set[int], watch: Watch
) -> bool:
    """Whether some state of a location comes back to it within a silent ring."""
    start, locations = found.states[index], found.graph.locations
    assert start is not None
    strand = locations[index].context.turn is not None  # then only in one turn
    seen: dict[int, Set] = {}
    waiting: dict[int, Set] = {index: start}
    while waiting:
        at, fresh = waiting.popitem()
        for edge in silent[at]:
            if edge.target not in inside:
                continue
            if strand and locations[edge.target].context.turn is None:
                continue
            watch.tick(0, len(silent))
            made = found.diagrams.image(edge, fresh)
            if not made.satisfiable():
                continue
            if edge.target == index:
                return True
            old = seen.get(edge.target)
            new = made if old is None else made & ~old
            if new.satisfiable():
                seen[edge.target] = new if old is None else old | new
                left = waiting.get(edge.target)
                waiting[edge.target] = new if left is None else left | new
    return False
