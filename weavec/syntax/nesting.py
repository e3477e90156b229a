"""Nesting: feeds the lines of one item to the block grammar, and mends what does not fit.

Goes in: the lines of an item, read, with their indentation. Comes out: the item's tree, of all that
fits, and what does not. Each slip is said once: a line that cannot stand where it stands is left
out with its block, a block that is missing is put in, and the lines after it are read as if nothing
had happened.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from weavec.syntax import tree
from weavec.syntax.blocks import Blocks
from weavec.syntax.placement import (
    PARTS,
    another,
    at_margin,
    deeper,
    lacking,
    misplaced,
    unfinished,
)
from weavec.syntax.reader import Line

Report = Callable[[str, int, int, str, str | None], None]

DEEPEST: Final = 100
"""Levels of blocks inside each other."""


SINGLE: Final = frozenset(("ID", "AUTHOR", "LANGUAGE", "START", "COLOR", "TIME", "LAYOUT"))
"""Lines that stand once under their heading."""


class Level:
    """A level of indentation. Lines from `low` to `high` stand on it.

    `head`: the line above it. `real`: whether the grammar knows of it. `bad`: whether something
    under it has been reported. `flush`: whether it stands at the indentation of its head. `kinds`:
    the types of the `SINGLE` lines on it.
    """

    __slots__ = ("bad", "flush", "head", "high", "kinds", "low", "real")

    def __init__(self, indent: int, head: Line | None, real: bool, flush: bool = False) -> None:
        self.low = indent
        self.high = indent
        self.head = head
        self.real = real
        self.bad = False
        self.flush = flush
        self.kinds: frozenset[str] = frozenset()


class Nest:
    """Reads the items of a file, one after the other. `report` takes what is wrong."""

    def __init__(self, blocks: Blocks, report: Report) -> None:
        self.blocks = blocks
        self._report = report
        self._levels = [Level(0, None, True)]
        self._last: Line | None = None
        self._skip = -1
        self._stray = False
        self._closed: Line | None = None

    def item(self, lines: list[Line]) -> tree.TopLevel | None:
        """The tree of an item, or none if its first line heads nothing."""
        blocks = self.blocks
        blocks.begin()
        head = lines[0]
        if not blocks.accepts(head.type):
            if not self._stray and not head.bad:
                self._say("misplaced-line", head, *at_margin(head))
            self._stray = True
            return None
        self._stray = False
        self._levels = [Level(head.indent, None, True)]
        self._last = None
        self._skip = -1
        self._feed_all(lines)
        while len(self._levels) > 1:
            self._close()
        if not blocks.accepts("$END"):
            self._complete("$END")
        return blocks.finish() if head.value is not None and blocks.accepts("$END") else None

    def _feed_all(self, lines: list[Line]) -> None:
        blocks = self.blocks
        count = len(lines)
        i = 0
        while i < count:
            line = lines[i]
            i += 1
            if self._skip >= 0:
                if line.indent > self._skip:
                    continue
                self._skip = -1
            level = self._levels[-1]
            if not level.low <= line.indent <= level.high and not self._move(line):
                continue
            if line.fallback is not None and not blocks.accepts(line.type):
                line.type, line.value, line.fallback = "LINE", line.fallback, None
            if line.type == "LINE":
                first = i - 1
                while i < count and lines[i].indent == line.indent and lines[i].type == "LINE":
                    i += 1
                self._run(lines[first:i])
            elif line.fallback is not None:
                self._soft(line)
            else:
                self._feed(line)

    # -------------------------------------------------------------- lines

    def _run(self, run: list[Line]) -> None:
        """Feed lines that open no block, as one."""
        if not self.blocks.accepts("LINE") and not self._make_room(run[0]):
            self._refuse_run(run)
            return
        head = run[0]
        last = run[-1]
        values = []
        for line in run:
            value = line.value
            if value is None:
                self._levels[-1].bad = True
                continue
            values.append(value)
        head.value = values
        self.blocks.feed("LINE", head)
        self._last = last

    def _refuse_run(self, run: list[Line]) -> None:
        level = self._levels[-1]
        said = False
        for line in run:
            bullet = line.kind in ("plain", "rich") and line.text[:2] in ("+ ", "- ", "• ", "– ")
            if not line.bad and (bullet or not said):
                self._say("misplaced-line", line, *misplaced(line, self._heads()))
            said = said or not bullet
        level.bad = True
        self._last = run[-1]
        self._skip = run[-1].indent

    def _soft(self, line: Line) -> None:
        """A line that begins as the next part of the block above it, and does not parse."""
        line.fallback = None
        self._say("bad-line", line, f"this line is no `{line.word}`, and would be shown as prose",
                  f"write `{line.word}` alone, or begin with \\ if it is prose")  # fmt: skip
        line.bad = True
        self.blocks.feed(line.type, line)
        self._last = line

    def _feed(self, line: Line) -> None:
        if not self.blocks.accepts(line.type) and not self._make_room(line):
            level = self._levels[-1]
            if not line.bad and not (level.bad and self._follows(line)):
                self._say("misplaced-line", line, *misplaced(line, self._heads()))
            level.bad = True
            self._skip = line.indent
            self._last = line
            return
        if line.bad:
            self._levels[-1].bad = True
        if line.type in SINGLE:
            self._once(line)
        self.blocks.feed(line.type, line)
        self._last = line

    def _follows(self, line: Line) -> bool:
        """Whether a line only goes on with the one before it: an option, a part of its block."""
        above = self._last.type if self._last is not None else ""
        if line.type in PARTS:
            return above in (line.type, PARTS[line.type][1].upper())
        return above == line.type and line.type in ("OPTION", "OPTION_TO")

    def _once(self, line: Line) -> None:
        """A line that stands once under its heading."""
        level = self._levels[-1]
        if line.type in level.kinds and not line.bad:
            self._say(
                "duplicate-name", line, f"`{line.word}` stands here twice", "remove one of them"
            )
        if not line.bad:
            level.kinds |= {line.type}

    # -------------------------------------------------------------- steps of indentation

    def _move(self, line: Line) -> bool:
        """Step in or out to a line; whether it is to be read."""
        if line.indent > self._levels[-1].high:
            return self._step_in(line)
        while line.indent < self._levels[-1].low:
            below = self._levels[-2]
            if line.indent > below.high:
                self._between(line)
                break
            self._close()
        return True

    def _step_in(self, line: Line) -> bool:
        above = self._last
        assert above is not None
        real = self.blocks.accepts("_IN")
        if real and len(self._levels) > DEEPEST:
            self._say("too-deep", line, f"blocks stand more than {DEEPEST} levels deep here",
                      "move the inner part to a scene of its own and `visit` it")  # fmt: skip
            self._skip = above.indent
            self._levels[-1].bad = above.bad = True
            return False
        if not real and not above.bad:
            self._say("bad-indent", *deeper(above, line))
        if not real and (above.type == "OPTION_TO" or not self.blocks.accepts(line.type)):
            self._skip = above.indent
            self._levels[-1].bad = True
            return False
        self._levels.append(Level(line.indent, above, real))
        if real:
            self.blocks.feed("_IN", None)
            self._levels[-1].bad = above.bad
        else:
            self._levels[-1].bad = True
        return True

    def _between(self, line: Line) -> None:
        """A line that stands between two levels joins the one that can take it."""
        inner, outer = self._levels[-1], self._levels[-2]
        if not line.bad:
            self._say("bad-indent", line, "this line stands between two levels",
                      f"indent it by {outer.high} or by {inner.low} spaces")  # fmt: skip
        if self.blocks.accepts(line.type) or not inner.real:
            inner.low = line.indent
        else:
            outer.high = line.indent
            self._close()

    def _close(self) -> None:
        """Close the innermost level, with what it lacks put in."""
        level = self._levels[-1]
        if level.real:
            if not self.blocks.accepts("_OUT"):
                self._complete("_OUT")
            if self.blocks.accepts("_OUT"):
                self.blocks.feed("_OUT", None)
        self._levels.pop()
        self._closed = level.head
        if level.bad:
            self._levels[-1].bad = True

    # -------------------------------------------------------------- mending

    def _make_room(self, line: Line) -> bool:
        """Put in or close what stands before a line that is not accepted; whether it helped."""
        blocks = self.blocks
        if blocks.wants_block() and self._last is not None:
            if line.type in ("OPTION", "OPTION_TO") and self._last.type in ("CHOICE", "HUB"):
                self._say("bad-indent", self._last,
                          f"the options of a `{self._last.word}` are indented under it",
                          "indent them by two more spaces")  # fmt: skip
                self._levels.append(Level(line.indent, self._last, True, True))
                self._levels[-1].bad = True
                blocks.feed("_IN", None)
                return True
            self._complete(line.type)
        if not blocks.accepts(line.type) and (blocks.accepts("OR") or blocks.accepts("THEN")):
            if line.type in PARTS and not line.bad:
                part = "OR" if blocks.accepts("OR") else "THEN"
                self._say("misplaced-line", line, *another(line, part))
                line.type, line.bad = part, True
                return True
            self._complete(line.type)
        while not blocks.accepts(line.type) and self._levels[-1].flush:
            self._close()
        return blocks.accepts(line.type)

    def _complete(self, wanted: str) -> None:
        """Put in what the grammar needs before `wanted` can come, and say so once."""
        blocks = self.blocks
        for _ in range(6):
            if blocks.accepts(wanted):
                return
            level = self._levels[-1]
            if blocks.wants_block():
                if self._last is not None and not self._last.bad:
                    self._say("bad-indent", self._last, *lacking(self._last))
                level.bad = True
                self._fill()
            elif blocks.accepts("OR") or blocks.accepts("THEN"):
                part = "OR" if blocks.accepts("OR") else "THEN"
                head = self._closed
                if head is not None and not level.bad:
                    self._say("bad-indent", head, *unfinished(part))
                level.bad = True
                blocks.feed(part, Line(part, 0, 0, 0, 0, "", ""))
                self._fill()
            elif wanted == "_OUT":
                if level.head is not None and not level.bad:
                    self._say("bad-indent", level.head, *lacking(level.head, True))
                level.bad = True
                self._filler()
            else:
                return

    def _fill(self) -> None:
        """Put in the smallest block."""
        self.blocks.feed("_IN", None)
        self._filler()
        self.blocks.feed("_OUT", None)

    def _filler(self) -> None:
        blocks = self.blocks
        for kind in ("LINE", "OPTION_TO", "STRAND"):
            if blocks.accepts(kind):
                empty = Line(kind, 0, 0, 0, 0, "", "")
                empty.type = kind
                empty.value = [] if kind == "LINE" else None
                blocks.feed(kind, empty)
                if kind == "STRAND":
                    self._fill()
                if kind == "LINE" and not blocks.accepts("_OUT"):
                    continue
                return

    # -------------------------------------------------------------- words

    def _heads(self) -> list[Line]:
        """The lines under which the next one stands, innermost first."""
        return [level.head for level in reversed(self._levels) if level.real and level.head]

    def _say(self, name: str, line: Line, message: str, hint: str | None) -> None:
        self._report(name, line.item + line.at, line.item + line.end, message, hint)
