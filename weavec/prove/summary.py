"""The summary: what a study comes to, for everybody.

Goes in: a `Study`, or a program of which too much was asked. Comes out: the `Proof`: a verdict on
every scene, line, option and ending, with walks that show it.
"""

from __future__ import annotations

from typing import Final

from weavec import ir
from weavec.ir import Place
from weavec.prove.engine import STANDARD, Study, study
from weavec.prove.graph import Kind, TooMuch
from weavec.prove.limits import Limits, Progress
from weavec.prove.loops import Loop
from weavec.prove.result import Answer, Asked, Ending, Proof, Stuck
from weavec.prove.search import FEW_STATES, MOST_STATES
from weavec.prove.ways import Ways
from weavec.walk import Walk

MOST_WALKS: Final = 300
"""Places where readers are stuck for which walks are looked for; the others go without."""


SMALL: Final = 1_000
"""Locations times endings of a story of which every proof tells the walks; `weavec paths` tells
them of any."""


FEW_POINTS: Final = 200
"""Points of strands in such a story: with many, ways through its merges are not quickly found."""


def is_small(made: Study) -> bool:
    """Whether the walks of endings, and what luck decides, are quickly found."""
    graph, domains = made.graph, made.values.domains
    points = sum(len(domains[each]) for each in graph.pcs)
    small = is_small_of(len(graph.locations) + points, len(made.verdicts.endings))
    return small and points <= FEW_POINTS and not graph.collapsed


def is_small_of(places: int, endings: int) -> bool:
    """Whether a story of so many locations and points of strands is small."""
    return places * endings <= SMALL


def prove(
    program: ir.Program,
    limits: Limits = STANDARD,
    progress: Progress | None = None,
    walks: bool = True,
) -> Proof:
    """The proof of a program. `walks`: with a shortest walk to each ending and stuck place."""
    try:
        return proof_of(study(program, limits, progress), walks)
    except TooMuch as much:
        return undecided(program, str(much))


def proof_of(made: Study, walks: bool = True, ways_in: bool = True) -> Proof:
    """What a study comes to.

    `walks`: with those of endings. `ways_in`: with those to where readers are stuck, too.
    """
    verdicts = made.verdicts
    places = verdicts.places
    lines: dict[str, Answer] = {}
    options: dict[str, Answer] = {}
    endings: dict[str, Ending] = {}
    ways = Ways(made.program, made.found, made.watch, MOST_STATES if ways_in else FEW_STATES)
    sure = made.sure(made.watch) if walks else {}
    for index, scene in enumerate(made.program.scenes):
        for at, op in enumerate(scene.ops):
            match op:
                case ir.Line(id=name):
                    lines[name] = (index, at) in places
                case ir.Choice(options=some):
                    for number, option in enumerate(some):
                        options[option.id] = ((index, at), number) in verdicts.options
                case ir.End(name=name) if name not in endings:
                    walk = ways.to_ending(name) if walks and name in verdicts.endings else None
                    reached = name in verdicts.endings
                    endings[name] = Ending(name, reached, sure.get(name, walks and False), walk)
    met = {scene for scene, _ in places} | verdicts.entries.keys()
    return Proof(
        scenes={scene.id: i in met for i, scene in enumerate(made.program.scenes)},
        lines=lines,
        options=options,
        endings=endings,
        entries={scene: frozenset(minds) for scene, minds in verdicts.entries.items()},
        places=frozenset(places),
        stuck=_stuck(made, ways, walks and ways_in),
        constant=tuple(
            Asked(place, part, option, next(iter(said)), ())
            for (place, part, option), said in sorted(
                verdicts.answers.items(), key=lambda each: part_order(*each[0])
            )
            if len(said) == 1
        ),
        undecided=(),
        figures=made.figures,
    )


def part_order(place: Place, part: str, option: int | None) -> tuple[Place, int, str]:
    """The order of conditions: as they stand in the story."""
    return place, -1 if option is None else option, part


def _stuck(made: Study, ways: Ways, walks: bool) -> tuple[Stuck, ...]:
    """Where readers are stuck."""
    found: list[Stuck] = []
    for place, states in sorted(made.verdicts.dead.items(), key=lambda each: each[0]):
        walk = ways.to_dead(place, states) if walks and len(found) < MOST_WALKS else None
        found.append(Stuck("dead-end", place, walk))
    for place, some in sorted(made.verdicts.soft.items(), key=lambda each: each[0]):
        pair = ways.to_soft(place, some) if walks and len(found) < MOST_WALKS else None
        if pair is None:
            found.append(Stuck("softlock", place, None))
        else:
            last, picked = ways.lost_at(pair[1], made.good) or (None, None)
            found.append(Stuck("softlock", place, pair[0], last, picked))
    looping: dict[Place, Walk | None] = {}
    for loop in made.loops:
        place = looping_at(made, loop)
        if looping.get(place) is None:
            looping[place] = ways.to_loop(loop) if walks else None
    found += (Stuck("silent-loop", place, walk) for place, walk in sorted(looping.items()))
    return tuple(found)


def looping_at(made: Study, loop: Loop) -> Place:
    """An operation of a silent loop: for one that a dream-merge is part of, its beginning."""
    if loop.again is not None:
        return loop.again.place
    at = made.graph.locations[loop.index]
    op = at.op
    if at.kind is Kind.STRANDS:
        ops = made.program.scenes[at.scene].ops
        op = next(i for i in range(op, -1, -1) if isinstance(ops[i], ir.Merge))
    return at.scene, op


def undecided(program: ir.Program, why: str) -> Proof:
    """The proof of a program of which nothing is known. `why`: what was too much."""
    lines: dict[str, Answer] = {}
    options: dict[str, Answer] = {}
    endings: dict[str, Ending] = {}
    for scene in program.scenes:
        for op in scene.ops:
            match op:
                case ir.Line(id=name):
                    lines[name] = None
                case ir.Choice(options=some):
                    options.update(dict.fromkeys(option.id for option in some))
                case ir.End(name=name):
                    endings[name] = Ending(name, None, None, None)
    scenes: dict[str, Answer] = {scene.id: None for scene in program.scenes}
    return Proof(scenes, lines, options, endings, {}, frozenset(), (), (), (why,), {})
