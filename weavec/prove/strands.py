"""Sections of dream-merges in the graph: whose turn it is among strands that wait.

Goes in: the location of a section's `strands`. Come out: locations of its scheduler, and the edges
of its strands. Where a strand waits is data: a variable for each strand, whose values are *points*,
each an operation with its ways back. A strand that is told to go on is followed like any control,
in a context that says so, until it yields to the scheduler again. Every mode has its own:

    woven        turn 0, turn 1, ... release
    chorus       meet 0, 1, ... (run to a beat), chord, tail 0, ..., leave 0, ..., ask 0, ...,
                 release
    fragmented   free: any strand that is ready, by a draw; release if it comes to wait
    drifting     free: any strand that is ready, by the reader; it stays until it waits; release

`release` lets syncs go at which all stand, closes the section, or begins another round.

A sync that every strand holds is passed once, and no strand comes back over it. So it divides the
section into *stages*, and each has a scheduler of its own: what can be in one stage only is no data
in the others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final, Protocol

from weavec import ir
from weavec.prove.graph import (
    PLAIN,
    Context,
    Edge,
    Graph,
    Kind,
    Location,
    Stack,
    TooMuch,
    Turn,
    Way,
    any_term,
    heavy,
)
from weavec.prove.terms import Term, Terms, Variable, both, either, negated


class Maker(Protocol):
    """What a section asks of the builder of the graph."""

    graph: Graph
    terms: Terms
    scenes: tuple[ir.Scene, ...]

    @property
    def stops(self) -> frozenset[ir.Place]: ...
    def context(self, mind: int, stack: Stack, turn: Turn | None) -> Context: ...
    def place(self, scene: int, op: int, context: Context, kind: Kind) -> int: ...
    def location(self, scene: int, op: int, context: Context, kind: Kind) -> int: ...
    def at(self, index: int) -> Location: ...
    def kind(self, scene: int, op: int, context: Context) -> Kind: ...
    def edge(self, at: Location, guard: Term, way: Way = ..., number: int = ...) -> Edge: ...
    def follow(self, edge: Edge, scene: int, op: int, context: Context) -> None: ...
    def soon(self, work: Callable[[], None]) -> None: ...


MOST_READ: Final = 2_000
"""Reads of variables in what a beat stores; it cannot be taken in parts."""

FEW: Final = 100
"""Operations of a section whose turns are followed one by one; in larger ones some are taken at
once (see `Section.pure`)."""

Point = tuple[bool, int, int, int, Stack]
"""Where a strand waits: at a beat that is shown (or before one), scene, operation, mind, stack."""


class Section:
    """One section, opened from one context."""

    def __init__(self, maker: Maker, at: Location, op: ir.Strands) -> None:
        self.maker = maker
        self.at = at
        self.op = op
        self.main = at.context
        ops = maker.scenes[at.scene].ops
        opened = next(ops[i] for i in range(at.op, -1, -1) if isinstance(ops[i], ir.Merge))
        assert isinstance(opened, ir.Merge)
        self.mode = opened.mode
        self.size = len(op.strands)
        self.collapses = maker.graph.collapse and op.next - op.strands[0].start > FEW
        name = f"strand {at.scene} {at.op}"
        self.pcs = [maker.terms.add(f"{name} {i}", 0, 0) for i in range(self.size)]
        maker.graph.pcs.update(self.pcs)
        self.points: list[dict[Point, int]] = [{} for _ in op.strands]
        self.groups: list[dict[str, set[int]]] = [
            {"stop": set(), "ready": set(), "line": set(), "ask": set(), "jump": set()}
            for _ in op.strands
        ]
        self.turns = {(i, p): Turn(self, i, p) for i in range(self.size) for p in ("run", "meet")}
        self.late: list[Edge] = []
        shared = [name for name, members in op.syncs if len(members) == self.size]
        self.shared = [
            sorted(self.sync_op(strand, name) for name in shared) for strand in range(self.size)
        ]  # for each strand, the operations at which one of its stages ends
        self.stages = range(len(shared) + 1)
        self.rows: list[dict[str, list[int]]] = [{} for _ in self.stages]
        self.release = [maker.place(at.scene, at.op, at.context, Kind.TURNS) for _ in self.stages]

    def position(self, op: int, stack: Stack) -> int:
        """The operation of a strand's own text at which it stands, or to which it comes back."""
        return stack[0][1] if stack else op

    def stage(self, strand: int, op: int, stack: Stack = ()) -> int:
        """The stage in which a strand stands at an operation."""
        return bisect_left(self.shared[strand], self.position(op, stack))

    # -------------------------------------------------------------- terms

    def stands(self, strand: int, point: int) -> Term:
        """Whether a strand waits at a point."""
        return ("==", ("var", self.pcs[strand]), point)

    def among(self, strand: int, group: str) -> Term:
        """Whether a strand waits at a point of a group; spelled out when all points are known."""
        return ("in", self.pcs[strand], group)

    def at_sync(self, members: tuple[int, ...], name: str) -> Term:
        """Whether all strands of a sync stand at it."""
        found: Term = 1
        for strand in members:
            found = both(found, self.stands(strand, self.sync_point(strand, name)))
        return found

    def sync_point(self, strand: int, name: str) -> int:
        """The point of a strand's sync."""
        ops = self.maker.scenes[self.at.scene].ops
        place = next(i for i in self.own(strand) if ops[i] == ir.Sync(name))
        return self.point(strand, False, self.at.scene, place, self.home(strand))

    def shown(self, at: Location) -> tuple[int, Term]:
        """For the location of a line to which a strand of a chord has run, the chord's location and
        whether the strand waits there."""
        strand, _ = self.strand(at.context)
        key = (True, at.scene, at.op, at.context.mind, at.context.stack)
        rows = self.rows[self.stage(strand, at.op, at.context.stack)]
        return rows["chord"][0], self.stands(strand, self.points[strand][key])

    def own(self, strand: int) -> range:
        """The operations of a strand."""
        starts = [each.start for each in self.op.strands] + [self.op.next]
        return range(starts[strand], starts[strand + 1])

    def home(self, strand: int) -> Context:
        """A strand's context where it stands in its own text."""
        return self.maker.context(self.op.strands[strand].mind, (), self.turns[strand, "run"])

    # -------------------------------------------------------------- locations

    def begin(self) -> None:
        """Make the scheduler and let the section begin."""
        ops = self.maker.scenes[self.at.scene].ops
        rows = {
            "woven": ("turn",), "chorus": ("meet", "chord", "tail", "leave", "ask"),
            "fragmented": ("free",), "drifting": ("free",),
        }[self.mode]  # fmt: skip
        for stage in self.stages:
            for row in rows:
                self.rows[stage][row] = [
                    self.maker.place(self.at.scene, self.at.op, self.main, Kind.TURNS)
                    for _ in range(1 if row in ("free", "chord") else self.size)
                ]
        for strand in range(self.size):
            for op in self.own(strand):
                if isinstance(ops[op], (ir.Sync, ir.Done)):
                    self.point(strand, False, self.at.scene, op, self.home(strand))
        self.after: dict[int, int] = {}
        for stage in self.stages:
            self.round(stage, rows)
        first = self.auto(self.at.index, 1)
        for strand, piece in enumerate(self.op.strands):
            point = self.point(strand, False, self.at.scene, piece.start, self.home(strand))
            first.sets.append((self.pcs[strand], point))
            if point in self.groups[strand]["stop"]:
                first.spans += (self.at.scene, piece.start, piece.start)
        first.target = self.release[0]

    def round(self, stage: int, rows: tuple[str, ...]) -> None:
        """The scheduler of a stage: a row of locations after the other, then `release`."""
        order = [place for row in rows for place in self.rows[stage][row]] + [self.release[stage]]
        self.maker.graph.stages.update(dict.fromkeys(order, stage))
        self.after.update(pairwise(order))
        skips = {"turn": "stop", "meet": "stop", "tail": "line", "leave": "jump", "ask": "ask"}
        for row in skips.keys() & rows:
            for strand, place in enumerate(self.rows[stage][row]):
                group = self.among(strand, skips[row])
                passed = self.auto(place, group if row in ("turn", "meet") else negated(group))
                passed.target = self.after[place]
        for chord in self.rows[stage].get("chord", ()):
            lines = any_term([self.among(strand, "line") for strand in range(self.size)])
            for beats, guard in ((1, lines), (0, negated(lines))):
                shown = self.auto(chord, guard)
                shown.beats = beats
                shown.target = self.after[chord]
        self.releases(stage, order[0])

    def auto(self, place: int, guard: Term, way: Way = Way.AUTO, number: int = 0) -> Edge:
        """An edge of the scheduler."""
        made = self.maker.edge(self.maker.at(place), guard, way, number)
        self.late.append(made)
        return made

    def releases(self, stage: int, first: int) -> None:
        """The edges of `release`: syncs, the next round, at last the end of the section."""
        ops = self.maker.scenes[self.at.scene].ops
        here = self.release[stage]
        shut: Term = 1
        for name, members in self.op.syncs:
            if self.stage(members[0], self.sync_op(members[0], name)) != stage:
                continue
            met = self.at_sync(members, name)
            made = self.auto(here, both(shut, met))
            for strand in members:
                scene, op = self.at.scene, self.sync_op(strand, name)
                made.sets.append((
                    self.pcs[strand], self.point(strand, False, scene, op + 1, self.home(strand))
                ))  # fmt: skip
                made.spans += (scene, op, op)
                if isinstance(ops[op + 1], (ir.Sync, ir.Done)):
                    made.spans += (scene, op + 1, op + 1)
            made.target = self.release[stage + (len(members) == self.size)]
            shut = both(shut, negated(met))
        some = any_term([self.among(strand, "ready") for strand in range(self.size)])
        self.auto(here, both(shut, some)).target = first
        if stage == self.stages[-1]:
            done: Term = 1
            for strand in range(self.size):
                last = self.own(strand)[-1]
                point = self.point(strand, False, self.at.scene, last, self.home(strand))
                done = both(done, self.stands(strand, point))
            self.maker.follow(self.auto(here, done), self.at.scene, self.op.next, self.main)

    def sync_op(self, strand: int, name: str) -> int:
        """The operation of a strand's sync."""
        ops = self.maker.scenes[self.at.scene].ops
        return next(i for i in self.own(strand) if ops[i] == ir.Sync(name))

    # -------------------------------------------------------------- points

    def point(self, strand: int, shown: bool, scene: int, op: int, context: Context) -> int:
        """The number of a point, with its edges from the scheduler when it is new."""
        key = (shown, scene, op, context.mind, context.stack)
        known = self.points[strand]
        if key in known:
            return known[key]
        number = known[key] = len(known)
        at = self.maker.scenes[scene].ops[op]
        groups = self.groups[strand]
        if shown:
            groups["line" if isinstance(at, ir.Line) else "ask"].add(number)
        elif isinstance(at, (ir.Sync, ir.Done)) and not context.stack:
            groups["stop"].add(number)
        else:
            groups["ready"].add(number)
            if isinstance(at, ir.Jump):
                groups["jump"].add(number)
        self.maker.soon(lambda: self.dispatch(strand, number, key))
        return number

    def dispatch(self, strand: int, number: int, point: Point) -> None:
        """The edges by which the scheduler tells a strand at a new point to go on."""
        _, scene, op, mind, stack = point
        groups = self.groups[strand]
        here = self.stands(strand, number)
        rows = self.rows[self.stage(strand, op, stack)]
        go: Callable[[Edge, str], None] = lambda edge, phase: self.maker.follow(  # noqa: E731
            edge, scene, op, self.maker.context(mind, stack, self.turns[strand, phase])
        )
        if self.mode == "chorus":
            if number in groups["line"]:
                made = self.auto(rows["tail"][strand], here)
                made.spans += (scene, op, op)
                turn = self.turns[strand, "run"]
                self.tail(made, scene, op + 1, self.maker.context(mind, stack, turn), chord=True)
            elif number in groups["ask"]:
                go(self.auto(rows["ask"][strand], here), "run")
            elif number in groups["ready"]:
                go(self.auto(rows["meet"][strand], here), "meet")
                if number in groups["jump"]:
                    go(self.auto(rows["leave"][strand], here), "run")
        elif number not in groups["ready"]:
            return
        elif self.mode == "woven":
            go(self.auto(rows["turn"][strand], here), "run")
        elif self.mode == "fragmented":
            made = self.auto(rows["free"][0], here, Way.TURN, strand)
            self.maker.graph.sections[made.source] = self
            self.maker.graph.turns[id(made)] = (strand, self.position(op, stack))
            go(made, "run")
        else:
            others = any_term([
                self.among(other, "ready") for other in range(self.size) if other != strand
            ])  # fmt: skip
            free = rows["free"][0]
            go(self.auto(free, both(here, others), Way.ENTER, strand), "run")
            if others != 1:
                go(self.auto(free, both(here, negated(others))), "run")

    # -------------------------------------------------------------- in a strand

    def strand(self, context: Context) -> tuple[int, str]:
        """Which strand a context runs, and how."""
        assert context.turn is not None
        return context.turn.strand, context.turn.phase

    def onward(self, strand: int, phase: str, stage: int, stops: bool) -> int:
        """The scheduler's location after a strand's turn. `stops`: it has come to wait."""
        rows = self.rows[stage]
        if self.mode == "woven":
            return self.after[rows["turn"][strand]]
        if self.mode == "chorus":
            return self.after[rows["meet" if phase == "meet" else "ask"][strand]]
        return self.release[stage] if stops else rows["free"][0]

    def store(self, edge: Edge, shown: bool, scene: int, op: int, context: Context) -> None:
        """A strand yields: it waits at an operation, and the scheduler goes on."""
        strand, phase = self.strand(context)
        point = self.point(strand, shown, scene, op, context)
        stops = point in self.groups[strand]["stop"]
        if stops:
            edge.spans += (scene, op, op)
        edge.target = self.onward(strand, phase, self.stage(strand, op, context.stack), stops)
        edge.sets.append((self.pcs[strand], point))

    def wait(self, edge: Edge, scene: int, op: int, context: Context) -> None:
        """A strand comes to a sync or to its end."""
        self.store(edge, False, scene, op, context)

    def beat(self, edge: Edge, scene: int, op: int, context: Context) -> None:
        """A strand comes to a line or a question."""
        if self.strand(context)[1] == "meet":
            self.store(edge, True, scene, op, context)
        else:
            edge.spans += (scene, op, op)
            edge.beats += 1
            self.tail(edge, scene, op + 1, context)

    def waits(self, at: Location, context: Context, opens: list[Term]) -> bool:
        """Whether a choice only waits for its turn; then its edge is made."""
        if self.strand(context)[1] != "meet":
            return False
        op = self.maker.scenes[at.scene].ops[at.op]
        assert isinstance(op, ir.Choice)
        made = self.maker.edge(at, any_term(opens) if op.hub else 1)
        self.store(made, True, at.scene, at.op, context)
        return True

    def answered(self, edge: Edge, scene: int, op: int, context: Context) -> None:
        """An option was picked: its tail belongs to it."""
        self.tail(edge, scene, op, context)

    def tail(
        self, edge: Edge, scene: int, op: int, context: Context, chord: bool = False
    ) -> None:
        """What a beat brings about at once, then the strand yields."""
        seen: set[tuple[int, int]] = set()
        maker = self.maker
        while (scene, op) not in seen:
            seen.add((scene, op))
            at: Any = maker.scenes[scene].ops[op]
            match at:
                case ir.Set(var=var, to=to):
                    maker.graph.tails.setdefault((scene, op), []).append((edge, len(edge.sets)))
                    if var not in maker.terms.texts:
                        inside = maker.scenes[scene].inside
                        own = inside is not None and inside[op] >= 0
                        term = maker.terms.of(to, inside[op] if own and inside else context.mind)
                        if edge.sets and heavy(edge, term, MOST_READ):
                            raise TooMuch("a beat sets a variable over and over by its own value")
                        edge.sets.append((var, term))
                    edge.spans += (scene, op, op)
                    op += 1
                case ir.Goto(to=to):
                    edge.spans += (scene, op, op)
                    op = to
                case ir.Return() if context.stack:
                    edge.spans += (scene, op, op)
                    scene, op, mind = context.stack[-1]
                    context = maker.context(mind, context.stack[:-1], context.turn)
                case ir.Return():
                    return maker.follow(edge, scene, op, context)
                case ir.Jump() if not chord:
                    return maker.follow(edge, scene, op, context)
                case _:
                    break
        if self.mode == "fragmented" and self.collapses:
            scene, op = self.pure(edge, scene, op)
        stops = isinstance(maker.scenes[scene].ops[op], (ir.Sync, ir.Done)) and not context.stack
        if chord:
            strand, _ = self.strand(context)
            point = self.point(strand, False, scene, op, context)
            edge.sets.append((self.pcs[strand], point))
            rows = self.rows[self.stage(strand, op, context.stack)]
            edge.target = self.after[rows["tail"][strand]]
            if stops:
                edge.spans += (scene, op, op)
        elif self.mode == "drifting" and not stops:
            edge.target = maker.location(scene, op, context, maker.kind(scene, op, context))
        else:
            self.store(edge, False, scene, op, context)
        return None

    def pure(self, edge: Edge, scene: int, op: int) -> tuple[int, int]:
        """Further turns of a strand that touch nothing another strand can see, taken at once.

        A line without effects before and after it commutes with every step of the others: it does
        not matter when it is drawn, only that it can be. So the points between such lines are left
        out (an ample set, Peled 1993). `turns` of the edge counts them. What is left exact is what
        can be reached; where a reader who is lost already may still rest is not.
        """
        ops = self.maker.scenes[scene].ops
        self.maker.graph.collapsed = True
        rest = op
        while True:
            at = ops[op]
            if (scene, op) in self.maker.stops:
                return scene, rest
            if type(at) in PLAIN:
                op += 1
            elif isinstance(at, (ir.Sync, ir.Done)) and rest != op:
                edge.turns += 1
                edge.spans += (scene, rest, op - 1)
                return scene, op
            elif isinstance(at, ir.Line) and not isinstance(
                ops[op + 1], (ir.Set, ir.Goto, ir.Return, ir.Jump)
            ):
                edge.turns += 1
                edge.beats += 1
                edge.spans += (scene, rest, op)
                rest = op = op + 1
            else:
                return scene, rest

    # -------------------------------------------------------------- at the end

    def finish(self) -> None:
        """Spell out the groups of points, now that all are known."""
        variables = self.maker.terms.variables
        for strand, var in enumerate(self.pcs):
            old = variables[var]
            variables[var] = Variable(old.name, 0, max(1, len(self.points[strand]) - 1), 0)
        for edge in self.late:
            edge.guard = self.spelled(edge.guard)

    def spelled(self, term: Term) -> Term:
        """A term with its groups spelled out."""
        match term:
            case ("in", int(var), str(group)):
                values = self.groups[self.pcs.index(var)][group]
                return ("in", var, frozenset(values)) if values else 0
            case ("not", inner):
                return negated(self.spelled(inner))
            case ("and", a, b):
                return both(self.spelled(a), self.spelled(b))
            case ("or", a, b):
                return either(self.spelled(a), self.spelled(b))
            case _:
                return term
