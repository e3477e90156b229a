"""Saving as editors do it, at random moments, while a story is previewed.

    python tests/serve_saves.py SAVES [--drop SHARE] [--seed N]

writes files of the flagship SAVES times, in twelve ways, from one write to pieces half a second
apart. Every version that pages are told of must be the story as it stood after some save, never
between; and after each save pages must have that story within two seconds. With `--drop 0.5`, half
of all hints at changes are thrown away. Prints what came out as JSON; exit status 1 if anything
went wrong.
"""

from __future__ import annotations

import argparse
import json
import mmap
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from serving import ROOT, Follower, served

from weavec.compiler import Drafts, draft
from weavec.disk import open_story
from weavec.ir import program_text

STORY = ROOT / "stories" / "dream-weave"
EXPECTED = ("no findings\n", "mended: the page shows the story as it is written\n")
LATE = 2.0
"""Seconds in which pages must have what was saved."""
Way = Callable[[random.Random, Path, bytes], None]


def pause(chance: random.Random, most: float) -> None:
    """Nothing, or a little of it."""
    time.sleep(chance.choice((0, 0, chance.random() * most)))


def in_place(chance: random.Random, path: Path, data: bytes) -> None:
    """Written over, then cut to its length."""
    with path.open("r+b") as file:
        file.write(data)
        file.flush()
        pause(chance, 0.2)
        file.truncate()


def slowly(chance: random.Random, path: Path, data: bytes) -> None:
    """Emptied, and written in pieces with pauses between."""
    with path.open("wb", buffering=0) as file:
        for _ in range(chance.randint(1, 4)):
            pause(chance, 0.5)
            size = chance.choice((1, 100, 4096, 65536))
            file.write(data[:size])
            data = data[size:]
        pause(chance, 0.5)
        file.write(data)


def at_once(chance: random.Random, path: Path, data: bytes) -> None:
    """Emptied and written in one go."""
    path.write_bytes(data)


