"""A story read in several languages: which one a page opens in, and changing it while reading."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

pytest.importorskip("playwright" if not os.environ.get("CI") else "json")

from browser import Reader, find_chromium, prefers, reading
from playwright.sync_api import Browser

from weavec import compiler
from weavec.emit.interface import interface
from weavec.emit.page import page
from weavec.i18n.po import Catalogue, write
from weavec.i18n.texts import template
from weavec.ir import program_json
from weavec.node import node, replace
from weavec.source import SourceFile

if find_chromium() is None and not os.environ.get("CI"):
    pytest.skip("no Chromium here: set WEAVE_CHROMIUM to one", allow_module_level=True)

QUIET: list[str] = []
TABLES = Path(__file__).parents[2] / "weavec" / "languages"

STORY = """story "The Ferry"
  id 0c3f2a7e-53a4-4a7e-8d36-0b7f6c1f0a11

dreamer ada "Ada"
dreamer bo "Bo"

var coins: 0..9 = 2

scene quay "The Quay" as ada
  keepsake ticket "A ticket"
  The water is calm.
  ada: I have {coins} coins.
  choice "Pay?"
    * Pay with one.
      set coins -= 1
    * Wait.
  Now {coins} are left.
  dream-merge crossing "The Crossing"
    strand ada
      Ada hears water.
    strand bo
      Bo hears bells.
  end over "The Other Side"
