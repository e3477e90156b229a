"""Random stories of several chapters for `window_edits`, and edits of their logic.

In goes a number; out comes a story of a few files, always the same for the same number, which
mostly leads on from chapter to chapter and in which hardly any reader is ever stuck: those are
stories that can be proved by parts. In goes such a story and chance; out comes it with something
else in one file that decides where readers come: a condition, a `set`, a target, an option.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace

from random_words import Scope
from small_story import assign, asterisk, line, nested
from small_words import HUES, Small, condition, declarations, words

Files = dict[str, str]
"""The text of each file by its name."""


class Parted(Small):
    """A story in the making, with the chapter that is being written."""

    chapter = 0
    rooms_of: dict[int, list[str]]
    scenes_of: dict[int, list[str]]


# ------------------------------------------------------------------ where ways lead


def entered(w: Parted, scene: str) -> str:
    """A scene as it is entered."""
    minds = w.headings[scene]
    if minds:
        return f"{scene} as {w.chance.choice(minds)}"
    return scene + (f" as {w.chance.choice(w.minds)}" if w.minds and w.maybe(0.2) else "")


def onward(w: Parted, scope: Scope) -> str:
    """A way on: mostly within the chapter or to the next, now and then back or far ahead."""
    scenes = [*w.headings]
    own, following = w.scenes_of[w.chapter], w.scenes_of.get(w.chapter + 1, [])
    later = [name for name in own if int(name[4:]) > scope.number]
    drawn = w.chance.random()
    if drawn < 0.03:
        return entered(w, w.chance.choice(scenes))
    if drawn < 0.08 and scope.number:
        return entered(w, w.chance.choice(own))
    if drawn < 0.12 or not (later or following):
        return ""
    return entered(w, w.chance.choice([*later, *(later or following), *following[:1]]))


def go(w: Parted, scope: Scope) -> None:
    """A line that leads on."""
    to = onward(w, scope)
    w.put(scope.level, f"-> {to}" if to else ending(w))


def ending(w: Parted) -> str:
    """An ending, mostly a new one."""
    if w.endings == 0 or w.maybe(0.7):
        w.endings += 1
    return f"end end{w.endings}"


# ------------------------------------------------------------------ statements


def choice(w: Parted, scope: Scope) -> None:
    """A choice with an option that is always open."""
    w.put(scope.level, w.chance.choice(["choice", "choice", f'choice "{words(w, scope)}"']))
    for _ in range(w.chance.choice([1, 1, 2])):
        option(w, nested(scope), w.chance.choice(["", "i", "i", "n", "o", "oi", "m"]))
    option(w, nested(scope), "e" if w.maybe(0.1) else "")


def option(w: Parted, scope: Scope, kind: str) -> None:
    """An option. `kind`: what it says of itself, by letters."""
    head = asterisk(w, scope, kind)
    if scope.kind == "main" and w.maybe(0.3):
        to = onward(w, scope)
        if to:
            w.put(scope.level, f"{head}{words(w, scope)} -> {to}")
            return
    w.put(scope.level, head + words(w, scope))
    for _ in range(w.chance.choice([0, 1, 1, 2])):
        assign(w, nested(scope))
    if scope.kind == "main" and w.maybe(0.25):
        go(w, nested(scope))


def hub(w: Parted, scope: Scope) -> None:
    """A hub with a way out."""
    w.put(scope.level, "hub")
    inner = nested(scope)
    if w.maybe(0.3):
        line(w, inner)
    for _ in range(w.chance.choice([1, 2])):
        option(w, replace(inner, kind="room"), w.chance.choice(["o", "oi", "n", "i"]))
    w.put(inner.level, f"* {words(w, scope)}")
    w.put(inner.level + 1, "leave")


def blocks(w: Parted, scope: Scope) -> None:
    """A block: a condition, a block that goes on from time to time, one of chance."""
    match w.chance.randrange(5):
        case 0:
            heads = ["first", "then"]
        case 1:
            heads = ["either", "or"]
        case 2 if w.minds:
            heads = [f"seen by {w.chance.choice(w.minds)}", "else"]
        case _:
            heads = [f"if {condition(w, scope)}", "else"]
    if heads[-1] == "else" and w.maybe(0.4):
        heads.pop()
    for head in heads:
        w.put(scope.level, head)
        inner = nested(scope)
        (assign if w.maybe(0.3) else line)(w, inner)
        if w.maybe(0.4):
            assign(w, inner)
        if scope.kind == "main" and w.maybe(0.12):
            go(w, inner)


def visit(w: Parted, scope: Scope) -> None:
    """A visit of a room: of this chapter, or of another."""
    every = [room for rooms in w.rooms_of.values() for room in rooms]
    rooms = w.rooms_of[w.chapter] if w.maybe(0.85) else every
    later = [room for room in rooms if scope.kind == "main" or int(room[4:]) > scope.number]
    if later:
        mind = f" as {w.chance.choice(w.minds)}" if w.minds and w.maybe(0.2) else ""
        w.put(scope.level, f"visit {w.chance.choice(later)}{mind}")


def stage(w: Parted, scope: Scope) -> None:
    """Something that decides nothing, or words of the reader's."""
    w.put(scope.level, w.chance.choice(["music theme", f'ask name "Who {w.fresh("")}?"']))


def reveal(w: Parted, scope: Scope) -> None:
    """A memory that is told."""
    others = [mind for mind in w.minds if mind != scope.own]
    if scope.own and others and w.memories[scope.own]:
        w.put(scope.level, f"reveal {w.memories[scope.own][0][0]} to {w.chance.choice(others)}")


