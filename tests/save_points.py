"""Saves at every rest of random plays: what follows after loading is what would have followed.

    python tests/save_points.py FIRST COUNT

goes through the random stories FIRST, FIRST + 1, ... of `random_story` and, first of all, through
the stories of `stories/`. Prints how many saves were made and loaded, and where a play went on
otherwise; exit status 1 if one did.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from random_story import story

from weavec.compiler import compile  # noqa: A004
from weavec.disk import open_story
from weavec.ir import program_text
from weavec.source import SourceFile, World

HERE = Path(__file__).resolve().parent
DRIVER = HERE / "player" / "save_points.mjs"
STEPS = 60


class OneFile:
    """A story of one file."""

    def __init__(self, text: str) -> None:
        self.text = text

    def files(self) -> tuple[SourceFile, ...]:
        """The file."""
        return (SourceFile("story.weave", self.text),)


def worlds(first: int, count: int, shipped: bool) -> Iterator[World]:
    """The stories to go through."""
    if shipped:
        stories = HERE.parent / "stories"
        yield open_story(str(stories / "dream-weave"))
        yield from (
            open_story(str(one)) for one in sorted((stories / "first-light").rglob("*.weave"))
        )
    yield from (OneFile(story(seed)) for seed in range(first, first + count))


def measure(
    first: int, count: int, walks: int = 8, shipped: bool = True
) -> tuple[int, int, list[str]]:
    """How many stories and saves, and what parted."""
    process = subprocess.Popen(
        ["node", str(DRIVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin and process.stdout
    stories, points, parted = 0, 0, []
    for which, world in enumerate(worlds(first, count, shipped)):
        lowered = compile(world).lowered  # random stories have dead ends and loops, and play
        assert lowered is not None
        program = lowered.program
        stories += 1
        asked = {"walks": walks, "steps": STEPS, "seed": which * 1000}
        process.stdin.write(f'{{"program":{program_text(program)},{json.dumps(asked)[1:]}\n')
        process.stdin.flush()
        line = process.stdout.readline()
        assert line, "the reader is gone"
        found = json.loads(line)
        points += found["points"]
        parted += [f"story {which}: {what}" for what in found["parted"]]
    process.stdin.close()
    process.wait()
    return stories, points, parted


def main() -> int:
    """Measure, and say."""
    first, count = map(int, sys.argv[1:])
    stories, points, parted = measure(first, count)
    print(json.dumps({"stories": stories, "saves": points, "parted": parted}, indent=1))
    return 1 if parted else 0


if __name__ == "__main__":
    sys.exit(main())
