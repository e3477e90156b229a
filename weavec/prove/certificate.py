"""Certificates: the reachable states of a story, written down so that they can be checked.

Goes in: a program. Comes out: the text of a certificate, which `weavec.certify` reads and
describes; it shares no code with what is here. The states are those of `explore`, of every place
where ways meet: what lies between such places follows from them. A state of the engine leaves out
variables that do not matter or are constants; of these, the certificate says again what somebody
asks for.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from weavec import ir
from weavec.prove.diagrams import Set
from weavec.prove.engine import STANDARD, Study, study
from weavec.prove.graph import Edge, Graph, Kind, Location, TooMuch
from weavec.prove.limits import Limits
from weavec.prove.terms import Term, indices, reads

FORMAT: Final = 1
EMPTY, EVERY = 0, 1

Span = list[int]
Claim = list[Any]


def certificate(program: ir.Program, limits: Limits = STANDARD) -> str | None:
    """The certificate of a program; none if a limit is hit."""
    try:
        return written(study(program, limits))
    except TooMuch:
        return None


def written(proved: Study) -> str:
    """The certificate of a study."""
    asked = _asked(proved)
    names = Names(proved, asked)
    nodes = Nodes(proved, names)
    points = [
        [at.scene, at.op, at.context.mind, [list(way) for way in at.context.stack],
         [nodes.data(at), nodes.pinned(at, asked[at.index])]]
        for at in _points(proved)
    ]  # fmt: skip
    parts = {
        "weave-certificate": [str(FORMAT)],
        "variables": _rows(names.names),
        "nodes": _rows(nodes.rows),
        "points": _rows(points),
        "sections": _rows(_sections(proved.graph, asked, names)),
        "claims": _rows(_claims(proved)),
    }
    body = [
        f'"{key}": ' + (rows[0] if key == "weave-certificate" else "[\n" + ",\n".join(rows) + "]")
        for key, rows in parts.items()
    ]
    return "{" + ",\n".join(body) + "}\n"


def _rows(some: Iterable[Any]) -> list[str]:
    return [json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in some]


# ------------------------------------------------------------------ which places, which variables


def _points(proved: Study) -> list[Location]:
    """The reached places of the main cursor at which ways meet, and every way round has one."""
    edges = [proved.graph.start]
    edges += [edge for at in proved.graph.locations for edge in at.out if edge.taken]
    into = Counter(edge.target for edge in edges)
    return [
        at for at in proved.graph.locations
        if into[at.index] > 1 and at.kind is not Kind.TURNS and at.context.turn is None
        and proved.found.states[at.index] is not None
    ]  # fmt: skip


def _asked(proved: Study) -> list[int]:
    """For each location the variables that some condition behind it reads, as bits by index.

    Unlike what is active there, they may be constants, and conditions that values alone decide
    count as well: the checker has to decide them again.
    """
    locations = proved.graph.locations
    asked = [0] * len(locations)
    for index, terms in proved.layout.asked.items():
        asked[index] = _reads(terms)
    for ring in reversed(proved.values.rings):
        moved = True
        while moved:
            moved = False
            for index in reversed(ring):
                found = asked[index]
                for edge in locations[index].out:
                    found |= _passed(edge, asked[edge.target])[0]
                if found != asked[index]:
                    asked[index] = found
                    moved = len(ring) > 1 or any(e.target == index for e in locations[index].out)
    return asked


def _reads(terms: Iterable[Term]) -> int:
    found = 0
    for term in terms:
        found |= reads(term)
    return found


def _passed(edge: Edge, asked: int) -> tuple[int, int]:
    """What is asked before an edge, and anywhere on it, given what is asked behind it."""
    anywhere = asked
    for var, term in reversed(edge.sets):
        if asked >> var & 1:
            asked = asked & ~(1 << var) | reads(term)
            anywhere |= asked
    asked |= reads(edge.guard)
    return asked, anywhere | asked


class Names:
    """The variables of a certificate, in the order of the diagrams."""

    def __init__(self, proved: Study, asked: list[int]) -> None:
        terms, slots = proved.graph.terms, proved.layout.slots
        every = _passed(proved.graph.start, asked[proved.graph.start.target])[1]
        for at in proved.graph.locations:
            if proved.found.states[at.index] is not None:
                for edge in at.out:
                    every |= _passed(edge, asked[edge.target])[1]
                every |= asked[at.index]
        last = len(proved.diagrams.plain)
        self.vars = sorted(
            (var for var in indices(every) if var not in proved.graph.pcs),
            key=lambda var: (slots[var][0] if var in slots else last, var),
        )
        self.level = {var: level for level, var in enumerate(self.vars)}
        self.names = [
            terms.variables[var].name if var < terms.first_count
            else f"# {terms.variables[var].name}"
            for var in self.vars
        ]  # fmt: skip


# ------------------------------------------------------------------ sets


class Nodes:
    """The sets of a certificate: the engine's diagrams of bits as diagrams of values."""

    def __init__(self, proved: Study, names: Names) -> None:
        self.proved = proved
        self.names = names
        self.rows: list[list[Any]] = []
        self.known: dict[tuple[Any, ...], int] = {}
        self.made: dict[tuple[Set, int], int] = {}
        self.pins: dict[tuple[int, int], int] = {}
        self.suffixes: dict[tuple[int, ...], int] = {}
        self.spans: dict[int, tuple[tuple[Span, ...], bool]] = {
            var: self._spans(var, proved.values.domains[var]) for var in names.vars
        }

    def _spans(self, var: int, numbers: Iterable[int]) -> tuple[tuple[Span, ...], bool]:
        """The values of a variable that numbers of the engine stand for; whether they are all.

        A count that is never compared with more than a number is not counted further by the engine:
        its last number stands for all from there.
        """
        terms = self.proved.graph.terms
        of = terms.variables[var]
        last = of.hi
        if var >= terms.first_count:
            last = self.proved.program.counts[var - terms.first_count].max
        spans = tuple([number, last if number == of.hi else number] for number in numbers)
        return spans, sum(b - a + 1 for a, b in spans) == last - of.lo + 1

    def node(self, var: int, arms: list[tuple[int, tuple[Span, ...]]]) -> int:
        """A set by the values of a variable; `arms`: sets and their values; the rest is empty."""
        joined: dict[int, list[Span]] = {}
        for child, spans in arms:
            if child != EMPTY:
                joined.setdefault(child, []).extend(spans)
        if not joined:
            return EMPTY
        if len(joined) == 1:
            child, held = next(iter(joined.items()))
            lo, hi = self.spans[var][0][0][0], self.spans[var][0][-1][1]
            if self.spans[var][1] and sum(b - a + 1 for a, b in held) == hi - lo + 1:
                return child
        row = [[child, *_merged(joined[child])] for child in sorted(joined)]
        key = (var, *(tuple(each) for each in row))
        if key not in self.known:
            self.known[key] = len(self.rows) + 2
            self.rows.append([self.names.level[var], *row])
        return self.known[key]

    def pinned(self, at: Location, asked: int) -> int:
        """What every state of a location has in common of variables that are not active there."""
        values, active = self.proved.values, self.proved.layout.active[at.index]
        state, found = values.at[at.index], EVERY
        for var in sorted(indices(asked), key=self.names.level.__getitem__, reverse=True):
            if active >> values.low[var] & 1:
                continue
            key = (found, state & values.field[var])
            if key not in self.pins:
                spans, _ = self._spans(var, values.numbers(var, state))
                self.pins[key] = self.node(var, [(found, spans)])
            found = self.pins[key]
        return found

    def data(self, at: Location) -> int:
        """The states of a location over its active variables."""
        states = self.proved.found.states[at.index]
        assert states is not None
        layout, values = self.proved.layout, self.proved.values
        some = [values.var_at[low] for low in indices(layout.active[at.index])]
        active = tuple(sorted(some, key=lambda var: layout.slots[var][0]))
        ends = range(len(active) + 1)
        keys = [self.suffixes.setdefault(active[i:], len(self.suffixes)) for i in ends]
        return self.of(states, active, keys, 0)

    def of(self, states: Set, active: tuple[int, ...], keys: list[int], i: int) -> int:
        """A diagram of bits, from the i-th active variable on."""
        if i == len(active):
            return EVERY if states.satisfiable() else EMPTY
        key = (states, keys[i])
        found = self.made.get(key)
        if found is None:
            var = active[i]
            at, width = self.proved.layout.slots[var]
            spans, _ = self.spans[var]
            arms: list[tuple[int, tuple[Span, ...]]] = []
            for place, span in enumerate(spans):
                rest = states
                for bit in range(width):
                    rest = _cofactor(rest, 2 * (at + bit), bool(place >> width - 1 - bit & 1))
                arms.append((self.of(rest, active, keys, i + 1), (span,)))
            found = self.made[key] = self.node(var, arms)
        return found