KINDS = (line, line, assign, assign, choice, choice, choice, hub, blocks, blocks, visit, stage,
         reveal)  # fmt: skip


def scene(w: Parted, name: str, kind: str) -> None:
    """A scene: of the main way, or a room."""
    minds = w.headings.get(name, [])
    w.put(0, "")
    w.put(0, f"scene {name}" + (f" as {', '.join(minds)}" if minds else ""))
    own = minds[0] if len(minds) == 1 else None
    scope = Scope(kind, tuple(minds[:1]) if own else (), own, level=1, number=int(name[4:]))
    if w.maybe(0.7):
        line(w, scope)
    for _ in range(w.chance.choice([1, 2, 2, 3]) if kind == "main" else w.chance.randrange(3)):
        w.chance.choice(KINDS)(w, scope)
    if kind == "main":
        w.put(1, "mark z")
        if w.maybe(0.6):
            line(w, scope)
        go(w, scope)
    else:
        line(w, scope)
        w.put(1, "return")


def story(seed: int) -> Files:
    """The files of a random story of several chapters."""
    c = random.Random(seed)
    w = Parted(c)
    w.minds = [f"mind{i}" for i in range(c.choice([0, 0, 1, 2, 2]))]
    w.numbers = {f"n{i}": (0, c.randint(1, 3)) for i in range(c.choice([1, 2]))}
    w.flags = [f"flag{i}" for i in range(c.randint(2, 5))]
    w.words = {f"hue{i}": HUES for i in range(c.choice([0, 0, 1]))}
    w.memories = {mind: [("doubt", 0, 1)] if w.maybe(0.3) else [] for mind in w.minds}
    chapters = c.randint(2, 6)
    w.scenes_of, w.rooms_of = {}, {}
    number = rooms = 0
    for chapter in range(chapters):
        many = c.randint(1, 3)
        w.scenes_of[chapter] = [f"main{number + i}" for i in range(many)]
        number += many
        few = c.choice([0, 0, 1, 1, 2])
        w.rooms_of[chapter] = [f"room{rooms + i}" for i in range(few)]
        rooms += few
    for names in w.scenes_of.values():
        for name in names:
            count = min(c.choice([0, 0, 1, 2]), len(w.minds))
            w.headings[name] = c.sample(w.minds, count)
    w.places = [*w.headings]
    declarations(w)
    files = {"0.weave": "\n".join(w.lines) + "\n"}
    for chapter in range(chapters):
        w.lines, w.chapter = [f'chapter "Part {chapter}"'], chapter
        for name in w.scenes_of[chapter]:
            scene(w, name, "main")
        for name in w.rooms_of[chapter]:
            scene(w, name, "room")
        together = chapter if seed % 4 else chapter // 2  # now and then two chapters in one file
        path = f"{together + 1}.weave"
        files[path] = files.get(path, "") + "\n".join(w.lines) + "\n"
    return files


# ------------------------------------------------------------------ edits


def edited(files: Files, c: random.Random) -> Files:
    """A story with its logic changed in one file."""
    path = c.choice([path for path in files if path != "0.weave"])
    rows = files[path].split("\n")
    at = c.choice([i for i, row in enumerate(rows) if row.startswith("  ")])
    asked = re.findall(r"if ([^\n,):]+)", "\n".join(files.values()))
    conditions = [each for each in asked if each.count("(") == each.count(")")] or ["flag0"]
    picks = [i for i, row in enumerate(rows) if re.search(r"\bif |\bneeds ", row)]
    sets = [i for i, row in enumerate(rows) if "set " in row]
    ways = [i for i, row in enumerate(rows) if "-> " in row]
    kind = c.randrange(12)
    if kind < 3 and picks:
        at = c.choice(picks)
        other = c.choice(conditions)
        rows[at] = re.sub(r"\b(if|needs) ([^,):\"]+)", lambda found: f"{found[1]} " + (
            other if kind == 1 else f"not ({found[2].strip()}) " if kind == 0 else "flag1 "
        ), rows[at], count=1)  # fmt: skip
    elif kind < 6 and sets:
        at = c.choice(sets)
        if kind == 3:
            del rows[at]
        elif kind == 4:
            flips = {"true": "false", "false": "true", "+=": "-=", "-=": "+=", "amber": "coral"}
            rows[at] = re.sub("|".join(map(re.escape, flips)), lambda f: flips[f[0]], rows[at])
        else:
            rows[at] = re.sub(r"\d+$", lambda found: str(int(found[0]) ^ 1), rows[at])
    elif kind == 6 and ways:
        at, other = c.choice(ways), c.choice(ways)
        rows[at] = rows[at].partition("-> ")[0] + "-> " + rows[other].partition("-> ")[2]
    elif kind == 7:
        margin = rows[at][: len(rows[at]) - len(rows[at].lstrip())]
        rows.insert(at, rows[c.choice(sets)] if sets else "")
        rows[at] = margin + rows[at].strip()
    elif kind == 8:
        margin = rows[at][: len(rows[at]) - len(rows[at].lstrip())]
        rows[at:at] = [f"{margin}if {c.choice(conditions)}", f"{margin}  Something else."]
    elif kind == 9:
        rows.insert(at, rows[at])
    elif kind == 10:
        del rows[at]
    else:
        options = [i for i, row in enumerate(rows) if row.lstrip().startswith("* ")]
        if options:
            at = c.choice(options)
            margin = rows[at][: len(rows[at]) - len(rows[at].lstrip())]
            guard = f"(if {c.choice(conditions)}) " if c.random() < 0.5 else ""
            rows.insert(at, f"{margin}* {guard}Another way {c.randrange(100)}.")
    return files | {path: "\n".join(rows)}
