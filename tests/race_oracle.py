"""Races seen state by state: what `weavec.prove.races` must find, in plain Python.

In goes a program. `Races(program).found` is the set of sections with the pairs of strands that race
in them, by visiting every state of the story on the reference machine, then every state of each
section with any ready strand going next, and taking each two ready strands' turns in both orders.

Two turns race if they come to different sets of beats and answers, values that still matter, and
places. Where a turn wakes, the other may be cut off, which alone is no race: so the ways of a
strand to wake are compared by its own beats, where it goes, and what it stored itself.

A value still matters if some way of control, from where the strands stand, asks for it before it is
stored anew. Sections that come later count as a whole. See `_Static`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from unittest.mock import patch

from weavec import ir, machine
from weavec.machine import merge as machine_merge
from weavec.machine import run as machine_run
from weavec.machine.asking import offered, ready
from weavec.machine.run import Fault, Stop, Turn
from weavec.machine.state import Cursor, State, copy, operation
from weavec.node import fields
from weavec.values import evaluate

machine_step: Any = import_module("weavec.machine.step")

Place = tuple[int, int]
Name = tuple[str, int]
"""A variable ("var", index) or a count."""
Cell = tuple[int, int, tuple[tuple[int, int, int], ...], int]
"""A cursor, frozen: scene, operation, ways back, mind (-1: nobody)."""

COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
MOST = 4000


class TooLarge(Exception):  # noqa: N818 - it only ends the work
    """The story has too many states."""


# ------------------------------------------------------------------ expressions


class Asked:
    """What expressions read, once the perspective is known and constants are put together."""

    def __init__(self, program: ir.Program) -> None:
        self.program = program

    def simple(self, expr: Any, mind: int) -> Any:
        """An expression with constants put together."""
        if isinstance(expr, int):
            return expr
        head, *parts = expr
        if head == "let":
            return self.simple(self.program.lets[parts[0]], mind)
        if head == "mind":
            return mind
        if head in ("var", "count"):
            return expr
        if head == "str":
            return 0
        done = [self.simple(part, mind) for part in parts]
        if all(isinstance(part, int) for part in done):
            return int(evaluate((head, *done), (), (), (), -1))
        if head in ("and", "or"):
            deciding = int(head == "or")
            if deciding in done:
                return deciding
            done = [part for part in done if not isinstance(part, int)]
            return done[0] if len(done) == 1 else (head, *done)
        return (head, *done)

    def names(self, expr: Any) -> frozenset[Name]:
        """The variables and counts in a simple expression."""
        if isinstance(expr, int):
            return frozenset()
        if expr[0] in ("var", "count"):
            return frozenset([(expr[0], expr[1])])
        return frozenset().union(*(self.names(part) for part in expr[1:]))

    def opens(self, choice: ir.Choice, mind: int) -> list[Any]:
        """For each option, the simple condition on which it can be picked."""
        shown: list[Any] = []
        for option in choice.options:
            term: Any = 1
            if option.once and option.count is not None:
                term = ("==", ("count", option.count), 0)
            for part in (option.cond, option.needs):
                if part is not None:
                    term = ("and", term, part)
            shown.append(self.simple(term, mind))
        others: Any = 0
        for option, term in zip(choice.options, shown, strict=True):
            if not option.otherwise:
                others = self.simple(("or", others, term), mind)
        return [
            self.simple(("and", ("not", others), term), mind) if option.otherwise else term
            for option, term in zip(choice.options, shown, strict=True)
        ]

    def some(self, terms: list[Any]) -> Any:
        """Whether one of some conditions holds."""
        found: Any = 0
        for term in terms:
            found = self.simple(("or", found, term), -1)
        return found


# ------------------------------------------------------------------ ways of control


class Way:
    """A way from one cursor to the next: what is stored on it, and that it leaves a section."""

    def __init__(self, to: Cell | None, stores: tuple[Name, Any] | None = None) -> None:
        self.to = to
        self.stores = stores


class _Static:
    """Ways of control, and what still matters where. Conditions go both ways unless constant."""

    def __init__(self, program: ir.Program) -> None:
        self.program = program
        self.asked = Asked(program)
        self.texts = {i for i, var in enumerate(program.vars) if var.type == "text"}
        self.live: dict[Cell, frozenset[Name]] = {}
        self.next: dict[Cell, tuple[frozenset[Name], list[Way]]] = {}

    def mind(self, cell: Cell) -> int:
        """Whose mind it is at a cursor."""
        inside = self.program.scenes[cell[0]].inside
        return inside[cell[1]] if inside is not None and inside[cell[1]] >= 0 else cell[3]

    def ways(self, cell: Cell, outer: int) -> tuple[frozenset[Name], list[Way]]:
        """What is asked at a cursor, and the ways on. `outer`: the mind behind a wake."""
        scene, at, stack, mind = cell
        here = self.mind(cell)
        op = self.program.scenes[scene].ops[at]
        asked, names = self.asked, self.asked.names
        none: frozenset[Name] = frozenset()

        def go(to: int, stores: tuple[Name, Any] | None = None) -> Way:
            return Way((scene, to, stack, mind), stores)

        match op:
            case ir.Set(var=var, to=to) if var not in self.texts:
                return none, [go(at + 1, (("var", var), asked.simple(to, here)))]
            case ir.Goto(to=to):
                return none, [go(to)]
            case ir.Branch(cond=cond, otherwise=otherwise):
                term = asked.simple(cond, here)
                if isinstance(term, int):
                    return none, [go(at + 1 if term else otherwise)]
                return names(term), [go(at + 1), go(otherwise)]
            case ir.Round(choice=index):
                hub = self.program.scenes[scene].ops[index]
                assert isinstance(hub, ir.Choice)
                some = asked.some(asked.opens(hub, here))
                on = [go(at + 1)] if some != 0 else []
                return names(some), on + ([go(hub.next)] if some != 1 else [])
            case ir.Choice() as choice:
                return self._choice(cell, choice, asked.opens(choice, here))
            case ir.First(count=count, to=arms):
                name = ("count", count)
                last = len(arms) - 1
                return frozenset([name]), [
                    go(arm, (name, min(i + 1, last))) for i, arm in enumerate(arms)
                ]
            case ir.Either(to=arms):
                return none, [go(arm) for arm in arms]
            case ir.Shift(mind=other):
                return none, [Way((scene, at + 1, stack, other))]
            case ir.Jump(to=to, mind=other):
                return none, [Way((*to, (), outer if other is None else other))]
            case ir.Visit(scene=to_scene, mind=other):
                back = (*stack, (scene, at + 1, mind))
                return none, [Way((to_scene, 0, back, here if other is None else other))]
            case ir.Return():
                return none, [Way((*stack[-1][:2], stack[:-1], stack[-1][2]))] if stack else []
            case ir.End() | ir.Hole() | ir.Off() | ir.Done():
                return none, []
        return none, [go(at + 1)]

    def _choice(
        self, cell: Cell, choice: ir.Choice, opens: list[Any]
    ) -> tuple[frozenset[Name], list[Way]]:
        scene, _, stack, mind = cell
        found: frozenset[Name] = frozenset()
        ways = []
        for option, term in zip(choice.options, opens, strict=True):
            if term != 0:
                found |= self.asked.names(term)
                ways.append(Way((scene, option.to, stack, mind)))
        some = self.asked.some(opens)
        if choice.hub and some != 1:
            found |= self.asked.names(some)
            ways.append(Way((scene, choice.next, stack, mind)))
        return found, ways

    def strand_cells(self, first: Cell, outer: int) -> tuple[dict[Cell, Any], set[Cell]]:
        """The cursors that a strand can come to, each with its ways; where it can wake to."""
        found: dict[Cell, Any] = {}
        wakes: set[Cell] = set()
        waiting = [first]
        while waiting:
            cell = waiting.pop()
            if cell in found:
                continue
            found[cell] = self.ways(cell, outer)
            jumps = isinstance(self.program.scenes[cell[0]].ops[cell[1]], ir.Jump)
            for way in found[cell][1]:
                (wakes.add if jumps else waiting.append)(way.to)
        return found, wakes

    def section(self, cell: Cell) -> tuple[frozenset[Name], list[tuple[Name, Any]], list[Cell]]:
        """Of a section as a whole: what is asked, what is stored, and where it goes on."""
        scene, at, stack, mind = cell
        op = self.program.scenes[scene].ops[at]
        assert isinstance(op, ir.Strands)
        asked: frozenset[Name] = frozenset()
        stores: list[tuple[Name, Any]] = []
        ends: list[Cell] = [(scene, op.next, stack, mind)]
        for strand in op.strands:
            cells, wakes = self.strand_cells((scene, strand.start, (), strand.mind), mind)
            ends += wakes
            for names, ways in cells.values():
                asked |= names
                stores += [way.stores for way in ways if way.stores is not None]
        return asked, stores, ends

    def at(self, first: Cell) -> frozenset[Name]:
        """What still matters at a cursor outside of sections."""
        nodes: dict[Cell, Any] = {}
        waiting = [first]
        while waiting:
            cell = waiting.pop()
            if cell in nodes:
                continue
            if isinstance(self.program.scenes[cell[0]].ops[cell[1]], ir.Strands):
                nodes[cell] = self.section(cell)
                waiting += nodes[cell][2]
            else:
                nodes[cell] = self.ways(cell, cell[3])
                waiting += [way.to for way in nodes[cell][1]]
        live: dict[Cell, frozenset[Name]] = dict.fromkeys(nodes, frozenset())
        moved = True
        while moved:
            moved = False
            for cell, node in nodes.items():
                if len(node) == 3:
                    found = node[0].union(*(live[to] for to in node[2]))
                    found = self.closed(found | live[cell], node[1])
                else:
                    found = node[0]
                    for way in node[1]:
                        found |= self.before(live[way.to], way)
                if found != live[cell]:
                    live[cell], moved = found, True
        return live[first]

    def before(self, live: frozenset[Name], way: Way) -> frozenset[Name]:
        """What matters before a way, given what does behind it."""
        if way.stores is None or way.stores[0] not in live:
            return live
        return live - {way.stores[0]} | self.asked.names(way.stores[1])

    def closed(
        self, live: frozenset[Name], stores: list[tuple[Name, Any]]
    ) -> frozenset[Name]:
        """With all from which something is stored that matters."""
        while True:
            more = live.union(*(self.asked.names(term) for name, term in stores if name in live))
            if more == live:
                return live
            live = more


class Section:
    """What still matters inside of a section."""

    def __init__(self, static: _Static, main: Cell) -> None:
        self.static = static
        asked, stores, ends = static.section(main)
        self.wakes = {cell: static.at(cell) for cell in ends[1:]}
        self.after = static.at(ends[0])
        found = asked.union(self.after, *self.wakes.values())
        self.wanted = static.closed(found, stores)
        self.every = self.wanted
        op = static.program.scenes[main[0]].ops[main[1]]
        assert isinstance(op, ir.Strands)
        self.first: list[dict[Cell, frozenset[Name]]] = []
        self.surely: list[dict[Cell, frozenset[Name]]] = []
        for strand in op.strands:
            start = (main[0], strand.start, (), strand.mind)
            self._strand(static.strand_cells(start, main[3])[0])

    def _strand(self, cells: dict[Cell, Any]) -> None:
        first = dict.fromkeys(cells, frozenset())
        surely = dict.fromkeys(cells, self.every)
        moved = True
        while moved:
            moved = False
            for cell, (asked, ways) in cells.items():
                reads, stored = asked, self.every
                if isinstance(self.static.program.scenes[cell[0]].ops[cell[1]], ir.Done):
                    stored = frozenset()
                for way in ways:
                    # a wake is no way to the section's end
                    ahead = first[way.to] if way.to in cells else self.wakes[way.to]
                    sure = surely[way.to] if way.to in cells else self.every
                    if way.stores is not None:
                        name, term = way.stores
                        ahead = ahead - {name}
                        sure = sure | {name}
                        if name in self.wanted:
                            ahead = ahead | self.static.asked.names(term)
                    reads = reads | ahead
                    stored = stored & sure
                if (reads, stored) != (first[cell], surely[cell]):
                    first[cell], surely[cell], moved = reads, stored, True
        self.first.append(first)
        self.surely.append(surely)

    def live(self, cells: list[Cell]) -> frozenset[Name]:
        """What still matters where the strands stand."""
        found: frozenset[Name] = frozenset()
        rest = self.after
        for first, surely, cell in zip(self.first, self.surely, cells, strict=True):
            found |= first[cell]
            rest -= surely[cell]
        return (found | rest) & self.wanted


# ------------------------------------------------------------------ the machine


def _tops(program: ir.Program) -> dict[int, int]:
    """How high each count has to be kept: a little more than what it is compared with."""
    tops: dict[int, int] = {}

    def look(part: Any) -> None:
        if isinstance(part, dict):
            for each in part.values():
                look(each)
        elif isinstance(part, tuple):
            if len(part) == 3 and part[0] in COMPARISONS:
                for one, other in ((part[1], part[2]), (part[2], part[1])):
                    if isinstance(one, tuple) and one[0] == "count" and isinstance(other, int):
                        tops[one[1]] = max(tops.get(one[1], 1), other + 1)
                        return
            if len(part) == 2 and part[0] == "count" and isinstance(part[1], int):
                tops[part[1]] = 99
            for each in part:
                look(each)
        elif type(part).__module__ == "weavec.ir":
            for name in fields(part):
                look(getattr(part, name))

    look(program.lets)
    look(program.scenes)
    look(program.texts)
    kept = {
        count: program.counts[count].max
        for scene in program.scenes for op in scene.ops
        for count in (
            [op.count] if isinstance(op, ir.First)
            else [o.count for o in op.options if o.once] if isinstance(op, ir.Choice) else []
        )
    }  # fmt: skip
    return {i: min(c.max, max(tops.get(i, 0), kept.get(i, 0)))
            for i, c in enumerate(program.counts)}  # fmt: skip


class _Script:
    """Takes the place of chance and watches what is stored, while the machine runs."""

    def __init__(self, outcomes: list[int]) -> None:
        self.outcomes = outcomes
        self.ways: list[int] = []
        self.wrote: set[Name] = set()
        self.opened: list[State] = []
        self.inside = True

    def pick(self, turn: Turn, ways: int) -> int:
        if ways == 1:
            return 0
        self.ways.append(ways)
        at = len(self.ways) - 1
        return self.outcomes[at] if at < len(self.outcomes) else 0

    @contextmanager
    def watching(self) -> Iterator[None]:
        real_set, real_add = machine_run._set, machine_run.add
        real_jump, real_begin = machine_run.jump, machine_merge.begin

        def set_(turn: Turn, cursor: Cursor, op: ir.Set) -> None:
            if self.inside:
                self.wrote.add(("var", op.var))
            real_set(turn, cursor, op)

        def add(turn: Turn, count: int) -> None:
            if self.inside:
                self.wrote.add(("count", count))
            real_add(turn, count)

        def jump(turn: Turn, op: ir.Jump) -> None:
            self.inside = False
            real_jump(turn, op)

        def begin(turn: Turn) -> None:
            real_begin(turn)
            self.opened.append(copy(turn.state))

        with (
            patch.object(machine_run, "pick", self.pick),
            patch.object(machine_merge, "pick", self.pick),
            patch.object(machine_run, "_set", set_),
            patch.object(machine_run, "add", add),
            patch.object(machine_step, "add", add),
            patch.object(machine_run, "jump", jump),
            patch.object(machine_step, "begin", begin),
            patch.object(machine_run, "SILENT_LIMIT", 400),
        ):
            yield


def each_draw(play: Callable[[_Script], Any]) -> Iterator[tuple[Any, _Script]]:
    """Play something with all outcomes of its draws."""
    waiting: list[list[int]] = [[]]
    while waiting:
        outcomes = waiting.pop()
        script = _Script(outcomes)
        with script.watching():
            result = play(script)
        for at in range(len(outcomes), len(script.ways)):
            before = [*outcomes, *[0] * (at - len(outcomes))]
            waiting += [[*before, taken] for taken in range(1, script.ways[at])]
        yield result, script


class Outcome:
    """What came of a strand's turn."""

    def __init__(self, beats: tuple[Any, ...], to: str, state: State, wrote: set[Name]) -> None:
        self.beats = beats
        self.to = to  # waits, left, rest
        self.state = state
        self.wrote = wrote


