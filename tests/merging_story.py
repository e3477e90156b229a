"""Small random stories about dream-merges, for what depends on the order of strands.

In goes a number; out comes the text of a story, always the same for the same number: some values
are chosen, a merge follows, a second one now and then, and something is asked behind it. They are
made of the pieces of `small_story`.
"""

from __future__ import annotations

import random

from random_words import Scope
from small_story import (
    assign,
    body,
    branch,
    choice,
    either,
    first,
    go,
    hub,
    line,
    merge,
    nested,
    open_choice,
    scene,
    visit,
)
from small_words import Small, condition, declarations

MODES = ("woven", "chorus", "fragmented", "woven", "chorus", "fragmented", "drifting")


def busy(w: Small, scope: Scope) -> None:
    """A merge whose strands have much to do with each other."""
    c = w.chance
    members = c.sample(w.minds, min(len(w.minds), c.choice([2, 2, 3])))
    w.put(scope.level, f"dream-merge {w.fresh('merge')} {c.choice(MODES)}")
    inner = nested(scope, minds=tuple(members), woven=True)
    syncs = [w.fresh("sync")] if w.maybe(0.4) else []
    for mind in members:
        w.put(inner.level, f"strand {mind}")
        own = nested(inner, own=mind)
        line(w, own)
        for name in [*syncs, ""]:
            for _ in range(c.randint(1, 2 if len(members) > 2 else 3)):
                c.choice([*w.kinds, assign, branch])(w, own)
            if w.maybe(0.15):
                w.put(own.level, f"if {condition(w, own)}")
                go(w, nested(own))
            if name and w.maybe(0.8):
                w.put(own.level, f"sync {name}")


def story(seed: int) -> str:
    """The text of a small story with a dream-merge."""
    c = random.Random(f"merge {seed}")
    w = Small(c)
    w.minds = [f"mind{i}" for i in range(c.choice([2, 2, 3]))]
    w.numbers = {f"n{i}": (c.choice([0, 0, -1]), c.randint(1, 3)) for i in range(c.choice([1, 2]))}
    w.flags = [f"flag{i}" for i in range(c.randint(1, 4))]
    w.memories = {mind: [("doubt", 0, 1)] if w.maybe(0.3) else [] for mind in w.minds}
    w.headings = {"main0": [], "main1": []}
    w.rooms = {"room": [], "cell": [f"cell{i}" for i in range(c.choice([0, 0, 1, 2]))]}
    w.places = [*w.headings, *w.rooms["cell"]]
    few = [line, assign, assign, branch, branch]
    w.kinds = [*few, *few, c.choice([visit, choice, hub, first, either]), visit, choice]
    declarations(w)
    scope = Scope("main", level=1)
    w.put(0, "scene main0")
    w.left = 30
    if w.maybe(0.7):
        open_choice(w, scope)
    for _ in range(c.choice([1, 1, 1, 2])):
        c.choice([merge, busy, busy])(w, scope)
        if w.maybe(0.3):
            body(w, scope, 1)
    for _ in range(c.randrange(3)):
        w.put(1, f"if {condition(w, scope)}")
        line(w, Scope("main", level=2))
    w.put(1, "mark z")
    w.put(1, "-> main1")
    w.put(0, "scene main1")
    w.put(1, f"if {condition(w, scope)}")
    w.put(2, "end early")
    w.put(1, "mark z")
    w.put(1, "end late")
    for index, name in enumerate(w.rooms["cell"]):
        scene(w, name, "cell", index)
    return "\n".join(w.lines) + "\n"
