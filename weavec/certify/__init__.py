"""Checks certificates: whether a written proof about a story holds. Read this package to trust it.

In go a program and the text that `weavec check --certificate` wrote; out comes what was accepted,
or `Refused`. It imports `weavec.ir` alone, nothing of the verifier, and believes nothing of what
the verifier wrote.

A certificate lists *points*, places of the main cursor, and for each a set of states of the
variables. Together they are an *invariant*: the story begins in it, and whatever `semantics.md`
lets happen in a state of a point, every answer, every draw, every order of strands, leads on to
other points only in states of theirs. So no play ever leaves it, and what no step from it meets no
play meets. One pass over the points shows that, and collects the facts that are met. A claim is a
fact that is never met. What lies between points is worked out as it is passed; so is, as a whole,
a section of a dream-merge.

What is not known is taken to be anything: a variable that the certificate does not name, an
expression over too many values. So a certificate can be refused though it is right; it is not
accepted if it is wrong.

    {"weave-certificate": 1,
     "variables": [NAME, ...]            their levels from 0; a count's name follows "# "
     "nodes": [[LEVEL, [SET, FIRST, LAST, ...], ...], ...]
                                         a set: by spans of values at a level, further sets. 0 is
                                         the empty set, 1 that of all states, 2 the first node, ...
     "points": [[SCENE, OPERATION, MIND, [[SCENE, OPERATION, MIND], ...], [SET, ...]], ...]
                                         with the ways back from visits; the states of all the sets
     "sections": [[SCENE, OPERATION, [LEVEL, ...]], ...]
                                         what alone is followed in a section; for speed
     "claims": [[KIND, ...], ...]}       facts that are never met, as in `steps.py`
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from weavec import ir
from weavec.certify.section import Section
from weavec.certify.sets import ALL, NONE
from weavec.certify.steps import Cursor, Fact, Steps, Ways
from weavec.certify.values import Values

FORMAT: Final = 1


class Refused(Exception):  # noqa: N818 - it is an answer, no error
    """The certificate is not accepted; why, in words."""


class Accepted(NamedTuple):
    """What was accepted: how many points, nodes of their sets, and claims there are."""

    points: int
    nodes: int
    claims: int


def accept(program: ir.Program, text: str) -> Accepted:
    """Check a certificate of a program.

    Raises:
        Refused: it is not accepted.
    """
    limit = sys.getrecursionlimit()
    deep = len(program.vars) + len(program.counts)  # a diagram is as deep as it has levels
    sys.setrecursionlimit(limit + 4 * deep)
    try:
        data = json.loads(text)
        if data["weave-certificate"] != FORMAT:
            raise ValueError("another version")
        check = Check(program, data)
        claims = {tuple(claim) for claim in data["claims"]}
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise Refused(f"it is no certificate of this story: {error}") from error
    else:
        check.pass_over()
    finally:
        sys.setrecursionlimit(limit)
    for claim in sorted(claims & check.steps.met, key=str):
        raise Refused(f"it claims that this is never met, and it is: {' '.join(map(str, claim))}")
    for claim in sorted(claims - set(facts(program)), key=str):
        raise Refused(f"it claims something of what the story has not: {' '.join(map(str, claim))}")
    return Accepted(len(check.points), len(data["nodes"]), len(claims))


def facts(program: ir.Program) -> Iterator[Fact]:
    """All facts that a program could meet."""
    for scene in program.scenes:
        yield "scene", scene.id
        for mind in range(-1, len(program.minds)):
            yield "entry", scene.id, mind
        for at, op in enumerate(scene.ops):
            parts: list[tuple[str, int]] = []
            match op:
                case ir.Line(id=name):
                    yield "line", name
                case ir.End(name=name):
                    yield "ending", name
                case ir.Return() | ir.Off() | ir.Strands():
                    yield "fault", scene.id, at
                case ir.Branch():
                    parts = [("if", -1)]
                case ir.Choice(options=options):
                    yield "dead-end", op.id
                    for i, option in enumerate(options):
                        yield "option", option.id
                        conds = (("if", option.cond), ("needs", option.needs))
                        parts += [(part, i) for part, cond in conds if cond is not None]
            for part, i in parts:
                yield from (("answer", scene.id, at, part, i, said) for said in (0, 1))


class Check:
    """A certificate that is being checked."""

    def __init__(self, program: ir.Program, data: dict[str, Any]) -> None:
        self.program = program
        self.values = Values(program, data["variables"])
        self.sets = self.values.sets
        self.steps = Steps(program, self.values)
        nodes = [NONE, ALL]
        for level, *arms in data["nodes"]:
            nodes.append(self.node(self.values.first + level, arms, nodes))
        minds = range(-1, len(program.minds))
        self.points: dict[Cursor, list[int]] = {}
        for scene, op, mind, stack, some in data["points"]:
            at = Cursor(scene, op, mind, tuple((s, o, m) for s, o, m in stack))
            for s, o, m in (at[:3], *at.stack):
                known = type(s) is type(o) is int and s >= 0 and m in minds
                if not (known and 0 <= o < len(program.scenes[s].ops)):
                    raise ValueError("a point is no place of the story")
            self.points[at] = [nodes[each] for each in some]
        self.loaded = len(self.sets.level)
        self.followed: dict[ir.Place, int] = {}
        for scene, op, some in data["sections"]:
            self.followed[scene, op] = sum(1 << self.values.first + level for level in set(some))

    def node(self, level: int, arms: list[Any], nodes: list[int]) -> int:
        """A set as it is written."""
        (lo, hi), rest, made = self.values.ends[level], self.sets.full[level], []
        for child, *spans in arms:
            for first, last in zip(spans[::2], spans[1::2], strict=True):
                bits = (2 << last - lo) - (1 << first - lo) if lo <= first <= last <= hi else 0
                if not bits or bits & ~rest or self.sets.level[nodes[child]] <= level:
                    raise ValueError("its sets are not well formed")
                made.append((bits, nodes[child]))
                rest &= ~bits
        return self.sets.node(level, [*made, (rest, NONE)])

    def pass_over(self) -> None:
        """Follow the start, and then every point, to the next points.

        Raises:
            Refused: some way leads out of the invariant.
        """
        scene, mind = self.program.start
        begin = Cursor(scene, 0, -1 if mind is None else mind, ())
        self.follow([self.steps.entered(begin, self.values.begin)])
        for at, some in self.points.items():
            a = ALL
            for each in some:
                a = self.sets.apply("&", a, each)
            self.follow(self.onward(at, a))
            self.sets.back(self.loaded)  # what was made on the way is not asked for again

    def follow(self, ways: Ways) -> None:
        """Follow ways to the next points, one after another."""
        path: list[Cursor] = []  # from the point to here
        passed: set[Cursor] = set()
        work = [(at, a, 0) for at, a in ways]
        while work:
            at, a, far = work.pop()
            while len(path) > far:
                passed.discard(path.pop())
            if at in self.points:
                self.inside(at, a)
            elif a != NONE:
                if at in passed:
                    raise Refused(f"it has no point on a way round, at {self.place(at)}")
                path.append(at)
                passed.add(at)
                work += [(to, b, far + 1) for to, b in self.onward(at, a)]

    def inside(self, at: Cursor, a: int) -> None:
        """Whether states that come to a point are among its own."""
        for each in self.points[at]:
            left = self.sets.apply("-", a, each)
            if left != NONE:
                names, ends = self.values.names, self.values.ends
                state = [
                    f"{names[level]} {ends[level][0] + place}"
                    for level, place in self.sets.example(left).items()
                ]
                raise Refused(f"it leaves out a state of {self.place(at)}: {', '.join(state)}")

    def onward(self, at: Cursor, a: int) -> Ways:
        """All that the main cursor can do next."""
        op = self.steps.op(at)
        if a == NONE or not isinstance(op, ir.Strands):
            return self.steps.silent(at, a) + self.steps.answered(at, a) if a != NONE else []
        every = self.values.kept
        self.values.kept &= self.followed.get((at.scene, at.op), every)
        a = self.sets.forget(a, every & ~self.values.kept)
        ways = Section(self.steps, at, op).explore(a)
        self.values.kept = every
        return ways

    def place(self, at: Cursor) -> str:
        """A place in words."""
        return f"operation {at.op} of scene {self.program.scenes[at.scene].id}"


__all__ = ["FORMAT", "Accepted", "Refused", "accept"]
