"""The search for ways: the shortest way of a reader to a goal.

Goes in: a study and a goal, which is a set of states for some locations, and perhaps an edge taken
from there. Comes out: a `Route`, the edges from the start to the goal, with the fewest decisions of
the reader's and among those with the fewest beats.

The search is A* over single states: what is left to decide is at least what control needs (a
backward search over locations), and states from which the goal cannot be reached any more are left
out, since the diagrams know them. Hart, Nilsson, Raphael, "A formal basis for the heuristic
determination of minimum cost paths" (1968).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from heapq import heappop, heappush
from typing import Any, Final

from weavec.node import node
from weavec.prove.diagrams import Diagrams, Set
from weavec.prove.escape import Attraction
from weavec.prove.explore import TOO_MUCH, Reached, Watch
from weavec.prove.graph import Edge, Graph, Location, Way
from weavec.prove.live import Layout, first_value
from weavec.prove.terms import indices
from weavec.prove.values import Values

DECISION: Final = 1 << 20
"""What a decision of the reader's costs, in beats: more than any walk has."""

MOST_STATES: Final = 2_000
"""States that the search for a shortest way looks at one by one; then it goes on by sets of
states."""

FEW_STATES: Final = 150
"""The same where many ways are asked for, and sets are sooner done."""


@node
class Goal:
    """Where a way is to lead: states of locations; or one of some edges, from some states each."""

    states: dict[int, Set]
    edges: dict[Edge, Set]


@node
class Route:
    """A way: its edges, the state before each of them, and whether no other has fewer decisions."""

    edges: tuple[Edge, ...]
    states: tuple[int, ...]
    shortest: bool


def goal_of(found: Reached, edges: Iterable[Edge]) -> Goal:
    """The goal to take one of some edges."""
    pairs: dict[Edge, Set] = {}
    for edge in edges:
        if edge.taken and edge.source >= 0:
            pairs[edge] = found.taking(edge)
    return edge_goal(pairs)


def edge_goal(pairs: dict[Edge, Set]) -> Goal:
    """The goal to take one of some edges, each from some states."""
    states: dict[int, Set] = {}
    for edge, able in pairs.items():
        old = states.get(edge.source)
        states[edge.source] = able if old is None else old | able
    return Goal(states, pairs)


class States:
    """Single states: for each active variable of a location, the bit of its value."""

    def __init__(self, values: Values, layout: Layout) -> None:
        self.values = values
        self.layout = layout
        self.masks: dict[int, int] = {}

    def kept(self, index: int) -> int:
        """The fields of what is active at a location."""
        found = self.masks.get(index)
        if found is None:
            found = 0
            for low in indices(self.layout.active[index]):
                found |= self.values.field[self.values.var_at[low]]
            self.masks[index] = found
        return found

    def full(self, index: int, state: int) -> int:
        """A state with the constants of its location."""
        return state | self.values.at[index] & ~self.kept(index)

    def first(self, index: int) -> int:
        """The state in which the story begins, at its first location."""
        found = 0
        for low in indices(self.layout.active[index]):
            var = self.values.var_at[low]
            found |= self.values.bit(var, first_value(self.layout, var))
        return found


