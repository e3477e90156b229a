"""Free sections: a dream-merge's section in which any strand that is ready may go next.

Goes in: a proof's graph and values, and the location where a section begins. Comes out: a `Free`:
a graph of that section alone, with the *steps* of its strands (what a strand does in one turn, from
the point where it waits), and which variables still matter where its strands stand. Ways that leave
the section end in places that have no ways on.

What still matters is asked of control alone: a variable is live if some way of control asks for it
in a condition before it is stored anew, or stores something in a live variable by it. Behind the
section that is said of the story's own graph; other sections there count as a whole, in any order.
"""

from __future__ import annotations

import copy
from collections import deque
from typing import Final

from weavec import ir
from weavec.prove.build import Builder
from weavec.prove.graph import ENTERED, Context, Edge, Graph, Kind, Location, Stack, Way
from weavec.prove.strands import Section
from weavec.prove.terms import Term, indices, reads
from weavec.prove.values import Values

Key = tuple[int, int, int, Stack]
"""A location outside of sections: scene, operation, mind, ways back."""


class Step:
    """A strand's turn from a point: the edges that it may take, in no order.

    `out`: by location, the edges that go on from there; the first stand under -1. `asks`, `reads`,
    `writes`: the variables that its conditions ask for, that it reads at all, and that it stores,
    as sets of bits. `stores`: what it stores, each variable with its term. `place`: the scheduler
    that lets it be taken.
    """

    __slots__ = ("asks", "out", "place", "point", "reads", "stores", "strand", "writes")

    def __init__(self, strand: int, point: int, place: int) -> None:
        self.strand = strand
        self.point = point
        self.place = place
        self.out: dict[int, list[Edge]] = {-1: []}
        self.asks = 0
        self.reads = 0
        self.writes = 0
        self.stores: set[tuple[int, Term]] = set()


class _FreeSection(Section):
    """A section as if its merge were fragmented."""

    def __init__(self, maker: Builder, at: Location, op: ir.Strands) -> None:
        super().__init__(maker, at, op)
        self.mode = "fragmented"
        self.collapses = True


class _Alone(Builder):
    """Builds one section, and nothing behind it."""

    def location(self, scene: int, op: int, context: Context, kind: Kind) -> int:
        """As ever inside of strands; outside, a place without ways on."""
        if context.turn is not None:
            return super().location(scene, op, context, kind)
        key = (scene, op, context.index)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self.place(scene, op, context, Kind.END)
        return found


class Free:
    """A section by itself.

    Args:
        whole: the graph of the story, and `values` its values.
        at: where the section begins there.
        joins: of the program, as the builder makes them.
    """

    def __init__(
        self, whole: Graph, values: Values, at: Location, joins: list[bytearray]
    ) -> None:
        self.program: Final = whole.program
        self.origin: Final = at
        terms = copy.copy(whole.terms)
        terms.variables = list(terms.variables)
        made = _Alone(whole.program, (), terms, joins)
        self.graph: Final = made.graph
        context = made.context(at.context.mind, at.context.stack, None)
        self.entry: Final = made.place(at.scene, at.op, context, Kind.STRANDS)
        op = whole.program.scenes[at.scene].ops[at.op]
        assert isinstance(op, ir.Strands)
        self.op: Final = op
        self.section: Final = _FreeSection(made, made.at(self.entry), op)
        made.sections.append(self.section)
        self.section.begin()
        made.finish()
        self.places: Final = [rows["free"][0] for rows in self.section.rows]
        self.scheduler: Final = frozenset([*self.places, *self.section.release])
        self.size: Final = self.section.size
        self.pcs: Final = sum(1 << var for var in self.section.pcs)
        self.inner: Final = [
            edge for each in self.graph.locations if each.context.turn is not None
            for edge in each.out
        ]  # fmt: skip
        self.steps: Final = self._steps()
        self.used = 0
        for step in (one for some in self.steps for one in some.values()):
            for edges in step.out.values():
                for edge in edges:
                    for var, term in edge.sets[: cut(edge, self.graph)]:
                        if not self.pcs >> var & 1:
                            step.writes |= 1 << var
                            step.reads |= reads(term)
                            step.stores.add((var, term))
                    if edge.source not in self.scheduler:
                        step.asks |= reads(edge.guard)
            step.reads |= step.asks
            self.used |= step.reads | step.writes
        self._start(values)

    def _steps(self) -> list[dict[int, Step]]:
        """For each strand, its steps by the points where they begin."""
        found: list[dict[int, Step]] = [{} for _ in range(self.size)]
        locations = self.graph.locations
        for edge in (one for place in self.places for one in locations[place].out):
            if edge.way is not Way.TURN:
                continue
            match edge.guard:
                case ("==", ("var", int(var)), int(point)):
                    strand = self.section.pcs.index(var)
                case _:
                    continue
            step = found[strand].setdefault(point, Step(strand, point, edge.source))
            step.out[-1].append(edge)
            waiting = deque([edge])
            while waiting:
                to = waiting.popleft().target
                if to not in step.out and locations[to].context.turn is not None:
                    step.out[to] = locations[to].out
                    waiting.extend(locations[to].out)
        return found

    def _start(self, values: Values) -> None:
        """Lead to the section with every value that a variable may have there."""
        graph, state = self.graph, values.at[self.origin.index]
        first = graph.start = Edge(-1, 1, Way.AUTO, 0, 0)
        last = first
        for var in indices(self.used):
            numbers = values.numbers(var, state)
            if len(numbers) == 1:
                first.sets.append((var, numbers[0]))
                continue
            here = Location(len(graph.locations), self.origin.scene, self.origin.op,
                            self.section.main, Kind.FLOW)  # fmt: skip
            graph.locations.append(here)
            last.target = here.index
            for ahead in here_edges(last, graph):
                ahead.target = here.index
            for number in numbers:
                made = Edge(here.index, 1, Way.DRAW, number, len(numbers))
                made.sets.append((var, number))
                here.out.append(made)
            last = here.out[-1]
        for ahead in here_edges(last, graph):
            ahead.target = self.entry

    def conflicts(self) -> int:
        """Variables that one strand writes and another reads or writes, as a set of bits."""
        wrote, touched = [0] * self.size, [0] * self.size
        for strand, some in enumerate(self.steps):
            for step in some.values():
                wrote[strand] |= step.writes
                touched[strand] |= step.reads | step.writes
        found = 0
        for one in range(self.size):
            for other in range(self.size):
                if one != other:
                    found |= wrote[one] & touched[other]
        return found


