"""Lowering of dream-merges: sections, strands, syncs.

Goes in: a `MergeBlock`. Comes out: `Merge`, for each section its `Strands` and the strands closed
by `Done`, between sections `Meet` and the sync's block, `Unmerge`. Whether the strands can wait for
each other without end is decided here, from the text alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

from weavec.diagnostics import Label
from weavec.expressions import typed
from weavec.ir import Done, Expr, Meet, Merge, Strand, Strands, Sync, Unmerge
from weavec.lower import lines
from weavec.lower.builder import SceneBuilder
from weavec.naming import dreamer
from weavec.syntax.tree import MergeBlock, Name, Statement, StrandBlock, SyncLine

Lower = Callable[[SceneBuilder, tuple[Statement, ...]], bool]
Section = dict[int, list[StrandBlock]]

FEWEST, MOST = 2, 8


def stray_sync(b: SceneBuilder, s: SyncLine) -> bool:
    """A `sync` that does not stand directly in a strand; those are lowered with their strand."""
    b.program.sink.report(
        "misplaced-line", b.symbol.site.span(s.at, s.end),
        "a `sync` stands directly in a strand or between strands, not in a block",
        "move it out of the block",
    )  # fmt: skip
    return True


def merge(b: SceneBuilder, s: MergeBlock, lower: Lower) -> bool:
    """A dream-merge."""
    if b.place_of_block != "scene":
        b.program.sink.report(
            "nested-merge", b.symbol.site.span(s.at, s.end),
            "a dream-merge cannot stand inside another", "end the first one before it",
        )  # fmt: skip
        return True
    name = s.name.text
    if s.title is not None:
        b.program.texts[f"@merge/{name}"] = lines.quoted_text(b, s.title, "title")
        b.note_key(f"@merge/{name}", "merge", s.title.text, (s.at, s.end))
    sections = _sections(b, s)
    members = _members(b, s, sections)
    opened = b.reserve((s.at, s.end))
    outside = b.scope.mind
    last: dict[int, int] = {}
    for number, (opener, section) in enumerate(sections):
        for mind in section:
            last[mind] = sum(1 for _, earlier in sections[:number] if earlier)
        if opener is not None:
            b.emit(Meet(opener.name.text), (opener.at, opener.end))
            b.place_of_block, b.scope.mind = "sync", outside
            b.hubs.append(None)
            lower(b, opener.body)
            b.hubs.pop()
        if section:
            _section(b, s, section, opener.name.text if opener else "", lower)
    b.place_of_block, b.scope.mind = "scene", outside
    b.emit(Unmerge(), None)
    pairs = tuple((mind, last[mind]) for mind in members if mind in last)
    b.ops[opened] = Merge(name, s.mode or "woven", pairs, _clarity(b, s))
    return True


def _sections(b: SceneBuilder, s: MergeBlock) -> list[tuple[SyncLine | None, Section]]:
    """The merge divided by the syncs between its strands; each with the sync that opens it."""
    made: list[tuple[SyncLine | None, Section]] = [(None, {})]
    syncs: dict[str, Name] = {}
    for part in s.parts:
        if isinstance(part, SyncLine):
            _fresh(b, syncs, part.name)
            made.append((part, {}))
            continue
        mind = dreamer(b.program.symbols, b.program.sink, part.mind, b.symbol.site)
        if mind is not None:
            made[-1][1].setdefault(mind, []).append(part)
    return made


def _fresh(b: SceneBuilder, known: dict[str, Name], name: Name) -> bool:
    first = known.setdefault(name.text, name)
    if first is name:
        return True
    b.program.sink.report(
        "duplicate-name", b.symbol.site.of(name),
        f"there is already a sync named `{name.text}` here", "give one of them another name",
        (Label(b.symbol.site.of(first), "the first one"),),
    )  # fmt: skip
    return False


def _members(
    b: SceneBuilder, s: MergeBlock, sections: list[tuple[SyncLine | None, Section]]
) -> list[int]:
    """All dreamers of the merge, in order of appearance; reports too few or too many."""
    members: list[int] = []
    for _, section in sections:
        members += [mind for mind in section if mind not in members]
    written = {part.mind.text for part in s.parts if isinstance(part, StrandBlock)}
    if written and not FEWEST <= len(written) <= MOST:  # without any, that is said by the parser
        few = len(written) < FEWEST
        b.program.sink.report(
            "bad-line", b.symbol.site.span(s.at, s.end),
            f"a dream-merge joins {FEWEST} to {MOST} dreamers, and this one has {len(written)}",
            "add the strand of another dreamer" if few else "leave some of them awake",
        )  # fmt: skip
    return members


def _clarity(b: SceneBuilder, s: MergeBlock) -> tuple[Expr, int, int] | None:
    """The expression that the merge's look follows, with its lowest and highest value."""
    if s.clarity is None:
        return None
    form, kind = typed(b.scope, s.clarity)
    if kind == ("?",):
        return None
    if kind[0] != "number":
        b.scope.report(
            "type-mismatch", s.clarity, "clarity follows a number",
            "name a range, for example `clarity coherence`",
        )  # fmt: skip
        return None
    if asks_mind(b, form):
        b.scope.report(
            "type-mismatch", s.clarity, "clarity is one for all, so it cannot ask whose mind it is",
            "name a value that does not ask for the perspective",
        )  # fmt: skip
        return None
    return form, int(str(kind[1])), int(str(kind[2]))


def asks_mind(b: SceneBuilder, form: Expr) -> bool:
    """Whether an expression, or a let that it reads, asks for the perspective."""
    if isinstance(form, int):
        return False
    if form[0] == "mind":
        return True
    if form[0] == "let":
        return asks_mind(b, b.program.symbols.let_exprs[form[1]])
    return form[0] not in ("var", "count", "str") and any(asks_mind(b, part) for part in form[1:])


