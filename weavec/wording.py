"""Wording: from the texts of the tree to the nodes of the program.

Goes in: a `Text` and the `Scope` that it stands in. Comes out: its `ir.Nodes`. Also tells whether a
text can come out empty and whether it counts its showings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from weavec.diagnostics import Sink
from weavec.expressions import NOTHING, Counts, Scope, condition, said, typed
from weavec.ir import Nodes
from weavec.node import replace
from weavec.source import Span
from weavec.symbols import TEXT, UNKNOWN, Symbols
from weavec.syntax.tree import (
    Break,
    EitherText,
    Em,
    FirstText,
    IfText,
    Inline,
    Name,
    PauseText,
    Quoted,
    Ruby,
    Shown,
    Strong,
    Text,
)
from weavec.syntax.walk import nodes as all_nodes


class Words:
    """The lists of words that texts show: keys into the texts, one table for each list."""

    def __init__(self) -> None:
        self.tables: dict[tuple[str, ...], int] = {}

    def table(self, words: tuple[str, ...]) -> int:
        """The index of a list's table, made if need be."""
        return self.tables.setdefault(words, len(self.tables))

    def keys(self) -> tuple[tuple[str, ...], ...]:
        """The tables: a key for each word."""
        return tuple(
            tuple(f"@word/{table}/{place}" for place in range(len(words)))
            for words, table in self.tables.items()
        )

    def texts(self) -> dict[str, Nodes]:
        """What the keys say: the words, with `_` as a space."""
        return {
            f"@word/{table}/{place}": (word.replace("_", " "),)
            for words, table in self.tables.items()
            for place, word in enumerate(words)
        }


def worded(scope: Scope, words: Words, text: Text, *, first: bool = True) -> Nodes:
    """The nodes of a text. `first`: whether `{first:}` may stand in it."""
    if isinstance(text, str):
        return (text,) if text else ()
    return tuple(_node(scope, words, each, first) for each in text)


def counts_showings(text: Text) -> bool:
    """Whether a text holds `{first:}`."""
    return not isinstance(text, str) and any(isinstance(n, FirstText) for n in all_nodes(text))


def _node(scope: Scope, words: Words, each: Inline, first: bool) -> Any:
    match each:
        case str():
            return each
        case Em(nodes=inner):
            return ("em", worded(scope, words, inner, first=first))
        case Strong(nodes=inner):
            return ("strong", worded(scope, words, inner, first=first))
        case Shown():
            return _shown(scope, words, each)
        case IfText(arms=arms, otherwise=otherwise):
            _labels(scope, each, (otherwise or (),))
            made = tuple(
                (condition(scope, cond), worded(scope, words, inner, first=first))
                for cond, inner in arms
            )
            return ("if", made, worded(scope, words, otherwise or (), first=first))
        case EitherText(arms=arms):
            _labels(scope, each, arms[1:])
            return ("either", tuple(worded(scope, words, inner, first=first) for inner in arms))
        case FirstText(arms=arms, at=at, end=end):
            if not first:
                scope.sink.report(
                    "bad-text-mark", scope.site.span(at, end),
                    "`first` counts the showings of a line, and this is not a line",
                    "write `{first: …}` in the line itself",
                )  # fmt: skip
            return ("first", tuple(worded(scope, words, inner, first=first) for inner in arms))
        case Ruby(base=base, reading=reading):
            return (
                "ruby",
                worded(scope, words, base, first=first),
                worded(scope, words, reading, first=first),
            )
        case PauseText(ms=ms):
            return ("pause", ms)
        case Break():
            return ("br",)


_LABEL: Final = re.compile(r" *(else|otherwise|or|then|either)? *(?:(?:else +|el)if [^:：]*)?[:：]")


def _labels(scope: Scope, each: IfText | EitherText, arms: Sequence[Sequence[Inline]]) -> None:
    """Report a branch that begins with a label that would be shown."""
    span = scope.site.span(each.at, each.end)
    for arm in arms:
        found = _LABEL.match(arm[0]) if arm and isinstance(arm[0], str) else None
        if found is None or len(found.group()) == 1:
            continue
        label = found.group().strip(" ")
        at = span.file.text.find(label, span.start, span.end)
        if at < 0 or span.file.text[at - 1] == "\\":
            continue
        hint = "leave it out: the last branch has none, and one with a condition begins with `if`"
        if isinstance(each, EitherText):
            hint = "leave it out: `|` parts the branches"
        scope.sink.report(
            "bad-text-mark", Span(span.file, at, at + len(label)),
            f"the label `{label}` would be shown", f"{hint}; for text begin it with \\",
        )  # fmt: skip


def _shown(scope: Scope, words: Words, each: Shown) -> Any:
    value, kind = typed(scope, each.value, "shown")
    match kind[0]:
        case "number":
            return ("show", value, None)
        case "words":
            names = kind[1]
            assert isinstance(names, tuple)
            return ("show", value, words.table(names))
        case "text":
            assert isinstance(value, tuple)
            return ("text", value[1]) if value[0] == "var" else ("let", value[1])
        case "?":
            return ""
        case "word":
            scope.report(
                "undefined-name", each, f"{said(kind)} stands for itself only in a comparison",
                "show a value, or write the word without { }",
            )  # fmt: skip
            return ""
        case _:
            scope.report(
                "type-mismatch", each, "a flag is never shown",
                "write what it means: `{if …: yes|no}`",
            )  # fmt: skip
            return ""


