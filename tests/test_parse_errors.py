"""Slips and what is said about them: each once, at its place, in words that help.

A slip is the lines of a scene, or after `TOP` a whole file; with it the line and the name of its
one message, and words that the message or its hint holds.
"""

from __future__ import annotations

import random
import time

import pytest

from weavec.diagnostics import Diagnostic
from weavec.source import SourceFile
from weavec.syntax.explain import shapes
from weavec.syntax.parse import MOST_MESSAGES, parse

HEAD = 'dreamer elena "E"\n  moods calm\ndreamer jax\nscene hall "H" as elena\n'
HEAD_LINES = 4


def found(text: str) -> tuple[SourceFile, tuple[Diagnostic, ...]]:
    file = SourceFile("t.weave", text)
    return file, parse(file)[1]


def in_scene(lines: str) -> str:
    return HEAD + "".join(f"  {line}\n" if line else "\n" for line in lines.split("\n"))


SCENE = [
    ('chioce "What?"\n  * Yes.', 1, "bad-line", "did you mean `choice`"),
    ("Choice\n  * Yes.", 1, "bad-line", "did you mean `choice`"),
    ("sett x = 1", 1, "bad-line", "did you mean `set`"),
    ("goto rally", 1, "bad-line", "did you mean `->`"),
    ("if y\n  a\nelif y:\n  b", 3, "bad-line", "did you mean `else if`"),
    ("if x:\n  a", 1, "bad-line", "no colon"),
    ("if x\n  a\nelse:\n  b", 3, "bad-line", "no colon"),
    ("choice:\n  * A", 1, "bad-line", "no colon"),
    ("if x = 3\n  a", 1, "bad-line", "does not compare"),
    ("set x == 3", 1, "bad-line", "single `=`"),
    ("set x + 1", 1, "bad-line", "`+=`, `-=` or `=` is expected"),
    ("set x++", 1, "bad-line", "+= 1"),
    ("set = 3", 1, "bad-line", "a name is expected"),
    ("if x => 3\n  a", 1, "bad-line", "`=>` is written `>=`"),
    ("if x && y\n  a", 1, "bad-line", "write `and`"),
    ("if x || y\n  a", 1, "bad-line", "write `or`"),
    ("if !x\n  a", 1, "bad-line", "write `not`"),
    ("if x % 2\n  a", 1, "bad-line", "there is no `%`"),
    ("if 0 < x < 5\n  a", 1, "bad-line", "join two comparisons with `and`"),
    ("if (x or y\n  a", 1, "bad-line", "`)` is expected"),
    ("if x and\n  a", 1, "bad-line", "a value is expected"),
    ('if x == "you"\n  a', 1, "bad-line", "never tested"),
    ("set x = 0.5", 1, "bad-line", "whole"),
    ("set x = 99999999999999999999", 1, "bad-line", "too large"),
    ("if x", 1, "bad-indent", "nothing is indented under this `if`"),
    ("else\n  a", 1, "misplaced-line", "follows the block of `if`"),
    ("if x\n  a\nelse what", 3, "bad-line", "`else`"),
    ("either\n  a\nor\n  b\nor nothing at all", 5, "bad-line", "prose"),
    ("as if it held\n  a", 1, "bad-line", "the end of the line is expected"),
    ('or "so they say"', 1, "bad-line", "or"),
    ("* Yes.", 1, "misplaced-line", "`choice` or `hub`"),
    ("* Yes.\n* No.", 1, "misplaced-line", "`choice` or `hub`"),
    ("choice\n* Yes.\n* No.\nProse.", 1, "bad-indent", "indent them by two more"),
    ("choice\n* Yes.\n  a\n* No.\nProse.", 1, "bad-indent", "indent them by two more"),
    ("choice\n  * A\n  + Yes.", 3, "misplaced-line", "begins with `* `"),
    ("choice\n  * A\n  Prose.\n  More.\n  * B", 3, "misplaced-line", "only options"),
    ("choice\n  *Ours.\n  * A", 2, "bad-text-mark", "an option needs a blank"),
    ("choice\n  * (onec) Yes.", 2, "bad-line", "did you mean `once`"),
    ("choice\n  * (If x > 3) Yes.", 2, "bad-line", "did you mean `if`"),
    ("choice\n  * (if x > 3 Step away.", 2, "bad-line", "`Step` cannot stand here"),
    ("choice\n  * (needs x >= 3) Yes.", 2, "bad-line", 'a text in "quotes"'),
    ("choice\n  * (once, once) Yes.", 2, "bad-line", "twice"),
    ("choice\n  * Go. -> hall\n    Body.\n    More.\n  * B", 2, "bad-indent", "jumps away"),
    ("choice\n  if x\n    prose\n    * A\n  * B", 3, "misplaced-line", "`if` holds options"),
    ("choice\nProse.", 1, "bad-indent", "no option stands under this `choice`"),
    ("hub\n  lead.\nProse.", 1, "bad-indent", "no option stands under this `hub`"),
    ("choice\n  *\n  * A", 2, "bad-line", "no text"),
    ("choice\n  * -> hall\n  * A", 2, "bad-line", "no text"),
    ("choice\n  * A -> the hall", 2, "bad-line", "one word"),
    ("choice\n  * A *b -> hall", 2, "bad-text-mark", "never closed"),
    ("strand elena\n  a", 1, "misplaced-line", "dream-merge"),
    ("sync bell", 1, "misplaced-line", "dream-merge"),
    ("dream-merge m\n  prose\n  strand elena\n    a", 2, "misplaced-line", "`strand` or a `sync`"),
    ("dream-merge m\n  strand elena\n    a\n  clarity x", 4, "misplaced-line", "first"),
    ("dream-merge m\n  strand elena\n    if x\n      sync b\n    a", 4, "misplaced-line", "block"),
    ("dream-merge m\n  strand elena\n    sync b\n      a", 4, "bad-indent", "no block"),
    ("dream-merge fragmented\n  strand elena\n    a", 1, "bad-line", "keyword"),
    ("dream-merge m torn\n  strand elena\n    a", 1, "bad-line", "`woven`"),
    ("dream-merge m", 1, "bad-indent", "dream-merge"),
    ("either\n  a.\nProse.", 1, "bad-indent", "no `or`"),
    ("first\n  a.\nProse.", 1, "bad-indent", "no `then`"),
    ("->", 1, "bad-line", "expected after `->`"),
    ("-> the hall", 1, "bad-line", "the_hall"),
    ("-> hall asjax", 1, "bad-line", "one word"),
    ("-> hall as", 1, "bad-line", "a name is expected"),
    ("visit the hall", 1, "bad-line", "`as` or the end of the line"),
    ("He leaves. -> rally", 1, "bad-text-mark", "next line"),
    ("elena: Go. -> rally", 1, "bad-text-mark", "next line"),
    ("elena (shaken) Wake!", 1, "undefined-speaker", "elena (mood):"),
    ("elena (shaken: Wake!", 1, "undefined-speaker", "elena (mood):"),
    ("elena thinsk: a", 1, "undefined-speaker", "elena thinks:"),
    ('elena ("A", "B"): hi', 1, "bad-line", "one other name"),
    ("elena:", 1, "bad-indent", "speaker line"),
    ("elena:\nProse.", 1, "bad-indent", "speaker line"),
    ("verse\nProse.", 1, "bad-indent", "verse"),
    ("verse\n  one *two\n  three", 2, "bad-text-mark", "never closed"),
    ("{if x: goes", 1, "bad-text-mark", "`{` is never closed"),
    ("a }", 1, "bad-text-mark", "nothing opens"),
    ("{if x goes|stays}", 1, "bad-text-mark", "`:` is expected"),
    ("{once: a|b}", 1, "bad-text-mark", "`once` is not a form"),
    ("{}", 1, "bad-text-mark", "nothing stands"),
    ("{if x: a|b|c}", 1, "bad-text-mark", "the last one"),
    ("{x|y}", 1, "bad-text-mark", "parts branches"),
    ("{x y}", 1, "bad-text-mark", "`y` cannot stand here"),
    ("{if x = 3: a|b}", 1, "bad-text-mark", "does not compare"),
    ("{first: a|b}", 1, "bad-text-mark", "then:"),
    ("{then: a}", 1, "bad-text-mark", "{first:"),
    ("{either: a} b", 1, "bad-text-mark", "one branch"),
    ("{ruby: a} b", 1, "bad-text-mark", "reading"),
    ("{pause long}", 1, "bad-text-mark", "seconds"),
    ("{time}", 1, "bad-line", "keyword"),
    ("a *never", 1, "bad-text-mark", "never closed"),
    ("a * never* b", 1, "bad-text-mark", "*"),
    ("*a **b***", 1, "bad-text-mark", "inside each other"),
    ("{if x: *a|b*}", 1, "bad-text-mark", "in its branch"),
    ("One\\ntwo", 1, "bad-text-mark", "this is none"),
    ('choice "What *now?"\n  * A', 1, "bad-text-mark", "never closed"),
    ("shift jax", 1, "bad-line", "`to` is expected"),
    ("seen elena\n  a", 1, "bad-line", "`by`"),
    ("reveal doubt jax", 1, "bad-line", "`to` is expected"),
    ("wake rally", 1, "bad-line", "`->` is expected"),
    ("end z The end", 1, "bad-line", 'a text in "quotes"'),
    ("show elena shaken", 1, "bad-line", "`(`, `with` or the end of the line"),
    ("backdrop hall fade", 1, "bad-line", "`with`"),
    ("music", 1, "bad-line", "a name or `off`"),
    ("effect shake -1", 1, "bad-line", "a number"),
    ("pause half", 1, "bad-line", "seconds"),
    ("pause 0.1234", 1, "bad-line", "three decimals"),
    ("pause 9999999", 1, "bad-line", "ten minutes"),
    ("ask name", 1, "bad-line", 'a text in "quotes"'),
    ('set x = "a', 1, "bad-line", "never closed"),
    ("set theory is a country", 1, "bad-line", "begin the line with \\"),
    ("memory x = 1", 1, "misplaced-line", "`dreamer`"),
    ("var x = 1", 1, "misplaced-line", "margin"),
    ("a\nlayout page", 2, "misplaced-line", "heading"),
    ("a\ntime 21:40", 2, "misplaced-line", "heading"),
    ("if x\n  A.\n Three.", 3, "bad-indent", "between two levels"),
    ("if x\n  A.\n Three.\n Four.", 3, "bad-indent", "between two levels"),
    ("Prose.\n  Deeper.\n  Deeper.", 2, "bad-indent", "too far"),
    ("set x = 1\n  Deeper.", 2, "bad-indent", "`set`"),
    ("#comment", 1, "bad-line", "write `# `"),
    ("#comment *here*", 1, "bad-line", "write `# `"),
    ("shift\u00a0to jax", 1, "bad-character", "U+00A0"),
    ("\u200bshift to jax", 1, "bad-character", "U+200B"),
    ("-> \u2060hall", 1, "bad-character", "U+2060"),
    ("elena\u00a0: hi", 1, "bad-character", "U+00A0"),
    ("a\x00b", 1, "bad-character", "U+0000"),
    ("a\u2028b", 1, "bad-character", "U+2028"),
    ("a\\", 1, "bad-line", "joins the line"),
    ("if " + "not " * 21 + "x\n  a", 1, "too-deep", "20"),
    ("set x = " + "(" * 21 + "x" + ")" * 21, 1, "too-deep", "20"),
    ("set x = " + "x + " * 101 + "x", 1, "too-deep", "100"),
    ("{if x: " * 21 + "}" * 21, 1, "too-deep", "20"),
    ("{x" + " + x" * 101 + "}", 1, "too-deep", "100"),
    ("a {x} " + "b" * 20_000, 1, "bad-line", "20,000"),
]

