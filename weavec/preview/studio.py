"""A story while it is being written: a program again after each edit.

Goes in: the files, whenever they say something new. Comes out: the next `Version` for the pages
that are open, and what is found so far; or, of a story that cannot be read as it stands, only what
is wrong with it, and the last version stays. Of what has not changed nothing is made again.
"""

from __future__ import annotations

import gc
from hashlib import sha256
from typing import Any, Final

from weavec.compiler import (
    BEARABLE,
    STUCK,
    Compilation,
    Draft,
    Drafts,
    compile,  # noqa: A004
    draft,
    judged,
)
from weavec.disk import StoryOnDisk
from weavec.emit.carried import Carried, whole
from weavec.emit.interface import interface
from weavec.emit.page import Live, document, plain_title
from weavec.emit.player import preview_player
from weavec.ir import Program, as_json
from weavec.lower.program import Lowered
from weavec.node import node, replace
from weavec.preview.prover import Snapshot, findings_message, told
from weavec.preview.version import Version, version
from weavec.preview.watch import Seen
from weavec.source import SourceFile

WAITING: Final = """story "Waiting for the story"
  id 00000000-0000-4000-8000-000000000000

scene waiting
  todo "There is no story to show yet."
"""
"""What a page holds as long as the story could never be read."""

SPOKEN_OF: Final = ("minds", "people", "vars", "lets", "counts", "words")
"""What texts tell of by number, or by name."""

STANDING: Final = BEARABLE | STUCK
"""Errors with which a story can be read up to where they happen."""


@node
class Made:
    """What came of an edit. `version`: for the pages, none if there is nothing new to show;
    `findings`: what they are told; `result`: the same as a compilation; `proving`: what the prover
    is given, none if there is nothing to prove."""

    version: Version | None
    findings: dict[str, Any]
    result: Compilation | None
    proving: list[dict[str, Any]] | None


@node
class Shown:
    """What a page is made of: a version, and what the story brings beside it."""

    version: Version
    files: tuple[Carried, ...]
    licences: str


@node
class Spoken:
    """A story in all its languages as it was last put together: from which files (`marks`), and the
    names that their entries have (`entries`)."""

    marks: tuple[Any, ...]
    program: Program
    entries: frozenset[str]


