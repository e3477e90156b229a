"""The exact engine against the oracle: two thousand small random stories, everything compared.

`pytest --full`, or `WEAVE_FULL=1`, takes ten times as many; `python tests/differential.py` as many
as one likes. A failure prints the story and every point in which the two differ.
"""

from __future__ import annotations

import pytest
from differential import compare
from oracle import TooLarge
from small_story import story

STORIES, CHUNKS = 2000, 16


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_proofs_are_what_the_oracle_sees(chunk: int, full: bool) -> None:
    each = (10 if full else 1) * STORIES // CHUNKS
    passed_over = 0
    for seed in range(chunk * each, (chunk + 1) * each):
        try:
            found = compare(story(seed))
        except TooLarge:
            passed_over += 1
            continue
        if found:
            told = "\n".join(found)
            pytest.fail(f"story {seed}\n{story(seed)}\n{told}")
    assert passed_over < each / 20
