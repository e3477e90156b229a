"""What lies in the cache of proofs: no harm comes of it, whatever happens to it.

Data is damaged, cut off, and made up; folders are full, closed or none; several processes run.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from caching import Files, Kept, compiled, stuck_story

from weavec.commands import keeping
from weavec.commands.keeping import Shelf, folder_of
from weavec.compiler import Compilation
from weavec.diagnostics import Diagnostic
from weavec.prove import cache, retold
from weavec.render.formats import as_json

ROOT = Path(__file__).parent.parent

# ------------------------------------------------------------------ what lies in the cache


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
    # A build takes less time, and what a check has proved in more is known to it.
    assert list((here / "cache").iterdir()) == [kept]


def test_two_at_once(here: Path) -> None:
    cold = ran(here, *CHECK)
    both = [started(here, *CHECK, kept="cache") for _ in range(3)]
    assert [(each.communicate(timeout=120)[0], each.returncode) for each in both] == [
        (cold[1], cold[0])
    ] * 3
    (kept,) = (here / "cache").iterdir()
    assert kept.suffix == ".proof"
    assert ran(here, *CHECK, kept="cache") == cold