class Races:
    """All races of a story, as (place of the section's operation, strand, strand)."""

    def __init__(self, program: ir.Program, most: int = MOST) -> None:
        self.program = program
        self.most = most
        self.static = _Static(program)
        self.tops = _tops(program)
        self.texts = self.static.texts
        self.entries: dict[str, State] = {}
        self.found: set[tuple[Place, int, int]] = set()
        self.sections: dict[Cell, Section] = {}
        self.visited = 0
        self.turns: dict[tuple[str, int], list[Outcome]] = {}
        self._visit()
        for state in list(self.entries.values()):
            self._section(state)

    def trim(self, state: State) -> State:
        """A state without what no condition can ask for."""
        state["rng"] = state["n"] = 0
        state["dice"] = []
        state["stage"] = {"backdrop": None, "music": None, "cast": [], "effects": []}
        for var in self.texts:
            state["vars"][var] = ""
        for count, top in self.tops.items():
            state["counts"][count] = min(state["counts"][count], top)
        return state

    # -------------------------------------------------------------- the story

    def _visit(self) -> None:
        """Every state of the story, for the states in which its sections begin."""
        seen: set[str] = set()
        waiting: list[State] = []

        def come(state: State | None, script: _Script) -> None:
            for each in script.opened:
                trimmed = self.trim(each)
                self.entries.setdefault(json.dumps(trimmed), trimmed)
            if state is not None:
                key = json.dumps(self.trim(state))
                if key not in seen:
                    seen.add(key)
                    waiting.append(state)
                    self._count()

        for (state, _), script in each_draw(lambda s: machine.start(self.program, 0)):
            come(state, script)
        while waiting:
            state = waiting.pop()
            for given in machine.inputs(machine.render(self.program, state)):
                def play(_: _Script, state: State = state, given: Any = given) -> Any:
                    return machine.step(self.program, state, given)

                for (after, events), script in each_draw(play):
                    faulted = events[-1]["e"] in ("fault", "refused")
                    come(None if faulted else copy(after), script)

    def _count(self) -> None:
        self.visited += 1
        if self.visited > self.most:
            raise TooLarge

    # -------------------------------------------------------------- a section

    def _section(self, opened: State) -> None:
        main = opened["main"]
        op = operation(self.program, main)
        merge = opened["merge"]
        assert isinstance(op, ir.Strands) and merge is not None
        mode = self.program.scenes[merge["at"][0]].ops[merge["at"][1]].mode  # type: ignore
        if mode == "drifting" or len(op.strands) < 2:
            return
        cell = _cell(main)
        if cell not in self.sections:
            self.sections[cell] = Section(self.static, cell)
        place = (main["at"][0], main["at"][1])
        first = self.released(opened, op)
        seen = {json.dumps(first)}
        waiting = [first]
        while waiting:
            state = waiting.pop()
            able = self.able(state)
            for at, one in enumerate(able):
                for other in able[at + 1 :]:
                    key = (place, one, other)
                    if key not in self.found and self.race(self.sections[cell], state, one, other):
                        self.found.add(key)
            for strand in able:
                for outcome in self.turn(state, strand):
                    if outcome.to == "waits":
                        after = self.released(outcome.state, op)
                        key = json.dumps(after)
                        if key not in seen:
                            seen.add(key)
                            waiting.append(after)
                            self._count()

    def able(self, state: State) -> list[int]:
        """The strands that are ready."""
        assert state["merge"] is not None
        strands = state["merge"]["strands"]
        return [i for i, strand in enumerate(strands) if ready(self.program, strand)]

    def released(self, state: State, op: ir.Strands) -> State:
        """A state after the syncs at which all stand."""
        turn = Turn(self.program, copy(state))
        assert turn.state["merge"] is not None
        machine_merge._release(turn, turn.state["merge"], op)
        turn.state["merge"]["now"] = turn.state["merge"]["queue"] = []
        return turn.state

    def turn(self, state: State, strand: int) -> list[Outcome]:
        """All that can come of a strand's turn."""
        key = (json.dumps(state), strand)
        if key not in self.turns:
            self.turns[key] = list(self._turn(state, strand))
        return self.turns[key]

    def _turn(self, state: State, strand: int) -> Iterator[Outcome]:
        def silent(_: _Script) -> tuple[Stop | None, Turn]:
            turn = Turn(self.program, copy(state))
            assert turn.state["merge"] is not None
            turn.state["merge"]["now"], turn.state["merge"]["queue"] = [strand], []
            try:
                return machine_run.run(turn, turn.state["merge"]["strands"][strand]), turn
            except Fault:
                return None, turn

        for (stop, turn), script in each_draw(silent):
            if stop is None:
                continue
            if stop is Stop.LEFT:
                yield Outcome((), "left", self.trim(turn.state), script.wrote)
                continue
            if stop is Stop.WAIT:
                yield Outcome((), "waits", self.trim(turn.state), script.wrote)
                continue
            assert turn.state["merge"] is not None
            cursor = turn.state["merge"]["strands"][strand]
            for beat, given in self.answers(turn.state, cursor):
                if given is None:
                    yield Outcome((beat,), "rest", self.trim(turn.state), script.wrote)
                    continue
                after, more = self.answered(turn.state, given)
                to = "left" if after["merge"] is None else "waits"
                yield Outcome((beat,), to, self.trim(after), script.wrote | more)

    def answers(self, state: State, cursor: Cursor) -> Iterator[tuple[Any, Any]]:
        """What a reader can do at a beat; none where the story rests for good."""
        place = tuple(cursor["at"])
        match operation(self.program, cursor):
            case ir.Line():
                yield place, {"do": "next"}
            case ir.Ask():
                yield place, {"do": "say", "value": "Ada"}
            case ir.Choice() as choice:
                for option, is_open in offered(self.program, state, cursor, choice):
                    if is_open:
                        yield (place, option.id), {"do": "choose", "option": option.id}
            case _:
                yield place, None

    def answered(self, state: State, given: Any) -> tuple[State, set[Name]]:
        """The beat that is shown is finished, with its tail."""
        turn = Turn(self.program, copy(state))
        script = _Script([])
        with script.watching():
            machine_step._finish(turn, given)
        return turn.state, script.wrote

    # -------------------------------------------------------------- two strands

    def race(self, section: Section, state: State, one: int, other: int) -> bool:
        """Whether two ready strands race in a state."""
        both: list[set[Any]] = [set(), set()]
        firsts = [self.turn(state, one), self.turn(state, other)]
        strands = (one, other)
        for order in (0, 1):
            later = strands[1 - order]
            for outcome in firsts[order]:
                if outcome.to != "waits":
                    continue
                for then in self.turn(outcome.state, later):
                    if then.to == "waits":
                        beats = (outcome.beats, then.beats)
                        both[order].add(
                            (beats if order == 0 else beats[::-1],
                             *self.told(section, then.state))
                        )  # fmt: skip
            alone = {self.gone(section, each) for each in firsts[order] if each.to != "waits"}
            stays = [each for each in firsts[1 - order] if each.to == "waits"]
            after = {
                self.gone(section, each) for before in stays
                for each in self.turn(before.state, strands[order]) if each.to != "waits"
            }  # fmt: skip
            if stays and alone != after:
                return True
        return both[0] != both[1]

    def told(self, section: Section, state: State) -> tuple[Any, ...]:
        """A state in a section: where its strands stand, and what still matters."""
        assert state["merge"] is not None
        cells = [_cell(each) for each in state["merge"]["strands"]]
        return tuple(cells), _numbers(state, section.live(cells))

    def gone(self, section: Section, outcome: Outcome) -> tuple[Any, ...]:
        """A wake: its beats, where it goes, and what it stored that still matters there."""
        if outcome.to == "rest":
            return outcome.beats, "rest"
        cell = _cell(outcome.state["main"])
        kept = section.wakes[cell] & outcome.wrote & section.wanted
        return outcome.beats, cell, _numbers(outcome.state, kept)


def _cell(cursor: Cursor) -> Cell:
    nobody: Callable[[Any], int] = lambda mind: -1 if mind is None else mind  # noqa: E731
    scene, op = cursor["at"]
    stack = tuple((int(s or 0), int(o or 0), nobody(m)) for s, o, m in cursor["stack"])
    return scene, op, stack, nobody(cursor["mind"])


def _numbers(state: State, names: frozenset[Name]) -> tuple[Any, ...]:
    return tuple(
        (kind, i, state["vars"][i] if kind == "var" else state["counts"][i])
        for kind, i in sorted(names)
    )
