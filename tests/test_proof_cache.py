"""What the cache of proofs promises: a story whose words have changed is told what a proof of it
would tell, to the byte; and nothing that lies in the cache can do harm.

Stories are edited here by their words and by lines of comment. Each is compiled with what was kept
of it before the edit, and without; what comes out must be the same.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from expecting import KINDS, read_sample
from merging_story import story as merging_story
from small_story import story as small_story

from weavec import compiler, ir
from weavec.commands import keeping
from weavec.commands.keeping import Shelf, folder_of
from weavec.compiler import Compilation
from weavec.diagnostics import Diagnostic
from weavec.disk import open_story
from weavec.node import replace
from weavec.prove import cache, engine, retold
from weavec.prove.graph import TooMuch
from weavec.prove.limits import Limits
from weavec.prove.skeleton import LEFT_OUT
from weavec.render.formats import as_json
from weavec.source import SourceFile

ROOT = Path(__file__).parent.parent
LIMITS = Limits(60, 500)


class Files:
    """A story in memory."""

    def __init__(self, *files: tuple[str, str]) -> None:
        self.made = tuple(SourceFile(path, text) for path, text in files)

    def files(self) -> tuple[SourceFile, ...]:
        return self.made

    def texts(self) -> list[tuple[str, str]]:
        return [(file.path, file.text) for file in self.made]


class Kept(dict[str, bytes]):
    """A cache in memory, which counts what is found in it."""

    found = 0

    def get(self, key: str, _: Any = None) -> bytes | None:  # type: ignore[override]
        data = super().get(key)
        self.found += data is not None
        return data

    def put(self, key: str, data: bytes) -> None:
        self[key] = data


def single(text: str) -> Files:
    return Files(("story.weave", text))


def compiled(story: Files, store: Kept | None = None) -> Compilation:
    return compiler.compile(story, LIMITS, None, store)


def told(result: Compilation) -> str:
    return as_json(result.story_id, result.title, result.diagnostics, result.proof)


def assert_same(warm: Compilation, cold: Compilation) -> None:
    assert told(warm) == told(cold)
    assert warm.diagnostics == cold.diagnostics
    assert warm.program == cold.program
    assert (warm.proof is None) == (cold.proof is None)
    if warm.proof is not None and cold.proof is not None:
        assert replace(warm.proof, figures={}) == replace(cold.proof, figures={})


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
    many = 600 if full else 60
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
            if result.program is None or result.lowered is None:
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


WALKS = """\
story "A Fall"
  id 4b9b6f0e-0b51-4c8e-9f0e-6f2d1a3c5e77
var n: 0..3 = 0
scene hall
  ask_here
  choice
    * (if n > 2) Same.
    * Same.
      set n += 1
    * 7
    * Turn {n} back.
    * A way out. -> out
  either
    Heads.
  or
    Tails.
  choice
    * FIRST
      -> pit
    * SECOND
      -> out
scene pit
  Down.
  choice
    * (if n > 3) Never.
scene out
  Free.
  end out "Out"
