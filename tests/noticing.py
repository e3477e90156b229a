"""Holds what the proofs say nobody can notice to plays of the reference machine.

    python tests/noticing.py FIRST COUNT

goes through the small random stories FIRST, FIRST + 1, ... and prints where a play notices it all
the same; exit status 1 if one does. What is looked at:

- without the `set`s of `unused_sets`, every play tells the same;
- at the choices of `fake_choices`, every option is followed by the same;
- words of marks that `marks` says are never shown, never are;
- the `set`s of `saturations` are clamped in some state of the oracle, and so are no others whose
  values can be noticed.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import oracle_step
from oracle import Oracle, TooLarge
from small_story import story
from small_words import program_of

from weavec import ir, machine
from weavec.node import replace
from weavec.prove.choices import fake_choices
from weavec.prove.engine import Study, study
from weavec.prove.inside import noticed
from weavec.prove.limits import Limits
from weavec.prove.marks import marks
from weavec.prove.replay import resting_places
from weavec.prove.stores import saturations, unused_sets

LIMITS = Limits(seconds=20, megabytes=500)
STEPS = 40
"""Beats of a play."""


def differences(program: ir.Program, plays: int = 6) -> list[str]:
    """What plays notice of what nobody should."""
    made = study(program, LIMITS)
    return [
        *useless(made, plays), *without_effect(made, plays), *never_shown(made, plays),
        *clamped(made),
    ]  # fmt: skip


def play(
    programs: list[ir.Program], seed: int
) -> Iterator[tuple[list[machine.State | None], list[list[machine.Event]]]]:
    """One play of several programs side by side: their states and events after each step."""
    chance = random.Random(seed)
    pairs = [machine.start(each, seed) for each in programs]
    for _ in range(STEPS):
        states, events = [state for state, _ in pairs], [told for _, told in pairs]
        yield states, events
        if any(state is None for state in states) or events[0][-1]["e"] in ("fault", "refused"):
            return
        offered = machine.inputs(events[0][-1], "Ada")
        if not offered:
            return
        said = chance.choice(offered)
        pairs = [
            machine.step(each, state, said)
            for each, state in zip(programs, states, strict=True) if state is not None
        ]  # fmt: skip


# ------------------------------------------------------------------ sets that nobody reads


def useless(made: Study, plays: int) -> Iterator[str]:
    """Plays that tell something else without the `set`s that nobody reads."""
    places = unused_sets(made)
    other = _without(made.program, places)
    for seed in range(plays if places else 0):
        for _, (first, second) in play([made.program, other], seed):
            if first != second:
                yield f"unused: without {places} seed {seed} tells {second[-1]}, not {first[-1]}"
                return


def _without(program: ir.Program, places: tuple[ir.Place, ...]) -> ir.Program:
    """A program in which some operations do nothing."""
    scenes = []
    for index, scene in enumerate(program.scenes):
        ops = [
            ir.Goto(at + 1) if (index, at) in places else op for at, op in enumerate(scene.ops)
        ]
        scenes.append(replace(scene, ops=tuple(ops)))
    return replace(program, scenes=tuple(scenes))


# ------------------------------------------------------------------ choices without effect


def without_effect(made: Study, plays: int) -> Iterator[str]:
    """Choices without effect of which some option is followed by something else."""
    places = set(fake_choices(made))
    program = made.program
    for seed in range(plays if places else 0):
        for (state,), (events,) in play([program], seed):
            if state is None or events[-1]["e"] != "choice":
                continue
            offered = machine.inputs(events[-1])
            if not offered or not places & set(resting_places(state)):
                continue
            pairs = [machine.step(program, state, each) for each in offered]
            for more in range(STEPS):
                if any(told != pairs[0][1] for _, told in pairs):
                    yield f"fake: {places} seed {seed}: {[told[-1] for _, told in pairs]}"
                    return
                offered = machine.inputs(pairs[0][1][-1], "Ada") if pairs[0][0] else []
                if not offered:
                    break
                said = offered[(seed + more) % len(offered)]
                pairs = [machine.step(program, each, said) for each, _ in pairs if each]


# ------------------------------------------------------------------ marks


def never_shown(made: Study, plays: int) -> Iterator[str]:
    """Words that are shown although a mark's one answer says that they are not."""
    found = marks(made)
    program = made.program
    texts = {
        key: _told_apart(nodes, key, [0])
        for key, nodes in program.texts[program.story.language].items()
    }
    other = replace(program, texts={program.story.language: texts})
    never: list[str] = []
    for mark in found:
        key, number, arm = mark.question
        behind = [*range(arm + 1, arm + 9), "last"] if mark.answer else [arm]
        never += [f"<{key} {number} {each}>" for each in behind]
    for seed in range(plays if found else 0):
        for _, (events,) in play([other], seed):
            told = machine.canonical(events[-1])
            for words in never:
                if words in told:
                    yield f"mark: {words} is shown with seed {seed}"
                    return


