"""A walk told scene by scene: where a reader passes, what is picked and drawn on the way.

Goes in: a program and a `Walk`. Comes out: a `Journey`, made by playing the walk on the reference
machine.
"""

from __future__ import annotations

from typing import Any

from weavec import ir, machine
from weavec.machine import Event
from weavec.node import node
from weavec.transcript import plain
from weavec.walk import Walk, drawn
from weavec.walks import offers


@node
class Step:
    """Something that happens on the way.

    `kind`: option, strand, draw, words. `text`: what is picked or said, as plain text. `asked`: the
    question before it, if there is one. `drawn`: for a draw, the outcome from 0 and how many there
    are, 0 if that is not known.
    """

    kind: str
    text: str = ""
    asked: str = ""
    drawn: tuple[int, int] = (0, 0)


@node
class Leg:
    """A part of the way in one scene. `mind`: whose mind it is entered in, if any."""

    scene: int
    mind: int | None
    steps: tuple[Step, ...]


@node
class Journey:
    """A whole walk.

    `lines`: the ids of the lines that are met. `ending`: the name of the ending where the walk
    rests; none elsewhere.
    """

    legs: tuple[Leg, ...]
    lines: frozenset[str]
    ending: str | None


class _Telling:
    """A journey in the making."""

    def __init__(self, program: ir.Program, walk: Walk) -> None:
        self.program = program
        self.scenes = {scene.id: number for number, scene in enumerate(program.scenes)}
        self.ways = [found[1] for entry in walk.entries if (found := drawn(entry)) is not None]
        self.dice = walk.dice
        self.thrown = 0
        self.legs: list[tuple[int, int | None, list[Step]]] = []
        self.lines: set[str] = set()

    def moved(self, state: machine.State | None, events: list[Event], first: bool) -> None:
        """Take in what a start or a step came to. Draws stand where they are made."""
        left = len(self.dice) if state is None else len(state["dice"])
        draws = [self._draw(which) for which in range(self.thrown, len(self.dice) - left)]
        self.thrown += len(draws)
        entered = [event for event in events if event["e"] == "scene"]
        if first:
            self._enter(entered)
            self._add(draws)
        else:
            self._add(draws)
            self._enter(entered)
        for event in events:
            for part in event.get("parts", (event,)):
                if part["e"] == "line":
                    self.lines.add(part["id"])

    def took(self, rest: Event, given: dict[str, Any], state: machine.State) -> None:
        """Take in what the reader does at a rest event."""
        match given["do"]:
            case "choose":
                self._be_in(self.scenes[rest["id"].split("/")[0]], rest["mind"])
                options = {each["id"]: plain(each["text"]) for each in rest["options"]}
                asked = plain(rest["prompt"] or [])
                self._add([Step("option", options[given["option"]], asked)])
            case "say":
                self._be_in(self.scenes[rest["id"].split("/")[0]], rest["mind"])
                self._add([Step("words", given["value"], plain(rest["prompt"] or []))])
            case "enter":
                self._be_in(state["main"]["at"][0], None)
                shown = offers(self.program, rest)
                words = next(words for words, taken in shown if taken == given)
                self._add([Step("strand", words, plain(rest["title"] or []))])

    def _draw(self, which: int) -> Step:
        ways = self.ways[which] if which < len(self.ways) else 0
        return Step("draw", drawn=(self.dice[which], ways))

    def _enter(self, entered: list[Event]) -> None:
        self.legs += [(event["scene"], event["mind"], []) for event in entered]

    def _be_in(self, scene: int, mind: int | None) -> None:
        """Begin another leg where a visit has come back."""
        if not self.legs or self.legs[-1][0] != scene:
            self.legs.append((scene, mind, []))

    def _add(self, steps: list[Step]) -> None:
        self.legs[-1][2].extend(steps)


def arrives(program: ir.Program, walk: Walk, ending: str) -> bool:
    """Whether a walk comes to an ending: one that was read from somewhere may do anything."""
    try:
        return journey(program, walk).ending == ending
    except Exception:  # the machine is made for ways that are possible
        return False


def journey(program: ir.Program, walk: Walk) -> Journey:
    """Play a walk and tell it."""
    telling = _Telling(program, walk)
    state, events = machine.start(program, 0, walk.dice)
    telling.moved(state, events, True)
    for given in walk.inputs:
        assert state is not None, events
        telling.took(events[-1], given, state)
        state, events = machine.step(program, state, given)
        telling.moved(state, events, False)
    legs = tuple(Leg(scene, mind, tuple(steps)) for scene, mind, steps in telling.legs)
    rest = events[-1]
    ending = rest["name"] if rest["e"] == "end" else None
    return Journey(legs, frozenset(telling.lines), ending)
