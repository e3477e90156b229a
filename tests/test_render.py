"""Findings as text and for programs: places, widths, and that nothing acts on a terminal."""

from __future__ import annotations

import json
import re
import time
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weavec.codes import CODES
from weavec.diagnostics import Diagnostic, Label
from weavec.prove.result import Ending, Proof
from weavec.render.formats import as_github, as_json, as_sarif
from weavec.render.paint import wants_color
from weavec.render.reading import words_of
from weavec.render.snippet import Mark, rows
from weavec.render.text import as_text, summary
from weavec.render.visible import visible, width, wrap
from weavec.render.way import in_a_row, length, phrase
from weavec.source import SourceFile, Span
from weavec.walk import Walk

STORY = SourceFile(
    "acts/2.weave",
    'story "X"\n'
    "scene hall\n"
    "  Prose here.\n"
    "  elena: Hi {doubt} there {doubt}.\n"
    "\n"
    "  if x\n"
    "    b\n"
    "  -> chamber\n",
)
OTHER = SourceFile("cast.weave", "dreamer jax\n")


def place(words: str, file: SourceFile = STORY, nth: int = 0) -> Span:
    """Where words stand in a file."""
    at = -1
    for _ in range(nth + 1):
        at = file.text.index(words, at + 1)
    return Span(file, at, at + len(words))


def finding(
    span: Span, *labels: Label, name: str = "undefined-scene", hint: str | None = None
) -> Diagnostic:
    return Diagnostic(CODES[name], span, "no scene is named `chamber`", hint, labels)


def text_of(*found: Diagnostic, **more: Any) -> str:
    return as_text(found, **more)


# ------------------------------------------------------------------ text


def test_one_place() -> None:
    shown = text_of(finding(place("chamber"), hint="did you mean `chambers`?"), prefix="story/")
    assert shown == (
        "error[E101] undefined-scene: no scene is named `chamber`\n"
        " --> story/acts/2.weave:8:6\n"
        "  |\n"
        "8 |   -> chamber\n"
        "  |      ^^^^^^^\n"
        "  |\n"
        "  = hint: did you mean `chambers`?\n"
        "\n"
    )


def test_several_places() -> None:
    shown = text_of(
        finding(
            place("{doubt}", nth=1),
            Label(place("{doubt}"), "first here"),
            Label(place("{doubt}", nth=1), "then here"),
            Label(place("elena"), "of hers"),
            Label(place("hall"), "in this scene"),
            Label(place("chamber"), "on the way to"),
            Label(place("jax", OTHER), "declared here"),
        )
    )
    assert shown == (
        "error[E101] undefined-scene: no scene is named `chamber`\n"
        " --> acts/2.weave:4:27\n"
        "  |\n"
        "2 | scene hall\n"
        "  |       ---- in this scene\n"
        "3 |   Prose here.\n"
        "4 |   elena: Hi {doubt} there {doubt}.\n"
        "  |   -----     -------       ^^^^^^^ then here\n"
        "  |   |         |\n"
        "  |   |         first here\n"
        "  |   of hers\n"
        "...\n"
        "8 |   -> chamber\n"
        "  |      ------- on the way to\n"
        " ::: cast.weave:1:9\n"
        "  |\n"
        "1 | dreamer jax\n"
        "  |         --- declared here\n"
        "\n"
    )


def test_place_of_several_lines() -> None:
    start, end = place("if x").start, place("  -> chamber").start
    shown = text_of(finding(Span(STORY, start, end)))
    assert "6 |   if x\n  |   ^^^^\n7 |     b\n  |     ^\n\n" in shown


def test_places_at_the_edges() -> None:
    empty = SourceFile("e.weave", "")
    assert text_of(finding(Span(empty, 0, 0))).endswith("--> e.weave:1:1\n\n")  # nothing to quote
    end = len(STORY.text)
    assert "9 |\n  | ^\n" in text_of(finding(Span(STORY, end, end)))


@pytest.mark.parametrize(
    ("before", "word", "column"),
    [
        ("", "here", 0),
        ("ab ", "here", 3),
        ("\t", "here", 4),
        ("ab\t", "here", 4),
        ("夢の中 ", "here", 7),
        ("e\u0301e\u0301 ", "here", 3),
        ("\u202e", "here", 6),
        ("\x1b[31m", "here", 8),
        ("\x9b", "here", 4),
        ("\U000e0041", "here", 10),
        ("😀", "here", 2),
        ("", "夢", 0),
    ],
)
def test_carets_stand_under_their_words(before: str, word: str, column: int) -> None:
    line = f"{before}{word} after"
    shown, under = rows(
        line, [Mark(len(before), len(before) + len(word), True, None, "error")], 90, lambda _, t: t
    )
    assert under == " " * column + "^" * width(word)
    assert width(shown[: shown.index(word)]) == column


