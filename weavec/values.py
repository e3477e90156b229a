"""What values are when a story runs: arithmetic, stored values, drawn numbers, typed answers.

In go plain integers, expression tuples (see `weavec.ir`) and characters; out come the same.
Everything here is exact, pure and mirrored to the bit by `player/values.mjs`.
`weavec/semantics.md`, "Values" and "Chance", is the text that both follow.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

GOLDEN: Final = 0x9E3779B9
"""What the generator's state moves by: 2^32 over the golden ratio, as an odd number."""

WORD: Final = 0xFFFFFFFF
"""Mask of 32 bits."""

ANSWER_LENGTH: Final = 40
"""How many code points of a reader's answer are kept."""

NOBODY: Final = -1
"""What `("mind",)` is when the perspective is nobody's."""

_UNSEEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""Controls, marks of writing direction, the byte order mark, halves of surrogate pairs."""

_BINARY: Final[dict[str, Callable[[int, int], int]]] = {
    "and": lambda a, b: int(bool(a) and bool(b)),
    "or": lambda a, b: int(bool(a) or bool(b)),
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "==": lambda a, b: int(a == b),
    "!=": lambda a, b: int(a != b),
    "<": lambda a, b: int(a < b),
    "<=": lambda a, b: int(a <= b),
    ">": lambda a, b: int(a > b),
    ">=": lambda a, b: int(a >= b),
}


def clamp(value: int, lo: int, hi: int) -> int:
    """The number of the range lo..hi (both included) that is nearest to `value`."""
    return lo if value < lo else min(value, hi)


def evaluate(
    expr: Any, values: Sequence[int | str], lets: Sequence[Any], counts: Sequence[int], mind: int
) -> Any:
    """The value of an expression.

    Args:
        expr: an `ir.Expr`.
        values: the variables of the state, by index.
        lets: the program's derived values, by index; they are computed here, when they are read.
        counts: the counts of the state, by index.
        mind: index of the perspective, `NOBODY` for nobody's.

    Returns:
        an integer; characters, if `expr` is a text literal or a text variable.
    """
    if isinstance(expr, int):
        return expr
    head = expr[0]
    if head == "var":
        return values[expr[1]]
    if head == "count":
        return counts[expr[1]]
    if head == "let":
        return evaluate(lets[expr[1]], values, lets, counts, mind)
    if head == "mind":
        return mind
    if head == "str":
        return expr[1]
    parts = [evaluate(part, values, lets, counts, mind) for part in expr[1:]]
    if head == "sum":
        return sum(parts)
    if head == "not":
        return 1 - parts[0]
    if head == "neg":
        return 0 - parts[0]
    return _BINARY[head](parts[0], parts[1])


def mix(word: int) -> int:
    """Scatter the bits of a number of 32 bits: one to one, and near numbers come far apart."""
    word ^= word >> 16
    word = word * 0x21F0AAAD & WORD
    word ^= word >> 15
    word = word * 0x735A2D97 & WORD
    return word ^ word >> 15


def draw(rng: int, ways: int) -> tuple[int, int]:
    """Draw a number 0..ways-1 from the story's generator.

    Args:
        rng: its state, 32 bits.
        ways: how many outcomes, 1..2^21.

    Returns:
        the generator's next state and the number.
    """
    rng = rng + GOLDEN & WORD
    return rng, mix(rng) * ways >> 32


def textdraw(rng: int, beats: int, index: int, ways: int) -> int:
    """Draw a number 0..ways-1 for an `{either:}` in a text, without moving anything.

    Args:
        rng: the state of the story's generator, 32 bits.
        beats: how many beats the reader has finished.
        index: how many such draws the text shown now has made before this one.
        ways: how many outcomes, 1..2^21.
    """
    salt = mix(64 * beats + index & WORD)
    return mix((rng ^ salt) + GOLDEN & WORD) * ways >> 32


def clean(answer: str) -> str:
    """A reader's answer as it is stored: no invisible characters, no outer blanks, 40 at most."""
    seen = _UNSEEN.sub("", answer).strip(" ")
    return seen[:ANSWER_LENGTH].strip(" ")
