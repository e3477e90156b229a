"""Sentences: what each line says, read with the grammar of lines.

Goes in: the reader's lines. Comes out: the same lines with their type and value set, and what is
wrong with them. A line that does not parse keeps the type that its first word gives it, so that the
block under it survives.
"""

from __future__ import annotations

from typing import Any, Final

from weavec.syntax import tree
from weavec.syntax.builder import RICH, Fault
from weavec.syntax.engine import Grammar, NoParseError
from weavec.syntax.limits import LONGEST_LINE
from weavec.syntax.linebuilder import Builder
from weavec.syntax.reader import Line

TYPES: Final = {
    word: word.upper()
    for word in (
        "story", "id", "author", "language", "start", "note", "dreamer", "character", "color",
        "moods", "memory", "var", "was", "let", "chapter", "scene", "time", "layout", "choice",
        "hub", "if", "else", "first", "then", "either", "or", "as", "clarity", "strand", "sync",
    )
} | {"draft": "SCENE", "seen": "IF", "dream-merge": "MERGE"}  # fmt: skip
"""What the block grammar calls lines with these first words; all others are LINE."""

RULES: Final = {
    "key": "keyword_line", "option": "option", "jump": "jump", "speech": "speech",
    "rich": "narration", "plain": "narration",
}  # fmt: skip


class Sentences:
    """The parser of lines and its builder. `tables`: those of the sentences."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self.builder = Builder()
        self.builder._read_quoted = self._quoted
        self.grammar = Grammar(tables, self.builder)
        self.broken: list[tuple[str, int, NoParseError]] = []

    def parse(self, text: str, rule: str, line: Line) -> Any:
        """What a text of a line became. Raises `NoParseError` where it does not parse."""
        self.builder._begin(line.at, line.joints, line.at, line.end)
        return self.grammar.parse(text, rule)

    def _quoted(self, text: str) -> tree.Text:
        """A text within quotation marks; one that does not parse is noted and kept as it is."""
        inner = self.builder._inner
        try:
            made: tree.Text = self.grammar.parse(text, "quoted")
        except NoParseError as error:
            self.builder._inner = inner
            self.broken.append((text, inner, error))
            return text
        return made

    def faults(self) -> list[Fault]:
        """What was wrong in lines that parsed, since the last call."""
        found = self.builder._faults
        self.builder._faults = []
        return found

    def take_broken(self) -> list[tuple[str, int, NoParseError]]:
        """The quoted texts that did not parse, since the last call: text, place, error."""
        found = self.broken
        self.broken = []
        return found

    def parses(self, line: Line, rule: str) -> bool:
        """Whether a line is well formed by a rule. One that is too long to ask is not."""
        if len(line.text) > LONGEST_LINE:
            return False
        try:
            self.parse(line.text, rule, line)
        except NoParseError:
            return False
        finally:
            self.faults()
            self.take_broken()
        return True

    def rich(self, text: str) -> bool:
        """Whether a text is more than its characters."""
        return RICH.search(text) is not None
