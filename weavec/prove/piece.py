"""The piece: the proof of a window of a story, by itself.

Goes in: a story, the `Cuts` of the same story before some parts of it were edited, and which groups
of parts make the window (`window.py`). Comes out: a `Piece`, which is a `Study` of the window's own
locations. Ways come in from its *gates*, the locations outside from which ways lead in; where ways
leave it, and where other ways from gates lead, stand *stubs*, locations without ways on. What is
known at both is taken from the cuts; where it can be worked out here too, it must be the same.
"""

from __future__ import annotations

from typing import Final

from weavec import ir
from weavec.lower.program import Lowered
from weavec.prove.build import Builder
from weavec.prove.cuts import START, Cuts, Key, Reader, Rest, Store, key_at
from weavec.prove.diagrams import Diagrams, Set
from weavec.prove.domains import Domains, domains_of
from weavec.prove.engine import NODE_BYTES, Study
from weavec.prove.escape import Attraction, whole_goal
from weavec.prove.explore import Reached, Watch, explore
from weavec.prove.graph import NOBODY, Context, Edge, Graph, Kind, Way
from weavec.prove.later import Later, known_later
from weavec.prove.limits import Limits
from weavec.prove.live import Layout
from weavec.prove.order import rings
from weavec.prove.shown import Row, Shown
from weavec.prove.terms import Term, Terms, indices
from weavec.prove.units import Joins, Rows, Units
from weavec.prove.values import Values

NODES: Final = 1 << 19


class UnlikeError(Exception):
    """Something outside of the window may not be as it was."""


def alike(same: bool) -> None:
    """Go on only if something is as it was."""
    if not same:
        raise UnlikeError


class _Builder(Builder):
    """Builds the locations of a window and the edges of its gates; others have no ways on."""

    def __init__(self, program: ir.Program, terms: Terms, joins: Joins, piece: Piece) -> None:
        super().__init__(program, (), terms, joins)
        self.piece = piece

    def location(self, scene: int, op: int, context: Context, kind: Kind) -> int:
        key = (scene, op, context.index)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self.place(scene, op, context, kind)
            if self.piece.within(scene, context):
                self.waiting.append(self.graph.locations[found])
        return found

    def gate(self, key: Key) -> int:
        """A location from which ways lead into the window."""
        scene, op, mind, stack = key
        context = self.context(mind, stack, None)
        made = self.location(scene, op, context, self.kind(scene, op, context))
        self.waiting.append(self.graph.locations[made])
        return made


class _Values(Values):
    """The values in a window; at its gates and stubs they are known."""

    def __init__(self, piece: Piece, domains: Domains) -> None:
        self.piece = piece
        super().__init__(piece.graph, domains)

    def _run(self) -> None:
        piece, locations, at = self.piece, self.graph.locations, self.at
        inner = [each.index for each in locations if not piece.is_stub(each.index)]
        out: list[list[int]] = [[] for _ in range(len(locations) + 1)]
        for index in inner:
            out[index] = [e.target for e in locations[index].out if not piece.is_stub(e.target)]
        begun = [*piece.gates]
        for index, rest in piece.gates.items():
            at[index] = rest.values
        start = self.graph.start
        if piece.begins:
            at[start.target] |= self.after(start, self.initial())
            start.possible = True
            begun.append(start.target)
        out[-1] = begun
        self.rings = rings(len(locations), out)[1:]
        self._spread([*dict.fromkeys(begun)])
        for index, rest in piece.gates.items():
            alike(at[index] == rest.values)
        for index, known in piece.stubs.items():
            at[index] = known.values


class _Layout(Layout):
    """What is active in a window; variables lie where they did, if they can."""

    def __init__(self, piece: Piece, asked: dict[int, list[Term]]) -> None:
        self.piece = piece
        super().__init__(piece.graph, piece.values, asked)

    def _live(self) -> None:
        for index, rest in self.piece.stubs.items():
            self.active[index] = rest.active
        super()._live()
        for index, rest in self.piece.gates.items():
            alike(self.active[index] == rest.active)

    def _placed(self) -> dict[int, tuple[int, int]]:
        slots = dict(self.piece.known.slots)
        top = max((at + width for at, width in slots.values()), default=0)
        values = self.values
        for active in dict.fromkeys(self.active):
            taken = 0
            for low in indices(active):
                var = values.var_at[low]
                at, width = slots.get(var, (0, 0))
                bits = ((1 << width) - 1) << at
                if not width or bits & taken:
                    width = (len(values.domains[var]) - 1).bit_length()
                    slots[var] = top, width
                    bits = ((1 << width) - 1) << top
                    top += width
                taken |= bits
        return slots


class _Shown(Shown):
    """What words show, by scene when it is asked for."""

    def _rows(self) -> dict[int, Row | None]:
        return Rows(self._row)


class _Later(Later):
    """What can be noticed later in a window."""

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        super().__init__(piece)

    def _shown(self, study: Study) -> Shown:
        return _Shown(study.program, study.graph.terms)

    def _run(self, rings: list[list[int]]) -> None:
        for index, rest in self.piece.stubs.items():
            self.live[index] = rest.live
        super()._run(rings)


