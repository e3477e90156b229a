"""Small random stories, in which every kind of mistake happens: food for the proofs.

In goes a number; out comes the text of a story, always the same for the same number. The stories
have few values and few beats, so that each of their states can be visited, and nothing in them is
arranged to go well: conditions contradict each other, hubs lose their exits, ways lead round in
silence, endings cannot be reached. Only what makes a script no story at all is kept out.

As in `random_story`, main scenes are jumped to, rooms visited, and cells visited from strands too;
a room visits only later rooms, a cell only later cells.
"""

from __future__ import annotations

import random
from dataclasses import replace

from random_words import Scope
from small_words import HUES, Kind, Small, condition, declarations, number, words

MODES = ("woven", "chorus", "fragmented", "drifting")


# ------------------------------------------------------------------ simple statements


def line(w: Small, scope: Scope) -> None:
    """A beat."""
    c = w.chance
    who = ""
    if w.minds and w.maybe(0.2):
        who = f"{c.choice(w.minds)}: "
    elif scope.minds and w.maybe(0.1):
        who = f"{c.choice(scope.minds)} thinks: "
    w.put(scope.level, who + words(w, scope))


def assign(w: Small, scope: Scope) -> None:
    """A `set` whose value can lie in the range."""
    c = w.chance
    kind = c.randrange(8)
    if kind < 3:
        value = c.choice(["true", "true", "false", c.choice(w.flags), condition(w, scope)])
        w.put(scope.level, f"set {c.choice(w.flags)} = {value}")
    elif kind == 3 and w.words:
        name = c.choice(sorted(w.words))
        values = [*(f"= {hue}" for hue in HUES), "+= 1", "-= 1"]
        values += [f"= {other}" for other in w.words if other != name]
        w.put(scope.level, f"set {name} {c.choice(values)}")
    elif kind == 4 and w.maybe(0.3):
        w.put(scope.level, f'set name = "{c.choice(HUES)}"')
    else:
        targets = [(name, *ends) for name, ends in sorted(w.numbers.items())]
        targets += [(f"{m}.{n}", lo, hi) for m in scope.minds for n, lo, hi in w.memories[m]]
        name, lo, hi = c.choice(targets)
        text, least, most = number(w, scope)
        if most < lo or least > hi or w.maybe(0.5):
            w.put(scope.level, f"set {name} {c.choice(['+=', '+=', '-='])} {c.randint(1, 2)}")
        elif least >= 0 and w.maybe(0.1):
            w.put(scope.level, f"set {name} {c.choice(['+=', '-='])} {text}")
        else:
            w.put(scope.level, f"set {name} = {text}")


def target(w: Small, scope: Scope) -> str:
    """A place to go to, with a mind if the place needs one."""
    c = w.chance
    if scope.marks and not scope.woven and (scope.kind == "cell" or w.maybe(0.3)):
        mark = c.choice(scope.marks)
        mind = f" as {c.choice(w.minds)}" if w.minds and w.maybe(0.15) else ""
        return f".{mark}{mind if scope.kind != 'cell' else ''}"
    scenes = list(w.headings)
    if scope.kind == "main" and w.maybe(0.75):
        scenes = scenes[scope.number + 1 :] or scenes[-1:]  # else ways lead round too often
    scene = c.choice(scenes)
    minds = w.headings[scene]
    place = f"{scene}.z" if w.maybe(0.2) else scene
    if len(minds) > 1 or (len(minds) == 1 and (place != scene or w.maybe(0.2))):
        return f"{place} as {c.choice(minds)}"
    if not minds and w.minds and w.maybe(0.3):
        return f"{place} as {c.choice(w.minds)}"
    return place


def go(w: Small, scope: Scope) -> None:
    """A way out of a block."""
    exits: list[str] = []
    if scope.hub:
        exits += ["leave", "leave", "leave"]
    if scope.woven:
        exits.append(f"wake -> {target(w, replace(scope, marks=()))}")
    elif scope.kind != "main":
        exits += ["return", "return"]
    elif w.maybe(0.15):
        exits += ["return"] * 4
    if not scope.woven and (scope.kind != "cell" or scope.marks):
        exits.append(f"-> {target(w, scope)}")
    if not scope.woven and scope.kind != "cell" and w.maybe(0.3):
        exits.append(ending(w))
    if exits:
        w.put(scope.level, w.chance.choice(exits))


