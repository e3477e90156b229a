"""The compiler: from a story's files to its program and everything there is to say about it.

Goes in: a `World`. Comes out: a `Compilation`. The passes, in order:

    parse     each file's text to its tree
    resolve   what all files declare: names, types, the start
    lower     scenes to operations; names, types, perspectives and merges inside them
    check     where control can come, what it breaks on the way, what is never used
    prove     the same with values: what can be reached, and where a reader would be stuck; of a
              story in which only words have changed, that is known already, and of one with an
              edited chapter mostly that chapter is proved alone
    translate the same texts in other languages, each held to its original
    allow     allowances silence what they name, and are reported if they silence nothing

Nothing here opens a file, prints, or raises for an author's mistake.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from weavec.assets.model import Assets, Room
from weavec.check.flow import flow
from weavec.check.reach import Reach
from weavec.check.renames import renames
from weavec.check.unused import unused
from weavec.codes import CODES, find
from weavec.diagnostics import Diagnostic, Sink, gathered, order
from weavec.ir import Program
from weavec.lower.again import Scenes
from weavec.lower.program import Lowered, lower
from weavec.node import node, replace
from weavec.prove.limits import EACH, SECONDS, Limits, Progress
from weavec.prove.result import Proof
from weavec.resolve import resolve
from weavec.source import Album, Catalogues, SourceFile, Span, Unreadable, World
from weavec.spelling import closest
from weavec.symbols import Symbols
from weavec.syntax.again import Items
from weavec.syntax.parse import declared_cast, parse
from weavec.syntax.tree import Em, FileTree, Ruby, Strong, Text

if TYPE_CHECKING:
    from weavec.prove import Proofs
    from weavec.prove.cache import Said
    from weavec.prove.control import Crossings
    from weavec.sealed import Store

CONTROL = frozenset({
    "bad-line", "bad-indent", "tab-indent", "misplaced-line", "too-deep", "bad-character",
    "bad-encoding", "unreadable-file", "undefined-scene", "undefined-mark", "duplicate-name",
    "missing-header", "visit-cycle", "nested-merge", "jump-out-of-strand", "not-in-a-strand",
    "perspective-missing", "not-a-dreamer", "sync-order", "merge-deadlock",
})  # fmt: skip
"""After one of these it is not known where control can come, so flow is not asked."""

SYNTAX = frozenset({"bad-line", "bad-indent", "misplaced-line"})
"""Findings about lines that cannot be read as they stand."""

NAMING = frozenset({
    "undefined-scene", "undefined-mark", "undefined-name", "undefined-speaker", "unknown-word",
    "not-a-dreamer", "shift-to-self", "type-mismatch", "bad-initial", "value-out-of-range",
})  # fmt: skip
"""Findings about the names and values of a line, which are sure only if it can be read."""

BEARABLE = frozenset({
    "perspective-missing", "mind-leak", "thought-leak", "unreachable-scene", "unreachable-line",
    "unreachable-ending", "runs-off-scene", "stray-return", "story-without-ending",
    "unreachable-option", "unreachable-perspective", "dead-end", "softlock", "silent-loop",
})  # fmt: skip
"""Errors that an author may allow: with them the story still has a meaning."""

STUCK = frozenset({
    "dead-end", "softlock", "silent-loop", "unreachable-option", "unreachable-perspective",
})  # fmt: skip
"""Errors of a story that can be read up to where they happen, beside those that may be allowed."""

BY_PROOF = frozenset({
    "unreachable-option", "unreachable-perspective", "dead-end", "softlock", "silent-loop",
    "constant-condition", "fake-choice", "unused-set", "saturation", "undecided", "strand-race",
    "unreachable-scene", "unreachable-line", "unreachable-ending",
})  # fmt: skip
"""Findings that only the proofs can make, or make of more than control alone."""

LONGER = Limits(SECONDS, each=EACH)
"""What is proved with these limits is known to whoever would take less time."""
BY_FILES = frozenset({
    "missing-asset", "bad-asset", "asset-too-large", "missing-letters", "whole-font",
})  # fmt: skip
"""Findings about files beside the scripts, which are not always looked at."""


@node
class Compilation:
    """What came of a story. `program` is none if there are errors. `proof`: if one was made."""

    program: Program | None
    diagnostics: tuple[Diagnostic, ...]
    files: tuple[SourceFile, ...]
    title: str
    story_id: str | None
    symbols: Symbols
    lowered: Lowered | None
    proof: Proof | None = None
    assets: Assets | None = None


@node
class Draft:
    """A story read and lowered, before anything is said of where control can come.

    `lowered`: none if there is no story to lower. `found`: what is wrong up to here. `catalogues`:
    its translations.
    """

    files: tuple[SourceFile, ...]
    trees: tuple[tuple[SourceFile, FileTree], ...]
    symbols: Symbols
    lowered: Lowered | None
    found: tuple[Diagnostic, ...]
    catalogues: tuple[SourceFile | Unreadable, ...] = ()


def compile(
    world: World,
    limits: Limits | None = None,
    progress: Progress | None = None,
    store: Store | None = None,
    album: Album | None = None,
    room: Room | None = None,
    translations: Catalogues | None = None,
    noted: bool = False,
) -> Compilation:
    """Compile all files of a world.

    Args:
        world: the story's files.
        limits: what the proofs may take; without, nothing is proved.
        progress: told how far they are.
        store: where proofs are kept from one time to the next; without, they are not.
        album: where pictures, sounds and fonts are; without, nobody looks at them.
        room: how much of them may be taken, if not as usual.
        translations: where translations are; without, nobody looks at them.
        noted: keep the texts as they were written, for translators.
    """
    made = draft(world, translations, noted)
    return judged(made, limits, progress, store, album, room)


def draft(
    world: World,
    translations: Catalogues | None = None,
    noted: bool = False,
    drafts: Drafts | None = None,
) -> Draft:
    """Read and lower all files of a world.

    Args:
        world: the story's files.
        translations: where translations are; without, nobody looks at them.
        noted: keep the texts as they were written.
        drafts: the drafts of the same story before; of what has not changed since, nothing is read
            or lowered again. The draft is the same as without.
    """
    files, found = _files(world)
    whole = not found  # else the heading may stand in a file that could not be read
    trees = _trees(files, found, drafts)
    symbols, more = resolve(trees)
    found += (each for each in more if whole or each.name != "missing-header")
    found += renames(symbols)
    lowered: Lowered | None = None
    catalogues: tuple[SourceFile | Unreadable, ...] = ()
    if symbols.head is not None and symbols.scenes:
        catalogues = translations.catalogues() if translations is not None else ()
        scenes = None if drafts is None else drafts.scenes
        lowered, more = lower(symbols, noted or bool(catalogues), scenes)
        found += more
    return Draft(files, tuple(trees), symbols, lowered, tuple(found), catalogues)


class Drafts:
    """What was read and lowered of a story, for the next draft of it."""

    def __init__(self) -> None:
        self.items = Items()
        self.scenes = Scenes()


def judged(
    made: Draft,
    limits: Limits | None = None,
    progress: Progress | None = None,
    store: Store | None = None,
    album: Album | None = None,
    room: Room | None = None,
) -> Compilation:
    """All that there is to say about a draft; the arguments are those of `compile`."""
    symbols, lowered, files = made.symbols, made.lowered, made.files
    found = list(made.found)
    spoken: Lowered | None = None
    proof: Proof | None = None
    assets: Assets | None = None
    if lowered is not None:
        if not any(_hides_control(each) for each in found):
            more, proof = _checked(symbols, lowered, found, limits, progress, store)
            found += more
            found += unused(symbols)
        spoken = _spoken(symbols, lowered, made.catalogues, found)
        if album is not None:
            from weavec.assets.gather import gather  # few stories have any

            assets, more = gather(symbols, spoken, files, album, room or Room())
            found += more
    skipped = (BY_PROOF if proof is None else frozenset()) | (
        BY_FILES if assets is None else frozenset()
    )
    left = gathered(_allowed(made.trees, _once(found), skipped))
    failed = lowered is None or any(each.severity == "error" for each in left)
    return Compilation(
        None if failed or spoken is None else spoken.program,
        order(left), files, _title(symbols), symbols.head.id if symbols.head else None, symbols,
        lowered, proof, assets,
    )  # fmt: skip


def _spoken(
    symbols: Symbols,
    lowered: Lowered,
    catalogues: tuple[SourceFile | Unreadable, ...],
    found: list[Diagnostic],
) -> Lowered:
    """The story in all its languages. What is wrong with translations is added to `found`; of a
    story with errors nothing is said of them."""
    if not catalogues or any(each.severity == "error" for each in found):
        return lowered
    from weavec.i18n.translate import translated  # few stories have any

    program, more = translated(symbols, lowered, catalogues)
    found += more
    return replace(lowered, program=program)


def _hides_control(found: Diagnostic) -> bool:
    """Whether it is not known where control can come as long as this is not mended. A line that
    begins with an unpaired star may be an option, one with an arrow a jump."""
    if found.name == "bad-text-mark":
        text = found.span.file.text
        if text[: found.span.end].endswith("->"):
            return True
        before, _, rest = text[: found.span.start + 1].rpartition("*")
        return not rest and not before.rpartition("\n")[2].strip(" ")
    return found.name in CONTROL and found.severity == "error"


def _checked(
    symbols: Symbols,
    lowered: Lowered,
    found: list[Diagnostic],
    limits: Limits | None,
    progress: Progress | None,
    store: Store | None,
) -> tuple[tuple[Diagnostic, ...], Proof | None]:
    """What can be said about control, and with `limits` about values too.

    A story with errors of other kinds is not proved: what it means is not settled.
    """
    if limits is None or any(each.severity == "error" for each in found):
        return flow(symbols, lowered, Reach(lowered)).found, None
    if store is None:
        said, _, _ = _proved(symbols, lowered, limits, progress)
        return said.found, said.proof
    from weavec.prove.cache import Memory

    memory = Memory(store, symbols, lowered, limits)
    known = memory.recall()
    if known is None and limits.seconds < LONGER.seconds:  # with more time as much is proved
        known = Memory(store, symbols, lowered, LONGER).recall()
    if known is None:
        from weavec.prove.units import mergeless

        parts = mergeless(lowered)
        if parts:  # others are always proved whole, and what proves parts need not be loaded
            from weavec.prove.edited import keep_cuts, proved_by_parts

            known = proved_by_parts(memory)
        if known is None:
            known, made, control = _proved(symbols, lowered, limits, progress, parts)
            if made.settled() and memory.keep(known) and parts:
                keep_cuts(memory, made.seen, control)
    return known.found, known.proof


def _proved(
    symbols: Symbols, lowered: Lowered, limits: Limits, progress: Progress | None,
    parts: bool = False,
) -> tuple[Said, Proofs, Crossings | None]:  # fmt: skip
    """What can be said about control and values; what the proofs know.

    With `parts` also how control passes between the story's parts, if it breaks no rule.
    """
    from weavec.prove import proofs  # the engine and its diagrams are loaded when they are needed
    from weavec.prove.cache import Said

    reach: Reach | None = Reach(lowered)
    control = flow(symbols, lowered, reach)
    passing: Crossings | None = None
    if not control.suspects:
        if parts and not control.excused:
            from weavec.prove.control import crossings
            from weavec.prove.units import Units

            assert reach is not None
            passing = crossings(reach, Units(symbols))
        reach = None  # its points take as much memory as the proofs do
    made = proofs(symbols, lowered, control.suspects, limits, progress)
    if made.seen is not None:
        control = flow(symbols, lowered, reach, made.seen, made.reasons)
    return Said((*control.found, *made.found), made.proof), made, passing


def _files(world: World) -> tuple[tuple[SourceFile, ...], list[Diagnostic]]:
    """The files that could be read, and a finding for each that could not."""
    sink = Sink()
    files: list[SourceFile] = []
    for each in world.files():
        if isinstance(each, Unreadable):
            file = SourceFile(each.path, "\n" * (each.line - 1) + " " * each.column)
            at = len(file.text) - 1
            sink.report(each.name, Span(file, at, at + 1), each.reason, each.hint)
        else:
            files.append(each)
    return tuple(files), sink.found


def _trees(
    files: tuple[SourceFile, ...], found: list[Diagnostic], drafts: Drafts | None
) -> list[tuple[SourceFile, FileTree]]:
    cast = frozenset[str]().union(*(declared_cast(file) for file in files))
    if drafts is not None:
        drafts.items.begin()
    trees = []
    for file in files:
        tree, more = parse(file, cast) if drafts is None else drafts.items.parse(file, cast)
        found += more
        trees.append((file, tree))
    return trees


def _title(symbols: Symbols) -> str:
    """The story's title as plain words."""
    if symbols.head is None:
        return ""
    return _words(symbols.head.title.text)


