"""Lowering of the whole story: all scenes, then what needs them all.

Goes in: the `Symbols`. Comes out: the `Program` with the place of every operation, and the findings
of names, types, perspectives and merges.
"""

from __future__ import annotations

from collections import deque

from weavec.diagnostics import Diagnostic, Label
from weavec.expressions import Scope, known_mark
from weavec.identity import core
from weavec.ir import (
    Goto,
    Hole,
    Jump,
    Mind,
    Off,
    Person,
    Program,
    Scene,
    Story,
    Var,
    Was,
)
from weavec.lower.again import Recorder, Scenes, finish
from weavec.lower.blocks import body
from weavec.lower.builder import Beat, Place, ProgramBuilder, SceneBuilder, VisitSite
from weavec.lower.ledger import Ledger
from weavec.naming import plain
from weavec.node import node
from weavec.symbols import Site, Symbols, ValueSymbol
from weavec.syntax.tree import (
    AsBlock,
    CastDecl,
    ChoiceBlock,
    EndLine,
    JumpLine,
    MergeBlock,
    Name,
    SceneDecl,
    ShiftLine,
    Text,
    VarDecl,
)
from weavec.syntax.walk import options, statements
from weavec.wording import lower_lets, worded


@node
class Lowered:
    """A program with what the checks need beside it.

    `places`: for each scene, the line of each operation, or None where no line stands behind it.
    `option_places`: for each scene, by the operation of a choice, the line of each of its options.
    `sites`: for each scene, where its item stands. `wakes`: jumps that are `wake`, as (scene,
    operation). `merged`: scenes that can be visited from inside a dream-merge. `ledger`: the texts
    as they were written, if they were noted.
    """

    program: Program
    places: tuple[tuple[Place | None, ...], ...]
    option_places: tuple[dict[int, tuple[Place, ...]], ...]
    sites: tuple[Site, ...]
    wakes: frozenset[tuple[int, int]]
    merged: frozenset[int]
    ledger: Ledger | None = None


def lower(
    symbols: Symbols, noted: bool = False, known: Scenes | None = None
) -> tuple[Lowered, tuple[Diagnostic, ...]]:
    """Lower every scene of a resolved story.

    Args:
        symbols: its declarations.
        noted: keep its texts as they were written.
        known: its scenes as they were lowered last; what comes out is the same as without.
    """
    if known is not None and not noted:
        p: ProgramBuilder = Recorder(symbols)
    else:
        p, known = ProgramBuilder(symbols, Ledger() if noted else None), None
    lower_lets(symbols, p.sink, p.counts, p.words, p.texts)
    if known is not None:
        known.begin(symbols)
    for symbol in symbols.scenes.values():
        if known is not None and isinstance(p, Recorder):
            builder = known.lowered(p, symbol, _scene)
        else:
            builder = _scene(SceneBuilder(p, symbol))
            builder.settle()
        p.scenes.append(builder)
    _find_ways(p)
    _visit_cycles(p)
    merged = _merged_scenes(p)
    # A builder and the program's refer to each other, so only taking it out of the list lets go of
    # it: of a long story, the builders are larger than what they build.
    builders = deque(p.scenes)
    p.scenes.clear()
    scenes, places, option_places, sites = [], [], [], []
    while builders:
        builder = builders.popleft()
        inside = builder.symbol.index in merged
        made, lines = finish(builder, inside) if known is None else known.finish(builder, inside)
        scenes.append(made)
        places.append(lines)
        option_places.append(builder.option_places)
        sites.append(builder.symbol.site)
    program = _program(p, tuple(scenes))
    wakes = frozenset((way.scene, way.op) for way in p.ways if way.wake)
    if p.ledger is not None:
        p.ledger.note_declared(symbols)
        p.ledger.note_words(symbols, p.words)
    lowered = Lowered(
        program, tuple(places), tuple(option_places), tuple(sites), wakes, merged, p.ledger
    )  # fmt: skip
    return lowered, tuple(p.sink.found)


# ------------------------------------------------------------------ scenes


def _scene(b: SceneBuilder) -> SceneBuilder:
    """All lines of a scene."""
    decl, symbol = b.symbol.decl, b.symbol
    b.shifts = any(isinstance(each, ShiftLine) for each in statements(decl.body))
    b.scope.mind = symbol.minds[0] if len(symbol.minds) == 1 else None
    body(b, decl.body)
    if decl.draft:
        b.program.sink.report(
            "todo", symbol.site.span(decl.at, decl.end),
            f"the scene `{b.name}` is a draft", None,
        )  # fmt: skip
        made = core("hole", "", "draft")
        b.beats.append(Beat(decl.end, made, b.here))
        b.emit(Hole(f"{b.name}/{made}"), None)
    else:
        b.emit(Off(), None)
    for op, line in reversed(b.holes):
        if _runs_out(b, op + 1) and not _in_strand(b, op):
            made = core("hole", "", line.words)
            b.beats.append(Beat(line.at, made, op))
            b.ops[op] = Hole(f"{b.name}/{made}")
        else:
            b.ops[op] = Goto(op + 1)
    return b


