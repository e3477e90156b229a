"""Races seen state by state: what `weavec.prove.races` must find, in plain Python.

In goes a program. `Races(program).found` is the set of sections with the pairs of strands that race
in them, by visiting every state of the story on the reference machine, then every state of each
section with any ready strand going next, and taking each two ready strands' turns in both orders.

Two turns race if they come to different sets of beats and answers, values that still matter, and
places. Where a turn wakes, the other may be cut off, which alone is no race: so the ways of a
strand to wake are compared by its own beats, where it goes, and what it may store itself.

A value still matters if some way of control, from where the strands stand, asks for it before it is
stored anew. Sections that come later count as a whole. See `race_static`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from unittest.mock import patch

from race_static import Cell, Name, Section, Static

from weavec import ir, machine
from weavec.machine import merge as machine_merge
from weavec.machine import run as machine_run
from weavec.machine.asking import offered, ready
from weavec.machine.run import Fault, Stop, Turn
from weavec.machine.state import Cursor, State, copy, operation
from weavec.node import fields

machine_step: Any = import_module("weavec.machine.step")

Place = tuple[int, int]
COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
MOST = 4000


class TooLarge(Exception):  # noqa: N818 - it only ends the work
    """The story has too many states."""


# ------------------------------------------------------------------ the machine


def _tops(program: ir.Program) -> dict[int, int]:
    """How high each count has to be kept: a little more than what it is compared with."""
    tops: dict[int, int] = {}

    def look(part: Any) -> None:
        if isinstance(part, dict):
            for each in part.values():
                look(each)
        elif isinstance(part, tuple):
            if len(part) == 3 and part[0] in COMPARISONS:
                for one, other in ((part[1], part[2]), (part[2], part[1])):
                    if isinstance(one, tuple) and one[0] == "count" and isinstance(other, int):
                        tops[one[1]] = max(tops.get(one[1], 1), other + 1)
                        return
            if len(part) == 2 and part[0] == "count" and isinstance(part[1], int):
                tops[part[1]] = 99
            for each in part:
                look(each)
        elif type(part).__module__ == "weavec.ir":
            for name in fields(part):
                look(getattr(part, name))

    look(program.lets)
    look(program.scenes)
    look(program.texts)
    kept = {
        count: program.counts[count].max
        for scene in program.scenes for op in scene.ops
        for count in (
            [op.count] if isinstance(op, ir.First)
            else [each.count for each in op.options if each.once] if isinstance(op, ir.Choice)
            else []
        )
        if count is not None
    }  # fmt: skip
    return {i: min(c.max, max(tops.get(i, 0), kept.get(i, 0)))
            for i, c in enumerate(program.counts)}  # fmt: skip


class _Script:
    """Takes the place of chance and watches what is stored, while the machine runs."""

    def __init__(self, outcomes: list[int]) -> None:
        self.outcomes = outcomes
        self.ways: list[int] = []
        self.wrote: set[Name] = set()
        self.opened: list[State] = []
        self.inside = True

    def pick(self, turn: Turn, ways: int) -> int:
        if ways == 1:
            return 0
        self.ways.append(ways)
        at = len(self.ways) - 1
        return self.outcomes[at] if at < len(self.outcomes) else 0

    @contextmanager
    def watching(self) -> Iterator[None]:
        real_set, real_add = machine_run._set, machine_run.add
        real_jump, real_begin = machine_run.jump, machine_merge.begin

        def set_(turn: Turn, cursor: Cursor, op: ir.Set) -> None:
            if self.inside:
                self.wrote.add(("var", op.var))
            real_set(turn, cursor, op)

        def add(turn: Turn, count: int) -> None:
            if self.inside:
                self.wrote.add(("count", count))
            real_add(turn, count)

        def jump(turn: Turn, op: ir.Jump) -> None:
            self.inside = False
            real_jump(turn, op)

        def begin(turn: Turn) -> None:
            real_begin(turn)
            self.opened.append(copy(turn.state))

        with (
            patch.object(machine_run, "pick", self.pick),
            patch.object(machine_merge, "pick", self.pick),
            patch.object(machine_run, "_set", set_),
            patch.object(machine_run, "add", add),
            patch.object(machine_step, "add", add),
            patch.object(machine_run, "jump", jump),
            patch.object(machine_step, "begin", begin),
            patch.object(machine_run, "SILENT_LIMIT", 400),
        ):
            yield


def each_draw(play: Callable[[_Script], Any]) -> Iterator[tuple[Any, _Script]]:
    """Play something with all outcomes of its draws."""
    waiting: list[list[int]] = [[]]
    while waiting:
        outcomes = waiting.pop()
        script = _Script(outcomes)
        with script.watching():
            result = play(script)
        for at in range(len(outcomes), len(script.ways)):
            before = [*outcomes, *[0] * (at - len(outcomes))]
            waiting += [[*before, taken] for taken in range(1, script.ways[at])]
        yield result, script


class Outcome:
    """What came of a strand's turn."""

    def __init__(self, beats: tuple[Any, ...], to: str, state: State, wrote: set[Name]) -> None:
        self.beats = beats
        self.to = to  # waits, left, rest
        self.state = state
        self.wrote = wrote


