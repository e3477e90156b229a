"""Reach: where control can come, whatever the values are.

Goes in: a lowered program. Comes out: a `Reach`: every *point* that some way leads to. A point is
an operation with what decides which rules hold there: the perspective outside of strands, and how
the scene was entered (by a way of its own, by a visit, by one from inside a dream-merge). Every
condition is taken as open, but those that ask for the perspective are understood. So what is not
reached here is never reached; the proofs on values come on top of this and use the same points.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container
from typing import Final, TypeAlias

from weavec.ir import (
    Ask,
    Backdrop,
    Branch,
    Choice,
    Count,
    Done,
    Effect,
    Either,
    End,
    Expr,
    First,
    Goto,
    Hole,
    Jump,
    Keepsake,
    Line,
    Meet,
    Merge,
    Music,
    Off,
    Op,
    Pause,
    Program,
    Return,
    Round,
    Scene,
    Set,
    Shift,
    Show,
    Sound,
    Strands,
    Sync,
    Unmerge,
    Visit,
)
from weavec.lower.program import Lowered
from weavec.node import node

OUTRIGHT, VISITED, DREAMT = 0, 1, 2
"""How a scene was entered: by a jump, by a visit, by a visit from inside a dream-merge."""

STRAIGHT: Final = frozenset({
    Line, Ask, Set, Count, Merge, Sync, Meet, Unmerge, Show, Backdrop, Music, Sound, Effect, Pause,
    Keepsake,
})  # fmt: skip
"""Operations after which control goes on to the next one, and nowhere else."""

Point: TypeAlias = tuple[int, int, int, int]
"""Scene, operation, mind (-1 for nobody), how it was entered."""


@node
class Region:
    """What the dream-merges of a scene make of its operations.

    `dreamer`: for each operation in a strand, its mind. `members`: for each operation in a merge,
    its dreamers.
    """

    dreamer: dict[int, int]
    members: dict[int, frozenset[int]]


NO_REGION: Final = Region({}, {})


class Reach:
    """Every point that control comes to, with the point it was first reached from."""

    def __init__(self, lowered: Lowered) -> None:
        self.program: Final[Program] = lowered.program
        self.regions: Final = self._regions()
        self.came: dict[Point, Point | None] = {}
        self.ways: dict[Point, list[Point]] = {}  # from points that do not go straight on
        self.waiting: deque[Point] = deque()
        self.by_scene: dict[int, bytearray] = {}  # for each operation, whether it is reached
        self.callers: dict[int, dict[tuple[Point, int], None]] = {}  # scene -> after the visits
        self.returns: dict[tuple[int, int], list[Point]] = {}  # (scene, how) -> its returns
        self.strands_at: dict[int, None] = {}  # minds outside of strands, at any merge
        self.wakes: dict[Point, None] = {}  # wakes in scenes visited from merges
        self._run()

    def perspective(self, point: Point) -> int:
        """Whose mind it is at a point."""
        scene, op, mind, _ = point
        dreamer = self.regions[scene].dreamer.get(op)
        if dreamer is not None:
            return dreamer
        inside = self.program.scenes[scene].inside
        return inside[op] if inside is not None and inside[op] >= 0 else mind

    def reached(self, scene: int) -> set[int]:
        """The operations of a scene that are reached, in whatever mind."""
        return {op for op, met in enumerate(self.by_scene.get(scene, b"")) if met}

    def _regions(self) -> list[Region]:
        return [regions(scene) for scene in self.program.scenes]

    def _run(self) -> None:
        scene, mind = self.program.start
        first: Point = (scene, 0, -1 if mind is None else mind, OUTRIGHT)
        self.came[first] = None
        self.waiting.append(first)
        while self.waiting:
            self._follow(self.waiting.popleft())
        scenes, met = self.program.scenes, self.by_scene
        for scene, op, _, _ in self.came:
            if scene not in met:
                met[scene] = bytearray(len(scenes[scene].ops))
            met[scene][op] = 1

    def _follow(self, point: Point) -> None:
        """From a point on, straight ahead as far as there is one way."""
        came, scenes = self.came, self.program.scenes
        while True:
            scene, at, mind, how = point
            ops = scenes[scene].ops
            while type(ops[at]) in STRAIGHT:
                at += 1
                following = (scene, at, mind, how)
                if following in came:
                    return
                came[following] = point
                point = following
            found = self._step(point)
            fresh = [each for each in found if each not in came]
            self.ways[point] = found
            for each in fresh:
                came[each] = point
            if not fresh:
                return
            point = fresh[0]
            self.waiting.extend(fresh[1:])

    def ways_over(self, touched: Callable[[int], Container[int]]) -> dict[Point, Point | None]:
        """As `came`, over those operations of each scene alone that some play comes to."""
        first = next(iter(self.came))
        found: dict[Point, Point | None] = {first: None}
        waiting = deque([first])
        while waiting:
            point = waiting.popleft()
            for each in self.after(point):
                if each not in found and each[1] in touched(each[0]):
                    found[each] = point
                    waiting.append(each)
        return found

    def after(self, point: Point) -> list[Point]:
        """Where control can go from a point that is reached."""
        ways = self.ways.get(point)
        if ways is not None:
            return ways
        scene, at, mind, how = point
        return [(scene, at + 1, mind, how)]

    def _step(self, point: Point) -> list[Point]:
        """Where control can go from a point; follow-ups of earlier ones are added to theirs."""
        scene, at, mind, how = point
        op = self.program.scenes[scene].ops[at]
        match op:
            case Goto(to=to):
                return [(scene, to, mind, how)]
            case Branch(cond=cond, otherwise=otherwise):
                said = answer(cond, self.perspective(point))
                ways: list[Point] = []
                if said is not False:
                    ways.append((scene, at + 1, mind, how))
                if said is not True:
                    ways.append((scene, otherwise, mind, how))
                return ways
            case Choice():
                return self._choice(point, op)
            case Round(choice=choice):
                hub = self.program.scenes[scene].ops[choice]
                assert isinstance(hub, Choice)
                ways = [(scene, at + 1, mind, how)]
                if closes(hub):
                    ways.append((scene, hub.next, mind, how))
                return ways
            case First(to=arms) | Either(to=arms):
                return [(scene, arm, mind, how) for arm in arms]
            case Shift(mind=shifted):
                return [(scene, at + 1, shifted, how)]
            case Jump():
                return self._jump(point, op)
            case Visit():
                return self._visit(point, op)
            case Return():
                return self._return(point)
            case Strands(strands=strands, next=after):
                self.strands_at.setdefault(mind)
                self._wake_again()
                return [*((scene, s.start, mind, how) for s in strands), (scene, after, mind, how)]
            case Off():
                return self._return(point)  # said elsewhere; as if the missing line were there
            case End() | Hole() | Done():
                return []
            case _:
                return [(scene, at + 1, mind, how)]

    def _choice(self, point: Point, op: Choice) -> list[Point]:
        scene, _, mind, how = point
        here = self.perspective(point)
        ways = [
            (scene, option.to, mind, how)
            for option in op.options
            if option.cond is None or answer(option.cond, here) is not False
        ]
        if op.hub and closes(op):
            ways.append((scene, op.next, mind, how))
        return ways

    def _jump(self, point: Point, op: Jump) -> list[Point]:
        _, _, mind, how = point
        scene, at = op.to
        if how != DREAMT:
            return [(scene, at, mind if op.mind is None else op.mind, OUTRIGHT)]
        self.wakes.setdefault(point)
        minds = list(self.strands_at) if op.mind is None else [op.mind]
        return [(scene, at, each, OUTRIGHT) for each in minds]

    def _wake_again(self) -> None:
        """A new mind stands outside of a merge: wakes inside visited scenes lead on in it too."""
        for point in self.wakes:
            scene, at, _, _ = point
            op = self.program.scenes[scene].ops[at]
            assert isinstance(op, Jump)
            self._add(point, self._jump(point, op))

    def _visit(self, point: Point, op: Visit) -> list[Point]:
        scene, at, mind, how = point
        merged = how == DREAMT or at in self.regions[scene].members
        entered = DREAMT if merged else VISITED
        after: Point = (scene, at + 1, mind, how)
        self.callers.setdefault(op.scene, {}).setdefault((after, entered))
        for back in self.returns.get((op.scene, entered), ()):
            self._add(back, [after])
        into = self.perspective(point) if op.mind is None else op.mind
        return [(op.scene, 0, into, entered)]

    def _return(self, point: Point) -> list[Point]:
        scene, _, _, how = point
        if how == OUTRIGHT:
            return []
        self.returns.setdefault((scene, how), []).append(point)
        return [after for after, entered in self.callers.get(scene, {}) if entered == how]

    def _add(self, point: Point, more: list[Point]) -> None:
        """Further ways from a point that was looked at before."""
        known = self.ways.setdefault(point, [])
        for each in more:
            if each not in known:
                known.append(each)
            if each not in self.came:
                self.came[each] = point
                self.waiting.append(each)


def closes(hub: Choice) -> bool:
    """Whether a hub can run out of options, as far as can be told without values."""
    return all(
        option.once or option.cond is not None or option.needs is not None
        for option in hub.options
    )


def unleft(ops: tuple[Op, ...], reached: set[int]) -> list[int]:
    """The hubs of a scene that are reached, though nothing below them is, and that hold no
    `leave`."""
    left = {each.to for each in ops if isinstance(each, Goto)}
    return [
        at for at, hub in enumerate(ops)
        if isinstance(hub, Choice) and hub.hub and at in reached
        and hub.next not in reached and hub.next not in left
    ]  # fmt: skip


def answer(cond: Expr, mind: int) -> bool | None:
    """What a condition says when the perspective is `mind`; None if it depends on values."""
    if isinstance(cond, int):
        return cond != 0
    match cond:
        case ("==", ("mind",), int(other)):
            return mind == other
        case ("!=", ("mind",), int(other)):
            return mind != other
        case ("not", inner):
            said = answer(inner, mind)
            return None if said is None else not said
        case ("and" | "or" as op, left, right):
            a, b = answer(left, mind), answer(right, mind)
            decides = op == "or"
            if a is decides or b is decides:
                return decides
            return None if a is None or b is None else not decides
        case _:
            return None


def regions(scene: Scene) -> Region:
    """Which operations of a scene stand in strands and in merges."""
    if Merge not in map(type, scene.ops):
        return NO_REGION
    dreamer: dict[int, int] = {}
    members: dict[int, frozenset[int]] = {}
    inside: frozenset[int] | None = None
    for at, op in enumerate(scene.ops):
        if isinstance(op, Merge):
            inside = frozenset(mind for mind, _ in op.members)
            members[at] = inside
        elif isinstance(op, Unmerge):
            inside = None
        elif inside is not None:
            members[at] = inside
            if isinstance(op, Strands):
                ends = [strand.start for strand in op.strands[1:]] + [op.next]
                for strand, end in zip(op.strands, ends, strict=True):
                    dreamer.update(dict.fromkeys(range(strand.start, end), strand.mind))
    return Region(dreamer, members)

