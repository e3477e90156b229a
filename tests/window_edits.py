"""Holds proofs by parts to whole ones: `python tests/window_edits.py FIRST COUNT`.

In go the numbers of stories (`parted_story.py`). Each is proved, then edited a few times, one edit
after the other; after each it is proved with what was kept of it. Where that was done by parts, it
is proved whole, too, and what comes out must be the same to the byte. Out comes how often.
"""

from __future__ import annotations

import gc
import random
import sys
import time
from collections import Counter
from functools import cache
from typing import cast

from caching import Kept
from parted_story import Files, edited, story

from weavec import compiler
from weavec.diagnostics import Diagnostic, order
from weavec.lower.program import Lowered, lower
from weavec.node import replace
from weavec.prove import edited as parts
from weavec.prove import summary
from weavec.prove.cache import Memory, Said
from weavec.prove.limits import Limits
from weavec.resolve import resolve
from weavec.source import SourceFile
from weavec.symbols import Symbols
from weavec.syntax.parse import declared_cast, parse
from weavec.syntax.tree import FileTree

LIMITS = Limits(60, 4)
"""These stories are small, and so may diagrams be."""

EDITS = 6
"""Edits of each story."""


class Tally(Counter[str]):
    """How often stories were compared, and what they were like."""


class Story:
    """A story as it is proved: read and lowered once. `right`: whether it has no errors so far."""

    def __init__(self, files: Files) -> None:
        sources = [_source(path, text) for path, text in files.items()]
        cast_names = frozenset[str]().union(*map(declared_cast, sources))
        trees = [_tree(source, cast_names) for source in sources]
        self.symbols: Symbols
        self.symbols, found = resolve([(source, tree) for source, (tree, _) in zip(
            sources, trees, strict=True
        )])  # fmt: skip
        self.lowered: Lowered
        self.lowered, more = lower(self.symbols)
        every = [*found, *more, *(each for _, some in trees for each in some)]
        self.right = all(each.severity != "error" for each in every)

    def said(self, store: Kept | None = None) -> tuple[object, ...]:
        """All that proofs say of it."""
        found, proof = compiler._checked(  # the rest of compiling is done once
            self.symbols, self.lowered, [], LIMITS, None, store
        )
        assert proof is not None
        return *order(list(found)), replace(proof, figures={})


@cache
def _source(path: str, text: str) -> SourceFile:
    return SourceFile(path, text)


@cache
def _tree(
    source: SourceFile, cast_names: frozenset[str]
) -> tuple[FileTree, tuple[Diagnostic, ...]]:
    tree, found = parse(source, cast_names)
    return tree, tuple(found)


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


def hold(number: int, tally: Tally, edits: int = EDITS) -> None:
    """Edit a story some times, and compare after each."""
    chance = random.Random(number)
    files = story(number)
    store = Kept()
    first = Story(files)
    tally["stories"] += 1
    if not first.right:
        tally["wrong"] += 1
        return
    first.said(store)
    tally["kept"] += len(store) > 1
    for _ in range(edits):
        after = edited(files, chance)
        if chance.random() < 0.2:
            after = edited(after, chance)  # in another file, perhaps
        now = Story(after)
        if not now.right or after == files:
            continue
        before = tally["by parts"]
        said = now.said(store)
        if tally["by parts"] > before:  # else all was proved, or only words have changed
            assert said == now.said(), after
            tally["compared"] += 1
        tally["edits"] += 1
        files = after
    _source.cache_clear()
    _tree.cache_clear()


def ready() -> None:
    """Let small stories be proved by parts, as long ones are."""
    summary.SMALL = -1  # type: ignore[misc]
    parts.FEWEST = 0  # type: ignore[misc]
    parts.STRICT = True


def main() -> None:
    """Compare as many stories as are asked for."""
    first, count = (int(word) for word in sys.argv[1:])
    ready()
    tally = Tally()
    watched(tally)
    begun = time.process_time()
    gc.disable()  # it would look at all of the compiler again and again
    for number in range(first, first + count):
        try:
            hold(number, tally)
        except Exception:
            print(f"story {number}", flush=True)
            raise
        if number % 10 == 9:
            gc.collect()
        if number % 100 == 99:
            print(f"{number + 1}: {dict(tally)}", flush=True)
    print(f"{dict(tally)}, {time.process_time() - begun:.0f} s of the processor")


if __name__ == "__main__":
    main()
