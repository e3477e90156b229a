"""The builder of a story's graph: follows control from the start over every operation.

Goes in: a program. Comes out: its `Graph`. Control alone is followed: every guard is taken as open
unless it is a constant once the perspective is known.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from weavec import ir
from weavec.ir import Place
from weavec.prove.graph import (
    ENTERED,
    MOST_LOCATIONS,
    NOBODY,
    PLAIN,
    SAID_NO,
    SAID_YES,
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
    open_terms,
)
from weavec.prove.strands import Section
from weavec.prove.terms import Term, Terms, negated

LEAPS: Final = frozenset({ir.Goto, ir.Jump, ir.Visit, ir.Return, ir.Branch})
"""Operations that go on elsewhere, if they are no locations."""

LONGEST: Final = 500
"""Operations that are folded into one edge; a way round without a location has to end somewhere."""

FAR: Final = 12
"""Operations without effect that are rather followed twice than given a location."""


def build(
    program: ir.Program, stops: Iterable[Place] = (), collapse: bool = True
) -> Graph:
    """The graph of a program.

    Args:
        program: the story.
        stops: operations that are locations whatever they are.
        collapse: whether turns of strands that nothing depends on may be taken at once.

    Raises:
        TooMuch: there are more locations than can be looked at.
    """
    return Builder(program, stops, collapse=collapse).run()


class Builder:
    """The graph in the making."""

    def __init__(
        self, program: ir.Program, stops: Iterable[Place] = (),
        terms: Terms | None = None, joins: Sequence[bytearray] | None = None, collapse: bool = True,
    ) -> None:  # fmt: skip
        self.graph = Graph(program, terms, collapse)
        self.terms = self.graph.terms
        self.scenes = program.scenes
        self.joins: Sequence[bytearray] = joins_of(program) if joins is None else joins
        self.stops: Final = frozenset(stops)
        for scene, op in self.stops:
            self.joins[scene][op] = 1
        self.contexts: dict[tuple[int, Stack, int], Context] = {}
        self.known: dict[tuple[int, int, int], int] = {}
        self.waiting: list[Location] = []
        self.sections: list[Section] = []
        self.work: deque[Callable[[], None]] = deque()

    def run(self) -> Graph:
        scene, mind = self.graph.program.start
        first = self.graph.start = Edge(-1, 1, Way.AUTO, 0, 0)
        context = self.context(NOBODY if mind is None else mind, (), None)
        self.enter(first, scene, context.mind)
        self.follow(first, scene, 0, context)
        return self.finish()

    def finish(self) -> Graph:
        """Make the edges of all locations that are still to be looked at."""
        while self.waiting or self.work:
            while self.waiting:
                self.expand(self.waiting.pop())
            if self.work:
                self.work.popleft()()
        for section in self.sections:
            section.finish()
        return self.graph

    # -------------------------------------------------------------- contexts and locations

    def context(self, mind: int, stack: Stack, turn: Turn | None) -> Context:
        """The context with these contents."""
        key = (mind, stack, -1 if turn is None else id(turn))
        found = self.contexts.get(key)
        if found is None:
            found = self.contexts[key] = Context(len(self.contexts), mind, stack, turn)
        return found

    def perspective(self, scene: int, op: int, context: Context) -> int:
        """Whose mind it is at an operation."""
        inside = self.scenes[scene].inside
        if inside is not None and inside[op] >= 0:
            return inside[op]
        return context.mind

    def location(self, scene: int, op: int, context: Context, kind: Kind) -> int:
        """The location of an operation in a context, made when it is first asked for."""
        key = (scene, op, context.index)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self.place(scene, op, context, kind)
            self.waiting.append(self.graph.locations[found])
        return found

    def place(self, scene: int, op: int, context: Context, kind: Kind) -> int:
        """A further location; its index."""
        index = len(self.graph.locations)
        if index >= MOST_LOCATIONS:
            raise TooMuch("the story has too many places in too many contexts")
        self.graph.locations.append(Location(index, scene, op, context, kind))
        return index

    def soon(self, work: Callable[[], None]) -> None:
        """Something to be done when what is at hand is done."""
        self.work.append(work)

    def at(self, index: int) -> Location:
        """A location by its index."""
        return self.graph.locations[index]

    # -------------------------------------------------------------- following

    def enter(self, edge: Edge, scene: int, mind: int) -> None:
        """Note and count the entry into a scene."""
        edge.spans += (scene, mind, ENTERED)
        count = self.scenes[scene].count
        if count is not None:
            edge.sets.append(self.terms.step(count))

    def follow(self, edge: Edge, scene: int, op: int, context: Context, past: bool = False) -> None:
        """Lead an edge on from an operation to the next location.

        `past`: the operation at hand is the location itself, and is passed.
        """
        locations, joins = self.location, self.joins
        ops, marks = self.scenes[scene].ops, joins[scene]
        begun = op
        spans = edge.spans
        steps = 0
        while True:
            steps += 1
            if (marks[op] or steps > LONGEST) and not past:
                break
            past = False
            at: Any = ops[op]  # told apart by its type, which is quicker here than `match`
            kind = type(at)
            if kind is ir.Line or kind is ir.Ask:
                if context.turn is not None:
                    if op > begun:
                        spans += (scene, begun, op - 1)
                    return self.beat(edge, scene, op, context)
                edge.beats += 1
                op += 1
            elif kind is ir.Set:
                if at.var not in self.terms.texts:
                    term = self.terms.of(at.to, self.perspective(scene, op, context))
                    if edge.sets and heavy(edge, term):
                        break
                    edge.sets.append((at.var, term))
                op += 1
            elif kind in PLAIN:
                op += 1
            elif kind in LEAPS:
                there = self.leap(edge, begun, scene, op, context)
                if there is None:
                    break
                scene, op, context = there
                ops, marks = self.scenes[scene].ops, joins[scene]
                begun = op
            elif kind is ir.Count:
                edge.sets.append(self.terms.step(at.count))
                op += 1
            elif kind is ir.Shift:
                context = self.context(at.mind, context.stack, context.turn)
                op += 1
            elif kind is ir.Sync or kind is ir.Done:
                if op > begun:
                    spans += (scene, begun, op - 1)
                section = self.section(context)
                section.wait(edge, scene, op, context)
                return None
            else:
                break
        if op > begun:
            spans += (scene, begun, op - 1)
        edge.target = locations(scene, op, context, self.kind(scene, op, context))
        return None

    def leap(
        self, edge: Edge, begun: int, scene: int, op: int, context: Context
    ) -> tuple[int, int, Context] | None:
        """Where control goes on elsewhere; none if the operation is a location.

        `begun`: from which operation on the edge's span is still to be noted.
        """
        at, spans = self.scenes[scene].ops[op], edge.spans
        match at:
            case ir.Goto(to=to):
                spans += (scene, begun, op)
                return scene, to, context
            case ir.Jump(to=(to, first)):
                spans += (scene, begun, op)
                mind = self.outer(context) if at.mind is None else at.mind
                if at.enters:
                    self.enter(edge, to, mind)
                return to, first, self.context(mind, (), None)
            case ir.Visit(scene=to):
                spans += (scene, begun, op)
                mind = self.perspective(scene, op, context) if at.mind is None else at.mind
                self.enter(edge, to, mind)
                stack = (*context.stack, (scene, op + 1, context.mind))
                return to, 0, self.context(mind, stack, context.turn)
            case ir.Return() if context.stack:
                spans += (scene, begun, op)
                back, after, mind = context.stack[-1]
                return back, after, self.context(mind, context.stack[:-1], context.turn)
            case ir.Branch(cond=cond, otherwise=otherwise):
                term = self.terms.of(cond, self.perspective(scene, op, context))
                if not isinstance(term, int):
                    return None
                if op > begun:
                    spans += (scene, begun, op - 1)
                spans += (scene, op, op, scene, op, SAID_YES if term else SAID_NO)
                return scene, op + 1 if term else otherwise, context
        return None

    def outer(self, context: Context) -> int:
        """Whose mind it is outside of the strands, for a jump that keeps it."""
        return context.mind if context.turn is None else self.section(context).main.mind

    def section(self, context: Context) -> Section:
        """The section in whose strand a context stands."""
        assert context.turn is not None
        section = context.turn.section
        assert isinstance(section, Section)
        return section

    def beat(self, edge: Edge, scene: int, op: int, context: Context) -> None:
        """A line or a question in a strand."""
        self.section(context).beat(edge, scene, op, context)

    def kind(self, scene: int, op: int, context: Context) -> Kind:
        """What a location at this operation is."""
        match self.scenes[scene].ops[op]:
            case ir.Choice():
                return Kind.CHOICE
            case ir.End():
                return Kind.END
            case ir.Hole():
                return Kind.HOLE
            case ir.Strands():
                return Kind.STRANDS
            case ir.Off():
                return Kind.FAULT
            case ir.Return() if not context.stack:
                return Kind.FAULT
            case _:
                return Kind.FLOW

    # -------------------------------------------------------------- where ways part

    def edge(
        self, at: Location, guard: Term, way: Way = Way.AUTO, number: int = 0, ways: int = 0
    ) -> Edge:
        """A further edge from a location."""
        made = Edge(at.index, guard, way, number, ways)
        at.out.append(made)
        return made

    def expand(self, at: Location) -> None:
        """Make the edges of a location."""
        scene, op, context = at.scene, at.op, at.context
        here = self.perspective(scene, op, context)
        match self.scenes[scene].ops[op]:
            case ir.Branch(cond=cond, otherwise=otherwise):
                term = self.terms.of(cond, here)
                for said, guard, to in ((1, term, op + 1), (0, negated(term), otherwise)):
                    if guard != 0:
                        made = self.edge(at, guard, Way.AUTO, said)
                        made.spans += (scene, op, op)
                        self.follow(made, scene, to, context)
            case ir.Choice() as choice:
                self.choice(at, choice, here)
            case ir.Round(choice=index):
                hub = self.scenes[scene].ops[index]
                assert isinstance(hub, ir.Choice)
                some = any_term(open_terms(self.terms, hub, here))
                for guard, to in ((some, op + 1), (negated(some), hub.next)):
                    if guard != 0:
                        made = self.edge(at, guard)
                        made.spans += (scene, op, op)
                        self.follow(made, scene, to, context)
            case ir.First(count=count, to=arms):
                var = self.terms.count(count)
                for number, arm in enumerate(arms):
                    made = self.edge(at, ("==", ("var", var), number))
                    made.sets.append((var, min(number + 1, len(arms) - 1)))
                    made.spans += (scene, op, op)
                    self.follow(made, scene, arm, context)
            case ir.Either(to=arms):
                for number, arm in enumerate(arms):
                    made = self.edge(at, 1, Way.DRAW, number, len(arms))
                    made.spans += (scene, op, op)
                    self.follow(made, scene, arm, context)
            case ir.Strands() as strands:
                section = Section(self, at, strands)
                self.sections.append(section)
                section.begin()
            case ir.End() | ir.Hole() | ir.Off():
                pass
            case ir.Return() if not context.stack:
                pass
            case _:
                self.follow(self.edge(at, 1), scene, op, context, past=True)

    def choice(self, at: Location, choice: ir.Choice, here: int) -> None:
        """The edges of a choice."""
        scene, context = at.scene, at.context
        section = None if context.turn is None else self.section(context)
        opens = open_terms(self.terms, choice, here)
        if choice.hub:
            shut = negated(any_term(opens))
            if shut != 0:
                made = self.edge(at, shut)
                self.follow(made, scene, choice.next, context)
        if section is not None and section.waits(at, context, opens):
            return
        for number, (option, guard) in enumerate(zip(choice.options, opens, strict=True)):
            if guard == 0:
                continue
            made = self.edge(at, guard, Way.CHOOSE, number)
            if option.count is not None:
                made.sets.append(self.terms.step(option.count))
            if section is None:
                self.follow(made, scene, option.to, context)
            else:
                section.answered(made, scene, option.to, context)


def joins_of(program: ir.Program) -> list[bytearray]:
    """For each operation, whether more than one way leads to it."""
    counts = [bytearray(len(scene.ops) + 1) for scene in program.scenes]

    def to(scene: int, op: int, times: int = 1) -> None:
        counts[scene][op] = min(counts[scene][op] + times, 2)

    to(program.start[0], 0)
    for index, scene in enumerate(program.scenes):
        leads(index, scene, to)
    return [joined(each, scene) for each, scene in zip(counts, program.scenes, strict=True)]


def joined(counts: bytearray, scene: ir.Scene) -> bytearray:
    """The operations of a scene that are locations since ways meet there.

    `counts`: how many ways lead to each, two standing for more.
    """
    return bytearray(c >= 2 and f > FAR for c, f in zip(counts, _distances(scene), strict=True))


def leads(index: int, scene: ir.Scene, to: Callable[..., None]) -> None:
    """Tell `to` of each way from an operation of a scene: scene, operation, perhaps how often."""
    op: Any
    for at, op in enumerate(scene.ops):
        kind = type(op)
        if kind is ir.Goto:
            to(index, op.to)
        elif kind is ir.Jump:
            to(*op.to)
        elif kind is ir.Choice:
            for option in op.options:
                to(index, option.to)
            if op.hub:
                to(index, op.next)
        elif kind is ir.Branch:
            to(index, at + 1)
            to(index, op.otherwise)
        elif kind is ir.Round:
            hub = scene.ops[op.choice]
            assert isinstance(hub, ir.Choice)
            to(index, at + 1)
            to(index, hub.next)
        elif kind is ir.First or kind is ir.Either:
            for arm in op.to:
                to(index, arm)
        elif kind is ir.Visit:
            to(op.scene, 0)
            to(index, at + 1, 2)
        elif kind is ir.Strands:
            to(index, op.next, 2)
        elif kind not in (ir.Return, ir.End, ir.Hole, ir.Off, ir.Done):
            to(index, at + 1)


def _distances(scene: ir.Scene) -> list[int]:
    """For each operation, how many without any effect stand before the next place to decide.

    Where few do, ways that meet need no location of their own: they meet at that place.
    """
    found = [0] * (len(scene.ops) + 1)
    for at in range(len(scene.ops) - 1, -1, -1):
        op = scene.ops[at]
        kind = type(op)
        if kind is ir.Line or kind is ir.Ask or kind in PLAIN:
            found[at] = found[at + 1] + 1
        elif isinstance(op, ir.Goto):
            found[at] = found[op.to] + 1 if op.to > at else 2 * FAR
        elif kind in (ir.Choice, ir.Branch, ir.Either, ir.First, ir.End, ir.Hole, ir.Strands):
            found[at] = 0
        else:
            found[at] = 2 * FAR
    return found
