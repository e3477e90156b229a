"""Walk files: what their entries mean, that each kind is followed, where they no longer fit."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest
from random_story import story as random_story
from searching import draws, walks
from test_walks import UNREACHED
from transcript import Single, compile_text

from weavec import ir
from weavec.compiler import compile  # noqa: A004
from weavec.following import Follower, MisfitError
from weavec.journey import journey
from weavec.machine import inputs, start, step
from weavec.walk import draw_entry, drawn, pick_entry, picked, said, say_entry
from weavec.walks import offers

HEAD = """\
story "Ways"
  id 5a4be5a3-1f5e-4b63-8d2c-1f4b1b2f5c11
  language en

dreamer ada "Ada"

dreamer ben "Ben"

var key = false
var name: text = "Nobody"

"""


def program(scenes: str) -> ir.Program:
    """A program, whatever proofs may say of its story."""
    result = compile(Single(HEAD + scenes))
    assert result.lowered is not None, result.diagnostics
    wrong = [each for each in result.diagnostics if each.code.number < "E4"]
    assert not wrong
    return result.lowered.program


EVERYTHING = program("""\
scene hall as ada
  choice "Which way?"
    * (needs key "No key.") In.
    * (once) Out. -> yard
    * Out. -> cellar
    * 2
      Two.
      -> cellar
    * \\random: 1 of 2
      Hm.
      -> yard
    * \\say: nothing
      Hm.
      -> cellar
  end never

scene yard as ada
  either
    Rain.
  or
    Sun.
  or
    Wind.
  ask name "Who is there?"
  if name == "Ada"
    It is Ada.
  -> dream

scene cellar as ada
  either
    Left.
  or
    Right.
    either
      Far.
    or
      Near.
  -> dream

scene dream as ada, ben
  dream-merge deep "Deep" drifting
    strand ada "The rail"
      The rail is cold.
    strand ben
      Somebody is there.
    sync horn
      The horn.
    strand ada
      Warm.
    strand ben
      Warm too.
  end over "Awake"
