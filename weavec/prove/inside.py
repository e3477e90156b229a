"""Inside: what of a state can still be noticed behind each step of a strand.

Goes in: a `Study`. Comes out: for each edge of a strand, the variables and counts that can be
noticed behind it, as bits; and so, for any edge, which of its `set`s can be noticed.

Where strands wait is data, so to the graph a scheduler is one place, and what one strand may yet
read would count as read by all. Here each strand is followed from point to point by itself. What
the others show or ask in the same stage may be noticed at any time of it; what they store anew is
not counted, for it may come first. Behind the section comes what its own end leads to: a strand
that must store something else before it is through does not pass its value on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final, TypeAlias

from weavec.ir import Place
from weavec.prove.engine import Aside, Study
from weavec.prove.escape import points_of
from weavec.prove.graph import Edge, Kind, Location, Way
from weavec.prove.later import Later, StageKey, later

Node: TypeAlias = tuple[int, int]
"""Where a strand stands: its variable and a point, or -1 and a location inside of it."""

EVERYBODY: Final = -1


def noticed(study: Study, edge: Edge) -> list[tuple[Place, bool]]:
    """The `set`s of an edge in order, each with whether what it stores can be noticed."""
    return later(study).after_sets(edge, _known.of(study).get(edge))


def inside(known: Later) -> dict[Edge, int]:
    """For each edge of a strand that some play takes, what can be noticed behind it."""
    places = [
        at for at in known.graph.locations
        if known.reached[at.index] and (at.kind is Kind.TURNS or at.context.turn is not None)
    ]  # fmt: skip
    return _Inside(known, places).run() if places else {}


class _Inside:
    def __init__(self, known: Later, places: list[Location]) -> None:
        self.known = known
        self.graph = known.graph
        self.live: dict[Node, int] = defaultdict(int)
        self.reads: dict[tuple[StageKey, int], int] = defaultdict(int)  # by stage and strand
        self.strands: dict[StageKey, set[int]] = defaultdict(set)
        self.steps: list[tuple[Edge, Node, list[Node], int]] = []  # each with its strand
        self.last: list[tuple[Edge, list[Node]]] = []  # ways on that several strands take at once
        for at in places:
            self._place(at)

    def _place(self, at: Location) -> None:
        key = self.known.stage_of(at)
        turn = at.context.turn
        own = EVERYBODY
        if turn is not None:
            own = turn.section.pcs[turn.strand]
            rests = self.known.at_rest(at)
            self.live[-1, at.index] |= rests
            self._reads(key, own, rests)
        elif any(edge.way is Way.ENTER for edge in at.out):
            self._reads(key, EVERYBODY, self.known.shown.pick(at.scene, at.op))
        for edge in at.out:
            if not edge.taken:
                continue
            before = [(-1, at.index)] if turn is not None else list(
                points_of(edge.guard, self.graph)
            )
            if len(before) == 1:
                strand = own if turn is not None else before[0][0]
                self.steps.append((edge, before[0], list(self._behind(edge)), strand))
                self._reads(key, strand, self._told(edge))
            elif before:
                self.last.append((edge, before))

    def _reads(self, key: StageKey, strand: int, some: int) -> None:
        self.reads[key, strand] |= some
        self.strands[key].add(strand)

    def _behind(self, edge: Edge) -> Iterator[Node]:
        """Where an edge leaves its strands; nowhere if it leaves the section."""
        target = self.graph.locations[edge.target]
        if target.context.turn is not None:
            yield -1, target.index
        elif target.kind is Kind.TURNS:
            for var, term in edge.sets:
                if var in self.graph.pcs and isinstance(term, int):
                    yield var, term

    def _told(self, edge: Edge) -> int:
        """What an edge shows, and reads to store it where it may be noticed."""
        if self._leaves(edge):
            return self.known.before(edge)
        found, live = 0, self.known.live[edge.target]
        for _, store, value, shown in reversed(self.known.acts(edge)):
            found |= shown | (value if live & store else 0)
            live |= found
        return found

    def _leaves(self, edge: Edge) -> bool:
        target = self.graph.locations[edge.target]
        return target.context.turn is None and target.kind is not Kind.TURNS

    def _after(self, edge: Edge, behind: list[Node], strand: int) -> int:
        """What can be noticed behind an edge of a strand."""
        anything = self.known.live[edge.target]  # the graph may know better who comes when
        if self._leaves(edge):
            return anything
        found = 0
        for node in behind:
            found |= self.live[node]
        return (found | self._others(edge, strand)) & anything

    def _others(self, edge: Edge, strand: int) -> int:
        """What all but a strand may read in the stage in which an edge ends."""
        key = self.known.stage_of(self.graph.locations[edge.target])
        found = 0
        for other in self.strands[key]:
            if other != strand:
                found |= self.reads[key, other]
        return found

    def run(self) -> dict[Edge, int]:
        moved = True
        while moved:
            moved = False
            for edge, before in self.last:
                behind = dict(self._behind(edge))
                for node in before:
                    if self._leaves(edge):
                        moved |= self._more(node, self.known.before(edge))
                    elif node[0] in behind:
                        after = self.live[node[0], behind[node[0]]]
                        moved |= self._more(node, after | self._others(edge, node[0]))
            for edge, node, behind_it, strand in reversed(self.steps):
                after = self._after(edge, behind_it, strand)
                moved |= self._more(node, self.known.before(edge, after))
        return {
            edge: self._after(edge, behind, strand) for edge, _, behind, strand in self.steps
        }

    def _more(self, node: Node, some: int) -> bool:
        old = self.live[node]
        self.live[node] = old | some
        return self.live[node] != old


_known: Final[Aside[dict[Edge, int]]] = Aside(lambda study: inside(later(study)))