def _told_apart(nodes: ir.Nodes, key: str, count: list[int]) -> ir.Nodes:
    """A text in which every arm of an `if` says which it is."""
    made: list[Any] = []
    for each in nodes:
        match each:
            case ("em" | "strong" as kind, inner):
                made.append((kind, _told_apart(inner, key, count)))
            case ("ruby", base, reading):
                made.append(
                    ("ruby", _told_apart(base, key, count), _told_apart(reading, key, count))
                )
            case ("either" | "first" as kind, arms):
                made.append((kind, tuple(_told_apart(arm, key, count) for arm in arms)))
            case ("if", arms, last):
                number = count[0]
                count[0] += 1
                told = tuple(
                    (cond, (f"<{key} {number} {place}>", *_told_apart(inner, key, count)))
                    for place, (cond, inner) in enumerate(arms)
                )
                made.append(
                    ("if", told, (f"<{key} {number} last>", *_told_apart(last, key, count)))
                )
            case _:
                made.append(each)
    return tuple(made)


# ------------------------------------------------------------------ ranges


@contextmanager
def _watched(seen: dict[ir.Place, set[int]]) -> Iterator[None]:
    """While it is open, the oracle notes what is stored beyond a range."""
    do = oracle_step.Step.do

    def watched(self: oracle_step.Step, cursor: oracle_step.Cursor, op: ir.Op) -> None:
        if isinstance(op, ir.Set):
            of = self.program.vars[op.var]
            number = self.value(op.to, cursor) if of.type != "text" else 0
            if of.type != "text" and not of.lo <= number <= of.hi:
                seen.setdefault((cursor.scene, cursor.op), set()).add(number)
        do(self, cursor, op)

    oracle_step.Step.do = watched  # type: ignore[method-assign]
    try:
        yield
    finally:
        oracle_step.Step.do = do  # type: ignore[method-assign]


def clamped(made: Study) -> Iterator[str]:
    """Differences between where the proofs and the oracle see a range stop a value."""
    seen: dict[ir.Place, set[int]] = {}
    with _watched(seen):
        Oracle(made.program, 2000)
    said = set()
    for each in saturations(made):
        said.add(each.place)
        beyond = each.asked > each.end
        numbers = [n for n in seen.get(each.place, ()) if (n > each.end) == beyond]
        furthest = max(numbers, key=abs, default=each.end)
        if not each.end < each.asked <= furthest and not furthest <= each.asked < each.end:
            yield f"saturation: {each}, and truly {sorted(numbers)}"
    for place in seen.keys() - said:
        if followed(made, place):
            yield f"saturation: {place} stores {sorted(seen[place])}, and nothing is said"


def followed(made: Study, place: ir.Place) -> bool:
    """Whether it matters what a `set` stores wherever it does, and nothing besides.

    What an edge stores elsewhere can hide what matters, so such edges say nothing.
    """
    edges = [
        edge for at in made.graph.locations for edge in at.out
        if edge.taken and any(each == place for each, _ in noticed(made, edge))
    ]  # fmt: skip
    return bool(edges) and all(noticed(made, edge) == [(place, True)] for edge in edges)


def main(first: int, count: int) -> int:
    """Go through stories; the exit status."""
    began = time.monotonic()
    failed = large = 0
    for seed in range(first, first + count):
        try:
            found = differences(program_of(story(seed)))
        except TooLarge:
            large += 1
            continue
        if found:
            failed += 1
            print(f"== story {seed}", *found, sep="\n", flush=True)
    print(f"{count} stories, {large} too large, {failed} differ, {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