def _runs_out(b: SceneBuilder, op: int) -> bool:
    """Whether only jumps within the scene stand between `op` and the scene's end, or a hole there.

    Holes are settled from the last to the first, so one that is met here is settled.
    """
    for _ in b.ops:
        at = b.ops[op]
        if not isinstance(at, Goto):
            return isinstance(at, (Off, Hole))
        op = at.to
    return False


def _in_strand(b: SceneBuilder, op: int) -> bool:
    return any(op in strand for strand in b.strand_ops)


# ------------------------------------------------------------------ ways


def _find_ways(p: ProgramBuilder) -> None:
    """Give every jump its target."""
    for way in p.ways:
        b = p.scenes[way.scene]
        jump = b.ops[way.op]
        assert isinstance(jump, Jump)
        goal = jump.to[0]
        if way.target.mark is None:
            continue  # a `wake` to a scene's beginning
        name = way.target.scene.text if way.target.scene else b.name
        op = p.marks.get((goal, way.target.mark.text))
        if op is None:
            known_mark(b.scope, name, way.target.mark)  # or it stands where no mark can: said there
            continue
        p.symbols.used.add(f"mark {name} {way.target.mark.text}")
        if goal != way.scene:
            b.ops[way.op] = Jump((goal, op), jump.mind, True)
        elif way.wake:
            b.ops[way.op] = Jump((goal, op), jump.mind, False)
        else:
            b.ops[way.op] = Goto(op)


def _visit_cycles(p: ProgramBuilder) -> None:
    """Report a scene that can visit itself."""
    out: dict[int, list[VisitSite]] = {}
    for visit in p.visits:
        out.setdefault(visit.scene, []).append(visit)
    state: dict[int, int] = {}
    for root in range(len(p.scenes)):
        if root in state:
            continue
        state[root] = 1
        stack = [(root, iter(out.get(root, ())))]
        while stack:
            scene, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                state[scene] = 2
                stack.pop()
            elif state.get(following.to) == 1:
                b = p.scenes[scene]
                name = p.scenes[following.to].name
                said = "itself" if following.to == scene else f"`{name}`, which can visit it"
                p.sink.report(
                    "visit-cycle", b.symbol.site.span(*following.place),
                    f"the scene `{b.name}` visits {said}, so the way back has no end",
                    "jump there with `->`, or take one visit out of the round",
                )  # fmt: skip
            elif following.to not in state:
                state[following.to] = 1
                stack.append((following.to, iter(out.get(following.to, ()))))


# ------------------------------------------------------------------ scenes read inside merges


def _merged_scenes(p: ProgramBuilder) -> frozenset[int]:
    """The scenes that can be visited from inside a merge; reports what they may not hold."""
    first: dict[int, VisitSite] = {}
    waiting = [visit for visit in p.visits if visit.merged]
    out: dict[int, list[VisitSite]] = {}
    for visit in p.visits:
        out.setdefault(visit.scene, []).append(visit)
    while waiting:
        visit = waiting.pop(0)
        if visit.to not in first:
            first[visit.to] = visit
            waiting += out.get(visit.to, [])
    for index, visit in sorted(first.items()):
        _check_merged(p, p.scenes[index], visit)
    return frozenset(first)


def _check_merged(p: ProgramBuilder, b: SceneBuilder, visit: VisitSite) -> None:
    """Report the lines of a scene that cannot stand in a dream-merge."""
    caller = p.scenes[visit.scene]
    label = Label(caller.symbol.site.span(*visit.place), "visited from here, inside the merge")
    site = b.symbol.site
    for each in statements(b.symbol.decl.body):
        span = site.span(each.at, each.end)
        match each:
            case MergeBlock():
                p.sink.report(
                    "nested-merge", span,
                    "this scene is visited from inside a dream-merge, so it cannot hold another",
                    "move the merge to a scene of its own", (label,),
                )  # fmt: skip
            case JumpLine(wake=False, target=target) if target.scene is not None and (
                target.scene.text != b.name or target.mark is None
            ):
                p.sink.report(
                    "jump-out-of-strand", span,
                    "this scene is visited from inside a dream-merge, and a jump cannot leave it",
                    "write `return`, or `wake ->` to end the merge for all", (label,),
                )  # fmt: skip
            case ChoiceBlock(offers=offers):
                for option in options(offers):
                    if option.target is not None and option.target.scene is not None:
                        p.sink.report(
                            "jump-out-of-strand", site.span(option.at, option.end),
                            "this scene is visited from inside a dream-merge, and a jump cannot"
                            " leave it",
                            "write `return`, or `wake ->` to end the merge for all", (label,),
                        )  # fmt: skip
            case EndLine() | ShiftLine() | AsBlock():
                word = {EndLine: "end", ShiftLine: "shift to", AsBlock: "as"}[type(each)]
                p.sink.report(
                    "not-in-a-strand", span,
                    f"this scene is visited from inside a dream-merge, where `{word}` cannot stand",
                    "move it to a scene that no merge visits", (label,),
                )  # fmt: skip
            case _:
                pass


