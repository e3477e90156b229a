"""Names, places and expressions.

The package says what all of the tree keeps to.
"""

from __future__ import annotations

from typing import TypeAlias

from weavec.node import node


@node
class Name:
    """A name as written (NFC)."""

    text: str
    at: int


@node
class Member:
    """`elena.doubt`: a memory by its owner."""

    owner: Name
    name: Name


@node
class Target:
    """`hall`, `.door` (scene is none), `hall.door`: where a jump leads or a visit is counted."""

    scene: Name | None
    mark: Name | None
    at: int
    end: int


@node
class Number:
    """An integer, a sign not included."""

    value: int
    at: int
    end: int


@node
class Flag:
    """`true` or `false`."""

    value: bool
    at: int
    end: int


@node
class Unary:
    """`not e`, `- e`; op is `not` or `-`."""

    op: str
    value: Expr
    at: int
    end: int


@node
class Binary:
    """`a op b`; op: == != < <= > >= + - * (`is` and `is not` are == and !=)."""

    op: str
    left: Expr
    right: Expr
    at: int
    end: int


@node
class Many:
    """Two or more parts joined by `and` or by `or`."""

    op: str
    parts: tuple[Expr, ...]
    at: int
    end: int


@node
class Counted:
    """`count(a, b, ...)`."""

    parts: tuple[Expr, ...]
    at: int
    end: int


@node
class Visits:
    """`visits(x)`, or `visited(x)` if `asked`."""

    target: Target
    asked: bool
    at: int
    end: int


@node
class Chosen:
    """`chosen(name)`: an option's mark."""

    name: Name
    at: int
    end: int


@node
class PerspectiveIs:
    """`perspective is elena`, or `is not` if `negated`."""

    mind: Name
    negated: bool
    at: int
    end: int


Expr: TypeAlias = (
    Number | Flag | Name | Member | Unary | Binary | Many | Counted | Visits | Chosen
    | PerspectiveIs
)  # fmt: skip
