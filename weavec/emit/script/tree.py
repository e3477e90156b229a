"""What a script is made of: the nodes of its tree.

Nothing goes in or comes out here. Each occurrence of a variable's name is a `Name` with a number of
its own, by which later passes know it again however the tree around it was rewritten. Brackets that
only group are not in the tree; the printer puts them where they are needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

from weavec.node import fields, node


class Piece:
    """An expression, a statement, or a part of one."""

    __slots__ = ()


Pieces: TypeAlias = tuple[Piece, ...]


@node
class Name(Piece):
    """A variable, where it is declared or used; `at` tells this occurrence from all others."""

    at: int
    text: str


@node
class Num(Piece):
    """A number as it is written."""

    text: str


@node
class Text(Piece):
    """A string, by its value."""

    value: str


@node
class Regex(Piece):
    """A regular expression as it is written."""

    text: str


@node
class Word(Piece):
    """`this`, `super`, `null`, `true`, `false`."""

    text: str


@node
class Template(Piece):
    """A template literal: its stretches of text as they are written, one more than the values."""

    tag: Piece | None
    chunks: tuple[str, ...]
    values: Pieces


@node
class Hole(Piece):
    """Nothing between two commas of an array."""


@node
class Array(Piece):
    """An array, or the pattern of one."""

    items: Pieces


@node
class Object(Piece):
    """An object, or the pattern of one: of `Prop`, `Method` and `Spread`."""

    items: Pieces


@node
class Key(Piece):
    """The name of a property, `#private` ones included."""

    text: str


@node
class Computed(Piece):
    """A property whose name is computed."""

    value: Piece


@node
class Prop(Piece):
    """A property of an object; `{a}` has the key `a` and the name `a`."""

    key: Piece
    value: Piece


@node
class Function(Piece):
    """A function; an arrow that only gives a value has one `Return` as its body.

    `form` is `function`, `arrow` or `method`; `mark` holds `async`, `*`, both or neither.
    """

    form: str
    mark: str
    name: Name | None
    params: Pieces
    body: Pieces


@node
class Method(Piece):
    """A method; `kind` is `get`, `set`, `static`, `static get`, `static set` or empty."""

    kind: str
    key: Piece
    function: Function


@node
class Field(Piece):
    """A field of a class."""

    kind: str
    key: Piece
    value: Piece | None


@node
class Class(Piece):
    """A class; its members are `Method` and `Field`."""

    name: Name | None
    base: Piece | None
    members: Pieces


@node
class Spread(Piece):
    """`...value`, or the rest of a pattern."""

    value: Piece


@node
class Unary(Piece):
    """An operator before its operand, `await` included."""

    op: str
    value: Piece


@node
class Yield(Piece):
    """`yield` or `yield*`."""

    op: str
    value: Piece | None


@node
class Update(Piece):
    """`++` and `--`."""

    op: str
    before: bool
    target: Piece


@node
class Binary(Piece):
    """An operator between its operands."""

    op: str
    left: Piece
    right: Piece


@node
class Assign(Piece):
    """An assignment, or a pattern with its default."""

    op: str
    target: Piece
    value: Piece


@node
class Cond(Piece):
    """`test ? yes : no`."""

    test: Piece
    yes: Piece
    no: Piece


@node
class Call(Piece):
    """A call; `maybe` is `?.` or empty."""

    callee: Piece
    args: Pieces
    maybe: str = ""


@node
class New(Piece):
    """`new callee(args)`."""

    callee: Piece
    args: Pieces


@node
class Member(Piece):
    """`value.name`."""

    value: Piece
    name: str
    maybe: str = ""


@node
class Index(Piece):
    """`value[key]`."""

    value: Piece
    key: Piece
    maybe: str = ""


@node
class Group(Piece):
    """Brackets that end a chain of `?.`."""

    value: Piece


@node
class Sequence(Piece):
    """`a, b`."""

    items: Pieces


@node
class Declared(Piece):
    """One of the variables of a `Declare`."""

    target: Piece
    value: Piece | None


@node
class Declare(Piece):
    """`const` or `let`."""

    kind: str
    items: tuple[Declared, ...]


@node
class Run(Piece):
    """An expression as a statement. A bare `Function` or `Class` among statements declares."""

    value: Piece


@node
class Block(Piece):
    """Statements in braces."""

    body: Pieces


@node
class Empty(Piece):
    """A statement that does nothing."""


@node
class If(Piece):
    """`if`, with or without `else`."""

    test: Piece
    yes: Piece
    no: Piece | None


@node
class For(Piece):
    """A `for` of three parts; the first is a `Declare` or an expression."""

    init: Piece | None
    test: Piece | None
    step: Piece | None
    body: Piece


@node
class Each(Piece):
    """A `for` with `of`, `in` or `await of`; the head is a `Declare` without value or a target."""

    kind: str
    head: Piece
    over: Piece
    body: Piece


@node
class While(Piece):
    """`while`."""

    test: Piece
    body: Piece


@node
class DoWhile(Piece):
    """`do ... while`."""

    body: Piece
    test: Piece


@node
class Return(Piece):
    """`return`."""

    value: Piece | None


@node
class Throw(Piece):
    """`throw`."""

    value: Piece


@node
class Leave(Piece):
    """`break` or `continue`, with a label or an empty one."""

    word: str
    label: str


@node
class Label(Piece):
    """A statement with a label."""

    label: str
    body: Piece


@node
class Catch(Piece):
    """What `catch` does."""

    param: Piece | None
    body: Pieces


@node
class Try(Piece):
    """`try` with `catch`, `finally` or both."""

    body: Block
    catch: Catch | None
    final: Block | None


@node
class Case(Piece):
    """A `case` of a switch; `default` has no test."""

    test: Piece | None
    body: Pieces


@node
class Switch(Piece):
    """`switch`, of `Case`."""

    value: Piece
    cases: tuple[Case, ...]


NOTHING: Final[Pieces] = ()


def parts(piece: Piece) -> Iterator[Piece]:
    """The nodes directly below one, in the order in which they are written."""
    for name in fields(piece):
        value = getattr(piece, name)
        if isinstance(value, Piece):
            yield value
        elif type(value) is tuple:
            for item in value:
                if isinstance(item, Piece):
                    yield item


def rebuilt(piece: Any, change: Callable[[Piece], Piece]) -> Any:
    """The node with every node directly below it changed; itself if nothing differs."""
    same = True
    values: list[Any] = []
    for name in fields(piece):
        old = new = getattr(piece, name)
        if isinstance(old, Piece):
            new = change(old)
            same = same and new is old
        elif type(old) is tuple and old and isinstance(old[0], Piece):
            new = tuple([change(item) for item in old])
            same = same and all(a is b for a, b in zip(old, new, strict=True))
        values.append(new)
    return piece if same else type(piece)(*values)
