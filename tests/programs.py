"""Programs written by hand, and how their plays are told, for the tests of the machine.

`told` writes a play as a row of ids, so that an expected order of beats reads like the text that it
comes from: `~x` is a sync, `[a|b]` a chord, `?` a pick, `wake` a merge that was left.
"""

from __future__ import annotations

import copy
import json
from typing import Any

from weavec import ir
from weavec.machine import State, canonical, inputs, render, start, step

ELENA, JAX, NORA = 0, 1, 2
NEXT = {"do": "next"}


def line(name: str, who: int | None = None) -> ir.Line:
    return ir.Line(name, "narrate" if who is None else "say", who)


def scene(name: str, *ops: ir.Op, **fields: Any) -> ir.Scene:
    return ir.Scene(name, fields.pop("minds", ()), (*ops, ir.Off()), (), (), **fields)


def program(*scenes: ir.Scene, **fields: Any) -> ir.Program:
    """A story with three dreamers and one person; every id that has no text is its own text."""
    texts = {op.id: (op.id,) for one in scenes for op in one.ops if isinstance(op, ir.Line)}
    given: dict[str, Any] = {
        "story": ir.Story(None, "en"),
        "start": (0, None),
        "minds": tuple(ir.Mind(name, None, ()) for name in ("elena", "jax", "nora")),
        "people": (ir.Person("mina", None, ()),),
        "vars": (),
        "lets": (),
        "counts": (),
        "words": (),
        "was": ir.Was(),
    } | fields
    given["texts"] = {"en": texts | fields.get("texts", {})}
    return ir.Program(scenes=scenes, **given)


def number(name: str, lo: int, hi: int, init: int) -> ir.Var:
    return ir.Var(name, "range", lo, hi, init)


def flag(name: str) -> ir.Var:
    return ir.Var(name, "flag", 0, 1, 0)


def merged(mode: str, *parts: Any, after: tuple[ir.Op, ...] = (), at: int = 0) -> list[ir.Op]:
    """The operations of a merge that begins at index `at`.

    A part is a section, a list of (mind, operations of its strand), or (name, block) for a sync
    between sections. Targets inside a strand are counted from the strand's first operation.
    """
    last: dict[int, int] = {}
    sections = [part for part in parts if isinstance(part, list)]
    for index, section in enumerate(sections):
        last |= {mind: index for mind, _ in section}
    ops: list[ir.Op] = [ir.Merge("dream", mode, tuple(last.items()))]
    for part in parts:
        if not isinstance(part, list):
            name, block = part
            ops += [ir.Meet(name), *block]
            continue
        here = len(ops)
        body: list[ir.Op] = []
        strands: list[ir.Strand] = []
        syncs: dict[str, list[int]] = {}
        for which, (mind, strand) in enumerate(part):
            begin = at + here + 1 + len(body)
            strands.append(ir.Strand(mind, begin))
            body += [_moved(op, begin) for op in strand] + [ir.Done()]
            for op in strand:
                if isinstance(op, ir.Sync):
                    syncs.setdefault(op.name, []).append(which)
        named = tuple((name, tuple(who)) for name, who in syncs.items())
        ops += [ir.Strands(tuple(strands), named, at + here + 1 + len(body)), *body]
    return [*ops, ir.Unmerge(), *after]


def _moved(op: ir.Op, by: int) -> ir.Op:
    match op:
        case ir.Branch(cond, to):
            return ir.Branch(cond, to + by)
        case ir.Goto(to):
            return ir.Goto(to + by)
        case ir.Choice(name, hub, options, after, shown):
            moved = tuple(
                ir.Option(o.id, o.to + by, o.cond, o.needs, o.once, o.otherwise, o.count)
                for o in options
            )
            return ir.Choice(name, hub, moved, after + by, shown)
    return op


def told(story: ir.Program, seed: int = 0, dice: tuple[int, ...] = (), picks: str = "") -> str:
    """A whole play as a row of names; `picks` says which input is taken where there are several.

    Holds every state to the purity of `step` and `render` on the way.
    """
    state, events = start(story, seed, dice)
    row: list[str] = []
    choices = iter(picks)
    while True:
        row += [word for event in events if (word := _word(event))]
        rest = events[-1]
        if state is None or rest["e"] == "fault":
            return " ".join(row)
        assert render(story, state) == rest
        allowed = inputs(rest, "Ada")
        if not allowed or len(row) > 200:
            return " ".join(row)
        which = int(next(choices, "0")) if len(allowed) > 1 else 0
        before = copy.deepcopy(state)
        kept, (state, events) = state, step(story, state, allowed[which])
        assert kept == before
        assert json.loads(canonical(state)) == state


def minds_told(story: ir.Program, steps: int) -> tuple[list[int | None], State]:
    """Whose mind each of the first rests is in, going on from one to the next; the state after."""
    state, events = start(story, 0)
    minds: list[int | None] = []
    for _ in range(steps):
        minds.append(events[-1]["mind"])
        assert state is not None
        state, events = step(story, state, NEXT)
    assert state is not None
    return minds, state


def _word(event: dict[str, Any]) -> str:
    match event["e"]:
        case "line" | "choice" | "ask" | "end":
            return str(event["id"])
        case "chord":
            return "[" + "|".join(part["id"] for part in event["parts"]) + "]"
        case "pick":
            return "?"
        case "sync":
            return "~" + str(event["name"])
        case "merge-end":
            return "wake" if event["how"] == "wake" else ""
        case "fault":
            return "!" + str(event["name"])
    return ""
