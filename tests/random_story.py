"""Random stories: valid Weave scripts that use every construct of the language.

In goes a number; out comes the text of a story, always the same for the same number. The stories
compile without an error. What they may do when they run, dead ends, loops, races, is not looked
at: they are there to show that two machines do the same.

Scenes come in three kinds, so that the rules of the language are kept by the way in which a story
is built: main scenes, which jumps lead to; rooms, which are visited; and cells, rooms that may be
visited from a strand too. A room visits only later rooms, a cell only later cells. A `Scope` says
what may stand at a place.
"""

from __future__ import annotations

import random
from dataclasses import replace

from random_words import WORDS, Scope, Writer, condition, number, phrase, quoted, sentence

MODES = ("woven", "chorus", "fragmented", "drifting")
TRANSITIONS = ("cut", "fade", "dissolve", "weave", "slide", "iris")
PLACES = ("far_left", "left", "center", "right", "far_right", "off")
EFFECTS = ("rain", "snow", "mist", "dim", "shake", "flash")
LISTS = (("amber", "beryl", "coral"), ("dawn_light", "noon", "dusk", "night"))
MOODS = ("calm", "torn")


# ------------------------------------------------------------------ lines


def line(w: Writer, scope: Scope) -> None:
    """A beat of words."""
    c, level = w.chance, scope.level
    cast = [*w.minds, *w.people]
    pick = c.randrange(9)
    if pick < 4 or not cast:
        w.put(level, sentence(w, scope))
    elif pick < 6:
        who = c.choice(cast)
        manner = c.choice(
            ["", "", f" ({c.choice(MOODS)})", f" ({c.choice(MOODS)}, left)", ' ("X")']
        )
        w.put(level, f"{who}{manner}: {sentence(w, scope)}")
    elif pick == 6 and scope.minds:
        manner = c.choice(["", f" ({c.choice(MOODS)})"])
        w.put(level, f"{c.choice(scope.minds)} thinks{manner}: {sentence(w, scope)}")
    elif pick == 7:
        w.put(level, c.choice(["verse", f"{c.choice(cast)}:"]))
        for extra in ("", "  "):
            w.put(level + 1, extra + sentence(w, scope))
    else:
        w.put(level, f'"Somebody": {sentence(w, scope)}')


def assign(w: Writer, scope: Scope) -> None:
    """A `set` whose value can lie in the range."""
    c, level = w.chance, scope.level
    match c.randrange(6):
        case 0:
            w.put(level, f"set {c.choice(w.flags)} = {condition(w, scope)}")
        case 1:
            name = c.choice(sorted(w.words))
            change = c.choice([f"= {c.choice(w.words[name])}", "+= 1", "-= 1", "+= 2"])
            w.put(level, f"set {name} {change}")
        case 2 if w.texts:
            value = c.choice([f'"{c.choice(WORDS)}"', *w.texts])
            w.put(level, f"set {c.choice(w.texts)} = {value}")
        case _:
            targets = [(name, *ends) for name, ends in sorted(w.numbers.items())]
            targets += [(f"{m}.{n}", lo, hi) for m in scope.minds for n, lo, hi in w.memories[m]]
            name, lo, hi = c.choice(targets)
            text, least, most = number(w, scope)
            if most < lo or least > hi or w.maybe(0.4):
                w.put(level, f"set {name} {c.choice(['+=', '-='])} {c.randint(1, 3)}")
            else:
                w.put(level, f"set {name} = {text}")


def stage(w: Writer, scope: Scope) -> None:
    """A line of the stage, or a keepsake."""
    c, level = w.chance, scope.level
    trans = c.choice(["", f" with {c.choice(TRANSITIONS)}"])
    cast = [*w.minds, *w.people]
    match c.randrange(8):
        case 0:
            w.put(level, f"backdrop {c.choice(WORDS)}{trans}")
        case 1 | 2 if cast:
            manner = c.choice(["", f" ({c.choice(MOODS)}, {c.choice(PLACES)})"])
            w.put(level, f"show {c.choice(cast)}{manner}{trans}")
        case 3 if cast:
            w.put(level, f"hide {c.choice(cast)}{trans}")
        case 4:
            w.put(level, c.choice(["music theme", "music off", "sound bell"]))
        case 5:
            w.put(level, f"keepsake k{c.randint(1, 3)}")
        case 6:
            w.put(
                level, c.choice(["effect off", "pause 0.5", f"effect {c.choice(EFFECTS[:4])} off"])
            )
        case _:
            w.put(level, f"effect {c.choice(EFFECTS)} {c.randint(0, 10)}")