TOP = [
    ("\tscene a\n", 1, "tab-indent", "spaces"),
    ("scene a\n\tx\n\ty\n", 2, "tab-indent", "1 more"),
    ("  scene a\n    x\n", 1, "bad-indent", "nothing stands above"),
    ("story The Last\n", 1, "bad-line", 'a text in "quotes"'),
    ("scene The Hall\n  a\n", 1, "bad-line", "`Hall` cannot stand here"),
    ('scene a "The Hall\n  a\n', 1, "bad-line", "never closed"),
    ("scene a 'The Hall'\n  a\n", 1, "bad-line", "does not quote"),
    ("scene a as elena and jax\n  a\n", 1, "bad-line", "`,` or the end of the line"),
    ("scnee hall\n  a\n", 1, "bad-line", "did you mean `scene`"),
    ("scene a\n  time 9pm\n  a\n", 2, "bad-line", "21:40"),
    ("scene a\n  time 25:00\n  a\n", 2, "bad-line", "23:59"),
    ("scene a\n  time 10:00\n  time 11:00\n  a\n", 3, "duplicate-name", "twice"),
    ("var x: 0-10 = 5\n", 1, "bad-line", "`..` is expected"),
    ("var x: 0..10\n", 1, "bad-line", "`=` is expected"),
    ("var x: int = 3\n", 1, "bad-line", "no kind of value"),
    ("var time = false\n", 1, "bad-line", "keyword"),
    ("var 1st = false\n", 1, "bad-line", "a name is expected"),
    ("var a² = false\n", 1, "bad-line", "not a name"),
    ("let x\n", 1, "bad-line", "`=` is expected"),
    ("dreamer elena\n  color f0b95a\n", 2, "bad-line", "#f0b95a"),
    ("dreamer elena\n  colour #ffffff\n", 2, "bad-line", "did you mean `color`"),
    ("dreamer elena\n  fond of tea\n", 2, "misplaced-line", "`dreamer`"),
    ("character m\n  memory x = 1\n", 2, "misplaced-line", "dreamer"),
    ('story "X"\n  language english\n', 2, "bad-line", "pt-BR"),
    ('chapter "X"\n  a\n', 2, "bad-indent", "`chapter`"),
    ("let x = y\n  was z\n", 2, "bad-indent", "`let`"),
    ("Prose.\nMore.\n\nscene x\n  a\n", 1, "misplaced-line", "indent it"),
    ("if x\n  a\n", 1, "misplaced-line", "margin"),
    ("scene a\n One.\n   Two.\n", 3, "bad-indent", "by 1 space,"),
    ("start hall\n", 1, "misplaced-line", "`story`"),
    ("scene a\\\n\nscene b\n  x\n", 1, "bad-line", "joins"),
]


