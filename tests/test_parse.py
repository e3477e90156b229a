"""Each construct of the language and the tree that it becomes, places aside.

A tree is written as its class names and fields without `at` and `end`; names are plain words.
"""

from __future__ import annotations

from typing import Any

import pytest

from weavec.node import fields
from weavec.source import SourceFile
from weavec.syntax import tree
from weavec.syntax.parse import declared_cast, parse


def bare(value: Any) -> Any:
    """A tree without places: a node as a tuple of its class name and its fields."""
    if isinstance(value, tree.Name):
        return value.text
    if isinstance(value, tuple):
        return [bare(part) for part in value]
    if value is None or isinstance(value, (str, int)):
        return value
    shown = [
        bare(getattr(value, name)) for name in fields(value) if name not in ("at", "end", "offset")
    ]
    return (type(value).__name__, *shown)


def items(text: str) -> list[Any]:
    made, found = parse(SourceFile("t.weave", text))
    assert not found, found
    return [item.tree for item in made.items]


def body(lines: str) -> list[Any]:
    text = "scene s\n" + "".join(f"  {line}\n" if line else "\n" for line in lines.split("\n"))
    scene = items(text)[0]
    assert isinstance(scene, tree.SceneDecl)
    return [bare(statement) for statement in scene.body]


def say(text: Any, speaker: Any = None, verse: bool = False) -> Any:
    return ("Say", speaker, text, verse)


def who(name: Any, thinks: bool = False, *manner: Any) -> Any:
    return ("Speaker", name, thinks, list(manner))


def expr(text: str) -> Any:
    return body(f"if {text}\n  x")[0][1][0][0]


LINES = {
    "Prose, with - dashes | bars / and [these] <b>.": say(
        "Prose, with - dashes | bars / and [these] <b>."
    ),
    "Trailing blanks   ": say("Trailing blanks"),
    "\\Note: prose": say("Note: prose"),
    "\\1984 was a year": say("1984 was a year"),
    "https://example.org": say("https://example.org"),
    "as if the light had hands": say("as if the light had hands"),
    "or the sea says it": say("or the sea says it"),
    "first, the edges": say("first, the edges"),
    "elena: Hello.": say("Hello.", who("elena")),
    "elena : Hello.": say("Hello.", who("elena")),
    "elena：Hello.": say("Hello.", who("elena")),
    "elena (calm, off): Hello.": say("Hello.", who("elena", False, "calm", "off")),
    "elena thinks: Hm.": say("Hm.", who("elena", True)),
    "elena thinks (calm): Hm.": say("Hm.", who("elena", True, "calm")),
    'mina (shy, "???"): Me.': say("Me.", who("mina", False, "shy", ("Quoted", "???"))),
    '"Anyone": Hi.': say("Hi.", who(("Quoted", "Anyone"))),
    "„Wer“ : Hallo.": say("Hallo.", who(("Quoted", "Wer"))),
    "«Qui»: Moi.": say("Moi.", who(("Quoted", "Qui"))),
    "「誰」：私。": say("私。", who(("Quoted", "誰"))),
    "夢: はい。": say("はい。", who("夢")),
    "नमस्ते: हाँ": say("हाँ", who("नमस्ते")),
    "-> hall": ("JumpLine", ("Target", "hall", None), None, False),
    "-> .door as elena": ("JumpLine", ("Target", None, "door"), "elena", False),
    "wake -> hall.door": ("JumpLine", ("Target", "hall", "door"), None, True),
    "visit hall as elena": ("VisitLine", "hall", "elena"),
    "return": ("ReturnLine",),
    "leave": ("LeaveLine",),
    'end dawn "Dawn"': ("EndLine", "dawn", ("Quoted", "Dawn")),
    "end dawn": ("EndLine", "dawn", None),
    "set x = true": ("SetLine", "x", "=", ("Flag", True)),
    "set elena.x += 2": ("SetLine", ("Member", "elena", "x"), "+=", ("Number", 2)),
    "set x -= y": ("SetLine", "x", "-=", "y"),
    'set x = "you"': ("SetLine", "x", "=", ("Quoted", "you")),
    'ask x "Name?"': ("AskLine", "x", ("Quoted", "Name?")),
    "mark door": ("MarkLine", "door"),
    "shift to jax": ("ShiftLine", "jax"),
    "reveal doubt to jax": ("RevealLine", "doubt", "jax"),
    "reveal elena.doubt to jax": ("RevealLine", ("Member", "elena", "doubt"), "jax"),
    "backdrop hall with fade": ("BackdropLine", "hall", "fade"),
    "show elena (calm, left) with fade": ("ShowLine", "elena", True, ["calm", "left"], "fade"),
    "hide elena": ("ShowLine", "elena", False, [], None),
    "music promise": ("MusicLine", "promise"),
    "music off": ("MusicLine", None),
    "sound bell": ("SoundLine", "bell"),
    "effect shake 3": ("EffectLine", "shake", 3, False),
    "effect shake off": ("EffectLine", "shake", None, True),
    "effect off": ("EffectLine", None, None, True),
    "pause 0.5": ("PauseLine", 500),
    "pause 2": ("PauseLine", 2000),
    "pause 0.125": ("PauseLine", 125),
    'keepsake page "One"': ("KeepsakeLine", "page", ("Quoted", "One")),
    "keepsake page": ("KeepsakeLine", "page", None),
    "todo the storm: if x": ("TodoLine", "the storm: if x"),
    "todo": ("TodoLine", ""),
}


