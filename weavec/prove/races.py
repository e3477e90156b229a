"""Races: where the outcome of a dream-merge is left to the order of its strands.

Goes in: a proof. Comes out: a `Race` for each two operations of two strands that race. A section is
looked at as if any strand that is ready might go next. Two strands race where the next steps of
both, taken in one order and in the other, come to different sets of beats, of values that still
matter, and of places. How that is judged where a step wakes stands at `_Search.parts`.

Steps are taken one by one only for the values that they touch; in which of the states that can be
reached these occur, and whether what differs still matters there, diagrams say.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import Final, NamedTuple

from weavec.ir import Place
from weavec.node import node
from weavec.prove.diagrams import Diagrams, Set
from weavec.prove.explore import Watch
from weavec.prove.free import Step
from weavec.prove.sections import FreeSection, Study, free_sections, states_of
from weavec.prove.terms import indices
from weavec.prove.turns import Numbers, Outcome, by_variable, ops_of, outcomes

MOST_TRIED: Final = 200
"""Combinations of values that are tried without asking whether any state has them."""
MOST_CASES: Final = 5_000
"""Combinations of values for which two steps are compared; what is left over is not decided."""
GONE: Final = ("left", "rest")
"""What comes of a step that ends the merge."""


__all__ = ["Race", "free_sections", "races"]


@node
class Race:
    """Two operations whose order decides something that nothing orders.

    `section`: the operation that runs the strands. `first` writes one of the `variables` or more,
    `second`, in the other strand, reads or writes them. `strands`: the index of the strand of each.
    `option`: the option, if `first` is a choice and picking it writes.
    """

    section: Place
    first: Place
    second: Place
    variables: tuple[str, ...]
    strands: tuple[int, int]
    option: int | None = None


# ------------------------------------------------------------------ comparing


class Both(NamedTuple):
    """What came of two steps, or of one that wakes."""

    beats: tuple[tuple[tuple[Place, int], ...], ...]
    to: tuple[tuple[object, ...], ...]
    numbers: Numbers

    def key(self) -> tuple[object, ...]:
        """What can be compared at once."""
        numbers = [each for each in self.numbers.items() if each[1] != ("var", each[0])]
        return self.beats, self.to, tuple(sorted(numbers, key=by_variable))

    def apart(self, twin: Both) -> tuple[int, int]:
        """The variables in which two differ, and those in which they may."""
        surely = perhaps = 0
        for var in self.numbers.keys() | twin.numbers.keys():
            own, other = self.numbers.get(var, ("var", var)), twin.numbers.get(var, ("var", var))
            if own != other:
                if isinstance(own, int) and isinstance(other, int):
                    surely |= 1 << var
                else:
                    perhaps |= 1 << var
        return surely, perhaps


_Blame = tuple[Place, Place, tuple[int, int], int | None]
"""Two operations with their strands, and the option that is picked in the first."""
Parts = list[tuple[list[Both], list[Both]]]


class _Search:
    """The races of one section."""

    def __init__(
        self, section: FreeSection, diagrams: Diagrams, states: dict[int, Set], watch: Watch
    ) -> None:
        self.section = section
        self.diagrams = diagrams
        self.states = states
        self.watch = watch
        self.found: dict[_Blame, int] = {}
        self.unsure = 0  # variables that have to be tracked
        self.too_wide = False
        self.again: list[tuple[Step, Step]] = []
        self.at_point: dict[tuple[int, int], Set] = {}

    def run(self, pairs: list[tuple[Step, Step]]) -> None:
        for first, second in pairs:
            self.watch.tick(0, 1)
            self.pair(first, second)

    def pc(self, strand: int, point: int, place: int) -> Set:
        """The states of a place in which a strand stands at a point."""
        var = self.section.free.section.pcs[strand]
        values = self.section.values
        if self.section.layout.active[place] >> values.low[var] & 1:
            return self.diagrams.code(var, point)
        known = values.numbers(var, values.at[place])
        return self.diagrams.true if point in known else self.diagrams.false

    def standing(self, first: Step, second: Step) -> Set:
        """The states in which either of two steps can be taken."""
        key, place = (first.strand, first.point), first.place
        if key not in self.at_point:
            self.at_point[key] = self.states[place] & self.pc(*key, place)
        return self.at_point[key] & self.pc(second.strand, second.point, place)

    def parts(self, steps: tuple[Step, Step], numbers: Numbers) -> Parts:
        """What has to be equal: what comes of the one order, and what comes of the other.

        First the outcomes with both steps taken. Where a step wakes, the other may be cut off: that
        alone is no race. So the ways of a strand to wake are compared apart: its own beats, where
        it goes, and what it may store itself, with the other's step taken before it and without.
        Where the other always wakes first, there is nothing to compare.
        """
        both: tuple[list[Both], list[Both]] = ([], [])
        one, other = (self.outcomes(step, numbers) for step in steps)
        stays = [[each for each in some if each.to[0] == "waits"] for some in (one, other)]
        leaving: Parts = []
        for order, some in enumerate((one, other)):
            alone = [each for each in some if each.to[0] in GONE]
            after: list[Outcome] = []
            for before in stays[1 - order]:
                later_on = self.outcomes(steps[order], before.numbers)
                after += [each for each in later_on if each.to[0] in GONE]
            if stays[1 - order]:
                stored = 0
                for each in (*alone, *after):
                    stored |= each.wrote
                leaving.append((
                    [self.left(each, stored) for each in alone],
                    [self.left(each, stored) for each in after],
                ))  # fmt: skip
            for each in stays[order]:
                for then in self.outcomes(steps[1 - order], each.numbers):
                    if then.to[0] == "waits":
                        pair = (each, then) if order == 0 else (then, each)
                        both[order].append(Both(
                            (pair[0].beats, pair[1].beats), (pair[0].to, pair[1].to), then.numbers
                        ))  # fmt: skip
        return [both, *leaving]

    def outcomes(self, step: Step, numbers: Numbers) -> list[Outcome]:
        """All that can come of a step."""
        return outcomes(self.section.free, step, numbers, self.section.live.wanted)

    def left(self, outcome: Outcome, stored: int) -> Both:
        """A wake, with the values among `stored` that still matter there."""
        live = self.section.live.behind.get(id(outcome.way[-1]), 0) if outcome.way else 0
        kept = {
            var: outcome.numbers.get(var, ("var", var)) for var in indices(stored & live)
        }  # fmt: skip
        return Both((outcome.beats,), (outcome.to,), kept)

    def pair(self, first: Step, second: Step) -> None:
        """Compare two steps for all values that they can meet."""
        section, pair, place = self.section, (first, second), first.place
        if place not in self.states:
            return
        known = section.known[place]
        needed = indices((section.needs(first) | section.needs(second)) & section.tracked)
        needed = [var for var in needed if var not in known]
        several = {var: section.numbers(var, place) for var in needed}
        many = prod(map(len, several.values())) > MOST_TRIED
        here = self.standing(first, second) if many else None
        for case, (numbers, some) in enumerate(self.cases(several, needed, known, here)):
            if case == MOST_CASES:
                self.too_wide = True
                return
            parts = [
                part for part in self.parts(pair, numbers)
                if {each.key() for each in part[0]} != {each.key() for each in part[1]}
            ]  # fmt: skip
            if not parts:
                continue
            states = some
            if states is None:
                here = self.standing(first, second) if here is None else here
                if not here.satisfiable():
                    return
                states = here
                for var in needed:
                    number = numbers[var]
                    assert isinstance(number, int)
                    states = states & self.diagrams.code(var, number)
            told = len(self.found)
            if states.satisfiable():
                self.compare(pair, numbers, parts, states)
            if many and len(self.found) > told:
                return  # one race of these two will do

    def compare(
        self, pair: tuple[Step, Step], numbers: Numbers, parts: Parts, states: Set
    ) -> None:
        """Find the race of two steps for some values, or what to track to find it."""
        unsure = 0
        for part in parts:
            found = self.differ(pair, part, states, False)
            if found is not None:
                self.blame(*pair, numbers, found)
                return
            unsure |= self.differ(pair, part, states, True) or 0
        if unsure:
            self.unsure |= unsure
            self.again.append(pair)

    def cases(
        self, several: dict[int, list[int]], variables: list[int], numbers: Numbers,
        here: Set | None,
    ) -> Iterator[tuple[Numbers, Set | None]]:
        """The values that some variables have together, with their states if these are given."""
        if not variables:
            yield numbers, here
            return
        var = variables[0]
        for number in several[var]:
            some = None if here is None else here & self.diagrams.code(var, number)
            if some is None or some.satisfiable():
                yield from self.cases(several, variables[1:], numbers | {var: number}, some)

    def differ(
        self, pair: tuple[Step, Step], part: tuple[list[Both], list[Both]], states: Set,
        perhaps: bool,
    ) -> int | None:
        """Whether two sets of outcomes differ in some state; then, the variables in which.

        `perhaps`: what may differ does; else it does not.
        """
        for some, others in (part, part[::-1]):
            for each in some:
                bad, differing = states, 0
                for twin in others:
                    if (twin.beats, twin.to) == (each.beats, each.to) and bad.satisfiable():
                        surely, maybe = each.apart(twin)
                        apart = surely | maybe if perhaps else surely
                        differing |= apart
                        if not apart:
                            bad = self.diagrams.false
                        elif len(each.to) == 2:
                            bad = bad & self.matters(*pair, each, apart)
                if bad.satisfiable():
                    return differing
        return None

    def matters(self, first: Step, second: Step, outcome: Both, apart: int) -> Set:
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
                        found = found | self.pc(strand, point, first.place)
                    elif live.surely[strand][point] >> var & 1:
                        over = over & ~self.pc(strand, point, first.place)
            found = found | over
        return found

    # -------------------------------------------------------------- what is to blame

    def blame(self, first: Step, second: Step, numbers: Numbers, differing: int) -> None:
        """Find the operations that race, and the variables over which."""
        free, wanted = self.section.free, self.section.live.wanted
        told: list[tuple[_Blame, int]] = []
        spare: list[tuple[_Blame, int]] = []
        ops = {step: ops_of(free, step, numbers, wanted) for step in (first, second)}
        for writer, reader in ((first, second), (second, first)):
            wrote, read, strands = ops[writer], ops[reader], (writer.strand, reader.strand)
            for var in indices(wrote.wrote & read.read):
                place, option = wrote.wrote_at[var]
                blame = (place, read.read_at[var], strands, option)
                (told if wrote.changed >> var & 1 else spare).append((blame, var))
        strands = (first.strand, second.strand)
        for var in indices(ops[first].wrote & ops[second].wrote):
            place, option = ops[first].wrote_at[var]
            blame = (place, ops[second].wrote_at[var][0], strands, option)
            (told if differing >> var & 1 else spare).append((blame, var))
        for blame, var in told or spare:
            self.found[blame] = self.found.get(blame, 0) | 1 << var


# ------------------------------------------------------------------ all of a story


def races(study: Study) -> tuple[Race, ...]:
    """All races of a story, as far as they are decided.

    Raises:
        TooMuch: a limit was hit.
    """
    return searched(study)[0]


def searched(study: Study) -> tuple[tuple[Race, ...], bool]:
    """All races of a story, and whether that is decided for all of its strands.

    Raises:
        TooMuch: a limit was hit.
    """
    found: dict[Race, None] = {}
    decided = True
    for section in study.sections:
        if study.found.states[section.free.origin.index] is None:
            continue
        diagrams, states = states_of(study, section)
        search = _Search(section, diagrams, states, study.watch)
        search.run(section.pairs)
        while search.unsure & ~section.tracked:
            pairs = list(dict.fromkeys(search.again))
            section.track(search.unsure)
            diagrams, states = states_of(study, section)
            told, too_wide = search.found, search.too_wide
            search = _Search(section, diagrams, states, study.watch)
            search.found, search.too_wide = told, too_wide
            search.run(pairs)
        decided = decided and not search.too_wide
        variables = section.free.graph.terms.variables
        at = section.free.origin
        for (first, second, strands, option), bits in search.found.items():
            names = tuple(sorted(variables[var].name for var in indices(bits)))
            found[Race((at.scene, at.op), first, second, names, strands, option)] = None
    order = sorted(found, key=lambda r: (r.section, r.first, r.second, r.strands))
    return tuple(order), decided