"""


@pytest.mark.parametrize("first", ["Jump.", "7", "Turn {n}.", "*So* it goes.", "Go on.", "a", "…"])
@pytest.mark.parametrize("second", ["Go on.", "Turn {n}.", "7", "Wait."])
def test_words_of_walks(first: str, second: str) -> None:
    """Walks are told in new words, whether they were told by words or by numbers before."""
    base = WALKS.replace("  ask_here\n", "").replace("n > 3", "n > 4")
    store = Kept()
    for one, other in (("Fall.", "Stay."), ("8", "9"), ("Go on.", "Go on."), ("Go {n}.", "9")):
        compiled(single(base.replace("FIRST", one).replace("SECOND", other)), store)
    after = single(base.replace("FIRST", first).replace("SECOND", second))
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


# ------------------------------------------------------------------ what lies in the cache


def stuck_story() -> Files:
    return single(WALKS.replace("  ask_here\n", "").replace("n > 3", "n > 4"))


def sealed(key: str, body: bytes) -> bytes:
    seal = sha256(key.encode() + body).hexdigest().encode()
    return cache.MAGIC + seal + b"\n" + body


def mutations(value: Any, chance: random.Random) -> Iterator[Any]:
    """A JSON value with something else in one place or another."""
    others: tuple[Any, ...] = (
        None, True, -1, 0, 1, 10**30, 1.5, "", "x", "\x1b[31m", [], [[]], {}, {"way": 1}
    )  # fmt: skip
    yield from others
    if isinstance(value, list):
        for index in range(len(value)):
            yield value[:index] + value[index + 1 :]
            for other in mutations(value[index], chance):
                if chance.random() < 0.3:
                    yield [*value[:index], other, *value[index + 1 :]]
        yield [*value, *value]
    elif isinstance(value, dict):
        for name in value:
            for other in mutations(value[name], chance):
                yield {**value, name: other}


def kept_of(story: Files) -> tuple[Compilation, str, bytes]:
    store = Kept()
    result = compiled(story, store)
    ((key, data),) = store.items()
    return result, key, data


def unpacked(result: Compilation, key: str, data: bytes) -> cache.Said | None:
    assert result.lowered is not None
    return cache.unpacked(result.symbols, result.lowered, key, data)


def test_damage_is_seen() -> None:
    result, key, data = kept_of(stuck_story())
    chance = random.Random(5)
    assert unpacked(result, key, data) is not None
    for size in (0, 1, len(cache.MAGIC), 79, 80, 81, len(data) // 2, len(data) - 1):
        assert unpacked(result, key, data[:size]) is None
    assert unpacked(result, key, data + b" ") is None
    assert unpacked(result, "0" * 64, data) is None
    for _ in range(300):
        at = chance.randrange(len(data))
        hurt = data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
        assert unpacked(result, key, hurt) is None


def test_nothing_in_the_cache_does_harm() -> None:
    """Data of any form, with a right seal: it is refused, or can at least be shown."""
    result, key, data = kept_of(stuck_story())
    kept = json.loads(data.partition(b"\n")[2])
    chance = random.Random(7)
    refused = taken = 0
    for other in mutations(kept, chance):
        said = unpacked(result, key, sealed(key, json.dumps(other).encode()))
        if said is None:
            refused += 1
            continue
        taken += 1
        text = as_json("", "", said.found, said.proof)
        assert all(each.isprintable() for each in messages(said.found)), text
    assert refused > 500
    assert taken


def messages(found: tuple[Diagnostic, ...]) -> Iterator[str]:
    for each in found:
        yield each.message
        yield each.hint or ""
        yield from (label.message for label in each.labels)


@pytest.mark.parametrize("body", [
    b"", b"{", b"[" * 100_000, b"\xff\xfe", b"1" * 10_000, b"NaN", b"null", b'"\\ud800"', b"{}",
    b'{"found":[],"proof":{},"walks":{}}',
])  # fmt: skip
def test_what_is_no_proof_is_refused(body: bytes) -> None:
    result, key, _ = kept_of(stuck_story())
    assert unpacked(result, key, sealed(key, body)) is None


def test_walks_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A walk of more beats than any story needs is neither told nor kept."""
    result, key, data = kept_of(stuck_story())
    kept = json.loads(data.partition(b"\n")[2])
    kept["walks"]["walks"][0]["way"] = [1 - retold.MOST_BEATS] * 1000
    assert unpacked(result, key, sealed(key, json.dumps(kept).encode())) is None
    monkeypatch.setattr(retold, "MOST_BEATS", 1)
    store = Kept()
    compiled(stuck_story(), store)
    assert not store


# ------------------------------------------------------------------ the folder


@pytest.mark.parametrize(("environ", "platform", "expected"), [
    ({"HOME": "/h"}, "linux", "/h/.cache/weavec"),
    ({"HOME": "/h", "XDG_CACHE_HOME": "/c"}, "linux", "/c/weavec"),
    ({"HOME": "/h", "XDG_CACHE_HOME": "c"}, "linux", "/h/.cache/weavec"),
    ({"HOME": "/h", "XDG_CACHE_HOME": "/c"}, "darwin", "/h/Library/Caches/weavec"),
    ({"LOCALAPPDATA": "/l"}, "win32", "/l/weavec"),
    ({"HOME": "/h", "WEAVEC_CACHE": "here"}, "linux", "here"),
    ({"HOME": "/h", "WEAVEC_CACHE": ""}, "linux", None),
    ({"LOCALAPPDATA": "/l", "WEAVEC_CACHE": ""}, "win32", None),
    ({}, "linux", None), ({}, "darwin", None), ({}, "win32", None),
])  # fmt: skip
def test_where_the_cache_lies(
    environ: dict[str, str], platform: str, expected: str | None
) -> None:
    assert folder_of(environ, platform) == (None if expected is None else Path(expected))


