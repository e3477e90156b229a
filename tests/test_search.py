"""The search for ways: over single states and over sets of them it finds ways of the same cost."""

from __future__ import annotations

import pytest
from differential import compare
from small_story import story
from small_words import program_of

from weavec.prove.engine import Study, study
from weavec.prove.graph import Kind
from weavec.prove.limits import Limits
from weavec.prove.paths import walk_to
from weavec.prove.search import DECISION, Goal, Search, cost_of, decisions_in, layers_to
from weavec.prove.summary import prove

ROUNDABOUT = """\
story "S"
  id 00000000-0000-4000-8000-000000000000
dreamer mind0
var n: 0..3 = 0
scene main0
  hub
    * One.
      set n += 1
    * Two, with words.
      More of them.
      And more.
      set n += 2
    * (if n == 3) Out.
      leave
  end e
"""


def costs(made: Study, most: int) -> list[tuple[int, int]]:
    """For each ending the decisions and beats of the way that is found.

    `most`: single states that are looked at before sets are.
    """
    found: list[tuple[int, int]] = []
    for at in made.graph.locations:
        here = made.found.states[at.index]
        if at.kind is Kind.END and here is not None:
            route = Search(made.found, Goal({at.index: here}, {}), made.watch, most).run()
            assert route is not None
            found.append(divmod(sum(map(cost_of, route.edges)), DECISION))
    return found


@pytest.mark.parametrize("most", [0, 1000], ids=["sets", "states"])
def test_fewest_decisions_come_first_then_fewest_beats(most: int) -> None:
    # One and Two, then Out: three decisions. Three times One would have a beat less, but four.
    assert costs(study(program_of(ROUNDABOUT)), most) == [(3, 5)]


@pytest.mark.parametrize("seed", range(40))
def test_sets_of_states_find_what_single_states_find(seed: int) -> None:
    made = study(program_of(story(seed)))
    assert costs(made, 0) == costs(made, 100_000)


@pytest.mark.parametrize("seed", range(20))
def test_without_beats_decisions_are_as_few(seed: int) -> None:
    made = study(program_of(story(seed)))
    found: list[int] = []
    for at in made.graph.locations:
        here = made.found.states[at.index]
        if at.kind is Kind.END and here is not None:
            search = Search(made.found, Goal({at.index: here}, {}), made.watch)
            first = search.first(made.graph.start.target)
            layers = layers_to(made.found, search.goal, first, made.watch, decisions_in)
            assert layers is not None
            edges = search.down(layers, decisions_in).edges
            found.append(sum(map(decisions_in, edges)) // DECISION)
    assert found == [decisions for decisions, _ in costs(made, 100_000)]


@pytest.mark.parametrize("asked", ["", "  choice\n    * On.\n      Before.\n"])
def test_a_walk_into_a_silent_loop_ends_where_it_goes_round(asked: str) -> None:
    # What lies behind the loop is on the same edge; nobody has read it when the loop is met. Where
    # nothing is asked before, that is the edge with which the story begins.
    text = f"""\
story "S"
  id 00000000-0000-4000-8000-000000000000
dreamer mind0
dreamer mind1
scene main0 as mind0
  Words.
{asked}  mark again
  if perspective is mind1
    -> main1
  -> main0.again as mind1
scene main1
  Behind.
  end e
"""
    (stuck,) = prove(program_of(text), Limits()).stuck
    assert (stuck.kind, stuck.walk and stuck.walk.beats) == ("silent-loop", 3 if asked else 1)
    assert compare(text) == []


@pytest.mark.parametrize("first", ["", "  backdrop hall\n", "  set n = 1\n"])
@pytest.mark.parametrize("asked", ["", "  choice\n    * On.\n      Said.\n"])
def test_a_walk_to_a_scene_ends_in_it(first: str, asked: str) -> None:
    """Though its first operation is no beat, and shares an edge with the lines before the jump."""
    program = program_of(f"""\
story "S"
  id 00000000-0000-4000-8000-000000000000
var n: 0..3 = 0
scene main0
  One.
{asked}  Two.
  Three.
  -> main1
scene main1
{first}  Four.
  Five {{n}}.
  -> main2
scene main2
  set n = 2
  choice
    * Out.
      end e "{{n}}"
""")
    proof = prove(program)
    before = 3 + (2 if asked else 0)
    for scene, beats in ((1, before), (2, before + 2)):
        walk = walk_to(program, proof, (scene, 0), Limits())
        assert walk is not None
        assert walk.beats == beats
