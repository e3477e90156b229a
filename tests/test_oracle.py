"""The oracle itself: stories whose facts are known, steps held to the machine, walks at random.

And that the small random stories are worth proving, and that no difference between a proof and the
oracle goes unseen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from differential import MOST, disagreements
from oracle import Facts, Oracle, TooLarge
from oracle_proof import proof_of
from small_story import MODES, story
from small_words import program_of

from weavec import ir
from weavec.node import replace
from weavec.prove.result import Proof
from weavec.walks import random_walk

HEAD = """
story "A case"
dreamer ann
dreamer ben
var key = false
var n: 0..3 = 0
"""


def facts(text: str) -> tuple[ir.Program, Facts]:
    """What is true of a story without its head, each step held to the machine."""
    program = program_of(text.strip() + HEAD)
    return program, Oracle(program, check=True).facts


def kinds(program: ir.Program, places: frozenset[tuple[int, int]]) -> list[str]:
    """The kinds of the operations at some places, in order."""
    return [ir.KINDS[type(program.scenes[scene].ops[op])] for scene, op in sorted(places)]


# ------------------------------------------------------------------ stories whose facts are known


def test_a_hub_whose_exit_closes() -> None:
    """Each question gives knowledge once, one of them takes it; too little and nobody leaves."""
    _, found = facts("""
scene room
  hub
    * (once) Look.
      set n += 1
    * (once) Listen.
      set n += 1
    * (once) Forget.
      set n -= 1
    * (needs n == 2 "Not yet.") Leave.
      end out
  choice
    * (if key) Wait.
  end late
""")
    assert found.endings == {"out": (3, 3)}
    assert found.sure == {"out": True}
    assert len(found.dead_ends) == 1
    assert found.dead_ends.isdisjoint(found.soft)
    assert len(found.soft) == 1  # the hub: after all three, one is known, two needed
    assert not found.loops and not found.faults


def test_luck_and_skill() -> None:
    """An ending that a draw can always withhold is not sure; one that can be waited for is not."""
    _, found = facts("""
scene room
  hub
    * Throw.
      either
        end won
      or
        Again.
    * (mark gave_up) Give up.
      either
        Well.
      or
        Then.
      end lost
""")
    assert found.endings == {"won": (1, 1), "lost": (1, 2)}
    assert found.sure == {"won": False, "lost": True}


def test_fewest_decisions_come_before_fewest_beats() -> None:
    _, found = facts("""
scene room
  choice
    * Short.
      choice
        * On.
          end done
    * Long.
      One.
      Two.
      Three.
      end done
""")
    assert found.endings == {"done": (1, 4)}


def test_silent_loops() -> None:
    """A loop that a counter ends, one that never ends, and one with a beat, which is none."""
    program, found = facts("""
scene room
  mark again
  set n += 1
  if n < 3
    -> .again
  choice
    * For ever.
      -> stuck
    * Round.
      mark here
      A beat.
      if not key
        -> .here
      end never

scene stuck
  mark there
  if not key
    -> .there
  end unseen
""")
    assert found.loops == {0, 1}
    assert {frozenset(kinds(program, cycle)) for cycle in found.cycles} == {
        frozenset({"set", "branch", "goto"}), frozenset({"branch", "goto"}),
    }  # fmt: skip
    assert found.faults == {"silent-loop"}
    assert found.endings == {}


def test_a_loop_of_draws_can_end() -> None:
    """It is found, and what comes after it is reached."""
    _, found = facts("""
scene room
  mark again
  either
    -> .again
  or
    set key = true
  end out
""")
    assert found.loops == {0}
    assert found.endings == {"out": (0, 0)}
    assert found.sure == {"out": False}


def test_minds_that_enter_and_what_is_asked() -> None:
    _, found = facts("""
scene hall
  choice
    * As ann. -> room as ann
    * As ben.
      visit room as ben
      -> room

scene room
  if perspective is ann
    Ann.
  if n > 3
    Never.
  if perspective is ben
    return
  choice
    * (once, if key) Never.
    * (needs n == 0 "Zero.") Always.
  end out
