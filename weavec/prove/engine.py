"""The engine: everything there is to prove of a program.

Goes in: a program and what the work may take. Comes out: a `Study`, which is the proof with all
that it stands on; `summary.py` makes the `Proof` of it.
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
from weavec.prove.graph import Graph, TooMuch
from weavec.prove.limits import Limits, Progress
from weavec.prove.live import Layout
from weavec.prove.loops import Loop, silent_loops
from weavec.prove.result import Answer
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
        self.loops: Final[list[Loop]] = silent_loops(self.found, watch)
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


def study(
    program: ir.Program, limits: Limits = STANDARD, progress: Progress | None = None
) -> Study:
    """Prove everything there is to prove of a program.

    Raises:
        TooMuch: a limit was hit.
    """
    return Study(program, Watch(limits.seconds, progress), limits)
