"""What is read by a regular expression alone, the grammar must read in the same way.

Plain prose, plain speech, and the lines that a story has most of. Random lines, many of them odd,
are read both ways.
"""

from __future__ import annotations

import random
from typing import Any

from weavec.syntax import tree
from weavec.syntax.engine import NoParseError
from weavec.syntax.frequent import OTHER, frequent
from weavec.syntax.parse import sentences
from weavec.syntax.reader import Line, Reader

PARTS = (
    "elena",
    "jax",
    "Elena",
    "x",
    "thinks",
    "thinks ",
    " (calm)",
    " (calm, off)",
    '(calm, "?")',
    "()",
    "(",
    ")",
    ":",
    "：",
    " : ",
    "://",
    " ",
    "  ",
    "Prose",
    "a b",
    "é",
    "夢",
    "हाँ",
    "-",
    "->",
    "- ",
    ">",
    "|",
    "*",
    "\\",
    "{",
    "}",
    '"A"',
    "“B”",
    "#",
    "# ",
    ",",
    ".",
    "1",
    "_",
    "if",
    "end",
    "or",
    "…",
    "—",
)
SEEDS = (11, 12)
LINES = 15_000


def by_grammar(line: Line) -> Any:
    """What the grammar makes of a line that the reader has read, or none."""
    parser = sentences()
    try:
        if line.kind == "plain":
            return parser.parse(line.text, "narration", line)
        return parser.parse(line.text, "speech", line)
    except NoParseError:
        return None
    finally:
        parser.take_broken()


def test_fast_path_is_the_grammar() -> None:
    plain = spoken = 0
    for seed in SEEDS:
        chance = random.Random(seed)
        for _ in range(LINES):
            text = "".join(chance.choice(PARTS) for _ in range(chance.randint(1, 9)))
            reader = Reader("  " + text)
            reader.read()
            for line in reader.lines:
                if not line.type:
                    continue
                made = by_grammar(line)
                assert made == line.value, text
                assert not sentences().faults(), text
                assert isinstance(made, tree.Say)
                plain += line.kind == "plain"
                spoken += line.kind == "speech"
    assert plain > 1_000 and spoken > 100


def test_speech_is_never_read_as_prose() -> None:
    """What the grammar takes for speech, the reader does not take for plain prose."""
    chance = random.Random(5)
    heads = 0
    for _ in range(LINES):
        text = "".join(chance.choice(PARTS) for _ in range(chance.randint(1, 7))).strip(" ")
        if not text:
            continue
        reader = Reader(text)
        reader.read()
        if not reader.lines or reader.lines[0].kind != "plain":
            continue
        line = Line("talk", 0, 0, 0, len(text), text, "")
        for rule in ("speech", "voice"):
            try:
                sentences().parse(text, rule, line)
            except NoParseError:
                continue
            raise AssertionError(text)
        heads += 1
    sentences().faults()
    sentences().take_broken()
    assert heads > 500


NAMES = (
    "lamp", "lamp", "trust", "trust", "elena.doubt", "x_1", "hall", "not", "end", "count", "é",
    "5", "",
)  # fmt: skip
BLANKS = ("", " ", " ", " ", "  ")
TEXTS = (
    "Go", "Go on.", "a-b", "(so)", "once", "if", "“So”", "夢", "a | b", "*so*", "{x}", "So: it",
    "#", "- ", "\\a", "", "and",
)  # fmt: skip
ENDS = (
    "", "", "-> hall", "-> .door", "-> hall.door", "-> hall as jax", "->", "-> end", "-> a.b.c",
    "-> hall as", "->hall", "-> x \"T\"",
)  # fmt: skip


def condition(chance: random.Random) -> str:
    """A condition, or something like one."""
    parts = []
    for _ in range(chance.choice((1, 1, 2, 3))):
        said = chance.choice(("", "", "not", "not ", "not not "))
        said += chance.choice(NAMES)
        if chance.random() < 0.5:
            sign = chance.choice((">=", "<", "==", "!=", "is", "is not", "=", "+", "<>"))
            value = chance.choice(("5", "0", "1234567", "trust", "true", "-1", ""))
            said += chance.choice(BLANKS) + sign + chance.choice(BLANKS) + value
        parts.append(said)
    return chance.choice((" and ", " and ", "  and  ", "and", " or ", ", ")).join(parts)


def frequent_line(chance: random.Random) -> tuple[str, str]:
    """A line of a form that a story has many of, or nearly of one, and its rule."""
    blank, name = chance.choice(BLANKS), chance.choice(NAMES)
    match chance.randrange(6):
        case 0:
            directions = chance.choice(
                ("", "", "(once)", f"(if {condition(chance)})", f"(once, if {condition(chance)})",
                 "()", "(otherwise)", "(once", "(once,)", "(onceif x)", "(if)", "(so)")
            )  # fmt: skip
            text = chance.choice(BLANKS).join(chance.choice(TEXTS) for _ in range(2))
            return f"* {blank}{directions}{blank}{text} {chance.choice(ENDS)}", "option"
        case 1:
            return chance.choice(ENDS[2:]), "jump"
        case 2:
            sign = chance.choice(("=", "+=", "-=", "==", "+", ""))
            value = chance.choice(("true", "false", "7", "007", "1234567", "-1", "trust", '"a"'))
            return f"set {name}{blank}{sign}{chance.choice(BLANKS)}{value}", "keyword_line"
        case 3:
            title = chance.choice(("", '"The Hall"', '"A *b*"', "“T”", '"'))
            minds = chance.choice(("", "as jax", "as jax, elena", "as", "as end"))
            return f"scene {name}{blank}{title}{chance.choice(BLANKS)}{minds}", "keyword_line"
        case 4:
            return f"if{chance.choice(BLANKS)}{condition(chance)}", "keyword_line"
        case _:
            word = chance.choice(("choice", "hub", "leave", "return", "else", "first", "or"))
            return word + chance.choice(("", "", "", " x", ":", ' "So?"')), "keyword_line"


def test_frequent_forms_are_the_grammar() -> None:
    met: dict[str, int] = {}
    for seed in SEEDS:
        chance = random.Random(seed)
        for _ in range(LINES):
            text, rule = frequent_line(chance)
            text = text.rstrip(" ")
            if not text:
                continue
            made = frequent(text, rule, 7, 7 + len(text))
            if made is OTHER:
                continue
            line = Line("key", 0, 0, 7, 7 + len(text), text, "")
            assert made == sentences().parse(text, rule, line), text
            assert not sentences().faults(), text
            met[type(made).__name__] = met.get(type(made).__name__, 0) + 1
    wanted = ("OptionLine", "SetLine", "SceneHead", "tuple", "Name", "Unary", "Binary", "Many")
    assert all(met.get(kind, 0) > 50 for kind in wanted), met