class Studio:
    """Makes one version after another of a story. Not to be used by two threads at once."""

    def __init__(self, story: StoryOnDisk) -> None:
        self.story = story
        self.number = 0
        self.drafts = Drafts()
        self._files: tuple[Carried, ...] = ()
        self._licences = ""
        self._beside: object = ()
        self.shown = Shown(self._waiting(), (), "")
        self.waits = True
        self.edits = False
        """Whether the author has named an editor."""
        self._lowered: Lowered | None = None
        self._spoken: Spoken | None = None

    @property
    def now(self) -> Version:
        """The version that pages show."""
        return self.shown.version

    def take(self, seen: Seen) -> Made:
        """The story as these files tell it."""
        gc.disable()  # what is made lives on, so that looking for rings among it only takes time
        try:
            return self._take(seen)
        except Exception:  # a fault of ours: perhaps of what was taken over, so not once more
            self.drafts = Drafts()
            return self._take(seen)
        finally:
            gc.enable()

    def _take(self, seen: Seen) -> Made:
        self.number += 1
        marks = tuple(each for each in seen.beside() if each[0].endswith(".po"))
        made = self._drafted(seen, marks)
        if not _stands(made):
            result = judged(made)
            found = findings_message(self.number, "broken", result, self.story.shown, None)
            return Made(None, found, result, None)
        assert made.lowered is not None
        self._look_beside(made, seen)
        paths = tuple(each.path for each in made.files)
        self._lowered = made.lowered
        program = made.lowered.program
        before = None if self.waits else self.now
        made_now = version(self.number, program, self._frame(program), paths, before)
        self.shown = Shown(made_now, self._files, self._licences)
        self.waits = False
        early = Compilation(None, made.found, made.files, "", None, made.symbols, None)
        found = findings_message(
            self.number, "checking", early, self.story.shown, made.lowered
        )
        return Made(made_now, found, None, told(seen.files))

    # -------------------------------------------------------------- languages

    def _drafted(self, seen: Seen, marks: tuple[Any, ...]) -> Draft:
        """The draft of a story in all its languages.

        To read translations and put them together takes longer than all else. As long as their
        files stay as they are, what was made of them holds for every text that is as it was then.
        """
        spoken = self._spoken
        if spoken is not None and spoken.marks == marks:
            made = draft(Snapshot(seen.files), drafts=self.drafts)
            if made.lowered is None or not _stands(made):
                return made
            program = _retold(made.lowered.program, spoken)
            if program is not None:
                return replace(made, lowered=replace(made.lowered, program=program))
        made = draft(Snapshot(seen.files), self.story, drafts=self.drafts)
        self._spoken = None
        if made.lowered is None or not made.catalogues or not _stands(made):
            return made
        from weavec.i18n.status import live
        from weavec.i18n.translate import catalogues, in_languages

        found, _ = catalogues(made.catalogues, made.lowered.program.story.language)
        program, _ = in_languages(made.symbols, made.lowered, found)
        entries = frozenset(name for _, each in found.values() for name in live(each))
        self._spoken = Spoken(marks, program, entries)
        return replace(made, lowered=replace(made.lowered, program=program))

    def page(self, token: str, port: int) -> bytes:
        """The page that shows the story as it is now."""
        shown = self.shown
        now, program = shown.version, shown.version.program
        connects = f"'self' ws://127.0.0.1:{port} ws://localhost:{port}"
        block = {
            "token": token, "version": now.number, "frame": now.frame, "files": now.files,
            "story": program.story.id, "editor": self.edits,
        }  # fmt: skip
        text = document(
            now.text(), program.story.language, plain_title(program), shown.files, shown.licences,
            interface(program.texts), live=Live(preview_player(), connects, as_json(block)),
        )  # fmt: skip
        return text.encode()

    def place(self, to: str) -> dict[str, Any]:
        """Where a scene, or a beat of one, stands in the files of the story as it is now."""
        lowered = self._lowered
        number = None if lowered is None else _scene_of(lowered, to)
        if lowered is None or number is None:
            return {"file": None, "line": None}
        site, offset = lowered.sites[number], 0
        for op, place in zip(
            lowered.program.scenes[number].ops, lowered.places[number], strict=True
        ):
            if place is not None and getattr(op, "id", None) == to:
                offset = place[0]
                break
        return {"file": site.file.path, "line": site.line(offset)}

    # -------------------------------------------------------------- beside the words

    def _look_beside(self, made: Draft, seen: Seen) -> None:
        """Take pictures, sounds and fonts, if there are any and something about them changed."""
        lowered = made.lowered
        if lowered is None or not (seen.beside() or self._files):
            return
        from weavec.assets.gather import gather  # few stories bring anything
        from weavec.assets.model import Room
        from weavec.assets.wanted import wishes

        wanted = [(each.kind, each.name, each.variants)
                  for each in wishes(made.symbols, lowered)]  # fmt: skip
        if (seen.beside(), wanted) == self._beside:
            return
        self._beside = (seen.beside(), wanted)
        assets, _ = gather(made.symbols, lowered, made.files, self.story, Room())
        self._files = whole(assets)
        self._licences = assets.licences

    def _frame(self, program: Program) -> str:
        """A mark of all that only a fresh page can change."""
        made = sha256(as_json([*interface(program.texts), self._licences]).encode())
        for file in self._files:
            made.update(f"{file.keys}\0{file.type}\0{file.text}\0".encode())
        return made.hexdigest()[:16]

    def _waiting(self) -> Version:
        made = compile(Snapshot((SourceFile("waiting.weave", WAITING),)))
        assert made.lowered is not None
        return version(0, made.lowered.program, "waiting", (), None)


def _scene_of(lowered: Lowered, to: str) -> int | None:
    """The index of a scene, or of that of a beat, which begins with its name."""
    wanted = to.partition("/")[0]
    return next((i for i, each in enumerate(lowered.program.scenes) if each.id == wanted), None)


def _stands(made: Draft) -> bool:
    """Whether a story can be read up to where its errors happen."""
    errors = {each.name for each in made.found if each.severity == "error"}
    return made.lowered is not None and errors <= STANDING


def _retold(program: Program, spoken: Spoken) -> Program | None:
    """A program in the languages of an earlier one; none if more than texts has changed that a
    translation can speak of, or if there is a text that was not there and has a translation."""
    old, own = spoken.program, program.story.language
    if any(getattr(program, name) != getattr(old, name) for name in SPOKEN_OF):
        return None
    now, was = program.texts[own], old.texts.get(own, {})
    if any(key in spoken.entries for key in now.keys() - was.keys()):
        return None
    same = {key for key, nodes in now.items() if was.get(key) == nodes}
    texts = {own: now}
    for tag, table in old.texts.items():
        if tag != own:
            texts[tag] = {key: nodes for key, nodes in table.items() if key in same}
    return replace(program, texts=texts)

