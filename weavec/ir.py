"""The program (IR 1): what a story is once it is compiled.

The compiler writes it, the verifier reads it, two machines run it, the page carries it. Scenes are
lists of flat operations; every target is an index; everything that an author named is an integer
here and its name stands once in a table. All story text stands apart, in `Program.texts`, keyed by
ids that survive edits, so that a language is a table of text. `weavec/semantics.md` says what each
operation does, to the bit; the sentence at each class here is its summary.

Expressions (`Expr`) are integers or tuples:

    n                       a number; flags are 0 and 1, words their index in the list
    ("var", i)              the value of `vars[i]`
    ("let", i)              the value of `lets[i]`, computed now
    ("count", i)            the value of `counts[i]`
    ("mind",)               the index of the perspective, -1 for nobody
    ("sum", e, ...)         how many of the conditions hold
    ("not", e) ("neg", e)   1 - e, 0 - e
    (op, a, b)              op: and or + - * == != < <= > >=
    ("str", "text")         a literal text; only as the whole of `Set.to`, for a text variable

Text (`Nodes`) is a tuple of nodes:

    "words"                       themselves
    ("em", nodes) ("strong", nodes)
    ("show", e, words)            the number e, or words[e] if `words` is an index into
                                  `Program.words`, or null for a number
    ("text", i)                   the text variable `vars[i]`
    ("let", key)                  the nodes of `texts[key]`, composed here
    ("if", ((e, nodes), ...), nodes)        the first whose condition holds, else the last
    ("either", (nodes, ...))      one at random, by `textdraw`
    ("first", (nodes, ...))       the arm at the beat's `shown` count, or the last
    ("ruby", nodes, nodes)        base and reading
    ("pause", ms)                 the typewriter waits
    ("br",)                       a line break of a verse

Keys of `texts`: a beat's id (a line's text, a choice's or an ask's prompt; no entry, no prompt), an
option's id (its text), an option's id and `!` (the words of its lock), and `@story/title`,
`@story/author`, `@story/note/N`, `@chapter/N`, `@scene/NAME`, `@cast/NAME`, `@name/WORDS` (a
speaker's name written in the script), `@merge/NAME`, `@strand/MERGE/SYNC/MIND` (SYNC: the sync that
opened the section, or nothing), `@ending/NAME`, `@keepsake/NAME`, `@let/NAME`, `@word/LIST/N`.

As JSON a node is an object: its fields by name, `k` first for operations; a field that is `None`
is left out, tuples are arrays. Indices of the cast count minds first, then people.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, Final, TypeAlias

from weavec.node import fields, node, replace

IR_VERSION: Final = 1

Expr: TypeAlias = int | tuple[Any, ...]
Nodes: TypeAlias = tuple[Any, ...]
Place: TypeAlias = tuple[int, int]
"""A scene's index and the index of an operation in it."""


# ------------------------------------------------------------------ operations: beats


@node
class Line:
    """A line is shown; the reader goes on. `kind`: say, think, narrate, verse."""

    id: str
    kind: str
    who: int | None = None  # cast index; a quoted name and narration have none
    name: str | None = None  # key of the name to show in place of the cast's
    shown: int | None = None  # count of showings, for inline {first:}


@node
class Option:
    """One answer of a choice; not an operation of its own."""

    id: str
    to: int
    cond: Expr | None = None  # hidden when it does not hold
    needs: Expr | None = None  # shown locked when it does not hold
    once: bool | None = None
    otherwise: bool | None = None  # only when no other is open
    count: int | None = None  # moves when it is picked; exists for once and chosen()


@node
class Choice:
    """The reader picks an option. A hub with no open option is silent: it goes to `next`."""

    id: str
    hub: bool
    options: tuple[Option, ...]
    next: int
    shown: int | None = None


@node
class Ask:
    """The reader's words are stored in a text variable; empty, it keeps its value."""

    id: str
    var: int
    shown: int | None = None


@node
class End:
    """An ending: the story rests here for good."""

    id: str
    name: str


