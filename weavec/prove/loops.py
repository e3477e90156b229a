"""Silent loops: ways round without a beat.

Goes in: what is reached. Comes out: the locations at which some play comes again without a line, a
choice or an ending in between. A scheduler only hands on: it is passed, and is no place to come
back to. A story in which control has no such ring, which is nearly every story, is done with by
looking at its graph alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import TypeAlias

from weavec import ir
from weavec.ir import Place
from weavec.node import node
from weavec.prove.diagrams import Set
from weavec.prove.escape import Attraction
from weavec.prove.explore import Reached, Watch
from weavec.prove.far import after_beats, far_way
from weavec.prove.graph import SAID_NO, SAID_YES, Edge, Kind, passed
from weavec.prove.order import rings
from weavec.prove.verdicts import beats_of


@node
class Loop:
    """A location that some play comes back to silently.

    `states`: from which it does. `edges`: the way round that they take. Where what comes twice is
    no location, `again` is it, and the location is the one before; if that way begins with the edge
    with which the story begins, it is not among the others. `far`: nothing comes twice, but the way
    is too long for the machines.
    """

    index: int
    states: Set
    edges: tuple[Edge, ...]
    again: Again | None = None
    far: bool = False


@node
class Again:
    """An operation that a way passes twice in silence, the second time in another mind.

    `spans`: what is passed from the first time on, up to the second. `behind`: the beats that the
    last edge passes after that.
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
                edge for edge in at.out if edge.taken and not edge.beats and not edge.decided
            ]  # fmt: skip
    same = _same(found)
    out: list[list[int]] = [[] for _ in locations]
    for index, edges in enumerate(silent):
        out[same[index]] += (same[edge.target] for edge in edges)
    root = [index for index, each in enumerate(out) if each]
    looping: list[Loop] = []
    order = rings(len(out), [*out, root])
    for ring in order:
        if len(ring) > 1 or (ring[0] < len(out) and ring[0] in out[ring[0]]):
            members = set(ring)
            inside = {index for index in range(len(out)) if same[index] in members}
            for index in sorted(inside):
                if locations[index].kind is not Kind.TURNS and silent[index]:
                    loop = _returning(found, silent, index, inside, same, watch)
                    looping += [] if loop is None else [loop]
    return looping + _folded(found, silent, watch) + _far(found, silent, order)


def _far(found: Reached, silent: list[list[Edge]], order: list[list[int]]) -> list[Loop]:
    """The step that is too long for the machines, as a loop."""
    far = far_way(found, silent, order)
    if far is None:
        return []
    (first, *more), states = far
    scenes = found.graph.program.scenes
    ops = after_beats(scenes, first) or [op for edge in more for op in passed(edge.spans)]
    spans = tuple(chain.from_iterable((scene, op, op) for scene, op in ops))
    again = Again(ops[-1], spans, more[-1].beats if more else 0)
    if first.source < 0:
        return [Loop(first.target, found.diagrams.initial(first), tuple(more), again, True)]
    return [Loop(first.source, states, (first, *more), again, True)]


Key: TypeAlias = tuple[Place, tuple[Place, ...], int]
"""An operation that is passed, the ways back from visits there, and the strand that passes it."""


@node
class _Pass:
    """A branch that an edge passes, one that the perspective can decide. `at`: the number of its
    span.

    `early`: no beat of the edge lies before it; `late`: none after it.
    """

    edge: Edge
    key: Key
    at: int
    early: bool
    late: bool


def _folded(found: Reached, silent: list[list[Edge]], watch: Watch) -> list[Loop]:
    """Ways that pass an operation twice in silence and come to no location twice.

    On what lies between two locations values decide nothing, so that only the perspective can let
    such a way out: it passes a branch twice that asks for it, and that is a location at most in one
    of the two minds.
    """
    folded = {
        (edge.spans[i], edge.spans[i + 1])
        for edge in found.graph.taken() if SAID_NO in edge.spans or SAID_YES in edge.spans
        for i in range(0, len(edge.spans), 3) if edge.spans[i + 2] in (SAID_NO, SAID_YES)
    }  # fmt: skip
    if not folded:
        return []
    early: dict[Key, list[_Pass]] = {}
    late: list[_Pass] = []
    looping: list[Loop] = []
    for edge in found.graph.taken():
        spans = edge.spans
        own = len(spans) > 0 and (spans[0], spans[1]) in folded
        if not own and SAID_NO not in spans and SAID_YES not in spans:
            continue
        before: dict[Key, _Pass] = {}
        for each in _passes(found, edge, folded):
            first = before.get(each.key)
            if first is not None and not _beats(found, edge, first.at, each.at):
                looping.append(_again(found, (edge,), first, each))
            before[each.key] = each
            if each.late:
                late.append(each)
            if each.early and edge.source >= 0:
                early.setdefault(each.key, []).append(each)
    for each in late:
        if each.key in early:
            looping += _met_again(found, silent, each, early[each.key], watch)
    return looping


