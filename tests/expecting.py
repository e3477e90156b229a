"""Scripts with expectations in their comments: what goes in is text, what comes out is a verdict.

A *sample* is a Weave script, or a piece of one, that says in comments which findings it must give:

    # error: undefined-scene "did you mean"      about the next line that is no comment
    # warning @12: unused-name                   about line 12 of the file it stands in

`error`, `warning` or `note`, the finding's name, and, if wanted, words that its message, its hint
or one of its labels must hold. `read_sample` takes the comments apart, `settle` compiles the sample
and returns every difference between what it expects and what the compiler says.

A piece is completed before it is compiled, by its *kind*:

    whole   nothing is added
    story   a story without its head: a head is put after it
    top     declarations: a head and one scene are put after them
    scene   the lines of one scene: they stand in a scene `case` as elena, beside `STANDARD`

What is added never changes the number of a line. Each file after `# ==== file PATH` is its own.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final, NamedTuple

from weavec.compiler import Compilation, compile  # noqa: A004
from weavec.prove.limits import Limits
from weavec.source import SourceFile

BEYOND_TEXT: Final = frozenset({
    "bad-encoding", "unreadable-file", "undecided", "internal-error", "missing-asset", "bad-asset",
    "asset-too-large", "missing-letters", "whole-font", "bad-catalogue", "bad-translation",
    "stale-translation", "untranslated",
})  # fmt: skip
"""Findings that no text can show, or none that is short; other tests provoke them."""

KINDS: Final = ("whole", "story", "top", "scene")
"""How a sample can be completed."""

HEAD: Final = """
story "A case"
  id 4b9b6f0e-0b51-4c8e-9f0e-6f2d1a3c5e77
"""

STANDARD: Final = """\
story "A case"
  id 4b9b6f0e-0b51-4c8e-9f0e-6f2d1a3c5e77
  start opening as elena

dreamer elena "Elena Trask"
  moods calm, fervent, shaken
  memory doubt: 0..5 = 0

dreamer jax "Jax Mercer"
  moods calm, fervent, shaken

dreamer orion "Orion Vast"
  moods calm, fervent, shaken

dreamer nora "Nora Patel"
  moods calm, fervent, shaken

var lamp = false
var door = false
var trust: 0..10 = 5
var mood_of: calm | tense = calm
var name: text = "you"

scene opening "The opening" as elena
  hub "Before it begins."
    * (if not lamp) Light the lamp.
      set lamp = true
    * (if not door) Open the door.
      set door = true
    * (if trust < 10) Trust.
      set trust += 1
    * (if trust > 0) Distrust.
      set trust -= 1
    * (if mood_of is calm) Worry.
      set mood_of = tense
    * (if doubt < 5) Doubt.
      set doubt += 1
    * Begin.
      leave
  ask name "Your name?"
  elena: I am {name}.
  jax: Trust {trust}, {mood_of}.
  orion: {if lamp and door: The lamp is lit and the door is open.|It is dark.}
  nora: Her doubt is none of mine.
  elena thinks: {doubt}, of five.
  visit aside
  choice
    * To the case. -> case as elena
    * Past it. -> case.case_over as elena
    * To the hall. -> hall
    * To the street. -> street

scene aside
  A thing remembered.
  return

scene hall "The hall"
  Eleven hundred chairs.
  choice
    * Once more. -> case as elena
    * Out. -> street

scene street "The street"
  Rain, and nobody.
  end street_end "Home"
"""
"""The story around the lines of a scene; its findings, if it had any, would be differences too.

