"""From tokens to expressions.

In: the tokens of a text. Out: the tree of the expression that begins at a place among them.
Patterns are read as the arrays, objects and assignments that they look like. What the player has no
need of is refused: `new.target`, `import()`, `eval`, escapes in names, numbers with `_` or `n`.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import Final, NoReturn

from weavec.emit.script.tokens import ScriptError, Token, Tokens
from weavec.emit.script.tree import (
    NOTHING,
    Array,
    Assign,
    Binary,
    Call,
    Class,
    Computed,
    Cond,
    Function,
    Group,
    Hole,
    Index,
    Key,
    Member,
    Method,
    Name,
    New,
    Num,
    Object,
    Piece,
    Pieces,
    Prop,
    Regex,
    Return,
    Sequence,
    Spread,
    Template,
    Text,
    Unary,
    Update,
    Word,
    Yield,
)

TIERS: Final = (
    "?? ||", "&&", "|", "^", "&", "== != === !==", "< > <= >= in instanceof", "<< >> >>>", "+ -",
    "* / %", "**",
)  # fmt: skip
STRENGTH: Final = {op: tier for tier, ops in enumerate(TIERS, 3) for op in ops.split()}
"""How tightly an operator between two values binds; weaker things have less than 3."""
ASSIGN_OPS: Final = "= += -= *= /= %= **= <<= >>= >>>= &= |= ^= &&= ||= ??="
ASSIGNING: Final = frozenset(ASSIGN_OPS.split())
BEFORE: Final = frozenset(["!", "~", "+", "-", "typeof", "void", "delete", "await"])
WORDS: Final = frozenset(["this", "super", "null", "true", "false", "undefined"])
NO_NAMES: Final = """
    arguments async await break case catch class const continue debugger default delete do else enum
    eval export extends finally for function if implements import in instanceof interface let new
    package private protected public return static switch throw try typeof var void while with yield