def test_the_oldest_gives_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_BYTES", 1000)
    monkeypatch.setattr(keeping, "MOST_FILES", 3)
    shelf = Shelf(tmp_path / "cache")
    keys = [f"{number:064x}" for number in range(5)]
    foreign = tmp_path / "cache" / "letters.txt"
    for number, key in enumerate(keys[:3]):
        shelf.put(key, b"x" * 100)
        os.utime(tmp_path / "cache" / f"{key}.proof", (number + 1, number + 1))
    foreign.write_bytes(b"y" * 5000)
    assert shelf.get(keys[0]) == b"x" * 100  # used, so it is the newest now
    shelf.put(keys[3], b"x" * 100)
    assert [shelf.get(key) is not None for key in keys[:4]] == [True, False, True, True]
    shelf.put(keys[4], b"x" * 950)
    assert [shelf.get(key) is not None for key in keys] == [False, False, False, False, True]
    assert foreign.exists()
    assert not list((tmp_path / "cache").glob(".*"))


def test_a_folder_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = "0" * 64
    (tmp_path / "file").write_text("")
    shelf = Shelf(tmp_path / "file" / "below")
    shelf.put(key, b"data")
    assert shelf.get(key) is None
    shelf = Shelf(tmp_path)
    (tmp_path / f"{key}.proof").mkdir()
    shelf.put(key, b"data")
    assert shelf.get(key) is None
    os.mkfifo(tmp_path / f"{'1' * 64}.proof")
    assert shelf.get("1" * 64) is None
    (tmp_path / "secret").write_text("secret")
    (tmp_path / f"{'2' * 64}.proof").symlink_to(tmp_path / "secret")
    assert shelf.get("2" * 64) is None
    monkeypatch.setattr(keeping, "LARGEST", 3)
    shelf.put("3" * 64, b"data")
    assert shelf.get("3" * 64) is None


# ------------------------------------------------------------------ the commands


def started(folder: Path, *words: str, kept: str | None = "") -> subprocess.Popen[str]:
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / "xdg")}
    environ.pop("WEAVEC_CACHE")
    if kept is not None:
        environ["WEAVEC_CACHE"] = kept and str(folder / kept)
    return subprocess.Popen(
        [sys.executable, "-m", "weavec", *words], cwd=folder, env=environ, text=True,
        encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def ran(folder: Path, *words: str, kept: str | None = "") -> tuple[int, str]:
    process = started(folder, *words, kept=kept)
    out, _ = process.communicate(timeout=120)
    return process.returncode, out


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "story").mkdir()
    text = stuck_story().made[0].text
    (tmp_path / "story" / "story.weave").write_text(text, "utf-8")
    return tmp_path


CHECK = ("check", "story", "--format", "json")


def test_flag_and_variable(here: Path) -> None:
    cold = ran(here, *CHECK)
    assert cold[0] == 1
    assert not (here / "xdg").exists()
    assert ran(here, *CHECK, "--no-cache", kept="cache") == cold
    assert not (here / "cache").exists()
    assert ran(here, *CHECK, kept="cache") == cold
    (kept,) = (here / "cache").iterdir()
    assert ran(here, *CHECK, kept=None) == cold
    assert [each.name for each in (here / "xdg" / "weavec").iterdir()] == [kept.name]
    kept.write_bytes(b"nothing of ours")
    assert ran(here, *CHECK, "--no-cache", kept="cache") == cold
    assert kept.read_bytes() == b"nothing of ours"
    assert ran(here, *CHECK, kept="cache") == cold
    assert kept.read_bytes().startswith(cache.MAGIC)
    assert ran(here, "paths", "story", kept="cache") == ran(here, "paths", "story", "--no-cache")
    assert ran(here, "build", "story", kept="cache") == ran(here, "build", "story", "--no-cache")


def test_two_at_once(here: Path) -> None:
    cold = ran(here, *CHECK)
    both = [started(here, *CHECK, kept="cache") for _ in range(3)]
    assert [(each.communicate(timeout=120)[0], each.returncode) for each in both] == [
        (cold[1], cold[0])
    ] * 3
    (kept,) = (here / "cache").iterdir()
    assert kept.suffix == ".proof"
    assert ran(here, *CHECK, kept="cache") == cold
