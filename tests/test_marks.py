"""Conditions in the words of a story that have one answer only."""

from __future__ import annotations

import pytest
from noticed import findings, proved, said

from weavec.prove.marks import marks, text_conditions


def constant(text: str) -> list[str]:
    return said(text, "constant-condition")


def messages(text: str) -> list[str]:
    return [each.message for each in findings(text) if each.name == "constant-condition"]


NEVER = "this never holds here, so its words are never shown"


@pytest.mark.parametrize("line", [
    "{if lamp: Light.|Dark.}",
    "elena: It is *{if lamp: light|dark}*.",
    'ask name "{if lamp: Light|Dark}?"',
    'choice "{if lamp: Light|Dark}?"\n    * Yes.\n    * No.\n      One.',
    "choice\n    * Yes, {if lamp: light|dark}.\n    * No.\n      One.",
    'choice\n    * (needs other > 2 "Too {if lamp: light|dark}.") Yes.\n    * No.\n      One.',
])  # fmt: skip
def test_a_mark_with_one_answer(line: str) -> None:
    text = f"""
scene room
  choice
    * Up.
      set other = 4
    * Down.
      Down.
  {line}
  end out
"""
    assert len(constant(text)) == 1
    assert constant(text)[0].startswith("{if lamp")
    assert messages(text) == [NEVER]
    assert messages(text.replace("set other", "set lamp = true\n      set other")) == []


def test_a_mark_that_always_holds() -> None:
    text = """
scene room
  set lamp = true
  {if lamp: Light.|Dark.}
  {if lamp: Light.} Yes.
  end out
"""
    assert constant(text) == ["{if lamp: Light.|Dark.}", "{if lamp: Light.}"]
    assert messages(text) == [
        "this always holds here, so the words after it are never shown",
        "this always holds here",
    ]
    found = text_conditions(proved(text)[2])
    assert [(each.part, each.option, each.answer) for each in found] == [("text", None, True)] * 2


def test_the_second_mark_of_a_line() -> None:
    assert constant("""
scene room
  choice
    * Up.
      set lamp = true
    * Down.
      Down.
  {if lamp: Light.|Dark.} {if door: Open.|Shut.} {if lamp: A|B}
  end out
""") == ["{if door: Open.|Shut.}"]


def test_a_mark_in_a_mark() -> None:
    assert constant("""
scene room
  choice
    * Up.
      set trust = 5
    * Down.
      Down.
  {if trust > 3: High, {if trust > 4: very|not}.|Low{if trust > 3: , no}.}
  end out
""") == ["{if trust > 4: very|not}", "{if trust > 3: , no}"]


def test_the_last_question_of_several() -> None:
    """It always holds where it is asked, and says what the rest would."""
    text = """
scene room
  choice
    * Up.
      set lamp = true
    * Down.
      Down.
  It is {if lamp: light|if not lamp: dark}.
  end out
"""
    assert constant(text) == []
    assert len(constant(text.replace("{if lamp: light|", "{if door: so|if lamp: light|"))) == 1


def test_values_are_those_where_the_line_is_shown() -> None:
    assert constant("""
scene room
  {if lamp: One.|Two.}
  set lamp = true
  {if lamp: Three.|Four.}
  set lamp = false
  {if lamp: Five.|Six.}
  end out
""") == ["{if lamp: One.|Two.}", "{if lamp: Three.|Four.}", "{if lamp: Five.|Six.}"]


def test_what_goes_together_is_known_where_conditions_ask_for_it() -> None:
    text = """
scene room
  choice
    * Up.
      set lamp = true
      set door = true
    * Down.
      Down.
  choice
    * Left.
    * Right.
      Right.
  {if lamp and not door: One.|Two.}
  if lamp and door
    Three.
  end out
"""
    assert constant(text) == ["{if lamp and not door: One.|Two.}"]
    assert constant(text.replace("if lamp and door\n", "if trust > 1\n")) == []


def test_the_text_of_a_let_is_asked_wherever_it_is_shown() -> None:
    text = """
scene room
  Listen, {address}.
  set lamp = true
  Listen, {address}.
  end out
"""
    assert constant(text) == []
    assert constant(text.replace("set lamp = true", "Then.")) == ["{if lamp: dear|poor}"]


def test_words_that_the_perspective_never_shows() -> None:
    text = """
scene room as elena
  And {seen by elena: Hers.} {seen by elena: Hers.|seen by jax: His.}
  {if perspective is jax: His.|Hers.}
  as jax
    And {seen by jax: His.} {seen by elena: Hers.}
  end out
"""
    assert constant(text) == [
        "{seen by elena: Hers.|seen by jax: His.}", "{if perspective is jax: His.|Hers.}",
        "{seen by elena: Hers.}",
    ]  # fmt: skip
    both = text.replace("room as elena", "hall as elena, jax").replace(
        "  end out", "  choice\n    * Again. -> hall as jax\n    * Out.\n      end out"
    )
    assert constant("scene room\n  -> hall as elena\n" + both) == ["{seen by elena: Hers.}"]


def test_a_scene_that_changes_minds_shows_the_words_of_both() -> None:
    assert constant("""
scene room as elena
  {seen by elena: Hers.|seen by jax: His.}
  shift to jax
  {seen by elena: Hers.|seen by jax: His.}
  end out
""") == []


def test_the_title_of_an_ending() -> None:
    assert messages("""
scene room
  end out "{if lamp: Light|Dark}"
""") == [NEVER]


def test_counts() -> None:
    assert constant("""
scene room
  choice
    * (mark left) Left.
      One.
    * Right.
      Two.
  {if chosen(left): Left.|Right.}
  {if visited(room): Here.|Not here.}
  end out
""") == ["{if visited(room): Here.|Not here.}"]


def dream(mode: str, *lines: str) -> str:
    body = "\n".join(f"    {line}" for line in lines)
    return f"""
scene room as elena
  One.
  dream-merge both {mode}
{body}
  if lamp
    Two.
  end out
"""


def test_a_chord_is_shown_before_what_its_lines_bring_about() -> None:
    text = dream(
        "chorus",
        "strand jax", "  set lamp = true", "  Three.", "  set lamp = false",
        "strand elena", "  {if lamp: Light.|Dark.}",
    )  # fmt: skip
    assert messages(text) == ["this always holds here, so the words after it are never shown"]


def test_lines_of_a_large_merge_come_in_any_order() -> None:
    """What a strand stores between two lines of another shows in the second."""
    lines = [
        "strand elena", "  Three.", "  set lamp = false", "  {if lamp: Light.|Dark.}",
        *(f"  Line {n}." for n in range(120)),
        "strand jax", "  if door", "    set lamp = true", "  Four.",
    ]  # fmt: skip
    text = dream("fragmented", *lines)
    assert messages(text.replace("if door", "if trust == 2")) == []
    assert NEVER in messages(text)


def test_drafts_are_not_told_of() -> None:
    text = """
scene room
  -> idea

draft scene idea
  {if lamp: Light.|Dark.}
"""
    assert constant(text) == []
    assert len(marks(proved(text)[2])) == 1
