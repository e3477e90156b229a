"""Choices that choose nothing: whichever option is picked, the same follows.

Goes in: a `Study`. Come out: the places of such choices, and findings about them.

Two options come to the same if the same beats and the same stage directions follow, up to the next
place where the way parts, and every variable and count that somebody may notice from there on has
the same value. Where it is not certain that they do, they are taken to differ; and what is revealed
to another mind is a difference, whether anybody makes use of it or not.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from weavec import ir
from weavec.check.lines import line_of
from weavec.diagnostics import Diagnostic, Sink
from weavec.ir import Place
from weavec.lower.program import Lowered
from weavec.prove.diagrams import Set
from weavec.prove.engine import Study
from weavec.prove.graph import ENTERED, Edge, Kind, Location, Way
from weavec.prove.later import Later, later
from weavec.prove.terms import Term, indices, made, reads
from weavec.prove.values import Stored
from weavec.prove.verdicts import choice_at, rests
from weavec.symbols import Symbols

SILENT: Final = frozenset({ir.Goto, ir.Branch, ir.Count, ir.Visit, ir.Return})
"""Operations that nobody sees done; what they bring about is looked at where it ends. So are those
of `unseen`."""

Passed: TypeAlias = tuple[int, int, int]
"""Something that can be seen: scene, operation, 0; or a scene's index, a mind, `ENTERED`."""


def choice_findings(
    symbols: Symbols, lowered: Lowered, study: Study
) -> tuple[Diagnostic, ...]:
    """Findings about choices."""
    sink = Sink()
    scenes = list(symbols.scenes.values())
    for place in fake_choices(study):
        if not scenes[place[0]].decl.draft:
            sink.report(
                "fake-choice", line_of(scenes, lowered, place),
                "whichever option is picked, the same follows",
                "let an option change something, or make it one line",
                verdict="proved",
            )  # fmt: skip
    return tuple(sink.found)


def fake_choices(study: Study) -> tuple[Place, ...]:
    """The choices, hubs aside, at which some reader can pick among options, but to no effect.

    What leads to a place where the story is not written yet is never among them.
    """
    return Choices(study).run()


class Choices:
    """What follows on the options of choices."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.later: Later = later(study)

    def run(self) -> tuple[Place, ...]:
        same: set[Place] = set()
        differ: set[Place] = set()
        for at in self.study.graph.locations:
            place = (at.scene, at.op)
            if at.kind is not Kind.CHOICE or place in differ or not rests(at):
                continue
            here = self.study.found.states[at.index]
            if here is None or choice_at(self.study.graph, at).hub:
                continue
            said = self.same(at, here)
            if said is not None:
                (same if said else differ).add(place)
        return tuple(sorted(same - differ))

    def same(self, at: Location, here: Set) -> bool | None:
        """Whether all options come to the same; None if no two can be picked at once."""
        edges = [edge for edge in at.out if edge.taken and edge.way is Way.CHOOSE]
        found = None
        for number, one in enumerate(edges):
            for other in edges[:number]:
                if self.alike(one, other):
                    states = self.at_once(here, one, other)
                    if not states.satisfiable():
                        continue
                    if not self.stores_alike(one, other, states):
                        return False
                    found = True
                elif self.at_once(here, one, other).satisfiable():
                    return False
        return found

    def at_once(self, here: Set, one: Edge, other: Edge) -> Set:
        """The states in which both of two options can be picked."""
        first, second = (self.study.diagrams.enabled(edge) for edge in (one, other))
        if first is None or second is None:
            both = second if first is None else first
            return here if both is None else here & both
        return here & (first & second)

    # -------------------------------------------------------------- what follows

    def alike(self, one: Edge, other: Edge) -> bool:
        """Whether two edges lead to the same place by the same beats and directions."""
        graph = self.study.graph
        return (
            one.target == other.target
            and graph.locations[one.target].kind is not Kind.HOLE
            and (one.beats, one.turns) == (other.beats, other.turns)
            and self.passed(one) == self.passed(other)
        )

    def passed(self, edge: Edge) -> list[Passed]:
        """What can be seen on an edge, in order."""
        found: list[Passed] = []
        spans, scenes = edge.spans, self.study.program.scenes
        for i in range(0, len(spans), 3):
            scene, first, last = spans[i : i + 3]
            if last == ENTERED:
                found.append((scene, first, ENTERED))
            ops = scenes[scene].ops
            passed = range(first, last + 1) if last >= 0 else ()
            found += [(scene, op, 0) for op in passed if not self.unseen(ops[op])]
        return found

    def unseen(self, op: ir.Op) -> bool:
        """Whether an operation does nothing of its own that counts."""
        match op:
            case ir.Set(var=var):
                return not self.study.program.vars[var].name.startswith("reveal ")
            case ir.Jump(enters=enters):
                return enters
            case _:
                return type(op) in SILENT

    def stores_alike(self, one: Edge, other: Edge, states: Set) -> bool:
        """Whether what two edges store cannot be told apart in some states."""
        graph, later_on = self.study.graph, self.later
        shown = 0
        for edge in (one, other):
            for _, _, _, some in later_on.acts(edge):
                shown |= some
        wanted = later_on.live[one.target] | shown | sum(1 << var for var in graph.pcs)
        for var in indices(shown):
            if self.history(one, var) != self.history(other, var):
                return False
        for var in graph.terms.texts:
            if wanted >> var & 1 and self.history(one, var) != self.history(other, var):
                return False
        mine, theirs = self.stored(one), self.stored(other)
        return all(
            self.equal(mine.get(var, ("var", var)), theirs.get(var, ("var", var)), one, states)
            for var in mine.keys() | theirs.keys() if wanted >> var & 1
        )

    def history(self, edge: Edge, var: int) -> list[Any]:
        """All that an edge stores in a variable, as written."""
        if var not in self.study.graph.terms.texts:
            return [term for each, term in edge.sets if each == var]
        found = []
        for (scene, op), store, _, _ in self.later.acts(edge):
            at = self.study.program.scenes[scene].ops[op]
            if store >> var & 1 and isinstance(at, ir.Set):
                found.append(at.to)
        return found

    def stored(self, edge: Edge) -> dict[int, Term]:
        """What an edge stores, each variable by what was there before."""
        if not edge.sets:
            return {}
        assert isinstance(edge.stored, Stored)
        return edge.stored.terms

    def equal(self, a: Term, b: Term, edge: Edge, states: Set) -> bool:
        """Whether two terms are surely the same number in some states of an edge's source."""
        if a == b:
            return True
        if isinstance(a, int) and isinstance(b, int):
            return False
        values, source = self.study.values, edge.source
        term = values.known(made("!=", [a, b]), values.at[source])
        said = values.judge(term, values.at[source])
        if said is not None:
            return not said
        active = self.study.layout.active[source]
        if any(not active >> values.low[var] & 1 for var in indices(reads(term))):
            return False
        return not (states & self.study.diagrams.condition(term)).satisfiable()
