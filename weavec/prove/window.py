"""The window: an edited part of a story proved by itself, between what is known at its borders.

Goes in: a story in which some parts are edited, and the `Cuts` of the same story as it was. Comes
out: a `Window`, the proof of these parts, if all else is as it was; else nothing, and the whole
story is proved.

Why that is enough. Groups of parts have an order, and every way leads on in it. The window is some
groups with all that lies on ways between them; so no way that leaves it comes back. Hence what is
before it is as it was: nothing of the window leads there. Its states are those that ways lead to
from the *gates*, the locations before it from which ways lead in, whose states are known; and what
is behind it is as it was if the same values and the same states come out of the window at the same
places as ever. Backwards: behind the window all is as it was. What is live and what can be noticed
within it follows from what is so where it is left; and if the same is live and noticed at the gates
as ever, nothing changes before it. Where readers were never stuck, and in the window every state
that is met leads to an ending or out of it, none is: a way of old from anywhere to an ending leads
by the window or not; if it does, what comes in is met there, and what comes out was met behind it.

What else is said of other parts by edges of the window, or of a gate, is compared (`cuts.Facts`),
and so is what is known where such a part is visited from the window. Domains of variables, ways
that meet, and the numbers that counts are compared with are worked out of all parts together, and
must be what they were. Whatever is not as it was, or not foreseen, is a reason to prove it all.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from weavec import ir
from weavec.lower.program import Lowered
from weavec.prove.build import Builder
from weavec.prove.control import Crossings, breaks_nothing
from weavec.prove.cuts import (
    START,
    Cuts,
    Fact,
    Group,
    Key,
    Pair,
    Passed,
    Reader,
    Rest,
    Store,
    Survey,
    Writer,
    key_at,
)
from weavec.prove.diagrams import Diagrams, Set
from weavec.prove.engine import NODE_BYTES, Study
from weavec.prove.escape import Attraction, whole_goal
from weavec.prove.explore import Reached, Watch, explore
from weavec.prove.graph import NOBODY, Context, Edge, Graph, Kind, Location, Way
from weavec.prove.later import Later, known_later
from weavec.prove.limits import Limits
from weavec.prove.live import Layout
from weavec.prove.order import rings
from weavec.prove.retold import UnfitError
from weavec.prove.shown import Row, Shown
from weavec.prove.stores import MOST_FOLLOWED, Saturation, Saturations, taken_edges
from weavec.prove.summary import is_small_of
from weavec.prove.terms import Term, Terms, highest, indices
from weavec.prove.units import Joins, Rows, Units, around, leads_out, most
from weavec.prove.values import Values, domains_of

LARGEST: Final = 3_000
"""Locations of a window; where more must be proved, all may be."""

NODES: Final = 1 << 19


class UnlikeError(Exception):
    """Something outside of the window may not be as it was."""


def alike(same: bool) -> None:
    """Go on only if something is as it was."""
    if not same:
        raise UnlikeError


# ------------------------------------------------------------------ which groups


def window_of(known: Cuts, edited: Collection[int]) -> frozenset[int]:
    """The groups that are proved anew when some parts are edited."""
    found = {known.of[unit] for unit in edited}
    ways = known.ways()
    while True:
        before = len(found)
        found = around(len(known.groups), ways, found)
        for (own, to), passed in known.pairs.items():
            if passed.touches & found and own not in found and to not in found:
                found.add(to if own == START else own)
        if len(found) == before:
            break
    alike(sum(known.groups[group].size for group in found) <= LARGEST)
    return frozenset(found)


# ------------------------------------------------------------------ the parts of its proof


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
    """The values in a window. `left`: those that come out of it, by location."""

    def __init__(self, piece: Piece, domains: list[tuple[int, ...]]) -> None:
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

    def _domains(self) -> list[tuple[int, ...]]:
        """The values that variables have anywhere, which must be those of old."""
        known = self.known
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
            alike(domains_of(variables, others | fresh) == known.domains)
        return known.domains

    def _laid_out(self, asked: dict[int, list[Term]]) -> Layout:
        return _Layout(self, asked)

    def _explored(self, limits: Limits) -> tuple[Diagrams, Reached]:
        nodes = min(limits.megabytes * 1_000_000 // NODE_BYTES, NODES)
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


def _root(key: Key) -> int:
    """The scene to whose part a location belongs."""
    scene, _, _, stack = key
    return stack[0][0] if stack else scene


# ------------------------------------------------------------------ the comparison


class Window:
    """A window that fits into its story.

    `piece`: its proof; `scenes`: which it consists of; `cuts`: what is known at borders now.
    `endings`: which are reached, by the whole story.

    Raises:
        UnlikeError: something outside is not as it was, or it is not certain that it is.
        TooMuch, DDMemoryError: a limit was hit.
    """

    def __init__(
        self, lowered: Lowered, units: Units, known: Cuts, edited: Collection[int], limits: Limits
    ) -> None:
        self.lowered: Final = lowered
        self.units: Final = units
        self.known: Final = known
        self.groups: Final = window_of(known, edited)
        parts = [unit for unit, group in enumerate(known.of) if group in self.groups]
        self.scenes: Final = [scene for unit in parts for scene in units.scenes[unit]]
        program = lowered.program
        every = program.scenes
        alike(not any(type(op) is ir.Merge for scene in self.scenes for op in every[scene].ops))
        crossings = breaks_nothing(lowered, units, known.crossings, parts)
        if crossings is None:
            raise UnlikeError
        tops, leads = [*known.tops], [*known.leads]
        for unit in parts:
            tops[unit] = highest(program, units.scenes[unit]) if program.counts else {}
            leads[unit] = tuple(leads_out(program, units, unit))
        alike(most(tops) == most(known.tops))
        alike(self._outward(leads) == self._outward(known.leads))
        watch = Watch(limits.time(len(every)))
        joins = Joins(program, units, leads)
        self.piece: Final = Piece(lowered, units, known, self.groups, joins, watch, limits)
        try:
            self.cuts: Final = self._compared(tuple(tops), tuple(leads), crossings)
        except UnfitError:
            raise UnlikeError from None

    def _outward(self, leads: Collection[Collection[tuple[int, int, int]]]) -> dict[ir.Place, int]:
        """How many ways lead from the window to operations of others."""
        found: dict[ir.Place, int] = {}
        for unit, some in enumerate(leads):
            for scene, op, times in some if self.known.of[unit] in self.groups else ():
                if self.known.of[self.units.of[scene]] not in self.groups:
                    found[scene, op] = min(found.get((scene, op), 0) + times, 2)
        return found

    def _compared(
        self, tops: tuple[dict[int, int], ...], leads: tuple[tuple[tuple[int, int, int], ...], ...],
        crossings: Crossings,
    ) -> Cuts:  # fmt: skip
        """The cuts as they are now, if what is told to others is what it was."""
        known, piece, groups = self.known, self.piece, self.groups
        writer = Writer(known.nodes)
        survey = Survey(piece, self.units, known.of, groups, writer)
        passed = survey.passed()
        pairs = {pair: each for pair, each in known.pairs.items() if not self._of_window(pair)}
        old = {pair: each for pair, each in known.pairs.items() if self._of_window(pair)}
        alike(all(own < to or own == to for own, to in passed))
        alike(self._told(old) == self._told(passed))
        alike(self._gates(old) == self._gates(passed))
        self._same_exits(old, survey)
        every = list(known.groups)
        for group in groups:
            every[group] = survey.group(group)
        alike(_reached(every) == _reached(known.groups))
        self._same_size(every)
        self._same_guests(every, survey)
        for index, rest in piece.gates.items():
            now = survey.rests[key_at(piece.graph.locations[index])]
            alike((now.live, now.said) == (rest.live, rest.said))
        pairs |= passed
        others = {key: rest for key, rest in known.rests.items() if self._outside(_root(key))}
        rests = {**others, **survey.rests}
        for index in piece.stubs:
            key = key_at(piece.graph.locations[index])
            if key in known.rests:
                rests[key] = known.rests[key]  # with its states, if there are any
        return Cuts(
            known.of, tuple(every), pairs, rests, writer.nodes, known.domains,
            {**piece.layout.slots, **known.slots}, tops,
            known.all_tops, leads, self._ranges(), crossings,
        )  # fmt: skip

    def _same_size(self, every: list[Group]) -> None:
        """See to it that the story is none of those of which more is told, or told otherwise."""
        before, now = (sum(each.size for each in some) for some in (self.known.groups, every))
        alike(now == self.piece.size())
        alike((before > MOST_FOLLOWED) == (now > MOST_FOLLOWED))
        names, _ = _reached(every)
        alike(not is_small_of(now, len(names)))

    def _of_window(self, pair: Pair) -> bool:
        return pair[0] in self.groups or pair[1] in self.groups

    def _outside(self, scene: int) -> bool:
        return self.known.of[self.units.of[scene]] not in self.groups

    def _told(self, pairs: dict[Pair, Passed]) -> set[Fact]:
        """What edges of the window and its gates say of others."""
        return {
            fact for passed in pairs.values() for fact in passed.facts
            if self._outside(int(fact[1]))
        }  # fmt: skip

    def _gates(self, pairs: dict[Pair, Passed]) -> set[Key]:
        return {
            key for (own, _), passed in pairs.items() if own not in self.groups
            for key in passed.sources
        }  # fmt: skip

    def _same_exits(self, old: dict[Pair, Passed], survey: Survey) -> None:
        """See to it that the same values and states leave the window at the same places."""
        piece = self.piece
        reader, false = piece.reader, piece.diagrams.false
        before: dict[Key, tuple[int, Set]] = {}
        now: dict[Key, tuple[int, Set]] = {}
        for (own, to), passed in old.items():
            if own in self.groups and to not in self.groups:
                for key, (values, states) in passed.into.items():
                    more, some = before.get(key, (0, false))
                    before[key] = more | values, some | reader.read(states)
        for (own, to), into in survey.into.items():
            if own in self.groups and to not in self.groups:
                for index, (values, made) in into.items():
                    key = key_at(piece.graph.locations[index])
                    more, some = now.get(key, (0, false))
                    now[key] = more | values, some if made is None else some | made
        alike(before == now)

    def _same_guests(self, every: list[Group], survey: Survey) -> None:
        """See to it that visits of other parts meet what they met before."""
        piece, known = self.piece, self.known
        for group in self.groups:
            guests = {key for key in known.groups[group].guests if self._outside(key[0])}
            alike(guests == {key for key in every[group].guests if self._outside(key[0])})
            for key in guests:
                rest, now = known.rests[key], survey.rests[key]
                alike((rest.values, rest.active, rest.live, rest.said)
                      == (now.values, now.active, now.live, now.said))  # fmt: skip
                alike(rest.states is not None)
        fresh = Reader(survey.writer.nodes, piece.diagrams)
        for group in self.groups:
            for key in every[group].guests:
                if self._outside(key[0]):
                    was, is_ = known.rests[key].states, survey.rests[key].states
                    assert was is not None and is_ is not None
                    alike(piece.reader.read(was) == fresh.read(is_))

    def _ranges(self) -> tuple[Saturation, ...]:
        """Where ranges stop values, in the whole story."""
        made = Saturations(self.piece)
        for edge in taken_edges(self.piece):
            made.look(edge)
        alike(not made.open)
        own = [each for each in made.told() if not self._outside(each.place[0])]
        others = [each for each in self.known.ranges if self._outside(each.place[0])]
        return tuple(sorted([*own, *others], key=lambda each: (each.place, each.end)))


def _reached(groups: Collection[Group]) -> tuple[frozenset[str], bool]:
    """The endings that a story reaches, and whether it comes to where it is not written."""
    names = frozenset().union(*(each.endings for each in groups))
    return names, any(each.hole for each in groups)


__all__ = ["Location", "Piece", "UnlikeError", "Window"]
