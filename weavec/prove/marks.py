"""Marks: conditions in the words of a story that have one answer only.

Goes in: a `Study`. Come out: the marks `{if …: …}` whose condition always or never holds wherever
its words are shown, and findings about them.

A condition is asked where its text is shown, if the marks around it and before it lead to it. Where
conditions of operations ask for the same variables, their values are known exactly; else one
variable at a time, and then a mark is told of only if that decides it. A mark in the text of a
`let` is asked wherever that is shown, and is told of if all of these give it one answer.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from typing import Final, TypeAlias

from weavec import ir
from weavec.check.lines import line_of
from weavec.diagnostics import Diagnostic, Sink
from weavec.ir import Place
from weavec.lower.program import Lowered
from weavec.node import node
from weavec.prove.engine import Study
from weavec.prove.explore import TOO_MUCH
from weavec.prove.graph import ENTERED, Edge, Kind, Way, shown_term
from weavec.prove.later import later
from weavec.prove.result import Asked
from weavec.prove.terms import Term, both, clamped, indices, negated, put, reads
from weavec.prove.verdicts import choice_at, rests
from weavec.source import Span
from weavec.symbols import SceneSymbol, Symbols
from weavec.syntax.tree import IfText
from weavec.syntax.walk import nodes as all_nodes

Question: TypeAlias = tuple[str, int, int]
"""The key of a text, the number of an `if` mark in it, the number of an arm of the mark."""


@node
class Mark:
    """A mark with one answer. `place`, `option`: where it is shown first; `last`: its last arm."""

    question: Question
    place: Place
    option: int | None
    answer: bool
    rest: bool


@node
class _Arm:
    """A condition in a text, and when it is asked. `arms`: how many its mark has."""

    question: Question
    cond: ir.Expr
    when: tuple[tuple[ir.Expr, bool], ...]
    arms: int
    rest: bool


@node
class _Showing:
    """Where a text is shown: a location, what must hold there, and what was stored since."""

    place: Place
    option: int | None
    source: int
    gate: Term
    env: tuple[tuple[int, Term], ...]


def mark_findings(symbols: Symbols, lowered: Lowered, study: Study) -> tuple[Diagnostic, ...]:
    """Findings about marks."""
    sink = Sink()
    scenes = list(symbols.scenes.values())
    for mark in marks(study):
        if scenes[mark.place[0]].decl.draft:
            continue
        said = "this never holds here, so its words are never shown"
        if mark.answer:
            said = "this always holds here"
            said += ", so the words after it are never shown" if mark.rest else ""
        sink.report(
            "constant-condition", _span(symbols, scenes, lowered, mark), said,
            "remove the question, or change what it asks for earlier in the story",
            verdict="proved",
        )  # fmt: skip
    return tuple(sink.found)


def text_conditions(study: Study) -> tuple[Asked, ...]:
    """The conditions of marks in texts that have one answer only, each where it is asked first."""
    return tuple(
        Asked(mark.place, "text", mark.option, mark.answer, ()) for mark in marks(study)
    )


def marks(study: Study) -> tuple[Mark, ...]:
    """The marks in texts whose conditions have one answer only.

    Those that always hold are left out where nothing is lost by it: the last of several questions
    that leave nothing over, and one for the perspective alone.
    """
    return Marks(study).run()


# ------------------------------------------------------------------ where marks are written


def _span(
    symbols: Symbols, scenes: list[SceneSymbol], lowered: Lowered, mark: Mark
) -> Span:
    """Where a mark is written; the line of its operation if that is not certain."""
    key, number, _ = mark.question
    scene, op = mark.place
    texts = lowered.program.texts[lowered.program.story.language]
    if key.startswith("@let/"):
        let = symbols.lets[key.removeprefix("@let/")]
        some = [each for each in all_nodes(let.decl.value) if isinstance(each, IfText)]
        if number < len(some):
            return let.site.span(some[number].at, some[number].end)
        return let.site.of(let.decl.name)
    whole = line_of(scenes, lowered, mark.place, mark.option)
    site = lowered.sites[scene]
    before = 0
    if mark.option is not None:
        choice = lowered.program.scenes[scene].ops[op]
        assert isinstance(choice, ir.Choice)
        if not key.endswith("!"):  # the lock's words stand before the option's
            lock = texts.get(f"{choice.options[mark.option].id}!", ())
            before = len({arm.question[1] for arm in _arms(lock, "", ())})
    elif key.startswith("@"):
        return whole
    decl = scenes[scene].decl
    some = sorted(
        (
            each for each in all_nodes(decl.body) if isinstance(each, IfText)
            and whole.start <= site.base + each.at and site.base + each.end <= whole.end
        ),
        key=lambda each: (each.at, -each.end),
    )  # fmt: skip
    if before + number >= len(some):
        return whole
    return site.span(some[before + number].at, some[before + number].end)


# ------------------------------------------------------------------ the conditions of a text


def _arms(
    nodes: ir.Nodes, key: str, when: tuple[tuple[ir.Expr, bool], ...], first: int = 0
) -> list[_Arm]:
    """All conditions of a text, texts of lets aside; marks are numbered as they are written."""
    found: list[_Arm] = []

    def count() -> int:
        return first + len({arm.question[1] for arm in found})

    for each in nodes:
        match each:
            case ("em" | "strong", inner):
                found += _arms(inner, key, when, count())
            case ("ruby", base, reading):
                found += _arms(base, key, when, count())
                found += _arms(reading, key, when, count())
            case ("either" | "first", arms):
                for inner in arms:
                    found += _arms(inner, key, when, count())
            case ("if", arms, last):
                number = count()
                before = when
                inside: list[tuple[ir.Nodes, tuple[tuple[ir.Expr, bool], ...]]] = []
                for place, (cond, inner) in enumerate(arms):
                    more = bool(last) or place + 1 < len(arms)
                    found.append(_Arm((key, number, place), cond, before, len(arms), more))
                    inside.append((inner, (*before, (cond, True))))
                    before = (*before, (cond, False))
                inside.append((last, before))
                for inner, asked in inside:
                    found += _arms(inner, key, asked, count())
    return found


def _lets(
    nodes: ir.Nodes, when: tuple[tuple[ir.Expr, bool], ...]
) -> Iterator[tuple[str, tuple[tuple[ir.Expr, bool], ...]]]:
    """The texts that a text shows inside of itself, and when."""
    for each in nodes:
        match each:
            case ("let", str(key)):
                yield key, when
            case ("em" | "strong", inner):
                yield from _lets(inner, when)
            case ("ruby", base, reading):
                yield from _lets((*base, *reading), when)
            case ("either" | "first", arms):
                for inner in arms:
                    yield from _lets(inner, when)
            case ("if", arms, last):
                before = when
                for cond, inner in arms:
                    yield from _lets(inner, (*before, (cond, True)))
                    before = (*before, (cond, False))
                yield from _lets(last, before)


# ------------------------------------------------------------------ the answers


class Marks:
    """The answers of marks in the making. `asking`: texts with marks, by key."""

    def __init__(self, study: Study) -> None:
        self.study: Final = study
        self.program: Final = study.program
        self.terms: Final = study.graph.terms
        self.texts: Final = study.program.texts.get(study.program.story.language, {})
        self.minds: Final = range(-1, len(study.program.minds))
        self.within: dict[int, Collection[int]] = {}
        self.asking: dict[str, list[_Arm]] = {}
        for key, nodes in self.texts.items():
            if len(nodes) != 1 or not isinstance(nodes[0], str):
                some = self.arms(key, nodes)
                if some:
                    self.asking[key] = some
        self.answers: dict[Question, set[bool]] = {}
        self.first: dict[Question, tuple[Place, int | None, _Arm]] = {}

    def arms(self, key: str, nodes: ir.Nodes) -> list[_Arm]:
        """The conditions that a text asks, those of lets in it, too."""
        found: list[_Arm] = []
        waiting: list[tuple[str, ir.Nodes, tuple[tuple[ir.Expr, bool], ...]]] = [(key, nodes, ())]
        while waiting:
            name, some, when = waiting.pop()
            found += _arms(some, name, when)
            waiting += [(let, self.texts.get(let, ()), asked) for let, asked in _lets(some, when)]
        return [arm for arm in found if self.decides(arm.cond)]

    def decides(self, cond: ir.Expr) -> bool:
        """Whether a condition asks for anything, and for no texts."""
        bits = self.reads(cond)
        asks = bits or len({self.terms.of(cond, mind) for mind in self.minds}) > 1
        return bool(asks) and not any(bits >> var & 1 for var in self.terms.texts)

    def reads(self, cond: ir.Expr) -> int:
        """The variables that a condition asks for, in whatever mind, as bits."""
        bits = 0
        for mind in self.minds:
            bits |= reads(self.terms.of(cond, mind))
        return bits

    def run(self) -> tuple[Mark, ...]:
        if self.asking:
            for key, showing in self.showings():
                for arm in self.asking[key]:
                    self.ask(arm, showing)
        found: list[Mark] = []
        for question, said in self.answers.items():
            if len(said) != 1:
                continue
            place, option, arm = self.first[question]
            answer = next(iter(said))
            if answer and not arm.rest and (
                (arm.arms > 1 and question[2] == arm.arms - 1) or not self.reads(arm.cond)
            ):
                continue  # nothing is lost by it
            found.append(Mark(question, place, option, answer, arm.rest))
        return tuple(sorted(found, key=lambda mark: (mark.place, mark.option or 0, mark.question)))

    def ask(self, arm: _Arm, showing: _Showing) -> None:
        """Note the answers that a condition can have at a showing, in whatever mind it may be."""
        old = self.answers.setdefault(arm.question, set())
        if len(old) == 2:
            return
        env = dict(showing.env)
        asked: set[tuple[Term, Term]] = set()
        for mind in self.minds_at(showing.place):
            when = showing.gate
            for cond, said in arm.when:
                term = put(self.terms.of(cond, mind), env)
                when = both(when, term if said else negated(term))
            cond = put(self.terms.of(arm.cond, mind), env)
            if (when, cond) in asked:
                continue  # the mind makes no difference
            asked.add((when, cond))
            for answer, term in ((True, cond), (False, negated(cond))):
                if answer not in old and self.can(both(when, term), showing.source):
                    old.add(answer)
                    self.first.setdefault(arm.question, (showing.place, showing.option, arm))

    def minds_at(self, place: Place) -> Collection[int]:
        """In whose mind an operation may be passed, or more."""
        scene, op = place
        inside = self.program.scenes[scene].inside
        if inside is not None and inside[op] >= 0:
            return (inside[op],)
        found = self.within.get(scene)
        if found is None:
            found = self.within[scene] = self._minds_in(scene)
        return found

    def _minds_in(self, scene: int) -> Collection[int]:
        """In whose mind a scene is entered, and whose its own lines make it."""
        entered = self.study.verdicts.entries.get(scene)
        if not entered:
            return self.minds
        found = set(entered)
        for op in self.program.scenes[scene].ops:
            if isinstance(op, (ir.Shift, ir.Jump)) and op.mind is not None:
                found.add(op.mind)
        return found

    def can(self, term: Term, source: int) -> bool:
        """Whether a condition can hold in some state of a location; true if it is not certain."""
        values, diagrams = self.study.values, self.study.diagrams
        if source < 0:
            return bool(put(term, {v: self.terms.variables[v].init for v in indices(reads(term))}))
        here = self.study.found.states[source]
        assert here is not None
        state = values.at[source]
        if isinstance(term, int):
            return term != 0
        if not values.passing(term, state):
            return False
        known = values.reduced(term, state)
        active = self.study.layout.active[source]
        if any(not active >> values.low[var] & 1 for var in indices(reads(known))):
            return True
        try:
            return bool((here & diagrams.condition(known)).satisfiable())
        except TOO_MUCH:
            return True

    # -------------------------------------------------------------- where texts are shown

    def showings(self) -> Iterator[tuple[str, _Showing]]:
        """All places where a text with a mark is shown, and the states there."""
        graph = self.study.graph
        rows = self.rows()
        known = later(self.study)
        yield from self.on_edge(graph.start, rows)
        for at in graph.locations:
            if self.study.found.states[at.index] is None:
                continue
            if at.kind is Kind.CHOICE and rests(at):
                yield from self.at_choice(at.index)
            elif at.kind is Kind.END:
                op = self.program.scenes[at.scene].ops[at.op]
                if isinstance(op, ir.End) and f"@ending/{op.name}" in self.asking:
                    yield f"@ending/{op.name}", _Showing((at.scene, at.op), None, at.index, 1, ())
            for edge in known.chords.get(at.index, ()):
                scene, op_index = edge.spans[:2]
                for key in self.keys(scene, op_index):
                    place = (scene, op_index)
                    yield key, _Showing(place, None, at.index, edge.guard, ())
            for edge in known.turned.get(at.index, ()):
                for _, place, key in self.passed(edge, rows):
                    yield key, _Showing(place, None, at.index, 1, ())
            for edge in at.out:
                if edge.taken and edge.spans:
                    yield from self.on_edge(edge, rows)

    def keys(self, scene: int, op: int) -> list[str]:
        """The texts with marks that a line or a question shows."""
        at = self.program.scenes[scene].ops[op]
        return [at.id] if isinstance(at, (ir.Line, ir.Ask)) and at.id in self.asking else []

    def rows(self) -> list[list[int]]:
        """For each scene, the lines and questions whose texts have marks."""
        return [
            [
                at for at, op in enumerate(scene.ops)
                if isinstance(op, (ir.Line, ir.Ask)) and op.id in self.asking
            ]
            for scene in self.program.scenes
        ]  # fmt: skip

    def passed(self, edge: Edge, rows: list[list[int]]) -> Iterator[tuple[int, Place, str]]:
        """The texts with marks that an edge passes, each with the number of its span."""
        spans = edge.spans
        for i in range(0, len(spans), 3):
            scene, first, last = spans[i : i + 3]
            row = rows[scene]
            if last < 0 or not row:
                continue
            for op in row[bisect_left(row, first) :]:
                if op > last:
                    break
                for key in self.keys(scene, op):
                    yield i, (scene, op), key

    def on_edge(self, edge: Edge, rows: list[list[int]]) -> Iterator[tuple[str, _Showing]]:
        """The texts that are shown while an edge is passed."""
        for at, place, key in self.passed(edge, rows):
            if at == 0 and later(self.study).told_in_chord(edge):
                continue
            env: dict[int, Term] = {}
            for var, term in edge.sets[: self.stored_before(edge, at, place[1])]:
                of = self.terms.variables[var]
                env[var] = clamped(put(term, env), of.lo, of.hi)
            if edge.source < 0:
                first: dict[int, Term] = {
                    var: of.init for var, of in enumerate(self.terms.variables)
                }
                env = first | {var: put(term, first) for var, term in env.items()}
            yield key, _Showing(place, None, edge.source, edge.guard, tuple(env.items()))

    def stored_before(self, edge: Edge, span: int, op: int) -> int:
        """How many of an edge's sets are made before an operation in one of its spans."""
        scenes, texts, spans = self.program.scenes, self.terms.texts, edge.spans
        found = 0
        if edge.way is Way.CHOOSE:
            choice = choice_at(self.study.graph, self.study.graph.locations[edge.source])
            found += choice.options[edge.number].count is not None
        for i in range(0, span + 3, 3):
            scene, first, last = spans[i : i + 3]
            if last == ENTERED:
                found += scenes[scene].count is not None
            for index in range(first, (op if i == span else last + 1) if last >= 0 else 0):
                at = scenes[scene].ops[index]
                if isinstance(at, ir.Set):
                    found += at.var not in texts
                elif isinstance(at, (ir.Count, ir.First)):
                    found += 1
        return found

    def at_choice(self, index: int) -> Iterator[tuple[str, _Showing]]:
        """The texts that are shown at a choice: its prompt, its options, their locks."""
        graph = self.study.graph
        at = graph.locations[index]
        place = (at.scene, at.op)
        choice = choice_at(graph, at)
        inside = self.program.scenes[at.scene].inside
        own = inside is not None and inside[at.op] >= 0
        mind = inside[at.op] if own and inside else at.context.mind
        if choice.id in self.asking:
            yield choice.id, _Showing(place, None, index, 1, ())
        for number, option in enumerate(choice.options):
            gate = shown_term(self.terms, option, mind)
            if option.id in self.asking:
                yield option.id, _Showing(place, number, index, gate, ())
            if f"{option.id}!" in self.asking and option.needs is not None:
                locked = both(gate, negated(self.terms.of(option.needs, mind)))
                yield f"{option.id}!", _Showing(place, number, index, locked, ())
