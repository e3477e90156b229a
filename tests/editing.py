"""Edits that an author makes, at random, on the text of a story.

In: the lines of a story, each with a number of its own that it keeps for life. Out: a new list of
lines, in which every line that was there before still bears its number, so that whoever asks can
tell which line came from which whatever happened to its words. A copy tells of what it is one.

The edits know the shape of a script only by its blanks and first words. Now and then one of them
makes a story that does not compile; whoever applies them looks, and takes such an edit back.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

WORDS = [
    "the", "a", "one", "some", "rain", "glass", "hall", "door", "hand", "lamp", "sand", "voice",
    "tide", "coat", "row", "chair", "clock", "went", "came", "held", "turned", "said", "knew",
    "kept", "fell", "stood", "under", "over", "beside", "before", "after", "slowly", "again",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """A line. `number`: its own; `copied`: the number of the line that it is a copy of."""

    text: str
    number: int
    file: int
    copied: int | None = None

    @property
    def level(self) -> int:
        """The blanks before its first word; of an empty line -1."""
        bare = self.text.lstrip(" ")
        return len(self.text) - len(bare) if bare else -1

    def worded(self, text: str) -> Written:
        """The same line with other words."""
        return Written(text, self.number, self.file, self.copied)


Lines = list[Written]


@dataclass
class Author:
    """Somebody who edits. `beats`: the numbers of lines that were beats when it last compiled."""

    chance: random.Random
    beats: set[int] = field(default_factory=set)
    made: int = 0
    last: int = 0

    def number(self) -> int:
        """A number for a new line."""
        self.last += 1
        return self.last

    def name(self, stem: str) -> str:
        """A name that nothing has."""
        self.made += 1
        return f"{stem}_{self.made}"

    def sentence(self) -> str:
        """New words for a line."""
        found = self.chance.choices(WORDS, k=self.chance.randint(4, 12))
        return f"{' '.join(found).capitalize()} {self.made}."

    def beat(self, lines: Lines) -> int:
        """The place of some line that is a beat, or -1."""
        found = [at for at, line in enumerate(lines) if line.number in self.beats]
        return self.chance.choice(found) if found else -1


HEAD = re.compile(r'^ *(?:(?:"[^"]*"|\w+(?: thinks)?(?: \([^)]*\))?) ?: |\* (?:\([^)]*\) )?)?')


def words_of(line: str) -> tuple[str, str]:
    """What stands before the words of a line, and the words."""
    found = HEAD.match(line)
    cut = found.end() if found else 0
    if cut == 0 or not line[:cut].strip():
        cut = len(line) - len(line.lstrip(" "))
    return line[:cut], line[cut:]


def block(lines: Lines, at: int) -> int:
    """Where what is indented under a line ends."""
    end = at + 1
    while end < len(lines) and (lines[end].level > lines[at].level or lines[end].level < 0):
        end += 1
    while lines[end - 1].level < 0 and end - 1 > at:
        end -= 1
    return end


def alone(lines: Lines, at: int) -> bool:
    """Whether a block would be empty without this line."""
    level = lines[at].level
    before = next((line for line in reversed(lines[:at]) if line.level >= 0), None)
    after = next((line for line in lines[at + 1 :] if line.level >= 0), None)
    siblings = [line for line in (before, after) if line is not None and line.level == level]
    return not siblings and not (before and before.level > level)


def scene_of(lines: Lines, at: int) -> tuple[int, int]:
    """Where the scene around a line begins and ends."""
    start = at
    while start > 0 and not re.match(r"(draft )?scene ", lines[start].text):
        start -= 1
    end = at + 1
    while end < len(lines) and lines[end].level != 0:
        end += 1
    return start, end


# ------------------------------------------------------------------ lines


def typo(a: Author, lines: Lines) -> Lines:
    """One letter of a line is mended."""
    at = a.beat(lines)
    head, words = words_of(lines[at].text)
    outside = [
        found for found in re.finditer(r"[^\W\d_]{4,}", words)
        if words[: found.start()].count("{") == words[: found.start()].count("}")
    ]  # fmt: skip
    if at < 0 or not outside:
        return lines
    found = a.chance.choice(outside)
    i = a.chance.randrange(found.start() + 1, found.end() - 1)
    one, two = words[i], words[i + 1]
    mended = words[:i] + a.chance.choice([two + one, one + one + two, one]) + words[i + 2 :]
    return [*lines[:at], lines[at].worded(head + mended), *lines[at + 1 :]]


def reword(a: Author, lines: Lines) -> Lines:
    """A line says something else."""
    at = a.beat(lines)
    if at < 0:
        return lines
    head, _ = words_of(lines[at].text)
    a.made += 1
    return [*lines[:at], lines[at].worded(head + a.sentence()), *lines[at + 1 :]]


def insert(a: Author, lines: Lines) -> Lines:
    """A new line beside another."""
    at = a.beat(lines)
    if at < 0:
        return lines
    a.made += 1
    new = Written(" " * lines[at].level + a.sentence(), a.number(), lines[at].file)
    at += a.chance.randrange(2)
    return [*lines[:at], new, *lines[at:]]


def delete(a: Author, lines: Lines) -> Lines:
    """A line goes."""
    at = a.beat(lines)
    if at < 0 or alone(lines, at):
        return lines
    return [*lines[:at], *lines[at + 1 :]]


def move(a: Author, lines: Lines) -> Lines:
    """A line goes elsewhere, mostly in its scene."""
    at = a.beat(lines)
    if at < 0 or alone(lines, at):
        return lines
    line = lines[at]
    rest = [*lines[:at], *lines[at + 1 :]]
    start, end = scene_of(rest, min(at, len(rest) - 1))
    near = [i for i in range(start, end) if rest[i].number in a.beats]
    to = a.chance.choice(near) if near and a.chance.random() < 0.8 else a.beat(rest)
    text = " " * rest[to].level + line.text.lstrip(" ")
    if start <= to < end:
        new = Written(text, line.number, rest[to].file, line.copied)
    else:  # alone in another scene it is another line, with the same words
        new = Written(text, a.number(), rest[to].file, line.number)
    return [*rest[:to], new, *rest[to:]]


def duplicate(a: Author, lines: Lines) -> Lines:
    """A line is copied."""
    at, to = a.beat(lines), a.beat(lines)
    if at < 0:
        return lines
    if a.chance.random() < 0.3:
        to = at
    line = lines[at]
    copy = Written(
        " " * lines[to].level + line.text.lstrip(" "), a.number(), lines[to].file, line.number
    )
    return [*lines[:to], copy, *lines[to:]]


def wrap(a: Author, lines: Lines) -> Lines:
    """A line gets a condition."""
    at = a.beat(lines)
    values = [found[1] for line in lines if (found := re.match(r"var (\w+): \d+\.\.", line.text))]
    if at < 0 or not values:
        return lines
    line, blanks = lines[at], " " * lines[at].level
    cond = f"if {a.chance.choice(values)} >= {a.chance.randint(1, 3)}"
    new = Written(blanks + cond, a.number(), line.file)
    inner = line.worded("  " + line.text)
    other = [
        Written(blanks + "else", a.number(), line.file),
        Written(blanks + "  " + a.sentence(), a.number(), line.file),
    ]
    return [*lines[:at], new, inner, *(other if a.chance.random() < 0.5 else []), *lines[at + 1 :]]


# ------------------------------------------------------------------ options


def options(lines: Lines) -> list[int]:
    """The places of all options."""
    return [at for at, line in enumerate(lines) if line.text.lstrip(" ").startswith("* ")]


def siblings(lines: Lines, at: int) -> list[int]:
    """The options of the choice that an option belongs to, as far as they stand at its level."""
    level, found = lines[at].level, [at]
    i = at - 1
    while i >= 0 and (lines[i].level < 0 or lines[i].level >= level):
        if lines[i].level == level and lines[i].text.lstrip(" ").startswith("* "):
            found.insert(0, i)
        i -= 1
    i = block(lines, at)
    while i < len(lines) and lines[i].level == level and lines[i].text.lstrip(" ").startswith("* "):
        found.append(i)
        i = block(lines, i)
    return found


def option_words(a: Author, lines: Lines) -> Lines:
    """An option says something else."""
    some = [at for at in options(lines) if "->" not in lines[at].text]
    if not some:
        return lines
    at = a.chance.choice(some)
    head, words = words_of(lines[at].text)
    spoken = HEAD.match(words)
    head += spoken.group() if spoken else ""
    a.made += 1
    return [*lines[:at], lines[at].worded(head + a.sentence()), *lines[at + 1 :]]


def option_more(a: Author, lines: Lines) -> Lines:
    """Another option."""
    some = options(lines)
    if not some:
        return lines
    at = a.chance.choice(some)
    blanks = " " * lines[at].level
    a.made += 1
    new = [Written(f"{blanks}* {a.sentence()}", a.number(), lines[at].file)]
    hub = next(
        line.text.lstrip(" ") for line in reversed(lines[:at])
        if 0 <= line.level < lines[at].level
    )  # fmt: skip
    if hub.startswith("hub"):
        new[0] = Written(f"{blanks}* (once) {a.sentence()}", new[0].number, lines[at].file)
    if a.chance.random() < 0.6:
        new.append(Written(f"{blanks}  {a.sentence()}", a.number(), lines[at].file))
    to = a.chance.choice([at, block(lines, at)])
    return [*lines[:to], *new, *lines[to:]]


def option_less(a: Author, lines: Lines) -> Lines:
    """An option goes, with all that is under it."""
    some = [at for at in options(lines) if len(siblings(lines, at)) > 1]
    if not some:
        return lines
    at = a.chance.choice(some)
    return [*lines[:at], *lines[block(lines, at) :]]


def option_order(a: Author, lines: Lines) -> Lines:
    """Two options change places."""
    some = [at for at in options(lines) if block(lines, at) in siblings(lines, at)]
    if not some:
        return lines
    at = a.chance.choice(some)
    middle = block(lines, at)
    end = block(lines, middle)
    return [*lines[:at], *lines[middle:end], *lines[at:middle], *lines[end:]]


# ------------------------------------------------------------------ names and values


def renamed(lines: Lines, pattern: str, new: str) -> Lines:
    """All lines with a pattern replaced."""
    found = re.compile(pattern)
    return [line.worded(found.sub(new, line.text)) for line in lines]


def was(a: Author, lines: Lines, heading: str, old: str) -> Lines:
    """`was` under a heading, below older ones."""
    at = next(i for i, line in enumerate(lines) if re.match(heading, line.text))
    to = at + 1
    while lines[to].text.startswith("  was "):
        to += 1
    return [*lines[:to], Written(f"  was {old}", a.number(), lines[at].file), *lines[to:]]


def speaker(a: Author, lines: Lines, told: bool) -> Lines:
    """Somebody of the cast has another name in the script."""
    cast = [f[1] for x in lines if (f := re.match(r"(?:dreamer|character) (\w+)", x.text))]
    if not cast:
        return lines
    old, new = a.chance.choice(cast), a.name("who")
    lines = renamed(lines, rf"\b{old}\b(?! \w+\Z)", new)
    return was(a, lines, rf"(dreamer|character) {new}\b", old) if told else lines


def scene_name(a: Author, lines: Lines, told: bool) -> Lines:
    """A scene has another name."""
    scenes = [f[1] for x in lines if (f := re.match(r"scene (\w+)", x.text))]
    old, new = a.chance.choice(scenes), a.name("scene")
    context = r"(?:^scene |-> |^ *visit |visited\(|visits\(|^  start )"
    lines = [
        line.worded(re.sub(rf"({context}){old}\b(?!\()", rf"\g<1>{new}", line.text))
        for line in lines
    ]
    return was(a, lines, rf"scene {new}\b", old) if told else lines


def more_values(a: Author, lines: Lines) -> Lines:
    """A variable, set somewhere and shown somewhere."""
    at = a.beat(lines)
    first = next(i for i, line in enumerate(lines) if re.match("(dreamer|var|scene) ", line.text))
    name = a.name("value")
    kind = a.chance.choice(["0..9 = 3", "low | high = low"])
    uses = [Written(f"{' ' * lines[at].level}set {name} += 1", a.number(), lines[at].file)]
    if kind[0] == "0":
        said = f"{' ' * lines[at].level}The count stands at {{{name}}}."
        uses.append(Written(said, a.number(), lines[at].file))
    new = Written(f"var {name}: {kind}", a.number(), lines[first].file)
    return [*lines[:first], new, *lines[first:at], *uses, *lines[at:]]


def fewer_values(a: Author, lines: Lines) -> Lines:
    """A variable that was added goes, with all that asks for it."""
    names = [f[1] for x in lines if (f := re.match(r"var (value_\w+)", x.text))]
    if not names:
        return lines
    name = a.chance.choice(names)
    return [line for line in lines if not re.search(rf"\b{name}\b", line.text)]


def bounds(a: Author, lines: Lines) -> Lines:
    """A range becomes wider or narrower."""
    pattern = re.compile(r"^( *(?:var|memory) \w+: 0\.\.)(\d+)( = (\d+))?$")
    some = [i for i, line in enumerate(lines) if pattern.match(line.text)]
    if not some:
        return lines
    at = a.chance.choice(some)
    found = pattern.match(lines[at].text)
    assert found
    hi = max(int(found[4] or 0), int(found[2]) + a.chance.choice([-2, -1, 1, 2]))
    return [*lines[:at], lines[at].worded(f"{found[1]}{hi}{found[3] or ''}"), *lines[at + 1 :]]


# ------------------------------------------------------------------ scenes and merges


def split(a: Author, lines: Lines) -> Lines:
    """A scene becomes two; one that is visited sends the reader on to be visited in the second."""
    some = [
        i for i, line in enumerate(lines)
        if line.number in a.beats and line.level == 2 and i - scene_of(lines, i)[0] > 8
    ]  # fmt: skip
    if not some:
        return lines
    at = a.chance.choice(some)
    start, end = scene_of(lines, at)
    head = re.match(r'scene (\w+)(?: "[^"]*")?(?: as (.*))?$', lines[start].text)
    if head is None or (head[2] and "," in head[2]):
        return lines
    name, file = a.name("scene"), lines[at].file
    heading = f"scene {name}" + (f" as {head[2]}" if head[2] else "")
    new = [Written(heading, a.number(), file)]
    if not any(line.text == "  return" for line in lines[start:end]):
        new.insert(0, Written(f"  -> {name}", a.number(), file))
        return [*lines[:at], *new, *lines[at:]]
    new.insert(0, Written("  return", a.number(), file))
    both: Lines = []
    for line in [*lines[:at], *new, *lines[at:]]:
        both.append(line)
        if found := re.match(rf"^( *)visit {head[1]}\b( as \w+)?$", line.text):
            mind = "" if head[2] else found[2] or ""
            again = f"{found[1]}visit {name}{mind}"
            both.append(Written(again, a.number(), line.file, line.number))
    return both


def join(a: Author, lines: Lines) -> Lines:
    """A scene that only the end of another leads to is joined to it."""
    some = []
    for at, line in enumerate(lines):
        found = re.match(r"^  -> (\w+)$", line.text)
        uses = [x for x in lines if found and re.search(rf"\b{found[1]}\b", x.text)]
        if found and len(uses) == 2 and scene_of(lines, at)[1] == block(lines, at):
            some.append((at, found[1]))
    if not some:
        return lines
    at, name = a.chance.choice(some)
    start = next(i for i, line in enumerate(lines) if re.match(rf"scene {name}\b", line.text))
    end = scene_of(lines, start)[1]
    body = [x for x in lines[start + 1 : end] if not re.match("  (time|layout|was) ", x.text)]
    file = lines[at].file
    body = [Written(x.text, x.number, file, x.copied) for x in body]
    made: Lines = []
    for i, line in enumerate(lines):
        if i == at:
            made += body
        elif not start <= i < end:
            made.append(line)
    return made


def strand_pairs(lines: Lines) -> list[int]:
    """Where a strand begins that another follows at once."""
    return [
        i for i, x in enumerate(lines)
        if x.text.lstrip().startswith("strand ") and block(lines, i) < len(lines)
        and lines[block(lines, i)].text.lstrip().startswith("strand ")
    ]  # fmt: skip


def strand_order(a: Author, lines: Lines) -> Lines:
    """Two strands change places."""
    some = strand_pairs(lines)
    if not some:
        return lines
    at = a.chance.choice(some)
    middle = block(lines, at)
    end = block(lines, middle)
    return [*lines[:at], *lines[middle:end], *lines[at:middle], *lines[end:]]


def new_sync(a: Author, lines: Lines) -> Lines:
    """Two strands beside each other meet."""
    some = strand_pairs(lines)
    if not some:
        return lines
    first = a.chance.choice(some)
    name = a.name("meet")
    for at in (block(lines, first), first):
        inner = [
            i for i in range(at + 1, block(lines, at)) if lines[i].level == lines[at].level + 2
            and lines[i].number in a.beats
        ]  # fmt: skip
        if not inner:
            return lines
        to = a.chance.choice(inner)
        line = Written(f"{' ' * lines[to].level}sync {name}", a.number(), lines[to].file)
        lines = [*lines[:to], line, *lines[to:]]
    return lines


def mode(a: Author, lines: Lines) -> Lines:
    """A merge is told in another way."""
    modes = ("woven", "chorus", "fragmented", "drifting")
    some = [i for i, x in enumerate(lines) if x.text.endswith(modes) and "dream-merge" in x.text]
    if not some:
        return lines
    at = a.chance.choice(some)
    text = lines[at].text.rpartition(" ")[0]
    return [*lines[:at], lines[at].worded(f"{text} {a.chance.choice(modes)}"), *lines[at + 1 :]]


Edit = Callable[[Author, Lines], Lines]
EDITS: list[tuple[float, str, Edit]] = [
    (18, "typo", typo), (14, "reword", reword), (18, "insert", insert), (12, "delete", delete),
    (8, "move", move), (4, "duplicate", duplicate), (3, "wrap", wrap),
    (4, "option words", option_words), (3, "option more", option_more),
    (2, "option less", option_less), (3, "option order", option_order),
    (1, "speaker, was", lambda a, x: speaker(a, x, True)),
    (0.3, "speaker", lambda a, x: speaker(a, x, False)),
    (1, "scene, was", lambda a, x: scene_name(a, x, True)),
    (0.5, "scene", lambda a, x: scene_name(a, x, False)),
    (2, "more values", more_values), (1, "fewer values", fewer_values), (1.5, "bounds", bounds),
    (0.6, "split", split), (0.4, "join", join),
    (1, "strand order", strand_order), (1, "new sync", new_sync), (0.5, "mode", mode),
]  # fmt: skip


def edit(a: Author, lines: Lines) -> tuple[str, Lines]:
    """One edit of any kind; its name, and the lines after it."""
    _, name, made = a.chance.choices(EDITS, [weight for weight, _, _ in EDITS])[0]
    return name, made(a, lines)
