"""Cuts: what is known at the borders of a story's parts once all of it is proved.

Goes in: a `Study`, of a whole story or of some of its parts with what is around them. Come out:
`Cuts`: for every two parts between which control passes what passes there: states, values, and all
that an edge says about operations it passes; and at the locations on both sides what is live, what
can be noticed later, and in which states control rests there.

Parts are taken together that lead back to each other (*groups*), so groups have an order, and every
way leads on in it. `window.py` proves some groups anew between their cuts and says why that is
enough.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Final, TypeAlias

from weavec import ir
from weavec.node import node
from weavec.prove.choices import Choices
from weavec.prove.control import Crossings
from weavec.prove.diagrams import Diagrams, Set
from weavec.prove.engine import Study
from weavec.prove.graph import ENTERED, SAID_YES, Edge, Kind, Location, Stack
from weavec.prove.inside import noticed
from weavec.prove.later import later
from weavec.prove.marks import Marks
from weavec.prove.order import rings
from weavec.prove.report import asked_for
from weavec.prove.retold import UnfitError
from weavec.prove.stores import Saturation, Saturations, ranges
from weavec.prove.terms import Term, highest, indices
from weavec.prove.units import Lead, Units, leads_out
from weavec.prove.verdicts import choice_at, rests

Key: TypeAlias = tuple[int, int, int, Stack]
"""A location: scene, operation, mind, ways back."""
Pair: TypeAlias = tuple[int, int]
"""Two groups, or twice the same."""
Fact: TypeAlias = tuple[int | str | bool, ...]
"""Something that an edge says: a letter, and what it is about."""
Store: TypeAlias = tuple[int, Term]
Needed: TypeAlias = tuple[int, int]
"""Variables: what is active, and what is live."""
Known: TypeAlias = int
"""A set of states, by its number among the nodes that are kept; 0 holds none, 1 all."""

START: Final = -1
"""In place of a group: where the story begins."""


@node
class Rest:
    """What is known at a location. `states`: none where they are not asked for.

    `said`: of a choice, whether all options that can be picked come to the same.
    """

    values: int
    active: int
    live: int
    states: Known | None
    said: bool | None


@node
class Passed:
    """What passes from a group to another, or stays in one.

    `sources`: the locations from which edges lead there, with what is active and what is live
    before these edges on their account. `into`: by location where they end, the values and the
    states that come there. `facts`: what the edges say; of those that stay, only about operations
    of other groups. `touches`: further groups through which they pass. `stores`: all that they
    store.
    """

    sources: dict[Key, Needed]
    into: dict[Key, tuple[int, Known]]
    facts: frozenset[Fact]
    touches: frozenset[int]
    stores: frozenset[Store]


@node
class Group:
    """A group by itself. `guests`: its locations in scenes of other groups.

    `endings`: those that it reaches; `hole`: whether it comes to where the story is not written.
    """

    size: int
    guests: frozenset[Key]
    endings: frozenset[str]
    hole: bool


@node
class Cuts:
    """What is known at the borders.

    `groups`: for each group itself; `of`: for each part its group. `nodes`: variable, bit, and the
    two nodes that follow it, from number 2. `tops`: with which numbers counts are compared, by
    part, and in all. `slots`: where variables lie in diagrams.
    """

    of: tuple[int, ...]
    groups: tuple[Group, ...]
    pairs: dict[Pair, Passed]
    rests: dict[Key, Rest]
    nodes: list[tuple[int, int, int, int]]
    domains: list[tuple[int, ...]]
    slots: dict[int, tuple[int, int]]
    tops: tuple[dict[int, int], ...]
    all_tops: dict[int, int]
    leads: tuple[tuple[Lead, ...], ...]
    ranges: tuple[Saturation, ...]
    crossings: Crossings

    def ways(self) -> list[Pair]:
        """From which group control passes to which."""
        return [pair for pair in self.pairs if START not in pair and pair[0] != pair[1]]


def key_at(at: Location) -> Key:
    """The name of a location."""
    return at.scene, at.op, at.context.mind, at.context.stack


# ------------------------------------------------------------------ sets of states


class Writer:
    """Makes nodes of diagrams, each variable by its number."""

    def __init__(self, nodes: list[tuple[int, int, int, int]]) -> None:
        self.nodes: Final = list(nodes)
        self.index: Final = {each: number + 2 for number, each in enumerate(nodes)}

    def write(self, study: Study, index: int, states: Set) -> Known:
        """The number of a set of states of a location."""
        layout, values = study.layout, study.values
        bits: dict[int, tuple[int, int]] = {}
        for low in indices(layout.active[index]):
            var = values.var_at[low]
            at, width = layout.slots[var]
            for bit in range(width):
                bits[2 * (at + bit)] = var, bit
        known: dict[Set, Known] = {study.diagrams.false: 0, study.diagrams.true: 1}

        def write(some: Set) -> Known:
            found = known.get(some)
            if found is None:
                parts = some.cofactors()
                assert parts is not None
                yes, no = parts
                number = some.node_var()
                assert number is not None
                var, bit = bits[number]
                made = (var, bit, write(yes), write(no))
                found = self.index.get(made)
                if found is None:
                    found = self.index[made] = len(self.nodes) + 2
                    self.nodes.append(made)
                known[some] = found
            return found

        return write(states)


class Reader:
    """Makes diagrams of nodes."""

    def __init__(self, nodes: list[tuple[int, int, int, int]], diagrams: Diagrams) -> None:
        self.nodes: Final = nodes
        self.diagrams: Final = diagrams
        self.known: Final[dict[Known, Set]] = {0: diagrams.false, 1: diagrams.true}

    def read(self, number: Known) -> Set:
        """The set with a number."""
        found = self.known.get(number)
        if found is None:
            var, bit, yes, no = self.nodes[number - 2]
            place = self.diagrams.layout.slots[var][0] + bit
            found = self.diagrams.plain[place].ite(self.read(yes), self.read(no))
            self.known[number] = found
        return found


# ------------------------------------------------------------------ what edges say


class Facts:
    """What edges say about the operations that they pass."""

    def __init__(self, study: Study) -> None:
        self.study: Final = study
        self.ranges: Final = Saturations(study)
        self.marks: Final = Marks(study)
        self.rows: Final = self.marks.rows() if self.marks.asking else []

    def of(self, edge: Edge) -> Iterator[Fact]:
        """All that an edge says, if some play takes it.

        Raises:
            UnfitError: not all of it can be said by the edge alone.
        """
        if edge.source >= 0 and not edge.taken:
            return
        spans = edge.spans
        for i in range(0, len(spans), 3):
            scene, first, last = spans[i : i + 3]
            if last == ENTERED:
                yield "entered", scene, first
            elif last < 0:
                yield "said", scene, first, last == SAID_YES
                yield "passed", scene, first
            else:
                for op in range(first, last + 1):
                    yield "passed", scene, op
        for (scene, op), read in noticed(self.study, edge):
            yield "stored", scene, op, read
        self.ranges.found.clear()
        self.ranges.look(edge)
        if self.ranges.open:
            raise UnfitError
        for ((scene, op), end), asked in self.ranges.found.items():
            yield "range", scene, op, end, asked
        for key, showing in self.marks.on_edge(edge, self.rows) if self.rows else ():
            scene, op = showing.place
            for arm in self.marks.asking[key]:
                self.marks.answers.clear()
                self.marks.ask(arm, showing)
                _, number, place = arm.question
                for answer in self.marks.answers.get(arm.question, ()):
                    yield "mark", scene, op, number, place, answer


# ------------------------------------------------------------------ the survey


class Survey:
    """Goes over a study and notes what passes between groups.

    Args:
        study: what was proved. Edges that are not `wanted` are left out.
        units: the parts, and `of`, for each its group.
        wanted: groups of which everything is noted; none: all.
        writer: takes the sets of states.
    """

    def __init__(
        self, study: Study, units: Units, of: tuple[int, ...],
        wanted: Collection[int] | None, writer: Writer,
    ) -> None:  # fmt: skip
        self.study: Final = study
        self.units: Final = units
        self.of: Final = of
        self.wanted: Final = wanted
        self.writer: Final = writer
        self.later: Final = later(study)
        self.facts: Final = Facts(study)
        self.choices: Final = Choices(study)
        self.rests: Final[dict[Key, Rest]] = {}
        self.sources: Final[dict[Pair, dict[Key, Needed]]] = defaultdict(dict)
        self.into: Final[dict[Pair, dict[int, tuple[int, Set | None]]]] = defaultdict(dict)
        self.touches: Final[dict[Pair, set[int]]] = defaultdict(set)
        self.said: Final[dict[Pair, set[Fact]]] = defaultdict(set)
        self.stores: Final[dict[Pair, set[Store]]] = defaultdict(set)
        self.guests: Final[dict[int, set[Key]]] = defaultdict(set)
        self.endings: Final[dict[int, set[str]]] = defaultdict(set)
        self.holes: Final[set[int]] = set()
        self.sizes: Final[dict[int, int]] = defaultdict(int)
        self.group_of: Final = [of[unit] for unit in units.of]  # by scene
        self.owners: Final = [of[units.owner(at)] for at in study.graph.locations]
        self._run()

    def _run(self) -> None:
        study, wanted = self.study, self.wanted
        start = study.graph.start
        if start.possible and (wanted is None or self.owners[start.target] in wanted):
            self._edge(start, START, self.owners[start.target])
        for at in study.graph.locations:
            own = self.owners[at.index]
            inner = wanted is None or own in wanted
            if inner:
                self._location(at, own)
            border = False
            for edge in at.out:
                to = self.owners[edge.target]
                if inner or to in wanted:  # type: ignore[operator]
                    self._edge(edge, own, to)
                    border = border or to != own
            if border:
                self._rest(at, True)
                for edge in at.out:
                    self._rest(study.graph.locations[edge.target], False)

    def _location(self, at: Location, own: int) -> None:
        self.sizes[own] += 1
        if self.study.found.states[at.index] is None:
            return
        if self.group_of[at.scene] != own:
            self.guests[own].add(key_at(at))
            self._rest(at, True)
        if at.kind is Kind.END:
            op = self.study.program.scenes[at.scene].ops[at.op]
            assert isinstance(op, ir.End)
            self.endings[own].add(op.name)
        elif at.kind is Kind.HOLE:
            self.holes.add(own)

    def _edge(self, edge: Edge, own: int, to: int) -> None:
        pair = (own, to)
        stores = self.stores[pair]
        stores.update(edge.sets)
        passed = {*map(self.group_of.__getitem__, edge.spans[::3])} - {own, to}
        if passed:
            self.touches[pair].update(passed)
        if own == to:
            if passed:
                self.said[pair].update(
                    fact for fact in self.facts.of(edge) if self.group_of[int(fact[1])] != own
                )
            return
        study, target = self.study, edge.target
        self.said[pair].update(self.facts.of(edge))
        values, states = self.into[pair].get(target, (0, None))
        if edge.source < 0:
            values |= study.values.after(edge, study.values.initial())
            states = study.diagrams.initial(edge)
        else:
            self._source(edge, self.sources[pair])
            if edge.possible:
                values |= study.values.after(edge, study.values.at[edge.source])
            here = study.found.states[edge.source]
            if edge.taken and here is not None:
                made = study.diagrams.image(edge, here)
                states = made if states is None else states | made
        self.into[pair][target] = values, states
        self._rest(study.graph.locations[target], False)

    def _source(self, edge: Edge, sources: dict[Key, Needed]) -> None:
        """Note from where an edge leads on, and what matters there because it does."""
        study = self.study
        key = key_at(study.graph.locations[edge.source])
        active, live = sources.get(key, (0, 0))
        if edge.possible:
            state = study.values.at[edge.source]
            active |= study.layout.needed(edge, state) & study.values.several(state)
        if edge.taken:
            live |= self.later.before(edge)
        sources[key] = active, live

    def _rest(self, at: Location, whole: bool) -> None:
        """Note what is known at a location. `whole`: with its states."""
        key, study = key_at(at), self.study
        old = self.rests.get(key)
        if old is not None and (old.states is not None or not whole):
            return
        states: Known | None = None
        said: bool | None = None
        if whole:
            here = study.found.states[at.index]
            states = 0 if here is None else self.writer.write(study, at.index, here)
            if here is not None and at.kind is Kind.CHOICE and rests(at) and not choice_at(
                study.graph, at
            ).hub:  # fmt: skip
                said = self.choices.same(at, here)
        self.rests[key] = Rest(
            study.values.at[at.index], study.layout.active[at.index], self.later.live[at.index],
            states, said,
        )  # fmt: skip

    def passed(self) -> dict[Pair, Passed]:
        """What passes between groups."""
        found: dict[Pair, Passed] = {}
        locations = self.study.graph.locations
        for pair in self.stores:
            into = {
                key_at(locations[target]): (
                    values, 0 if states is None else self.writer.write(self.study, target, states)
                )
                for target, (values, states) in self.into.get(pair, {}).items()
            }  # fmt: skip
            found[pair] = Passed(
                self.sources.get(pair, {}), into, frozenset(self.said.get(pair, ())),
                frozenset(self.touches.get(pair, ())), frozenset(self.stores[pair]),
            )  # fmt: skip
        return found

    def group(self, number: int) -> Group:
        """A group by itself."""
        return Group(
            self.sizes[number], frozenset(self.guests[number]), frozenset(self.endings[number]),
            number in self.holes,
        )  # fmt: skip


def cuts(study: Study, units: Units, crossings: Crossings) -> Cuts | None:
    """What is known at the borders of a story's parts; none if it is all one, or not simple enough.

    Args:
        study: the proof of all of the story, in which nothing is left open.
        units: its parts.
        crossings: where control leaves each, in a story that breaks no rule of control.
    """
    verdicts = study.verdicts
    if (
        any(bad is not None for bad in verdicts.bad) or study.loops or verdicts.dead
        or study.values.vague
        or study.graph.sections or study.values.vague
    ):  # fmt: skip
        return None
    known = ranges(study)
    writer = Writer([])
    of = _groups(study, units)
    many = max(of) + 1
    if many < 2 or known.open or not one_reason(study, range(len(units.of))):
        return None
    try:
        survey = Survey(study, units, of, None, writer)
        if any(key.startswith("@") for key in survey.facts.marks.asking):
            return None  # words that are shown in several parts
        passed = survey.passed()
    except (UnfitError, RecursionError):
        return None
    program = study.program
    return Cuts(
        of, tuple(survey.group(number) for number in range(many)), passed, survey.rests,
        writer.nodes, list(study.values.domains), study.layout.slots,
        tuple(highest(program, scenes) if program.counts else {} for scenes in units.scenes),
        study.graph.terms.tops,
        tuple(tuple(leads_out(program, units, unit)) for unit in range(len(units.scenes))),
        known.told(), crossings,
    )  # fmt: skip


def one_reason(study: Study, scenes: Collection[int]) -> bool:
    """Whether options of some scenes that nobody can pick ask for the same in every context.

    Where they ask for the perspective they may not; then the reason that is told is that of one of
    the contexts, and which depends on all of the story.
    """
    standing: dict[ir.Place, list[Location]] = {}
    for at in study.graph.locations:
        if at.kind is Kind.CHOICE and at.scene in scenes:
            standing.setdefault((at.scene, at.op), []).append(at)
    return all(
        len({asked_for(study.graph, at, number) for at in some}) == 1
        for place, some in standing.items() if some[1:]
        for number in range(len(choice_at(study.graph, some[0]).options))
        if (place, number) not in study.verdicts.options
    )


def _groups(study: Study, units: Units) -> tuple[int, ...]:
    """For each part its group, in the order of ways."""
    out: list[set[int]] = [set() for _ in units.scenes]
    locations = study.graph.locations
    owners = [units.owner(at) for at in locations]
    for at in locations:
        own = owners[at.index]
        for edge in at.out:
            if owners[edge.target] != own:
                out[own].add(owners[edge.target])
    of = [-1] * len(out)
    found = rings(owners[study.graph.start.target], [sorted(each) for each in out])
    for number, ring in enumerate(found):
        for unit in ring:
            of[unit] = number
    many = len(found)
    for unit, group in enumerate(of):
        if group < 0:  # no way leads there
            of[unit] = many
            many += 1
    return tuple(of)
