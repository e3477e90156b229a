"""Terms: the expressions of a program as the proofs use them, and the variables that they read.

Goes in: expressions of `weavec.ir`. Comes out: *terms*, the same expressions with the perspective
put in, derived values spelled out, constants folded, and every piece of state, be it a variable, a
count or the place of a strand, named by one number. A term is an integer or a tuple:

    ("var", v)                a variable of the system, by index
    ("in", v, values)         whether it is one of a set of values
    ("clamp", t, lo, hi)      the number of lo..hi that is nearest
    ("not", t) ("neg", t) ("sum", t, ...) (op, a, b)     as in `weavec.ir`
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Final, TypeAlias

from weavec import ir
from weavec.node import node
from weavec.values import clamp, evaluate

Term: TypeAlias = int | tuple[Any, ...]

MOST_VISITS: Final = 99

COMPARISONS: Final = frozenset({"==", "!=", "<", "<=", ">", ">="})
MIRRORED: Final = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@node
class Variable:
    """A piece of the state that guards can ask for. Stored values are clamped to lo..hi."""

    name: str
    lo: int
    hi: int
    init: int


class Terms:
    """Makes terms; knows the variables of the system.

    Variables of the program keep their index; its counts stand after them, then what `add` adds.
    """

    def __init__(self, program: ir.Program, tops: dict[int, int] | None = None) -> None:
        """`tops`: what `highest` finds, if that is known."""
        self.program = program
        self.variables: list[Variable] = [
            Variable(v.name, v.lo, v.hi, v.init if isinstance(v.init, int) else 0)
            for v in program.vars
        ]
        self.texts = frozenset(i for i, v in enumerate(program.vars) if v.type == "text")
        self.first_count = len(self.variables)
        self.tops: Final = highest(program) if tops is None else tops
        for index, count in enumerate(program.counts):
            top = min(count.max, self.tops.get(index, count.max))
            self.variables.append(Variable(count.name, 0, top, 0))
        self._made: dict[tuple[Any, int], Term] = {}

    def add(self, name: str, hi: int, init: int) -> int:
        """A further variable with the values 0..hi; its index."""
        self.variables.append(Variable(name, 0, hi, init))
        return len(self.variables) - 1

    def count(self, index: int) -> int:
        """The variable that stands for a count of the program."""
        return self.first_count + index

    def step(self, count: int) -> tuple[int, Term]:
        """What counting once more stores."""
        var = self.count(count)
        return var, ("+", ("var", var), 1)

    def of(self, expr: Any, mind: int) -> Term:
        """The term of an expression, asked in the perspective `mind` (-1: nobody's)."""
        if isinstance(expr, int):
            return expr
        key = (expr, mind)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._of(expr, mind)
        return made

    def _of(self, expr: tuple[Any, ...], mind: int) -> Term:
        match expr:
            case ("var", _):
                return expr
            case ("count", index):
                return ("var", self.count(index))
            case ("let", index):
                return self.of(self.program.lets[index], mind)
            case ("mind",):
                return mind
            case ("str", _):
                return 0
            case (head, *parts):
                return made(head, [self.of(part, mind) for part in parts])
        raise AssertionError(expr)


def made(head: str, parts: list[Term]) -> Term:
    """A term of its parts, with constants folded."""
    if all(isinstance(part, int) for part in parts):
        value: int = evaluate((head, *parts), (), (), (), -1)
        return value
    if head == "and":
        return both(parts[0], parts[1])
    if head == "or":
        return either(parts[0], parts[1])
    if head == "not":
        return negated(parts[0])
    if head in COMPARISONS and isinstance(parts[0], int):
        return (MIRRORED[head], parts[1], parts[0])
    return (head, *parts)


def both(a: Term, b: Term) -> Term:
    """Whether two conditions hold."""
    if isinstance(a, int):
        return b if a else 0
    if isinstance(b, int):
        return a if b else 0
    return ("and", a, b)


def either(a: Term, b: Term) -> Term:
    """Whether one of two conditions holds."""
    if isinstance(a, int):
        return 1 if a else b
    if isinstance(b, int):
        return 1 if b else a
    return ("or", a, b)


def negated(a: Term) -> Term:
    """Whether a condition does not hold."""
    if isinstance(a, int):
        return 1 - a
    return a[1] if a[0] == "not" else ("not", a)


@cache
def reads(term: Term) -> int:
    """The variables that a term reads, as a set of bits."""
    match term:
        case int():
            return 0
        case ("var" | "in", int(v), *_):
            return 1 << v
        case ("clamp", inner, _, _):
            return reads(inner)
        case (_, *parts):
            found = 0
            for part in parts:
                found |= reads(part)
            return found
    raise AssertionError(term)


def weight(term: Term, stored: dict[int, int]) -> int:
    """How often a term reads variables, if what was stored before is put in.

    `stored`: the weights of what was stored.
    """
    match term:
        case int():
            return 0
        case ("var" | "in", int(v), *_):
            return stored.get(v, 1)
        case ("clamp", inner, _, _):
            return weight(inner, stored)
        case (_, *parts):
            return sum(weight(part, stored) for part in parts)
    raise AssertionError(term)


def indices(bits: int) -> list[int]:
    """The numbers in a set of bits, upwards."""
    found = []
    while bits:
        low = bits & -bits
        found.append(low.bit_length() - 1)
        bits ^= low
    return found


def fixed(term: Term, known: dict[int, int]) -> Term:
    """A term with the values of some variables put in."""
    match term:
        case int():
            return term
        case ("var", v):
            return known.get(v, term)
        case ("in", v, values):
            return term if v not in known else int(known[v] in values)
        case ("clamp", inner, lo, hi):
            return clamped(fixed(inner, known), lo, hi)
        case (head, *parts):
            return made(head, [fixed(part, known) for part in parts])
    raise AssertionError(term)


def clamped(term: Term, lo: int, hi: int) -> Term:
    """What a variable of lo..hi keeps of a term."""
    return clamp(term, lo, hi) if isinstance(term, int) else ("clamp", term, lo, hi)


def put(term: Term, stored: dict[int, Term]) -> Term:
    """A term with what was stored before put in."""
    match term:
        case int():
            return term
        case ("var", v):
            return stored.get(v, term)
        case ("in", v, values):
            given = stored.get(v, term)
            if isinstance(given, int):
                return int(given in values)
            return term if given is term else ("in", v, values)
        case ("clamp", inner, lo, hi):
            return clamped(put(inner, stored), lo, hi)
        case (head, *parts):
            return made(head, [put(part, stored) for part in parts])
    raise AssertionError(term)


def value(term: Term, values: dict[int, int] | list[int]) -> int:
    """What a term comes to when every variable has its value."""
    match term:
        case int():
            return term
        case ("var", v):
            return values[v]
        case ("in", v, some):
            return int(values[v] in some)
        case ("clamp", inner, lo, hi):
            return clamp(value(inner, values), lo, hi)
        case (head, *parts):
            return int(evaluate((head, *[value(p, values) for p in parts]), (), (), (), -1))
    raise AssertionError(term)


COMPARE: Final[dict[str, Callable[[int, int], bool]]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def numbers_of(term: Term, domain: Iterable[int]) -> list[int]:
    """The values of the one variable that a condition reads for which it holds."""
    match term:
        case (op, ("var", _), int(number)) if op in COMPARE:
            holds = COMPARE[op]
            return [each for each in domain if holds(each, number)]
        case ("in", _, some):
            return [each for each in domain if each in some]
    var = reads(term).bit_length() - 1
    return [each for each in domain if value(term, {var: each})]


# ------------------------------------------------------------------ counts


def highest(program: ir.Program, scenes: Iterable[int] | None = None) -> dict[int, int]:
    """For each count that is only compared with numbers, where more cannot be told apart.

    `scenes`: those whose conditions are looked at, and none besides; without, all conditions.
    """
    tops: dict[int, int] = {}

    def look(expr: Any) -> None:
        if isinstance(expr, int) or expr[0] == "str":
            return
        match expr:
            case ("count", index):
                tops[index] = MOST_VISITS
            case (op, ("count", index), int(number)) if op in COMPARISONS:
                tops[index] = max(tops.get(index, 0), number + 1)
            case (op, int(number), ("count", index)) if op in COMPARISONS:
                tops[index] = max(tops.get(index, 0), number + 1)
            case ("var" | "let" | "mind", *_):
                pass
            case (_, *parts):
                for part in parts:
                    look(part)

    texts = program.texts.get(program.story.language, {})
    for let in program.lets if scenes is None else ():
        look(let)
    for scene in program.scenes if scenes is None else map(program.scenes.__getitem__, scenes):
        keys: list[str] = []
        for op in scene.ops:
            match op:
                case ir.Branch(cond=cond):
                    look(cond)
                case ir.Set(to=to):
                    look(to)
                case ir.Choice(options=options):
                    keys.append(op.id)
                    for option in options:
                        keys += (option.id, f"{option.id}!")
                        for part in (option.cond, option.needs):
                            if part is not None:
                                look(part)
                case ir.Line() | ir.Ask():
                    keys.append(op.id)
        for key in keys if scenes is not None else ():
            conditions_in(texts.get(key, ()), look)
    for nodes in texts.values() if scenes is None else ():
        conditions_in(nodes, look)
    for index, top in tops.items():
        tops[index] = max(1, top)
    return tops


def conditions_in(nodes: ir.Nodes, look: Callable[[Any], object]) -> None:
    """Look at every condition in a text."""
    for each in nodes:
        match each:
            case ("if", arms, last):
                for cond, inner in arms:
                    look(cond)
                    conditions_in(inner, look)
                conditions_in(last, look)
            case ("em" | "strong", inner):
                conditions_in(inner, look)
            case ("ruby", base, reading):
                conditions_in(base, look)
                conditions_in(reading, look)
            case ("either" | "first", arms):
                for inner in arms:
                    conditions_in(inner, look)
