"""How far the translations of a story are.

Goes in: the story's texts and a file of translations. Comes out: a `Status`: how many texts are
translated, fuzzy and untranslated, and how many words that is.
"""

from __future__ import annotations

from collections.abc import Iterable

from weavec.i18n.po import Catalogue, Entry
from weavec.i18n.texts import Unit
from weavec.node import node


@node
class Status:
    """Texts, and words of the story in those that are translated and in all."""

    language: str
    translated: int
    fuzzy: int
    untranslated: int
    words: int
    of: int

    @property
    def percent(self) -> int:
        """How many words of a hundred are translated; 100 only if all are."""
        return 100 if self.words == self.of else self.words * 100 // self.of

    @property
    def complete(self) -> bool:
        """Whether nothing is left to do."""
        return self.translated > 0 and not self.fuzzy and not self.untranslated


def live(catalogue: Catalogue) -> dict[str, Entry]:
    """The entries for texts of the story, by their ids."""
    return {
        each.context: each
        for each in catalogue.entries
        if each.context is not None and not each.gone
    }


def stands_for(entry: Entry, unit: Unit) -> bool:
    """Whether an entry translates the words that a text has now, and nobody doubts it."""
    return entry.source == unit.source and not entry.fuzzy and entry.text.strip() != ""


def status(language: str, units: Iterable[Unit], catalogue: Catalogue) -> Status:
    """How far a language is."""
    entries = live(catalogue)
    translated = fuzzy = untranslated = words = of = 0
    for unit in units:
        of += unit.words
        entry = entries.get(unit.context)
        if entry is not None and stands_for(entry, unit):
            translated += 1
            words += unit.words
        elif entry is not None and entry.text.strip():
            fuzzy += 1
        else:
            untranslated += 1
    return Status(language, translated, fuzzy, untranslated, words, of)
