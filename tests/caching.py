"""What the tests of the cache of proofs share: stories and caches in memory, and how to compare.

Goes in: a story's files. Comes out: what the compiler says of it, with a cache and without.
"""

from __future__ import annotations

from typing import Any, Final

from weavec import compiler
from weavec.compiler import Compilation
from weavec.node import replace
from weavec.prove.limits import Limits
from weavec.render.formats import as_json
from weavec.source import SourceFile

LIMITS: Final = Limits(60, 500)

WALKS: Final = """\
story "A Fall"
  id 4b9b6f0e-0b51-4c8e-9f0e-6f2d1a3c5e77
var n: 0..3 = 0
scene hall
  choice
    * (if n > 2) Same.
    * Same.
      set n += 1
    * 7
    * Turn {n} back.
    * A way out. -> out
  either
    Heads.
  or
    Tails.
  choice
    * FIRST
      -> pit
    * SECOND
      -> out
scene pit
  Down.
  choice
    * (if n > 2) Never.
scene out
  Free.
  end out "Out"
"""
"""A story with a way to a dead end, whose words can be filled in."""


class Files:
    """A story in memory."""

    def __init__(self, *files: tuple[str, str]) -> None:
        self.made = tuple(SourceFile(path, text) for path, text in files)

    def files(self) -> tuple[SourceFile, ...]:
        return self.made

    def texts(self) -> list[tuple[str, str]]:
        return [(file.path, file.text) for file in self.made]


class Kept(dict[str, bytes]):
    """A cache in memory, which counts what is found in it."""

    found = 0

    def get(self, key: str, _: Any = None) -> bytes | None:  # type: ignore[override]
        data = super().get(key)
        self.found += data is not None
        return data

    def put(self, key: str, data: bytes) -> None:
        self[key] = data


def single(text: str) -> Files:
    return Files(("story.weave", text))


def compiled(story: Files, store: Kept | None = None) -> Compilation:
    return compiler.compile(story, LIMITS, None, store)


def told(result: Compilation) -> str:
    return as_json(result.story_id, result.title, result.diagnostics, result.proof)


def assert_same(warm: Compilation, cold: Compilation) -> None:
    assert told(warm) == told(cold)
    assert warm.diagnostics == cold.diagnostics
    assert warm.program == cold.program
    assert (warm.proof is None) == (cold.proof is None)
    if warm.proof is not None and cold.proof is not None:
        assert replace(warm.proof, figures={}) == replace(cold.proof, figures={})


def stuck_story() -> Files:
    return single(WALKS)
