"""Texts and expressions in canonical form: reading what was written gives the same form again."""

from __future__ import annotations

import random

import pytest

from weavec.source import SourceFile
from weavec.syntax import tree
from weavec.syntax.engine import NoParseError
from weavec.syntax.format import expr_source, quoted_source, seconds_source, text_source
from weavec.syntax.parse import parse, sentences
from weavec.syntax.reader import Line

LINE = Line("rich", 0, 0, 0, 0, "", "")


def read(text: str) -> tree.Text:
    made = sentences().parse(text, "narration", LINE).text
    sentences().faults()
    return made  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("He said - no.", "He said - no."),
        ("2 * 3 ** 4", "2 * 3 ** 4"),
        ("\\Note: a", "Note: a"),
        ("\\*a\\* \\{b\\} \\\\ \\->", "\\*a\\* \\{b\\} \\\\ \\->"),
        ("a \\| b | c", "a | b | c"),
        ("*a* **b** ***c***", "*a* **b** ***c***"),
        ("{ x }", "{x}"),
        ("{a+b*-c}", "{a + b * -c}"),
        ("{if a>=2: x|y}", "{if a >= 2: x|y}"),
        ("{if (a and b): x| if not(c): y}", "{if a and b: x|if not c: y}"),
        ("{if a is not b:x|\\if y}", "{if a != b: x|\\if y}"),
        ("{if a: x\\|y|}", "{if a: x\\|y|}"),
        ("{seen by a,b: c|d}", "{seen by a, b: c|d}"),
        ("{either:a| b|\\ c}", "{either: a| b| c}"),
        ("{first: a| then:b}", "{first: a|then: b}"),
        ("{ruby: 夢|ゆめ}{pause 0.50}", "{ruby: 夢|ゆめ}{pause 0.5}"),
        ("\\ a\\ ", "\\ a\\ "),
        ("\\,\\.", ",."),
        ("{either: \\ a|b}", "{either: \\ a|b}"),
    ],
)
def test_text(written: str, canonical: str) -> None:
    assert text_source(read(written)) == canonical
    assert text_source(read(canonical)) == canonical


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("(a)", "a"),
        ("(a or b) and c", "(a or b) and c"),
        ("(a and b) or c", "a and b or c"),
        ("not (a == b)", "not a == b"),
        ("(not a) == b", "(not a) == b"),
        ("a-(b-c)", "a - (b - c)"),
        ("(a-b)-c", "a - b - c"),
        ("(a+b)*c", "(a + b) * c"),
        ("-(a+b)", "-(a + b)"),
        ("- -a", "-(-a)"),
        ("count( a,b )>1", "count(a, b) > 1"),
        ("visits( .m )", "visits(.m)"),
        ("visited(s.m)", "visited(s.m)"),
        ("perspective != e", "perspective is not e"),
        ("chosen(o) or true", "chosen(o) or true"),
        ("(perspective is e) is false", "(perspective is e) == false"),
    ],
)
def test_expression(written: str, canonical: str) -> None:
    for source in (written, canonical):
        asked = sentences().parse(f"if {source}", "keyword_line", LINE)
        assert expr_source(asked) == canonical


def test_quoted_and_seconds_and_verse() -> None:
    assert quoted_source(tree.Quoted('say "a" \\', 0, 0)) == '"say \\"a\\" \\\\"'
    assert [seconds_source(ms) for ms in (0, 500, 1000, 1250, 12, 600_000)] == [
        "0", "0.5", "1", "1.25", "0.012", "600"
    ]  # fmt: skip
    made, _ = parse(SourceFile("t", "scene a\n  verse\n    One *a*\n      two\n\n    three\n"))
    scene = made.items[0].tree
    assert isinstance(scene, tree.SceneDecl) and isinstance(scene.body[0], tree.Say)
    assert text_source(scene.body[0].text) == "One *a*\n  two\n\nthree"


ATOMS = (
    "a",
    "if",
    "seen by e",
    " ",
    "  ",
    "*",
    "**",
    "***",
    "\\*",
    "\\ ",
    "\\\\",
    "->",
    "\\->",
    "-",
    ">",
    "|",
    "\\|",
    "{",
    "}",
    "{if a: ",
    "{if a>=2 and not(b or c): x|",
    "|if b: ",
    "| if ",
    "{either: a|",
    "{first: ",
    "|then: ",
    "{x}",
    "{a-(b-c)*-d}",
    "{ruby: 夢|ゆめ}",
    "{pause 0.50}",
    "b c",
    "'\"",
    "：",
    "{seen by e:",
    "\\if",
    "…",
    "\\then",
    "then: ",
)


def test_canonical_form_is_stable() -> None:
    chance = random.Random(4)
    good = 0
    for _ in range(20_000):
        text = "".join(chance.choice(ATOMS) for _ in range(chance.randint(1, 9))).strip(" ")
        try:
            made = read(text)
        except NoParseError:
            continue
        good += 1
        source = text_source(made)
        assert text_source(read(source)) == source, text
    assert good > 3_000