@pytest.mark.parametrize("slip", SCENE, ids=lambda slip: slip[0][:40])
def test_slip_in_a_scene(slip: tuple[str, int, str, str]) -> None:
    check(in_scene(slip[0]), HEAD_LINES + slip[1], slip[2], slip[3])


@pytest.mark.parametrize("slip", TOP, ids=lambda slip: slip[0][:40])
def test_slip_at_the_top(slip: tuple[str, int, str, str]) -> None:
    check(slip[0], slip[1], slip[2], slip[3])


def check(text: str, line: int, name: str, words: str) -> None:
    file, diagnostics = found(text)
    said = [(d.name, d.message, d.hint) for d in diagnostics]
    assert len(diagnostics) == 1, said
    only = diagnostics[0]
    assert (only.name, file.position(only.span.start)[0]) == (name, line), said
    assert words in f"{only.message}\n{only.hint}", said
    assert only.span.start <= only.span.end <= len(text)


def test_what_is_no_slip() -> None:
    for lines in (
        "as if the light had hands", "then nothing", "first the edges go", "either way it ends",
        '"He said: no', "{if x: a|b}", "A *b* and 2 * 3", "and so",
        "round midnight", "send bread", "hub of the wheel", "choice is a word", "He paused", "nope",
        "it\u00a0is", "\u3000夢の中", "tab\there",
        "elena walks (slowly) home", "a | b", "+ a list", "- a dash",
    ):  # fmt: skip
        assert found(in_scene(lines))[1] == (), lines


