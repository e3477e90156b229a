"""Expressions: from the tree to the program's form, with their types.

Goes in: an expression and the `Scope` that it stands in. Comes out: its `ir.Expr` and its type;
what does not fit is reported, and has the type `UNKNOWN`, which fits everything, so that one slip
makes one message. Intervals of numbers are kept exactly: they decide what can be stored where.
"""

from __future__ import annotations

from typing import Any

from weavec.diagnostics import Label, Sink
from weavec.ir import VISITS, Counter, Expr
from weavec.naming import declaration, dreamer, listed, option_scene, undefined_scene
from weavec.symbols import FLAG, TEXT, UNKNOWN, Site, Symbols, Type, ValueSymbol
from weavec.syntax.tree import (
    Binary,
    Chosen,
    Counted,
    Flag,
    Many,
    Member,
    Name,
    Number,
    PerspectiveIs,
    SeenBy,
    Target,
    Unary,
    Visits,
)
from weavec.syntax.tree import Expr as Tree

EXACT = 2**53 - 1
"""Beyond this an expression's value would not be the same in every machine."""

Typed = tuple[Expr, Type]
UNSURE: Expr = ("==", 0, 0)
"""In place of a condition that is wrong: flow must take it for open, not for never."""
NOTHING: Typed = (UNSURE, UNKNOWN)


class Counts:
    """The counts of a program, made when something first needs them."""

    def __init__(self) -> None:
        self.made: list[Counter] = []
        self.named: dict[str, int] = {}

    def add(self, name: str, highest: int) -> int:
        """A new count; its index."""
        self.made.append(Counter(name, highest))
        return len(self.made) - 1

    def of(self, name: str, highest: int) -> int:
        """The count of this name, made if need be."""
        if name not in self.named:
            self.named[name] = self.add(name, highest)
        return self.named[name]

    def rename(self, index: int, name: str) -> None:
        """Give a count its final name."""
        self.made[index] = Counter(name, self.made[index].max)


class Scope:
    """Where an expression stands: names are looked up through it.

    `mind`: the index of the mind that is certain to be the perspective, or None. `scene`: the name
    of the scene, empty outside. `counts`: the program's. `picks`: counts of options asked for by
    `chosen`, by (scene, mark).
    """

    __slots__ = ("counts", "mind", "read", "scene", "sink", "site", "symbols")

    def __init__(self, symbols: Symbols, sink: Sink, site: Site, counts: Counts) -> None:
        self.symbols = symbols
        self.sink = sink
        self.site = site
        self.counts = counts
        self.mind: int | None = None
        self.scene = ""
        self.read: set[str] = symbols.used

    def report(self, name: str, tree: Any, message: str, hint: str) -> None:
        """Report at an expression."""
        self.sink.report(name, self.site.span(*extent(tree)), message, hint)


def extent(tree: Any) -> tuple[int, int]:
    """Where an expression or a `seen by` begins and ends."""
    match tree:
        case Name(text, at):
            return at, at + len(text)
        case Member(owner, name):
            return owner.at, name.at + len(name.text)
        case _:
            return tree.at, tree.end


def said(kind: Type) -> str:
    """A type in a writer's words."""
    match kind[0]:
        case "flag":
            return "a flag"
        case "number":
            return "a number"
        case "words":
            return "a word"
        case "text":
            return "a text"
        case "word":
            return f"the word `{kind[1]}`"
        case _:
            return "something unknown"


def condition(scope: Scope, tree: Tree | SeenBy) -> Expr:
    """A condition: a flag, or whose perspective it is."""
    if isinstance(tree, SeenBy):
        return seen_by(scope, tree)
    value, kind = typed(scope, tree)
    if kind not in (FLAG, UNKNOWN):
        hint = "compare it: write for example `… > 0`" if kind[0] == "number" else (
            "compare it with one of its words: `… is …`"
        )  # fmt: skip
        if kind == TEXT:
            hint = "a text is shown, never tested: use a flag"
        message = f"a condition is a flag, and this is {said(kind)}"
        scope.report("type-mismatch", tree, message, hint)
        return UNSURE
    return value


def seen_by(scope: Scope, tree: SeenBy) -> Expr:
    """`seen by a, b`: whose perspective it is."""
    found = [dreamer(scope.symbols, scope.sink, name, scope.site) for name in tree.names]
    made: Expr | None = None
    for mind in found:
        if mind is not None:
            one: Expr = ("==", ("mind",), mind)
            made = one if made is None else ("or", made, one)
    return UNSURE if made is None else made


