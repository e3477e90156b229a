"""The engine: an LALR(1) parser over plain tables, with one scanner a state.

Goes in: tables that `tables` made of a grammar with Lark, and an object with one method a rule.
Comes out: a `Grammar`, which reads a text, or is fed with things that have a type. Lark's own
parser reads the same language with the same tables; this one makes no object for what nobody asks
for, and a line costs it a third of the time. `tests/test_tables.py` compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

END: Final = "$END"


class Token(str):
    """A word or mark of a line. `type`: its terminal; `start_pos`: where it begins."""

    __slots__ = ("start_pos", "type")

    type: str
    start_pos: int


class NoParseError(Exception):
    """A text that does not parse. `at`: the place; `expected`: what could stand there, sorted."""

    def __init__(self, at: int, expected: list[str]) -> None:
        super().__init__(f"at {at}")
        self.at = at
        self.expected = expected


class Rule:
    """What a rule does when it is complete.

    `size`: how many parts it takes; `origin`: what it makes; `take`: which parts go on, as index,
    whether it is opened, and how many none come before it, or none if all go on as they are;
    `tail`: how many none come last; `single`: whether one part alone goes on as it is. `make` gives
    the value of the rule for its parts.
    """

    __slots__ = ("call", "make", "origin", "single", "size", "tail", "take")

    def __init__(self, data: list[Any], owner: Any) -> None:
        self.origin: str
        self.size: int
        self.origin, name, self.size, self.single, take, self.tail = data
        self.take = None if take is None else [tuple(part) for part in take]
        self.call: Callable[[list[Any]], Any] = getattr(owner, name, _list)
        self.make: Callable[[list[Any]], Any] = self._make
        if self.take is None and not self.single:
            self.make = self.call
        elif self.call is _list and not self.single and not self.tail:
            self.make = _SIMPLE.get(tuple(self.take or ()), self._make)

    def _make(self, parts: list[Any]) -> Any:
        take = self.take
        if take is not None:
            out: list[Any] = []
            for index, opened, missing in take:
                if missing:
                    out += [None] * missing
                if not opened:
                    out.append(parts[index])
                elif out:
                    out += parts[index]
                else:
                    out = parts[index]
            if self.tail:
                out += [None] * self.tail
            parts = out
        if self.single and len(parts) == 1:
            return parts[0]
        return self.call(parts)


def _list(parts: list[Any]) -> list[Any]:
    return parts


def _first(parts: list[Any]) -> Any:
    return parts[0]


def _joined(parts: list[Any]) -> Any:
    first, second = parts
    first += second
    return first


_SIMPLE: Final[dict[tuple[Any, ...], Callable[[list[Any]], Any]]] = {
    ((0, True, 0),): _first,
    ((0, True, 0), (1, True, 0)): _joined,
}
"""How repetitions grow, which most of the rules that are completed do: by what they take."""


class Grammar:
    """A parser. `data`: its tables; `owner`: the object whose methods are named after rules."""

    def __init__(self, data: dict[str, Any], owner: Any) -> None:
        self.actions: list[dict[str, int]] = [dict(state) for state in data["states"]]
        self.starts: dict[str, list[int]] = data["starts"]
        self.rules = [Rule(rule, owner) for rule in data["rules"]]
        self._quiet = [rule.take is None and rule.single and rule.size == 1 for rule in self.rules]
        self._terminals: list[tuple[str, str]] = [
            (name, pattern) for name, pattern in data["terminals"]
        ]
        self._lexers: list[list[int]] = data["lexers"]
        self._lexer_of: list[int] = data["lexer"]
        self._kept = frozenset(name for name, _ in self._terminals if name[0] != "_")
        self._made: dict[int, Callable[[str, int], re.Match[str] | None]] = {}
        self._scanners: list[Callable[[str, int], re.Match[str] | None] | None]
        self._scanners = [None] * len(self.actions)

    def _scanner(self, state: int) -> Callable[[str, int], re.Match[str] | None]:
        """The scanner of a state, compiled when it is first needed."""
        number = self._lexer_of[state]
        made = self._made.get(number)
        if made is None:
            parts = [
                f"(?P<{self._terminals[i][0]}>{self._terminals[i][1]})"
                for i in self._lexers[number]
            ]
            made = re.compile("|".join(parts) or r"(?!)").match
            self._made[number] = made
        self._scanners[state] = made
        return made

    def parse(self, text: str, start: str) -> Any:
        """What the text becomes, read from a start symbol. Raises `NoParseError`."""
        actions, rules, quiet, kept, scanners = (
            self.actions, self.rules, self._quiet, self._kept, self._scanners
        )  # fmt: skip
        state, final = self.starts[start]
        stack = [state]
        values: list[Any] = []
        at, size = 0, len(text)
        while True:
            if at < size:
                scan = scanners[state] or self._scanner(state)
                found = scan(text, at)
                if found is None:
                    raise NoParseError(at, self.expected(stack))
                kind: str = found.lastgroup  # type: ignore[assignment]
            else:
                kind = END
            while True:
                code = actions[state].get(kind)
                if code is None:
                    raise NoParseError(at, self.expected(stack))
                if code >= 0:
                    break
                rule = rules[-1 - code]
                if quiet[-1 - code]:
                    stack.pop()
                    state = actions[stack[-1]][rule.origin]
                    stack.append(state)
                else:
                    count = rule.size
                    if count:
                        parts = values[-count:]
                        del values[-count:]
                        del stack[-count:]
                    else:
                        parts = []
                    values.append(rule.make(parts))
                    state = actions[stack[-1]][rule.origin]
                    stack.append(state)
                if state == final and kind is END:
                    return values[-1]
            if kind in kept:
                token = Token(found.group())  # type: ignore[union-attr]
                token.type = kind
                token.start_pos = at
                values.append(token)
            else:
                values.append(None)
            state = code
            stack.append(state)
            at = found.end()  # type: ignore[union-attr]

    def accepts(self, stack: list[int], kind: str, final: int = -1) -> bool:
        """Whether something of this type can come next."""
        actions = self.actions
        code = actions[stack[-1]].get(kind)
        if code is None:
            return False
        if code >= 0:
            return True
        stack = list(stack)
        while code is not None and code < 0:
            rule = self.rules[-1 - code]
            if rule.size:
                del stack[-rule.size :]
            state = actions[stack[-1]][rule.origin]
            if state == final or (final < 0 and kind == END and state in self.finals):
                return kind == END
            stack.append(state)
            code = actions[state].get(kind)
        return code is not None

    @property
    def finals(self) -> frozenset[int]:
        """The states in which a start symbol is complete."""
        return frozenset(final for _, final in self.starts.values())

    def expected(self, stack: list[int]) -> list[str]:
        """The types of all that can come next, sorted."""
        kinds = [kind for kind in self.actions[stack[-1]] if kind.isupper() or kind == END]
        return sorted(kind for kind in kinds if self.accepts(stack, kind))
