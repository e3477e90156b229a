"""Steps: what every operation does to a set of states, and what is met by it.

In go a cursor and the states that it comes with; out come the cursors and states behind it. This is
`weavec/semantics.md`, sections 4 to 8, for all answers and all draws at once.

A *fact* is a tuple: ("scene", id), ("entry", scene, mind), ("line", id), ("option", id),
("ending", name), ("dead-end", choice), ("fault", scene, operation), ("answer", scene, operation,
part, index of the option or -1, 0 or 1).
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple, TypeAlias

from weavec import ir
from weavec.certify.sets import NONE
from weavec.certify.values import Term, Values

BEATS: Final = (ir.Line, ir.Ask, ir.Choice, ir.End, ir.Hole)
STOPS: Final = (ir.Line, ir.Ask, ir.End, ir.Hole, ir.Sync, ir.Done, ir.Jump)
"""Where a strand's run ends: beats, but for hubs that can be passed; waits; ways out."""
TAIL: Final = (ir.Set, ir.Goto, ir.Return)

Fact: TypeAlias = tuple[Any, ...]


class Cursor(NamedTuple):
    """A place: scene, operation, mind (-1: nobody's), ways back as (scene, operation, mind)."""

    scene: int
    op: int
    mind: int
    stack: tuple[tuple[int, int, int], ...]

    def to(self, op: int) -> Cursor:
        """Another operation of the scene."""
        return Cursor(self.scene, op, self.mind, self.stack)

    def on(self) -> Cursor:
        """The next operation."""
        return Cursor(self.scene, self.op + 1, self.mind, self.stack)


Ways: TypeAlias = list[tuple[Cursor, int]]


