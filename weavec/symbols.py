"""Symbols: everything that a story declares, found by name.

`resolve` makes them, `lower` and the checks read them. Places are pairs of a file and the offset of
the item in it; a `Site` turns the offsets of a tree into spans.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from weavec.ir import Expr, Nodes
from weavec.node import node
from weavec.source import SourceFile, Span
from weavec.syntax.tree import (
    CastDecl,
    EndLine,
    KeepsakeLine,
    LetDecl,
    MergeBlock,
    Name,
    SceneDecl,
    StoryHead,
    Text,
    VarDecl,
)

FLAG: Final = ("flag",)
TEXT: Final = ("text",)
Type: TypeAlias = tuple[object, ...]
"""`FLAG`, `TEXT`, `("number", lo, hi)`, `("words", (name, ...))`; `("?",)` after an error."""
UNKNOWN: Final = ("?",)

PLACES: Final = ("far_left", "left", "center", "right", "far_right", "off")
TRANSITIONS: Final = ("cut", "fade", "dissolve", "weave", "slide", "iris")
LASTING_EFFECTS: Final = ("rain", "snow", "mist", "embers", "dim", "blur", "glitch")
EFFECTS: Final = (*LASTING_EFFECTS, "shake", "flash", "pulse")
MODES: Final = ("woven", "chorus", "fragmented", "drifting")


@node
class Site:
    """Where an item stands: its file and the offset of its first character."""

    file: SourceFile
    base: int

    def span(self, at: int, end: int) -> Span:
        """The span of tree offsets `at` to `end`."""
        return Span(self.file, self.base + at, self.base + end)

    def line(self, at: int) -> int:
        """The line, from 1, of a tree offset."""
        return self.file.position(self.base + at)[0]

    def of(self, thing: Name) -> Span:
        """The span of a name."""
        return Span(self.file, self.base + thing.at, self.base + thing.at + len(thing.text))


@node
class SceneSymbol:
    """A scene: its index in the program, what it declares, its dreamers' indices."""

    index: int
    decl: SceneDecl
    site: Site
    minds: tuple[int, ...]
    chapter: int | None


@node
class CastSymbol:
    """A member of the cast. `index`: dreamers first; for a dreamer, also the index of the mind."""

    index: int
    decl: CastDecl
    site: Site
    moods: frozenset[str]


@node
class ValueSymbol:
    """A variable or a memory. `owner`: the index of the mind it belongs to."""

    index: int
    name: str
    type: Type
    init: int | str
    owner: int | None
    decl: VarDecl
    site: Site


@node
class LetSymbol:
    """A derived value or text. `value`: the expression as lowered; for a text, `key` into texts."""

    name: str
    type: Type
    index: int | None
    key: str | None
    decl: LetDecl
    site: Site
    may_be_empty: bool = False


class Symbols:
    """All of a story's declarations. Filled by `resolve`, read-only afterwards."""

    def __init__(self) -> None:
        self.head: StoryHead | None = None
        self.head_site: Site | None = None
        self.start: tuple[int, int | None] = (0, None)
        self.scenes: dict[str, SceneSymbol] = {}
        self.cast: dict[str, CastSymbol] = {}
        self.minds: tuple[CastSymbol, ...] = ()
        self.people: tuple[CastSymbol, ...] = ()
        self.values: dict[str, ValueSymbol] = {}  # by name; memories as owner.name
        self.memories: dict[str, list[ValueSymbol]] = {}  # by bare name
        self.lets: dict[str, LetSymbol] = {}
        self.let_exprs: list[Expr] = []
        self.words: dict[str, list[tuple[str, ...]]] = {}  # word -> the lists that hold it
        self.marks: dict[str, dict[str, Name]] = {}  # scene -> its marks
        self.option_marks: dict[str, dict[str, Name]] = {}  # scene -> its options' marks
        self.endings: dict[str, tuple[EndLine, Site]] = {}
        self.keepsakes: dict[str, tuple[KeepsakeLine, Site]] = {}
        self.merges: dict[str, tuple[MergeBlock, Site]] = {}
        self.chapters: list[Nodes] = []
        self.chapter_places: list[Span] = []
        self.chapter_titles: list[Text] = []
        self.counted: set[tuple[str, str]] = set()  # (scene, mark) or (scene, "") that is counted
        self.chosen: set[tuple[str, str]] = set()  # (scene, option mark) that is asked for
        self.used: set[str] = set()  # "cast NAME", "value NAME", "let NAME", "mark SCENE NAME"
