"""One step of a play: finish the beat that is shown, run silently, rest at the next.

In go a program, a state and an input; out come a new state and what happened. The given state is
never changed. `weavec/semantics.md` is the text that this follows.
"""

from __future__ import annotations

from collections.abc import Sequence

from weavec import ir
from weavec.machine.asking import offered, ready
from weavec.machine.merge import begin, schedule
from weavec.machine.run import Fault, Stop, Tail, Turn, add, enter, run
from weavec.machine.show import render
from weavec.machine.state import Cursor, Event, Input, State, copy, initial, operation, resting
from weavec.values import WORD, clean


class _Refusal(Exception):  # noqa: N818 - the word of semantics.md
    """The input does not fit the beat; its argument says why."""


def start(
    program: ir.Program, seed: int, dice: Sequence[int] = ()
) -> tuple[State | None, list[Event]]:
    """Begin a play.

    Args:
        program: the story.
        seed: where its chances begin, 0..4294967295.
        dice: outcomes of the first draws, each from 0; draws after them follow the seed.

    Returns:
        the state at the first beat and the events up to it; `None` and one event, `fault` if the
        story cannot reach a beat, `refused` if the seed or the dice are no such numbers.
    """
    for why, fits in (("seed", _whole(seed) and seed <= WORD), ("dice", all(map(_whole, dice)))):
        if not fits:
            return None, [{"e": "refused", "why": why}]
    turn = Turn(program, initial(program, seed, dice))
    try:
        enter(turn, turn.state["main"])
        _advance(turn)
    except Fault as fault:
        return None, [_fault(fault)]
    return turn.state, [*turn.events, render(program, turn.state)]


def step(program: ir.Program, state: State, given: Input) -> tuple[State, list[Event]]:
    """Finish the beat that `state` rests at, as the reader's input says, and go to the next.

    Args:
        program: the story.
        state: what `start` or `step` returned; it is left as it is.
        given: `{"do": "next"}`, `{"do": "choose", "option": id}`, `{"do": "say", "value": text}`
            or `{"do": "enter", "mind": index}`.

    Returns:
        the next state and the events up to its rest event; the same state and one event,
        `refused` or `fault`, if the step cannot be taken.
    """
    turn = Turn(program, copy(state))
    try:
        # Inputs may come from outside, so anything may come.
        _finish(turn, given if isinstance(given, dict) else {})
        _advance(turn)
    except _Refusal as refusal:
        return state, [{"e": "refused", "why": str(refusal)}]
    except Fault as fault:
        return state, [_fault(fault)]
    return turn.state, [*turn.events, render(program, turn.state)]


def _whole(number: object) -> bool:
    return type(number) is int and number >= 0


def _fault(fault: Fault) -> Event:
    return {"e": "fault", "name": str(fault)}


def _advance(turn: Turn) -> None:
    """Run until a beat is to be shown."""
    while True:
        merge = turn.state["merge"]
        if merge is None or not merge["strands"]:
            if run(turn, turn.state["main"]) is not Stop.STRANDS:
                return
            begin(turn)
        if schedule(turn):
            return


def _finish(turn: Turn, given: Input) -> None:
    """Answer the beats that are shown, with all that belongs to them."""
    shown = resting(turn.state)
    if not shown:
        _enter_strand(turn, given)
    for cursor in shown:
        _answer(turn, cursor, given)
    turn.state["n"] += 1
    for cursor in shown:
        if run(turn, cursor, Tail.WITH_JUMP) is Stop.LEFT:
            break


def _enter_strand(turn: Turn, given: Input) -> None:
    merge = turn.state["merge"]
    section = operation(turn.program, turn.state["main"])
    assert merge is not None and isinstance(section, ir.Strands)
    _expect(given, "enter")
    if type(given.get("mind")) is not int:
        raise _Refusal("input")
    for index, strand in enumerate(section.strands):
        if strand.mind == given.get("mind") and ready(turn.program, merge["strands"][index]):
            merge["queue"] = [index]
            return
    raise _Refusal("mind")


def _answer(turn: Turn, cursor: Cursor, given: Input) -> None:
    """Finish one beat: take the input, count the showing, run what the beat brings about."""
    scene, index = cursor["at"]
    to = index + 1
    match operation(turn.program, cursor):
        case ir.Line(shown=shown):
            _expect(given, "next")
        case ir.Choice(shown=shown) as choice:
            _expect(given, "choose")
            option = _chosen(turn, cursor, choice, given)
            if option.count is not None:
                add(turn, option.count)
            to = option.to
        case ir.Ask(var=var, shown=shown):
            _expect(given, "say")
            words = given.get("value")
            if not isinstance(words, str):
                raise _Refusal("input")
            if kept := clean(words):
                turn.state["vars"][var] = kept
        case _:
            raise _Refusal("over")
    cursor["at"] = [scene, to]
    if shown is not None:
        add(turn, shown)
    run(turn, cursor, Tail.EFFECTS)


def _expect(given: Input, do: str) -> None:
    if given.get("do") != do:
        raise _Refusal("input")


def _chosen(turn: Turn, cursor: Cursor, choice: ir.Choice, given: Input) -> ir.Option:
    if not isinstance(given.get("option"), str):
        raise _Refusal("input")
    for option, is_open in offered(turn.program, turn.state, cursor, choice):
        if is_open and option.id == given.get("option"):
            return option
    raise _Refusal("option")