def over(chance: random.Random, path: Path, data: bytes) -> None:
    """Written beside it, and renamed over it."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(data)
    pause(chance, 0.1)
    os.replace(fresh, path)


def backup(chance: random.Random, path: Path, data: bytes) -> None:
    """The old file renamed, the new one written in its place."""
    old = path.with_name(path.name + "~")
    os.replace(path, old)
    pause(chance, 0.3)
    with path.open("wb", buffering=0) as file:
        file.write(data[:1000])
        pause(chance, 0.3)
        file.write(data[1000:])
    old.unlink()


def anew(chance: random.Random, path: Path, data: bytes) -> None:
    """Deleted, and created."""
    path.unlink()
    pause(chance, 0.4)
    path.write_bytes(data)


def stream(chance: random.Random, path: Path, data: bytes) -> None:
    """As `sed -i` does it: a file with an odd name, renamed over it."""
    fresh = path.with_name(f"sed{chance.randrange(10**6)}.weave.tmp")
    with fresh.open("wb") as file:
        file.write(data[:500])
        pause(chance, 0.2)
        file.write(data[500:])
    os.replace(fresh, path)


def linked(chance: random.Random, path: Path, data: bytes) -> None:
    """Another file takes its name by a hard link."""
    fresh = path.with_name(".fresh")
    fresh.write_bytes(data)
    path.unlink()
    os.link(fresh, path)
    fresh.unlink()


def mapped(chance: random.Random, path: Path, data: bytes) -> None:
    """Written through memory."""
    with path.open("r+b") as file:
        os.ftruncate(file.fileno(), len(data))
        with mmap.mmap(file.fileno(), len(data)) as memory:
            half = len(data) // 2
            memory[:half] = data[:half]
            pause(chance, 0.3)
            memory[half:] = data[half:]


def touched(chance: random.Random, path: Path, data: bytes) -> None:
    """Written, and touched after that."""
    path.write_bytes(data)
    pause(chance, 0.2)
    os.utime(path)


def away(chance: random.Random, path: Path, data: bytes) -> None:
    """Renamed to another case and back, and written."""
    other = path.with_name(path.name.upper())
    os.replace(path, other)
    pause(chance, 0.3)
    os.replace(other, path)
    path.write_bytes(data)


def emptied(chance: random.Random, path: Path, data: bytes) -> None:
    """Emptied and closed, as a shell does it, and written by another open."""
    path.open("wb").close()
    pause(chance, 0.5)
    path.write_bytes(data)


WAYS: tuple[Way, ...] = (
    in_place, slowly, at_once, over, backup, anew, stream, linked, mapped, touched, away, emptied,
)  # fmt: skip


def plain_rows(rows: list[str]) -> list[int]:
    """The rows that are prose."""
    return [i for i, row in enumerate(rows) if row.startswith("  ") and row.endswith(".")
            and row.strip()[0].isupper() and "{" not in row]  # fmt: skip


def edited(chance: random.Random, text: str, number: int) -> str:
    """The text with a line changed, or a line put in or taken out, that makes a story all the
    same."""
    rows = text.split("\n")
    at = chance.choice(plain_rows(rows))
    indent = rows[at][: len(rows[at]) - len(rows[at].lstrip(" "))]
    match chance.randrange(3):
        case 0:
            rows[at] = f"{indent}It is {number} now."
        case 1:
            rows.insert(at, f"{indent}It is {number} already.")
        case _:
            rows[at] = rows[at][:-1] + f", {number}."
    return "\n".join(rows)


def measure(saves: int, drop: float, seed: int) -> dict[str, Any]:
    """Save so often, and hold every version against what was saved."""
    chance = random.Random(seed)
    counts, late, waits = Counter[str](), [], []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "story")
        shutil.copytree(STORY, folder)
        drafts = Drafts()

        def hash_now() -> str:
            made = draft(open_story(str(folder)), drafts=drafts)
            assert made.lowered is not None
            assert not any(each.severity == "error" for each in made.found)
            return str(json.loads(program_text(made.lowered.program))["hash"])

        whole = [hash_now()]
        texts = {path: path.read_text("utf-8") for path in sorted(folder.rglob("*.weave"))}
        first = {path: text for path, text in texts.items()
                 if len(plain_rows(text.split("\n"))) > 9}  # fmt: skip
        paths = list(first)
        with served(folder, "--no-proof", drop=drop) as preview:
            page = Follower(preview)
            for number in range(saves):
                path, way = chance.choice(paths), chance.choice(WAYS)
                text = path.read_text("utf-8") if chance.random() < 0.9 else first[path]
                way(chance, path, edited(chance, text, number).encode())
                done = time.monotonic()
                whole.append(hash_now())
                counts[way.__name__] += 1
                if chance.random() < 0.6 or number == saves - 1:
                    if not page.until(lambda p: p.program["hash"] == whole[-1], LATE):
                        late.append((number, way.__name__))
                    waits.append(time.monotonic() - done)
                else:
                    time.sleep(chance.random() * 0.1)
            last = page.program["hash"] == whole[-1]
            partial = [each for each in page.hashes if each not in whole]
            page.close()
            waits.sort()
            return {
                "saves": dict(counts), "versions told": len(page.hashes), "partial": len(partial),
                "late": late, "last is right": last,
                "seconds": {"median": round(waits[len(waits) // 2], 3),
                            "95 %": round(waits[len(waits) * 95 // 100], 3),
                            "most": round(waits[-1], 3)},
                "unasked": [each for each in preview.said[1:] if each not in EXPECTED][:20],
                "ended in": round(preview.stop(), 3),
            }  # fmt: skip


def main() -> int:
    """Measure, and say."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("saves", type=int)
    asked.add_argument("--drop", type=float, default=0)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    found = measure(given.saves, given.drop, given.seed)
    print(json.dumps(found, indent=1))
    return 1 if found["partial"] or found["late"] or not found["last is right"] else 0


if __name__ == "__main__":
    sys.exit(main())
