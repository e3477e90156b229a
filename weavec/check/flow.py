"""Flow and minds: what no way reaches, ways that run off, and rules of perspectives that some way
breaks.

Goes in: a lowered program and its `Reach`; what the proofs have seen, if there are any. Comes out:
findings. `Reach` does not ask for values: with it alone "no way" is certain, and "some way" means
some way of control. With `Seen` both are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

from weavec.check.lines import line_of
from weavec.check.reach import DREAMT, OUTRIGHT, Point, Reach
from weavec.check.unreached import Unreached, Why
from weavec.check.uses import Suspect, Use, When, memory_uses, revealed
from weavec.diagnostics import Diagnostic, Label, Sink
from weavec.ir import Jump, Line, Off, Op, Return, Shift, Visit
from weavec.lower.program import Lowered
from weavec.naming import listed
from weavec.node import node
from weavec.source import Span
from weavec.symbols import SceneSymbol, Symbols
from weavec.walk import Walk


class Seen(Protocol):
    """What the proofs know of control, values included."""

    def touched(self, scene: int) -> set[int]:
        """The operations of a scene that some play comes to."""
        ...

    def meets(self, point: Point, unrevealed: int | None, when: When) -> bool:
        """Whether some play is at a point, with the hidden flag `unrevealed` not set, when
        something holds."""
        ...

    def shown(self, point: Point, unrevealed: int | None, when: When) -> Walk | None:
        """A shortest walk on which that is so, if one can be shown."""
        ...


@node
class Flow:
    """What was found, and the operations at which a rule of perspectives or ways is broken.

    `suspects`: control alone says so; values may refute it. `excused`: whether somewhere a rule is
    kept only since a memory was revealed on every way there.
    """

    found: tuple[Diagnostic, ...]
    suspects: frozenset[Suspect]
    excused: bool = False


def flow(
    symbols: Symbols,
    lowered: Lowered,
    reach: Reach | None,
    seen: Seen | None = None,
    why: Why | None = None,
    only: Sequence[int] | None = None,
) -> Flow:
    """All findings about control.

    Args:
        symbols: the story's declarations.
        lowered: its program.
        reach: where control can come; it takes much memory, and may be left out with `seen` if no
            rule is suspected to be broken.
        seen: what the proofs know of control.
        why: what they know of reasons.
        only: the scenes whose own findings are wanted, and no others; without, all findings.
    """
    made = _Flow(symbols, lowered, reach, seen)
    some = made.by_index if only is None else [made.by_index[scene] for scene in only]
    unreached = Unreached(
        symbols, lowered, made.reached, made.sink, why, seen is not None, some
    )
    unreached.scenes()
    unreached.lines()
    if only is None:
        unreached.endings()
    if reach is not None:
        made.points()
    return Flow(tuple(made.sink.found), frozenset(made.suspects), made.excused)


RULED = frozenset({Off, Return, Line, Jump, Visit})
"""Operations at which a rule has something to ask."""


MOST_SHOWN = 20
"""Findings to which a way is shown; who mends these sees the next."""


def _going(op: Op) -> str:
    """How a line goes to a scene."""
    return "visit" if isinstance(op, Visit) else "->"


class _Flow:
    def __init__(
        self, symbols: Symbols, lowered: Lowered, reach: Reach | None, seen: Seen | None
    ) -> None:
        self.seen = seen
        self.suspects: set[Suspect] = set()
        self.excused = False
        self.symbols = symbols
        self.lowered = lowered
        self.program = lowered.program
        self._reach = reach
        self.sink = Sink()
        self.by_index: list[SceneSymbol] = list(symbols.scenes.values())
        self.told = 0
        self.said: set[tuple[str, int, int]] = set()
        self.shared: dict[int, frozenset[int]] = {}  # scene -> dreamers of all merges around it

    def span(self, scene: int, op: int, option: int | None = None) -> Span:
        """The line of an operation or an option; the scene's heading if it has none of its own."""
        return line_of(self.by_index, self.lowered, (scene, op), option)

    @property
    def reach(self) -> Reach:
        """Where control can come."""
        assert self._reach is not None
        return self._reach

    def reached(self, scene: int) -> set[int]:
        """The operations of a scene that are reached."""
        return self.reach.reached(scene) if self.seen is None else self.seen.touched(scene)

    @cached_property
    def taken(self) -> dict[Point, Point | None]:
        """From where each point is reached on a way that some play takes."""
        assert self.seen is not None
        return self.reach.ways_over(self.seen.touched)

    def met(self, point: Point, unrevealed: int | None = None, when: When = ()) -> bool:
        """Whether what breaks a rule at a point can happen, as far as is known."""
        if self.seen is None:
            self.suspects.add((point[0], point[1], unrevealed, when))
            return True
        return self.seen.meets(point, unrevealed, when)

    def refuted(
        self, point: Point, unrevealed: int | None = None, when: When = ()
    ) -> tuple[str | None, Walk | None]:
        """The verdict, and a way on which a rule is broken at a point; none without proofs."""
        if self.seen is None:
            return None, None
        self.told += 1
        walk = self.seen.shown(point, unrevealed, when) if self.told <= MOST_SHOWN else None
        return "refuted", walk

    def last_line(self, point: Point) -> Span:
        """The last line on a way to a point that is none itself."""
        at: Point | None = self.reach.came[point]
        while at is not None and at[0] == point[0]:
            if self.lowered.places[at[0]][at[1]] is not None:
                return self.span(at[0], at[1])
            at = self.reach.came[at]
        decl = self.by_index[point[0]].decl
        return self.lowered.sites[point[0]].span(decl.at, decl.end)

    # -------------------------------------------------------------- at each point

    def points(self) -> None:
        """Rules that every reached point must keep."""
        scenes = self.program.scenes
        for point in self.reach.came:
            scene, op, _, how = point
            at = scenes[scene].ops[op]
            if type(at) not in RULED:
                continue
            match at:
                case Off():
                    self._runs_off(point)
                case Return() if how == OUTRIGHT:
                    self._stray_return(point)
                case Line(kind="think", who=who) if who is not None:
                    self._thought(point, who)
                case Jump() if (scene, op) in self.lowered.wakes:
                    self._wake(point)
                    self._entry(point)
                case Jump(enters=True) | Visit():
                    self._entry(point)
        self._memories()

    def once(self, name: str, span: Span) -> bool:
        """Whether this finding is new at this place."""
        key = (name + span.file.path, span.start, span.end)
        if key in self.said:
            return False
        self.said.add(key)
        return True

    def _runs_off(self, point: Point) -> None:
        scene = point[0]
        span = self.last_line(point)
        if self.met(point) and self.once("runs-off-scene", span):
            name = self.program.scenes[scene].id
            self.sink.report(
                "runs-off-scene", span, f"the scene `{name}` runs off its end",
                "write a jump `-> scene`, an `end`, a `return` or a `todo` as its last line",
                (), *self.refuted(point),
            )  # fmt: skip

    def _stray_return(self, point: Point) -> None:
        scene, op, _, _ = point
        span = self.span(scene, op)
        if self.met(point) and self.once("stray-return", span):
            label = self._entered(point)
            self.sink.report(
                "stray-return", span, "a way comes here without a visit, so there is no way back",
                f"enter this scene only with `visit {self.program.scenes[scene].id}`,"
                " or go on with a jump",
                (label,) if label else (), *self.refuted(point),
            )  # fmt: skip

    def _wake(self, point: Point) -> None:
        scene, op, _, how = point
        if how == DREAMT or op in self.reach.regions[scene].members:
            return
        span = self.span(scene, op)
        if self.once("misplaced-line", span):
            self.sink.report(
                "misplaced-line", span, "nobody dreams here, so nobody can wake",
                "write a jump without `wake`",
            )  # fmt: skip

    def _entry(self, point: Point) -> None:
        """A way that enters a scene in a mind that its heading does not list."""
        way = self._op(point)
        if isinstance(way, Jump) and not way.enters:
            return  # to a mark of its own scene
        self._dreamt_entry(point)
        for scene, _, mind, _ in self.reach.after(point):
            minds = self.program.scenes[scene].minds
            if not minds or mind in minds:
                continue
            span = self.span(point[0], point[1])
            if not self.met(point) or not self.once("perspective-missing", span):
                continue
            decl = self.by_index[scene].decl
            names = [each.text for each in decl.minds]
            self.sink.report(
                "perspective-missing", span,
                f"this enters the scene `{decl.name.text}` in {self._mind_name(mind)}, and it is"
                f" seen by {listed(names, 'and')}",
                f"say whose it is: `{_going(self._op(point))} {decl.name.text} as {names[0]}`",
                (Label(self.by_index[scene].site.of(decl.name), "the scene"),),
                *self.refuted(point),
            )  # fmt: skip

    def _dreamt_entry(self, point: Point) -> None:
        """A visit from inside a dream-merge in another mind than the one that makes it."""
        scene, op, _, how = point
        at = self.program.scenes[scene].ops[op]
        if not isinstance(at, Visit):
            return
        here = self.reach.perspective(point)
        if at.mind in (None, here):
            return
        if how != DREAMT and op not in self.reach.regions[scene].members:
            return
        span = self.span(scene, op)
        if self.met(point) and self.once("perspective-missing", span):
            name = self.program.scenes[at.scene].id
            self.sink.report(
                "perspective-missing", span,
                f"inside a dream-merge a visit keeps {self._mind_name(here)}, and this enters"
                f" `{name}` as {self.program.minds[at.mind or 0].id}",
                f"visit a scene whose heading names nobody, or add this mind to that of `{name}`",
                (Label(self.by_index[at.scene].site.of(self.by_index[at.scene].decl.name),
                       "the scene"),),
                *self.refuted(point),
            )  # fmt: skip

    def _op(self, point: Point) -> Op:
        return self.program.scenes[point[0]].ops[point[1]]

    def _mind_name(self, mind: int) -> str:
        return f"{self.program.minds[mind].id}'s mind" if mind >= 0 else "nobody's mind"

    def _entered(self, point: Point) -> Label | None:
        """Where the way to a point came into its scene, or changed its mind there."""
        came = self.reach.came
        if self.seen is not None and point in self.taken:
            came = self.taken
        at: Point | None = point
        while at is not None:
            before = came[at]
            if before is None:
                head, site = self.symbols.head, self.symbols.head_site
                if head is not None and site is not None:
                    return Label(site.span(head.at, head.end), "the story begins here")
                return None
            op = self.program.scenes[before[0]].ops[before[1]]
            if isinstance(op, (Jump, Visit, Shift)) and (
                before[0] != at[0] or isinstance(op, Shift) or at[1] == 0
            ):
                who = self._mind_name(at[2]) if self.program.minds else ""
                said = f"a way comes from here{', in ' + who if who else ''}"
                return Label(self.span(before[0], before[1]), said)
            at = before
        return None

    # -------------------------------------------------------------- minds

    def members(self, point: Point) -> frozenset[int]:
        """Whose memories are shared at a point: the dreamers of the merge in progress."""
        scene, op, _, how = point
        found = self.reach.regions[scene].members.get(op)
        if found is not None:
            return found
        if how != DREAMT:
            return frozenset()
        return self._shared_in(scene)

    def _shared_in(self, scene: int) -> frozenset[int]:
        """The dreamers common to all merges from which a scene is visited."""
        known = self.shared.get(scene)
        if known is not None:
            return known
        self.shared[scene] = frozenset(range(len(self.program.minds)))  # a circle asks for nothing
        found: frozenset[int] | None = None
        for (scene_of, op, mind, how), entered in self.reach.callers.get(scene, {}):
            if entered == DREAMT:
                one = self.members((scene_of, op - 1, mind, how))
                found = one if found is None else found & one
        self.shared[scene] = found or frozenset()
        return self.shared[scene]

    def _thought(self, point: Point, who: int) -> None:
        here = self.reach.perspective(point)
        if who in (here, *self.members(point)):
            return
        scene, op, _, _ = point
        span = self.span(scene, op)
        if not self.met(point) or not self.once("thought-leak", span):
            return
        name = self.program.minds[who].id
        label = self._entered(point)
        self.sink.report(
            "thought-leak", span, f"{name} thinks, and this can be {self._mind_name(here)}",
            f"in a dream-merge only its dreamers think: give {name} a strand" if self.members(point)
            else f"put it under `seen by {name}` or `as {name}`, or enter the scene as {name}",
            (label,) if label else (), *self.refuted(point),
        )  # fmt: skip

    def _memories(self) -> None:
        """Memories that are read or written in the wrong mind."""
        asked = memory_uses(self.program)
        if not asked:
            return
        shown = revealed(self.reach)
        names = {var.name: index for index, var in enumerate(self.program.vars)}
        for point in self.reach.came:
            by_mind = asked.get((point[0], point[1]))
            if by_mind is None:
                continue
            here = self.reach.perspective(point)
            uses = by_mind[here]
            allowed = {here, *self.members(point)}
            for use in uses:
                var = self.program.vars[use.var]
                if var.owner is None or var.owner in allowed:
                    continue
                flag = None
                if here >= 0 and not use.written:
                    flag = names.get(f"reveal {var.name} {self.program.minds[here].id}")
                    if flag is not None and flag in shown.get(point, frozenset()):
                        self.excused = True
                        continue
                if self.met(point, flag, use.when):
                    self._leak(point, use, flag)

    def _leak(self, point: Point, use: Use, flag: int | None) -> None:
        span, var = self.span(point[0], point[1], use.option), self.program.vars[use.var]
        memory, writes = var.name, use.written
        if var.owner is None or not self.once("mind-leak" + memory, span):
            return
        here = self.reach.perspective(point)
        who, bare = self.program.minds[var.owner].id, memory.partition(".")[2]
        label = self._entered(point)
        does = "changes" if writes else "reads"
        message = f"this {does} {who}'s memory `{memory}`, and this can be {self._mind_name(here)}"
        if flag is not None:
            message += ", to whom it was not revealed on every way"
        hint = f"put it under `seen by {who}` or `as {who}`"
        if self.members(point):
            hint = f"in a dream-merge only its dreamers share memories: give {who} a strand"
        elif not writes and here >= 0:
            other = self.program.minds[here].id
            hint += f", or write `reveal {bare} to {other}` where {who} lets it be known"
        self.sink.report(
            "mind-leak", span, message, hint, (label,) if label else (),
            *self.refuted(point, flag, use.when),
        )  # fmt: skip
