"""Races of strands: what is found in stories written by hand, and, in some hundred random ones,
the same as by visiting every state.

`pytest --full`, or `WEAVE_FULL=1`, takes ten times as many; `python tests/race_differential.py` as
many as one likes.
"""

from __future__ import annotations

import pytest
from merging_story import story
from race_differential import compare
from race_oracle import Races, TooLarge
from small_words import program_of

from weavec import ir
from weavec.prove.engine import study
from weavec.prove.races import Race, races

STORIES, CHUNKS = 200, 5

HEAD = """\
story "Two strands"
  id 4b9b6f0e-0b51-4c8e-9f0e-6f2d1a3c5e77
dreamer elena
dreamer jax
dreamer nora
var trust: 0..5 = {trust}
var lamp = false
var key = false

scene house as elena
  choice
    * Trust.
      set trust += 1
    * Light.
      set lamp = true
"""


def told(body: str, trust: int = 0) -> list[tuple[str, str, tuple[str, ...], tuple[int, int]]]:
    """The races of a story by the kinds of their operations."""
    program = program_of(HEAD.format(trust=trust) + body + "\n  end over\n")
    found = races(study(program))
    seen = {(race.section, *sorted(race.strands)) for race in found}
    assert seen == Races(program).found

    def kind(place: ir.Place) -> str:
        return ir.KINDS[type(program.scenes[place[0]].ops[place[1]])]

    return [(kind(r.first), kind(r.second), r.variables, r.strands) for r in found]


def strands(*parts: str, mode: str = "woven", behind: str = "") -> str:
    """A merge with these strands, lines parted by `; `, blocks by deeper blanks."""
    lines = [f"  dream-merge night {mode}"]
    for mind, part in zip(("elena", "jax", "nora"), parts, strict=False):
        lines += [f"    strand {mind}", *(f"      {line}" for line in part.split("; "))]
    return "\n".join([*lines, *(f"  {line}" for line in behind.split("; ") if line)])


RAISED = ("One.; set trust += 1", "if trust > 2;   Two.")


def test_a_race_names_both_operations() -> None:
    program = program_of(HEAD.format(trust=2) + strands(*RAISED) + "\n  end over\n")
    (race,) = races(study(program))
    ops = program.scenes[0].ops
    assert isinstance(race, Race) and isinstance(ops[race.section[1]], ir.Strands)
    assert isinstance(ops[race.first[1]], ir.Set) and isinstance(ops[race.second[1]], ir.Branch)
    assert (race.variables, race.strands, race.option) == (("trust",), (0, 1), None)


def test_the_writer_comes_first_whichever_strand_it_is() -> None:
    assert told(strands(*RAISED[::-1]), 2) == [("set", "branch", ("trust",), (1, 0))]


@pytest.mark.parametrize("mode", ["woven", "chorus", "fragmented"])
def test_in_every_mode_but_drifting(mode: str) -> None:
    assert told(strands(*RAISED, mode=mode), 2) == [("set", "branch", ("trust",), (0, 1))]


def test_not_in_drifting() -> None:
    assert told(strands(*RAISED, mode="drifting"), 2) == []


def test_only_where_a_state_makes_a_difference() -> None:
    """The trust is 0 or 1 before, so that 3 is never reached; or 3 at least in any order."""
    assert told(strands(*RAISED), 0) == []
    assert told(strands(*RAISED), 3) == []


def test_syncs_order() -> None:
    tied = strands("set trust += 1; One.; sync bell", "sync bell; if trust > 2;   Two.")
    assert told(tied, 2) == []
    loose = strands("set trust += 1; One.; sync bell", "if trust > 2;   Two.; sync bell")
    assert told(loose, 2) == [("set", "branch", ("trust",), (0, 1))]


def test_a_third_strand_that_orders_two() -> None:
    ordered = strands(
        "One.; set trust += 1; sync early",
        "sync late; if trust > 2;   Two.",
        "sync early; Three.; sync late",
    )
    assert told(ordered, 2) == []


def test_steps_that_only_add_race_at_no_bound() -> None:
    both = ("One.; set trust += 1", "Two.; set trust += 2")
    assert told(strands(*both, behind="if trust > 4;   Three."), 3) == []


def test_up_and_down_race_at_a_bound_alone() -> None:
    both = ("One.; set trust += 1", "Two.; set trust -= 1")
    behind = "if trust > 3;   Three."
    assert told(strands(*both, behind=behind), 2) == []
    assert told(strands(*both, behind=behind), 4) == [("set", "set", ("trust",), (0, 1))]


