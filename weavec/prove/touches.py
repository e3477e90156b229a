"""What an operation reads and writes, for telling which two of them race.

Goes in: an operation of a program. Come out: two sets of variables, as bits, numbered as in `Terms`.
"""

from __future__ import annotations

from weavec import ir
from weavec.ir import Place
from weavec.prove.graph import Edge, Way
from weavec.prove.terms import Terms


def touched(program: ir.Program, terms: Terms, place: Place, edge: Edge) -> tuple[int, int]:
    """The variables that an operation reads, and those that it writes, when an edge passes it."""
    scenes = program.scenes
    scene, index = place
    text = sum(1 << var for var in terms.texts)

    def asked(expr: ir.Expr | None) -> int:
        match expr:
            case None | int():
                return 0
            case ("var", int(var)):
                return 1 << var & ~text
            case ("count", int(number)):
                return count(number)
            case ("let", int(number)):
                return asked(program.lets[number])
            case ("str", _):
                return 0
            case (_, *parts):
                found = 0
                for part in parts:
                    found |= asked(part)
                return found
        raise AssertionError(expr)

    def count(number: int | None) -> int:
        return 0 if number is None else 1 << terms.count(number)

    def options(choice: ir.Choice) -> int:
        found = 0
        for option in choice.options:
            found |= asked(option.cond) | asked(option.needs)
            found |= count(option.count) if option.once else 0
        return found

    match scenes[scene].ops[index]:
        case ir.Set(var=var, to=to) if var not in terms.texts:
            return asked(to), 1 << var
        case ir.Branch(cond=cond):
            return asked(cond), 0
        case ir.Round(choice=at):
            hub = scenes[scene].ops[at]
            assert isinstance(hub, ir.Choice)
            return options(hub), 0
        case ir.Choice() as choice:
            picked = 0
            if edge.way is Way.CHOOSE:
                picked = count(choice.options[edge.number].count)
            return options(choice), picked
        case ir.First(count=number):
            return count(number), count(number)
        case ir.Count(count=number):
            return 0, count(number)
        case ir.Visit(scene=to_scene):
            return 0, count(scenes[to_scene].count)
        case _:
            return 0, 0
