"""The skeleton of a story: all that proofs, and what they say, depend on, as one number.

Goes in: a lowered story. Comes out: the SHA-256 of its skeleton: operations with their targets,
conditions and stores; conditions and values inside texts; the names that are told in messages;
which operations stand on the same line, and in what order. Words, the ids made of them, moods and
the stage are no part of it, nor is where in a file something stands. Two stories with the same
skeleton have the same proofs, up to ids and positions.

What is left out is listed here by name, so that a field which is added to the program is part of
the skeleton until somebody decides otherwise.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from hashlib import sha256
from itertools import chain, count
from operator import attrgetter
from typing import Any, Final

from weavec import ir
from weavec.lower.program import Lowered
from weavec.symbols import Symbols

LEFT_OUT: Final[dict[type, frozenset[str]]] = {
    ir.Line: frozenset({"id", "name"}),
    ir.Choice: frozenset({"id"}),
    ir.Option: frozenset({"id"}),
    ir.Ask: frozenset({"id"}),
    ir.End: frozenset({"id"}),
    ir.Hole: frozenset({"id"}),
    ir.Visit: frozenset({"id"}),
    ir.Show: frozenset({"who", "mood", "place", "on", "trans"}),
    ir.Backdrop: frozenset({"name", "trans"}),
    ir.Music: frozenset({"name"}),
    ir.Sound: frozenset({"name"}),
    ir.Effect: frozenset({"name", "strength", "lasting"}),
    ir.Pause: frozenset({"ms"}),
}
"""Fields of operations that change nothing that is proved."""


def _fields(kind: type, *aside: str) -> list[str]:
    """The fields of a kind of operation that count."""
    names: tuple[str, ...] = kind.__match_args__  # type: ignore[attr-defined]
    return [name for name in names if name not in LEFT_OUT.get(kind, ()) and name not in aside]


_option: Final[Callable[[Any], Any]] = attrgetter(*_fields(ir.Option))
_choice: Final[Callable[[Any], Any]] = attrgetter(*_fields(ir.Choice, "options"))


def _whole_choice(choice: Any) -> Any:
    return _choice(choice), [*map(_option, choice.options)]


_READ: Final[dict[type, Callable[[Any], Any]]] = {
    **{kind: attrgetter(*names) for kind in ir.KINDS if (names := _fields(kind))},
    ir.Choice: _whole_choice,
}
"""What reads the fields of an operation; kinds without any are left out."""
_NOWHERE: Final = {None}
_LETTER: Final = {kind: chr(ord("A") + number) for number, kind in enumerate(ir.KINDS)}


def skeleton(symbols: Symbols, lowered: Lowered) -> bytes:
    """The SHA-256 of a story's skeleton."""
    return Skeleton(symbols, lowered).digest()


class Skeleton:
    """The skeleton of a story, which is a row for each scene, its lines, and a head."""

    def __init__(self, symbols: Symbols, lowered: Lowered) -> None:
        program = lowered.program
        dynamic = _dynamic(program)
        self.symbols: Final = symbols
        self.rows: Final[list[str]] = []
        self.lines: Final[list[bytes]] = []
        words = any(not key.startswith("@") for key in dynamic)
        read, letter, rows, lines = _READ, _LETTER, self.rows, self.lines
        for scene, symbol, places, options in zip(
            program.scenes, symbols.scenes.values(), lowered.places, lowered.option_places,
            strict=True,
        ):  # fmt: skip
            ops: tuple[Any, ...] = scene.ops
            kinds = [*map(type, ops)]
            rows.append(repr((
                scene.id, symbol.decl.name.text, symbol.decl.draft, symbol.minds, scene.minds,
                scene.inside, scene.count, "".join([letter[kind] for kind in kinds]),
                [read[kind](op) for kind, op in zip(kinds, ops, strict=True) if kind in read],
                [*map(len, options.values())], _texts(ops, dynamic) if words else None,
            )))  # fmt: skip
            lines.append(_lines(places, options))
        self.head: Final = repr(_head(symbols, lowered, dynamic))

    def digest(self) -> bytes:
        """The SHA-256 of all of it."""
        text = "\n".join([*self.rows, self.head]).encode("utf-8", "surrogatepass")
        return sha256(b"".join([*self.lines, text])).digest()

    def scenes(self, some: Iterable[int]) -> str:
        """The SHA-256 of some scenes, in hexadecimal digits."""
        made = sha256()
        for scene in some:
            made.update(self.rows[scene].encode("utf-8", "surrogatepass"))
            made.update(b"\0%d\0" % len(self.lines[scene]))
            made.update(self.lines[scene])
        return made.hexdigest()


