"""Storing: what `set` writes into a variable.

Goes in: the right side of a `set`, its operator and the variable. Comes out: the whole value as an
expression, `+=` and `-=` spelled out; a value of another kind, or one that never fits, is reported.
"""

from __future__ import annotations

from typing import Any

from weavec.expressions import (
    Scope,
    as_word,
    names_value,
    said,
    typed,
    undefined_name,
    word_or_value,
)
from weavec.ir import Expr
from weavec.symbols import FLAG, TEXT, UNKNOWN, Type, ValueSymbol
from weavec.syntax.tree import Name, Quoted


def stored(scope: Scope, tree: Any, target: ValueSymbol, op: str) -> Expr:
    """What `set` stores: the whole right side, `+=` and `-=` spelled out."""
    kind, var = target.type, ("var", target.index)
    if kind == TEXT:
        return _stored_text(scope, tree, op)
    if isinstance(tree, Quoted):
        scope.report(
            "type-mismatch", tree, f"`{target.name}` is {said(kind)}, and this is a text",
            "write the value without quotes",
        )  # fmt: skip
        return 0
    if kind == FLAG and isinstance(tree, Name) and not (
        names_value(scope, tree) or tree.text in scope.symbols.words
    ):
        undefined_name(scope, tree, "flag", "a flag is `true` or `false`")
        return 0
    value, found = (
        word_or_value(scope, tree) if kind[0] == "words" else typed(scope, tree, str(kind[0]))
    )
    if found[0] == "word" and kind[0] == "words" and op == "=":
        value, found = as_word(scope, tree, found, kind)
    if op != "=":
        if UNKNOWN in (kind, found):
            return 0
        if kind[0] not in ("number", "words") or found[0] != "number":
            if kind[0] not in ("number", "words"):
                message = f"`{op}` steps numbers and words, and `{target.name}` is {said(kind)}"
                hint = f"write `set {target.name} = …`"
            else:
                message = f"`{op}` steps by a number, and this is {said(found)}"
                hint = "step by a number"
            scope.report("type-mismatch", tree, message, hint)
            return 0
        return (op[0], var, value)
    if UNKNOWN in (kind, found):
        return 0
    if found[0] != kind[0] or (kind[0] == "words" and found != kind):
        _does_not_fit(scope, tree, target, found)
        return 0
    if kind[0] == "number":
        lo, hi = int(str(found[1])), int(str(found[2]))
        first, last = _bounds(kind)
        if lo > last or hi < first:
            scope.report(
                "value-out-of-range", tree,
                f"`{target.name}` lies in {first}..{last}, and this never does",
                "store a value of the range, or make the range wider",
            )  # fmt: skip
    return value


def _does_not_fit(scope: Scope, tree: Any, target: ValueSymbol, found: Type) -> None:
    """Report a value of another kind than its variable."""
    kind = target.type
    if found[0] == "words" == kind[0]:
        message, hint = "these words are of different lists", "declare both with the same list"
    elif found[0] == "word":
        message = f"`{target.name}` is {said(kind)}, and {said(found)} is of a list"
        hint = "write `true` or `false`" if kind == FLAG else "write a number"
    else:
        message = f"`{target.name}` is {said(kind)}, and this is {said(found)}"
        hint = "store a value of its own kind"
    scope.report("type-mismatch", tree, message, hint)


def _bounds(kind: Type) -> tuple[int, int]:
    if kind[0] == "words":
        words = kind[1]
        assert isinstance(words, tuple)
        return 0, len(words) - 1
    return int(str(kind[1])), int(str(kind[2]))


def _stored_text(scope: Scope, tree: Any, op: str) -> Expr:
    if op != "=":
        scope.report("type-mismatch", tree, f"a text cannot step with `{op}`", "write `=`")
        return ("str", "")
    if isinstance(tree, Quoted):
        if isinstance(tree.text, str):
            return ("str", tree.text)
        scope.report(
            "bad-text-mark", tree, "a stored text holds no marks",
            "write plain words, or declare a `let` with this text",
        )  # fmt: skip
        return ("str", "")
    if isinstance(tree, Name) and not names_value(scope, tree):
        undefined_name(scope, tree, "text", f'a text stands in quotes: write `"{tree.text}"`')
        return ("str", "")
    value, found = typed(scope, tree)
    if found == TEXT and isinstance(value, tuple) and value[0] == "var":
        return value
    if found == TEXT:
        scope.report(
            "type-mismatch", tree, "a `let` is shown, and cannot be kept in a variable",
            "show the `let` itself, or store words in quotes",
        )  # fmt: skip
    elif found != UNKNOWN:
        scope.report(
            "type-mismatch", tree, f"this variable holds a text, and this is {said(found)}",
            "write words in quotes, or another text variable",
        )  # fmt: skip
    return ("str", "")
