"""Parsing a story again after an edit: what has not changed is not read twice.

Goes in: files of a story, one version after another. Comes out: for each what `parse` makes of it.
A file is cut above its scenes, and a piece with the same words is taken from last time: places in a
tree count from its own item. Where something is wrong with any of it, the whole file is read, since
what is said of one line may depend on what was said before.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from weavec.diagnostics import Diagnostic
from weavec.source import SourceFile
from weavec.syntax import tree
from weavec.syntax.parse import FileParser, parse

HEAD: Final = "\nscene "

Piece: TypeAlias = tuple[tree.FileTree, str]
"""What a piece of a file becomes, its places counted from its own beginning; the type of its last
line at the margin."""


class Items:
    """The pieces of a story's files, for the next time."""

    def __init__(self) -> None:
        self._before: dict[tuple[frozenset[str], str, str], Piece] = {}
        self._now: dict[tuple[frozenset[str], str, str], Piece] = {}

    def begin(self) -> None:
        """Before the first file of a version: what the last one did not need is forgotten."""
        self._before, self._now = self._now, {}

    def parse(
        self, file: SourceFile, cast: frozenset[str]
    ) -> tuple[tree.FileTree, tuple[Diagnostic, ...]]:
        """The tree of a file and what is wrong with it."""
        items: list[tree.Item] = []
        allows: list[tree.Allow] = []
        head = ""
        at = 0
        for end in (*_cuts(file.text), len(file.text)):
            text = file.text[at:end]
            made = self._piece(cast, head, text)
            if made is None:
                return parse(file, cast)
            piece, head = made
            items += [tree.Item(at + each.offset, each.tree) for each in piece.items]
            if piece.allows:
                lines = file.text.count("\n", 0, at)
                allows += [
                    tree.Allow(each.name, each.reason, lines + each.line, at + each.at,
                               at + each.end)
                    for each in piece.allows
                ]  # fmt: skip
            at = end
        return tree.FileTree(tuple(items), tuple(allows)), ()

    def _piece(self, cast: frozenset[str], head: str, text: str) -> Piece | None:
        """A piece read, or none if something is wrong with it."""
        key = (cast, head, text)
        made = self._now.get(key) or self._before.get(key)
        if made is None:
            parser = FileParser(SourceFile("", text), cast, head)
            found, wrong = parser.parse()
            if wrong or parser.left or parser.cast != cast:
                return None
            made = (found, parser.head)
        self._now[key] = made
        return made


def _cuts(text: str) -> list[int]:
    """Where pieces of a file begin, but for the first: above scenes and the comments on them."""
    found: list[int] = []
    at = text.find(HEAD)
    while at >= 0:
        cut = at + 1
        above = text.rfind("\n", 0, at) + 1
        while cut and text.startswith("#", above):  # comments belong to what stands below
            cut, above = above, text.rfind("\n", 0, max(above - 1, 0)) + 1
        if cut and not text[above : cut - 1].rstrip(" ").endswith("\\"):
            found.append(cut)
        at = text.find(HEAD, at + 1)
    return found
