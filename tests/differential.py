"""Holds the proofs against the oracle: on a program, on a story's text, on as many as you like.

    python tests/differential.py FIRST COUNT [--check] [--without-walks]

goes through the small random stories FIRST, FIRST + 1, ... and prints where the two part, each with
the smallest story that was found to show it. `--check` holds the oracle's every step to the
reference machine, too; `--without-walks` leaves the walks of proofs alone. Exit status 1 if
anything but progress was printed.

`disagreements` compares everything that a proof says about one program and replays its walks.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable, Iterator
from typing import Any

from oracle import Facts, Oracle, TooLarge
from oracle_step import Place, State
from small_story import story
from small_words import program_of

from weavec import ir, machine
from weavec.prove.limits import Limits
from weavec.prove.result import Proof, Stuck
from weavec.prove.summary import prove
from weavec.walk import Walk, drawn, picked, said
from weavec.walks import offers

MOST = 2000
"""States of a story above which it is passed over."""

LIMITS = Limits(seconds=10, megabytes=500)
"""What a proof of a small story may take: far more than it does."""


# ------------------------------------------------------------------ sets


def disagreements(
    program: ir.Program, proof: Proof, oracle: Oracle, walks: bool = True
) -> list[str]:
    """Every difference between what the proofs and the oracle say, in words.

    `walks`: walks are looked at, too.
    """
    facts = oracle.facts
    found = [f"undecided: {what}" for what in proof.undecided]
    found += _sets("places reached", _places(program, proof.places), _places(program, facts.ops))
    found += _answers("scenes", proof.scenes, _scenes(program, facts))
    found += _answers("lines", proof.lines, _beats(program, facts, proof.lines))
    found += _answers("options", proof.options, _options(program, facts))
    found += _endings(program, proof, facts, walks)
    found += _entries(program, proof, facts)
    found += _stuck(program, proof, facts)
    found += _constant(program, proof, facts)
    if walks:
        found += _walks(program, proof, oracle, facts)
    return found


def _named(program: ir.Program, place: Place) -> str:
    """A place in words for the reader of a failing test."""
    scene, op = place
    at = program.scenes[scene].ops[op]
    return f"{program.scenes[scene].id}:{op} {ir.KINDS[type(at)]} {getattr(at, 'id', '')}".rstrip()


def _places(program: ir.Program, places: frozenset[Place]) -> set[str]:
    return {_named(program, place) for place in places}


def _sets(what: str, proved: set[str], true: set[str]) -> list[str]:
    found = [f"{what}: only the proof has {one}" for one in sorted(proved - true)]
    return found + [f"{what}: only the oracle has {one}" for one in sorted(true - proved)]


def _answers(what: str, proved: dict[str, bool | None], true: dict[str, bool]) -> list[str]:
    return [
        f"{what}: {name} is {proved.get(name, 'missing')} in the proof, {true.get(name, 'unknown')}"
        " to the oracle"
        for name in sorted({*proved, *true})
        if proved.get(name, "missing") is not true.get(name, "unknown")
    ]


def _scenes(program: ir.Program, facts: Facts) -> dict[str, bool]:
    return {scene.id: index in facts.entries for index, scene in enumerate(program.scenes)}


def _beats(program: ir.Program, facts: Facts, proved: dict[str, Any]) -> dict[str, bool]:
    """Lines, and those other beats that the proof speaks of."""
    return {
        op.id: (at, index) in facts.ops
        for at, scene in enumerate(program.scenes)
        for index, op in enumerate(scene.ops)
        if isinstance(op, ir.Line)
        or (isinstance(op, (ir.Choice, ir.Ask, ir.End, ir.Hole)) and op.id in proved)
    }


def _options(program: ir.Program, facts: Facts) -> dict[str, bool]:
    return {
        option.id: option.id in facts.options
        for scene in program.scenes
        for op in scene.ops
        if isinstance(op, ir.Choice)
        for option in op.options
    }


def _endings(
    program: ir.Program, proof: Proof, facts: Facts, walks: bool
) -> Iterator[str]:
    names = {
        op.name for scene in program.scenes for op in scene.ops if isinstance(op, ir.End)
    }
    yield from _sets("endings", set(proof.endings), names)
    for name, ending in sorted(proof.endings.items()):
        if ending.reached is not (name in facts.endings):
            yield f"ending {name}: reached is {ending.reached} in the proof"
        elif ending.reached:
            if ending.sure is not facts.sure[name]:
                yield f"ending {name}: sure is {ending.sure} in the proof"
            walk, least = ending.walk, facts.endings[name]
            if not walks:
                continue
            if walk is None or (walk.decisions, walk.beats) != least:
                told = walk and (walk.decisions, walk.beats)
                yield f"ending {name}: decisions and beats are {told} in the proof, not {least}"
            elif not walk.shortest:
                yield f"ending {name}: the proof does not know that its walk is shortest"


def _entries(program: ir.Program, proof: Proof, facts: Facts) -> Iterator[str]:
    for index, scene in enumerate(program.scenes):
        proved, true = (of.entries.get(index, frozenset()) for of in (proof, facts))
        if proved != true:
            yield f"entries of {scene.id}: {sorted(proved)} in the proof, {sorted(true)} in truth"


def _stuck(program: ir.Program, proof: Proof, facts: Facts) -> Iterator[str]:
    def proved(kind: str) -> frozenset[Place]:
        return frozenset(each.at for each in proof.stuck if each.kind == kind)

    for kind, true in (("dead-end", facts.dead_ends), ("softlock", facts.soft)):
        yield from _sets(kind, _places(program, proved(kind)), _places(program, true))
    loops = proved("silent-loop")
    for cycle in facts.cycles:
        if not cycle & loops:
            yield f"silent-loop: only the oracle has that of {_named(program, min(cycle))}"
    for place in sorted(loops - frozenset[Place]().union(*facts.cycles)):
        yield f"silent-loop: only the proof has {_named(program, place)}"


def _constant(program: ir.Program, proof: Proof, facts: Facts) -> list[str]:
    def name(at: Place, option: int | None, part: str, answer: bool) -> str:
        number = "" if option is None else f" option {option}"
        return f"{_named(program, at)}{number} {part} {answer}"

    proved = {
        name(each.at, each.option, each.part, each.answer)
        for each in proof.constant
        if each.part != "text"
    }
    true = {
        name((scene, op), option, part, min(answers))
        for (scene, op, option, part), answers in facts.asked.items()
        if len(answers) == 1
    }
    return _sets("constant", proved, true)


# ------------------------------------------------------------------ walks


class _Wrong(Exception):  # noqa: N818
    """A walk that does not go; its argument says how."""


class _Replay:
    """A walk, played on the reference machine: its states, and what was drawn for each."""

    def __init__(self, program: ir.Program, oracle: Oracle, walk: Walk) -> None:
        self.program = program
        self.oracle = oracle
        self.walk = walk
        self.rests: list[machine.Event] = []
        self.keys: list[State] = []
        self.dice: list[list[int]] = []
        self.fault: str | None = None
        self._play()
        self._read()

    def _play(self) -> None:
        """Take the inputs, one after the other; only the last step may fault."""
        left = list(self.walk.dice)
        state, events = machine.start(self.program, 0, left)
        decisions = 0
        for given in (*self.walk.inputs, None):
            rest = events[-1]
            if rest["e"] == "refused":
                raise _Wrong(f"step {len(self.keys)} is refused: {rest['why']}")
            if rest["e"] == "fault":
                self.dice.append(left)
                self.fault = rest["name"]
                if given is not None:
                    raise _Wrong(f"step {len(self.keys)} faults: {self.fault}")
                break
            assert state is not None
            used = len(left) - len(state["dice"])
            self.dice.append(left[:used])
            left = list(state["dice"])
            self.rests.append(rest)
            self.keys.append(self.oracle.key(state))
            if given is not None:
                decisions += given["do"] in ("choose", "enter")
                state, events = machine.step(self.program, state, given)
        if self.fault is None and left:
            raise _Wrong(f"{len(left)} dice are left over")
        told = (self.walk.decisions, self.walk.beats)
        if told != (decisions, len(self.walk.inputs)):
            raise _Wrong(f"decisions and beats are {decisions, len(self.walk.inputs)}, not {told}")

    def _read(self) -> None:
        """Hold the entries of the walk file to the inputs and dice."""
        draws = tuple(found[0] for entry in self.walk.entries if (found := drawn(entry)))
        if draws != self.walk.dice:
            raise _Wrong(f"the entries draw {draws}")
        entries = iter([entry for entry in self.walk.entries if drawn(entry) is None])
        for rest, given in zip(self.rests, self.walk.inputs, strict=False):
            if rest["e"] in ("choice", "pick"):
                shown = offers(self.program, rest)
                entry = next(entries, "")
                index = picked(entry, [words for words, _ in shown])
                if index is None or shown[index][1] != given:
                    raise _Wrong(f"the entry {entry!r} is not the input {given}")
            elif rest["e"] == "ask" and given["value"]:
                entry = next(entries, "")
                if said(entry) != given["value"]:
                    raise _Wrong(f"the entry {entry!r} is not the input {given}")
        if left := list(entries):
            raise _Wrong(f"the entries {left} answer nothing")

    def rests_at(self, place: Place) -> bool:
        """Whether the walk ends with a state that shows the beat or the pick of a place."""
        if self.fault is not None:
            return False
        return place in self.oracle.places[self.oracle.number[self.keys[-1]]]

    def option(self, step: int) -> tuple[Place, int | None]:
        """Where the walk rests after some steps, and the index of the option picked then."""
        place = self.oracle.places[self.oracle.number[self.keys[step]]][0]
        op = self.program.scenes[place[0]].ops[place[1]]
        if not isinstance(op, ir.Choice):
            return place, None
        ids = [option.id for option in op.options]
        return place, ids.index(self.walk.inputs[step]["option"])

    def goes_round(self, place: Place) -> bool:
        """Whether the last step goes round in silence through a place."""
        oracle, step = self.oracle, len(self.dice) - 2
        if step < 0:
            cycles = oracle.cycles(oracle.first, None, self.dice[0])
        else:
            cycles = oracle.cycles(self.keys[step], self._given(step), self.dice[step + 1])
        return any(place in cycle for cycle in cycles)

    def _given(self, step: int) -> int:
        given = self.walk.inputs[step]
        if given["do"] == "choose":
            number = self.option(step)[1]
            assert number is not None
            return number
        if given["do"] == "enter":
            strands = self.keys[step][4]
            return next(i for i, strand in enumerate(strands) if strand[3] == given["mind"])
        return 0


def _walks(program: ir.Program, proof: Proof, oracle: Oracle, facts: Facts) -> Iterator[str]:
    """What is wrong with the walks."""
    for name, ending in sorted(proof.endings.items()):
        if ending.walk is None:
            continue
        try:
            replay = _Replay(program, oracle, ending.walk)
            rest = replay.rests[-1]
            if replay.fault or rest["e"] != "end" or rest["name"] != name:
                yield f"ending {name}: the walk ends elsewhere"
        except _Wrong as wrong:
            yield f"ending {name}: {wrong}"
    for each in proof.stuck:
        said_of = f"{each.kind} at {_named(program, each.at)}"
        if each.walk is None:
            yield f"{said_of}: no walk"
            continue
        try:
            yield from (f"{said_of}: {what}" for what in _way_in(each, program, oracle, facts))
        except _Wrong as wrong:
            yield f"{said_of}: {wrong}"


def _way_in(
    each: Stuck, program: ir.Program, oracle: Oracle, facts: Facts
) -> Iterator[str]:
    """What is wrong with the walk to a place where a reader is stuck."""
    assert each.walk is not None
    replay = _Replay(program, oracle, each.walk)
    if each.kind == "silent-loop":
        if not replay.goes_round(each.at):
            yield "the walk does not go round there"
        return
    if not replay.rests_at(each.at):
        yield "the walk ends elsewhere"
    elif each.kind == "dead-end" and machine.inputs(replay.rests[-1]):
        yield "something can be picked there"
    elif each.kind == "softlock" and replay.keys[-1] not in facts.doomed:
        yield "an ending can still be reached there"
    elif each.kind == "softlock":
        yield from _last(each, program, replay, facts)


def _last(each: Stuck, program: ir.Program, replay: _Replay, facts: Facts) -> Iterator[str]:
    """Whether the choice that lost everything is the last with a way out, on the walk."""
    alive = [step for step, key in enumerate(replay.keys) if key not in facts.doomed]
    choices = [
        replay.option(step) for step in alive if replay.rests[step]["e"] == "choice"
    ]
    true = choices[-1] if choices else (None, None)
    if (each.last, each.picked) != true:
        yield f"the last choice is {(each.last, each.picked)}, and truly {true}"


# ------------------------------------------------------------------ one story, many stories


def compare(text: str, check: bool = False, walks: bool = True) -> list[str]:
    """What the proofs and the oracle disagree on in a story; a crash of the proofs is one, too.

    Raises:
        TooLarge: the story has too many states.
        ValueError: it is no story.
    """
    program = program_of(text)
    oracle = Oracle(program, MOST, check)
    try:
        return disagreements(program, prove(program, LIMITS), oracle, walks)
    except Exception as error:
        at = traceback.extract_tb(error.__traceback__)[-1]
        return [f"crash {at.name}: {type(error).__name__} in line {at.lineno}: {error}"]


def kind_of(difference: str) -> str:
    """What a difference is about, without names."""
    words = difference.split(":")[0].split(" ")
    return " ".join(words[:2]) if words[0] == "crash" else words[0]


def smaller(text: str, holds: Callable[[str], bool], seconds: float = 20) -> str:
    """A story as small as can be found in the time for which `holds` is still true."""
    until = time.monotonic() + seconds
    lines = text.splitlines()
    shrunk = True
    while shrunk:
        shrunk = False
        at = len(lines) - 1
        while at >= 0 and time.monotonic() < until:
            for fewer in _without(lines, at):
                if holds("\n".join(fewer) + "\n"):
                    lines, shrunk = fewer, True
                    break
            at = min(at, len(lines)) - 1
    return "\n".join(lines) + "\n"


def _without(lines: list[str], at: int) -> Iterator[list[str]]:
    """The lines without one and its block; without the one alone, its block a level higher."""
    depth = len(lines[at]) - len(lines[at].lstrip())
    end = at + 1
    while end < len(lines) and len(lines[end]) - len(lines[end].lstrip()) > depth:
        end += 1
    yield lines[:at] + lines[end:]
    if end > at + 1:
        yield lines[:at] + [line[2:] for line in lines[at + 1 : end]] + lines[end:]


def still(kind: str, walks: bool) -> Callable[[str], bool]:
    """Whether a story still shows a difference of a kind."""

    def holds(text: str) -> bool:
        try:
            return any(kind_of(each) == kind for each in compare(text, False, walks))
        except (TooLarge, ValueError, AssertionError, IndexError, KeyError):
            return False

    return holds


def main(first: int, count: int, check: bool, walks: bool) -> int:
    """Go through stories, telling every thousandth; the exit status."""
    seen: dict[str, int] = {}
    large = 0
    began = time.monotonic()
    for done, seed in enumerate(range(first, first + count), 1):
        try:
            found = compare(story(seed), check, walks)
        except TooLarge:
            large += 1
            found = []
        for kind in dict.fromkeys(kind_of(each) for each in found):
            seen[kind] = seen.get(kind, 0) + 1
            if seen[kind] <= 2:
                told = "\n".join(each for each in found if kind_of(each) == kind)
                small = smaller(story(seed), still(kind, walks))
                print(f"== story {seed}\n{told}\n{small}", flush=True)
        if done % 1000 == 0 or done == count:
            spent = time.monotonic() - began
            print(f"{done} stories, {large} too large, {sum(seen.values())} differ {seen},"
                  f" {spent:.0f} s", flush=True)  # fmt: skip
    return 1 if seen else 0


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[1:] if not each.startswith("-")]
    sys.exit(
        main(numbers[0], numbers[1], "--check" in sys.argv, "--without-walks" not in sys.argv)
    )