def here_edges(last: Edge, graph: Graph) -> list[Edge]:
    """The edges that go on where `last` does."""
    return [last] if last.source < 0 else graph.locations[last.source].out


def leaves(edge: Edge, graph: Graph) -> bool:
    """Whether an edge of a section leads out of it."""
    to = graph.locations[edge.target]
    return to.context.turn is None and to.kind is not Kind.TURNS


def left_by(edge: Edge, graph: Graph) -> tuple[int, int] | None:
    """The jump by which an edge leaves a strand, if it does."""
    if not leaves(edge, graph):
        return None
    at = graph.locations[edge.source]
    spans = edge.spans
    if at.kind is Kind.TURNS:
        op = graph.program.scenes[at.scene].ops[at.op]
        assert isinstance(op, ir.Strands)
        if not spans or (spans[0] == at.scene and spans[1] >= op.next):
            return None  # the section is over
    for i in range(0, len(spans), 3):
        scene, first, last = spans[i : i + 3]
        for op_index in range(first, last + 1):
            if isinstance(graph.program.scenes[scene].ops[op_index], ir.Jump):
                return scene, op_index
    raise AssertionError(spans)


def cut(edge: Edge, graph: Graph) -> int:
    """How many of an edge's sets belong to the section: those before it is left."""
    if not leaves(edge, graph):
        return len(edge.sets)
    jump = left_by(edge, graph)
    if jump is None:
        return 0
    behind, seen = 0, False
    spans, scenes = edge.spans, graph.program.scenes
    texts = graph.terms.texts
    for i in range(0, len(spans), 3):
        scene, first, last = spans[i : i + 3]
        if last == ENTERED:
            behind += seen and scenes[scene].count is not None
        for index in range(first, last + 1):
            op = scenes[scene].ops[index]
            if (scene, index) == jump:
                seen = True
            elif seen and (isinstance(op, ir.Count) or (
                isinstance(op, ir.Set) and op.var not in texts
            )):  # fmt: skip
                behind += 1
    return len(edge.sets) - behind


# ------------------------------------------------------------------ what still matters


def before(live: int, sets: list[tuple[int, Term]]) -> int:
    """What is live before some sets, given what is behind them."""
    for var, term in reversed(sets):
        if live >> var & 1:
            live = live & ~(1 << var) | reads(term)
    return live


