"""The fallback: what can still be said when the exact work was too much.

Goes in: a graph with its values, and what is left of the time. Comes out: a `Partial`: edges that
no play takes, since an easier story that allows more does not take them either; and edges that some
play takes, since single states were followed over them. What is neither is undecided.

The easier stories forget variables: first all with many values, then all but one, and so on. Each
can only allow more than the true one; what one of them excludes is excluded (localisation, Kurshan
1994).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from itertools import combinations
from typing import Final

from weavec import ir
from weavec.check.reach import Point
from weavec.check.uses import When
from weavec.ir import Place
from weavec.naming import listed
from weavec.prove.diagrams import Diagrams
from weavec.prove.explore import TOO_MUCH, Watch, explore
from weavec.prove.graph import ENTERED, Edge, Graph, Kind, Location, Way
from weavec.prove.live import Layout
from weavec.prove.replay import ReplayError, replay_states
from weavec.prove.result import Answer, Ending, Proof
from weavec.prove.search import Route, States
from weavec.prove.terms import indices, reads
from weavec.prove.values import Values
from weavec.prove.verdicts import is_met
from weavec.prove.ways import ended_in
from weavec.walk import Walk

BEAMS: Final = (3, 12, 48)
"""Single states that are followed at each location: few first, so that the last scenes get some."""
SMALL: Final = 1 << 21
"""Nodes that an easier story may take."""
NAMED: Final = 3
"""Variables that are named as what was too much."""


class Partial:
    """What is known of a story that was too much. Answers like a `Study` what control can do."""

    def __init__(
        self, graph: Graph, values: Values, watch: Watch, explored: bool = False
    ) -> None:
        """`explored`: which edges are taken is known; it is what they mean that was too much."""
        self.graph = graph
        self.values = values
        self.layout = Layout(graph, values, {})
        self.came: dict[tuple[int, int], tuple[tuple[int, int], Edge] | None] = {}
        self.taken: set[Edge] = {graph.start}
        self.met: set[int] = {graph.start.target}
        if explored:
            self._explored()
        for width in BEAMS:
            self._beam(watch, width)
        if not explored:
            self._exclude(watch)
        self.may = self._places(lambda edge: edge.possible, lambda _: True)
        self.must = self._places(
            lambda edge: edge in self.taken, lambda at: is_met(self.graph, at)
        )

    # -------------------------------------------------------------- some play does

    def _explored(self) -> None:
        """Every edge that is taken is, and no other can be."""
        for at in self.graph.locations:
            for edge in at.out:
                edge.possible = edge.taken
                if edge.taken:
                    self.taken.add(edge)
                    self.met.add(edge.target)

    def _beam(self, watch: Watch, width: int) -> None:
        """Follow single states, about so many at each location, picked without bias; if these are
        not very few, also those in which a variable has more, or less, than in any before."""
        graph, place = self.graph, self.values.place
        states = States(self.values, self.layout)
        pick = random.Random(width)
        first = graph.start.target
        kept: dict[int, list[int]] = {first: [states.first(first)]}
        self.came[first, kept[first][0]] = None
        followed = {(first, kept[first][0])}
        seen: dict[int, int] = {}
        spread, wide = _Spread(self.values, self.layout), width > BEAMS[0]
        waiting = [(place[first], 0, first, kept[first][0])]
        count = 0
        while waiting and watch.left() > watch.limit / 2:
            _, _, index, state = heappop(waiting)
            full = states.full(index, state)
            for edge in graph.locations[index].out:
                to = edge.target
                made = self.values.after(edge, full) if edge.possible else 0
                if not made or self.values.is_unsure(edge, states.kept(to)):
                    continue
                following = made & states.kept(to)
                self.taken.add(edge)
                self.met.add(to)
                if (to, following) in followed:
                    continue
                seen[to] = seen.get(to, 0) + 1
                some = kept.setdefault(to, [])
                if not (wide and spread.wider(to, following)):
                    if len(some) >= width and pick.random() * seen[to] > width:
                        continue
                    some.append(following)
                    if len(some) > 4 * width:
                        continue
                followed.add((to, following))
                self.came.setdefault((to, following), ((index, state), edge))
                count += 1
                heappush(waiting, (place[to], count, to, following))

    def way(self, here: tuple[int, int]) -> Route:
        """The way on which a state was met."""
        states = States(self.values, self.layout)
        edges: list[Edge] = []
        before: list[int] = []
        step = self.came[here]
        while step is not None:
            edges.append(step[1])
            before.append(states.full(*step[0]))
            step = self.came[step[0]]
        return Route(tuple(reversed(edges)), tuple(reversed(before)), False)

    # -------------------------------------------------------------- no play does

    def _exclude(self, watch: Watch) -> None:
        """Take edges from the graph that an easier story does not take."""
        wide = [var for var in self.values.many if self._active(var)]
        for keep in _subsets(wide):
            if watch.left() < watch.limit / 20:
                return
            left = [var for var in wide if var not in keep]
            forgotten = forgetting(self.graph, [*left, *self.values.vague])
            try:
                layout = Layout(self.graph, self.values, {}, forgotten)
                for at in self.graph.locations:
                    for edge in at.out:
                        edge.taken = False
                explore(
                    self.graph, Diagrams(layout, SMALL), Watch(min(watch.left(), watch.limit / 6))
                )
            except TOO_MUCH:
                continue
            for at in self.graph.locations:
                for edge in at.out:
                    edge.possible = edge.possible and edge.taken

    def _active(self, var: int) -> bool:
        return any(active >> self.values.low[var] & 1 for active in self.layout.active)

    # -------------------------------------------------------------- places

    def _places(
        self, counts: Callable[[Edge], bool], own: Callable[[Location], bool]
    ) -> dict[int, set[int]]:
        """The operations of edges that count, by scene, and those of locations that do."""
        found: dict[int, set[int]] = {}
        edges = (edge for at in self.graph.locations for edge in at.out)
        for edge in (self.graph.start, *edges):
            if not counts(edge):
                continue
            spans = edge.spans
            for i in range(0, len(spans), 3):
                scene, first, last = spans[i : i + 3]
                if last >= 0:
                    found.setdefault(scene, set()).update(range(first, last + 1))
                elif last == ENTERED:
                    found.setdefault(scene, set())
            if edge.way is Way.CHOOSE:
                source = self.graph.locations[edge.source]
                found.setdefault(source.scene, set()).add(source.op)
            at = self.graph.locations[edge.target]
            if at.kind is not Kind.TURNS and own(at):
                found.setdefault(at.scene, set()).add(at.op)
        return found

    def touched(self, scene: int) -> set[int]:
        """The operations of a scene that some play may come to."""
        return self.may.get(scene, set())

    def meets(self, point: Point, unrevealed: int | None, when: When) -> bool:
        """Whether a play was met that is at a point; with a flag or more, that is not known."""
        scene, op, mind, _ = point
        return unrevealed is None and not when and any(
            (at.scene, at.op) == (scene, op) and at.context.mind == mind
            for at in (self.graph.locations[index] for index in self.met)
        )

    def shown(self, point: Point, unrevealed: int | None, when: When) -> Walk | None:
        """None: what was met is known, and not by which shortest way."""
        return None

    def heavy(self) -> str:
        """What makes the work much, for an author."""
        weight = {
            var: sum(1 for active in self.layout.active if active >> self.values.low[var] & 1)
            * len(self.values.domains[var])
            for var in self.values.many
        }
        known = self.graph.program.vars
        most = sorted((v for v in weight if v < len(known) and weight[v]), key=lambda v: -weight[v])
        told = [known[var].name for var in most[:NAMED]]
        if len(most) > NAMED:
            names = f"{', '.join(f'`{name}`' for name in told)} and {len(most) - NAMED} more"
        elif len(told) == 1:
            return f"the values of {listed(told, 'and')} are too many"
        else:
            names = listed(told, "and") if told else "its flags"
        return f"{names} are too much together"

    # -------------------------------------------------------------- the proof

    def closed(self, proof: Proof) -> Iterator[tuple[Place, int]]:
        """The options that no play picks, of choices that some may come to."""
        for scene, each in enumerate(self.graph.program.scenes):
            for op in sorted(self.touched(scene)):
                at = each.ops[op]
                for number, option in enumerate(at.options if isinstance(at, ir.Choice) else ()):
                    if proof.options[option.id] is False:
                        yield (scene, op), number

    def proof(self, why: str) -> Proof:
        """What is known, as a proof."""
        program = self.graph.program
        scenes: dict[str, Answer] = {}
        lines: dict[str, Answer] = {}
        options: dict[str, Answer] = {}
        endings: dict[str, Ending] = {}
        picked = {
            ((at.scene, at.op), edge.number): edge in self.taken
            for at in self.graph.locations for edge in at.out
            if edge.way is Way.CHOOSE and edge.possible
        }  # fmt: skip
        for index, scene in enumerate(program.scenes):
            scenes[scene.id] = self._answer(index in self.must, index in self.may)
            for op, at in enumerate(scene.ops):
                known = self._known((index, op))
                match at:
                    case ir.Line(id=name):
                        lines[name] = known
                    case ir.Choice(options=some):
                        for number, option in enumerate(some):
                            said = picked.get(((index, op), number))
                            options[option.id] = said or (None if said is False else False)
                    case ir.End(name=name):
                        both = {known, endings[name].reached if name in endings else False}
                        best = True if True in both else None if None in both else False
                        endings[name] = Ending(name, best, None, self.walk(name))
        places = frozenset((scene, op) for scene, ops in self.must.items() for op in ops)
        return Proof(scenes, lines, options, endings, {}, places, (), (), (why,), {})

    def walk(self, name: str) -> Walk | None:
        """A way to an ending, if one was met."""
        for index, state in self.came:
            at = self.graph.locations[index]
            op = self.graph.program.scenes[at.scene].ops[at.op]
            if at.kind is Kind.END and isinstance(op, ir.End) and op.name == name:
                try:
                    return replay_states(
                        self.graph, self.values, self.way((index, state)), ended_in(name)
                    )
                except ReplayError:
                    return None
        return None

    def _known(self, place: Place) -> Answer:
        scene, op = place
        return self._answer(
            op in self.must.get(scene, set()), op in self.may.get(scene, set())
        )

    def _answer(self, must: bool, may: bool) -> Answer:
        return True if must else None if may else False


class _Spread:
    """The least and the most of each variable with many values, by location."""

    def __init__(self, values: Values, layout: Layout) -> None:
        self.layout = layout
        self.many = [(1 << values.low[var], values.field[var]) for var in values.many]
        self.fields: dict[int, list[int]] = {}  # by what is active
        self.ends: dict[int, list[list[int]]] = {}

    def wider(self, index: int, state: int) -> bool:
        """Whether a state has more, or less, of a variable than any before it."""
        active = self.layout.active[index]
        fields = self.fields.get(active)
        if fields is None:
            fields = [field for low, field in self.many if low & active]
            self.fields[active] = fields
        parts = [state & field for field in fields]
        ends = self.ends.get(index)
        if ends is None:
            self.ends[index] = [[part, part] for part in parts]
            return True
        found = False
        for part, pair in zip(parts, ends, strict=True):
            if part < pair[0]:
                pair[0], found = part, True
            elif part > pair[1]:
                pair[1], found = part, True
        return found


def _subsets(wide: list[int]) -> Iterator[tuple[int, ...]]:
    """Which variables to keep: none, one, two."""
    yield ()
    yield from combinations(wide, 1)
    yield from combinations(wide, 2)


def forgetting(graph: Graph, variables: list[int]) -> frozenset[int]:
    """Variables to be forgotten, with all that are stored from them."""
    found = set(variables)
    pairs = [
        (var, reads(term))
        for at in graph.locations for edge in at.out for var, term in edge.sets
        if not isinstance(term, int)
    ]  # fmt: skip
    grown = True
    while grown:
        grown = False
        for var, read in pairs:
            if var not in found and any(each in found for each in indices(read)):
                found.add(var)
                grown = True
    return frozenset(found)

