"""The lines of a scene, and the blocks that they open.

The package says what all of the tree keeps to.
"""

from __future__ import annotations

from typing import TypeAlias

from weavec.node import node
from weavec.syntax.tree.text import Condition, Quoted, Text
from weavec.syntax.tree.values import Expr, Member, Name, Target


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
