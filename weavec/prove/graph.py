"""The graph of a story: what control can do, as places and ways between them.

Goes in: a program. Comes out: a `Graph`. A *location* is a place of control where the way parts or
ways meet: a choice, a branch, a draw, an ending, the scheduler of a dream-merge; its *context* says
in whose mind and on the way back to where. Whatever stands between two locations is folded into an
*edge*: a guard, then values stored in their order. So control is spelled out and data is not.
Places of strands that wait are data, too (`strands.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Any, Final, TypeAlias

from weavec import ir
from weavec.prove.terms import Term, Terms, both, either, negated, reads, weight

Stack: TypeAlias = tuple[tuple[int, int, int], ...]
"""Ways back from visits, each a scene, an operation and a mind."""

NOBODY: Final = -1
MOST_LOCATIONS: Final = 2_000_000

PLAIN: Final = frozenset({
    ir.Merge, ir.Meet, ir.Unmerge, ir.Show, ir.Backdrop, ir.Music, ir.Sound, ir.Effect, ir.Pause,
    ir.Keepsake,
})  # fmt: skip
"""Operations that change nothing that a guard can ask for."""


ENTERED, SAID_NO, SAID_YES = -1, -2, -3
"""In the third place of a span: no operations, but a scene that is entered in the mind that stands
in the second place, or the answer of a branch that the perspective alone decides."""


class TooMuch(Exception):  # noqa: N818 - it ends the work, it is no error
    """A limit was hit; its argument names it for an author.

    `known`: the graph and its values, if they were made, and whether all reachable states had been
    found, so that edges know whether they are taken.
    """

    known: tuple[Any, Any, bool] | None = None


class TooWide(TooMuch):
    """Variables that decide something have more values than can be told apart; its argument names
    them for an author."""


class Way(IntEnum):
    """Who decides that an edge is taken."""

    AUTO = 0  # the values of the state
    CHOOSE = 1  # the reader, at a choice: `number` is the option
    DRAW = 2  # a draw of the story's: `number` of `ways`
    ENTER = 3  # the reader, at a pick: `number` is the strand
    TURN = 4  # a draw among the strands that are ready: `number` is the strand


class Kind(IntEnum):
    """What a location is."""

    FLOW = 0  # silent: a branch, a draw, a place where ways meet
    CHOICE = 1
    END = 2
    HOLE = 3
    FAULT = 4  # off the end of a scene, or a way back that is not
    STRANDS = 5  # a section begins
    TURNS = 6  # its scheduler: whose turn it is


class Context:
    """What besides the operation decides how control goes on.

    `mind`: the cursor's. `stack`: its ways back. `turn`: in a strand, the section and how the
    strand is run; else none. Contexts are made once for equal contents, so they compare by id.
    """

    __slots__ = ("index", "mind", "stack", "turn")

    def __init__(self, index: int, mind: int, stack: Stack, turn: Turn | None) -> None:
        self.index = index
        self.mind = mind
        self.stack = stack
        self.turn = turn


class Turn:
    """How a strand of a section is run: by whom it is told what to do at its beats."""

    __slots__ = ("phase", "section", "strand")

    def __init__(self, section: Any, strand: int, phase: str) -> None:
        self.section = section
        self.strand = strand
        self.phase = phase


class Edge:
    """A way from a location to the next.

    `guard`: a term that must hold (1: always). `sets`: variables and the terms stored in them, in
    order. `spans`: what is passed, as (scene, first operation, last) in threes, with `ENTERED` and
    `SAID_*` among them. `beats`: how many of the passed operations rest before the next location.
    `turns`: how many further turns the strand at hand is given at its end (see `Section.pure`).
    """

    __slots__ = (
        "beats", "guard", "number", "plan", "possible", "sets", "source", "spans", "stored",
        "taken", "target", "turns", "way", "ways",
    )  # fmt: skip

    def __init__(self, source: int, guard: Term, way: Way, number: int, ways: int) -> None:
        self.source = source
        self.guard = guard
        self.way = way
        self.number = number
        self.ways = ways
        self.target = -1
        self.sets: list[tuple[int, Term]] = []
        self.spans: list[int] = []
        self.beats = 0
        self.turns = 0
        self.stored: object = None  # what `values.py` makes of `sets`
        self.plan: object = None  # what `diagrams.py` makes of the edge
        self.possible = False  # whether values leave a state that takes it
        self.taken = False  # whether some reachable state takes it

    @property
    def decided(self) -> bool:
        """Whether the reader decides that it is taken."""
        return self.way in (Way.CHOOSE, Way.ENTER)


def passed(spans: Sequence[int]) -> list[ir.Place]:
    """The operations that are passed, in order. `spans`: as an edge has them."""
    return [
        (spans[i], op) for i in range(0, len(spans), 3) if spans[i + 2] >= 0
        for op in range(spans[i + 1], spans[i + 2] + 1)
    ]  # fmt: skip


HEAVIEST: Final = 40
"""Reads of variables in what an edge stores at once: `set n = n + n` doubles them."""


def heavy(edge: Edge, term: Term, most: int = HEAVIEST) -> bool:
    """Whether an edge would store too large a term, once what it stored before is put in.

    `most`: reads of variables that are not too many.
    """
    read = reads(term)
    if not any(read >> var & 1 for var, _ in edge.sets):
        return False
    weights: dict[int, int] = {}
    for var, stored in edge.sets:
        weights[var] = weight(stored, weights)
    return weight(term, weights) > most


class Location:
    """A place where the way parts, or where ways meet."""

    __slots__ = ("context", "index", "kind", "op", "out", "scene")

    def __init__(self, index: int, scene: int, op: int, context: Context, kind: Kind) -> None:
        self.index = index
        self.scene = scene
        self.op = op
        self.context = context
        self.kind = kind
        self.out: list[Edge] = []


class Graph:
    """All locations, by index; the first is where the story begins."""

    def __init__(
        self, program: ir.Program, terms: Terms | None = None, collapse: bool = True
    ) -> None:
        self.collapse = collapse  # whether turns of strands may be taken at once
        self.collapsed = False  # whether some were
        self.program = program
        self.terms = Terms(program) if terms is None else terms
        self.locations: list[Location] = []
        self.start: Edge
        self.pcs: set[int] = set()  # variables that say where a strand waits
        self.turns: dict[int, tuple[int, int]] = {}
        self.sections: dict[int, Any] = {}  # by a scheduler's location, its `strands.Section`
        # by a `set`, the edges of beats that do it, each with how many it does before
        self.tails: dict[ir.Place, list[tuple[Edge, int]]] = {}
        self.stages: dict[int, int] = {}  # by a scheduler's location, the stage of its section

    def taken(self) -> Iterator[Edge]:
        """The edge with which the story begins, and all others that some play takes."""
        yield self.start
        for at in self.locations:
            yield from (edge for edge in at.out if edge.taken)

    def turn(self, edge: Edge) -> tuple[int, int]:
        """For an edge of a scheduler, its strand and how far on in it the strand is."""
        return self.turns.get(id(edge), (edge.number, 0))


def open_terms(terms: Terms, choice: ir.Choice, mind: int) -> list[Term]:
    """For each option of a choice, when it can be picked."""
    own: list[Term] = []
    for option in choice.options:
        term = shown_term(terms, option, mind)
        if option.needs is not None:
            term = both(term, terms.of(option.needs, mind))
        own.append(term)
    free: Term = 0
    for option, term in zip(choice.options, own, strict=True):
        if not option.otherwise:
            free = either(free, term)
    shut = negated(free)
    return [
        both(shut, term) if option.otherwise else term
        for option, term in zip(choice.options, own, strict=True)
    ]


def shown_term(terms: Terms, option: ir.Option, mind: int) -> Term:
    """When an option is shown, not asking for others."""
    term: Term = 1
    if option.once and option.count is not None:
        term = ("==", ("var", terms.count(option.count)), 0)
    if option.cond is not None:
        term = both(term, terms.of(option.cond, mind))
    return term


def any_term(parts: list[Term]) -> Term:
    """Whether one of many conditions holds."""
    found: Term = 0
    for part in parts:
        found = either(found, part)
    return found
