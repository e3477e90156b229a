"""A reader's way through a story, scene by scene, for people.

Goes in: a `Journey`. Comes out: rows of text: each scene with what is picked, drawn and said there.
Scenes that are only passed stand in one row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from weavec import ir
from weavec.journey import Journey, Leg, Step
from weavec.render.paint import Paint
from weavec.render.reading import static
from weavec.render.visible import visible, wrap

PASSED: Final = 8
"""Scenes passed in a row that are named; of more, the middle is left out."""


def title_of(program: ir.Program, key: str) -> str:
    """A title as it stands after a name, ` “The Hall”`, or nothing."""
    title = static(program, key)
    return f" “{visible(title)}”" if title else ""


def route(
    program: ir.Program, way: Journey, paint: Paint, columns: int, longest: int | None = None
) -> list[str]:
    """The rows of a way.

    Args:
        program: the story.
        way: the way through it.
        paint: how to colour.
        columns: how wide a row may be; 30 or more.
        longest: rows after which the middle is left out; none for all.
    """
    rows: list[str] = []
    passed: list[Leg] = []
    number = 0
    for leg in way.legs:
        if not leg.steps:
            passed.append(leg)
            continue
        rows += _passed(program, passed, paint, columns)
        passed = []
        rows.append(_heading(program, leg, paint))
        asked = ""
        for step in leg.steps:
            if step.asked and step.asked != asked:
                rows += [f"  {paint('dim', row)}" for row in _wrapped(step.asked, columns - 2)]
            asked = step.asked or asked
            number += step.kind in ("option", "strand")
            rows += _step(step, number, paint, columns)
    rows += _passed(program, passed, paint, columns)
    if longest is None or len(rows) <= longest:
        return rows
    head, tail = longest // 2, longest - longest // 2 - 1
    cut = len(rows) - head - tail
    return [*rows[:head], paint("dim", f"… {cut:,} more rows …"), *rows[len(rows) - tail :]]


def _heading(program: ir.Program, leg: Leg, paint: Paint) -> str:
    scene = program.scenes[leg.scene].id
    whose = ""
    if leg.mind is not None:
        mind = program.minds[leg.mind].id
        whose = f", as {static(program, f'@cast/{mind}') or mind}"
    return paint("strong", visible(scene)) + title_of(program, f"@scene/{scene}") + whose


def _passed(
    program: ir.Program, legs: Sequence[Leg], paint: Paint, columns: int
) -> list[str]:
    """Scenes in which nothing is decided."""
    if len(legs) == 1:
        return [_heading(program, legs[0], paint)]
    names = [visible(program.scenes[leg.scene].id) for leg in legs]
    if len(names) > PASSED:
        half = PASSED // 2
        names = [*names[:half], f"({len(names) - 2 * half:,} more)", *names[-half:]]
    return [paint("strong", row) for row in wrap(", ".join(names), columns)] if names else []


def _step(step: Step, number: int, paint: Paint, columns: int) -> list[str]:
    if step.kind == "draw":
        outcome, ways = step.drawn
        among = f" of {ways}" if ways else ""
        return [paint("dim", f"     by chance: {outcome + 1}{among}")]
    if step.kind == "words":
        said = f"say “{visible(step.text)}”" if step.text else "say anything"
        return [f"     {row}" for row in _wrapped(said, columns - 5)]
    lead = "into the mind of: " if step.kind == "strand" else ""
    first, *more = _wrapped(lead + step.text, columns - 5)
    return [f"{paint('hint', f'{number:>3}.')} {first}", *(f"     {row}" for row in more)]


def _wrapped(text: str, columns: int) -> list[str]:
    return wrap(visible(text), columns)