"""
GERMAN = {
    "The Ferry": "Die Fähre", "The Quay": "Der Kai", "Ada": "Ada Lind", "A ticket": "Ein Billett",
    "I have {coins} coins.": "Ich habe {coins} {if coins == 1: Münze|Münzen}.",
    "Pay?": "Bezahlen?", "Pay with one.": "Mit einer bezahlen.", "Wait.": "Warten.",
    "Now {coins} are left.": "Jetzt sind es noch {coins}.", "The Crossing": "Die Überfahrt",
    "Ada hears water.": "Ada hört Wasser.", "Bo hears bells.": "Bo hört Glocken.",
    "The Other Side": "Das andere Ufer",
}  # fmt: skip
ARABIC = {"The water is calm.": "Ferry: الماء هادئ.", "Pay?": "تدفع؟"}


@node
class Told:
    """A story with translations, as the compiler is given it."""

    text: str
    words: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    def files(self) -> tuple[SourceFile, ...]:
        return (SourceFile("story.weave", self.text),)

    def catalogues(self) -> tuple[SourceFile, ...]:
        alone = compiler.compile(self, noted=True)
        assert alone.lowered is not None
        entries = template(alone.symbols, alone.lowered, "").entries
        return tuple(
            SourceFile(f"i18n/{tag}.po", write(Catalogue(tuple(
                replace(each, text=dict(words).get(each.source, "")) for each in entries[1:]
            ))))
            for tag, words in self.words
        )  # fmt: skip


def told(*languages: tuple[str, dict[str, str]], text: str = STORY) -> str:
    """The page of a story in some languages."""
    world = Told(text, tuple((tag, tuple(words.items())) for tag, words in languages))
    result = compiler.compile(world, translations=world)
    assert result.program is not None, result.diagnostics
    return page(result.program)


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("languages") / "ferry.html"
    path.write_bytes(told(("ar", ARABIC), ("de", GERMAN)).encode())
    return path


def line(reader: Reader) -> tuple[str, str, str]:
    """The words of the line that is shown, its language and its direction."""
    found: list[str] = reader.page.eval_on_selector_all(
        "[data-weave-line]",
        """(all) => [all.at(-1)].flatMap((one) => [one.textContent,
        one.closest("[lang]").lang, one.dir])""",
    )
    return found[0], found[1], found[2]


def text(reader: Reader, where: str) -> str:
    """What is written somewhere, whatever its letters look like."""
    return reader.page.text_content(where) or ""


def choose(reader: Reader, tag: str) -> None:
    """Change the language in the preferences, and leave them."""
    reader.page.keyboard.press("Escape")
    reader.page.click("[data-menu=prefs]")
    reader.page.select_option("#pref-language", tag)
    assert reader.page.evaluate("document.activeElement.id") == "pref-language"
    reader.page.keyboard.press("Escape")
    reader.page.wait_for_selector("dialog", state="detached")


def test_the_language_changes_where_the_reader_is(browser: Browser, ferry: Path) -> None:
    with reading(browser) as reader:
        reader.open(ferry).begin()
        assert line(reader) == ("The water is calm.", "en", "auto")
        reader.on_by_key()
        assert text(reader, ".name") == "Ada"
        reader.on_by_key()
        beats = reader.here()
        choose(reader, "de")
        assert reader.page.evaluate("document.documentElement.lang") == "de"
        assert reader.page.title() == "Die Fähre"
        assert reader.here() == beats
        assert line(reader) == ("Ich habe 2 Münzen.", "de", "auto")
        assert text(reader, ".prompt") == "Bezahlen?"
        assert text(reader, "[data-weave-option='1'] .ribbon-text") == (
            "Mit einer bezahlen."
        )
        assert text(reader, "[data-command=history]") == "Verlauf"
        assert "Der Kai" in text(reader, ".place")
        # The keepsake was told once, and is not told again.
        assert reader.page.locator(".toast", has_text="Keepsake").count() <= 1
        assert reader.page.locator(".toast", has_text="Andenken").count() == 0
        assert text(reader, "[aria-live]").endswith("Bezahlen? (2)")
        reader.on_by_key()
        assert line(reader)[0] == "Jetzt sind es noch 1."  # paid once
        choose(reader, "en")
        assert line(reader)[0] == "Now 1 are left."
        assert text(reader, "[data-command=history]") == "History"
        assert reader.complaints() == QUIET


def test_merges_history_and_what_has_no_translation(browser: Browser, ferry: Path) -> None:
    with reading(browser) as reader:
        reader.open(ferry).begin()
        reader.upto(".clause")
        beats = reader.here()
        choose(reader, "de")
        assert reader.here() == beats
        assert line(reader)[0] == "Ada hört Wasser."
        assert text(reader, ".owner") == "Ada Lind"
        reader.on_by_key()
        reader.press("PageUp")
        assert line(reader)[0] == "Ada hört Wasser."
        reader.page.click("[data-command=history]")
        past = text(reader, "dialog .panel-body")
        assert "Ich habe 2 Münzen." in past
        assert "Du hast gewählt: Mit einer bezahlen." in past
        assert "Die Überfahrt" in past
        first = reader.page.locator("dialog .line").first
        assert first.text_content() == "The water is calm."
        assert first.get_attribute("lang") == "en"
        reader.press("Escape")
        reader.upto("[data-weave-ending]")
        assert "Das andere Ufer" in text(reader, ".card-screen")
        choose(reader, "en")
        assert "The Other Side" in text(reader, ".card-screen")
        assert reader.complaints() == QUIET


def test_saves_are_told_in_the_language_of_now(browser: Browser, ferry: Path) -> None:
    with reading(browser) as reader:
        reader.open(ferry).begin()
        reader.on_by_key()
        reader.press("q")
        choose(reader, "de")
        reader.page.click("[data-command=save]")
        reader.page.click("[data-page=q]")
        slot = reader.page.locator("[data-slot^=q]:not(.slot-empty)")
        assert slot.locator(".slot-words").text_content() == "Ich habe 2 Münzen."
        assert slot.locator(".slot-place").text_content() == "Der Kai"
        slot.click()
        reader.page.click("[data-confirm]")
        assert line(reader)[0] == "Ich habe 2 Münzen."
        reader.press("Escape")
        reader.page.click("[data-menu=title]")
        reader.page.click("[data-confirm]")
        assert text(reader, "h1#title-words") == "Die Fähre"
        assert text(reader, ".way-where") == "Der Kai"
        reader.page.select_option("#language", "en")
        assert text(reader, "h1#title-words") == "The Ferry"
        assert text(reader, ".way-where") == "The Quay"
        assert reader.page.evaluate("document.activeElement.id") == "language"
        reader.page.reload()
        reader.page.wait_for_selector("[data-weave-title]")
        assert text(reader, "[data-way=start]") == "Begin"
        assert reader.complaints() == QUIET


@pytest.mark.parametrize(
    ("locale", "chosen", "shown"),
    [("de-AT", "", "Die Fähre"), ("fr-FR", "", "The Ferry"), ("de-DE", "en", "The Ferry"),
     ("en-GB", "de", "Die Fähre"), ("en-US", "pt", "The Ferry")],
)  # fmt: skip
def test_which_language_a_page_opens_in(
    browser: Browser, ferry: Path, locale: str, chosen: str, shown: str
) -> None:
    with reading(browser, before=prefers(language=chosen), locale=locale) as reader:
        reader.open(ferry)
        assert text(reader, "h1#title-words") == shown
        names = reader.page.locator("#language option").all_text_contents()
        assert names == ["English", "العربية", "Deutsch"]
        assert reader.complaints() == QUIET


def test_a_language_from_right_to_left(browser: Browser, ferry: Path) -> None:
    before = prefers(language="ar", speed=0, plain=False, motion="still")
    with reading(browser, before=before) as reader:
        reader.open(ferry).begin()
        # Its first letters are Latin, and still the line runs from right to left.
        assert line(reader) == ("Ferry: الماء هادئ.", "ar", "rtl")
        reader.on_by_key()
        assert line(reader) == ("I have 2 coins.", "en", "auto")
        reader.on_by_key()
        assert reader.page.get_attribute(".prompt", "dir") == "rtl"
        assert reader.page.get_attribute("[data-weave-option='1'] .ribbon-text", "lang") == "en"
        assert reader.complaints() == QUIET


def test_a_story_in_one_language_has_nothing_to_choose(browser: Browser, tmp_path: Path) -> None:
    made = told(text=STORY.replace('"The Ferry"', '"Die Fähre"\n  language de', 1))
    assert 'id="weave-words"' in made
    path = tmp_path / "one.html"
    path.write_bytes(made.encode())
    with reading(browser, locale="en-US") as reader:
        reader.open(path)
        assert text(reader, "[data-way=start]") == "Beginnen"
        assert reader.page.locator("#language").count() == 0
        reader.page.click("[data-way=prefs]")
        assert reader.page.locator("#pref-language").count() == 0
        assert reader.complaints() == QUIET
    assert "Einstellungen" not in told()


# ------------------------------------------------------------------ without a browser


def test_each_language_of_the_player_is_whole() -> None:
    tables: dict[str, dict[str, str]] = {
        path.stem: json.loads(path.read_text("utf-8")) for path in TABLES.iterdir()
    }
    assert tables.keys() == {"en", "de"}
    english = tables["en"]
    for table in tables.values():
        assert table.keys() == english.keys()
        for key, words in english.items():
            other = table[key]
            assert other.strip() == other != ""
            assert [words.count(mark) for mark in ("{0}", "{1}", "{", "\n", "|")] == [
                other.count(mark) for mark in ("{0}", "{1}", "{", "\n", "|")
            ], key


def test_a_page_carries_the_words_of_its_own_languages() -> None:
    assert list(interface(["en"])) == ["en"]
    assert list(interface(["en-GB", "fr", "it"])) == ["en-GB", "en"]
    assert list(interface(["de", "de-AT"])) == ["de", "de-AT"]


def test_translations_make_no_other_story() -> None:
    """Saves of a story hold in all its languages, and after a translation was mended."""
    world = Told(STORY, (("de", tuple(GERMAN.items())),))
    alone, both = compiler.compile(world), compiler.compile(world, translations=world)
    assert alone.program is not None and both.program is not None
    assert program_json(alone.program)["hash"] == program_json(both.program)["hash"]