@pytest.mark.parametrize("at", [0, 1, 50, 5_000, 999_990, 1_000_000])
def test_long_lines_are_shown_around_the_place(at: int) -> None:
    line = "x" * at + "HERE" + "y" * (1_000_000 - at)
    started = time.process_time()
    shown, under = rows(line, [Mark(at, at + 4, True, "this", "error")], 80, lambda _, t: t)
    assert time.process_time() - started < 0.5
    assert width(shown) <= 80
    column = shown.index("HERE")
    assert under == " " * column + "^^^^ this"
    assert shown.startswith("…") == (at > 38)
    assert shown.endswith("…") == (at < 999_960)


def test_a_place_longer_than_the_screen() -> None:
    shown, under = rows("z" * 500, [Mark(100, 400, True, "all", "error")], 60, lambda _, t: t)
    assert width(shown) <= 60
    assert re.fullmatch(r" *\^{20,59} all", under)


def test_colour_only_adds_codes() -> None:
    found = finding(place("chamber"), Label(place("hall"), "here"), hint="mend it")
    bare = re.sub(r"\x1b\[[0-9;]*m", "", text_of(found, color=True))
    assert bare == text_of(found)
    assert "\x1b" not in text_of(found)


@pytest.mark.parametrize(
    ("choice", "environment", "terminal", "wanted"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_who_wants_colour(
    choice: str, environment: dict[str, str], terminal: bool, wanted: bool
) -> None:
    assert wants_color(choice, environment, terminal) is wanted


def test_summary() -> None:
    error = finding(place("hall"))
    warning = finding(place("hall"), name="missing-id")
    note = finding(place("hall"), name="todo")
    assert summary([]) == "no findings"
    assert summary([error]) == "1 error"
    assert summary([note, warning, error, error]) == "2 errors, 1 warning, 1 note"


# ------------------------------------------------------------------ ways


def walk(*entries: str, shortest: bool = True, beats: int = 14) -> Walk:
    """A walk that is only written down."""
    decided = sum(not each.startswith(("random:", "say:")) for each in entries)
    return Walk((), (), entries, decided, beats, shortest)


def stuck(way: Walk, span: Span | None = None) -> Diagnostic:
    return Diagnostic(CODES["todo"], span or place("hall"), "m", "h", (), "refuted", way)


def test_a_way_stands_below_its_finding() -> None:
    way = walk("Leave.", "random: 2 of 3", "say: Ada", "say:", "option: 2")
    assert text_of(stuck(way)) == (
        "note[N601] todo: m\n"
        " --> acts/2.weave:2:7\n"
        "  |\n"
        "2 | scene hall\n"
        "  |       ^^^^\n"
        "  |\n"
        "  = hint: h\n"
        "  |\n"
        "  = a reader gets there in 2 choices, and not in fewer:\n"
        "      1. Leave.\n"
        "         by chance: 2 of 3\n"
        "         say “Ada”\n"
        "         say nothing\n"
        "      2. option 2\n"
        "\n"
    )


@pytest.mark.parametrize(
    ("way", "words"),
    [
        (walk(), "a reader gets there without a choice"),
        (walk("say: x"), "a reader gets there without a choice"),
        (walk("random: 1 of 2"), "a reader gets there without a choice, if chance has it so"),
        (walk("A"), "a reader gets there in 1 choice"),
        (walk("A", "B", shortest=False), "a reader gets there in 2 choices"),
        (walk(*["A"] * 1200), "a reader gets there in 1,200 choices, and not in fewer"),
    ],
)
def test_how_long_a_way_is(way: Walk, words: str) -> None:
    assert length(way) == words
    shown = text_of(stuck(way))
    assert f"  = {words}{':' if way.entries else ''}\n" in shown


def test_a_long_way_is_shown_in_part() -> None:
    whole = text_of(stuck(walk(*(f"Option {n}." for n in range(1, 13)))))
    assert "more" not in whole
    assert "      12. Option 12.\n" in whole
    shown = text_of(stuck(walk(*(f"Option {n}." for n in range(1, 21)))))
    rows_ = shown.partition("in fewer:\n")[2].rstrip("\n").split("\n")
    assert rows_ == [
        *(f"       {n}. Option {n}." for n in range(1, 7)),
        "          … 9 more, which `--format json` lists",
        *(f"      {n}. Option {n}." for n in range(16, 21)),
    ]
    told = in_a_row(walk(*"abcdefghijklm"))
    assert told == "a > b > c > d > e > f > … 2 more … > i > j > k > l > m"


def test_a_long_option_is_wrapped() -> None:
    shown = text_of(stuck(walk("word " * 40)), columns=60)
    assert max(map(len, shown.splitlines())) <= 60
    assert "      1. word word" in shown
    assert "\n         word word" in shown


def test_ways_for_programs() -> None:
    found = stuck(walk("Leave.", "random: 2 of 3"), place("chamber"))
    (told,) = json.loads(as_json(None, "", [found]))["diagnostics"]
    assert told["verdict"] == "refuted"
    assert told["witness"] == {"choices": ["Leave.", "random: 2 of 3"], "beats": 14}
    (result,) = json.loads(as_sarif([found], "0"))["runs"][0]["results"]
    assert result["properties"] == {
        "verdict": "refuted", "witness": {"choices": ["Leave.", "random: 2 of 3"], "beats": 14}
    }  # fmt: skip
    assert as_github([found]).endswith(
        "::m%0Ahint: h%0Aa reader gets there in 1 choice: Leave. > by chance: 2 of 3\n"
    )
    proved = Diagnostic(CODES["todo"], place("hall"), "m", verdict="proved")
    (result,) = json.loads(as_sarif([proved], "0"))["runs"][0]["results"]
    assert result["properties"] == {"verdict": "proved"}
    assert "properties" not in json.loads(as_sarif([finding(place("hall"))], "0"))["runs"][0][
        "results"
    ][0]


def test_a_proof_in_json() -> None:
    way = walk("A\x1b", beats=3)
    proof = Proof(
        {"a": True, "b": False, "c": None}, {"a/x": True, "a/y": True}, {"a/o": False},
        {
            "won": Ending("won", True, False, way),
            "lost": Ending("lost", False, False, None),
            "open": Ending("open", None, None, None),
        },
        {}, frozenset(), (), (), ("too much\x1b",), {"seconds": 1.0},
    )  # fmt: skip
    assert "proof" not in json.loads(as_json(None, "", []))
    assert json.loads(as_json(None, "", [], proof))["proof"] == {
        "scenes": {"reachable": 1, "unreachable": 1, "unknown": 1},
        "lines": {"reachable": 2, "unreachable": 0, "unknown": 0},
        "options": {"reachable": 0, "unreachable": 1, "unknown": 0},
        "endings": {
            "won": {"verdict": "proved", "sure": False, "choices": ["A\\x1b"], "beats": 3},
            "lost": {"verdict": "unreachable", "sure": False, "choices": None, "beats": None},
            "open": {"verdict": "undecided", "sure": None, "choices": None, "beats": None},
        },
        "undecided": ["too much\\x1b"],
    }


@given(st.text(max_size=30))
def test_any_entry_can_be_shown(entry: str) -> None:
    """Whatever an option's words are; and a form that a walk file knows is told as what it is."""
    for each in (entry, f"say: {entry}", f"random: {entry}", f"option: {entry}"):
        shown = phrase(each)
        assert visible(shown) == shown


# ------------------------------------------------------------------ nothing acts


ACTS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))] + list(
    "\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068"
    "\u2069\ufeff\xad\U000e0001\U000e0041\ud800\udfff"
)


