"""Sections to be looked at for races: which steps may race, and in which states they are taken.

Goes in: the graph of a story with its values, and its states. Come out: `FreeSection`s, each with
the pairs of steps of which one writes what the other uses, and for each the states in which any
strand that is ready may go next.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Protocol

from oxidd.util import DDMemoryError

from weavec import ir
from weavec.prove.build import joins_of
from weavec.prove.diagrams import Diagrams, Set
from weavec.prove.explore import Reached, Watch, explore
from weavec.prove.free import After, Free, Live, Step
from weavec.prove.graph import Graph, Kind, TooMuch
from weavec.prove.live import Layout
from weavec.prove.terms import Term, indices, reads
from weavec.prove.turns import Numbers
from weavec.prove.values import Values

FEWEST_NODES: Final = 1 << 19
MOST_NODES: Final = 1 << 24


class FreeSection:
    """A section to be looked at: its graph by itself, its values, and which steps may race.

    `tracked`: variables whose values are kept apart. Where one step reads no more of a variable
    than to store it again, a term over its old value mostly does.
    """

    def __init__(self, free: Free, live: Live) -> None:
        self.free: Final = free
        self.live: Final = live
        self.pairs: Final = list(_pairs(free, live))
        self.values: Final = Values(free.graph)
        self.tracked: int = 0
        self.stores: set[tuple[int, Term]] = set()
        self.needed: Final = dict.fromkeys(free.places, 0)  # what matters to pairs at a place
        for pair in self.pairs:
            for step in pair:
                self.needed[step.place] |= self.needs(step)
                self.tracked |= step.asks
                self.stores |= step.stores
        self.entering: Final = self._layout(-1).active[free.entry]
        self.track(0)

    def needs(self, step: Step) -> int:
        """The variables that a step touches, as far as it matters."""
        return (step.reads | step.writes) & self.live.wanted

    def track(self, more: int) -> None:
        """Keep the values of further variables apart."""
        self.tracked |= more
        moved = True
        while moved:
            moved = False
            for var, term in self.stores:
                if self.tracked >> var & 1 and reads(term) & ~self.tracked:
                    self.tracked |= reads(term)
                    moved = True
        self.layout = self._layout(self.tracked)
        self.known: dict[int, Numbers] = {}
        for place in self.free.places:
            known = self.known[place] = {}
            for var in indices(self.free.used & self.live.wanted):
                numbers = self.numbers(var, place)
                if len(numbers) == 1:
                    known[var] = numbers[0]

    def numbers(self, var: int, place: int) -> list[int]:
        """The values that a variable may have where strands wait."""
        return self.values.numbers(var, self.values.at[place])

    def _layout(self, tracked: int) -> Layout:
        asked: dict[int, list[Term]] = {
            place: [
                ("==", ("var", var), number)
                for var in indices(needed & tracked) for number in self.numbers(var, place)
            ]
            for place, needed in self.needed.items()
        }  # fmt: skip
        return Layout(self.free.graph, self.values, asked)

    def asked(self, whole: Values) -> list[Term]:
        """What the proof of the story has to keep apart where the section begins."""
        return [
            ("==", ("var", var), number)
            for var in indices(self.free.used)
            if self.entering >> self.values.low[var] & 1
            for number in whole.numbers(var, whole.at[self.free.origin.index])
        ]


class Study(Protocol):
    """What is asked of a proof."""

    @property
    def watch(self) -> Watch: ...
    @property
    def values(self) -> Values: ...
    @property
    def layout(self) -> Layout: ...
    @property
    def diagrams(self) -> Diagrams: ...
    @property
    def found(self) -> Reached: ...
    @property
    def sections(self) -> tuple[FreeSection, ...]: ...


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
                    if first.place != second.place:
                        continue  # no state has both
                    if wrote & (second.reads | second.writes) | read & second.writes:
                        yield first, second


# ------------------------------------------------------------------ the states of a section


def states_of(study: Study, section: FreeSection) -> tuple[Diagrams, dict[int, Set]]:
    """By place, the states in which any strand that is ready may go next.

    Raises:
        TooMuch: the time or the memory is over.
    """
    nodes = FEWEST_NODES
    while True:
        diagrams = Diagrams(section.layout, nodes)
        try:
            begin = {section.free.entry: _entry(study, section, diagrams)}
            found = explore(section.free.graph, diagrams, study.watch, begin)
            return diagrams, {
                place: states for place in section.free.places
                if (states := found.states[place]) is not None
            }  # fmt: skip
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
