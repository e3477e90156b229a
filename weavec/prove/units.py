"""Units: the chapters of a story as parts that are proved by themselves when they are edited.

Goes in: a story. Come out: `Units`, which scenes belong to which part (those of one chapter in one
file); and for each part what it brings to tables that all parts make together: how many ways lead
to an operation, and with which numbers counts are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, Final, TypeAlias, overload

from weavec import ir
from weavec.ir import Place
from weavec.lower.program import Lowered
from weavec.prove.build import joined, leads
from weavec.prove.graph import Context, Location
from weavec.prove.skeleton import Skeleton
from weavec.symbols import Symbols

Lead: TypeAlias = tuple[int, int, int]
"""A scene, an operation, and how many ways lead there, two standing for more."""


class Units:
    """The parts of a story. `of`: for each scene its part; `scenes`: for each part its scenes."""

    def __init__(self, symbols: Symbols) -> None:
        numbers: dict[tuple[str, int | None], int] = {}
        self.of: Final[list[int]] = []
        self.scenes: Final[list[list[int]]] = []
        for symbol in symbols.scenes.values():
            key = (symbol.site.file.path, symbol.chapter)
            number = numbers.setdefault(key, len(numbers))
            if number == len(self.scenes):
                self.scenes.append([])
            self.scenes[number].append(symbol.index)
            self.of.append(number)

    def owner(self, at: Location) -> int:
        """The part that a location belongs to: for one that is visited, that which visits."""
        return self.owner_of(at.scene, at.context)

    def owner_of(self, scene: int, context: Context) -> int:
        """The part to which a location in a scene belongs."""
        return self.of[context.stack[0][0] if context.stack else scene]


def head_of(made: Skeleton, units: Units) -> str:
    """The SHA-256 of what belongs to no part, with what scenes there are in each."""
    names = [*made.symbols.scenes]
    some = [[names[scene] for scene in scenes] for scenes in units.scenes]
    return sha256(f"{made.head}\n{some}".encode("utf-8", "surrogatepass")).hexdigest()


def mergeless(lowered: Lowered) -> bool:
    """Whether no dream-merge stands in a story."""
    return not any(type(op) is ir.Merge for scene in lowered.program.scenes for op in scene.ops)


# ------------------------------------------------------------------ ways that meet


def leads_out(program: ir.Program, units: Units, unit: int) -> list[Lead]:
    """The ways from a part to operations of others."""
    found: dict[Place, int] = {}

    def to(scene: int, op: int, times: int = 1) -> None:
        if units.of[scene] != unit:
            found[scene, op] = min(found.get((scene, op), 0) + times, 2)

    for scene in units.scenes[unit]:
        leads(scene, program.scenes[scene], to)
    return sorted((*place, times) for place, times in found.items())


class Joins(Sequence[bytearray]):
    """For each operation whether ways meet there, by scene, made when it is asked for.

    Args:
        program: the story, and `units` its parts.
        out: for each part, its ways to others.
    """

    def __init__(self, program: ir.Program, units: Units, out: Sequence[Iterable[Lead]]) -> None:
        self.program: Final = program
        self.units: Final = units
        self.known: Final[dict[int, bytearray]] = {}
        self.into: Final[dict[int, list[Lead]]] = {}
        for some in out:
            for scene, op, times in some:
                self.into.setdefault(units.of[scene], []).append((scene, op, times))

    @overload
    def __getitem__(self, scene: int) -> bytearray: ...
    @overload
    def __getitem__(self, scene: slice) -> Sequence[bytearray]: ...
    def __getitem__(self, scene: int | slice) -> bytearray | Sequence[bytearray]:
        assert isinstance(scene, int)
        if scene not in self.known:
            self._make(self.units.of[scene])
        return self.known[scene]

    def __len__(self) -> int:
        return len(self.program.scenes)

    def _make(self, unit: int) -> None:
        scenes, own = self.program.scenes, self.units.scenes[unit]
        counts = {scene: bytearray(len(scenes[scene].ops) + 1) for scene in own}

        def to(scene: int, op: int, times: int = 1) -> None:
            if scene in counts:
                counts[scene][op] = min(counts[scene][op] + times, 2)

        if self.program.start[0] in counts:
            to(self.program.start[0], 0)
        for lead in self.into.get(unit, ()):
            to(*lead)
        for scene in own:
            leads(scene, scenes[scene], to)
        for scene in own:
            self.known[scene] = joined(counts[scene], scenes[scene])


# ------------------------------------------------------------------ tables made when asked for


class Rows(dict[int, Any]):
    """A table of scenes, each row made when it is first asked for."""

    def __init__(self, make: Callable[[int], Any]) -> None:
        super().__init__()
        self.make: Final = make

    def __missing__(self, scene: int) -> Any:
        found = self[scene] = self.make(scene)
        return found


def most(tables: Iterable[dict[int, int]]) -> dict[int, int]:
    """The highest number for each key of some tables."""
    found: dict[int, int] = {}
    for table in tables:
        for key, number in table.items():
            found[key] = max(found.get(key, 0), number)
    return found


def around(order: int, ways: Iterable[tuple[int, int]], some: Iterable[int]) -> set[int]:
    """Some parts with all that lie on ways from one of them to another.

    Args:
        order: how many parts there are; every way leads from a lower number to a higher one.
        ways: between parts.
        some: the parts.
    """
    out: list[list[int]] = [[] for _ in range(order)]
    into: list[list[int]] = [[] for _ in range(order)]
    for one, other in ways:
        out[one].append(other)
        into[other].append(one)
    some = list(some)
    return set(_all(out, some)) & set(_all(into, some))


def _all(out: list[list[int]], some: list[int]) -> Iterator[int]:
    seen = set(some)
    waiting = list(some)
    while waiting:
        at = waiting.pop()
        yield at
        for to in out[at]:
            if to not in seen:
                seen.add(to)
                waiting.append(to)