# ------------------------------------------------------------------ the program


def _program(p: ProgramBuilder, scenes: tuple[Scene, ...]) -> Program:
    symbols = p.symbols
    _heads(p)
    p.texts.update(p.words.texts())
    head = symbols.head
    language = (head.language if head else None) or "en"
    values = [_var(value) for value in symbols.values.values()]
    story = Story(
        head.id if head else None, language, len(head.notes) if head else 0, len(symbols.chapters)
    )
    return Program(
        story=story,
        start=symbols.start,
        minds=tuple(Mind(*_member(each.decl)) for each in symbols.minds),
        people=tuple(Person(*_member(each.decl)) for each in symbols.people),
        vars=(*values, *p.hidden()),
        lets=tuple(symbols.let_exprs),
        counts=tuple(p.counts.made),
        words=p.words.keys(),
        scenes=scenes,
        texts={language: dict(p.texts)},
        was=_was(p),
    )


def _member(decl: CastDecl) -> tuple[str, str | None, tuple[str, ...]]:
    return decl.name.text, decl.color, tuple(mood.text for mood in decl.moods)


def _var(value: ValueSymbol) -> Var:
    kind = value.type
    words: tuple[str, ...] | None = None
    lo, hi = 0, 1
    match kind[0]:
        case "number":
            lo, hi, name = int(str(kind[1])), int(str(kind[2])), "range"
        case "words":
            assert isinstance(kind[1], tuple)
            words, name = kind[1], "words"
            hi = len(words) - 1
        case "text":
            hi, name = 0, "text"
        case _:
            name = "flag"
    return Var(value.name, name, lo, hi, value.init, value.owner, words)


def _heads(p: ProgramBuilder) -> None:
    """The texts of the story's head, the chapters, scenes and names."""
    symbols, texts, sink = p.symbols, p.texts, p.sink
    if symbols.head is not None and symbols.head_site is not None:
        head, site = symbols.head, symbols.head_site
        texts["@story/title"] = plain(head.title, site, sink)
        if head.author is not None:
            texts["@story/author"] = plain(head.author, site, sink)
        for place, note in enumerate(head.notes):
            texts[f"@story/note/{place}"] = plain(note, site, sink)
    for place, chapter in enumerate(symbols.chapters):
        texts[f"@chapter/{place}"] = chapter
    for scene in symbols.scenes.values():
        if scene.decl.title is not None:
            texts[f"@scene/{scene.decl.name.text}"] = plain(scene.decl.title, scene.site, sink)
    for name, member in symbols.cast.items():
        title: Text = member.decl.title.text if member.decl.title else name
        scope = Scope(symbols, sink, member.site, p.counts)
        texts[f"@cast/{name}"] = worded(scope, p.words, title, first=False)


def _was(p: ProgramBuilder) -> Was:
    """Old names of scenes, values and people. Of values all that they ever were in full."""
    symbols = p.symbols

    def pairs(found: list[tuple[tuple[Name, ...], str]]) -> tuple[tuple[str, str], ...]:
        return tuple((old.text, new) for names, new in found for old in names)

    def ever(decl: SceneDecl | CastDecl | VarDecl) -> list[str]:
        return [decl.name.text, *(old.text for old in decl.was)]

    names: list[list[str]] = []  # of each value, the present one first
    for value in symbols.values.values():
        own = ever(value.decl)
        owners = [] if value.owner is None else ever(symbols.minds[value.owner].decl)
        names.append([f"{owner}.{name}" for owner in owners for name in own] if owners else own)
    names += [
        [f"reveal {told} {mind}" for told in names[memory] for mind in ever(symbols.minds[to].decl)]
        for memory, to in p.reveals
    ]
    return Was(
        pairs([(s.decl.was, name) for name, s in symbols.scenes.items()]),
        tuple((old, new) for new, *olds in names for old in olds),
        pairs([(m.decl.was, name) for name, m in symbols.cast.items()]),
    )