def target(w: Writer, scope: Scope) -> str:
    """A place to go to, with a mind if the place needs one; in a merge, for `wake`."""
    c = w.chance
    here = scope.marks and not scope.woven
    if here and (scope.kind == "cell" or w.maybe(0.4)):
        mark = c.choice([*scope.marks, scope.last])
        free = w.minds and not scope.fixed and scope.kind == "main"
        return f".{mark}" + (f" as {c.choice(w.minds)}" if free and w.maybe(0.2) else "")
    scene = c.choice(sorted(w.headings))
    minds = w.headings[scene]
    place = f"{scene}.z" if w.maybe(0.3) else scene
    if len(minds) > 1 or (len(minds) == 1 and w.maybe(0.3)):
        return f"{place} as {c.choice(minds)}"
    if not minds and w.minds and w.maybe(0.3):
        return f"{place} as {c.choice(w.minds)}"
    if len(minds) == 1 and place != scene:
        return f"{place} as {minds[0]}"
    return place


def go(w: Writer, scope: Scope) -> None:
    """A way out of a block: it ends the block."""
    exits = []
    if scope.hub:
        exits.append("leave")
    if scope.woven:
        exits.append(f"wake -> {target(w, replace(scope, marks=()))}")
    elif scope.kind != "main":
        exits.append("return")
    if not scope.woven and (scope.kind != "cell" or scope.marks):
        exits.append(f"-> {target(w, scope)}")
    if exits:
        w.put(scope.level, w.chance.choice(exits))


def visit(w: Writer, scope: Scope) -> None:
    """A visit of a later room."""
    kinds = ["cell"] if scope.woven or scope.kind == "cell" else ["room", "cell"]
    later = [
        name
        for kind in kinds
        for index, name in enumerate(w.rooms[kind])
        if kind != scope.kind or index > scope.number
    ]
    if later:
        name = w.chance.choice(later)
        enter = name.startswith("room") and name not in w.headings and w.minds and w.maybe(0.3)
        mind = f" as {w.chance.choice(w.minds)}" if enter else ""
        w.put(scope.level, f"visit {name}{mind}")


# ------------------------------------------------------------------ blocks


def body(w: Writer, scope: Scope, size: int) -> Scope:
    """Some statements, the first of them a line; returns the scope with the marks made."""
    line(w, scope)
    for _ in range(w.chance.randrange(size + 1)):
        scope = statement(w, scope)
    return scope


def statement(w: Writer, scope: Scope) -> Scope:
    """One statement that may stand in the scope."""
    c, level = w.chance, scope.level
    deep = level > 5
    simple = [line] * 6 + [assign] * 4 + [stage] * 2 + [visit] * 2
    blocks = [choice] * 3 + [hub] * 2 + [branch] * 3 + [first, either, either]
    perspectives = [shift, inside, seen, seen, merge, merge]
    pool = simple if deep else simple + blocks + perspectives
    kind = c.choice([*pool, ask, mark, hole, tell])
    return kind(w, scope) or scope


def nested(scope: Scope, **changes: object) -> Scope:
    """The scope of a block below."""
    return replace(scope, level=scope.level + 1, **changes)  # type: ignore[arg-type]


def branch(w: Writer, scope: Scope) -> None:
    """A condition; without an else it may end in a way out."""
    w.put(scope.level, f"if {condition(w, scope)}")
    if w.maybe(0.4):
        assign(w, nested(scope))
    else:
        body(w, nested(scope), 2)
    if w.maybe(0.4):
        if w.maybe(0.5):
            w.put(scope.level, f"else if {condition(w, scope)}")
            body(w, nested(scope), 1)
        w.put(scope.level, "else")
        body(w, nested(scope), 1)
    elif w.maybe(0.4):
        go(w, nested(scope))


def first(w: Writer, scope: Scope) -> None:
    """A block that goes on from time to time."""
    for word in ("first", "then", "then")[: w.chance.randint(2, 3)]:
        w.put(scope.level, word)
        body(w, nested(scope), 1)


