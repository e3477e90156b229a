"""Sets whose values nobody reads, and ranges that stop a value."""

from __future__ import annotations

import pytest
from noticed import findings, proved, said
from noticing import differences
from oracle import TooLarge
from small_story import story
from small_words import program_of

from weavec.diagnostics import gathered
from weavec.prove.stores import saturations, unused_sets


def unused(text: str) -> list[str]:
    return said(text, "unused-set")


# ------------------------------------------------------------------ what nobody reads


def test_a_value_that_is_overwritten_before_it_is_read() -> None:
    assert unused("""
scene room
  set trust = 1
  One.
  set trust = 2
  if trust > 1
    Two.
  set trust = 3
  end out
""") == ["set trust = 1", "set trust = 3"]


def test_a_value_that_some_way_reads_is_read() -> None:
    assert unused("""
scene room
  set trust = 1
  choice
    * Stay.
      set trust = 2
      if trust > 1
        Two.
    * Go.
      Trust is {trust}.
  end out
""") == []


def test_sets_that_feed_each_other_alone_are_all_reported() -> None:
    assert unused("""
scene room
  set trust += 1
  set other = trust
  set trust = other
  set other += trust
  One.
  if lamp
    Two.
  end out
""") == ["set trust += 1", "set other = trust", "set trust = other", "set other += trust"]


def test_a_sum_is_read_where_its_result_is() -> None:
    assert unused("""
scene room
  set other = 1
  set trust = other + 1
  set other = 4
  if trust > 1
    Two.
  end out
""") == ["set other = 4"]


def test_a_way_round_reads_what_it_stored() -> None:
    assert unused("""
scene room
  mark again
  choice
    * (if trust < 5) More.
      set trust += 1
      -> .again
    * Enough.
  end out
""") == []


@pytest.mark.parametrize("reads", [
    "Trust is {trust} here.",
    "*Trust {if trust > 1: is|is not}* there.",
    'choice "Trust {trust}?"\n    * Yes.\n      One.',
    "choice\n    * Trust {trust}.\n      One.",
    'choice\n    * (needs lamp "Only {trust}.") Yes.\n    * No.',
    "choice\n    * (if trust > 1) Yes.\n    * No.",
    'ask name "Trust {trust}?"\n  {name}.',
    "visit aside",
])  # fmt: skip
def test_words_and_questions_read(reads: str) -> None:
    text = f"""
scene room
  set trust = 1
  {reads}
  end out "The end"

scene aside
  Trust is {{trust}}.
  return
"""
    assert unused(text) == []
    assert unused(text.replace(reads, "Nothing.")) == ["set trust = 1"]


def test_an_option_that_is_seen_but_locked_reads() -> None:
    """Nobody can pick it in this mind, so there is no way on that asks for it."""
    text = """
scene room as elena
  set lamp = false
  choice
    * Go.
    * (if lamp, needs perspective is jax "Not yet.") Stay.
  end out
"""
    assert unused(text) == []
    assert unused(text.replace("if lamp, ", "")) == ["set lamp = false"]


def test_the_title_of_an_ending_reads() -> None:
    assert unused("""
scene room
  set trust = 1
  end out "Trust {trust}"
""") == []


def test_a_let_reads_what_it_is_derived_from() -> None:
    assert unused("""
scene room
  set lamp = true
  set door = true
  set trust = 1
  {if bright: Light.|Dark.}
  set lamp = false
  Listen, {address}.
  set lamp = true
  end out
""") == ["set trust = 1", "set lamp = true"]


def test_texts_are_stored_and_shown_too() -> None:
    assert unused("""
scene room
  set name = "Ada"
  set name = "Bo"
  ask name "Who are you?"
  set name = "Cy"
  {name}.
  set name = "Di"
  end out
""") == ['set name = "Ada"', 'set name = "Di"']


