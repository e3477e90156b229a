"""Lowering of lines: what is said and thought, the stage, values, ways.

Goes in: a statement without a block, and the builder of its scene. Each function adds the
operations and returns whether the story can go on to the next line.
"""

from __future__ import annotations

from weavec.diagnostics import Label
from weavec.expressions import memory_of, own_memory, undefined_name
from weavec.ir import (
    VISITS,
    Ask,
    Count,
    End,
    Jump,
    Line,
    Nodes,
    Return,
    Set,
    Shift,
    Show,
    Visit,
)
from weavec.lower.builder import SceneBuilder, VisitSite, Way
from weavec.lower.ledger import shown_as
from weavec.lower.prose import look
from weavec.naming import dreamer, listed, undefined_scene
from weavec.storing import stored
from weavec.symbols import (
    PLACES,
    TEXT,
    CastSymbol,
    SceneSymbol,
    ValueSymbol,
)
from weavec.syntax.format import text_source
from weavec.syntax.tree import (
    AskLine,
    Binary,
    CastDecl,
    EndLine,
    JumpLine,
    LeaveLine,
    MarkLine,
    Member,
    Name,
    Number,
    Quoted,
    ReturnLine,
    RevealLine,
    Say,
    SetLine,
    ShiftLine,
    Speaker,
    Text,
    TodoLine,
    Unary,
    VarDecl,
    VisitLine,
)
from weavec.wording import counts_showings, may_be_empty, worded

# ------------------------------------------------------------------ text


def text_of(b: SceneBuilder, text: Text, place: tuple[int, int], what: str) -> Nodes:
    """The nodes of a text that the reader must be able to see."""
    if isinstance(text, str):
        return (text,)
    if may_be_empty(b.scope, text):
        b.program.sink.report(
            "bad-text-mark", b.symbol.site.span(*place),
            f"this {what} can come out empty",
            "put it under an `if`, or give its marks a last branch",
        )  # fmt: skip
    return worded(b.scope, b.program.words, text)


def quoted_text(b: SceneBuilder, quoted: Quoted, what: str) -> Nodes:
    """The nodes of a text in quotation marks."""
    if isinstance(quoted.text, str) and not quoted.text.strip():
        needed = what in ("reason", "question", "name")
        b.program.sink.report(
            "bad-line", b.symbol.site.span(quoted.at, quoted.end), f"this {what} has no words",
            "write some" if needed else "write some, or leave the quotation marks out",
        )  # fmt: skip
    return text_of(b, quoted.text, (quoted.at, quoted.end), what)


def showings(b: SceneBuilder, text: Text) -> int | None:
    """A count of showings for the next beat, if its text needs one."""
    if isinstance(text, str) or not counts_showings(text):
        return None
    index = b.program.counts.add("", 99)
    b.shown.append((b.here, index))
    return index


# ------------------------------------------------------------------ people


def speaker_of(b: SceneBuilder, name: Name, speaks: bool = True) -> CastSymbol | None:
    """The member of the cast of this name, or a report that there is none.

    `speaks`: whether it stands before a colon, where prose or a passing voice may be meant.
    """
    symbols = b.program.symbols
    member = symbols.cast.get(name.text)
    if member is not None:
        symbols.used.add(f"cast {name.text}")
        return member
    near = b.program.sink.near(name.text, symbols.cast)
    b.program.sink.report(
        "undefined-speaker", b.symbol.site.of(name), f"nobody named `{name.text}` is in the cast",
        f"did you mean `{near}`?" if near
        else "what is still to write is marked with `todo`, in small letters"
        if speaks and name.text.casefold() == "todo"
        else f"declare `character {name.text}`" if not speaks
        else f'declare `character {name.text}`, quote a passing voice: `"{name.text}": …`,'
        f" or begin prose with a backslash: `\\{name.text}:`",
    )  # fmt: skip
    return None


def manner_of(
    b: SceneBuilder, member: CastSymbol, manner: tuple[Name | Quoted, ...]
) -> tuple[str | None, str | None, str | None]:
    """Mood, place and the key of another name, as written in parentheses."""
    mood: str | None = None
    place: str | None = None
    alias: str | None = None
    site, sink = b.symbol.site, b.program.sink
    for each in manner:
        if isinstance(each, Quoted):
            alias = name_key(b, each)
        elif each.text in PLACES:
            if place is not None:
                sink.report("duplicate-name", site.of(each), "two places for one person",
                            "keep one of them")  # fmt: skip
            place = each.text
        elif each.text in member.moods:
            if mood is not None:
                sink.report("duplicate-name", site.of(each), "two moods for one line",
                            "keep one of them")  # fmt: skip
            mood = each.text
        else:
            who = member.decl.name.text
            near = b.program.sink.near(each.text, [*sorted(member.moods), *PLACES])
            hint = f"add `{each.text}` to the `moods` of {who}"
            if near:
                hint = f"did you mean `{near}`?"
            sink.report(
                "unknown-word", site.of(each),
                f"`{each.text}` is neither a mood of {who} nor a place on the stage", hint,
                (Label(member.site.of(member.decl.name), "declared here"),),
            )  # fmt: skip
    return mood, place, alias


