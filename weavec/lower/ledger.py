"""The ledger: every text of a story as its author wrote it.

Goes in: what lowering meets, if it is asked to note it. Comes out: for each key of `Program.texts`
a `Written`: the text of the tree, where it stands, and what a text there may hold. Translators are
shown these, and translations are held to them.
"""

from __future__ import annotations

from typing import Final

from weavec.node import node
from weavec.source import Span
from weavec.symbols import Symbols
from weavec.syntax.tree import Name, Quoted, Speaker, Text
from weavec.wording import Words


@node
class Written:
    """A text as it was written.

    `kind`: prose, speech, thought, verse, prompt, question, option, lock, strand, merge, ending,
    keepsake, title, author, note, chapter, scene, cast, alias, let, word. `span`: its line.
    `scene`: the name of the scene that it stands in, or nothing. `mind`: the index of the mind that
    is certain to be the perspective. `who`: the name under which somebody says it. `context`: what
    translations call it, if that is not its key.
    """

    kind: str
    text: Text
    span: Span
    scene: str = ""
    mind: int | None = None
    who: str = ""
    context: str = ""


PLAIN: Final = frozenset({"title", "author", "note", "chapter", "scene", "keepsake", "word"})
"""Kinds of texts that hold no values."""


class Ledger:
    """The texts of a program by key, and the lists of words that it shows."""

    def __init__(self) -> None:
        self.texts: Final[dict[str, Written]] = {}
        self.words = Words()

    def note_declared(self, symbols: Symbols) -> None:
        """Note the texts of all that stands outside of scenes."""
        head, site = symbols.head, symbols.head_site
        if head is not None and site is not None:
            place = site.span(head.at, head.end)
            self.texts["@story/title"] = Written("title", head.title.text, place)
            if head.author is not None:
                span = site.span(head.author.at, head.author.end)
                self.texts["@story/author"] = Written("author", head.author.text, span)
            for at, note in enumerate(head.notes):
                span = site.span(note.at, note.end)
                self.texts[f"@story/note/{at}"] = Written("note", note.text, span)
        for at, (title, span) in enumerate(
            zip(symbols.chapter_titles, symbols.chapter_places, strict=True)
        ):
            self.texts[f"@chapter/{at}"] = Written("chapter", title, span)
        for name, scene in symbols.scenes.items():
            title_of = scene.decl.title
            if title_of is not None:
                span = scene.site.span(title_of.at, title_of.end)
                self.texts[f"@scene/{name}"] = Written("scene", title_of.text, span, name)
        for name, member in symbols.cast.items():
            span = member.site.of(member.decl.name)
            shown: Text = member.decl.title.text if member.decl.title else name
            self.texts[f"@cast/{name}"] = Written("cast", shown, span)
        for let in symbols.lets.values():
            if let.key is not None and isinstance(let.decl.value, Quoted):
                span = let.site.span(let.decl.at, let.decl.end)
                self.texts[let.key] = Written("let", let.decl.value.text, span)

    def note_words(self, symbols: Symbols, words: Words) -> None:
        """Note the words of all lists that are shown. Each goes by the first value that has it."""
        self.words = words
        for names, table in words.tables.items():
            value = next(each for each in symbols.values.values() if each.type == ("words", names))
            span = value.site.of(value.decl.name)
            for at, word in enumerate(names):
                self.texts[f"@word/{table}/{at}"] = Written(
                    "word", word.replace("_", " "), span, context=f"@word/{value.name}/{word}"
                )


def shown_as(speaker: Speaker) -> str:
    """What a speaker is called in the script: a short name, or the words in quotes."""
    name: Name | Quoted = speaker.name
    if isinstance(name, Name):
        return name.text
    return name.text if isinstance(name.text, str) else ""
