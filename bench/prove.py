"""Measures what proofs cost: `python bench/prove.py [RUNS] [CASE ...]`.

In goes how often each case runs (3) and, if not all are wanted, names of cases. Out comes a line a
case: medians of the whole process `weavec check --format json`, on the clock and of the processor,
the most memory of any run, the share of the proofs (the same without them taken off), what was
decided, and the target. The command runs as one that was installed (`installed.py`). Each run is
cold: its story is written anew and its cache is empty, except for the cases that begin with `warm`:
they check a story, change something in a chapter in the middle of it, and check again. `warm`
changes the words of a line, `warm-condition` what an option asks for, and `warm-set` what one
stores.

The stories are those of `proof_story.py`, and the flagship of this project. The cases `compared`,
`sums` and `live` are hard on purpose; they say what is decided in ten seconds.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from installed import surroundings
from proof_story import made, write

ROOT = Path(__file__).resolve().parent.parent
FLAGSHIP = ROOT / "stories" / "dream-weave"


@dataclass(frozen=True)
class Case:
    """A measurement.

    `given`: the words that `proof_story.py` takes after the folder; without them, the flagship.
    `target`: what is wanted, in words. `options`: further ones of the command.
    """

    name: str
    given: tuple[str, ...]
    target: str
    options: tuple[str, ...] = ()


HARD = ("--time-limit", "10")
CASES = (
    Case("story-100", ("story", "100", "10", "2"), "0.5 s"),
    Case("story-1000", ("story", "1000", "30", "4"), "1 s, 200 MB"),
    Case("story-10000", ("story", "10000", "100", "10"), "6 s, 600 MB"),
    Case("story-100000", ("story", "100000", "1000", "10"), "45 s, 2500 MB"),
    Case("needle", ("needle", "30"), "0.5 s"),
    Case("woven", ("merge", "woven"), "proofs 1 s"),
    Case("chorus", ("merge", "chorus"), "proofs 1 s"),
    Case("fragmented", ("merge", "fragmented"), "proofs 1 s"),
    Case("drifting", ("merge", "drifting"), "proofs 1 s"),
    Case("flagship", (), "proofs 0.3 s"),
    Case("warm", ("story", "10000", "100", "10"), "proofs 0.5 s"),
    Case("warm-condition", ("story", "10000", "100", "10"), "proofs 0.5 s"),
    Case("warm-set", ("story", "10000", "100", "10"), "proofs 0.5 s"),
    Case("compared", ("compared", "10000"), "decided in 10 s", HARD),
    Case("sums", ("sums", "10000"), "decided in 10 s", HARD),
    Case("live", ("live", "10000"), "decided in 10 s", HARD),
)


@dataclass
class Cost:
    """What a process took: seconds on the clock and of the processor, megabytes, what it said."""

    clock: float
    processor: float
    memory: float
    said: dict[str, Any] = field(default_factory=dict)


def run(story: Path, cache: Path, options: tuple[str, ...]) -> Cost:
    """One `weavec check`, started anew."""
    command = [sys.executable, "-m", "weavec", "check", "--format", "json", *options, str(story)]
    around = surroundings(XDG_CACHE_HOME=str(cache), LOCALAPPDATA=str(cache))
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(
            command, cwd=ROOT, env=around, stdout=out, stderr=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        clock = time.perf_counter() - begun
        out.seek(0)
        printed = out.read()
    if child.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)}: exit code {child.returncode}")
    megabytes = usage.ru_maxrss / (1_000_000 if sys.platform == "darwin" else 1_000)
    return Cost(clock, usage.ru_utime + usage.ru_stime, megabytes, json.loads(printed))


def fresh(case: Case, place: Path) -> tuple[Path, Path]:
    """The story of a case, written anew, and an empty cache."""
    shutil.rmtree(place, ignore_errors=True)
    story, cache = place / "story", place / "cache"
    cache.mkdir(parents=True)
    if case.given:
        write(story, made(case.given[0], case.given[1:]))
    else:
        shutil.copytree(FLAGSHIP, story)
    return story, cache


def change(story: Path, turn: int, what: str) -> None:
    """Change something in the middle of a story, in one chapter: words, a condition or a `set`."""
    files = sorted(story.glob("chapter*.weave"))
    file = files[len(files) // 2]
    lines = file.read_text(encoding="utf-8").split("\n")
    if what == "warm":
        at = next(i for i in range(len(lines) // 2, len(lines)) if lines[i].startswith("scene")) + 1
        lines[at] = f"  It is changed for the {turn + 1}. time."
    else:
        changed, swap = {
            "warm-condition": (r"\(if ", {"if ": "if not ", "if not ": "if "}),
            "warm-set": (r"  set ", {"true": "false", "false": "true", "+=": "-=", "-=": "+="}),
        }[what]  # fmt: skip
        found = [i for i, each in enumerate(lines) if re.search(changed, each)]
        at = found[len(found) // 2 + turn]  # each time another one
        pattern = "|".join(sorted(map(re.escape, swap), key=len, reverse=True))
        lines[at] = re.sub(pattern, lambda old: swap[old[0]], lines[at], count=1)
    file.write_text("\n".join(lines), encoding="utf-8")


def measure(case: Case, runs: int, place: Path) -> tuple[list[Cost], list[Cost]]:
    """The costs with proofs, and without them on the same story."""
    proved, plain = [], []
    story, cache = fresh(case, place)
    warm = case.name.startswith("warm")
    if warm:
        run(story, cache, case.options)
    for turn in range(runs):
        if warm:
            change(story, turn, case.name)
        elif turn:
            story, cache = fresh(case, place)
        proved.append(run(story, cache, case.options))
        plain.append(run(story, cache, ("--no-proof",)))
    return proved, plain


def decided(said: dict[str, Any]) -> str:
    """What a check found out, in a few words."""
    proof = said.get("proof")
    if proof is None:
        return "no proof"
    parts = []
    for kind in ("scenes", "lines", "options"):
        counts = proof[kind]
        total = sum(counts.values())
        open_ = f", {counts['unknown']:,} undecided" if counts["unknown"] else ""
        parts.append(f"{counts['reachable']:,} of {total:,} {kind}{open_}")
    verdicts = [ending["verdict"] for ending in proof["endings"].values()]
    unknown = verdicts.count("undecided")
    endings = f"{verdicts.count('proved')} of {len(verdicts)} endings"
    parts.append(endings + (f", {unknown} undecided" if unknown else ""))
    summary = said["summary"]
    parts.append(" ".join(f"{count:,} {kind}" for kind, count in summary.items() if count))
    return "; ".join(part for part in parts if part)


def main() -> None:
    """Measure, print."""
    words = sys.argv[1:]
    runs = int(words.pop(0)) if words and words[0].isdigit() else 3
    unknown = set(words) - {case.name for case in CASES}
    if unknown:
        sys.exit(f"no such case: {', '.join(sorted(unknown))}")
    print("| case | whole process | processor | memory | proofs | target | decided |")
    print("|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory(prefix="weave-prove-") as folder:
        run(*fresh(Case("compile", ("needle", "2"), ""), Path(folder) / "run"), ())
        for case in CASES:
            if words and case.name not in words:
                continue
            proved, plain = measure(case, runs, Path(folder) / "run")
            clock = median(cost.clock for cost in proved)
            processor = median(cost.processor for cost in proved)
            share = clock - median(cost.clock for cost in plain)
            memory = max(cost.memory for cost in proved)
            print(
                f"| {case.name} | {clock:.2f} s | {processor:.2f} s | {memory:,.0f} MB"
                f" | {share:.2f} s | {case.target} | {decided(proved[-1].said)} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
