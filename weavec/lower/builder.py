"""The builders that lowering works on: one for the program, one for the scene at hand.

They are local to the pass: what leaves it is frozen. A `SceneBuilder` takes operations in order;
a place that cannot be filled yet is reserved and filled when its targets are known.
"""

from __future__ import annotations

from typing import Final

from weavec.diagnostics import Sink
from weavec.expressions import Counts, Scope
from weavec.identity import core, numbered
from weavec.ir import (
    VISITS,
    Ask,
    Choice,
    Goto,
    Line,
    Nodes,
    Off,
    Op,
    Option,
    Scene,
    Set,
    Var,
    Visit,
)
from weavec.lower.ledger import Ledger, Written
from weavec.node import node, replace
from weavec.symbols import SceneSymbol, Symbols
from weavec.syntax.tree import Target, Text, TodoLine
from weavec.wording import Words

Place = tuple[int, int]
"""Where an operation's line begins and ends, in its item."""


@node
class Way:
    """A jump whose target is looked up when all scenes are lowered."""

    scene: int
    op: int
    target: Target
    wake: bool


@node
class VisitSite:
    """A visit: from which scene, which operation, to which scene; within a dream-merge or not."""

    scene: int
    op: int
    to: int
    merged: bool
    place: Place


class ProgramBuilder:
    """What all scenes share while they are lowered."""

    def __init__(
        self,
        symbols: Symbols,
        ledger: Ledger | None = None,
        counts: Counts | None = None,
        words: Words | None = None,
        texts: dict[str, Nodes] | None = None,
    ) -> None:
        self.symbols: Final = symbols
        self.ledger: Final = ledger
        self.sink: Final = Sink()
        self.counts: Final = Counts() if counts is None else counts
        self.words: Final = Words() if words is None else words
        self.texts: Final[dict[str, Nodes]] = {} if texts is None else texts
        self.ways: Final[list[Way]] = []
        self.visits: Final[list[VisitSite]] = []
        self.marks: Final[dict[tuple[int, str], int]] = {}  # (scene, mark) -> operation
        self.reveals: Final[dict[tuple[int, int], int]] = {}  # (memory, mind) -> variable
        self.scenes: Final[list[SceneBuilder]] = []

    def reveal(self, memory: int, mind: int) -> int:
        """The hidden flag that is set when `memory` was revealed to `mind`."""
        key = (memory, mind)
        return self.reveals.setdefault(key, len(self.symbols.values) + len(self.reveals))

    def hidden(self) -> list[Var]:
        """The hidden flags, in the order in which they were made."""
        values = list(self.symbols.values.values())
        minds = self.symbols.minds
        return [
            Var(f"reveal {values[memory].name} {minds[mind].decl.name.text}", "flag", 0, 1, 0)
            for memory, mind in self.reveals
        ]


@node
class Beat:
    """A beat of the scene at hand: where it stands in the source, its core, its operation."""

    at: int
    core: str
    op: int


@node
class Offered:
    """An option of the scene at hand. `id`: given by its mark, or none yet."""

    at: int
    core: str
    op: int
    place: int
    mark: str | None
    text: Nodes
    why: Nodes | None
    written: Written | None = None
    lock: Written | None = None


