"""Translations: from a story to files for translators, and back into its program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from weavec import compiler
from weavec.cli import main
from weavec.compiler import Compilation
from weavec.disk import open_story
from weavec.i18n.po import Catalogue, Entry, read, write
from weavec.i18n.tags import canonical
from weavec.i18n.texts import template
from weavec.node import replace
from weavec.source import SourceFile

STORY = """story "The Ferry"
  author "Nobody"

dreamer ada "Ada"
  memory fear: 0..3 = 0
dreamer bo "Bo"

var coins: 0..9 = 2
var sky: clear | overcast = clear
let purse = "{if coins > 1: {coins} coins|a coin}"

scene quay "The Quay" as ada
  The *water* is {sky}.
  ada: I have {purse}.
  ada thinks: {if fear > 1: Cold.|Calm.}
  choice "Pay?"
    * Pay.
      set coins -= 1
    * Wait.
      set fear += 1
      set sky += 1
  verse
    Over the water
      and under.
  {first: The bell.|then: The bell again.}
  -> boat

scene boat "The Boat" as bo
  "A gull": Mine!
  bo: Goodbye.
  end gone "Over"
"""
PO = Path("i18n", "de.po")


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("story.weave").write_text(STORY, encoding="utf-8")
    return tmp_path


def entries(path: Path = PO) -> dict[str, Entry]:
    """What a file holds, by the words of the texts."""
    made, troubles = read(SourceFile(str(path), path.read_text("utf-8")))
    assert not troubles
    return {each.source: each for each in made.entries if not each.head}


def translate(words: dict[str, str]) -> None:
    """Put translations into the file."""
    made, _ = read(SourceFile("de.po", PO.read_text("utf-8")))
    done = [replace(each, text=words.get(each.source, each.text)) for each in made.entries]
    PO.write_text(write(Catalogue(tuple(done))), encoding="utf-8")


def edit(old: str, new: str) -> None:
    text = Path("story.weave").read_text("utf-8")
    assert old in text
    Path("story.weave").write_text(text.replace(old, new), encoding="utf-8")


def compiled() -> Compilation:
    world = open_story(".")
    return compiler.compile(world, translations=world)


def said(result: Compilation) -> list[str]:
    """Findings about translations: name, line, message."""
    return [
        f"{d.name} {d.span.file.position(d.span.start)[0]}: {d.message}"
        for d in result.diagnostics if d.code.number[1] == "7"
    ]  # fmt: skip


# ------------------------------------------------------------------ extract


def test_a_template_has_every_text_as_it_was_written(story: Path) -> None:
    assert main(["i18n", "extract"]) == 0
    path = Path("i18n", "messages.pot")
    found = entries(path)
    assert list(found)[:4] == ["The Ferry", "Nobody", "Ada", "Bo"]
    line = found["{if fear > 1: Cold.|Calm.}"]
    assert line.told[:2] == ("thought: ada", "scene quay: The Quay")
    assert line.places == ("story.weave:15",)
    assert found["Over the water\n  and under."].told[0] == "verse"
    assert found["clear"].context == "@word/sky/clear"
    assert found["A gull"].context == "@name/A gull"
    assert found["Over"].context == "@ending/gone"
    assert found["{first: The bell.|then: The bell again.}"].told[-1].startswith("{first")
    result = compiler.compile(open_story("."), noted=True)
    assert result.program is not None
    assert len(found) == len(result.program.texts["en"])
    before = path.read_bytes()
    assert main(["i18n", "extract"]) == 0
    assert path.read_bytes() == before


def test_a_template_replaces_no_story_and_no_translation(story: Path) -> None:
    for name in ("story.weave", "de.po"):
        assert main(["i18n", "extract", "-o", name]) == 2
    assert Path("story.weave").read_text("utf-8") == STORY


# ------------------------------------------------------------------ update


def test_translations_stay_with_their_texts(story: Path) -> None:
    assert main(["i18n", "update", "de"]) == 0
    translate({"Pay.": "Zahlen.", "Goodbye.": "Leb wohl.", "Over": "Drüben"})
    before = PO.read_bytes()
    assert main(["i18n", "update", "de"]) == 0
    assert PO.read_bytes() == before
    # A line that moves in its scene, one that moves to another, and others around them.
    edit("  bo: Goodbye.\n", "")
    edit("  choice", "  bo: Goodbye.\n  More.\n  choice")
    assert main(["i18n", "update"]) == 0
    found = entries()
    assert (found["Goodbye."].text, found["Goodbye."].fuzzy) == ("Leb wohl.", False)
    assert (found["Goodbye."].context or "").startswith("quay/")
    assert found["More."].text == ""


def test_a_changed_text_makes_its_translation_fuzzy(story: Path) -> None:
    main(["i18n", "update", "de"])
    translate({"Goodbye.": "Leb wohl.", "The Quay": "Der Kai"})
    edit("Goodbye.", "Goodbye, Ada.")
    edit('"The Quay"', '"The Old Quay"')
    main(["i18n", "update", "de"])
    found = entries()
    line, title = found["Goodbye, Ada."], found["The Old Quay"]
    assert (line.text, line.fuzzy) == ("Leb wohl.", True)
    assert line.previous is not None and line.previous.source == "Goodbye."
    assert (title.text, title.fuzzy) == ("Der Kai", True)
    assert title.previous is not None and title.previous.source == "The Quay"
    # A second change keeps the words that the translation was made for.
    edit("Goodbye, Ada.", "Goodbye, dear Ada.")
    main(["i18n", "update", "de"])
    line = entries()["Goodbye, dear Ada."]
    assert line.previous is not None and line.previous.source == "Goodbye."


def test_what_vanishes_is_laid_aside_and_comes_back(story: Path) -> None:
    main(["i18n", "update", "de"])
    translate({"Mine!": "Meins!"})
    edit('  "A gull": Mine!\n', "")
    main(["i18n", "update", "de"])
    assert entries()["Mine!"].gone
    assert "A gull" not in entries()  # nobody had put anything into that one
    edit("  bo: Goodbye.", '  "A gull": Mine!\n  bo: Goodbye.')
    main(["i18n", "update", "de"])
    back = entries()["Mine!"]
    assert (back.text, back.gone, back.fuzzy) == ("Meins!", False, False)


def test_old_names_are_followed(story: Path) -> None:
    main(["i18n", "update", "de"])
    translate({"The Boat": "Das Boot", "Goodbye.": "Leb wohl.", "Bo": "Bodo", "clear": "klar"})
    for old, new in (
        ('scene boat "The Boat" as bo\n', 'scene ferry "The Boat" as otto\n  was boat\n'),
        ("-> boat", "-> ferry"), ("  bo: Goodbye.", "  otto: Goodbye."),
        ('dreamer bo "Bo"', 'dreamer otto "Bo"\n  was bo'),
        ("= clear\n", "= clear\n  was sky\n"), ("var sky", "var heaven"),
        ("{sky}", "{heaven}"), ("set sky", "set heaven"),
    ):  # fmt: skip
        edit(old, new)
    main(["i18n", "update", "de"])
    found = entries()
    for source, text in (("The Boat", "Das Boot"), ("Goodbye.", "Leb wohl."), ("Bo", "Bodo"),
                         ("clear", "klar")):  # fmt: skip
        assert (found[source].text, found[source].fuzzy) == (text, False)
    assert found["Goodbye."].context in {e.context for e in found.values()}
    assert found["clear"].context == "@word/heaven/clear"


def test_of_equal_texts_one_more_keeps_the_others(story: Path) -> None:
    edit("  bo: Goodbye.\n", "  bo: Goodbye.\n  bo: Goodbye.\n")
    main(["i18n", "update", "de"])
    translate({"Goodbye.": "Leb wohl."})
    edit("  bo: Goodbye.\n  bo", "  bo: Goodbye.\n  bo: Goodbye.\n  bo")
    main(["i18n", "update", "de"])
    made, _ = read(SourceFile("de.po", PO.read_text("utf-8")))
    equal = [each for each in made.entries if each.source == "Goodbye."]
    assert [(e.text, e.fuzzy) for e in equal] == [
        ("Leb wohl.", False), ("Leb wohl.", False), ("Leb wohl.", True),
    ]  # fmt: skip


def test_chapters_are_known_by_their_titles(story: Path) -> None:
    edit("scene boat", 'chapter "Night"\n\nscene boat')
    main(["i18n", "update", "de"])
    translate({"Night": "Nacht"})
    edit("scene quay", 'chapter "Day"\n\nscene quay')
    main(["i18n", "update", "de"])
    found = entries()
    assert (found["Night"].text, found["Night"].fuzzy) == ("Nacht", False)
    assert (found["Night"].context, found["Day"].text) == ("@chapter/1", "")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'msgctxt "a"\nmsgid "x"\nmsgstr oops\n', "de.po:3:"),
        (b'\xef\xbb\xbfmsgid ""\r\nmsgstr ""\r\n\r\nhello\r\n', "de.po:4:1"),
        (b'msgid "x"\nmsgstr "\xff"\n', "de.po:2:9"),
        (b'msgid ""\nmsgstr "Content-Type: text/plain; charset=latin-1\\n"\n', "`latin-1`"),
        (b'msgid ""\nmsgstr "Language: fr\\n"\n', "`fr`"),
    ],
)
def test_what_cannot_be_read_is_not_written(
    story: Path, capfd: pytest.CaptureFixture[str], data: bytes, said: str
) -> None:
    PO.parent.mkdir()
    PO.write_bytes(data)
    assert main(["i18n", "update", "de", "fr"]) == 1
    assert said in capfd.readouterr().err
    assert PO.read_bytes() == data
    assert not Path("i18n", "fr.po").exists()


def test_a_file_from_another_system_is_read(story: Path) -> None:
    main(["i18n", "update", "de"])
    translate({"Pay.": "Zahlen."})
    PO.write_bytes(b"\xef\xbb\xbf" + PO.read_bytes().replace(b"\n", b"\r\n"))
    edit("Goodbye.", "Farewell.")
    assert main(["i18n", "update", "de"]) == 0
    assert entries()["Pay."].text == "Zahlen."


def test_what_is_no_language_is_refused(story: Path) -> None:
    assert main(["i18n", "update", "german"]) == 2
    assert main(["i18n", "update", "en"]) == 2
    assert main(["i18n", "update"]) == 2
    assert not Path("i18n").exists()


@pytest.mark.parametrize(
    ("tag", "usual"),
    [("de", "de"), ("PT-br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419"),
     ("de-1996", "de-1996"), ("sl-rozaj-biske-x-a-a", "sl-rozaj-biske-x-a-a"),
     ("de-1996-1996", None), ("de-1996-x-b-1996", "de-1996-x-b-1996"),
     ("de_DE", None), ("german", None), ("", None), ("de-", None)],
)  # fmt: skip
def test_tags(tag: str, usual: str | None) -> None:
    assert canonical(tag) == usual


# ------------------------------------------------------------------ status


def test_status_counts_texts_and_words(story: Path, capfd: pytest.CaptureFixture[str]) -> None:
    main(["i18n", "update", "de"])
    translate({"Over the water\n  and under.": "Über\n  unter.", "Goodbye.": "Leb wohl."})
    edit("Goodbye.", "Goodbye now.")
    main(["i18n", "update", "de"])
    capfd.readouterr()
    assert main(["i18n", "status", "--format", "json"]) == 0
    data = json.loads(capfd.readouterr().out)
    row = data["languages"][0]
    assert (row["language"], row["translated"], row["fuzzy"]) == ("de", 1, 1)
    assert row["untranslated"] == data["texts"] - 2
    assert row["words"] == 5
    assert row["percent"] == 500 // data["words"]
    assert main(["i18n", "status"]) == 0
    assert "de" in capfd.readouterr().out
    assert main(["i18n", "status", "--strict"]) == 1


# ------------------------------------------------------------------ into the program


def test_translations_become_a_table_of_texts(story: Path) -> None:
    main(["i18n", "update", "de"])
    translate({
        "The *water* is {sky}.": "Das *Wasser* ist {sky}.", "clear": "klar",
        "{if coins > 1: {coins} coins|a coin}": "{if coins == 1: eine Münze|{coins} Münzen}",
        "{if fear > 1: Cold.|Calm.}": "{if fear > 0: **Kalt**.|Ruhig.}",
        "Over the water\n  and under.": "Über das Wasser\nund hinunter.",
        "{first: The bell.|then: The bell again.}": "{first: Die|then: Wieder die} Glocke.",
    })  # fmt: skip
    result = compiled()
    assert result.program is not None
    own, made = result.program.texts["en"], result.program.texts["de"]
    by_words = {words: key for key, words in own.items() if len(words) == 1}
    assert made[by_words[("clear",)]] == ("klar",)
    assert made["@let/purse"][0][0] == "if"
    assert made["@let/purse"][0][2] == (own["@let/purse"][0][1][0][1][0], " Münzen")
    verse = next(key for key, nodes in own.items() if ("br",) in nodes)
    assert made[verse] == ("Über das Wasser", ("br",), "und hinunter.")
    assert list(made) == [key for key in own if key in made]
    assert {line.split(":")[0] for line in said(result)} == {"untranslated 1"}
    assert "15 of 21 texts" in said(result)[0]


def test_translations_change_nothing_else(story: Path) -> None:
    world = open_story(".")
    alone = compiler.compile(world).program
    main(["i18n", "update", "de"])
    translate({"Goodbye.": "{either: Leb wohl|Tschüss}, {coins}."})
    with_it = compiled()
    assert alone is not None and with_it.program is not None and with_it.lowered is not None
    assert replace(with_it.program, texts=alone.texts) == alone
    assert with_it.lowered.program == alone


@pytest.mark.parametrize(
    ("source", "text", "message"),
    [
        ("Goodbye.", "Leb *wohl.", "this `*` opens emphasis that is never closed"),
        ("Goodbye.", "Leb wohl {coin}.", "there is no value named `coin`"),
        ("Goodbye.", "{if coins > 1: Leb wohl.}", "this translation can come out empty"),
        ("Goodbye.", "{if coins: Leb wohl.|Los.}", "a condition is a flag, and this is a number"),
        ("Goodbye.", "Leb\nwohl.", "only a verse has line ends, and this is none"),
        ("Goodbye.", "{first: Leb wohl.|then: Los.}", "`first` counts the showings of a line"),
        ("Goodbye.", "{if visited(quay): Leb wohl.|Los.}", "a count that the story does not keep"),
        ("Goodbye.", "{ada.fear}", "reads the memory `ada.fear`, which the original does not"),
        ("Goodbye.", "{if ada.fear > 1: Ach|So}.", "reads the memory `ada.fear`"),
        ("I have {purse}.", "Ich habe {fear}.", "reads the memory `ada.fear`"),
        ("{if coins > 1: {coins} coins|a coin}", "{ada.fear}", "reads the memory `ada.fear`"),
        ("Goodbye.", "Leb wohl. -> quay", "an arrow in a text"),
        ("The Boat", "Boot {coins}", "this title is shown before anything has happened"),
        ("Goodbye.", "Leb wohl\u0007", "a control character"),
    ],
)
def test_what_cannot_stand_is_an_error(story: Path, source: str, text: str, message: str) -> None:
    main(["i18n", "update", "de"])
    translate({source: text})
    result = compiled()
    errors = [d for d in result.diagnostics if d.severity == "error"]
    assert [d.name for d in errors] == ["bad-translation"]
    assert message in errors[0].message
    assert result.program is None
    line = errors[0].span.file.position(errors[0].span.start)[0]
    assert errors[0].span.file.path == "i18n/de.po"
    assert PO.read_text("utf-8").split("\n")[line - 1].startswith(("msgstr", '"'))


def test_a_memory_may_be_read_where_the_original_reads_it(story: Path) -> None:
    main(["i18n", "update", "de"])
    translate({"{if fear > 1: Cold.|Calm.}": "{if ada.fear == 3: Eis|if fear > 0: Kalt|Ruhig}."})
    assert compiled().program is not None


def test_what_is_stale_is_told_and_not_shown(story: Path) -> None:
    main(["i18n", "update", "de"])
    translate({"Goodbye.": "Leb wohl.", "Pay.": "Zahlen.", "The Quay": "Der Kai"})
    edit("Goodbye.", "Goodbye, Ada.")
    edit('"The Quay"', '"The Old Quay"')
    result = compiled()
    stale = [line.split(": ")[1] for line in said(result) if line.startswith("stale")]
    assert stale == ["the text has changed since this", "the story has no such text any more"]
    main(["i18n", "update", "de"])
    result = compiled()
    stale = [line.split(": ")[1] for line in said(result) if line.startswith("stale")]
    assert stale == ["nobody has confirmed this translation since its text changed"] * 2
    assert result.program is not None
    assert sorted(map(str, result.program.texts["de"].values())) == ["('Zahlen.',)"]


@pytest.mark.parametrize(
    ("name", "message"),
    [("de_DE.po", "`de_DE` is not a language"), ("en.po", "the story itself is written in `en`"),
     ("DE.po", "is of the same language")],
)  # fmt: skip
def test_a_file_is_named_after_its_language(story: Path, name: str, message: str) -> None:
    main(["i18n", "update", "de"])
    if not Path("i18n", name).exists():  # where names differ by case alone
        Path("i18n", name).write_bytes(b'msgid ""\nmsgstr ""\n')
        found = [d for d in compiled().diagnostics if d.name == "bad-catalogue"]
        assert message in found[0].message


def test_a_story_with_errors_hears_nothing_of_translations(story: Path) -> None:
    main(["i18n", "update", "de"])
    translate({"Goodbye.": "Leb *wohl."})
    edit("-> boat", "-> bota")
    assert said(compiled()) == []
    assert main(["i18n", "update", "fr"]) == 1
    assert not Path("i18n", "fr.po").exists()


STORIES = sorted({path.parent for path in Path(__file__).parents[1].glob("stories/**/*.weave")})


@pytest.mark.parametrize("folder", [path for path in STORIES if path.parent not in STORIES])
def test_words_that_come_back_unchanged_are_the_same_text(folder: Path) -> None:
    """What translators are shown reads as what the author wrote: no mark and no value is lost."""
    world = open_story(str(folder))
    alone = compiler.compile(world, noted=True)
    assert alone.lowered is not None
    entries = template(alone.symbols, alone.lowered, "").entries[1:]
    made = write(Catalogue(tuple(replace(each, text=each.source) for each in entries)))

    class Same:
        def catalogues(self) -> tuple[SourceFile, ...]:
            return (SourceFile("i18n/qaa.po", made),)

    result = compiler.compile(world, translations=Same())
    assert result.program is not None
    assert said(result) == []
    assert result.program.texts["qaa"] == result.program.texts[alone.lowered.program.story.language]