def name_key(b: SceneBuilder, quoted: Quoted) -> str:
    """The key of a name that is written in the script."""
    source = text_source(quoted.text)
    key = f"@name/{source}"
    if key not in b.program.texts:
        b.program.texts[key] = quoted_text(b, quoted, "name")
        b.note_key(key, "alias", quoted.text, (quoted.at, quoted.end))
    return key


# ------------------------------------------------------------------ beats

KINDS = {"think": "thought", "say": "speech"}
"""What translators call the kinds of lines."""


def first_name(decl: CastDecl | VarDecl) -> str:
    """The name that somebody or something had at first: a beat's id outlives a new name."""
    return (decl.was[0] if decl.was else decl.name).text


def say(b: SceneBuilder, s: Say) -> bool:
    """A line of prose, speech or thought."""
    text, speaker = s.text, s.speaker
    place = (s.at, s.end)
    plain = isinstance(text, str)
    nodes: Nodes = (text,) if plain else text_of(b, text, place, "line")
    if speaker is None:
        if not s.verse:
            look(b, s)
        kind = "verse" if s.verse else "narrate"
        made = b.beat(s.at, "line", "", text_source(text))
        count = None if plain else showings(b, text)
        b.spoken.append((b.here, nodes))
        b.note("verse" if s.verse else "prose", text, place)
        b.emit(Line(made, kind, None, None, count), place)
        return True
    who, key = _speaker(b, speaker, place)
    name = speaker.name
    if isinstance(name, Quoted):
        whose = text_source(name.text)
    else:
        member = b.program.symbols.cast.get(name.text)
        whose = name.text if member is None else first_name(member.decl)
    made = b.beat(s.at, "think" if speaker.thinks else "line", whose, text_source(text))
    kind = "think" if speaker.thinks else "verse" if s.verse else "say"
    count = None if plain else showings(b, text)
    b.spoken.append((b.here, nodes))
    b.note(KINDS.get(kind, kind), text, place, shown_as(speaker))
    b.emit(Line(made, kind, who, key, count), place)
    return True


def _speaker(
    b: SceneBuilder, speaker: Speaker, place: tuple[int, int]
) -> tuple[int | None, str | None]:
    """Put the speaker on stage; the cast index and the key of the name to show."""
    name = speaker.name
    if isinstance(name, Quoted):
        if speaker.thinks or speaker.manner:
            b.program.sink.report(
                "not-a-dreamer" if speaker.thinks else "undefined-speaker",
                b.symbol.site.span(speaker.at, speaker.end),
                "somebody outside the cast has neither thoughts nor moods",
                "declare a dreamer or a character, or write only the name and a colon",
            )  # fmt: skip
        return None, name_key(b, name)
    member = speaker_of(b, name)
    if member is None:
        return None, None
    mood, where, alias = manner_of(b, member, speaker.manner)
    if speaker.thinks:
        if dreamer(b.program.symbols, b.program.sink, name, b.symbol.site) is None:
            return member.index, alias
        if mood is not None or where is not None:
            b.emit(Show(member.index, mood, where, None), place)
    else:
        b.emit(Show(member.index, mood, where, 1), place)
    return member.index, alias


def ask(b: SceneBuilder, s: AskLine) -> bool:
    """A question whose answer is kept."""
    value = value_of(b, s.name, "text")
    index = 0
    if value is not None:
        index = value.index
        if value.type != TEXT and value.type != ("?",):
            word, bare = "var" if value.owner is None else "memory", value.decl.name.text
            b.program.sink.report(
                "type-mismatch", b.symbol.site.of(s.name),
                f"`{value.name}` cannot hold the reader's words",
                f'declare it as a text: `{word} {bare}: text = "…"`',
                (Label(value.site.of(value.decl.name), "declared here"),),
            )  # fmt: skip
    asked = s.name.text if value is None else first_name(value.decl)
    made = b.beat(s.at, "ask", asked, text_source(s.prompt.text))
    nodes = quoted_text(b, s.prompt, "question")
    count = showings(b, s.prompt.text)
    b.spoken.append((b.here, nodes))
    b.note("question", s.prompt.text, (s.at, s.end))
    b.emit(Ask(made, index, count), (s.at, s.end))
    return True