def test_where_the_story_is_not_written_further_anything_may_be_read() -> None:
    assert unused("""
scene room
  set trust = 1
  if lamp
    end out
  One.
  todo what comes now
""") == []


def test_what_nobody_comes_to_is_not_reported_again() -> None:
    assert unused("""
scene room
  if trust == 5
    set trust = 1
  end out
""") == []


def test_a_variable_that_nothing_reads_is_reported_at_its_name_alone() -> None:
    assert unused("""
var idle = false

scene room
  set idle = true
  end out
""") == []


def test_revealing_is_no_set() -> None:
    made = proved("""
scene room as elena
  reveal doubt to jax
  Doubt is {doubt}.
  end out
""")
    assert unused_sets(made[2]) == ()


# ------------------------------------------------------------------ in dream-merges


def dream(mode: str, *lines: str, clarity: str = "", after: str = "Two.") -> str:
    """A story of one merge. `lines`: of its strands; `after`: the line behind it."""
    body = "\n".join(f"    {line}" for line in lines)
    return f"""
scene room as elena
  One.
  dream-merge both {mode}
{f"    clarity {clarity}" if clarity else ""}
{body}
  {after}
  end out
"""


MODES = ["woven", "chorus", "fragmented", "drifting"]


@pytest.mark.parametrize("mode", MODES)
def test_another_strand_reads(mode: str) -> None:
    lines = [
        "strand elena", "  Three.", "  set trust = 1", "  Four.",
        "strand jax", "  Five.", "  Trust is {trust}.",
    ]  # fmt: skip
    assert unused(dream(mode, *lines)) == []
    assert unused(dream(mode, *lines[:-1], "  Six.")) == ["set trust = 1"]


def test_a_chord_is_shown_before_what_its_lines_bring_about() -> None:
    assert unused(dream(
        "chorus",
        "strand jax", "  set trust = 1", "  Three.", "  set trust = 2",
        "strand elena", "  Trust is {trust}.",
    )) == []  # fmt: skip


def test_lines_of_a_large_merge_come_in_any_order() -> None:
    """What another strand stores between two lines is shown by the second."""
    assert unused(dream(
        "fragmented",
        "strand jax", "  Three.", "  set trust = 1", "  Trust is {trust}.",
        "strand elena", "  Four.", "  set trust = 2", *(f"  Line {n}." for n in range(120)),
    )) == []  # fmt: skip


@pytest.mark.parametrize("mode", MODES)
def test_clarity_reads_at_every_beat_of_the_merge(mode: str) -> None:
    lines = ["strand elena", "  Three.", "  set trust = 1", "  Four.", "strand jax", "  Five."]
    assert unused(dream(mode, *lines)) == ["set trust = 1"]
    assert unused(dream(mode, *lines, clarity="trust")) == []
    visited = [*lines[:2], "  set trust = 1", "  visit aside", *lines[4:]]
    text = dream(mode, *visited, clarity="trust") + """
scene aside
  Aside.
  return
"""
    assert unused(text) == []


def test_after_a_merge_clarity_reads_no_more() -> None:
    lines = ["strand elena", "  Three.", "strand jax", "  Four."]
    after = "set trust = 1"
    assert unused(dream("woven", *lines, clarity="trust", after=after)) == ["set trust = 1"]


@pytest.mark.parametrize("mode", MODES)
def test_a_strand_that_stores_something_else_before_its_end(mode: str) -> None:
    own = ["strand elena", "  Three.", "  set trust = 1", "  Four.", "  set trust = 3", "  Five."]
    assert unused(dream(mode, *own, "strand jax", "  Six.", after="{trust}.")) == ["set trust = 1"]
    alone = ["set trust = 1"] if mode == "drifting" else []  # there she goes on to her end
    for reads in ("Trust is {trust}.", "set other = trust"):
        text = dream(mode, *own, "strand jax", f"  {reads}", after="{trust} {other}.")
        assert unused(text) == alone
    shown = [*own[:3], "  Trust is {trust}.", *own[4:]]
    assert unused(dream(mode, *shown, "strand jax", "  Six.", after="{trust}.")) == []


