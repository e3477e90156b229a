"""One step of a play, traced: what the oracle of the proofs is made of.

In go a state, an input and the outcomes of draws; out comes the next state, and a `Record` of what
was done on the way. It is a second telling of sections 4 to 10 of `weavec/semantics.md`, on tuples,
without texts, stage and events; `Oracle(program, check=True)` holds it to the reference machine.

A state is the tuple `(main, opened, now, queue, strands, vars, counts)`: cursors are
`(scene, op, stack, mind)`, `opened` is `(scene, op, section)` of the merge in progress or None.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, TypeAlias

from weavec import ir
from weavec.values import NOBODY, clamp, evaluate

State: TypeAlias = tuple[Any, ...]
Place: TypeAlias = tuple[int, int]
Question: TypeAlias = tuple[int, int, int | None, str]
"""Scene, operation, index of an option or None, and `if` or `needs`."""

MAIN = -1
"""The main cursor, where strands are 0, 1, ..."""


@dataclass
class Record:
    """A program, and what steps in it have met so far.

    `caps`: where each count stops. `answers`: those to branches, and to options where they are
    shown; `tests`: those to the options of hubs that were asked whether they go on. `moments`:
    where draws were made, by all that can matter from there; whoever tries all outcomes empties it
    for each input.
    """

    program: ir.Program
    caps: list[int]
    ops: set[Place] = field(default_factory=set)
    cycles: set[frozenset[Place]] = field(default_factory=set)
    entries: dict[int, set[int]] = field(default_factory=dict)
    answers: dict[Question, set[bool]] = field(default_factory=dict)
    tests: dict[Question, set[bool]] = field(default_factory=dict)
    stray: set[Place] = field(default_factory=set)
    off: set[Place] = field(default_factory=set)
    moments: set[Any] = field(default_factory=set)


class Stop(Enum):
    """Why a cursor stopped."""

    BEAT = auto()
    WAIT = auto()
    STRANDS = auto()
    TAIL = auto()
    LEFT = auto()


class Fault(Exception):  # noqa: N818
    """The machine would refuse to go on. For a loop without end: since how many draws it goes."""

    def __init__(self, name: str, since: int = 0) -> None:
        super().__init__(name)
        self.since = since


class Known(Exception):  # noqa: N818
    """All that can follow from here has been tried already."""


class Cursor:
    """A place, the ways back from visits, a mind (-1: nobody's)."""

    __slots__ = ("mind", "op", "scene", "stack", "who")

    def __init__(self, who: int, kept: tuple[Any, ...]) -> None:
        self.who = who
        self.scene: int = kept[0]
        self.op: int = kept[1]
        self.stack: tuple[tuple[int, int, int], ...] = kept[2]
        self.mind: int = kept[3]

    def frozen(self) -> tuple[Any, ...]:
        return (self.scene, self.op, self.stack, self.mind)


class Step:
    """One step in the making. `script`: outcomes of its first draws; later ones come out 0."""

    def __init__(self, record: Record, state: State, script: list[int]) -> None:
        self.record = record
        self.program = record.program
        main, self.opened, self.now, self.queue, strands, values, counts = state
        self.main = Cursor(MAIN, main)
        self.strands = [Cursor(i, kept) for i, kept in enumerate(strands)]
        self.vars, self.counts = list(values), list(counts)
        self.script = script
        self.draws: list[tuple[int, int]] = []  # outcome, ways
        self.trail: list[tuple[int, Place, Any]] = []
        self.done: dict[tuple[int, Place, Any], int] = {}
        self.round: tuple[Any, ...] = ()  # how far a round of a chorus is
        self.cycles: set[frozenset[Place]] = set()
        self.passed: dict[Any, int] = {}  # moments before on this very way, after how many draws

    def frozen(self) -> State:
        """The state as it is now."""
        strands = tuple(strand.frozen() for strand in self.strands)
        return (
            self.main.frozen(), self.opened, tuple(self.now), tuple(self.queue), strands,
            tuple(self.vars), tuple(self.counts),
        )  # fmt: skip

    # -------------------------------------------------------------- chance and loops

    def draw(self, ways: int, who: int) -> int:
        """The next outcome; from here every other one is tried too."""
        if ways == 1:
            return 0
        moment = (self.frozen(), who, self.round, frozenset(self.done))
        self.passes(moment)
        taken = 0
        if len(self.draws) < len(self.script):
            taken = self.script[len(self.draws)]
        elif moment in self.record.moments:
            raise Known
        else:
            self.record.moments.add(moment)
        self.draws.append((taken, ways))
        return taken

    def does(self, cursor: Cursor) -> None:
        """A silent operation is done. If the cursor did it before in this step, that is a loop."""
        place = (cursor.scene, cursor.op)
        if not isinstance(self.op_at(cursor), ir.Choice):  # a hub that falls through is not shown
            self.record.ops.add(place)
        what = (cursor.who, place, cursor.stack)
        before = self.done.get(what)
        if before is not None:
            since = self.trail[before:]
            cycle = frozenset(at for who, at, _ in since if who == cursor.who)
            self.cycles.add(cycle)
            self.record.cycles.add(cycle)
            self.passes((self.frozen(), cursor.who, self.round))
        if len(self.trail) == 10_000:
            raise Fault("silent-loop", len(self.draws))
        self.done[what] = len(self.trail)
        self.trail.append(what)

    def passes(self, moment: Any) -> None:
        """A moment that was there before on this way comes again and again, by the same draws."""
        if moment in self.passed:
            raise Fault("silent-loop", self.passed[moment])
        self.passed[moment] = len(self.draws)

    # -------------------------------------------------------------- asking

    def perspective(self, cursor: Cursor) -> int:
        inside = self.program.scenes[cursor.scene].inside
        if inside is not None and inside[cursor.op] != NOBODY:
            return inside[cursor.op]
        return cursor.mind

    def value(self, expr: Any, cursor: Cursor) -> Any:
        if isinstance(expr, int):
            return expr
        mind = self.perspective(cursor)
        return evaluate(expr, self.vars, self.program.lets, self.counts, mind)

    def open(self, cursor: Cursor, index: int, composed: bool = False) -> list[int]:
        """The options of the choice at `index` of the cursor's scene that can be picked.

        `composed`: the reader is shown them; else a hub is asked whether it goes on.
        """
        answers = self.record.answers if composed else self.record.tests
        choice = self.program.scenes[cursor.scene].ops[index]
        assert isinstance(choice, ir.Choice)
        found = []
        for number, option in enumerate(choice.options):
            asked = (cursor.scene, index, number)
            spent = option.once and option.count is not None and self.counts[option.count] > 0
            shown = option.cond is None or bool(self.value(option.cond, cursor))
            if option.cond is not None:
                answers.setdefault((*asked, "if"), set()).add(shown)
            if spent or not shown:
                continue
            if option.needs is not None:
                fits = bool(self.value(option.needs, cursor))
                answers.setdefault((*asked, "needs"), set()).add(fits)
                if not fits:
                    continue
            found.append(number)
        plain = [number for number in found if not choice.options[number].otherwise]
        return plain or found

    def ready(self, strand: Cursor) -> bool:
        if isinstance(self.op_at(strand), (ir.Sync, ir.Done)):
            self.record.ops.add((strand.scene, strand.op))
            return False
        return True

    def op_at(self, cursor: Cursor) -> ir.Op:
        return self.program.scenes[cursor.scene].ops[cursor.op]

    # -------------------------------------------------------------- running

    def add(self, count: int | None) -> None:
        if count is not None and self.counts[count] < self.record.caps[count]:
            self.counts[count] += 1

    def enter(self, cursor: Cursor) -> None:
        self.add(self.program.scenes[cursor.scene].count)
        self.record.entries.setdefault(cursor.scene, set()).add(cursor.mind)

    def run(self, cursor: Cursor, tail: tuple[type, ...] = ()) -> Stop:
        """Move a cursor until it rests or waits, or, with `tail`, as long as it does only that."""
        while True:
            op = self.op_at(cursor)
            if isinstance(op, (ir.Sync, ir.Done, ir.Strands)):
                self.record.ops.add((cursor.scene, cursor.op))
            if tail and not isinstance(op, tail):
                return Stop.TAIL
            match op:
                case ir.Choice(hub=True) if not self.open(cursor, cursor.op):
                    self.does(cursor)
                    cursor.op = op.next
                case ir.Line() | ir.Choice() | ir.Ask() | ir.End() | ir.Hole():
                    return Stop.BEAT
                case ir.Sync() | ir.Done():
                    return Stop.WAIT
                case ir.Strands():
                    return Stop.STRANDS
                case ir.Jump():
                    self.does(cursor)
                    self.jump(op)
                    if cursor.who != MAIN:
                        return Stop.LEFT
                case _:
                    self.does(cursor)
                    self.do(cursor, op)

    def jump(self, op: ir.Jump) -> None:
        self.opened, self.now, self.queue, self.strands = None, (), (), []
        self.main.scene, self.main.op = op.to
        self.main.stack = ()
        if op.mind is not None:
            self.main.mind = op.mind
        if op.enters:
            self.enter(self.main)

    def do(self, cursor: Cursor, op: ir.Op) -> None:
        """Do a silent operation that is no jump; the stage does not matter."""
        here = (cursor.scene, cursor.op)
        to = cursor.op + 1
        match op:
            case ir.Set(var=index, to=stored):
                var = self.program.vars[index]
                if var.type != "text":
                    self.vars[index] = clamp(self.value(stored, cursor), var.lo, var.hi)
            case ir.Goto():
                to = op.to
            case ir.Branch(cond=cond, otherwise=otherwise):
                holds = bool(self.value(cond, cursor))
                self.record.answers.setdefault((*here, None, "if"), set()).add(holds)
                to = to if holds else otherwise
            case ir.Round(choice=choice):
                hub = self.program.scenes[cursor.scene].ops[choice]
                assert isinstance(hub, ir.Choice)
                to = to if self.open(cursor, choice) else hub.next
            case ir.First(count=count, to=arms):
                to = arms[self.counts[count]]
                self.add(count)
            case ir.Either(to=arms):
                to = arms[self.draw(len(arms), cursor.who)]
            case ir.Count(count=count):
                self.add(count)
            case ir.Shift(mind=mind):
                cursor.mind = mind
            case ir.Visit(scene=scene, mind=mind):
                into = self.perspective(cursor) if mind is None else mind
                cursor.stack = (*cursor.stack, (cursor.scene, to, cursor.mind))
                cursor.scene, cursor.mind, to = scene, into, 0
                self.enter(cursor)
            case ir.Return():
                if not cursor.stack:
                    self.record.stray.add(here)
                    raise Fault("stray-return")
                cursor.scene, to, cursor.mind = cursor.stack[-1]
                cursor.stack = cursor.stack[:-1]
            case ir.Merge():
                self.opened = (*here, -1)
            case ir.Unmerge():
                self.opened = None
            case ir.Off():
                self.record.off.add(here)
                raise Fault("runs-off-scene")
        cursor.op = to

    # -------------------------------------------------------------- the whole step

    def finish(self, given: int) -> None:
        """Answer the beat. `given`: the index of an option or of a strand, else not looked at."""
        shown = [self.strands[i] for i in self.now] if self.strands else [self.main]
        if not shown:
            self.queue = (given,)
        for cursor in shown:
            op = self.op_at(cursor)
            cursor.op += 1
            if isinstance(op, ir.Choice):
                option = op.options[given]
                self.add(option.count)
                cursor.op = option.to
            self.run(cursor, (ir.Set, ir.Goto, ir.Return))
        for cursor in shown:
            if self.run(cursor, (ir.Set, ir.Goto, ir.Return, ir.Jump)) is Stop.LEFT:
                break

    def advance(self) -> State:
        """Go on until the story rests; the state there."""
        while True:
            if not self.strands:
                if self.run(self.main) is not Stop.STRANDS:
                    return self.frozen()
                self.begin()
            if self.turns():
                return self.frozen()

    def begin(self) -> None:
        """Open a section. Its strands are new cursors, which have done nothing yet."""
        assert self.opened is not None
        section = self.op_at(self.main)
        assert isinstance(section, ir.Strands)
        scene, op, number = self.opened
        self.opened = (scene, op, number + 1)
        self.now, self.queue = (), ()
        self.strands = [
            Cursor(i, (self.main.scene, strand.start, (), strand.mind))
            for i, strand in enumerate(section.strands)
        ]
        self.done = {what: at for what, at in self.done.items() if what[0] == MAIN}

    def turns(self) -> bool:
        """Give turns to strands; whether they rest."""
        assert self.opened is not None
        section = self.op_at(self.main)
        merge = self.program.scenes[self.opened[0]].ops[self.opened[1]]
        assert isinstance(section, ir.Strands) and isinstance(merge, ir.Merge)
        while True:
            while self.queue:
                index, self.queue = self.queue[0], self.queue[1:]
                self.now = (index,)
                stop = self.run(self.strands[index])
                if stop is not Stop.WAIT:
                    return stop is Stop.BEAT
            if merge.mode == "drifting" and self.now and self.ready(self.strands[self.now[0]]):
                self.queue = self.now
                continue
            self.release(section)
            able = tuple(strand.who for strand in self.strands if self.ready(strand))
            if not able:
                if not all(isinstance(self.op_at(strand), ir.Done) for strand in self.strands):
                    raise Fault("merge-deadlock")
                self.strands, self.now = [], ()
                self.main.op = section.next
                return False
            if merge.mode == "fragmented":
                self.queue = (able[self.draw(len(able), MAIN)],)
            elif merge.mode == "drifting" and len(able) > 1:
                self.now = ()
                return True
            elif merge.mode != "chorus":
                self.queue = able
            else:
                rests = self.chord(able)
                if rests is not None:
                    return rests

    def release(self, section: ir.Strands) -> None:
        """Let go of every sync at which all stand that wait there."""
        again = True
        while again:
            again = False
            for name, who in section.syncs:
                waiting = [self.strands[i] for i in who]
                if all(self.op_at(strand) == ir.Sync(name) for strand in waiting):
                    again = True
                    for strand in waiting:
                        self.record.ops.add((strand.scene, strand.op))
                        strand.op += 1

    def chord(self, able: tuple[int, ...]) -> bool | None:
        """A round of a chorus: whether it rests, or None if it has no line."""
        lines: tuple[int, ...] = ()
        others: tuple[int, ...] = ()
        for index in able:
            self.round = (index, lines, others)
            stop = self.run(self.strands[index])
            if stop is Stop.LEFT:
                self.round = ()
                return False
            if stop is Stop.BEAT and isinstance(self.op_at(self.strands[index]), ir.Line):
                lines += (index,)
            elif stop is Stop.BEAT:
                others += (index,)
        self.round = ()
        self.now, self.queue = lines, others
        return True if lines else None