def end(b: SceneBuilder, s: EndLine) -> bool:
    """An ending."""
    name = s.name.text
    line, _site = b.program.symbols.endings[name]
    if line is s and s.title is not None:
        b.program.texts[f"@ending/{name}"] = quoted_text(b, s.title, "title")
        b.note_key(f"@ending/{name}", "ending", s.title.text, (s.at, s.end))
    elif line.title is None:
        b.note_key(f"@ending/{name}", "ending", name.replace("_", " "), (s.at, s.end))
        b.program.texts.setdefault(f"@ending/{name}", (name.replace("_", " "),))
    made = b.beat(s.at, "end", "", name)
    b.emit(End(made, name), (s.at, s.end))
    return False


def todo(b: SceneBuilder, s: TodoLine) -> bool:
    """A hole: settled when the scene is whole, for it matters what comes after."""
    b.program.sink.report(
        "todo", b.symbol.site.span(s.at, s.end),
        f"still to write: {s.words}" if s.words else "still to write", None,
    )  # fmt: skip
    b.holes.append((b.reserve((s.at, s.end)), s))
    return True


# ------------------------------------------------------------------ values


def value_of(b: SceneBuilder, tree: Name | Member, wanted: str = "flag") -> ValueSymbol | None:
    """The variable or memory that a statement changes; reports what is none.

    `wanted`: see `declaration`.
    """
    if isinstance(tree, Member):
        return memory_of(b.scope, tree, wanted)
    symbols = b.program.symbols
    value = symbols.values.get(tree.text) or own_memory(b.scope, tree)
    if value is not None:
        return value
    if tree.text in symbols.lets:
        let = symbols.lets[tree.text]
        b.program.sink.report(
            "type-mismatch", b.symbol.site.of(tree),
            f"`{tree.text}` is derived, so it cannot be set",
            "set the variables that it is made of",
            (Label(let.site.of(let.decl.name), "derived here"),),
        )  # fmt: skip
        return None
    undefined_name(b.scope, tree, wanted)
    return None


def set_value(b: SceneBuilder, s: SetLine) -> bool:
    """`set`."""
    counted = s.op != "=" or isinstance(s.value, Number | Unary | Binary)
    wanted = "number" if counted else "text" if isinstance(s.value, Quoted) else "flag"
    value = value_of(b, s.name, wanted)
    if value is not None:
        form = stored(b.scope, s.value, value, s.op)
        b.emit(Set(value.index, form), (s.at, s.end))
    return True


def reveal(b: SceneBuilder, s: RevealLine) -> bool:
    """A memory becomes readable from another mind."""
    memory = value_of(b, s.memory)
    mind = dreamer(b.program.symbols, b.program.sink, s.mind, b.symbol.site)
    if memory is None or mind is None:
        return True
    b.program.symbols.used.add(f"value {memory.name}")
    if memory.owner is None or memory.owner == mind:
        own = memory.owner == mind
        said = f"{s.mind.text}'s own" if own else "a value that every mind knows"
        b.program.sink.report(
            "mind-leak", b.symbol.site.span(s.at, s.end),
            f"`{memory.name}` is {said}, so there is nothing to reveal",
            "name another mind" if own else "remove this line",
        )  # fmt: skip
        return True
    b.emit(Set(b.program.reveal(memory.index, mind), 1), (s.at, s.end))
    return True


# ------------------------------------------------------------------ ways


def mark(b: SceneBuilder, s: MarkLine) -> bool:
    """A place to jump to."""
    if b.place_of_block != "scene" or b.as_mind >= 0:
        merged = b.place_of_block != "scene"
        where = "a dream-merge" if merged else "an `as` block"
        b.program.sink.report(
            "not-in-a-strand" if merged else "misplaced-line", b.symbol.site.span(s.at, s.end),
            f"a mark cannot stand in {where}", "move it out of the block",
        )  # fmt: skip
        return True
    b.program.marks[b.symbol.index, s.name.text] = b.here
    if (b.name, s.name.text) in b.program.symbols.counted:
        index = b.program.counts.of(f"{VISITS}{b.name}.{s.name.text}", 99)
        b.emit(Count(index), (s.at, s.end))
    if b.shifts:
        b.scope.mind = None
    return True