def _section(b: SceneBuilder, s: MergeBlock, section: Section, opener: str, lower: Lower) -> None:
    """The strands between two syncs."""
    name = s.name.text
    op = b.reserve((s.at, s.end))
    b.keys.append((f"{name}>{opener}", op))
    made: list[Strand] = []
    waits: list[list[Name]] = []
    for mind, pieces in section.items():
        key = f"{name}>{opener}/{b.program.symbols.minds[mind].decl.name.text}"
        label = next((piece.label for piece in pieces if piece.label is not None), None)
        label_key = None
        if label is not None:
            label_key = f"@strand/{name}/{opener}/{b.program.symbols.minds[mind].decl.name.text}"
            b.program.texts[label_key] = lines.quoted_text(b, label, "label")
            b.note_key(label_key, "strand", label.text, (label.at, label.end))
        start = b.here
        made.append(Strand(mind, start, label_key))
        b.keys.append((key, start))
        waits.append(_strand(b, mind, pieces, key, lower))
        b.keys.append((f"{key}.", b.here))
        b.emit(Done(), None)
        b.strand_ops.append(range(start, b.here))
    b.ops[op] = Strands(tuple(made), _syncs(b, waits), b.here)


def _strand(
    b: SceneBuilder, mind: int, pieces: list[StrandBlock], key: str, lower: Lower
) -> list[Name]:
    """The pieces of one strand; the syncs that it holds."""
    b.place_of_block, b.scope.mind = "strand", mind
    # A strand is its dreamer's, also in a merge that stands in an `as` block.
    around, b.as_mind = b.as_mind, -1
    b.hubs.append(None)
    syncs: dict[str, Name] = {}
    for piece in pieces:
        for statement in piece.body:
            if not isinstance(statement, SyncLine):
                lower(b, (statement,))
                continue
            if statement.body:
                b.program.sink.report(
                    "misplaced-line", b.symbol.site.span(statement.at, statement.end),
                    "a `sync` inside a strand has no block of its own",
                    "write its lines below it, or put the sync between the strands",
                )  # fmt: skip
            if _fresh(b, syncs, statement.name):
                name = statement.name.text
                b.keys.append((f"{key}@{name}", b.here))
                b.emit(Sync(name), (statement.at, statement.end))
                b.keys.append((f"{key}>{name}", b.here))
    b.hubs.pop()
    b.as_mind = around
    return list(syncs.values())


def _syncs(b: SceneBuilder, waits: list[list[Name]]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The syncs inside a section's strands, with who waits at each; reports what cannot work."""
    holders: dict[str, list[int]] = {}
    places: dict[tuple[str, int], Name] = {}
    for strand, names in enumerate(waits):
        for name in names:
            holders.setdefault(name.text, []).append(strand)
            places[name.text, strand] = name
    for text, strands in holders.items():
        if len(strands) == 1:
            b.program.sink.report(
                "sync-alone", b.symbol.site.of(places[text, strands[0]]),
                f"only this strand holds the sync `{text}`, so it waits for nobody",
                f"write `sync {text}` in another strand, or remove it here",
            )  # fmt: skip
    if not _crossing(b, waits):
        _ring(b, waits, places)
    return tuple((text, tuple(strands)) for text, strands in holders.items())


def _crossing(b: SceneBuilder, waits: list[list[Name]]) -> bool:
    """Report two strands that meet two syncs in opposite orders."""
    crossed = False
    for one, names in enumerate(waits):
        at = {name.text: place for place, name in enumerate(names)}
        for other in waits[one + 1 :]:
            shared = [name for name in other if name.text in at]
            for earlier, later in itertools.pairwise(shared):
                if at[earlier.text] > at[later.text]:
                    crossed = True
                    b.program.sink.report(
                        "sync-order", b.symbol.site.of(later),
                        f"this strand meets `{earlier.text}` before `{later.text}`, another one"
                        " meets them the other way round, so both would wait for ever",
                        "write the two syncs in the same order in both strands",
                        (Label(b.symbol.site.of(names[at[later.text]]), "comes first here"),),
                    )  # fmt: skip
    return crossed


def _ring(b: SceneBuilder, waits: list[list[Name]], places: dict[tuple[str, int], Name]) -> None:
    """Report a ring of syncs over three or more strands."""
    after: dict[str, dict[str, Name]] = {}  # what follows a sync in some strand, and where there
    for names in waits:
        for earlier, later in itertools.pairwise(names):
            after.setdefault(earlier.text, {}).setdefault(later.text, later)
    state: dict[str, int] = {}
    for root in sorted(after):
        stack: list[tuple[str, list[str]]] = [(root, sorted(after.get(root, ())))]
        if root in state:
            continue
        state[root] = 1
        while stack:
            name, rest = stack[-1]
            if not rest:
                state[name] = 2
                stack.pop()
                continue
            following = rest.pop()
            if state.get(following) == 1:
                place = next(where for (text, _), where in places.items() if text == following)
                ring = [each for each, _ in stack]
                ring = ring[ring.index(following) :]
                steps = zip(ring, [*ring[1:], following], strict=True)
                labels = tuple(
                    Label(b.symbol.site.of(after[one][two]), f"this strand waits for `{one}` first")
                    for one, two in steps
                )
                b.program.sink.report(
                    "merge-deadlock", b.symbol.site.of(place),
                    f"the strands wait in a ring for {', '.join(f'`{n}`' for n in ring)}",
                    "change the order of the syncs in one strand",
                    tuple(each for each in labels if each.span != b.symbol.site.of(place)),
                )  # fmt: skip
                return
            if following not in state:
                state[following] = 1
                stack.append((following, sorted(after.get(following, ()))))
