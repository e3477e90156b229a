"""Shorter ways to say statements.

In: the statements of a script. Out: statements that do the same: values joined with commas, choices
as `?:`, `&&` and `||`, declarations side by side, braces and `else` left out.
"""

from __future__ import annotations

from typing import Any

from weavec.emit.script.folding import both, folded, negated, sequence
from weavec.emit.script.tree import (
    NOTHING,
    Assign,
    Block,
    Case,
    Catch,
    Class,
    Cond,
    Declare,
    Each,
    Empty,
    For,
    Function,
    If,
    Leave,
    Name,
    Num,
    Piece,
    Pieces,
    Return,
    Run,
    Switch,
    Throw,
    Try,
    Unary,
    While,
    rebuilt,
)
from weavec.node import replace


def tightened(body: Pieces) -> Pieces:
    """The statements of a script, said shorter."""
    return joined(tuple([_tight(item) for item in body]))


def _tight(piece: Any) -> Piece:
    """A node and all below it, said shorter."""
    if isinstance(piece, Try):
        return _try(piece)
    made = rebuilt(piece, _tight)
    match made:
        case Function():
            return replace(made, body=_ended(joined(made.body), Return(None)))
        case Block():
            return _block(joined(made.body))
        case Case():
            return replace(made, body=joined(made.body))
        case If():
            return _if(made)
        case For() | Each() | While():
            return replace(made, body=_looped(made.body))
        case Declare(_, items):
            return Declare("let", items)
        case Return(Unary("void", Num("0"))):
            return Return(None)
        case _:
            return folded(made)


def _try(piece: Try) -> Piece:
    """A `try`, whose parts stay blocks."""
    body, final = (part and Block(tightened(part.body)) for part in (piece.body, piece.final))
    return Try(body or piece.body, piece.catch and _caught(piece.catch), final)


def _caught(piece: Catch) -> Catch:
    return Catch(piece.param and _tight(piece.param), tightened(piece.body))


def _block(body: Pieces) -> Piece:
    """Statements as one."""
    if not body:
        return Empty()
    if len(body) == 1 and not _declares(body[0]):
        return body[0]
    return Block(body)


def _declares(piece: Piece) -> bool:
    return isinstance(piece, Declare | Function | Class)


def listed(piece: Piece | None) -> Pieces:
    """The statements of one."""
    match piece:
        case None | Empty():
            return NOTHING
        case Block(body):
            return body
        case _:
            return (piece,)


def _looped(body: Piece) -> Piece:
    """The body of a loop."""
    return _block(_ended(listed(body), Leave("continue", "")))


def _ended(body: Pieces, end: Piece) -> Pieces:
    """Statements behind which `end` would come anyway: none of them needs to say it."""
    out = list(body)
    while out:
        match out[-1]:
            case last if last == end:
                out.pop()
                continue
            case _:
                pass
        for at, item in enumerate(out):
            match item:
                case If(test, yes, None) if yes == end and not any(map(_declares, out[at + 1 :])):
                    rest = joined(tuple(out[at + 1 :]))
                    made = _if(If(negated(test), _block(_ended(rest, end)), None))
                    return joined((*out[:at], *listed(made)))
        break
    return tuple(out)


def _if(piece: If) -> Piece:
    test, yes, no = piece.test, piece.yes, piece.no
    if isinstance(no, Empty):
        no = None
    if isinstance(yes, Empty):
        if no is None:
            return Run(test)
        test, yes, no = negated(test), no, None
    if no and isinstance(test, Unary) and test.op == "!":
        test, yes, no = test.value, no, yes
    match yes, no:
        case Run(value), None:
            return Run(both(test, value))
        case Run(Assign("=", Name() as one, a)), Run(Assign("=", Name() as two, b)) if (
            one.text == two.text
        ):
            return Run(Assign("=", one, folded(Cond(test, a, b))))
        case Run(a), Run(b):
            return Run(folded(Cond(test, a, b)))
        case Return(Piece() as a), Return(Piece() as b):
            return Return(folded(Cond(test, a, b)))
        case _:
            return If(test, yes, no)


def joined(body: Pieces) -> Pieces:
    """Statements with what comes side by side said in one."""
    out: list[Piece] = []
    for item in body:
        _add(out, item)
    return tuple(out)


def _add(out: list[Piece], item: Piece) -> None:
    """One more statement behind others."""
    last = out[-1] if out else None
    match last, item:
        case _, Empty():
            return
        case _, Block(body) if not any(map(_declares, body)):
            for inner in body:
                _add(out, inner)
            return
        case Declare(kind, items), Declare(same, more) if kind == same:
            out[-1] = Declare(kind, (*items, *more))
            return
        case Run(a), Run(b):
            out[-1] = Run(sequence(a, b))
            return
        case Run(a), Return(Piece() as b):
            out.pop()
            _add(out, Return(sequence(a, b)))
            return
        case Run(a), Throw(b):
            out[-1] = Throw(sequence(a, b))
            return
        case Run(a), If(test, yes, no):
            out[-1] = If(sequence(a, test), yes, no)
            return
        case Run(a), Switch(value, cases):
            out[-1] = Switch(sequence(a, value), cases)
            return
        case Run(a), For(None, test, step, inner):
            out[-1] = For(a, test, step, inner)
            return
        case If(test, Return(Piece() as a), None), Return(Piece() as b):
            out.pop()
            _add(out, Return(folded(Cond(test, a, b))))
            return
    match item:
        case If(test, yes, Piece() as no) if _leaves(yes) and not any(map(_declares, listed(no))):
            out.append(If(test, yes, None))
            for inner in listed(no):
                _add(out, inner)
        case _:
            out.append(item)


def _leaves(piece: Piece) -> bool:
    """Whether nothing behind a statement is reached from it."""
    match piece:
        case Return() | Throw() | Leave():
            return True
        case Block((*_, last)):
            return _leaves(last)
        case _:
            return False
