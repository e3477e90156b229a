"""Paths: walks for a reader or an author who wants to come somewhere.

Goes in: a program and where to. Comes out: the shortest `Walk` there; or a small set of walks that
together meet every line that can be reached.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from weavec import ir, machine
from weavec.ir import Place
from weavec.node import replace
from weavec.prove.engine import Study, remember, remembered, study
from weavec.prove.explore import TOO_MUCH, Reached, Watch
from weavec.prove.graph import Edge, Kind, TooMuch
from weavec.prove.limits import Limits
from weavec.prove.result import Proof
from weavec.prove.search import Route, States
from weavec.prove.verdicts import beats_of
from weavec.prove.ways import Ways, ended
from weavec.walk import Walk

RAMBLES: Final = 200
LONGEST_RAMBLE: Final = 20_000
"""Edges after which a walk that comes to no ending is given up."""



def studied(program: ir.Program, limits: Limits) -> Study | None:
    """The study of a program; none if a limit was hit."""
    made = remembered(program)
    if made is None:
        with suppress(TooMuch):
            made = study(program, limits)
            remember(program, made)
    return made


def _ways(program: ir.Program, limits: Limits) -> Ways | None:
    made = studied(program, limits)
    return None if made is None else Ways(program, made.found, Watch(limits.seconds))


def with_walks(program: ir.Program, proof: Proof, limits: Limits) -> Proof:
    """A proof with the shortest walk to every ending that is reached, and whether luck alone
    decides, as far as the time goes."""
    made = None if proof.undecided else studied(program, limits)
    if made is None:
        return proof
    watch = Watch(limits.seconds)
    ways = Ways(program, made.found, watch)
    endings = dict(proof.endings)
    with suppress(*TOO_MUCH):
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
    except TOO_MUCH:
        return None


def walk_to_ending(program: ir.Program, name: str, limits: Limits) -> Walk | None:
    """The shortest walk to an ending; none if nobody comes there, or a limit was hit."""
    ways = _ways(program, limits)
    try:
        return None if ways is None else ways.to_ending(name)
    except TOO_MUCH:
        return None


def cover(program: ir.Program, proof: Proof, limits: Limits) -> tuple[Walk, ...]:
    """A small set of walks that together meet every reachable line.

    First many walks that take what was taken least; of them again and again the one that meets most
    lines that none has met (greedy set cover). Then walks to the lines that are left.
    """
    made = studied(program, limits)
    if made is None:
        return ()
    ways = Ways(program, made.found, Watch(limits.seconds))
    left = {
        (scene, at): op.id
        for scene, each in enumerate(program.scenes)
        for at, op in enumerate(each.ops)
        if isinstance(op, ir.Line) and (scene, at) in proof.places
    }
    found: list[tuple[Walk, frozenset[str]]] = []
    rambles = [(route, _passed(program, made.found, route)) for route in _rambles(made)]
    while rambles and left:
        route, met = max(rambles, key=lambda each: len(each[1] & left.keys()))
        if not met & left.keys():
            break
        _take(program, ways.played(route, ended), found, left)
        rambles = [each for each in rambles if each[0] is not route]
    while left:
        place = next(reversed(left))
        try:
            _take(program, ways.to_place(place), found, left)
        except TOO_MUCH:
            break
        left.pop(place, None)
    return _needed(found)


def _rambles(made: Study) -> Iterator[Route]:
    """Ways from the start to an ending that take, wherever they can, the edge taken least."""
    graph, states = made.graph, States(made.values, made.layout)
    used: dict[Edge, int] = {}
    pick = random.Random(0)
    for _ in range(RAMBLES):
        edges: list[Edge] = []
        before: list[int] = []
        index = graph.start.target
        state = states.first(index)
        while len(edges) < LONGEST_RAMBLE and graph.locations[index].kind is not Kind.END:
            full = states.full(index, state)
            able = [
                (used.get(edge, 0), pick.random(), edge, after)
                for edge in graph.locations[index].out
                if edge.taken and (after := made.values.after(edge, full))
            ]
            if not able:
                break
            _, _, edge, after = min(able, key=lambda each: each[:2])
            used[edge] = used.get(edge, 0) + 1
            edges.append(edge)
            before.append(full)
            index, state = edge.target, after & states.kept(edge.target)
        if graph.locations[index].kind is Kind.END:
            yield Route(tuple(edges), tuple(before), False)


def _passed(program: ir.Program, found: Reached, route: Route) -> frozenset[Place]:
    """The beats that a route meets."""
    edges = (found.graph.start, *route.edges)
    return frozenset(place for edge in edges for place in beats_of(program.scenes, edge.spans))


def _take(
    program: ir.Program,
    walk: Walk | None,
    found: list[tuple[Walk, frozenset[str]]],
    left: dict[Place, str],
) -> None:
    """Keep a walk if it meets something new, and cross off what it meets."""
    if walk is None:
        return
    met = frozenset(lines_of(program, walk))
    fresh = [place for place, line in left.items() if line in met]
    if fresh:
        found.append((walk, met))
        for place in fresh:
            del left[place]


def _needed(found: list[tuple[Walk, frozenset[str]]]) -> tuple[Walk, ...]:
    """Walks without those whose lines all others meet, short ones left out first."""
    kept = list(found)
    for pair in sorted(found, key=lambda each: len(each[1])):
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