@pytest.mark.parametrize("line", LINES)
def test_line(line: str) -> None:
    assert body(line) == [LINES[line]]


TEXTS: dict[str, Any] = {
    "*a* b": [("Em", ["a"]), " b"],
    "**a**": [("Strong", ["a"])],
    "***a***": [("Strong", [("Em", ["a"])])],
    "2 * 3 ** 4": "2 * 3 ** 4",
    "\\*a\\* \\{ \\} \\\\ \\-> \\|": "*a* { } \\ -> |",
    "{x}": [("Shown", "x")],
    "{a.b + 1}.": [("Shown", ("Binary", "+", ("Member", "a", "b"), ("Number", 1))), "."],
    "{if a: b}": [("IfText", [["a", ["b"]]], None)],
    "{if a: b|if c:  d|e }": [("IfText", [["a", ["b"]], ["c", ["d"]]], ["e "])],
    "{if a: b| if c: d}": [("IfText", [["a", ["b"]], ["c", ["d"]]], None)],
    "{if a: \\if|\\seen by x}": [("IfText", [["a", ["if"]]], ["seen by x"])],
    "{seen by a, b: c|seen by d: e|}": [
        ("IfText", [[("SeenBy", ["a", "b"]), ["c"]], [("SeenBy", ["d"]), ["e"]]], [])
    ],
    "{either: a|b|{x}}": [("EitherText", [["a"], ["b"], [("Shown", "x")]])],
    "{either: if a|seen by b}": [("EitherText", [["if a"], ["seen by b"]])],
    "{first: a|then: b|then:c}": [("FirstText", [["a"], ["b"], ["c"]])],
    "{ruby: 夢|ゆめ}": [("Ruby", ["夢"], ["ゆめ"])],
    "a{pause 0.5}b": ["a", ("PauseText", 500), "b"],
    "*{if a: b*}": None,
    "{if a: *b*|**c**} d": [("IfText", [["a", [("Em", ["b"])]]], [("Strong", ["c"])]), " d"],
}


@pytest.mark.parametrize("text", [text for text, made in TEXTS.items() if made is not None])
def test_text(text: str) -> None:
    wanted = TEXTS[text]
    assert body("x " + text)[0][2] == (
        "x " + wanted if isinstance(wanted, str)
        else ["x " + wanted[0], *wanted[1:]] if isinstance(wanted[0], str) else ["x ", *wanted]
    )  # fmt: skip


EXPRESSIONS = {
    "a": "a",
    "not a and b or c": ("Many", "or", [("Many", "and", [("Unary", "not", "a"), "b"]), "c"]),
    "a or b or c": ("Many", "or", ["a", "b", "c"]),
    "not a == b": ("Unary", "not", ("Binary", "==", "a", "b")),
    "a is b": ("Binary", "==", "a", "b"),
    "a is not b": ("Binary", "!=", "a", "b"),
    "a + b * -c - 1 >= 2": (
        "Binary",
        ">=",
        (
            "Binary",
            "-",
            ("Binary", "+", "a", ("Binary", "*", "b", ("Unary", "-", "c"))),
            ("Number", 1),
        ),
        ("Number", 2),
    ),
    "(a + b) * c < 1": (
        "Binary",
        "<",
        ("Binary", "*", ("Binary", "+", "a", "b"), "c"),
        ("Number", 1),
    ),
    "count(a, b == c) > 1": (
        "Binary",
        ">",
        ("Counted", ["a", ("Binary", "==", "b", "c")]),
        ("Number", 1),
    ),
    "visits(.m) != visits(s.m)": (
        "Binary",
        "!=",
        ("Visits", ("Target", None, "m"), False),
        ("Visits", ("Target", "s", "m"), False),
    ),
    "visited(s)": ("Visits", ("Target", "s", None), True),
    "chosen(o)": ("Chosen", "o"),
    "perspective is elena": ("PerspectiveIs", "elena", False),
    "perspective is not elena": ("PerspectiveIs", "elena", True),
}


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_expression(text: str) -> None:
    assert expr(text) == EXPRESSIONS[text]


