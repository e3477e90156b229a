"""Parsing a story again after an edit: what has not changed is not read twice.

Goes in: files of a story, one version after another. Comes out: for each the tree that `parse`
makes.
"""

from __future__ import annotations

from weavec.diagnostics import Diagnostic
from weavec.source import SourceFile
from weavec.syntax import tree
from weavec.syntax.parse import parse


class Items:
    """The trees of a story's files, for the next time."""

    def parse(
        self, file: SourceFile, cast: frozenset[str]
    ) -> tuple[tree.FileTree, tuple[Diagnostic, ...]]:
        """The tree of a file and what is wrong with it."""
        return parse(file, cast)
