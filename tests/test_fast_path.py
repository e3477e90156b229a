"""Plain prose and plain speech are read by one regular expression; the grammar must agree.

Random lines, many of them odd, are read both ways.
"""

from __future__ import annotations

import random
from typing import Any

from weavec.syntax import tree
from weavec.syntax.engine import NoParseError
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
