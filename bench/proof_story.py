"""Stories for measuring proofs, written as Weave.

In goes the name of a family and its numbers; out come the files of a story. The same numbers and
the same seed give the same story on every Python.

    python bench/proof_story.py FOLDER story SCENES FLAGS RANGES [SEED]
    python bench/proof_story.py FOLDER compared|sums|live SCENES [SEED]
    python bench/proof_story.py FOLDER needle CHOICES
    python bench/proof_story.py FOLDER merge woven|chorus|fragmented|drifting [SEED]

A `story` has chapters of fifty scenes, a file each; in the longest, a file has several. A scene is
a line and a choice of at most three options, the first always open, which go one to three scenes
on. Six in a hundred scenes have an option that goes back, every other one for one time only. Four
flags belong to each chapter. Of the story's flags a fifth are asked at the very end, the others
within two chapters after they are set; three of its ranges can be asked everywhere, each other one
in a quarter of the story. A quarter of the options after the first stand under one or two
conditions. The last scene asks what is left and leads to nine endings under conditions, or to a
tenth.

`compared`, `sums` and `live` are the same under conditions that are harder to keep apart: ranges
compared with each other, sums of two ranges, and ten ranges with a hundred flags asked at the end.
`needle`: independent choices, of which one ending needs all. `merge`: six strands of sixty lines.
"""

from __future__ import annotations

import sys
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from story import Prose

CHAPTER = 50
"""Scenes of a chapter."""

FILES = 500
"""Into how many files chapters go at most, so that no story has more than weavec takes."""

SETTLED = 25
"""Scenes after which a range has moved so far that a condition can ask for it."""

HIGHEST = 10
Files = dict[str, str]
"""The text of each file by its name."""


