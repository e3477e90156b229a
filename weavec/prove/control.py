"""Control at the borders of a story's parts, and whether an edit of some of them breaks a rule.

Goes in: where control can come in a story that breaks no rule of perspectives and ways. Come out:
`Crossings`, the points at which control enters each part from others. Goes in, later: the story
with some parts edited. Comes out: whether it surely breaks no such rule either.

Sure it is if there is a set of points that holds the start, that no way leads out of, and at none
of which a rule is broken. It is made of the points of old in the other parts, and of those that
ways inside of the edited parts lead to from where they are entered. A visit of another part is
taken to come back. A return to another part was possible before, or it is not sure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from weavec import ir
from weavec.check.reach import NO_REGION, OUTRIGHT, Point, Reach, Region
from weavec.check.uses import memory_uses
from weavec.lower.program import Lowered
from weavec.node import node
from weavec.prove.units import Units


@node
class Crossings:
    """Where control leaves each part.

    `out`: for each part, the points of others that its ways lead to, ways back from visits aside.
    `back`: for each part its scenes that return, each with how they were entered.
    """

    out: tuple[frozenset[Point], ...]
    back: tuple[frozenset[tuple[int, int]], ...]


def crossings(reach: Reach, units: Units) -> Crossings:
    """Where control leaves each part of a story."""
    out: list[set[Point]] = [set() for _ in units.scenes]
    back: list[set[tuple[int, int]]] = [set() for _ in units.scenes]
    of, scenes = units.of, reach.program.scenes
    for (scene, op, _, how), ways in reach.ways.items():
        unit = of[scene]
        if type(scenes[scene].ops[op]) in (ir.Return, ir.Off):
            back[unit].add((scene, how))
        else:
            for to in ways:
                if of[to[0]] != unit:
                    out[unit].add(to)
    return Crossings(tuple(map(frozenset, out)), tuple(map(frozenset, back)))


def breaks_nothing(
    lowered: Lowered, units: Units, known: Crossings, edited: Collection[int]
) -> Crossings | None:
    """The crossings of a story with some parts edited; none if it is not sure that no rule breaks.

    Args:
        lowered: the story as it is now, without merges in these parts.
        units: its parts.
        known: the crossings of the story as it was, which broke none.
        edited: the parts.
    """
    made = _Part(lowered, units, known, edited)
    left = frozenset().union(*(known.out[unit] for unit in edited))
    new = {each for some in made.out.values() for each in some if each[0] not in made.inside}
    back = frozenset().union(*(known.back[unit] for unit in edited))
    if made.broken or not new <= left or not made.returns.keys() <= back or _leaks(made):
        return None
    out, returns = [*known.out], [*known.back]
    for unit in edited:  # what was possible in other parts still counts as possible there
        out[unit] = frozenset(made.out[unit]) | {
            each for each in known.out[unit] if each[0] not in made.inside
        }
        returns[unit] = frozenset(
            each for each in made.returns if units.of[each[0]] == unit
        )
    return Crossings(tuple(out), tuple(returns))


class _Part(Reach):
    """Where control can come in some parts of a story.

    `out`: for each of them, the points of others that its ways lead to.
    """

    def __init__(
        self, lowered: Lowered, units: Units, known: Crossings, edited: Collection[int]
    ) -> None:
        self.broken = False
        self.inside: Final = {scene for unit in edited for scene in units.scenes[unit]}
        self.scenes: Final = sorted(self.inside)
        self.waking: Final = lowered.wakes
        self.of: Final = units.of
        self.out: Final[dict[int, set[Point]]] = {unit: set() for unit in edited}
        self.known: Final = known
        self.edited: Final = edited
        super().__init__(lowered)

    def _regions(self) -> list[Region]:
        return [NO_REGION] * len(self.program.scenes)

    def _run(self) -> None:
        scene, mind = self.program.start
        if scene in self.inside:
            self._begin([(scene, 0, -1 if mind is None else mind, OUTRIGHT)])
        for unit, points in enumerate(self.known.out):
            if unit not in self.edited:
                self._begin(point for point in points if point[0] in self.inside)
        while self.waiting:
            self._follow(self.waiting.popleft())

    def _begin(self, points: Iterable[Point]) -> None:
        for point in points:
            fits = point[1] < len(self.program.scenes[point[0]].ops)  # else no way leads there now
            if fits and point not in self.came:
                self.came[point] = None
                self.waiting.append(point)

    def _step(self, point: Point) -> list[Point]:
        found = super()._step(point)
        scene, at, mind, how = point
        op = self.program.scenes[scene].ops[at]
        match op:
            case ir.Off() | ir.Merge() | ir.Strands():
                self.broken = True
            case ir.Return():
                self.broken = self.broken or how == OUTRIGHT
            case ir.Jump() if (scene, at) in self.waking:
                self.broken = True
            case ir.Jump(enters=True) | ir.Visit():
                for to, _, other, _ in found:
                    minds = self.program.scenes[to].minds
                    self.broken = self.broken or bool(minds and other not in minds)
        if isinstance(op, ir.Visit) and op.scene not in self.inside:
            found.append((scene, at + 1, mind, how))
        if not isinstance(op, ir.Return | ir.Off):
            own = self.of[scene]
            self.out[own].update(each for each in found if self.of[each[0]] != own)
        return [each for each in found if each[0] in self.inside]


def _leaks(made: _Part) -> bool:
    """Whether a thought or a memory may be met in a mind that is not its own."""
    program = made.program
    uses = memory_uses(program, made.scenes)
    for point in made.came:
        scene, at, _, _ = point
        op = program.scenes[scene].ops[at]
        here = made.perspective(point)
        if type(op) is ir.Line and op.kind == "think" and op.who not in (None, here):
            return True
        for use in uses[scene, at][here] if (scene, at) in uses else ():
            if program.vars[use.var].owner not in (None, here):
                return True
    return False
