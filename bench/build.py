"""Measures `weavec build` against `inkjs-compiler`: `python bench/build.py [RUNS] [SCENES ...]`.

In goes the number of paired runs (5) and the sizes (1,000 and 5,000 scenes, about 29,000 and
145,000 lines); out comes a line a size: the medians of both, in seconds on the clock and of the
processor, and the median of the pairs' ratios. Whole processes are measured, started anew each
time, first one, then the other. weavec makes a page ready to open; inkjs-compiler makes JSON.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from scratch import INKJS, ROOT, folder, ink_compiler, stories

Cost = tuple[float, float]
"""Seconds on the clock, and seconds of the processor."""


def cost(command: list[str]) -> Cost:
    """What a process takes from its start to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    took = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(place: Path, scenes: int, runs: int) -> list[tuple[Cost, Cost]]:
    """Paired runs of both compilers, after one that is not counted."""
    weave, ink = stories(place, scenes)
    page, compiled = place / f"page-{scenes}.html", place / f"ink-{scenes}.json"
    ours = [sys.executable, "-m", "weavec", "build", "--quiet", str(weave), "-o", str(page)]
    theirs = ink_compiler(place, ink, compiled)
    return [(cost(ours), cost(theirs)) for _ in range(runs + 1)][1:]


def main() -> None:
    """Measure, print."""
    given = [int(word) for word in sys.argv[1:]]
    runs, sizes = (given or [5])[0], given[1:] or [1000, 5000]
    place = folder()
    for scenes in sizes:
        pairs = measure(place, scenes, runs)
        lines = len((place / f"story-{scenes}.weave").read_text(encoding="utf-8").splitlines())
        print(f"{scenes:,} scenes, {lines:,} lines:")
        for which, unit in enumerate(("on the clock", "of the processor")):
            ours, theirs = ([pair[side][which] for pair in pairs] for side in (0, 1))
            ratio = median(a / b for a, b in zip(ours, theirs, strict=True))
            print(
                f"  {unit}: weavec build {median(ours):.2f} s,"
                f" inkjs-compiler {INKJS} {median(theirs):.2f} s; ratio {ratio:.2f}"
            )


if __name__ == "__main__":
    main()