@node
class Hole:
    """A `todo` or a draft's end: the story is not written further."""

    id: str


# ------------------------------------------------------------------ operations: silent


@node
class Set:
    """Store `to`, clamped once to the variable's range."""

    var: int
    to: Expr


@node
class Goto:
    """Go to an operation of this scene."""

    to: int


@node
class Branch:
    """Go on if the condition holds, else go to `otherwise`."""

    cond: Expr
    otherwise: int


@node
class Round:
    """Before a hub's lines: if the choice at `choice` has no open option, go to its `next`."""

    choice: int


@node
class First:
    """Each passing takes the next arm and stays with the last."""

    count: int
    to: tuple[int, ...]


@node
class Either:
    """One arm, drawn from the story's generator."""

    to: tuple[int, ...]


@node
class Count:
    """A mark that some expression counts was passed."""

    count: int


@node
class Shift:
    """From here on the perspective is `mind`."""

    mind: int


@node
class Jump:
    """Leave any merge, drop visits, go to another place; `enters` if it counts as an entry."""

    to: Place
    mind: int | None = None
    enters: bool = True


@node
class Visit:
    """Enter a scene and remember the way back."""

    id: str
    scene: int
    mind: int | None = None


@node
class Return:
    """Go back to where the visit was made, perspective included."""


@node
class Merge:
    """A dream-merge opens. `members`: each mind with the index of its last section."""

    id: str
    mode: str  # woven, chorus, fragmented, drifting
    members: tuple[tuple[int, int], ...]
    clarity: tuple[Expr, int, int] | None = None  # expression, its lowest and highest value


@node
class Strand:
    """One mind's part of a section; not an operation of its own."""

    mind: int
    start: int
    label: str | None = None  # key of what `drifting` offers


@node
class Strands:
    """Run the strands of a section; `syncs` are those inside them with their strands' indices."""

    strands: tuple[Strand, ...]
    syncs: tuple[tuple[str, tuple[int, ...]], ...]
    next: int


@node
class Sync:
    """Inside a strand: wait for the others."""

    name: str


@node
class Done:
    """A strand's piece ends here."""


@node
class Meet:
    """A sync between strands: all have met."""

    name: str


@node
class Unmerge:
    """The merge is over."""


@node
class Show:
    """Somebody's mood, place or presence changes; null keeps. `on`: 1 seen, 0 hidden."""

    who: int
    mood: str | None
    place: str | None
    on: int | None
    trans: str | None = None


@node
class Backdrop:
    """Another place behind; people leave the stage."""

    name: str
    trans: str | None = None


@node
class Music:
    """Another music, or none."""

    name: str | None


@node
class Sound:
    """A sound, once."""

    name: str


@node
class Effect:
    """An effect of strength 0..10; a lasting one stays until strength 0. No name: all off."""

    name: str | None
    strength: int
    lasting: bool


@node
class Pause:
    """A wait of the stage, not a beat."""

    ms: int


@node
class Keepsake:
    """An entry of the gallery is unlocked."""

    name: str


@node
class Off:
    """After a scene's last line: coming here is a fault."""


Op: TypeAlias = (
    Line | Choice | Ask | End | Hole | Set | Goto | Branch | Round | First | Either | Count | Shift
    | Jump | Visit | Return | Merge | Strands | Sync | Done | Meet | Unmerge | Show | Backdrop
    | Music | Sound | Effect | Pause | Keepsake | Off
)  # fmt: skip

KINDS: Final[dict[type, str]] = {
    Line: "line", Choice: "choice", Ask: "ask", End: "end", Hole: "hole", Set: "set",
    Goto: "goto", Branch: "branch", Round: "round", First: "first", Either: "either",
    Count: "count", Shift: "shift", Jump: "jump", Visit: "visit", Return: "return",
    Merge: "merge", Strands: "strands", Sync: "sync", Done: "done", Meet: "meet",
    Unmerge: "unmerge", Show: "show", Backdrop: "backdrop", Music: "music", Sound: "sound",
    Effect: "effect", Pause: "pause", Keepsake: "keepsake", Off: "off",
}  # fmt: skip
"""The `k` of each operation in JSON."""


