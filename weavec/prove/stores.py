"""Stores: what a `set` stores that nobody reads, and where a range stops it.

Goes in: a `Study`. Come out: the places of `set`s whose values are never noticed, and those at
which some play asks for more than a range holds; and findings about both.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from weavec import ir
from weavec.check.lines import line_of
from weavec.diagnostics import Diagnostic, Kin, Sink
from weavec.ir import Place
from weavec.lower.program import Lowered
from weavec.node import node
from weavec.prove.diagrams import Diagrams, Set
from weavec.prove.engine import Aside, Study
from weavec.prove.explore import TOO_MUCH, Reached, Watch, explore
from weavec.prove.graph import Edge
from weavec.prove.inside import noticed
from weavec.prove.live import Layout
from weavec.prove.terms import Term, clamped, indices, put, reads, value
from weavec.symbols import Symbols

MOST_FOLLOWED: Final = 5_000
"""Locations of a story in which values that are only shown are followed for their ranges' ends."""
MOST_NODES: Final = 1 << 20
"""Nodes that this may take, and """
SHARE: Final = 0.25
"""of the time that is left."""


def store_findings(
    symbols: Symbols, lowered: Lowered, study: Study
) -> tuple[Diagnostic, ...]:
    """Findings about what is stored."""
    return (
        *unused_findings(symbols, lowered, unused_sets(study)),
        *range_findings(symbols, lowered, saturations(study)),
    )  # fmt: skip


def unused_findings(
    symbols: Symbols, lowered: Lowered, places: Iterable[Place]
) -> tuple[Diagnostic, ...]:
    """A finding for each `set` of which nobody notices what it stores."""
    sink = Sink()
    scenes = list(symbols.scenes.values())
    program = lowered.program
    for place in places:
        name = _set_at(program, place).var
        if scenes[place[0]].decl.draft or f"value {program.vars[name].name}" not in symbols.used:
            continue  # not written yet; or nothing anywhere reads it, which is said at its name
        sink.report(
            "unused-set", line_of(scenes, lowered, place),
            f"nothing ever reads what is stored in `{program.vars[name].name}` here",
            f"remove this line, or ask for `{program.vars[name].name}` somewhere after it",
            verdict="proved",
        )  # fmt: skip
    return tuple(sink.found)


def range_findings(
    symbols: Symbols, lowered: Lowered, some: Iterable[Saturation]
) -> tuple[Diagnostic, ...]:
    """A finding for each variable that can pass the end of its range."""
    sink = Sink()
    scenes = list(symbols.scenes.values())
    program = lowered.program
    ends: dict[tuple[Place, str], list[object]] = {}
    for found in some:
        if not scenes[found.place[0]].decl.draft:
            words = program.vars[_set_at(program, found.place).var].words
            end = found.end if words is None else words[found.end]
            ends.setdefault((found.place, found.name), []).append(end)
    for (place, name), stays in ends.items():
        passes = "its end" if len(stays) == 1 else "either end"
        where = " or ".join(map(str, stays))
        sink.report(
            "saturation", line_of(scenes, lowered, place),
            f"`{name}` can pass {passes} here, and stays at {where}",
            "make its range wider, or leave it: ranges stop at their ends",
            verdict="refuted",
            # one note a variable: most ranges mean to stop
            kin=Kin(name, f"here, too, and stays at {where}"),
        )  # fmt: skip
    return tuple(sink.found)


def _set_at(program: ir.Program, place: Place) -> ir.Set:
    op = program.scenes[place[0]].ops[place[1]]
    assert isinstance(op, ir.Set)
    return op


# ------------------------------------------------------------------ what nobody reads


def unused_sets(study: Study) -> tuple[Place, ...]:
    """The `set`s that some play does, and whose value no way reads before it is stored anew.

    A value that is read only to be stored where nobody reads it is not read. Hidden flags of
    `reveal` are no author's `set`s. Variables that nothing reads anywhere are among the places.
    """
    used: set[Place] = set()
    met: set[Place] = set()
    for edge in study.graph.taken():
        for place, read in noticed(study, edge):
            (used if read else met).add(place)
    names = study.program.vars
    return tuple(sorted(
        place for place in met - used
        if not names[_set_at(study.program, place).var].name.startswith("reveal ")
    ))  # fmt: skip


