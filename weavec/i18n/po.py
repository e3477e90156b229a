"""Files of gettext: reading and writing `.po` and `.pot`.

Goes in: the text of a file. Comes out: a `Catalogue` of all its entries, in order, with everything
that a translator put into them, and a `Trouble` for each thing that is no gettext; and the other
way round. What is written has no dates and no wrapped lines, so that the same translations give the
same bytes. Every entry knows where its translation stands, letter by letter, so that what is wrong
with it can be shown there. That is what the libraries for these files do not tell.
"""

from __future__ import annotations

import re
from typing import Final

from weavec.node import node
from weavec.source import SourceFile, Span

_LITERAL: Final = re.compile(r'"((?:[^"\\]|\\.)*)"[ \t]*\Z')
_KEYWORD: Final = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)(?=[ \t\"]|\Z)[ \t]*")
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_LETTERS: Final = {
    "n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "a": "\a", "b": "\b", "f": "\f",
    "v": "\v",
}  # fmt: skip
_WRITTEN: Final = {letter: f"\\{name}" for name, letter in _LETTERS.items()}
MOST: Final = 50
"""Troubles that are told of one file."""


@node
class Previous:
    """What a translation was made for, before the story changed."""

    context: str | None
    source: str


@node
class Entry:
    """One text and its translation.

    `context`: the text's id; `source`: what the author wrote; `text`: the translation, or nothing.
    `notes`: the translator's own comments, with their `#`. `told`: comments for the translator;
    `places`: where the text stands. `gone`: the story has no such text any more. `line`: where the
    entry begins; `at`: where the pieces of its translation stand in the file, without their quotes.
    """

    context: str | None
    source: str
    text: str
    notes: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous: Previous | None = None
    gone: bool = False
    line: int = 0
    at: tuple[tuple[int, int], ...] = ()

    @property
    def fuzzy(self) -> bool:
        """Whether somebody has to look at the translation before it counts."""
        return "fuzzy" in self.flags

    @property
    def head(self) -> bool:
        """Whether this is the entry that describes the file."""
        return self.context is None and self.source == ""


@node
class Catalogue:
    """The entries of a file, in order."""

    entries: tuple[Entry, ...]

    def head(self) -> Entry | None:
        """The entry that describes the file."""
        return next((each for each in self.entries if each.head), None)

    def field(self, name: str) -> str | None:
        """What the head says under a name, such as `Language`."""
        head = self.head()
        for row in head.text.split("\n") if head is not None else ():
            key, colon, value = row.partition(":")
            if colon and key.strip().lower() == name.lower():
                return value.strip()
        return None


@node
class Trouble:
    """Something that is no gettext, or none that stories can use. The place is the file's."""

    at: int
    end: int
    message: str
    hint: str


# ------------------------------------------------------------------ reading


def read(file: SourceFile) -> tuple[Catalogue, tuple[Trouble, ...]]:
    """All entries of a file, and what is wrong with it. With trouble, entries may be missing."""
    reader = _Reader(file)
    reader.run()
    return Catalogue(tuple(reader.entries)), tuple(reader.troubles[:MOST])


def span_in(file: SourceFile, entry: Entry, start: int, end: int) -> Span:
    """Where the characters `start` to `end` of an entry's translation stand in its file."""
    first = _place(file, entry, start)
    last = _place(file, entry, max(start, end - 1))
    step = 2 if file.text[last : last + 1] == "\\" else 1
    return Span(file, first, max(first, last + step if end > start else first))


def _place(file: SourceFile, entry: Entry, offset: int) -> int:
    """The place in the file of a character of an entry's translation."""
    begin = end = 0
    for begin, end in entry.at:
        at = begin
        while at < end:
            if offset == 0:
                return at
            at += 2 if file.text[at] == "\\" else 1
            offset -= 1
    return end


class _Reader:
    """One run over one file."""

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.entries: list[Entry] = []
        self.troubles: list[Trouble] = []
        self.known: dict[str | None, int] = {}
        self.at = 0  # of the line at hand
        self.row = ""
        self.number = 0
        self._fresh()

    def _fresh(self) -> None:
        self.parts: dict[str, list[str]] = {}
        self.spans: list[tuple[int, int]] = []
        self.lists: dict[str, list[str]] = {"notes": [], "told": [], "places": [], "flags": []}
        self.key = ""  # what the next string goes on with
        self.gone = False
        self.line = 0
        self.broken = False

    def run(self) -> None:
        for number, row in enumerate(self.file.text.split("\n"), 1):
            if len(self.troubles) >= MOST:
                return
            self.number, self.row = number, row
            self._line(self.row.strip())
            self.at += len(self.row) + 1
        self._end()

    def _trouble(self, message: str, hint: str) -> None:
        start = self.at + len(self.row) - len(self.row.lstrip())
        end = self.at + len(self.row.rstrip())
        self.troubles.append(Trouble(start, max(start, end), message, hint))
        self.broken = True

    def _line(self, row: str) -> None:
        if not row:
            return
        if row.startswith("#~"):
            rest = row[2:].lstrip()
            if rest.startswith("|"):
                self._previous(rest[1:].lstrip())
            else:
                self._words(rest, gone=True)
        elif row.startswith("#|"):
            self._previous(row[2:].lstrip())
        elif row.startswith("#"):
            self._comment(row)
        else:
            self._words(row, gone=False)

    def _comment(self, row: str) -> None:
        self._turn()
        self.line = self.line or self.number
        self.key = ""
        match row[1:2]:
            case ",":
                flags = [flag.strip() for flag in row[2:].split(",")]
                self.lists["flags"] += [flag for flag in flags if flag]
            case ":":
                self.lists["places"].append(row[2:].strip())
            case ".":
                self.lists["told"].append(row[2:].strip())
            case _:
                self.lists["notes"].append(row)

    def _previous(self, rest: str) -> None:
        self._turn()
        self.line = self.line or self.number
        found = _KEYWORD.match(rest)
        if found is not None:
            self.key = f"previous {found[1]}"
            rest = rest[found.end() :]
            self.parts[self.key] = []
        elif not self.key.startswith("previous "):
            self._trouble("this string goes on with nothing", "write `#| msgid` before it")
            return
        self._string(rest)

    def _words(self, row: str, gone: bool) -> None:
        found = _KEYWORD.match(row)
        if found is None:
            if not row.startswith('"'):
                self._trouble(
                    "this is no line of gettext",
                    "lines begin with `msgctxt`, `msgid`, `msgstr`, `#` or a quotation mark",
                )  # fmt: skip
            elif self.key == "" or self.key.startswith("previous "):
                self._trouble("this string goes on with nothing", "write `msgstr` before it")
            else:
                self._string(row)
            return
        key = found[1]
        if key in ("msgctxt", "msgid"):
            self._turn(key)
        self.line = self.line or self.number
        self.gone = self.gone or gone
        if key == "msgid_plural" or "[" in key:
            self._trouble(
                "a text of a story has no plural forms",
                "write `{if count == 1: …|…}` in the translation itself",
            )  # fmt: skip
            self.key = "plural"
            self.parts["plural"] = []
        elif key in self.parts:
            self._trouble(f"`{key}` stands twice in this entry", "leave a blank line between two")
        else:
            self.key = key
            self.parts[key] = []
        self._string(row[found.end() :])

    def _string(self, rest: str) -> None:
        found = _LITERAL.match(rest)
        if found is None:
            self._trouble(
                "a string in quotation marks is expected here",
                'end it with `"`, and write `\\"` for one in the text',
            )  # fmt: skip
            return
        body = found[1]
        for escape in _ESCAPE.finditer(body):
            if escape[1] not in _LETTERS:
                self._trouble(
                    f"`{escape[0]}` is no escape of gettext",
                    "a backslash of the text is written `\\\\`",
                )  # fmt: skip
                return
        self.parts.setdefault(self.key, []).append(_ESCAPE.sub(lambda e: _LETTERS[e[1]], body))
        if self.key == "msgstr":
            start = self.at + self.row.rindex(body, 0, self.row.rindex('"'))
            self.spans.append((start, start + len(body)))

    def _turn(self, key: str = "") -> None:
        """End the entry at hand if what comes next belongs to another."""
        if "msgstr" in self.parts or "plural" in self.parts or key in self.parts:
            self._end()

    def _end(self) -> None:
        parts, lists = self.parts, self.lists
        said = {key: "".join(words) for key, words in parts.items()}
        broken, line, gone, spans = self.broken, self.line, self.gone, tuple(self.spans)
        self._fresh()
        if broken or not (parts or lists["notes"]):
            return
        if "msgid" not in said or "msgstr" not in said:
            if parts:
                missing = "msgid" if "msgid" not in said else "msgstr"
                self._at(line, f"this entry has no `{missing}`", "write it, even if it is empty")
            return
        context = said.get("msgctxt")
        old = said.get("previous msgid")
        previous = None if old is None else Previous(said.get("previous msgctxt"), old)
        made = Entry(
            context, said["msgid"], said["msgstr"], tuple(lists["notes"]), tuple(lists["told"]),
            tuple(lists["places"]), tuple(lists["flags"]), previous, gone, line, spans,
        )  # fmt: skip
        if not gone and (context is not None or made.head):
            first = self.known.setdefault(context, line)
            if first != line:
                self._at(
                    line, f"the entry of line {first} stands here again", "keep one of the two"
                )
                return
        self.entries.append(made)

    def _at(self, line: int, message: str, hint: str) -> None:
        start = self.file.starts[line - 1]
        end = start + len(self.file.line(line))
        self.troubles.append(Trouble(start, end, message, hint))


# ------------------------------------------------------------------ writing


def write(catalogue: Catalogue) -> str:
    """A catalogue as the text of a file."""
    return "\n".join("\n".join(_rows(entry)) + "\n" for entry in catalogue.entries)


def _rows(entry: Entry) -> list[str]:
    rows = [*entry.notes]
    rows += [f"#. {told}".rstrip() for told in entry.told]
    rows += [f"#: {place}" for place in entry.places]
    if entry.flags:
        rows.append("#, " + ", ".join(entry.flags))
    mark = "#~ " if entry.gone else ""
    if entry.previous is not None:
        old = "#~| " if entry.gone else "#| "
        if entry.previous.context is not None:
            rows += _string(old, "msgctxt", entry.previous.context)
        rows += _string(old, "msgid", entry.previous.source)
    if entry.context is not None:
        rows += _string(mark, "msgctxt", entry.context)
    rows += _string(mark, "msgid", entry.source)
    rows += _string(mark, "msgstr", entry.text)
    return rows


def _string(mark: str, key: str, text: str) -> list[str]:
    """A keyword and its string: one line, or one for each line of the text."""
    lines = text.split("\n")
    pieces = [f"{line}\n" for line in lines[:-1]] + lines[-1:]
    if pieces[-1] == "" and len(pieces) > 1:
        pieces.pop()
    quoted = ['"' + "".join(_WRITTEN.get(letter, letter) for letter in piece) + '"'
              for piece in pieces]  # fmt: skip
    if len(quoted) == 1 and "\n" not in text:
        return [f"{mark}{key} {quoted[0]}"]
    return [f'{mark}{key} ""', *(f"{mark}{piece}" for piece in quoted)]