@pytest.mark.parametrize("mode", MODES)
def test_a_strand_that_leaves_takes_the_values_of_all_with_it(mode: str) -> None:
    own = ["strand elena", "  Three.", "  set trust = 1", "  Four.", "  set trust = 3", "  Five."]
    other = ["strand jax", "  Six.", "  if lamp", "    wake -> street"]
    text = dream(mode, *own, *other, after="set trust = 2").replace(
        "  One.\n", "  One.\n  choice\n    * Lit.\n      set lamp = true\n    * Dark.\n"
    )
    street = "\nscene street as jax\n  {}.\n  end gone\n"
    sets = [f"set trust = {number}" for number in (1, 3, 2)]
    assert unused(text + street.format("Rain")) == sets
    left = [sets[0], sets[2]] if mode == "drifting" else sets[2:]  # there she goes on to her end
    assert unused(text + street.format("{trust}")) == left


@pytest.mark.parametrize("mode", MODES)
def test_nobody_reads_before_a_sync_what_is_stored_behind_it(mode: str) -> None:
    first = ["strand elena", "  Trust is {trust}.", "  sync gate", "  Three."]
    second = ["strand jax", "  Four.", "  sync gate", "  Five.", "  set trust = 1", "  Six."]
    assert unused(dream(mode, *first, *second)) == ["set trust = 1"]
    before = [*second[:2], "  set trust = 1", *second[2:4]]
    later = ["strand elena", "  Seven.", *first[2:], "  Trust is {trust}."]
    assert unused(dream(mode, *later, *before)) == []


@pytest.mark.parametrize("mode", MODES)
def test_behind_a_sync_the_other_strand_may_go_first(mode: str) -> None:
    reads = ["strand elena", "  Three.", "  sync gate", "  Trust is {trust}."]
    stores = ["strand jax", "  set trust = 1", "  sync gate", "  set trust = 3", "  Four."]
    first = ["set trust = 1"] if mode == "chorus" else []  # there both run before a line is shown
    assert unused(dream(mode, *reads, *stores)) == first
    reads[3] = "  Five."
    assert unused(dream(mode, *reads, *stores, after="{trust}.")) == ["set trust = 1"]


@pytest.mark.parametrize("mode", MODES)
def test_a_strand_without_the_sync_is_not_held_back(mode: str) -> None:
    first = ["strand elena", "  Three.", "  sync gate", "  Four.", "  set trust = 1", "  Five."]
    second = ["strand jax", "  sync gate", "  Six."]
    third = ["strand nora", *(f"  Line {n}." for n in range(5)), "  Trust is {trust}."]
    assert unused("dreamer nora\n\n" + dream(mode, *first, *second, *third)) == []


# ------------------------------------------------------------------ ranges


def saturated(text: str) -> list[str]:
    """What is said of ranges: the source, and where the value stays."""
    found = [each for each in gathered(findings(text)) if each.name == "saturation"]
    return [
        f"{each.span.file.text[each.span.start:each.span.end]}: {each.message}"
        + "".join(f"; {label.message}" for label in each.labels) for each in found
    ]


def test_a_range_stops_a_value_that_is_asked_for() -> None:
    assert saturated("""
scene room
  choice
    * Up.
      set trust = 4
    * Down.
      set trust = 1
  set trust += 2
  if trust == 5
    High.
  end out
""") == ["set trust += 2: `trust` can pass its end here, and stays at 5"]


def test_a_value_that_is_guarded_passes_no_end() -> None:
    assert saturated("""
scene room
  choice
    * Up.
      set trust = 4
      set lamp = true
    * Down.
      set trust = 1
  if not lamp
    set trust += 2
  if trust == 5
    High.
  end out
""") == []