class Piece(Study):
    """The proof of a window.

    `gates`: the locations from which ways lead in; `stubs`: those that ways lead to from it, and
    from gates; each with what is known there. `begins`: whether the story begins in it.
    """

    def __init__(
        self, lowered: Lowered, units: Units, known: Cuts, window: frozenset[int], joins: Joins,
        watch: Watch, limits: Limits,
    ) -> None:  # fmt: skip
        self.units = units
        self.known = known
        self.window = window
        self.joins = joins
        self.gates: dict[int, Rest] = {}
        self.stubs: dict[int, Rest] = {}
        self.left: dict[int, Set] = {}
        self.begins = any(own == START and to in window for own, to in known.pairs)
        super().__init__(lowered.program, watch, limits, ())
        alike(not self.loops and not self.verdicts.dead and not self.sections)
        alike(all(bad is None for bad in self.verdicts.bad))
        known_later(self, _Later(self))

    def within(self, scene: int, context: Context) -> bool:
        """Whether a location is one of the window."""
        return self.known.of[self.units.owner_of(scene, context)] in self.window

    def is_stub(self, index: int) -> bool:
        """Whether a location's ways are not followed."""
        return index in self.stubs

    def size(self) -> int:
        """How many locations the whole story has."""
        groups = self.known.groups
        own = len(self.graph.locations) - len(self.gates) - len(self.stubs)
        return own + sum(
            each.size for number, each in enumerate(groups) if number not in self.window
        )

    # -------------------------------------------------------------- steps

    def _built(self, stops: set[ir.Place], collapse: bool) -> Graph:
        builder = _Builder(self.program, Terms(self.program, self.known.all_tops), self.joins, self)
        graph = builder.graph
        for key in sorted({
            key for (own, to), passed in self.known.pairs.items()
            if to in self.window and own not in self.window for key in passed.sources
        }):  # fmt: skip
            self.gates[builder.gate(key)] = self.known.rests[key]
        scene, mind = self.program.start
        start = graph.start = Edge(-1, 1, Way.AUTO, 0, 0)
        context = builder.context(NOBODY if mind is None else mind, (), None)
        if self.begins:
            builder.enter(start, scene, context.mind)
            builder.follow(start, scene, 0, context)
            at = graph.locations[start.target]
            alike(self.within(at.scene, at.context))
        builder.finish()
        alike(not graph.sections)
        for at in graph.locations:
            if at.index not in self.gates and not self.within(at.scene, at.context):
                rest = self.known.rests.get(key_at(at))
                if rest is None:
                    raise UnlikeError
                self.stubs[at.index] = rest
        self._gates_pass_by(graph)
        if not self.begins:
            start.target = builder.place(scene, 0, context, Kind.FLOW)
            self.stubs[start.target] = Rest(0, 0, 0, None, None)
        return graph

    def _gates_pass_by(self, graph: Graph) -> None:
        """See to it that what passes through the window from a gate ends there."""
        of, unit = self.known.of, self.units.of
        for index in self.gates:
            for edge in graph.locations[index].out:
                to = graph.locations[edge.target]
                alike(self.within(to.scene, to.context) or not any(
                    of[unit[scene]] in self.window for scene in edge.spans[::3]
                ))  # fmt: skip

    def _valued(self) -> Values:
        return _Values(self, self._domains())

    def _domains(self) -> Domains:
        """The values that variables have anywhere, which must be those of old."""
        known = self.known
        whole = Domains(tuple(known.domains), frozenset())
        fresh: set[Store] = set()
        if self.begins:
            fresh.update(self.graph.start.sets)
        for at in self.graph.locations:
            own = at.index not in self.gates
            for edge in at.out:
                if own or not self.is_stub(edge.target):
                    fresh.update(edge.sets)
        before: set[Store] = set()
        others: set[Store] = set()
        for (own_group, to), passed in known.pairs.items():
            before |= passed.stores
            if own_group not in self.window and to not in self.window:
                others |= passed.stores
        if others | fresh != before:
            variables = self.graph.terms.variables
            alike(domains_of(variables, others | fresh) == whole)
        return whole

    def _laid_out(self, asked: dict[int, list[Term]]) -> Layout:
        return _Layout(self, asked)

    def _room(self, limits: Limits) -> tuple[int, int]:
        nodes = min(limits.megabytes * 1_000_000 // NODE_BYTES, NODES)
        return nodes, nodes

    def _explored(self, nodes: int) -> tuple[Diagrams, Reached]:
        diagrams = Diagrams(self.layout, nodes)
        self.reader = Reader(self.known.nodes, diagrams)
        begin: dict[int, Set] = {}
        for index, rest in self.gates.items():
            alike(rest.states is not None)
            if rest.states:
                begin[index] = self.reader.read(rest.states)
        start = self.graph.start
        if self.begins:
            start.taken = True
            begin[start.target] = diagrams.initial(start)
        found = explore(self.graph, diagrams, self.watch, begin)
        for index in self.gates:
            here, known = found.states[index], begin.get(index)
            alike(here is known or (here is not None and here == known))
        for index in self.stubs:
            found.states[index] = None
        for at in self.graph.locations:
            here = found.states[at.index]
            if at.index in self.gates or here is None:
                continue
            for edge in at.out:
                if edge.taken and self.is_stub(edge.target):
                    made = diagrams.image(edge, here)
                    old = self.left.get(edge.target)
                    self.left[edge.target] = made if old is None else old | made
        return diagrams, found

    def _escaped(self) -> list[Set | None]:
        """All states are good from which an ending is reached, or a way out of the window."""
        found = self.found
        ends = [
            at.index for at in self.graph.locations
            if at.kind in (Kind.END, Kind.HOLE) and not self.is_stub(at.index)
        ]  # fmt: skip
        for index, states in self.left.items():
            found.states[index] = states
        attraction = Attraction(found, whole_goal(found, ends), False, self.watch)
        for index, states in self.left.items():
            attraction.whole[index] = 1
            attraction.good[index] = states
        good = attraction.run()
        for index in self.left:
            found.states[index] = good[index] = None
        for index in self.gates:
            good[index] = found.states[index]
        return good
