"""From a tree to the shortest text that says it.

In: statements, and for each occurrence of a name what to call it. Out: the script in one line, with
brackets, braces, blanks and semicolons only where the language needs them.
"""

from __future__ import annotations

from collections.abc import Mapping

from weavec.emit.script import tree
from weavec.emit.script.tokens import ScriptError
from weavec.emit.script.values import CALL, LIST, VALUE, VALUES, Values, first


def printed(body: tree.Pieces, names: Mapping[int, str]) -> str:
    """The text of statements, without a semicolon at the end.

    Raises:
        ScriptError: the text would end the page's script, or open a comment in it.
    """
    printer = _Printer(names)
    printer.statements(body)
    text = "".join(printer.out)
    for word in ("</script", "<!--"):
        if word in text.lower():
            raise ScriptError(f"{word!r} must not stand in a page's script")
    return text


class _Printer(Values):
    """Writes statements."""

    def statements(self, body: tree.Pieces) -> None:
        for item in body:
            self.print(item)

    def braced(self, body: tree.Pieces) -> None:
        self.put("{")
        self.statements(body)
        self.put("}")
        self.owed = False

    def block(self, piece: tree.Block) -> None:
        self.braced(piece.body)

    def empty(self, piece: tree.Empty) -> None:
        self.put(";")

    def run(self, piece: tree.Run) -> None:
        head = first(piece.value)
        if isinstance(head, tree.Object | tree.Class) or (
            isinstance(head, tree.Function) and head.form == "function"
        ):
            self.bracketed(piece.value)
        else:
            self.value(piece.value, LIST)
        self.owed = True

    def declare(self, piece: tree.Declare) -> None:
        self.put(piece.kind)
        for i, item in enumerate(piece.items):
            if i:
                self.put(",")
            self.print(item)
        self.owed = True

    def declared(self, piece: tree.Declared) -> None:
        self.value(piece.target)
        if piece.value:
            self.put("=")
            self.value(piece.value)

    def head(self, word: str, value: tree.Piece) -> None:
        self.put(word)
        self.put("(")
        self.value(value, LIST)
        self.put(")")

    def if_(self, piece: tree.If) -> None:
        self.head("if", piece.test)
        if piece.no and _takes_else(piece.yes):
            self.braced((piece.yes,))
        else:
            self.part(piece.yes)
        if piece.no:
            self.put("else")
            self.part(piece.no)

    def part(self, piece: tree.Piece) -> None:
        """The one statement that belongs to another."""
        self.print(piece)

    def for_(self, piece: tree.For) -> None:
        self.put("for")
        self.put("(")
        self.no_in = True
        match piece.init:
            case tree.Declare():
                self.declare(piece.init)
            case tree.Piece():
                self.value(piece.init, LIST)
        self.no_in = self.owed = False
        for part, close in ((piece.test, ";"), (piece.step, ";")):
            self.put(close)
            if part:
                self.value(part, LIST)
        self.put(")")
        self.part(piece.body)

    def each(self, piece: tree.Each) -> None:
        self.put("for")
        if piece.kind.startswith("await"):
            self.put("await")
        self.put("(")
        if isinstance(piece.head, tree.Declare):
            self.declare(piece.head)
            self.owed = False
        else:
            self.value(piece.head, CALL)
        kind = piece.kind.removeprefix("await ")
        self.put(kind)
        self.value(piece.over, VALUE if kind == "of" else LIST)
        self.put(")")
        self.part(piece.body)

    def while_(self, piece: tree.While) -> None:
        self.head("while", piece.test)
        self.part(piece.body)

    def do(self, piece: tree.DoWhile) -> None:
        self.put("do")
        self.part(piece.body)
        self.head("while", piece.test)
        self.owed = True

    def return_(self, piece: tree.Return) -> None:
        self.put("return")
        if piece.value:
            self.value(piece.value, LIST)
        self.owed = True

    def throw(self, piece: tree.Throw) -> None:
        self.put("throw")
        self.value(piece.value, LIST)
        self.owed = True

    def leave(self, piece: tree.Leave) -> None:
        self.put(piece.word)
        if piece.label:
            self.put(piece.label)
        self.owed = True

    def label(self, piece: tree.Label) -> None:
        self.put(piece.label)
        self.put(":")
        self.part(piece.body)

    def try_(self, piece: tree.Try) -> None:
        self.put("try")
        self.braced(piece.body.body)
        if isinstance(piece.catch, tree.Catch):
            self.put("catch")
            if piece.catch.param:
                self.listed((piece.catch.param,), "(", ")")
            self.braced(piece.catch.body)
        if isinstance(piece.final, tree.Block):
            self.put("finally")
            self.braced(piece.final.body)

    def switch(self, piece: tree.Switch) -> None:
        self.head("switch", piece.value)
        self.put("{")
        self.statements(piece.cases)
        self.put("}")
        self.owed = False

    def case(self, piece: tree.Case) -> None:
        if piece.test:
            self.put("case")
            self.value(piece.test, LIST)
        else:
            self.put("default")
        self.put(":")
        self.statements(piece.body)


_Printer.forms = {
    **VALUES,
    tree.Block: _Printer.block,
    tree.Empty: _Printer.empty,
    tree.Run: _Printer.run,
    tree.Declare: _Printer.declare,
    tree.Declared: _Printer.declared,
    tree.If: _Printer.if_,
    tree.For: _Printer.for_,
    tree.Each: _Printer.each,
    tree.While: _Printer.while_,
    tree.DoWhile: _Printer.do,
    tree.Return: _Printer.return_,
    tree.Throw: _Printer.throw,
    tree.Leave: _Printer.leave,
    tree.Label: _Printer.label,
    tree.Try: _Printer.try_,
    tree.Switch: _Printer.switch,
    tree.Case: _Printer.case,
}


def _takes_else(piece: tree.Piece) -> bool:
    """Whether an `else` behind a statement would belong to an `if` inside it."""
    while True:
        match piece:
            case tree.If(_, _, None):
                return True
            case tree.If(_, _, tree.Piece() as last) | tree.While(_, last) | tree.Label(_, last):
                piece = last
            case tree.For(_, _, _, last) | tree.Each(_, _, _, last):
                piece = last
            case _:
                return False
