"""The window: an edited part of a story proved by itself, between what is known at its borders.

Goes in: a story without merges in which some parts are edited, and the `Cuts` of the same story as
it was. Comes out: a `Window`, the proof of these parts, if all else is as it was; else nothing, and
the whole story is proved.

Why that is enough. Groups of parts have an order, and every way leads on in it. The window is some
groups with all that lies on ways between them; so no way that leaves it comes back. Hence what is
before it is as it was: nothing of the window leads there. Its states are those that ways lead to
from the *gates*, the locations before it from which ways lead in, whose states are known; and what
is behind it is as it was if the same values and the same states come out of the window at the same
places as ever. Backwards: behind the window all is as it was. What is live and what can be noticed
within it follows from what is so where it is left; and if the ways into it ask for the same at each
gate as ever, nothing changes before it. (That all in all the same is live at a gate is not enough:
a value that a loop before the window reads only to store it anew would be its own reason.) Where
readers were never stuck, and in the window every state that is met leads to an ending or out of it,
none is: a way of old from anywhere to an ending leads by the window or not; if it does, what comes
in is met there, and what comes out was met behind it.

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
from weavec.prove.control import Crossings, breaks_nothing
from weavec.prove.cuts import (
    START,
    Cuts,
    Fact,
    Group,
    Key,
    Needed,
    Pair,
    Passed,
    Reader,
    Survey,
    Writer,
    key_at,
)
from weavec.prove.diagrams import Set
from weavec.prove.explore import Watch
from weavec.prove.limits import Limits
from weavec.prove.piece import Piece, UnlikeError, alike
from weavec.prove.retold import UnfitError
from weavec.prove.stores import MOST_FOLLOWED, Saturation, Saturations
from weavec.prove.summary import is_small_of
from weavec.prove.terms import highest
from weavec.prove.units import Joins, Units, around, leads_out, most

LARGEST: Final = 3_000
"""Locations of a window; where more must be proved, all may be."""


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


# ------------------------------------------------------------------ the comparison


class Window:
    """A window that fits into its story.

    `piece`: its proof; `scenes`: which it consists of; `cuts`: what is known at borders now.

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
        crossings = breaks_nothing(lowered, units, known.crossings, parts)
        if crossings is None:
            raise UnlikeError
        tops, leads = [*known.tops], [*known.leads]
        for unit in parts:
            tops[unit] = highest(program, units.scenes[unit]) if program.counts else {}
            leads[unit] = tuple(leads_out(program, units, unit))
        alike(most(tops) == most(known.tops))
        alike(self._outward(leads) == self._outward(known.leads))
        watch = Watch(limits.time(len(program.scenes)))
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

    def _gates(self, pairs: dict[Pair, Passed]) -> dict[Key, Needed]:
        """The gates, and what is active and live there because ways lead on from them."""
        found: dict[Key, Needed] = {}
        for (own, _), passed in pairs.items():
            for key, (active, live) in passed.sources.items() if own not in self.groups else ():
                more, further = found.get(key, (0, 0))
                found[key] = more | active, further | live
        return found

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
        for edge in self.piece.graph.taken():
            made.look(edge)
        alike(not made.open)
        own = [each for each in made.told() if not self._outside(each.place[0])]
        others = [each for each in self.known.ranges if self._outside(each.place[0])]
        return tuple(sorted([*own, *others], key=lambda each: (each.place, each.end)))


def _reached(groups: Collection[Group]) -> tuple[frozenset[str], bool]:
    """The endings that a story reaches, and whether it comes to where it is not written."""
    names = frozenset().union(*(each.endings for each in groups))
    return names, any(each.hole for each in groups)


def _root(key: Key) -> int:
    """The scene to whose part a location belongs."""
    scene, _, _, stack = key
    return stack[0][0] if stack else scene