def test_what_nobody_asks_for_does_not_race() -> None:
    both = ("One.; set trust = 1", "Two.; set trust = 2")
    assert told(strands(*both)) == []
    assert told(strands(*both, behind="Trust is {trust}.")) == []
    assert told(strands(*both, behind="set trust = 0; if trust > 0;   Three.")) == []
    assert told(strands(*both, behind="if trust > 1;   Three.")) == [
        ("set", "set", ("trust",), (0, 1))
    ]


def test_what_is_asked_for_through_another_value() -> None:
    both = ("One.; set lamp = trust > 2", "Two.; set trust = 5")
    assert told(strands(*both)) == []
    assert told(strands(*both, behind="if lamp;   Three.")) == [
        ("set", "set", ("trust",), (1, 0))
    ]


def test_what_differs_only_beside_a_condition() -> None:
    """Both ways show the same beat; only what is set apart tells them."""
    parts = ("set trust = 5; One.", "if trust > 2;   set key = true; Two.")
    assert told(strands(*parts)) == []
    assert told(strands(*parts, behind="if key;   Three.")) == [
        ("set", "branch", ("trust",), (0, 1))
    ]


def test_a_question_that_is_asked_is_enough() -> None:
    """Whether the two values are told apart by it is not asked."""
    both = ("One.; set trust = 1", "Two.; set trust = 2")
    assert len(told(strands(*both, behind="if trust > 3;   Three."))) == 1


def test_what_was_asked_for_before_does_not_matter() -> None:
    parts = ("if trust > 3;   One.; sync bell; Two.; set trust = 1",
             "sync bell; Three.; set trust = 2")  # fmt: skip
    assert told(strands(*parts)) == []


def test_what_is_surely_stored_anew_does_not_matter() -> None:
    anew = ("One.; set trust = 1; sync bell", "Two.; set trust = 2; sync bell",
            "sync bell; Three.; set trust = 3; if trust > 2;   Four.")  # fmt: skip
    assert told(strands(*anew)) == []
    perhaps = (*anew[:2], "sync bell; if lamp;   set trust = 3; if trust > 2;   Four.")
    assert told(strands(*perhaps)) == [("set", "set", ("trust",), (0, 1))]


def test_a_wake_that_cuts_off_is_no_race() -> None:
    parts = ("One.; set trust = 1", "Two.; wake -> house")
    assert told(strands(*parts)) == []


def test_a_wake_that_depends_on_the_other_is() -> None:
    parts = ("One.; set trust = 3", "if trust > 2;   wake -> house; Two.")
    assert told(strands(*parts)) == [("set", "branch", ("trust",), (0, 1))]


def test_a_wake_behind_what_both_store_is() -> None:
    parts = ("One.; set trust += 1", "set trust += 2; wake -> house")
    assert told(strands(*parts)) == []
    assert told(strands(*parts, behind="if trust > 2;   Three.")) == [
        ("set", "set", ("trust",), (0, 1))
    ]


def test_an_option_that_sets_and_one_that_is_asked() -> None:
    body = strands(
        "choice;   * (once) One.;     set key = true;   * Two.",
        "choice;   * (if key) Three.;   * (otherwise) Four.",
    )
    assert told(body) == [("set", "choice", ("key",), (0, 1))]


def test_picked_options_count() -> None:
    body = strands("choice;   * (mark swam) One.;   * Two.", "if chosen(swam);   Three.")
    program = program_of(HEAD.format(trust=0) + body + "\n  end over\n")
    (race,) = races(study(program))
    assert (race.variables, race.option) == (("house/.swam",), 0)


def test_two_draws_of_the_same_values_do_not_race() -> None:
    """Each order gives the same outcomes, though not for the same draws."""
    drawn = "either;   set trust = 1; or;   set trust = 2"
    body = strands(f"{drawn}; One.", f"{drawn}; Two.", behind="if trust > 1;   Three.")
    assert told(body) == []


def test_three_values_that_need_each_other() -> None:
    """What has to be kept apart to tell is only found on the way."""
    parts = ("One.; set trust = 2 * trust", "Two.; set trust -= 1")
    assert told(strands(*parts, behind="if trust > 1;   Three."), 1) == [
        ("set", "set", ("trust",), (0, 1))
    ]
    assert told(strands(*parts, behind="if trust > 1;   Three.").replace("2 *", "0 +"), 1) == []


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_races_are_what_every_state_shows(chunk: int, full: bool) -> None:
    each = (10 if full else 1) * STORIES // CHUNKS
    racing = 0
    for seed in range(chunk * each, (chunk + 1) * each):
        try:
            pairs, found = compare(story(seed))
        except TooLarge:
            continue
        racing += pairs > 0
        if found:
            pytest.fail("\n".join([f"story {seed}", story(seed), *found]))
    assert each / 12 < racing < each / 2
