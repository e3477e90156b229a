"""The stage: what its operations leave to be seen, and the event that tells a player of each.

In go the stage of a working state and an operation; `perform` changes the stage and returns the
event. The story can read none of it.
"""

from __future__ import annotations

from weavec import ir
from weavec.machine.state import Event, Stage


def perform(stage: Stage, op: ir.Op) -> Event:
    """Do an operation of the stage, and say what happened."""
    match op:
        case ir.Show():
            _show(stage, op)
            return {
                "e": "show",
                "who": op.who,
                "mood": op.mood,
                "place": op.place,
                "on": op.on,
                "trans": op.trans,
            }
        case ir.Backdrop():
            stage["backdrop"] = op.name
            for entry in stage["cast"]:
                entry[3] = 0
            return {"e": "backdrop", "name": op.name, "trans": op.trans}
        case ir.Music():
            stage["music"] = "off" if op.name is None else op.name
            return {"e": "music", "name": op.name}
        case ir.Sound():
            return {"e": "sound", "name": op.name}
        case ir.Effect():
            _effect(stage, op)
            return {"e": "effect", "name": op.name, "strength": op.strength}
        case ir.Pause():
            return {"e": "pause", "ms": op.ms}
        case ir.Keepsake():
            return {"e": "keepsake", "name": op.name}
    raise AssertionError(op)


def _show(stage: Stage, op: ir.Show) -> None:
    entry = next((entry for entry in stage["cast"] if entry[0] == op.who), None)
    if entry is None:
        entry = [op.who, None, None, 0]
        stage["cast"].append(entry)
    for index, given in enumerate((op.mood, op.place, op.on), start=1):
        if given is not None:
            entry[index] = given


def _effect(stage: Stage, op: ir.Effect) -> None:
    effects = stage["effects"]
    if op.name is None:
        effects.clear()
    elif op.lasting:
        entry = next((entry for entry in effects if entry[0] == op.name), None)
        if op.strength == 0:
            if entry is not None:
                effects.remove(entry)
        elif entry is not None:
            entry[1] = op.strength
        else:
            effects.append([op.name, op.strength])
