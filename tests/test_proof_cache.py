"""What the cache of proofs promises: a story whose words have changed is told what a proof of it
would tell, to the byte.

Stories are edited here by their words and by lines of comment. Each is compiled with what was kept
of it before the edit, and without; what comes out must be the same.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
from caching import LIMITS, WALKS, Files, Kept, assert_same, compiled, single, told
from expecting import KINDS, read_sample
from merging_story import story as merging_story
from small_story import story as small_story

from weavec import compiler, ir
from weavec.disk import open_story
from weavec.prove import cache, engine
from weavec.prove.graph import TooMuch
from weavec.prove.limits import Limits
from weavec.prove.skeleton import LEFT_OUT
from weavec.source import SourceFile

ROOT = Path(__file__).parent.parent


# ------------------------------------------------------------------ edits of words


def fragments(program: ir.Program) -> list[str]:
    """Words of a story as they stand in its files."""
    found: dict[str, None] = {}
    for key, nodes in program.texts[program.story.language].items():
        if not key.startswith("@"):
            found.update((each.strip(), None) for each in nodes if isinstance(each, str))
    return [each for each in found if re.fullmatch(r"[A-Z][\w ]*\w[.?!]?", each)]


def edited(story: Files, program: ir.Program, chance: random.Random) -> Files:
    """A story with some words changed, some lines moved, and some files cut in two."""
    texts = story.texts()
    words = fragments(program)
    for each in chance.sample(words, min(len(words), 1 + chance.randrange(4))):
        other = f"{each[:-1]} changed by {chance.randrange(1000)}{each[-1]}"
        texts = [
            (path, re.sub(rf"(?<![\w\"]){re.escape(each)}(?!\w)", other, text))
            for path, text in texts
        ]
    made = []
    for path, text in texts:
        rows: list[str] = []
        for row in text.split("\n"):
            if row.startswith(("scene ", "draft scene ")) and chance.random() < 0.3:
                rows.append("# A remark.\n")
            rows.append(row)
        made.append((path, "\n".join(rows)))
    return Files(*made)


class Tally:
    """How often something was kept, and found again."""

    kept = 0
    found = 0


def hold(story: Files, chance: random.Random, tally: Tally) -> None:
    """Compile a story, edit it, and compare."""
    store = Kept()
    first = compiled(story, store)
    assert_same(compiled(story, store), first)
    if not store or first.lowered is None:
        return
    assert store.found == 1, "a story that was not changed is proved again"
    tally.kept += 1
    after = edited(story, first.lowered.program, chance)
    store.found = 0
    assert_same(compiled(after, store), compiled(after))
    tally.found += store.found


@pytest.mark.parametrize("chunk", range(4))
def test_small_stories(chunk: int, full: bool) -> None:
    tally = Tally()
    many = 600 if full else 40
    for seed in range(chunk * many, (chunk + 1) * many):
        hold(single(small_story(seed)), random.Random(seed), tally)
    assert tally.kept > many / 4
    assert tally.found > tally.kept * 0.9


def test_stories_of_merges(full: bool) -> None:
    tally = Tally()
    many = 300 if full else 30
    for seed in range(many):
        hold(single(merging_story(seed)), random.Random(seed), tally)
    assert tally.found > tally.kept * 0.9
    assert tally.kept > many / 3


def mutated(text: str, chance: random.Random) -> str:
    """A story in which a line, a word or a number is another one."""
    rows = text.split("\n")
    at = chance.randrange(3, len(rows) - 1)
    match chance.randrange(6):
        case 0:
            del rows[at]
        case 1:
            rows[at], rows[at + 1] = rows[at + 1], rows[at]
        case 2:
            rows.insert(at, rows[chance.randrange(3, len(rows) - 1)])
        case 3:
            rows.insert(at, rows[at])
        case _:
            tokens = re.findall(r"\w+|[<>=!+-]+|\W", text)
            some = [i for i, each in enumerate(tokens) if i > 40 and not each.isspace()]
            first, second = chance.choice(some), chance.choice(some)
            tokens[first] = tokens[second]
            return "".join(tokens)
    return "\n".join(rows)


def test_other_edits(full: bool) -> None:
    """Whatever is edited: what is kept of another story is never told."""
    compared = found = 0
    for seed in range(1000 if full else 50):
        chance = random.Random(seed)
        text = (merging_story if seed % 5 == 0 else small_story)(seed)
        store = Kept()
        compiled(single(text), store)
        for _ in range(6):
            after = single(mutated(text, chance))
            result = compiler.compile(after)
            if result.lowered is None:
                continue
            compared += 1
            key = cache.key_of(result.symbols, result.lowered, LIMITS)
            if key in store:  # else it is proved again, and there is nothing to compare
                found += 1
                assert_same(compiled(after, store), compiled(after))
    assert compared > 50
    assert found > 3


def test_cases() -> None:
    tally = Tally()
    for path in sorted((ROOT / "tests" / "cases").rglob("*.weave")):
        text = path.read_text("utf-8")
        match = re.match(r"# in: (\w+)\n", text)
        kind = match[1] if match else "whole"
        assert kind in KINDS
        sample = read_sample(text, kind)
        hold(Files(*sample.files), random.Random(path.name), tally)
    assert tally.kept > 100
    assert tally.found > tally.kept * 0.9


def test_stories() -> None:
    tally = Tally()
    stories = ROOT / "stories"
    for folder in (stories / "dream-weave", *sorted((stories / "first-light").iterdir())):
        if folder.is_dir():
            files = open_story(str(folder)).files()
            texts = [(each.path, each.text) for each in files if isinstance(each, SourceFile)]
            hold(Files(*texts), random.Random(folder.name), tally)
    assert tally.kept == tally.found >= 3


# ------------------------------------------------------------------ keys

STORY = """\
story "The Lock"
  id 4b9b6f0e-0b51-4c8e-9f0e-6f2d1a3c5e77
  start hall as ada