def test_every_shape_parses() -> None:
    story = {"story", "id", "author", "language", "start", "note"}
    cast = {"dreamer", "character", "color", "moods", "memory", "was"}
    for word, shape in shapes().items():
        if word in ("else", "then", "or"):
            first = {"else": "if x", "then": "first", "or": "either"}[word]
            text = f"scene a\n  {first}\n    x\n  {shape}\n    x\n"
        elif word in ("if", "first", "either", "as", "seen", "verse"):
            more = {"first": "  then\n    x\n", "either": "  or\n    x\n"}.get(word, "")
            text = f"scene a\n  {shape}\n    x\n{more}"
        elif word in ("choice", "hub"):
            text = f"scene a\n  {shape}\n    * x\n"
        elif word in ("dream-merge", "clarity", "strand", "sync"):
            inside = {"clarity": f"    {shape}\n", "sync": f"    {shape}\n"}.get(word, "")
            strand = shape if word == "strand" else "strand elena"
            head = shape if word == "dream-merge" else "dream-merge m"
            text = f"scene a\n  {head}\n{inside}    {strand}\n      x\n"
        elif word in story:
            text = f"{shape}\n" if word == "story" else f'story "x"\n  {shape}\n'
        elif word in cast:
            text = f"{shape}\n" if word in ("dreamer", "character") else f"dreamer x\n  {shape}\n"
        elif word in ("var", "let", "chapter", "draft", "scene"):
            text = f"{shape}\n"
        else:
            text = f"scene a\n  {shape}\n"
        assert found(text)[1] == (), text


