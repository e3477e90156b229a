"""Resolve: who and what a story declares.

Goes in: the trees of all files. Comes out: the `Symbols`, and the findings about declarations:
names given twice, first values that do not fit, the story's head and its start. What stands in the
scenes' lines is `lower`'s concern; of them only what can be named from elsewhere is gathered here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from uuid import NAMESPACE_URL, uuid5

from weavec.diagnostics import Diagnostic, Label, Sink, whole_file
from weavec.naming import TRUTH, dreamer, listed, option_scene, plain, undefined_scene
from weavec.source import SourceFile
from weavec.symbols import (
    FLAG,
    PLACES,
    TEXT,
    UNKNOWN,
    CastSymbol,
    LetSymbol,
    SceneSymbol,
    Site,
    Symbols,
    Type,
    ValueSymbol,
)
from weavec.syntax.tree import (
    CastDecl,
    ChapterDecl,
    ChoiceBlock,
    Chosen,
    EndLine,
    FileTree,
    Flag,
    KeepsakeLine,
    LetDecl,
    MarkLine,
    MergeBlock,
    Name,
    Number,
    Quoted,
    RangeType,
    SceneDecl,
    StoryHead,
    TextType,
    Unary,
    VarDecl,
    Visits,
    WordsType,
)
from weavec.syntax.walk import nodes, options, statements

_SCENE = re.compile(r"^ *(?:draft +)?scene(?!\w)", re.MULTILINE)
LIMIT = 1_000_000
"""Bounds of a range lie in -LIMIT..LIMIT."""

Tree = tuple[SourceFile, FileTree]


def resolve(trees: Iterable[Tree]) -> tuple[Symbols, tuple[Diagnostic, ...]]:
    """Gather the declarations of all files, given in path order."""
    trees = list(trees)
    made = _Resolver()
    made.declarations(trees)
    made.minds_of_scenes()
    made.inside_scenes()
    made.references(trees)
    made.start(trees)
    return made.symbols, tuple(made.sink.found)


class _Resolver:
    def __init__(self) -> None:
        self.symbols = Symbols()
        self.sink = Sink()
        self.first_scene: dict[str, str] = {}  # file -> its first scene
        self.dreamers: list[CastSymbol] = []
        self.people: list[CastSymbol] = []
        self.scenes: list[tuple[SceneDecl, Site, int | None]] = []

    # -------------------------------------------------------------- top level

    def declarations(self, trees: list[Tree]) -> None:
        values: list[tuple[VarDecl, Site, Name | None]] = []
        lets: list[tuple[LetDecl, Site]] = []
        cast: list[tuple[CastDecl, Site]] = []
        chapter: int | None = None
        for file, tree in trees:
            for item in tree.items:
                site = Site(file, item.offset)
                match item.tree:
                    case SceneDecl() as scene:
                        self.scenes.append((scene, site, chapter))
                        self.first_scene.setdefault(file.path, scene.name.text)
                    case VarDecl() as var:
                        values.append((var, site, None))
                    case LetDecl() as let:
                        lets.append((let, site))
                    case CastDecl() as member:
                        cast.append((member, site))
                        values.extend((memory, site, member.name) for memory in member.memories)
                    case ChapterDecl() as made:
                        chapter = len(self.symbols.chapters)
                        self.symbols.chapters.append(plain(made.title, site, self.sink))
                        self.symbols.chapter_places.append(site.span(made.at, made.end))
                        self.symbols.chapter_titles.append(made.title.text)
                    case StoryHead() as head:
                        self.head(head, site)
        self.cast(cast)
        self.values(values)
        self.lets(lets)
        self.words()

    def head(self, head: StoryHead, site: Site) -> None:
        known, at = self.symbols.head, self.symbols.head_site
        if known is not None and at is not None:
            self.sink.report(
                "duplicate-name", site.span(head.at, head.end), "a story has one heading",
                "remove this one, or move these scenes to a story of their own",
                (Label(at.span(known.at, known.end), "the first one"),),
            )  # fmt: skip
            return
        self.symbols.head, self.symbols.head_site = head, site
        if head.id is None:
            made = uuid5(NAMESPACE_URL, site.file.text)
            self.sink.report(
                "missing-id", site.span(head.at, head.end),
                "this story has no id, so a reader's saves cannot find it again",
                f"write `id {made}` under it, indented by two spaces",
            )  # fmt: skip

    def twice(self, what: str, name: Name, site: Site, known: Name, there: Site) -> None:
        """Report a name that is taken."""
        self.sink.report(
            "duplicate-name", site.of(name), f"there is already {what} named `{name.text}`",
            "give one of them another name",
            (Label(there.of(known), "the first one"),),
        )  # fmt: skip

    def cast(self, members: list[tuple[CastDecl, Site]]) -> None:
        known: dict[str, tuple[CastDecl, Site]] = {}
        fresh: list[tuple[CastDecl, Site]] = []
        for decl, site in members:
            first = known.setdefault(decl.name.text, (decl, site))
            if first[0] is not decl:
                self.twice("somebody", decl.name, site, first[0].name, first[1])
            else:
                fresh.append((decl, site))
        ordered = [each for each in fresh if each[0].dreamer]
        ordered += [each for each in fresh if not each[0].dreamer]
        for index, (decl, site) in enumerate(ordered):
            known_moods: dict[str, Name] = {}
            for mood in decl.moods:
                same = known_moods.setdefault(mood.text, mood)
                if same is not mood:
                    self.twice(f"a mood of {decl.name.text}", mood, site, same, site)
                if mood.text in PLACES:
                    self.sink.report(
                        "duplicate-name", site.of(mood),
                        f"`{mood.text}` is a place on the stage, so it cannot be a mood",
                        "give the mood another name",
                    )  # fmt: skip
            moods = frozenset(mood.text for mood in decl.moods)
            self.symbols.cast[decl.name.text] = CastSymbol(index, decl, site, moods)
        made = list(self.symbols.cast.values())
        self.symbols.minds = tuple(each for each in made if each.decl.dreamer)
        self.symbols.people = tuple(each for each in made if not each.decl.dreamer)

    def values(self, found: list[tuple[VarDecl, Site, Name | None]]) -> None:
        symbols = self.symbols
        for decl, site, owner in found:
            member = symbols.cast.get(owner.text) if owner else None
            if owner is not None and (member is None or decl not in member.decl.memories):
                continue  # the second of two people with one name
            name = f"{owner.text}.{decl.name.text}" if owner else decl.name.text
            first = symbols.values.get(name)
            if first is not None:
                self.twice("a value", decl.name, site, first.decl.name, first.site)
                continue
            kind = self.type_of(decl, site)
            init = self.initial(decl, kind, site)
            if kind == FLAG and _forgotten(decl):
                kind = UNKNOWN
            mind = member.index if member else None
            made = ValueSymbol(len(symbols.values), name, kind, init, mind, decl, site)
            symbols.values[name] = made
            if owner:
                symbols.memories.setdefault(decl.name.text, []).append(made)
        for bare, memories in symbols.memories.items():
            if (value := symbols.values.get(bare)) is not None:
                memory = memories[0]
                self.twice("a value", memory.decl.name, memory.site, value.decl.name, value.site)

    def type_of(self, decl: VarDecl, site: Site) -> Type:
        match decl.type:
            case None:
                return FLAG
            case TextType():
                return TEXT
            case RangeType(lo, hi, at, end):
                if abs(lo) > LIMIT or abs(hi) > LIMIT:
                    self.sink.report(
                        "value-out-of-range", site.span(at, end),
                        "a range lies between -1,000,000 and 1,000,000",
                        "choose smaller bounds",
                    )  # fmt: skip
                    return UNKNOWN
                if lo > hi:
                    self.sink.report(
                        "value-out-of-range", site.span(at, end),
                        f"no number is at least {lo} and at most {hi}",
                        f"write the smaller one first: `{hi}..{lo}`",
                    )  # fmt: skip
                    return UNKNOWN
                return ("number", lo, hi)
            case WordsType(words=()):
                return UNKNOWN  # it could not be read
            case WordsType(words):
                seen: dict[str, Name] = {}
                for word in words:
                    first = seen.setdefault(word.text, word)
                    if first is not word:
                        self.twice("a word in this list", word, site, first, site)
                return ("words", tuple(seen))

    def initial(self, decl: VarDecl, kind: Type, site: Site) -> int | str:
        """The first value of a variable, with a report if it does not fit."""
        value = decl.value
        match kind[0], value:
            case "flag", Flag(value=flag):
                return int(flag)
            case "text", Quoted(text=words) if isinstance(words, str):
                return words
            case "number", Number(value=number) | Unary(op="-", value=Number(value=number)):
                number = -number if isinstance(value, Unary) else number
                lo, hi = int(str(kind[1])), int(str(kind[2]))
                if lo <= number <= hi:
                    return number
                near = min(max(number, lo), hi)
                self.bad_initial(
                    decl, site, f"{number} lies outside of {lo}..{hi}",
                    f"begin with {near}, or make the range wider",
                )  # fmt: skip
            case "words", Name(text=word):
                known = kind[1]
                assert isinstance(known, tuple)
                if word in known:
                    return int(known.index(word))
                near_word = self.sink.near(word, known)
                self.bad_initial(
                    decl, site, f"`{word}` is not a word of this list",
                    f"did you mean `{near_word}`?" if near_word
                    else f"choose one of {listed(known)}",
                )  # fmt: skip
            case "?", _:
                pass
            case _:
                self.bad_initial(decl, site, *_fitting(decl, kind))
        if kind[0] == "text":
            return ""
        return int(str(kind[1])) if kind[0] == "number" else 0

    def bad_initial(self, decl: VarDecl, site: Site, message: str, hint: str) -> None:
        value = decl.value
        where = site.of(value) if isinstance(value, Name) else None
        if where is None:
            at = getattr(value, "at", decl.at)
            where = site.span(at, getattr(value, "end", decl.end))
        self.sink.report("bad-initial", where, message, hint)

    def lets(self, found: list[tuple[LetDecl, Site]]) -> None:
        for decl, site in found:
            name = decl.name.text
            taken = self.symbols.lets.get(name) or self.symbols.values.get(name)
            if taken is None and name in self.symbols.memories:
                taken = self.symbols.memories[name][0]
            if taken is not None:
                self.twice("a value", decl.name, site, taken.decl.name, taken.site)
                continue
            self.symbols.lets[name] = LetSymbol(name, UNKNOWN, None, None, decl, site)

    def words(self) -> None:
        """Gather the words of all lists; a word that is a value too is an error."""
        symbols = self.symbols
        for value in symbols.values.values():
            if value.type[0] != "words" or not isinstance(value.decl.type, WordsType):
                continue
            words = tuple(str(word) for word in value.type[1])  # type: ignore[attr-defined]
            for word in value.decl.type.words:
                lists = symbols.words.setdefault(word.text, [])
                if words not in lists:
                    lists.append(words)
                other = symbols.values.get(word.text) or symbols.lets.get(word.text)
                if other is None and word.text in symbols.memories:
                    other = symbols.memories[word.text][0]
                if other is not None:
                    self.twice("a value", word, value.site, other.decl.name, other.site)

    # -------------------------------------------------------------- scenes

    def minds_of_scenes(self) -> None:
        symbols = self.symbols
        for decl, site, chapter in self.scenes:
            first = symbols.scenes.get(decl.name.text)
            if first is not None:
                self.twice("a scene", decl.name, site, first.decl.name, first.site)
                continue
            minds: list[int] = []
            for name in decl.minds:
                index = self.dreamer(name, site)
                if index is not None and index in minds:
                    self.twice("a dreamer of this scene", name, site, name, site)
                elif index is not None:
                    minds.append(index)
            made = SceneSymbol(len(symbols.scenes), decl, site, tuple(minds), chapter)
            symbols.scenes[decl.name.text] = made

    def dreamer(self, name: Name, site: Site) -> int | None:
        """The index of the mind `name`, or a report that there is none."""
        return dreamer(self.symbols, self.sink, name, site)

    def inside_scenes(self) -> None:
        """What scenes hold that can be named from elsewhere."""
        symbols = self.symbols
        for scene in symbols.scenes.values():
            site, name = scene.site, scene.decl.name.text
            marks: dict[str, Name] = {}
            picks: dict[str, Name] = {}
            for statement in statements(scene.decl.body):
                match statement:
                    case MarkLine(name=mark):
                        first = marks.setdefault(mark.text, mark)
                        if first is not mark:
                            self.twice("a mark in this scene", mark, site, first, site)
                    case ChoiceBlock(offers=offers):
                        for option in options(offers):
                            if option.mark is not None:
                                first = picks.setdefault(option.mark.text, option.mark)
                                if first is not option.mark:
                                    what = "an option of this scene"
                                    self.twice(what, option.mark, site, first, site)
                    case EndLine():
                        self.ending(statement, site)
                    case KeepsakeLine():
                        self.keepsake(statement, site)
                    case MergeBlock():
                        known = symbols.merges.setdefault(statement.name.text, (statement, site))
                        if known[0] is not statement:
                            first = known[0].name
                            self.twice("a dream-merge", statement.name, site, first, known[1])
                    case _:
                        pass
            symbols.marks[name] = marks
            symbols.option_marks[name] = picks

    def ending(self, line: EndLine, site: Site) -> None:
        known, there = self.symbols.endings.get(line.name.text, (None, None))
        if known is None or there is None or (known.title is None and line.title is not None):
            self.symbols.endings[line.name.text] = (line, site)
        elif known.title is not None and line.title is not None:
            self.one_title("ending", line.title, site, known.title, there)

    def keepsake(self, line: KeepsakeLine, site: Site) -> None:
        known, there = self.symbols.keepsakes.get(line.name.text, (None, None))
        if known is None or there is None or (known.title is None and line.title is not None):
            self.symbols.keepsakes[line.name.text] = (line, site)
        elif known.title is not None and line.title is not None:
            self.one_title("keepsake", line.title, site, known.title, there)

    def one_title(self, what: str, title: Quoted, site: Site, known: Quoted, there: Site) -> None:
        if title.text == known.text:
            return
        self.sink.report(
            "duplicate-name", site.span(title.at, title.end),
            f"this {what} has a title already",
            "give the title once, and leave it out elsewhere",
            (Label(there.span(known.at, known.end), "the first one"),),
        )  # fmt: skip

    # -------------------------------------------------------------- across scenes

    def references(self, trees: list[Tree]) -> None:
        """Which visits, passings and picks some expression asks for."""
        asks = re.compile(r"\b(?:visits|visited|chosen)\b")
        for file, tree in trees:
            if not any(word in file.text for word in ("visits", "visited", "chosen")):
                continue
            starts = [item.offset for item in tree.items] + [len(file.text)]
            for item, end in zip(tree.items, starts[1:], strict=True):
                if not asks.search(file.text, item.offset, end):
                    continue
                here = item.tree.name.text if isinstance(item.tree, SceneDecl) else ""
                for each in nodes(item.tree):
                    match each:
                        case Visits(target=target):
                            scene = target.scene.text if target.scene else here
                            mark = target.mark.text if target.mark else ""
                            self.symbols.counted.add((scene, mark))
                        case Chosen(name=name):
                            found = option_scene(self.symbols, name.text, here)
                            if isinstance(found, str):
                                self.symbols.chosen.add((found, name.text))
                        case _:
                            pass

    def start(self, trees: list[Tree]) -> None:
        """Where the story begins, and in whose mind."""
        symbols, sink = self.symbols, self.sink
        head, site = symbols.head, symbols.head_site
        if head is None or site is None:
            file = trees[0][0] if trees else SourceFile("story.weave", "")
            sink.report(
                "missing-header", whole_file(file), "this story has no heading",
                'begin the first file with `story "The title"`',
            )  # fmt: skip
            return
        if head.start is None:
            name = self.first_scene.get(site.file.path)
            scene = symbols.scenes.get(name) if name else None
            if scene is None and _SCENE.search(site.file.text):
                return  # it could not be read, which is said there
            if scene is None:
                sink.report(
                    "missing-header", site.span(head.at, head.end),
                    "no scene stands in this file, so the story does not know where to begin",
                    "write `start` and the name of a scene under the story",
                )  # fmt: skip
                return
            where, asked = site.span(head.at, head.end), None
        else:
            found = symbols.scenes.get(head.start.scene.text)
            where = site.of(head.start.scene)
            if found is None:
                undefined_scene(symbols, sink, head.start.scene, site)
                return
            scene, asked = found, head.start.mind
        mind = self.dreamer(asked, site) if asked else None
        if asked is not None and mind is None:
            return
        if mind is None and len(scene.minds) == 1:
            mind = scene.minds[0]
        if scene.minds and mind not in scene.minds:
            names = [str(each.text) for each in scene.decl.minds]
            said = "does not say in whose mind" if mind is None else "begins in another mind"
            sink.report(
                "perspective-missing", where,
                f"the scene `{scene.decl.name.text}` is seen by {listed(names, 'and')},"
                f" and the story {said}",
                f"write `start {scene.decl.name.text} as {names[0]}` under the story",
            )  # fmt: skip
            return
        symbols.start = (scene.index, mind)


def _forgotten(decl: VarDecl) -> bool:
    """Whether the first value of what has no type is none of a flag."""
    match decl.value:
        case Name(text=word):
            return word.casefold() not in TRUTH
        case value:
            return isinstance(value, (Number, Quoted, Unary))


def _fitting(decl: VarDecl, kind: Type) -> tuple[str, str]:
    """What a first value should have been: a message and a hint."""
    name = decl.name.text
    match kind[0]:
        case "flag" if isinstance(decl.value, Quoted):
            return "a text needs its type", f'write `{name}: text = "…"`'
        case "flag" if isinstance(decl.value, (Number, Unary)):
            return "a number needs its range", f"write it like `{name}: 0..10 = 0`"
        case "flag" if isinstance(decl.value, Name) and _forgotten(decl):
            word = decl.value.text
            return (
                f"`{word}` is a word, and no list of words stands here",
                f"write all words that `{name}` can be: `{name}: {word} | … = {word}`",
            )
        case "flag":
            value = decl.value
            meant = TRUTH.get(value.text.casefold(), "") if isinstance(value, Name) else ""
            return "a flag begins as `true` or `false`", f"write `{name} = {meant or 'false'}`"
        case "number":
            return "this range begins with a number", f"write a number: `= {kind[1]}`"
        case "words":
            words = kind[1]
            assert isinstance(words, tuple)
            return "this list begins with one of its words", f"write {listed(words)}"
        case _:
            return "a text begins with words in quotes, without marks", 'write it like `= "you"`'