def typed(scope: Scope, tree: Tree, wanted: str = "flag") -> Typed:
    """The form and the type of an expression. `wanted`: see `declaration`."""
    match tree:
        case Number(value=number, at=_, end=_):
            return number, ("number", number, number)
        case Flag(value=flag, at=_, end=_):
            return int(flag), FLAG
        case Name():
            return _name(scope, tree, wanted)
        case Member():
            return _member(scope, tree, wanted)
        case Unary(op="not"):
            return ("not", _flag(scope, tree.value, "`not`")), FLAG
        case Unary():
            number_of = _number(scope, tree.value, "`-`")
            if number_of is None:
                return NOTHING
            value, lo, hi = number_of
            return ("neg", value) if not isinstance(value, int) else -value, ("number", -hi, -lo)
        case Many(op=op, parts=parts):
            return _balanced(op, [_flag(scope, part, f"`{op}`") for part in parts]), FLAG
        case Binary(op="+" | "-" | "*"):
            return _arithmetic(scope, tree)
        case Binary():
            return _comparison(scope, tree)
        case Counted(parts=parts):
            flags = tuple(_flag(scope, part, "`count`") for part in parts)
            return ("sum", *flags), ("number", 0, len(flags))
        case Visits(target=target, asked=asked):
            index = _visits(scope, target)
            if index is None:
                return UNSURE, FLAG if asked else ("number", 0, 99)
            count: Expr = ("count", index)
            return ((">", count, 0), FLAG) if asked else (count, ("number", 0, 99))
        case Chosen():
            return _chosen(scope, tree)
        case PerspectiveIs(mind=name, negated=negated):
            mind = dreamer(scope.symbols, scope.sink, name, scope.site)
            return ("!=" if negated else "==", ("mind",), -2 if mind is None else mind), FLAG


def _balanced(op: str, parts: list[Expr]) -> Expr:
    """`and` and `or` of many parts, as flat as pairs can be."""
    while len(parts) > 1:
        pairs = [(op, a, b) for a, b in zip(parts[::2], parts[1::2], strict=False)]
        parts = [*pairs, parts[-1]] if len(parts) % 2 else list(pairs)
    return parts[0]


def _flag(scope: Scope, tree: Tree, who: str) -> Expr:
    value, kind = typed(scope, tree)
    if kind not in (FLAG, UNKNOWN):
        scope.report(
            "type-mismatch", tree, f"{who} joins flags, and this is {said(kind)}",
            "compare it first, for example with `> 0` or `is`",
        )  # fmt: skip
        return UNSURE
    return value


def _number(scope: Scope, tree: Tree, who: str) -> tuple[Expr, int, int] | None:
    value, kind = typed(scope, tree, "number")
    if kind[0] == "number":
        return value, int(str(kind[1])), int(str(kind[2]))
    if kind != UNKNOWN:
        scope.report(
            "type-mismatch", tree, f"{who} needs numbers, and this is {said(kind)}",
            "use a number or a range here",
        )  # fmt: skip
    return None


def _arithmetic(scope: Scope, tree: Binary) -> Typed:
    one = _number(scope, tree.left, f"`{tree.op}`")
    other = _number(scope, tree.right, f"`{tree.op}`")
    if one is None or other is None:
        return NOTHING
    (left, a, b), (right, c, d) = one, other
    match tree.op:
        case "+":
            lo, hi = a + c, b + d
        case "-":
            lo, hi = a - d, b - c
        case _:
            corners = (a * c, a * d, b * c, b * d)
            lo, hi = min(corners), max(corners)
    if lo < -EXACT or hi > EXACT:
        scope.report(
            "value-out-of-range", tree, "this can become larger than numbers are exact",
            "use smaller ranges, or multiply less",
        )  # fmt: skip
        return NOTHING
    return (tree.op, left, right), ("number", lo, hi)