def test_a_visited_scene_without_words_in_a_merge() -> None:
    lines = ["strand elena", "  Three.", "  visit aside", "strand jax", "  Four."]
    text = dream("woven", *lines, clarity="trust") + """
scene aside
  return
"""
    assert unused(text) == []


def test_both_ends() -> None:
    text = """
scene room
  choice
    * Up.
      set trust = 4
    * Down.
      set trust = 1
  set trust = 7 * (trust - 2)
  if trust == 5
    High.
  end out
"""
    assert saturated(text) == [
        "set trust = 7 * (trust - 2): `trust` can pass either end here, and stays at 0 or 5",
    ]
    found = saturations(proved(text)[2])
    assert [(each.name, each.end, each.asked) for each in found] == [
        ("trust", 0, -7), ("trust", 5, 14),
    ]  # fmt: skip


def test_one_note_for_all_places_of_a_variable() -> None:
    assert saturated("""
scene room
  hub
    * More.
      set trust += 1
    * Much more.
      set trust += 2
    * Less.
      set trust -= 1
    * Done.
      leave
  if trust == 5
    High.
  end out
""") == [
        "set trust += 1: `trust` can pass its end here, and stays at 5"
        "; here, too, and stays at 5; here, too, and stays at 0"
    ]


def test_a_value_that_is_always_the_same() -> None:
    assert len(saturated("""
scene room
  set trust += 4
  if trust == 5
    High.
  end out
""")) == 1


def test_words_stop_at_the_last_of_the_list() -> None:
    assert saturated("""
scene room
  hub
    * Better.
      set mood_of += 1
    * Done.
      leave
  if mood_of is wild
    High.
  end out
""") == ["set mood_of += 1: `mood_of` can pass its end here, and stays at wild"]


def test_what_nobody_reads_is_only_that() -> None:
    text = """
scene room
  set trust += 4
  One.
  set trust = 1
  if trust == 1
    High.
  end out
"""
    assert saturated(text) == []
    assert unused(text) == ["set trust += 4"]


def test_a_value_that_is_only_shown_is_told_when_it_is_sure() -> None:
    assert len(saturated("""
scene room
  set trust += 4
  Trust is {trust}.
  end out
""")) == 1


def test_a_value_that_is_only_shown_is_followed() -> None:
    text = """
scene room
  choice
    * Up.
      set trust = 4
      set lamp = true
    * Down.
      set trust = 1
  if lamp
    Up there.
  set trust += 2
  Trust is {trust}.
  end out
"""
    stays = "set trust += 2: `trust` can pass its end here, and stays at 5"
    assert saturated(text) == [stays]
    assert saturated(text.replace("trust = 4", "trust = 3")) == []
    guarded = text.replace("  set trust += 2", "  if lamp\n    set trust += 2")
    assert saturated(guarded) == [stays]
    assert saturated(guarded.replace("lamp\n    set", "not lamp\n    set")) == []


def test_what_is_clamped_on_the_way_is_stored_clamped() -> None:
    assert saturated("""
scene room
  choice
    * Up.
      set trust = 5
    * Down.
      set trust = 0
  set trust += 3
  set other = trust - 4
  if other == 0
    High.
  end out
""") == [
        "set trust += 3: `trust` can pass its end here, and stays at 5",
        "set other = trust - 4: `other` can pass its end here, and stays at 0",
    ]  # fmt: skip


# ------------------------------------------------------------------ many stories


STORIES, CHUNKS = 240, 8


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_plays_notice_nothing_of_what_nobody_notices(chunk: int, full: bool) -> None:
    each = (10 if full else 1) * STORIES // CHUNKS
    for seed in range(chunk * each, (chunk + 1) * each):
        try:
            found = differences(program_of(story(seed)))
        except TooLarge:
            continue
        if found:
            told = "\n".join(found)
            pytest.fail(f"story {seed}\n{story(seed)}\n{told}")
