"""What still matters where the strands of a section stand, asked of control alone.

Goes in: a program. Comes out: for a cursor outside of sections, and for the cursors of a section's
strands, the variables and counts that some way of control asks for before they are stored anew.
Sections that come later count as a whole, with all that they ask for and store in any order.
"""

from __future__ import annotations

from typing import Any

from weavec import ir
from weavec.values import evaluate

Name = tuple[str, int]
"""A variable ("var", index) or a count."""
Cell = tuple[int, int, tuple[tuple[int, int, int], ...], int]
"""A cursor, frozen: scene, operation, ways back, mind (-1: nobody)."""


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


class Static:
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
        ops = self.program.scenes[scene].ops
        bounds = [*(strand.start for strand in op.strands), op.next]
        for strand, bound in zip(op.strands, bounds[1:], strict=True):
            own = range(strand.start, bound)
            # behind a sync a strand goes on, as far as the section is told as a whole
            starts = [strand.start, *(i + 1 for i in own if isinstance(ops[i], ir.Sync))]
            for start in starts:
                cells, wakes = self.strand_cells((scene, start, (), strand.mind), mind)
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

    def __init__(self, static: Static, main: Cell) -> None:
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
        first: dict[Cell, frozenset[Name]] = dict.fromkeys(cells, frozenset())
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
