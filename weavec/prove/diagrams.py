"""Diagrams: sets of states as binary decision diagrams, and what edges do to them.

Goes in: a `Layout`. Comes out: `Diagrams`, which makes terms into diagrams and carries sets of
states along edges, forwards and backwards. The diagrams themselves are OxiDD's. Every bit of a slot
has a twin beside it, which holds a value that is stored while the old one is still asked for.

Bryant, "Graph-based algorithms for Boolean function manipulation" (1986).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

from oxidd.bdd import BDDFunction, BDDManager, BDDSubstitution
from oxidd.util import BooleanOperator

from weavec.prove.graph import Edge, TooMuch
from weavec.prove.live import Layout, first_value
from weavec.prove.terms import Term, fixed, indices, numbers_of, reads
from weavec.prove.values import Stored

Set: TypeAlias = BDDFunction
Numbers: TypeAlias = tuple[int, ...]
PlanKey: TypeAlias = tuple[Set | None, int, Numbers, tuple[tuple[int, int], ...]]
MOST_PAIRS: Final = 150_000
MOST_CACHED: Final = 1 << 22
"""Results of operations that are kept: more cost memory and were not measured to save time."""
SWEPT: Final = 0.75
"""How full of nodes the tables may be before those that nobody holds are let go of."""
AND: Final = BooleanOperator.AND


class Plan:
    """What an edge does to a set: prepared once.

    `guard`: with the relations of what is stored. `gone`: bits that end here. `moved`: twins that
    become the bits. `given`: constants that stand behind it. `back`: the constants by which a set
    behind it is narrowed first, with their bits `spare`.
    """

    __slots__ = ("back", "given", "gone", "guard", "moved", "spare", "stored", "twins", "unmoved")

    def __init__(self) -> None:
        self.guard: Set | None = None
        self.gone: Set | None = None
        self.moved: BDDSubstitution | None = None
        self.unmoved: BDDSubstitution | None = None
        self.twins: Set | None = None
        self.given: Set | None = None
        self.spare: Set | None = None


class Diagrams:
    """All diagrams of one proof.

    Args:
        layout: what is active where.
        nodes: how many nodes there may be; more raises OxiDD's `DDMemoryError`.
    """

    def __init__(self, layout: Layout, nodes: int) -> None:
        self.layout = layout
        self.values = layout.values
        bits = sum(dict(layout.slots.values()).values())
        self.manager = BDDManager(nodes, min(MOST_CACHED, max(1 << 14, nodes >> 2)), 1)
        self.manager.add_vars(2 * bits)
        self.nodes: Final = nodes
        self._full = int(nodes * SWEPT)
        self.true = self.manager.true()
        self.false = self.manager.false()
        self.plain = [self.manager.var(2 * i) for i in range(bits)]
        self.barred = [self.manager.not_var(2 * i) for i in range(bits)]
        self.twin = [self.manager.var(2 * i + 1) for i in range(bits)]
        self.untwin = [self.manager.not_var(2 * i + 1) for i in range(bits)]
        self._codes: dict[tuple[int, int, bool], Set] = {}
        self._conditions: dict[Term, Set] = {}
        self._cases: dict[Term, dict[int, Set]] = {}
        self._bits: dict[int, Set] = {}
        self._twins: dict[int, Set] = {}
        self._moves: dict[tuple[int, ...], tuple[BDDSubstitution, BDDSubstitution]] = {}
        self._relations: dict[tuple[int, Term], Set] = {}
        self._plans: dict[PlanKey, Plan] = {}  # many edges do the same
        self.low_var = {low: var for low, var in self.values.var_at.items() if var in layout.slots}
        self.forget_plans()  # of earlier diagrams

    def forget_plans(self) -> None:
        """Prepare edges anew, which know what one proof makes of them only."""
        for at in self.layout.graph.locations:
            for edge in at.out:
                edge.plan = None

    def sweep(self) -> None:
        """Let go of nodes that nobody holds, once there are many.

        OxiDD does so by itself, but in a thread of its own, which on a busy machine comes too late:
        then a proof for which there is room runs out of it.
        """
        if self.manager.approx_num_inner_nodes() > self._full:
            self.manager.gc()
            held = self.manager.num_inner_nodes()
            self._full = max(int(self.nodes * SWEPT), (held + self.nodes) // 2)

    # -------------------------------------------------------------- codes

    def code(self, var: int, number: int, twin: bool = False) -> Set:
        """The states in which a variable has a value."""
        key = (var, number, twin)
        found = self._codes.get(key)
        if found is None:
            at, width = self.layout.slots[var]
            place = self.values.index[var][number]
            yes, no = (self.twin, self.untwin) if twin else (self.plain, self.barred)
            found = self.true
            for bit in range(width):
                high = place >> width - 1 - bit & 1  # the highest bit lies uppermost
                found = found & (yes if high else no)[at + bit]
            self._codes[key] = found
        return found

    def cube(self, lows: int, twin: bool = False) -> Set:
        """All bits of a set of variables, to be done away with."""
        known = self._twins if twin else self._bits
        found = known.get(lows)
        if found is None:
            some = self.twin if twin else self.plain
            found = self.true
            for low in indices(lows):
                at, width = self.layout.slots[self.low_var[low]]
                for bit in range(at, at + width):
                    found = found & some[bit]
            known[lows] = found
        return found

    # -------------------------------------------------------------- terms

    def condition(self, term: Term) -> Set:
        """The states in which a condition holds."""
        found = self._conditions.get(term)
        if found is not None:
            return found
        match term:
            case int():
                found = self.true if term else self.false
            case ("and", a, b):
                found = self.condition(a) & self.condition(b)
            case ("or", a, b):
                found = self.condition(a) | self.condition(b)
            case ("not", inner):
                found = ~self.condition(inner)
            case _ if reads(term).bit_count() == 1:
                var = reads(term).bit_length() - 1
                held = numbers_of(term, self.values.domains[var])
                found = self.union(self.code(var, number) for number in held)
            case _:
                found = self.union(
                    states for number, states in self.cases(term).items() if number
                )  # fmt: skip
        self._conditions[term] = found
        return found

    def union(self, sets: Iterable[Set]) -> Set:
        """All states of several sets."""
        found = self.false
        for each in sets:
            found = found | each
        return found

    def cases(self, term: Term) -> dict[int, Set]:
        """For each number that a term can come to, the states in which it does."""
        found = self._cases.get(term)
        if found is not None:
            return found
        match term:
            case int():
                found = {term: self.true}
            case ("var", var):
                found = {n: self.code(var, n) for n in self.values.domains[var]}
            case ("and" | "or" | "not" | "in", *_):
                holds = self.condition(term)
                found = {1: holds, 0: ~holds}
            case ("clamp", inner, lo, hi):
                found = {}
                for number, states in self.cases(inner).items():
                    kept = min(max(number, lo), hi)
                    found[kept] = found[kept] | states if kept in found else states
            case (head, *parts):
                found = self._combined(head, [self.cases(part) for part in parts])
            case _:
                raise AssertionError(term)
        self._cases[term] = found
        return found

    def _combined(self, head: str, parts: list[dict[int, Set]]) -> dict[int, Set]:
        """The cases of an operation from those of its parts."""
        if head == "sum":
            found = {0: self.true}
            for part in parts:
                found = self._pairs("+", found, part)
            return found
        if head == "neg":
            return {-number: states for number, states in parts[0].items()}
        return self._pairs(head, parts[0], parts[1])

    def _pairs(self, head: str, first: dict[int, Set], second: dict[int, Set]) -> dict[int, Set]:
        found: dict[int, Set] = {}
        if len(first) * len(second) > MOST_PAIRS:
            raise TooMuch("a condition or a sum over too many values")
        for a, in_a in first.items():
            for b, in_b in second.items():
                both = in_a & in_b
                if both.satisfiable():
                    number = int(str(fixed((head, a, b), {})))
                    found[number] = found[number] | both if number in found else both
        return found

    # -------------------------------------------------------------- edges

    def plan(self, edge: Edge) -> Plan:
        """What an edge does, prepared once."""
        found = edge.plan
        if found is None:
            found = edge.plan = self._plan(edge)
        assert isinstance(found, Plan)
        return found

    def _plan(self, edge: Edge) -> Plan:
        values, layout = self.values, self.layout
        state = values.at[edge.source]
        before, after = layout.active[edge.source], layout.active[edge.target]
        guard: Set | None = None
        if edge.guard != 1:
            term = values.reduced(edge.guard, state, layout.forgotten)
            if term != 1:
                guard = self.condition(term)
        through = before & after
        given: list[tuple[int, int]] = []
        moved: list[int] = []
        if edge.sets:
            stored = edge.stored
            assert isinstance(stored, Stored)
            through &= ~stored.kept
            for var, term in stored.terms.items():
                if not after >> values.low[var] & 1:
                    continue
                known = values.known(term, state)
                if isinstance(known, int):
                    given.append((var, known))
                else:
                    relation = self.relation(var, known)
                    guard = relation if guard is None else guard & relation
                    moved.append(var)
            after &= ~stored.kept
        for low in indices(after & ~before):
            var = self.low_var[low]
            number = values.numbers(var, state)
            given.append((var, number[0]))
        key = (guard, before & ~through, tuple(moved), tuple(given))
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = self._planned(*key)
        return plan

    def _planned(
        self, guard: Set | None, gone: int, moved: Numbers, given: tuple[tuple[int, int], ...]
    ) -> Plan:
        plan = Plan()
        low = self.values.low
        plan.guard = guard
        if gone:
            plan.gone = self.cube(gone)
        if moved:
            plan.moved, plan.unmoved = self.moves(moved)
            plan.twins = self.cube(sum(1 << low[var] for var in moved), True)
        if given:
            both = self.true
            for var, number in given:
                both = both & self.code(var, number)
            plan.given = both
            plan.spare = self.cube(sum(1 << low[var] for var, _ in given))
        return plan

    def relation(self, var: int, term: Term) -> Set:
        """Old states with what they store in the twin of a variable."""
        key = (var, term)
        found = self._relations.get(key)
        if found is None:
            found = self.union(
                states & self.code(var, number, twin=True)
                for number, states in self.cases(term).items()
                if number in self.values.index[var]  # others need bits that stand for no value
            )
            self._relations[key] = found
        return found

    def moves(self, variables: tuple[int, ...]) -> tuple[BDDSubstitution, BDDSubstitution]:
        """Twins to bits, and bits to twins."""
        found = self._moves.get(variables)
        if found is None:
            places: list[int] = []
            for var in variables:
                at, width = self.layout.slots[var]
                places += range(at, at + width)
            found = (
                BDDFunction.make_substitution([(2 * i + 1, self.plain[i]) for i in places]),
                BDDFunction.make_substitution([(2 * i, self.twin[i]) for i in places]),
            )
            self._moves[variables] = found
        return found

    def image(self, edge: Edge, states: Set) -> Set:
        """Where the states of a set are, once they have taken an edge."""
        self.sweep()
        plan = self.plan(edge)
        if plan.guard is not None:
            if plan.gone is not None:
                states = states.apply_exists(AND, plan.guard, plan.gone)
            else:
                states = states & plan.guard
        elif plan.gone is not None:
            states = states.exists(plan.gone)
        if plan.moved is not None:
            states = states.substitute(plan.moved)
        if plan.given is not None:
            states = states & plan.given
        return states

    def preimage(self, edge: Edge, states: Set) -> Set:
        """The states from which an edge leads into a set."""
        self.sweep()
        plan = self.plan(edge)
        if plan.given is not None:
            assert plan.spare is not None
            states = states.apply_exists(AND, plan.given, plan.spare)
        if plan.unmoved is not None:
            assert plan.guard is not None and plan.twins is not None
            states = states.substitute(plan.unmoved)
            return states.apply_exists(AND, plan.guard, plan.twins)
        return states if plan.guard is None else states & plan.guard

    def enabled(self, edge: Edge) -> Set | None:
        """The states that can take an edge; None: all."""
        plan = self.plan(edge)
        if plan.guard is None:
            return None
        return plan.guard if plan.twins is None else plan.guard.exists(plan.twins)

    def holds(self, term: Term, location: int) -> Set:
        """The states of a location in which a condition holds."""
        state = self.values.at[location]
        if not isinstance(term, int) and not self.values.passing(term, state):
            return self.false  # nor is it live there: no edge that asks for it can be taken
        return self.condition(self.values.reduced(term, state))

    def initial(self, edge: Edge) -> Set:
        """The states in which a story begins: the constants behind its first edge."""
        found = self.true
        for low in indices(self.layout.active[edge.target]):
            var = self.low_var[low]
            found = found & self.code(var, first_value(self.layout, var))
        return found
