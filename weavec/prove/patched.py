"""Patched: what was said of a story, with what is said of an edited part of it put in.

Goes in: what was kept of a story as JSON (`cache.py`), and a `Window`, the proof of some scenes
anew. Comes out: what is said of the story now, in the same form. All that is said of other scenes
stays; where something is said of the whole story, it is worked out anew or is as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weavec import ir
from weavec.check.flow import flow
from weavec.check.unreached import unreached_scenes
from weavec.diagnostics import Diagnostic
from weavec.lower.program import Lowered
from weavec.prove.cache import pack_barred, pack_entries, pack_partly
from weavec.prove.choices import choice_findings
from weavec.prove.cuts import one_reason
from weavec.prove.marks import mark_findings
from weavec.prove.reasons import Reasons
from weavec.prove.report import findings
from weavec.prove.retold import UnfitError
from weavec.prove.stores import range_findings, unused_findings, unused_sets
from weavec.prove.summary import part_order
from weavec.prove.window import Window
from weavec.symbols import Symbols

WITHIN = frozenset({"heading", "scene", "mind", "line", "option", "mark"})
"""Anchors of a scene."""
ANEW = ("saturation", "unreachable-scene")
"""Told of with what stands in other scenes: a variable once, a scene with what leads there."""


def patched(
    symbols: Symbols, lowered: Lowered, kept: dict[str, Any], window: Window,
    pack: Callable[[Diagnostic], list[Any]],
) -> dict[str, Any]:
    """What is said of a story now.

    Args:
        symbols: its declarations.
        lowered: its program.
        kept: what was said before.
        window: the part that was edited.
        pack: makes a finding JSON.

    Raises:
        UnfitError: something in it cannot be told apart by scenes.
    """
    if kept["walks"] != {"picked": [], "walks": []} or kept["proof"]["stuck"]:
        raise UnfitError
    scenes = frozenset(window.scenes)
    found = [each for each in kept["found"] if each[0] not in ANEW and not _within(each, scenes)]
    for item in _found(symbols, lowered, window):
        made = pack(item)
        if made[1][0] not in WITHIN or made[6] is not None:
            raise UnfitError
        if made[0] not in ANEW and _within(made, scenes):
            found.append(made)
    proof = _proof(lowered.program, kept["proof"], window)
    found += map(pack, range_findings(symbols, lowered, window.cuts.ranges))
    found += map(pack, unreached_scenes(symbols, lowered, frozenset(proof["unmet"])))
    return {**kept, "found": found, "proof": proof}


def _within(row: list[Any], scenes: frozenset[int]) -> bool:
    """Whether a finding that is kept is about one of some scenes."""
    anchor = row[1]
    return anchor[0] in WITHIN and anchor[1] in scenes


def _found(symbols: Symbols, lowered: Lowered, window: Window) -> list[Diagnostic]:
    """All findings about scenes of a window, and more about others than is so."""
    piece = window.piece
    reasons = Reasons(piece)
    inside = frozenset(window.scenes)
    if not one_reason(piece, inside):
        raise UnfitError
    unused = [place for place in unused_sets(piece) if place[0] in inside]
    return [
        *flow(symbols, lowered, None, piece, reasons, window.scenes).found,
        *findings(symbols, lowered, piece, reasons),
        *unused_findings(symbols, lowered, unused),
        *choice_findings(symbols, lowered, piece), *mark_findings(symbols, lowered, piece),
    ]  # fmt: skip


def _proof(program: ir.Program, kept: dict[str, Any], window: Window) -> dict[str, Any]:
    """The proof as it is now."""
    verdicts, scenes = window.piece.verdicts, frozenset(window.scenes)
    reached: dict[int, set[int]] = {scene: set() for scene in scenes}
    for scene, op in verdicts.places:
        if scene in scenes:
            reached[scene].add(op)

    def left(some: list[Any]) -> list[Any]:
        """What is said of other scenes."""
        return [each for each in some if each[0] not in scenes]

    unmet = [each for each in kept["unmet"] if each not in scenes]
    unmet += (scene for scene, ops in reached.items() if not ops and scene not in verdicts.entries)
    partly = left(kept["partly"]) + pack_partly(program, reached)
    barred = left(kept["barred"]) + pack_barred(
        program, scenes, lambda place, number, _: (place, number) in verdicts.options
    )
    constant = [each for each in kept["constant"] if each[0][0] not in scenes]
    constant += (
        [list(place), part, option, next(iter(said)), []]
        for (place, part, option), said in verdicts.answers.items()
        if len(said) == 1 and place[0] in scenes
    )
    return {
        **kept, "unmet": sorted(unmet), "partly": sorted(partly), "barred": sorted(barred),
        "entries": _entries(kept["entries"], verdicts.entries, scenes),
        "constant": sorted(constant, key=lambda each: part_order((*each[0],), each[1], each[2])),
    }  # fmt: skip


def _entries(
    kept: list[Any], entered: dict[int, set[int]], scenes: frozenset[int]
) -> list[Any]:
    """In which minds scenes are entered."""
    minds: dict[int, tuple[int, ...]] = {}
    for some, runs in kept:
        for first, last in zip(runs[::2], runs[1::2], strict=True):
            minds.update(dict.fromkeys(range(first, last), tuple(some)))
    for scene in scenes:
        minds.pop(scene, None)
        if scene in entered:
            minds[scene] = tuple(sorted(entered[scene]))
    return pack_entries(minds)
