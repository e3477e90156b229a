"""Random expressions and texts, for `random_story`.

In go a `Writer`, which holds a story in the making, and a `Scope`, which says what may stand at a
place; out come pieces of Weave that are valid there.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

WORDS = [
    "lamp", "rope", "salt", "bell", "ash", "tide", "glass", "thread",
    "bone", "mirror", "door", "chair", "rain", "stone", "hand", "moth",
]  # fmt: skip


@dataclass(frozen=True)
class Scope:
    """What may stand at a place. `minds`: whose memories and thoughts may be used there."""

    kind: str  # main, room or cell
    minds: tuple[str, ...] = ()
    own: str | None = None  # the mind that is certain, for bare memories
    woven: bool = False  # in a strand or a sync's block
    block: bool = False  # in an `as` block
    fixed: bool = False  # no shift: the scene has one mind
    hub: bool = False  # `leave` may stand here
    marks: tuple[str, ...] = ()  # of this scene, so far
    last: str = ""  # the mark at the scene's end
    level: int = 0  # how deep in blocks
    number: int = 0  # the index of the scene among its kind


@dataclass
class Writer:
    """A story in the making."""

    chance: random.Random
    minds: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    numbers: dict[str, tuple[int, int]] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    lets: list[str] = field(default_factory=list)
    let_numbers: dict[str, tuple[int, int]] = field(default_factory=dict)
    memories: dict[str, list[tuple[str, int, int]]] = field(default_factory=dict)
    headings: dict[str, list[str]] = field(default_factory=dict)
    rooms: dict[str, list[str]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    made: dict[str, int] = field(default_factory=dict)
    chosen: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)  # scenes and marks whose visits can be asked

    def fresh(self, prefix: str) -> str:
        """A name that has not been used."""
        self.made[prefix] = self.made.get(prefix, 0) + 1
        return f"{prefix}{self.made[prefix]}"

    def maybe(self, share: float) -> bool:
        """True in about this share of cases."""
        return self.chance.random() < share

    def put(self, level: int, text: str) -> None:
        """Write a line."""
        self.lines.append("  " * level + text)


# ------------------------------------------------------------------ expressions


def number(w: Writer, scope: Scope, depth: int = 2, plain: bool = False) -> tuple[str, int, int]:
    """A number and its bounds. `plain`: one that depends on no perspective and no memory."""
    c = w.chance
    pick = c.randrange(8 if depth else 4)
    if pick < 2 or (pick == 2 and plain):
        name = c.choice(sorted(w.numbers))
        return name, *w.numbers[name]
    if pick == 2:
        pool = [(mind, *memory) for mind in scope.minds for memory in w.memories[mind]]
        if not pool:
            return number(w, scope, 0, plain)
        mind, name, lo, hi = c.choice(pool)
        bare = mind == scope.own and w.maybe(0.5)
        return (name if bare else f"{mind}.{name}"), lo, hi
    if pick == 3:
        value = c.randint(0, 4)
        return str(value), value, value
    if pick == 4 and w.places and not plain:
        return f"visits({c.choice(w.places)})", 0, 99
    if pick == 5 and not plain:
        parts = [condition(w, scope, 0) for _ in range(c.randint(1, 3))]
        return f"count({', '.join(parts)})", 0, len(parts)
    if pick == 6 and w.let_numbers:
        name = c.choice(sorted(w.let_numbers))
        return name, *w.let_numbers[name]
    a, alo, ahi = number(w, scope, depth - 1, plain)
    b, blo, bhi = number(w, scope, depth - 1, plain)
    match c.randrange(4):
        case 0:
            return f"({a} + {b})", alo + blo, ahi + bhi
        case 1:
            return f"({a} - {b})", alo - bhi, ahi - blo
        case 2:
            ends = [x * y for x in (alo, ahi) for y in (blo, bhi)]
            return f"{a} * {b}", min(ends), max(ends)
    return f"(-{a})", -ahi, -alo


def condition(w: Writer, scope: Scope, depth: int = 2) -> str:
    """A condition."""
    c = w.chance
    match c.randrange(9 if depth else 5):
        case 0:
            return c.choice(w.flags)
        case 1:
            name = c.choice(sorted(w.words))
            kind = w.words[name]
            other = [n for n in w.words if w.words[n] == kind and n != name]
            with_ = c.choice([*kind, *other])
            return f"{name} {c.choice(['is', 'is not', '<', '>=', '=='])} {with_}"
        case 2 if w.minds:
            return f"perspective {c.choice(['is', 'is not'])} {c.choice(w.minds)}"
        case 3 if w.chosen:
            return f"chosen({c.choice(w.chosen)})"
        case 4 if w.places:
            return f"visited({c.choice(w.places)})"
        case 5:
            return f"not ({condition(w, scope, depth - 1)})"
        case 6:
            a, b = condition(w, scope, depth - 1), condition(w, scope, depth - 1)
            return f"({a} {c.choice(['and', 'or'])} {b})"
    left, lo, hi = number(w, scope, min(depth, 1))
    right = c.randint(max(lo, -9), max(min(hi, 9), max(lo, -9)))
    return f"{left} {c.choice(['<', '<=', '>', '>=', '==', '!='])} {right}"


# ------------------------------------------------------------------ text


def phrase(w: Writer, scope: Scope, depth: int = 2, first: bool = True, marked: bool = True) -> str:
    """Some words with marks in them. `first`: `{first:}` may stand; `marked`: `*` may."""
    start = w.chance.choice(WORDS)
    parts = [piece(w, scope, depth, first, marked) for _ in range(w.chance.randint(0, 2))]
    return " ".join([start, *parts])


def piece(w: Writer, scope: Scope, depth: int, first: bool, marked: bool) -> str:
    """One mark with what is in it, or a word."""
    c = w.chance

    def inner() -> str:
        return phrase(w, scope, depth - 1, first, marked)

    def arms() -> str:
        return "|".join(inner() for _ in range(c.randint(1, 2)))

    match c.randrange(13 if depth else 5):
        case 0:
            return f"{{{number(w, scope, 1)[0]}}}"
        case 1:
            return f"{{{c.choice([*w.texts, *sorted(w.words)])}}}"
        case 2 if w.lets and first:  # not in a `let` itself
            return f"{{{c.choice(w.lets)}}}"
        case 3:
            return c.choice(["{pause 0.5}-", "{ruby: base|reading}", "\\*", "[x]", "dash - dash"])
        case 5 | 6:
            if w.maybe(0.3):
                other = condition(w, scope, 1)
                return f"{{if {condition(w, scope, 1)}: {inner()}|if {other}: {inner()}|{inner()}}}"
            return f"{{if {condition(w, scope, 1)}: {arms()}}}"
        case 7:
            return f"{{either: {inner()}|{arms()}}}"
        case 8 if first:
            return f"{{first: {inner()}|then: {inner()}}}"
        case 9 if w.minds:
            rest = f"|{inner()}" if w.maybe(0.5) else ""
            return f"{{seen by {c.choice(w.minds)}: {inner()}{rest}}}"
        case 10 | 11 if marked:
            mark = c.choice(["*", "**"])
            return f"{mark}{phrase(w, scope, depth - 1, first, marked=False)}{mark}"
    return c.choice(WORDS)


def quoted(w: Writer, scope: Scope) -> str:
    """Some words with marks, in quotation marks."""
    return f'"{phrase(w, scope, 1).capitalize()}?"'


def sentence(w: Writer, scope: Scope) -> str:
    """A line of prose: it begins with a capital letter, so with no keyword."""
    text = phrase(w, scope)
    return text[0].upper() + text[1:] + "."
