"""Translations into the program: each is read, held to what its original may say, and put in.

Goes in: a story that was lowered with its ledger, and the files of its translations. Comes out: a
table of texts for each language, and the findings. A translation has the same marks as the script;
it may ask for every value of the story, but of memories only for those that its original shows or
asks for, so that no mind tells another what the story does not. It stands in texts alone, so it
changes nothing of what happens, and nothing that was proved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from weavec.check.uses import MemoryReader
from weavec.diagnostics import Diagnostic, Sink, whole_file
from weavec.expressions import Counts, Scope
from weavec.i18n.po import Catalogue, Entry, read, span_in
from weavec.i18n.status import live, stands_for
from weavec.i18n.tags import canonical, mend
from weavec.i18n.texts import Unit, units_of
from weavec.ir import Nodes, Program
from weavec.lower.ledger import PLAIN
from weavec.lower.program import Lowered
from weavec.naming import listed, plain
from weavec.node import replace
from weavec.source import SourceFile, Span, Unreadable
from weavec.symbols import Site, Symbols
from weavec.syntax.phrase import read_phrase
from weavec.syntax.tree import Quoted, Text
from weavec.wording import Words, counts_showings, may_be_empty, worded

SUFFIX: Final = ".po"
MOST_STALE: Final = 20
"""Stale translations of one file that are shown one by one."""

Found = tuple[Diagnostic, ...]


def catalogues(
    files: Iterable[SourceFile | Unreadable], own: str
) -> tuple[dict[str, tuple[SourceFile, Catalogue]], Found]:
    """The files that are in order, by their languages, and what is wrong with the others.

    `own`: the language of the story.
    """
    sink = Sink()
    made: dict[str, tuple[SourceFile, Catalogue]] = {}
    for file in files:
        if isinstance(file, Unreadable):
            text = "\n" * (file.line - 1) + " " * file.column
            at = len(text) - 1
            shown = SourceFile(file.path, text)
            sink.report(file.name, Span(shown, at, at + 1), file.reason, file.hint)
            continue
        tag = _language(file, own, made, sink)
        catalogue, troubles = read(file)
        for each in troubles:
            span = Span(file, each.at, each.end)
            sink.report("bad-catalogue", span, each.message, each.hint)
        if tag is not None and not troubles and _fits(file, catalogue, tag, sink):
            made[tag] = (file, catalogue)
    return {tag: made[tag] for tag in sorted(made)}, tuple(sink.found)


def _language(
    file: SourceFile, own: str, known: dict[str, tuple[SourceFile, Catalogue]], sink: Sink
) -> str | None:
    """The language that a file is named after."""
    name = file.path.rpartition("/")[2].removesuffix(SUFFIX)
    tag = canonical(name)
    if tag is None:
        sink.report(
            "bad-catalogue", whole_file(file),
            f"`{name}` is not a language, and the file is named after one",
            mend(name).replace("write", "rename it to"),
        )  # fmt: skip
    elif tag == (canonical(own) or own):
        sink.report(
            "bad-catalogue", whole_file(file),
            f"the story itself is written in `{own}`", "remove this file",
        )  # fmt: skip
    elif tag in known:
        sink.report(
            "bad-catalogue", whole_file(file),
            f"`{known[tag][0].path}` is of the same language", "keep one of the two files",
        )  # fmt: skip
    else:
        return tag
    return None


def _fits(file: SourceFile, catalogue: Catalogue, tag: str, sink: Sink) -> bool:
    """Whether what a file says of itself is so."""
    charset = (catalogue.field("Content-Type") or "").lower().rpartition("charset=")[2].strip()
    if charset not in ("", "utf-8", "utf8", "us-ascii", "ascii", "charset"):
        hint = "save the file as UTF-8, and write `charset=UTF-8`"
        message = f"this file says that it is `{charset}`, and files of a story are UTF-8"
        sink.report("bad-catalogue", whole_file(file), message, hint)
        return False
    said = catalogue.field("Language")
    if said and canonical(said.replace("_", "-")) != tag:
        sink.report(
            "bad-catalogue", whole_file(file),
            f"this file says that its language is `{said}`, and its name says `{tag}`",
            "mend one of the two",
        )  # fmt: skip
        return False
    return True


# ------------------------------------------------------------------ into the program


def translated(
    symbols: Symbols, lowered: Lowered, files: Iterable[SourceFile | Unreadable]
) -> tuple[Program, Found]:
    """The program with a table of texts for each language that there is a file of."""
    found, said = catalogues(files, lowered.program.story.language)
    program, more = in_languages(symbols, lowered, found)
    return program, (*said, *more)


def in_languages(
    symbols: Symbols, lowered: Lowered, found: Mapping[str, tuple[SourceFile, Catalogue]]
) -> tuple[Program, Found]:
    """The same of files that are read. `found`: by their languages."""
    program = lowered.program
    own = program.story.language
    out: list[Diagnostic] = []
    tables = {own: program.texts[own]}
    units = units_of(symbols, lowered) if found else ()
    for tag, (file, catalogue) in found.items():
        work = _Language(symbols, lowered, file)
        tables[tag] = work.table(units, live(catalogue))
        out += work.sink.found
        out += _left(units, catalogue, file, tag, own)
    return replace(program, texts=tables), tuple(out)


class _Language:
    """One file of translations on its way into the program."""

    def __init__(self, symbols: Symbols, lowered: Lowered, file: SourceFile) -> None:
        assert lowered.ledger is not None
        self.symbols = symbols
        self.program = lowered.program
        self.file = file
        self.sink = Sink()
        self.lists = lowered.ledger.words
        self.counts = [counter.name for counter in lowered.program.counts]
        owned = {at for at, var in enumerate(self.program.vars) if var.owner is not None}
        minds = range(-1, len(self.program.minds)) if owned else ()
        self.readers = [MemoryReader(self.program, owned, mind) for mind in minds]

    def table(self, units: Iterable[Unit], entries: dict[str, Entry]) -> dict[str, Nodes]:
        """The texts of this language by their keys, in the order of the program's."""
        made: dict[str, Nodes] = {}
        for unit in units:
            entry = entries.get(unit.context)
            if entry is not None and stands_for(entry, unit):
                nodes = self.nodes(unit, entry)
                if nodes is not None:
                    made[unit.key] = nodes
        own = self.program.texts[self.program.story.language]
        return {key: made[key] for key in own if key in made}

    def nodes(self, unit: Unit, entry: Entry) -> Nodes | None:
        """What a translation becomes, if it may stand."""
        written = unit.written
        text, slips = read_phrase(entry.text, written.kind == "verse")
        for slip in slips:
            self._report(entry, slip.start, slip.end, slip.message, slip.hint)
        if slips:
            return None
        sink, site = Sink(), Site(SourceFile(self.file.path, entry.text), 0)
        size = len(entry.text)
        if written.kind in PLAIN:
            nodes: Nodes = plain(Quoted(text, 0, size), site, sink)
        else:
            nodes = self._worded(unit, text, site, sink)
        for each in sink.found:
            self._report(entry, each.span.start, each.span.end, each.message, each.hint)
        if sink.found or not self._keeps_secrets(unit, entry, nodes):
            return None
        return nodes

    def _worded(self, unit: Unit, text: Text, site: Site, sink: Sink) -> Nodes:
        """The nodes of a text that may show values."""
        written = unit.written
        counts, words = Counts(), Words()
        counts.made = list(self.program.counts)
        counts.named = {name: at for at, name in enumerate(self.counts)}
        words.tables = dict(self.lists.tables)
        scope = Scope(self.symbols, sink, site, counts)
        scope.mind, scope.scene, scope.read = written.mind, written.scene, set()
        first = not isinstance(written.text, str) and counts_showings(written.text)
        nodes = worded(scope, words, text, first=first)
        whole = site.span(0, len(site.file.text))
        if sink.found:
            return nodes
        if written.kind != "let" and may_be_empty(scope, text):
            message = "this translation can come out empty"
            sink.report("bad-text-mark", whole, message, "give its marks a last branch")
        if len(counts.made) > len(self.counts):
            sink.report(
                "undefined-name", whole, "this asks for a count that the story does not keep",
                "ask only for visits and choices that the script asks for itself",
            )  # fmt: skip
        if len(words.tables) > len(self.lists.tables):
            sink.report(
                "undefined-name", whole, "the story never shows a word of this list",
                "write the words out: `{if … is …: …|…}`",
            )  # fmt: skip
        return nodes

    def _keeps_secrets(self, unit: Unit, entry: Entry, nodes: Nodes) -> bool:
        """Whether a translation reads no memory that its original does not, in whatever mind and
        under whatever condition."""
        leaks: set[int] = set()
        for reader in self.readers:
            told = reader.text(unit.key)
            leaks |= {
                var for var, when in reader.nodes(nodes, ())
                if not any(var == other and set(under) <= set(when) for other, under in told)
            }  # fmt: skip
        if leaks:
            names = listed([self.program.vars[at].name for at in sorted(leaks)], "and")
            self._report(
                entry, 0, len(entry.text),
                f"this reads the memory {names}, which the original does not",
                "a translation tells only what its original tells",
            )  # fmt: skip
        return not leaks

    def _report(self, entry: Entry, start: int, end: int, message: str, hint: str | None) -> None:
        span = span_in(self.file, entry, start, end)
        self.sink.report("bad-translation", span, message, hint)


