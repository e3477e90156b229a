"""From a script's text to its tree.

In: JavaScript in strict mode without `import` and `export`. Out: its statements. `var`, `with`,
`arguments`, direct `eval` and static blocks are refused: a pass that renames would have to know
more about them than a player needs.
"""

from __future__ import annotations

from collections.abc import Callable

from weavec.emit.script.expressions import Expressions
from weavec.emit.script.tokens import tokens_of
from weavec.emit.script.tree import (
    Block,
    Case,
    Catch,
    Class,
    Declare,
    Declared,
    DoWhile,
    Each,
    Empty,
    Field,
    For,
    If,
    Label,
    Leave,
    Method,
    Piece,
    Pieces,
    Return,
    Run,
    Switch,
    Throw,
    Try,
    While,
)


def parse(text: str, where: str = "script", count: int = 0) -> tuple[Pieces, int]:
    """The statements of a script, and the number of its last name.

    Args:
        text: the script, lines ending in LF.
        where: what to call it in a message.
        count: its names get numbers from here on.

    Raises:
        ScriptError: a form is not understood, or not allowed.
    """
    parser = _Parser(tokens_of(text, where), where, count)
    out: list[Piece] = []
    while parser.now.kind != "end":
        out.append(parser.statement())
    return tuple(out), parser.count


class _Parser(Expressions):
    """Reads statements."""

    def block(self) -> Pieces:
        self.need("{")
        out: list[Piece] = []
        while not self.takes("}"):
            out.append(self.statement())
        return tuple(out)

    def statement(self) -> Piece:
        """One statement, with its semicolon."""
        token = self.now
        if token.kind == "op":
            if token.text == "{":
                return Block(self.block())
            if self.takes(";"):
                return Empty()
        elif token.kind == "name":
            read = FORMS.get(token.text)
            if read is not None:
                return read(self)
            after = self.items[self.at + 1]
            if token.text == "async" and after.text == "function" and not after.fresh:
                return self.function()
            if after.text == ":" and after.kind == "op":
                label = self.name().text
                self.next()
                return Label(label, self.statement())
        return self._ended(Run(self.expression()))

    def _ended(self, made: Piece) -> Piece:
        """A statement whose semicolon comes now, or may be left out here."""
        if not self.takes(";") and not self.sees("}") and not self.now.fresh:
            self.fail(f"a statement ends before {self.now.text!r} without a semicolon")
        return made

    def _in_round(self) -> Piece:
        self.need("(")
        value = self.expression()
        self.need(")")
        return value

    def _declare(self) -> Piece:
        return self._ended(self._declaration())

    def _declaration(self) -> Declare:
        kind = self.next().text
        items = [self._declared()]
        while self.takes(","):
            items.append(self._declared())
        return Declare(kind, tuple(items))

    def _declared(self) -> Declared:
        target = self._primary()
        return Declared(target, self.value() if self.takes("=") else None)

    def _if(self) -> Piece:
        self.next()
        test = self._in_round()
        yes = self.statement()
        return If(test, yes, self.statement() if self.takes("else") else None)

    def _for(self) -> Piece:
        self.next()
        awaited = "await " if self.takes("await") else ""
        self.need("(")
        start, count = self.at, self.count
        if not self.sees(";"):
            declares = self.now.text if self.now.text in ("const", "let") else ""
            if declares:
                self.next()
            head = self._postfix()
            if self.now.text in ("of", "in") and self.now.kind == "name":
                kind = awaited + self.next().text
                over = self.value() if kind.endswith("of") else self.expression()
                self.need(")")
                target = Declare(declares, (Declared(head, None),)) if declares else head
                return Each(kind, target, over, self.statement())
            self.at, self.count = start, count
        if awaited:
            self.fail("`for await` is expected to have an `of`")
        return self._for_three()

    def _for_three(self) -> Piece:
        init: Piece | None = None
        if not self.sees(";"):
            declares = self.now.text in ("const", "let")
            init = self._declaration() if declares else self.expression()
        self.need(";")
        test = None if self.sees(";") else self.expression()
        self.need(";")
        step = None if self.sees(")") else self.expression()
        self.need(")")
        return For(init, test, step, self.statement())

    def _while(self) -> Piece:
        self.next()
        test = self._in_round()
        return While(test, self.statement())

    def _do(self) -> Piece:
        self.next()
        body = self.statement()
        self.need("while")
        test = self._in_round()
        self.takes(";")
        return DoWhile(body, test)

    def _return(self) -> Piece:
        self.next()
        bare = self.now.fresh or self.sees(";") or self.sees("}")
        return self._ended(Return(None if bare else self.expression()))

    def _throw(self) -> Piece:
        self.next()
        if self.now.fresh:
            self.fail("`throw` has nothing to throw")
        return self._ended(Throw(self.expression()))

    def _leave(self) -> Piece:
        word = self.next().text
        labelled = self.now.kind == "name" and not self.now.fresh
        return self._ended(Leave(word, self.name().text if labelled else ""))

    def _try(self) -> Piece:
        self.next()
        body = Block(self.block())
        catch: Catch | None = None
        if self.takes("catch"):
            param: Piece | None = None
            if self.takes("("):
                param = self._primary()
                self.need(")")
            catch = Catch(param, self.block())
        return Try(body, catch, Block(self.block()) if self.takes("finally") else None)

    def _switch(self) -> Piece:
        self.next()
        value = self._in_round()
        self.need("{")
        cases: list[Case] = []
        while not self.takes("}"):
            test = None
            if not self.takes("default"):
                self.need("case")
                test = self.expression()
            self.need(":")
            body: list[Piece] = []
            while not (self.sees("case") or self.sees("default") or self.sees("}")):
                body.append(self.statement())
            cases.append(Case(test, tuple(body)))
        return Switch(value, tuple(cases))

    # ---------------------------------------------------------------- classes

    def class_(self) -> Class:
        self.need("class")
        named = not self.sees("{") and not self.sees("extends")
        name = self.name() if named else None
        base = self._postfix() if self.takes("extends") else None
        self.need("{")
        members: list[Piece] = []
        while not self.takes("}"):
            if not self.takes(";"):
                members.append(self._class_member())
        return Class(name, base, tuple(members))

    def _class_member(self) -> Piece:
        kind, mark = self.modifiers(("(", "=", ";", "}"))
        if self.sees("{"):
            self.fail("static blocks are not allowed")
        key = self.key()
        if mark or self.sees("("):
            return Method(kind, key, self.method(mark))
        value = self.value() if self.takes("=") else None
        return self._ended(Field(kind, key, value))

    def _function(self) -> Piece:
        made = self.function()
        return made if made.name else self.fail("a function needs a name here")

    def _class(self) -> Piece:
        made = self.class_()
        return made if made.name else self.fail("a class needs a name here")

    def _refuse(self) -> Piece:
        return self.fail(f"{self.now.text!r} is not allowed")


FORMS: dict[str, Callable[[_Parser], Piece]] = {
    "const": _Parser._declare,
    "let": _Parser._declare,
    "function": _Parser._function,
    "class": _Parser._class,
    "if": _Parser._if,
    "for": _Parser._for,
    "while": _Parser._while,
    "do": _Parser._do,
    "return": _Parser._return,
    "throw": _Parser._throw,
    "break": _Parser._leave,
    "continue": _Parser._leave,
    "try": _Parser._try,
    "switch": _Parser._switch,
    "var": _Parser._refuse,
    "with": _Parser._refuse,
    "import": _Parser._refuse,
    "export": _Parser._refuse,
    "debugger": _Parser._refuse,
}
"""What a statement's first word makes of it."""
