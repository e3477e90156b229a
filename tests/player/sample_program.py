"""A story that meets every kind of event, made by hand from the program's classes.

In: nothing, or texts to put in the author's place. Out: a `Program`. The tests of the page use it
because it needs no compiler and can hold what no script would: hostile text under every key.
"""

from __future__ import annotations

from typing import Any

from weavec import ir

ELENA, JAX, ORION, NORA, HOST = range(5)
COLORS = ("#ecb566", "#f95f30", "#598cf5", "#5afbd8", "#d98bff", "#9fd96a")


class Writer:
    """Collects the operations, texts, beats and rests of one scene."""

    def __init__(self, scene: str, texts: dict[str, ir.Nodes]) -> None:
        self.scene, self.texts = scene, texts
        self.ops: list[ir.Op] = []
        self.beats: list[str] = []
        self.rests: list[tuple[str, int]] = []

    def add(self, op: ir.Op) -> int:
        """Append an operation that is not a beat; returns its index."""
        self.ops.append(op)
        return len(self.ops) - 1

    def beat(self, core: str, op: ir.Op) -> int:
        """Append a beat and the place where a cursor can rest at it and after it."""
        self.beats.append(core)
        key = f"{self.scene}/{core}"
        self.rests += [(key, len(self.ops)), (f"{key}+", len(self.ops) + 1)]
        return self.add(op)

    def line(self, core: str, *nodes: Any, kind: str = "narrate", **fields: Any) -> int:
        """A line with its text."""
        key = f"{self.scene}/{core}"
        self.texts[key] = tuple(nodes)
        return self.beat(core, ir.Line(id=key, kind=kind, **fields))

    def say(self, core: str, who: int, *nodes: Any, **fields: Any) -> int:
        """A line of speech."""
        return self.line(core, *nodes, kind="say", who=who, **fields)


def hall(texts: dict[str, ir.Nodes]) -> ir.Scene:
    """Lines of every kind, a choice with a locked option, an ask, a hub of places."""
    w = Writer("auditorium", texts)
    w.add(ir.Backdrop(name="auditorium", trans="fade"))
    w.line("l1", "Eleven thousand people breathe in the dark.")
    w.add(ir.Show(who=ELENA, mood="fervent", place="left", on=1))
    w.add(ir.Show(who=NORA, mood="calm", place="right", on=1))
    w.say("l2", ELENA, "Every night you close your eyes ", ("em", ("alone",)), ". I am asking you"
          " what it would be like, ", ("pause", 300), "just once, not to.")  # fmt: skip
    w.line("l3", "Nobody blinks. Good.", kind="think", who=ELENA)
    texts["@name/a"] = ("A voice in row nine",)
    w.line("l4", "Whose dream was it?", kind="say", name="@name/a")
    key = "auditorium/c1"
    texts[key] = ("What does she answer?",)
    at = len(w.ops)
    texts[f"{key}a"] = ("Say her name, and nothing else.",)
    texts[f"{key}b"] = ("Tell her about your mother’s kitchen, where nobody ever slept alone.",)
    texts[f"{key}c"] = ("Show her the list of the eleven.",)
    texts[f"{key}c!"] = ("They are not with her yet: 2 of 4 nights heard.",)
    texts[f"{key}d"] = ("Hold the door. Wait.",)
    options = tuple(
        ir.Option(id=f"{key}{mark}", to=at + 1, needs=0 if mark == "c" else None) for mark in "abcd"
    )
    w.beat("c1", ir.Choice(id=key, hub=False, options=options, next=at + 1))
    w.add(ir.Set(var=0, to=("+", ("var", 0), 3)))
    w.add(ir.Show(who=HOST, mood=None, place="center", on=1))
    w.add(ir.Keepsake(name="ticket"))
    w.say("l5", HOST, "And there, I think, we leave it. Doubt stands at ",
          ("show", ("var", 0), None),
          ".")  # fmt: skip
    texts["auditorium/a1"] = ("What do they call you?",)
    w.beat("a1", ir.Ask(id="auditorium/a1", var=2))
    w.say(
        "l6", HOST, "Then wake up, ", ("text", 2), ". ", ("ruby", ("夢",), ("ゆめ",)), " is over."
    )
    w.add(ir.Shift(mind=JAX))
    w.add(ir.Backdrop(name="studio", trans="weave"))
    w.add(ir.Show(who=JAX, mood="shaken", place="left", on=1))
    w.add(ir.Pause(ms=200))
    w.say("l7", JAX, "Half of me was awake watching. The other half had a brush in its hand and"
          " wouldn't tell me whose.")  # fmt: skip
    w.add(ir.Shift(mind=ORION))
    w.add(ir.Backdrop(name="street_rally"))
    w.add(ir.Show(who=ORION, mood="resolve", place="left", on=1))
    w.add(ir.Show(who=JAX, mood="sorrow", place="right", on=1))
    w.add(ir.Effect(name="rain", strength=6, lasting=True))
    w.say("l8", ORION, "They built a machine that dreams for us. I came to give you back the only"
          " room that was ever yours.")  # fmt: skip
    w.add(ir.Effect(name="flash", strength=3, lasting=False))
    w.add(ir.Shift(mind=NORA))
    w.add(ir.Effect(name=None, strength=0, lasting=True))
    w.add(ir.Backdrop(name="core"))
    w.add(ir.Show(who=NORA, mood="calm", place="right", on=1))
    w.add(ir.Show(who=ORION, mood="sorrow", place="left", on=1))
    w.say("l9", NORA, "I wrote every branch of this mind. I did not write the part that just"
          " asked me whether I was lonely.")  # fmt: skip
    w.line("l10", "No lamp, no door,", ("br",), "no name for the shore,", ("br",),
           "and still the sea comes in.", kind="verse")  # fmt: skip
    w.add(ir.Jump(to=(1, 0), mind=None))
    return ir.Scene(id="auditorium", minds=(ELENA,), ops=tuple(w.ops), beats=tuple(w.beats),
                    rests=tuple(w.rests), chapter=0, titled=True)  # fmt: skip