# ------------------------------------------------------------------ what is left to do


def _left(
    units: Iterable[Unit], catalogue: Catalogue, file: SourceFile, tag: str, own: str
) -> list[Diagnostic]:
    """What of a language is stale or missing."""
    sink = Sink()
    entries = live(catalogue)
    known = {unit.context for unit in units}
    missing = 0
    stale: list[tuple[Entry, str]] = []
    total = 0
    for unit in units:
        total += 1
        entry = entries.get(unit.context)
        if entry is None or not entry.text.strip():
            missing += 1
        elif not stands_for(entry, unit):
            why = "nobody has confirmed this translation since its text changed"
            stale.append((entry, why if entry.fuzzy else "the text has changed since this"))
    stale += [
        (each, "the story has no such text any more")
        for context, each in entries.items()
        if context not in known and each.text.strip()
    ]
    stale.sort(key=lambda each: each[0].line)
    for entry, why in stale[:MOST_STALE]:
        hint = f"`weavec i18n update {tag}`, then translate it again"
        if entry.fuzzy:
            hint = "mend it and remove `fuzzy` above it"
        sink.report("stale-translation", span_in(file, entry, 0, len(entry.text)), why, hint)
    if len(stale) > MOST_STALE:
        more = f"and {len(stale) - MOST_STALE:,} more translations are stale in this file"
        hint = f"`weavec i18n update {tag}` marks them all"
        sink.report("stale-translation", whole_file(file), more, hint)
    if missing:
        sink.report(
            "untranslated", whole_file(file),
            f"{missing:,} of {total:,} texts have no translation and are shown in `{own}`",
            f"`weavec i18n update {tag}` writes them down",
        )  # fmt: skip
    return sink.found
