"""The dream-merge: whose turn it is among the strands of a section.

In goes a `Turn` whose merge has strands; `schedule` moves them until a beat is to be shown, or the
section or the whole merge is over.
"""

from __future__ import annotations

from weavec import ir
from weavec.machine.asking import ready
from weavec.machine.run import Fault, Stop, Turn, pick, run
from weavec.machine.state import Merging, operation


def begin(turn: Turn) -> None:
    """Open the section whose `strands` the main cursor stands at."""
    main, merge = turn.state["main"], turn.state["merge"]
    section = operation(turn.program, main)
    assert merge is not None and isinstance(section, ir.Strands)
    scene = main["at"][0]
    merge["section"] += 1
    merge["strands"] = [
        {"at": [scene, strand.start], "stack": [], "mind": strand.mind}
        for strand in section.strands
    ]
    merge["now"], merge["queue"] = [], []


def schedule(turn: Turn) -> bool:
    """Give turns until the strands rest at a beat or a pick.

    Returns:
        whether they rest; if not, the section is over or a strand woke, and main goes on.

    Raises:
        Fault: no strand can go on and not all have ended.
    """
    merge = turn.state["merge"]
    section = operation(turn.program, turn.state["main"])
    assert merge is not None and isinstance(section, ir.Strands)
    opened = turn.program.scenes[merge["at"][0]].ops[merge["at"][1]]
    assert isinstance(opened, ir.Merge)
    strands = merge["strands"]
    while True:
        while merge["queue"]:
            index = merge["queue"].pop(0)
            merge["now"] = [index]
            stop = run(turn, strands[index])
            if stop is not Stop.WAIT:
                return stop is Stop.BEAT
        if opened.mode == "drifting" and any(
            ready(turn.program, strands[index]) for index in merge["now"]
        ):
            # The mind that the reader entered stays until its sync or its end.
            merge["queue"] = list(merge["now"])
            continue
        _release(turn, merge, section)
        able = [i for i, strand in enumerate(strands) if ready(turn.program, strand)]
        if not able:
            _close(turn, merge, section)
            return False
        match opened.mode:
            case "fragmented":
                merge["queue"] = [able[pick(turn, len(able))]]
            case "drifting" if len(able) > 1:
                merge["now"] = []
                return True
            case "chorus":
                rested = _chord(turn, merge, able)
                if rested is not None:
                    return rested
            case _:
                merge["queue"] = able


def _release(turn: Turn, merge: Merging, section: ir.Strands) -> None:
    """Let every sync go at which all its strands stand, and those that this brings together."""
    moved = True
    while moved:
        moved = False
        for name, members in section.syncs:
            waiting = [merge["strands"][index] for index in members]
            if all(operation(turn.program, strand) == ir.Sync(name) for strand in waiting):
                for strand in waiting:
                    scene, index = strand["at"]
                    strand["at"] = [scene, index + 1]
                turn.events.append({"e": "sync", "name": name})
                moved = True


def _close(turn: Turn, merge: Merging, section: ir.Strands) -> None:
    if not all(isinstance(operation(turn.program, strand), ir.Done) for strand in merge["strands"]):
        raise Fault("merge-deadlock")
    merge["strands"], merge["now"] = [], []
    main = turn.state["main"]
    main["at"] = [main["at"][0], section.next]


def _chord(turn: Turn, merge: Merging, able: list[int]) -> bool | None:
    """Run every ready strand silently; their lines are shown together, the rest afterwards.

    Returns:
        True if lines are shown, False if a strand woke, None if there is no line in this round.
    """
    lines: list[int] = []
    others: list[int] = []
    for index in able:
        stop = run(turn, merge["strands"][index])
        if stop is Stop.LEFT:
            return False
        if stop is Stop.BEAT:
            is_line = isinstance(operation(turn.program, merge["strands"][index]), ir.Line)
            (lines if is_line else others).append(index)
    merge["now"], merge["queue"] = lines, others
    return True if lines else None
