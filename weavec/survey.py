"""How long a story is, and in whose mind it is told.

Goes in: a program. Comes out: a `Survey`: words, lines, choices and options by scene, by chapter
and by perspective. Words are counted as written: all branches of a text count. A Chinese or
Japanese character counts as half a word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeAlias

from weavec import ir
from weavec.node import node

WORDS_A_MINUTE: Final = 200


@node
class Tally:
    """How much text a part of the story holds."""

    words: int = 0
    lines: int = 0
    choices: int = 0
    options: int = 0

    @property
    def minutes(self) -> float:
        """The time to read all of it once."""
        return self.words / WORDS_A_MINUTE

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.words + other.words,
            self.lines + other.lines,
            self.choices + other.choices,
            self.options + other.options,
        )


@node
class Survey:
    """The tallies of a story.

    `scenes`: in the program's order. `chapters`: by number, none for scenes before the first.
    `minds`: by dreamer's index. `nobody`: text read in nobody's mind. `several`: text that readers
    may come to in one mind or another.
    """

    total: Tally
    scenes: tuple[Tally, ...]
    chapters: dict[int | None, Tally]
    minds: tuple[Tally, ...]
    nobody: Tally
    several: Tally
    endings: int


def survey(program: ir.Program) -> Survey:
    """Count the words, lines, choices and options of a story, in its own language."""
    texts = program.texts.get(program.story.language, {})
    whose = perspectives(program)
    scenes: list[Tally] = []
    chapters: dict[int | None, Tally] = {}
    minds = [Tally()] * len(program.minds)
    nobody = several = Tally()
    for number, scene in enumerate(program.scenes):
        whole = Tally()
        for index, op in enumerate(scene.ops):
            tally = _tally(op, texts)
            if tally is None:
                continue
            whole += tally
            possible = whose.get((number, index)) or frozenset(scene.minds or (None,))
            only = next(iter(possible)) if len(possible) == 1 else -1
            if only is None:
                nobody += tally
            elif only < 0:
                several += tally
            else:
                minds[only] += tally
        scenes.append(whole)
        chapters[scene.chapter] = chapters.get(scene.chapter, Tally()) + whole
    endings = {op.name for scene in program.scenes for op in scene.ops if isinstance(op, ir.End)}
    total = sum(scenes, Tally())
    return Survey(total, tuple(scenes), chapters, tuple(minds), nobody, several, len(endings))


def _tally(op: ir.Op, texts: dict[str, ir.Nodes]) -> Tally | None:
    match op:
        case ir.Line():
            return Tally(words=words(texts.get(op.id, ())), lines=1)
        case ir.Ask():
            return Tally(words=words(texts.get(op.id, ())))
        case ir.Choice():
            keys = [op.id]
            for option in op.options:
                keys += [option.id, f"{option.id}!"]
            count = sum(words(texts.get(key, ())) for key in keys)
            return Tally(words=count, choices=1, options=len(op.options))
    return None


# ------------------------------------------------------------------ words

_HALF: Final = re.compile("[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_PARTS: Final = re.compile(r"[\s—–…/]+")


def words(nodes: ir.Nodes) -> int:
    """How many words a text holds, all its branches together."""
    text, halves = _HALF.subn(" ", "".join(_written(nodes)))
    whole = sum(any(map(str.isalnum, part)) for part in _PARTS.split(text))
    return whole + (halves + 1) // 2


def _written(nodes: Iterable[Any]) -> Iterator[str]:
    """The strings of a text; branches are parted by blanks, a value that is shown is a word."""
    for one in nodes:
        match one:
            case str():
                yield one
            case ("em" | "strong", inner):
                yield from _written(inner)
            case ("ruby", base, _):
                yield from _written(base)
            case ("show", *_) | ("text", _) | ("let", _):
                yield "x"
            case ("if", arms, last):
                for _, inner in arms:
                    yield " "
                    yield from _written(inner)
                yield " "
                yield from _written(last)
            case ("either" | "first", arms):
                for inner in arms:
                    yield " "
                    yield from _written(inner)
            case ("br",):
                yield " "


# ------------------------------------------------------------------ perspectives

_Mind: TypeAlias = int | None
_Spot: TypeAlias = tuple[int, int, _Mind, tuple[_Mind] | None]
"""Scene, operation, the cursor's mind, and inside strands the mind around the merge."""


def perspectives(program: ir.Program) -> dict[tuple[int, int], frozenset[_Mind]]:
    """For each operation, by scene and index, the minds in which a reader may come to it.

    Of conditions only those on the perspective are asked, so there may be more minds than a play
    can really bring; none is missed.
    """
    found: dict[tuple[int, int], set[_Mind]] = defaultdict(set)
    seen: set[_Spot] = set()
    scene, mind = program.start
    todo: list[_Spot] = [(scene, 0, mind, None)]
    while todo:
        spot = todo.pop()
        if spot in seen:
            continue
        seen.add(spot)
        number, index, held, _ = spot
        scene_ = program.scenes[number]
        inside = scene_.inside[index] if scene_.inside else -1
        here = held if inside < 0 else inside
        found[number, index].add(here)
        todo += _next(scene_.ops[index], spot, here)
    return {place: frozenset(minds) for place, minds in found.items()}


def _next(op: ir.Op, spot: _Spot, here: _Mind) -> list[_Spot]:
    """Where a reader may come from an operation, at which the perspective is `here`."""
    scene, index, mind, outer = spot

    def local(*places: int) -> list[_Spot]:
        return [(scene, place, mind, outer) for place in places]

    match op:
        case ir.Goto():
            return local(op.to)
        case ir.Branch():
            holds = _holds(op.cond, here)
            return local(*([index + 1] * (holds is not False) + [op.otherwise] * (not holds)))
        case ir.Choice():
            return local(*(option.to for option in op.options), *([op.next] if op.hub else []))
        case ir.First() | ir.Either():
            return local(*op.to)
        case ir.Shift():
            return [(scene, index + 1, op.mind, outer)]
        case ir.Jump():
            kept = mind if outer is None else outer[0]
            return [(*op.to, kept if op.mind is None else op.mind, None)]
        case ir.Visit():
            entered = here if op.mind is None else op.mind
            return [(op.scene, 0, entered, outer), *local(index + 1)]
        case ir.Strands():
            strands = [(scene, strand.start, strand.mind, (mind,)) for strand in op.strands]
            return [*strands, *local(op.next)]
        case ir.Return() | ir.End() | ir.Hole() | ir.Done() | ir.Off():
            return []
    return local(index + 1)


def _holds(cond: ir.Expr, mind: _Mind) -> bool | None:
    """Whether a condition on the perspective holds; none if it asks for anything else."""
    held = -1 if mind is None else mind
    match cond:
        case ("==", ("mind",), int(asked)) | ("==", int(asked), ("mind",)):
            return held == asked
        case ("!=", ("mind",), int(asked)) | ("!=", int(asked), ("mind",)):
            return held != asked
        case ("not", inner):
            holds = _holds(inner, mind)
            return None if holds is None else not holds
        case ("or", left, right):
            both = {_holds(left, mind), _holds(right, mind)}
            return True if True in both else None if None in both else False
        case ("and", left, right):
            both = {_holds(left, mind), _holds(right, mind)}
            return False if False in both else None if None in both else True
    return None
