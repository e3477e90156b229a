"""Replay: a way through the graph, played on the reference machine.

Goes in: a program and a `Route`. Comes out: the `Walk` that the machine agrees to, as far as the
first rest at which a goal is met. Nothing that the engine found is told to anybody as a way before
it was played; a way that the machine does not take is a fault of the engine's and is raised.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from weavec import ir, machine
from weavec.machine import Event, State
from weavec.machine.run import SILENT_LIMIT
from weavec.prove.explore import Reached
from weavec.prove.graph import Edge, Graph, Way
from weavec.prove.search import Route, decisions_of, draws_of
from weavec.prove.values import Values
from weavec.walk import Walk, draw_entry, pick_entry
from weavec.walks import offers

Arrived = Callable[[State | None, Sequence[Event]], bool]
"""Whether a play has come to its goal, given its state and what has just happened."""


class ReplayError(Exception):
    """The reference machine did not take a way that was proved."""


class TooFarError(ReplayError):
    """The machine gives up on a step of a way, which passes too many operations (`far.py`)."""


def replay(found: Reached, route: Route, arrived: Arrived, behind: int | None = None) -> Walk:
    """Play a way on the reference machine.

    `behind`: how many beats lie behind the goal at the way's end, so that all others are finished;
    without it, the goal may be met at any on the way's last edge with beats.

    Raises:
        ReplayError: it is none.
    """
    return replay_states(found.graph, found.diagrams.values, route, arrived, behind)


def replay_states(
    graph: Graph, values: Values, route: Route, arrived: Arrived, behind: int | None = None
) -> Walk:
    """The same for a way that was found without diagrams."""
    player = _Player(graph.program, route, draws_of(route, graph, values))
    beats = graph.start.beats + sum(
        edge.beats + edge.decided for edge in route.edges
    )
    if behind is None:
        last = (edge.beats for edge in (*reversed(route.edges), graph.start) if edge.beats)
        behind = next(last, 0)
    beats -= behind
    player.least = beats
    while not (player.over and arrived(player.state, player.events)):
        player.go_on()
    return player.walk(route.shortest)


class _Player:
    """A play that follows a way."""

    def __init__(self, program: ir.Program, route: Route, drawn: list[tuple[int, int]]) -> None:
        self.program = program
        self.drawn = drawn
        self.used = 0
        self.left: list[Edge] = decisions_of(route.edges)[::-1]
        self.decided = len(self.left)
        self.steps = 0
        self.least = 0
        self.most = 100 + sum(edge.beats + 2 for edge in route.edges) * 2
        self.inputs: list[dict[str, Any]] = []
        self.entries: list[str] = []
        self.state: State | None
        self.state, self.events = machine.start(program, 0, [number for number, _ in drawn])
        self._spent()

    @property
    def faulted(self) -> bool:
        """Whether the last step was one that the machine cannot end."""
        return bool(self.events[-1]["e"] == "fault")

    @property
    def over(self) -> bool:
        """Whether all decisions of the way were made, and its beats were met."""
        return not self.left and (self.steps >= self.least or self.faulted)

    def _spent(self) -> None:
        """Note the draws that the last step has used up."""
        left = 0 if self.state is None or self.faulted else len(self.state["dice"])
        for number, ways in self.drawn[self.used : len(self.drawn) - left]:
            self.entries.append(draw_entry(number, ways))
        self.used = len(self.drawn) - left

    def go_on(self) -> None:
        """One more step of the play."""
        rest = self.events[-1]
        if rest["e"] == "fault" and rest["name"] == "silent-loop":
            raise TooFarError(f"more than {SILENT_LIMIT:,} operations in a step")
        if self.state is None or self.steps > self.most:
            raise ReplayError("the way goes on where the play does not")
        given: dict[str, Any]
        match rest["e"]:
            case "line" | "chord":
                given = {"do": "next"}
            case "ask":
                given = {"do": "say", "value": ""}
            case "choice" | "pick":
                given = self._decided(rest)
            case other:
                raise ReplayError(f"the play stops at {other}")
        self.steps += 1
        self.inputs.append(given)
        self.state, self.events = machine.step(self.program, self.state, given)
        if self.events[-1]["e"] == "refused":
            raise ReplayError("the machine refuses an input")
        self._spent()

    def _decided(self, rest: Event) -> dict[str, Any]:
        """The next decision of the way."""
        if not self.left:
            raise ReplayError("the play asks for more decisions than the way has")
        edge = self.left.pop()
        shown = offers(self.program, rest)
        words = [each for each, _ in shown]
        state = self.state
        assert state is not None
        given: dict[str, Any]
        if rest["e"] == "choice":
            op = machine_op(self.program, state)
            if edge.way is not Way.CHOOSE or not isinstance(op, ir.Choice):
                raise ReplayError("the play is at another choice")
            given = {"do": "choose", "option": op.options[edge.number].id}
        else:
            section = machine_op(self.program, state)
            if edge.way is not Way.ENTER or not isinstance(section, ir.Strands):
                raise ReplayError("the play is at another pick")
            given = {"do": "enter", "mind": section.strands[edge.number].mind}
        index = next((i for i, (_, leads) in enumerate(shown) if leads == given), None)
        if index is None:
            raise ReplayError("the play does not offer what the way picks")
        self.entries.append(pick_entry(words, index))
        return given

    def walk(self, shortest: bool) -> Walk:
        """The play so far."""
        return Walk(
            tuple(self.inputs), tuple(number for number, _ in self.drawn[: self.used]),
            tuple(self.entries), self.decided - len(self.left), self.steps, shortest,
        )  # fmt: skip


def resting_places(state: State) -> list[ir.Place]:
    """Where a play rests: the main cursor's place, or those of the strands that are shown."""
    merge = state["merge"]
    if merge is None or not merge["strands"] or not merge["now"]:
        scene, op = state["main"]["at"]
        return [(scene, op)]
    return [(merge["strands"][i]["at"][0], merge["strands"][i]["at"][1]) for i in merge["now"]]


def machine_op(program: ir.Program, state: State) -> ir.Op:
    """The operation at which a play rests."""
    scene, op = resting_places(state)[0]
    return program.scenes[scene].ops[op]
