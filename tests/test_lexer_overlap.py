"""Terminals that match each other's spelling in one state of the lexer.

A lexer takes the terminal that stands first in its order. Wherever two of one state can match the
same text, one of them must win on purpose; this test lists all such pairs, so that a change of the
grammar cannot bring about one that nobody thought of. It also holds the reader's keywords and
patterns to those of the grammar.
"""

from __future__ import annotations

import re
from typing import Any

from weavec.syntax import tables
from weavec.syntax.words import DIRECTIONS, KEYWORDS, NAME

SPELLINGS = {
    "STRING": ['"a"', "“a”"],
    "NAME": ["a", "été"],
    "WORD": ["a1-2"],
    "INTEGER": ["12"],
    "SECONDS": ["12", "0.5"],
    "HEX": ["#f0b95a"],
    "CLOCK": ["21:40"],
    "REST": ["a b"],
    "SPEAKER": ["a: b", "a (b): c"],
    "VOICE": ['"a": b'],
    "_ARROW": ["-> "],
    "_BULLET": ["* a"],
    "_DIRECTIONS": ["(once)", "(if a)"],
    "_OPEN": ["("],
    "CLOSE": [")"],
    "_COLON": [":", "："],
    "_COMMA": [",", "、"],
    "_DOT": ["."],
    "_DOTS": [".."],
    "_EQUALS": ["="],
    "_OR_WORD": ["| a"],
    "COMPARE": ["==", "<", "is not a", "is a"],
    "MINUS": ["-"],
    "PLUS": ["+"],
    "STEP": ["+=", "-="],
    "TIMES": ["*"],
    "BAR": ["|"],
    "LBRACE": ["{"],
    "RBRACE": ["}"],
    "STAR": ["*a"],
    "STARS": ["**a"],
    "STARS3": ["***a"],
    "LONE_STAR": ["* ", "** ", "*** "],
    "WORDS": ["a b", " a", "- b"],
    "ESCAPED": ["\\a"],
    "ESCAPE": ["\\*"],
    "_EITHER_TEXT": ["either:"],
    "_FIRST_TEXT": ["first:"],
    "_RUBY_TEXT": ["ruby:"],
    "_THEN_TEXT": ["then:"],
    "SEEN": ["seen by a"],
    "MODE": ["woven"],
}
"""Texts for each terminal that is no plain word; a word is its own."""

INTENDED = {
    # a word of the grammar before a name
    *(
        (word, "NAME")
        for word in (
            "CHOSEN",
            "COUNT",
            "FALSE",
            "NOT",
            "OFF",
            "PERSPECTIVE",
            "TRUE",
            "VISITED",
            "VISITS",
            "SEEN",
            "_EITHER_TEXT",
            "_FIRST_TEXT",
            "_IF",
            "_PAUSE",
            "_RUBY_TEXT",
        )
    ),
    # what opens a branch or an option before its text
    ("_IF", "WORDS"),
    ("SEEN", "WORDS"),
    ("_DIRECTIONS", "WORDS"),
    ("SPEAKER", "WORDS"),
    ("VOICE", "WORDS"),
    # a star between blanks before one that opens
    ("LONE_STAR", "STAR"),
    ("LONE_STAR", "STARS"),
    ("LONE_STAR", "STARS3"),
}
"""Pairs of terminals: where both stand in one state, the first wins."""


def spelled(name: str) -> list[str]:
    return SPELLINGS.get(name) or [name.strip("_").lower().replace("_", "-")]


def test_overlaps_are_intended() -> None:
    data: dict[str, Any] = tables.make()["sentences"]
    terminals = [(name, re.compile(pattern)) for name, pattern in data["terminals"]]
    found = set()
    for lexer in data["lexers"]:
        for place, first in enumerate(lexer):
            for second in lexer[place + 1 :]:
                name, pattern = terminals[first]
                other, rival = terminals[second]
                texts = [text for text in spelled(name) + spelled(other) if rival.match(text)]
                if any(pattern.match(text) for text in texts):
                    found.add((name, other))
    assert found - INTENDED == set(), "new overlaps"
    assert INTENDED - found == set(), "overlaps that are gone"


def test_spellings_are_those_of_their_terminals() -> None:
    for name, pattern in tables.make()["sentences"]["terminals"]:
        for text in spelled(name):
            assert re.match(pattern, text), (name, text)


def test_keywords_are_those_of_the_grammar() -> None:
    data: dict[str, Any] = tables.make()["sentences"]
    start = data["starts"]["keyword_line"][0]
    kinds = {kind for kind in data["states"][start] if kind.isupper()}
    assert {kind.strip("_").lower().replace("_", "-") for kind in kinds} == KEYWORDS
    directions = re.search(r"\?= \*\+\(\?:([a-z|]+)\)", dict(data["terminals"])["_DIRECTIONS"])
    assert directions is not None and set(directions.group(1).split("|")) == set(DIRECTIONS)


def test_names_are_those_of_the_grammar() -> None:
    patterns = dict(tables.make()["sentences"]["terminals"])
    name = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found.group(1), 16)), NAME)
    assert patterns["NAME"] == name + " *+"
    assert patterns["SPEAKER"].startswith(name + " *+(?=")
