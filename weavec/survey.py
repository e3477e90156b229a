"""How long a story is, and in whose mind it is told.

Goes in: where control can come. Comes out: a `Survey`: words, lines, choices and options by scene,
by chapter and by perspective. Words are counted as written: all branches of a text count. A Chinese
or Japanese character counts as half a word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from weavec import ir
from weavec.check.reach import Reach
from weavec.node import node

WORDS_A_MINUTE: Final = 200
NOBODY: Final = -1


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


def survey(reach: Reach) -> Survey:
    """Count the words, lines, choices and options of a story, in its own language."""
    program = reach.program
    texts = program.texts.get(program.story.language, {})
    whose: dict[tuple[int, int], set[int]] = defaultdict(set)
    for point in reach.came:
        whose[point[:2]].add(reach.perspective(point))
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
            possible = whose.get((number, index)) or scene.minds or (NOBODY,)  # a draft's
            if len(possible) > 1:
                several += tally
                continue
            (mind,) = possible
            if mind == NOBODY:
                nobody += tally
            else:
                minds[mind] += tally
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