def ending(w: Small) -> str:
    """An ending: mostly a new one."""
    if w.endings == 0 or w.maybe(0.7):
        w.endings += 1
        return f"end end{w.endings}"
    return f"end end{w.chance.randint(1, w.endings)}"


def visit(w: Small, scope: Scope) -> None:
    """A visit of a later room."""
    kinds = ["cell"] if scope.woven or scope.kind == "cell" else ["room", "room", "cell"]
    later = [
        name
        for kind in kinds
        for index, name in enumerate(w.rooms[kind])
        if kind != scope.kind or index > scope.number
    ]
    if later:
        name = w.chance.choice(later)
        free = name.startswith("room") and w.minds and w.maybe(0.3)
        mind = f" as {w.chance.choice(w.minds)}" if free else ""
        w.put(scope.level, f"visit {name}{mind}")


def aside(w: Small, scope: Scope) -> Scope:
    """Something rare: a question for words, the stage, a hole, a memory that is told."""
    c = w.chance
    others = [mind for mind in w.minds if mind != scope.own]
    match c.randrange(6):
        case 0:
            w.put(scope.level, f'ask name "Who {w.fresh("")}?"')
        case 1:
            w.put(scope.level, c.choice(["music theme", "keepsake ring", "backdrop hall"]))
        case 2 if w.maybe(0.4):
            w.put(scope.level, "todo more of this")
        case _ if scope.own and others and w.memories[scope.own]:
            w.put(scope.level, f"reveal {w.memories[scope.own][0][0]} to {c.choice(others)}")
    return scope


def mark(w: Small, scope: Scope) -> Scope:
    """A place to jump to; without a line below, ways back to it may be silent."""
    if scope.woven or scope.block:
        return scope
    name = w.fresh("m")
    w.put(scope.level, f"mark {name}")
    w.places.append(f"{scope.kind}{scope.number}.{name}")
    if w.maybe(0.85):
        line(w, scope)
    return replace(scope, marks=(*scope.marks, name))


def rounds(w: Small, scope: Scope) -> Scope:
    """A way round that counts, in silence or with a beat."""
    if scope.woven or scope.block:
        return scope
    name = w.fresh("m")
    w.put(scope.level, f"mark {name}")
    if w.maybe(0.75):
        line(w, scope)
    if w.maybe(0.3):
        w.put(scope.level, f"if visits(.{name}) < {w.chance.randint(2, 3)}")
    elif w.maybe(0.5):
        value, (_, hi) = w.chance.choice(sorted(w.numbers.items()))
        w.put(scope.level, f"set {value} += 1")
        w.put(scope.level, f"if {value} < {hi}")
    else:
        assign(w, scope)
        w.put(scope.level, f"if {condition(w, scope)}")
    w.put(scope.level + 1, f"-> .{name}")
    return replace(scope, marks=(*scope.marks, name))


# ------------------------------------------------------------------ blocks


def body(w: Small, scope: Scope, size: int, quiet: float = 0.3) -> Scope:
    """Some statements, at least one, mostly with a beat; the scope with the marks made."""
    before = len(w.lines)
    if not w.maybe(quiet):
        line(w, scope)
    for _ in range(w.chance.randrange(size + 1)):
        scope = statement(w, scope)
    if len(w.lines) == before:
        assign(w, scope)
    return scope


def statement(w: Small, scope: Scope) -> Scope:
    """One statement that may stand in the scope."""
    w.left -= 1
    if w.left < 0:
        return scope
    kind = w.chance.choice(w.kinds) if scope.level < 5 else w.chance.choice([line, assign])
    return kind(w, scope) or scope


def nested(scope: Scope, **changes: object) -> Scope:
    """The scope of a block below."""
    return replace(scope, level=scope.level + 1, **changes)  # type: ignore[arg-type]