# ------------------------------------------------------------------ where a range stops a value


@node
class Saturation:
    """A `set` at which some play stores more than its variable holds.

    `name`: the variable's. `end`: the end of its range at which the value stays. `asked`: the
    furthest that is asked for in any play.
    """

    place: Place
    name: str
    end: int
    asked: int


def saturations(study: Study) -> tuple[Saturation, ...]:
    """The `set`s that some play clamps where what is stored can be noticed later.

    Decided exactly wherever the values of what is computed are followed, which they are as long as
    conditions ask for the result. For variables that are only shown, the states are found once
    more, with these followed too; where that is too much, they are followed one at a time, and a
    place counts if all that can be computed lies beyond the range.
    """
    return ranges(study).told()


def ranges(study: Study) -> Saturations:
    """What is known of where ranges stop values, worked out once for a study."""
    return _known.of(study)


def _ranges(study: Study) -> Saturations:
    found = Saturations(study)
    found.run()
    return found


_known: Final = Aside(_ranges)


@node
class _Open:
    """A `set` on an edge of which it is not known yet what it stores: `term`, into `lo`..`hi`."""

    place: Place
    edge: Edge
    term: Term
    lo: int
    hi: int


class Saturations:
    """The `set`s that store too much, in the making. `found`: by place and end, what is asked.

    `open`: of which it is not known yet.
    """

    def __init__(self, study: Study) -> None:
        self.study = study
        self.variables = study.graph.terms.variables
        self.size = len(study.program.vars)
        self.beyond: dict[tuple[int, Term], bool] = {}
        self.possible: dict[tuple[Term, int], set[int] | None] = {}
        self.found: dict[tuple[Place, int], int] = {}
        self.open: list[_Open] = []

    def run(self) -> None:
        """Look at all edges."""
        for edge in self.study.graph.taken():
            self.look(edge)
        if self.open:
            self.follow()

    def look(self, edge: Edge) -> None:
        """Look at an edge, if it may store more than a range holds."""
        if any(var < self.size and self.may_pass(var, term) for var, term in edge.sets):
            self.edge(edge)

    def told(self) -> tuple[Saturation, ...]:
        """What was found."""
        names, program = self.study.program.vars, self.study.program
        return tuple(
            Saturation(place, names[_set_at(program, place).var].name, end, asked)
            for (place, end), asked in sorted(self.found.items())
        )

    def may_pass(self, var: int, term: Term) -> bool:
        """Whether a term can come to more than a variable holds, as far as domains tell."""
        key = (var, term)
        found = self.beyond.get(key)
        if found is None:
            lo, hi = self.bounds(term)
            of = self.variables[var]
            found = self.beyond[key] = lo < of.lo or hi > of.hi
        return found

    def bounds(self, term: Term) -> tuple[int, int]:
        """The lowest and the highest that a term can come to, or less and more."""
        match term:
            case int():
                return term, term
            case ("var", int(var)):
                domain = self.study.values.domains[var]
                return domain[0], domain[-1]
            case ("neg", inner):
                lo, hi = self.bounds(inner)
                return -hi, -lo
            case ("sum", *parts):
                return 0, len(parts)
            case ("clamp", _, int(lo), int(hi)):
                return lo, hi
            case ("+" | "-" | "*" as op, a, b):
                (a_lo, a_hi), (b_lo, b_hi) = self.bounds(a), self.bounds(b)
                if op == "+":
                    return a_lo + b_lo, a_hi + b_hi
                if op == "-":
                    return a_lo - b_hi, a_hi - b_lo
                ends = [x * y for x in (a_lo, a_hi) for y in (b_lo, b_hi)]
                return min(ends), max(ends)
        return 0, 1

    def edge(self, edge: Edge) -> None:
        """Look at what an edge stores, one after another."""
        texts = self.study.graph.terms.texts
        sets = iter([
            (place, read) for place, read in noticed(self.study, edge)
            if _set_at(self.study.program, place).var not in texts
        ])  # fmt: skip
        env: dict[int, Term] = {}
        for var, term in edge.sets:
            of = self.variables[var]
            made = put(term, env) if env else term
            if var < self.size:
                place, read = next(sets)
                if read and self.may_pass(var, term):
                    numbers = self.numbers(edge, made, of.lo, of.hi)
                    if numbers is None:
                        self.open.append(_Open(place, edge, made, of.lo, of.hi))
                    for number in numbers or ():
                        self.passes(place, of.lo, of.hi, number)
            env[var] = clamped(made, of.lo, of.hi)

    def passes(self, place: Place, lo: int, hi: int, number: int) -> None:
        """Note a number that is stored, if it lies beyond the range."""
        if number > hi:
            self.found[place, hi] = max(number, self.found.get((place, hi), number))
        elif number < lo:
            self.found[place, lo] = min(number, self.found.get((place, lo), number))

    def numbers(self, edge: Edge, term: Term, lo: int, hi: int) -> list[int] | None:
        """What a term surely comes to in some play that takes an edge, as far as it is beyond;
        none if the states that are known do not tell."""
        study = self.study
        if edge.source < 0:
            return [value(term, {v: self.variables[v].init for v in indices(reads(term))})]
        values, here = study.values, study.found.states[edge.source]
        assert here is not None
        state = values.passing(edge.guard, values.at[edge.source])
        key = (term, state & values.fields_of(term))
        if key not in self.possible:
            self.possible[key] = values.results(term, state)
        possible = self.possible[key]
        if possible is not None:
            outside = [number for number in possible if not lo <= number <= hi]
            if not outside or len(possible) == 1:
                return outside
        known = values.known(term, values.at[edge.source])
        active = study.layout.active[edge.source]
        if any(not active >> values.low[v] & 1 for v in indices(reads(known))):
            if self.study.size() <= MOST_FOLLOWED:
                return None
            return self.surely(term, state, lo, hi)
        return self.met(study.diagrams, here, edge, known, lo, hi)

    def surely(self, term: Term, state: int, lo: int, hi: int) -> list[int]:
        """The least that a term is beyond, if it is beyond whatever values there are."""
        possible = self.possible[term, state & self.study.values.fields_of(term)]
        if possible is None or any(lo <= number <= hi for number in possible):
            return []
        return [min(possible)] if min(possible) > hi else [max(possible)]

    def met(
        self, diagrams: Diagrams, here: Set, edge: Edge, known: Term, lo: int, hi: int
    ) -> list[int]:
        """What a term comes to beyond its range in the states of a set that take an edge."""
        try:
            cases = diagrams.cases(known)
        except TOO_MUCH:
            return []
        enabled = diagrams.enabled(edge)
        found = []
        for number, some in cases.items():
            if not lo <= number <= hi:
                taken = some if enabled is None else some & enabled
                if (here & taken).satisfiable():
                    found.append(number)
        return found

    # -------------------------------------------------------------- what is only shown

    def follow(self) -> None:
        """Decide what is open with the values followed that it asks for."""
        study, values = self.study, self.study.values
        asked: dict[int, list[Term]] = {}
        for each in self.open:
            source = each.edge.source
            state = values.passing(each.edge.guard, values.at[source])
            possible = self.possible[each.term, state & values.fields_of(each.term)]
            asked.setdefault(source, []).extend(
                ("==", each.term, number)
                for number in possible or (each.hi + 1,) if not each.lo <= number <= each.hi
            )
        reached: Reached | None = None
        watch = Watch(study.watch.left() * SHARE)
        try:
            diagrams = Diagrams(Layout(study.graph, values, asked), MOST_NODES)
            reached = explore(study.graph, diagrams, watch)
            for each in self.open:
                here = reached.states[each.edge.source]
                assert here is not None
                known = values.known(each.term, values.at[each.edge.source])
                for number in self.met(diagrams, here, each.edge, known, each.lo, each.hi):
                    self.passes(each.place, each.lo, each.hi, number)
        except TOO_MUCH:
            for each in self.open:
                state = values.passing(each.edge.guard, values.at[each.edge.source])
                for number in self.surely(each.term, state, each.lo, each.hi):
                    self.passes(each.place, each.lo, each.hi, number)
        finally:
            study.diagrams.forget_plans()  # those of the other diagrams
