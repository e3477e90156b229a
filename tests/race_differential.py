"""Holds the races that proofs find against those that every state shows.

    python tests/race_differential.py FIRST COUNT [--small]

goes through the stories FIRST, FIRST + 1, ... of `merging_story`, or of `small_story`, and prints
where the two part, with the smallest story that was found to show it. Exit status 1 if they do.
"""

from __future__ import annotations

import sys
import time

import merging_story
import small_story
from differential import smaller
from race_oracle import Races, TooLarge
from small_words import program_of

from weavec.prove.engine import study
from weavec.prove.limits import Limits
from weavec.prove.races import races

LIMITS = Limits(seconds=20, megabytes=500)


def compare(text: str) -> tuple[int, list[str]]:
    """How many pairs of strands race in a story, and what the two disagree on.

    Raises:
        TooLarge: the story has too many states.
        ValueError: it is no story.
    """
    program = program_of(text)
    true = Races(program, 1500).found
    found = {(race.section, *sorted(race.strands)) for race in races(study(program, LIMITS))}
    only = [f"only the proof has {each}" for each in sorted(found - true)]
    return len(true), only + [f"only the oracle has {each}" for each in sorted(true - found)]


def differs(text: str) -> bool:
    """Whether the two disagree on a story."""
    try:
        return bool(compare(text)[1])
    except (TooLarge, ValueError, AssertionError, IndexError, KeyError):
        return False


def main(first: int, count: int, small: bool) -> int:
    """Go through stories, telling every thousandth; the exit status."""
    story = small_story.story if small else merging_story.story
    racing = large = wrong = 0
    began = time.monotonic()
    for done, seed in enumerate(range(first, first + count), 1):
        text = story(seed)
        try:
            pairs, found = compare(text) if "dream-merge" in text else (0, [])
        except TooLarge:
            large += 1
            continue
        racing += pairs > 0
        if found:
            wrong += 1
            told = "\n".join(found)
            print(f"== story {seed}\n{told}\n{smaller(text, differs)}", flush=True)
        if done % 1000 == 0 or done == count:
            print(f"{done} stories, {racing} with races, {large} too large, {wrong} differ,"
                  f" {time.monotonic() - began:.0f} s", flush=True)  # fmt: skip
    return 1 if wrong else 0


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[1:] if not each.startswith("-")]
    sys.exit(main(numbers[0], numbers[1], "--small" in sys.argv))
