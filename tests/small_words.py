"""Expressions, words and declarations for `small_story`, and the way from its text to a program.

In go a `Small`, which holds a story in the making, and a `Scope`; out come pieces of Weave. They
ask again and again for the same few values, so that they contradict or imply each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from random_words import Scope, Writer

from weavec import ir
from weavec.lower.program import lower
from weavec.resolve import resolve
from weavec.source import SourceFile
from weavec.syntax.parse import declared_cast, parse

HUES = ("amber", "beryl", "coral")


@dataclass
class Small(Writer):
    """A small story in the making. `kinds`: its statements, each as often as it is likely."""

    kinds: list[Kind] = field(default_factory=list)
    let_flags: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # conditions, to be asked again or denied
    endings: int = 0
    left: int = 0  # statements that may still be written


Kind: TypeAlias = Callable[[Small, Scope], Scope | None]


# ------------------------------------------------------------------ expressions


def number(w: Small, scope: Scope, deep: bool = True) -> tuple[str, int, int]:
    """A number and its bounds."""
    c = w.chance
    names = [(name, *ends) for name, ends in sorted(w.numbers.items())]
    names += [(f"{m}.{n}", lo, hi) for m in scope.minds for n, lo, hi in w.memories[m]]
    name, lo, hi = c.choice(names)
    other, least, most = c.choice(names)
    match c.randrange(14 if deep else 1):
        case 8:
            return f"({name} + {other})", lo + least, hi + most
        case 9:
            return f"({name} - {other})", lo - most, hi - least
        case 10 if w.let_numbers:
            made = c.choice(sorted(w.let_numbers))
            return made, *w.let_numbers[made]
        case 11:
            parts = [condition(w, scope, False) for _ in range(c.randint(2, 3))]
            return f"count({', '.join(parts)})", 0, len(parts)
        case 12:
            return f"2 * {name}", 2 * lo, 2 * hi
        case 13:
            return f"({hi} - {name})", 0, hi - lo
    return name, lo, hi


def condition(w: Small, scope: Scope, deep: bool = True) -> str:
    """A condition: often one that was asked before, or its contrary."""
    c = w.chance
    if w.asked and w.maybe(0.25):
        again = c.choice(w.asked[-4:])
        return again if w.maybe(0.5) else f"not ({again})"
    made = _condition(w, scope, deep)
    if "." not in made.replace(".z", ""):
        w.asked.append(made)
    return made


def _condition(w: Small, scope: Scope, deep: bool) -> str:
    c = w.chance
    match c.randrange(14):
        case 0 | 1 | 2:
            return c.choice(["", "", "not "]) + c.choice(w.flags)
        case 3 if w.words:
            name = c.choice(sorted(w.words))
            others = [*HUES, *(other for other in w.words if other != name)]
            return f"{name} {c.choice(['is', 'is not', '<', '>='])} {c.choice(others)}"
        case 4 if w.minds:
            return f"perspective {c.choice(['is', 'is not'])} {c.choice(w.minds)}"
        case 5 if w.chosen:
            return f"chosen({c.choice(w.chosen)})"
        case 6 if w.places:
            return f"visited({c.choice(w.places)})"
        case 7 if w.places:
            how = c.choice(["<", ">", "==", ">="])
            return f"visits({c.choice(w.places)}) {how} {c.randint(1, 2)}"
        case 8 if w.let_flags:
            return c.choice(w.let_flags)
        case 9 | 10 if deep:
            a, b = condition(w, scope, False), condition(w, scope, False)
            return f"({a} {c.choice(['and', 'and', 'or'])} {b})"
        case 11 if len(w.numbers) > 1:
            a, b = c.sample(sorted(w.numbers), 2)
            return f"{a} {c.choice(['<', '<=', '>', '==', '!='])} {b}"
    left, lo, hi = number(w, scope, deep)
    return f"{left} {c.choice(['<', '<=', '>', '>=', '==', '!='])} {c.randint(lo, hi)}"


def words(w: Small, scope: Scope) -> str:
    """The text of a line: mostly one of its own, sometimes one that depends on something."""
    c = w.chance
    text = f"Words {w.fresh('')}" if w.maybe(0.95) else "The same again"
    match c.randrange(24):
        case 0:
            return f"{text} {{if {condition(w, scope)}: so|else}}."
        case 1:
            return f"{text} {{first: once|then: more}}."
        case 2:
            return f"{text} {{{c.choice([*sorted(w.numbers), *w.words])}}}."
        case 3:
            return f"{text} {{either: this|that}}."
    return f"{text}."


# ------------------------------------------------------------------ declarations


def declarations(w: Small) -> None:
    """The head, the cast and the values."""
    c = w.chance
    w.put(0, 'story "A small story"')
    w.put(1, "id 4b9b6f0e-0b51-4c8e-9f0e-6f2d1a3c5e77")
    first_mind = w.headings["main0"][:1] or (w.minds[:1] if w.maybe(0.4) else [])
    w.put(1, " as ".join(["start main0", *first_mind]))
    for mind in w.minds:
        w.put(0, f"dreamer {mind}")
        for name, lo, hi in w.memories[mind]:
            w.put(1, f"memory {name}: {lo}..{hi} = {c.randint(lo, hi)}")
    for name, (lo, hi) in w.numbers.items():
        w.put(0, f"var {name}: {lo}..{hi} = {c.choice([lo, lo, c.randint(lo, hi)])}")
    for name in w.flags:
        w.put(0, f"var {name} = {c.choice(['true', 'false', 'false'])}")
    for name, kind in w.words.items():
        w.put(0, f"var {name}: {' | '.join(kind)} = {c.choice(kind)}")
    w.put(0, 'var name: text = "you"')
    if w.maybe(0.4):
        text, lo, hi = number(w, Scope("main"))
        w.put(0, f"let sum = {text}")
        w.let_numbers["sum"] = (lo, hi)
    if w.maybe(0.4):
        w.put(0, f"let holds = {condition(w, Scope('main'))}")
        w.let_flags.append("holds")


# ------------------------------------------------------------------ the program


def program_of(text: str) -> ir.Program:
    """The program of a story whose only errors are about where its ways lead.

    Raises:
        ValueError: something else is wrong with it.
    """
    file = SourceFile("small.weave", text)
    tree, found = parse(file, declared_cast(file))
    symbols, more = resolve([(file, tree)])
    lowered, last = lower(symbols)
    wrong = [each for each in (*found, *more, *last) if each.severity == "error"]
    if wrong:
        told = [f"{each.span.file.position(each.span.start)[0]}: {each.message}" for each in wrong]
        raise ValueError("\n".join([*told, text]))
    return lowered.program