class After:
    """What is live at the locations of the story's own graph, worked out when it is asked for."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.live: dict[int, int] = {}
        self.pcs = sum(1 << var for var in graph.pcs)
        self.known: dict[Key, int] | None = None

    def at(self, scene: int, op: int, mind: int, stack: Stack) -> int:
        """The live variables at a place outside of sections; all, if it is not known."""
        if self.known is None:
            self.known = {
                (at.scene, at.op, at.context.mind, at.context.stack): at.index
                for at in self.graph.locations
                if at.context.turn is None and at.kind is not Kind.TURNS
            }
        index = self.known.get((scene, op, mind, stack))
        if index is None:
            return -1
        if index not in self.live:
            self._fill(index)
        return self.live[index]

    def _fill(self, first: int) -> None:
        """Work out what is live at a location and at all that follow it."""
        locations, live = self.graph.locations, self.live
        order, seen, stack = [], {first}, [first]
        into: dict[int, list[int]] = {}
        while stack:
            index = stack.pop()
            order.append(index)
            for edge in locations[index].out:
                into.setdefault(edge.target, []).append(index)
                if edge.target not in seen and edge.target not in live:
                    seen.add(edge.target)
                    stack.append(edge.target)
        for index in order:
            live[index] = 0
        waiting, queued = order, set(order)
        while waiting:
            index = waiting.pop()
            queued.discard(index)
            found = self._before(locations[index])
            if found != live[index]:
                live[index] = found
                for each in into.get(index, ()):
                    if each not in queued:
                        queued.add(each)
                        waiting.append(each)

    def _before(self, at: Location) -> int:
        found = 0
        inside = at.context.turn is not None or at.kind in (Kind.TURNS, Kind.STRANDS)
        for edge in at.out:
            behind = self.live.get(edge.target, 0)
            own = cut(edge, self.graph) if inside else 0
            behind = before(behind, edge.sets[own:])
            for var, term in reversed(edge.sets[:own]):  # in any order with those of the others
                if behind >> var & 1:
                    behind |= reads(term)
            found |= behind | reads(edge.guard)
        return found & ~self.pcs


class Live:
    """What is live where the strands of a section stand.

    `wanted`: what is asked for anywhere in it or behind it. `first`: for each strand, by point,
    what it asks for before it stores it. `surely`: by point, what it stores anew on every way to
    its end. `after`: what is live when the section is over.
    """

    def __init__(self, free: Free, after: After) -> None:
        self.free = free
        self.behind: dict[int, int] = {}  # edges that leave: what is live where they do
        self.after = 0
        self.wanted = 0
        graph = free.graph
        outer = (edge for at in sorted(free.scheduler) for edge in graph.locations[at].out)
        for edge in [*free.inner, *outer]:
            if edge.source not in free.scheduler:
                self.wanted |= reads(edge.guard)
            if leaves(edge, graph):
                to = graph.locations[edge.target]
                there = after.at(to.scene, to.op, to.context.mind, to.context.stack)
                there = before(there & ~free.pcs, edge.sets[cut(edge, graph) :])
                self.behind[id(edge)] = there
                self.wanted |= there
                if left_by(edge, graph) is None:
                    self.after |= there
        self._close()
        self.first: list[dict[int, int]] = []
        self.surely: list[dict[int, int]] = []
        for strand in range(free.size):
            self._strand(strand)

    def _close(self) -> None:
        """Whatever is stored in something wanted is wanted."""
        free = self.free
        pairs = {
            pair for some in free.steps for step in some.values() for pair in step.stores
        }  # fmt: skip
        moved = True
        while moved:
            moved = False
            for var, term in pairs:
                if self.wanted >> var & 1 and reads(term) & ~self.wanted:
                    self.wanted |= reads(term)
                    moved = True
        self.wanted &= ~free.pcs

    def _strand(self, strand: int) -> None:
        """`first` and `surely` of a strand, by going round until nothing changes."""
        free = self.free
        points = free.section.points[strand]
        first = dict.fromkeys(points.values(), 0)
        surely = dict.fromkeys(points.values(), -1)
        inside: dict[int, tuple[int, int]] = {}
        syncs: dict[int, int] = {}
        for (shown, scene, op, mind, stack), number in points.items():
            at = free.program.scenes[scene].ops[op]
            if stack or shown:
                continue
            if isinstance(at, ir.Done):
                surely[number] = 0
            elif isinstance(at, ir.Sync):
                syncs[number] = points[False, scene, op + 1, mind, stack]
        steps = free.steps[strand]
        moved = True
        while moved:
            moved = False
            for number, to in syncs.items():
                if (first[to], surely[to]) != (first[number], surely[number]):
                    first[number], surely[number] = first[to], surely[to]
                    moved = True
            for number, step in steps.items():
                for index, edges in step.out.items():
                    got = self._merged(edges, strand, first, surely, inside)
                    old = (first[number], surely[number]) if index < 0 else inside.get(index)
                    if got != old:
                        moved = True
                        if index < 0:
                            first[number], surely[number] = got
                        else:
                            inside[index] = got
        self.first.append(first)
        self.surely.append(surely)

    def _merged(
        self, edges: list[Edge], strand: int, first: dict[int, int], surely: dict[int, int],
        inside: dict[int, tuple[int, int]],
    ) -> tuple[int, int]:
        """What is first asked for, and what surely stored, over several ways on."""
        free = self.free
        asked, stored = 0, -1
        for edge in edges:
            if leaves(edge, free.graph):
                live, sure = self.behind[id(edge)], -1
            elif free.graph.locations[edge.target].context.turn is not None:
                live, sure = inside.get(edge.target, (0, -1))
            else:
                point = waits_at(edge, free.section.pcs[strand])
                live, sure = first[point], surely[point]
            for var, term in reversed(edge.sets[: cut(edge, free.graph)]):
                live &= ~(1 << var)
                sure |= 1 << var
                if self.wanted >> var & 1:
                    live |= reads(term)
            if edge.source not in free.scheduler:
                live |= reads(edge.guard)
            asked |= live & ~free.pcs
            stored &= sure
        return asked, stored

    def always(self, strand: int, point: int) -> int:
        """What is live as soon as a strand stands at a point."""
        return self.first[strand][point] & self.wanted


def waits_at(edge: Edge, pc: int) -> int:
    """The point at which a strand waits once it has taken an edge to the scheduler."""
    for var, term in reversed(edge.sets):
        if var == pc and isinstance(term, int):
            return term
    raise AssertionError(edge.sets)
