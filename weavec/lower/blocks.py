"""Lowering of blocks: conditions, choices and hubs, `first`, `either`, `as`.

Goes in: a statement with blocks, and the builder of its scene; the functions of `lines` for what
stands in them. Each function adds the operations and returns whether the story can go on below.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weavec.expressions import condition, extent
from weavec.identity import US, core
from weavec.ir import Branch, Choice, Either, Expr, First, Goto, Option, Round
from weavec.lower import lines, stage
from weavec.lower.builder import Offered, SceneBuilder
from weavec.lower.ledger import shown_as
from weavec.lower.merge import merge, stray_sync
from weavec.lower.prose import look_at_option
from weavec.naming import dreamer
from weavec.syntax.format import text_source
from weavec.syntax.tree import (
    AsBlock,
    AskLine,
    BackdropLine,
    ChoiceBlock,
    Condition,
    EffectLine,
    EitherBlock,
    EndLine,
    FirstBlock,
    If,
    JumpLine,
    KeepsakeLine,
    LeaveLine,
    MarkLine,
    MergeBlock,
    MusicLine,
    Offer,
    OfferIf,
    OptionLine,
    PauseLine,
    ReturnLine,
    RevealLine,
    Say,
    SeenBy,
    SetLine,
    ShiftLine,
    ShowLine,
    SoundLine,
    Statement,
    SyncLine,
    TodoLine,
    VisitLine,
)
from weavec.syntax.walk import options, statements
from weavec.wording import counts_showings

Body = tuple[Statement, ...]

NOT_IN_STRANDS = (ReturnLine, MarkLine, AsBlock, ShiftLine, EndLine)
"""What cannot stand in a strand, beside jumps, merges and `seen by`, which have their own words."""


def body(b: SceneBuilder, statements: Body) -> bool:
    """Lower the lines of a block; whether the story can go on after it."""
    falls = True
    for statement in statements:
        if b.place_of_block != "scene":
            refuse(b, statement)
        falls = LOWER[type(statement)](b, statement)
    return falls


def refuse(b: SceneBuilder, statement: Statement) -> None:
    """Report what cannot stand in a strand or in the block of a sync."""
    seen = isinstance(statement, If) and isinstance(statement.arms[0][0], SeenBy)
    if not seen and not isinstance(statement, NOT_IN_STRANDS):
        return
    if isinstance(statement, MarkLine):
        return  # `mark` says it itself
    word = {
        ReturnLine: "return", AsBlock: "as", ShiftLine: "shift to", EndLine: "end", If: "seen by",
    }[type(statement)]  # fmt: skip
    hint = {
        "return": "a strand ends by itself; `wake ->` leaves the merge",
        "as": "a strand has its dreamer's perspective from its first line to its last",
        "shift to": "a strand has its dreamer's perspective from its first line to its last",
        "end": "write `wake ->` to a scene that ends",
        "seen by": "a strand has one perspective; write the line itself",
    }[word]
    where = "a strand" if b.place_of_block == "strand" else "the block of a sync"
    b.program.sink.report(
        "not-in-a-strand", b.symbol.site.span(statement.at, statement.end),
        f"`{word}` cannot stand in {where}", hint,
    )  # fmt: skip


# ------------------------------------------------------------------ conditions


def sole_mind(b: SceneBuilder, cond: Condition) -> int | None:
    """The mind that `seen by` one dreamer makes certain."""
    if isinstance(cond, SeenBy) and len(cond.names) == 1:
        member = b.program.symbols.cast.get(cond.names[0].text)
        if member is not None and member.decl.dreamer:
            return member.index
    return None


def branches(b: SceneBuilder, s: If) -> bool:
    """`if`, `else if`, `else`; `seen by`."""
    before = b.scope.mind
    ends: list[int] = []
    after: list[int | None] = []
    for place, (cond, inner) in enumerate(s.arms):
        b.scope.mind = before
        form = condition(b.scope, cond)
        branch = b.reserve(extent(cond) if place else (s.at, s.end))
        sole = sole_mind(b, cond)
        b.scope.mind = before if sole is None else sole
        if body(b, inner):
            shifted = b.scope.mind != (before if sole is None else sole)
            after.append(b.scope.mind if shifted else before)
            if place < len(s.arms) - 1 or s.otherwise is not None:
                ends.append(b.reserve(None))
        b.ops[branch] = Branch(form, b.here)
    b.scope.mind = before
    if s.otherwise is None or body(b, s.otherwise):
        after.append(b.scope.mind)
    close(b, ends)
    settle_mind(b, before, after)
    return bool(after)


def close(b: SceneBuilder, ends: list[int]) -> None:
    """Let the reserved places go on here."""
    for end in ends:
        b.ops[end] = Goto(b.here)


def settle_mind(b: SceneBuilder, before: int | None, after: list[int | None]) -> None:
    """The certain mind where several ways meet: theirs if they agree."""
    if not after:
        b.scope.mind = before
    else:
        b.scope.mind = after[0] if all(mind == after[0] for mind in after) else None


def arms(b: SceneBuilder, found: tuple[Body, ...]) -> tuple[tuple[int, ...], bool]:
    """Lower the arms of `first` or `either`; where each begins, and whether one goes on below."""
    before = b.scope.mind
    starts: list[int] = []
    ends: list[int] = []
    after: list[int | None] = []
    for place, arm in enumerate(found):
        b.scope.mind = before
        starts.append(b.here)
        if body(b, arm):
            after.append(b.scope.mind)
            if place < len(found) - 1:
                ends.append(b.reserve(None))
    close(b, ends)
    settle_mind(b, before, after)
    return tuple(starts), bool(after)


def first(b: SceneBuilder, s: FirstBlock) -> bool:
    """Each passing the next branch."""
    op = b.reserve((s.at, s.end))
    known = len(b.beats)
    starts, falls = arms(b, s.arms)
    beats = sorted(b.beats[known:], key=lambda beat: beat.at)
    key = beats[0].core if beats else core("first", "", "")
    b.named.append((op, f"first-{key}"))
    b.ops[op] = First(b.program.counts.add("", len(starts) - 1), starts)
    return falls


def either(b: SceneBuilder, s: EitherBlock) -> bool:
    """One branch at random."""
    op = b.reserve((s.at, s.end))
    starts, falls = arms(b, s.arms)
    b.ops[op] = Either(starts)
    return falls


def as_block(b: SceneBuilder, s: AsBlock) -> bool:
    """A block in another mind."""
    mind = dreamer(b.program.symbols, b.program.sink, s.mind, b.symbol.site)
    if mind is not None and mind == b.scope.mind:
        b.program.sink.report(
            "shift-to-self", b.symbol.site.span(s.at, s.end),
            f"this is {s.mind.text}'s mind already", "write the block's lines without it",
        )  # fmt: skip
    outer, before = b.as_mind, b.scope.mind
    b.as_mind, b.scope.mind = (outer if mind is None else mind), mind
    falls = body(b, s.body)
    b.as_mind, b.scope.mind = outer, before
    return falls


# ------------------------------------------------------------------ choices


def choice(b: SceneBuilder, s: ChoiceBlock) -> bool:
    """`choice` and `hub`."""
    before = b.scope.mind
    if s.hub and b.shifts and _shifts(s):
        b.scope.mind = before = None
    top = b.here
    leaves: list[int] = []
    if s.hub:
        b.hubs.append(leaves)
    if s.hub and s.lead:
        b.reserve(None)
        body(b, s.lead)
    offered = list(options(s.offers))
    sources = [text_source(option.text) for option in offered]
    op = _head(b, s, offered, sources)
    back = top if s.hub and s.lead else op
    made: list[Option] = []
    ends: list[int] = []
    after: list[int | None] = []
    offers = _offers(b, s.offers, None, None)
    b.option_places[op] = tuple((line.at, line.end) for _, _, line in offers)
    for source, (cond, sole, line) in zip(sources, offers, strict=True):
        begun = b.scope.mind = before if sole is None else sole
        made.append(_option(b, (op, len(made)), cond, line, source))
        if _taken(b, line):
            after.append(before if b.scope.mind == begun else b.scope.mind)
            if s.hub:
                b.emit(Goto(back), None)
            else:
                ends.append(b.reserve(None))
    if s.hub:
        b.hubs.pop()
        ends += leaves
    close(b, ends)
    choice = b.ops[op]
    b.ops[op] = Choice(choice.id, s.hub, tuple(made), b.here, choice.shown)  # type: ignore[union-attr]
    if s.hub and s.lead:
        b.ops[top] = Round(op)
    if s.hub:
        b.scope.mind = before
        return bool(leaves) or all(_can_close(option) for option in made)
    settle_mind(b, before, after)
    return bool(after)


def _shifts(s: ChoiceBlock) -> bool:
    inner = [*s.lead, *(line for option in options(s.offers) for line in option.body)]
    return any(isinstance(each, ShiftLine) for each in statements(tuple(inner)))


def _can_close(option: Option) -> bool:
    """Whether an option of a hub can ever be one that cannot be picked."""
    return bool(option.once) or option.cond is not None or option.needs is not None


def _head(b: SceneBuilder, s: ChoiceBlock, offered: list[OptionLine], sources: list[str]) -> int:
    """Reserve the choice's operation and note its beat. `sources`: the words of its options."""
    prompt = text_source(s.prompt.text) if s.prompt else ""
    made = b.beat(s.at, "choice", "", US.join((prompt, *sources)))
    composed = [option.text for option in offered]
    composed += [option.why.text for option in offered if option.why is not None]
    if s.prompt is not None:
        b.spoken.append((b.here, lines.quoted_text(b, s.prompt, "prompt")))
        b.note("prompt", s.prompt.text, (s.prompt.at, s.prompt.end))
        composed.append(s.prompt.text)
    counted = next((text for text in composed if counts_showings(text)), "")
    count = lines.showings(b, counted)
    return b.emit(Choice(made, s.hub, (), 0, count), (s.at, s.end))


