"""Holds proofs by parts to whole ones: `python tests/window_edits.py FIRST COUNT`.

In go the numbers of stories (`parted_story.py`). Each is proved, then edited a few times, one edit
after the other; after each it is compiled with what was kept of it and without, and what comes out
must be the same to the byte. Out comes how often, and how often it was proved by parts.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from typing import cast

from caching import Files as Story
from caching import Kept, assert_same, compiled
from parted_story import Files, edited, story

from weavec.prove import edited as parts
from weavec.prove import summary
from weavec.prove.cache import Memory, Said

EDITS = 6
"""Edits of each story."""


class Tally(Counter[str]):
    """How often stories were compared, and what they were like."""


def watched(tally: Tally) -> None:
    """Count how often there is something to prove by parts, and how often that is enough."""
    prove = parts.proved_by_parts

    def proved_by_parts(memory: Memory) -> Said | None:
        place = memory.place()
        known = place is not None and place in cast(Kept, memory.store)
        said = prove(memory)
        tally["edited"] += known
        tally["by parts"] += said is not None
        return said

    parts.proved_by_parts = proved_by_parts


def hold(number: int, tally: Tally) -> None:
    """Edit a story some times, and compare after each."""
    chance = random.Random(number)
    files = story(number)
    store = Kept()
    first = compiled(held(files), store)
    tally["stories"] += 1
    tally["kept"] += len(store) > 1
    if first.proof is None:
        tally["without proof"] += 1
        return
    for _ in range(EDITS):
        after = edited(files, chance)
        again = held(after)
        warm, cold = compiled(again, store), compiled(again)
        assert_same(warm, cold)
        if cold.proof is None:
            continue
        tally["compared"] += 1
        files = after


def held(files: Files) -> Story:
    """A story as the compiler takes it."""
    return Story(*files.items())


def ready() -> None:
    """Let small stories be proved by parts, as long ones are."""
    summary.SMALL = -1  # type: ignore[misc]
    parts.FEWEST = 0  # type: ignore[misc]


def main() -> None:
    """Compare as many stories as are asked for."""
    first, count = (int(word) for word in sys.argv[1:])
    ready()
    tally = Tally()
    watched(tally)
    begun = time.perf_counter()
    for number in range(first, first + count):
        try:
            hold(number, tally)
        except Exception:
            print(f"story {number}", flush=True)
            raise
        if number % 500 == 499:
            print(f"{number + 1}: {dict(tally)}", flush=True)
    print(f"{dict(tally)}, {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