# ------------------------------------------------------------------ locality

STORY = """\
story "The Sea"
  id 1b2c-3d
  start shore as elena

dreamer elena "Elena Trask"
  moods calm, torn
  memory doubt: 0..5 = 0

dreamer jax "Jax Mercer"

var tide: 0..10 = 3
let high = tide >= 6

scene shore "The Shore" as elena
  backdrop shore with fade
  The water comes in a hand at a time.
  elena (calm): We have time, and *all* of it.
  if high
    elena thinks: {if doubt >= 2: Have we?|We have.}
  else if tide == 3
    Three steps of sand are left.
  else
    The sand is wide.
  choice "What does she do?"
    * Go in. -> sea as jax
    * (if doubt > 1) Stay here.
      set doubt += 1
      first
        Once.
      then
        And again.
    * (needs high "Not yet.") elena: Wait.
  hub
    The gulls complain.
    * (once) Look at the rocks.
      They look back.
    * Enough of it.
      leave
  dream-merge deep "The Deep" woven
    clarity tide
    strand elena
      It is green here.
      sync bell
      And now it is black.
    strand jax
      or it was never green at all,
      sync bell
      only paint.
  -> sea as jax

scene sea "The Sea" as jax
  verse
    It was never
      about the water.
  jax: I can draw that.
  either
    A wave.
  or
    No wave.
  end drawn "Drawn"
"""


def test_the_story_is_clean() -> None:
    assert found(STORY)[1] == ()


def injected(change: str) -> list[tuple[int, list[int]]]:
    """One slip in each line: its line, and the lines of the messages."""
    out = []
    lines = STORY.split("\n")
    for i, line in enumerate(lines):
        if not line.strip():
            continue
        content = line.lstrip(" ")
        blanks = line[: len(line) - len(content)]
        changed = {
            "brace": line + " {if",
            "star": line + " *x",
            "junk": line + " ,)",
            "more": " " + line,
            "less": line[1:] if blanks else line,
            "key": blanks + content[0] * 2 + content[1:],
        }[change]
        file, diagnostics = found("\n".join([*lines[:i], changed, *lines[i + 1 :]]))
        out.append((i + 1, [file.position(d.span.start)[0] for d in diagnostics]))
    return out


