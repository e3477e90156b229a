"""The preview's server: pages of one story, and whatever is new, sent to all of them.

Goes in: a story on disk. Comes out: a page at `/`, and a socket for each page that shows it. Both
are answered from memory: no request opens a file. What pages may ask for stands in `guard.py`.
"""

from __future__ import annotations

import asyncio
import gc
import json
import secrets
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from weavec.disk import StoryOnDisk
from weavec.node import node
from weavec.preview.guard import Asked, Graph, Open, Place, Rules, Way, message
from weavec.preview.studio import Made, Studio
from weavec.preview.version import Version, story_message
from weavec.preview.watch import Watch, hints

if TYPE_CHECKING:
    from websockets.asyncio.server import Server, ServerConnection
    from websockets.http11 import Request, Response

HOST: Final = "127.0.0.1"
LOOK: Final = 1.0
"""Seconds after which files are looked at though nothing hints at a change."""
HOLD: Final = 0.12
"""Seconds without another change before pages are told that a story is broken."""
REST: Final = 1.5
"""Seconds without a change after which there is time to clean up."""
MOST_CLIENTS: Final = 500
MOST_ASKED: Final = 60
"""Messages of one page in ten seconds; one that sends more is no page of ours."""
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}


@node
class Ears:
    """Who is told what happens: `ready` once there is an address, `made` of every edit, `proved`
    of findings that a proof completed, `opens` of a file and a line that an author wants to see,
    `blind` if the system tells nothing of changes."""

    ready: Callable[[int], None]
    made: Callable[[Made], None]
    proved: Callable[[dict[str, Any]], None]
    opens: Callable[[str, int], None]
    blind: Callable[[], None]


class Client:
    """A page that is open. `base`: the version that it shows, none if it is not known."""

    def __init__(self, base: Version | None) -> None:
        self.base = base
        self.news = asyncio.Event()
        self.sent: dict[str, int] = {}  # by type, which of the last messages it has
        self.private: list[str] = []
        self.asked: list[float] = []
        self.news.set()


