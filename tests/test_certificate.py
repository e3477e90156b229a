"""Certificates: those of the engine are accepted, and what is not so is refused.

`pytest --full`, or `WEAVE_FULL=1`, takes ten times as many random stories.
"""

from __future__ import annotations

import json
import random
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from small_story import story
from small_words import program_of

from weavec import ir
from weavec.certify import Accepted, Check, Refused, accept, facts
from weavec.cli import main
from weavec.prove.certificate import certificate

STORIES, CHUNKS = 96, 4


@cache
def written(seed: int) -> tuple[ir.Program, str]:
    """A random story and its certificate."""
    program = program_of(story(seed))
    text = certificate(program)
    assert text is not None
    return program, text


def claims_of(data: dict[str, Any]) -> set[tuple[Any, ...]]:
    return {tuple(claim) for claim in data["claims"]}


def refuses(program: ir.Program, data: dict[str, Any]) -> str:
    """Why a certificate is refused; nothing if it is not."""
    try:
        accept(program, json.dumps(data))
    except Refused as error:
        return str(error)
    return ""


def chunk_of(chunk: int, full: bool) -> range:
    each = (10 if full else 1) * STORIES // CHUNKS
    return range(chunk * each, (chunk + 1) * each)


# ------------------------------------------------------------------ random stories


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_what_the_engine_writes_is_accepted_and_says_all(chunk: int, full: bool) -> None:
    for seed in chunk_of(chunk, full):
        program, text = written(seed)
        data = json.loads(text)
        check = Check(program, data)
        check.pass_over()
        claims, met = claims_of(data), check.steps.met
        every = set(facts(program))
        assert not claims & met, story(seed)
        assert claims | met == every, story(seed)  # each fact is met or claimed never to be
        told = accept(program, text)
        assert told == (len(data["points"]), len(data["nodes"]), len(claims))


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_claim_too_many_is_refused(chunk: int, full: bool) -> None:
    for seed in chunk_of(chunk, full):
        program, text = written(seed)
        data = json.loads(text)
        met = sorted(set(facts(program)) - claims_of(data), key=str)
        fact = random.Random(seed).choice(met)
        data["claims"].append(list(fact))
        assert refuses(program, data).startswith("it claims that this is never met"), story(seed)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_set_without_some_states_is_refused(chunk: int, full: bool) -> None:
    cut = 0
    for seed in chunk_of(chunk, full):
        program, text = written(seed)
        data = json.loads(text)
        roots = [point[4][0] for point in data["points"] if point[4][0] > 1]
        if not roots:
            continue
        chance = random.Random(seed)
        node = chance.choice(roots)
        while True:  # down to some node below
            row = data["nodes"][node - 2]
            below = [child for child, *_ in row[1:] if child > 1]
            if not below or chance.random() < 0.4:
                break
            node = chance.choice(below)
        arm = chance.choice(row[1:])
        if len(arm) > 3:
            del arm[1:3]  # one span of its values
        else:
            row.remove(arm)
        assert refuses(program, data).startswith("it leaves out a state"), story(seed)
        cut += 1
    assert cut > 5


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_another_story_is_refused_if_it_matters(chunk: int, full: bool) -> None:
    refused = accepted = 0
    for seed in chunk_of(chunk, full):
        _, text = written(seed)
        data = json.loads(text)
        for number in range(4):
            try:
                program = program_of(changed(story(seed), random.Random(f"{seed} {number}")))
            except (ValueError, AssertionError):
                continue  # it is no story any more
            if refuses(program, data):
                refused += 1
                continue
            accepted += 1
            own = certificate(program)
            assert own is not None
            assert claims_of(data) <= claims_of(json.loads(own)), (number, story(seed))
    assert refused > 15
    assert accepted > 5


def changed(text: str, chance: random.Random) -> str:
    """A story with one small change in a line that does something."""
    lines = text.split("\n")
    begin = next(i for i, line in enumerate(lines) if line.startswith("scene"))
    while True:
        at = chance.randrange(begin, len(lines))
        line = lines[at]
        for old, new in chance.sample(CHANGES, len(CHANGES)):
            if re.search(old, line):
                lines[at] = re.sub(old, new, line, count=1)
                return "\n".join(lines)
        if chance.random() < 0.02:
            lines.insert(at, lines[at])
            return "\n".join(lines)