@pytest.mark.parametrize("char", ACTS, ids=lambda char: f"U+{ord(char):04X}")
def test_no_character_acts_in_any_form(char: str) -> None:
    """Wherever it stands: path, line, message, hint, a label, the title, what a reader picks."""
    bad = f"a{char}b"
    line = bad.replace("\n", "")
    file = SourceFile(bad, f"{line}\n")
    found = Diagnostic(
        CODES["bad-line"], Span(file, 0, len(line)), bad, bad, (Label(Span(file, 0, 1), bad),),
        "refuted", walk(bad, f"say: {bad}"),
    )  # fmt: skip
    forms = {
        "text": as_text([found]),
        "json": as_json(bad, bad, [found]),
        "sarif": as_sarif([found], "0", bad),
        "github": as_github([found], bad),
    }
    for name, shown in forms.items():
        if char != "\n":
            assert char not in shown, name
        shown.encode("utf-8")
    assert len(forms["github"].splitlines()) == 1
    assert forms["text"].count("\n") == 14
    json.loads(forms["json"])
    json.loads(forms["sarif"])


@given(st.text())
def test_visible_text_is_safe_and_stays_when_it_is_shown_again(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    for char in shown:
        assert unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp")
        assert unicodedata.bidirectional(char) not in (
            "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"
        )  # fmt: skip


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60), st.integers(0, 59))
def test_any_line_can_be_shown(text: str, at: int) -> None:
    line = text.replace("\n", "")
    at = min(at, len(line))
    for columns in (20, 80):
        shown, under = rows(line, [Mark(at, at + 1, True, "x", "error")], columns, lambda _, t: t)
        assert width(shown) <= columns
        assert width(under) <= columns + 12
        assert "^ x" in under


