"""The engine: everything there is to prove of a program.

Goes in: a program and what the work may take. Comes out: a `Study`, which is the proof with all
that it stands on; `summary.py` makes the `Proof` of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from typing import Final, Generic, TypeVar

from oxidd.util import DDMemoryError

from weavec import ir
from weavec.check.reach import DREAMT, OUTRIGHT, VISITED, Point
from weavec.check.uses import Suspect, When
from weavec.naming import listed
from weavec.prove.build import build
from weavec.prove.diagrams import Diagrams, Set
from weavec.prove.domains import decides
from weavec.prove.escape import drawn, escape, for_sure, whole_goal
from weavec.prove.explore import TOO_MUCH, Reached, Watch, explore
from weavec.prove.graph import Context, Graph, Location, TooMuch, TooWide
from weavec.prove.limits import Limits, Progress
from weavec.prove.live import Layout
from weavec.prove.loops import Loop, silent_loops
from weavec.prove.races import free_sections
from weavec.prove.result import Answer
from weavec.prove.terms import Term, negated
from weavec.prove.values import Values
from weavec.prove.verdicts import Verdicts, asked_terms, mind_at
from weavec.walk import Walk

Suspects = Collection[Suspect]
T = TypeVar("T")

STANDARD: Final = Limits()
EXACT: Final = 0.7
"""The share of the time that the exact work may take; the rest is for what is left otherwise."""

NODE_BYTES: Final = 40
"""What a node of a diagram takes, with its share of the tables."""


class Study:
    """A whole proof: the graph, its states, and what they say. Made by `study`.

    `good`: for each location the states from which an ending can be reached. `figures`: seconds
    and sizes, by name.
    """

    diagrams: Diagrams
    found: Reached
    good: list[Set | None]
    verdicts: Verdicts
    loops: list[Loop]

    def __init__(
        self,
        program: ir.Program,
        watch: Watch,
        limits: Limits,
        suspects: Suspects,
        collapse: bool = True,
    ) -> None:
        self.program: Final = program
        self.watch: Final = watch
        self.figures: dict[str, float] = {}
        self._clock = time.perf_counter()
        stops = {(scene, op) for scene, op, *_ in suspects}
        self.graph: Final[Graph] = self._built(stops, collapse)
        self._lap("build")
        self.values: Final[Values] = self._valued()
        self._lap("values")
        self.explored = False
        try:
            self._prove(limits, suspects, stops)
        except TooMuch as much:
            much.known = (self.graph, self.values, self.explored)
            raise
        except DDMemoryError:
            memory = out_of_memory(limits)
            memory.known = (self.graph, self.values, self.explored)
            raise memory from None

    def _prove(self, limits: Limits, suspects: Suspects, stops: set[ir.Place]) -> None:
        """All that is asked of the graph and its values."""
        if wide := decides(self.graph, self.values.vague):
            variables = self.graph.terms.variables
            raise TooWide(listed([variables[var].name for var in sorted(wide)], "and"))
        asked = asked_terms(self.graph)
        self._suspect(asked, suspects)
        self.sections = free_sections(self.graph, self.values)
        for each in self.sections:
            asked.setdefault(each.free.origin.index, []).extend(each.asked(self.values))
        self._lap("sections")
        self.layout = self._laid_out(asked)
        self._lap("live")
        nodes, most = self._room(limits)
        while True:
            try:
                self._decide(nodes, stops)
                return
            except DDMemoryError:
                if nodes >= most:
                    raise
                nodes = min(most, nodes * 8)

    def _decide(self, nodes: int, stops: set[ir.Place]) -> None:
        """All that is asked of the states, with so many nodes for their diagrams."""
        self.diagrams, self.found = self._explored(nodes)
        self.explored = True
        self._lap("explore")
        self.good = self._escaped()
        self._lap("escape")
        self.verdicts = Verdicts(self.found, self.good)
        self._touched: dict[int, set[int]] = {}
        self._at: dict[ir.Place, list[Location]] = {}
        for at in self.graph.locations if stops else ():
            if (at.scene, at.op) in stops:
                self._at.setdefault((at.scene, at.op), []).append(at)
        self._lap("verdicts")
        self.loops = silent_loops(self.found, self.watch)
        self._lap("loops")
        self._sure: dict[str, Answer] = {}
        self.figures["locations"] = len(self.graph.locations)
        self.figures["bits"] = len(self.diagrams.plain)
        self.figures["nodes"] = self.diagrams.manager.num_inner_nodes()

    # -------------------------------------------------------------- steps, for parts of a story too

    def _built(self, stops: set[ir.Place], collapse: bool) -> Graph:
        return build(self.program, stops, collapse)

    def _valued(self) -> Values:
        return Values(self.graph)

    def _laid_out(self, asked: dict[int, list[Term]]) -> Layout:
        return Layout(self.graph, self.values, asked)

    def _escaped(self) -> list[Set | None]:
        return escape(self.found, self.watch)

    def size(self) -> int:
        """How many locations the story has."""
        return len(self.graph.locations)

    # -------------------------------------------------------------- what may break a rule

    def _suspect(self, asked: dict[int, list[Term]], suspects: Suspects) -> None:
        """At operations that break a rule if something holds, that is asked."""
        some: dict[ir.Place, list[tuple[int | None, When]]] = {}
        for scene, op, flag, when in suspects:
            if flag is not None or when:
                some.setdefault((scene, op), []).append((flag, when))
        for at in self.graph.locations if some else ():
            for flag, when in some.get((at.scene, at.op), ()):
                for index, terms in self._carried_out(at, flag, when):
                    asked.setdefault(index, []).extend(terms)
        for place, pairs in some.items():
            for flag, _ in pairs:
                for index, terms in self._in_tails(place, flag):
                    asked.setdefault(index, []).extend(terms)

    def _in_tails(self, place: ir.Place, flag: int | None) -> Iterator[tuple[int, list[Term]]]:
        """From where beats do a `set`, and what must all hold there for a hidden flag not to be set
        by then. A `reveal` sets its flag for good."""
        for edge, before in self.graph.tails.get(place, ()):
            if flag is None:
                yield edge.source, [edge.guard]
            elif all(var != flag for var, _ in edge.sets[:before]):
                yield edge.source, [edge.guard, ("==", ("var", flag), 0)]

    def _carried_out(
        self, at: Location, flag: int | None, when: When
    ) -> Iterator[tuple[int, list[Term]]]:
        """Where the operation of a location is carried out, and what must all hold there for it to
        break its rule.

        In a chord a strand runs to its beat, and all lines are shown when every strand has come to
        its own; what asks a reader is carried out later, in a location of its own.
        """
        found: list[Term] = [] if flag is None else [("==", ("var", flag), 0)]
        for cond, said in when:
            term = self.graph.terms.of(cond, mind_at(self.graph, at))
            found.append(term if said else negated(term))
        turn = at.context.turn
        op = self.program.scenes[at.scene].ops[at.op]
        if turn is None or turn.phase != "meet":
            yield at.index, found
        elif isinstance(op, ir.Line):
            chord, stands = turn.section.shown(at)
            yield chord, [stands, *found]
        elif not isinstance(op, (ir.Choice, ir.Ask)):
            yield at.index, found

    def touched(self, scene: int) -> set[int]:
        """The operations of a scene that some play comes to."""
        if not self._touched:
            for each, op in self.verdicts.places:
                self._touched.setdefault(each, set()).add(op)
            for at in self.graph.locations:
                if self.found.states[at.index] is not None:
                    self._touched.setdefault(at.scene, set()).add(at.op)
        return self._touched.get(scene, set())

    def meets(self, point: Point, unrevealed: int | None, when: When) -> bool:
        """Whether some play is at a point, with a hidden flag not set, when something holds.

        In a strand's own text the mind is that outside of it. What a beat of a strand brings about
        is no location of its own, and is asked about in whatever mind it is.
        """
        return any(True for _ in self._meeting(point, unrevealed, when))

    def shown(self, point: Point, unrevealed: int | None, when: When) -> Walk | None:
        """A shortest walk on which that is so; none if there is no time for it."""
        from weavec.prove.ways import BEATS, Ways, at_place, drawn_out

        scene, op, _, _ = point
        beat = isinstance(self.program.scenes[scene].ops[op], BEATS)
        arrived = at_place((scene, op)) if beat else drawn_out
        with suppress(TooMuch):
            ways = Ways(self.program, self.found, self.watch)
            made = ways.to_locations(self._meeting(point, unrevealed, when), arrived)
            return made and made[0]
        return None

    def _meeting(
        self, point: Point, unrevealed: int | None, when: When
    ) -> Iterator[tuple[int, Set]]:
        """The locations at which some play is at a point, and its states there."""
        scene, op, mind, how = point
        asked = list(self._in_tails((scene, op), unrevealed))
        for at in self._at.get((scene, op), ()):
            turn, stack = at.context.turn, at.context.stack
            outside = at.context if turn is None or stack else turn.section.main
            if mind == outside.mind and how in _entered(outside):
                asked += self._carried_out(at, unrevealed, when)
        for index, terms in asked:
            states = self._when(index, terms)
            if states is not None:
                yield index, states

    def _when(self, index: int, terms: list[Term]) -> Set | None:
        """The states of plays that are at a location when all of some conditions hold."""
        states = self.found.states[index]
        if states is None:
            return None
        for term in terms:
            states = states & self.diagrams.holds(term, index)
        return states if states.satisfiable() else None

    def _lap(self, name: str) -> None:
        now = time.perf_counter()
        self.figures[name] = now - self._clock
        self._clock = now

    def _room(self, limits: Limits) -> tuple[int, int]:
        """How many nodes diagrams may have at first, and at most."""
        most = limits.megabytes * 1_000_000 // NODE_BYTES
        return min(most, max(1 << 19, 128 * len(self.graph.locations))), most

    def _explored(self, nodes: int) -> tuple[Diagrams, Reached]:
        """The reachable states."""
        diagrams = Diagrams(self.layout, nodes)
        return diagrams, explore(self.graph, diagrams, self.watch)

    def sure(self, watch: Watch) -> dict[str, Answer]:
        """For each ending that is reached, whether it is whatever is drawn; none if that was too
        much. It is worked out when it is first asked for."""
        if not self._sure:
            luck = any(
                drawn(at) for at in self.graph.locations if self.found.states[at.index] is not None
            )
            self._sure = dict.fromkeys(self.verdicts.endings, None if luck else True)
            with suppress(*TOO_MUCH):
                for name, goal in self.verdicts.endings.items() if luck else ():
                    states = whole_goal(self.found, goal)
                    self._sure[name] = for_sure(self.found, states, watch)
        return self._sure


def out_of_memory(limits: Limits) -> TooMuch:
    """That a proof takes more memory than it may."""
    return TooMuch(f"more than {limits.megabytes} megabytes of work")


def _entered(context: Context) -> tuple[int, ...]:
    """How a cursor may have come to its scene, in the words of `Reach`."""
    if context.turn is not None:
        return (DREAMT,)
    # What a sync's block visits has no turn of its own.
    return (VISITED, DREAMT) if context.stack else (OUTRIGHT,)


def study(
    program: ir.Program,
    limits: Limits = STANDARD,
    progress: Progress | None = None,
    suspects: Suspects = (),
) -> Study:
    """Prove everything there is to prove of a program.

    Args:
        program: the story.
        limits: what the work may take.
        progress: told now and then how far it is.
        suspects: operations that must be locations, to be asked about with `Study.meets`.

    Raises:
        TooMuch: a limit was hit.
    """
    watch = Watch(limits.time(len(program.scenes)) * EXACT, progress)
    made = Study(program, watch, limits, suspects)
    if made.graph.collapsed and any(bad is not None for bad in made.verdicts.bad):
        with suppress(TooMuch):  # somebody is lost in the story: where, only single turns tell
            made = Study(program, watch, limits, suspects, collapse=False)
    return made


class Aside(Generic[T]):
    """What was worked out of a study, for the two that were asked last: a part of a story, and all.

    What is worked out holds the study itself, so that one that is done with would else stay.
    """

    def __init__(self, make: Callable[[Study], T]) -> None:
        self.make: Final = make
        self.known: list[tuple[Study, T]] = []

    def of(self, study: Study) -> T:
        """What is worked out of a study, if need be now."""
        for each, value in self.known:
            if each is study:
                return value
        return self.put(study, self.make(study))

    def put(self, study: Study, value: T) -> T:
        """Keep what is known of a study."""
        self.known = [(study, value), *(each for each in self.known if each[0] is not study)][:2]
        return value


_last: list[tuple[ir.Program, Study]] = []


def remember(program: ir.Program, made: Study) -> None:
    """Keep a study, the last one only, for what is asked of it later."""
    _last[:] = [(program, made)]


def remembered(program: ir.Program) -> Study | None:
    """The study of a program, if it is the one that was kept."""
    return _last[0][1] if _last and _last[0][0] is program else None