def _head(symbols: Symbols, lowered: Lowered, dynamic: dict[str, Any]) -> tuple[Any, ...]:
    """What belongs to no scene."""
    program = lowered.program
    # The names of other counts end in a number made of words, and nobody is told of them. What is
    # listed by name has these of one scene together, behind its marks, whatever the number is.
    told = [
        name if name.startswith(ir.VISITS) or "/." in name else name.rpartition("/")[0]
        for name in (each.name for each in program.counts)
    ]
    return (
        ir.IR_VERSION, program.start,
        [each.id for each in program.minds], [each.id for each in program.people],
        [
            (var.name, var.type, var.lo, var.hi, var.init, var.owner, var.words,
             f"value {var.name}" in symbols.used)
            for var in program.vars
        ],
        program.lets, [each.max for each in program.counts], told, program.words,
        [(key, value) for key, value in dynamic.items() if key.startswith("@")],
        list(symbols.endings), sorted(lowered.wakes), sorted(lowered.merged),
    )  # fmt: skip


def _lines(
    places: tuple[tuple[int, int] | None, ...],
    options: dict[int, tuple[tuple[int, int], ...]],
) -> bytes:
    """The rank of the line of each operation and each option among the lines of a scene.

    How many these are, the operations say.
    """
    if options:
        places = (*places, *chain.from_iterable(options.values()))
    rank: dict[tuple[int, int] | None, int] = {}
    rank.update(zip(sorted({*places} - _NOWHERE), count()))  # type: ignore[type-var]
    rank[None] = -1
    return array("i", map(rank.__getitem__, places)).tobytes()


# ------------------------------------------------------------------ texts


def _dynamic(program: ir.Program) -> dict[str, Any]:
    """The texts that are not always the same, without their words."""
    found: dict[str, Any] = {}
    for key, nodes in program.texts.get(program.story.language, {}).items():
        if len(nodes) != 1 or not isinstance(nodes[0], str):
            some = _parts(nodes)
            if some:
                found[key] = some
    return found


def _parts(nodes: ir.Nodes) -> list[Any]:
    """What of a text depends on the state or on chance."""
    found: list[Any] = []
    for each in nodes:
        match each:
            case str():
                pass
            case ("em" | "strong", inner):
                found += _parts(inner)
            case ("ruby", base, reading):
                found += _parts(base) + _parts(reading)
            case ("pause" | "br", *_):
                pass
            case ("if", arms, last):
                asked = [(cond, bool(inner), _parts(inner)) for cond, inner in arms]
                found.append(("if", asked, bool(last), _parts(last)))
            case ("either" | "first" as kind, arms):
                found.append((kind, [_parts(inner) for inner in arms]))
            case other:
                found.append(other)
    return found


def _texts(ops: tuple[Any, ...], dynamic: dict[str, Any]) -> list[Any]:
    """The texts of a scene's beats that are not always the same."""
    found: list[Any] = []
    for at, op in enumerate(ops):
        kind = type(op)
        if kind is ir.Line:
            if op.id in dynamic or op.name in dynamic:
                found.append((at, dynamic.get(op.id), dynamic.get(op.name)))
        elif kind is ir.Choice:
            keys = [op.id]
            for option in op.options:
                keys += (option.id, f"{option.id}!")
            if any(key in dynamic for key in keys):
                found.append((at, [dynamic.get(key) for key in keys]))
        elif kind is ir.Ask and op.id in dynamic:
            found.append((at, dynamic[op.id]))
    return found