A reader can come to the scene `case` with any values, and any number of times.
"""

_EXPECT = re.compile(r'\s*# (error|warning|note)(?: @(\d+))?: ([a-z-]+)(?: "(.*)")?\s*')
_LOOKS_LIKE = re.compile(r"\s*#\s*(error|warning|note)\b.*")
_FILE = re.compile(r"# ==== file (\S+\.weave)\s*")
_COMMENT = re.compile(r"[ \t]*#(?: .*)?")


class Expected(NamedTuple):
    """One expectation: a finding, its place in the sample, and words it must hold."""

    file: str
    line: int
    severity: str
    name: str
    words: str

    def __str__(self) -> str:
        words = f' "{self.words}"' if self.words else ""
        return f"{self.file}:{self.line}: {self.severity}: {self.name}{words}"


class Sample(NamedTuple):
    """A script and what it expects. `files`: each path with its text, as it is compiled."""

    files: tuple[tuple[str, str], ...]
    shifts: dict[str, int]  # path: lines that were put before the sample's first
    expected: tuple[Expected, ...]


class World:
    """A story that stands in memory."""

    def __init__(self, files: tuple[tuple[str, str], ...]) -> None:
        self._files = tuple(SourceFile(path, text) for path, text in sorted(files))

    def files(self) -> tuple[SourceFile, ...]:
        """Its files, in path order."""
        return self._files


def read_sample(text: str, kind: str = "whole", path: str = "case.weave") -> Sample:
    """Take a sample apart and complete it.

    `text`: the script with its expectations. `kind`: one of `KINDS`. `path`: the name of its first
    file. Raises `ValueError` for a comment that looks like an expectation and is none.
    """
    parts = _split(text, path)
    expected = tuple(item for name, lines in parts for item in _expectations(name, lines))
    files, shifts = {name: "\n".join(lines) + "\n" for name, lines in parts}, {}
    if kind == "scene":
        body = "".join(f"  {line}\n" if line.strip() else f"{line}\n" for line in parts[0][1])
        files[path] = f"scene case as elena\n{body}  mark case_over\n  -> hall\n"
        files["standard.weave"] = STANDARD
        shifts[path] = 1
    elif kind == "story":
        files[path] += HEAD
    elif kind == "top":
        files[path] += HEAD + "\nscene rest\n  And so on.\n  end rest_end\n"
    return Sample(tuple(files.items()), shifts, expected)


def settle(
    sample: Sample, ignored: frozenset[str] = frozenset(), proved: bool = False
) -> list[str]:
    """Compile a sample and say what differs; an empty list if nothing does.

    `ignored`: names of findings, or severities, that may be found without being expected.
    `proved`: with what the proofs find.
    """
    missing = list(sample.expected)
    differences = []
    for diagnostic in found(sample, proved).diagnostics:
        file = diagnostic.span.file.path
        line = diagnostic.span.file.position(diagnostic.span.start)[0]
        line -= sample.shifts.get(file, 0)
        labels = [label.message for label in diagnostic.labels]
        words = "\n".join([diagnostic.message, diagnostic.hint or "", *labels])
        here = Expected(file, line, diagnostic.severity, diagnostic.name, words)
        match = next((item for item in missing if _fits(item, here)), None)
        if match is not None:
            missing.remove(match)
        elif not {diagnostic.name, diagnostic.severity} & ignored:
            hint = f" ({diagnostic.hint})" if diagnostic.hint else ""
            said = f"{diagnostic.message}{hint}"
            differences.append(f"unexpected {here._replace(words='')}: {said}")
    return differences + [f"missing {item}" for item in missing]


def found(sample: Sample, proved: bool = False) -> Compilation:
    """What the compiler makes of a sample. `proved`: it proves what it can."""
    return compile(World(sample.files), Limits() if proved else None)


def names(compilation: Compilation, *severities: str) -> Counter[str]:
    """The names of the findings of these severities, each with how often it was found."""
    return Counter(d.name for d in compilation.diagnostics if d.severity in severities)


def _fits(wanted: Expected, found: Expected) -> bool:
    return wanted[:4] == found[:4] and wanted.words.lower() in found.words.lower()


def _split(text: str, path: str) -> list[tuple[str, list[str]]]:
    parts: list[tuple[str, list[str]]] = [(path, [])]
    for line in text.removesuffix("\n").split("\n"):
        cut = _FILE.fullmatch(line)
        if cut is None:
            parts[-1][1].append(line)
        elif parts == [(path, [])]:
            parts = [(cut[1], [])]
        else:
            parts.append((cut[1], []))
    return parts


def _expectations(path: str, lines: list[str]) -> list[Expected]:
    items = []
    for number, line in enumerate(lines, 1):
        match = _EXPECT.fullmatch(line)
        if match is None:
            if _LOOKS_LIKE.fullmatch(line):
                said = f"this expectation cannot be read: {line.strip()}"
                raise ValueError(f"{path}:{number}: {said}")
            continue
        severity, at, name, words = match.groups()
        place = int(at) if at else _below(lines, number)
        items.append(Expected(path, place, severity, name, words or ""))
    return items


def _below(lines: list[str], number: int) -> int:
    """The number of the first line after line `number` that is no comment."""
    while number < len(lines) and _COMMENT.fullmatch(lines[number]):
        number += 1
    return number + 1