def _cofactor(states: Set, bit: int, value: bool) -> Set:
    """The states with a bit; all bits above it are given."""
    if states.node_var() != bit:
        return states
    cofactors = states.cofactors()
    assert cofactors is not None
    return cofactors[0] if value else cofactors[1]


def _merged(spans: list[Span]) -> Span:
    """Spans as one list of first and last values, neighbours joined."""
    found: Span = []
    for first, last in sorted(spans):
        if found and found[-1] == first - 1:
            found[-1] = last
        else:
            found += (first, last)
    return found


# ------------------------------------------------------------------ sections and claims


def _sections(graph: Graph, asked: list[int], names: Names) -> list[list[Any]]:
    """For each section the variables that matter in it, and where it is left."""
    followed: dict[tuple[int, int], int] = {}
    inside: dict[int, tuple[int, int]] = {}
    for at in graph.locations:
        if at.kind in (Kind.STRANDS, Kind.TURNS):
            inside[at.index] = (at.scene, at.op)
        elif at.context.turn is not None:
            inside[at.index] = section_of(at)
    for index, place in inside.items():
        found = followed.get(place, 0) | asked[index]
        for edge in graph.locations[index].out:
            found |= _passed(edge, asked[edge.target])[1]
        followed[place] = found
    return [
        [*place, sorted(names.level[var] for var in indices(some) if var in names.level)]
        for place, some in followed.items()
    ]


