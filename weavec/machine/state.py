"""The state of a play, as plain data that JSON can hold, and how it is copied and written.

In goes a `Program`; out come states. A state is a dictionary with the keys of `State`; whoever
gets one may store it, compare it and send it anywhere, and nobody changes it: `copy` makes the one
that a step works on.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TypeAlias, TypedDict

from weavec import ir

Event: TypeAlias = dict[str, Any]
"""What the machine says: `e` names the kind; `weavec/semantics.md` lists the fields."""

Input: TypeAlias = dict[str, Any]
"""What the reader did: `do` is `next`, `choose`, `say` or `enter`."""


class Cursor(TypedDict):
    """A place in the story, the way back from visits, and whose mind it is (None: nobody's)."""

    at: list[int]  # scene, operation
    stack: list[list[int | None]]  # scene, operation after the visit, mind
    mind: int | None


class Merging(TypedDict):
    """A dream-merge in progress."""

    at: list[int]  # of its `merge` operation
    section: int  # from 0; -1 before the first
    now: list[int]  # strands being shown; none at a pick
    queue: list[int]  # strands still to take their turn in this round
    strands: list[Cursor]  # none between sections


class Stage(TypedDict):
    """What stays to be seen and heard. Lists are in order of first appearance."""

    backdrop: str | None
    music: str | None  # None until the first `music`, then a name or "off"
    cast: list[list[Any]]  # who, mood, place, on
    effects: list[list[Any]]  # name, strength


class State(TypedDict):
    """Everything that a play is at a beat."""

    main: Cursor
    merge: Merging | None
    vars: list[int | str]
    counts: list[int]
    rng: int
    dice: list[int]
    n: int
    stage: Stage


def initial(program: ir.Program, seed: int, dice: Sequence[int]) -> State:
    """The state before the first operation.

    Args:
        program: the story.
        seed: state of the generator, 0..4294967295.
        dice: outcomes for the first draws, each from 0.
    """
    scene, mind = program.start
    return {
        "main": {"at": [scene, 0], "stack": [], "mind": mind},
        "merge": None,
        "vars": [var.init for var in program.vars],
        "counts": [0] * len(program.counts),
        "rng": seed,
        "dice": list(dice),
        "n": 0,
        "stage": {"backdrop": None, "music": None, "cast": [], "effects": []},
    }


def copy(state: State) -> State:
    """A state that shares no part that ever changes with `state`."""
    merge, stage = state["merge"], state["stage"]
    return {
        "main": _copy_cursor(state["main"]),
        "merge": merge
        and {
            "at": merge["at"],
            "section": merge["section"],
            "now": list(merge["now"]),
            "queue": list(merge["queue"]),
            "strands": [_copy_cursor(strand) for strand in merge["strands"]],
        },
        "vars": list(state["vars"]),
        "counts": list(state["counts"]),
        "rng": state["rng"],
        "dice": list(state["dice"]),
        "n": state["n"],
        "stage": {
            "backdrop": stage["backdrop"],
            "music": stage["music"],
            "cast": [list(entry) for entry in stage["cast"]],
            "effects": [list(entry) for entry in stage["effects"]],
        },
    }


def _copy_cursor(cursor: Cursor) -> Cursor:
    # Places and return addresses are replaced, never changed in place, so they may be shared.
    return {"at": cursor["at"], "stack": list(cursor["stack"]), "mind": cursor["mind"]}


def operation(program: ir.Program, cursor: Cursor) -> ir.Op:
    """The operation that a cursor stands at."""
    scene, index = cursor["at"]
    return program.scenes[scene].ops[index]


def perspective(program: ir.Program, cursor: Cursor) -> int | None:
    """Whose mind it is where a cursor stands: the innermost `as` block's, else the cursor's."""
    scene, index = cursor["at"]
    inside = program.scenes[scene].inside
    if inside is not None and inside[index] >= 0:
        return inside[index]
    return cursor["mind"]


def resting(state: State) -> list[Cursor]:
    """The cursors whose beats are shown: the main one, or strands; none at a pick."""
    merge = state["merge"]
    if merge is None or not merge["strands"]:
        return [state["main"]]
    return [merge["strands"][index] for index in merge["now"]]


def canonical(value: Any) -> str:
    """A state, an event, or a list of them, as the one JSON text that stands for it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
