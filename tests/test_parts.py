"""What proofs by parts promise: where a part of a story was edited, and all else is as it was, only
that part is proved, and what is told is what a proof of all of it would tell, to the byte.

`window_edits.py` compares as many stories as you like.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from caching import Kept
from parted_story import Files
from window_edits import Story, Tally, hold, ready, watched

from weavec.prove import edited as parts
from weavec.prove import summary

STORY: Files = {
    "0.weave": """\
story "Three Parts"
  id 4b9b6f0e-0b51-4c8e-9f0e-6f2d1a3c5e77
  start hall
dreamer ada
  memory doubt = false
dreamer bram
var key = false
var coins: 0..3 = 0
""",
    "1.weave": """\
chapter "One"
scene hall as ada
  choice
    * Take the key.
      set key = true
    * Leave it.
    * Count.
      set coins += 1
      visit aside
  -> street as ada
""",
    "2.weave": """\
chapter "Two"
scene street as ada
  The street.
  choice
    * (if key) Lock the door.
      set ada.doubt = true
    * (if not key) Whistle.
      set coins += 1
    * Go on.
  if coins > 1
    Rich.
  else
    Poor.
  choice
    * Spend.
      set coins = 0
    * Save.
  -> harbour
""",
    "3.weave": """\
chapter "Three"
scene harbour as ada
  if doubt
    Locked?
  choice
    * (if coins > 2) Buy the boat.
      end boat
    * (needs coins > 0 "It costs.") Take the ferry.
      end ferry
    * Swim.
      end swim
scene aside
  A coin.
  return
""",
}
"""A story that can be proved by parts."""


@pytest.fixture
def tally(monkeypatch: pytest.MonkeyPatch) -> Iterator[Tally]:
    """Small stories are proved by parts, and it is counted how often."""
    for module, name in ((summary, "SMALL"), (parts, "FEWEST"), (parts, "STRICT"),
                         (parts, "proved_by_parts")):  # fmt: skip
        monkeypatch.setattr(module, name, getattr(module, name))
    ready()
    found = Tally()
    watched(found)
    yield found


def edited(path: str, old: str, new: str) -> Story:
    """The story with something else in one file."""
    assert STORY[path].count(old) == 1
    return Story(STORY | {path: STORY[path].replace(old, new)})


def known() -> Kept:
    """What is kept of the story."""
    store = Kept()
    Story(STORY).said(store)
    return store


ENOUGH = [
    ("2.weave", "(if key) Lock", "(if key or coins > 1) Lock"),
    ("2.weave", "if coins > 1", "if coins > 0"),
    ("2.weave", "if coins > 1", "if coins > 1 and coins < 1"),
    ("2.weave", "    Rich.\n", "    Rich.\n    Very rich.\n"),
    ("2.weave", "    * Save.\n", "    * Save.\n    * Give.\n      set coins = 0\n"),
    ("2.weave", "    * Save.\n", "    * Save.\n    * (if coins > 3) Never.\n"),
    ("2.weave", "  The street.\n", "  set key = key\n  The street.\n"),
    ("2.weave", "    * Go on.\n", ""),
    ("2.weave", "(if not key) Whistle", "Whistle"),
    ("3.weave", "(if coins > 2) Buy", "(if coins > 2 or coins < 0) Buy"),
    ("3.weave", "  A coin.\n", "  A coin.\n  set coins = 0\n"),  # with the part that visits it
    ("3.weave", "    * Swim.\n", "    * Swim.\n      Cold.\n"),
    ("1.weave", "    * Leave it.\n", "    * Leave it.\n      Away.\n"),
]
"""Edits for which the part that was edited is enough."""

NOT_ENOUGH = [
    ("1.weave", "set coins += 1", "set coins = 3"),  # other states come to the street
    ("1.weave", "      set key = true\n", ""),  # the key is never taken
    ("3.weave", "(if coins > 2) Buy", "(if coins > 1) Buy"),  # an ending more
    ("2.weave", "set ada.doubt = true", "set coins = 3"),  # what is asked at the harbour
    ("2.weave", "-> harbour", "-> street as ada"),  # no ending any more
    ("2.weave", "  The street.\n", "  bram thinks: Mine.\n"),  # and it is another mind
    ("3.weave", "if doubt\n", "if key\n"),  # the key matters longer
    ("3.weave", "end ferry", "end swim"),  # one ending less
    ("3.weave", "    * Swim.\n", "    * (if coins > 0) Swim.\n"),  # a dead end
]
"""Edits after which something else may be as it was not, or is."""


@pytest.mark.parametrize(("path", "old", "new"), ENOUGH)
def test_a_part_is_enough(path: str, old: str, new: str, tally: Tally) -> None:
    now = edited(path, old, new)
    store = known()
    assert now.right
    assert now.said(store) == now.said()
    assert tally["by parts"] == 1
    assert Story(STORY).said(store) == Story(STORY).said()  # and back
    assert tally["edited"] == 1, "the story as it was is known"


@pytest.mark.parametrize(("path", "old", "new"), NOT_ENOUGH)
def test_all_is_proved(path: str, old: str, new: str, tally: Tally) -> None:
    now = edited(path, old, new)
    assert now.right
    assert now.said(known()) == now.said()
    assert (tally["edited"], tally["by parts"]) == (1, 0)


LOOP = {
    "0.weave": """story "S"
  id 00000000-0000-4000-8000-000000000000
