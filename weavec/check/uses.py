"""Uses: which memories an operation reads and writes, and what was revealed on the way to it.

Goes in: a program, and for the second question its `Reach`. Comes out: tables that the rules of
perspectives are checked against.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Any, TypeAlias

from weavec.check.reach import Point, Reach, answer
from weavec.ir import (
    Ask,
    Branch,
    Choice,
    Done,
    End,
    Expr,
    Line,
    Merge,
    Nodes,
    Op,
    Option,
    Program,
    Return,
    Set,
    Strands,
)
from weavec.node import node, replace

When: TypeAlias = tuple[tuple[Expr, bool], ...]
"""Conditions, each with what it must say."""

Read: TypeAlias = tuple[int, When]
"""A memory that a text shows or asks for, by its index, and when it does."""

Suspect: TypeAlias = tuple[int, int, int | None, When]
"""An operation that breaks a rule as far as control can tell: its scene, its number, the hidden
flag that would excuse it, or none, and when it would be broken."""


@node
class Use:
    """A memory, by its index among the variables, and whether it is written (or revealed).

    `when`: what must hold for that; without, it always is. `option`: the number of the option that
    uses it, if one does.
    """

    var: int
    written: bool
    when: When = ()
    option: int | None = None


def memory_uses(
    program: Program, scenes: Iterable[int] | None = None
) -> dict[tuple[int, int], dict[int, frozenset[Use]]]:
    """For each operation that uses memories, by (scene, operation): which, in which mind.

    What stands under a question for the perspective is used only in the minds that it lets pass.
    `scenes`: those that are looked at; without, all.
    """
    owned = {index for index, var in enumerate(program.vars) if var.owner is not None}
    if not owned:
        return {}
    anywhere = MemoryReader(program, owned, None)
    readers = {mind: MemoryReader(program, owned, mind) for mind in range(-1, len(program.minds))}
    found: dict[tuple[int, int], dict[int, frozenset[Use]]] = {}
    for scene_index in range(len(program.scenes)) if scenes is None else scenes:
        for at, op in enumerate(program.scenes[scene_index].ops):
            if anywhere.uses(op):
                found[scene_index, at] = {
                    mind: frozenset(reader.uses(op)) for mind, reader in readers.items()
                }
    return found


class MemoryReader:
    """Finds which memories are read when the perspective is `mind`; None: in whatever mind."""

    def __init__(self, program: Program, owned: set[int], mind: int | None) -> None:
        self.mind = mind
        self.program = program
        self.owned = owned
        self.texts = program.texts[program.story.language]
        names = {var.name: index for index, var in enumerate(program.vars)}
        self.hidden = {
            index: names[var.name.split(" ")[1]]
            for index, var in enumerate(program.vars)
            if var.name.startswith("reveal ")
        }
        self.cast = [m.id for m in program.minds] + [p.id for p in program.people]
        self.memo: dict[str, frozenset[Read]] = {}

    def uses(self, op: Op) -> set[Use]:
        """The memories of one operation."""
        match op:
            case Set(var=var, to=to):
                made = self.of_expr(to)
                if var in self.hidden:
                    made.add(Use(self.hidden[var], True))
                elif var in self.owned:
                    made.add(Use(var, True))
                return made
            case Branch(cond=cond):
                return self.of_expr(cond)
            case Line(id=id, name=name, who=who):
                keys = [id] if name is None else [id, name]
                if name is None and who is not None:
                    keys.append(f"@cast/{self.cast[who]}")
                return self.of_texts(keys)
            case Choice(id=id, options=options):
                made = self.of_texts([id])
                for number, option in enumerate(options):
                    made |= {replace(use, option=number) for use in self.of_option(option)}
                return made
            case Ask(id=id, var=var):
                made = self.of_texts([id])
                return made | {Use(var, True)} if var in self.owned else made
            case End(name=name):
                return self.of_texts([f"@ending/{name}"])
            case Merge(id=id, clarity=clarity):
                made = self.of_texts([f"@merge/{id}"])
                if clarity is not None:
                    made |= self.of_expr(clarity[0])
                return made
            case Strands(strands=strands):
                return self.of_texts([s.label for s in strands if s.label is not None])
            case _:
                return set()

    def of_option(self, option: Option) -> set[Use]:
        if option.cond is not None and self.said(option.cond) is False:
            return set()  # never shown in this mind
        shown: When = () if option.cond is None else ((option.cond, True),)
        made = self.of_texts([option.id, f"{option.id}!"], shown)
        for asked, when in ((option.cond, ()), (option.needs, shown)):
            if asked is not None:
                made |= self.of_expr(asked, when)
        return made

    def of_expr(self, form: Any, shown: When = ()) -> set[Use]:
        return {Use(var, False, when) for var, when in self.expr(form, shown)}

    def of_texts(self, keys: list[str], shown: When = ()) -> set[Use]:
        return {Use(var, False, shown + when) for key in keys for var, when in self.text(key)}

    def text(self, key: str) -> frozenset[Read]:
        """The memories that a text shows or asks for."""
        if key not in self.memo:
            nodes = self.texts.get(key, ())
            self.memo[key] = frozenset() if _plain(nodes) else frozenset(self.nodes(nodes, ()))
        return self.memo[key]

    def nodes(self, nodes: Nodes, when: When) -> set[Read]:
        """What the nodes of a text show or ask for, where certain conditions hold."""
        found: set[Read] = set()
        for each in nodes:
            if isinstance(each, str):
                continue
            match each:
                case ("em" | "strong", inner):
                    found |= self.nodes(inner, when)
                case ("ruby", base, reading):
                    found |= self.nodes(base, when) | self.nodes(reading, when)
                case ("show", form, *_):
                    found |= self.expr(form, when)
                case ("text", var):
                    found |= {(var, when) for var in {var} & self.owned}
                case ("let", str(key)):
                    found |= {(var, when + more) for var, more in self.text(key)}
                case ("if", arms, otherwise):
                    found |= self.arms(arms, otherwise, when)
                case ("either" | "first", arms):
                    for inner in arms:
                        found |= self.nodes(inner, when)
        return found

    def arms(self, arms: Any, otherwise: Nodes, when: When) -> set[Read]:
        """What a question in a text asks for and shows: each arm if those before it do not hold."""
        found: set[Read] = set()
        for cond, inner in arms:
            said = self.said(cond)
            if said is not False:
                found |= self.expr(cond, when)
                found |= self.nodes(inner, (*when, (cond, True)))
            if said:
                return found
            when = (*when, (cond, False))
        return found | self.nodes(otherwise, when)

    def said(self, form: Expr) -> bool | None:
        """What a condition says in this mind, if the perspective decides it."""
        if isinstance(form, int):
            return form != 0
        return None if self.mind is None else answer(form, self.mind)

    def expr(self, form: Any, when: When) -> set[Read]:
        """The memories that an expression reads, through lets too.

        What stands behind `and` is asked only where what stands before it holds, and behind `or`
        only where it does not.
        """
        if self.said(form) is not None:
            return set()
        match form:
            case ("var", int(var)):
                return {(var, when) for var in {var} & self.owned}
            case ("let", int(let)):
                return self.expr(self.program.lets[let], when)
            case ("count" | "mind" | "str", *_):
                return set()
            case ("and" | "or" as op, first, second):
                behind = (*when, (first, op == "and"))
                return self.expr(first, when) | self.expr(second, behind)
            case _:
                found: set[Read] = set()
                for part in form[1:]:
                    found |= self.expr(part, when)
                return found


def _plain(nodes: Nodes) -> bool:
    return len(nodes) == 1 and isinstance(nodes[0], str)


# ------------------------------------------------------------------ what was revealed


def revealed(reach: Reach) -> dict[Point, frozenset[int]]:
    """For each reached point, the hidden flags that are set on every way to it.

    A forward analysis whose values only shrink: where ways meet, what all of them revealed. After a
    visit stands what was known before it and what every way through the visited scene revealed;
    after a merge's section, what any of its strands revealed, for all of them have ended.
    """
    hidden = frozenset(
        index for index, var in enumerate(reach.program.vars) if var.name.startswith("reveal ")
    )
    if not hidden:
        return {}
    return _Revealed(reach, hidden).run()


class _Revealed:
    def __init__(self, reach: Reach, hidden: frozenset[int]) -> None:
        self.reach = reach
        self.hidden = hidden
        self.known: dict[Point, frozenset[int]] = {}
        self.waiting: deque[Point] = deque()
        self.section: dict[tuple[int, int], int] = {}  # (scene, `done`) -> its `strands`
        for index, scene in enumerate(reach.program.scenes):
            for at, op in enumerate(scene.ops):
                if isinstance(op, Strands):
                    for done in range(at, op.next):
                        if isinstance(scene.ops[done], Done):
                            self.section[index, done] = at

    def run(self) -> dict[Point, frozenset[int]]:
        for point, came in self.reach.came.items():
            if came is None:
                self.put(point, frozenset())
        while self.waiting:
            self.go_on(self.waiting.popleft())
        return self.known

    def put(self, point: Point, value: frozenset[int]) -> None:
        """One more way leads to `point`, on which `value` was revealed."""
        old = self.known.get(point)
        new = value if old is None else old & value
        if new != old:
            self.known[point] = new
            self.waiting.append(point)

    def go_on(self, point: Point) -> None:
        scene, at, mind, how = point
        op = self.reach.program.scenes[scene].ops[at]
        value = self.known[point]
        match op:
            case Set(var=var) if var in self.hidden:
                value |= {var}
            case Strands():
                self.section_ends(point, op)
                for strand in op.strands:
                    self.put((scene, strand.start, mind, how), value)
                return
            case Done():
                opened = self.section[scene, at]
                strands = self.reach.program.scenes[scene].ops[opened]
                assert isinstance(strands, Strands)
                self.section_ends((scene, opened, mind, how), strands)
                return
            case Return():
                for after in self.reach.after(point):
                    visit = (after[0], after[1] - 1, after[2], after[3])
                    self.put(after, value | self.known.get(visit, frozenset()))
                return
        for following in self.reach.after(point):
            self.put(following, value)

    def section_ends(self, point: Point, op: Strands) -> None:
        scene, at, mind, how = point
        value = self.known.get(point)
        if value is None:
            return
        for done, opened in [
            (place, opened) for (where, place), opened in self.section.items() if where == scene
        ]:
            if opened == at:
                value |= self.known.get((scene, done, mind, how), self.hidden)
        self.put((scene, op.next, mind, how), value)