def either(w: Writer, scope: Scope) -> None:
    """A block of chance."""
    for word in ("either", "or", "or")[: w.chance.randint(2, 3)]:
        w.put(scope.level, word)
        body(w, nested(scope), 1)


def directions(w: Writer, scope: Scope, free: bool) -> str:
    """What stands in parentheses before an option's text. `free`: nothing that can close it."""
    found = []
    if w.maybe(0.2):
        name = w.fresh("opt")
        w.chosen.append(name)
        found.append(f"mark {name}")
    if not free:
        if w.maybe(0.3):
            found.append("once")
        if w.maybe(0.25):
            found.append(f"if {condition(w, scope, 1)}")
        if w.maybe(0.25):
            found.append(f"needs {condition(w, scope, 1)} {quoted(w, scope)}")
    w.chance.shuffle(found)
    return f"({', '.join(found)}) " if found else ""


def option(w: Writer, scope: Scope, free: bool, ends: bool) -> None:
    """An option with a body or a target. `ends`: it may lead away."""
    head = f"* {directions(w, scope, free)}"
    if w.minds and w.maybe(0.15):
        who = w.chance.choice(w.minds)
        w.put(scope.level, f"{head}{who}: {sentence(w, scope)}")
    elif ends and not scope.woven and scope.marks and w.maybe(0.25):
        w.put(scope.level, f"{head}{sentence(w, scope)} -> {target(w, scope)}")
        return
    else:
        w.put(scope.level, head + sentence(w, scope))
    inner = nested(scope)
    if w.maybe(0.3):
        assign(w, inner)
    if w.maybe(0.5):
        inner = body(w, inner, 1)
    if ends and w.maybe(0.25):
        go(w, inner)


def choice(w: Writer, scope: Scope) -> None:
    """A choice that always has an open option, or nearly always."""
    w.put(scope.level, "choice" + w.chance.choice(["", f" {quoted(w, scope)}"]))
    inner = nested(scope)
    for _ in range(w.chance.randint(0, 2)):
        if w.maybe(0.25):
            w.put(inner.level, f"if {condition(w, scope, 1)}")
            option(w, nested(inner), False, True)
        elif w.minds and not scope.woven and w.maybe(0.2):
            w.put(inner.level, f"seen by {w.chance.choice(w.minds)}")
            # A bare memory would be that mind's, who need not be the one that is certain here.
            option(w, nested(inner, own=None), False, True)
        else:
            option(w, inner, False, True)
    if w.maybe(0.15):
        option(w, inner, False, False)
    if w.maybe(0.3):
        w.put(inner.level, f"* (otherwise) {sentence(w, scope)}")
    else:
        option(w, inner, True, False)


def hub(w: Writer, scope: Scope) -> None:
    """A hub that can be left, or ends when its options are used up."""
    w.put(scope.level, "hub" + w.chance.choice(["", f" {quoted(w, scope)}"]))
    inner = replace(nested(scope), hub=True)
    if w.maybe(0.4):
        if w.maybe(0.5):
            assign(w, inner)
        line(w, inner)
    for _ in range(w.chance.randint(1, 3)):
        option(w, inner, False, True)
    if w.maybe(0.8):
        extra = w.chance.choice(["", "(otherwise) "])
    else:
        extra = "(once) "
    w.put(inner.level, f"* {extra}{sentence(w, scope)}")
    w.put(inner.level + 1, "leave")


def ask(w: Writer, scope: Scope) -> None:
    """A question for words."""
    w.put(scope.level, f"ask {w.chance.choice(w.texts)} {quoted(w, scope)}")


def mark(w: Writer, scope: Scope) -> Scope:
    """A place to jump to, where it may stand; a line follows, so that no way round is silent."""
    if scope.woven or scope.block:
        return scope
    name = w.fresh("m")
    w.put(scope.level, f"mark {name}")
    line(w, scope)
    scene = f"{scope.kind}{scope.number}"
    w.places.append(f"{scene}.{name}")
    return replace(scope, marks=(*scope.marks, name))


def hole(w: Writer, scope: Scope) -> None:
    """A hole that lines follow."""
    if w.maybe(0.2):
        w.put(scope.level, "todo more of this")
        line(w, scope)


