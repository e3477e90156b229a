"""The cache of proofs: what was said of a story, kept so that it holds when its words change.

Goes in: a story with what the proofs say of it. Comes out: a key, which all stories with the same
skeleton share (`skeleton.py`), and bytes, from which the same is told of such a story with its own
words, ids and places. Everything is checked when it is read back: what is damaged, or made by
another version, or does not belong to the story, is nothing, and the story is proved again.

Kept are only proofs in which everything was decided. The key knows what the compiler's own files
hold, so a compiler that was changed finds nothing of what it kept before.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from itertools import repeat
from pathlib import Path
from typing import Any, Final

from weavec import ir
from weavec.codes import CODES
from weavec.diagnostics import Diagnostic, Kin, Label
from weavec.ir import Place
from weavec.lower.program import Lowered
from weavec.node import node
from weavec.prove.anchors import Anchors
from weavec.prove.limits import Limits
from weavec.prove.result import Answer, Asked, Ending, Proof, Stuck
from weavec.prove.retold import UnfitError, keep_walks, rows, tell_walks, whole
from weavec.prove.skeleton import Skeleton, skeleton
from weavec.sealed import Store, opened, sealed
from weavec.source import Span
from weavec.symbols import Symbols
from weavec.walk import Walk

MAGIC: Final = b"weavec proof 1 "
VERDICTS: Final = (None, "proved", "refuted")
STUCK: Final = ("dead-end", "softlock", "silent-loop")
PARTS: Final = ("if", "needs", "text")
LONGEST: Final = 20_000
"""Characters of a message that is read back."""


@node
class Said:
    """All that is said of a story whose control is understood: findings, and the proof."""

    found: tuple[Diagnostic, ...]
    proof: Proof


class Memory:
    """What is known of one story from another time."""

    def __init__(self, store: Store, symbols: Symbols, lowered: Lowered, limits: Limits) -> None:
        self.store = store
        self.symbols = symbols
        self.lowered = lowered
        self.limits = limits
        self.skeleton: Final = Skeleton(symbols, lowered)
        self.key: Final = _key(self.skeleton.digest(), limits)

    def recall(self) -> Said | None:
        """What was said of a story of the same skeleton, told of this one; none if nothing was."""
        if self.key is None:
            return None
        data = self.store.get(self.key)
        return None if data is None else unpacked(self.symbols, self.lowered, self.key, data)

    def keep(self, said: Said) -> bool:
        """Remember what is said of this story, if all of it can be told again."""
        if self.key is not None:
            data = packed(self.symbols, self.lowered, self.key, said)
            if data is not None:
                self.store.put(self.key, data)
                return True
        return False

    def place(self) -> str | None:
        """The key of what is known at the borders of this story's parts, whatever is edited."""
        story = self.lowered.program.story
        first = next(iter(self.symbols.scenes), "")
        return _key(sha256(repr((story.id, first)).encode("utf-8", "surrogatepass")).digest(),
                    self.limits)  # fmt: skip


# ------------------------------------------------------------------ keys


@cache
def engine() -> bytes | None:
    """The hash of all of the compiler's own code, and which libraries stand beside it.

    None where that cannot be read.
    """
    folder = Path(__file__).resolve().parent.parent
    made = sha256(repr(sys.version_info[:3]).encode())
    try:
        spec = find_spec("oxidd")
        beside = Path(spec.origin).parent.parent if spec and spec.origin else folder
        libraries = sorted(each.name for each in beside.glob("oxidd-*"))  # the name tells which
        made.update(repr(libraries).encode())
        files = sorted(folder.rglob("*.py"))
        for file in files:
            made.update(f"\0{file.relative_to(folder)}\0".encode())
            made.update(sha256(file.read_bytes()).digest())
    except OSError:
        return None
    return made.digest() if files else None


def key_of(symbols: Symbols, lowered: Lowered, limits: Limits) -> str | None:
    """The key of a story: 64 hexadecimal digits. None where nothing can be kept."""
    return _key(skeleton(symbols, lowered), limits)


def _key(what: bytes, limits: Limits) -> str | None:
    own = engine()
    if own is None:
        return None
    allowed = repr((float(limits.seconds), limits.megabytes, limits.each)).encode()
    return sha256(own + what + allowed).hexdigest()


