"""Walks through a story at random, to see how much of it they meet.

Goes in: a program and a seed. Comes out: a `Stroll`, or the `Coverage` of several. Also: what a
choice offers, in words.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from typing import Final

from weavec import ir, machine
from weavec.machine import Event, Input
from weavec.node import node
from weavec.transcript import plain

LONGEST: Final = 10_000
"""Beats after which a walk gives up."""


def offers(program: ir.Program, event: Event) -> list[tuple[str, Input | None]]:
    """What a choice or a pick offers, as shown: its words and the input that takes it.

    A locked option has no input.
    """
    if event["e"] == "choice":
        return [
            (plain(option["text"]), _choose(option["id"]) if option["open"] else None)
            for option in event["options"]
        ]
    language = program.texts.get(program.story.language, {})
    found: list[tuple[str, Input | None]] = []
    for strand in event["strands"]:
        mind = program.minds[strand["mind"]].id
        label = strand["label"] or list(language.get(f"@cast/{mind}", (mind,)))
        found.append((plain(label), {"do": "enter", "mind": strand["mind"]}))
    return found


def _choose(option: str) -> Input:
    return {"do": "choose", "option": option}


# ------------------------------------------------------------------ random walks


@node
class Stroll:
    """What one random walk met. `stopped`: end, hole, stuck, long, or the name of a fault."""

    seed: int
    beats: int
    stopped: str
    ending: str | None
    scenes: frozenset[str]
    lines: frozenset[str]
    options: frozenset[str]


class _Met:
    """What a walk has met so far."""

    def __init__(self, program: ir.Program) -> None:
        self.program = program
        self.scenes: set[str] = set()
        self.lines: set[str] = set()
        self.options: set[str] = set()

    def look(self, events: Sequence[Event]) -> None:
        for event in events:
            if event["e"] == "scene":
                self.scenes.add(self.program.scenes[event["scene"]].id)
            elif event["e"] == "line":
                self.lines.add(event["id"])
            elif event["e"] == "chord":
                self.look(event["parts"])


def random_walk(program: ir.Program, seed: int, longest: int = LONGEST) -> Stroll:
    """Play once, with draws from `seed` and every decision at random by the same seed.

    Args:
        program: the story.
        seed: 0..4294967295; the same walk for the same seed.
        longest: beats after which the walk gives up.
    """
    choose = random.Random(seed)
    met = _Met(program)
    state, events = machine.start(program, seed)
    beats = 0
    stopped, ending = "long", None
    while beats < longest:
        met.look(events)
        rest = events[-1]
        if rest["e"] in ("fault", "refused"):
            stopped = rest.get("name", "refused")
            break
        if rest["e"] in ("end", "hole"):
            stopped = rest["e"]
            ending = rest.get("name")
            break
        inputs = machine.inputs(rest, "")
        if not inputs or state is None:
            stopped = "stuck"
            break
        given = choose.choice(inputs) if len(inputs) > 1 else inputs[0]
        if given["do"] == "choose":
            met.options.add(given["option"])
        state, events = machine.step(program, state, given)
        beats += 1
    parts = frozenset(met.scenes), frozenset(met.lines), frozenset(met.options)
    return Stroll(seed, beats, stopped, ending, *parts)


@node
class Coverage:
    """What several walks met, and what there is. Ids in the order of the story."""

    walks: tuple[Stroll, ...]
    scenes: tuple[str, ...]
    lines: tuple[str, ...]
    options: tuple[str, ...]
    endings: tuple[str, ...]

    def met(self, kind: str) -> frozenset[str]:
        """The ids of a kind (scenes, lines, options, endings) that some walk met."""
        if kind == "endings":
            return frozenset(walk.ending for walk in self.walks if walk.ending is not None)
        return frozenset().union(*(getattr(walk, kind) for walk in self.walks))

    def missed(self, kind: str) -> tuple[str, ...]:
        """The ids of a kind that no walk met."""
        met = self.met(kind)
        return tuple(each for each in getattr(self, kind) if each not in met)

    def stops(self) -> Counter[str]:
        """How the walks stopped, and how often."""
        return Counter(walk.stopped for walk in self.walks)


def coverage(program: ir.Program, walks: Sequence[Stroll]) -> Coverage:
    """Hold what walks met against all that the story has."""
    lines: dict[str, None] = {}
    options: dict[str, None] = {}
    endings: dict[str, None] = {}
    for scene in program.scenes:
        for op in scene.ops:
            match op:
                case ir.Line():
                    lines[op.id] = None
                case ir.Choice():
                    options.update(dict.fromkeys(option.id for option in op.options))
                case ir.End():
                    endings[op.name] = None
    scenes = tuple(scene.id for scene in program.scenes)
    return Coverage(tuple(walks), scenes, tuple(lines), tuple(options), tuple(endings))
