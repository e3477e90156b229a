"""Verdicts: what the reachable states say about the parts of a story.

Goes in: the reachable states of every location, and those from which an ending can be reached.
Comes out: which operations, options, entries and endings are met, which conditions have only one
answer, and where readers are stuck. Locations of one place in several contexts are taken together.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from typing import Final

from weavec import ir
from weavec.ir import Place
from weavec.prove.diagrams import Set
from weavec.prove.explore import Reached
from weavec.prove.graph import (
    ENTERED,
    SAID_YES,
    Edge,
    Graph,
    Kind,
    Location,
    Way,
    open_terms,
    passed,
)
from weavec.prove.terms import Term, both

Part = tuple[Place, str, int | None]
"""A condition: its operation, which part of it, the index of its option."""


def asked_terms(graph: Graph) -> dict[int, list[Term]]:
    """For each choice, and where a hub is tested, the conditions, which are asked one by one."""
    found: dict[int, list[Term]] = {}
    for at in graph.locations:
        if asks(graph, at):
            terms: list[Term] = [
                each for _, _, term, when in _conditions(graph, at) for each in (term, when)
                if not isinstance(each, int)
            ]  # fmt: skip
            if terms:
                found[at.index] = terms
    return found


def rests(at: Location) -> bool:
    """Whether a reader rests at a choice, and it does not only wait for its turn."""
    return at.context.turn is None or at.context.turn.phase != "meet"


def asks(graph: Graph, at: Location) -> bool:
    """Whether the conditions of options are asked at a location."""
    if at.kind is Kind.CHOICE:
        return rests(at) or choice_at(graph, at).hub
    return isinstance(graph.program.scenes[at.scene].ops[at.op], ir.Round)


def is_met(graph: Graph, at: Location) -> bool:
    """Whether to come to a location is to meet its operation.

    A beat is met where it is shown, which the edge behind it tells; a hub if it is open, and a
    choice in a chord if it comes to its turn.
    """
    op = graph.program.scenes[at.scene].ops[at.op]
    if isinstance(op, (ir.Line, ir.Ask)) or (isinstance(op, ir.Choice) and op.hub):
        return False
    return at.kind is not Kind.CHOICE or rests(at)


def mind_at(graph: Graph, at: Location) -> int:
    """Whose mind it is at a location."""
    inside = graph.program.scenes[at.scene].inside
    return inside[at.op] if inside is not None and inside[at.op] >= 0 else at.context.mind


def choice_at(graph: Graph, at: Location) -> ir.Choice:
    """The choice at a location, or the hub that is tested there."""
    ops = graph.program.scenes[at.scene].ops
    op = ops[at.op]
    if isinstance(op, ir.Round):
        op = ops[op.choice]
    assert isinstance(op, ir.Choice)
    return op


def _conditions(graph: Graph, at: Location) -> list[tuple[int, str, Term, Term]]:
    """The conditions of a choice: option, part, condition, and when it is asked."""
    terms, mind = graph.terms, mind_at(graph, at)
    found: list[tuple[int, str, Term, Term]] = []
    for number, option in enumerate(choice_at(graph, at).options):
        unspent: Term = 1
        if option.once and option.count is not None:
            unspent = ("==", ("var", terms.count(option.count)), 0)
        if option.cond is not None:
            found.append((number, "if", terms.of(option.cond, mind), 1))
        if option.needs is not None:
            shown: Term = 1 if option.cond is None else terms.of(option.cond, mind)
            found.append((number, "needs", terms.of(option.needs, mind), both(unspent, shown)))
    return found


class Verdicts:
    """What is met in a story."""

    def __init__(self, found: Reached, good: list[Set | None]) -> None:
        self.found: Final = found
        self.good: Final = good
        self.graph: Final = found.graph
        self.places: set[Place] = set()
        self.options: set[tuple[Place, int]] = set()
        self.entries: dict[int, set[int]] = {}
        self.answers: dict[Part, set[bool]] = {}
        self.endings: dict[str, list[int]] = {}
        self.dead: dict[Place, list[tuple[int, Set]]] = {}
        self.soft: dict[Place, list[tuple[int, Set, Edge | None]]] = {}
        # places of softlocks: states of a location, or those behind an edge that passes the place
        self.bad: list[Set | None] = [None] * len(good)
        self._edge(found.graph.start)
        for at in self.graph.locations:
            here = found.states[at.index]
            if here is not None:
                self._location(at, here)
        self._softlocks()

    def _location(self, at: Location, here: Set) -> None:
        op = self.graph.program.scenes[at.scene].ops[at.op]
        place = (at.scene, at.op)
        waits = at.kind is Kind.CHOICE and not rests(at)
        if is_met(self.graph, at):
            self.places.add(place)
        for edge in at.out:
            if edge.taken:
                self._edge(edge)
                if edge.way is Way.CHOOSE:
                    self.places.add(place)
                    self.options.add((place, edge.number))
        match op:
            case ir.End(name=name):
                self.endings.setdefault(name, []).append(at.index)
            case ir.Branch():
                for edge in at.out:
                    if edge.taken:
                        self._answer((place, "if", None), edge.number == 1)
            case ir.Choice():
                if not waits:
                    self._choice(at, here)
                if asks(self.graph, at):
                    self._asked(at, here, place)
            case ir.Round(choice=choice):
                self._asked(at, here, (at.scene, choice))
        good = self.good[at.index]
        if good is not here:
            bad = here if good is None else here & ~good
            if bad.satisfiable():
                self.bad[at.index] = bad

    def _choice(self, at: Location, here: Set) -> None:
        diagrams = self.found.diagrams
        choice, place = choice_at(self.graph, at), (at.scene, at.op)
        opens = open_terms(self.graph.terms, choice, mind_at(self.graph, at))
        if not choice.hub and 1 not in opens:
            open_here = diagrams.union(diagrams.holds(each, at.index) for each in opens)
            shut = here & ~open_here
            if shut.satisfiable():
                self.dead.setdefault(place, []).append((at.index, shut))

    def _asked(self, at: Location, here: Set, place: Place) -> None:
        """The answers of a choice's conditions; a hub that closes has asked them, too."""
        diagrams = self.found.diagrams
        for number, part, term, when in _conditions(self.graph, at):
            key: Part = (place, part, number)
            asked = here if when == 1 else here & diagrams.holds(when, at.index)
            if not asked.satisfiable():
                continue
            held = diagrams.holds(term, at.index)
            if (asked & held).satisfiable():
                self._answer(key, True)
            if (asked & ~held).satisfiable():
                self._answer(key, False)

    def _answer(self, part: Part, said: bool) -> None:
        self.answers.setdefault(part, set()).add(said)

    def _edge(self, edge: Edge) -> None:
        places, spans = self.places, edge.spans
        for i in range(0, len(spans), 3):
            scene, first, last = spans[i : i + 3]
            if last >= 0:
                places.update(zip(repeat(scene), range(first, last + 1)))
            elif last == ENTERED:
                self.entries.setdefault(scene, set()).add(first)
            else:
                self._answer(((scene, first), "if", None), last == SAID_YES)
                places.add((scene, first))

    # -------------------------------------------------------------- where readers are stuck

    def _softlocks(self) -> None:
        """Places at which a reader rests who can reach no ending, dead ends themselves aside."""
        if not any(bad is not None for bad in self.bad):
            return
        ops = self.graph.program.scenes
        for at in self.graph.locations:
            bad = self.bad[at.index]
            if bad is None:
                continue
            if at.kind is Kind.CHOICE and rests(at):
                self._soft_choice(at, bad)
            elif at.kind is Kind.TURNS:
                picks = self.found.diagrams.union(
                    self.found.diagrams.enabled(edge) or self.found.diagrams.true
                    for edge in at.out if edge.way is Way.ENTER and edge.taken
                )  # fmt: skip
                if (bad & picks).satisfiable():
                    states = (at.index, bad & picks, None)
                    self.soft.setdefault((at.scene, at.op), []).append(states)
        for edge in self.graph.taken():
            bad = self.bad[edge.target]
            beats = [] if bad is None else beats_of(ops, edge.spans)
            if bad is None or not beats:
                continue
            if edge.source < 0:
                made = bad & self.found.diagrams.initial(edge)
            else:
                here = self.found.states[edge.source]
                assert here is not None
                made = bad & self.found.diagrams.image(edge, here)
            if made.satisfiable():
                for scene, op in beats:
                    self.soft.setdefault((scene, op), []).append((edge.target, made, edge))

    def _soft_choice(self, at: Location, bad: Set) -> None:
        choice = choice_at(self.graph, at)
        diagrams = self.found.diagrams
        opens = open_terms(self.graph.terms, choice, mind_at(self.graph, at))
        left = bad & diagrams.union(diagrams.holds(each, at.index) for each in opens)
        if left.satisfiable():
            self.soft.setdefault((at.scene, at.op), []).append((at.index, left, None))


def beats_of(scenes: tuple[ir.Scene, ...], spans: Sequence[int]) -> list[Place]:
    """The beats that are passed, in order. `spans`: as an edge has them."""
    return [
        (scene, op) for scene, op in passed(spans)
        if isinstance(scenes[scene].ops[op], (ir.Line, ir.Ask))
    ]  # fmt: skip