class Search(States):
    """The search for one goal."""

    def __init__(
        self, found: Reached, goal: Goal, watch: Watch, most: int = MOST_STATES
    ) -> None:
        self.found = found
        self.most = most
        self.goal = goal
        self.watch = watch
        super().__init__(found.diagrams.values, found.diagrams.layout)
        if not goal.states:
            return
        attraction = Attraction(found, goal.states, False, watch)
        self.good = attraction.run()
        self.whole = attraction.whole
        self.least = self._least()

    def run(self) -> Route | None:
        """The way; none if there is none."""
        return self._search(1) or self._layered() or self._search(0)

    # -------------------------------------------------------------- states

    def within(self, some: Set, index: int, state: int) -> bool:
        """Whether a state of a location is in a set."""
        return contains(self.found.diagrams, some, self.layout.active[index], state)

    def hopeful(self, index: int, state: int) -> bool:
        """Whether the goal can still be reached."""
        if self.whole[index]:
            return True
        good = self.good[index]
        return good is not None and self.within(good, index, state)

    # -------------------------------------------------------------- the search

    def _least(self) -> list[int]:
        """For each location, what a way to the goal costs at least, by control; -1: no way."""
        locations = self.found.graph.locations
        into = edges_into(locations)
        least = [-1] * len(locations)
        waiting = [(0, index) for index in self.goal.states]
        for _, index in waiting:
            least[index] = 0
        while waiting:
            far, index = heappop(waiting)
            if least[index] != far:
                continue
            for edge in into[index]:
                step = far + cost_of(edge)
                if least[edge.source] < 0 or step < least[edge.source]:
                    least[edge.source] = step
                    heappush(waiting, (step, edge.source))
        return least

    def _search(self, spent: int) -> Route | None:
        """The way; with `spent` 0, what is spent already does not count, so it is found soon."""
        graph, values = self.found.graph, self.values
        first = graph.start
        index = first.target
        start = self.first(index)
        if not self.hopeful(index, start):
            return None
        came: dict[tuple[int, int], tuple[tuple[int, int], Edge] | None] = {(index, start): None}
        cost = {(index, start): first.beats}
        closed: set[tuple[int, int]] = set()
        waiting = [(0, 0, 0, index, start)]
        count = 0
        while waiting:
            _, _, _, index, state = heappop(waiting)
            here = (index, state)
            if here in closed:
                continue
            closed.add(here)
            if spent and len(closed) > self.most:
                return None
            self.watch.tick(0, len(graph.locations))
            last = self._arrived(index, state)
            if last is not None:
                return self._route(came, here, last, bool(spent))
            full, so_far = self.full(index, state), cost[here]
            for edge in graph.locations[index].out:
                if not edge.taken or self.least[edge.target] < 0:
                    continue
                made = values.after(edge, full)
                if not made:
                    continue
                to = edge.target
                following = (to, made & self.kept(to))
                longer = so_far + cost_of(edge)
                if following in closed or longer >= cost.get(following, 1 << 62):
                    continue
                if following not in cost and not self.hopeful(*following):
                    continue
                cost[following] = longer
                came[following] = (here, edge)
                count += 1
                far = longer * spent + self.least[to]
                heappush(waiting, (far, longer if spent else -count, count, *following))
        return None

    def _layered(self) -> Route | None:
        """The way, over sets of states that cost equally much to the goal.

        Sets told apart by beats may be too many: then they are by decisions alone.
        """
        first = self.first(self.found.graph.start.target)
        for cost in (cost_of, decisions_in):
            watch = Watch(self.watch.left() / 5)
            with suppress(*TOO_MUCH):
                layers = layers_to(self.found, self.goal, first, watch, cost)
                return None if layers is None else self.down(layers, cost)
        return None

    def down(self, layers: Layers, cost: Callable[[Edge], int]) -> Route:
        """The way through layers, each step into one that is cheaper by what the step costs."""
        index = self.found.graph.start.target
        state = self.first(index)
        edges: list[Edge] = []
        states: list[int] = []
        level = len(layers.costs) - 1
        while level > 0:
            full = self.full(index, state)
            nearest: tuple[int, Edge, int] | None = None
            for edge in self.found.graph.locations[index].out:
                made = self.values.after(edge, full) if edge.taken else 0
                if not made:
                    continue
                following = made & self.kept(edge.target)
                left = layers.costs[level] - cost(edge)
                lower = layers.level(self, edge.target, following, left)
                if not 0 <= lower < level:
                    continue
                if nearest is None or edge.beats < nearest[1].beats:
                    nearest = (lower, edge, following)
            assert nearest is not None
            edges.append(nearest[1])
            states.append(full)
            level, index, state = nearest[0], nearest[1].target, nearest[2]
        last = self._arrived(index, state)
        if isinstance(last, Edge):
            edges.append(last)
            states.append(self.full(index, state))
        return Route(tuple(edges), tuple(states), True)

    def _arrived(self, index: int, state: int) -> Edge | bool | None:
        """Whether a state is the goal; with the edge that is still to be taken, if one is."""
        some = self.goal.states.get(index)
        if some is None or not self.within(some, index, state):
            return None
        if not self.goal.edges:
            return True
        for edge in self.found.graph.locations[index].out:
            able = self.goal.edges.get(edge)
            if able is not None and self.within(able, index, state):
                return edge
        return None

    def _route(
        self,
        came: dict[tuple[int, int], tuple[tuple[int, int], Edge] | None],
        here: tuple[int, int],
        last: Edge | bool,
        shortest: bool,
    ) -> Route:
        edges: list[Edge] = []
        states: list[int] = []
        if isinstance(last, Edge):
            edges.append(last)
            states.append(self.full(*here))
        step = came[here]
        while step is not None:
            before, edge = step
            edges.append(edge)
            states.append(self.full(*before))
            step = came[before]
        return Route(tuple(reversed(edges)), tuple(reversed(states)), shortest)