@dataclass(frozen=True)
class Shape:
    """What a story is made of.

    Args:
        scenes: how many, from 2.
        flags: of the whole story; each chapter has four more.
        ranges: numbers from 0 to 10.
        seed: another number, another story of the same shape.
        long_flags: how many of the flags are asked at the end; None is a fifth.
        long_ranges: how many of the ranges can be asked everywhere.
        asked: how ranges are asked: "plain" with a number, "compared" with each other, "sums".
    """

    scenes: int
    flags: int
    ranges: int
    seed: int = 1
    long_flags: int | None = None
    long_ranges: int = 3
    asked: str = "plain"

    @property
    def chapters(self) -> int:
        """How many chapters these scenes fill."""
        return -(-self.scenes // CHAPTER)


@dataclass
class Option:
    """An option while it is being made: its conditions, what it sets, where it goes."""

    target: int
    conditions: list[str] = field(default_factory=list)
    sets: list[str] = field(default_factory=list)
    once: bool = False

    def kind(self) -> tuple[int, tuple[str, ...], bool]:
        """What tells it from another option of the same choice."""
        return self.target, tuple(self.sets), self.once


class Plan:
    """Which values are set and asked where.

    `sets` and `asks`: by scene, what must be written there. `alive`: by chapter, the flags that a
    condition may ask, with the scene from which on. `last`: the flags of the end.
    """

    def __init__(self, shape: Shape, prose: Prose) -> None:
        self.shape, self.prose = shape, prose
        self.sets: dict[int, list[str]] = defaultdict(list)
        self.asks: dict[int, list[str]] = defaultdict(list)
        self.alive: dict[int, list[tuple[str, int]]] = defaultdict(list)
        count = shape.long_flags if shape.long_flags is not None else max(1, shape.flags // 5)
        self.last = [f"f{i:03}" for i in range(count)]
        for name in self.last:
            for _ in range(3):
                self.set_at(name, prose.among(shape.scenes))
        for i in range(count, shape.flags):
            self.flag(f"f{i:03}", (i - count) * shape.chapters // (shape.flags - count), 2)
        for chapter in range(shape.chapters):
            for letter in "abcd":
                self.flag(f"c{chapter:04}_{letter}", chapter, 0)
        self.windows = [self.window(i) for i in range(shape.ranges)]

    def set_at(self, name: str, scene: int) -> None:
        """Have a flag set in a scene, mostly to true."""
        self.sets[scene].append(f"{name} = {'true' if self.prose.among(5) else 'false'}")

    def flag(self, name: str, chapter: int, more: int) -> None:
        """A flag that is set twice in a chapter, and asked up to some chapters later."""
        first, end = chapter * CHAPTER, min((chapter + 1) * CHAPTER, self.shape.scenes)
        half = max(1, (end - first) // 2)
        places = sorted(first + self.prose.among(half) for _ in range(2))
        self.sets[places[0]].append(f"{name} = true")
        self.set_at(name, places[1])
        last = min(end + more * CHAPTER, self.shape.scenes) - 1
        place = min(places[1] + 1 + self.prose.among(max(1, last - places[1])), last)
        self.asks[place].append(name)
        for later in range(chapter, chapter + more + 1):
            self.alive[later].append((name, places[1] + 1))

    def window(self, index: int) -> tuple[str, int, int]:
        """A range, and the scenes between which it is used."""
        scenes, rest = self.shape.scenes, self.shape.ranges - self.shape.long_ranges
        if index < self.shape.long_ranges:
            return f"r{index:02}", 0, scenes
        first = (index - self.shape.long_ranges) * 3 * scenes // (4 * max(1, rest - 1))
        return f"r{index:02}", min(first, scenes * 3 // 4), min(first + scenes // 4, scenes)

    def ranges_at(self, scene: int) -> list[str]:
        """The ranges in use at a scene, none before the first."""
        return [name for name, first, end in self.windows if first <= scene < end]

    def ranges_asked(self, names: list[str]) -> str:
        """A condition on some of these ranges."""
        among = self.prose.among
        one = names[among(len(names))]
        others = [name for name in names if name != one]
        if others and self.shape.asked != "plain":
            other = others[among(len(others))]
            if self.shape.asked == "compared":
                return f"{one} {('>', '<', '>=')[among(3)]} {other}"
            return f"{one} + {other} {('>= 12', '<= 8')[among(2)]}"
        return f"{one} >= {4 + among(5)}" if among(2) else f"{one} <= {2 + among(5)}"

    def literal(self, scene: int) -> str:
        """A condition that can stand at a scene, empty if there is none."""
        among = self.prose.among
        flags = [name for name, since in self.alive[scene // CHAPTER] if since <= scene]
        ranges = self.ranges_at(scene - SETTLED)
        if ranges and (not flags or among(3) == 0):
            return self.ranges_asked(ranges)
        if not flags:
            return ""
        return ("" if among(3) else "not ") + flags[among(len(flags))]


def name_of(scene: int, shape: Shape) -> str:
    """The name of a scene; the last is the one that all ways lead to."""
    return f"s{scene:06}" if scene < shape.scenes else "finale"


def story(shape: Shape) -> Files:
    """The files of a story of chapters: the head, a file a chapter, and the end."""
    prose = Prose(shape.seed)
    plan = Plan(shape, prose)
    head = ['story "The Long Proof"', "  id 00000000-0000-4000-8000-000000000001"]
    head += ["  start s000000", ""]
    head += [f"var f{i:03} = false" for i in range(shape.flags)]
    head += [f"var r{i:02}: 0..{HIGHEST} = 5" for i in range(shape.ranges)]
    files = {"0-head.weave": "\n".join(head) + "\n"}
    entered, waiting = {0}, deque[str]()
    for chapter in range(shape.chapters):
        lines = [f'chapter "Chapter {chapter + 1}"', ""]
        lines += [f"var c{chapter:04}_{letter} = false" for letter in "abcd"]
        for scene in range(chapter * CHAPTER, min((chapter + 1) * CHAPTER, shape.scenes)):
            waiting.extend(plan.asks[scene])
            options = _options(scene, plan, entered, waiting)
            entered.update(option.target for option in options)
            lines += ["", f"scene {name_of(scene, shape)}", f"  {prose.sentence()}", "  choice"]
            for option in options:
                lines += _written(option, prose, shape)
        together = chapter // -(-shape.chapters // FILES)
        name = f"chapters-{together + 1:03}.weave"
        files[name] = files.get(name, "") + "\n".join([*lines, "", ""])
    files["finale.weave"] = "\n".join(_finale(plan, list(waiting))) + "\n"
    return files


def _options(scene: int, plan: Plan, entered: set[int], waiting: deque[str]) -> list[Option]:
    """The options of a scene: what is due here is set and asked, and the next scene is entered."""
    among, shape = plan.prose.among, plan.shape
    after = min((scene // CHAPTER + 1) * CHAPTER, shape.scenes)
    count = (1, 2, 2, 2, 2, 3, 3, 3, 3, 3)[among(10)]
    if waiting:
        count = max(count, 2)
    options = [Option(min(scene + 1 + among(3), after)) for _ in range(count)]
    for option in options[1:]:
        if waiting or among(4) == 0:
            option.conditions = _conditions(scene, plan, waiting)
    if scene + 1 not in entered and scene + 1 <= after:
        options[among(count)].target = scene + 1
    for what in plan.sets[scene]:
        options[among(count)].sets.append(what)
    ranges = plan.ranges_at(scene)
    for option in options:
        if ranges and among(5) == 0:
            option.sets.append(_step(plan, ranges))
    told = _told_apart(options, plan, ranges, scene)
    if len(told) < 3 and among(100) < 6:
        first = scene - scene % CHAPTER
        told.append(Option(max(first, scene - among(4)), once=among(2) == 0))
    return told


def _conditions(scene: int, plan: Plan, waiting: deque[str]) -> list[str]:
    """One or two conditions on different values, those that wait first."""
    found: list[str] = []
    for _ in range(1 + plan.prose.among(2)):
        literal = waiting.popleft() if waiting else plan.literal(scene)
        names = {word for each in found for word in each.split()[:1] + each.split()[-1:]}
        if literal and not names & {literal.split()[0], literal.split()[-1]} - {"not"}:
            found.append(literal)
    return found


def _step(plan: Plan, ranges: list[str]) -> str:
    name = ranges[plan.prose.among(len(ranges))]
    return f"{name} {'+-'[plan.prose.among(2)]}= {1 + plan.prose.among(2)}"


def _told_apart(options: list[Option], plan: Plan, ranges: list[str], scene: int) -> list[Option]:
    """Options of which no two do the same; one that nothing can tell apart is left out."""
    kept: list[Option] = []
    after = min((scene // CHAPTER + 1) * CHAPTER, plan.shape.scenes)
    for option in options:
        for _ in range(4):
            if option.kind() not in {each.kind() for each in kept}:
                break
            if option.conditions or not ranges:
                option.target = min(scene + 1 + plan.prose.among(3), after)
            else:
                option.sets.append(_step(plan, ranges))
        if option.kind() not in {each.kind() for each in kept} or option.conditions:
            kept.append(option)
    return kept


def _written(option: Option, prose: Prose, shape: Shape) -> list[str]:
    """An option as lines of a scene."""
    directions = ["once"] if option.once else []
    if option.conditions:
        directions.append("if " + " and ".join(option.conditions))
    start = f"    * ({', '.join(directions)}) " if directions else "    * "
    arrow = f"-> {name_of(option.target, shape)}"
    if not option.sets:
        return [f"{start}{prose.sentence()} {arrow}"]
    body = [f"      set {what}" for what in option.sets]
    return [start + prose.sentence(), *body, f"      {arrow}"]


def _finale(plan: Plan, waiting: list[str]) -> list[str]:
    """The last scene: what is still to be asked, then the endings, the narrowest first."""
    among, prose = plan.prose.among, plan.prose
    flags = list(plan.last)
    ranges = [name for name, _, end in plan.windows if end >= plan.shape.scenes]
    gates: list[list[str]] = []
    for index in range(9):
        chosen = flags[index * 3 : index * 3 + 3]
        while len(chosen) < min(2, len(flags)):
            chosen += [flag for flag in [flags[among(len(flags))]] if flag not in chosen]
        gate = [("" if among(3) else "not ") + flag for flag in chosen]
        if ranges:
            gate.append(plan.ranges_asked(ranges))
        if len(ranges) > 1:
            more = plan.ranges_asked(ranges)
            if more.split()[0] != gate[-1].split()[0]:
                gate.append(more)
        gates.append(gate)
    lines = ['chapter "The End"', "", "scene finale", f"  {prose.sentence()}"]
    for flag in [*waiting, *flags[27:]]:
        lines += [f"  if {flag}", f"    {prose.sentence()}", "  else", f"    {prose.sentence()}"]
    for index, gate in enumerate(sorted(gates, key=len, reverse=True)):
        lines.append(f"  {'else if' if index else 'if'} {' and '.join(gate)}")
        lines += [f"    {prose.sentence()}", f'    end e{index} "Ending {index + 1}"']
    return [*lines, "  else", f"    {prose.sentence()}", '    end other "Another Ending"']


def compared(scenes: int, seed: int = 1) -> Files:
    """A story in which ranges are compared with each other."""
    return story(Shape(scenes, 60, 6, seed, long_ranges=6, asked="compared"))


def sums(scenes: int, seed: int = 1) -> Files:
    """A story in which sums of two ranges are asked."""
    return story(Shape(scenes, 60, 6, seed, long_ranges=6, asked="sums"))


def live(scenes: int, seed: int = 1) -> Files:
    """A story of a hundred flags and ten ranges that can all be asked at the end."""
    return story(Shape(scenes, 100, 10, seed, long_flags=100, long_ranges=10))


def needle(choices: int) -> Files:
    """Independent choices between yes and no; one ending needs a yes of each. At most 100."""
    prose = Prose(choices)
    lines = ['story "The Needle"', "  id 00000000-0000-4000-8000-000000000002", ""]
    lines += [f"var f{i:03} = false" for i in range(choices)]
    for i in range(choices):
        after = f"s{i + 1:03}" if i + 1 < choices else "finale"
        lines += ["", f"scene s{i:03}", f"  {prose.sentence()}", "  choice"]
        lines += [f"    * {prose.sentence()}", f"      set f{i:03} = true"]
        lines += [f"    * {prose.sentence()}", f"  -> {after}"]
    lines += ["", "scene finale", "  if " + " and ".join(f"f{i:03}" for i in range(choices))]
    lines += ['    end needle "The Needle"', '  end hay "Hay"']
    return {"needle.weave": "\n".join(lines) + "\n"}


DREAMERS = ("ada", "bram", "cleo", "dora", "egon", "fenja")


def merge(mode: str, seed: int = 1, lines: int = 60) -> Files:
    """Six strands with three syncs; each sets two flags and asks those of the others.

    Args:
        mode: woven, chorus, fragmented or drifting.
        seed: another number, another story of the same shape.
        lines: of each strand, from 4.
    """
    prose = Prose(seed)
    out = ['story "Six Strands"', "  id 00000000-0000-4000-8000-000000000003", ""]
    out += [f'dreamer {name} "{name.title()}"' for name in DREAMERS]
    out += [f"var {name}_{i} = false" for name in DREAMERS for i in range(2)]
    out += ["var noticed: 0..9 = 0", "", "scene before as ada"]
    for name in DREAMERS:
        out += [f"  {prose.sentence()}", "  choice", f"    * {prose.sentence()}"]
        out += [f"      set {name}_0 = true", f"    * {prose.sentence()}"]
    out.append(f"  dream-merge six {mode}")
    for name in DREAMERS:
        out.append(f"    strand {name}")
        for line in range(lines):
            if line and line % (lines // 4) == 0 and line // (lines // 4) < 4:
                out.append(f"      sync meeting_{line // (lines // 4)}")
            out += _strand_line(name, line, prose)
    out += ["  if noticed >= 8", '    end much "Much Was Seen"']
    names = " and ".join(f"{name}_1" for name in DREAMERS[:3])
    out += [f"  else if {names}", '    end three "Three Of Them"', '  end other "Another Ending"']
    return {"merge.weave": "\n".join(out) + "\n"}


def _strand_line(name: str, line: int, prose: Prose) -> list[str]:
    """A line of a strand: one in seven sets a flag of its own or asks one of another strand."""
    drawn, flag = prose.among(14), prose.among(2)
    further = 1 if line == 5 else 1 + prose.among(5)
    other = DREAMERS[(DREAMERS.index(name) + further) % len(DREAMERS)]
    if line == 3 or drawn == 0:  # so that no flag is left without a use
        value = ("true", "false", f"{other}_0", f"not {other}_1")[prose.among(4)]
        return [f"      {prose.sentence()}", f"      set {name}_{int(line == 3) or flag} = {value}"]
    if line == 5 or drawn == 1:
        then = [f"      if {other}_{0 if line == 5 else flag}", f"        {prose.sentence()}"]
        if prose.among(3) == 0:
            then.append("        set noticed += 1")
        return [*then, "      else", f"        {prose.sentence()}"]
    return [f"      {prose.sentence()}"]


def made(family: str, given: Sequence[str]) -> Files:
    """The files of a story by the words of a command line."""
    if family == "merge":
        return merge(given[0], *(int(word) for word in given[1:]))
    numbers = [int(word) for word in given]
    match family:
        case "story":
            scenes, flags, ranges, *seed = numbers
            return story(Shape(scenes, flags, ranges, (seed or [1])[0]))
        case "compared":
            return compared(*numbers)
        case "sums":
            return sums(*numbers)
        case "live":
            return live(*numbers)
        case "needle":
            return needle(*numbers)
    raise SystemExit(f"there is no family {family}")


def write(folder: Path, files: Files) -> Path:
    """Write a story into a folder of its own, which is made or emptied of other scripts."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.weave"):
        if old.name not in files:
            old.unlink()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def main() -> None:
    """Write the story that the command line names."""
    folder, family, *given = sys.argv[1:]
    write(Path(folder), made(family, given))


if __name__ == "__main__":
    main()
