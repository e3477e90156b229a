"""Source files and places in them: what every pass and every message points at.

Goes in: a path and decoded text. Comes out: a `SourceFile`, which turns offsets into lines and
columns. Offsets count code points from 0, lines and columns from 1. Text is already normalised: no
byte order mark, line ends are a single LF.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final, Protocol

from weavec.node import node


class SourceFile:
    """One file of a story.

    `path`: relative to the story's folder, with `/`. `text`: the normalised text.
    """

    __slots__ = ("_starts", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path: Final = path
        self.text: Final = text
        self._starts: list[int] | None = None

    @property
    def starts(self) -> list[int]:
        """The offset of the first character of each line, in order."""
        if self._starts is None:
            starts = [0]
            at = self.text.find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = self.text.find("\n", at + 1)
            self._starts = starts
        return self._starts

    def position(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset, both from 1."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line, without its end."""
        start = self.starts[number - 1]
        end = self.starts[number] - 1 if number < len(self.starts) else len(self.text)
        return self.text[start:end]


@node
class Span:
    """From one offset of a file up to, not including, another."""

    file: SourceFile
    start: int
    end: int

    @property
    def line(self) -> int:
        """The line, from 1, in which it begins."""
        return self.file.position(self.start)[0]


class World(Protocol):
    """Where a story's files come from: a folder, a test's strings, an editor's buffers."""

    def files(self) -> tuple[SourceFile | Unreadable, ...]:
        """Every `.weave` file of the story, in path order."""


@node
class Unreadable:
    """A file that could not be read as text. `reason`: a phrase; `hint`: what mends it.

    `name`: the finding, `unreadable-file` or `bad-encoding`. `line`, `column`: the place, from 1.
    """

    path: str
    name: str
    reason: str
    hint: str
    line: int = 1
    column: int = 1


@node
class Listed:
    """A file beside the scripts. `path`: relative to the story's folder, with `/`. `trouble`: a
    phrase that says why it is not opened, if so."""

    path: str
    trouble: str | None = None


class Catalogues(Protocol):
    """Where a story's translations come from."""

    def catalogues(self) -> tuple[SourceFile | Unreadable, ...]:
        """Every file of translations, in path order."""


@node
class Unread:
    """A file beside the scripts that was not read. `reason`: a phrase; `hint`: what mends it."""

    reason: str
    hint: str
    too_large: bool = False


class Album(Protocol):
    """Where a story's pictures, music, sounds and fonts come from."""

    def names(self) -> tuple[Listed, ...]:
        """Every file in the folders for them, in path order."""

    def bytes_of(self, path: str, most: int) -> bytes | Unread:
        """What a file holds, if it can be read and is no longer than `most` bytes."""
