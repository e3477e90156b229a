"""How much of a story a first reading meets, for somebody who picks without a plan.

    python tests/first_reading.py [STORY] [WALKS] [SEED]

takes the flagship and 1,000 random walks if nothing else is said. Prints the share of the words
that a walk meets: those that were shown, each beat and option once, against all that are written,
all branches of a text; and beside it the share of lines. Then how long a walk is in words, and
how many walks came to each ending.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean, quantiles
from typing import Any

from weavec import ir, machine
from weavec.check.reach import Reach
from weavec.compiler import compile  # noqa: A004
from weavec.disk import open_story
from weavec.survey import survey, words

STORY = Path(__file__).resolve().parent.parent / "stories" / "dream-weave"
LONGEST = 20_000


def shown(events: Sequence[dict[str, Any]]) -> Iterator[tuple[str, int]]:
    """What stands in sight: an id for each text, and its words."""
    for event in events:
        match event["e"]:
            case "line" | "ask":
                yield event["id"], words(tuple(event.get("text") or event.get("prompt") or ()))
            case "chord":
                yield from shown(event["parts"])
            case "choice":
                yield event["id"], words(tuple(event["prompt"] or ()))
                for option in event["options"]:
                    count = words(tuple(option["text"])) + words(tuple(option["why"] or ()))
                    yield option["id"], count


def walk(program: ir.Program, seed: int) -> tuple[dict[str, int], str, int]:
    """One reading: the words of each text that was met, the ending, and the beats."""
    choose = random.Random(seed)
    met: dict[str, int] = {}
    state, events = machine.start(program, seed)
    for beats in range(LONGEST):
        for text, count in shown(events):
            met[text] = max(count, met.get(text, 0))
        rest = events[-1]
        if rest["e"] == "end":
            return met, rest["name"], beats
        inputs = machine.inputs(rest, "")
        if state is None or not inputs:
            break
        state, events = machine.step(program, state, choose.choice(inputs))
    return met, "(none)", LONGEST


def main(story: str = str(STORY), count: str = "1000", seed: str = "0") -> None:
    """Walk, and tell."""
    made = compile(open_story(story))
    assert made.program is not None
    assert made.lowered is not None
    program = made.program
    total = survey(Reach(made.lowered)).total
    lines = {op.id for scene in program.scenes for op in scene.ops if isinstance(op, ir.Line)}
    walks = [walk(program, int(seed) + number) for number in range(int(count))]
    read = [sum(met.values()) for met, _, _ in walks]
    share = [each / total.words for each in read]
    of_lines = [len(lines & met.keys()) / len(lines) for met, _, _ in walks]
    print(f"{len(walks):,} random walks, {total.words:,} words, {len(lines):,} lines")
    for name, values in (("words met", share), ("lines met", of_lines)):
        tenths = quantiles(values, n=10) if len(values) > 1 else values * 9
        print(
            f"{name}: {mean(values):.1%} on average; a tenth of the walks below {tenths[0]:.1%},"
            f" a tenth above {tenths[-1]:.1%}"
        )
    print(f"a walk reads {mean(read):,.0f} words on average, {max(read):,} at most")
    for ending, often in Counter(ending for _, ending, _ in walks).most_common():
        print(f"  {ending}: {often:,}")


if __name__ == "__main__":
    main(*sys.argv[1:])
