"""The oracle of the proofs: it visits every state of a small program, one by one.

In goes a compiled program; out come `Facts`, all that the proofs of `weavec/semantics.md`,
section 17, are about. It is written for one purpose, to be plainly right: states are tuples, sets
are Python's, each input and each outcome of each draw is tried. It shares no code with
`weavec.prove`, and `Oracle(program, check=True)` holds every single step to the reference machine.

Of a state texts are blanked, and counts that no condition and no `set` reads stand still; other
counts stop one above the highest number that they are compared with.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from oracle_step import Fault, Known, Place, Question, Record, State, Step

from weavec import ir, machine
from weavec.values import NOBODY

MOST = 20_000
"""States after which the oracle gives up."""


class TooLarge(Exception):  # noqa: N818 - it says what the program is
    """The program has more states than the oracle is willing to visit."""


@dataclass(frozen=True)
class Facts:
    """What is true of a program.

    `ops`: operations reached; a beat where a state rests at it, a silent one where it is done, a
    `sync`, `done` or `strands` where a cursor comes to it. `options`: ids of those that are open in
    some state. `dead_ends`: choices at which a state rests with none open. `soft`: places of states
    from which no ending and no hole can be reached, dead ends themselves aside; at a pick the
    `strands`. `loops`: scenes with a silent loop; `cycles`: the operations of each loop, loops that
    share one taken together. `entries`: for each scene entered, in whose minds, -1 nobody's.
    `answers`: what each question was answered; an option's `if` is asked where the choice is shown,
    its `needs` if the `if` holds and it is not spent. `tests`: the same for hubs, where they are
    asked whether they go on. `faults`: names; `stray`, `off`:
    where the ways back and the scenes' ends are that are none. `endings`: fewest decisions, and the
    fewest beats with as many. `sure`: whether the reader can come there whatever is drawn.
    `doomed`: the states that `soft` and `dead_ends` are about. `states`: how many there are.
    """

    ops: frozenset[Place]
    options: frozenset[str]
    dead_ends: frozenset[Place]
    soft: frozenset[Place]
    loops: frozenset[int]
    cycles: frozenset[frozenset[Place]]
    entries: dict[int, frozenset[int]]
    answers: dict[Question, frozenset[bool]]
    tests: dict[Question, frozenset[bool]]
    faults: frozenset[str]
    stray: frozenset[Place]
    off: frozenset[Place]
    endings: dict[str, tuple[int, int]]
    sure: dict[str, bool]
    doomed: frozenset[State]
    states: int

    @property
    def asked(self) -> dict[Question, frozenset[bool]]:
        """The answers of every condition, a hub's tests among them."""
        none: frozenset[bool] = frozenset()
        return {
            each: self.answers.get(each, none) | self.tests.get(each, none)
            for each in (*self.answers, *self.tests)
        }


# ------------------------------------------------------------------ what a program reads


COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")


def _expressions(program: ir.Program) -> Iterator[Any]:
    """Every expression that can change what happens; texts and clarity cannot."""
    yield from program.lets
    for scene in program.scenes:
        for op in scene.ops:
            match op:
                case ir.Branch(cond=cond):
                    yield cond
                case ir.Set(to=to):
                    yield to
                case ir.Choice(options=options):
                    for option in options:
                        yield from (e for e in (option.cond, option.needs) if e is not None)


def _caps(program: ir.Program) -> list[int]:
    """For each count, where it can stop so that nobody sees it."""
    caps = [0] * len(program.counts)

    def read(expr: Any) -> None:
        if not isinstance(expr, tuple) or expr[0] == "str":
            return
        if expr[0] == "count":
            caps[expr[1]] = program.counts[expr[1]].max
            return
        if expr[0] in COMPARISONS:
            for one, other in ((expr[1], expr[2]), (expr[2], expr[1])):
                if isinstance(one, tuple) and one[0] == "count" and isinstance(other, int):
                    most = program.counts[one[1]].max
                    caps[one[1]] = max(caps[one[1]], min(most, max(other, -1) + 1))
                    return
        for part in expr[1:]:
            read(part)

    for expr in _expressions(program):
        read(expr)
    for scene in program.scenes:
        for op in scene.ops:
            if isinstance(op, ir.First):
                caps[op.count] = program.counts[op.count].max
            elif isinstance(op, ir.Choice):
                for option in op.options:
                    if option.once and option.count is not None:
                        caps[option.count] = 1
    return caps


