"""Measures `weavec build` against `inkjs-compiler`: `python bench/build.py [RUNS] [SCENES ...]`.

In goes the number of paired runs (5) and the sizes (1,000 and 5,000 scenes, about 29,000 and
145,000 lines); out come, a size, the medians of `weavec build` as an author types it, of the same
with `--no-proof`, and of inkjs-compiler, in seconds on the clock and of the processor, and the
medians of the ratios to inkjs-compiler in each round. Whole processes are measured, started anew
each time, one after the other, as they are once installed (`installed.py`); nothing is known from
before. weavec makes a page ready to open, and proves what it can of the story in a quarter of a
second; inkjs-compiler makes JSON.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from installed import surroundings
from scratch import INKJS, ROOT, folder, ink_compiler, stories

Cost = tuple[float, float]
"""Seconds on the clock, and seconds of the processor."""


PEER = f"inkjs-compiler {INKJS}"
BUILDS: dict[str, list[str]] = {"weavec build": [], "weavec build --no-proof": ["--no-proof"]}


def cost(command: list[str]) -> Cost:
    """What a process takes from its start to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    subprocess.run(
        command, check=True, cwd=ROOT, env=surroundings(), stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    took = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(place: Path, scenes: int, runs: int) -> dict[str, list[Cost]]:
    """Rounds of all commands, after one that is not counted."""
    weave, ink = stories(place, scenes)
    page, compiled = place / f"page-{scenes}.html", place / f"ink-{scenes}.json"
    build = [sys.executable, "-m", "weavec", "build", "--no-cache", str(weave), "-o", str(page)]
    commands = {name: [*build, *more] for name, more in BUILDS.items()}
    commands[PEER] = ink_compiler(place, ink, compiled)
    rounds = [{name: cost(each) for name, each in commands.items()} for _ in range(runs + 1)]
    return {name: [each[name] for each in rounds[1:]] for name in commands}


def main() -> None:
    """Measure, print."""
    given = [int(word) for word in sys.argv[1:]]
    runs, sizes = (given or [5])[0], given[1:] or [1000, 5000]
    place = folder()
    for scenes in sizes:
        costs = measure(place, scenes, runs)
        lines = len((place / f"story-{scenes}.weave").read_text(encoding="utf-8").splitlines())
        print(f"{scenes:,} scenes, {lines:,} lines:")
        for name, found in costs.items():
            told = []
            for which, unit in enumerate(("on the clock", "of the processor")):
                pairs = zip(found, costs[PEER], strict=True)
                ratio = median(ours[which] / theirs[which] for ours, theirs in pairs)
                took = median(each[which] for each in found)
                told.append(f"{took:.2f} s {unit}" + (f" ({ratio:.2f})" if name != PEER else ""))
            print(f"  {name}: {', '.join(told)}")


if __name__ == "__main__":
    main()
