"""Shown: which variables and counts the words of a story read, and where.

Goes in: a program and its `Terms`. Comes out: `Shown`: for each scene its *acts*, which are the
operations that show something of the state or store in it, in order; and what is shown where
control rests. Sets of variables are bits by the index of a variable in `Terms`. The perspective is
not asked: what is read in some mind counts as read.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeAlias

from weavec import ir
from weavec.prove.graph import Edge
from weavec.prove.terms import Terms

Act: TypeAlias = tuple[ir.Place, int, int, int]
"""An operation; the variable that it stores, as a set; what it stores that by; what it shows."""


OTHERS: Final = frozenset({ir.Ask, ir.Keepsake, ir.Merge, ir.Unmerge})
"""Operations besides lines and `set`s that show something, or bound where something is shown."""


class Row:
    """The acts of a scene, by operation."""

    __slots__ = ("acts", "at")

    def __init__(self, at: list[int], acts: list[Act]) -> None:
        self.at = at
        self.acts = acts


class Shown:
    """What the words of a story read."""

    def __init__(self, program: ir.Program, terms: Terms) -> None:
        self.program: Final = program
        self.terms: Final = terms
        self.texts: Final = program.texts.get(program.story.language, {})
        self._exprs: dict[Any, int] = {}
        self._open: set[str] = set()  # texts that are being looked at, in case they go round
        self.by_key: dict[str, int] = {}  # texts that read something
        for key, nodes in self.texts.items():
            if len(nodes) != 1 or not isinstance(nodes[0], str):
                bits = self.nodes(nodes)
                if bits:
                    self.by_key[key] = bits
        cast = [mind.id for mind in program.minds] + [person.id for person in program.people]
        self.named: Final = [self.by_key.get(f"@cast/{each}", 0) for each in cast]
        self.clarity: dict[ir.Place, int] = {}  # by the operations of merges
        self.visited: dict[int, int] = {}  # by the scenes that are visited from merges
        self.rows: Final = self._rows()
        if self.clarity:
            self._merged()

    # -------------------------------------------------------------- expressions and texts

    def expr(self, expr: Any) -> int:
        """What an expression reads."""
        if isinstance(expr, int):
            return 0
        found = self._exprs.get(expr)
        if found is None:
            match expr:
                case ("var", int(var)):
                    found = 1 << var
                case ("count", int(count)):
                    found = 1 << self.terms.count(count)
                case ("let", int(let)):
                    found = self.expr(self.program.lets[let])
                case ("mind" | "str", *_):
                    found = 0
                case _:
                    found = self.exprs(expr[1:])
            self._exprs[expr] = found
        return found

    def exprs(self, some: Iterable[Any]) -> int:
        """What several expressions read; none reads nothing."""
        found = 0
        for each in some:
            if each is not None:
                found |= self.expr(each)
        return found

    def nodes(self, nodes: ir.Nodes) -> int:
        """What a text reads."""
        found = 0
        for each in nodes:
            match each:
                case str():
                    pass
                case ("em" | "strong", inner):
                    found |= self.nodes(inner)
                case ("ruby", base, reading):
                    found |= self.nodes(base) | self.nodes(reading)
                case ("show", form, *_):
                    found |= self.expr(form)
                case ("text", int(var)):
                    found |= 1 << var
                case ("let", str(key)):
                    if key not in self._open:
                        self._open.add(key)
                        found |= self.nodes(self.texts.get(key, ()))
                        self._open.discard(key)
                case ("if", arms, last):
                    for cond, inner in arms:
                        found |= self.expr(cond) | self.nodes(inner)
                    found |= self.nodes(last)
                case ("either" | "first", arms):
                    for inner in arms:
                        found |= self.nodes(inner)
        return found

    def keys(self, *keys: str | None) -> int:
        """What some texts read."""
        found = 0
        for key in keys:
            if key is not None:
                found |= self.by_key.get(key, 0)
        return found

    # -------------------------------------------------------------- acts

    def _rows(self) -> list[Row | None] | dict[int, Row | None]:
        return [self._row(index) for index in range(len(self.program.scenes))]

    def _row(self, index: int) -> Row | None:
        """The acts of a scene; none if there are none."""
        at: list[int] = []
        acts: list[Act] = []
        clarity = 0
        inside = False
        ops: tuple[Any, ...] = self.program.scenes[index].ops  # told apart by `type`, for speed
        by_key, named = self.by_key, self.named
        line, stores, others, wordy = ir.Line, ir.Set, OTHERS, bool(by_key)
        for place, op in enumerate(ops):
            kind = type(op)
            store = value = shown = 0
            if kind is line:
                if wordy:
                    shown = by_key.get(op.id, 0)
                    if op.name is not None:
                        shown |= by_key.get(op.name, 0)
                    elif op.who is not None:
                        shown |= named[op.who]
                elif not inside:
                    continue
                shown |= clarity
            elif kind is stores:
                to = op.to
                store = 1 << op.var
                value = 0 if type(to) is int else self.expr(to)
            elif kind not in others:
                if inside:
                    self.clarity[index, place] = clarity
                continue
            elif kind is ir.Ask:
                shown = by_key.get(op.id, 0) | 1 << op.var | clarity
            elif kind is ir.Keepsake:
                shown = self.keys(f"@keepsake/{op.name}")
            elif kind is ir.Merge:
                inside = True
                clarity = self.expr(op.clarity[0]) if op.clarity is not None else 0
                shown = self.keys(f"@merge/{op.id}") | clarity
            else:
                inside, clarity = False, 0
            if inside:
                self.clarity[index, place] = clarity
            if store or shown:
                at.append(place)
                acts.append(((index, place), store, value, shown))
        return Row(at, acts) if at else None

    def _merged(self) -> None:
        """Scenes that are visited from merges show the clarity, too."""
        scenes = self.program.scenes
        waiting = [
            (op.scene, bits) for (scene, at), bits in self.clarity.items()
            if isinstance(op := scenes[scene].ops[at], ir.Visit)
        ]  # fmt: skip
        while waiting:
            index, bits = waiting.pop()
            if bits | self.visited.get(index, 0) == self.visited.get(index):
                continue
            self.visited[index] = bits | self.visited.get(index, 0)
            waiting += [
                (op.scene, bits) for op in scenes[index].ops if isinstance(op, ir.Visit)
            ]
        for index, bits in self.visited.items():
            if bits:
                self._also(index, bits)

    def _also(self, index: int, bits: int) -> None:
        """All beats of a scene show something more."""
        old, row = self.rows[index], Row([], [])
        known = {} if old is None else dict(zip(old.at, old.acts, strict=True))
        for at, op in enumerate(self.program.scenes[index].ops):
            more = bits if isinstance(op, (ir.Line, ir.Ask)) else 0
            if at in known or more:
                place, store, value, shown = known.get(at, ((index, at), 0, 0, 0))
                row.at.append(at)
                row.acts.append((place, store, value, shown | more))
        self.rows[index] = row if row.at else None

    def acts(self, edge: Edge) -> Sequence[Act]:
        """What an edge shows and stores, in order."""
        found: list[Act] | None = None
        rows, spans = self.rows, edge.spans
        for scene, first, last in zip(spans[::3], spans[1::3], spans[2::3], strict=True):
            row = rows[scene]
            if row is None:
                continue
            at = row.at
            if last < at[0]:
                continue
            place = 0 if first <= at[0] else bisect_left(at, first)
            if place == len(at) or at[place] > last:
                continue
            stop = len(at) if last >= at[-1] else bisect_right(at, last)
            if found is None:
                found = row.acts[place:stop]
            else:
                found += row.acts[place:stop]
        return found or ()

    # -------------------------------------------------------------- where control rests

    def clear(self, scene: int, op: int) -> int:
        """What the clarity that is shown at an operation reads."""
        if not self.clarity:
            return 0
        return self.clarity.get((scene, op), 0) | self.visited.get(scene, 0)

    def choice(self, scene: int, op: int) -> int:
        """What a choice shows, and what it asks beside the guards of its edges."""
        choice: Any = self.program.scenes[scene].ops[op]
        found = self.clear(scene, op) | self.by_key.get(choice.id, 0)
        for option in choice.options:
            if self.by_key:
                found |= self.keys(option.id, f"{option.id}!")
            if option.otherwise or option.needs is not None:
                # It may be seen, or locked, where no state can pick it, and then it has no edge.
                found |= self.exprs((option.cond, option.needs))
                if option.once and option.count is not None:
                    found |= 1 << self.terms.count(option.count)
        return found

    def pick(self, scene: int, op: int) -> int:
        """What is shown where the reader picks a strand."""
        ops = self.program.scenes[scene].ops
        strands = ops[op]
        assert isinstance(strands, ir.Strands)
        merge = next(each for each in ops[op::-1] if isinstance(each, ir.Merge))
        labels = (each.label for each in strands.strands)
        return self.clear(scene, op) | self.keys(f"@merge/{merge.id}", *labels)
