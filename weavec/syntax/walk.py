"""Walking over trees: all statements of a body, all nodes under a node."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weavec.node import fields
from weavec.syntax.tree import (
    AsBlock,
    ChoiceBlock,
    EitherBlock,
    FirstBlock,
    If,
    MergeBlock,
    Offer,
    OfferIf,
    OptionLine,
    Statement,
    StrandBlock,
    SyncLine,
)

Body = tuple[Statement, ...]


def options(offers: tuple[Offer, ...]) -> Iterator[OptionLine]:
    """Every option among `offers`, those under conditions included, in source order."""
    for offer in offers:
        if isinstance(offer, OfferIf):
            for _, inner in offer.arms:
                yield from options(inner)
            yield from options(offer.otherwise or ())
        else:
            yield offer


def bodies(statement: Statement | StrandBlock) -> tuple[Body, ...]:
    """The blocks that stand directly under a statement, in source order."""
    match statement:
        case If():
            arms = tuple(body for _, body in statement.arms)
            return arms if statement.otherwise is None else (*arms, statement.otherwise)
        case ChoiceBlock():
            return (statement.lead, *(option.body for option in options(statement.offers)))
        case FirstBlock() | EitherBlock():
            return statement.arms
        case AsBlock() | StrandBlock() | SyncLine():
            return (statement.body,)
        case MergeBlock():
            return tuple(part.body for part in statement.parts)
        case _:
            return ()


_LEAVES = frozenset(
    kind
    for kind in Statement.__args__
    if kind not in (If, ChoiceBlock, FirstBlock, EitherBlock, AsBlock, SyncLine, MergeBlock)
)


def statements(body: Body) -> Iterator[Statement]:
    """Every statement of a body, those in blocks included, in source order."""
    for statement in body:
        yield statement
        if type(statement) not in _LEAVES:
            for inner in bodies(statement):
                if inner:
                    yield from statements(inner)


def nodes(value: Any) -> Iterator[Any]:
    """The node `value` and every node under it."""
    if isinstance(value, tuple):
        for item in value:
            yield from nodes(item)
    elif hasattr(value, "__match_args__"):
        yield value
        for name in fields(value):
            yield from nodes(getattr(value, name))
