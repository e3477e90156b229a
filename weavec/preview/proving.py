"""The process that proves, as the preview's server sees it.

Goes in: versions to be proved, and questions of pages. Comes out: findings for all pages, and an
answer to each question. What an edit makes worthless is ended on the spot.
"""

from __future__ import annotations

import asyncio
import json
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final

from weavec.disk import StoryOnDisk
from weavec.preview.guard import Graph, Way

Said = dict[str, Any]
LONGEST: Final = 1 << 28
"""Bytes of an answer."""


class Proving:
    """The process, and what it was asked. `command`: what starts it; empty, nothing is proved."""

    def __init__(
        self, story: StoryOnDisk, command: Sequence[str], tell: Callable[[Said], None]
    ) -> None:
        self.story = story
        self.command = tuple(command)
        self.tell = tell
        self.process: Process | None = None
        self.busy = False
        self.asked: list[tuple[Way | Graph, Callable[[Said], None]]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._order = asyncio.Lock()

    def prove(self, version: int, files: list[Said]) -> None:
        """Begin to prove a version. Its findings are told when they are there."""
        if self.command:
            self.busy = True
            question = {"do": "prove", "version": version, "files": files}
            self._start(self._write(question))

    def ask(self, question: Way | Graph, answer: Callable[[Said], None]) -> None:
        """Ask something about the version that is proved, or was last."""
        if self.process is None and not self.busy:
            answer(_nothing(question))
            return
        self.asked.append((question, answer))
        match question:
            case Way(number, to):
                self._start(self._write({"do": "way", "id": number, "to": to}))
            case Graph():
                self._start(self._write({"do": "graph"}))

    def drop(self) -> None:
        """What is being proved is worth nothing any more."""
        if self.busy or self.asked:
            self.stop()

    def stop(self) -> None:
        """End the process; what it was asked has no answer."""
        for task in self._tasks:
            task.cancel()
        process, self.process, self.busy = self.process, None, False
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
        asked, self.asked = self.asked, []
        for question, answer in asked:
            answer(_nothing(question))

    # -------------------------------------------------------------- the pipe

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _write(self, question: Said) -> None:
        async with self._order:
            process = self.process or await self._spawn()
            assert process.stdin is not None
            with suppress(ConnectionError):
                process.stdin.write(json.dumps(question).encode() + b"\n")
                await process.stdin.drain()

    async def _spawn(self) -> Process:
        process = await asyncio.create_subprocess_exec(
            *self.command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=LONGEST
        )
        self.process = process
        story = self.story
        names = ("folder", "only", "name", "shown")
        assert process.stdin is not None
        first = {name: getattr(story, name) for name in names}
        process.stdin.write(json.dumps(first).encode() + b"\n")
        self._start(self._read(process))
        return process

    async def _read(self, process: Process) -> None:
        assert process.stdout is not None
        while line := await process.stdout.readline():
            if process is not self.process:
                return
            said = json.loads(line)
            if said["type"] == "findings":
                self.busy = False
                self.tell(said)
            elif self.asked:
                self.asked.pop(0)[1](said)
        if process is self.process:  # it has ended by itself
            self.stop()


def _nothing(question: Way | Graph) -> Said:
    """The answer where there is none."""
    match question:
        case Way(number):
            return {"type": "way", "id": number, "version": -1, "choices": None}
        case Graph():
            return {"type": "graph", "version": -1, "graph": None}
