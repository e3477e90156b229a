"""The report: what a study says to the author.

Goes in: a `Study` with what it was made of. Comes out: findings, with verdicts, and walks where
something is refuted. What one flaw brings about is said once: a condition that never holds is not
reported where what stands under it is, and a place from which nothing but a dead end can be reached
is no softlock of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

from weavec import ir
from weavec.check.lines import line_of
from weavec.check.unreached import NEVER_HOLDS, unreachable_option
from weavec.diagnostics import Diagnostic, Kin, Label, Sink
from weavec.ir import Place
from weavec.lower.program import Lowered
from weavec.machine.run import SILENT_LIMIT
from weavec.prove.diagrams import Set
from weavec.prove.engine import Study
from weavec.prove.escape import DRAWN, Attraction, whole_goal
from weavec.prove.explore import TOO_MUCH, Watch
from weavec.prove.graph import Edge, Graph, Kind, Location, Way, open_terms, passed
from weavec.prove.loops import Loop, endless
from weavec.prove.reasons import Reasons
from weavec.prove.replay import TooFarError
from weavec.prove.summary import looping_at
from weavec.prove.terms import Term
from weavec.prove.verdicts import choice_at, mind_at, rests
from weavec.prove.ways import Ways, at_place
from weavec.source import Span
from weavec.symbols import SceneSymbol, Symbols
from weavec.syntax.tree import MergeBlock, StrandBlock
from weavec.syntax.walk import statements

T = TypeVar("T")

MOST_SHOWN: Final = 20
"""Findings of a kind that are shown with a walk; the others go without."""


def findings(
    symbols: Symbols, lowered: Lowered, study: Study, reasons: Reasons
) -> tuple[Diagnostic, ...]:
    """All findings of the proofs that are not about control alone."""
    made = _Report(symbols, lowered, study, reasons)
    made.options()
    made.perspectives()
    made.dead_ends()
    made.softlocks()
    made.loops()
    made.conditions()
    return tuple(made.sink.found)


class _Report:
    def __init__(
        self, symbols: Symbols, lowered: Lowered, study: Study, reasons: Reasons
    ) -> None:
        self.reasons = reasons
        self.symbols = symbols
        self.lowered = lowered
        self.study = study
        self.program = lowered.program
        self.graph = study.graph
        self.found = study.found
        # ways are shown where they are found in time; what they show is proved without them
        self.ways = Ways(study.program, study.found, Watch(study.watch.left() / 3))
        self.sink = Sink()
        self.by_index: list[SceneSymbol] = list(symbols.scenes.values())
        self.barred: set[tuple[Place, int]] = set()  # options that nobody can pick
        self.standing = reasons.standing

    # -------------------------------------------------------------- places

    def span(self, place: Place, option: int | None = None) -> Span:
        """The line of an operation, or of an option of it."""
        return line_of(self.by_index, self.lowered, place, option)

    # -------------------------------------------------------------- what nobody comes to

    def options(self) -> None:
        verdicts = self.study.verdicts
        places: dict[Place, ir.Choice] = {}
        for at in self.graph.locations:
            if at.kind is Kind.CHOICE and rests(at) and self.found.states[at.index] is not None:
                places[at.scene, at.op] = choice_at(self.graph, at)
        for place, choice in places.items():
            for number, option in enumerate(choice.options):
                if (place, number) in verdicts.options:
                    continue
                self.barred.add((place, number))
                if self.by_index[place[0]].decl.draft:
                    continue
                why = self.reasons.why(place, self.guard(place, number))
                shown = "it can be seen, but its lock never opens" if self.locked(
                    place, number
                ) else NEVER_HOLDS
                if option.cond is None and option.needs is None:
                    shown = "others are always open" if option.otherwise else shown
                unreachable_option(self.sink, self.span(place, number), shown, why)

    def locked(self, place: Place, number: int) -> bool:
        """Whether an option is ever shown with its lock."""
        key = (place, "needs", number)
        return key in self.study.verdicts.answers

    def guard(self, place: Place, number: int) -> Term:
        """What an option asks for, in one of the contexts of its choice."""
        for at in self.standing.get(place, ()):
            if at.kind is Kind.CHOICE:
                return asked_for(self.graph, at, number)
        return 1

    def perspectives(self) -> None:
        entries = self.study.verdicts.entries
        for symbol in self.by_index:
            met = entries.get(symbol.index, set())
            if symbol.decl.draft or not met or len(symbol.minds) < 2:
                continue
            for name, mind in zip(symbol.decl.minds, symbol.minds, strict=True):
                if mind not in met:
                    self.sink.report(
                        "unreachable-perspective", symbol.site.of(name),
                        f"no way leads into this scene as {name.text}",
                        f"enter it somewhere with `-> {symbol.decl.name.text} as {name.text}`,"
                        " or take the name from the heading",
                        verdict="proved",
                    )  # fmt: skip

    # -------------------------------------------------------------- where readers are stuck

    def dead_ends(self) -> None:
        for shown, (place, states) in enumerate(sorted(
            self.study.verdicts.dead.items(), key=lambda each: each[0]
        )):  # fmt: skip
            made = in_time(partial(self.ways.to_locations, states, at_place(place)), shown)
            labels: tuple[Label, ...] = ()
            lost = self.ways.lost_at(made[1], self.study.good) if made else None
            if lost is not None:
                labels = (Label(
                    self.span(*lost), "after this, no ending could be reached any more"
                ),)  # fmt: skip
            self.sink.report(
                "dead-end", self.span(place),
                "a reader can stand here with no option left to pick",
                "add an option that is always open, such as one with `otherwise`,"
                " or make sure that one of these can be picked",
                labels, verdict="refuted", witness=made[0] if made else None,
            )  # fmt: skip

    def softlocks(self) -> None:
        """For each choice at which a reader can lose every ending, where that shows first."""
        bad = self.hopeless()
        if bad is None:
            return
        lost: dict[tuple[Place, int], dict[Edge, Set]] = {}
        for at in self.graph.locations:
            good = self.study.good[at.index]
            if good is None:
                continue
            for edge in at.out:
                behind = bad[edge.target] if edge.taken else None
                if behind is None or edge.way is Way.AUTO:
                    continue
                states = good & self.study.diagrams.preimage(edge, behind)
                if states.satisfiable():
                    number = edge.number if edge.decided else -1
                    lost.setdefault(((at.scene, at.op), number), {})[edge] = states
        for shown, ((place, number), edges) in enumerate(sorted(
            lost.items(), key=lambda each: each[0]
        )):  # fmt: skip
            self.softlock(place, number, edges, shown)
        if not lost:
            self.lost_by_draws(bad)

    def softlock(
        self, place: Place, number: int, edges: dict[Edge, Set], shown: int
    ) -> None:
        """One option, strand or draw after which no ending is left."""
        made = in_time(partial(self.ways.to_edges, edges), shown)
        message = "from here a reader can reach no ending any more"
        hint = "lead a way out of what follows, or do not offer this once it is too late"
        labels: tuple[Label, ...] = ()
        span = self.picked(place, number)
        if all(edge.way in DRAWN for edge in edges):  # said where it was left to chance
            message = "from here chance can lead to where no ending can be reached any more"
            hint = "lead a way out of each outcome"
            last = self.ways.lost_at(made[1], self.study.good) if made else None
            if last is not None:
                labels, span = (Label(span, "it is drawn here"),), self.picked(*last)
        kin = Kin(f"{self.program.scenes[place[0]].id} {place[1]}", "and from here")
        self.sink.report(
            "softlock", span, message, hint, labels,
            verdict="refuted", witness=made[0] if made else None, kin=kin,
        )  # fmt: skip

    def picked(self, place: Place, number: int) -> Span:
        """The line of what a reader picks: an option, or a strand of a dream-merge."""
        op = self.op(place)
        if isinstance(op, ir.Strands) and number >= 0:
            first = self.span((place[0], op.strands[number].start))
            site, body = self.lowered.sites[place[0]], self.by_index[place[0]].decl.body
            return max(
                (
                    site.of(part.mind) for each in statements(body) if isinstance(each, MergeBlock)
                    for part in each.parts if isinstance(part, StrandBlock)
                    and site.of(part.mind).start < first.start
                ),
                key=lambda span: span.start, default=first,
            )  # fmt: skip
        return self.span(place, number if number >= 0 else None)

    def hopeless(self) -> list[Set | None] | None:
        """The states from which neither an ending nor a reported trap can be reached."""
        states, verdicts = self.found.states, self.study.verdicts
        if not any(bad is not None for bad in verdicts.bad):
            return None
        goal = whole_goal(self.found, (
            at.index for at in self.graph.locations
            if at.kind in (Kind.END, Kind.HOLE, Kind.FAULT)
        ))  # fmt: skip
        for each in verdicts.dead.values():
            for index, shut in each:
                goal[index] = goal[index] | shut if index in goal else shut
        for index, some in endless(self.found, self.study.loops, self.study.watch):
            goal[index] = goal[index] | some if index in goal else some
        good = Attraction(self.found, goal, False, self.study.watch).run()
        bad: list[Set | None] = []
        for index, here in enumerate(states):
            fine = good[index]
            left = here if here is None or fine is None else here & ~fine
            bad.append(None if left is None or not left.satisfiable() else left)
        return bad if any(each is not None for each in bad) else None

    def lost_by_draws(self, bad: list[Set | None]) -> None:
        """A softlock that no choice of the reader's leads into, but a draw, or the whole story."""
        if not self.study.verdicts.endings:
            return  # said elsewhere: the story never ends
        for place, some in sorted(self.study.verdicts.soft.items(), key=lambda each: each[0]):
            if any(bad[index] is not None for index, _, _ in some):
                made = in_time(partial(self.ways.to_soft, place, some))
                self.sink.report(
                    "softlock", self.span(place),
                    "here a reader can reach no ending any more",
                    "lead a way out of here to an ending",
                    verdict="refuted", witness=made[0] if made else None,
                )  # fmt: skip
                return

    def op(self, place: Place) -> ir.Op:
        """The operation of a place."""
        return self.program.scenes[place[0]].ops[place[1]]

    def loops(self) -> None:
        said: set[Span] = set()
        for loop in self.study.loops:
            at = self.span(self.closing(loop) or looping_at(self.study, loop))
            if at in said:
                continue  # another location on the same way round
            walk = in_time(partial(self.ways.to_loop, loop), len(said))
            said.add(at)
            message = "this can go round without a line between"
            hint = "put a line, a choice or an `end` into the way round"
            if loop.far:
                message = f"from here more than {SILENT_LIMIT:,} steps are taken without a line"
                hint = "put a line or a choice in between, or visit fewer scenes"
            self.sink.report(
                "silent-loop", at, message, hint, verdict="refuted", witness=walk
            )

    def closing(self, loop: Loop) -> Place | None:
        """The line from which a way round leads back to the first of its operations; of a way that
        is too long, the first line."""
        again = loop.again
        ops = passed(again.spans) if again else [
            op for edge in loop.edges for op in passed(edge.spans)
        ]  # fmt: skip
        first = ops.index(min(ops)) if ops else 0
        for scene, op in ops if loop.far else reversed([*ops[first:], *ops[:first]]):
            if self.lowered.places[scene][op] is not None:
                return scene, op
        return None

    # -------------------------------------------------------------- conditions

    def conditions(self) -> None:
        verdicts = self.study.verdicts
        for (place, part, option), said in sorted(
            verdicts.answers.items(), key=lambda each: (each[0][0], each[0][2] or 0, each[0][1])
        ):
            if len(said) != 1 or (option is not None and (place, option) in self.barred):
                continue
            if option is None and place not in self.standing:
                continue  # the perspective alone decides it, wherever it is asked
            answer = next(iter(said))
            expr = self.condition(place, part, option)
            if expr is None or not asks_values(expr, self.program) or (
                option is None and self.told_elsewhere(place, answer)
            ):
                continue
            term = self.graph.terms.of(expr, -1)
            why = self.reasons.why(place, term)
            word = "this lock" if part == "needs" else "this condition"
            does = ("never closes" if answer else "never opens") if part == "needs" else (
                "always holds" if answer else "never holds"
            )  # fmt: skip
            self.sink.report(
                "constant-condition", self.span(place, option),
                f"{word} {does} here" + (f": {why}" if why else ""),
                "remove the question, or change what it asks for earlier in the story",
                verdict="proved",
            )  # fmt: skip

    def condition(self, place: Place, part: str, option: int | None) -> ir.Expr | None:
        """The author's condition of a branch or an option."""
        op = self.op(place)
        if isinstance(op, ir.Branch):
            return op.cond
        assert isinstance(op, ir.Choice) and option is not None
        return op.options[option].cond if part == "if" else op.options[option].needs

    def told_elsewhere(self, place: Place, answer: bool) -> bool:
        """Whether a branch's one answer needs no saying.

        Lines under it that nobody reaches are reported themselves. And the last `else if` of a
        chain that leaves nothing out always holds when it is asked.
        """
        scene, at = place
        op = self.op(place)
        assert isinstance(op, ir.Branch)
        ops = self.program.scenes[scene].ops
        before = ops[at - 1] if at else None
        if answer and isinstance(before, ir.Goto) and before.to > at and (
            self.lowered.places[scene][at - 1] is None  # the end of an arm, and no author's jump
        ) and any(isinstance(each, ir.Branch) and each.otherwise == at for each in ops):
            return True
        places, own = self.lowered.places[scene], self.lowered.places[scene][at]
        touched = self.study.touched(scene)
        met = {places[each] for each in touched}
        unmet = {
            places[each] for each in range(at + 1, len(ops))
            if each not in touched and places[each] is not None and places[each] not in met
        }  # fmt: skip
        start, stop = (at + 1, op.otherwise) if not answer else (op.otherwise, op.otherwise + 1)
        return own is None or any(places[each] in unmet for each in range(start, stop))


def asked_for(graph: Graph, at: Location, number: int) -> Term:
    """What an option of the choice at a location asks for."""
    here, choice = mind_at(graph, at), choice_at(graph, at)
    option = choice.options[number]
    if option.otherwise:
        return open_terms(graph.terms, choice, here)[number]
    terms = [
        graph.terms.of(each, here) for each in (option.cond, option.needs) if each is not None
    ]
    return terms[0] if len(terms) == 1 else ("and", *terms) if terms else 1


def in_time(find: Callable[[], T | None], shown: int = 0) -> T | None:
    """A way, unless the time for ways is over or enough are shown."""
    if shown >= MOST_SHOWN:
        return None
    try:
        return find()
    except (*TOO_MUCH, TooFarError):
        return None


def asks_values(expr: ir.Expr, program: ir.Program) -> bool:
    """Whether a condition asks for more than the perspective."""
    if isinstance(expr, int):
        return True
    if expr[0] == "let":
        return asks_values(program.lets[expr[1]], program)
    if expr[0] in ("var", "count"):
        return True
    return any(
        asks_values(part, program) for part in expr[1:] if isinstance(part, tuple)
    )

