"""Parsing: from the text of a file to its tree, the front half of the compiler.

Goes in: a `SourceFile`, and the names of the cast if they are known. Comes out: a `FileTree` of all
that could be read, and what is wrong with the rest. Nothing an author writes raises an exception.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from lark.exceptions import UnexpectedInput

from weavec.codes import CODES
from weavec.diagnostics import Diagnostic
from weavec.source import SourceFile, Span
from weavec.syntax import tree
from weavec.syntax.blocks import Blocks
from weavec.syntax.nesting import Nest
from weavec.syntax.reader import Line, Reader
from weavec.syntax.sentences import RULES, TYPES, Sentences
from weavec.syntax.words import NAME, OPENING, SOFT, composed

ELSE_IF = re.compile(r"else +if(?!\w)")
NO_PROSE = re.compile(r"[=<>]|->")
_CAST = re.compile(rf"^(?:dreamer|character) +({NAME})", re.MULTILINE)


@cache
def sentences() -> Sentences:
    """The parser of lines, made once."""
    return Sentences()


@cache
def blocks() -> Blocks:
    """The parser of blocks, made once."""
    return Blocks()


def declared_cast(file: SourceFile) -> frozenset[str]:
    """The names of the cast that a file declares, for `parse` of all files of its story."""
    return frozenset(composed(found) for found in _CAST.findall(file.text))


def parse(
    file: SourceFile, cast: frozenset[str] = frozenset()
) -> tuple[tree.FileTree, tuple[Diagnostic, ...]]:
    """The tree of a file and what is wrong with it.

    `cast`: the names of the story's cast, from all its files; with it, slips in the heads of speech
    are told from prose.
    """
    return FileParser(file, cast).parse()


class FileParser:
    """One run over one file."""

    def __init__(self, file: SourceFile, cast: frozenset[str]) -> None:
        self.file = file
        self.cast = cast
        self.sentences = sentences()
        self.blocks = blocks()
        self.found: list[Diagnostic] = []

    def report(self, name: str, start: int, end: int, message: str, hint: str | None = None) -> None:
        """Add a finding at offsets of the file."""
        self.found.append(Diagnostic(CODES[name], Span(self.file, start, max(end, start)), message, hint))

    def parse(self) -> tuple[tree.FileTree, tuple[Diagnostic, ...]]:
        reader = Reader(self.file.text)
        reader.read()
        for problem in reader.problems:
            self.report(*problem)
        lines = reader.lines
        for i, line in enumerate(lines):
            line.opens = i + 1 < len(lines) and lines[i + 1].indent > line.indent
            if not line.type:
                self._read(line)
        items = []
        nest = Nest(self.blocks, self.report)
        first = 0
        for i in range(1, len(lines) + 1):
            if i == len(lines) or lines[i].indent == 0:
                made = nest.item(lines[first:i])
                if made is not None:
                    items.append(tree.Item(lines[first].item, made))
                first = i
        return tree.FileTree(tuple(items), tuple(reader.allows)), tuple(self.found)

    # -------------------------------------------------------------- lines

    def _read(self, line: Line) -> None:
        """Read one line: set its type and its value."""
        if line.kind == "key":
            self._read_keyword(line)
            return
        if line.verse is not None:
            line.type = "LINE"
            speaker = self._attempt(line, self._rule(line))
            line.value = self._verse(line, speaker.speaker if speaker else None)
            return
        made = self._attempt(line, self._rule(line))
        line.type = "LINE"
        if line.kind == "option":
            line.type = "OPTION_TO" if made is not None and made.target else "OPTION"
        elif line.kind == "jump" and made is not None:
            made = tree.JumpLine(made[0], made[1], False, line.at, line.end)
        line.value = made

    def _rule(self, line: Line) -> str:
        if line.kind == "talk":
            return "voice" if line.text[0] in OPENING else "speech"
        return RULES[line.kind]

    def _read_keyword(self, line: Line) -> None:
        word = line.word
        line.type = TYPES.get(word, "LINE")
        if word == "else" and ELSE_IF.match(line.text):
            line.type = "ELSE_IF"
        if word in SOFT and not self.sentences.parses(line) and not never_prose(line):
            if not line.opens and line.type not in ("ELSE", "ELSE_IF", "THEN", "OR"):
                line.type = "LINE"
                line.value = self._attempt(line, "narration")
                return
            if not line.opens:
                line.fallback = self._attempt(line, "narration")
                return
        line.value = self._attempt(line, "keyword_line")
        if line.verse is not None:
            line.value = self._verse(line, None)
            line.type = "LINE"

    def _verse(self, line: Line, speaker: tree.Speaker | None) -> tree.Say:
        """The node of a verse; a row that does not parse is reported and left out."""
        parts: list[tree.Inline] = []
        for i, row in enumerate(line.verse or []):
            if i:
                parts.append(tree.Break())
            if not row.text:
                continue
            try:
                parts += self.sentences.row(row)
            except UnexpectedInput as error:
                self._explain(line, row.text, "narration", error)
            self._take_faults(line)
        return tree.Say(speaker, tuple(parts), True, line.at, line.end)

    def _attempt(self, line: Line, rule: str) -> Any:
        """What a line becomes by a rule; where it does not parse, that is reported."""
        made: Any = None
        try:
            made = self.sentences.parse(line.text, rule, line)
        except UnexpectedInput as error:
            self._explain(line, line.text, rule, error)
        self._take_faults(line)
        return made

    def _take_faults(self, line: Line) -> None:
        for fault in self.sentences.faults():
            line.bad = True
            self.report(
                fault.name, line.item + fault.at, line.item + fault.end, fault.message, fault.hint
            )
        for text, _inner, error in self.sentences.take_broken():
            self._explain(line, text, "quoted", error)

    def _explain(self, line: Line, text: str, rule: str, error: UnexpectedInput) -> None:
        line.bad = True
        self.report("bad-line", line.item + line.at, line.item + line.end, "this line does not parse")


def never_prose(line: Line) -> bool:
    """Whether a line that begins with a soft keyword shows that it is no prose."""
    rest = line.text[len(line.word):]
    return bool(NO_PROSE.search(rest)) or rest.lstrip(" ")[:1] in tuple(OPENING) or rest[:1] in (":", "：")
