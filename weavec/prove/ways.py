"""Ways: walks to the parts of a story, and to where a reader is stuck.

Goes in: a `Study` and what is looked for. Comes out: a `Walk`, the shortest that there is, as the
reference machine has played it; none if there is no way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from weavec import ir
from weavec.ir import Place
from weavec.machine import Event, State
from weavec.prove.diagrams import Set
from weavec.prove.explore import Reached, Watch
from weavec.prove.graph import Edge, Kind, Way
from weavec.prove.loops import Loop
from weavec.prove.replay import Arrived, TooFarError, replay, resting_places
from weavec.prove.search import MOST_STATES, Goal, Route, Search, edge_goal, goal_of
from weavec.prove.verdicts import beats_of, rests
from weavec.walk import Walk

BEATS = (ir.Line, ir.Choice, ir.Ask, ir.End, ir.Hole)


class Ways:
    """Finds walks in one proof."""

    def __init__(
        self, program: ir.Program, found: Reached, watch: Watch, most: int = MOST_STATES
    ) -> None:
        self.most = most
        self.program = program
        self.found = found
        self.watch = watch

    def route(self, goal: Goal) -> Route | None:
        """The shortest way to a goal."""
        return Search(self.found, goal, self.watch, self.most).run() if goal.states else None

    def to_locations(
        self, some: Iterable[tuple[int, Set]], arrived: Arrived
    ) -> tuple[Walk, Route] | None:
        """The walk to one of some states, with its route."""
        states: dict[int, Set] = {}
        for index, each in some:
            states[index] = states[index] | each if index in states else each
        route = self.route(Goal(states, {}))
        return None if route is None else (self.played(route, arrived), route)

    def played(self, route: Route, arrived: Arrived) -> Walk:
        """A route as the machine plays it."""
        return replay(self.found, route, arrived)

    # -------------------------------------------------------------- what is looked for

    def to_ending(self, name: str) -> Walk | None:
        """The shortest walk to an ending."""
        found = self.found
        states = [
            (at.index, here) for at in found.graph.locations
            if at.kind is Kind.END and (here := found.states[at.index]) is not None
            and getattr(self.program.scenes[at.scene].ops[at.op], "name", None) == name
        ]  # fmt: skip

        with suppress(TooFarError):
            made = self.to_locations(states, ended_in(name))
            return made and made[0]
        return None

    def to_place(self, place: Place) -> Walk | None:
        """The shortest walk to an operation: to a beat, or to the rest after a silent one."""
        scene, op = place
        beat = isinstance(self.program.scenes[scene].ops[op], BEATS)

        def arrived(state: State | None, events: Sequence[Event]) -> bool:
            if state is None:
                return True
            return not beat or place in resting_places(state)

        def played(route: Route) -> Walk | None:
            last = route.edges[-1] if route.edges else self.found.graph.start
            behind = None if beat else self.behind(last, place)
            with suppress(TooFarError):
                return replay(self.found, route, arrived, behind)
            return None

        start = self.found.graph.start
        if passes(start, place):
            return played(Route((), (), True))
        goal = goal_of(self.found, (
            edge for at in self.found.graph.locations for edge in at.out
            if edge.taken and passes(edge, place)
        ))  # fmt: skip
        whole = [
            at.index for at in self.found.graph.locations
            if (at.scene, at.op) == place and self.found.states[at.index] is not None
            and at.kind is not Kind.TURNS and (at.kind is not Kind.CHOICE or rests(at))
        ]  # fmt: skip
        if whole:
            route = self.route(Goal({i: s for i in whole if (s := self.found.states[i])}, {}))
        else:
            route = self.route(goal)
        return None if route is None else played(route)

    def behind(self, edge: Edge, place: Place) -> int:
        """How many beats an edge passes after an operation; none if it ends at it."""
        spans, scenes = edge.spans, self.program.scenes
        for i in range(0, len(spans), 3):
            scene, first, last = spans[i : i + 3]
            if scene == place[0] and first <= place[1] <= last:
                return len(beats_of(scenes, [scene, place[1] + 1, last, *spans[i + 3 :]]))
        return 0

    def to_dead(self, place: Place, states: Iterable[tuple[int, Set]]) -> Walk | None:
        """The shortest walk to a choice with no option left."""
        made = self.to_locations(states, at_place(place))
        return made and made[0]

    def to_soft(
        self, place: Place, some: Iterable[tuple[int, Set, Edge | None]]
    ) -> tuple[Walk, Route] | None:
        """The shortest walk to a place from which no ending can be reached."""
        states: dict[int, Set] = {}
        pairs: dict[Edge, Set] = {}
        for index, bad, edge in some:
            if edge is None:
                states[index] = states[index] | bad if index in states else bad
            elif edge.source < 0:
                begun = Route((), (), True)
                return self.played(begun, at_place(place)), begun
            else:
                here = self.found.states[edge.source]
                assert here is not None
                pairs[edge] = here & self.found.diagrams.preimage(edge, bad)
        route = self.route(Goal(states, {}) if states else edge_goal(pairs))
        return None if route is None else (self.played(route, at_place(place)), route)

    def to_edges(self, pairs: dict[Edge, Set]) -> tuple[Walk, Route] | None:
        """The shortest walk that takes one of some edges, each from some states."""
        route = self.route(edge_goal(pairs))
        return None if route is None else (self.played(route, drawn_out), route)

    def to_loop(self, loop: Loop) -> Walk | None:
        """The shortest walk into a way round without a beat."""
        route = self.route(Goal({loop.index: loop.states}, {}))
        if route is None:
            return None
        behind = 0 if loop.again is None else loop.again.behind
        return replay(self.found, self.longer(route, loop.index, loop.edges), drawn_out, behind)

    def longer(self, route: Route, index: int, more: Iterable[Edge]) -> Route:
        """A route that goes on over further edges."""
        search = Search(self.found, Goal({}, {}), self.watch)
        values = self.found.diagrams.values
        if route.edges:
            made = values.after(route.edges[-1], route.states[-1])
            state = search.full(index, made & search.kept(index))
        else:
            state = search.full(index, search.first(index))
        edges, states = list(route.edges), list(route.states)
        for edge in more:
            edges.append(edge)
            states.append(state)
            made = values.after(edge, state)
            state = search.full(edge.target, made & search.kept(edge.target))
        return Route(tuple(edges), tuple(states), route.shortest)

    def lost_at(self, route: Route, good: list[Set | None]) -> tuple[Place, int] | None:
        """The last choice on a way from which an ending could be reached, and the option picked."""
        search = Search(self.found, Goal({}, {}), self.watch)
        for edge, state in zip(reversed(route.edges), reversed(route.states), strict=True):
            there = good[edge.source]
            kept = state & search.kept(edge.source)
            if edge.way is Way.CHOOSE and there is not None and (
                search.within(there, edge.source, kept)
            ):
                at = self.found.graph.locations[edge.source]
                return (at.scene, at.op), edge.number
        return None


def always(_: State | None, __: Sequence[Event]) -> bool:
    """Any rest will do."""
    return True


def drawn_out(state: State | None, events: Sequence[Event]) -> bool:
    """Whether all that is drawn on a way was drawn, as far as the machine goes on: what is lost by
    its last draw is lost then."""
    return state is None or not state["dice"] or bool(events[-1]["e"] == "fault")


def ended(_: State | None, events: Sequence[Event]) -> bool:
    """Whether a play rests at any ending."""
    return bool(events[-1]["e"] == "end")


def ended_in(name: str) -> Arrived:
    """Whether a play rests at an ending."""

    def arrived(_: State | None, events: Sequence[Event]) -> bool:
        return bool(events[-1]["e"] == "end" and events[-1]["name"] == name)

    return arrived


def at_place(place: Place) -> Arrived:
    """Whether a play rests at a place."""

    def arrived(state: State | None, _: Sequence[Event]) -> bool:
        return state is not None and place in resting_places(state)

    return arrived


def passes(edge: Edge, place: Place) -> bool:
    """Whether an edge passes an operation."""
    scene, op = place
    spans = edge.spans
    return any(
        spans[i] == scene and spans[i + 1] <= op <= spans[i + 2] for i in range(0, len(spans), 3)
    )
