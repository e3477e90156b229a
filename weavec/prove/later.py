"""Later: what of a state a reader can still notice, at each location.

Goes in: a `Study`. Comes out: `Later`: for every location that is reached the variables and counts
whose values some way on asks for or shows before they are stored anew. Beside what conditions ask
for, that is what words show, and the clarity of merges. Where the story is not written further,
everything may be asked for yet.

Strong liveness, as in `live.py`: what is read only to store something that nobody reads is not
read. Some lines of strands are not shown where the graph passes them: those of a chord are when all
are there, and turns that were taken at once (`Section.pure`) can be apart. What these show counts
as shown wherever the scheduler of their section stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from weavec import ir
from weavec.prove.engine import Aside, Study
from weavec.prove.graph import Context, Edge, Kind, Location, Way
from weavec.prove.shown import Act, Shown
from weavec.prove.strands import Section
from weavec.prove.terms import Term, reads
from weavec.prove.verdicts import rests

StageKey: TypeAlias = tuple[int, int, Context, int]
"""A section and its stage. A section: scene and operation of its `strands`, the context outside."""

def later(study: Study) -> Later:
    """What can be noticed later, worked out once for a study."""
    return _known.of(study)


def known_later(study: Study, found: Later) -> None:
    """Take it that this is what can be noticed later in a study."""
    _known.put(study, found)


class Later:
    """What can still be noticed. `live`: by location, as bits by index in `Terms`."""

    def __init__(self, study: Study) -> None:
        graph = study.graph
        self.graph = graph
        self.shown = self._shown(study)
        self.everything = (1 << (graph.terms.first_count + len(study.program.counts))) - 1
        self.reached = [states is not None for states in study.found.states]
        self.live = [0] * len(graph.locations)
        self._reads: dict[Term, int] = {}
        self._acts: dict[Edge, Sequence[Act]] = {}
        self.chords: dict[int, list[Edge]] = {}  # by location: the edges behind it with its lines
        self.turned: dict[int, list[Edge]] = {}  # by location: edges whose lines are shown in turns
        self._strands()
        self._run(study.values.rings)

    def _shown(self, study: Study) -> Shown:
        return Shown(study.program, study.graph.terms)

    # -------------------------------------------------------------- strands

    def _strands(self) -> None:
        """Find the lines that are shown later than their edges say."""
        places: dict[StageKey, list[int]] = {}
        lines: dict[StageKey, list[Edge]] = {}
        turned: dict[StageKey, list[Edge]] = {}
        chords: list[Location] = []
        for at in self.graph.locations:
            if at.kind is Kind.TURNS and self.reached[at.index]:
                key = self.stage_of(at)
                places.setdefault(key, []).append(at.index)
                if any(edge.beats and not edge.spans for edge in at.out):
                    chords.append(at)
                lines.setdefault(key, []).extend(e for e in at.out if self.told_in_chord(e))
            if at.kind is Kind.TURNS or at.context.turn is not None:
                some = [edge for edge in at.out if edge.taken and edge.turns]
                if some:
                    turned.setdefault(self.stage_of(at), []).extend(some)
        self.chords = {at.index: lines[self.stage_of(at)] for at in chords}
        for key, some in turned.items():
            self.turned.update(dict.fromkeys(places.get(key, ()), some))

    def stage_of(self, at: Location) -> StageKey:
        """The section, and its stage, of a location of a strand or a scheduler."""
        turn = at.context.turn
        if turn is None:
            return at.scene, at.op, at.context, self.graph.stages[at.index]
        section = turn.section
        assert isinstance(section, Section)
        stage = section.stage(turn.strand, at.op, at.context.stack)
        return section.at.scene, section.at.op, section.main, stage

    def told_in_chord(self, edge: Edge) -> bool:
        """Whether an edge begins with a line that was shown in a chord before."""
        if edge.source < 0 or not edge.spans or not edge.taken:
            return False
        at = self.graph.locations[edge.source]
        scene, first, last = edge.spans[:3]
        scenes = self.graph.program.scenes
        if at.kind is not Kind.TURNS or last < 0:
            return False
        if not isinstance(scenes[scene].ops[first], ir.Line):
            return False
        merge = next(op for op in scenes[at.scene].ops[at.op :: -1] if isinstance(op, ir.Merge))
        return merge.mode == "chorus"

    # -------------------------------------------------------------- backwards

    def acts(self, edge: Edge) -> Sequence[Act]:
        """What an edge shows and stores, in order."""
        found = self._acts.get(edge)
        if found is None:
            found = self._acts[edge] = self.shown.acts(edge)
        return found

    def reads(self, term: Term) -> int:
        """What a condition asks for, places of strands aside."""
        found = self._reads.get(term)
        if found is None:
            found = self._reads[term] = reads(term) & self.everything
        return found

    def before(self, edge: Edge, behind: int | None = None) -> int:
        """What can be noticed from an edge on. `behind`: from where it ends, if that is known."""
        live = self.live[edge.target] if behind is None else behind
        acts = self._acts.get(edge)
        if acts is None:
            acts = self._acts[edge] = self.shown.acts(edge)
        for _, store, value, shown in reversed(acts):
            if live & store:
                live = live & ~store | value
            live |= shown
        return live

    def after_sets(
        self, edge: Edge, behind: int | None = None
    ) -> list[tuple[ir.Place, bool]]:
        """The `set`s of an edge in order, each with whether what it stores can be noticed.

        `behind`: what can be from where it ends, if that is known more exactly.
        """
        live = self.live[edge.target] if behind is None else behind
        found: list[tuple[ir.Place, bool]] = []
        for place, store, value, shown in reversed(self.acts(edge)):
            if store:
                found.append((place, bool(live & store)))
                if live & store:
                    live = live & ~store | value
            live |= shown
        found.reverse()
        return found

    def at_rest(self, at: Location) -> int:
        """What a location itself shows and asks."""
        found = 0
        for edge in at.out:
            if edge.guard != 1 and not isinstance(edge.guard, int):
                found |= self.reads(edge.guard)
        if at.kind is Kind.FLOW:
            return found
        if at.kind is Kind.CHOICE:
            if rests(at):
                found |= self.shown.choice(at.scene, at.op)
        elif at.kind is Kind.HOLE:
            found = self.everything
        elif at.kind is Kind.END:
            op = self.graph.program.scenes[at.scene].ops[at.op]
            if isinstance(op, ir.End):
                found |= self.shown.keys(f"@ending/{op.name}") | self.shown.clear(at.scene, at.op)
        elif at.kind is Kind.TURNS:
            if any(edge.way is Way.ENTER for edge in at.out):
                found |= self.shown.pick(at.scene, at.op)
            for edge in (*self.chords.get(at.index, ()), *self.turned.get(at.index, ())):
                for _, _, _, shown in self.acts(edge):
                    found |= shown
        return found

    def _run(self, rings: list[list[int]]) -> None:
        locations, live, reached = self.graph.locations, self.live, self.reached
        for ring in reversed(rings):
            here = [index for index in reversed(ring) if reached[index]]
            for index in here:
                live[index] = self.at_rest(locations[index])
            moved = True
            while moved:
                moved = False
                for index in here:
                    old = found = live[index]
                    again = False
                    for edge in locations[index].out:
                        if edge.taken:
                            found |= self.before(edge)
                            again = again or edge.target == index
                    if found != old:
                        live[index] = found
                        moved = moved or again or len(ring) > 1


_known: Final[Aside[Later]] = Aside(Later)