STRAND_LINES = (
    ("We said no one would ever wake alone again.", "It was supposed to be beautif—"),
    ("a door. a door painted on a door. somebody’s hand still wet.", "whose hands, whose hands"),
    ("Eleven people went in. I know every name.", "WAKE THEM UP"),
    ("log 4,117: the sleepers are afraid. correction: so am I.", "err: 4 dreamers, 0 exits"),
    ("Under the ice the lake is counting.", "Nine, and nine, and nine."),
    ("I planted a street and it came up as my mother.", "Water it. Water it."),
)


def dream(
    mode: str, scene: str, goto: int, count: int, clarity: int, texts: dict[str, ir.Nodes]
) -> ir.Scene:
    """One merge of `count` dreamers in a mode, with a sync, ending in a jump to the next scene."""
    w = Writer(scene, texts)
    texts[f"@merge/{scene}"] = (f"The {mode.title()} Hour",)
    w.add(ir.Backdrop(name="dream"))
    at = w.add(ir.Merge(id=scene, mode=mode, members=tuple((m, 1) for m in range(count)),
                        clarity=(clarity, 0, 10)))  # fmt: skip
    for part in range(2):
        head = w.add(ir.Off())
        w.rests.append((f"{scene}>{'wake' if part else ''}", head))
        strands = []
        for mind in range(count):
            label = f"@strand/{scene}/{'wake' if part else ''}/{mind}"
            if mode == "drifting":
                texts[label] = (f"the thread that hums in {mind + 1}",)
            start = len(w.ops)
            w.rests.append((f"{scene}>{'wake' if part else ''}/m{mind}", start))
            strands.append(
                ir.Strand(mind=mind, start=start, label=label if mode == "drifting" else None)
            )
            kind = "say" if mind == ORION and part else "narrate"
            w.line(
                f"s{part}{mind}",
                STRAND_LINES[mind][part],
                kind=kind,
                who=mind if kind == "say" else None,
            )
            w.add(ir.Done())
        w.ops[head] = ir.Strands(strands=tuple(strands), syncs=(), next=len(w.ops))
        if part == 0:
            w.add(ir.Meet(name="wake"))
            w.line("both", "Two hundred mouths, one note.")
    w.add(ir.Unmerge())
    w.add(ir.Jump(to=(goto, 0), mind=ELENA))
    assert at == 1
    return ir.Scene(
        id=scene, minds=(), ops=tuple(w.ops), beats=tuple(w.beats), rests=tuple(w.rests)
    )