""")
    assert found.entries == {0: {-1}, 1: {-1, 0, 1}}
    told = {said: sorted(answers) for said, answers in found.answers.items()}
    assert sorted(told.values()) == [[False], [False], [False, True], [False, True], [True]]
    assert [said for said in told if said[3] == "needs"] == [(1, 6, 1, "needs")]


def test_faults() -> None:
    program, found = facts("""
scene hall
  choice
    * Back.
      return
    * On.
      Over the edge.
    * Away.
      end out
""")
    assert found.faults == {"stray-return", "runs-off-scene"}
    assert kinds(program, found.stray) == ["return"] and kinds(program, found.off) == ["off"]
    assert kinds(program, found.soft) == ["line"]  # the line from which the way runs off


def merged(mode: str) -> Facts:
    return facts(f"""
scene hall
  dream-merge night {mode}
    strand ann
      set n += 1
      First.
      set n += 1
      wake -> sleep
    strand ben
      if n == 2
        set key = true
        Second.
      else
        Third.
        choice
          * (if key) Never.
  end merged

scene sleep
  if key
    end lit
  end dark
""")[1]


def test_each_mode_of_a_merge_has_its_own_orders() -> None:
    """Who wakes first, and what the other has set and shown by then."""
    woven, chorus = merged("woven"), merged("chorus")
    assert woven.endings == {"dark": (0, 1)} and chorus.endings == {"dark": (0, 1)}
    assert woven.states == 2 and chorus.states == 2
    shown = len(chorus.ops) - len(woven.ops)
    assert shown == 2  # in a chord ben has asked his condition and shows his line
    fragmented, drifting = merged("fragmented"), merged("drifting")
    assert fragmented.endings == {"dark": (0, 1)} and drifting.endings == {"dark": (1, 2)}
    assert not fragmented.dead_ends - drifting.dead_ends and len(drifting.dead_ends) == 1
    assert fragmented.sure == {"dark": False} and drifting.sure == {"dark": True}
    assert len(drifting.soft) == 1  # ben's line; the pick itself leads on to both


# ------------------------------------------------------------------ random stories


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_steps_are_the_machines_and_walks_stay_inside(first: int) -> None:
    """All steps of all states; then walks, which meet nothing that the oracle does not know."""
    for seed in range(first, first + 50):
        program = program_of(story(seed))
        try:
            known = Oracle(program, MOST, check=True).facts
        except TooLarge:
            continue
        lines = {
            op.id
            for at, scene in enumerate(program.scenes)
            for index, op in enumerate(scene.ops)
            if isinstance(op, ir.Line) and (at, index) in known.ops
        }
        scenes = {program.scenes[scene].id for scene in known.entries}
        for number in range(6):
            met = random_walk(program, number, 60)
            assert met.lines <= lines, (seed, number)
            assert met.options <= known.options, (seed, number)
            assert met.scenes <= scenes, (seed, number)
            assert met.ending is None or met.ending in known.endings, (seed, number)
            assert met.stopped != "stuck" or known.dead_ends, (seed, number)
            assert met.stopped in {"end", "hole", "stuck", "long"} | known.faults, (seed, number)


PHENOMENA: dict[str, Callable[[ir.Program, Facts], object]] = {
    "an ending": lambda program, found: found.endings,
    "no ending": lambda program, found: not found.endings,
    "dead end": lambda program, found: found.dead_ends,
    "softlock": lambda program, found: found.soft,
    "silent loop": lambda program, found: found.loops,
    "luck": lambda program, found: not all(found.sure.values()),
    "option closed for ever": lambda program, found: any(
        option.id not in found.options
        for scene in program.scenes
        for op in scene.ops
        if isinstance(op, ir.Choice)
        for option in op.options
    ),
    "constant condition": lambda program, found: any(
        len(said) == 1 for said in found.answers.values()
    ),
    "constant lock": lambda program, found: any(
        len(said) == 1 for asked, said in found.answers.items() if asked[3] == "needs"
    ),
    "entered in several minds": lambda program, found: any(
        len(minds) > 1 for minds in found.entries.values()
    ),
    "runs off": lambda program, found: found.off,
    "stray return": lambda program, found: found.stray,
    "more than 100 states": lambda program, found: found.states > 100,
}


def occurrences(first: int, count: int) -> Counter[str]:
    """In how many stories each phenomenon occurs, and each kind of operation is reached."""
    found: Counter[str] = Counter()
    for seed in range(first, first + count):
        program = program_of(story(seed))
        try:
            known = Oracle(program, MOST).facts
        except TooLarge:
            found["too large"] += 1
            continue
        found.update(name for name, holds in PHENOMENA.items() if holds(program, known))
        reached = [program.scenes[scene].ops[op] for scene, op in known.ops]
        found.update({ir.KINDS[type(op)] for op in reached})
        found.update({op.mode for op in reached if isinstance(op, ir.Merge)})
    return found


def test_small_stories_go_wrong_in_every_way() -> None:
    found = occurrences(0, 300)
    assert all(found[name] >= 6 for name in (*PHENOMENA, *MODES)), found
    assert found["too large"] < 6
    assert not set(ir.KINDS.values()) - set(found) - {"sound", "effect", "pause"}


# ------------------------------------------------------------------ differences are seen


def spoilt(proof: Proof) -> Iterator[tuple[str, Proof]]:
    """Proofs that are wrong in one point each."""
    yield "undecided", replace(proof, undecided=("time",))
    yield "places", replace(proof, places=frozenset(list(proof.places)[1:]))
    for name in ("scenes", "lines", "options"):
        told = dict(getattr(proof, name))
        first = next(iter(told))
        yield name, replace(proof, **{name: {**told, first: not told[first]}})
        yield name, replace(proof, **{name: {**told, first: None}})
        del told[first]
        yield name, replace(proof, **{name: told})
    yield "entries", replace(proof, entries={**proof.entries, 0: frozenset({-1, 0})})
    yield "constant", replace(proof, constant=proof.constant[1:])
    for index, each in enumerate(proof.stuck):
        others = proof.stuck[:index] + proof.stuck[index + 1 :]
        yield each.kind, replace(proof, stuck=others)
        yield each.kind, replace(proof, stuck=(*others, replace(each, walk=None)))
        assert each.walk is not None
        short = replace(each.walk, inputs=each.walk.inputs[:-1], beats=each.walk.beats - 1)
        yield each.kind, replace(proof, stuck=(*others, replace(each, walk=short)))
        if each.kind == "softlock":
            lost = replace(each, last=(0, 0), picked=7)
            yield each.kind, replace(proof, stuck=(*others, lost))
    for name, ending in proof.endings.items():
        for changed in (
            replace(ending, reached=not ending.reached),
            replace(ending, sure=not ending.sure),
            replace(ending, walk=None),
        ):
            yield "ending", replace(proof, endings={**proof.endings, name: changed})
        assert ending.walk is not None
        for walk in (
            replace(ending.walk, inputs=(*ending.walk.inputs, {"do": "next"})),
            replace(ending.walk, dice=(*ending.walk.dice, 0)),
            replace(ending.walk, decisions=ending.walk.decisions + 1),
            replace(ending.walk, entries=ending.walk.entries[1:]),
            replace(ending.walk, shortest=False),
        ):
            ways = {**proof.endings, name: replace(ending, walk=walk)}
            yield "ending", replace(proof, endings=ways)


def test_no_difference_goes_unseen() -> None:
    program = program_of("""
scene hall
  either
    One.
  or
    Other.
  choice
    * Win.
      end won
    * Wait.
      choice
        * (if key) Never.
    * Go round.
      Slowly.
      mark round
      A beat.
      set n += 1
      -> .round
    * Spin.
      mark spin
      set n += 1
      if n < 3
        -> .spin
      end dizzy
""" + HEAD)
    oracle = Oracle(program)
    proof = proof_of(oracle)
    assert disagreements(program, proof, oracle) == []
    wrong = list(spoilt(proof))
    assert {what for what, _ in wrong} >= {"dead-end", "softlock", "silent-loop", "ending"}
    for what, spoiled in wrong:
        assert disagreements(program, spoiled, oracle), (what, spoiled)


@pytest.mark.parametrize("first", range(0, 100, 50))
def test_a_right_proof_is_accepted(first: int) -> None:
    """The oracle's own answers, told as a proof with walks by breadth."""
    for seed in range(first, first + 50):
        program = program_of(story(seed))
        try:
            oracle = Oracle(program, 500)
        except TooLarge:
            continue
        assert disagreements(program, proof_of(oracle), oracle) == [], seed
