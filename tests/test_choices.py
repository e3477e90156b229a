"""Choices after which the same follows, whichever option is picked."""

from __future__ import annotations

import pytest
from noticed import said


def fake(text: str) -> bool:
    """Whether the choices of a story are found to choose nothing."""
    found = said(text, "fake-choice")
    assert len(found) <= 1
    return bool(found)


def between(left: str, right: str, after: str = "One.", before: str = "Zero.") -> str:
    """A story with two options and what follows each; lines are parted by `/`."""

    def lines(text: str, blanks: int) -> str:
        return "\n".join(" " * blanks + line for line in text.split(" / "))

    return f"""
scene room
{lines(before, 2)}
  choice "Which?"
    * Left.
{lines(left, 6) if left else ""}
    * Right.
{lines(right, 6) if right else ""}
{lines(after, 2)}
  end out

scene hall
  Hall.
  end far

scene aside
  Aside.
  return
"""


SAME = [
    ("", "", "One."),
    ("-> hall", "-> hall", "One."),
    ("set trust = 1", "set trust = 1", "if trust == 1 /   One."),
    ("set trust = 1", "set trust = 4", "One."),
    ("set trust = 1", "", "set trust = 5 / if trust == 1 /   One."),
    ("set trust += 5", "set trust = 5", "if trust > 3 /   One."),
    ("set trust = 1 / set trust = 3", "set trust = 3", "if trust > 2 /   One."),
    ('set name = "Bo"', "", "One."),
]


@pytest.mark.parametrize(("left", "right", "after"), SAME)
def test_the_same_follows(left: str, right: str, after: str) -> None:
    assert fake(between(left, right, after))
    assert fake(between(right, left, after))


DIFFER = [
    ("Left it is.", "Right it is.", "One."),
    ("Left it is.", "", "One."),
    ("-> hall", "", "One."),
    ("-> hall", "-> attic", "One."),
    ("visit aside", "", "One."),
    ("show elena (left)", "", "One."),
    ("pause 1", "", "One."),
    ("shift to jax", "", "One."),
    ("set trust = 1", "set trust = 4", "if trust == 1 /   One."),
    ("set trust = 1", "", "Trust is {trust}."),
    ("set trust = 1", "", "set other = trust / Other is {other}."),
    ("set lamp = true", "", "Listen, {address}."),
    ('set name = "Bo"', "", "{name}."),
    ('set name = "Bo"', 'set name = "Cy"', "{name}."),
    ("set trust = 1", "", "visit aside / Trust is {trust}."),
]


@pytest.mark.parametrize(("left", "right", "after"), DIFFER)
def test_something_else_follows(left: str, right: str, after: str) -> None:
    assert not fake(between(left, right, after))
    assert not fake(between(right, left, after))


def test_where_the_story_is_not_written_further() -> None:
    text = between("", "set trust = 1")
    assert fake(text)
    assert not fake(text.replace("  end out", "  todo what comes now"))


def test_what_is_shown_on_the_way_counts_even_if_it_is_stored_anew_behind() -> None:
    after = "Trust is {trust}. / set trust = 1 / if trust > 0 /   One."
    assert not fake(between("set trust = 3", "set trust = 4", after))
    assert fake(between("set trust = 3", "set trust = 3", after))


def test_an_option_that_is_asked_about_later() -> None:
    text = """
scene room
  choice
    * (mark left) Left.
    * Right.
  {if chosen(left): So.|Or so.}
  end out
"""
    assert not fake(text)
    assert fake(text.replace("{if chosen(left): So.|Or so.}", "So."))


def test_options_that_are_never_open_at_once() -> None:
    text = """
scene room
  choice
    * On.
      set lamp = true
    * Off.
      One.
  choice
    * (if lamp) Left.
    * (if not lamp) Right.
  end out
"""
    assert said(text, "fake-choice") == []


def test_one_state_in_which_it_matters_is_enough() -> None:
    text = """
scene room
  choice
    * Up.
      set trust = 5
    * Down.
      set trust = 4
  choice
    * Stay.
    * More.
      set trust += 1
  if trust == 5
    High.
  end out
"""
    assert said(text, "fake-choice") == []
    assert len(said(text.replace("trust = 4", "trust = 5 "), "fake-choice")) == 2


def test_a_hub_is_none() -> None:
    assert not fake("""
scene room
  hub
    * Left.
      leave
    * Right.
      leave
  end out
""")


def test_in_all_minds() -> None:
    text = """
scene room as elena
  visit corner
  shift to jax
  visit corner
  end out

scene corner as elena, jax
  choice
    * Left.
      set lamp = true
    * Right.
      set lamp = false
  seen by jax
    {if lamp: One.|Two.}
  return
"""
    assert not fake(text)
    assert fake(text.replace("{if lamp: One.|Two.}", "One."))


def test_what_is_revealed() -> None:
    text = """
scene room as elena
  choice
    * Tell him.
      reveal doubt to jax
    * Go on.
  Doubt is {doubt}.
  end out
"""
    assert not fake(text)
    assert fake(text.replace("reveal doubt to jax", "set lamp = true"))


@pytest.mark.parametrize("mode", ["woven", "chorus", "fragmented", "drifting"])
def test_in_a_strand(mode: str) -> None:
    text = f"""
scene room as elena
  One.
  dream-merge both {mode}
    clarity other
    strand elena
      choice
        * Left.
          set trust = 1
        * Right.
          set trust = 2
      Two.
    strand jax
      Three.
      Four.
  Five.
  end out
"""
    assert fake(text)
    assert not fake(text.replace("Four.", "{trust}."))
    assert not fake(text.replace("clarity other", "clarity trust"))
    assert not fake(text.replace("set trust = 1", "Left it is."))