@pytest.mark.parametrize(
    ("change", "mean"),
    [("brace", 1.1), ("star", 1.1), ("junk", 1.1), ("more", 1.35), ("less", 1.35), ("key", 1.5)],
)
def test_one_slip_stays_at_its_place(change: str, mean: float) -> None:
    results = injected(change)
    counts = [len(places) for _, places in results]
    assert sum(counts) / len(counts) <= mean, results
    assert max(counts) <= 5, results
    away = [(line, places) for line, places in results if places and abs(min(places) - line) > 2]
    assert len(away) <= len(results) * (0.1 if change in ("more", "less") else 0.06), away


# ------------------------------------------------------------------ limits

H = "scene a\n"
BOMBS = {
    "prose": (H + "  " + "word and " * 1_100_000 + "\n", []),
    "dashes": (H + "  " + "-" * 10_000_000 + "\n", []),
    "braces": (H + "  " + "{" * 10_000_000 + "\n", ["bad-line"]),
    "quote": (H + '  "' + "a" * 10_000_000 + "\n", []),
    "speaker": (H + "  elena" + " " * 10_000_000 + "x\n", []),
    "manner": (H + "  elena (" + "a," * 5_000_000 + "\n", []),
    "backslashes": (H + "  " + "\\" * 2_000_000 + "\n", ["bad-line"]),
    "escapes": (H + "  " + "\\*" * 9_000 + "\n", []),
    "arms": (H + "  {either: " + "a|" * 9_000 + "}\n", []),
    "quotes": (H + "  " + '"' * 10_000_000 + "\n", []),
    "blanks": (H + "  verse\n" + "\n" * 1_000_000 + "    x\n", []),
    "levels 99": (
        H + "".join("  " * (i + 1) + "if a\n" for i in range(98)) + "  " * 99 + "x\n",
        [],
    ),
    "levels 5000": (H + "".join("  " * (i + 1) + "if a\n" for i in range(5_000)), ["too-deep"]),
    "levels 100000": (
        H + "".join(" " * min(i + 1, 300) + "if a\n" for i in range(100_000)),
        ["too-deep"],
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bomb(name: str) -> None:
    text, names = BOMBS[name]
    start = time.process_time()
    diagnostics = found(text)[1]
    assert time.process_time() - start < 20
    assert [d.name for d in diagnostics] == names


@pytest.mark.parametrize("line", ["set x", "a *b", "sett x = 1", "  b", "shift\u00a0to x", "else"])
def test_many_slips(line: str) -> None:
    start = time.process_time()
    diagnostics = found(H + "  a\n" + f"  {line}\n  a\n" * 15_000)[1]
    assert time.process_time() - start < 30
    assert 0 < len(diagnostics) <= MOST_MESSAGES + 1
    if len(diagnostics) == MOST_MESSAGES + 1:
        assert diagnostics[-1].message.startswith("and 14000 more")


# ------------------------------------------------------------------ fuzz


def test_no_text_raises(full: bool) -> None:
    chance = random.Random(1)
    lines = STORY.split("\n")
    odd = "*{}|\\->:=\"()' #,.\t\u00a0\u200bé夢…\x00"
    for _ in range(100_000 if full else 2_000):
        text = lines[:]
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(text))
            where = chance.randint(0, len(text[at]))
            line = text[at]
            text[at] = chance.choice((
                line[:where] + chance.choice(odd) + line[where:], line[:where] + line[where + 1 :],
                " " * chance.randint(0, 8) + line.lstrip(), chance.choice(lines), line + "\\",
                line[:where], "",
            ))  # fmt: skip
        made, diagnostics = parse(SourceFile("t.weave", "\n".join(text)))
        assert isinstance(made.items, tuple)
        assert all(d.message for d in diagnostics)
