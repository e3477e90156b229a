"""Writes values: the half of the printer that knows expressions.

In: the tree of a value. Out: its tokens, joined with blanks only where two of them would be read as
one, and with brackets only where they hold together less than their place asks for.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

from weavec.emit.script import tree
from weavec.emit.script.expressions import STRENGTH
from weavec.emit.script.literals import number, quoted

LIST: Final = 0
VALUE: Final = 1
CHOICE: Final = 2
UNARY: Final = 14
UPDATE: Final = 15
CALL: Final = 16
WHOLE: Final = 17


def strength(piece: tree.Piece) -> int:
    """How tightly a value holds together."""
    if isinstance(piece, tree.Binary):
        return STRENGTH[piece.op]
    if isinstance(piece, tree.Function):
        return VALUE if piece.form == "arrow" else WHOLE
    return STRENGTHS.get(type(piece), WHOLE)


STRENGTHS: Final[dict[type[tree.Piece], int]] = {
    tree.Sequence: LIST,
    tree.Assign: VALUE,
    tree.Yield: VALUE,
    tree.Cond: CHOICE,
    tree.Unary: UNARY,
    tree.Update: UPDATE,
    tree.Call: CALL,
    tree.New: CALL,
    tree.Member: CALL,
    tree.Index: CALL,
}


def first(piece: tree.Piece) -> tree.Piece:
    """The value with which the text of a value begins."""
    while True:
        match piece:
            case (
                tree.Member(inner, _, _)
                | tree.Index(inner, _, _)
                | tree.Call(inner, _, _)
                | tree.Cond(inner, _, _)
            ):
                piece = inner
            case tree.Binary(_, inner, _) | tree.Assign(_, inner, _) | tree.Update(_, False, inner):
                piece = inner
            case tree.Sequence((inner, *_)) | tree.Template(tree.Piece() as inner, _, _):
                piece = inner
            case _:
                return piece


class Values(ABC):
    """Holds the text so far; a semicolon is kept back until it is certain to be needed."""

    def __init__(self, names: Mapping[int, str]) -> None:
        self.names = names
        self.out: list[str] = []
        self.last = ""
        self.owed = False
        self.no_in = False

    forms: ClassVar[dict[type[tree.Piece], Callable[[Any, Any], None]]]
    """How to print each kind of node."""

    def print(self, piece: tree.Piece) -> None:
        self.forms[type(piece)](self, piece)

    def put(self, text: str) -> None:
        """Add one token."""
        if self.owed:
            self.owed = False
            if text != "}":
                self.out.append(";")
                self.last = ";"
        if _would_join(self.last, text):
            self.out.append(" ")
        self.out.append(text)
        self.last = text

    def value(self, piece: tree.Piece, least: int = VALUE) -> None:
        """Print a value, in brackets if it holds together less than is needed here."""
        bare = strength(piece) >= least
        if bare and self.no_in and isinstance(piece, tree.Binary) and piece.op == "in":
            bare = False
        if bare:
            self.print(piece)
        else:
            self.bracketed(piece)

    def bracketed(self, piece: tree.Piece) -> None:
        self.put("(")
        kept, self.no_in = self.no_in, False
        self.print(piece)
        self.no_in = kept
        self.put(")")

    def listed(self, items: tree.Pieces, open_: str, close: str) -> None:
        """Values with commas, between brackets."""
        kept, self.no_in = self.no_in, False
        self.put(open_)
        for i, item in enumerate(items):
            if i:
                self.put(",")
            self.value(item)
        if items and isinstance(items[-1], tree.Hole):
            self.put(",")
        self.put(close)
        self.no_in = kept

    # ---------------------------------------------------------------- values

    def name(self, piece: tree.Name) -> None:
        self.put(self.names.get(piece.at, piece.text))

    def plain(self, piece: tree.Regex | tree.Word | tree.Key) -> None:
        self.put(piece.text)

    def number(self, piece: tree.Num) -> None:
        self.put(number(piece.text))

    def text(self, piece: tree.Text) -> None:
        self.put(quoted(piece.value))

    def hole(self, piece: tree.Hole) -> None:
        """Nothing: the commas around it say it all."""
        assert isinstance(piece, tree.Hole)

    def template(self, piece: tree.Template) -> None:
        if piece.tag:
            self.value(piece.tag, CALL)
        kept, self.no_in = self.no_in, False
        self.put("`")
        for i, chunk in enumerate(piece.chunks):
            if i:
                self.value(piece.values[i - 1], LIST)
                self.out.append("}")
            self.out.append(chunk)
            if i < len(piece.values):
                self.out.append("${")
                self.last = "${"
        self.put_raw("`")
        self.no_in = kept

    def put_raw(self, text: str) -> None:
        self.out.append(text)
        self.last = text

    def array(self, piece: tree.Array) -> None:
        self.listed(piece.items, "[", "]")

    def object(self, piece: tree.Object) -> None:
        self.listed(piece.items, "{", "}")

    def computed(self, piece: tree.Computed) -> None:
        self.listed((piece.value,), "[", "]")

    def prop(self, piece: tree.Prop) -> None:
        key, value = piece.key, piece.value
        if (
            isinstance(key, tree.Key)
            and isinstance(value, tree.Name)
            and self.names.get(value.at, value.text) == key.text
        ):
            self.put(key.text)
            return
        self.print(key)
        self.put(":")
        self.value(value)

    def method(self, piece: tree.Method) -> None:
        for word in piece.kind.split():
            self.put(word)
        for mark in _marks(piece.function.mark):
            self.put(mark)
        self.print(piece.key)
        self.listed(piece.function.params, "(", ")")
        self.braced(piece.function.body)

    def function(self, piece: tree.Function) -> None:
        kept, self.no_in = self.no_in, False
        if piece.form == "arrow":
            self.arrow(piece)
        else:
            marks = _marks(piece.mark)
            for word in [*marks[:1], "function"] if marks[:1] == ["async"] else ["function"]:
                self.put(word)
            if "*" in marks:
                self.put("*")
            if piece.name:
                self.value(piece.name)
            self.listed(piece.params, "(", ")")
            self.braced(piece.body)
        self.no_in = kept

    def arrow(self, piece: tree.Function) -> None:
        if piece.mark:
            self.put("async")
        if len(piece.params) == 1 and isinstance(piece.params[0], tree.Name):
            self.value(piece.params[0])
        else:
            self.listed(piece.params, "(", ")")
        self.put("=>")
        match piece.body:
            case (tree.Return(tree.Piece() as value),):
                if isinstance(first(value), tree.Object):
                    self.bracketed(value)
                else:
                    self.value(value)
            case _:
                self.braced(piece.body)

    def class_(self, piece: tree.Class) -> None:
        self.put("class")
        if piece.name:
            self.value(piece.name)
        if piece.base:
            self.put("extends")
            self.value(piece.base, CALL)
        self.put("{")
        for member in piece.members:
            self.print(member)
        self.put("}")

    def field(self, piece: tree.Field) -> None:
        for word in piece.kind.split():
            self.put(word)
        self.print(piece.key)
        if piece.value:
            self.put("=")
            self.value(piece.value)
        self.owed = True

    def spread(self, piece: tree.Spread) -> None:
        self.put("...")
        self.value(piece.value)

    def unary(self, piece: tree.Unary) -> None:
        self.put(piece.op)
        self.value(piece.value, UNARY)

    def yield_(self, piece: tree.Yield) -> None:
        self.put("yield")
        if piece.op == "yield*":
            self.put("*")
        if piece.value:
            self.value(piece.value)

    def update(self, piece: tree.Update) -> None:
        if piece.before:
            self.put(piece.op)
        self.value(piece.target, UNARY if piece.before else CALL)
        if not piece.before:
            self.put(piece.op)

    def binary(self, piece: tree.Binary) -> None:
        mine = STRENGTH[piece.op]
        for i, (side, least) in enumerate(
            ((piece.left, UPDATE if piece.op == "**" else mine),
             (piece.right, mine if piece.op == "**" else mine + 1))
        ):  # fmt: skip
            if i:
                self.put(piece.op)
            if isinstance(side, tree.Binary) and _mixes(piece.op, side.op):
                self.bracketed(side)
            else:
                self.value(side, least)

    def assign(self, piece: tree.Assign) -> None:
        self.value(piece.target, CALL)
        self.put(piece.op)
        self.value(piece.value)

    def cond(self, piece: tree.Cond) -> None:
        self.value(piece.test, CHOICE + 1)
        self.put("?")
        kept, self.no_in = self.no_in, False
        self.value(piece.yes)
        self.no_in = kept
        self.put(":")
        self.value(piece.no)

    def call(self, piece: tree.Call) -> None:
        self.value(piece.callee, CALL)
        self.listed(piece.args, piece.maybe + "(", ")")

    def new(self, piece: tree.New) -> None:
        self.put("new")
        if _calls(piece.callee):
            self.bracketed(piece.callee)
        else:
            self.value(piece.callee, CALL)
        self.listed(piece.args, "(", ")")

    def member(self, piece: tree.Member) -> None:
        self.value(piece.value, CALL)
        if isinstance(piece.value, tree.Num) and self.last.isdigit() and not piece.maybe:
            self.put_raw(".")
        self.put(piece.maybe or ".")
        self.put(piece.name)

    def index(self, piece: tree.Index) -> None:
        self.value(piece.value, CALL)
        kept, self.no_in = self.no_in, False
        self.put(piece.maybe + "[")
        self.value(piece.key, LIST)
        self.put("]")
        self.no_in = kept

    def group(self, piece: tree.Group) -> None:
        self.bracketed(piece.value)

    def sequence(self, piece: tree.Sequence) -> None:
        for i, item in enumerate(piece.items):
            if i:
                self.put(",")
            self.value(item)

    @abstractmethod
    def braced(self, body: tree.Pieces) -> None:
        """Print statements in braces."""


VALUES: Final[dict[type[tree.Piece], Callable[[Any, Any], None]]] = {
    tree.Name: Values.name,
    tree.Regex: Values.plain,
    tree.Word: Values.plain,
    tree.Key: Values.plain,
    tree.Num: Values.number,
    tree.Text: Values.text,
    tree.Hole: Values.hole,
    tree.Template: Values.template,
    tree.Array: Values.array,
    tree.Object: Values.object,
    tree.Computed: Values.computed,
    tree.Prop: Values.prop,
    tree.Method: Values.method,
    tree.Function: Values.function,
    tree.Class: Values.class_,
    tree.Field: Values.field,
    tree.Spread: Values.spread,
    tree.Unary: Values.unary,
    tree.Yield: Values.yield_,
    tree.Update: Values.update,
    tree.Binary: Values.binary,
    tree.Assign: Values.assign,
    tree.Cond: Values.cond,
    tree.Call: Values.call,
    tree.New: Values.new,
    tree.Member: Values.member,
    tree.Index: Values.index,
    tree.Group: Values.group,
    tree.Sequence: Values.sequence,
}


def _marks(mark: str) -> list[str]:
    """`async` and `*` apart."""
    return [word for word in ("async", "*") if word in mark]


def _mixes(outer: str, inner: str) -> bool:
    """Whether an operator may not stand inside another without brackets."""
    return "??" in (outer, inner) and outer != inner and {outer, inner} <= {"??", "||", "&&"}


def _calls(piece: tree.Piece) -> bool:
    """Whether the arguments of a `new` would go to a call inside its callee."""
    while isinstance(piece, tree.Member | tree.Index | tree.Template):
        piece = piece.tag or piece if isinstance(piece, tree.Template) else piece.value
        if isinstance(piece, tree.Template) and piece.tag is None:
            return False
    return isinstance(piece, tree.Call | tree.Group)


def _would_join(left: str, right: str) -> bool:
    """Whether two tokens side by side would be read as something else."""
    last, head = left[-1:], right[0]
    if _is_word(head):
        return _is_word(last) or last == "/" != left  # a slash alone divides
    return (last == head and head in "+-/") or (last == "<" and head == "!")


def _is_word(char: str) -> bool:
    return char.isalnum() or char in ("_", "$", "#")