class Preview:
    """Everything that runs while a story is previewed."""

    def __init__(self, story: StoryOnDisk, ears: Ears, prover: Sequence[str]) -> None:
        self.story = story
        self.ears = ears
        self.studio = Studio(story)
        self.token = secrets.token_urlsafe(32)
        self.rules = Rules(0, self.token)
        self.clients: set[Client] = set()
        self.said: dict[str, tuple[int, str]] = {}  # by type, the last message for all
        self.count = 0
        self.pages: tuple[int, bytes] | None = None
        self.deltas: dict[tuple[int, int], str] = {}
        self.versions: dict[int, Version] = {}
        self.prover = Proving(story, prover, self.tell)
        self.changed = asyncio.Event()

    async def run(self, port: int) -> None:
        """Serve until cancelled. Raises `OSError` if the port cannot be had."""
        from websockets.asyncio.server import serve

        loop = asyncio.get_running_loop()
        watch = await asyncio.to_thread(Watch, self.story)
        server = await serve(
            self.connected, HOST, port, process_request=self.request, compression=None,
            max_size=4096, max_queue=4, open_timeout=10, close_timeout=0.3, server_header=None,
            ping_interval=None, logger=_silent(),
        )  # fmt: skip
        observer = None
        try:
            number = server.sockets[0].getsockname()[1]
            self.rules = Rules(number, self.token)
            observer = hints(self.story, lambda: _wake(loop, self.changed))
            if observer is None:
                self.ears.blind()
            await self.publish(await asyncio.to_thread(self.studio.take, watch.seen))
            gc.freeze()
            self.ears.ready(number)
            await self.follow(watch)
        finally:
            if observer is not None:
                observer.stop()
            self.prover.stop()
            await _close(server)

    # -------------------------------------------------------------- edits

    async def follow(self, watch: Watch) -> None:
        """Take every change of the files, for ever."""
        rested = False
        quiet = 0.0
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.changed.wait(), LOOK)
            self.changed.clear()
            seen = await asyncio.to_thread(watch.changed)
            if seen is None:
                quiet += LOOK
                if quiet > REST and not rested:
                    rested = True
                    await asyncio.to_thread(_tidy)
                continue
            rested, quiet = False, 0.0
            self.prover.drop()
            made = await asyncio.to_thread(self.studio.take, seen)
            if made.version is None:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.changed.wait(), HOLD)
                if self.changed.is_set() and (later := await asyncio.to_thread(watch.changed)):
                    made = await asyncio.to_thread(self.studio.take, later)
            await self.publish(made)

    async def publish(self, made: Made) -> None:
        """Send what came of an edit to all pages, and have it proved."""
        if made.version is not None:
            self.versions[made.version.number] = made.version
            for old in [n for n in self.versions if n not in self._shown()]:
                if old != made.version.number:
                    del self.versions[old]
            self.deltas.clear()
        self.tell(made.findings)
        self.ears.made(made)
        if made.proving is not None:
            self.prover.prove(made.findings["version"], made.proving)

    def _shown(self) -> set[int]:
        return {client.base.number for client in self.clients if client.base is not None}

    def tell(self, said: dict[str, Any]) -> None:
        """Let every page know."""
        if said.get("version") != self.studio.number:
            return  # there is a newer version already
        if said["type"] == "findings" and said["state"] == "proved":
            self.ears.proved(said)
        self.count += 1
        self.said[said["type"]] = (self.count, json.dumps(said))
        for client in self.clients:
            client.news.set()

    # -------------------------------------------------------------- requests

    def request(self, connection: ServerConnection, request: Request) -> Response | None:
        """Answer a request, or let it become a socket."""
        headers: dict[str, list[str]] = {}
        for name, value in request.headers.raw_items():
            headers.setdefault(name.lower(), []).append(value)
        plain = getattr(request, "method", "GET") == "GET"
        asked = self.rules.request(request.path, headers) if plain else None
        if asked is None:
            return _response(403, "Forbidden", b"This is the preview of somebody's story.\n")
        upgrade = headers.get("upgrade", [""])[0].lower() == "websocket"
        if asked.what == "socket":
            if not upgrade or len(self.clients) >= MOST_CLIENTS:
                return _response(426, "Upgrade Required", b"This is a socket.\n")
            connection.asked = asked  # type: ignore[attr-defined]
            return None
        if upgrade:
            return _response(403, "Forbidden", b"This is no socket.\n")
        return _response(200, "OK", self.page(), "text/html; charset=utf-8")

    def page(self) -> bytes:
        """The page as it is now, made once for each version."""
        number = self.studio.now.number
        if self.pages is None or self.pages[0] != number:
            self.pages = (number, self.studio.page(self.token, self.rules.port))
        return self.pages[1]

    async def connected(self, connection: ServerConnection) -> None:
        """Talk to one page until it goes."""
        asked: Asked = connection.asked  # type: ignore[attr-defined]
        now = self.studio.now
        known = {**self.versions, now.number: now}
        client = Client(known.get(asked.shown))
        self.clients.add(client)
        sender = asyncio.create_task(self.send(connection, client))
        try:
            async for text in connection:
                if not self.heard(client, text):
                    await connection.close(1008, "not understood")
        finally:
            self.clients.discard(client)
            sender.cancel()

    async def send(self, connection: ServerConnection, client: Client) -> None:
        """Send a page whatever it does not have yet, in order, the story first."""
        while True:
            await client.news.wait()
            client.news.clear()
            now = self.studio.now
            if client.base is None or client.base.number != now.number:
                await connection.send(self.delta(client.base, now))
                client.base = now
            for kind, (count, text) in list(self.said.items()):
                if client.sent.get(kind) != count:
                    client.sent[kind] = count
                    await connection.send(text)
            while client.private:
                await connection.send(client.private.pop(0))

    def delta(self, base: Version | None, now: Version) -> str:
        """What a page that shows `base` is sent; made once for all that do."""
        key = (-1 if base is None else base.number, now.number)
        if key not in self.deltas:
            self.deltas[key] = story_message(now, base)
        return self.deltas[key]

    def heard(self, client: Client, text: object) -> bool:
        """Do what a page asks, if it may; whether it may."""
        moment = asyncio.get_running_loop().time()
        client.asked = [*(each for each in client.asked if moment - each < 10), moment]
        asked = message(text, self.studio.now.files)
        if asked is None or len(client.asked) > MOST_ASKED:
            return False
        match asked:
            case Open(file, line):
                self.ears.opens(file, line)
            case Way(number, to):
                self.prover.ask({"do": "way", "id": number, "to": to}, client, self)
            case Place(number, to):
                said = {"type": "place", "id": number, "version": self.studio.now.number}
                client.private.append(json.dumps(said | self.studio.place(to)))
                client.news.set()
            case Graph():
                self.prover.ask({"do": "graph"}, client, self)
        return True


