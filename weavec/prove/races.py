"""Races: where the outcome of a dream-merge is left to the order of its strands.

Goes in: a proof. Comes out: a `Race` for each two operations of two strands that race. A section is
looked at as if any strand that is ready might go next. Two strands race where the next steps of
both, taken in one order and in the other, come to different sets of beats, of values that still
matter, and of places. How that is judged where a step wakes stands at `_Pair.parts`.

Steps are taken one by one only for the values that they touch; in which of the states that can be
reached these occur, and whether what differs still matters there, diagrams say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from oxidd.util import DDMemoryError

from weavec import ir
from weavec.ir import Place
from weavec.node import node
from weavec.prove.build import joins_of
from weavec.prove.diagrams import Diagrams, Set
from weavec.prove.explore import Watch, explore
from weavec.prove.free import After, Free, Live, Step
from weavec.prove.graph import Graph, Kind, TooMuch
from weavec.prove.live import Layout
from weavec.prove.terms import Term, indices
from weavec.prove.turns import Numbers, Outcome, ops_of, outcomes
from weavec.prove.values import Values

if TYPE_CHECKING:
    from weavec.prove.engine import Study

MOST_CASES: Final = 20_000
"""Combinations of values for which two steps are compared."""
FEWEST_NODES: Final = 1 << 19
MOST_NODES: Final = 1 << 25

GONE: Final = ("left", "rest")
"""What comes of a step that ends the merge."""


@node
class Race:
    """Two operations whose order decides something that nothing orders.

    `section`: the operation that runs the strands. `first` writes one of the `variables` or more,
    `second`, in the other strand, reads or writes them. `strands`: the index of the strand of each.
    """

    section: Place
    first: Place
    second: Place
    variables: tuple[str, ...]
    strands: tuple[int, int]


class FreeSection:
    """A section to be looked at: its graph by itself, its values, and which steps may race."""

    def __init__(self, free: Free, live: Live) -> None:
        self.free: Final = free
        self.live: Final = live
        self.pairs: Final = list(_pairs(free, live))
        self.values: Final = Values(free.graph)
        self.tracked = 0
        for first, second in self.pairs:
            self.tracked |= self.needs(first) | self.needs(second)
        self.layout: Final = Layout(
            free.graph, self.values, {free.place: self._asked(self.values, free.place)}
        )

    def needs(self, step: Step) -> int:
        """The variables by which a step can be taken, as far as it matters."""
        found, wanted = 0, self.live.wanted
        found |= step.reads & wanted | step.writes & wanted
        return found

    def _asked(self, values: Values, at: int) -> list[Term]:
        return [
            ("==", ("var", var), number)
            for var in indices(self.tracked)
            for number in values.numbers(var, values.at[at])
        ]

    def asked(self, whole: Values) -> list[Term]:
        """What the proof of the story has to keep apart where the section begins."""
        place, free = self.free.origin.index, self.free
        active = self.layout.active[free.entry]
        return [
            ("==", ("var", var), number)
            for var in indices(free.used)
            if active >> self.values.low[var] & 1
            for number in whole.numbers(var, whole.at[place])
        ]


def free_sections(graph: Graph, values: Values) -> tuple[FreeSection, ...]:
    """The sections of a story in which strands may race, as far as control and values say."""
    found: list[FreeSection] = []
    after = After(graph)
    joins: list[bytearray] | None = None
    scenes = graph.program.scenes
    for at in graph.locations:
        if at.kind is not Kind.STRANDS or not values.at[at.index]:
            continue
        ops = scenes[at.scene].ops
        opened = next(ops[i] for i in range(at.op, -1, -1) if isinstance(ops[i], ir.Merge))
        op = ops[at.op]
        assert isinstance(opened, ir.Merge) and isinstance(op, ir.Strands)
        if opened.mode == "drifting" or len(op.strands) < 2:
            continue
        if joins is None:
            joins = joins_of(graph.program)
        free = Free(graph, values, at, joins)
        conflicts = free.conflicts()
        if not conflicts:
            continue
        live = Live(free, after)
        if conflicts & live.wanted:
            found.append(FreeSection(free, live))
    return tuple(found)


def _pairs(free: Free, live: Live) -> Iterator[tuple[Step, Step]]:
    """Steps of two strands of which one writes what the other reads or writes."""
    wanted = live.wanted
    for one in range(free.size):
        for other in range(one + 1, free.size):
            for first in free.steps[one].values():
                wrote, read = first.writes & wanted, first.reads & wanted
                for second in free.steps[other].values():
                    if wrote & (second.reads | second.writes) | read & second.writes:
                        yield first, second


# ------------------------------------------------------------------ the states of a section


def states_of(study: Study, section: FreeSection) -> tuple[Diagrams, Set | None]:
    """The states in which any strand that is ready may go next.

    Raises:
        TooMuch: the time or the memory is over.
    """
    nodes = FEWEST_NODES
    while True:
        diagrams = Diagrams(section.layout, nodes)
        try:
            begin = {section.free.entry: _entry(study, section, diagrams)}
            found = explore(section.free.graph, diagrams, study.watch, begin)
            return diagrams, found.states[section.free.place]
        except DDMemoryError:
            if nodes >= MOST_NODES:
                raise TooMuch("a dream-merge with too many states") from None
            nodes *= 8


def _entry(study: Study, section: FreeSection, diagrams: Diagrams) -> Set:
    """The states in which a section begins, told by the diagrams of the section alone."""
    free, layout = section.free, section.layout
    old, index = study.diagrams, free.origin.index
    states = study.found.states[index]
    assert states is not None
    known: list[int] = []
    found = diagrams.true
    kept = 0
    for low in indices(layout.active[free.entry]):
        var = diagrams.low_var[low]
        if study.layout.active[index] >> study.values.low[var] & 1:
            known.append(var)
            kept |= 1 << study.values.low[var]
        else:
            numbers = study.values.numbers(var, study.values.at[index])
            found = found & diagrams.union(diagrams.code(var, number) for number in numbers)
    states = states.exists(old.cube(study.layout.active[index] & ~kept))
    known.sort(key=lambda var: study.layout.slots[var])
    made: dict[tuple[int, Set], Set] = {}

    def told(rest: Set, place: int) -> Set:
        """The states of `rest`, from the variable at `place` on."""
        if place == len(known) or not rest.satisfiable():
            return diagrams.true if rest.satisfiable() else diagrams.false
        key = (place, rest)
        if key not in made:
            var = known[place]
            gone = old.cube(1 << study.values.low[var])
            made[key] = diagrams.union(
                diagrams.code(var, number)
                & told((rest & old.code(var, number)).exists(gone), place + 1)
                for number in study.values.numbers(var, study.values.at[index])
            )
        return made[key]

    return found & told(states, 0)


# ------------------------------------------------------------------ comparing


class _Pair:
    """Two steps, taken in both orders."""

    def __init__(self, section: FreeSection, first: Step, second: Step) -> None:
        self.section = section
        self.steps = (first, second)

    def parts(self, numbers: Numbers) -> Iterator[tuple[list[Outcome2], list[Outcome2]]]:
        """What has to be equal: what comes of the one order, and what comes of the other.

        First the outcomes with both steps taken. Where a step wakes, the other may be cut off: that
        alone is no race. So the ways of a strand to wake are compared apart: its own beats, where
        it goes, and what it stored itself, with the other's step taken before it and without. Where
        the other always wakes first, there is nothing to compare.
        """
        free = self.section.free
        both: tuple[list[Outcome2], list[Outcome2]] = ([], [])
        one, other = (outcomes(free, step, numbers) for step in self.steps)
        stays = [[each for each in some if each.to[0] == "waits"] for some in (one, other)]
        leaving: list[tuple[list[Outcome2], list[Outcome2]]] = []
        for order, some in enumerate((one, other)):
            later = self.steps[1 - order]
            alone = [self.left(each) for each in some if each.to[0] in GONE]
            after: list[Outcome2] = []
            for before in stays[1 - order]:
                later_on = outcomes(free, self.steps[order], before.numbers)
                after += [self.left(each) for each in later_on if each.to[0] in GONE]
            if stays[1 - order]:
                leaving.append((alone, after))
            for each in stays[order]:
                for then in outcomes(free, later, each.numbers):
                    if then.to[0] == "waits":
                        pair = (each, then) if order == 0 else (then, each)
                        both[order].append(Outcome2(
                            (pair[0].beats, pair[1].beats), (pair[0].to, pair[1].to), then.numbers
                        ))  # fmt: skip
        yield both
        yield from leaving

    def left(self, outcome: Outcome) -> Outcome2:
        """A wake, with what its strand has stored that still matters there."""
        live = self.section.live.behind.get(id(outcome.way[-1]), 0) if outcome.way else 0
        kept = {
            var: number for var, number in outcome.numbers.items()
            if outcome.wrote & live & self.section.live.wanted & 1 << var
        }  # fmt: skip
        return Outcome2((outcome.beats,), (outcome.to,), kept)


class Outcome2(NamedTuple):
    """What came of two steps, or of one that wakes."""

    beats: tuple[tuple[tuple[Place, int], ...], ...]
    to: tuple[tuple[object, ...], ...]
    numbers: Numbers

    def same(self) -> tuple[object, ...]:
        """What can be compared at once."""
        return self.beats, self.to, tuple(sorted(self.numbers.items()))


class _Search:
    """The races of one section."""

    def __init__(self, section: FreeSection, diagrams: Diagrams, states: Set, watch: Watch) -> None:
        self.section = section
        self.diagrams = diagrams
        self.states = states
        self.watch = watch
        self.found: dict[tuple[Place, Place, tuple[int, int]], int] = {}
        self.at_point: dict[tuple[int, int], Set] = {}
        self.alive: dict[tuple[int, int, int], Set] = {}

    def run(self) -> None:
        for first, second in self.section.pairs:
            self.watch.tick(0, 1)
            here = self.standing(first) & self.pc(second.strand, second.point)
            if here.satisfiable():
                self.pair(first, second, here)

    def pc(self, strand: int, point: int) -> Set:
        """The states in which a strand stands at a point."""
        var = self.section.free.section.pcs[strand]
        values, place = self.section.values, self.section.free.place
        if self.section.layout.active[place] >> values.low[var] & 1:
            return self.diagrams.code(var, point)
        known = values.numbers(var, values.at[place])
        return self.diagrams.true if point in known else self.diagrams.false

    def standing(self, step: Step) -> Set:
        """The states in which a step can be taken."""
        key = (step.strand, step.point)
        if key not in self.at_point:
            self.at_point[key] = self.states & self.pc(*key)
        return self.at_point[key]

    def pair(self, first: Step, second: Step, here: Set) -> None:
        """Compare two steps for all values that they can meet."""
        section = self.section
        pair = _Pair(section, first, second)
        needed = section.needs(first) | section.needs(second)
        for case, (numbers, states) in enumerate(self.cases(indices(needed), {}, here)):
            if case == MOST_CASES:
                raise TooMuch("two strands of a dream-merge that touch too many values")
            for one, other in pair.parts(numbers):
                missing = self.differ(first, second, one, other, states)
                if missing is not None:
                    self.blame(first, second, numbers, missing)

    def cases(
        self, variables: list[int], numbers: Numbers, here: Set
    ) -> Iterator[tuple[Numbers, Set]]:
        """The values that some variables have together, each with its states."""
        if not variables:
            yield numbers, here
            return
        var, values, place = variables[0], self.section.values, self.section.free.place
        known = values.numbers(var, values.at[place])
        if not self.section.layout.active[place] >> values.low[var] & 1:
            known = known[:1]
        for number in known:
            some = here if len(known) == 1 else here & self.diagrams.code(var, number)
            if len(known) == 1 or some.satisfiable():
                yield from self.cases(variables[1:], numbers | {var: number}, some)

    def differ(
        self, first: Step, second: Step, one: list[Outcome2], other: list[Outcome2], states: Set
    ) -> int | None:
        """Whether two sets of outcomes differ in some state; then, the variables in which."""
        left, right = {each.same() for each in one}, {each.same() for each in other}
        if left == right:
            return None
        for some, others in ((one, other), (other, one)):
            same = {each.same() for each in others}
            for each in some:
                if each.same() in same:
                    continue
                bad, differing = states, 0
                for twin in others:
                    if (twin.beats, twin.to) == (each.beats, each.to) and bad.satisfiable():
                        apart = 0
                        for var in each.numbers.keys() | twin.numbers.keys():
                            if each.numbers.get(var) != twin.numbers.get(var):
                                apart |= 1 << var
                        differing |= apart
                        if len(each.to) == 2:
                            bad = bad & self.matters(first, second, each, apart)
                if bad.satisfiable():
                    return differing
        return None

    def matters(self, first: Step, second: Step, outcome: Outcome2, apart: int) -> Set:
        """The states in which some of these variables still matter behind both steps."""
        section, live = self.section, self.section.live
        points = []
        always, stored = 0, 0
        for step, to in zip((first, second), outcome.to, strict=True):
            point = to[1]
            assert isinstance(point, int)
            points.append(point)
            always |= live.always(step.strand, point)
            stored |= live.surely[step.strand][point]
        if apart & always:
            return self.diagrams.true
        others = [k for k in range(section.free.size) if k not in (first.strand, second.strand)]
        found = self.diagrams.false
        for var in indices(apart & live.wanted):
            over = self.diagrams.true if (live.after & ~stored) >> var & 1 else self.diagrams.false
            for strand in others:
                for point in section.free.section.points[strand].values():
                    if live.always(strand, point) >> var & 1:
                        found = found | self.pc(strand, point)
                    elif live.surely[strand][point] >> var & 1:
                        over = over & ~self.pc(strand, point)
            found = found | over
        return found

    # -------------------------------------------------------------- what is to blame

    def blame(self, first: Step, second: Step, numbers: Numbers, differing: int) -> None:
        """Find the operations that race, and the variables over which."""
        free, wanted = self.section.free, self.section.live.wanted
        told: list[tuple[Place, Place, tuple[int, int], int]] = []
        spare: list[tuple[Place, Place, tuple[int, int], int]] = []
        ops = {step: ops_of(free, step, numbers, wanted) for step in (first, second)}
        for writer, reader in ((first, second), (second, first)):
            strands = (writer.strand, reader.strand)
            for var in indices(ops[writer].changed & ops[reader].read):
                pair = (ops[writer].wrote_at[var], ops[reader].read_at[var], strands, var)
                told.append(pair)
        for var in indices(ops[first].wrote & ops[second].wrote):
            pair = (ops[first].wrote_at[var], ops[second].wrote_at[var],
                    (first.strand, second.strand), var)  # fmt: skip
            (told if differing >> var & 1 else spare).append(pair)
        for writer, reader in ((first, second), (second, first)):
            strands = (writer.strand, reader.strand)
            for var in indices(ops[writer].wrote & ops[reader].read):
                pair = (ops[writer].wrote_at[var], ops[reader].read_at[var], strands, var)
                spare.append(pair)
        for one, other, strands, var in told or spare:
            key = (one, other, strands)
            self.found[key] = self.found.get(key, 0) | 1 << var


# ------------------------------------------------------------------ all of a story


def races(study: Study) -> tuple[Race, ...]:
    """All races of a story.

    Raises:
        TooMuch: a limit was hit.
    """
    found: dict[Race, None] = {}
    for section in study.sections:
        if study.found.states[section.free.origin.index] is None:
            continue
        diagrams, states = states_of(study, section)
        if states is None:
            continue
        search = _Search(section, diagrams, states, study.watch)
        search.run()
        variables = section.free.graph.terms.variables
        at = section.free.origin
        for (first, second, strands), bits in search.found.items():
            names = tuple(sorted(variables[var].name for var in indices(bits)))
            found[Race((at.scene, at.op), first, second, names, strands)] = None
    return tuple(sorted(found, key=lambda r: (r.section, r.first, r.second, r.strands)))