@given(st.text(alphabet="ab 夢\n", max_size=80), st.integers(2, 20))
def test_wrapped_text_fits_and_loses_nothing(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_wide_text_breaks_between_its_characters() -> None:
    assert wrap("夢の中で会う", 6) == ["夢の中", "で会う"]
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]


# ------------------------------------------------------------------ for programs


def test_json() -> None:
    found = finding(place("chamber"), Label(place("jax", OTHER), "here"), hint="mend it")
    note = finding(place("hall"), name="todo")
    assert json.loads(as_json("5b", "The Hall", [found, note])) == {
        "version": 1,
        "story": {"id": "5b", "title": "The Hall"},
        "diagnostics": [
            {
                "code": "E101",
                "name": "undefined-scene",
                "severity": "error",
                "verdict": None,
                "file": "acts/2.weave",
                "line": 8,
                "column": 6,
                "end_line": 8,
                "end_column": 13,
                "message": "no scene is named `chamber`",
                "hint": "mend it",
                "labels": [{"file": "cast.weave", "line": 1, "column": 9, "message": "here"}],
                "witness": None,
            },
            {
                "code": "N601",
                "name": "todo",
                "severity": "note",
                "verdict": None,
                "file": "acts/2.weave",
                "line": 2,
                "column": 7,
                "end_line": 2,
                "end_column": 11,
                "message": "no scene is named `chamber`",
                "hint": None,
                "labels": [],
                "witness": None,
            },
        ],
        "summary": {"errors": 1, "warnings": 0, "notes": 1},
    }


def test_columns_count_code_points() -> None:
    file = SourceFile("a.weave", "😀夢e\u0301 here\n")
    data = json.loads(as_json(None, "", [finding(place("here", file))]))
    assert data["diagnostics"][0]["column"] == 6


def test_sarif() -> None:
    found = [
        finding(place("hall"), name="todo"),
        finding(place("chamber"), Label(place("hall"), "here"), hint="mend it"),
    ]
    log = json.loads(as_sarif(found, "1.2.3", "my story/"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("weavec", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == ["E101", "N601"]
    assert [rule["defaultConfiguration"]["level"] for rule in driver["rules"]] == ["error", "note"]
    note, error = run["results"]
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert (note["ruleId"], note["level"]) == ("N601", "note")
    place_ = error["locations"][0]["physicalLocation"]
    assert place_["artifactLocation"]["uri"] == "my%20story/acts/2.weave"
    assert place_["region"] == {"startLine": 8, "startColumn": 6, "endLine": 8, "endColumn": 13}
    assert error["relatedLocations"][0]["message"] == {"text": "here"}
    assert error["message"]["text"].endswith("Hint: mend it")
    assert run["columnKind"] == "unicodeCodePoints"


def test_github() -> None:
    file = SourceFile("a,b:c%.weave", "one\ntwo\n")
    one = Diagnostic(CODES["bad-line"], Span(file, 0, 3), "100 % wrong", "mend: it")
    two = Diagnostic(CODES["todo"], Span(file, 0, 7), "both", None)
    assert as_github([one, two], "s/").splitlines() == [
        "::error file=s/a%2Cb%3Ac%25.weave,line=1,endLine=1,title=E001 bad-line,col=1,endColumn=4"
        "::100 %25 wrong%0Ahint: mend: it",
        "::notice file=s/a%2Cb%3Ac%25.weave,line=1,endLine=2,title=N601 todo::both",
    ]


# ------------------------------------------------------------------ plays


def test_words_of_composed_text() -> None:
    nodes = [
        "a ", ["em", ["b"]], ["strong", [" c"]], ["ruby", ["夢"], ["ゆめ"]], ["pause", 500],
        ["br"], "d\x1b",
    ]  # fmt: skip
    assert words_of(nodes) == "a *b*** c**夢(ゆめ)\nd\\x1b"
    assert words_of(None) == ""