def branch(w: Small, scope: Scope) -> None:
    """A condition, with or without an else."""
    w.put(scope.level, f"if {condition(w, scope)}")
    if w.maybe(0.25):
        assign(w, nested(scope))
    else:
        body(w, nested(scope), 1)
    if w.maybe(0.2):
        go(w, nested(scope))
    if w.maybe(0.4):
        if w.maybe(0.3):
            w.put(scope.level, f"else if {condition(w, scope)}")
            body(w, nested(scope), 1)
        w.put(scope.level, "else")
        body(w, nested(scope), 1)
        if w.maybe(0.15):
            go(w, nested(scope))


def first(w: Small, scope: Scope) -> None:
    """A block that goes on from time to time."""
    for word in ("first", "then", "then")[: w.chance.randint(2, 3)]:
        w.put(scope.level, word)
        body(w, nested(scope), 1, 0.5)
        if w.maybe(0.15):
            go(w, nested(scope))


def either(w: Small, scope: Scope) -> None:
    """A block of chance."""
    for word in ("either", "or", "or")[: w.chance.choice([2, 2, 3])]:
        w.put(scope.level, word)
        body(w, nested(scope), 1, 0.5)
        if w.maybe(0.15):
            go(w, nested(scope))


def seen(w: Small, scope: Scope) -> None:
    """A block that asks whose perspective it is, or sets one."""
    if not w.minds or scope.woven:
        return
    mind = w.chance.choice(w.minds)
    inner = nested(scope, own=mind, minds=(mind,))
    if scope.kind != "cell" and w.maybe(0.4):
        w.put(scope.level, f"as {mind}")
        body(w, replace(inner, block=True), 2)
        if w.maybe(0.15):
            go(w, replace(inner, block=True))
        return
    w.put(scope.level, f"seen by {mind}")
    body(w, inner, 1)
    if w.maybe(0.4):
        w.put(scope.level, "else")
        body(w, nested(scope, own=None), 1)


def shift(w: Small, scope: Scope) -> Scope:
    """Another mind from here on."""
    if w.minds and scope.kind != "cell" and not (scope.woven or scope.block or scope.own):
        w.put(scope.level, f"shift to {w.chance.choice(w.minds)}")
        return replace(scope, minds=())
    return scope


# ------------------------------------------------------------------ choices


def asterisk(w: Small, scope: Scope, kinds: str) -> str:
    """How an option begins. `kinds`: what it says of itself, by letters."""
    found = []
    if "m" in kinds:
        name = w.fresh("opt")
        w.chosen.append(name)
        found.append(f"mark {name}")
    if "o" in kinds:
        found.append("once")
    if "i" in kinds:
        found.append(f"if {condition(w, scope)}")
    if "n" in kinds:
        found.append(f'needs {condition(w, scope)} "Not yet."')
    if "e" in kinds:
        found.append("otherwise")
    return f"* ({', '.join(found)}) " if found else "* "


def option(w: Small, scope: Scope, free: float, away: float) -> None:
    """An option. `free`: how likely nothing closes it; `away`: how likely it leads away."""
    kinds = "m" if w.maybe(0.15) else ""
    if not w.maybe(free):
        kinds += w.chance.choice(["o", "o", "i", "n", "n", "oi", "on", "in"])
    head = asterisk(w, scope, kinds)
    text = words(w, scope)
    leads = not scope.woven and (scope.kind != "cell" or scope.marks)
    if leads and w.maybe(away / 2):
        w.put(scope.level, f"{head}{text} -> {target(w, scope)}")
        return
    if w.minds and w.maybe(0.1):
        head += f"{w.chance.choice(w.minds)}: "
    w.put(scope.level, head + text)
    inner = nested(scope)
    if w.maybe(0.5):
        assign(w, inner)
    if w.maybe(0.4):
        inner = body(w, inner, 1)
    if w.maybe(away / 2):
        go(w, inner)


def options(w: Small, scope: Scope, many: int, free: float, away: float) -> None:
    """Some options, some of them under conditions."""
    for _ in range(many):
        if w.maybe(0.12):
            w.put(scope.level, f"if {condition(w, scope)}")
            option(w, nested(scope), free, away)
            if w.maybe(0.4):
                w.put(scope.level, "else")
                option(w, nested(scope), free, away)
        elif w.minds and not scope.woven and w.maybe(0.1):
            w.put(scope.level, f"seen by {w.chance.choice(w.minds)}")
            option(w, nested(scope, own=None), free, away)
        else:
            option(w, scope, free, away)


