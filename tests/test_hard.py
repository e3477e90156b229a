"""Stories of the kinds that are hard to prove, against the oracle: whole, and what is left over."""

from __future__ import annotations

import pytest
from differential import MOST, compare
from hard_story import KINDS, story
from oracle import Oracle, TooLarge
from small_words import program_of

from weavec.prove.build import build
from weavec.prove.engine import study
from weavec.prove.explore import Watch
from weavec.prove.fallback import Partial
from weavec.prove.limits import Limits
from weavec.prove.result import Proof
from weavec.prove.summary import prove
from weavec.prove.values import Values

STORIES = 25


def wrong(proof: Proof, oracle: Oracle) -> list[str]:
    """What a proof says that is not so; what it leaves undecided is not wrong."""
    facts = oracle.facts
    found = [f"place {place}" for place in proof.places - facts.ops]
    for index, scene in enumerate(oracle.program.scenes):
        said = proof.scenes[scene.id]
        if said is not None and said != (index in facts.entries):
            found.append(f"scene {scene.id}")
    for name, said in proof.options.items():
        if said is not None and said != (name in facts.options):
            found.append(f"option {name}")
    for name, ending in proof.endings.items():
        if ending.reached is not None and ending.reached != (name in facts.endings):
            found.append(f"ending {name}")
        if ending.walk is not None and not ending.reached:
            found.append(f"a walk to {name}")
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_proofs_are_what_the_oracle_sees(kind: str, full: bool) -> None:
    looked_at = 0
    for seed in range(STORIES * (40 if full else 1)):
        try:
            found = compare(story(kind, seed))
        except TooLarge:
            continue
        looked_at += 1
        assert not found, (seed, found)
    assert looked_at > STORIES / 2


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_left_over_is_never_guessed(kind: str, full: bool) -> None:
    decided = looked_at = 0
    for seed in range(STORIES * (40 if full else 1)):
        program = program_of(story(kind, seed))
        try:
            oracle = Oracle(program, MOST)
        except TooLarge:
            continue
        looked_at += len(program.scenes)
        graph = build(program)
        proof = Partial(graph, Values(graph), Watch(20)).proof("a test")
        assert not wrong(proof, oracle), seed
        decided += sum(said is not None for said in proof.scenes.values())
    assert decided > 0.9 * looked_at > 0


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_found_before_it_was_too_much_is_all_there_is(kind: str) -> None:
    for seed in range(10):
        program = program_of(story(kind, seed))
        try:
            oracle = Oracle(program, MOST)
        except TooLarge:
            continue
        made = study(program, Limits())
        proof = Partial(made.graph, made.values, Watch(20), explored=True).proof("a test")
        assert not wrong(proof, oracle), seed
        assert None not in (*proof.scenes.values(), *proof.lines.values(), *proof.options.values())
        assert all(ending.reached is not None for ending in proof.endings.values())


def doubling(times: int, indent: str = "  ", before: str = "", behind: str = "") -> str:
    """A story that sets a value over and over to the sum of itself."""
    return (
        'story "S"\n  id 00000000-0000-4000-8000-000000000000\n'
        "var n: 0..7 = 1\ndreamer one\ndreamer two\nscene main\n"
        + before + f"{indent}set n = n + n\n" * times + behind
        + "  if n == 7\n    Seven.\n  else\n    Never.\n  end e\n"
    )  # fmt: skip


def test_values_that_are_doubled_line_by_line_are_proved() -> None:
    proof = prove(program_of(doubling(100)), Limits(10, 500))
    assert {*proof.lines.values()} == {False, True}


def test_a_beat_that_stores_too_much_is_undecided_and_no_hang() -> None:
    merge = "  dream-merge m woven\n    strand one\n      Words.\n"
    story = doubling(40, "      ", merge, "    strand two\n      Other.\n")
    proof = prove(program_of(story), Limits(10, 500))
    assert proof.undecided == ("a beat sets a variable over and over by its own value",)
