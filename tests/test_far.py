"""A step of too many operations: what the proofs say of it is what the machine does."""

from __future__ import annotations

import pytest
from small_words import program_of

from weavec import machine
from weavec.prove.summary import prove

HEAD = """\
story "Far"
  id 00000000-0000-4000-8000-000000000000
scene hall
  Hall.
"""
BELL = "  sound bell\n"
FILLED = "scene filled\n" + BELL * 498 + "  return\n"  # with the visit 500 operations


@pytest.mark.parametrize("more", [0, 1])
def test_ten_thousand_operations_are_not_too_many(more: int) -> None:
    program = program_of(
        HEAD + "  visit filled\n" * 20 + BELL * more + "  Words.\n  end out\n" + FILLED
    )
    state, _ = machine.start(program, 0)
    assert state is not None
    _, events = machine.step(program, state, {"do": "next"})
    assert (events[-1]["e"] == "fault") == bool(more)
    stuck = prove(program).stuck
    assert [(each.kind, each.walk and each.walk.beats) for each in stuck] == (
        [("silent-loop", 1)] if more else []
    )


def test_scenes_that_visit_scenes() -> None:
    tree = "".join(
        f"scene s{n}\n  visit s{n + 1}\n  visit s{n + 1}\n  return\n" for n in range(14)
    )
    head = HEAD.replace("  Hall.\n", "")
    (stuck,) = prove(program_of(head + "  visit s0\n  end out\n" + tree + FILLED.replace(
        "filled", "s14"
    ))).stuck  # fmt: skip
    assert (stuck.kind, stuck.walk and stuck.walk.beats) == ("silent-loop", 0)