def edges_into(locations: Sequence[Location]) -> list[list[Edge]]:
    """For each location, the edges into it that some play takes."""
    into: list[list[Edge]] = [[] for _ in locations]
    for at in locations:
        for edge in at.out:
            if edge.taken:
                into[edge.target].append(edge)
    return into


def cost_of(edge: Edge) -> int:
    """What an edge costs a way: beats, and `DECISION` more where the reader decides."""
    return edge.beats + (DECISION + 1 if edge.decided else 0)


def decisions_in(edge: Edge) -> int:
    """What an edge costs a way, beats left out."""
    return DECISION if edge.decided else 0


class Layers:
    """States by what they cost to a goal: each layer leads into earlier ones. The last holds the
    start."""

    def __init__(self) -> None:
        self.at: dict[tuple[int, int], list[tuple[int, Set]]] = {}
        self.costs: list[int] = []

    def add(self, layer: dict[int, Set], cost: int) -> None:
        """The next layer."""
        for index, states in layer.items():
            self.at.setdefault((index, cost), []).append((len(self.costs), states))
        self.costs.append(cost)

    def level(self, search: Search, index: int, state: int, cost: int) -> int:
        """The layer of a state among those of a cost; -1 if it is in none."""
        for level, states in self.at.get((index, cost), ()):
            if search.within(states, index, state):
                return level
        return -1


def layers_to(
    found: Reached, goal: Goal, start: int, watch: Watch, cost: Callable[[Edge], int]
) -> Layers | None:
    """The layers before a goal, cheapest first, until one holds the start.

    It is Dijkstra's search with sets of states for nodes; the states of one cost that lead into
    one another make several layers. `cost`: what an edge costs.

    Raises:
        TooMuch: the time is over.
        DDMemoryError: the sets take too much room.
    """
    diagrams, locations = found.diagrams, found.graph.locations
    into = edges_into(locations)
    layers = Layers()
    covered: dict[int, Set] = {}
    first = found.graph.start.target
    active = diagrams.layout.active[first]
    waiting = {0: dict(goal.states)}
    while waiting:
        spent = min(waiting)
        now: dict[int, Set] = {}
        for index, states in waiting.pop(spent).items():
            old = covered.get(index)
            fresh = states if old is None else states & ~old
            if fresh.satisfiable():
                now[index] = fresh
                covered[index] = fresh if old is None else old | fresh
        layers.add(now, spent)
        if first in now and contains(diagrams, now[first], active, start):
            return layers
        for index, states in now.items():
            for edge in into[index]:
                watch.tick(0, len(locations))
                here = found.states[edge.source]
                assert here is not None
                before = here & diagrams.preimage(edge, states)
                side = waiting.setdefault(spent + cost(edge), {})
                old = side.get(edge.source)
                side[edge.source] = before if old is None else old | before
    return None


def contains(diagrams: Diagrams, some: Set, active: int, state: int) -> bool:
    """Whether a state, given as one value of each active variable, is in a set."""
    bits: list[tuple[int, bool]] = []
    values, slots = diagrams.values, diagrams.layout.slots
    for low in indices(active):
        var = values.var_at[low]
        place = (state & values.field[var]) >> values.low[var]
        code = place.bit_length() - 1
        at, width = slots[var]
        bits += [(2 * (at + bit), bool(code >> width - 1 - bit & 1)) for bit in range(width)]
    return bool(some.eval(bits))


def draws_of(route: Route, graph: Graph, values: Values) -> list[tuple[int, int]]:
    """The draws on a way, in order: the outcome, from 0, and of how many."""
    drawn: list[tuple[int, int]] = []

    def turn(section: Any, strand: int, state: int, times: int) -> None:
        """A strand is drawn from those that are ready."""
        able = [
            other for other in range(section.size)
            if other == strand or values.numbers(section.pcs[other], state)[0]
            in section.groups[other]["ready"]
        ]  # fmt: skip
        if len(able) > 1:
            drawn.extend([(able.index(strand), len(able))] * times)

    for edge, state in zip(route.edges, route.states, strict=True):
        if edge.way is Way.DRAW and edge.ways > 1:
            drawn.append((edge.number, edge.ways))
        elif edge.way is Way.TURN:
            turn(graph.sections[edge.source], edge.number, state, 1)
        if edge.turns:
            here = graph.locations[edge.source].context.turn
            if here is None:
                turn(graph.sections[edge.source], edge.number, state, edge.turns)
            else:
                turn(here.section, here.strand, state, edge.turns)
    return drawn


def decisions_of(edges: Sequence[Edge]) -> list[Edge]:
    """The edges of a way that the reader decides."""
    return [edge for edge in edges if edge.decided]
