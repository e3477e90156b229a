"""What a preview proves, in a process of its own that can be ended at any time.

Goes in, a line of JSON each on standard input: a version of a story to be proved, ways to be looked
for. Comes out, the same on standard output: what pages are told. Proofs may take long, and the next
edit makes them worthless; so whoever started this process just ends it.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

from weavec.compiler import Compilation, Drafts, draft, judged
from weavec.diagnostics import Diagnostic
from weavec.disk import StoryOnDisk
from weavec.ir import Choice, End, Jump, Program
from weavec.lower.program import Lowered
from weavec.node import replace
from weavec.prove.limits import Limits
from weavec.prove.paths import walk_to, walk_to_ending
from weavec.render.formats import as_json
from weavec.render.text import as_text
from weavec.sealed import Store
from weavec.source import SourceFile, Unreadable
from weavec.walk import Walk

NARROW: Final = 48
"""Columns of a finding beside the story."""
RANK: Final = {"error": 0, "warning": 1, "note": 2}


class Snapshot:
    """Files as they were when a version was made: a `World`."""

    def __init__(self, files: tuple[SourceFile | Unreadable, ...]) -> None:
        self._files = files

    def files(self) -> tuple[SourceFile | Unreadable, ...]:
        """Every file, in path order."""
        return self._files


def told(files: tuple[SourceFile | Unreadable, ...]) -> list[dict[str, Any]]:
    """Files as the prover is given them."""
    names = ("path", "name", "reason", "hint", "line", "column")
    return [
        {"path": each.path, "text": each.text}
        if isinstance(each, SourceFile)
        else {name: getattr(each, name) for name in names}
        for each in files
    ]


def findings_message(
    version: int, state: str, result: Compilation, prefix: str, lowered: Lowered | None
) -> dict[str, Any]:
    """What pages are told of what was found. `prefix`: put before files' paths in the text;
    `lowered`: the story in which lines are found, none while it cannot be shown."""
    proof = result.proof if state == "proved" else None
    found = json.loads(as_json(result.story_id, result.title, result.diagnostics, proof))
    for each, item in zip(found["diagnostics"], result.diagnostics, strict=True):
        bare = replace(item, hint=None)
        each["text"] = as_text((bare,), prefix, columns=NARROW).partition("\n")[2].rstrip()
        places = set() if lowered is None else _on_line(lowered, f"{each['file']}:{each['line']}")
        if state == "proved":
            places &= frozenset() if proof is None else proof.places
        each["stands"] = bool(places)
        if item.witness is not None:
            each["witness"] |= _played(item.witness)
    return {
        "type": "findings", "version": version, "state": state,
        "diagnostics": found["diagnostics"],
        "text": as_text(worst_first(result.diagnostics), prefix).rstrip("\n"),
        "proof": found.get("proof"),
    }  # fmt: skip


def worst_first(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Findings as an author in a hurry reads them: what stops the page before all else."""
    return sorted(diagnostics, key=lambda each: RANK[each.severity])


def _played(walk: Walk) -> dict[str, Any]:
    """What the machine is given to play a walk."""
    return {"dice": list(walk.dice), "inputs": [dict(each) for each in walk.inputs]}