class Races:
    """All races of a story, as (place of the section's operation, strand, strand)."""

    def __init__(self, program: ir.Program, most: int = MOST) -> None:
        self.program = program
        self.most = most
        self.static = Static(program)
        self.tops = _tops(program)
        self.texts = self.static.texts
        self.entries: dict[str, State] = {}
        self.found: set[tuple[Place, int, int]] = set()
        self.sections: dict[Cell, Section] = {}
        self.visited = 0
        self.turns: dict[tuple[str, int], list[Outcome]] = {}
        self._visit()
        for state in list(self.entries.values()):
            self._section(state)

    def trim(self, state: State) -> State:
        """A state without what no condition can ask for."""
        state["rng"] = state["n"] = 0
        state["dice"] = []
        state["stage"] = {"backdrop": None, "music": None, "cast": [], "effects": []}
        for var in self.texts:
            state["vars"][var] = ""
        for count, top in self.tops.items():
            state["counts"][count] = min(state["counts"][count], top)
        return state

    # -------------------------------------------------------------- the story

    def _visit(self) -> None:
        """Every state of the story, for the states in which its sections begin."""
        seen: set[str] = set()
        waiting: list[State] = []

        def come(state: State | None, script: _Script) -> None:
            for each in script.opened:
                trimmed = self.trim(each)
                self.entries.setdefault(json.dumps(trimmed), trimmed)
            if state is not None:
                key = json.dumps(self.trim(state))
                if key not in seen:
                    seen.add(key)
                    waiting.append(state)
                    self._count()

        for (state, _), script in each_draw(lambda s: machine.start(self.program, 0)):
            come(state, script)
        while waiting:
            state = waiting.pop()
            for given in machine.inputs(machine.render(self.program, state)):
                def play(_: _Script, state: State = state, given: Any = given) -> Any:
                    return machine.step(self.program, state, given)

                for (after, events), script in each_draw(play):
                    faulted = events[-1]["e"] in ("fault", "refused")
                    come(None if faulted else copy(after), script)

    def _count(self) -> None:
        self.visited += 1
        if self.visited > self.most:
            raise TooLarge

    # -------------------------------------------------------------- a section

    def _section(self, opened: State) -> None:
        main = opened["main"]
        op = operation(self.program, main)
        merge = opened["merge"]
        assert isinstance(op, ir.Strands) and merge is not None
        mode = self.program.scenes[merge["at"][0]].ops[merge["at"][1]].mode  # type: ignore
        if mode == "drifting" or len(op.strands) < 2:
            return
        cell = _cell(main)
        if cell not in self.sections:
            self.sections[cell] = Section(self.static, cell)
        place = (main["at"][0], main["at"][1])
        first = self.released(opened, op)
        seen = {json.dumps(first)}
        waiting = [first]
        while waiting:
            state = waiting.pop()
            able = self.able(state)
            for at, one in enumerate(able):
                for other in able[at + 1 :]:
                    pair = (place, one, other)
                    if pair not in self.found and self.race(self.sections[cell], state, one, other):
                        self.found.add(pair)
            for strand in able:
                for outcome in self.turn(state, strand):
                    if outcome.to == "waits":
                        after = self.released(outcome.state, op)
                        key = json.dumps(after)
                        if key not in seen:
                            seen.add(key)
                            waiting.append(after)
                            self._count()

    def able(self, state: State) -> list[int]:
        """The strands that are ready."""
        assert state["merge"] is not None
        strands = state["merge"]["strands"]
        return [i for i, strand in enumerate(strands) if ready(self.program, strand)]

    def released(self, state: State, op: ir.Strands) -> State:
        """A state after the syncs at which all stand."""
        turn = Turn(self.program, copy(state))
        assert turn.state["merge"] is not None
        machine_merge._release(turn, turn.state["merge"], op)
        turn.state["merge"]["now"] = turn.state["merge"]["queue"] = []
        return turn.state

    def turn(self, state: State, strand: int) -> list[Outcome]:
        """All that can come of a strand's turn."""
        key = (json.dumps(state), strand)
        if key not in self.turns:
            self.turns[key] = list(self._turn(state, strand))
        return self.turns[key]

    def _turn(self, state: State, strand: int) -> Iterator[Outcome]:
        def silent(_: _Script) -> tuple[Stop | None, Turn]:
            turn = Turn(self.program, copy(state))
            assert turn.state["merge"] is not None
            turn.state["merge"]["now"], turn.state["merge"]["queue"] = [strand], []
            try:
                return machine_run.run(turn, turn.state["merge"]["strands"][strand]), turn
            except Fault:
                return None, turn

        for (stop, turn), script in each_draw(silent):
            if stop is None:
                continue
            if stop is Stop.LEFT:
                yield Outcome((), "left", self.trim(turn.state), script.wrote)
                continue
            if stop is Stop.WAIT:
                yield Outcome((), "waits", self.trim(turn.state), script.wrote)
                continue
            assert turn.state["merge"] is not None
            cursor = turn.state["merge"]["strands"][strand]
            for beat, given in self.answers(turn.state, cursor):
                if given is None:
                    yield Outcome((beat,), "rest", self.trim(turn.state), script.wrote)
                    continue
                after, more = self.answered(turn.state, given)
                to = "left" if after["merge"] is None else "waits"
                yield Outcome((beat,), to, self.trim(after), script.wrote | more)

    def answers(self, state: State, cursor: Cursor) -> Iterator[tuple[Any, Any]]:
        """What a reader can do at a beat; none where the story rests for good."""
        place = tuple(cursor["at"])
        match operation(self.program, cursor):
            case ir.Line():
                yield place, {"do": "next"}
            case ir.Ask():
                yield place, {"do": "say", "value": "Ada"}
            case ir.Choice() as choice:
                for option, is_open in offered(self.program, state, cursor, choice):
                    if is_open:
                        yield (place, option.id), {"do": "choose", "option": option.id}
            case _:
                yield place, None

    def answered(self, state: State, given: Any) -> tuple[State, set[Name]]:
        """The beat that is shown is finished, with its tail."""
        turn = Turn(self.program, copy(state))
        script = _Script([])
        with script.watching():
            machine_step._finish(turn, given)
        return turn.state, script.wrote

    # -------------------------------------------------------------- two strands

    def race(self, section: Section, state: State, one: int, other: int) -> bool:
        """Whether two ready strands race in a state."""
        both: list[set[Any]] = [set(), set()]
        firsts = [self.turn(state, one), self.turn(state, other)]
        strands = (one, other)
        for order in (0, 1):
            later = strands[1 - order]
            for outcome in firsts[order]:
                if outcome.to != "waits":
                    continue
                for then in self.turn(outcome.state, later):
                    if then.to == "waits":
                        beats = (outcome.beats, then.beats)
                        both[order].add(
                            (beats if order == 0 else beats[::-1],
                             *self.told(section, then.state))
                        )  # fmt: skip
            alone = [each for each in firsts[order] if each.to != "waits"]
            stays = [each for each in firsts[1 - order] if each.to == "waits"]
            after = [
                each for before in stays
                for each in self.turn(before.state, strands[order]) if each.to != "waits"
            ]  # fmt: skip
            wrote = set().union(*(each.wrote for each in (*alone, *after)))
            gone = [{self.gone(section, each, wrote) for each in some} for some in (alone, after)]
            if stays and gone[0] != gone[1]:
                return True
        return both[0] != both[1]

    def told(self, section: Section, state: State) -> tuple[Any, ...]:
        """A state in a section: where its strands stand, and what still matters."""
        assert state["merge"] is not None
        cells = [_cell(each) for each in state["merge"]["strands"]]
        return tuple(cells), _numbers(state, section.live(cells))

    def gone(self, section: Section, outcome: Outcome, wrote: set[Name]) -> tuple[Any, ...]:
        """A wake: its beats, where it goes, and what of `wrote` still matters there."""
        if outcome.to == "rest":
            return outcome.beats, "rest"
        cell = _cell(outcome.state["main"])
        kept = section.wakes[cell] & wrote & section.wanted
        return outcome.beats, cell, _numbers(outcome.state, kept)


def _cell(cursor: Cursor) -> Cell:
    nobody: Callable[[Any], int] = lambda mind: -1 if mind is None else mind  # noqa: E731
    scene, op = cursor["at"]
    stack = tuple((int(s or 0), int(o or 0), nobody(m)) for s, o, m in cursor["stack"])
    return scene, op, stack, nobody(cursor["mind"])


def _numbers(state: State, names: frozenset[Name]) -> tuple[Any, ...]:
    return tuple(
        (kind, i, state["vars"][i] if kind == "var" else state["counts"][i])
        for kind, i in sorted(names)
    )
