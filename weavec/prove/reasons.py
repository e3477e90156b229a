"""Reasons: why nobody comes to a line, in the values that its condition can have.

Goes in: a `Study`. Come out: a condition's variables with the values that they have where it is
asked, in an author's words; and for a line that nobody reaches the condition above it.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import Final

from weavec import ir
from weavec.ir import Place
from weavec.naming import listed
from weavec.prove.diagrams import Set
from weavec.prove.engine import Study
from weavec.prove.graph import Location
from weavec.prove.terms import Term, indices, reads, value

MOST_VALUES: Final = 6
"""Values of a variable that are told one by one."""
MOST_VARIABLES: Final = 3
"""Variables whose values are a short reason; more are none."""


_APART: Final = (
    "not every value of one goes with every value of the other",
    "not every value of one goes with every value of the others",
)
MOST_CASES: Final = 4096
"""Values of these variables together that are gone through."""


class Reasons:
    """Why things are as they are in one proof."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.program = study.program
        self.standing: dict[Place, list[Location]] = {}  # the locations of each place
        for at in study.graph.locations:
            self.standing.setdefault((at.scene, at.op), []).append(at)

    def why(self, place: Place, term: Term) -> str:
        """The values that decide a condition, as a sentence's end; empty if there are too many."""
        numbers: dict[int, set[int]] = {}
        for at in self.standing.get(place, ()):
            states = self.study.found.states[at.index]
            if states is not None:
                for var in indices(reads(term)):
                    numbers.setdefault(var, set()).update(self._numbers(at.index, states, var))
        names = {var: self.named(var) for var in numbers}
        if not numbers or len(numbers) > MOST_VARIABLES or not all(names.values()):
            return ""
        said = " and ".join(
            f"`{names[var]}` is {self.told(var, found)}" for var, found in numbers.items()
        )
        return f"{said}, but {_APART[len(numbers) > 2]}" if _open(term, numbers) else said

    def _numbers(self, index: int, states: Set, var: int) -> list[int]:
        """The values that a variable has in the states of a location."""
        values, layout = self.study.values, self.study.layout
        found = values.numbers(var, values.at[index])
        if not layout.active[index] >> values.low[var] & 1:
            return found
        diagrams = self.study.diagrams
        return [each for each in found if (states & diagrams.code(var, each)).satisfiable()]

    def named(self, var: int) -> str | None:
        """A variable or a count as an author writes it; none if she does not."""
        own = len(self.program.vars)
        if var < own:
            name = self.program.vars[var].name
            return None if name.startswith("reveal ") else name
        name = self.program.counts[var - own].name
        if not name.startswith(ir.VISITS):
            return None
        return f"visits({name.removeprefix(ir.VISITS)})"

    def told(self, var: int, numbers: set[int]) -> str:
        """Values in an author's words."""
        some = sorted(numbers)
        if var >= len(self.program.vars):  # counts stop at the most that anybody asks for
            more = " or more" if some[-1] == self.study.graph.terms.variables[var].hi else ""
            return _counted(some) + more
        of = self.program.vars[var]
        if of.type == "flag":
            return listed([("false", "true")[each] for each in some])
        if of.words is not None:
            return listed([of.words[each] for each in some])
        return _counted(some)

    def above(self, scene: int, op: int) -> tuple[int, str] | None:
        """For an operation that nobody reaches, the branch that keeps all away, and how.

        Returns:
            the branch's operation and a phrase; none if no branch alone does.
        """
        ops = self.program.scenes[scene].ops
        for at in (op - 1, *(i for i, each in enumerate(ops) if _leads(each, op))):
            branch = ops[at] if at >= 0 else None
            if not isinstance(branch, ir.Branch):
                continue
            said = self.study.verdicts.answers.get(((scene, at), "if", None))
            holds = branch.otherwise == op
            if said == {holds}:
                phrase = "this always holds here" if holds else "this never holds here"
                why = self.why((scene, at), self.study.graph.terms.of(branch.cond, -1))
                return at, f"{phrase}: {why}" if why else phrase
        return None


def _counted(some: list[int]) -> str:
    """Numbers in order, in words."""
    if len(some) > 2 and some[-1] - some[0] == len(some) - 1:
        return f"{some[0]}..{some[-1]}"
    if len(some) > MOST_VALUES:
        return f"between {some[0]} and {some[-1]}"
    return listed(some)


def _open(term: Term, numbers: dict[int, set[int]]) -> bool:
    """Whether each value by itself would let a condition say yes and no."""
    if prod(map(len, numbers.values())) > MOST_CASES:
        return False
    cases = product(*numbers.values())
    return len({value(term, dict(zip(numbers, case, strict=True))) for case in cases}) > 1


def _leads(op: ir.Op, to: int) -> bool:
    return isinstance(op, ir.Branch) and op.otherwise == to