# ------------------------------------------------------------------ packing


def packed(symbols: Symbols, lowered: Lowered, key: str, said: Said) -> bytes | None:
    """What is said of a story as bytes; none if not all of it can be told again."""
    try:
        walks: list[Walk] = []
        found = Packing(symbols, lowered, walks).findings(said.found)
        proof = _pack_proof(lowered.program, said.proof, walks)
        kept = {"found": found, "proof": proof, "walks": keep_walks(lowered.program, walks)}
    except UnfitError:
        return None
    data = written(key, kept)
    # With something undecided, or not foreseen here, this is not what was said.
    return data if unpacked(symbols, lowered, key, data) == said else None


def written(key: str, kept: dict[str, Any]) -> bytes:
    """What is kept, as bytes."""
    body = json.dumps(kept, separators=(",", ":"), check_circular=False).encode()
    return sealed(MAGIC, key, body)


def read(key: str, data: bytes) -> dict[str, Any] | None:
    """What was kept under a key; none if the bytes are not that."""
    body = opened(MAGIC, key, data)
    if body is None:
        return None
    try:
        kept = json.loads(body)
    except (ValueError, RecursionError):
        return None
    fits = type(kept) is dict and kept.keys() == {"found", "proof", "walks"}
    return kept if fits else None


class Packing:
    """Findings as JSON. Their walks are put into a list of their own."""

    def __init__(self, symbols: Symbols, lowered: Lowered, walks: list[Walk]) -> None:
        self.anchors = Anchors(symbols, lowered)
        self.walks = walks

    def findings(self, found: Iterable[Diagnostic]) -> list[Any]:
        return [self.finding(each) for each in found]

    def finding(self, item: Diagnostic) -> list[Any]:
        if item.verdict not in VERDICTS:
            raise UnfitError
        mark = item.name == "constant-condition"
        return [
            item.name, self.anchor(item.span, mark), item.message, item.hint,
            [[self.anchor(label.span), label.message] for label in item.labels],
            VERDICTS.index(item.verdict), _number(item.witness, self.walks),
            [] if item.kin is None else [item.kin.key, item.kin.word],
        ]  # fmt: skip

    def anchor(self, span: Span, mark: bool = False) -> list[Any]:
        anchor = self.anchors.anchor(span, mark)
        if anchor is None or self.anchors.span(anchor) != span:
            raise UnfitError
        return anchor


def _number(walk: Walk | None, walks: list[Walk]) -> int | None:
    """Put a walk into the list of those that are kept."""
    if walk is None:
        return None
    walks.append(walk)
    return len(walks) - 1


def _pack_proof(program: ir.Program, proof: Proof, walks: list[Walk]) -> dict[str, Any]:
    """A proof as JSON, if all of it is decided. What most parts have in common goes unsaid."""
    reached: dict[int, set[int]] = {scene: set() for scene in range(len(program.scenes))}
    for scene, op in proof.places:
        reached[scene].add(op)
    return {
        "unmet": [i for i, each in enumerate(program.scenes) if not proof.scenes[each.id]],
        "partly": pack_partly(program, reached),
        "barred": pack_barred(
            program, reached, lambda place, number, option: bool(proof.options[option.id])
        ),
        "endings": [
            [each.name, each.reached, each.sure, _number(each.walk, walks)]
            for each in proof.endings.values()
        ],
        "entries": pack_entries(proof.entries),
        "stuck": [
            [each.kind, each.at, each.last, each.picked, _number(each.walk, walks)]
            for each in proof.stuck
        ],
        "constant": [
            [each.at, each.part, each.option, each.answer, each.why] for each in proof.constant
        ],
        "figures": proof.figures,
    }


def pack_partly(program: ir.Program, reached: Mapping[int, set[int]]) -> list[list[Any]]:
    """Of scenes that are not reached as a whole, the operations that are, as bits."""
    return [
        [scene, f"{sum(1 << op for op in ops):x}"]
        for scene, ops in reached.items()
        if len(ops) < len(program.scenes[scene].ops)
    ]


