"""What nobody comes to: scenes, lines and endings to which no way leads.

Goes in: a program, and which of its operations are reached, as control says it or as it is proved.
Comes out: findings, with the reason where there is a short one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Protocol

from weavec.check.lines import line_of
from weavec.check.reach import unleft
from weavec.diagnostics import Diagnostic, Label, Sink
from weavec.ir import Choice, End, First, Goto, Hole, Jump, Merge, Return, Unmerge, Visit
from weavec.lower.program import Lowered
from weavec.source import Span
from weavec.symbols import SceneSymbol, Symbols

NEVER_HOLDS = "what it asks for never holds here"
UNLEFT = "no `leave` stands in this hub"
LEAVE = "a hub comes back after each of its options: write `leave` in the one that goes on below it"


class Why(Protocol):
    """What the proofs know of reasons."""

    def above(self, scene: int, op: int) -> tuple[int, str] | None:
        """The branch that keeps all away from an operation that nobody reaches, and how."""
        ...


def unreached_scenes(
    symbols: Symbols, lowered: Lowered, unmet: frozenset[int]
) -> tuple[Diagnostic, ...]:
    """The findings about scenes that are proved not to be reached: those of `unmet`."""
    sink = Sink()
    some = [symbol for symbol in symbols.scenes.values() if symbol.index in unmet]
    Unreached(symbols, lowered, lambda _: set(), sink, None, True, some).scenes()
    return tuple(sink.found)


def unreachable_option(sink: Sink, span: Span, shown: str = NEVER_HOLDS, why: str = "") -> None:
    """Report an option that nobody can pick. `shown`: how it is shut; `why`: a short reason."""
    sink.report(
        "unreachable-option", span,
        f"no reader can ever pick this option: {shown}" + (f" ({why})" if why else ""),
        "change what it asks for, or change it earlier in the story; or remove it",
        verdict="proved",
    )  # fmt: skip


class Unreached:
    """Reports what is not reached.

    `reached`: the operations of a scene that are. `proved`: whether that is proved. `some`: the
    scenes that are looked at.
    """

    def __init__(
        self, symbols: Symbols, lowered: Lowered, reached: Callable[[int], set[int]], sink: Sink,
        why: Why | None, proved: bool, some: list[SceneSymbol],
    ) -> None:  # fmt: skip
        self.symbols = symbols
        self.lowered = lowered
        self.program = lowered.program
        self.reached = reached
        self.sink = sink
        self.why = why
        self.verdict = "proved" if proved else None
        self.by_index = some
        self.every = list(symbols.scenes.values())

    def span(self, scene: int, op: int) -> Span:
        """The line of an operation; the scene's heading if it has none of its own."""
        return line_of(self.every, self.lowered, (scene, op))

    def scenes(self) -> None:
        for symbol in self.by_index:
            if symbol.decl.draft or self.reached(symbol.index):
                continue
            name = symbol.decl.name.text
            self.sink.report(
                "unreachable-scene", symbol.site.of(symbol.decl.name),
                f"no way leads from the start to the scene `{name}`", *self._ways_to(symbol),
                verdict=self.verdict,
            )  # fmt: skip

    def _ways_to(self, symbol: SceneSymbol) -> tuple[str, tuple[Label, ...]]:
        """How a scene could be come to, and the first line that would lead there."""
        name = symbol.decl.name.text
        place = self._led.get(symbol.index)
        if place is None:
            return f"jump to it somewhere: `-> {name}`, or make it a `draft scene` for now", ()
        label = Label(self.span(*place), "this would, but nobody comes to it")
        return f"lead a way to the line that goes to `{name}`, or go there elsewhere", (label,)

    @cached_property
    def _led(self) -> dict[int, tuple[int, int]]:
        """For each scene, the first line of another that goes there."""
        found: dict[int, tuple[int, int]] = {}
        op: Any  # told apart by its type, which is quicker here than `isinstance`
        for scene, each in enumerate(self.program.scenes):
            for at, op in enumerate(each.ops):
                kind = type(op)
                if kind is Jump or kind is Visit:
                    to = op.to[0] if kind is Jump else op.scene
                    if to != scene:
                        found.setdefault(to, (scene, at))
        return found

    def lines(self) -> None:
        """The first line of each run that nothing leads to, in scenes that are reached."""
        for symbol in self.by_index:
            reached = self.reached(symbol.index)
            places = self.lowered.places[symbol.index]
            if symbol.decl.draft or not reached or len(reached) == len(places):
                continue
            places_reached = {places[op] for op in reached}
            before: tuple[int, int] | None = None
            running = False
            rows = sorted({p for p in places if p is not None})
            for place in rows:
                if place in places_reached:
                    running, before = False, place
                elif not running:
                    running = True
                    self._unreached_line(symbol, place, before)

    def _unreached_line(
        self, symbol: SceneSymbol, place: tuple[int, int], before: tuple[int, int] | None
    ) -> None:
        label = None
        hint = "remove it, or lead a way here: a `mark` above it and a jump to that"
        first = self.lowered.places[symbol.index].index(place)
        passed = self._passed(symbol.index, first)
        hub = self._hub_above(symbol.index, first)
        woken = self._woken_above(symbol.index, first)
        if hub is not None:
            label = Label(self.span(symbol.index, hub), UNLEFT)
            hint = LEAVE
        elif passed is not None:
            label = Label(self.span(symbol.index, passed), "no reader passes here so often")
            hint = "remove this `then`, or let readers pass here once more"
        elif woken is not None:
            label = Label(self.span(symbol.index, woken), "the dream is left here before its end")
            hint = "let its strands come to their end on some way, or write this where `wake` leads"
        elif before is not None:
            ends = self._ends(symbol.index, before)
            said = "the way ends here" if ends else "the last line above that a reader comes to"
            label = Label(symbol.site.span(*before), said)
        reason = self.why.above(symbol.index, first) if self.why else None
        if reason is not None:
            label = Label(self.span(symbol.index, reason[0]), reason[1])
            hint = "change what the condition asks for earlier in the story, or remove this"
        self.sink.report(
            "unreachable-line", symbol.site.span(*place), "no way leads to this line", hint,
            (label,) if label else (), self.verdict,
        )  # fmt: skip

    def _ends(self, scene: int, place: tuple[int, int]) -> bool:
        """Whether the flow leaves a line for somewhere else."""
        ops = self.program.scenes[scene].ops
        own = [op for op, at in enumerate(self.lowered.places[scene]) if at == place]
        last = ops[own[-1]]
        return isinstance(last, Jump | Return | End | Goto)

    def _passed(self, scene: int, op: int) -> int | None:
        """The `first` block of which an operation begins a later branch."""
        for at, each in enumerate(self.program.scenes[scene].ops):
            if isinstance(each, First) and op in each.to[1:] and at in self.reached(scene):
                return at
        return None

    def _hub_above(self, scene: int, op: int) -> int | None:
        """The hub that nothing leaves, if an operation begins the first line below it."""
        ops, places = self.program.scenes[scene].ops, self.lowered.places[scene]
        for at in unleft(ops, self.reached(scene)):
            hub = ops[at]
            if isinstance(hub, Choice) and hub.next <= op and not any(places[hub.next : op]):
                return at
        return None

    def _woken_above(self, scene: int, op: int) -> int | None:
        """The first `wake` that is reached in a dream-merge, if an operation begins the first line
        below it."""
        ops, places = self.program.scenes[scene].ops, self.lowered.places[scene]
        end = op - 1
        while end >= 0 and not isinstance(ops[end], Unmerge):
            if places[end] is not None:
                return None
            end -= 1
        begin = next((at for at in range(end, -1, -1) if isinstance(ops[at], Merge)), end)
        wakes = (at for at in range(begin, end) if (scene, at) in self.lowered.wakes)
        return next((at for at in wakes if at in self.reached(scene)), None)

    def endings(self) -> None:
        reached: set[str] = set()
        written: set[str] = set()  # no drafts
        holes = False
        for scene, symbol in zip(self.program.scenes, self.every, strict=True):
            met = self.reached(symbol.index)
            for op, at in enumerate(scene.ops):
                if isinstance(at, End):
                    if op in met:
                        reached.add(at.name)
                    if not symbol.decl.draft:
                        written.add(at.name)
                elif isinstance(at, Hole) and op in met:
                    holes = True
        for name, (line, there) in self.symbols.endings.items():
            if name not in reached and name in written:
                self.sink.report(
                    "unreachable-ending", there.of(line.name),
                    f"no way leads to the ending `{name}`",
                    "lead a way here, or remove it", verdict=self.verdict,
                )  # fmt: skip
        head, site = self.symbols.head, self.symbols.head_site
        if not reached and not holes and head is not None and site is not None:
            hubs = [
                self.span(index, at) for index, scene in enumerate(self.program.scenes)
                for at in unleft(scene.ops, self.reached(index))
            ]  # fmt: skip
            self.sink.report(
                "story-without-ending", site.span(head.at, head.end),
                "no way through this story comes to an ending",
                LEAVE if hubs else "lead a way to one of the endings that it has" if written
                else 'end a scene with `end name "Title"`, or mark what is missing with `todo`',
                tuple(Label(hub, UNLEFT) for hub in hubs[:1]),
            )  # fmt: skip