# ------------------------------------------------------------------ all steps


class Oracle:
    """Every state of a program, and what is true of them all.

    Args:
        program: the story.
        most: states after which to give up.
        check: hold each step to the reference machine; an `AssertionError` tells where they part.

    Raises:
        TooLarge: there are more states than `most`.
    """

    def __init__(self, program: ir.Program, most: int = MOST, check: bool = False) -> None:
        self.program = program
        self.record = Record(program, _caps(program))
        self.options: set[str] = set()
        self.faults: set[str] = set()
        self.number: dict[State, int] = {}
        self.states: list[State] = []
        self.played: list[machine.State | None] = []  # a machine's state for each, if `check`
        self.begins: list[int | None] = []  # what `start` leads to; None: a fault
        self.ways: list[list[list[int | None]]] = []  # for each state and input, its outcomes
        self.places: list[list[Place]] = []  # where each state rests
        self.dead: set[int] = set()
        scene, mind = program.start
        values = tuple("" if isinstance(var.init, str) else var.init for var in program.vars)
        main = (scene, 0, (), _mind(mind))
        self.first: State = (main, None, (), (), (), values, (0,) * len(self.record.caps))
        self._explore(most, check)

    def key(self, state: machine.State) -> State:
        """The state of the reference machine, as the oracle writes it."""

        def cursor(kept: Any) -> tuple[Any, ...]:
            stack = tuple((at, op, _mind(mind)) for at, op, mind in kept["stack"])
            return (*kept["at"], stack, _mind(kept["mind"]))

        merge = state["merge"]
        opened: tuple[int, ...] | None = None
        now: tuple[int, ...] = ()
        queue: tuple[int, ...] = ()
        strands: tuple[Any, ...] = ()
        if merge is not None:
            opened = (*merge["at"], merge["section"])
            now, queue = tuple(merge["now"]), tuple(merge["queue"])
            strands = tuple(cursor(strand) for strand in merge["strands"])
        values = tuple("" if isinstance(value, str) else value for value in state["vars"])
        counts = tuple(map(min, state["counts"], self.record.caps))
        return (cursor(state["main"]), opened, now, queue, strands, values, counts)

    # -------------------------------------------------------------- the graph

    def _explore(self, most: int, check: bool) -> None:
        for after, draws in self.outcomes(self.first, None):
            played = None
            if check:
                played, events = machine.start(self.program, 0, [taken for taken, _ in draws])
                self._agree(None, after, played, events)
            self.begins.append(self._found(after, played))
        at = 0
        while at < len(self.states):
            if len(self.states) > most:
                raise TooLarge(f"more than {most} states")
            state, played = self.states[at], self.played[at]
            self._look(at)
            self.ways.append([])
            for given, said in self.inputs(at):
                targets: list[int | None] = []
                for after, draws in self.outcomes(state, given):
                    following = None
                    if check:
                        assert played is not None
                        dice = [taken for taken, _ in draws]
                        scripted: machine.State = {**played, "dice": dice}
                        following, events = machine.step(self.program, scripted, said)
                        self._agree(scripted, after, following, events)
                    target = self._found(after, following)
                    if target not in targets:
                        targets.append(target)
                self.ways[at].append(targets)
            at += 1

    def _agree(
        self, before: Any, after: State | None, played: Any, events: list[machine.Event]
    ) -> None:
        """Hold one outcome to the machine's."""
        told = events[-1]
        if after is None:
            assert told["e"] == "fault", (before, told)
            self.faults.add(told["name"])
        else:
            assert told["e"] not in ("fault", "refused"), (before, told)
            assert self.key(played) == after, (before, played, after)
            assert not played["dice"], (before, played)

    def outcomes(
        self, state: State, given: int | None
    ) -> Iterator[tuple[State | None, list[tuple[int, int]]]]:
        """What an input leads to, None for a fault, with each draw and how many ways it had.

        What can be come to by several draws may be told for some of them only. Without an input,
        it is the story that begins.
        """
        self.record.moments = set()
        script: list[int] = []
        while True:
            step = Step(self.record, state, script)
            try:
                yield _taken(step, given), list(step.draws)
            except Fault as fault:
                self.faults.add(str(fault))
                yield None, _enough(step, fault)
            except Known:
                pass
            while step.draws and step.draws[-1][0] + 1 == step.draws[-1][1]:
                step.draws.pop()
            if not step.draws:
                return
            script = [taken for taken, _ in step.draws]
            script[-1] += 1

    def cycles(self, state: State, given: int | None, dice: list[int]) -> set[frozenset[Place]]:
        """The silent loops of one step."""
        self.record.moments = set()
        step = Step(self.record, state, dice)
        with suppress(Fault, Known):
            _taken(step, given)
        return step.cycles

    def _found(self, state: State | None, played: machine.State | None) -> int | None:
        """The number of a state; a new one is looked at later."""
        if state is None:
            return None
        if state not in self.number:
            self.number[state] = len(self.states)
            self.states.append(state)
            self.played.append(played)
        return self.number[state]

    def inputs(self, at: int) -> list[tuple[int, machine.Input]]:
        """What the reader can do at a state: how `outcomes` takes it, and how a machine does."""
        step = Step(self.record, self.states[at], [])
        shown = [step.strands[i] for i in step.now] if step.strands else [step.main]
        if not shown:
            return [
                (strand.who, {"do": "enter", "mind": strand.mind})
                for strand in step.strands
                if step.ready(strand)
            ]
        match step.op_at(shown[0]):
            case ir.End() | ir.Hole():
                return []
            case ir.Choice(options=options):
                numbers = step.open(shown[0], shown[0].op, composed=True)
                self.options |= {options[number].id for number in numbers}
                return [(n, {"do": "choose", "option": options[n].id}) for n in numbers]
            case ir.Ask():
                return [(0, {"do": "say", "value": "Ada"})]
        return [(0, {"do": "next"})]

    def _look(self, at: int) -> None:
        """Note where a state rests."""
        step = Step(self.record, self.states[at], [])
        shown = [step.strands[i] for i in step.now] if step.strands else [step.main]
        self.places.append([(cursor.scene, cursor.op) for cursor in shown or [step.main]])
        self.record.ops.update(self.places[at])
        if isinstance(self.rest(at), ir.Choice) and not self.inputs(at):
            self.dead.add(at)

    def rest(self, at: int) -> ir.Op:
        """The operation that a state rests at; of a chord the first, at a pick the `strands`."""
        scene, op = self.places[at][0]
        return self.program.scenes[scene].ops[op]

    # -------------------------------------------------------------- what follows from it

    @cached_property
    def facts(self) -> Facts:
        """All that is true."""
        stops = [i for i in range(len(self.states)) if isinstance(self.rest(i), (ir.End, ir.Hole))]
        alive = self._backwards(stops)
        doomed = [i for i in range(len(self.states)) if i not in alive]
        soft = {place for i in doomed if i not in self.dead for place in self.places[i]}
        ends: dict[str, set[int]] = {}
        for i in stops:
            op = self.rest(i)
            if isinstance(op, ir.End):
                ends.setdefault(op.name, set()).add(i)
        far = self._distances()
        cycles = _joined(self.record.cycles)
        return Facts(
            ops=frozenset(self.record.ops),
            options=frozenset(self.options),
            dead_ends=frozenset(self.places[i][0] for i in self.dead),
            soft=frozenset(soft),
            loops=frozenset(scene for cycle in cycles for scene, _ in cycle),
            cycles=cycles,
            entries={scene: frozenset(minds) for scene, minds in self.record.entries.items()},
            answers={asked: frozenset(said) for asked, said in self.record.answers.items()},
            tests={asked: frozenset(said) for asked, said in self.record.tests.items()},
            faults=frozenset(self.faults),
            stray=frozenset(self.record.stray),
            off=frozenset(self.record.off),
            endings={name: min(far[i] for i in at) for name, at in ends.items()},
            sure={name: self._sure(at) for name, at in ends.items()},
            doomed=frozenset(self.states[i] for i in doomed),
            states=len(self.states),
        )

    def _edges(self) -> Iterator[tuple[int, int, int]]:
        """Every way from a state to a state, with the number of the input."""
        for at, inputs in enumerate(self.ways):
            for number, targets in enumerate(inputs):
                yield from ((at, number, target) for target in targets if target is not None)

    def _backwards(self, goals: list[int]) -> set[int]:
        """The states from which one of `goals` can be reached."""
        before: dict[int, list[int]] = {}
        for at, _, target in self._edges():
            before.setdefault(target, []).append(at)
        found, waiting = set(goals), list(goals)
        while waiting:
            for at in before.get(waiting.pop(), ()):
                if at not in found:
                    found.add(at)
                    waiting.append(at)
        return found

    def _distances(self) -> dict[int, tuple[int, int]]:
        """For each state, the fewest decisions to it, and the fewest beats with as many."""
        far: dict[int, tuple[int, int]] = {}
        waiting = [(0, 0, at) for at in self.begins if at is not None]
        while waiting:
            decisions, beats, at = heapq.heappop(waiting)
            if at in far:
                continue
            far[at] = (decisions, beats)
            if isinstance(self.rest(at), (ir.Choice, ir.Strands)):
                decisions += 1
            for targets in self.ways[at]:
                for target in targets:
                    if target is not None and target not in far:
                        heapq.heappush(waiting, (decisions, beats + 1, target))
        return far

    def _sure(self, goals: set[int]) -> bool:
        """Whether the reader can come to one of `goals` whatever is drawn."""
        before: dict[int, list[tuple[int, int]]] = {}
        for at, number, target in self._edges():
            before.setdefault(target, []).append((at, number))
        left = {
            (at, number): len(targets)  # a fault among them never comes there
            for at, inputs in enumerate(self.ways)
            for number, targets in enumerate(inputs)
        }
        found, waiting = set(goals), list(goals)
        while waiting:
            for way in before.get(waiting.pop(), ()):
                left[way] -= 1
                if left[way] == 0 and way[0] not in found:
                    found.add(way[0])
                    waiting.append(way[0])
        return all(at in found for at in self.begins)


def _mind(mind: int | None) -> int:
    return NOBODY if mind is None else mind


def _taken(step: Step, given: int | None) -> State:
    """Take a step: with an input, or the one with which the story begins."""
    if given is None:
        step.enter(step.main)
    else:
        step.finish(given)
    return step.advance()


def _enough(step: Step, fault: Fault) -> list[tuple[int, int]]:
    """The draws before a fault; what goes round for ever draws the same again and again."""
    again = step.draws[fault.since :] if str(fault) == "silent-loop" else []
    return step.draws + again * (10_000 // max(len(again), 1))


def _joined(cycles: set[frozenset[Place]]) -> frozenset[frozenset[Place]]:
    """Cycles that share an operation, taken together."""
    found: list[frozenset[Place]] = []
    for cycle in cycles:
        apart = [other for other in found if not other & cycle]
        found = [*apart, cycle.union(*(other for other in found if other & cycle))]
    return frozenset(found)
