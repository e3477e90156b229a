"""What races say to the author: a finding for each line that writes what another strand uses.

Goes in: a `Study` with what it was made of. Comes out: findings `strand-race`.
"""

from __future__ import annotations

from typing import Final

from weavec import ir
from weavec.check.lines import line_of
from weavec.diagnostics import Diagnostic, Label, Sink
from weavec.ir import Place
from weavec.lower.program import Lowered
from weavec.naming import listed
from weavec.prove.engine import Study
from weavec.prove.graph import TooMuch
from weavec.prove.races import Race, searched
from weavec.source import Span
from weavec.symbols import Symbols

MOST_LABELS: Final = 3
"""Lines of other strands that are shown below one finding."""


def race_findings(symbols: Symbols, lowered: Lowered, study: Study) -> tuple[Diagnostic, ...]:
    """The findings about races, one for each line that writes."""
    made = _Report(symbols, lowered)
    by_line: dict[tuple[Span, tuple[str, ...], bool], list[Race]] = {}
    try:
        found, decided = searched(study)
    except TooMuch as much:
        made.undecided(symbols, str(much))
        return tuple(made.sink.found)
    if not decided:
        made.undecided(symbols, "two strands of a dream-merge touch too many values")
    for race in found:
        key = (made.span(race.first, race.option), race.variables, made.sets_too(race))
        by_line.setdefault(key, []).append(race)
    for (span, _, _), some in by_line.items():
        made.race(span, some)
    return tuple(made.sink.found)


THINGS: Final = ("this `first`", "this option", "this line")
"""What a reader comes to, and does not ask for."""


class _Report:
    def __init__(self, symbols: Symbols, lowered: Lowered) -> None:
        self.lowered = lowered
        self.program = lowered.program
        self.by_index = list(symbols.scenes.values())
        self.sink = Sink()

    def undecided(self, symbols: Symbols, what: str) -> None:
        """Report that a limit was hit."""
        head, site = symbols.head, symbols.head_site
        if head is not None and site is not None:
            self.sink.report(
                "undecided", site.span(head.at, head.end),
                "whether the order of strands decides anything could not be decided:"
                f" {what}",
                "allow more with `--time-limit` and `--memory-limit`",
                verdict="undecided",
            )  # fmt: skip

    def race(self, span: Span, some: list[Race]) -> None:
        """Report what a line has races with."""
        first = some[0]
        what, own, left = self.named(first), self.mind(first, 0), self.left(first)
        others = listed(dict.fromkeys(self.mind(race, 1) for race in some), "and")
        if self.taken_in_turn(first):
            message = f"who comes to {what} first, `{own}` or {others}, {left}"
            hint = "put a `sync` between the two, or give each strand lines of its own"
        elif self.sets_too(first):
            message = f"what becomes of {what} {left}: `{own}` and {others} both change it"
            hint = "put a `sync` between the two, or change it in one strand only"
        else:
            many = "" if " " in others else "s"
            uses = f"come{many} to it" if what in THINGS else f"ask{many} for it"
            message = f"whether {what} {self.happens(first)} before {others} {uses} {left}"
            hint = "put a `sync` between the two, or ask for it after the merge"
        labels: dict[Span, Label] = {}
        for race in some:
            there = self.span(race.second)
            labels.setdefault(there, Label(there, self.used(race)))
        self.sink.report(
            "strand-race", span, message, hint, tuple(labels.values())[:MOST_LABELS],
            verdict="refuted",
        )  # fmt: skip

    # -------------------------------------------------------------- words

    def op(self, place: Place) -> ir.Op:
        """The operation of a place."""
        return self.program.scenes[place[0]].ops[place[1]]

    def mind(self, race: Race, which: int) -> str:
        """The dreamer of one of the two strands."""
        section = self.op(race.section)
        assert isinstance(section, ir.Strands)
        return self.program.minds[section.strands[race.strands[which]].mind].id

    def writes(self, race: Race, place: Place) -> bool:
        """Whether an operation stores one of a race's variables and asks for nothing."""
        match self.op(place):
            case ir.Set(var=var):
                return self.program.vars[var].name in race.variables
            case ir.Count() | ir.First() | ir.Visit():
                return True
        return False

    def sets_too(self, race: Race) -> bool:
        """Whether the second operation, too, stores the variables of a race."""
        return self.writes(race, race.second)

    def taken_in_turn(self, race: Race) -> bool:
        """Whether a race is about whose turn it is in a `first` block."""
        return isinstance(self.op(race.first), ir.First) and self.named(race) in THINGS

    def left(self, race: Race) -> str:
        """What decides which of the two comes first."""
        scene, section = race.section
        ops = self.program.scenes[scene].ops[:section]
        mode = next((op.mode for op in reversed(ops) if isinstance(op, ir.Merge)), "")
        if mode in ("woven", "chorus"):
            return "hangs on nothing but which line stands where"
        return "is left to the order of the strands"

    def happens(self, race: Race) -> str:
        """What the first operation does to its variable, in a word or two."""
        match self.op(race.first):
            case ir.Set(var=var, to=("+", ("var", same), int(by))) if var == same and by > 0:
                return "is raised"
            case ir.Set(var=var, to=("-", ("var", same), int(by))) if var == same and by > 0:
                return "is lowered"
            case ir.Set():
                return "is set"
            case ir.Choice():
                return "is picked"
            case ir.Line():
                return "is shown"
        return "comes"

    def used(self, race: Race) -> str:
        """What the second operation does, for its label."""
        mind = self.mind(race, 1)
        if self.taken_in_turn(race):
            return f"here {mind}'s strand comes to it, too"
        if self.sets_too(race):
            return f"here {mind}'s strand changes it, too"
        does = "used" if isinstance(self.op(race.second), ir.Set) else "asked for"
        return f"here it is {does}, in {mind}'s strand"

    def named(self, race: Race) -> str:
        """Variables and counts, as an author knows them."""
        return " and ".join(dict.fromkeys(self.told(name, race) for name in race.variables))

    def told(self, name: str, race: Race) -> str:
        """A variable as an author knows it; a count by what the first operation of a race counts,
        for that is the line that is shown."""
        if name.startswith(ir.VISITS):
            return f"a visit of `{name.removeprefix(ir.VISITS)}`"
        if name.startswith("reveal "):
            _, memory, mind = name.split(" ")
            return f"what `{mind}` knows of `{memory}`"
        if any(name == each.name for each in self.program.vars):
            return f"`{name}`"
        mark = name.rpartition("/.")[2]
        if "/." in name:
            return f"the choice of `{mark}`"
        match self.op(race.first):
            case ir.First():
                return "this `first`"
            case ir.Choice() if race.option is not None:
                return "this option"
            case ir.Line():
                return "this line"
        return f"what `{name.partition('/')[0]}` shows once"

    def span(self, place: Place, option: int | None = None) -> Span:
        """The line of an operation or option; the scene's heading if it has none of its own."""
        return line_of(self.by_index, self.lowered, place, option)
