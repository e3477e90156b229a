"""The tree: what a file says, before anybody asks what it means.

The parser makes it, `resolve` and `lower` read it, `format` writes it back. Every class is frozen
data. Places are offsets in code points from the start of the *item* (the run of lines from one line
at the margin to the next) that holds them, so that an unchanged item's tree can be reused wherever
it moves: `at` is where something begins, `end` where it ends. Statements in a body and top-level
declarations have both, for the line that heads them (without its block).

A text is a plain `str` if it holds no marks, escapes or line breaks, else a tuple of `Inline`.
"""

from __future__ import annotations

from typing import TypeAlias

from weavec.node import node

# ------------------------------------------------------------------ names and places


@node
class Name:
    """A name as written (NFC)."""

    text: str
    at: int


@node
class Member:
    """`elena.doubt`: a memory by its owner."""

    owner: Name
    name: Name


@node
class Target:
    """`hall`, `.door` (scene is none), `hall.door`: where a jump leads or a visit is counted."""

    scene: Name | None
    mark: Name | None
    at: int
    end: int


# ------------------------------------------------------------------ expressions


@node
class Number:
    """An integer, a sign not included."""

    value: int
    at: int
    end: int


@node
class Flag:
    """`true` or `false`."""

    value: bool
    at: int
    end: int


@node
class Unary:
    """`not e`, `- e`; op is `not` or `-`."""

    op: str
    value: Expr
    at: int
    end: int


@node
class Binary:
    """`a op b`; op: == != < <= > >= + - * (`is` and `is not` are == and !=)."""

    op: str
    left: Expr
    right: Expr
    at: int
    end: int


@node
class Many:
    """Two or more parts joined by `and` or by `or`."""

    op: str
    parts: tuple[Expr, ...]
    at: int
    end: int


@node
class Counted:
    """`count(a, b, ...)`."""

    parts: tuple[Expr, ...]
    at: int
    end: int


@node
class Visits:
    """`visits(x)`, or `visited(x)` if `asked`."""

    target: Target
    asked: bool
    at: int
    end: int


@node
class Chosen:
    """`chosen(name)`: an option's mark."""

    name: Name
    at: int
    end: int


@node
class PerspectiveIs:
    """`perspective is elena`, or `is not` if `negated`."""

    mind: Name
    negated: bool
    at: int
    end: int


Expr: TypeAlias = (
    Number | Flag | Name | Member | Unary | Binary | Many | Counted | Visits | Chosen
    | PerspectiveIs
)  # fmt: skip


# ------------------------------------------------------------------ text


@node
class SeenBy:
    """`seen by elena, nora` as a question."""

    names: tuple[Name, ...]
    at: int
    end: int


Condition: TypeAlias = Expr | SeenBy


@node
class Em:
    """`*emphasis*`."""

    nodes: tuple[Inline, ...]


@node
class Strong:
    """`**strong**`; `***both***` is `Strong` of `Em`."""

    nodes: tuple[Inline, ...]


@node
class Shown:
    """`{expr}`."""

    value: Expr
    at: int
    end: int


@node
class IfText:
    """`{if E: a|if F: b|c}`, `{seen by x: a|...}`: its branches, then the else."""

    arms: tuple[tuple[Condition, tuple[Inline, ...]], ...]
    otherwise: tuple[Inline, ...] | None
    at: int
    end: int


@node
class EitherText:
    """`{either: a|b|c}`."""

    arms: tuple[tuple[Inline, ...], ...]
    at: int
    end: int


@node
class FirstText:
    """`{first: a|then: b|then: c}`."""

    arms: tuple[tuple[Inline, ...], ...]
    at: int
    end: int


@node
class Ruby:
    """`{ruby: base|reading}`."""

    base: tuple[Inline, ...]
    reading: tuple[Inline, ...]
    at: int
    end: int


@node
class PauseText:
    """`{pause 0.5}`, in milliseconds."""

    ms: int
    at: int
    end: int


@node
class Break:
    """A line break of a verse."""


Inline: TypeAlias = (
    str | Em | Strong | Shown | IfText | EitherText | FirstText | Ruby | PauseText | Break
)
Text: TypeAlias = str | tuple[Inline, ...]


@node
class Quoted:
    """A text in quotation marks, the place that of its opening mark."""

    text: Text
    at: int
    end: int


# ------------------------------------------------------------------ lines of a scene


@node
class Speaker:
    """Who speaks: `elena (calm, left)`, `elena thinks`, `"A voice"`.

    `name`: the word before the colon, or a `Quoted`. `manner`: moods and places, and at most one
    `Quoted` for another name to show.
    """

    name: Name | Quoted
    thinks: bool
    manner: tuple[Name | Quoted, ...]
    at: int
    end: int


@node
class Say:
    """One beat of prose, speech or thought; `verse` if its line breaks are kept."""

    speaker: Speaker | None
    text: Text
    verse: bool
    at: int
    end: int