def pack_barred(
    program: ir.Program, scenes: Iterable[int], open_: Callable[[Place, int, ir.Option], bool]
) -> list[list[int]]:
    """The options of some scenes that nobody can pick."""
    return [
        [scene, at, number]
        for scene in scenes
        for at, op in enumerate(program.scenes[scene].ops)
        if isinstance(op, ir.Choice)
        for number, option in enumerate(op.options)
        if not open_((scene, at), number, option)
    ]


def pack_entries(entries: Mapping[int, Collection[int]]) -> list[list[Any]]:
    """The minds in which scenes are entered, each time with runs of scenes."""
    found: dict[tuple[int, ...], list[int]] = {}
    for scene in sorted(entries):
        runs = found.setdefault(tuple(sorted(entries[scene])), [])
        if runs and runs[-1] == scene:
            runs[-1] += 1
        else:
            runs += (scene, scene + 1)
    return [[list(minds), runs] for minds, runs in found.items()]


# ------------------------------------------------------------------ unpacking


def unpacked(symbols: Symbols, lowered: Lowered, key: str, data: bytes) -> Said | None:
    """What was packed, told of a story with the same key; none if the data is not what it was."""
    kept = read(key, data)
    return None if kept is None else told(symbols, lowered, kept)


def told(symbols: Symbols, lowered: Lowered, kept: dict[str, Any]) -> Said | None:
    """What was kept, told of a story; none if it is not what was said of one like it."""
    try:
        walks = tell_walks(lowered.program, kept["walks"])
        unpacking = _Unpacking(symbols, lowered, walks)
        found = tuple(unpacking.finding(each) for each in rows(kept["found"]))
        return Said(found, _unpack_proof(lowered.program, kept["proof"], walks))
    except (ValueError, RecursionError):  # UnfitError, and what is no JSON
        return None


class _Unpacking:
    def __init__(self, symbols: Symbols, lowered: Lowered, walks: list[Walk]) -> None:
        self.anchors = Anchors(symbols, lowered)
        self.walks = walks

    def finding(self, kept: Any) -> Diagnostic:
        match kept:
            case [str(name), anchor, message, hint, list(labels), verdict, witness, kin] if (
                name in CODES
            ):
                return Diagnostic(
                    CODES[name], self.span(anchor), _words(message),
                    None if hint is None else _words(hint),
                    tuple(self.label(each) for each in labels),
                    VERDICTS[whole(verdict, len(VERDICTS))],
                    _walk(witness, self.walks),
                    self.kin(kin),
                )  # fmt: skip
        raise UnfitError

    def kin(self, kept: Any) -> Kin | None:
        match kept:
            case []:
                return None
            case [key, word]:
                return Kin(_words(key), _words(word))
        raise UnfitError

    def label(self, kept: Any) -> Label:
        if len(rows(kept)) != 2:
            raise UnfitError
        return Label(self.span(kept[0]), _words(kept[1]))

    def span(self, anchor: Any) -> Span:
        found = self.anchors.span(anchor)
        if found is None:
            raise UnfitError
        return found


def _words(value: Any) -> str:
    """A message: one line that can be shown."""
    if type(value) is not str or not value.isprintable() or len(value) > LONGEST:
        raise UnfitError
    return value


def _walk(value: Any, walks: list[Walk]) -> Walk | None:
    return None if value is None else walks[whole(value, len(walks))]


def _answer(value: Any) -> bool:
    if type(value) is not bool:
        raise UnfitError
    return value


def _unpack_proof(program: ir.Program, kept: Any, walks: list[Walk]) -> Proof:
    names = {
        "unmet", "partly", "barred", "endings", "entries", "stuck", "constant", "figures"
    }  # fmt: skip
    if type(kept) is not dict or kept.keys() != names:
        raise UnfitError
    scenes = program.scenes
    place = _placing(program)
    unmet = {whole(each, len(scenes)) for each in rows(kept["unmet"])}
    partly: dict[int, int] = {}
    for each in rows(kept["partly"]):
        scene, bits = _pair(each)
        size = len(scenes[whole(scene, len(scenes))].ops)
        if type(bits) is not str or len(bits) > size:
            raise UnfitError
        partly[scene] = whole(int(bits, 16), 1 << size)
    barred = {_barred(program, each) for each in rows(kept["barred"])}
    places, lines, options = _parts(program, partly, barred)
    endings = [_ending(each, walks) for each in rows(kept["endings"])]
    return Proof(
        scenes={each.id: i not in unmet for i, each in enumerate(scenes)},
        lines=lines,
        options=options,
        endings={each.name: each for each in endings},
        entries=_entries(program, kept["entries"]),
        places=places,
        stuck=tuple(_stuck(each, place, walks) for each in rows(kept["stuck"])),
        constant=tuple(_asked(each, place) for each in rows(kept["constant"])),
        undecided=(),
        figures=_figures(kept["figures"]),
    )