def _comparison(scope: Scope, tree: Binary) -> Typed:
    counted = tree.op not in ("==", "!=") or isinstance(tree.left, Number) or (
        isinstance(tree.right, Number)
    )  # fmt: skip
    wanted = "number" if counted else "flag"
    left, left_type = word_or_value(scope, tree.left, wanted)
    right, right_type = word_or_value(scope, tree.right, wanted)
    if left_type[0] == "word" and right_type[0] == "words":
        left, left_type = as_word(scope, tree.left, left_type, right_type)
    elif right_type[0] == "word" and left_type[0] == "words":
        right, right_type = as_word(scope, tree.right, right_type, left_type)
    result: Typed = ((tree.op, left, right), FLAG)
    for each, kind, other in (
        (tree.left, left_type, right_type), (tree.right, right_type, left_type)
    ):  # fmt: skip
        if kind[0] == "word" and kind[1] not in scope.symbols.words:
            assert isinstance(each, Name)
            instead = "a flag is `true` or `false`" if other == FLAG else None
            if other[0] == "word":
                instead = f"declare it: `var {each.text}: {other[1]} | … = {other[1]}`"
            undefined_name(scope, each, str(other[0]), instead)
            return UNSURE, FLAG
    if UNKNOWN in (left_type, right_type):
        return UNSURE, FLAG
    kinds = (left_type[0], right_type[0])
    if "word" in kinds:
        bare = tree.left if kinds[0] == "word" else tree.right
        other = right_type if kinds[0] == "word" else left_type
        scope.report(
            "type-mismatch", bare,
            f"{said(left_type if kinds[0] == 'word' else right_type)} cannot be compared with"
            f" {said(other)}",
            "a word is compared with a value whose list holds it",
        )  # fmt: skip
        return UNSURE, FLAG
    if "text" in kinds:
        scope.report(
            "type-mismatch", tree, "a text is shown, never tested", "keep what you test in a flag"
        )
        return UNSURE, FLAG
    if kinds[0] != kinds[1] or (kinds[0] == "words" and left_type != right_type):
        lists = kinds == ("words", "words")
        scope.report(
            "type-mismatch", tree,
            "these words are of different lists" if lists
            else f"{said(left_type)} cannot be compared with {said(right_type)}",
            "compare values of the same kind",
        )  # fmt: skip
        return UNSURE, FLAG
    if kinds[0] == "flag" and tree.op not in ("==", "!="):
        scope.report(
            "type-mismatch", tree, f"flags are not ordered, so `{tree.op}` cannot compare them",
            "write `and`, `or`, `not`, `is` or `is not`",
        )  # fmt: skip
        return UNSURE, FLAG
    return result


def word_or_value(scope: Scope, tree: Tree, wanted: str = "flag") -> Typed:
    """One side of a comparison or a store: a bare name that is no value may be meant as a word.

    `wanted`: see `declaration`.
    """
    if isinstance(tree, Name) and not names_value(scope, tree):
        return 0, ("word", tree.text)
    return typed(scope, tree, wanted)


def names_value(scope: Scope, tree: Name) -> bool:
    """Whether a bare name is that of a variable, a memory or a `let`."""
    symbols, text = scope.symbols, tree.text
    return text in symbols.values or text in symbols.lets or text in symbols.memories


def as_word(scope: Scope, tree: Tree, word: Type, words: Type) -> Typed:
    """A bare word as an index in the list of the other side."""
    text, names = str(word[1]), words[1]
    assert isinstance(names, tuple)
    if text in names:
        return names.index(text), words
    near = scope.sink.near(text, names)
    scope.report(
        "unknown-word", tree, f"`{text}` is not a word of this list",
        f"did you mean `{near}`?" if near else f"the list has {listed(names, 'and')}",
    )  # fmt: skip
    return NOTHING


def _name(scope: Scope, tree: Name, wanted: str) -> Typed:
    symbols, text = scope.symbols, tree.text
    value = symbols.values.get(text)
    if value is not None:
        scope.read.add(f"value {text}")
        return ("var", value.index), value.type
    let = symbols.lets.get(text)
    if let is not None:
        scope.read.add(f"let {text}")
        if let.key is not None:
            return ("let", let.key), TEXT
        return (NOTHING[0], let.type) if let.index is None else (("let", let.index), let.type)
    memory = own_memory(scope, tree)
    if memory is not None:
        scope.read.add(f"value {memory.name}")
        return ("var", memory.index), memory.type
    if text in symbols.words:
        return 0, ("word", text)
    undefined_name(scope, tree, wanted)
    return NOTHING


def own_memory(scope: Scope, tree: Name) -> ValueSymbol | None:
    """The memory of this bare name in the mind that is certain here."""
    for memory in scope.symbols.memories.get(tree.text, ()):
        if memory.owner == scope.mind and memory.owner is not None:
            return memory
    return None


