"""The engine: from a program to its proof.

Goes in: a program and what the work may take. Comes out: a `Study`, which is the proof with all
that it stands on, or the `Proof` alone.
"""

from __future__ import annotations

import time
from typing import Final

from oxidd.util import DDMemoryError

from weavec import ir
from weavec.prove.build import build
from weavec.prove.diagrams import Diagrams, Set
from weavec.prove.escape import drawn, escape, for_sure, whole_goal
from weavec.prove.explore import Reached, Watch, explore
from weavec.prove.graph import Graph, Kind, TooMuch
from weavec.prove.limits import Limits, Progress
from weavec.prove.live import Layout
from weavec.prove.loops import silent_loops
from weavec.prove.result import Answer, Asked, Ending, Proof, Stuck
from weavec.prove.values import Values
from weavec.prove.verdicts import Verdicts, asked_terms

STANDARD: Final = Limits()
NODE_BYTES: Final = 40
"""What a node of a diagram takes, with its share of the tables."""


class Study:
    """A whole proof: the graph, its states, and what they say. Made by `study`."""

    def __init__(self, program: ir.Program, watch: Watch, limits: Limits) -> None:
        self.program: Final = program
        self.watch: Final = watch
        self.figures: dict[str, float] = {}
        self._clock = time.perf_counter()
        self.graph: Final[Graph] = build(program)
        self._lap("build")
        self.values: Final = Values(self.graph)
        self._lap("values")
        self.layout: Final = Layout(self.graph, self.values, asked_terms(self.graph))
        self._lap("live")
        self.diagrams, self.found = self._explored(limits)
        self._lap("explore")
        self.good: Final[list[Set | None]] = escape(self.found, watch)
        self._lap("escape")
        self.verdicts: Final = Verdicts(self.found, self.good)
        self._lap("verdicts")
        self.loops: Final = silent_loops(self.found, watch)
        self._lap("loops")
        self.sure: Final[dict[str, Answer]] = self._sure()
        self._lap("sure")
        self.figures["locations"] = len(self.graph.locations)
        self.figures["bits"] = len(self.diagrams.plain)
        self.figures["nodes"] = self.diagrams.manager.num_inner_nodes()

    def _lap(self, name: str) -> None:
        now = time.perf_counter()
        self.figures[name] = now - self._clock
        self._clock = now

    def _explored(self, limits: Limits) -> tuple[Diagrams, Reached]:
        """The reachable states, with as many nodes as it takes and the limit allows."""
        most = limits.megabytes * 1_000_000 // NODE_BYTES
        nodes = min(most, max(1 << 19, 64 * len(self.graph.locations)))
        while True:
            diagrams = Diagrams(self.layout, nodes)
            try:
                return diagrams, explore(self.graph, diagrams, self.watch)
            except DDMemoryError:
                if nodes >= most:
                    raise TooMuch(f"more than {limits.megabytes} megabytes of work") from None
                nodes = min(most, nodes * 8)

    def _sure(self) -> dict[str, Answer]:
        """For each ending that is reached, whether it is whatever is drawn."""
        luck = any(
            drawn(at) for at in self.graph.locations if self.found.states[at.index] is not None
        )
        return {
            name: for_sure(self.found, whole_goal(self.found, goal), self.watch) if luck else True
            for name, goal in self.verdicts.endings.items()
        }

    def looping(self, index: int) -> ir.Place:
        """An operation of a silent loop: for one that a dream-merge is part of, its beginning."""
        at = self.graph.locations[index]
        op = at.op
        if at.kind is Kind.STRANDS:
            ops = self.program.scenes[at.scene].ops
            op = next(i for i in range(op, -1, -1) if isinstance(ops[i], ir.Merge))
        return at.scene, op

    def proof(self) -> Proof:
        """What everybody may know of it."""
        places, made = self.verdicts.places, self.verdicts
        lines: dict[str, Answer] = {}
        options: dict[str, Answer] = {}
        endings: dict[str, Ending] = {}
        for index, scene in enumerate(self.program.scenes):
            for at, op in enumerate(scene.ops):
                match op:
                    case ir.Line(id=name):
                        lines[name] = (index, at) in places
                    case ir.Choice(options=some):
                        for number, option in enumerate(some):
                            options[option.id] = ((index, at), number) in made.options
                    case ir.End(name=name):
                        reached = name in made.endings
                        endings[name] = Ending(name, reached, self.sure.get(name, False), None)
        met = {scene for scene, _ in places} | made.entries.keys()
        stuck = [Stuck("dead-end", place, None) for place in sorted(made.dead)]
        stuck += [Stuck("softlock", place, None) for place in sorted(made.soft)]
        looping = sorted({self.looping(index) for index in self.loops})
        stuck += [Stuck("silent-loop", place, None) for place in looping]
        return Proof(
            scenes={scene.id: i in met for i, scene in enumerate(self.program.scenes)},
            lines=lines,
            options=options,
            endings=endings,
            entries={scene: frozenset(minds) for scene, minds in made.entries.items()},
            places=frozenset(places),
            stuck=tuple(stuck),
            constant=tuple(
                Asked(place, part, option, next(iter(said)), ())
                for (place, part, option), said in made.answers.items()
                if len(said) == 1
            ),
            undecided=(),
            figures=self.figures,
        )


def study(
    program: ir.Program, limits: Limits = STANDARD, progress: Progress | None = None
) -> Study:
    """Prove everything there is to prove of a program.

    Raises:
        TooMuch: a limit was hit.
    """
    return Study(program, Watch(limits.seconds, progress), limits)


def prove(
    program: ir.Program, limits: Limits = STANDARD, progress: Progress | None = None
) -> Proof:
    """The proof of a program."""
    return study(program, limits, progress).proof()