def tell(w: Writer, scope: Scope) -> None:
    """A memory is told to another mind, and read there."""
    if scope.own and w.memories[scope.own]:
        name = w.chance.choice(w.memories[scope.own])[0]
        others = [mind for mind in w.minds if mind != scope.own]
        if others:
            w.put(scope.level, f"reveal {name} to {w.chance.choice(others)}")


def shift(w: Writer, scope: Scope) -> None:
    """Another mind from here on."""
    if w.minds and scope.kind != "cell" and not (scope.woven or scope.block or scope.fixed):
        w.put(scope.level, f"shift to {w.chance.choice(w.minds)}")


def inside(w: Writer, scope: Scope) -> None:
    """A block of one mind."""
    if w.minds and scope.kind != "cell" and not scope.woven:
        mind = w.chance.choice(w.minds)
        w.put(scope.level, f"as {mind}")
        body(w, nested(scope, own=mind, minds=(mind,), block=True), 2)


def seen(w: Writer, scope: Scope) -> None:
    """A block that asks whose perspective it is."""
    if not w.minds or scope.woven:
        return
    asked = w.chance.sample(w.minds, w.chance.randint(1, min(2, len(w.minds))))
    w.put(scope.level, f"seen by {', '.join(asked)}")
    inner = nested(scope)
    if len(asked) == 1:
        inner = replace(inner, own=asked[0], minds=(asked[0],), fixed=True)
    body(w, inner, 1)
    if w.maybe(0.4):
        w.put(scope.level, "else")
        body(w, nested(scope), 1)


# ------------------------------------------------------------------ dream-merges


def merge(w: Writer, scope: Scope) -> None:
    """A merge of two to four minds, with one to three sections."""
    c = w.chance
    if len(w.minds) < 2 or scope.woven or scope.kind == "cell" or scope.level > 3:
        return
    members = c.sample(w.minds, c.randint(2, len(w.minds)))
    title = c.choice(["", f" {quoted(w, scope)}"])
    w.put(scope.level, f"dream-merge {w.fresh('merge')}{title} {c.choice(MODES)}")
    inner = nested(scope, minds=tuple(members), own=None, woven=True, hub=False, marks=())
    if w.maybe(0.4):
        w.put(inner.level, f"clarity {number(w, scope, 1, plain=True)[0]}")
    sections = c.randint(1, 3)
    for index in range(sections):
        # The first section has all, so that there are two minds at least.
        some = members if index == 0 else c.sample(members, c.randint(1, len(members)))
        section(w, inner, some)
        if index < sections - 1:
            w.put(inner.level, f"sync {w.fresh('meet')}")
            if w.maybe(0.7):
                body(w, nested(inner), 2)
                if w.maybe(0.1):
                    w.put(inner.level + 1, f"if {condition(w, inner)}")
                    go(w, nested(nested(inner)))


def section(w: Writer, scope: Scope, members: list[str]) -> None:
    """The strands between two meetings, in pieces, with syncs inside them in one order."""
    c = w.chance
    syncs = [w.fresh("sync") for _ in range(c.choice([0, 0, 1, 2]))]
    strands: list[list[tuple[str, list[str]]]] = []
    for mind in members:
        held = [name for name in syncs if w.maybe(0.7)]
        cut = c.randint(0, len(held)) if w.maybe(0.3) else len(held)
        pieces = [(mind, held[:cut])]
        if cut < len(held):
            pieces.append((mind, held[cut:]))
        strands.append(pieces)
    while any(strands):
        pieces = c.choice([pieces for pieces in strands if pieces])
        mind, held = pieces.pop(0)
        label = c.choice(["", "", f" {quoted(w, scope)}"])
        w.put(scope.level, f"strand {mind}{label}")
        inner = nested(scope, own=mind)
        piece_of_strand(w, inner, [*held, ""])


def piece_of_strand(w: Writer, scope: Scope, syncs: list[str]) -> None:
    """Statements with syncs between them; sometimes a silent one stands before a beat."""
    for name in syncs:
        if w.maybe(0.3):
            assign(w, scope)
        if w.maybe(0.85):
            body(w, scope, 2)
        if w.maybe(0.05):
            w.put(scope.level, f"if {condition(w, scope)}")
            assign(w, nested(scope))
            go(w, nested(scope))
        if name:
            w.put(scope.level, f"sync {name}")
        else:
            line(w, scope)


# ------------------------------------------------------------------ the story