"""
RESERVED: Final = WORDS | frozenset(NO_NAMES.split())
"""Words that are no variables, or not in our scripts."""
SIMPLE: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
ESCAPE: Final = re.compile(r"\\(u\{([\da-fA-F]+)\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|.)", re.DOTALL)


class Expressions(ABC):
    """Reads expressions; `at` is the token that comes next."""

    def __init__(self, tokens: Tokens, where: str, count: int) -> None:
        self.items = tokens.items
        self.closing = tokens.closing
        self.where = where
        self.count = count
        self.at = 0

    # ---------------------------------------------------------------- tokens

    @property
    def now(self) -> Token:
        return self.items[self.at]

    def fail(self, what: str) -> NoReturn:
        raise ScriptError(f"{self.where}:{self.now.line}: {what}")

    def next(self) -> Token:
        self.at += 1
        return self.items[self.at - 1]

    def sees(self, text: str) -> bool:
        """Whether the next token is this operator or word."""
        token = self.items[self.at]
        return token.text == text and token.kind in ("op", "name")

    def takes(self, text: str) -> bool:
        """Go past this operator or word if it is next."""
        if self.sees(text):
            self.at += 1
            return True
        return False

    def need(self, text: str) -> None:
        if not self.takes(text):
            self.fail(f"{text!r} is expected, and {self.now.text!r} stands here")

    # ---------------------------------------------------------------- expressions

    def expression(self) -> Piece:
        """An expression, with commas."""
        first = self.value()
        if not self.sees(","):
            return first
        items = [first]
        while self.takes(","):
            items.append(self.value())
        return Sequence(tuple(items))

    def value(self) -> Piece:
        """An expression without commas; or a pattern."""
        if self._arrow_ahead():
            return self._arrow()
        if self.sees("yield"):
            return self._yield()
        left = self._conditional()
        if self.now.kind == "op" and self.now.text in ASSIGNING:
            if not isinstance(left, Name | Member | Index | Array | Object):
                self.fail("nothing can be assigned to this")
            op = self.next().text
            return Assign(op, left, self.value())
        return left

    def _yield(self) -> Piece:
        self.next()
        if self.now.fresh or self.now.text in (")", "]", "}", ",", ";", ":"):
            return Yield("yield", None)
        return Yield("yield*" if self.takes("*") else "yield", self.value())

    def _conditional(self) -> Piece:
        test = self._binary(self._unary(), 0)
        if not self.takes("?"):
            return test
        yes = self.value()
        self.need(":")
        return Cond(test, yes, self.value())

    def _binary(self, left: Piece, least: int) -> Piece:
        while True:
            op = self.now.text
            strength = STRENGTH.get(op, 0) if self.now.kind in ("op", "name") else 0
            if strength <= least:
                return left
            self.next()
            # `**` groups to the right
            right = self._binary(self._unary(), strength - (op == "**"))
            left = Binary(op, left, right)

    def _unary(self) -> Piece:
        token = self.now
        if token.kind in ("op", "name"):
            if token.text in BEFORE:
                self.next()
                return Unary(token.text, self._unary())
            if token.text in ("++", "--"):
                self.next()
                return Update(token.text, True, self._unary())
        value = self._postfix()
        if self.now.text in ("++", "--") and not self.now.fresh and self.now.kind == "op":
            return Update(self.next().text, False, value)
        return value

    def _postfix(self) -> Piece:
        if self.sees("new"):
            value = self._new()
        else:
            value = self._primary()
        while True:
            kind, text = self.now.kind, self.now.text
            if kind == "template" and text[0] == "`":
                value = self._template(value)
            elif kind != "op":
                return value
            elif text == ".":
                self.next()
                value = Member(value, self._property_name())
            elif text == "?.":
                self.next()
                value = self._maybe(value)
            elif text == "[":
                value = Index(value, self._in_square())
            elif text == "(":
                value = Call(value, self.arguments())
            else:
                return value

    def _maybe(self, value: Piece) -> Piece:
        """What comes after `?.`."""
        if self.sees("("):
            return Call(value, self.arguments(), "?.")
        if self.sees("["):
            return Index(value, self._in_square(), "?.")
        return Member(value, self._property_name(), "?.")

    def _property_name(self) -> str:
        if self.now.kind != "name":
            self.fail(f"a property's name is expected, and {self.now.text!r} stands here")
        return self.next().text

    def _in_square(self) -> Piece:
        self.need("[")
        key = self.expression()
        self.need("]")
        return key

    def _new(self) -> Piece:
        self.next()
        if self.sees("."):
            self.fail("new.target is not allowed")
        callee = self._new() if self.sees("new") else self._primary()
        while self.now.kind == "op" and self.now.text in (".", "["):
            if self.takes("."):
                callee = Member(callee, self._property_name())
            else:
                callee = Index(callee, self._in_square())
        return New(callee, self.arguments() if self.sees("(") else NOTHING)

    def arguments(self) -> Pieces:
        """What stands between round brackets, with commas; parameters, too."""
        self.need("(")
        return self._list(")")

    def _list(self, close: str) -> Pieces:
        """Values up to a closing bracket, which is gone past."""
        out: list[Piece] = []
        while not self.takes(close):
            if self.sees(",") and close == "]":
                out.append(Hole())
            else:
                out.append(Spread(self.value()) if self.takes("...") else self.value())
            if not self.sees(close):
                self.need(",")
        return tuple(out)

    def _primary(self) -> Piece:
        token = self.now
        if token.kind == "name":
            return self._named()
        if token.kind == "template" and token.text[0] == "`":
            return self._template(None)
        if token.kind == "op" and token.text == "(":
            return self._grouped()
        if token.kind == "op" and token.text == "{":
            return self._object()
        self.next()
        if token.kind == "string":
            return Text(self.string(token.text))
        if token.kind == "number":
            return Num(token.text)
        if token.kind == "regex":
            return Regex(token.text)
        if token.text == "[":
            return Array(self._list("]"))
        self.at -= 1
        return self.fail(f"a value is expected, and {token.text!r} stands here")

    def _named(self) -> Piece:
        """What begins with a word."""
        text = self.now.text
        if text == "function" or (text == "async" and self.items[self.at + 1].text == "function"):
            return self.function()
        if text == "class":
            return self.class_()
        if text in WORDS:
            self.next()
            return Word(text)
        if text[0] == "#" and self.items[self.at + 1].text == "in":
            self.next()
            return Key(text)
        return self.name()

    def name(self) -> Name:
        """A variable."""
        text = self.now.text
        if self.now.kind != "name" or text in RESERVED or text[0] == "#":
            self.fail(f"a name is expected, and {text!r} stands here")
        self.next()
        self.count += 1
        return Name(self.count, text)

    def string(self, text: str) -> str:
        """The value of a string as it is written."""
        return ESCAPE.sub(self._escaped, text[1:-1])

    def _escaped(self, match: re.Match[str]) -> str:
        code = match[2] or match[3] or match[4]
        if code:
            return chr(int(code, 16))
        if match[1].isdigit() and (match[1] != "0" or match.string[match.end() :][:1].isdigit()):
            self.fail(f"the escape {match[0]!r} is not allowed")
        return "" if match[1] == "\n" else SIMPLE.get(match[1], match[1])

    def _grouped(self) -> Piece:
        self.next()
        value = self.expression()
        self.need(")")
        goes_on = self.now.text in (".", "?.", "[", "(") or self.now.text[:1] == "`"
        return Group(value) if goes_on and _is_chain(value) else value

    def _template(self, tag: Piece | None) -> Piece:
        chunks = [self.next().text]
        values = []
        while chunks[-1].endswith("${"):
            values.append(self.expression())
            if self.now.kind != "template":
                self.fail(f"a template goes on with {self.now.text!r}")
            chunks.append(self.next().text)
        bare = (chunk[1 : -2 if chunk.endswith("${") else -1] for chunk in chunks)
        return Template(tag, tuple(bare), tuple(values))

    # ---------------------------------------------------------------- objects

    def _object(self) -> Piece:
        self.need("{")
        items: list[Piece] = []
        while not self.takes("}"):
            items.append(Spread(self.value()) if self.takes("...") else self._member())
            if not self.sees("}"):
                self.need(",")
        return Object(tuple(items))

    def _member(self) -> Piece:
        kind, mark = self.modifiers((",", ":", "(", "}", "="))
        shorthand = self.now.kind == "name"
        key = self.key()
        if kind or mark or self.sees("("):
            return Method(kind, key, self.method(mark))
        if self.takes(":"):
            return Prop(key, self.value())
        if not shorthand:
            self.fail(f"':' is expected, and {self.now.text!r} stands here")
        self.at -= 1
        name = self.name()
        if name.text == "__proto__":
            self.fail("__proto__ is not allowed")
        return Prop(key, Assign("=", name, self.value()) if self.takes("=") else name)

    def modifiers(self, plain: tuple[str, ...]) -> tuple[str, str]:
        """The `get`, `set`, `static`, and the `async` and `*` before a member's name.

        They are names themselves if one of `plain` comes behind.
        """
        kinds, mark = [], ""
        while self.now.text in ("get", "set", "static", "async"):
            if self.items[self.at + 1].text in plain:
                break
            word = self.next().text
            if word == "async":
                mark = word
            else:
                kinds.append(word)
        if self.takes("*"):
            mark += "*"
        return " ".join(kinds), mark

    def key(self) -> Piece:
        """The name of a property, as it is written or computed."""
        if self.takes("["):
            value = self.value()
            self.need("]")
            return Computed(value)
        token = self.next()
        if token.kind == "name":
            return Key(token.text)
        if token.kind == "string":
            return Text(self.string(token.text))
        if token.kind == "number":
            return Num(token.text)
        self.at -= 1
        return self.fail(f"a property's name is expected, and {token.text!r} stands here")

    # ---------------------------------------------------------------- functions

    def _arrow_ahead(self) -> bool:
        at = self.at
        token = self.items[at]
        if token.kind not in ("name", "op"):
            return False
        if token.text == "async" and not self.items[at + 1].fresh:
            at += 1
            token = self.items[at]
        if token.text == "(":
            return self.items[self.closing[at] + 1].text == "=>"
        return token.kind == "name" and self.items[at + 1].text == "=>"

    def _arrow(self) -> Piece:
        mark = "async" if self.takes("async") else ""
        params = self.arguments() if self.sees("(") else (self.name(),)
        self.need("=>")
        if self.sees("{"):
            return Function("arrow", mark, None, params, self.block())
        return Function("arrow", mark, None, params, (Return(self.value()),))

    def function(self) -> Function:
        """A function with its word."""
        mark = "async" if self.takes("async") else ""
        self.need("function")
        if self.takes("*"):
            mark += "*"
        name = None if self.sees("(") else self.name()
        params = self.arguments()
        return Function("function", mark, name, params, self.block())

    def method(self, mark: str) -> Function:
        """A function that begins with its parameters."""
        params = self.arguments()
        return Function("method", mark, None, params, self.block())

    @abstractmethod
    def block(self) -> Pieces:
        """Statements in braces."""

    @abstractmethod
    def class_(self) -> Class:
        """A class with its word."""


def _is_chain(value: Piece) -> bool:
    """Whether brackets around a value end a chain of `?.`."""
    while isinstance(value, Member | Index | Call):
        if value.maybe:
            return True
        value = value.callee if isinstance(value, Call) else value.value
    return False
