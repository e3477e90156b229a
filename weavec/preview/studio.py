"""A story while it is being written: a program again after each edit.

Goes in: the files, whenever they say something new. Comes out: the next `Version` for the pages
that are open, and what is found so far; or, of a story that cannot be read as it stands, only what
is wrong with it, and the last version stays. Of what has not changed nothing is made again.
"""

from __future__ import annotations

import gc
from hashlib import sha256
from typing import Any, Final

from weavec.assets.model import Assets
from weavec.compiler import BEARABLE, Compilation, Draft, Drafts, compile, draft, judged  # noqa: A004
from weavec.disk import StoryOnDisk
from weavec.emit.carried import Carried, carried
from weavec.emit.interface import interface
from weavec.emit.page import Live, document, plain_title
from weavec.emit.player import preview_player
from weavec.ir import Program, as_json
from weavec.lower.program import Lowered
from weavec.node import node
from weavec.preview.prover import Snapshot, findings_message, told
from weavec.preview.version import Version, version
from weavec.preview.watch import Seen
from weavec.source import SourceFile, Unreadable

WAITING: Final = """story "Waiting for the story"
  id 00000000-0000-4000-8000-000000000000

scene waiting
  todo "There is no story to show yet."
"""
"""What a page holds as long as the story could never be read."""

STANDING: Final = BEARABLE | {"dead-end", "softlock", "silent-loop"}
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


class Studio:
    """Makes one version after another of a story. Not to be used by two threads at once."""

    def __init__(self, story: StoryOnDisk) -> None:
        self.story = story
        self.number = 0
        self.drafts = Drafts()
        self._beside: object = None
        self._files: tuple[Carried, ...] = ()
        self._licences = ""
        self.now = self._waiting()
        self.waits = True
        self.edits = False
        """Whether the author has named an editor."""
        self._lowered: Lowered | None = None

    def take(self, seen: Seen) -> Made:
        """The story as these files tell it."""
        gc.disable()  # what is made lives as long as the story; rings are looked for when it rests
        self.number += 1
        made = draft(_World(seen.files), self.story, drafts=self.drafts)
        errors = {each.name for each in made.found if each.severity == "error"}
        if made.lowered is None or not errors <= STANDING:
            result = judged(made)
            found = findings_message(self.number, "broken", result, self.story.shown)
            return Made(None, found, result, None)
        if made.catalogues:
            made = _translated(made)
        assert made.lowered is not None
        self._look_beside(made, seen)
        paths = tuple(each.path for each in made.files)
        self._lowered = made.lowered
        program = made.lowered.program
        before = None if self.waits else self.now
        self.now = version(self.number, program, self._frame(program), paths, before)
        self.waits = False
        early = Compilation(None, made.found, made.files, "", None, made.symbols, None)
        found = findings_message(self.number, "checking", early, self.story.shown)
        return Made(self.now, found, None, told(seen.files))

    def page(self, token: str, port: int) -> bytes:
        """The page that shows the story as it is now."""
        now = self.now
        program = now.program
        connects = f"ws://127.0.0.1:{port} ws://localhost:{port}"
        block = {
            "token": token, "version": now.number, "frame": now.frame, "files": now.files,
            "editor": self.edits,
        }  # fmt: skip
        text = document(
            now.text(), program.story.language, plain_title(program), self._files, self._licences,
            interface(program.texts), live=Live(preview_player(), connects, as_json(block)),
        )  # fmt: skip
        return text.encode()

    def place(self, to: str) -> dict[str, Any]:
        """Where a scene, or a beat of one, stands in the files of the story as it is now."""
        lowered, wanted = self._lowered, to.partition("/")[0]
        scenes = () if lowered is None else lowered.program.scenes
        for scene, site, places in zip(
            scenes, () if lowered is None else lowered.sites,
            () if lowered is None else lowered.places, strict=True,
        ):  # fmt: skip
            if scene.id != wanted:
                continue
            offset = 0
            for op, place in zip(scene.ops, places, strict=True):
                if place is not None and to != wanted and getattr(op, "id", None) == to:
                    offset = place[0]
            line = site.file.position(site.base + offset)[0]
            return {"file": site.file.path, "line": line}
        return {"file": None, "line": None}

    # -------------------------------------------------------------- beside the words

    def _look_beside(self, made: Draft, seen: Seen) -> None:
        """Take pictures, sounds and fonts, if there are any and something about them changed."""
        beside = seen.beside()
        if not beside and not self._files:
            return
        lowered = made.lowered
        assert lowered is not None
        from weavec.assets.gather import gather
        from weavec.assets.model import Room

        assets, _ = gather(made.symbols, lowered, made.files, self.story, Room())
        self._files = _carried(lowered, assets) if assets is not None else ()
        self._licences = assets.licences if assets is not None else ""

    def _frame(self, program: Program) -> str:
        """A mark of all that only a fresh page can change."""
        made = sha256(as_json([*interface(program.texts), self._licences]).encode())
        for file in self._files:
            made.update(f"{file.keys}\0{file.type}\0{file.text}\0".encode())
        return made.hexdigest()[:16]

    def _waiting(self) -> Version:
        made = compile(_World((SourceFile("waiting.weave", WAITING),)))
        assert made.lowered is not None
        return version(0, made.lowered.program, "waiting", (), None)


def _carried(lowered: Lowered, assets: Assets) -> tuple[Carried, ...]:
    program = lowered.program
    return carried(program, assets, interface(program.texts))


def _translated(made: Draft) -> Draft:
    """A story in all its languages, if nothing is wrong with it."""
    from weavec.i18n.translate import translated
    from weavec.node import replace

    assert made.lowered is not None
    program, _ = translated(made.symbols, made.lowered, made.catalogues)
    return replace(made, lowered=replace(made.lowered, program=program))


class _World:
    """Files as they were seen: a `World`."""

    def __init__(self, files: tuple[SourceFile | Unreadable, ...]) -> None:
        self._files = files

    def files(self) -> tuple[SourceFile | Unreadable, ...]:
        """Every file, in path order."""
        return self._files


__all__ = ["Made", "Snapshot", "Studio"]