def undefined_name(
    scope: Scope, tree: Name, wanted: str = "flag", instead: str | None = None
) -> None:
    """Report a bare name that means nothing here.

    `wanted`: see `declaration`. `instead`: what to do if no name is near.
    """
    symbols, text = scope.symbols, tree.text
    memories = symbols.memories.get(text)
    if memories:
        labels = tuple(Label(m.site.of(m.decl.name), "a memory, declared here") for m in memories)
        owners = [memory.name for memory in memories]
        why = "it is not certain whose mind this is"
        if scope.mind is not None:
            why = f"this is {symbols.minds[scope.mind].decl.name.text}'s mind, which has none"
        scope.sink.report(
            "undefined-name", scope.site.of(tree), f"`{text}` is a memory, and {why}",
            f"say whose it is: {listed(owners)}", labels,
        )  # fmt: skip
        return
    if text in symbols.cast:
        scope.report(
            "undefined-name", tree, f"`{text}` is somebody of the cast, not a value",
            f"write `perspective is {text}` to ask whose mind this is",
        )  # fmt: skip
        return
    known = [*symbols.values, *symbols.lets, *symbols.memories, *symbols.words]
    near = scope.sink.near(text, known)
    scope.report(
        "undefined-name", tree, f"there is no value named `{text}`",
        f"did you mean `{near}`?" if near else instead or declaration(text, wanted),
    )  # fmt: skip


def memory_of(scope: Scope, tree: Member, wanted: str) -> ValueSymbol | None:
    """`elena.doubt`, or a report that there is none."""
    symbols, owner, name = scope.symbols, tree.owner, tree.name
    value = symbols.values.get(f"{owner.text}.{name.text}")
    if value is not None:
        symbols.used.add(f"cast {owner.text}")
        return value
    if dreamer(symbols, scope.sink, owner, scope.site) is None:
        return None
    own = [each.split(".", 1)[1] for each in symbols.values if each.startswith(f"{owner.text}.")]
    near = scope.sink.near(name.text, own)
    scope.report(
        "undefined-name", tree, f"{owner.text} has no memory named `{name.text}`",
        f"did you mean `{owner.text}.{near}`?" if near
        else f"under `dreamer {owner.text}` {declaration(name.text, wanted, 'memory')}",
    )  # fmt: skip
    return None


def _member(scope: Scope, tree: Member, wanted: str) -> Typed:
    value = memory_of(scope, tree, wanted)
    if value is None:
        return NOTHING
    scope.read.add(f"value {value.name}")
    return ("var", value.index), value.type


def _visits(scope: Scope, target: Target) -> int | None:
    """The count of a scene's entries or a mark's passings."""
    symbols = scope.symbols
    scene = target.scene.text if target.scene else scope.scene
    if target.scene is not None and scene not in symbols.scenes:
        undefined_scene(symbols, scope.sink, target.scene, scope.site)
        return None
    if target.mark is None:
        return scope.counts.of(f"{VISITS}{scene}", 99)
    if not known_mark(scope, scene, target.mark):
        return None
    return scope.counts.of(f"{VISITS}{scene}.{target.mark.text}", 99)


def known_mark(scope: Scope, scene: str, mark: Name) -> bool:
    """Whether the scene holds this mark; reports it if not."""
    marks = scope.symbols.marks.get(scene, {})
    if mark.text in marks:
        scope.symbols.used.add(f"mark {scene} {mark.text}")
        return True
    if not scene:
        scope.report(
            "undefined-mark", mark, f"no scene is around this line, so `.{mark.text}` is nowhere",
            f"name the scene: `hall.{mark.text}`",
        )  # fmt: skip
        return False
    near = scope.sink.near(mark.text, marks)
    hint = f"write `mark {mark.text}` at the place in `{scene}`"
    if near:
        hint = f"did you mean `.{near}`?"
    elif mark.text in scope.symbols.option_marks.get(scene, {}):
        hint = f"that is an option's mark: ask for it with `chosen({mark.text})`"
    scope.report("undefined-mark", mark, f"the scene `{scene}` has no mark `{mark.text}`", hint)
    return False


def _chosen(scope: Scope, tree: Chosen) -> Typed:
    name = tree.name.text
    scene = option_scene(scope.symbols, name, scope.scene)
    if isinstance(scene, str):
        return ("count", scope.counts.of(f"{scene}/.{name}", 1)), FLAG
    if scene:
        scope.report(
            "undefined-mark", tree.name, f"several scenes have an option marked `{name}`",
            f"give them names of their own; they stand in {listed(scene, 'and')}",
        )  # fmt: skip
        return UNSURE, FLAG
    known = {mark for marks in scope.symbols.option_marks.values() for mark in marks}
    near = scope.sink.near(name, sorted(known))
    scope.report(
        "undefined-mark", tree.name, f"no option is marked `{name}`",
        f"did you mean `{near}`?" if near else f"mark an option: `* (mark {name}) …`",
    )  # fmt: skip
    return UNSURE, FLAG
