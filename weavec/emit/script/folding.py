"""Shorter ways to say a value.

In: a value whose parts are as short as they get. Out: a shorter one with the same result and the
same effects in the same order; or itself.
"""

from __future__ import annotations

import re
from typing import Final

from weavec.emit.script.tree import (
    Binary,
    Cond,
    Index,
    Key,
    Member,
    Name,
    Num,
    Piece,
    Prop,
    Sequence,
    Template,
    Text,
    Unary,
    Word,
)

SHORT: Final = {"true": Unary("!", Num("0")), "false": Unary("!", Num("1"))}
OPPOSITE: Final = {"===": "!==", "!==": "===", "==": "!=", "!=": "=="}
IDENTIFIER: Final = re.compile(r"[A-Za-z_$][\w$]*", re.ASCII)
PLAIN_CHUNK: Final = re.compile(r"[^\\\r`$]*")


def folded(piece: Piece) -> Piece:
    """A value, said shorter if that is possible."""
    match piece:
        case Word("undefined"):
            return Unary("void", Num("0"))
        case Word(text) if text in SHORT:
            return SHORT[text]
        case Template(None, (chunk,), ()) if PLAIN_CHUNK.fullmatch(chunk):
            return Text(chunk)
        case Template(None, _, values) if any(map(_written, values)):
            return _merged(piece)
        case Index(value, Text(name), maybe) if IDENTIFIER.fullmatch(name):
            return Member(value, name, maybe)
        case Prop(Text(name), value) if IDENTIFIER.fullmatch(name) and name != "__proto__":
            return Prop(Key(name), value)
        case Cond(Unary("!", test), yes, no):
            return Cond(test, no, yes)
        case Unary("!", Binary(op, left, right)) if op in OPPOSITE:
            return Binary(OPPOSITE[op], left, right)
        case Binary("===" | "!==" as op, left, right) if _is_text(left) and _is_text(right):
            return Binary(op[:-1], left, right)
        case Binary("||" | "&&" as op, left, right):
            return _absent(op, left, right) or piece
        case Sequence(items) if any(isinstance(item, Sequence) for item in items):
            return Sequence(tuple(flat(items)))
        case _:
            return piece


def _written(piece: Piece) -> str:
    """How a value stands in the text of a template, if it can."""
    match piece:
        case Text(text) if PLAIN_CHUNK.fullmatch(text):
            return text
        case Num(text) if text.isdigit() and len(text) < 9 and str(int(text)) == text:
            return text
        case _:
            return ""


def _merged(piece: Template) -> Piece:
    """A template, with the values that are known put into its text."""
    chunks, values = [piece.chunks[0]], []
    for value, chunk in zip(piece.values, piece.chunks[1:], strict=True):
        text = _written(value)
        if text:
            chunks[-1] += text + chunk
        else:
            chunks.append(chunk)
            values.append(value)
    return folded(Template(None, tuple(chunks), tuple(values)))


def flat(items: tuple[Piece, ...]) -> list[Piece]:
    """The values of a sequence, those of sequences in it in their place."""
    out: list[Piece] = []
    for item in items:
        out += flat(item.items) if isinstance(item, Sequence) else [item]
    return out


def sequence(*items: Piece) -> Piece:
    """Values one after another."""
    return Sequence(tuple(flat(items)))


def negated(test: Piece) -> Piece:
    """What is true where `test` is not."""
    match test:
        case Unary("!", value):
            return value
        case Binary(op, left, right) if op in OPPOSITE:
            return Binary(OPPOSITE[op], left, right)
        case Sequence((*before, last)):
            return Sequence((*before, negated(last)))
        case _:
            return Unary("!", test)


def both(test: Piece, value: Piece) -> Piece:
    """`value` if `test` holds; what comes out is not used."""
    match test:
        case Unary("!", inner):
            return Binary("||", inner, value)
        case _:
            return Binary("&&", test, value)


def _is_text(piece: Piece) -> bool:
    """Whether a value is certainly a string."""
    return isinstance(piece, Text | Template) or (isinstance(piece, Unary) and piece.op == "typeof")


def _absent(op: str, left: Piece, right: Piece) -> Piece | None:
    """`x == null` for a variable that is compared with both null and undefined."""
    same = "===" if op == "||" else "!=="
    match left, right:
        case (
            Binary(first, Name() as one, missing),
            Binary(second, Name() as other, also),
        ) if first == second == same and one.text == other.text and _misses(missing, also):
            return Binary(same[:-1], one, Word("null"))
        case _:
            return None


def _misses(one: Piece, other: Piece) -> bool:
    nothing = (Word("null"), Unary("void", Num("0")))
    return (one, other) in (nothing, nothing[::-1])
