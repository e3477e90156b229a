"""When the exact work is too much: what is still said is true.

Small stories, of which the oracle knows everything, are given to the fallback alone.
"""

from __future__ import annotations

import time

import pytest
from differential import MOST
from oracle import Oracle, TooLarge
from small_story import story
from small_words import program_of
from test_hard import wrong

from weavec.prove.build import build
from weavec.prove.explore import Watch
from weavec.prove.fallback import Partial
from weavec.prove.graph import TooMuch
from weavec.prove.limits import Limits
from weavec.prove.summary import prove
from weavec.prove.values import Values


@pytest.mark.parametrize("chunk", range(4))
def test_what_is_left_over_is_never_guessed(chunk: int) -> None:
    decided = undecided = 0
    for seed in range(70_000 + 40 * chunk, 70_040 + 40 * chunk):
        program = program_of(story(seed))
        try:
            oracle = Oracle(program, MOST)
        except TooLarge:
            continue
        graph = build(program)
        proof = Partial(graph, Values(graph), Watch(20)).proof("a test")
        assert not wrong(proof, oracle), seed
        decided += sum(said is not None for said in proof.options.values())
        undecided += sum(said is None for said in proof.options.values())
    assert decided > 20 * undecided


def test_no_time_at_all_decides_nothing_wrong() -> None:
    proof = prove(program_of(story(1)), Limits(seconds=0))
    assert proof.undecided
    assert not any(proof.lines.values())


def test_no_step_is_taken_after_the_time() -> None:
    """The clock is looked at before each step, not before each of many: a step may be long."""
    watch = Watch(0)
    time.sleep(0.001)
    with pytest.raises(TooMuch):
        watch.tick(0, 1)
