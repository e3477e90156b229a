"""Saves of a story held against edits of its text: how often the reader stands where they stood.

    python tests/save_edits.py FIRST COUNT [--saves N] [--repeats]

takes the flagship's own text through COUNT chains of 1 to 50 random edits, and loads N saves of the
text as it was into what each chain ends in. What is right is known from the edits alone: every line
bears a number for life, and the ids by which a save finds its place are not asked. `--repeats`: in
the text every fifth line says what others say too. Prints what came out as JSON; exit status 1 if a
reader was put at a wrong place without a word, or a save could not be used.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from editing import Author, Lines, Written, edit, words_of

from weavec.compiler import Compilation, compile  # noqa: A004
from weavec.disk import open_story
from weavec.ir import program_text
from weavec.source import SourceFile

HERE = Path(__file__).resolve().parent
STORY = HERE.parent / "stories" / "dream-weave"
DRIVER = HERE / "player" / "save_edits.mjs"
LONGEST = 50
STEP = 5
"""After so many edits it is asked whether the story still compiles."""
REPEATED = ("Nobody speaks.", "The rain goes on.", "Somebody laughs.", "Nothing happens.")


@dataclass(frozen=True)
class Text:
    """A text that compiles, and what its operations came from."""

    lines: Lines
    program: str
    origins: list[list[int | None]]

    @property
    def copies(self) -> dict[int, int]:
        """Which lines are copies of which."""
        return {line.number: line.copied for line in self.lines if line.copied is not None}


class Files:
    """Lines as the files of a story."""

    def __init__(self, lines: Lines) -> None:
        self.rows: list[Lines] = [[] for _ in range(1 + max(line.file for line in lines))]
        for line in lines:
            self.rows[line.file].append(line)

    def files(self) -> tuple[SourceFile, ...]:
        """The files, named by their number."""
        return tuple(
            SourceFile(f"{i:02}.weave", "".join(line.text + "\n" for line in row))
            for i, row in enumerate(self.rows)
        )


def compiled(lines: Lines) -> Text | None:
    """The text with its program, or none if there are errors."""
    files = Files(lines)
    made: Compilation = compile(files)
    if made.program is None or made.lowered is None:
        return None
    origins: list[list[int | None]] = []
    for places, site in zip(made.lowered.places, made.lowered.sites, strict=True):
        row = files.rows[int(site.file.path[:2])]
        origins.append([
            None if place is None else row[site.file.position(site.base + place[0])[0] - 1].number
            for place in places
        ])  # fmt: skip
    return Text(lines, program_text(made.program), origins)


def beats_of(text: Text) -> set[int]:
    """The numbers of lines that are a beat each, and no option, verse or block."""
    program = json.loads(text.program)
    found = {
        number
        for scene, row in zip(program["scenes"], text.origins, strict=True)
        for op, number in zip(scene["ops"], row, strict=True)
        if op["k"] == "line" and number is not None
    }
    rows = {line.number: line.text.strip() for line in text.lines}
    return {n for n in found if not rows[n].startswith(("* ", "verse")) and rows[n][-1] != ":"}


def flagship(repeats: bool) -> Text:
    """The flagship's text as it is, or with every fifth line saying what others say too."""
    lines: Lines = []
    for number, file in enumerate(open_story(str(STORY)).files()):
        assert isinstance(file, SourceFile)
        rows = file.text.rstrip("\n").split("\n")
        lines += [Written(row, len(lines) + i, number) for i, row in enumerate(rows)]
    text = compiled(lines)
    assert text is not None
    if repeats:
        beats = beats_of(text)
        places = [i for i, line in enumerate(lines) if line.number in beats][::5]
        for count, at in enumerate(places):
            head, _ = words_of(lines[at].text)
            lines[at] = lines[at].worded(head + REPEATED[count % len(REPEATED)])
        text = compiled(lines)
        assert text is not None
    return text


def edited(base: Text, seed: int) -> tuple[Text, Counter[str]]:
    """The text after a chain of edits, each of which left a story that compiles."""
    chance = random.Random(seed)
    author = Author(chance, beats_of(base), last=10_000)
    text, done = base, Counter[str]()
    left = chance.randint(1, LONGEST)
    while left > 0:
        size = min(left, STEP)
        left -= size
        lines, names = text.lines, []
        for _ in range(size):
            name, made = edit(author, lines)
            if made is not lines:
                names.append(name)
            lines = made
        found = compiled(lines)
        if found is not None:
            text, done = found, done + Counter(names)
            author.beats = beats_of(text)
    return text, done


class Reader:
    """A process that reads the first text, saves everywhere, and loads into others."""

    def __init__(self, base: Text, walks: int) -> None:
        self.process = subprocess.Popen(
            ["node", str(DRIVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.points = self.ask(base, {"walks": walks})["points"]

    def ask(self, text: Text, more: dict[str, Any]) -> dict[str, Any]:
        """Send a text; what came of it."""
        assert self.process.stdin and self.process.stdout
        data = {"origins": text.origins, "copies": list(text.copies.items()), **more}
        self.process.stdin.write(f'{{"program":{text.program},{json.dumps(data)[1:]}\n')
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the reader is gone"
        found: dict[str, Any] = json.loads(line)
        return found

    def close(self) -> None:
        """End the process."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


def measure(first: int, count: int, saves: int, repeats: bool, shown: int = 5) -> dict[str, Any]:
    """What comes of `saves` saves for each of `count` chains; examples of what went wrong."""
    base = flagship(repeats)
    reader = Reader(base, walks=12)
    total, kinds = Counter[str](), Counter[str]()
    bad: list[dict[str, Any]] = []
    for seed in range(first, first + count):
        text, done = edited(base, seed)
        kinds += done
        found = reader.ask(text, {"saves": saves, "seed": seed})
        total += Counter(found["counts"])
        bad += [{"chain": seed, **each} for each in found["bad"]][: max(0, shown - len(bad))]
    reader.close()
    return {"counts": dict(total), "edits": dict(kinds), "bad": bad}


def main() -> int:
    """Measure, and say."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("first", type=int)
    asked.add_argument("count", type=int)
    asked.add_argument("--saves", type=int, default=1)
    asked.add_argument("--repeats", action="store_true")
    given = asked.parse_args()
    found = measure(given.first, given.count, given.saves, given.repeats)
    print(json.dumps(found, indent=1))
    return 1 if any(found["counts"].get(name) for name in ("silent", "unusable")) else 0


if __name__ == "__main__":
    sys.exit(main())
