"""A long story, written as Weave and as ink, for measurements.

In goes a number of scenes and a seed; out come two scripts of one story: the same lines in the same
order, the same options under the same conditions, the same variables. A walk that takes the same
options reads the same text in both, which `machine.mjs` checks before it measures anything.

A scene has 29 lines of Weave, 19 of them dialogue or narration, so 1,000 scenes are about 29,000
lines of script and 5,000 scenes 145,000. Each scene asks a flag or a number that an earlier scene
may have moved, offers three options, the third of them under a condition, and goes on to the next.

    python bench/story.py 1000 story.weave story.ink
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

FLAGS = 24
NUMBERS = 6
HIGHEST = 9
SETTLED = 4 * NUMBERS
"""From this scene on every number can be from 2 to 6: each condition can hold, and fail."""
BEFORE, AFTER = 7, 9
"""Lines of a scene above its condition and below its choice."""

DREAMERS = ("ada", "bram", "cleo")
PEOPLE = ("doran", "edith", "finn", "greta", "hugo")
CAST = DREAMERS + PEOPLE

Words = tuple[str, ...]


def listed(text: str) -> Words:
    """The words, or the phrases between bars, of a text."""
    return tuple(text.split("|") if "|" in text else text.split())


ARTICLES = listed("the a another that this every her his our their no some")
THINGS = listed(
    "lantern harbour stair letter orchard engine window river clock cellar bridge garden mirror"
    " ladder signal winter kettle violin furnace blanket corridor compass chimney paper shadow"
    " market whistle anchor candle door field wheel drawer shore echo ribbon needle copper roof"
    " tunnel feather parcel meadow hinge rope basin"
)
KINDS = listed(
    "quiet narrow borrowed cold patient hollow painted broken distant wet careful crooked golden"
    " heavy pale nameless empty folded stubborn early late bitter clean dusty silver unlit"
)
DEEDS = listed(
    "keeps follows remembers opens forgets answers crosses carries leaves breaks hides turns"
    " mends counts watches finds loses names holds burns"
)
ENDS = listed(
    "before the morning|after all these years|without a word|as it always did|in the end"
    "|by the wrong road|for nobody in particular|against the rain|once more|under the stairs"
    "|with both hands|and nothing else|until the lamps go out|on the far side|for a while"
)


class Prose:
    """Sentences of plain words, the same for the same seed on every Python."""

    def __init__(self, seed: int) -> None:
        self.source = random.Random(seed)

    def among(self, count: int) -> int:
        """A number below `count`; `random()` is the one draw that all versions share."""
        return int(self.source.random() * count)

    def one(self, words: Words) -> str:
        """One of some words."""
        return words[self.among(len(words))]

    def phrase(self) -> str:
        """Two or three words for a thing."""
        kind = f"{self.one(KINDS)} " if self.among(3) else ""
        return f"{self.one(ARTICLES)} {kind}{self.one(THINGS)}"

    def sentence(self) -> str:
        """A sentence of six to sixteen words, with a capital and a full stop."""
        text = f"{self.phrase()} {self.one(DEEDS)} {self.phrase()}"
        if self.among(2):
            text += f" and {self.one(DEEDS)} {self.phrase()}"
        if self.among(3):
            text += f" {self.one(ENDS)}"
        return f"{text[0].upper()}{text[1:]}."

    def line(self) -> tuple[str | None, str]:
        """Who says it, or None for narration, and what."""
        return (self.one(CAST) if self.among(5) else None), self.sentence()


def scripts(scenes: int, seed: int = 1) -> tuple[str, str]:
    """The story as Weave and as ink.

    Args:
        scenes: how many, from 2.
        seed: another number, another story of the same shape.
    """
    prose = Prose(seed)
    weave, ink = _head()
    for index in range(scenes):
        _scene(prose, index, weave, ink)
    last = f"s{scenes:05}"
    weave += ["", f"scene {last}", "  The road ends here.", '  end over "The End"']
    ink += ["", f"=== {last} ===", "The road ends here.", "-> END"]
    return "\n".join(weave) + "\n", "\n".join(ink) + "\n"


def _head() -> tuple[list[str], list[str]]:
    weave = ['story "The Long Road"', "  id 00000000-0000-4000-8000-000000000000", ""]
    weave += [f'dreamer {name} "{name.title()}"' for name in DREAMERS]
    weave += [f'character {name} "{name.title()}"' for name in PEOPLE]
    weave += [f"var f{i} = false" for i in range(FLAGS)]
    weave += [f"var m{i}: 0..{HIGHEST} = 4" for i in range(NUMBERS)]
    ink = [f"VAR f{i} = false" for i in range(FLAGS)] + [f"VAR m{i} = 4" for i in range(NUMBERS)]
    return weave, [*ink, "-> s00000"]


def _scene(prose: Prose, index: int, weave: list[str], ink: list[str]) -> None:
    """Add a scene to both scripts."""

    def say(indent: str, mark: str = "") -> None:
        who, text = prose.line()
        text = text[:-1] + mark + text[-1]
        weave.append(f"{indent}{who}: {text}" if who else f"{indent}{text}")
        ink.append(f"{who.title()}: {text}" if who else text)

    number = f"m{index % NUMBERS}"
    flag, asked = f"f{index % FLAGS}", f"f{(index * 7 + 3) % min(max(index, 1), FLAGS)}"
    up = index // NUMBERS % 2 == 0
    weave += ["", f"scene s{index:05} as {DREAMERS[index // 10 % len(DREAMERS)]}"]
    ink += ["", f"=== s{index:05} ==="]
    for _ in range(BEFORE - 1):
        say("  ")
    say("  ", f", {{{number}}} of them")
    if index == 0:
        say("  ")  # nothing has moved yet that a condition could ask
    else:
        question = f"m{(index - 1) % NUMBERS} >= {3 + index % 4 if index > SETTLED else 5}"
        weave.append(f"  if {question}")
        ink.append(f"{{ {question}:")
        say("    ")
        ink.append("}")
    _choice(prose, (flag, asked if index else None, number, up), say, weave, ink)
    for _ in range(AFTER - 1):
        say("  ")
    here, there = prose.one(THINGS), prose.one(THINGS)
    weave.append(f"  It is the {{if {asked}: {here}|{there}}} again.")
    ink.append(f"It is the {{{asked}:{here}|{there}}} again.")
    weave.append(f"  -> s{index + 1:05}")
    ink.append(f"-> s{index + 1:05}")


def _choice(
    prose: Prose,
    names: tuple[str, str | None, str, bool],
    say: Callable[[str], None],
    weave: list[str],
    ink: list[str],
) -> None:
    """Add the choice: a flag is set, a number moves, or a condition opens a third way."""
    flag, asked, number, up = names
    texts = [prose.sentence() for _ in range(3)]
    weave.append("  choice")
    weave.append(f"    * {texts[0]}")
    ink.append(f"+ [{texts[0]}]")
    say("      ")
    weave.append(f"      set {flag} = true")
    ink.append(f"~ {flag} = true")
    weave.append(f"    * {texts[1]}")
    ink.append(f"+ [{texts[1]}]")
    say("      ")
    weave.append(f"      set {number} {'+' if up else '-'}= 1")
    step = f"MIN({number} + 1, {HIGHEST})" if up else f"MAX({number} - 1, 0)"
    ink.append(f"~ {number} = {step}")
    weave.append(f"    * (if {asked}) {texts[2]}" if asked else f"    * {texts[2]}")
    ink.append(f"+ {{{asked}}} [{texts[2]}]" if asked else f"+ [{texts[2]}]")
    ink.append("-")


def main() -> None:
    """Write the two scripts that the command line names."""
    count, weave, ink = sys.argv[1:]
    for path, text in zip((weave, ink), scripts(int(count)), strict=True):
        Path(path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