Offers = list[tuple[Expr | None, int | None, OptionLine]]


def _offers(
    b: SceneBuilder, offers: tuple[Offer, ...], outer: Expr | None, mind: int | None
) -> Offers:
    """Every option with the conditions around it, and the mind that they make certain."""
    made: Offers = []
    for offer in offers:
        if not isinstance(offer, OfferIf):
            made.append((outer, mind, offer))
            continue
        denied = outer
        for cond, inner in offer.arms:
            form = condition(b.scope, cond)
            sole = sole_mind(b, cond)
            made += _offers(b, inner, _both(denied, form), mind if sole is None else sole)
            denied = _both(denied, ("not", form))
        made += _offers(b, offer.otherwise or (), denied, mind)
    return made


def _both(a: Expr | None, c: Expr | None) -> Expr | None:
    if a is None or c is None:
        return c if a is None else a
    return ("and", a, c)


def _option(
    b: SceneBuilder, at: tuple[int, int], outer: Expr | None, line: OptionLine, source: str
) -> Option:
    """An option, its body still to come. `at`: its choice's operation and its place there."""
    cond = _both(outer, condition(b.scope, line.cond) if line.cond is not None else None)
    needs = condition(b.scope, line.needs) if line.needs is not None else None
    look_at_option(b, line)
    nodes = lines.text_of(b, line.text, (line.at, line.end), "option")
    why = lines.quoted_text(b, line.why, "reason") if line.why is not None else None
    mark = line.mark.text if line.mark is not None else None
    made = core("option", "", source)
    name = f"{b.name}/{made if mark is None else '.' + mark}"
    counts = b.program.counts
    count = None
    if mark is not None and (b.name, mark) in b.program.symbols.chosen:
        count = counts.of(name, 1)
    elif line.once:
        count = counts.of(name, 1) if mark is not None else counts.add("", 1)
    who = shown_as(line.speaker) if line.speaker is not None else ""
    written = b.as_written("option", line.text, (line.at, line.end), who)
    lock = None
    if line.why is not None:
        lock = b.as_written("lock", line.why.text, (line.why.at, line.why.end))
    b.offered.append(Offered(line.at, made, *at, mark, nodes, why, written, lock))
    return Option(
        name, b.here, cond, needs, True if line.once else None,
        True if line.otherwise else None, count,
    )  # fmt: skip


