"""Paths: walks for a reader or an author who wants to come somewhere.

Goes in: a program and where to. Comes out: the shortest `Walk` there; or a small set of walks that
together meet every line that can be reached.
"""

from __future__ import annotations

from contextlib import suppress

from weavec import ir, machine
from weavec.ir import Place
from weavec.node import replace
from weavec.prove.engine import Study, study
from weavec.prove.explore import Watch
from weavec.prove.graph import TooMuch
from weavec.prove.limits import Limits
from weavec.prove.result import Proof
from weavec.prove.ways import Ways
from weavec.walk import Walk

_last: list[tuple[ir.Program, Study]] = []
"""The last study, since walks are asked for one after another."""


def studied(program: ir.Program, limits: Limits) -> Study | None:
    """The study of a program; none if a limit was hit."""
    if not _last or _last[0][0] is not program:
        try:
            _last[:] = [(program, study(program, limits))]
        except TooMuch:
            return None
    return _last[0][1]


def _ways(program: ir.Program, limits: Limits) -> Ways | None:
    made = studied(program, limits)
    return None if made is None else Ways(program, made.found, Watch(limits.seconds))


def remember(program: ir.Program, made: Study) -> None:
    """Keep a study for walks that are asked for later."""
    _last[:] = [(program, made)]


def with_walks(program: ir.Program, proof: Proof, limits: Limits) -> Proof:
    """A proof with the shortest walk to every ending that is reached, and whether luck alone
    decides, as far as the time goes."""
    made = None if proof.undecided else studied(program, limits)
    if made is None:
        return proof
    watch = Watch(limits.seconds)
    ways = Ways(program, made.found, watch)
    endings = dict(proof.endings)
    with suppress(TooMuch):
        for name, ending in proof.endings.items():
            if ending.reached and ending.walk is None:
                endings[name] = replace(ending, walk=ways.to_ending(name))
    sure = made.sure(watch)
    for name, ending in endings.items():
        endings[name] = replace(ending, sure=sure.get(name, False))
    return replace(proof, endings=endings)


def walk_to(program: ir.Program, proof: Proof, place: Place, limits: Limits) -> Walk | None:
    """The shortest walk to an operation; none if nobody comes there, or a limit was hit."""
    ways = _ways(program, limits) if place in proof.places else None
    try:
        return None if ways is None else ways.to_place(place)
    except TooMuch:
        return None


def walk_to_ending(program: ir.Program, name: str, limits: Limits) -> Walk | None:
    """The shortest walk to an ending; none if nobody comes there, or a limit was hit."""
    ways = _ways(program, limits)
    try:
        return None if ways is None else ways.to_ending(name)
    except TooMuch:
        return None


def cover(program: ir.Program, proof: Proof, limits: Limits) -> tuple[Walk, ...]:
    """A small set of walks that together meet every reachable line.

    Each walk goes to the line that is farthest on among those that no walk has met, and from there
    as others go; then walks are left out whose lines all others meet.
    """
    ways = _ways(program, limits)
    if ways is None:
        return ()
    wanted = {
        (scene, at): op.id
        for scene, each in enumerate(program.scenes)
        for at, op in enumerate(each.ops)
        if isinstance(op, ir.Line) and (scene, at) in proof.places
    }
    left = dict(wanted)
    made: list[tuple[Walk, frozenset[str]]] = []
    for name in proof.endings:
        if proof.endings[name].reached:
            _take(program, ways.to_ending(name), made, left)
    while left:
        place = next(reversed(left))
        try:
            walk = ways.to_place(place)
        except TooMuch:
            break
        before = len(left)
        _take(program, walk, made, left)
        if len(left) == before:
            del left[place]
    return _needed(made)


def _take(
    program: ir.Program,
    walk: Walk | None,
    made: list[tuple[Walk, frozenset[str]]],
    left: dict[Place, str],
) -> None:
    """Keep a walk if it meets something new, and cross off what it meets."""
    if walk is None:
        return
    met = frozenset(lines_of(program, walk))
    fresh = [place for place, line in left.items() if line in met]
    if fresh:
        made.append((walk, met))
        for place in fresh:
            del left[place]


def _needed(made: list[tuple[Walk, frozenset[str]]]) -> tuple[Walk, ...]:
    """Walks without those whose lines all others meet, short ones left out first."""
    kept = list(made)
    for pair in sorted(made, key=lambda each: len(each[1])):
        others = frozenset[str]().union(*(lines for walk, lines in kept if walk is not pair[0]))
        if pair[1] <= others:
            kept.remove(pair)
    return tuple(walk for walk, _ in kept)


def lines_of(program: ir.Program, walk: Walk) -> list[str]:
    """The ids of the lines that a walk meets."""
    found: list[str] = []
    state, events = machine.start(program, 0, walk.dice)
    for given in (*walk.inputs, None):
        rest = events[-1]
        found += [part["id"] for part in rest.get("parts", [rest]) if part["e"] == "line"]
        if given is None or state is None:
            break
        state, events = machine.step(program, state, given)
    return found