class Proving:
    """The process that proves, and what it was asked."""

    def __init__(
        self, story: StoryOnDisk, command: Sequence[str], tell: Callable[[dict[str, Any]], None]
    ) -> None:
        self.story = story
        self.command = tuple(command)
        self.tell = tell
        self.process: asyncio.subprocess.Process | None = None
        self.tasks: set[asyncio.Task[None]] = set()
        self.busy = False
        self.waiting: list[Client] = []

    def prove(self, version: int, files: list[dict[str, Any]]) -> None:
        """Begin to prove a version."""
        if not self.command:
            return
        task = asyncio.create_task(self._prove({"do": "prove", "version": version, "files": files}))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def ask(self, question: dict[str, Any], client: Client, preview: Preview) -> None:
        """Ask something about the version that was proved last; the answer goes to one page."""
        process = self.process
        if process is None or process.stdin is None or self.busy:
            if question["do"] == "way":
                said = {"type": "way", "id": question["id"], "version": -1, "choices": None}
                client.private.append(json.dumps(said))
                client.news.set()
            elif not self.command:  # nobody will ever draw it
                client.private.append('{"type": "graph", "version": -1, "graph": null}')
                client.news.set()
            return
        self.waiting.append(client)
        process.stdin.write(json.dumps(question).encode() + b"\n")

    def drop(self) -> None:
        """What is being proved is worth nothing any more."""
        for task in self.tasks:
            task.cancel()
        if self.busy:
            self.stop()

    def stop(self) -> None:
        """End the process."""
        process, self.process, self.busy = self.process, None, False
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()

    async def _prove(self, question: dict[str, Any]) -> None:
        self.drop_stale()
        process = self.process
        if process is None:
            process = await self._start()
        self.busy = True
        assert process.stdin is not None
        with suppress(ConnectionError, BrokenPipeError):
            process.stdin.write(json.dumps(question).encode() + b"\n")
            await process.stdin.drain()

    def drop_stale(self) -> None:
        """Let go of a process that has ended by itself."""
        if self.process is not None and self.process.returncode is not None:
            self.process = None

    async def _start(self) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            *self.command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL, limit=1 << 28,
        )  # fmt: skip
        self.process = process
        story = self.story
        first = {"folder": story.folder, "only": story.only, "name": story.name,
                 "shown": story.shown}  # fmt: skip
        assert process.stdin is not None
        process.stdin.write(json.dumps(first).encode() + b"\n")
        reader = asyncio.create_task(self._read(process))
        self.readers = reader
        return process

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while line := await process.stdout.readline():
            if process is not self.process:
                break
            said = json.loads(line)
            if said["type"] == "findings":
                self.busy = False
                self.tell(said)
            elif self.waiting:
                client = self.waiting.pop(0)
                client.private.append(json.dumps(said))
                client.news.set()


# ------------------------------------------------------------------ small things


def _response(status: int, reason: str, body: bytes, kind: str = "text/plain") -> Response:
    from websockets.datastructures import Headers
    from websockets.http11 import Response

    headers = Headers(HEADERS)
    headers["Content-Type"] = kind
    headers["Content-Length"] = str(len(body))
    headers["Connection"] = "close"
    return Response(status, reason, headers, body)


async def _close(server: Server) -> None:
    """Close all connections, whether pages answer or not."""
    connections = list(server.connections)
    server.close()
    with suppress(TimeoutError, asyncio.CancelledError):
        await asyncio.wait_for(server.wait_closed(), 0.25)
    for connection in connections:
        connection.transport.abort()


def _silent() -> Any:
    """A log that nobody reads: what strangers send is no news."""
    import logging

    log = logging.getLogger("weavec.preview")
    log.setLevel(logging.CRITICAL + 1)
    log.propagate = False
    return log


def _wake(loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> None:
    """Set an event of another thread's loop, unless that has ended."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(event.set)


def _tidy() -> None:
    """Look for rings of values that nothing uses any more."""
    gc.collect()


def prover_command(uncached: bool) -> tuple[str, ...]:
    """What starts the process that proves."""
    command = (sys.executable, "-m", "weavec.commands.proving")
    return (*command, "--no-cache") if uncached else command
