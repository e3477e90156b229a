"""Nesting: feeds the lines of one item to the block grammar, and mends what does not fit.

Goes in: the lines of an item, read, with their indentation. Comes out: the item's tree, of all that
fits, and what does not, each slip once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from weavec.syntax import tree
from weavec.syntax.blocks import Blocks
from weavec.syntax.reader import Line

Report = Callable[[str, int, int, str, str | None], None]

DEEPEST: Final = 100
"""Levels of blocks inside each other."""


def nest(blocks: Blocks, lines: list[Line], report: Report) -> tree.TopLevel | None:
    """The tree of an item. `report` takes what is wrong, at offsets of the file."""
    return _Nest(blocks, report).run(lines)


class _Nest:
    def __init__(self, blocks: Blocks, report: Report) -> None:
        self.blocks = blocks
        self.report = report
        self.levels = [0]
        self.skipping = -1

    def run(self, lines: list[Line]) -> tree.TopLevel | None:
        blocks = self.blocks
        blocks.begin()
        count = len(lines)
        i = 0
        while i < count:
            line = lines[i]
            i += 1
            if line.indent != self.levels[-1]:
                self.step(line)
            if line.fallback is not None and not blocks.accepts(line.type):
                line.type, line.value = "LINE", line.fallback
            if line.type == "LINE":
                run = [] if line.value is None else [line.value]
                while i < count and lines[i].indent == line.indent and lines[i].type == "LINE":
                    if lines[i].value is not None:
                        run.append(lines[i].value)
                    i += 1
                line.value = run
            if not blocks.accepts(line.type):
                self.complain("misplaced-line", line, "this line cannot stand here")
                return None
            blocks.feed(line.type, line)
        while len(self.levels) > 1:
            self.levels.pop()
            if not blocks.accepts("_OUT"):
                self.complain("misplaced-line", lines[-1], "something is missing here")
                return None
            blocks.feed("_OUT", None)
        return blocks.finish()

    def step(self, line: Line) -> None:
        blocks = self.blocks
        if line.indent > self.levels[-1]:
            if blocks.accepts("_IN"):
                self.levels.append(line.indent)
                blocks.feed("_IN", None)
            return
        while line.indent < self.levels[-1] and blocks.accepts("_OUT"):
            self.levels.pop()
            blocks.feed("_OUT", None)

    def complain(self, name: str, line: Line, message: str, hint: str | None = None) -> None:
        self.report(name, line.item + line.at, line.item + line.end, message, hint)
