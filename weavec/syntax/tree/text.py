"""Texts: what stands in a line beside plain words.

The package says what all of the tree keeps to.
"""

from __future__ import annotations

from typing import TypeAlias

from weavec.node import node
from weavec.syntax.tree.values import Expr, Name


@node
class SeenBy:
    """`seen by elena, nora` as a question."""

    names: tuple[Name, ...]
    at: int
    end: int


Condition: TypeAlias = Expr | SeenBy


@node
class Em:
    """`*emphasis*`."""

    nodes: tuple[Inline, ...]


@node
class Strong:
    """`**strong**`; `***both***` is `Strong` of `Em`."""

    nodes: tuple[Inline, ...]


@node
class Shown:
    """`{expr}`."""

    value: Expr
    at: int
    end: int


@node
class IfText:
    """`{if E: a|if F: b|c}`, `{seen by x: a|...}`: its branches, then the else."""

    arms: tuple[tuple[Condition, tuple[Inline, ...]], ...]
    otherwise: tuple[Inline, ...] | None
    at: int
    end: int


@node
class EitherText:
    """`{either: a|b|c}`."""

    arms: tuple[tuple[Inline, ...], ...]
    at: int
    end: int


@node
class FirstText:
    """`{first: a|then: b|then: c}`."""

    arms: tuple[tuple[Inline, ...], ...]
    at: int
    end: int


@node
class Ruby:
    """`{ruby: base|reading}`."""

    base: tuple[Inline, ...]
    reading: tuple[Inline, ...]
    at: int
    end: int


@node
class PauseText:
    """`{pause 0.5}`, in milliseconds."""

    ms: int
    at: int
    end: int


@node
class Break:
    """A line break of a verse."""


Inline: TypeAlias = (
    str | Em | Strong | Shown | IfText | EitherText | FirstText | Ruby | PauseText | Break
)
Text: TypeAlias = str | tuple[Inline, ...]


@node
class Quoted:
    """A text in quotation marks, the place that of its opening mark."""

    text: Text
    at: int
    end: int
