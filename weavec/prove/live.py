"""Liveness: which variables still matter at each location, and where they lie in a diagram.

Goes in: a graph and its `Values`. Comes out: a `Layout`: for every location the variables that are
*active* there, which means that some way on asks for them and that they can have several values;
and for every variable a slot, a place among the bits of a diagram. Variables that are never active
together share slots. A variable that is not active takes no part in the exact work: two states that
differ only in such variables have the same ways on.

Strong liveness: what is stored in a variable that nobody asks for is not asked for either
(Giegerich, Moencke, Wilhelm, "Invariance of approximative semantics with respect to program
transformations", 1981).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from typing import Final

from weavec.prove.arrange import arranged
from weavec.prove.graph import Edge, Graph
from weavec.prove.terms import Term, indices, reads, value
from weavec.prove.values import Stored, Values

MOST_LOOKED_AT: Final = 20_000
"""Locations that are looked at for what goes together."""


class Layout:
    """What is active where, and the slots. Sets of variables are bits as in `Values`."""

    def __init__(
        self,
        graph: Graph,
        values: Values,
        asked: dict[int, list[Term]],
        forgotten: frozenset[int] = frozenset(),
    ) -> None:
        """`asked`: for some locations, further conditions that are asked there. `forgotten`:
        variables that are taken to be anything, so that no guard on them ever closes; whatever is
        stored from one must be forgotten, too."""
        self.forgotten = sum(1 << values.low[var] for var in forgotten)
        self.graph = graph
        self.values = values
        self.asked = asked
        self.active = [0] * len(graph.locations)
        self._lows: dict[Term, int] = {}
        self._live()
        self.slots = self._placed()

    def _placed(self) -> dict[int, tuple[int, int]]:
        return _slots(self)

    def wants(self, term: Term, state: int) -> int:
        """The variables that decide a condition, given what values there can be."""
        if isinstance(term, int):
            return 0
        guard = self.values.guard(term)
        found = 0
        for field, holding in guard.literals:
            part = state & field
            if part & ~holding:
                if not part & holding:
                    return 0  # never holds
                found |= field & -field
        for each in guard.rest:
            said = self.values.judge(each, state)
            if said is False:
                return 0
            if said is None:
                found |= self.values.lows_of(each)
        return found

    def needed(self, edge: Edge, state: int) -> int:
        """The variables that matter before an edge."""
        found = self.active[edge.target]
        if edge.sets:
            stored = edge.stored
            assert isinstance(stored, Stored)
            later, found = found, found & ~stored.kept
            for var, term in stored.terms.items():
                if not isinstance(term, int) and later >> self.values.low[var] & 1:
                    found |= self.values.lows_of(term)
        if edge.guard != 1:
            found |= self.wants(edge.guard, state)
        return found

    def _live(self) -> None:
        values, locations = self.values, self.graph.locations
        at, active = values.at, self.active
        several: dict[int, int] = {}  # by values, which many locations have in common
        same: dict[int, int] = {}
        for ring in reversed(values.rings):
            for index in ring:
                state = at[index]
                if state and state not in several:
                    several[state] = values.several(state)
            moved = True
            while moved:
                moved = False
                for index in reversed(ring):
                    state = at[index]
                    if not state:
                        continue
                    found = 0
                    for term in self.asked.get(index, ()):
                        found |= self.wants(term, state)
                    for edge in locations[index].out:
                        if edge.possible:
                            found |= self.needed(edge, state)
                    found &= several[state] & ~self.forgotten
                    if found | active[index] != active[index]:
                        found |= active[index]
                        active[index] = same.setdefault(found, found)
                        moved = len(ring) > 1 or any(
                            edge.target == index for edge in locations[index].out
                        )


def first_value(layout: Layout, var: int) -> int:
    """What a variable is when the story begins, after what its first edge stores."""
    variables, edge = layout.graph.terms.variables, layout.graph.start
    stored = edge.stored
    if isinstance(stored, Stored) and var in stored.terms:
        term = stored.terms[var]
        return value(term, {each: variables[each].init for each in indices(reads(term))})
    return variables[var].init


def _slots(layout: Layout) -> dict[int, tuple[int, int]]:
    """For each variable that is active somewhere, where its bits begin and how many they are.

    Variables live from the first location in order where they are active to the last; slots are
    given again when a life is over.
    """
    values = layout.values
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    before = 0
    index = 0
    for place, index in enumerate(i for ring in values.rings for i in ring):
        now = layout.active[index]
        changed = now ^ before
        if changed:
            for low in indices(changed & now):
                first.setdefault(low, place)
            for low in indices(changed & before):
                last[low] = place
            before = now
    end = len(values.place)
    for low in indices(before):
        last[low] = end
    for low in first:
        last.setdefault(low, end)
    groups: dict[int, list[int]] = {}
    for low in first:
        var = values.var_at[low]
        groups.setdefault((len(values.domains[var]) - 1).bit_length(), []).append(low)
    colours: list[list[int]] = []
    widths: list[int] = []
    for width in sorted(groups):
        for colour in _colours(groups[width], first, last):
            colours.append(colour)
            widths.append(width)
    number = {low: i for i, colour in enumerate(colours) for low in colour}
    made: dict[int, tuple[int, int]] = {}
    at = 0
    for each in arranged(widths, number, _together(layout)):
        for low in colours[each]:
            made[values.var_at[low]] = (at, widths[each])
        at += widths[each]
    return made


def _together(layout: Layout) -> Iterator[int]:
    """What is asked and stored together: at each edge, and at all edges of a location.

    Of very long stories only a part is looked at.
    """
    values, active = layout.values, layout.active
    locations = layout.graph.locations
    for at in locations[:: 1 + len(locations) // MOST_LOOKED_AT]:
        here = active[at.index]
        if not here & (here - 1) and all(not edge.sets for edge in at.out):
            continue
        all_edges = 0
        for edge in at.out:
            if not edge.possible:
                continue
            found = 0
            if edge.sets:
                stored = edge.stored
                assert isinstance(stored, Stored)
                found = stored.kept & active[edge.target]
                for term in stored.terms.values():
                    found |= values.lows_of(term) & here
            if edge.guard != 1:
                found |= values.lows_of(edge.guard) & here
            if found & (found - 1):
                yield found
            all_edges |= found
        if all_edges & (all_edges - 1):
            yield all_edges


def _colours(
    lows: Iterable[int], first: dict[int, int], last: dict[int, int]
) -> list[list[int]]:
    """Variables of one width, those with disjoint lives together; long lives last."""
    colours: list[tuple[int, int, list[int]]] = []  # longest life, number, members
    free: list[tuple[int, int]] = []
    members: list[list[int]] = []
    for low in sorted(lows, key=lambda each: (first[each], each)):
        if free and free[0][0] < first[low]:
            _, number = heappop(free)
        else:
            number = len(members)
            members.append([])
        members[number].append(low)
        heappush(free, (last[low], number))
    for each in members:
        longest = max(last[low] - first[low] for low in each)
        colours.append((longest, len(colours), each))
    return [each for _, _, each in sorted(colours, key=lambda c: (c[0], c[1]))]
