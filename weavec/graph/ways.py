"""Ways out of a scene: what leads to other scenes and to endings, and what decides it.

Goes in: the operations of a scene. Comes out: its `Exit`s, in the order written. Control is
followed from the scene's first line and from every option up to the next thing that is asked, so
that a way knows the options by which alone it is taken, and which parting on the way decides it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from weavec import ir
from weavec.node import node

Origin: TypeAlias = tuple[int, int]
"""Where control is followed from: an operation and the index of an option of it."""
START: Final = -1
"""In place of an operation: the scene's first line."""

STOPS: Final = (ir.Jump, ir.Return, ir.End, ir.Hole, ir.Done, ir.Off, ir.Choice)
"""Where following ends: control is elsewhere, or the reader is asked."""


@node
class Exit:
    """An operation that leads out of a scene.

    `op`: its index. `options`: those by which alone it is taken, as (operation, index), none if
    others lead there too. `asked`: the conditions that decide, as (operation, whether it is to
    hold), in the order written; `random`, `turn`: a draw, the number of passings decides.
    """

    op: int
    options: tuple[Origin, ...]
    asked: tuple[tuple[int, bool], ...]
    random: bool
    turn: bool


def exits(ops: Sequence[ir.Op], found: Sequence[int] | None = None) -> list[Exit]:
    """Every way out of a scene: jumps, visits, endings. Those that nothing leads to are told, too.

    Args:
        ops: the scene's operations.
        found: the indices of the operations that lead out, if they are known.
    """
    outs = [at for at, op in enumerate(ops) if isinstance(op, ir.Jump | ir.Visit | ir.End)]
    if found is not None:
        outs = list(found)
    before = _before(ops)
    origins: list[tuple[Origin, int]] = [((START, -1), 0)]
    for at, op in enumerate(ops):
        if isinstance(op, ir.Choice):
            origins += [((at, index), option.to) for index, option in enumerate(op.options)]
    made = []
    for out in outs:
        leads = _leads(ops, before, out)
        taken = [origin for origin, start in origins if start in leads]
        options = _alone(ops, taken)
        partings = _partings(ops, leads)
        kinds = {type(ops[at]) for at in partings}
        asked = tuple(
            (at, at + 1 in leads) for at in partings if isinstance(ops[at], ir.Branch)
        )
        made.append(Exit(out, options, asked, ir.Either in kinds, ir.First in kinds))
    return made


def _after(ops: Sequence[ir.Op], at: int) -> tuple[int, ...]:
    """Where control goes from an operation without asking the reader."""
    op = ops[at]
    match op:
        case ir.Goto(to=to):
            return (to,)
        case ir.Branch(otherwise=otherwise):
            return (at + 1, otherwise)
        case ir.First(to=arms) | ir.Either(to=arms):
            return arms
        case ir.Strands(strands=strands, next=following):
            return (*(strand.start for strand in strands), following)
    return () if isinstance(op, STOPS) else (at + 1,)


def _before(ops: Sequence[ir.Op]) -> list[list[int]]:
    before: list[list[int]] = [[] for _ in ops]
    for at in range(len(ops)):
        for to in _after(ops, at):
            if to < len(ops):
                before[to].append(at)
    return before


def _leads(ops: Sequence[ir.Op], before: list[list[int]], out: int) -> set[int]:
    """The operations from which control comes to `out` before the reader is asked again."""
    leads = {out}
    waiting = [out]
    while waiting:
        for at in before[waiting.pop()]:
            if at not in leads:
                leads.add(at)
                waiting.append(at)
    return leads


def _alone(ops: Sequence[ir.Op], taken: list[Origin]) -> tuple[Origin, ...]:
    """The options by which alone a way is taken: none if all options of a choice lead to it, or if
    control comes to it without any."""
    for at, _ in taken:
        if at == START:
            return ()
        op = ops[at]
        assert isinstance(op, ir.Choice)
        if 1 < len(op.options) == sum(each == at for each, _ in taken):
            return ()
    return tuple(taken)


def _partings(ops: Sequence[ir.Op], leads: set[int]) -> list[int]:
    """The partings of which some arms lead to a way and others do not, in the order written."""
    return [
        at
        for at in sorted(leads)
        if isinstance(ops[at], ir.Branch | ir.Either | ir.First)
        and not all(arm in leads for arm in _after(ops, at))
    ]