def declarations(w: Writer) -> None:
    """The head, the cast and the values."""
    c = w.chance
    w.put(0, 'story "A random story"')
    w.put(1, "id 4b9b6f0e-0b51-4c8e-9f0e-6f2d1a3c5e77")
    w.put(1, " as ".join(["start main0", *w.headings["main0"][:1]]))
    for mind in w.minds:
        w.put(0, f'dreamer {mind} "The {mind}"')
        w.put(1, f"moods {', '.join(MOODS)}")
        for name, lo, hi in w.memories[mind]:
            w.put(1, f"memory {name}: {lo}..{hi} = {c.randint(lo, hi)}")
    for person in w.people:
        w.put(0, f'character {person} "The {person}, {{text1}}"')
        w.put(1, f"moods {', '.join(MOODS)}")
    for name, (lo, hi) in w.numbers.items():
        w.put(0, f"var {name}: {lo}..{hi} = {c.randint(lo, hi)}")
    for name in w.flags:
        w.put(0, f"var {name} = {c.choice(['true', 'false'])}")
    for name, kind in w.words.items():
        w.put(0, f"var {name}: {' | '.join(kind)} = {c.choice(kind)}")
    for name in w.texts:
        w.put(0, f'var {name}: text = "{c.choice(WORDS)}"')
    scope = Scope("main")
    for _ in range(2):
        text, lo, hi = number(w, scope, 2, plain=True)
        name = w.fresh("let")
        w.put(0, f"let {name} = {text}")
        w.let_numbers[name] = (lo, hi)
    for _ in range(2):
        name = w.fresh("let")
        w.put(0, f'let {name} = "{phrase(w, scope, 2, first=False)}"')
        w.lets.append(name)


def scene(w: Writer, name: str, kind: str, index: int) -> None:
    """A scene of any kind, with its mark near the end."""
    minds = w.headings.get(name, [])
    heading = f" as {', '.join(minds)}" if minds else ""
    w.put(0, f"scene {name}{heading}")
    one = tuple(minds) if len(minds) == 1 else ()
    scope = Scope(kind, one, one[0] if one else None, fixed=bool(one), last="z", level=1)
    scope = body(w, replace(scope, number=index), 5)
    if kind == "main":
        for rooms in w.rooms.values():
            for at, room in enumerate(rooms):
                if at % len(w.headings) == index:
                    w.put(1, f"visit {room}")
    w.put(1, "mark z")
    line(w, scope)
    if kind != "main":
        w.put(1, "return")
    elif f"main{index + 1}" in w.headings:
        w.put(1, f"if {condition(w, scope)}")
        w.put(2, f"-> {target(w, scope)}")
        following = w.headings[f"main{index + 1}"]
        w.put(1, f"-> main{index + 1}" + (f" as {following[0]}" if following else ""))
    else:
        w.put(1, f"if {condition(w, scope)}")
        w.put(2, f"-> {target(w, scope)}")
        w.put(1, "end over")


def story(seed: int) -> str:
    """The text of a random story, always the same for one seed."""
    c = random.Random(seed)
    w = Writer(c)
    w.minds = [f"mind{i}" for i in range(c.choice([0, 1, 2, 3, 3, 4]))]
    w.people = [f"person{i}" for i in range(c.randrange(3))]
    w.numbers = {f"n{i}": (c.randint(-3, 0), c.randint(1, 9)) for i in range(3)}
    w.flags = ["flag1", "flag2"]
    w.words = {"hue1": LISTS[0], "hue2": LISTS[0], "hour": LISTS[1]}
    w.texts = ["text1", "text2"]
    w.memories = {mind: [("doubt", 0, c.randint(1, 5))] for mind in w.minds}
    for index in range(c.randint(2, 4)):
        count = c.choice([0, 1, 1, 2])
        w.headings[f"main{index}"] = c.sample(w.minds, min(count, len(w.minds)))
    w.rooms = {kind: [f"{kind}{i}" for i in range(c.randint(1, 2))] for kind in ("room", "cell")}
    declarations(w)
    w.places = [*w.headings, *w.rooms["room"], *w.rooms["cell"]]
    for index, name in enumerate(list(w.headings)):
        scene(w, name, "main", index)
    for kind, rooms in w.rooms.items():
        for index, name in enumerate(rooms):
            scene(w, name, kind, index)
    return "\n".join(w.lines) + "\n"