def choice(w: Small, scope: Scope) -> None:
    """A choice, which may be a dead end."""
    w.put(scope.level, "choice" + w.chance.choice(["", f' "{words(w, scope)}"']))
    options(w, nested(scope), w.chance.choice([1, 2, 2, 3]), 0.4 if scope.woven else 0.5, 0.35)
    if w.maybe(0.15):
        option(w, nested(scope), 1, 0.1)
    elif w.maybe(0.15):
        w.put(scope.level + 1, f"* (otherwise) {words(w, scope)}")


def open_choice(w: Small, scope: Scope) -> None:
    """A choice that only sets values, so that there is something to ask for later."""
    w.put(scope.level, "choice")
    for _ in range(w.chance.randint(2, 3)):
        w.put(scope.level + 1, f"* {words(w, scope)}")
        for _ in range(w.chance.randint(1, 2)):
            assign(w, nested(nested(scope)))


def hub(w: Small, scope: Scope) -> None:
    """A hub, with a way out that may never open, with none, or with one that closes."""
    w.put(scope.level, "hub" + w.chance.choice(["", ' "What now?"']))
    inner = replace(nested(scope), hub=True)
    if w.maybe(0.4):
        if w.maybe(0.3):
            assign(w, inner)
        line(w, inner)
        if w.maybe(0.2):
            w.put(inner.level, f"if {condition(w, inner)}")
            go(w, nested(inner))
    options(w, inner, w.chance.choice([1, 2, 2, 3]), 0.25, 0.2)
    if w.maybe(0.8):
        how = ["", "", "", "(once) ", "(otherwise) ", f"(if {condition(w, scope)}) "]
        how.append(f'(needs {condition(w, scope)} "Not yet.") ')
        w.put(inner.level, f"* {w.chance.choice(how)}Enough.")
        if w.maybe(0.8):
            w.put(inner.level + 1, "leave")
        else:
            go(w, nested(inner))


# ------------------------------------------------------------------ dream-merges


def merge(w: Small, scope: Scope) -> None:
    """A merge of two to four minds, with one or two sections."""
    c = w.chance
    if len(w.minds) < 2 or scope.woven or scope.kind == "cell" or scope.level > 3:
        return
    members = c.sample(w.minds, c.choice([2, 2, min(3, len(w.minds)), len(w.minds)]))
    w.put(scope.level, f"dream-merge {w.fresh('merge')} {c.choice(MODES)}")
    inner = nested(scope, minds=tuple(members), own=None, woven=True, hub=False, marks=())
    if w.maybe(0.15):
        w.put(inner.level, f"clarity {sorted(w.numbers)[0]}")
    section(w, inner, members)
    if w.maybe(0.35):
        w.put(inner.level, f"sync {w.fresh('meet')}")
        if w.maybe(0.6):
            body(w, nested(inner), 1)
            if w.maybe(0.15):
                w.put(inner.level + 1, f"if {condition(w, inner)}")
                go(w, nested(nested(inner)))
        section(w, inner, c.sample(members, c.randint(1, len(members))))


def section(w: Small, scope: Scope, members: list[str]) -> None:
    """The strands between two meetings, with syncs inside them in one order."""
    c = w.chance
    syncs = [w.fresh("sync") for _ in range(c.choice([0, 0, 0, 1, 1, 2]))]
    pieces = []
    for mind in members:
        held = [name for name in syncs if w.maybe(0.75)]
        cut = c.randint(0, len(held)) if held and w.maybe(0.3) else len(held)
        pieces.append((mind, held[:cut]))
        if cut < len(held):
            pieces.append((mind, held[cut:]))
    for mind, held in pieces:
        w.put(scope.level, f"strand {mind}" + (' "Her way"' if w.maybe(0.1) else ""))
        inner = nested(scope, own=mind)
        for name in [*held, ""]:
            if w.maybe(0.3):
                assign(w, inner)
            if w.maybe(0.8):
                body(w, inner, 1, 0.2)
            if w.maybe(0.12):
                visit(w, inner)
            if w.maybe(0.12):
                w.put(inner.level, f"if {condition(w, inner)}")
                if w.maybe(0.4):
                    line(w, nested(inner))
                go(w, nested(inner))
            if name:
                w.put(inner.level, f"sync {name}")
            elif w.maybe(0.6):
                line(w, inner)
            else:
                assign(w, inner)


