"""Files of gettext: what is read, what is refused and where, and what is written back.

`polib`, a library for such files, says whether others read what we write as we do.
"""

from __future__ import annotations

import pytest

from weavec.i18n.po import Catalogue, Entry, Previous, read, span_in, write
from weavec.source import SourceFile

WHOLE = '''# by Ada
msgid ""
msgstr ""
"Language: de\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

# careful: a pun
#. speech: jax
#: acts/1.weave:12
#, fuzzy
#| msgctxt "hall/old00000"
#| msgid "Old words."
msgctxt "hall/abcdefgh"
msgid "She said \\"no\\" \\\\* twice."
msgstr "Sie sagte \\"nein\\"."

msgctxt "hall/verse000"
msgid ""
"One\\n"
"  two"
msgstr ""
"Eins\\n"
"  zwei"

#~ msgctxt "hall/gone0000"
#~ msgid "Gone."
#~ msgstr "Fort."
'''


def catalogue(text: str) -> Catalogue:
    made, troubles = read(SourceFile("i18n/de.po", text))
    assert not troubles
    return made


def trouble(text: str) -> str:
    """The first trouble of a file, as `line: message`."""
    file = SourceFile("i18n/de.po", text)
    found = read(file)[1][0]
    return f"{file.position(found.at)[0]}: {found.message}"


def test_every_part_of_an_entry_is_read_and_written_back() -> None:
    made = catalogue(WHOLE)
    assert made.field("language") == "de"
    _, line, verse, gone = made.entries
    assert line.context == "hall/abcdefgh"
    assert line.source == 'She said "no" \\* twice.'
    assert line.text == 'Sie sagte "nein".'
    assert line.notes == ("# careful: a pun",)
    assert line.told == ("speech: jax",)
    assert line.places == ("acts/1.weave:12",)
    assert line.fuzzy
    assert line.previous == Previous("hall/old00000", "Old words.")
    assert (verse.source, verse.text) == ("One\n  two", "Eins\n  zwei")
    assert gone.gone
    assert write(made) == WHOLE


@pytest.mark.parametrize(
    "text",
    ["", 'a"b', "back\\slash", "\n", "ends\n", "one\ntwo", "\ttab\r", "„Größe“ 夢", "\\n"],
)
def test_any_text_comes_back(text: str) -> None:
    entry = Entry("x/y", "source", text)
    assert catalogue(write(Catalogue((entry,)))).entries[0].text == text


def test_a_place_in_a_translation_is_a_place_in_its_file() -> None:
    text = 'msgctxt "a/b"\nmsgid "x"\nmsgstr ""\n"an \\"ä\\"\\n"\n"{nobody}"\n'
    file = SourceFile("i18n/de.po", text)
    entry = read(file)[0].entries[0]
    start = entry.text.index("{nobody}")
    span = span_in(file, entry, start, start + 8)
    assert text[span.start : span.end] == "{nobody}"
    quote = span_in(file, entry, 3, 4)
    assert text[quote.start : quote.end] == '\\"'


ENTRY = 'msgctxt "a/b"\nmsgid "x"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ENTRY + 'msgid_plural "xs"\nmsgstr[0] "a"\n', "3: a text of a story has no plural forms"),
        (ENTRY + "msgstr broken\n", "3: a string in quotation marks is expected here"),
        (ENTRY + 'msgstr "open\n', "3: a string in quotation marks is expected here"),
        (ENTRY + 'msgstr "\\q"\n', "3: `\\q` is no escape of gettext"),
        (ENTRY + 'msgstr "a"\n\nhello\n', "5: this is no line of gettext"),
        (ENTRY, "1: this entry has no `msgstr`"),
        ('msgctxt "a/b"\nmsgstr "x"\n', "1: this entry has no `msgid`"),
        ('"stray"\n', "1: this string goes on with nothing"),
        (ENTRY + 'msgstr "a"\n\n' + ENTRY + 'msgstr "b"\n',
         "5: the entry of line 1 stands here again"),
        (ENTRY + 'msgstr "a"\nmsgstr "b"\n', "4: `msgstr` stands twice in this entry"),
    ],
)  # fmt: skip
def test_what_is_no_gettext_is_told_with_its_line(text: str, said: str) -> None:
    assert trouble(text) == said


def test_entries_need_no_blank_line_between_them() -> None:
    text = ENTRY + 'msgstr "a"\nmsgctxt "a/c"\nmsgid "y"\nmsgstr "b"\n# note\n' + (
        'msgctxt "a/d"\nmsgid "z"\nmsgstr ""\n'
    )
    made = catalogue(text)
    assert [each.context for each in made.entries] == ["a/b", "a/c", "a/d"]
    assert made.entries[2].notes == ("# note",)


def test_another_library_reads_the_same() -> None:
    polib = pytest.importorskip("polib")
    theirs = polib.pofile("\n" + WHOLE)
    ours = [each for each in catalogue(WHOLE).entries if not each.head]
    assert [(e.msgctxt, e.msgid, e.msgstr, e.obsolete, e.fuzzy) for e in theirs] == [
        (e.context, e.source, e.text, e.gone, e.fuzzy) for e in ours
    ]
    assert theirs[0].previous_msgid == "Old words."
    again = catalogue(str(theirs))
    assert [(e.context, e.source, e.text) for e in again.entries if not e.head] == [
        (e.context, e.source, e.text) for e in ours
    ]
