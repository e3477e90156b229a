"""What a story asks of its state: values of expressions, and which options stand open.

In go a program, a state and a cursor; out come integers, strings and options. Nothing changes.
"""

from __future__ import annotations

from typing import Any

from weavec import ir
from weavec.machine.state import Cursor, State, operation, perspective
from weavec.values import NOBODY, evaluate


def value(program: ir.Program, state: State, expr: Any, mind: int | None) -> Any:
    """The value of an expression, asked in the perspective `mind` (None: nobody's)."""
    who = NOBODY if mind is None else mind
    return evaluate(expr, state["vars"], program.lets, state["counts"], who)


def offered(
    program: ir.Program, state: State, cursor: Cursor, choice: ir.Choice
) -> list[tuple[ir.Option, bool]]:
    """The options of a choice that are shown, in order, each with whether it is open.

    A shown option that is not open is locked. Conditions are asked in the perspective at `cursor`.
    """
    mind = perspective(program, cursor)

    def holds(expr: Any) -> bool:
        return expr is None or bool(value(program, state, expr, mind))

    found: list[tuple[ir.Option, bool]] = []
    for option in choice.options:
        spent = option.once and option.count is not None and state["counts"][option.count] > 0
        if not spent and holds(option.cond):
            found.append((option, holds(option.needs)))
    if any(is_open and not option.otherwise for option, is_open in found):
        return [(option, is_open) for option, is_open in found if not option.otherwise]
    return found


def closed(program: ir.Program, state: State, cursor: Cursor, choice: ir.Choice) -> bool:
    """Whether no option of a choice can be picked."""
    return not any(is_open for _, is_open in offered(program, state, cursor, choice))


def ready(program: ir.Program, strand: Cursor) -> bool:
    """Whether a strand can take a turn: it waits neither at a sync nor at its end."""
    return not isinstance(operation(program, strand), (ir.Sync, ir.Done))