# ------------------------------------------------------------------ the story


def scene(w: Small, name: str, kind: str, index: int) -> None:
    """A scene of any kind; a main one has a mark near its end."""
    minds = w.headings.get(name, [])
    w.put(0, f"scene {name}" + (f" as {', '.join(minds)}" if minds else ""))
    one = tuple(minds) if len(minds) == 1 else ()
    scope = Scope(kind, one, level=1, number=index)
    if kind != "main":
        w.left = 3
        scope = body(w, scope, 2)
        if w.maybe(0.4):
            visit(w, scope)
        w.put(1, "return")
        return
    w.left = 14
    if w.maybe(0.8):
        open_choice(w, scope)
    scope = body(w, scope, 7)
    for rooms in w.rooms.values():
        for at, room in enumerate(rooms):
            if at % len(w.headings) == index and w.maybe(0.6):
                w.put(1, f"visit {room}")
    w.put(1, "mark z")
    if w.maybe(0.7):
        line(w, scope)
    if w.maybe(0.4):
        w.put(1, f"if {condition(w, scope)}")
        w.put(2, ending(w) if w.maybe(0.5) else f"-> {target(w, scope)}")
    following = f"main{index + 1}"
    if w.maybe(0.1):
        if last := w.chance.choice(["todo the rest", "todo the rest", "return", "", ""]):
            w.put(1, last)
        return  # without, it runs off its end
    if following in w.headings and w.maybe(0.8):
        w.put(1, f"-> {following}" + "".join(f" as {m}" for m in w.headings[following][:1]))
    else:
        w.put(1, ending(w) if w.maybe(0.85) else f"-> {target(w, scope)}")


def story(seed: int) -> str:
    """The text of a small random story, always the same for one seed."""
    c = random.Random(seed)
    w = Small(c)
    w.minds = [f"mind{i}" for i in range(c.choice([0, 1, 2, 2, 3, 3, 4]))]
    w.numbers = {f"n{i}": (c.choice([0, 0, -1]), c.randint(1, 3)) for i in range(c.choice([1, 2]))}
    w.flags = [f"flag{i}" for i in range(c.randint(1, 3))]
    w.words = {f"hue{i}": HUES for i in range(c.choice([0, 0, 1, 2]))}
    w.memories = {mind: [("doubt", 0, 1)] if w.maybe(0.4) else [] for mind in w.minds}
    for index in range(c.choice([1, 2, 2, 3])):
        count = c.choice([0, 1, 1, 2])
        w.headings[f"main{index}"] = c.sample(w.minds, min(count, len(w.minds)))
    w.rooms = {
        "room": [f"room{i}" for i in range(c.choice([0, 1, 1, 2]))],
        "cell": [f"cell{i}" for i in range(c.choice([0, 1, 1, 2]))],
    }
    w.places = [*w.headings, *w.rooms["room"], *w.rooms["cell"]]
    w.kinds = kinds(c)
    declarations(w)
    for index, name in enumerate(list(w.headings)):
        scene(w, name, "main", index)
    for kind, rooms in w.rooms.items():
        for index, name in enumerate(rooms):
            scene(w, name, kind, index)
    return "\n".join(w.lines) + "\n"


def kinds(c: random.Random) -> list[Kind]:
    """Which statements a story is made of: each story likes some more than others."""
    every: list[Kind] = [
        line, assign, assign, visit, visit, aside, mark, rounds, branch, branch, first, either,
        seen, shift, choice, choice, choice, hub, hub, hub, merge, merge, merge,
    ]  # fmt: skip
    return [*every, *every, *c.sample(every, 4) * 3]
