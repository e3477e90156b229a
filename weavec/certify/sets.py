"""Sets of states, as decision diagrams, each known by a number; equal sets have one number.

In go the values that each variable can have; out come sets and what is made of them. A node asks
for the variable of a *level*; its arms are pairs (values, set), the values as the bits of an
integer, counted from the variable's lowest. Every value stands in exactly one arm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

NONE: Final = 0
ALL: Final = 1

MANY: Final = 100_000
"""Sets that are kept though they may not be needed again."""


def ones(bits: int) -> Iterator[int]:
    """The places of the bits that are set, upwards."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low


class Sets:
    """All sets. `full`: by level, the bits of all values."""

    def __init__(self, full: list[int]) -> None:
        self.full = full
        self.level = [len(full), len(full)]  # none and all ask for nothing
        self.arms: list[tuple[tuple[int, int], ...]] = [(), ()]
        self.known: dict[tuple[Any, ...], int] = {}
        self.memo: dict[tuple[Any, ...], int] = {}

    def node(self, level: int, arms: Iterable[tuple[int, int]]) -> int:
        """The states that have, with these values at a level, the rest in these sets."""
        joined: dict[int, int] = {}
        for bits, child in arms:
            if bits:
                joined[child] = joined.get(child, 0) | bits
        if len(joined) == 1:
            return next(iter(joined))
        key = (level, *sorted(joined.items()))
        if key not in self.known:
            self.known[key] = len(self.level)
            self.level.append(level)
            self.arms.append(tuple((bits, child) for child, bits in joined.items()))
        return self.known[key]

    def back(self, size: int) -> None:
        """Let go of all sets but the first `size`, if there are many."""
        if len(self.level) > 2 * size + MANY:
            self.memo.clear()
            del self.level[size:], self.arms[size:]
            while len(self.known) > size - 2:
                self.known.popitem()

    def having(self, level: int, bits: int) -> int:
        """The states with one of these values at a level."""
        bits &= self.full[level]
        return self.node(level, ((bits, ALL), (self.full[level] & ~bits, NONE)))

    def at(self, a: int, level: int) -> tuple[tuple[int, int], ...]:
        """The arms of a set at a level that is not below its own."""
        return self.arms[a] if self.level[a] == level else ((self.full[level], a),)

    def apply(self, how: str, a: int, b: int) -> int:
        """The states of both (&), of one (|), of the first and not the second (-)."""
        if a == b:
            return NONE if how == "-" else a
        if how != "-" and a > b:
            a, b = b, a
        if a == NONE:
            return b if how == "|" else NONE
        if b == NONE:  # of a difference, as no set is less than none
            return a
        if a == ALL and how != "-":
            return b if how == "&" else ALL
        if b == ALL:
            return NONE
        key = (how, a, b)
        found = self.memo.get(key)
        if found is None:
            level = min(self.level[a], self.level[b])
            arms = [
                (m & n, self.apply(how, c, d))
                for m, c in self.at(a, level) for n, d in self.at(b, level) if m & n
            ]  # fmt: skip
            found = self.memo[key] = self.node(level, arms)
        return found

    def union(self, some: Iterable[int]) -> int:
        """The states of one of several sets."""
        found = NONE
        for a in some:
            found = self.apply("|", found, a)
        return found

    def moved(self, a: int, level: int, to: tuple[int, ...], name: object) -> int:
        """A set once a value is stored: by the place of the old value, that of the new one.

        `name`: tells one `to` from another.
        """
        key = (name, a)
        found = self.memo.get(key)
        if found is None:
            if self.level[a] < level:
                arms = [(m, self.moved(c, level, to, name)) for m, c in self.arms[a]]
                found = self.node(self.level[a], arms)
            else:
                found = NONE
                for m, c in self.at(a, level):
                    new = 0
                    for place in ones(m):
                        new |= 1 << to[place]
                    made = self.node(level, ((new, c), (self.full[level] & ~new, NONE)))
                    found = self.apply("|", found, made)
            self.memo[key] = found
        return found

    def forget(self, a: int, levels: int) -> int:
        """A set in which some variables, the bits of `levels`, can be anything."""
        if not levels >> self.level[a]:
            return a
        key = ("forget", a, levels)
        found = self.memo.get(key)
        if found is None:
            arms = [(m, self.forget(c, levels)) for m, c in self.arms[a]]
            if levels >> self.level[a] & 1:
                found = self.union(c for _, c in arms)
            else:
                found = self.node(self.level[a], arms)
            self.memo[key] = found
        return found

    def values(self, a: int, level: int) -> int:
        """The values that states of a set have at a level, as bits."""
        if self.level[a] > level:
            return 0 if a == NONE else self.full[level]
        key = ("values", a, level)
        found = self.memo.get(key)
        if found is None:
            found = 0
            for m, c in self.arms[a]:
                if self.level[a] < level:
                    found |= self.values(c, level)
                elif c != NONE:
                    found |= m
            self.memo[key] = found
        return found

    def example(self, a: int) -> dict[int, int]:
        """Some state of a set: by level, the place of its value."""
        found = {}
        while a != ALL:
            bits, child = next(arm for arm in self.arms[a] if arm[1] != NONE)
            found[self.level[a]] = next(ones(bits))
            a = child
        return found
