"""How a story is measured: its words, and walks through it."""

from __future__ import annotations

import pytest

from weavec import compiler, machine
from weavec.ir import Program
from weavec.source import SourceFile
from weavec.survey import words
from weavec.walks import coverage, offers, random_walk

HEAD = 'story "X"\n  id 0d9d7f6e-5a55-4f57-9d3b-0f6f3f6a1a11\n\nvar n: 0..3 = 0\n\n'


class World:
    """One file in memory."""

    def __init__(self, text: str) -> None:
        self.text = text

    def files(self) -> tuple[SourceFile, ...]:
        return (SourceFile("x.weave", self.text),)


def program(scenes: str) -> Program:
    """A program, whatever proofs may say of its story."""
    result = compiler.compile(World(HEAD + scenes))
    assert result.lowered is not None, result.diagnostics
    return result.lowered.program


@pytest.mark.parametrize(
    ("nodes", "count"),
    [
        ((), 0),
        (("One two  three.",), 3),
        (("One — two… three/four",), 4),
        (("don't well-known 42 % …",), 3),
        (("a", ("em", ("b",)), " ", ("strong", ("c d",))), 3),
        (("n: ", ("show", 3, None), " of ", ("text", 0)), 4),
        (("It ", ("if", ((1, ("rains hard",)),), ("snows",)), "."), 4),
        ((("either", (("a b",), ("c",))), " d"), 4),
        ((("first", (("a",), ("b",))),), 2),
        (("夢の中で",), 2),
        (("夢 dream",), 2),
        ((("ruby", ("夢",), ("ゆめ",)), ("pause", 500), "x", ("br",), "y"), 3),
        (("हिन्दी में",), 2),
    ],
)
def test_words(nodes: tuple[object, ...], count: int) -> None:
    assert words(nodes) == count


def test_walks_end_where_the_story_does() -> None:
    story = program(
        "scene a\n  choice\n    * End.\n      end over\n    * Stop. -> b\n\n"
        "scene b\n  Here.\n  todo: more\n"
    )
    walks = [random_walk(story, seed) for seed in range(30)]
    assert {walk.stopped for walk in walks} == {"end", "hole"}
    assert {walk.ending for walk in walks} == {"over", None}
    assert random_walk(story, 5) == random_walk(story, 5)
    met = coverage(story, walks)
    assert met.met("scenes") == {"a", "b"}
    assert met.met("endings") == {"over"}
    assert met.missed("lines") == met.missed("options") == ()
    one = coverage(story, [walk for walk in walks if walk.ending])
    assert one.missed("scenes") == ("b",)
    assert len(one.missed("options")) == 1


@pytest.mark.parametrize(
    ("scenes", "stopped"),
    [
        ('scene a\n  choice\n    * (needs n >= 2 "No.") On.\n  end over\n', "stuck"),
        ("scene a\n  mark m\n  Again.\n  if n < 3\n    -> .m\n  end over\n", "long"),
        ("scene a\n  mark m\n  if n < 3\n    -> .m\n  end over\n", "silent-loop"),
    ],
)
def test_walks_that_reach_no_end(scenes: str, stopped: str) -> None:
    walk = random_walk(program(scenes), 1, longest=50)
    assert walk.stopped == stopped
    assert walk.ending is None


def test_offers_are_what_is_shown() -> None:
    scene = 'scene a\n  choice\n    * *Go* on.\n    * (needs n > 1 "No.") Not.\n  end over\n'
    story = program(scene)
    _, events = machine.start(story, 0)
    (go, given), (locked, none) = offers(story, events[-1])
    assert (go, locked, none) == ("*Go* on.", "Not.", None)
    assert given is not None
    assert given["do"] == "choose"
