"""Silent running: one cursor moves through operations until something is to be shown.

In goes a `Turn`, the working copy of a state; `run` changes it and says why it stopped. What the
operations do to the story is here; what they do to the stage is in `stage.py`.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from weavec import ir
from weavec.machine.asking import closed, value
from weavec.machine.stage import perform
from weavec.machine.state import Cursor, Event, State, operation, perspective
from weavec.values import clamp, draw

SILENT_LIMIT: Final = 10_000
"""How many silent operations one step may take, all cursors together."""


class Fault(Exception):  # noqa: N818 - the word of semantics.md
    """The story cannot go on; its argument is the fault's name."""


class Stop(Enum):
    """Why a silent run stopped."""

    BEAT = auto()  # the cursor stands at a beat
    WAIT = auto()  # at a sync, or at the end of a strand's piece
    STRANDS = auto()  # at the strands of a section
    TAIL = auto()  # behind a beat's tail
    LEFT = auto()  # a strand woke: the merge is over


class Tail(Enum):
    """Which operations a run may take: those that belong to a beat, or all of them."""

    EFFECTS = auto()
    WITH_JUMP = auto()
    ALL = auto()


class Turn:
    """One step in the making: the state that it changes, its events, what it may still run."""

    __slots__ = ("budget", "events", "program", "state")

    def __init__(self, program: ir.Program, state: State) -> None:
        self.program = program
        self.state = state
        self.events: list[Event] = []
        self.budget = SILENT_LIMIT


def run(turn: Turn, cursor: Cursor, tail: Tail = Tail.ALL) -> Stop:
    """Move a cursor until it rests, waits, or has taken all that `tail` allows.

    Raises:
        Fault: more than `SILENT_LIMIT` operations, a scene's end, a way back or a die that is not.
    """
    program = turn.program
    while True:
        op = operation(program, cursor)
        if tail is not Tail.ALL and not _belongs(op, tail):
            return Stop.TAIL
        match op:
            case ir.Choice(hub=True) if closed(program, turn.state, cursor, op):
                _spend(turn)
                _go(cursor, op.next)
                continue
            case ir.Line() | ir.Choice() | ir.Ask() | ir.End() | ir.Hole():
                return Stop.BEAT
            case ir.Sync() | ir.Done():
                return Stop.WAIT
            case ir.Strands():
                return Stop.STRANDS
        _spend(turn)
        if isinstance(op, ir.Jump):
            jump(turn, op)
            if cursor is not turn.state["main"]:
                return Stop.LEFT
        else:
            _do(turn, cursor, op)


def _belongs(op: ir.Op, tail: Tail) -> bool:
    if isinstance(op, (ir.Set, ir.Goto, ir.Return)):
        return True
    return tail is Tail.WITH_JUMP and isinstance(op, ir.Jump)


def _spend(turn: Turn) -> None:
    if turn.budget == 0:
        raise Fault("silent-loop")
    turn.budget -= 1


def _go(cursor: Cursor, index: int) -> None:
    cursor["at"] = [cursor["at"][0], index]


def _do(turn: Turn, cursor: Cursor, op: ir.Op) -> None:
    """Do one silent operation, jumps aside, and move the cursor on."""
    program, state = turn.program, turn.state
    scene, index = cursor["at"]
    to = index + 1
    match op:
        case ir.Set():
            _set(turn, cursor, op)
        case ir.Goto():
            to = op.to
        case ir.Branch():
            if not value(program, state, op.cond, perspective(program, cursor)):
                to = op.otherwise
        case ir.Round():
            choice = program.scenes[scene].ops[op.choice]
            assert isinstance(choice, ir.Choice)
            if closed(program, state, cursor, choice):
                to = choice.next
        case ir.First():
            to = op.to[state["counts"][op.count]]
            add(turn, op.count)
        case ir.Either():
            to = op.to[pick(turn, len(op.to))]
        case ir.Count():
            add(turn, op.count)
        case ir.Shift():
            cursor["mind"] = op.mind
        case ir.Visit():
            mind = perspective(program, cursor) if op.mind is None else op.mind
            cursor["stack"].append([scene, to, cursor["mind"]])
            cursor["at"], cursor["mind"] = [op.scene, 0], mind
            enter(turn, cursor)
            return
        case ir.Return():
            if not cursor["stack"]:
                raise Fault("stray-return")
            back, after, cursor["mind"] = cursor["stack"].pop()
            assert back is not None and after is not None
            cursor["at"] = [back, after]
            return
        case ir.Merge():
            _open(turn, cursor, op)
        case ir.Meet():
            turn.events.append({"e": "sync", "name": op.name})
        case ir.Unmerge():
            state["merge"] = None
            turn.events.append({"e": "merge-end", "how": "done"})
        case ir.Off():
            raise Fault("runs-off-scene")
        case _:
            turn.events.append(perform(state["stage"], op))
    cursor["at"] = [scene, to]


def _set(turn: Turn, cursor: Cursor, op: ir.Set) -> None:
    var = turn.program.vars[op.var]
    new = value(turn.program, turn.state, op.to, perspective(turn.program, cursor))
    turn.state["vars"][op.var] = new if var.type == "text" else clamp(new, var.lo, var.hi)


def _open(turn: Turn, cursor: Cursor, op: ir.Merge) -> None:
    turn.state["merge"] = {
        "at": cursor["at"],
        "section": -1,
        "now": [],
        "queue": [],
        "strands": [],
    }
    members = [mind for mind, _ in op.members]
    turn.events.append({"e": "merge", "merge": op.id, "mode": op.mode, "members": members})


def enter(turn: Turn, cursor: Cursor) -> None:
    """Count the entry into the scene that a cursor has just come to, and say so."""
    scene = cursor["at"][0]
    count = turn.program.scenes[scene].count
    if count is not None:
        add(turn, count)
    turn.events.append({"e": "scene", "scene": scene, "mind": cursor["mind"]})


def jump(turn: Turn, op: ir.Jump) -> None:
    """Leave any merge, forget visits, and go on elsewhere with the main cursor."""
    state = turn.state
    main = state["main"]
    if state["merge"] is not None:
        state["merge"] = None
        turn.events.append({"e": "merge-end", "how": "wake"})
    main["at"], main["stack"] = list(op.to), []
    if op.mind is not None:
        main["mind"] = op.mind
    if op.enters:
        enter(turn, main)


def add(turn: Turn, count: int) -> None:
    """Add 1 to a count, which stops at its highest value."""
    counts = turn.state["counts"]
    counts[count] = min(counts[count] + 1, turn.program.counts[count].max)


def pick(turn: Turn, ways: int) -> int:
    """One of `ways` outcomes: drawn, or the next of the dice; a single one is not drawn."""
    if ways == 1:
        return 0
    state = turn.state
    if state["dice"]:
        scripted = state["dice"].pop(0)
        if not 0 <= scripted < ways:
            raise Fault("bad-dice")
        return scripted
    state["rng"], drawn = draw(state["rng"], ways)
    return drawn
