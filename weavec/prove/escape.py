"""Escape: from which reachable states something can still be reached, by luck or for sure.

Goes in: what is reached, and the locations that are the goal. Comes out: for each location its
states from which some way leads there. With endings and holes as the goal, what is left over is
where a reader is stuck. Asked `for sure`, draws are against the reader: an answer must do, and all
outcomes of a draw must (the attractor of a game).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from weavec.prove.diagrams import Set
from weavec.prove.explore import Reached, Watch, items_of
from weavec.prove.graph import Edge, Graph, Kind, Location, Way
from weavec.prove.order import rings
from weavec.prove.terms import Term
from weavec.prove.values import conjuncts

DRAWN = (Way.DRAW, Way.TURN)
SCHEDULED = (Kind.STRANDS, Kind.TURNS)

Step = tuple[object, object]
"""In a section: a strand (by its variable) and the point where it waits, or "at" and a location."""


def escape(found: Reached, watch: Watch) -> list[Set | None]:
    """For each location, its states from which an ending or a hole can be reached; none if none."""
    ends = (at.index for at in found.graph.locations if at.kind in (Kind.END, Kind.HOLE))
    return Attraction(found, whole_goal(found, ends), False, watch).run()


def whole_goal(found: Reached, locations: Iterable[int]) -> dict[int, Set]:
    """Some locations as a goal, in whatever state."""
    return {i: states for i in locations if (states := found.states[i]) is not None}


def for_sure(found: Reached, goal: dict[int, Set], watch: Watch) -> bool:
    """Whether the reader can come to the goal from the start whatever is drawn."""
    good = Attraction(found, goal, True, watch).run()[found.graph.start.target]
    first = found.diagrams.initial(found.graph.start)
    return good is not None and not (first & ~good).satisfiable()


class Attraction:
    """The states from which a goal can be reached, in the making.

    Most locations need no diagram: where every state has an edge to a location that is good as a
    whole, it is good as a whole. So is a ring of strands in which nothing goes round. Only what is
    left over is worked out backwards, exactly.
    """

    def __init__(self, found: Reached, goal: dict[int, Set], sure: bool, watch: Watch) -> None:
        self.found = found
        self.goal = goal
        self.sure = sure
        self.watch = watch
        self.good: list[Set | None] = [None] * len(found.states)
        self.whole = bytearray(len(found.states))

    def run(self) -> list[Set | None]:
        """The good states of each location; none if there are none."""
        states, whole, good = self.found.states, self.whole, self.good
        for ring in reversed(self.found.diagrams.values.rings):
            waiting = [index for index in reversed(ring) if states[index] is not None]
            if len(waiting) > 1 and _runs_out(self.found, ring, whole, self.goal):
                for index in waiting:
                    whole[index] = 1
                    good[index] = states[index]
                continue
            moved = True
            while moved and waiting:
                moved, left = False, []
                for index in waiting:
                    if self.is_good(index):
                        whole[index] = 1
                        good[index] = states[index]
                        moved = True
                    else:
                        left.append(index)
                waiting = left
            self.watch.tick(0, len(states))
            if waiting and self.sure and self.is_drawn_out(ring):
                self.avoid(waiting)
            elif waiting:
                self.backwards(waiting)
        return good

    def is_drawn_out(self, ring: list[int]) -> bool:
        """Whether a ring comes to an end, and only draws and values decide on the way."""
        locations = self.found.graph.locations
        return (
            not any(index in self.goal for index in ring)
            and all(
                not edge.decided
                for index in ring for edge in locations[index].out if edge.taken
            )
            and _comes_out(self.found, ring)
        )  # fmt: skip

    def avoid(self, ring: list[int]) -> None:
        """The good states of such a ring: those from which no draws lead to where it is bad.

        Edges are swept backwards in the order of the strands, each over all that is known so far.
        """
        states = self.found.states
        diagrams = self.found.diagrams
        inside = set(ring)
        lost: dict[int, Set] = {}
        edges = [
            (index, edge)
            for index, part in reversed(items_of(self.found.graph, ring))
            for edge in part if edge.taken
        ]  # fmt: skip
        moved = True
        while moved:
            moved = False
            for index, edge in edges:
                self.watch.tick(0, len(states))
                there, here = states[edge.target], states[index]
                assert there is not None and here is not None
                bad: Set | None
                if edge.target in inside:
                    bad = lost.get(edge.target)
                else:
                    good = self.good[edge.target]
                    bad = there if good is None else there & ~good
                if bad is None or not bad.satisfiable():
                    continue
                before = here & diagrams.preimage(edge, bad)
                old = lost.get(index)
                whole = before if old is None else old | before
                if whole.satisfiable() and (old is None or whole != old):
                    lost[index] = whole
                    moved = True
        for index in ring:
            here = states[index]
            assert here is not None
            left = here & ~lost[index] if index in lost else here
            self.good[index] = left if left.satisfiable() else None
            self.whole[index] = index not in lost

    def is_good(self, index: int) -> bool:
        """Whether every state of a location has an edge to a location that is good as a whole."""
        if index in self.goal and self.goal[index] == self.found.states[index]:
            return True
        location, whole = self.found.graph.locations[index], self.whole
        edges = [edge for edge in location.out if edge.taken]
        if self.sure and drawn(location):
            return bool(edges) and all(whole[edge.target] for edge in edges)
        left = self.found.states[index]
        assert left is not None
        return _covered(self.found, left, (edge for edge in edges if whole[edge.target]))

    def backwards(self, ring: list[int]) -> None:
        """Work out the good states of a ring exactly, from those of the locations behind it."""
        locations, states = self.found.graph.locations, self.found.states
        diagrams, good = self.found.diagrams, self.good
        inside = set(ring)
        into: dict[int, list[Edge]] = {}
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
            if index in self.goal:
                add(index, self.goal[index])
            if self.sure and drawn(locations[index]):
                add(index, self.forced(index))
                continue
            for edge in locations[index].out:
                there = good[edge.target] if edge.taken and edge.target not in inside else None
                if there is not None:
                    add(index, diagrams.preimage(edge, there))
        while waiting:
            target, fresh = waiting.popitem()
            for edge in into.get(target, ()):
                self.watch.tick(0, len(states))
                if self.sure and drawn(locations[edge.source]):
                    add(edge.source, self.forced(edge.source))
                else:
                    add(edge.source, diagrams.preimage(edge, fresh))
        for index in ring:
            if good[index] is not None and good[index] == states[index]:
                self.whole[index] = 1

    def forced(self, index: int) -> Set:
        """The states of a draw all of whose outcomes are good."""
        diagrams = self.found.diagrams
        left = self.found.states[index]
        assert left is not None
        some = diagrams.false
        for edge in self.found.graph.locations[index].out:
            if edge.taken and not self.whole[edge.target]:
                there, good = self.found.states[edge.target], self.good[edge.target]
                assert there is not None
                bad = there if good is None else there & ~good
                left = left & ~diagrams.preimage(edge, bad)
            enabled = diagrams.enabled(edge) if edge.taken else diagrams.false
            some = diagrams.true if enabled is None else some | enabled
        return left & some


def drawn(location: Location) -> bool:
    """Whether a draw decides at a location."""
    return any(edge.way in DRAWN for edge in location.out)


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


# ------------------------------------------------------------------ rings of strands


def _runs_out(
    found: Reached, ring: list[int], whole: bytearray, goal: dict[int, Set]
) -> bool:
    """Whether a ring is one of strands that cannot go round, and every way out of it is good.

    Then every state of it comes out in the end: no state is without an edge, and each turn leads a
    strand on in a graph without rings.
    """
    locations = found.graph.locations
    inside = set(ring)
    for index in ring:
        at = locations[index]
        if index in goal:
            return False
        if at.kind not in SCHEDULED and at.context.turn is None:
            return False
        for edge in at.out:
            if edge.taken and edge.target not in inside and not whole[edge.target]:
                return False
    return _comes_out(found, ring)


def _comes_out(found: Reached, ring: list[int]) -> bool:
    """Whether every play that comes into a ring of strands comes out of it, however it goes on."""
    locations, states = found.graph.locations, found.states
    if any(
        locations[index].kind not in SCHEDULED and locations[index].context.turn is None
        for index in ring
    ) or _goes_round(found.graph, ring, set(ring)):
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
    numbers: dict[Step, int] = {}
    out: list[list[int]] = []

    def node(key: Step) -> int:
        if key not in numbers:
            numbers[key] = len(out)
            out.append([])
        return numbers[key]

    root = node(("root", 0))
    for index in ring:
        at = graph.locations[index]
        for edge in at.out:
            if not edge.taken or edge.target not in inside:
                continue
            stored = {var: term for var, term in edge.sets if var in graph.pcs}
            before: list[Step] = [("at", index)]
            behind: list[Step] = list(stored.items()) or [("at", edge.target)]
            if at.kind is Kind.TURNS:
                before = list(points_of(edge.guard, graph))
                if stored and edge.source == edge.target:  # a sync lets go
                    before = [point for point in before if point[0] in stored]
            for key in before:
                own = [each for each in behind if each[0] == key[0]]
                out[node(key)] += [node(each) for each in (own or behind)]
    for number in range(1, len(out)):
        out[root].append(number)
    return any(len(each) > 1 for each in rings(root, out)) or any(
        number in targets for number, targets in enumerate(out)
    )


def points_of(guard: Term, graph: Graph) -> Iterator[tuple[int, int]]:
    """The points at which strands must stand for a scheduler's edge."""
    for part in conjuncts(guard):
        match part:
            case ("==", ("var", int(var)), int(point)) if var in graph.pcs:
                yield var, point