def _words(text: Text) -> str:
    """What a text without questions says, its marks left out."""
    out = []
    for part in text:
        match part:
            case str():
                out.append(part)
            case Em(nodes) | Strong(nodes) | Ruby(nodes):
                out.append(_words(nodes))
    return "".join(out)


def _once(found: list[Diagnostic]) -> list[Diagnostic]:
    """Leave out what may only follow from another finding: what is said of the names on a line that
    cannot be read, what stands under an option that nobody can pick, and a story that has no ending
    where a scene of it runs off."""
    broken = {_line(each) for each in found if each.name in SYNTAX}
    left = [each for each in found if each.name not in NAMING or _line(each) not in broken]
    barred = [each.span for each in left if each.name == "unreachable-option"]
    left = [each for each in left if each.name != "unreachable-line" or not _under(each, barred)]
    if any(each.name == "runs-off-scene" for each in left):
        left = [each for each in left if each.name != "story-without-ending"]
    return left


def _under(found: Diagnostic, barred: list[Span]) -> bool:
    """Whether a line follows one of some options, or is its own jump."""
    file, start = found.span.file, found.span.start
    above = len(file.text[:start].rstrip())
    return any(
        option.file is file and (option.end == above or option.start <= start < option.end)
        for option in barred
    )


def _line(found: Diagnostic) -> tuple[str, int]:
    """The file and the line where a finding begins."""
    return found.span.file.path, found.span.line


