"""Turns: what comes of a strand's step, and which of its operations touch what.

Goes in: a section by itself, a step of it, and the values that it meets. Come out: its outcomes,
one for each answer of a reader and each draw, or the operations that it passes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from weavec import ir
from weavec.ir import Place
from weavec.prove.free import Free, Step, cut, leaves, left_by, waits_at
from weavec.prove.graph import Edge, Graph, Kind, Way
from weavec.prove.terms import Term, Terms, clamped, indices, put

Numbers = dict[int, Term]
"""Values by variable; one that is not kept apart is a term over what it was."""


class Outcome(NamedTuple):
    """What came of a step. `beats`: what was shown, and which option was picked, by index."""

    beats: tuple[tuple[Place, int], ...]
    to: tuple[object, ...]
    numbers: Numbers
    wrote: int
    way: tuple[Edge, ...]


def outcomes(free: Free, step: Step, numbers: Numbers, wanted: int) -> list[Outcome]:
    """All that can come of a step with these values. `wanted`: variables of which to keep track.

    All that its conditions ask for must have a number.
    Their `to` is where the strand waits, what it left for, where the story rests for good in it, or
    where it is stuck.
    """
    found: list[Outcome] = []
    graph, variables = free.graph, free.graph.terms.variables
    seen: set[tuple[object, ...]] = set()
    waiting = [(-1, Outcome((), (), numbers, 0, ()))]
    while waiting:
        index, so_far = waiting.pop()
        told = tuple(sorted(so_far.numbers.items(), key=by_variable))
        key = (index, so_far.beats, so_far.wrote, told)
        if key in seen:
            continue
        seen.add(key)
        if index >= 0:
            at = graph.locations[index]
            if at.kind in (Kind.HOLE, Kind.END):
                found.append(so_far._replace(to=("rest", at.scene, at.op)))
                continue
        edges = [
            edge for edge in step.out[index] if index < 0 or put(edge.guard, so_far.numbers)
        ]
        if not edges:
            found.append(so_far._replace(to=("stuck", index)))
        for edge in edges:
            made, wrote = so_far.numbers, so_far.wrote
            for var, term in edge.sets[: cut(edge, graph)]:
                if wanted >> var & 1:
                    of = variables[var]
                    made = made | {var: joined(clamped(put(term, made), of.lo, of.hi))}
                    wrote |= 1 << var
            way = (*so_far.way, edge)
            beats = so_far.beats + beats_of(edge, graph)
            if leaves(edge, graph):
                jump = left_by(edge, graph)
                assert jump is not None
                op = graph.program.scenes[jump[0]].ops[jump[1]]
                assert isinstance(op, ir.Jump)
                found.append(Outcome(beats, ("left", op.to, op.mind), made, wrote, way))
            elif graph.locations[edge.target].context.turn is None:
                point = waits_at(edge, free.section.pcs[step.strand])
                found.append(Outcome(beats, ("waits", point), made, wrote, way))
            else:
                waiting.append((edge.target, Outcome(beats, (), made, wrote, way)))
    return found


def by_variable(pair: tuple[int, Term]) -> int:
    """The variable of a value."""
    return pair[0]


def joined(term: Term) -> Term:
    """Two steps up of a number, or two down, as one: where it stops does not part them."""
    match term:
        case ("clamp", (op, ("clamp", (same, inner, int(a)), lo, hi), int(b)), low, high) if (
            op == same and op in ("+", "-") and (lo, hi) == (low, high) and a >= 0 and b >= 0
        ):
            return ("clamp", (op, inner, a + b), lo, hi)
    return term


def beats_of(edge: Edge, graph: Graph) -> tuple[tuple[Place, int], ...]:
    """The beats that an edge passes before it leaves its section, and the option that it picks."""
    found: list[tuple[Place, int]] = []
    if edge.way is Way.CHOOSE:
        at = graph.locations[edge.source]
        found.append(((at.scene, at.op), edge.number))
    found += [
        (place, -1) for place in passed(edge, graph)
        if isinstance(_op(graph, place), (ir.Line, ir.Ask))
    ]  # fmt: skip
    return tuple(found)


def passed(edge: Edge, graph: Graph) -> Iterator[Place]:
    """The operations that an edge passes, in order, to the jump by which it leaves its section."""
    jump = left_by(edge, graph)
    spans = edge.spans
    for i in range(0, len(spans), 3):
        scene, first, last = spans[i : i + 3]
        for op in range(first, last + 1):
            yield scene, op
            if (scene, op) == jump:
                return


# ------------------------------------------------------------------ what operations touch


class Ops:
    """Which operations of a step touch what. `changed`: what has another value afterwards."""

    def __init__(self) -> None:
        self.read = 0
        self.wrote = 0
        self.changed = 0
        self.read_at: dict[int, Place] = {}
        self.wrote_at: dict[int, tuple[Place, int | None]] = {}  # an option's index, if it is one


def ops_of(free: Free, step: Step, numbers: Numbers, wanted: int) -> Ops:
    """The operations that a step passes with these values, by what they touch.

    What an operation reads only to store it in the same variable again does not count as read.
    """
    found, graph = Ops(), free.graph
    for outcome in outcomes(free, step, numbers, wanted):
        last = graph.locations[outcome.way[-1].target] if outcome.way else None
        if outcome.to[0] == "stuck" and last is not None:
            read, _ = touched(graph.program, graph.terms, (last.scene, last.op), None)
            for var in indices(read & wanted):
                found.read |= 1 << var
                found.read_at.setdefault(var, (last.scene, last.op))
        for var in indices(outcome.wrote):
            if outcome.numbers[var] != numbers.get(var, ("var", var)):
                found.changed |= 1 << var
        for edge in outcome.way:
            places: Iterable[Place] = passed(edge, graph)
            if edge.source not in free.scheduler:
                at = graph.locations[edge.source]
                places = [(at.scene, at.op), *places]
            for place in places:
                read, wrote = touched(graph.program, graph.terms, place, edge)
                for var in indices(read & wanted & ~wrote):
                    found.read |= 1 << var
                    found.read_at.setdefault(var, place)
                for var in indices(wrote & wanted):
                    found.wrote |= 1 << var
                    is_picked = isinstance(_op(graph, place), ir.Choice)
                    found.wrote_at[var] = place, edge.number if is_picked else None
    return found


def _op(graph: Graph, place: Place) -> ir.Op:
    return graph.program.scenes[place[0]].ops[place[1]]


def touched(
    program: ir.Program, terms: Terms, place: Place, edge: Edge | None
) -> tuple[int, int]:
    """The variables that an operation reads, and those that it writes, when an edge passes it."""
    scenes = program.scenes
    scene, index = place
    text = sum(1 << var for var in terms.texts)

    def asked(expr: ir.Expr | None) -> int:
        match expr:
            case None | int():
                return 0
            case ("var", int(var)):
                return 1 << var & ~text
            case ("count", int(number)):
                return count(number)
            case ("let", int(number)):
                return asked(program.lets[number])
            case ("str", _):
                return 0
            case (_, *parts):
                found = 0
                for part in parts:
                    found |= asked(part)
                return found
        raise AssertionError(expr)

    def count(number: int | None) -> int:
        return 0 if number is None else 1 << terms.count(number)

    def options(choice: ir.Choice) -> int:
        found = 0
        for option in choice.options:
            found |= asked(option.cond) | asked(option.needs)
            found |= count(option.count) if option.once else 0
        return found

    match scenes[scene].ops[index]:
        case ir.Set(var=var, to=to) if var not in terms.texts:
            return asked(to), 1 << var
        case ir.Branch(cond=cond):
            return asked(cond), 0
        case ir.Round(choice=at):
            hub = scenes[scene].ops[at]
            assert isinstance(hub, ir.Choice)
            return options(hub), 0
        case ir.Choice() as choice:
            picked = 0
            if edge is not None and edge.way is Way.CHOOSE:
                picked = count(choice.options[edge.number].count)
            return options(choice), picked
        case ir.First(count=number):
            return count(number), count(number)
        case ir.Count(count=number):
            return 0, count(number)
        case ir.Visit(scene=to_scene):
            return 0, count(scenes[to_scene].count)
        case _:
            return 0, 0