def may_be_empty(scope: Scope, text: Text) -> bool:
    """Whether there is a way for a text to show nothing but blanks."""
    if isinstance(text, str):
        return not text.strip()
    return all(_may_vanish(scope, each) for each in text)


def _may_vanish(scope: Scope, each: Inline) -> bool:
    match each:
        case str():
            return not each.strip()
        case Em(nodes=inner) | Strong(nodes=inner) | Ruby(base=inner):
            return may_be_empty(scope, inner)
        case Shown(value=Name(text=name)):
            let = scope.symbols.lets.get(name)
            if let is not None and let.key is not None:
                return let.may_be_empty
            value = scope.symbols.values.get(name)
            return value is not None and value.type == TEXT and not str(value.init).strip()
        case IfText(arms=arms, otherwise=otherwise):
            if otherwise is None or may_be_empty(scope, otherwise):
                return not _asks_every_mind(scope, each)
            return any(may_be_empty(scope, inner) for _, inner in arms)
        case EitherText(arms=arms) | FirstText(arms=arms):
            return any(may_be_empty(scope, inner) for inner in arms)
        case PauseText() | Break():
            return True
        case _:
            return False


def _asks_every_mind(scope: Scope, each: IfText) -> bool:
    """Whether `{seen by a: …|seen by b: …}` without an else has an arm for each of the scene's."""
    scene = scope.symbols.scenes.get(scope.scene)
    if each.otherwise is not None or scene is None:
        return False
    asked: set[str] = set()
    for cond, inner in each.arms:
        names = getattr(cond, "names", None)
        if names is None or may_be_empty(scope, inner):
            return False
        asked.update(name.text for name in names)
    wanted = {str(name.text) for name in scene.decl.minds}
    if not wanted and scope.symbols.start[1] is not None:
        # whoever comes in: a story that begins in a mind is never in nobody's
        wanted = {member.decl.name.text for member in scope.symbols.minds}
    return bool(wanted) and wanted <= asked


# ------------------------------------------------------------------ lets


def lower_lets(
    symbols: Symbols, sink: Sink, counts: Counts, words: Words, texts: dict[str, Nodes]
) -> None:
    """Give every `let` its type and its form, each after those that it reads."""
    order = _in_order(symbols, sink)
    for name in order:
        let = symbols.lets[name]
        scope = Scope(symbols, sink, let.site, counts)
        scope.read = set()
        value = let.decl.value
        if isinstance(value, Quoted):
            key = f"@let/{name}"
            texts[key] = worded(scope, words, value.text, first=False)
            empty = may_be_empty(scope, value.text)
            made = replace(let, type=TEXT, key=key, may_be_empty=empty)
        else:
            read = not isinstance(value, Name) or value.text  # else its line could not be read
            form, kind = typed(scope, value) if read else NOTHING
            if kind[0] in ("word", "text"):
                scope.report(
                    "type-mismatch", value, f"a `let` of {said(kind)} says nothing new",
                    "derive a flag or a number, or write a text in quotes",
                )  # fmt: skip
                form, kind = 0, UNKNOWN
            made = replace(let, type=kind, index=len(symbols.let_exprs))
            symbols.let_exprs.append(form)
        symbols.lets[name] = made
        symbols.used |= scope.read


DEEPEST = 100
"""How many lets may stand between a let and what it comes down to."""


LARGEST = 500
"""How many names a let may read, those counted that the lets in it read: each is asked for anew
whenever the let is, and a row of lets that double the one before would never be done."""


def _in_order(symbols: Symbols, sink: Sink) -> list[str]:
    """The names of all lets, each after those that it reads; circles are reported and left out."""
    named = {
        name: [n.text for n in all_nodes(let.decl.value) if isinstance(n, Name)]
        for name, let in symbols.lets.items()
    }
    reads = {name: sorted({*some} & symbols.lets.keys()) for name, some in named.items()}
    size: dict[str, int] = {}
    depth: dict[str, int] = {}
    open_: dict[str, int] = {}
    order: list[str] = []
    for root in symbols.lets:
        stack = [root]
        while stack:
            name = stack[-1]
            if name in depth:
                stack.pop()
                continue
            place = open_.get(name, 0)
            if place < len(reads[name]):
                open_[name] = place + 1
                following = reads[name][place]
                if following in open_ and following not in depth:
                    let = symbols.lets[name]
                    sink.report(
                        "bad-initial", let.site.of(let.decl.name),
                        f"`{name}` is derived from itself, by way of `{following}`",
                        "derive it from variables",
                    )  # fmt: skip
                else:
                    stack.append(following)
                continue
            stack.pop()
            depth[name] = 1 + max((depth.get(other, 0) for other in reads[name]), default=0)
            order.append(name)
            size[name] = sum(size.get(other, 1) for other in named[name])
            if size[name] > LARGEST:
                size[name] = 1
                let = symbols.lets[name]
                sink.report(
                    "too-deep", let.site.of(let.decl.name),
                    f"with all that it is derived from, `{name}` reads more than {LARGEST} names",
                    "derive it from fewer, or keep a part of it in a variable",
                )  # fmt: skip
            if depth[name] == DEEPEST + 1:
                let = symbols.lets[name]
                sink.report(
                    "too-deep", let.site.of(let.decl.name),
                    f"more than {DEEPEST} lets stand one on another here",
                    "derive it from variables",
                )  # fmt: skip
    return order

