"""Sections of dream-merges: all orders in which strands can have their turns, at once.

In go a section and the states in which it opens; out come the ways on of the main cursor. This is
`weavec/semantics.md`, section 10. The place where a strand stands is part of a state: level i of a
set is the place of strand i, an index of `points[i]`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from weavec import ir
from weavec.certify.sets import NONE, ones
from weavec.certify.steps import Cursor, Steps, Ways

Some: TypeAlias = tuple[int, ...]
"""Some strands, in order."""

Go: TypeAlias = Callable[[Cursor, int], Ways]
"""What is done with a strand at a place."""


class Section:
    """A section. States wait by `(now, queue)`; `now` is told apart in the mode drifting alone."""

    def __init__(self, steps: Steps, main: Cursor, op: ir.Strands) -> None:
        self.steps = steps
        self.sets = steps.sets
        self.main = main
        self.op = op
        ops = steps.program.scenes[main.scene].ops
        self.mode = next(o.mode for o in reversed(ops[: main.op]) if isinstance(o, ir.Merge))
        self.points: list[list[Cursor]] = [[] for _ in op.strands]
        self.all = tuple(range(len(op.strands)))
        self.seen: dict[tuple[Some, Some], int] = {}
        self.fresh: dict[tuple[Some, Some], int] = {}
        self.exits: dict[Cursor, int] = {}

    def explore(self, a: int) -> Ways:
        """Where the main cursor goes on, and with which states."""
        for i, strand in enumerate(self.op.strands):
            begin = Cursor(self.main.scene, strand.start, strand.mind, ())
            a = self.sets.apply("&", a, self.standing(i, begin))
        self.come((), (), a)
        last: tuple[Some, Some] = ((), ())
        while self.fresh:  # strand after strand, each as far as it comes: so sets stay simple
            last = min([key for key in self.fresh if key >= last] or self.fresh)
            (now, (i, *queue)), a = last, self.fresh.pop(last)
            now = (i,) if self.mode == "drifting" else ()
            self.come(now, tuple(queue), self.each(i, a, self.steps.turn))
        return list(self.exits.items())

    # -------------------------------------------------------------- where strands stand

    def standing(self, i: int, at: Cursor) -> int:
        """The states in which a strand stands at a place."""
        if at not in self.points[i]:
            self.points[i].append(at)
        return self.sets.having(i, 1 << self.points[i].index(at))

    def those(self, a: int, i: int, *ops: object, no: bool = False) -> int:
        """The states in which a strand stands at one of some operations or kinds, or at none."""
        found = 0
        for place in ones(self.sets.values(a, i)):
            op = self.steps.op(self.points[i][place])
            if (op in ops or type(op) in ops) is not no:
                found |= 1 << place
        return self.sets.apply("&", a, self.sets.having(i, found))

    def moves(self, i: int, a: int, go: Go) -> Iterator[tuple[Cursor, int]]:
        """Where a strand comes to from all places where it stands."""
        for place in ones(self.sets.values(a, i)):
            here = self.sets.apply("&", a, self.sets.having(i, 1 << place))
            for to, left in go(self.points[i][place], self.sets.forget(here, 1 << i)):
                yield to, self.sets.apply("&", left, self.standing(i, to))

    def each(self, i: int, a: int, go: Go) -> int:
        """The states once a strand has moved; those in which it jumps have left the merge."""
        return self.leaving(i, self.sets.union(b for _, b in self.moves(i, a, go)))

    def leaving(self, i: int, a: int) -> int:
        """The states in which a strand does not jump; with the others, the main cursor goes on."""
        for at, left in self.moves(i, self.those(a, i, ir.Jump), lambda at, b: [(at, b)]):
            jump = self.steps.op(at)
            assert isinstance(jump, ir.Jump)
            self.leave(*self.steps.jumped(jump, left, self.main.mind))
        return self.those(a, i, ir.Jump, no=True)

    def leave(self, at: Cursor, a: int) -> None:
        """The main cursor goes on."""
        a = self.sets.forget(a, (1 << len(self.all)) - 1)
        if a != NONE:
            self.exits[at] = self.sets.apply("|", self.exits.get(at, NONE), a)

    # -------------------------------------------------------------- whose turn it is

    def come(self, now: Some, queue: Some, a: int) -> None:
        """States to go on with."""
        key = (now, queue)
        a = self.sets.apply("-", a, self.seen.get(key, NONE))
        if a != NONE:
            self.seen[key] = self.sets.apply("|", self.seen.get(key, NONE), a)
            if queue:
                self.fresh[key] = self.sets.apply("|", self.fresh.get(key, NONE), a)
            else:
                self.round(now, a)

    def round(self, now: Some, a: int) -> None:
        """The queue is empty: a mind is stayed in, or syncs let go and strands get their turns."""
        for i in now:
            self.come((), now, self.those(a, i, ir.Sync, ir.Done, no=True))
            a = self.those(a, i, ir.Sync, ir.Done)
        a = self.released(a)
        able: dict[Some, int] = {(): a}
        for i in self.all:
            if self.mode in ("fragmented", "drifting"):
                self.come((), (i,), self.those(a, i, ir.Sync, ir.Done, no=True))
                able = {(): self.those(able[()], i, ir.Sync, ir.Done)}
            else:
                before, able = able, {}
                for some, b in before.items():
                    able[some] = self.those(b, i, ir.Sync, ir.Done)
                    able[*some, i] = self.those(b, i, ir.Sync, ir.Done, no=True)
        for some, b in able.items():
            if not some:
                self.close(b)
            elif self.mode == "chorus":
                self.chord(some, b)
            else:
                self.come((), some, b)

    def close(self, a: int) -> None:
        """No strand is ready: the section is over, unless one waits for ever."""
        done = a
        for i in self.all:
            done = self.those(done, i, ir.Done)
        if done != a:
            self.steps.fault(self.main)
        self.leave(self.main.to(self.op.next), done)

    def released(self, a: int) -> int:
        """Every sync at which all its strands stand lets them go, again and again."""
        out, work = NONE, [a]
        while work:
            a = work.pop()
            for name, strands in self.op.syncs:
                met = a
                for i in strands:
                    met = self.those(met, i, ir.Sync(name))
                a = self.sets.apply("-", a, met)
                if met != NONE:
                    for i in strands:
                        met = self.each(i, met, lambda at, b: [(at.on(), b)])
                    work.append(met)
            out = self.sets.apply("|", out, a)
        return out

    def chord(self, ready: Some, a: int) -> None:
        """A round of a chorus: all run; lines are a chord; other beats wait for their turn."""
        parts: dict[tuple[Some, Some], int] = {((), ()): a}
        for i in ready:
            before, parts = parts, {}
            for (now, queue), some in before.items():
                ran = self.each(i, some, self.steps.run)
                for key, left in (
                    (((*now, i), queue), self.those(ran, i, ir.Line)),
                    ((now, queue), self.those(ran, i, ir.Sync, ir.Done)),
                    ((now, (*queue, i)), self.those(ran, i, ir.Line, ir.Sync, ir.Done, no=True)),
                ):
                    parts[key] = self.sets.apply("|", parts.get(key, NONE), left)
        for (now, queue), some in parts.items():
            left = some
            for i in now:  # all effects before the first jump
                left = self.sets.union(b for _, b in self.moves(i, left, self.steps.told))
            for i in now:
                left = self.leaving(i, left)
            self.come((), queue, left)
