"""The texts of a story as translators get them.

Goes in: a story that was lowered with its ledger. Comes out: a `Unit` for each text that a reader
can meet, in the order of the script, each with an id that survives edits.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from weavec.i18n.po import Catalogue, Entry
from weavec.lower.ledger import Written
from weavec.lower.program import Lowered
from weavec.node import node
from weavec.survey import words
from weavec.symbols import Symbols
from weavec.syntax.format import text_source
from weavec.syntax.tree import Text
from weavec.wording import counts_showings

_KINDS: Final = {
    "title": "title of the story", "author": "author", "note": "content note",
    "chapter": "title of a chapter", "scene": "title of a scene", "cast": "name of somebody",
    "alias": "name of a speaker", "let": "part of other texts", "word": "word of a list",
    "prompt": "what a choice asks", "question": "asks for the reader's words",
    "lock": "why an option is locked", "strand": "offers a strand of a dream",
    "merge": "title of a dream", "ending": "title of an ending", "keepsake": "title of a keepsake",
}  # fmt: skip


@node
class Unit:
    """One text. `context`: its id for translators; `key`: its key in the program; `source`: what
    the author wrote, in the script's own marks; `words`: how many there are of them."""

    context: str
    key: str
    source: str
    words: int
    written: Written


def units_of(symbols: Symbols, lowered: Lowered) -> tuple[Unit, ...]:
    """Every text of a story that was lowered with its ledger, in the order of the script."""
    assert lowered.ledger is not None
    program = lowered.program
    texts = program.texts[program.story.language]
    made = []
    for key, written in lowered.ledger.texts.items():
        source = text_source(written.text)
        if key in texts and source.strip():
            context = written.context or key
            made.append(Unit(context, key, source, words(texts[key]), written))
    made.sort(key=lambda unit: (unit.written.span.file.path, unit.written.span.start, unit.context))
    return tuple(made)


def told(unit: Unit, titles: dict[str, str]) -> tuple[str, ...]:
    """What a translator is told of a text. `titles`: those of the scenes."""
    written = unit.written
    kind = _KINDS.get(written.kind, written.kind)
    rows = [f"{kind}: {written.who}" if written.who else kind]
    if written.scene and written.kind != "scene":
        title = titles.get(written.scene)
        rows.append(f"scene {written.scene}" + (f": {title}" if title else ""))
    if not isinstance(written.text, str) and counts_showings(written.text):
        rows.append("{first: …|then: …} may be used here")
    return tuple(row.replace("\n", " ") for row in rows)


def titles_of(symbols: Symbols) -> dict[str, str]:
    """The titles of scenes as they are written."""
    found: dict[str, Text] = {
        name: scene.decl.title.text
        for name, scene in symbols.scenes.items()
        if scene.decl.title is not None
    }
    return {name: text_source(text) for name, text in found.items()}


def place_of(unit: Unit) -> str:
    """Where a text stands: its file and line. A blank in a file's name would part two places."""
    span = unit.written.span
    path = span.file.path
    if " " in path:
        path = f"\u2068{path}\u2069"
    return f"{path}:{span.line}"


def head_of(title: str, language: str) -> Entry:
    """The entry that describes a file."""
    fields = (
        f"Project-Id-Version: {title}",
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        "X-Generator: weavec",
    )
    return Entry(None, "", "".join(f"{field}\n" for field in fields))


def entries_of(units: Iterable[Unit], titles: dict[str, str]) -> tuple[Entry, ...]:
    """Entries without translations."""
    return tuple(
        Entry(unit.context, unit.source, "", told=told(unit, titles), places=(place_of(unit),))
        for unit in units
    )


def template(symbols: Symbols, lowered: Lowered, title: str) -> Catalogue:
    """All texts of a story, without translations."""
    units = units_of(symbols, lowered)
    return Catalogue((head_of(title, ""), *entries_of(units, titles_of(symbols))))