CHANGES = [
    (r"\btrue\b", "false"), (r"\bfalse\b", "true"), (r"\b0\b", "1"), (r"\b1\b", "2"),
    (r"\b2\b", "0"), (r"\+=", "-="), (r"-=", "+="), (r" < ", " >= "), (r" == ", " != "),
    (r"\bnot\b", ""), (r"\band\b", "or"), (r"\bor\b", "and"), (r"\bonce\b", "otherwise"),
    (r"\bonce, ", ""), (r"\bflag0\b", "flag1"), (r"\bn0\b", "n1"), (r"-> main0", "-> main1"),
    (r"-> main1", "-> main0"), (r"\bend end1\b", "end end2"), (r"\bwoven\b", "fragmented"),
    (r"\bfragmented\b", "chorus"), (r"\bchorus\b", "drifting"), (r"\bdrifting\b", "woven"),
    (r"^( *)set .*", r"\1Words."), (r"^( *)leave$", r"\1Words."), (r"^( *)hub", r"\1choice"),
]  # fmt: skip


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_damaged_certificate_is_refused_or_still_right(chunk: int, full: bool) -> None:
    refused = 0
    for seed in chunk_of(chunk, full):
        program, text = written(seed)
        true = claims_of(json.loads(text))
        chance = random.Random(seed)
        for _ in range(8):
            data = json.loads(text)
            damage(data, chance)
            if refuses(program, data):
                refused += 1
            else:
                assert claims_of(data) <= true, story(seed)
    assert refused > 50


def damage(data: Any, chance: random.Random) -> None:
    """Change something somewhere in JSON."""
    while True:
        keys = list(data) if isinstance(data, dict) else list(range(len(data)))
        key = chance.choice(keys)
        inner = data[key]
        if isinstance(inner, (dict, list)) and inner and chance.random() < 0.9:
            data = inner
            continue
        match chance.randrange(4):
            case 0:
                del data[key]
            case 1 if isinstance(inner, int):
                data[key] = inner + chance.choice([-1, 1])
            case 2:
                data[key] = chance.choice([0, 1, 2, -1, 10**6, "x", None, [], {}, 1.5, True])
            case _ if isinstance(data, list):
                data.insert(key, data[chance.randrange(len(data))])
        return


# ------------------------------------------------------------------ stories by hand

HEAD = """story "By hand"
  id 4b9b6f0e-0b51-4c8e-9f0e-6f2d1a3c5e77
  start one
"""


def of_text(text: str) -> tuple[ir.Program, dict[str, Any]]:
    program = program_of(HEAD + text)
    said = certificate(program)
    assert said is not None
    return program, json.loads(said)


HUB = """var coins: 0..3 = 0
var open = false
scene one
  hub
    * Work.
      set coins += 1
    * (needs coins >= 3 "Too dear.") Buy the key.
      set coins -= 3
      set open = true
    * Go.
      leave
  if coins == 3 and open
    end rich
  if open
    end in
  end out
"""


def test_a_way_round_needs_a_point() -> None:
    program, data = of_text(HUB)
    assert refuses(program, data) == ""
    assert [point[:2] for point in data["points"]] == [[0, 0]]
    data["points"] = []
    assert "no point on a way round" in refuses(program, data)


def test_a_set_need_not_be_exact_but_has_to_hold() -> None:
    program, data = of_text(HUB)
    assert {claim[0] for claim in claims_of(data)} == {"dead-end", "fault"}
    data["points"][0][4] = [1]  # all states
    assert refuses(program, data) == ""
    data["points"][0][4] = [0]
    assert "leaves out a state of operation 0 of scene one" in refuses(program, data)


FULL = """var coins: 0..3 = 0
scene one
  hub
    * (once) Work.
      set coins += 1
    * (once) Work more.
      set coins += 1
    * Go.
      leave
  if coins == 3
    Never.
    end rich
  end out
"""


def test_larger_sets_lose_claims() -> None:
    program, data = of_text(FULL)
    assert ("ending", "rich") in claims_of(data)
    assert refuses(program, data) == ""
    data["points"][0][4] = [1]
    assert refuses(program, data).startswith("it claims that this is never met, and it is: ")


def test_a_claim_about_nothing_is_refused() -> None:
    program, data = of_text(FULL)
    data["claims"].append(["ending", "golden"])
    assert refuses(program, data).endswith("of what the story has not: ending golden")


def test_a_variable_that_is_not_followed_can_be_anything() -> None:
    program, data = of_text(FULL)
    assert "coins" in data["variables"]
    data |= {"nodes": [], "points": [[*data["points"][0][:4], []]]}
    assert "its variables are not" in refuses(program, data | {"variables": ["# one/nothing"]})
    data |= {"variables": [], "claims": [["ending", "rich"]]}
    assert "ending rich" in refuses(program, data)


