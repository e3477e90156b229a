"""Anchors: places in a story that hold when words are changed and lines are moved.

Goes in: a span, or an anchor, and the story as it stands. Comes out: the other of the two, or
nothing if there is none. An anchor is a list of a word and numbers, which says what stands there:

    head                            the story's head
    heading, scene                  a scene's heading
    scene, scene                    its name there
    mind, scene, number             the name of a dreamer there
    line, scene, operation          the line of an operation
    option, scene, operation, n     the line of an option
    mark, scene, operation, n, number, of     an `{if …}` on the line of an operation, or of its
                                    option n, -1 for none; `of`: how many there are
    ending, name                    the name where an ending is written
    let, name                       the name where a `let` is written
    let mark, name, number, of      an `{if …}` in its text
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from weavec.lower.program import Lowered
from weavec.source import Span
from weavec.symbols import SceneSymbol, Symbols
from weavec.syntax.tree import IfText
from weavec.syntax.walk import nodes

Anchor: TypeAlias = list[Any]
Line: TypeAlias = tuple[int, int]


class Anchors:
    """Turns spans of a story into anchors and back."""

    def __init__(self, symbols: Symbols, lowered: Lowered) -> None:
        self.symbols: Final = symbols
        self.lowered: Final = lowered
        self.scenes: Final[list[SceneSymbol]] = list(symbols.scenes.values())
        self._marks: dict[int, list[IfText]] = {}
        self._lines: dict[int, dict[Line, Anchor]] = {}
        self._starts: dict[str, list[tuple[int, int]]] | None = None

    # -------------------------------------------------------------- to anchors

    def anchor(self, span: Span, mark: bool = False) -> Anchor | None:
        """What stands at a span. `mark`: rather a mark in a text than the line that it fills."""
        head, site = self.symbols.head, self.symbols.head_site
        if head is not None and site is not None and span == site.span(head.at, head.end):
            return ["head"]
        scene = self._scene_at(span)
        if scene is not None:
            found = self._in_scene(span, scene, mark)
            if found is not None:
                return found
        for name, (line, there) in self.symbols.endings.items():
            if there.of(line.name) == span:
                return ["ending", name]
        for name, let in self.symbols.lets.items():
            if let.site.of(let.decl.name) == span:
                return ["let", name]
            some = self._let_marks(name)
            for number, each in enumerate(some):
                if let.site.span(each.at, each.end) == span:
                    return ["let mark", name, number, len(some)]
        return None

    def _scene_at(self, span: Span) -> int | None:
        """The scene that begins last before a span."""
        if self._starts is None:
            self._starts = {}
            for index, each in enumerate(self.scenes):
                starts = self._starts.setdefault(each.site.file.path, [])
                starts.append((each.site.base + each.decl.at, index))
            for starts in self._starts.values():
                starts.sort()
        starts = self._starts.get(span.file.path, [])
        place = bisect_right(starts, (span.start, len(self.scenes)))
        return starts[place - 1][1] if place else None

    def _in_scene(self, span: Span, scene: int, mark: bool) -> Anchor | None:
        """What of a scene stands at a span."""
        symbol = self.scenes[scene]
        line = (span.start - symbol.site.base, span.end - symbol.site.base)
        if line == (symbol.decl.at, symbol.decl.end):
            return ["heading", scene]
        if symbol.site.of(symbol.decl.name) == span:
            return ["scene", scene]
        for number, name in enumerate(symbol.decl.minds):
            if symbol.site.of(name) == span:
                return ["mind", scene, number]
        lines = self._lines_of(scene)
        if line in lines and not (mark and self._filled(scene, line)):
            return lines[line]
        return self._mark_at(scene, line)

    def _lines_of(self, scene: int) -> dict[Line, Anchor]:
        """What stands on each line of a scene."""
        found = self._lines.get(scene)
        if found is None:
            found = self._lines[scene] = {}
            for op, place in enumerate(self.lowered.places[scene]):
                if place is not None:
                    found.setdefault(place, ["line", scene, op])
            for op, some in self.lowered.option_places[scene].items():
                for number, place in enumerate(some):
                    found.setdefault(place, ["option", scene, op, number])
        return found

    def _filled(self, scene: int, line: Line) -> bool:
        """Whether a line is one mark and nothing else."""
        return any((each.at, each.end) == line for each in self._marks_of(scene))

    def _mark_at(self, scene: int, line: Line) -> Anchor | None:
        """The anchor of a mark, by the narrowest line around it."""
        around = [
            (place[1] - place[0], place, found) for place, found in self._lines_of(scene).items()
            if place[0] <= line[0] and line[1] <= place[1]
        ]  # fmt: skip
        if not around:
            return None
        _, place, (_, _, op, *option) = min(around)
        some = self._marks_on(scene, place)
        for number, each in enumerate(some):
            if (each.at, each.end) == line:
                return ["mark", scene, op, option[0] if option else -1, number, len(some)]
        return None

    # -------------------------------------------------------------- to spans

    def span(self, anchor: Any) -> Span | None:
        """Where the thing stands that an anchor names; none if this is no anchor of the story."""
        match anchor:
            case ["head"]:
                head, site = self.symbols.head, self.symbols.head_site
                if head is not None and site is not None:
                    return site.span(head.at, head.end)
            case ["ending", str(name)] if name in self.symbols.endings:
                line, there = self.symbols.endings[name]
                return there.of(line.name)
            case ["let", str(name)] if name in self.symbols.lets:
                let = self.symbols.lets[name]
                return let.site.of(let.decl.name)
            case ["let mark", str(name), int(number), of] if name in self.symbols.lets:
                some = self._let_marks(name)
                if len(some) == of and 0 <= number < len(some):
                    return self.symbols.lets[name].site.span(some[number].at, some[number].end)
            case [str(what), int(scene), *more] if 0 <= scene < len(self.scenes) and all(
                isinstance(each, int) for each in more
            ):
                return self._span_in(what, scene, more)
        return None

    def _span_in(self, what: str, scene: int, more: Sequence[int]) -> Span | None:
        """Where something of a scene stands."""
        symbol = self.scenes[scene]
        place: Line | None = None
        match (what, *more):
            case ("heading",):
                place = symbol.decl.at, symbol.decl.end
            case ("scene",):
                return symbol.site.of(symbol.decl.name)
            case ("mind", int(number)) if 0 <= number < len(symbol.decl.minds):
                return symbol.site.of(symbol.decl.minds[number])
            case ("line", int(op)):
                place = self._line(scene, op, -1)
            case ("option", int(op), int(option)) if option >= 0:
                place = self._line(scene, op, option)
            case ("mark", int(op), int(option), int(number), of):
                line = self._line(scene, op, option)
                some = self._marks_on(scene, line) if line is not None else []
                if len(some) == of and 0 <= number < len(some):
                    place = some[number].at, some[number].end
        return None if place is None else symbol.site.span(*place)

    def _line(self, scene: int, op: int, option: int) -> Line | None:
        """The line of an operation, or of its option if that is not -1."""
        if option >= 0:
            some = self.lowered.option_places[scene].get(op, ())
            return some[option] if option < len(some) else None
        places = self.lowered.places[scene]
        return places[op] if 0 <= op < len(places) else None

    # -------------------------------------------------------------- marks

    def _marks_of(self, scene: int) -> list[IfText]:
        """The marks of a scene as they are written."""
        found = self._marks.get(scene)
        if found is None:
            some = [each for each in nodes(self.scenes[scene].decl.body) if type(each) is IfText]
            found = self._marks[scene] = sorted(some, key=lambda each: (each.at, -each.end))
        return found

    def _marks_on(self, scene: int, line: Line) -> list[IfText]:
        return [
            each for each in self._marks_of(scene) if line[0] <= each.at and each.end <= line[1]
        ]  # fmt: skip

    def _let_marks(self, name: str) -> list[IfText]:
        value = self.symbols.lets[name].decl.value
        return [each for each in nodes(value) if type(each) is IfText]
