"""Far ways: steps that pass more operations than the machines take without a beat.

Goes in: what is reached, and its edges without beats. Comes out: the way of a step that is too
long for the machines, if some play takes one. Such a step passes nothing twice; it is made of
scenes that visit scenes that visit scenes. A story in which few edges without beats follow each
other, which is every story that anybody has written by hand, is done with by counting these.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from weavec import ir
from weavec.ir import Place
from weavec.machine.run import SILENT_LIMIT
from weavec.prove.build import LONGEST
from weavec.prove.diagrams import Set
from weavec.prove.explore import Reached
from weavec.prove.graph import Edge, TooMuch, passed

FEWEST: Final = SILENT_LIMIT // (LONGEST + 1) - 1
"""So many edges have to follow each other before that can be."""


def far_way(
    found: Reached, silent: Sequence[Sequence[Edge]], order: Sequence[Sequence[int]]
) -> tuple[tuple[Edge, ...], Set] | None:
    """The longest step, if it is too long: its edges, the first of which may be that with which
    the story begins, and the states that take it.

    `silent`: for each location the edges without beats that are taken. `order`: the rings of these
    edges, forwards; what goes round is no matter of length.

    Raises:
        TooMuch: control knows such a way, and no play takes it: others are not looked for.
    """
    alone = [ring[0] for ring in order if len(ring) == 1 and ring[0] < len(silent)][::-1]
    depth = [0] * len(silent)
    for index in alone:
        for edge in silent[index]:
            if edge.target != index:
                depth[index] = max(depth[index], depth[edge.target] + 1)
    if max(depth, default=0) < FEWEST:
        return None
    scenes = found.graph.program.scenes
    best: list[tuple[int, Edge | None]] = [(0, None)] * len(silent)
    for index in alone:
        for edge in found.graph.locations[index].out:
            if edge.taken and not edge.decided and edge.target != index:
                size = _until_beat(scenes, passed(edge.spans))
                if not edge.beats:
                    size += best[edge.target][0]
                if size > best[index][0]:
                    best[index] = size, edge
    length, far = max(
        (
            (len(after_beats(scenes, each)) + best[each.target][0], each)
            for each in found.graph.taken() if each.beats or each.decided or each.source < 0
        ),
        key=lambda each: each[0],
    )  # fmt: skip
    if length <= SILENT_LIMIT:
        return None
    edges = [far]
    following = best[far.target][1]
    while following is not None:
        edges.append(following)
        following = None if following.beats else best[following.target][1]
    states = found.before(edges, found.diagrams.true)
    if not states.satisfiable():
        raise TooMuch(f"a way of more than {SILENT_LIMIT:,} operations without a line")
    return tuple(edges), states


def after_beats(scenes: tuple[ir.Scene, ...], edge: Edge) -> list[Place]:
    """The operations that an edge passes after its last beat."""
    places = passed(edge.spans)
    return places[len(places) - _until_beat(scenes, places[::-1]) :]


def _until_beat(scenes: tuple[ir.Scene, ...], places: Sequence[Place]) -> int:
    """How many of some operations stand before the first beat among them."""
    beats = (
        at for at, (scene, op) in enumerate(places)
        if isinstance(scenes[scene].ops[op], (ir.Line, ir.Ask))
    )  # fmt: skip
    return next(beats, len(places))
