"""When the exact work is too much: what is still said is true.

Small stories, of which the oracle knows everything, are given to the fallback alone.
"""

from __future__ import annotations

import time

import pytest
from differential import MOST
from oracle import Oracle, TooLarge
from oxidd.util import DDMemoryError
from small_story import story
from small_words import program_of
from test_hard import wrong

from weavec import ir
from weavec.prove import engine
from weavec.prove.build import build
from weavec.prove.diagrams import Diagrams, Set
from weavec.prove.engine import study
from weavec.prove.escape import escape
from weavec.prove.explore import Reached, Watch
from weavec.prove.fallback import Partial
from weavec.prove.graph import TooMuch
from weavec.prove.limits import Limits
from weavec.prove.paths import with_walks
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


COUNTS = """story "Counts"
  id 1bd4c1c6-1d0c-4f2c-9d56-0a4b7cf1f8a4
  language en

scene room "Room"
  hub
    * Go.
      visit cellar
    * (if visits(cellar) > 98) Ninety-nine.
      leave
    * (if visits(cellar) > 99) Never.
      end never "Never"
  end home "Home"

scene cellar "Cellar"
  Dark.
  return
"""


def test_an_option_that_nobody_can_pick_is_told_all_the_same() -> None:
    graph = build(program_of(COUNTS))
    left = Partial(graph, Values(graph), Watch(20))
    assert list(left.closed(left.proof("a test"))) == [((0, 0), 2)]


LUCK = """story "Luck"
  id 1bd4c1c6-1d0c-4f2c-9d56-0a4b7cf1f8a3
  language en

scene hall "Hall"
  Hall.
  either
    end red "Red"
  or
    end black "Black"
"""


def lucky() -> ir.Program:
    return program_of(LUCK)


def test_a_proof_that_runs_out_of_nodes_is_made_anew_with_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rooms: list[int] = []

    def strained(found: Reached, watch: Watch) -> list[Set | None]:
        rooms.append(found.diagrams.nodes)
        if len(rooms) == 1:
            raise DDMemoryError("used up after the states were found")
        return escape(found, watch)

    monkeypatch.setattr(engine, "escape", strained)
    proof = prove(lucky())
    assert not proof.undecided
    assert proof.endings["red"].walk is not None
    assert rooms[1] == 8 * rooms[0]


def test_luck_is_not_decided_where_nodes_run_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def strained(*_: object) -> bool:
        raise DDMemoryError("used up")

    program = lucky()
    monkeypatch.setattr(engine, "for_sure", strained)
    proof = with_walks(program, prove(program, walks=False), Limits())
    assert proof.endings["red"].walk is not None
    assert proof.endings["red"].sure is None


def test_nodes_that_nobody_holds_are_let_go_of_in_time() -> None:
    """OxiDD's own thread may not be run before the tables are full: nothing is left to it."""
    made = study(lucky())
    diagrams = Diagrams(made.layout, 4_000)
    bits = diagrams.manager.add_vars(24)
    some = [diagrams.manager.var(bit) for bit in bits]
    most = 0
    for seed in range(400):
        left, right = diagrams.true, diagrams.false
        for at in range(24):
            one = some[(at * 7 + seed * 5) % 24]
            left, right = (left & ~one) | (right & one), (right & ~one) | (left & one)
        diagrams.sweep()
        most = max(most, diagrams.manager.num_inner_nodes())
    assert most < 4_000
