"""Did you mean: the nearest of some words to one that is not among them.

Goes in: a word as written and the words that would have been right. Comes out: the one that was
probably meant, or none.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

LONGEST: Final = 60
"""Words longer than this, in characters, are compared with nothing."""


def distance(left: str, right: str, most: int) -> int:
    """How many single slips lie between two words: a character more, less, wrong, or two swapped.

    Counts no further than `most`: anything beyond is `most + 1`.
    """
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left):
        last, before, row = before, row, [i + 1]
        for j, b in enumerate(right):
            cost = min(before[j] + (a != b), before[j + 1] + 1, row[j] + 1)
            if i and j and a == right[j - 1] and left[i - 1] == b:
                cost = min(cost, last[j - 1] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


@lru_cache(maxsize=8192)
def _letters(word: str) -> tuple[str, int]:
    """A word without capitals, and the set of its letters as bits."""
    folded = word.casefold()
    bits = 0
    for letter in folded:
        bits |= 1 << (ord(letter) & 63)
    return folded, bits


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `word` was probably meant to be, or none.

    One slip is forgiven, two from six letters on; a difference of capitals alone counts less than
    any slip. In words of two letters only swapped ones are forgiven. Equals go by the alphabet.
    """
    if not word or len(word) > LONGEST:
        return None
    folded, bits = _letters(word)
    most = 2 if len(word) >= 6 else 1
    best: tuple[int, str] | None = None
    for candidate in candidates:
        if candidate == word:
            continue
        other, others = _letters(candidate)
        if (bits ^ others).bit_count() > 2 * most:  # each slip adds a letter and takes one at most
            continue
        if other == folded:
            slips = 0
        elif min(len(other), len(folded)) <= 2:
            slips = 1 if sorted(other) == sorted(folded) else most + 1
        else:
            slips = distance(folded, other, most)
        if slips <= most and (best is None or (slips, candidate) < best):
            best = (slips, candidate)
    return best[1] if best else None
