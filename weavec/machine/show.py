"""What the reader is shown: text with its values put in, and the rest event of a state.

In go a program and a state; out comes one event. It depends on nothing else, so a state that is
shown again, after loading or going back, reads the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from weavec import ir
from weavec.machine.asking import offered, ready, value
from weavec.machine.state import (
    Cursor,
    Event,
    Input,
    Merging,
    State,
    operation,
    perspective,
    resting,
)
from weavec.values import textdraw


def render(program: ir.Program, state: State) -> Event:
    """The rest event of a state that rests at a beat."""
    page = _Page(program, state)
    merge = state["merge"]
    cursors = resting(state)
    if not cursors:
        assert merge is not None
        event = _pick(page, merge)
    elif len(cursors) == 1:
        event = _beat(page, cursors[0])
    else:
        event = {"e": "chord", "parts": [_beat(page, c) for c in cursors], "mind": None}
    if merge is not None:
        event |= _merged(program, state, merge)
    return event


def inputs(event: Event, answer: str = "") -> list[Input]:
    """The inputs that a rest event allows, in the order shown; none at an ending.

    Args:
        event: what `render` returned.
        answer: what is said where the reader is asked for words.
    """
    match event["e"]:
        case "line" | "chord":
            return [{"do": "next"}]
        case "choice":
            return [{"do": "choose", "option": o["id"]} for o in event["options"] if o["open"]]
        case "ask":
            return [{"do": "say", "value": answer}]
        case "pick":
            return [{"do": "enter", "mind": strand["mind"]} for strand in event["strands"]]
    return []


class _Page:
    """Composes the texts of one rest event; they share the numbering of inline draws."""

    __slots__ = ("drawn", "mind", "program", "shown", "state", "texts")

    def __init__(self, program: ir.Program, state: State) -> None:
        self.program = program
        self.state = state
        self.texts = program.texts.get(program.story.language, {})
        self.drawn = 0
        self.mind: int | None = None
        self.shown = 0

    def turn_to(self, cursor: Cursor, shown: int | None) -> None:
        """Compose what follows for the beat at `cursor`, whose showings `shown` counts."""
        self.mind = perspective(self.program, cursor)
        self.shown = 0 if shown is None else self.state["counts"][shown]

    def text(self, key: str | None) -> list[Any] | None:
        """The composed nodes of a key, None if there is no such text."""
        nodes = None if key is None else self.texts.get(key)
        return None if nodes is None else self.compose(nodes)

    def compose(self, nodes: ir.Nodes) -> list[Any]:
        """Nodes with values put in: strings, em, strong, ruby, pause and br are left."""
        return _joined(piece for one in nodes for piece in self.pieces(one))

    def pieces(self, one: Any) -> list[Any]:
        """What one node comes to: for most, the pieces of the text that it chooses."""
        match one:
            case str():
                return [one]
            case ("em" | "strong" as mark, inner):
                return [[mark, self.compose(inner)]]
            case ("ruby", base, reading):
                return [["ruby", self.compose(base), self.compose(reading)]]
            case ("pause", ms):
                return [["pause", ms]]
            case ("br",):
                return [["br"]]
            case ("text", index):
                return [self.state["vars"][index]]
            case ("show", expr, None):
                return [str(self.value(expr))]
            case ("show", expr, words):
                return self.compose(self.texts[self.program.words[words][self.value(expr)]])
            case ("let", key):
                return self.compose(self.texts[key])
            case ("if", arms, last):
                holding = (inner for cond, inner in arms if self.value(cond))
                return self.compose(next(holding, last))
            case ("either", arms):
                rng, beats = self.state["rng"], self.state["n"]
                drawn = textdraw(rng, beats, self.drawn, len(arms))
                self.drawn += 1
                return self.compose(arms[drawn])
            case ("first", arms):
                return self.compose(arms[min(self.shown, len(arms) - 1)])
        raise AssertionError(one)

    def value(self, expr: Any) -> Any:
        """The value of an expression, in the perspective of the beat that is composed."""
        return value(self.program, self.state, expr, self.mind)


def _joined(pieces: Iterable[Any]) -> list[Any]:
    """Pieces with neighbouring strings as one and no empty string."""
    found: list[Any] = []
    for piece in pieces:
        if piece == "":
            continue
        if isinstance(piece, str) and found and isinstance(found[-1], str):
            found[-1] += piece
        else:
            found.append(piece)
    return found


def _beat(page: _Page, cursor: Cursor) -> Event:
    op = operation(page.program, cursor)
    page.turn_to(cursor, op.shown if isinstance(op, (ir.Line, ir.Choice, ir.Ask)) else None)
    match op:
        case ir.Line():
            return _line(page, op)
        case ir.Choice():
            return _choice(page, cursor, op)
        case ir.Ask():
            held = page.state["vars"][op.var]
            prompt = page.text(op.id)
            return {"e": "ask", "id": op.id, "prompt": prompt, "value": held, "mind": page.mind}
        case ir.End():
            title = page.text(f"@ending/{op.name}")
            return {"e": "end", "id": op.id, "name": op.name, "title": title, "mind": page.mind}
        case ir.Hole():
            return {"e": "hole", "id": op.id, "mind": None}
    raise AssertionError(op)


def _line(page: _Page, op: ir.Line) -> Event:
    key = op.name
    if key is None and op.who is not None:
        minds, people = page.program.minds, page.program.people
        cast = minds[op.who] if op.who < len(minds) else people[op.who - len(minds)]
        key = f"@cast/{cast.id}"
    return {
        "e": "line",
        "id": op.id,
        "kind": op.kind,
        "who": op.who,
        "name": page.text(key),
        "text": page.text(op.id) or [],
        "mind": page.mind,
    }


def _choice(page: _Page, cursor: Cursor, op: ir.Choice) -> Event:
    prompt = page.text(op.id)
    options = []
    for option, is_open in offered(page.program, page.state, cursor, op):
        text = page.text(option.id) or []
        why = None if is_open else page.text(f"{option.id}!")
        options.append({"id": option.id, "text": text, "open": is_open, "why": why})
    return {
        "e": "choice",
        "id": op.id,
        "hub": op.hub,
        "prompt": prompt,
        "options": options,
        "mind": page.mind,
    }


def _pick(page: _Page, merge: Merging) -> Event:
    section = operation(page.program, page.state["main"])
    assert isinstance(section, ir.Strands)
    page.turn_to(page.state["main"], None)
    title = page.text(f"@merge/{_opening(page.program, merge).id}")
    strands = []
    for strand, cursor in zip(section.strands, merge["strands"], strict=True):
        if ready(page.program, cursor):
            page.turn_to(cursor, None)
            strands.append({"mind": strand.mind, "label": page.text(strand.label)})
    return {"e": "pick", "title": title, "strands": strands, "mind": None}


def _merged(program: ir.Program, state: State, merge: Merging) -> Event:
    """What every rest event of a merge says beside: which, how clear, and where each mind is."""
    opened = _opening(program, merge)
    clarity = None
    if opened.clarity is not None:
        expr, lo, hi = opened.clarity
        clarity = [value(program, state, expr, perspective(program, state["main"])), lo, hi]
    section = operation(program, state["main"])
    strands: dict[int, Cursor] = {}
    if merge["strands"] and isinstance(section, ir.Strands):
        minds = [strand.mind for strand in section.strands]
        strands = dict(zip(minds, merge["strands"], strict=True))
    rail: list[list[Any]] = []
    for mind, last in opened.members:
        if mind in strands and ready(program, strands[mind]):
            rail.append([mind, "ready"])
        elif mind in strands and isinstance(operation(program, strands[mind]), ir.Sync):
            rail.append([mind, "waits"])
        else:
            rail.append([mind, "waits" if last > merge["section"] else "awake"])
    return {"merge": opened.id, "clarity": clarity, "rail": rail}


def _opening(program: ir.Program, merge: Merging) -> ir.Merge:
    scene, index = merge["at"]
    op = program.scenes[scene].ops[index]
    assert isinstance(op, ir.Merge)
    return op