def section_of(at: Location) -> tuple[int, int]:
    """The place of the section in whose strand a location stands."""
    turn = at.context.turn
    assert turn is not None
    main: Location = turn.section.at
    return main.scene, main.op


def _claims(proved: Study) -> list[Claim]:
    """All that was proved never to be met."""
    program, met = proved.program, proved.verdicts
    claims: list[Claim] = []
    faults = {
        (at.scene, at.op) for at in proved.graph.locations
        if at.kind is Kind.FAULT and proved.found.states[at.index] is not None
    }  # fmt: skip
    for index, scene in enumerate(program.scenes):
        if not met.entries.get(index):
            claims.append(["scene", scene.id])
        others = set(range(-1, len(program.minds))) - set(met.entries.get(index, ()))
        claims += [["entry", scene.id, mind] for mind in sorted(others)]
        for at, op in enumerate(scene.ops):
            place = (index, at)
            match op:
                case ir.Line(id=name) if place not in met.places:
                    claims.append(["line", name])
                case ir.End(name=name) if name not in met.endings:
                    claims.append(["ending", name])
                case ir.Choice():
                    claims += _of_choice(proved, place, op)
                case ir.Branch():
                    claims += _answers(proved, place, "if", None)
                case ir.Return() | ir.Off() | ir.Strands() if place not in faults:
                    claims.append(["fault", scene.id, at])
    return claims


def _of_choice(proved: Study, place: ir.Place, choice: ir.Choice) -> list[Claim]:
    """What never happens at a choice."""
    met = proved.verdicts
    claims: list[Claim] = [] if place in met.dead else [["dead-end", choice.id]]
    for index, option in enumerate(choice.options):
        if (place, index) not in met.options:
            claims.append(["option", option.id])
        for part, cond in (("if", option.cond), ("needs", option.needs)):
            if cond is not None:
                claims += _answers(proved, place, part, index)
    return claims


def _answers(proved: Study, place: ir.Place, part: str, option: int | None) -> list[Claim]:
    """The answers that a condition never has."""
    scene = proved.program.scenes[place[0]].id
    said = proved.verdicts.answers.get((place, part, option), set())
    number = -1 if option is None else option
    return [
        ["answer", scene, place[1], part, number, int(one)]
        for one in (False, True) if one not in said
    ]  # fmt: skip
