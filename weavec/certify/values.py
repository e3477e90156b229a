"""Variables, what conditions say of sets of states, and what is stored.

In go a program and the names of the variables that are followed; out comes `Values`. Whatever is
not followed, or would be too many values to try, is taken to be anything: sets become larger by it,
never smaller.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import cache
from typing import Any, Final, TypeAlias

from weavec import ir
from weavec.certify.sets import ALL, NONE, Sets, ones

WIDEST: Final = 5_000
"""Values of one variable that are tried one by one."""

Term: TypeAlias = Any
"""An expression without derived values and perspective. ("var", level) is a variable or a count,
("unknown",) one that is not followed."""

TABLE: Final[dict[str, Callable[[int, int], int]]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "==": operator.eq, "!=": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "and": lambda a, b: bool(a) and bool(b), "or": lambda a, b: bool(a) or bool(b),
}  # fmt: skip


class TooWide(Exception):  # noqa: N818 - it is an answer, no error
    """There are too many values to try."""


class Values:
    """The variables. `kept`: the levels that are followed now, as bits.

    The first levels of all sets are for the places of strands (`section.py`).
    """

    def __init__(self, program: ir.Program, names: list[str]) -> None:
        every = [(v.name, v.lo, v.hi, v.init) for v in program.vars if v.type != "text"]
        every += [(f"# {c.name}", 0, c.max, 0) for c in program.counts]
        about = {name: (lo, hi, int(init)) for name, lo, hi, init in every}
        if len(set(names)) < len(names) or not set(names) <= about.keys():
            raise ValueError("its variables are not the story's")
        self.lets = program.lets
        ops = (op for scene in program.scenes for op in scene.ops)
        self.first = max((len(op.strands) for op in ops if isinstance(op, ir.Strands)), default=0)
        self.names = [*(f"strand {i}" for i in range(self.first)), *names]
        level = {name: i for i, name in enumerate(self.names)}
        self.vars = [level.get(v.name) for v in program.vars]
        self.counts = [level.get(f"# {c.name}") for c in program.counts]
        self.ends = [(0, 0)] * self.first + [about[name][:2] for name in names]
        full = [-1] * self.first + [(2 << about[n][1] - about[n][0]) - 1 for n in names]
        self.sets = Sets(full)
        self.kept = sum(1 << level[name] for name in names)
        self.begin = ALL
        for name in reversed(names):
            bit, at = 1 << about[name][2] - about[name][0], level[name]
            self.begin = self.sets.node(at, ((bit, self.begin), (full[at] & ~bit, NONE)))

    def term(self, expr: Any, mind: int) -> Term:
        """An expression as it is asked in a perspective."""
        match expr:
            case int():
                return expr
            case ("mind",):
                return mind
            case ("let", index):
                return self.term(self.lets[index], mind)
            case ("var" | "count" as head, index):
                level = (self.vars if head == "var" else self.counts)[index]
                return ("unknown",) if level is None else ("var", level)
            case (head, *parts):
                made = (head, *(self.term(part, mind) for part in parts))
                if (head == "and" and 0 in made) or (head == "or" and 1 in made):
                    return int(head == "or")
                return made if reads(made) else value(made, 0)
        raise TypeError(expr)

    def known(self, term: Term) -> bool:
        """Whether all that a term reads is followed."""
        return not reads(term) & ~self.kept

    def where(self, a: int, term: Term, want: bool = True) -> int:
        """All states of a set in which a condition can hold, or, as you want, can fail."""
        if a == NONE or isinstance(term, int):
            return a if bool(term) is want else NONE
        match term:
            case ("not", part):
                return self.where(a, part, not want)
            case ("and" | "or" as head, one, other):
                if (head == "and") is want:
                    return self.where(self.where(a, one, want), other, want)
                either = self.where(a, one, want), self.where(a, other, want)
                return self.sets.union(either)
        if not self.known(term):
            return a
        level = reads(term).bit_length() - 1
        if reads(term) == 1 << level and self.sets.full[level].bit_length() <= WIDEST:
            bits = holding(term, *self.ends[level])
            return self.sets.apply("&", a, self.sets.having(level, bits if want else ~bits))
        try:
            cases = self.cases(a, term).items()
        except TooWide:
            return a
        return self.sets.union(some for number, some in cases if bool(number) is want)

    def cases(self, a: int, term: Term) -> dict[int, int]:
        """A set by what a term comes to.

        Raises:
            TooWide: it reads a variable that can have too many values.
        """
        found: dict[int, int] = {}

        def add(number: int, some: int) -> None:
            if some != NONE:
                found[number] = self.sets.apply("|", found.get(number, NONE), some)

        match term:
            case int():
                add(term, a)
            case ("var", level):
                values = self.sets.values(a, level)
                if values.bit_count() > WIDEST:
                    raise TooWide
                for place in ones(values):
                    only = self.sets.having(level, 1 << place)
                    add(self.ends[level][0] + place, self.sets.apply("&", a, only))
            case ("and" | "or" | "not", *_):
                add(1, self.where(a, term))
                add(0, self.where(a, term, False))
            case ("neg", part):
                return self.cases(a, ("-", 0, part))
            case ("sum", *parts):
                found = {0: a}
                for part in parts:
                    before, found = found, {}
                    for number, some in before.items():
                        for more, left in self.cases(some, part).items():
                            add(number + more, left)
            case (head, one, other):
                for first, some in self.cases(a, one).items():
                    for second, left in self.cases(some, other).items():
                        add(int(TABLE[head](first, second)), left)
        return found

    def store(self, a: int, level: int | None, term: Term) -> int:
        """A set once a variable has got the value of a term, clamped to its range."""
        if level is None or not self.kept >> level & 1:
            return a
        sets, (lo, hi) = self.sets, self.ends[level]
        if reads(term) == 1 << level and hi - lo < WIDEST:
            return sets.moved(a, level, stored(term, lo, hi), ("stored", level, term))
        try:
            if not self.known(term):
                raise TooWide
            cases = self.cases(a, term)
        except TooWide:
            return sets.forget(a, 1 << level)
        found = NONE
        for number, some in cases.items():
            only = sets.having(level, 1 << min(max(number, lo), hi) - lo)
            some = sets.apply("&", sets.forget(some, 1 << level), only)
            found = sets.apply("|", found, some)
        return found


@cache
def reads(term: Term) -> int:
    """The levels that a term reads, as bits; with all others if it reads what is unknown."""
    match term:
        case int():
            return 0
        case ("var", level):
            return 1 << int(level)
        case ("unknown",):
            return -1
    found = 0
    for part in term[1:]:
        found |= reads(part)
    return found


def value(term: Term, one: int) -> int:
    """What a term comes to; `one`: the value of the only variable that it reads, if any."""
    match term:
        case int():
            return term
        case ("var", _):
            return one
        case ("not", part):
            return 1 - value(part, one)
        case ("neg", part):
            return -value(part, one)
        case ("sum", *parts):
            return sum(value(part, one) for part in parts)
        case (head, a, b):
            return int(TABLE[head](value(a, one), value(b, one)))
    raise TypeError(term)


@cache
def holding(term: Term, lo: int, hi: int) -> int:
    """The values of the only variable of a condition for which it holds, as bits."""
    return sum(1 << one - lo for one in range(lo, hi + 1) if value(term, one))


@cache
def stored(term: Term, lo: int, hi: int) -> tuple[int, ...]:
    """For each value of the only variable of a term, the place of the value that is stored."""
    return tuple(min(max(value(term, one), lo), hi) - lo for one in range(lo, hi + 1))