WIDE = """var gold: 0..1000000 = 0
var price: 0..1000000 = 400000
scene one
  choice
    * Little.
      set gold = 300000
    * Much.
      set gold = 500000
  Then.
  if gold >= price
    set gold -= price
    if gold != 100000
      end wrong
    end bought
  if gold + price > 800000
    end wrong
  end poor
"""


def test_wide_ranges_with_few_values() -> None:
    program, data = of_text(WIDE)
    assert ("ending", "wrong") in claims_of(data)
    assert refuses(program, data) == ""


COUNTS = """scene one
  Line.
  mark again
  Line two.
  if visits(.again) < 3
    -> .again
  if visits(.again) > 50
    end many
  end few
"""


def test_counts_that_the_engine_cuts_off() -> None:
    program, data = of_text(COUNTS)
    assert refuses(program, data) == ""
    assert ("ending", "many") in claims_of(data)


MERGE = """dreamer ada
dreamer ben
var n: 0..3 = 0
var key = false
scene one
  dream-merge dream MODE
    strand ada
      Ada one.
      set n += 1
      sync door
      if n == 2
        Ada after both.
      if n == 1
        Ada after one.
    strand ben
      Ben one.
      if n == 1
        Ben saw it.
      else
        Ben did not.
      set n += 1
      sync door
      if key
        wake -> two
      Ben two.
      set key = true
  end over
scene two
  end away
"""

MEETS = {
    "woven": {"Ben saw it.": True, "Ben did not.": False},
    "chorus": {"Ben saw it.": True, "Ben did not.": False},
    "fragmented": {"Ben saw it.": True, "Ben did not.": True},
    "drifting": {"Ben saw it.": True, "Ben did not.": True},
}


@pytest.mark.parametrize("mode", MEETS)
def test_orders_of_a_merge(mode: str) -> None:
    program, data = of_text(MERGE.replace("MODE", mode))
    assert refuses(program, data) == ""
    never = claims_of(data)
    texts = program.texts[program.story.language]
    line = {nodes[0]: name for name, nodes in texts.items() if nodes}
    for words, met in MEETS[mode].items():
        assert (("line", line[words]) in never) is not met
    assert ("line", line["Ada after one."]) in never
    assert ("ending", "away") in never
    for other in MEETS:
        elsewhere = program_of(HEAD + MERGE.replace("MODE", other))
        same = MEETS[other] == MEETS[mode] or (other in ("woven", "chorus"))
        assert (refuses(elsewhere, data) == "") is same


def test_it_says_what_was_accepted() -> None:
    program, data = of_text(FULL)
    told = accept(program, json.dumps(data))
    assert isinstance(told, Accepted)
    assert told.points == 1
    assert told.claims == len(data["claims"])


@pytest.mark.parametrize(
    "text",
    ["", "x", "[]", "{}", "null", '{"weave-certificate": 2}', '{"weave-certificate": 1}',
     '{"weave-certificate": 1, "variables": "n", "nodes": [], "points": [], "sections": []}',
     "[" * 100_000],
)  # fmt: skip
def test_what_is_no_certificate_is_refused(text: str) -> None:
    program, _ = of_text(FULL)
    with pytest.raises(Refused, match="it is no certificate of this story"):
        accept(program, text)


# ------------------------------------------------------------------ the command


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script, proof = tmp_path / "hub.weave", str(tmp_path / "hub.proof")
    script.write_text(HEAD + FULL.replace("    Never.\n", ""), "utf-8")
    plain = ["check", str(script)]
    # an ending that is never reached is an error; the proof of it is a proof all the same
    assert main([*plain, "--certificate", proof]) == 1
    capsys.readouterr()
    assert main([*plain, "--accept", proof]) == 0
    told = capsys.readouterr()
    assert f"{proof} holds: " in told.err
    assert "unreachable-ending" not in told.out
    script.write_text(script.read_text("utf-8").replace("coins == 3", "coins == 2"), "utf-8")
    assert main([*plain, "--accept", proof]) == 1
    told = capsys.readouterr()
    assert f"error: {proof} does not hold for this story: it claims" in told.err
    assert "`--certificate` writes it anew" in told.err
    script.write_text(script.read_text("utf-8").replace("hub", "hubb"), "utf-8")
    assert main([*plain, "--accept", proof]) == 1
    assert "mend the errors first" in capsys.readouterr().err


def test_the_command_refuses_what_makes_no_sense(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "hub.weave"
    script.write_text(HEAD + HUB, "utf-8")
    assert main(["check", str(script), "--accept", "a", "--certificate", "b"]) == 2
    assert "--accept proves nothing" in capsys.readouterr().err
    assert main(["check", str(script), "--accept", str(tmp_path / "none")]) == 2
    assert "is no certificate" in capsys.readouterr().err