# ------------------------------------------------------------------ the program


@node
class Mind:
    """A dreamer. Its name stands in `texts["@cast/ID"]`."""

    id: str
    color: str | None
    moods: tuple[str, ...]


@node
class Person:
    """A character who has no perspective."""

    id: str
    color: str | None
    moods: tuple[str, ...]


@node
class Var:
    """A variable, memory (`elena.doubt`) or hidden flag (`reveal elena.doubt jax`).

    `type`: flag, range, words, text. `init`: an integer, for a text its characters. `words`: the
    names of the list, as written.
    """

    name: str
    type: str
    lo: int
    hi: int
    init: int | str
    owner: int | None = None
    words: tuple[str, ...] | None = None


VISITS: Final = "@visits/"
"""Begins the name of a count of visits; behind it stands what is visited, as authors write it."""


@node
class Counter:
    """A count that the story keeps: a `once`, a `first`, visits, showings."""

    name: str
    max: int


@node
class Scene:
    """A scene: its operations, and what saves need to find a place in it again.

    `inside`: for a scene that holds an `as` block, one number an operation: the mind of the
    innermost `as` block around it, or -1; left out for other scenes. `beats`: cores in source
    order. `rests`: the places where a cursor can rest, as (key, operation).
    """

    id: str
    minds: tuple[int, ...]
    ops: tuple[Op, ...]
    beats: tuple[str, ...]
    rests: tuple[tuple[str, int], ...]
    inside: tuple[int, ...] | None = None
    count: int | None = None  # visits, if anything reads them
    chapter: int | None = None
    time: str | None = None
    layout: str | None = None
    titled: bool = False


@node
class Story:
    """What the head of the story says; the words are in `texts`."""

    id: str | None
    language: str
    notes: int = 0
    chapters: int = 0


@node
class Was:
    """Old names, each with the new one."""

    scenes: tuple[tuple[str, str], ...] = ()
    vars: tuple[tuple[str, str], ...] = ()
    minds: tuple[tuple[str, str], ...] = ()


@node
class Program:
    """A whole story, compiled."""

    story: Story
    start: tuple[int, int | None]  # scene, mind
    minds: tuple[Mind, ...]
    people: tuple[Person, ...]
    vars: tuple[Var, ...]
    lets: tuple[Expr, ...]
    counts: tuple[Counter, ...]
    words: tuple[tuple[str, ...], ...]  # keys into texts, one list for each enumeration shown
    scenes: tuple[Scene, ...]
    texts: dict[str, dict[str, Nodes]]  # language, key, nodes
    was: Was


def program_text(program: Program) -> str:
    """The program as JSON, as the page carries it: its version, its hash, and its fields.

    The hash tells saves whether the story is the one that they were made in, so translations have
    no part in it.
    """
    body = alone = as_json(program)
    if len(program.texts) > 1:
        own = program.story.language
        alone = as_json(replace(program, texts={own: program.texts[own]}))
    digest = sha256(alone.encode()).hexdigest()
    return f'{{"ir":{IR_VERSION},"hash":"{digest}",{body[1:]}'


def as_json(part: Any) -> str:
    """A program, or some part of one, as it stands in a page."""
    return json.dumps(
        part, ensure_ascii=False, separators=(",", ":"), default=_as_dict, check_circular=False
    )


def program_json(program: Program) -> dict[str, Any]:
    """The program as plain data, the same that `json.loads` makes of `program_text`."""
    data: dict[str, Any] = json.loads(program_text(program))
    return data


def _as_dict(value: Any) -> dict[str, Any]:
    """A node's fields by name; what is none is left out."""
    kind = KINDS.get(type(value))
    data: dict[str, Any] = {} if kind is None else {"k": kind}
    for name in fields(value):
        item = getattr(value, name)
        if item is not None:
            data[name] = item
    return data
