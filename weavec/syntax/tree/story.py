"""What stands at the margin: the head, the cast, values, chapters, scenes.

The package says what all of the tree keeps to.
"""

from __future__ import annotations

from typing import TypeAlias

from weavec.node import node
from weavec.syntax.tree.lines import Statement
from weavec.syntax.tree.text import Quoted
from weavec.syntax.tree.values import Expr, Name


@node
class RangeType:
    """`-3..5`."""

    lo: int
    hi: int
    at: int
    end: int


@node
class WordsType:
    """`unity | hybrid`; without words it is a type that could not be read."""

    words: tuple[Name, ...]
    at: int
    end: int


@node
class TextType:
    """`text`."""

    at: int
    end: int


@node
class VarDecl:
    """`var name: type = value`, or `memory` of a dreamer. Without a type it is a flag."""

    name: Name
    type: RangeType | WordsType | TextType | None
    value: Expr | Quoted
    was: tuple[Name, ...]
    at: int
    end: int


@node
class LetDecl:
    """`let name = expr`, or a text."""

    name: Name
    value: Expr | Quoted
    at: int
    end: int


@node
class StartField:
    """`start scene as dreamer`."""

    scene: Name
    mind: Name | None
    at: int
    end: int


@node
class StoryHead:
    """`story "Title"` and what stands under it."""

    title: Quoted
    id: str | None
    author: Quoted | None
    language: str | None
    start: StartField | None
    notes: tuple[Quoted, ...]
    at: int
    end: int


@node
class CastDecl:
    """`dreamer name "Shown"` or `character name "Shown"`."""

    dreamer: bool
    name: Name
    title: Quoted | None
    color: str | None
    moods: tuple[Name, ...]
    memories: tuple[VarDecl, ...]
    was: tuple[Name, ...]
    at: int
    end: int


@node
class ChapterDecl:
    """`chapter "Title"`."""

    title: Quoted
    at: int
    end: int


@node
class SceneDecl:
    """`scene name "Title" as minds`, with its body. `time`: as written, `21:40`."""

    name: Name
    title: Quoted | None
    minds: tuple[Name, ...]
    draft: bool
    time: str | None
    page: bool
    was: tuple[Name, ...]
    body: tuple[Statement, ...]
    at: int
    end: int


TopLevel: TypeAlias = StoryHead | CastDecl | VarDecl | LetDecl | ChapterDecl | SceneDecl


@node
class Item:
    """A top-level declaration and the offset of its item in the file."""

    offset: int
    tree: TopLevel


@node
class Allow:
    """`# allow: name - reason`: silences findings of that name on the next line that is no comment.

    `line`: the number of that line, from 1; offsets are the file's. A missing reason is empty.
    """

    name: str
    reason: str
    line: int
    at: int
    end: int


@node
class FileTree:
    """A file's items in order, and its allowances."""

    items: tuple[Item, ...]
    allows: tuple[Allow, ...]