class Steps:
    """All steps of a program. `met`: the facts so far."""

    def __init__(self, program: ir.Program, values: Values) -> None:
        self.program = program
        self.values = values
        self.sets = values.sets
        self.met: set[Fact] = set()

    def op(self, at: Cursor) -> ir.Op:
        """The operation at a cursor."""
        return self.program.scenes[at.scene].ops[at.op]

    def mind(self, at: Cursor) -> int:
        """The perspective at a cursor."""
        inside = self.program.scenes[at.scene].inside
        return inside[at.op] if inside is not None and inside[at.op] >= 0 else at.mind

    def counted(self, a: int, count: int | None) -> int:
        """A set once a count has moved."""
        level = None if count is None else self.values.counts[count]
        return self.values.store(a, level, ("+", ("var", level), 1))

    def entered(self, at: Cursor, a: int) -> tuple[Cursor, int]:
        """A scene is entered."""
        scene = self.program.scenes[at.scene]
        self.met |= {("scene", scene.id), ("entry", scene.id, at.mind)}
        return at, self.counted(a, scene.count)

    def jumped(self, jump: ir.Jump, a: int, mind: int) -> tuple[Cursor, int]:
        """A jump, out of a merge too; `mind`: the main cursor's."""
        at = Cursor(*jump.to, mind if jump.mind is None else jump.mind, ())
        return self.entered(at, a) if jump.enters else (at, a)

    def unspent(self, option: ir.Option) -> Term:
        """Whether an option is not spent."""
        if not option.once or option.count is None:
            return 1
        return self.values.term(("==", ("count", option.count), 0), -1)

    def open(self, at: Cursor, choice: ir.Choice) -> tuple[list[Term], Term]:
        """When each option of a choice can be picked, and when any can."""
        own: list[Term] = []
        for option in choice.options:
            term = self.unspent(option)
            for cond in (option.cond, option.needs):
                if cond is not None:
                    term = ("and", term, self.values.term(cond, self.mind(at)))
            own.append(term)
        free: Term = 0
        every: Term = 0
        for option, term in zip(choice.options, own, strict=True):
            free = free if option.otherwise else ("or", free, term)
            every = ("or", every, term)
        for i, option in enumerate(choice.options):
            if option.otherwise:
                own[i] = ("and", ("not", free), own[i])
        return own, every

    # -------------------------------------------------------------- silent operations

    def silent(self, at: Cursor, a: int) -> Ways:
        """The ways on from an operation that is no beat, and from a hub that falls through."""
        where, mind, on = self.values.where, self.mind(at), at.on()
        match self.op(at):
            case ir.Set(var=var, to=to):
                ways = [(on, self.values.store(a, self.values.vars[var], self.stored(to, mind)))]
            case ir.Goto(to=to):
                ways = [(at.to(to), a)]
            case ir.Branch(cond=cond, otherwise=otherwise):
                term = self.values.term(cond, mind)
                self.answer((at.scene, at.op), "if", -1, a, term)
                ways = [(on, where(a, term)), (at.to(otherwise), where(a, term, False))]
            case ir.Choice(hub=True) as hub:
                self.asked(at, at.op, hub, a)
                ways = [(at.to(hub.next), where(a, self.open(at, hub)[1], False))]
            case ir.Round(choice=index):
                choice = self.program.scenes[at.scene].ops[index]
                assert isinstance(choice, ir.Choice)
                self.asked(at, index, choice, a)
                some = self.open(at, choice)[1]
                ways = [(on, where(a, some)), (at.to(choice.next), where(a, some, False))]
            case ir.First(count=count, to=arms):
                term = self.values.term(("count", count), mind)
                ways = [
                    (at.to(arm), self.counted(where(a, ("==", term, n)), count))
                    for n, arm in enumerate(arms)
                ]
            case ir.Either(to=arms):
                ways = [(at.to(arm), a) for arm in arms]
            case ir.Count(count=count):
                ways = [(on, self.counted(a, count))]
            case ir.Shift(mind=other):
                ways = [(on._replace(mind=other), a)]
            case ir.Jump() as jump:
                ways = [self.jumped(jump, a, at.mind)]
            case ir.Visit(scene=scene, mind=other):
                stack = (*at.stack, (at.scene, at.op + 1, at.mind))
                into = Cursor(scene, 0, mind if other is None else other, stack)
                ways = [self.entered(into, a)]
            case ir.Return() if at.stack:
                ways = [(Cursor(*at.stack[-1], at.stack[:-1]), a)]
            case ir.Return() | ir.Off():
                self.fault(at)
                ways = []
            case ir.Line() | ir.Choice() | ir.Ask() | ir.End() | ir.Hole():
                ways = []
            case _:  # merge, meet, unmerge, and the stage
                ways = [(on, a)]
        return [(to, b) for to, b in ways if b != NONE]

    def stored(self, to: ir.Expr, mind: int) -> Term:
        """What a `set` stores; characters do not matter."""
        return 0 if isinstance(to, tuple) and to[0] == "str" else self.values.term(to, mind)

    def fault(self, at: Cursor) -> None:
        """The story cannot go on."""
        self.met.add(("fault", self.program.scenes[at.scene].id, at.op))

    def answer(self, place: ir.Place, part: str, option: int, a: int, term: Term) -> None:
        """A condition is asked."""
        scene, op = place
        for said in (0, 1):
            if self.values.where(a, term, bool(said)) != NONE:
                name = self.program.scenes[scene].id
                self.met.add(("answer", name, op, part, option, said))

    def asked(self, at: Cursor, op: int, choice: ir.Choice, a: int) -> None:
        """The options of the choice at `op` are asked, one by one."""
        place = (at.scene, op)
        for index, option in enumerate(choice.options):
            left = a
            if option.cond is not None:
                term = self.values.term(option.cond, self.mind(at))
                self.answer(place, "if", index, left, term)
                left = self.values.where(left, term)
            if option.needs is not None:
                left = self.values.where(left, self.unspent(option))
                term = self.values.term(option.needs, self.mind(at))
                self.answer(place, "needs", index, left, term)

    # -------------------------------------------------------------- beats

    def answered(self, at: Cursor, a: int) -> Ways:
        """The ways on from a beat, with every answer; none from what is no beat."""
        match self.op(at):
            case ir.Line(id=name, shown=shown):
                self.met.add(("line", name))
                return [(at.on(), self.counted(a, shown))]
            case ir.Ask(shown=shown):
                return [(at.on(), self.counted(a, shown))]
            case ir.End(name=name):
                self.met.add(("ending", name))
            case ir.Choice() as choice:
                return self.picked(at, choice, a)
        return []

    def picked(self, at: Cursor, choice: ir.Choice, a: int) -> Ways:
        """The ways on from a choice."""
        where, ways = self.values.where, []
        opens, every = self.open(at, choice)
        if not choice.hub:  # a hub is asked before it rests
            self.asked(at, at.op, choice, a)
            if where(a, every, False) != NONE:
                self.met.add(("dead-end", choice.id))
        for option, when in zip(choice.options, opens, strict=True):
            left = where(a, when)
            if left != NONE:
                self.met.add(("option", option.id))
                left = self.counted(self.counted(left, choice.shown), option.count)
                ways.append((at.to(option.to), left))
        return ways

    # -------------------------------------------------------------- strands

    def run(self, begin: Cursor, a: int, only: tuple[type, ...] = ()) -> Ways:
        """A strand's run: where it stops, with which states. `only`: the operations it may do."""
        seen: dict[Cursor, int] = {}
        stops: dict[Cursor, int] = {}
        work = [(begin, a)]
        while work:
            at, a = work.pop()
            a = self.sets.apply("-", a, seen.get(at, NONE))
            if a == NONE:
                continue
            seen[at] = self.sets.apply("|", seen.get(at, NONE), a)
            op = self.op(at)
            if isinstance(op, STOPS) or (only and not isinstance(op, only)):
                stops[at] = seen[at]
                continue
            if isinstance(op, ir.Choice):
                some = self.open(at, op)[1] if op.hub else 1
                stops[at] = self.values.where(seen[at], some)
            work += self.silent(at, a)
        return [(at, a) for at, a in stops.items() if a != NONE]

    def turn(self, at: Cursor, a: int) -> Ways:
        """A strand's turn: its silent run, a beat, the beat's tail."""
        ways: Ways = []
        for rest, left in self.run(at, a):
            if isinstance(self.op(rest), BEATS):
                ways += self.told(rest, left)
            else:
                ways.append((rest, left))
        return ways

    def told(self, at: Cursor, a: int) -> Ways:
        """A beat of a strand and its tail."""
        return [way for to, left in self.answered(at, a) for way in self.run(to, left, TAIL)]