""".replace('  if name == "Ada"\n    It is Ada.\n', "  Hello, {name}.\n"))


def replayed(story: ir.Program, entries: tuple[str, ...]) -> tuple[list[str], Follower]:
    """The ids of what is shown while a walk is followed, as far as it goes, and the follower."""
    follower = Follower(story, entries)
    state, events = follower.start(0)
    ids: list[str] = []
    while True:
        rest = events[-1]
        ids.append(str(rest.get("id", rest["e"])))
        given = None if follower.over and rest["e"] not in ("line", "chord") else (
            follower.answer(rest)
        )  # fmt: skip
        if state is None or given is None:
            return ids, follower
        state, events = follower.step(state, given)


# ------------------------------------------------------------------ entries


def test_entries_mean_what_was_picked() -> None:
    shown = ["Out.", "Out.", "2", "random: 1 of 2", "say: x", "option: 1", "", " In. "]
    entries = [pick_entry(shown, index) for index in range(len(shown))]
    assert entries == [f"option: {n}" for n in range(1, 8)] + ["In."]
    assert [picked(entry, shown) for entry in entries] == list(range(len(shown)))
    assert picked("2", shown) == 2
    assert picked("3", ["a", "b", "c"]) == 2
    assert picked("Out.", shown) == 0
    for wrong in ("0", "9", "option: 0", "option: 9", "out.", "٣", ""):
        assert picked(wrong, ["a", "b"]) is None


def test_draws_and_words() -> None:
    assert drawn(draw_entry(0, 2)) == (0, 2)
    assert drawn(draw_entry(2, 3)) == (2, 3)
    for wrong in ("random: 0 of 2", "random: 3 of 2", "random: 1 of 2 ", "Random: 1 of 2"):
        assert drawn(wrong) is None
    assert said(say_entry(" Ada ")) == "Ada"
    assert said(say_entry("")) == ""
    assert said("Ada") is None


# ------------------------------------------------------------------ following


def test_every_walk_there_is_can_be_followed() -> None:
    """Each state of a story with options, equal words, draws, a question and minds to enter."""
    kinds = set()
    ends = 0
    for met in walks(EVERYTHING):
        kinds |= {entry.split()[0] for entry in met.walk.entries}
        ids, follower = replayed(EVERYTHING, met.walk.entries)
        assert follower.over
        rest = met.events[-1]
        assert str(rest.get("id", rest["e"])) in ids
        ends += rest["e"] == "end"
    assert ends >= 2
    assert kinds == {"option:", "random:", "say:", "The", "Ada", "Ben"}


def wandered(story: ir.Program, chance: random.Random) -> tuple[list[str], list[dict[str, Any]]]:
    """A walk at random as its entries, and what is shown at each rest."""
    entries: list[str] = []
    shown: list[dict[str, Any]] = []
    outcomes = list(draws(lambda dice: start(story, 0, dice), 0))
    while len(shown) < 60:
        made, state, events = chance.choice(outcomes)
        entries += [draw_entry(*draw) for draw in made]
        shown.append(events[-1])
        able = inputs(events[-1], "Ada")
        if not able or state is None:
            break
        given = chance.choice(able)
        if given["do"] == "say":
            entries.append(say_entry("Ada"))
        elif given["do"] != "next":
            words = offers(story, events[-1])
            index = [taken for _, taken in words].index(given)
            entries.append(pick_entry([each for each, _ in words], index))
        outcomes = list(draws(partial(stepped, story, state, given), 0))
    return entries, shown


def stepped(story: ir.Program, state: Any, given: Any, dice: Sequence[int]) -> Any:
    """A step with some outcomes for its draws."""
    return step(story, state | {"dice": list(dice)}, given)


@pytest.mark.parametrize("seed", range(25))
def test_ways_through_random_stories_are_followed(seed: int) -> None:
    """Every kind of choice, draw and merge; the story is shown just as it was."""
    story = compile_text(random_story(seed), UNREACHED)
    for number in range(3):
        entries, shown = wandered(story, random.Random(f"{seed} {number}"))
        follower = Follower(story, entries)
        state, events = follower.start(0)
        assert events[-1] == shown[0]
        for rest in shown[1:]:
            given = follower.answer(events[-1])
            assert given is not None
            assert state is not None
            state, events = follower.step(state, given)
            assert events[-1] == rest
        assert follower.used >= len(entries) - 1  # what comes after the last rest was not taken


def test_walks_that_leave_things_out() -> None:
    """No words for a question, no draws at all: the first is silence, the second chance."""
    ids, follower = replayed(EVERYTHING, ("option: 2", "random: 1 of 3", "The rail", "Ben"))
    assert ids[-1].startswith("dream/")
    assert follower.over
    assert replayed(EVERYTHING, ("option: 2", "", "The rail", "Ben"))[1].over
    assert replayed(EVERYTHING, ("option: 2", "say:", "The rail"))[1].over
    assert replayed(EVERYTHING, ())[0][-1].startswith("hall/")


@pytest.mark.parametrize(
    ("entries", "at", "words"),
    [
        (["Fly."], 1, "`Fly.` answers nothing here; there are: 1 In., 2 Out., 3 Out., 4 2"),
        (["In."], 1, "`In.` is locked here: No key."),
        (["option: 1"], 1, "`In.` is locked here: No key."),
        (["option: 9"], 1, "answers nothing here"),
        (["random: 1 of 9"], 1, "the story draws nothing here, it lets the reader choose"),
        (["say: Ada"], 1, "the walk gives words here, but the story lets the reader choose"),
        (["Out.", "random: 1 of 2"], 2, "`random: 1 of 2`: the story draws one of 3 here"),
        (["Out.", "random: 1 of 4"], 2, "`random: 1 of 4`: the story draws one of 3 here"),
        (["Out.", "random: 4 of 4"], 2, "`random: 4 of 4`: the story draws one of 3 here"),
        (["Out.", "random: 1 of 3", "random: 1 of 2"], 3, "draws nothing here, it asks for words"),
        (["option: 3", "random: 2 of 2", "random: 1 of 3"], 3, "the story draws one of 2 here"),
        (["option: 3", "random: 2 of 2", "The rail"], 3, "draws before this, and the walk does"),
        (["Out.", "random: 1 of 3", "say: A", "The rail", "Adam"], 5, "`Adam` answers nothing"),
        (["Out.", "random: 1 of 3", "The rail", "Ben", "x"], 5, "ends here, and an entry of the"),
        (["Out.", "random: 1 of 3", "The rail", "Ben", "x", "y"], 5, "and 2 entries of the walk"),
    ],
)
def test_where_a_walk_no_longer_fits(entries: list[str], at: int, words: str) -> None:
    with pytest.raises(MisfitError) as caught:
        replayed(EVERYTHING, tuple(entries))
    assert words in str(caught.value)
    assert caught.value.entry == at


def test_a_draw_at_the_start() -> None:
    story = program("scene hall\n  either\n    A.\n  or\n    B.\n  end over\n")
    a, b = (replayed(story, (f"random: {n} of 2",))[0] for n in (1, 2))
    assert a != b
    with pytest.raises(MisfitError, match="draws one of 2"):
        replayed(story, ("random: 1 of 3",))


def test_a_fault_is_no_misfit() -> None:
    """A walk that leads into a silent loop goes as far as it can."""
    loop = "      mark m\n      -> .m\n"
    story = program(f"scene hall\n  choice\n    * Go.\n{loop}    * Stay.\n  end e\n")
    follower = Follower(story, ("Go.", "random: 1 of 2"))
    state, events = follower.start(0)
    assert state is not None
    given = follower.answer(events[-1])
    assert given is not None
    _, events = follower.step(state, given)
    assert events == [{"e": "fault", "name": "silent-loop"}]


# ------------------------------------------------------------------ told by scenes


def test_a_journey_is_told_by_scenes() -> None:
    story = program("""\
scene hall "Hall" as ada
  One.
  visit room
  choice "Now?"
    * Stay.
    * Go. -> far
  end short

scene room as ada
  either
    Rain.
  or
    Sun.
  choice "Sleep?"
    * No.
    * Yes.
  return

scene far as ben
  ask name "Who?"
  end long
""")
    met = next(each for each in walks(story) if each.events[-1].get("name") == "long")
    way = journey(story, met.walk)
    told = [
        (
            story.scenes[leg.scene].id,
            leg.mind,
            [(step.kind, step.text, step.asked, step.drawn) for step in leg.steps],
        )
        for leg in way.legs
    ]
    none = (0, 0)
    assert told == [
        ("hall", 0, [("draw", "", "", (0, 2))]),
        ("room", 0, [("option", "No.", "Sleep?", none)]),
        ("hall", 0, [("option", "Go.", "Now?", none)]),
        ("far", 1, [("words", "Ada", "Who?", none)]),
    ]
    assert way.ending == "long"
    assert {line.split("/")[0] for line in way.lines} == {"hall", "room"}
    assert len(way.lines) == 2
