"""Lowering a story again after an edit: a scene that has not changed is not lowered twice.

Goes in: the scenes of a story as they were lowered last, and its symbols now. Comes out: the
builder of each scene, from last time wherever lowering it again would do the very same. Scenes
share more than their symbols: counts, tables of words and some texts are made by whichever scene
comes first. So what lowering a scene asks of those is written down with the answers; where the
answers would be others today, or the story's names are not what they were, the scene is lowered
anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from weavec.expressions import Counts
from weavec.ir import VISITS, Nodes, Op, Scene
from weavec.lower.builder import Place, ProgramBuilder, SceneBuilder, VisitSite, Way
from weavec.node import replace
from weavec.symbols import SceneSymbol, Site, Symbols
from weavec.syntax.tree import SceneDecl
from weavec.wording import Words

Asked: TypeAlias = tuple[Any, ...]
"""What a scene asks of what all share (`add`, `of`, `rename`, `table`, `reveal`, `has`, `set`,
`default`), with what, and last what was answered."""


class Journal:
    """Where it is written down what a scene asks, while it is lowered."""

    def __init__(self) -> None:
        self.asked: list[Asked] | None = None

    def note(self, *asked: Any) -> None:
        """Write something down."""
        if self.asked is not None:
            self.asked.append(asked)


class _Counts(Counts):
    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self.journal = journal

    def add(self, name: str, highest: int) -> int:
        made = super().add(name, highest)
        self.journal.note("add", name, highest, made)
        return made

    def of(self, name: str, highest: int) -> int:
        if name not in self.named:
            self.named[name] = Counts.add(self, name, highest)
        self.journal.note("of", name, highest, self.named[name])
        return self.named[name]

    def rename(self, index: int, name: str) -> None:
        super().rename(index, name)
        self.journal.note("rename", index, name, None)


class _Words(Words):
    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self.journal = journal

    def table(self, words: tuple[str, ...]) -> int:
        made = super().table(words)
        self.journal.note("table", words, made)
        return made


class _Texts(dict[str, Nodes]):
    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self.journal = journal

    def __setitem__(self, key: str, nodes: Nodes) -> None:
        super().__setitem__(key, nodes)
        self.journal.note("set", key, nodes, None)

    def setdefault(self, key: str, nodes: Nodes) -> Nodes:
        super().setdefault(key, nodes)
        self.journal.note("default", key, nodes, None)
        return self[key]

    def __contains__(self, key: object) -> bool:
        found = super().__contains__(key)
        self.journal.note("has", key, found)
        return found


class Recorder(ProgramBuilder):
    """A builder that writes down what scenes ask of what they share."""

    def __init__(self, symbols: Symbols) -> None:
        self.journal = Journal()
        super().__init__(
            symbols, None, _Counts(self.journal), _Words(self.journal), _Texts(self.journal)
        )

    def reveal(self, memory: int, mind: int) -> int:
        made = super().reveal(memory, mind)
        self.journal.note("reveal", (memory, mind), made)
        return made

    def fits(self, asked: list[Asked]) -> bool:
        """Whether all that was asked would be answered today as it was."""
        counts, tables, reveals = len(self.counts.made), len(self.words.tables), len(self.reveals)
        values = len(self.symbols.values)
        named: dict[str, int] = {}
        shown: dict[tuple[str, ...], int] = {}
        told: dict[tuple[int, int], int] = {}
        keys: set[str] = set()
        for kind, what, *_, answer in asked:
            now: object = answer
            match kind:
                case "add":
                    now, counts = counts, counts + 1
                case "of":
                    now = self.counts.named.get(what, named.get(what))
                    if now is None:
                        now = named[what] = counts
                        counts += 1
                case "table":
                    now = self.words.tables.get(what, shown.get(what))
                    if now is None:
                        now = shown[what] = tables
                        tables += 1
                case "reveal":
                    now = self.reveals.get(what, told.get(what))
                    if now is None:
                        now = told[what] = values + reveals
                        reveals += 1
                case "has":
                    now = what in keys or dict.__contains__(self.texts, what)
                case "set" | "default":
                    keys.add(what)
            if now != answer:
                return False
        return True

    def again(self, asked: list[Asked]) -> None:
        """Ask all of it."""
        counts, words, texts = self.counts, self.words, self.texts
        for kind, *what, _ in asked:
            match kind:
                case "add":
                    counts.add(*what)
                case "of":
                    counts.of(*what)
                case "rename":
                    counts.rename(*what)
                case "table":
                    words.table(*what)
                case "reveal":
                    self.reveal(*what[0])
                case "set":
                    texts[what[0]] = what[1]
                case "default":
                    texts.setdefault(*what)


class Known:
    """A scene as it was lowered last.

    `shared`: what it asked. `used`: names that it used. `ways`, `visits`, `marks`: what it added to
    the program's. `pristine`: its jumps, before they were given their targets. `finished`: on what
    the finished scene depends beside all this, and the scene.
    """

    __slots__ = ("builder", "decl", "finished", "marks", "pristine", "shared", "used", "visits",
                 "ways")  # fmt: skip

    def __init__(self, decl: SceneDecl, builder: SceneBuilder) -> None:
        self.decl = decl
        self.builder = builder
        self.shared: list[Asked] = []
        self.used: set[str] = set()
        self.ways: list[Way] = []
        self.visits: list[VisitSite] = []
        self.marks: list[tuple[tuple[int, str], int]] = []
        self.pristine: list[tuple[int, Op]] = []
        self.finished: tuple[Any, Scene, tuple[Place | None, ...]] | None = None


class Scenes:
    """The scenes of a story as they were lowered last."""

    def __init__(self) -> None:
        self.ground: Any = None
        self.before: dict[str, Known] = {}
        self.now: dict[str, Known] = {}
        self.shared_used: set[str] = set()

    def begin(self, symbols: Symbols) -> None:
        """Before the first scene: of another ground nothing is taken over."""
        ground = _ground(symbols)
        self.before = self.now if ground == self.ground else {}
        self.ground, self.now = ground, {}
        self.shared_used = symbols.used

    def lowered(
        self, p: Recorder, symbol: SceneSymbol, make: Callable[[SceneBuilder], SceneBuilder]
    ) -> SceneBuilder:
        """The builder of a scene, settled. `make`: puts the operations of a scene into one."""
        name = symbol.decl.name.text
        known = self.before.get(name)
        if known is not None and known.decl is symbol.decl and p.fits(known.shared):
            self._take(p, symbol, known)
        else:
            known = self._make(p, symbol, make)
        p.symbols.used = self.shared_used
        self.shared_used |= known.used
        return known.builder

    def _take(self, p: Recorder, symbol: SceneSymbol, known: Known) -> None:
        b = known.builder
        p.again(known.shared)
        p.ways.extend(known.ways)
        p.visits.extend(known.visits)
        p.marks.update(known.marks)
        b.program, b.symbol = p, symbol
        scope = b.scope
        scope.symbols, scope.counts = p.symbols, p.counts
        scope.sink, scope.site = p.sink, symbol.site
        for op, jump in known.pristine:
            b.ops[op] = jump
        self.now[b.name] = known

    def _make(
        self, p: Recorder, symbol: SceneSymbol, make: Callable[[SceneBuilder], SceneBuilder]
    ) -> Known:
        said, guesses = len(p.sink.found), p.sink.guesses
        ways, visits, marks = len(p.ways), len(p.visits), len(p.marks)
        p.symbols.used = used = set[str]()
        asked: list[Asked] = []
        p.journal.asked = asked
        b = make(SceneBuilder(p, symbol))
        b.settle()
        p.journal.asked = None
        known = Known(symbol.decl, b)
        known.shared, known.used = asked, used
        known.ways, known.visits = p.ways[ways:], p.visits[visits:]
        known.marks = list(p.marks.items())[marks:] if len(p.marks) > marks else []
        known.pristine = [(way.op, b.ops[way.op]) for way in known.ways]
        if len(p.sink.found) == said and p.sink.guesses == guesses:
            self.now[b.name] = known  # what is said of it has to be said again
        return known

    def finish(
        self, b: SceneBuilder, merged: bool
    ) -> tuple[Scene, tuple[Place | None, ...]]:
        """The scene of a builder, the same object as last time if it is the same."""
        known = self.now.get(b.name)
        if known is None:
            return finish(b, merged)
        counts = b.program.counts
        counted = (b.name, "") in b.program.symbols.counted
        count = counts.of(f"{VISITS}{b.name}", 99) if counted else None
        depends = (merged, count, b.symbol.minds, b.symbol.chapter,
                   [b.ops[op] for op, _ in known.pristine])  # fmt: skip
        if known.finished is not None and known.finished[0] == depends:
            b.program.texts.update(b.said)
        else:
            known.finished = (depends, *finish(b, merged))
        return known.finished[1:]


def finish(b: SceneBuilder, merged: bool) -> tuple[Scene, tuple[Place | None, ...]]:
    """The scene of a builder, and the places of its operations. `merged`: whether it can be visited
    from inside a dream-merge."""
    made = b.finish()
    if b.strand_ops or merged:
        made = replace(made, rests=b.merged_rests())
    return made, tuple(b.places)


def _ground(symbols: Symbols) -> Any:
    """All that scenes can see of the story outside of themselves."""
    where: dict[int, str] = {id(each.site): name for name, each in symbols.scenes.items()}

    def places(found: dict[str, tuple[Any, Site]]) -> list[Any]:
        return [(name, where.get(id(site)), line.title is None)
                for name, (line, site) in found.items()]  # fmt: skip

    return (
        symbols.start,
        [_heading(each) for each in symbols.scenes.values()],
        [(each.index, each.decl, each.moods) for each in symbols.cast.values()],
        [(each.name, each.index, each.type, each.init, each.owner, each.decl)
         for each in symbols.values.values()],
        [(each.name, each.type, each.index, each.key, each.decl, each.may_be_empty)
         for each in symbols.lets.values()],
        symbols.let_exprs,
        symbols.words,
        {name: set(marks) for name, marks in symbols.marks.items() if marks},
        {name: set(marks) for name, marks in symbols.option_marks.items() if marks},
        symbols.counted,
        symbols.chosen,
        places(symbols.endings),
        places(symbols.keepsakes),
    )  # fmt: skip


def _heading(scene: SceneSymbol) -> Any:
    """What other scenes can see of a scene."""
    decl = scene.decl
    return (decl.name.text, scene.index, scene.minds, scene.chapter, decl.draft, decl.page,
            decl.title is None, [mind.text for mind in decl.minds])  # fmt: skip