dreamer ada
  moods calm, glad
var key = false
var steps: 0..5 = 0
let far = steps >= 3
scene hall as ada
  ada: A hall with a door.
  choice "What now?"
    * Take the key.
      set key = true
    * Leave it {if key: again|there}.
      set steps += 1
  ada calm: On, then {if far: at last|so far}.
  backdrop yard
  hub
    * (once) Look.
      Nothing.
    * (if key) Open the door. -> out
    * (otherwise) Turn back. -> out.here
scene out as ada
  The street.
  mark here
  {if key: Outside|Out} of it.
  end out "Out"
"""


def key_of(text: str, limits: Limits = LIMITS) -> str | None:
    return key_of_files(single(text), limits)


def key_of_files(story: Files, limits: Limits = LIMITS) -> str | None:
    result = compiler.compile(story)
    assert result.lowered is not None, told(result)
    return cache.key_of(result.symbols, result.lowered, limits)


def names(text: str) -> set[str]:
    return {each.name for each in compiled(single(text)).diagnostics}


@pytest.mark.parametrize(("old", "new"), [
    ("A hall with a door.", "A corridor."), ("Look.", "Stare."), ("calm: On", "glad: On"),
    ("backdrop yard", "backdrop street"), ("again|there", "for now|alone"),
    ('"What now?"', '"Well?"'), ("scene out as", "# A remark.\n\nscene out as"),
    ('end out "Out"', 'end out "Outside"'), ('"The Lock"', '"The Key"'),
    ("  Nothing.", "  *Nothing* at all."), ("moods calm, glad", "moods calm, glad, grim"),
])  # fmt: skip
def test_words_do_not_count(old: str, new: str) -> None:
    assert old in STORY
    assert key_of(STORY.replace(old, new)) == key_of(STORY)


def test_files_do_not_count() -> None:
    head, tail = STORY.split("scene out")
    parted = Files(("a.weave", head), ("b.weave", f"\nscene out{tail}"))
    assert key_of_files(parted) == key_of(STORY)


@pytest.mark.parametrize(("old", "new"), [
    ("set key = true", "set key = false"), ("steps += 1", "steps += 2"), ("(once) ", ""),
    ("(if key)", "(if not key)"), ("0..5 = 0", "0..5 = 1"), ("0..5 = 0", "0..6 = 0"),
    ("steps >= 3", "steps >= 4"), ("{if key: again", "{if not key: again"), ("hub", "choice"),
    ("{if far: at last", "{if key: at last"), ("      Nothing.\n", ""), ("  backdrop yard\n", ""),
    ("scene out as ada", "scene out"), ("ada: A hall", "ada thinks: A hall"), ("steps", "strides"),
    ("end out", "end away"), ("scene out as", "draft scene out as"), ("|there}", "}"),
    ("door. -> out\n", "door. -> out.here\n"), ("(if key)", "(needs key)"), ("  The street.\n", ""),
])  # fmt: skip
def test_everything_else_does(old: str, new: str) -> None:
    assert old in STORY
    assert key_of(STORY.replace(old, new)) != key_of(STORY)


def test_what_is_left_out_is_there() -> None:
    for kind, some in LEFT_OUT.items():
        assert some <= set(kind.__match_args__)  # type: ignore[attr-defined]


def test_limits_and_the_compiler_count(monkeypatch: pytest.MonkeyPatch) -> None:
    assert key_of(STORY, Limits(60, 501)) != key_of(STORY)
    assert key_of(STORY, Limits(61, 500)) != key_of(STORY)
    before = key_of(STORY)
    monkeypatch.setattr(cache, "engine", lambda: b"another")
    assert key_of(STORY) != before
    monkeypatch.setattr(cache, "engine", lambda: None)
    assert key_of(STORY) is None
    store = Kept()
    compiled(single(STORY), store)
    assert not store


def test_the_compiler_reads_its_own_files() -> None:
    made = cache.engine()
    assert made is not None
    assert len(made) == 32


# ------------------------------------------------------------------ what is told again


@pytest.mark.parametrize("first", ["Jump.", "7", "Turn {n}.", "*So* it goes.", "Go on.", "a", "…"])
@pytest.mark.parametrize("second", ["Go on.", "Turn {n}.", "7", "Wait."])
def test_words_of_walks(first: str, second: str) -> None:
    """Walks are told in new words, whether they were told by words or by numbers before."""
    store = Kept()
    for one, other in (("Fall.", "Stay."), ("8", "9"), ("Go on.", "Go on."), ("Go {n}.", "9")):
        compiled(single(WALKS.replace("FIRST", one).replace("SECOND", other)), store)
    after = single(WALKS.replace("FIRST", first).replace("SECOND", second))
    cold = compiled(after)
    assert any(each.witness is not None for each in cold.diagnostics)
    store.found = 0
    assert_same(compiled(after, store), cold)
    if "{n}" not in second:
        assert store.found == 1


MARK = """\
story "Marks"
  id 4b9b6f0e-0b51-4c8e-9f0e-6f2d1a3c5e77
var key = false
let way = "{if key: open|shut} door"
scene hall
  Words {way}.
  WORDS
  choice
    * Take it {if key: again|once}.
    * Leave it.
      set key = true
  end out "Out"
"""


def test_marks_are_found_again() -> None:
    store = Kept()
    compiled(single(MARK.replace("WORDS", "{if key: so|else}")), store)
    after = single(MARK.replace("WORDS", "Before {if key: so|else} and after."))
    cold = compiled(after)
    assert_same(compiled(after, store), cold)
    assert store.found == 1
    before = single(MARK.replace("WORDS", "{if key: so|else}"))
    store = Kept()
    compiled(after, store)
    assert_same(compiled(before, store), compiled(before))
    assert store.found == 1


def test_nothing_undecided_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def gives_up(*_: Any) -> None:
        raise TooMuch("too long")

    monkeypatch.setattr(engine, "study", gives_up)
    store = Kept()
    result = compiled(single(STORY), store)
    assert "undecided" in {each.name for each in result.diagnostics}
    assert not store
