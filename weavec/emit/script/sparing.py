"""Leave out what is not needed.

In: the statements of a script. Out: statements without the constants that read shorter where they
are used, and without functions, classes and constants of the outermost scope that nothing uses.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from weavec.emit.script.scopes import Scopes, Variable, scopes_of
from weavec.emit.script.tree import (
    Array,
    Class,
    Computed,
    Declare,
    Declared,
    Empty,
    For,
    Function,
    Hole,
    Key,
    Method,
    Name,
    New,
    Num,
    Object,
    Piece,
    Pieces,
    Prop,
    Regex,
    Text,
    Unary,
    Word,
    parts,
    rebuilt,
)

SHORT: Final = 20
"""A string of so many letters may stand wherever it is used: compressed, it costs little."""
COLLECTIONS: Final = frozenset(["Map", "Set", "WeakMap", "WeakSet"])


def spared(body: Pieces) -> Pieces:
    """The statements, without what is not needed."""
    while True:
        found = scopes_of(body)
        known = dict(_constants(body, found))
        gone = _unused(body, found) | set(known)
        if not gone:
            return body

        body = tuple([_without(item, found.meant, known, gone) for item in body])


def _without(
    piece: Any, meant: dict[int, Variable], known: dict[Variable, Piece], gone: set[Variable]
) -> Any:
    """A node without the declarations of what is gone, and with the values of what is known."""

    def change(piece: Any) -> Any:
        match piece:
            case Name(at, _):
                return known.get(meant[at], piece) if at in meant else piece
            case Declare(kind, items):
                kept = tuple([item for item in items if not _declares(item, meant, gone)])
                return rebuilt(Declare(kind, kept), change) if kept else Empty()
            case Function(_, _, Name(at, _)) | Class(Name(at, _)) if meant[at] in gone:
                return Empty()
            case _:
                return rebuilt(piece, change)

    return change(piece)


def _declares(item: Declared, meant: dict[int, Variable], gone: set[Variable]) -> bool:
    return isinstance(item.target, Name) and meant[item.target.at] in gone


def _constants(piece: Piece | Pieces, found: Scopes) -> Iterator[tuple[Variable, Piece]]:
    """The constants whose value can stand in their place, with that value."""
    match piece:
        case Declare("const", items):
            for item in items:
                if isinstance(item.target, Name) and item.value and _is_plain(item.value):
                    variable = found.meant[item.target.at]
                    if variable.uses == 2 or _length(item.value) <= SHORT:
                        yield variable, item.value
        case For(Declare(), _, _, inner):
            yield from _constants(inner, found)  # the head keeps what it declares
            return
    for part in piece if isinstance(piece, tuple) else parts(piece):
        yield from _constants(part, found)


def _is_plain(value: Piece) -> bool:
    match value:
        case Num() | Text() | Word("true" | "false" | "null") | Unary("-", Num()):
            return True
        case _:
            return False


def _length(value: Piece) -> int:
    return len(value.value) if isinstance(value, Text) else 1


def _unused(body: Pieces, found: Scopes) -> set[Variable]:
    """What the outermost scope declares without use or effect."""
    out: set[Variable] = set()
    for item in body:
        match item:
            case Function(_, _, Name(at, _)):
                out.add(found.meant[at])
            case Class(Name(at, _), None, members) if all(map(_is_method, members)):
                out.add(found.meant[at])
            case Declare(_, items):
                for each in items:
                    if isinstance(each.target, Name) and _is_quiet(each.value, found):
                        out.add(found.meant[each.target.at])
    return {variable for variable in out if variable.uses == 1}


def _is_method(piece: Piece) -> bool:
    """Whether a member is a method that has its name already."""
    return isinstance(piece, Method) and not isinstance(piece.key, Computed)


def _is_quiet(value: Piece | None, found: Scopes) -> bool:
    """Whether making a value does nothing else."""
    match value:
        case None | Num() | Text() | Regex() | Word() | Function() | Hole():
            return True
        case Name(at, _):
            return at in found.meant
        case Array(items) | Object(items):
            return all(_is_quiet(item, found) for item in items)
        case Prop(Key() | Text() | Num(), inner) | Unary("!", inner):
            return _is_quiet(inner, found)
        case Unary("-", Num()):
            return True
        case New(Name(_, name), ()):
            return name in COLLECTIONS and name in found.free
        case _:
            return _is_method(value)


def functions_first(body: Pieces) -> Pieces:
    """The statements, with the functions that they declare at their head.

    That is where declared functions are made anyway; what stood between them comes together, and
    declarations side by side need one word. As arrows they would be shorter still by half a
    percent, but browsers do not put off the compiling of arrows in a function: the page would
    start later.
    """
    first = [item for item in body if isinstance(item, Function)]
    return (*first, *[item for item in body if not isinstance(item, Function)])