class Prover:
    """Proves a version, and answers what is asked of it."""

    def __init__(
        self, story: StoryOnDisk, limits: Limits | None, store: Store | None
    ) -> None:
        self.story = story
        self.limits = limits
        self.store = store
        self.drafts = Drafts()
        self.version = -1
        self.result: Compilation | None = None

    def prove(self, version: int, files: list[dict[str, Any]]) -> dict[str, Any]:
        """Everything that `weavec check` says of a version."""
        self.version = version
        read = tuple(
            SourceFile(**each) if "text" in each else Unreadable(**each) for each in files
        )
        made = draft(Snapshot(read), self.story, drafts=self.drafts)
        self.result = judged(made, self.limits, None, self.store, self.story)
        return findings_message(
            version, "proved", self.result, self.story.shown, self.result.lowered
        )

    def way(self, number: int, to: str) -> dict[str, Any]:
        """A proved way to an ending, a scene, a beat or an option, if there is one."""
        walk = self._walk(to)
        found: dict[str, Any] = {
            "type": "way", "id": number, "version": self.version, "choices": None
        }  # fmt: skip
        if walk is not None:
            found |= {"choices": list(walk.entries), **_played(walk)}
        return found

    def graph(self) -> dict[str, Any]:
        """The story's map, with what was found and proved of it."""
        from weavec.graph import graph_of, laid_out
        from weavec.graph.data import as_data

        graph = None if self.result is None else graph_of(self.result)
        data = None if graph is None else as_data(laid_out(graph))
        return {"type": "graph", "version": self.version, "graph": data}

    def _walk(self, to: str) -> Walk | None:
        result, limits = self.result, self.limits
        if result is None or result.lowered is None or result.proof is None or limits is None:
            return None
        program, proof = result.lowered.program, result.proof
        kind, _, name = to.partition(":")
        if kind == "line":
            places = _on_line(result.lowered, name)
        else:
            to = name if kind in ("scene", "ending") else to
            if to in proof.endings and kind != "scene":
                return walk_to_ending(program, to, limits)
            places = _places(program, to)
        walks = [
            walk
            for place in sorted(places & proof.places)
            if (walk := walk_to(program, proof, place, limits)) is not None
        ]
        return min(walks, key=lambda walk: (walk.decisions, walk.beats), default=None)


def _places(program: Program, to: str) -> set[tuple[int, int]]:
    """Where a scene is entered, or a beat stands, or an option leads."""
    found: set[tuple[int, int]] = set()
    for number, scene in enumerate(program.scenes):
        if scene.id == to:
            found.add((number, 0))
        for at, op in enumerate(scene.ops):
            match op:
                case Jump(to=(goal, _), enters=True) if program.scenes[goal].id == to:
                    found.add(op.to)
                case Choice(options=options):
                    found |= {(number, each.to) for each in options if each.id == to}
                case End(name=name) if name == to:
                    found.add((number, at))
            if getattr(op, "id", None) == to:
                found.add((number, at))
    return found


def _on_line(lowered: Lowered, where: str) -> set[tuple[int, int]]:
    """The first operation on a line of a file, or behind it in the same scene; of an option, the
    choice in which it stands. `where`: as `acts/1.weave:12`."""
    path, _, digits = where.rpartition(":")
    wanted = int(digits) if digits.isdecimal() and len(digits) < 9 else 0
    best: tuple[int, tuple[int, int]] | None = None
    for scene, (site, places) in enumerate(zip(lowered.sites, lowered.places, strict=True)):
        if site.file.path != path or site.line(0) > wanted:
            continue
        best = None  # a later scene begins above the line
        choices = lowered.option_places[scene].items()
        found = [(place, at) for at, some in choices for place in some]
        found += [(place, at) for at, place in enumerate(places) if place is not None]
        for place, at in found:
            line = site.line(place[0])
            if line >= wanted and (best is None or line < best[0]):
                best = line, (scene, at)
    return set() if best is None else {best[1]}


def answer(limits: Limits | None, store: Store | None) -> None:
    """Read what is asked, line by line, and answer, until there is nobody left.

    `limits`: what proofs may take; without, nothing is proved. `store`: where they are kept.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this process ends it
    with suppress(OSError, AttributeError):
        os.nice(10)
    gc.disable()  # what is made lives until the next version
    out, sys.stdout = sys.stdout, sys.stderr
    prover = Prover(StoryOnDisk(**json.loads(sys.stdin.readline())), limits, store)
    for line in sys.stdin:
        match json.loads(line):
            case {"do": "prove", "version": version, "files": files}:
                said = prover.prove(version, files)
            case {"do": "way", "id": number, "to": to}:
                said = prover.way(number, to)
            case _:
                said = prover.graph()
        out.write(json.dumps(said) + "\n")
        out.flush()
        gc.collect()
