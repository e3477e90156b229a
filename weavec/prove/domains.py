"""Domains: all values that a variable can have anywhere, as far as its stores alone tell.

Goes in: variables, and everything that is ever stored in one. Comes out: `Domains`. A variable that
comes to more values than can be told apart is *vague*: one value stands for all of them, and what
asks for it is taken to say yes and no. Mostly nobody asks for it: money that is only counted and
shown decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from math import prod
from typing import Any, Final

from weavec import ir
from weavec.node import node
from weavec.prove.graph import Edge, Graph
from weavec.prove.terms import Term, Variable, conditions_in, indices, reads, value
from weavec.values import clamp

WIDEST: Final = 65_000
"""Values of a domain; a variable with more is vague."""
MANY: Final = 300
"""Values of a domain from which on it is worth to look which of them are ever met."""
MOST_MET: Final = 20_000
"""States that are followed for that."""
MOST_CASES: Final = 200_000
"""Combinations of values that are put into one term."""


@node
class Domains:
    """The values of each variable, upwards; of a vague one only that which it has at first."""

    values: tuple[tuple[int, ...], ...]
    vague: frozenset[int]


def domains_in(graph: Graph) -> Domains:
    """The domains of a graph."""
    edges = [graph.start, *(edge for each in graph.locations for edge in each.out)]
    found = domains_of(graph.terms.variables, (pair for edge in edges for pair in edge.sets))
    if not found.vague and all(len(each) <= MANY for each in found.values):
        return found
    every = frozenset(range(len(found.values)))
    asked = sorted(decides(graph, every))
    met = _met(graph, asked)
    if met is None:
        return found
    values = list(found.values)
    for var, some in zip(asked, met, strict=True):
        values[var] = tuple(sorted(some))
    return Domains(tuple(values), found.vague - frozenset(asked))


def _met(graph: Graph, asked: list[int]) -> list[set[int]] | None:
    """The values that some variables have in any play at all, if plays are so few that they can be
    followed one by one: a purse may hold much in which a short story puts little."""
    variables = graph.terms.variables
    state = [each.init for each in variables]
    found = [{state[var]} for var in asked]
    seen: set[tuple[int, ...]] = set()
    waiting: list[tuple[int, ...]] = []

    def take(edge: Edge, state: list[int]) -> None:
        for var, term in edge.sets:
            of = variables[var]
            state[var] = clamp(value(term, state), of.lo, of.hi)
        made = (edge.target, *(state[var] for var in asked))
        if made not in seen:
            seen.add(made)
            waiting.append(made)
            for var, some in zip(asked, found, strict=True):
                some.add(state[var])

    take(graph.start, state)
    while waiting:
        if len(seen) > MOST_MET:
            return None
        index, *numbers = waiting.pop()
        for edge in graph.locations[index].out:
            for var, number in zip(asked, numbers, strict=True):
                state[var] = number
            if edge.guard == 1 or value(edge.guard, state):
                take(edge, list(state))
    return found


def domains_of(variables: list[Variable], sets: Iterable[tuple[int, Term]]) -> Domains:
    """The domains of variables in which that is stored."""
    stores: dict[tuple[int, Term], int] = {}  # how many values of its one input were put in
    users: dict[int, list[tuple[int, Term]]] = {}
    found: list[set[int]] = [{v.init} for v in variables]
    for var, term in sets:
        of = variables[var]
        if isinstance(term, int):
            found[var].add(clamp(term, of.lo, of.hi))
        elif (var, term) not in stores:
            stores[var, term] = 0
            for each in indices(reads(term)):
                users.setdefault(each, []).append((var, term))
    order = [list(each) for each in found]
    vague: set[int] = set()
    waiting = list(stores)
    while waiting:
        var, term = pair = waiting.pop()
        if var in vague:
            continue
        of = variables[var]
        inputs = indices(reads(term))
        numbers = [order[each] for each in inputs]
        if len(inputs) == 1:
            numbers = [numbers[0][stores[pair] :]]
            stores[pair] = len(order[inputs[0]])
        made: set[int] | None = None
        if not vague.intersection(inputs) and prod(map(len, numbers)) <= MOST_CASES:
            cases = (dict(zip(inputs, case, strict=True)) for case in product(*numbers))
            made = {clamp(value(term, case), of.lo, of.hi) for case in cases}
        elif of.hi - of.lo < WIDEST:
            made = set(range(of.lo, of.hi + 1))
        fresh = set() if made is None else made - found[var]
        if made is None or len(order[var]) + len(fresh) > WIDEST:
            vague.add(var)
            order[var] = [of.init]
        elif fresh:
            order[var] += fresh
            found[var] |= fresh
        else:
            continue
        waiting += users.get(var, [])
    return Domains(tuple(tuple(sorted(each)) for each in order), frozenset(vague))


def decides(graph: Graph, some: frozenset[int]) -> frozenset[int]:
    """Those of some variables that decide anything: a condition asks for one, or for one in which
    it is stored; or strands of a merge may do what they do with it in several orders."""
    if graph.sections:
        return some
    terms = graph.terms
    edges = [edge for at in graph.locations for edge in at.out]
    asked = {var for edge in edges if edge.guard != 1 for var in indices(reads(edge.guard))}
    for expr in _conditions(graph.program):
        asked.update(indices(reads(terms.of(expr, -1))))
    pairs = [
        (var, indices(reads(term)))
        for edge in edges for var, term in edge.sets if not isinstance(term, int)
    ]  # fmt: skip
    grown = True
    while grown:
        before = len(asked)
        for var, read in pairs:
            if var in asked:
                asked.update(read)
        grown = len(asked) > before
    return some & asked


def _conditions(program: ir.Program) -> list[Any]:
    """All conditions that are written anywhere."""
    found: list[Any] = []
    for scene in program.scenes:
        for op in scene.ops:
            match op:
                case ir.Branch(cond=cond):
                    found.append(cond)
                case ir.Choice(options=options):
                    found += [each for o in options for each in (o.cond, o.needs) if each]
    for nodes in program.texts.get(program.story.language, {}).values():
        conditions_in(nodes, found.append)
    return found
