"""A proof as the oracle would tell it: what `differential` must find nothing wrong with.

In goes an `Oracle`; out comes a `Proof` with the same facts. Its walks are found in the oracle's
graph, fewest decisions first, and told with the words of a walk file.
"""

from __future__ import annotations

import heapq

from oracle import Oracle
from oracle_step import Place, State

from weavec import ir, machine
from weavec.prove.result import Answer, Asked, Ending, Proof, Stuck
from weavec.walk import Walk, draw_entry, pick_entry, say_entry
from weavec.walks import offers

Way = tuple[tuple[int | None, list[tuple[int, int]]], ...]
"""For each step the input, none for the first, and its draws."""


class _Ways:
    """The shortest way to every state, and the steps that go round in silence."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle = oracle
        self.ways: dict[int, Way] = {}
        self.rounds: list[tuple[Way, frozenset[Place]]] = []
        self.waiting: list[tuple[int, int, int, int, Way]] = []
        self._go((), oracle.first, None, (0, 0))
        while self.waiting:
            decisions, beats, _, at, way = heapq.heappop(self.waiting)
            if at in self.ways:
                continue
            self.ways[at] = way
            for given, said in oracle.inputs(at):
                picked = said["do"] in ("choose", "enter")
                self._go(way, oracle.states[at], given, (decisions + picked, beats + 1))

    def _go(self, way: Way, state: State, given: int | None, far: tuple[int, int]) -> None:
        oracle = self.oracle
        for after, draws in list(oracle.outcomes(state, given)):
            longer = (*way, (given, list(draws)))
            dice = [taken for taken, _ in draws]
            self.rounds += [(longer, cycle) for cycle in oracle.cycles(state, given, dice)]
            if after is not None:
                entry = (*far, len(self.waiting), oracle.number[after], longer)
                heapq.heappush(self.waiting, entry)


def proof_of(oracle: Oracle) -> Proof:
    """The oracle's facts as a proof."""
    program, facts = oracle.program, oracle.facts
    ways = _Ways(oracle)
    beats: dict[str, Answer] = {
        op.id: (at, index) in facts.ops
        for at, scene in enumerate(program.scenes)
        for index, op in enumerate(scene.ops)
        if isinstance(op, ir.Line)
    }
    options: dict[str, Answer] = {
        option.id: option.id in facts.options
        for scene in program.scenes
        for op in scene.ops
        if isinstance(op, ir.Choice)
        for option in op.options
    }
    constant = tuple(
        Asked((scene, op), part, option, min(said), ())
        for (scene, op, option, part), said in facts.asked.items()
        if len(said) == 1
    )
    return Proof(
        scenes={scene.id: at in facts.entries for at, scene in enumerate(program.scenes)},
        lines=beats, options=options, endings=_endings(ways),
        entries=facts.entries, places=facts.ops, stuck=_stuck(ways), constant=constant,
        undecided=(), figures={},
    )  # fmt: skip


def _endings(ways: _Ways) -> dict[str, Ending]:
    oracle = ways.oracle
    facts = oracle.facts
    found: dict[str, Ending] = {}
    for scene in oracle.program.scenes:
        for op in scene.ops:
            if isinstance(op, ir.End):
                found[op.name] = Ending(op.name, False, False, None)
    for at in ways.ways:  # nearest first
        scene_index, op_index = oracle.places[at][0]
        end = oracle.program.scenes[scene_index].ops[op_index]
        if isinstance(end, ir.End) and not found[end.name].reached:
            walk = _walk(oracle, ways.ways[at])
            found[end.name] = Ending(end.name, True, facts.sure[end.name], walk)
    return found


def _stuck(ways: _Ways) -> tuple[Stuck, ...]:
    oracle = ways.oracle
    facts = oracle.facts
    found: dict[tuple[str, Place], Stuck] = {}
    for at, way in ways.ways.items():
        if oracle.states[at] not in facts.doomed:
            continue
        for place in oracle.places[at]:
            kind = "dead-end" if at in oracle.dead else "softlock"
            if (kind, place) not in found:
                last = _last(oracle, way) if kind == "softlock" else (None, None)
                found[kind, place] = Stuck(kind, place, _walk(oracle, way), *last)
    for way, cycle in ways.rounds:
        place = min(cycle)
        found.setdefault(
            ("silent-loop", place), Stuck("silent-loop", place, _walk(oracle, way))
        )
    return tuple(found.values())


def _last(oracle: Oracle, way: Way) -> tuple[Place | None, int | None]:
    """The last choice on a way from which an ending could be reached, and the option picked."""
    found: tuple[Place | None, int | None] = (None, None)
    for at, (given, _) in zip(_states(oracle, way), way[1:], strict=False):
        alive = oracle.states[at] not in oracle.facts.doomed
        if alive and isinstance(oracle.rest(at), ir.Choice):
            found = oracle.places[at][0], given
    return found


def _states(oracle: Oracle, way: Way) -> list[int]:
    """The states that a way passes; one that goes round has none at its end."""
    found: list[int] = []
    state = oracle.first
    for given, draws in way:
        for after, drawn in oracle.outcomes(state, given):
            if drawn == draws and after is not None:
                found.append(oracle.number[after])
                state = after
                break
    return found


def _walk(oracle: Oracle, way: Way) -> Walk:
    """A way, played on the reference machine and told as a walk."""
    program = oracle.program
    dice = [taken for _, draws in way for taken, _ in draws]
    state, events = machine.start(program, 0, dice)
    entries = [draw_entry(*draw) for draw in way[0][1]]
    inputs: list[machine.Input] = []
    for at, (given, draws) in zip(_states(oracle, way), way[1:], strict=False):
        assert state is not None
        said = dict(oracle.inputs(at))[given or 0]
        if said["do"] in ("choose", "enter"):
            shown = offers(program, events[-1])
            index = next(i for i, (_, leads) in enumerate(shown) if leads == said)
            entries.append(pick_entry([words for words, _ in shown], index))
        elif said["do"] == "say":
            entries.append(say_entry(said["value"]))
        entries += [draw_entry(*draw) for draw in draws]
        inputs.append(said)
        state, events = machine.step(program, state, said)
    decisions = sum(said["do"] in ("choose", "enter") for said in inputs)
    return Walk(tuple(inputs), tuple(dice), tuple(entries), decisions, len(inputs), True)
