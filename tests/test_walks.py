"""Random stories, walked at random: both machines must tell the same, to the byte.

A short run takes about 2,000 walks; `pytest --full`, or `WEAVE_FULL=1`, takes ten times as many. A
failure prints the story, the walk and the first step at which the machines part.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator

import pytest
from random_story import story
from transcript import JavaScript, compile_text, digest, walk

from weavec import ir
from weavec.machine import canonical, inputs, render, start, step

SHORT, FULL = 50, 500
WALKS, STEPS = 41, 40
UNREACHED = ("unreachable-scene", "unreachable-line", "unreachable-ending", "story-without-ending")
"""What random stories cannot help: conditions on perspectives that never hold."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each story."""
    if "seed" in metafunc.fixturenames:
        full = metafunc.config.getoption("--full") or os.environ.get("WEAVE_FULL")
        metafunc.parametrize("seed", range(FULL if full else SHORT))


@pytest.fixture(scope="module")
def node() -> Iterator[JavaScript]:
    """The player's machine."""
    with JavaScript() as machine:
        yield machine


def choices(seed: int, number: int) -> list[int]:
    """What the reader takes, step by step; 8 minds or fewer, and as many options, are all met."""
    chance = random.Random(f"{seed} {number}")
    return [chance.randrange(840) for _ in range(STEPS)]


def test_machines_agree(seed: int, node: JavaScript) -> None:
    text = story(seed)
    program = compile_text(text, UNREACHED)
    node.open(ir.program_json(program))
    for number in range(WALKS):
        taken = choices(seed, number)
        trace = walk(program, number, STEPS, taken)
        if digest(trace) != node.walk(number, STEPS, taken):
            pytest.fail(difference(text, seed, number, trace, node))


def test_a_state_stands_for_itself(seed: int) -> None:
    """What `render` shows depends on the state alone, and a step leaves the state as it was."""
    program = compile_text(story(seed), UNREACHED)
    state, events = start(program, seed)
    for taken in choices(seed, 0):
        assert state is not None
        loaded = json.loads(canonical(state))
        assert loaded == state
        assert render(program, loaded) == events[-1]
        fitting = inputs(events[-1], "Ada")
        if not fitting:
            break
        following = step(program, state, fitting[taken % len(fitting)])
        assert loaded == state
        assert following == step(program, loaded, fitting[taken % len(fitting)])
        state, events = following
        if events[-1]["e"] == "fault":
            break


def difference(text: str, seed: int, number: int, trace: list[str], node: JavaScript) -> str:
    """What the machines part on, as words."""
    other = [canonical(line) for line in node.full_walk(number, STEPS, choices(seed, number))]
    at = next((i for i, pair in enumerate(zip(trace, other)) if pair[0] != pair[1]), None)  # noqa: B905
    said = f"{text}\nstory {seed}, walk {number}: {len(trace)} and {len(other)} steps"
    if at is None:
        return said
    return f"{said}, which part at {at}\nPython     {trace[at]}\nJavaScript {other[at]}"


def test_the_stories_are_worth_walking() -> None:
    """Together they hold every operation, meet every event, and write every kind of text."""
    operations: set[str] = set()
    events: set[str] = set()
    modes: set[str] = set()
    nodes: set[str] = set()
    for seed in range(30):
        program = compile_text(story(seed), UNREACHED)
        operations |= {ir.KINDS[type(op)] for scene in program.scenes for op in scene.ops}
        nodes |= {
            one[0]
            for text in program.texts["en"].values()
            for one in text
            if isinstance(one, tuple)
        }
        for number in range(10):
            for line in walk(program, number, STEPS, choices(seed, number)):
                for event in json.loads(line)[1]:
                    events.add(event["e"])
                    modes.add(event.get("mode", "woven"))
    assert operations == set(ir.KINDS.values()) - {"hole"}
    assert events >= {
        "line", "choice", "ask", "chord", "pick", "end", "scene", "merge", "sync", "merge-end",
        "show", "backdrop", "music", "sound", "effect", "pause", "keepsake",
    }  # fmt: skip
    assert modes == {"woven", "chorus", "fragmented", "drifting"}
    assert nodes >= {"em", "strong", "show", "text", "let", "if", "either", "first", "ruby"}