def _passes(found: Reached, edge: Edge, folded: set[Place]) -> list[_Pass]:
    """Those of some branches that an edge passes.

    On an edge of a scheduler the ways back are not known, so that it is looked at by itself.
    """
    scenes = found.graph.program.scenes
    stack: tuple[Place, ...] = ()
    known, turn = True, id(None)
    if edge.source >= 0:
        at = found.graph.locations[edge.source]
        stack = tuple((scene, op) for scene, op, _ in at.context.stack)
        known = at.kind not in (Kind.TURNS, Kind.STRANDS)
        turn = id(at.context.turn)
    spans = edge.spans
    met: list[tuple[Key, int]] = []
    first_beat, last_beat = len(spans), -1
    for i in range(0, len(spans), 3):
        scene, first, last = spans[i : i + 3]
        if first == last and (scene, first) in folded:
            met.append((((scene, first), stack, turn), i))
        for op in range(first, last + 1) if last >= 0 else ():
            match scenes[scene].ops[op]:
                case ir.Line() | ir.Ask():
                    first_beat, last_beat = min(first_beat, i), i
                case ir.Visit():
                    stack = (*stack, (scene, op + 1))
                case ir.Return():
                    stack = stack[:-1]
                case ir.Jump():
                    stack = ()
    return [
        _Pass(edge, key, i, known and i < first_beat, known and i > last_beat) for key, i in met
    ]


def _beats(found: Reached, edge: Edge, start: int, stop: int) -> bool:
    """Whether an edge rests between two of its spans."""
    return bool(beats_of(found.graph.program.scenes, edge.spans[start:stop]))


def _met_again(
    found: Reached, silent: list[list[Edge]], first: _Pass, heads: list[_Pass], watch: Watch
) -> list[Loop]:
    """The way on which a branch that an edge has passed is passed once more, over others."""
    into = {each.edge: each for each in heads}
    diagrams, locations = found.diagrams, found.graph.locations
    strand = first.edge.source >= 0 and (
        locations[first.edge.source].context.turn is not None  # then only in one turn
    )
    states = diagrams.initial(first.edge) if first.edge.source < 0 else diagrams.image(
        first.edge, found.taking(first.edge)
    )  # fmt: skip

    def follows(edge: Edge) -> bool:
        return not strand or locations[edge.target].context.turn is not None

    for at, fresh, way in _spread(found, silent, first.edge.target, states, follows, watch):
        for edge in locations[at].out:
            if edge in into and not edge.decided and diagrams.image(edge, fresh).satisfiable():
                return [_again(found, (first.edge, *way, edge), first, into[edge])]
    return []


def _again(found: Reached, edges: tuple[Edge, ...], first: _Pass, second: _Pass) -> Loop:
    """A way that passes a branch twice."""
    last = edges[-1]
    if len(edges) == 1:
        spans = last.spans[first.at : second.at]
    else:
        between = chain.from_iterable(edge.spans for edge in edges[1:-1])
        spans = [*edges[0].spans[first.at :], *between, *last.spans[: second.at]]
    behind = len(beats_of(found.graph.program.scenes, last.spans[second.at :]))
    again = Again(first.key[0], tuple(spans), behind)
    diagrams = found.diagrams
    if edges[0].source < 0:
        return Loop(edges[0].target, diagrams.initial(edges[0]), edges[1:], again)
    return Loop(edges[0].source, found.before(edges, diagrams.true), edges, again)


def endless(found: Reached, loops: list[Loop], watch: Watch) -> list[tuple[int, Set]]:
    """The states of silent loops from which no play comes to rest any more."""
    if not loops:
        return []
    rest: dict[int, Set] = {}
    for at in found.graph.locations:
        here = found.states[at.index]
        if here is None:
            continue
        if at.kind in (Kind.END, Kind.HOLE, Kind.FAULT):
            rest[at.index] = here
            continue
        for edge in at.out:
            if edge.taken and (edge.beats or edge.decided):
                taking = found.taking(edge)
                rest[at.index] = rest[at.index] | taking if at.index in rest else taking
    good = Attraction(found, rest, False, watch).run()
    left: list[tuple[int, Set]] = []
    for loop in loops:
        fine = good[loop.index]
        states = loop.states if fine is None else loop.states & ~fine
        if states.satisfiable():
            left.append((loop.index, states))
    return left


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
    """The way round from a location back to its operation within a silent ring, if there is one."""
    start, locations = found.states[index], found.graph.locations
    assert start is not None
    strand = locations[index].context.turn is not None  # then only in one turn

    def stays(edge: Edge) -> bool:
        turn = locations[edge.target].context.turn
        return edge.target in inside and (not strand or turn is not None)

    def follows(edge: Edge) -> bool:
        return stays(edge) and same[edge.target] != same[index]

    for at, fresh, way in _spread(found, silent, index, start, follows, watch):
        for edge in silent[at]:
            if same[edge.target] == same[index] and stays(edge):
                made = found.diagrams.image(edge, fresh)
                states = _passing(found, silent, edge.target, made)
                if states.satisfiable():
                    longer = (*way, edge)
                    return Loop(index, found.before(longer, states), longer)
    return None


def _spread(
    found: Reached, silent: list[list[Edge]], index: int, states: Set,
    follows: Callable[[Edge], bool], watch: Watch,
) -> Iterator[tuple[int, Set, tuple[Edge, ...]]]:  # fmt: skip
    """What is come to over edges without beats from some states of a location, nearest first: a
    location, states there, and the way.

    What is new at a location is followed apart from what was there before, so that each set has one
    way on which it came, and the states that take it can be found by going back over it.
    """
    seen: dict[int, Set] = {}
    waiting: list[tuple[int, Set, tuple[Edge, ...]]] = [(index, states, ())]
    while waiting:
        at, fresh, way = waiting.pop(0)
        yield at, fresh, way
        for edge in silent[at]:
            if not follows(edge):
                continue
            watch.tick(0, len(silent))
            made = found.diagrams.image(edge, fresh)
            old = seen.get(edge.target)
            new = made if old is None else made & ~old
            if new.satisfiable():
                seen[edge.target] = new if old is None else old | new
                waiting.append((edge.target, new, (*way, edge)))