def jump(b: SceneBuilder, s: JumpLine) -> bool:
    """`->` and `wake ->`."""
    symbols, sink, site = b.program.symbols, b.program.sink, b.symbol.site
    place = (s.at, s.end)
    if not s.wake and b.place_of_block != "scene":
        sink.report(
            "jump-out-of-strand", site.span(*place),
            "a jump cannot leave a dream-merge",
            "write `wake` before the arrow: all the dreamers wake",
        )  # fmt: skip
    mind = dreamer(symbols, sink, s.mind, site) if s.mind else None
    scene = b.symbol
    if s.target.scene is not None:
        found = symbols.scenes.get(s.target.scene.text)
        if found is None:
            undefined_scene(symbols, sink, s.target.scene, site)
            return False
        scene = found
        if mind is None and s.mind is None and len(scene.minds) == 1 and (
            s.target.mark is None or scene is not b.symbol
        ):
            mind = scene.minds[0]
    if s.target.mark is None or scene is not b.symbol:
        check_mind(b, s.mind, mind, scene)
    if s.target.mark is not None and scene is b.symbol and mind is not None and not s.wake:
        b.emit(Shift(mind), place)  # to a mark of this scene: visits in progress go on
        mind = None
    if s.wake or s.target.mark is not None:
        b.program.ways.append(Way(b.symbol.index, b.here, s.target, s.wake))
    b.emit(Jump((scene.index, 0), mind, True), place)
    return False


def check_mind(b: SceneBuilder, name: Name | None, mind: int | None, scene: SceneSymbol) -> None:
    """Report a way that enters a scene `as` somebody whom its heading does not list."""
    if name is None or mind is None or not scene.minds or mind in scene.minds:
        return
    listed_minds = [each.text for each in scene.decl.minds]
    b.program.sink.report(
        "perspective-missing", b.symbol.site.of(name),
        f"the scene `{scene.decl.name.text}` is seen by {listed(listed_minds, 'and')},"
        f" not by `{name.text}`",
        f"enter it `as {listed_minds[0]}`, or add `{name.text}` to its heading",
        (Label(scene.site.of(scene.decl.name), "the scene"),),
    )  # fmt: skip


def visit(b: SceneBuilder, s: VisitLine) -> bool:
    """Go there and come back."""
    symbols, sink, site = b.program.symbols, b.program.sink, b.symbol.site
    mind = dreamer(symbols, sink, s.mind, site) if s.mind else None
    scene = symbols.scenes.get(s.scene.text)
    if scene is None:
        undefined_scene(symbols, sink, s.scene, site)
        return True
    if s.mind is None and len(scene.minds) == 1:
        mind = scene.minds[0]
    check_mind(b, s.mind, mind, scene)
    merged = b.place_of_block != "scene"
    place = (s.at, s.end)
    b.program.visits.append(VisitSite(b.symbol.index, b.here, scene.index, merged, place))
    b.named.append((b.here, f"visit-{s.scene.text}"))
    b.emit(Visit("", scene.index, mind), place)
    return True


def go_back(b: SceneBuilder, s: ReturnLine) -> bool:
    """`return`."""
    b.emit(Return(), (s.at, s.end))
    return False


def leave(b: SceneBuilder, s: LeaveLine) -> bool:
    """Out of the innermost hub."""
    if not b.hubs or b.hubs[-1] is None:
        inside = bool(b.hubs)
        b.program.sink.report(
            "not-in-a-strand" if inside else "misplaced-line", b.symbol.site.span(s.at, s.end),
            "`leave` cannot leave a hub around the dream-merge" if inside
            else "`leave` leaves a hub, and no hub is around it",
            "put it into an option of a `hub`",
        )  # fmt: skip
        return False
    b.hubs[-1].append(b.reserve((s.at, s.end)))
    return False


def shift(b: SceneBuilder, s: ShiftLine) -> bool:
    """From here on another mind."""
    mind = dreamer(b.program.symbols, b.program.sink, s.mind, b.symbol.site)
    if b.as_mind >= 0:
        b.program.sink.report(
            "misplaced-line", b.symbol.site.span(s.at, s.end),
            "`shift to` cannot stand in an `as` block, whose perspective ends with it",
            "end the block first",
        )  # fmt: skip
        return True
    if mind is None:
        return True
    if mind == b.scope.mind:
        b.program.sink.report(
            "shift-to-self", b.symbol.site.span(s.at, s.end),
            f"this is {s.mind.text}'s mind already", "remove this line",
        )  # fmt: skip
    b.scope.mind = mind
    b.emit(Shift(mind), (s.at, s.end))
    return True