@node
class OptionLine:
    """`* (directions) text -> target as mind`, or with a body."""

    once: bool
    otherwise: bool
    cond: Expr | None
    needs: Expr | None
    why: Quoted | None
    mark: Name | None
    speaker: Speaker | None
    text: Text
    target: Target | None
    mind: Name | None
    body: tuple[Statement, ...]
    at: int
    end: int


@node
class OfferIf:
    """Options under `if`, `else if`, `else` or `seen by`."""

    arms: tuple[tuple[Condition, tuple[Offer, ...]], ...]
    otherwise: tuple[Offer, ...] | None
    at: int
    end: int


Offer: TypeAlias = OptionLine | OfferIf


@node
class ChoiceBlock:
    """`choice` or `hub`. `lead`: the lines of a hub above its first option."""

    hub: bool
    prompt: Quoted | None
    lead: tuple[Statement, ...]
    offers: tuple[Offer, ...]
    at: int
    end: int


@node
class If:
    """`if` or `seen by`, with their `else if` and `else`."""

    arms: tuple[tuple[Condition, tuple[Statement, ...]], ...]
    otherwise: tuple[Statement, ...] | None
    at: int
    end: int


@node
class FirstBlock:
    """`first`, `then`, `then` ..."""

    arms: tuple[tuple[Statement, ...], ...]
    at: int
    end: int


@node
class EitherBlock:
    """`either`, `or`, `or` ..."""

    arms: tuple[tuple[Statement, ...], ...]
    at: int
    end: int


@node
class SetLine:
    """`set x = e`, `set x += e`, `set x -= e`; op is `=`, `+=` or `-=`."""

    name: Name | Member
    op: str
    value: Expr | Quoted
    at: int
    end: int


@node
class AskLine:
    """`ask name "Your name?"`."""

    name: Name
    prompt: Quoted
    at: int
    end: int


@node
class MarkLine:
    """`mark name`."""

    name: Name
    at: int
    end: int


@node
class JumpLine:
    """`-> hall as elena`; `wake -> hall as elena` if `wake`."""

    target: Target
    mind: Name | None
    wake: bool
    at: int
    end: int


@node
class VisitLine:
    """`visit hall as elena`."""

    scene: Name
    mind: Name | None
    at: int
    end: int


@node
class ReturnLine:
    """`return`."""

    at: int
    end: int


@node
class LeaveLine:
    """`leave`."""

    at: int
    end: int


@node
class EndLine:
    """`end name "Title"`."""

    name: Name
    title: Quoted | None
    at: int
    end: int


@node
class ShiftLine:
    """`shift to jax`."""

    mind: Name
    at: int
    end: int


@node
class AsBlock:
    """`as jax` and its block."""

    mind: Name
    body: tuple[Statement, ...]
    at: int
    end: int


@node
class RevealLine:
    """`reveal doubt to jax`."""

    memory: Name | Member
    mind: Name
    at: int
    end: int


@node
class StrandBlock:
    """A piece of a strand. `label`: what `drifting` offers."""

    mind: Name
    label: Quoted | None
    body: tuple[Statement, ...]
    at: int
    end: int


@node
class SyncLine:
    """`sync name`; between strands it may have a block."""

    name: Name
    body: tuple[Statement, ...]
    at: int
    end: int


@node
class MergeBlock:
    """`dream-merge name "Title" mode`; mode is none if not written."""

    name: Name
    title: Quoted | None
    mode: str | None
    clarity: Expr | None
    parts: tuple[StrandBlock | SyncLine, ...]
    at: int
    end: int


@node
class BackdropLine:
    """`backdrop X with T`."""

    name: Name
    trans: Name | None
    at: int
    end: int


@node
class ShowLine:
    """`show WHO (mood, place) with T`; `hide WHO with T` if not `on`."""

    who: Name
    on: bool
    manner: tuple[Name | Quoted, ...]
    trans: Name | None
    at: int
    end: int


@node
class MusicLine:
    """`music X`, or `music off` without a name."""

    name: Name | None
    at: int
    end: int


@node
class SoundLine:
    """`sound X`."""

    name: Name
    at: int
    end: int


@node
class EffectLine:
    """`effect X N`, `effect X off`, `effect off` (no name). `strength`: none if not written."""

    name: Name | None
    strength: int | None
    off: bool
    at: int
    end: int


@node
class PauseLine:
    """`pause 0.5`, in milliseconds."""

    ms: int
    at: int
    end: int


@node
class KeepsakeLine:
    """`keepsake name "Title"`."""

    name: Name
    title: Quoted | None
    at: int
    end: int


@node
class TodoLine:
    """`todo words`."""

    words: str
    at: int
    end: int


Statement: TypeAlias = (
    Say | ChoiceBlock | If | FirstBlock | EitherBlock | SetLine | AskLine | MarkLine | JumpLine
    | VisitLine | ReturnLine | LeaveLine | EndLine | ShiftLine | AsBlock | RevealLine | MergeBlock
    | SyncLine | BackdropLine | ShowLine | MusicLine | SoundLine | EffectLine | PauseLine
    | KeepsakeLine | TodoLine
)  # fmt: skip


# ------------------------------------------------------------------ top level


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
