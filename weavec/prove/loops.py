"""Silent loops: ways round without a beat.

Goes in: what is reached. Comes out: the locations at which some play comes again without a line, a
choice or an ending in between. A scheduler only hands on: it is passed, and is no place to come
back to. A story in which control has no such ring, which is nearly every story, is done with by
looking at its graph alone.
"""

from __future__ import annotations

from weavec import ir
from weavec.ir import Place
from weavec.node import node
from weavec.prove.diagrams import Set
from weavec.prove.explore import Reached, Watch
from weavec.prove.graph import ENTERED, Edge, Kind, Way
from weavec.prove.order import rings
from weavec.prove.verdicts import beats_of


@node
class Loop:
    """A location that some play comes back to silently.

    `states`: from which it does. `edges`: the way round that they take. Where a single edge passes
    an operation twice, `again` is it, with what it passes up to there; if that is the edge with
    which the story begins, there are no others.
    """

    index: int
    states: Set
    edges: tuple[Edge, ...]
    again: Again | None = None


@node
class Again:
    """An operation that an edge passes twice in silence.

    `spans`: what the edge passes until it comes again. `behind`: beats that it passes after that.
    """

    place: Place
    spans: tuple[int, ...]
    behind: int


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
    same = _same(found)
    out: list[list[int]] = [[] for _ in locations]
    for index, edges in enumerate(silent):
        out[same[index]] += (same[edge.target] for edge in edges)
    root = [index for index, each in enumerate(out) if each]
    looping: list[Loop] = []
    for ring in rings(len(out), [*out, root]):
        if len(ring) > 1 or (ring[0] < len(out) and ring[0] in out[ring[0]]):
            members = set(ring)
            inside = {index for index in range(len(out)) if same[index] in members}
            for index in sorted(inside):
                if locations[index].kind is not Kind.TURNS and silent[index]:
                    loop = _returning(found, silent, index, inside, same, watch)
                    looping += [] if loop is None else [loop]
    return looping + _folded(found)


def _folded(found: Reached) -> list[Loop]:
    """Edges that pass an operation twice in silence: the second time in another mind."""
    graph, diagrams = found.graph, found.diagrams
    looping: list[Loop] = []
    for edge in graph.taken():
        again = _again(graph.program.scenes, edge)
        if again is None:
            continue
        if edge.source < 0:
            looping.append(Loop(edge.target, diagrams.initial(edge), (), again))
            continue
        here, enabled = found.states[edge.source], diagrams.enabled(edge)
        assert here is not None
        states = here if enabled is None else here & enabled
        looping.append(Loop(edge.source, states, (edge,), again))
    return looping


def _again(scenes: tuple[ir.Scene, ...], edge: Edge) -> Again | None:
    """The branch that an edge passes twice without a beat, or another scene, between."""
    spans = edge.spans
    if len(spans) <= 6:  # a branch and its answer, twice, are more
        return None
    seen: set[tuple[int, int]] = set()
    for i in range(0, len(spans), 3):
        scene, first, last = spans[i : i + 3]
        if last == ENTERED:
            seen.clear()
        for op in range(first, last + 1) if last >= 0 else ():
            at = scenes[scene].ops[op]
            if isinstance(at, (ir.Line, ir.Ask)):
                seen.clear()
            elif isinstance(at, ir.Branch):
                if (scene, op) in seen:
                    behind = len(beats_of(scenes, [scene, op + 1, last, *spans[i + 3 :]]))
                    return Again((scene, op), (*spans[:i], scene, first, op), behind)
                seen.add((scene, op))
    return None


def _same(found: Reached) -> list[int]:
    """For each location one that stands for all of its operation, in whatever mind."""
    first: dict[object, int] = {}
    same: list[int] = []
    for at in found.graph.locations:
        context = at.context
        key = (at.scene, at.op, at.kind, context.stack, id(context.turn))
        alone = at.kind in (Kind.TURNS, Kind.STRANDS)
        same.append(at.index if alone else first.setdefault(key, at.index))
    return same


def _passing(found: Reached, silent: list[list[Edge]], index: int, states: Set) -> Set:
    """Those of a location's states in which its operation is done: a hub is come back to for good
    only where it is passed once more; where it is open, a reader rests."""
    if found.graph.locations[index].kind is not Kind.CHOICE:
        return states
    some = (found.diagrams.enabled(edge) for edge in silent[index])
    return states & found.diagrams.union(
        found.diagrams.true if each is None else each for each in some
    )


def _returning(
    found: Reached, silent: list[list[Edge]], index: int, inside: set[int], same: list[int],
    watch: Watch,
) -> Loop | None:  # fmt: skip
    """The way round from a location back to its operation within a silent ring, if there is one.

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
            if same[edge.target] == same[index]:
                states = _passing(found, silent, edge.target, made)
                if not states.satisfiable():
                    continue
                for each in reversed(longer):
                    states = diagrams.preimage(each, states)
                return Loop(index, start & states, longer)
            old = seen.get(edge.target)
            new = made if old is None else made & ~old
            if new.satisfiable():
                seen[edge.target] = new if old is None else old | new
                waiting.append((edge.target, new, longer))
    return None