# ------------------------------------------------------------------ allowances


def _useless(name: str) -> tuple[str, str]:
    """Why an allowance silences nothing, and what to do."""
    code = CODES.get(name)
    if not name:
        return "this allowance names no finding", "write `# allow: name - the reason`"
    if code is None:
        numbered = find(name)
        near = numbered.name if numbered else closest(name, CODES)
        hint = f"did you mean `{near}`?" if near else "`weavec explain` lists the names"
        return f"there is no finding named `{name}`", hint
    if code.severity == "error" and name not in BEARABLE:
        return f"without mending `{name}` there is no story to read", "mend it, or write a `todo`"
    return f"nothing below is found by the name `{name}`", "remove this allowance"


def _allowed(
    trees: Sequence[tuple[SourceFile, FileTree]], found: list[Diagnostic], skipped: frozenset[str]
) -> list[Diagnostic]:
    """What allowances leave, with a finding for each of them that silences nothing.

    `skipped`: findings that nobody looked for, so that it is not known what would be silenced.
    """
    allows = [(file, allow) for file, tree in trees for allow in tree.allows]
    if not allows:
        return found
    silent: set[tuple[str, int, str]] = {(f.path, a.line, a.name) for f, a in allows}
    left: list[Diagnostic] = []
    worked: set[tuple[str, int, str]] = set()
    for each in found:
        key = (*_line(each), each.name)
        if key in silent and (each.severity != "error" or each.name in BEARABLE):
            worked.add(key)
        else:
            left.append(each)
    sink = Sink()
    for file, allow in allows:
        if (file.path, allow.line, allow.name) not in worked:
            if allow.name in skipped:
                continue
            sink.report("unused-allow", Span(file, allow.at, allow.end), *_useless(allow.name))
        elif not allow.reason:
            sink.report(
                "unused-allow", Span(file, allow.at, allow.end),
                "an allowance says why", f"write `# allow: {allow.name} - the reason`",
            )  # fmt: skip
    return left + sink.found
