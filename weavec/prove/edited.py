"""Edited: a story of which a part was edited is proved by that part alone, where that is enough.

Goes in: a story without merges, with what was kept of it (`cache.Memory`), or its whole proof.
Comes out: what is said of it, or nothing, and then all of it is to be proved. What is known at the
borders of its parts is kept anew each time, so the next edit is told as soon.
"""

from __future__ import annotations

from typing import Final

from oxidd.util import DDMemoryError

from weavec.prove import cache, cutfile
from weavec.prove.cache import Memory, Packing, Said, told
from weavec.prove.control import Crossings
from weavec.prove.cutfile import Filed
from weavec.prove.cuts import cuts
from weavec.prove.engine import Study
from weavec.prove.fallback import Partial
from weavec.prove.graph import TooMuch
from weavec.prove.patched import patched
from weavec.prove.piece import UnlikeError
from weavec.prove.retold import UnfitError
from weavec.prove.units import Units, head_of
from weavec.prove.window import Window

FEWEST: Final = 500
"""Locations of a story from which on a proof by parts is worth the keeping."""

FORESEEN: Final = (UnlikeError, UnfitError, TooMuch, DDMemoryError, RecursionError)
"""Why a part may not be enough."""

STRICT: bool = False
"""Whether anything else that goes wrong is told, which tests want; else all is proved then."""


def keep_cuts(
    memory: Memory, study: Study | Partial | None, crossings: Crossings | None
) -> None:
    """Keep what is known at the borders of a story's parts, beside what was said of it."""
    place, key = memory.place(), memory.key
    if place is None or key is None or crossings is None or not isinstance(study, Study):
        return
    if len(study.graph.locations) < FEWEST:
        return
    units = Units(memory.symbols)
    made = cuts(study, units, crossings)
    if made is not None:
        data = cutfile.written(place, Filed(*_sums(memory, units), key, made))
        if data is not None:
            memory.store.put(place, data)


def _sums(memory: Memory, units: Units) -> tuple[str, tuple[str, ...]]:
    """What tells a story from others: of what belongs to no part, and of each part."""
    parts = map(memory.skeleton.scenes, units.scenes)
    return head_of(memory.skeleton, units), tuple(parts)


def proved_by_parts(memory: Memory) -> Said | None:
    """What is said of a story that was proved before some parts of it were edited."""
    place, key = memory.place(), memory.key
    data = None if place is None else memory.store.get(place)
    if place is None or key is None or data is None:
        return None
    filed = cutfile.read(place, data)
    if filed is None:
        return None
    symbols, lowered = memory.symbols, memory.lowered
    units = Units(symbols)
    head, parts = _sums(memory, units)
    if head != filed.head or len(filed.parts) != len(parts):
        return None
    edited = [unit for unit, sum_ in enumerate(parts) if sum_ != filed.parts[unit]]
    before = memory.store.get(filed.said) if edited else None
    kept = None if before is None else cache.read(filed.said, before)
    if kept is None:
        return None
    try:
        window = Window(lowered, units, filed.cuts, edited, memory.limits)
        pack = Packing(symbols, lowered, []).finding
        kept = patched(symbols, lowered, kept, window, pack)
    except FORESEEN:
        return None
    except Exception:  # whatever it is: there is another way
        if STRICT:
            raise
        return None
    said = told(symbols, lowered, kept)
    if said is not None:
        memory.store.put(key, cache.written(key, kept))
        now = cutfile.written(place, Filed(head, parts, key, window.cuts), checked=False)
        if now is not None:
            memory.store.put(place, now)
    return said