var coins: 0..3 = 1
""",
    "1.weave": """chapter "One"
scene hall
  choice
    * Drop one.
      set coins -= 1
    * Keep it.
  if coins > 0
    There is one left.
  -> street
""",
    "2.weave": """chapter "Two"
scene street
  The street.
  choice
    * Count them.
      set coins = coins - coins
    * Beg.
      set coins += 1
    * Go on. -> harbour
  choice
    * Again. -> street
    * Rest.
      -> street
""",
    "3.weave": """chapter "Three"
scene harbour
  The sea.
  choice
    * (needs coins > 2 "No.") Take the ferry.
      By sea.
    * (if coins > 1) Take a boat.
      By boat.
    * Walk.
      By land.
  end out
""",
}


def test_what_is_read_only_to_be_stored_anew_is_no_reason_for_itself(tally: Tally) -> None:
    """The loop before the edited part reads the coins, but only to store them again."""
    store = Kept()
    Story(LOOP).said(store)
    now = LOOP["3.weave"].replace('(needs coins > 2 "No.") ', "").replace("(if coins > 1) ", "")
    assert "coins" not in now
    edited = Story(LOOP | {"3.weave": now})
    said = edited.said(store)
    assert said == edited.said()
    assert sum(getattr(each, "name", "") == "unused-set" for each in said) == 2
    assert (tally["edited"], tally["by parts"]) == (1, 0)


def test_edit_after_edit(tally: Tally) -> None:
    """What is known at the borders is kept anew each time."""
    store = known()
    files = STORY
    for path, old, new in (ENOUGH[0], ENOUGH[4], ENOUGH[7], ENOUGH[9], ENOUGH[1]):
        files = files | {path: files[path].replace(old, new)}
        now = Story(files)
        assert now.said(store) == now.said()
    assert tally["by parts"] == 5


def test_random_edits(tally: Tally, full: bool) -> None:
    for number in range(300 if full else 14):
        hold(number, tally)
    assert tally["by parts"] > tally["edited"] * 0.4 > 0


def test_damage_is_no_knowledge(tally: Tally) -> None:
    """Whatever byte is changed, all is proved."""
    store = known()
    now = edited(*ENOUGH[0])
    said = now.said()
    place = next(key for key, data in store.items() if data.startswith(b"weavec cuts"))
    whole = store[place]
    for at in range(0, len(whole), len(whole) // 7):
        store = known()
        store[place] = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        assert now.said(store) == said
    assert tally["by parts"] == 0
    for data in (b"", whole[:-1], whole[: len(whole) // 2]):
        store = known()
        store[place] = data
        assert now.said(store) == said
    assert tally["by parts"] == 0


def test_what_was_said_is_gone(tally: Tally) -> None:
    """Without what was said of the story as it was, all is proved."""
    store = known()
    for key in [key for key, data in store.items() if not data.startswith(b"weavec cuts")]:
        del store[key]
    now = edited(*ENOUGH[0])
    assert now.said(store) == now.said()
    assert tally["by parts"] == 0


def test_a_short_story_is_proved_whole(tally: Tally, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "FEWEST", 10_000)
    assert not any(data.startswith(b"weavec cuts") for data in known().values())