class SceneBuilder:
    """The operations of one scene, as they are made.

    A long story has as many of these as scenes at one time, so they have slots, and `settle` lets
    go of what only the making of operations asks for.
    """

    __slots__ = (
        "as_mind", "beats", "cores", "holes", "hubs", "inside", "keys", "name", "named", "offered",
        "onward", "ops", "option_places", "place_of_block", "places", "program", "rests", "said",
        "scope", "shifts", "shown", "spoken", "strand_ops", "symbol", "written",
    )  # fmt: skip

    def __init__(self, program: ProgramBuilder, symbol: SceneSymbol) -> None:
        self.program = program
        self.symbol = symbol
        self.name = symbol.decl.name.text
        self.scope = Scope(program.symbols, program.sink, symbol.site, program.counts)
        self.scope.scene = self.name
        self.ops: list[Op] = []
        self.places: list[Place | None] = []
        self.option_places: dict[int, tuple[Place, ...]] = {}  # by the operation of the choice
        self.inside: list[int] = []
        self.as_mind = -1
        self.beats: list[Beat] = []
        self.cores: tuple[str, ...] = ()  # of the beats in source order, once ids are settled
        self.spoken: list[tuple[int, Nodes]] = []  # operation of a beat, its text
        self.written: list[tuple[int, Written]] = []  # the same as written, if it is noted
        self.offered: list[Offered] = []
        self.named: list[tuple[int, str]] = []  # operation of a visit or first block, its id
        self.shown: list[tuple[int, int]] = []  # operation of a beat, its count of showings
        self.said: list[tuple[str, Nodes]] = []  # texts by their keys, once ids are settled
        self.keys: list[tuple[str, int]] = []  # keys of rests in merges
        self.onward: list[tuple[str, int]] = []  # options and visits, and where they go on
        self.rests: list[tuple[str, int]] = []  # keys of rests
        self.holes: list[tuple[int, TodoLine]] = []  # reserved for each `todo`
        self.strand_ops: list[range] = []  # the operations of strands
        self.hubs: list[list[int] | None] = []  # waiting `leave`s of each hub; None: a strand
        self.place_of_block = "scene"  # scene, strand, sync
        self.shifts = False  # whether a `shift to` stands in this scene

    # -------------------------------------------------------------- operations

    def emit(self, op: Op, place: Place | None) -> int:
        """Add an operation; its index."""
        self.ops.append(op)
        self.places.append(place)
        self.inside.append(self.as_mind)
        return len(self.ops) - 1

    def reserve(self, place: Place | None) -> int:
        """Add a place to be filled; its index."""
        return self.emit(Off(), place)

    @property
    def here(self) -> int:
        """The index of the next operation."""
        return len(self.ops)

    def beat(self, at: int, kind: str, who: str, text: str) -> str:
        """Note the beat that the next operation is; its id, if it has no equals."""
        made = core(kind, who, text)
        self.beats.append(Beat(at, made, len(self.ops)))
        return f"{self.name}/{made}"

    # -------------------------------------------------------------- as written

    def as_written(self, kind: str, text: Text, place: Place, who: str = "") -> Written | None:
        """A text of this scene for the ledger; none if there is no ledger."""
        if self.program.ledger is None:
            return None
        span = self.symbol.site.span(*place)
        return Written(kind, text, span, self.name, self.scope.mind, who)

    def note(self, kind: str, text: Text, place: Place, who: str = "") -> None:
        """Note the text of the next beat."""
        made = self.as_written(kind, text, place, who)
        if made is not None:
            self.written.append((self.here, made))

    def note_key(self, key: str, kind: str, text: Text, place: Place) -> None:
        """Note a text that has its key already."""
        made = self.as_written(kind, text, place)
        if made is not None and self.program.ledger is not None:
            self.program.ledger.texts.setdefault(key, made)

    # -------------------------------------------------------------- at the end

    def settle(self) -> None:
        """Settle all ids, when the scene has all its operations."""
        self._settle_beats()
        self._settle_options()
        self._settle_named()
        if max(self.inside, default=-1) < 0:
            self.inside = []
        del self.beats, self.offered, self.spoken, self.shown, self.named, self.holes, self.hubs
        del self.written

    def finish(self) -> Scene:
        """The scene, when the ways between all scenes are known. Texts go to the program's."""
        self.program.texts.update(self.said)
        symbol, decl = self.symbol, self.symbol.decl
        counted = (self.name, "") in self.program.symbols.counted
        count = self.program.counts.of(f"{VISITS}{self.name}", 99) if counted else None
        return Scene(
            self.name, symbol.minds, tuple(self.ops), self.cores, tuple(self.rests),
            tuple(self.inside) or None, count, symbol.chapter, decl.time,
            "page" if decl.page else None, decl.title is not None,
        )  # fmt: skip

    def _settle_beats(self) -> None:
        self.beats.sort(key=lambda beat: beat.at)
        cores = [beat.core for beat in self.beats]
        self.cores = tuple(cores)
        keys = numbered(cores)
        ops, name = self.ops, self.name
        for beat, key in zip(self.beats, keys, strict=True):
            self.rests.append((key, beat.op))
            if key is not beat.core:
                ops[beat.op] = replace(ops[beat.op], id=f"{name}/{key}")
        for op, nodes in self.spoken:
            self.said.append((ops[op].id, nodes))  # type: ignore[union-attr]
        if self.program.ledger is not None:
            for op, written in self.written:
                self.program.ledger.texts[ops[op].id] = written  # type: ignore[union-attr]
        for op, count in self.shown:
            self.program.counts.rename(count, f"@shown/{ops[op].id}")  # type: ignore[union-attr]

    def _settle_options(self) -> None:
        self.offered.sort(key=lambda option: option.at)
        keys = iter(numbered([each.core for each in self.offered if each.mark is None]))
        said = self.said
        changed: dict[int, list[Option]] = {}  # by choice; most options have their id already
        for each in self.offered:
            key = next(keys) if each.mark is None else f".{each.mark}"
            name = f"{self.name}/{key}"
            choice = self.ops[each.op]
            assert isinstance(choice, Choice)
            option = choice.options[each.place]
            said.append((option.id if option.id == name else name, each.text))
            if each.why is not None:
                said.append((f"{name}!", each.why))
            if self.program.ledger is not None:
                self._note_option(self.program.ledger, name, each)
            if option.id != name:
                options = changed.setdefault(each.op, list(choice.options))
                options[each.place] = replace(option, id=name)
            if option.count is not None:
                self.program.counts.rename(option.count, name)
            self.onward.append((key, option.to))
        for op, made in changed.items():
            self.ops[op] = replace(self.ops[op], options=tuple(made))

    def _note_option(self, ledger: Ledger, name: str, each: Offered) -> None:
        if each.written is not None:
            ledger.texts[name] = each.written
        if each.lock is not None:
            ledger.texts[f"{name}!"] = each.lock

    def _settle_named(self) -> None:
        """Ids of visits and of first blocks."""
        keys = numbered([key for _, key in self.named])
        for (op, _), key in zip(self.named, keys, strict=True):
            made = self.ops[op]
            if isinstance(made, Visit):
                self.ops[op] = replace(made, id=f"{self.name}/{key}")
                self.rests.append((key, op + 1))
                self.onward.append((key, op + 1))
            else:
                self.program.counts.rename(made.count, f"{self.name}/{key}")  # type: ignore[union-attr]

    def tail(self, op: int) -> int:
        """Where the silent effects that begin at `op` end."""
        steps = 0
        while isinstance(self.ops[op], (Set, Goto)) and steps <= len(self.ops):
            at = self.ops[op]
            op = at.to if isinstance(at, Goto) else op + 1
            steps += 1
        return op

    def merged_rests(self) -> tuple[tuple[str, int], ...]:
        """All keys of a scene whose lines can be read inside a dream-merge."""
        beats = [(key, op + 1) for key, op in self.rests if isinstance(self.ops[op], (Line, Ask))]
        tails = [(f"{key}+", self.tail(op)) for key, op in (*self.onward, *beats)]
        return (*self.rests, *self.keys, *tails)

