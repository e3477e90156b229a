"""Which names mean which variables.

In: the statements of a script. Out: its scopes, each with the variables that it declares, and for
each occurrence of a name the variable that is meant. A name that no scope declares is free: it
belongs to the browser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from weavec.emit.script.tokens import ScriptError
from weavec.emit.script.tree import (
    Array,
    Assign,
    Block,
    Catch,
    Class,
    Declare,
    Declared,
    Each,
    For,
    Function,
    Hole,
    Name,
    Object,
    Piece,
    Pieces,
    Prop,
    Spread,
    Switch,
    Update,
    parts,
)


class Variable:
    """A variable of a scope; `kind` is const, let, function, class, param or catch."""

    __slots__ = ("kind", "name", "uses")

    def __init__(self, name: str, kind: str) -> None:
        self.name = name
        self.kind = kind
        self.uses = 0
        """How often it stands in the script, its declaration included."""


class Scope:
    """A stretch of script with variables of its own."""

    __slots__ = ("beside", "inner", "own", "used")

    def __init__(self, beside: Scope | None = None) -> None:
        self.own: dict[str, Variable] = {}
        self.beside = beside
        """A scope around it whose names it must not declare again: the parameters of its body."""
        self.inner: list[Scope] = []
        self.used: set[Variable] = set()
        """The variables that stand in it, those of its inner scopes included."""


class Scopes:
    """What `scopes_of` found."""

    def __init__(self) -> None:
        self.top = Scope()
        self.meant: dict[int, Variable] = {}
        """The variable at each `Name.at`, unless the name is free."""
        self.free: set[str] = set()


def scopes_of(body: Pieces) -> Scopes:
    """The scopes of a script.

    Raises:
        ScriptError: a scope declares a name twice, or something that is no name.
    """
    walker = _Walker()
    walker.scoped(walker.found.top, body)
    return walker.found


def bound(pattern: Piece) -> Iterator[Name]:
    """The names that a pattern declares."""
    match pattern:
        case Name():
            yield pattern
        case Assign("=", target, _) | Spread(target) | Prop(_, target):
            yield from bound(target)
        case Array(items) | Object(items):
            for item in items:
                yield from bound(item)
        case Hole():
            pass
        case _:
            raise ScriptError(f"this cannot be declared: {pattern!r}")


class _Walker:
    def __init__(self) -> None:
        self.found = Scopes()
        self.open: list[Scope] = []

    def scoped(self, scope: Scope, body: Pieces) -> None:
        """Walk statements in a scope that declares what they declare."""
        self.declare_all(scope, body)
        self.open.append(scope)
        self.walk_all(body)
        self.close()

    def declare_all(self, scope: Scope, body: Pieces) -> None:
        for item in body:
            match item:
                case Declare(kind, items):
                    for each in items:
                        self.declare(scope, each.target, kind)
                case Function(_, _, Name() as name):
                    self.declare(scope, name, "function")
                case Class(Name() as name):
                    self.declare(scope, name, "class")

    def walk_all(self, body: Pieces) -> None:
        for item in body:
            if isinstance(item, Function):
                self.function(item)
            elif isinstance(item, Class):
                self.through(item)
            else:
                self.walk(item)

    def close(self) -> None:
        scope = self.open.pop()
        if self.open:
            self.open[-1].inner.append(scope)
            self.open[-1].used |= scope.used

    def declare(self, scope: Scope, pattern: Piece, kind: str) -> None:
        for name in bound(pattern):
            if name.text in scope.own:
                raise ScriptError(f"{name.text} is declared twice")
            scope.own[name.text] = Variable(name.text, kind)

    def walk(self, piece: Piece) -> None:
        WALK.get(type(piece), _Walker.through)(self, piece)

    def through(self, piece: Piece) -> None:
        for part in parts(piece):
            self.walk(part)

    def name(self, piece: Name) -> None:
        for scope in reversed(self.open):
            variable = scope.own.get(piece.text)
            if variable:
                variable.uses += 1
                self.found.meant[piece.at] = variable
                self.open[-1].used.add(variable)
                return
        self.found.free.add(piece.text)

    def declared(self, piece: Declared) -> None:
        self.pattern(piece.target)
        if piece.value:
            self.walk(piece.value)

    def pattern(self, piece: Piece) -> None:
        """What declares: its defaults write nothing."""
        match piece:
            case Assign(_, target, value):
                self.pattern(target)
                self.walk(value)
            case Array(items) | Object(items):
                for item in items:
                    self.pattern(item)
            case Prop(key, value):
                self.walk(key)
                self.pattern(value)
            case Spread(value):
                self.pattern(value)
            case _:
                self.walk(piece)

    def written(self, piece: Assign | Update) -> None:
        self.through(piece)
        self.write(piece.target)

    def write(self, pattern: Piece) -> None:
        """See that no constant is among what a pattern gives values to."""
        match pattern:
            case Name(at, text):
                variable = self.found.meant.get(at)
                if variable and variable.kind in ("const", "class"):
                    raise ScriptError(f"{text} is constant, and is given a value")
            case Assign(_, target, _) | Spread(target) | Prop(_, target):
                self.write(target)
            case Array(items) | Object(items):
                for item in items:
                    self.write(item)

    def function(self, piece: Function) -> None:
        """A function that is declared: its name belongs to the scope around it."""
        if piece.name:
            self.walk(piece.name)
        scope = Scope()
        for param in piece.params:
            self.declare(scope, param, "param")
        self.open.append(scope)
        for param in piece.params:
            self.pattern(param)
        self.scoped(Scope(scope), piece.body)
        self.close()

    def function_value(self, piece: Function) -> None:
        """A function as a value: its name is known only inside."""
        self.named(piece, self.function)

    def class_value(self, piece: Class) -> None:
        self.named(piece, self.through)

    def named(self, piece: Any, walk: Callable[[Any], None]) -> None:
        if piece.name is None:
            walk(piece)
            return
        scope = Scope()
        self.declare(scope, piece.name, "function")
        self.open.append(scope)
        walk(piece)
        self.close()

    def block(self, piece: Block) -> None:
        self.scoped(Scope(), piece.body)

    def catch(self, piece: Catch) -> None:
        scope = Scope()
        if piece.param:
            self.declare(scope, piece.param, "catch")
        self.open.append(scope)
        if piece.param:
            self.pattern(piece.param)
        self.scoped(Scope(scope), piece.body)
        self.close()

    def for_(self, piece: For | Each) -> None:
        head = piece.init if isinstance(piece, For) else piece.head
        scope = Scope()
        if isinstance(head, Declare):
            for each in head.items:
                self.declare(scope, each.target, head.kind)
        self.open.append(scope)
        self.through(piece)
        if isinstance(piece, Each) and not isinstance(head, Declare):
            self.write(piece.head)
        self.close()

    def switch(self, piece: Switch) -> None:
        self.walk(piece.value)
        scope = Scope()
        for case in piece.cases:
            self.declare_all(scope, case.body)
        self.open.append(scope)
        for case in piece.cases:
            if case.test:
                self.walk(case.test)
            self.walk_all(case.body)
        self.close()


WALK: Final[dict[type[Piece], Callable[[_Walker, Any], None]]] = {
    Name: _Walker.name,
    Declared: _Walker.declared,
    Assign: _Walker.written,
    Update: _Walker.written,
    Function: _Walker.function_value,
    Class: _Walker.class_value,
    Block: _Walker.block,
    Catch: _Walker.catch,
    For: _Walker.for_,
    Each: _Walker.for_,
    Switch: _Walker.switch,
}