def shore(texts: dict[str, ir.Nodes]) -> ir.Scene:
    """Lines that gather on a page, then a choice between an ending and a hole."""
    w = Writer("shore", texts)
    w.add(ir.Backdrop(name="shore"))
    for i, words in enumerate((
        "The tide had gone out further than anybody remembered, and left the piers standing"
        " on their own legs like people who have forgotten why they came into a room.",
        "She walked where the water had been.",
        "There were shoes. There was a piano. There was, quite upright in the sand, a door.",
    )):  # fmt: skip
        w.line(f"p{i}", words)
    w.say("p3", ELENA, "I know that door. I have closed it every night of my life.")
    at = len(w.ops)
    texts["shore/c2a"], texts["shore/c2b"] = ("Open it.",), ("Leave it closed.",)
    w.beat("c2", ir.Choice(id="shore/c2", hub=False, next=at + 1, options=(
        ir.Option(id="shore/c2a", to=at + 1), ir.Option(id="shore/c2b", to=at + 2))))  # fmt: skip
    w.beat("e1", ir.End(id="shore/e1", name="hybrid"))
    w.beat("h1", ir.Hole(id="shore/h1"))
    texts["@ending/hybrid"] = ("The Hybrid Weave",)
    return ir.Scene(id="shore", minds=(ELENA,), ops=tuple(w.ops), beats=tuple(w.beats),
                    rests=tuple(w.rests), layout="page", titled=True)  # fmt: skip


def program(
    count: int = 4, colors: tuple[str | None, ...] = COLORS, clarity: int = 3
) -> ir.Program:
    """The sample: `count` dreamers (4..6) and a host."""
    texts: dict[str, ir.Nodes] = {
        "@story/title": ("The Dream Weave",), "@story/author": ("The Weave Company",),
        "@story/note/0": ("Contains nightmares, loss of self and crowd panic.",),
        "@chapter/0": ("I. The Promise",), "@scene/auditorium": ("The Auditorium",),
        "@scene/shore": ("What the Water Left",), "@keepsake/ticket": ("a torn ticket",),
    }  # fmt: skip
    ids = ("elena", "jax", "orion", "nora", "sable", "ines")
    names = ("Elena Trask", "Jax Mercer", "Orion Vast", "Nora Patel", "Sable Okoye", "Ines Duarte")
    for key, name in [*zip(ids, names, strict=True), ("moderator", "The moderator")]:
        texts[f"@cast/{key}"] = (name,)
    moods = ("calm", "fervent", "shaken", "resolve", "sorrow", "warm", "alarm")
    minds = tuple(ir.Mind(id=ids[i], color=colors[i], moods=moods) for i in range(count))
    host = Ids(HOST, count)
    scenes = [hall(texts), *(
        dream(mode, mode, 2 + i, count, clarity + 2 * i, texts)
        for i, mode in enumerate(("chorus", "woven", "fragmented", "drifting"))
    ), shore(texts)]  # fmt: skip
    return ir.Program(
        story=ir.Story(id="5b0d6a2e-sample", language="en", notes=1, chapters=1), start=(0, ELENA),
        minds=minds, people=(ir.Person(id="moderator", color=None, moods=moods),),
        vars=(ir.Var(name="elena.doubt", type="range", lo=0, hi=5, init=0, owner=0),
              ir.Var(name="calm", type="flag", lo=0, hi=1, init=0),
              ir.Var(name="reader", type="text", lo=0, hi=0, init="stranger")),
        lets=(), counts=(), words=(), scenes=tuple(host.move(scene) for scene in scenes),
        texts={"en": texts}, was=ir.Was(),
    )  # fmt: skip


class Ids:
    """Moves the host behind the last mind: cast indices count minds first."""

    def __init__(self, old: int, new: int) -> None:
        self.old, self.new = old, new

    def move(self, scene: ir.Scene) -> ir.Scene:
        """The scene with the host's index put right."""
        if self.new == self.old or scene.id != "auditorium":
            return scene
        ops = tuple(
            _with_who(op, self.new)
            if isinstance(op, (ir.Line, ir.Show)) and op.who == self.old
            else op
            for op in scene.ops
        )
        return ir.Scene(id=scene.id, minds=scene.minds, ops=ops, beats=scene.beats,
                        rests=scene.rests, chapter=scene.chapter, titled=scene.titled)  # fmt: skip


def _with_who(op: ir.Line | ir.Show, who: int) -> ir.Op:
    if isinstance(op, ir.Show):
        return ir.Show(who=who, mood=op.mood, place=op.place, on=op.on, trans=op.trans)
    return ir.Line(id=op.id, kind=op.kind, who=who, name=op.name, shown=op.shown)