def option(text: Any, **given: Any) -> Any:
    order = ("once", "otherwise", "cond", "needs", "why", "mark", "speaker")
    plain = {"once": False, "otherwise": False}
    rest = (given.get("target"), given.get("mind"), given.get("body", []))
    return ("OptionLine", *[given.get(name, plain.get(name)) for name in order], text, *rest)


OPTIONS = {
    "* Ours.": option("Ours."),
    "* (Say nothing.)": option("(Say nothing.)"),
    "* (once) Go. -> hall as jax": option(
        "Go.", once=True, target=("Target", "hall", None), mind="jax"
    ),
    "* (if a or (b), mark m) Yes.": option("Yes.", cond=("Many", "or", ["a", "b"]), mark="m"),
    '* (needs a "Not yet.") Yes.': option("Yes.", needs="a", why=("Quoted", "Not yet.")),
    "* (otherwise) Go -> .out": option("Go", otherwise=True, target=("Target", None, "out")),
    "* elena (calm): Ours.": option("Ours.", speaker=who("elena", False, "calm")),
    "* \\Note: text": option("Note: text"),
    "* \\(once) text": option("(once) text"),
    "* A *b* {x}": option(["A ", ("Em", ["b"]), " ", ("Shown", "x")]),
    "* A - b > c": option("A - b > c"),
}


@pytest.mark.parametrize("line", OPTIONS)
def test_option(line: str) -> None:
    assert body(f"choice\n  {line}") == [("ChoiceBlock", False, None, [], [OPTIONS[line]])]


def test_blocks() -> None:
    a, b = say("a"), say("b")
    assert body("if x\n  a\nelse if y\n  b\nelse\n  a") == [("If", [["x", [a]], ["y", [b]]], [a])]
    assert body("seen by e, j\n  a\nelse\n  b") == [("If", [[("SeenBy", ["e", "j"]), [a]]], [b])]
    assert body("first\n  a\nthen\n  b\nthen\n  a") == [("FirstBlock", [[a], [b], [a]])]
    assert body("either\n  a\nor\n  b") == [("EitherBlock", [[a], [b]])]
    assert body("as jax\n  a\n  b") == [("AsBlock", "jax", [a, b])]
    assert body("if x\n  if y\n    a\nb") == [
        ("If", [["x", [("If", [["y", [a]]], None)]]], None),
        b,
    ]
    assert body("if x\n     a\n     b") == [("If", [["x", [a, b]]], None)]


def test_choices() -> None:
    a = say("a")
    assert body('choice "What?"\n  * A\n    a\n  * B') == [
        ("ChoiceBlock", False, ("Quoted", "What?"), [], [option("A", body=[a]), option("B")])
    ]
    assert body("hub\n  a\n  if x\n    a\n  seen by e\n    * B\n  else\n    * C") == [
        ("ChoiceBlock", True, None, [a, ("If", [["x", [a]]], None)],
         [("OfferIf", [[("SeenBy", ["e"]), [option("B")]]], [option("C")])])
    ]  # fmt: skip


def test_merge() -> None:
    a = say("a")
    text = 'dream-merge m "M" chorus\n  clarity x\n  strand e "here"\n    a\n    sync s\n    a\n'
    text += "  sync t\n    a\n  strand j\n    or a"
    assert body(text) == [
        ("MergeBlock", "m", ("Quoted", "M"), "chorus", "x", [
            ("StrandBlock", "e", ("Quoted", "here"), [a, ("SyncLine", "s", []), a]),
            ("SyncLine", "t", [a]),
            ("StrandBlock", "j", None, [say("or a")]),
        ])
    ]  # fmt: skip


def test_verse() -> None:
    br = ("Break",)
    assert body("verse\n  One *line*,\n    deeper.\n\n  # not a comment\n\nProse.") == [
        say(
            ["One ", ("Em", ["line"]), ",", br, "  deeper.", br, br, "# not a comment"], None, True
        ),
        say("Prose."),
    ]
    assert body("elena (calm):\n  choice\n  * no option") == [
        say(["choice", br, "* no option"], who("elena", False, "calm"), True)
    ]


