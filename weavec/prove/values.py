"""Values: which values each variable can have at each location, one variable at a time.

Goes in: a graph. Comes out: `Values`: for every variable its domain, and for every location a set
of bits with one bit for each value that each variable may have there. It is too much rather than
too little: what it leaves out no play can meet. Constants are found here, and edges that no state
can take; both make the exact work small.

All sets are Python integers. A variable has a *field*: as many bits as its domain has values; the
lowest bit of its field also stands for the variable itself in sets of variables.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import product
from math import prod
from typing import Final

from weavec.prove.domains import Domains, domains_in
from weavec.prove.graph import Edge, Graph
from weavec.prove.order import rings
from weavec.prove.terms import (
    Term,
    both,
    clamped,
    fixed,
    indices,
    negated,
    numbers_of,
    put,
    reads,
    value,
)

PATIENT: Final = 1_000
"""How often the values of a place may grow one by one."""
MANY: Final = 100
"""Values of a domain from which on nothing is worked out twice."""
MOST_CASES: Final = 20_000
"""Combinations of values that are looked at for one term."""


class Guard:
    """A condition as values see it.

    `literals`: for conditions on one variable, its field and the values for which it holds;
    `singles`: these conditions themselves. `rest`: conditions on several. `fields`: of all that it
    reads. What asks for a vague variable is in none of them: it is taken to hold.
    """

    __slots__ = ("fields", "literals", "rest", "singles", "term", "variables")

    def __init__(self, term: Term, values: Values) -> None:
        self.term = term
        self.literals: list[tuple[int, int]] = []
        self.singles: list[Term] = []
        self.rest: list[Term] = []
        self.fields = values.fields_of(term)
        self.variables = values.lows_of(term)
        for part in conjuncts(term):
            bits = reads(part)
            if bits & values.hidden:
                continue
            if bits & (bits - 1):
                self.rest.append(part)
            else:
                var = bits.bit_length() - 1
                self.literals.append((values.field[var], values.holding(part, var)))
                self.singles.append(part)


def conjuncts(term: Term) -> Iterator[Term]:
    """The conditions that must all hold for `term` to hold."""
    match term:
        case ("and", a, b):
            yield from conjuncts(a)
            yield from conjuncts(b)
        case ("not", ("or", a, b)):
            yield from conjuncts(negated(a))
            yield from conjuncts(negated(b))
        case int():
            if not term:
                yield term
        case _:
            yield term


class Stored:
    """What an edge stores, all at once: each variable and its term over the values before."""

    __slots__ = ("constant", "kept", "met", "terms")

    def __init__(self, sets: tuple[tuple[int, Term], ...], values: Values) -> None:
        env: dict[int, Term] = {}
        variables = values.graph.terms.variables
        for var, term in sets:
            of = variables[var]
            if var not in values.vague:
                env[var] = clamped(put(term, env), of.lo, of.hi)
        self.terms = env
        self.met = True  # some play may store this
        self.constant = 0  # the bits of constants stored
        self.kept = 0  # the fields of all variables stored
        for var, term in env.items():
            field = values.field[var]
            self.kept = self.kept | field if self.kept else field  # long numbers: rather shared
            if isinstance(term, int):
                bit = values.bit(var, term)
                self.constant |= bit
                self.met = self.met and bool(bit)


class Values:
    """The values at each location, and what they say of guards."""

    def __init__(self, graph: Graph, domains: Domains | None = None) -> None:
        """`domains`: of the variables, if they are known."""
        self.graph = graph
        known = domains_in(graph) if domains is None else domains
        self.domains = known.values
        self.vague = known.vague
        self.hidden = sum(1 << var for var in known.vague)
        self.index = [{v: i for i, v in enumerate(domain)} for domain in self.domains]
        self.low: list[int] = []
        self.field: list[int] = []
        at = 0
        for domain in self.domains:
            self.low.append(at)
            self.field.append(((1 << len(domain)) - 1) << at)
            at += len(domain)
        self.top = at
        self.var_at = {low: var for var, low in enumerate(self.low) if self.domains[var]}
        self.twos = sum(1 << low for low, d in zip(self.low, self.domains, strict=True)
                        if len(d) == 2)  # fmt: skip
        self.many = [var for var, d in enumerate(self.domains) if len(d) > 2]
        self.guards: dict[Term, Guard] = {}
        self.judged: dict[tuple[Term, int], bool | None] = {}
        self.imaged: dict[tuple[int, Term, int], int] = {}
        self.moved: dict[tuple[Edge, int], tuple[int, int]] = {}
        self._moves: dict[tuple[int, Term], dict[int, int]] = {}
        self.at: list[int] = [0] * len(graph.locations)
        self._lows: dict[int, int] = {}
        self._fields: dict[int, int] = {}
        self._holding: dict[Term, int] = {}
        self._stored: dict[tuple[tuple[int, Term], ...], Stored] = {}
        self._run()

    # -------------------------------------------------------------- fields

    def bit(self, var: int, number: int) -> int:
        """The bit of a value of a variable; 0 if no play meets it."""
        place = self.index[var].get(number)
        return 0 if place is None else 1 << (self.low[var] + place)

    def fields_of(self, term: Term) -> int:
        """The fields of all variables that a term reads."""
        bits = reads(term)
        found = self._fields.get(bits)
        if found is None:
            read = [self.field[var] for var in indices(bits)]
            found = self._fields[bits] = read[0] if len(read) == 1 else sum(read)
        return found

    def lows_of(self, term: Term) -> int:
        """The variables that a term reads, as a set of variables."""
        bits = reads(term)
        found = self._lows.get(bits)
        if found is None:
            found = self._lows[bits] = sum(1 << self.low[var] for var in indices(bits))
        return found

    def holding(self, term: Term, var: int) -> int:
        """The values of a variable for which a term that reads no other holds."""
        found = self._holding.get(term)
        if found is None:
            found = 0
            for number in numbers_of(term, self.domains[var]):
                found |= self.bit(var, number)
            self._holding[term] = found
        return found

    def guard(self, term: Term) -> Guard:
        """A condition, prepared once."""
        found = self.guards.get(term)
        if found is None:
            found = self.guards[term] = Guard(term, self)
        return found

    def numbers(self, var: int, state: int) -> list[int]:
        """The values of a variable in a set of values."""
        part = (state & self.field[var]) >> self.low[var]
        return [self.domains[var][i] for i in indices(part)]

    def several(self, state: int) -> int:
        """The variables with two values or more in a set of values, as a set of variables."""
        found = state & (state >> 1) & self.twos
        for var in self.many:
            part = state & self.field[var]
            if part & (part - 1):
                found |= 1 << self.low[var]
        return found

    # -------------------------------------------------------------- judging

    def passing(self, term: Term, state: int) -> int:
        """The values with which a guard can hold; 0 if it cannot."""
        guard = self.guard(term)
        for field, holding in guard.literals:
            rest = state & field & holding
            if not rest:
                return 0
            state = state & ~field | rest
        for part in guard.rest:
            if self.judge(part, state) is False:
                return 0
        return state

    def judge(self, term: Term, state: int) -> bool | None:
        """What a condition says for all values of a set; None if it depends or is too much."""
        if isinstance(term, int):
            return term != 0
        key = (term, state & self.fields_of(term))
        if key in self.judged:
            return self.judged[key]
        said: bool | None
        match term:
            case ("and" | "or" as op, a, b):
                first, second = self.judge(a, state), self.judge(b, state)
                decides = op == "or"
                if first is decides or second is decides:
                    said = decides
                elif first is None or second is None:
                    said = None
                else:
                    said = not decides
            case ("not", inner):
                inside = self.judge(inner, state)
                said = None if inside is None else not inside
            case _ if reads(term) & self.hidden:
                said = None
            case _ if reads(term).bit_count() == 1:
                var = reads(term).bit_length() - 1
                holding = self.guard(term).literals[0][1]
                part = state & self.field[var]
                said = None if part & holding and part & ~holding else bool(part & holding)
            case _:
                results = self.results(term, state)
                seen = {bool(one) for one in results} if results is not None else {False, True}
                said = seen.pop() if len(seen) == 1 else None
        self.judged[key] = said
        return said

    def results(self, term: Term, state: int) -> set[int] | None:
        """All that a term can come to; None if there are too many cases to look at."""
        if reads(term) & self.hidden:
            return None
        variables = indices(reads(term))
        numbers = [self.numbers(var, state) for var in variables]
        if prod(map(len, numbers)) > MOST_CASES:
            return None
        return {
            value(term, dict(zip(variables, case, strict=True))) for case in product(*numbers)
        }

    def known(self, term: Term, state: int) -> Term:
        """A term with the variables put in that have one value in a set of values."""
        known = {}
        for var in indices(reads(term) & ~self.hidden):
            numbers = self.numbers(var, state)
            if len(numbers) == 1:
                known[var] = numbers[0]
        return fixed(term, known) if known else term

    def reduced(self, term: Term, state: int, forgotten: int = 0) -> Term:
        """A condition without the parts that the values decide; a number if they decide it.

        Parts that ask for a `forgotten` variable are taken to hold.
        """
        if isinstance(term, int):
            return term
        guard = self.guard(term)
        found: Term = 1
        for (field, holding), single in zip(guard.literals, guard.singles, strict=True):
            if not state & field & holding:
                return 0
            if state & field & ~holding and not forgotten & field:
                found = both(found, single)
        for each in guard.rest:
            said = self.judge(each, state)
            if said is False:
                return 0
            if said is None and not forgotten & self.lows_of(each):
                found = both(found, self.known(each, state))
        return found

    # -------------------------------------------------------------- forwards

    def stores(self, edge: Edge) -> Stored:
        """What an edge stores, prepared once."""
        found = edge.stored
        if found is None:
            sets = tuple(edge.sets)  # many edges store the same
            found = self._stored.get(sets)
            if found is None:
                found = self._stored[sets] = Stored(sets, self)
            edge.stored = found
        assert isinstance(found, Stored)
        return found

    def after(self, edge: Edge, state: int) -> int:
        """The values behind an edge; 0 if no state can take it."""
        if edge.guard != 1:
            state = self.passing(edge.guard, state)
            if not state:
                return 0
        if not edge.sets:
            return state
        stored = self.stores(edge)
        if not stored.met:
            return 0
        made = state & ~stored.kept | stored.constant
        for var, term in stored.terms.items():
            if isinstance(term, int):
                continue
            bits = reads(term)
            source = bits.bit_length() - 1
            if bits & (bits - 1) or bits & self.hidden or len(self.domains[source]) < MANY:
                fresh = self.image(var, term, state)
            else:
                part = (state & self.field[source]) >> self.low[source]
                fresh = self.moves(edge, var, term, part)
            if not fresh:
                return 0
            made |= fresh
        return made

    def is_unsure(self, edge: Edge, kept: int) -> bool:
        """Whether a vague variable decides if an edge is taken, or what it stores in a field of
        `kept`: then a single state does not tell where it leads."""
        if not self.hidden:
            return False
        if not isinstance(edge.guard, int) and reads(edge.guard) & self.hidden:
            return True
        return any(
            self.field[var] & kept and reads(term) & self.hidden
            for var, term in (self.stores(edge).terms.items() if edge.sets else ())
        )

    def _wide(self, fresh: int) -> int:
        """All values of the variables of which some are new: where a loop counts in small steps,
        all that anybody ever stores is soon said, and which of it the loop comes to is left to the
        exact work."""
        found = 0
        for var in self.many:
            if fresh & self.field[var]:
                found |= self.field[var]
        return found

    def moves(self, edge: Edge, var: int, term: Term, part: int) -> int:
        """The bits of all values that a variable can get from a term over one variable with many.

        `part`: the values of that one. What is behind an edge only grows while the values are
        followed, so what was worked out of it before is not worked out again: else a loop in which
        coins are counted would look at each coin as often as there are coins.
        """
        source = reads(term).bit_length() - 1
        done, found = self.moved.get((edge, var), (0, 0))
        if done & ~part:
            done, found = 0, 0
        table = self._moves.setdefault((var, term), {})
        for place in indices(part & ~done):
            bit = table.get(place)
            if bit is None:
                number = value(term, {source: self.domains[source][place]})
                bit = table[place] = self.bit(var, number)
            found |= bit
        self.moved[edge, var] = part, found
        return found

    def image(self, var: int, term: Term, state: int) -> int:
        """The bits of all values that a variable can get from a term."""
        key = (var, term, state & self.fields_of(term))
        found = self.imaged.get(key)
        if found is None:
            results = self.results(term, state)
            found = self.field[var] if results is None else 0
            for number in results or ():
                found |= self.bit(var, number)
            self.imaged[key] = found
        return found

    def _run(self) -> None:
        graph = self.graph
        locations, initial = graph.locations, self.initial()
        first = graph.start.target
        self.rings = rings(first, [[edge.target for edge in each.out] for each in locations])
        self.at[first] = self.after(graph.start, initial)
        graph.start.possible = True
        self._spread([first])

    def initial(self) -> int:
        """The values with which a story begins."""
        found = 1 << self.top  # of stories without values too: 0 is not reached
        for var, domain in enumerate(self.domains):
            if domain:
                found |= self.bit(var, self.graph.terms.variables[var].init)
        return found

    def _spread(self, begun: list[int]) -> None:
        """Follow the values from some locations, by the order of the rings."""
        locations, at, after = self.graph.locations, self.at, self.after
        place = [0] * len(locations)
        by_place = [index for ring in self.rings for index in ring]
        for number, index in enumerate(by_place):
            place[index] = number
        self.place = place
        grown = [0] * len(locations)
        waiting = sorted(place[index] for index in begun)
        queued = bytearray(len(locations))
        for index in begun:
            queued[index] = 1
        while waiting:
            here = by_place[heappop(waiting)]
            queued[here] = 0
            state = at[here]
            for edge in locations[here].out:
                made = after(edge, state)
                if made:
                    edge.possible = True
                    to = edge.target
                    old = at[to]
                    if made | old != old:
                        grown[to] += 1
                        if grown[to] > PATIENT:
                            made |= self._wide(made & ~old)
                        at[to] = made | old if old else made  # equal sets share their memory
                        if not queued[to]:
                            queued[to] = 1
                            heappush(waiting, place[to])
        self.imaged.clear()
        self.moved.clear()
        same: dict[int, int] = {}
        for index, state in enumerate(at):
            at[index] = same.setdefault(state, state)