def _pair(kept: Any) -> tuple[Any, Any]:
    if len(rows(kept)) != 2:
        raise UnfitError
    return kept[0], kept[1]


def _placing(program: ir.Program) -> Callable[[Any], Place]:
    """What reads an operation's place."""

    def place(kept: Any) -> Place:
        scene, op = _pair(kept)
        return scene, whole(op, len(program.scenes[whole(scene, len(program.scenes))].ops))

    return place


def _barred(program: ir.Program, kept: Any) -> str:
    """An option that nobody can pick."""
    if len(rows(kept)) != 3:
        raise UnfitError
    scene, at = _placing(program)(kept[:2])
    op = program.scenes[scene].ops[at]
    if not isinstance(op, ir.Choice):
        raise UnfitError
    return op.options[whole(kept[2], len(op.options))].id


def _parts(
    program: ir.Program, partly: dict[int, int], barred: set[str]
) -> tuple[frozenset[Place], dict[str, Answer], dict[str, Answer]]:
    """The operations that are reached; the answers for lines and options, by id."""
    places: list[Place] = []
    lines: dict[str, Answer] = {}
    options: dict[str, Answer] = {}
    for scene, each in enumerate(program.scenes):
        ops: tuple[Any, ...] = each.ops
        bits = partly.get(scene)
        if bits is None:
            places += zip(repeat(scene), range(len(ops)))
        else:
            places += ((scene, op) for op in range(len(ops)) if bits >> op & 1)
        for at, op in enumerate(ops):
            kind = type(op)
            if kind is ir.Line:
                lines[op.id] = bits is None or bool(bits >> at & 1)
            elif kind is ir.Choice:
                for option in op.options:
                    options[option.id] = option.id not in barred
    return frozenset(places), lines, options


def _ending(kept: Any, walks: list[Walk]) -> Ending:
    """An ending. Whether luck decides is not asked of long stories."""
    if len(rows(kept)) != 4:
        raise UnfitError
    name, reached, sure, walk = kept
    if walk is not None or sure is not None:
        sure = _answer(sure)
    return Ending(_words(name), _answer(reached), sure, _walk(walk, walks))


def _entries(program: ir.Program, kept: Any) -> dict[int, frozenset[int]]:
    found: dict[int, frozenset[int]] = {}
    for each in rows(kept):
        some, runs = _pair(each)
        minds = frozenset(whole(mind, len(program.minds), -1) for mind in rows(some))
        bounds = [whole(end, len(program.scenes) + 1) for end in rows(runs)]
        for first, last in zip(bounds[::2], bounds[1::2], strict=True):
            found.update(zip(range(first, last), repeat(minds)))
    return found


def _stuck(kept: Any, place: Callable[[Any], Place], walks: list[Walk]) -> Stuck:
    match kept:
        case [str(kind), at, last, picked, walk] if kind in STUCK:
            last = None if last is None else place(last)
            picked = None if picked is None else whole(picked, 1 << 30)
            return Stuck(kind, place(at), _walk(walk, walks), last, picked)
    raise UnfitError


def _asked(kept: Any, place: Callable[[Any], Place]) -> Asked:
    match kept:
        case [at, str(part), option, answer, list(why)] if part in PARTS:
            option = None if option is None else whole(option, 1 << 30)
            told = [_pair(each) for each in why]
            said = tuple((_words(name), _words(values)) for name, values in told)
            return Asked(place(at), part, option, _answer(answer), said)
    raise UnfitError


def _figures(kept: Any) -> dict[str, float]:
    if type(kept) is not dict or any(type(each) not in (int, float) for each in kept.values()):
        raise UnfitError
    return kept