def test_top_level() -> None:
    text = """\
story "T"
  id 5b0d-6a
  author "A {x}"
  language pt-BR
  start s as e
  note "One."
  note "Two."

dreamer e "E"
  color #f0b95a
  moods calm, torn
  memory doubt: -3..5 = -1
    was dread
  was ella
  was elle
character m
var stance: unity | hybrid = unity
var lamp = false
var name: text = "you"
  was nom
let torn = lamp
let their = "{if torn: her|his}"
chapter "I."
draft scene s "S" as e, m
  time 21:40
  layout page
  was hall
  x
"""
    assert [bare(item) for item in items(text)] == [
        ("StoryHead", ("Quoted", "T"), "5b0d-6a", ("Quoted", ["A ", ("Shown", "x")]), "pt-BR",
         ("StartField", "s", "e"), [("Quoted", "One."), ("Quoted", "Two.")]),
        ("CastDecl", True, "e", ("Quoted", "E"), "#f0b95a", ["calm", "torn"],
         [("VarDecl", "doubt", ("RangeType", -3, 5), ("Unary", "-", ("Number", 1)), ["dread"])],
         ["ella", "elle"]),
        ("CastDecl", False, "m", None, None, [], [], []),
        ("VarDecl", "stance", ("WordsType", ["unity", "hybrid"]), "unity", []),
        ("VarDecl", "lamp", None, ("Flag", False), []),
        ("VarDecl", "name", ("TextType",), ("Quoted", "you"), ["nom"]),
        ("LetDecl", "torn", "lamp"),
        ("LetDecl", "their", ("Quoted", [("IfText", [["torn", ["her"]]], ["his"])])),
        ("ChapterDecl", ("Quoted", "I.")),
        ("SceneDecl", "s", ("Quoted", "S"), ["e", "m"], True, "21:40", True, ["hall"], [say("x")]),
    ]  # fmt: skip


def test_allows() -> None:
    text = "# allow: todo - later\n\n# more words\n# allow: unused-name\nscene s\n  x\n"
    text += "  # allow: todo – why\n  todo\n"
    made, found = parse(SourceFile("t.weave", text))
    assert not found
    assert [(allow.name, allow.reason, allow.line) for allow in made.allows] == [
        ("todo", "later", 5),
        ("unused-name", "", 5),
        ("todo", "why", 8),
    ]


def test_joined_lines_and_places() -> None:
    text = "scene a\n  x\n\nscene b\n  elena: one \\\n     two {x} \\\\ three {y}.\n"
    made, found = parse(SourceFile("t.weave", text))
    assert not found
    item = made.items[1]
    assert isinstance(item.tree, tree.SceneDecl)
    line = item.tree.body[0]
    assert isinstance(line, tree.Say) and isinstance(line.text, tuple)
    assert line.text[0] == "one two " and line.text[2] == " \\ three "
    shown = [part for part in line.text if isinstance(part, tree.Shown)]
    whole = text[item.offset :]
    assert [whole[part.at : part.end] for part in shown] == ["{x}", "{y}"]
    assert whole[line.at : line.end].startswith("elena: one") and whole[: line.end].endswith("{y}.")


def test_every_place_is_the_name_it_belongs_to() -> None:
    text = (
        "\ufeff".strip("\ufeff") + "dreamer elena\n\n# c\nscene hall\n  elena (calm): Hi {lamp}.\n"
    )
    text += '  choice "Q {lamp}"\n    * (if lamp and elena.doubt > 2) jax: Go. -> street as jax\n'
    made, found = parse(SourceFile("t.weave", text))
    assert not found

    def walk(value: Any, whole: str) -> int:
        count = 0
        if isinstance(value, tree.Name):
            assert whole[value.at : value.at + len(value.text)] == value.text
            return 1
        if isinstance(value, tuple):
            return sum(walk(part, whole) for part in value)
        if value is None or isinstance(value, (str, int)):
            return 0
        for name in fields(value):
            count += walk(getattr(value, name), whole)
        return count

    assert sum(walk(item.tree, text[item.offset :]) for item in made.items) == 12


def test_crlf_is_the_loaders_and_cast_is_found() -> None:
    file = SourceFile("t.weave", 'dreamer elena "E"\ncharacter moderator\nscene x\n  dreamer: no\n')
    assert declared_cast(file) == {"elena", "moderator"}