def _taken(b: SceneBuilder, line: OptionLine) -> bool:
    """Lower what an option leads to; whether the story goes on below the choice."""
    if line.speaker is not None:
        lines.say(b, Say(line.speaker, line.text, False, line.at, line.end))
    if line.target is not None:
        way = JumpLine(line.target, line.mind, False, line.target.at, line.target.end)
        if b.place_of_block != "scene":
            refuse(b, way)
        return lines.jump(b, way)
    return body(b, line.body)


Lowering = Callable[[SceneBuilder, Any], bool]

LOWER: dict[type, Lowering] = {
    Say: lines.say, ChoiceBlock: choice, If: branches, FirstBlock: first, EitherBlock: either,
    SetLine: lines.set_value, AskLine: lines.ask, MarkLine: lines.mark, JumpLine: lines.jump,
    VisitLine: lines.visit, ReturnLine: lines.go_back, LeaveLine: lines.leave, EndLine: lines.end,
    ShiftLine: lines.shift, AsBlock: as_block, RevealLine: lines.reveal,
    MergeBlock: lambda b, s: merge(b, s, body), SyncLine: stray_sync,
    BackdropLine: stage.backdrop, ShowLine: stage.show, MusicLine: stage.music,
    SoundLine: stage.sound, EffectLine: stage.effect, PauseLine: stage.pause,
    KeepsakeLine: stage.keepsake, TodoLine: lines.todo,
}  # fmt: skip
"""The function of each kind of statement."""
