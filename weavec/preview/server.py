"""The preview's server: pages of one story, and whatever is new, sent to all of them.

Goes in: a story on disk. Comes out: a page at `/`, and a socket for each page that shows it. Both
are answered from memory: no request opens a file. What pages may ask for stands in `guard.py`.
"""

from __future__ import annotations

import asyncio
import gc
import json
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from weavec.disk import StoryOnDisk
from weavec.node import node
from weavec.preview.guard import Asked, Graph, Open, Place, Rules, Unknown, Way, message
from weavec.preview.proving import Proving
from weavec.preview.studio import Made, Studio
from weavec.preview.version import Version, story_message
from weavec.preview.watch import Hints, Seen, Watch
from weavec.preview.worker import Worker

if TYPE_CHECKING:
    from websockets.asyncio.server import Server, ServerConnection
    from websockets.http11 import Request, Response

HOST: Final = "127.0.0.1"
LOOK: Final = (0.5, 3.0)
"""Seconds after which files are looked at though nothing hints at a change, at least and at most:
longer where looking takes long."""
HOLD: Final = 0.12
"""Seconds without another change before pages are told that a story is broken."""
MOST_HOLDS: Final = 8
"""How often that is put off."""
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
    of findings that a proof completed, `opens` of a file and a line that an author wants to see
    (which says why they cannot), `blind` if the system tells nothing of changes, `failed` by a
    fault of weavec's own."""

    ready: Callable[[int], None]
    made: Callable[[Made], None]
    proved: Callable[[dict[str, Any]], None]
    opens: Callable[[str, int], str | None]
    blind: Callable[[], None]
    failed: Callable[[Exception], None]


class Client:
    """A page that is open. `base`: the version that it shows, none if it is not known."""

    def __init__(self, base: Version | None) -> None:
        self.base = base
        self.news = asyncio.Event()
        self.sent: dict[str, int] = {}  # by type, which of the last messages it has
        self.private: list[str] = []
        self.asked: list[float] = []
        self.news.set()

    def answer(self, said: dict[str, Any]) -> None:
        """Let this page alone know."""
        self.private.append(json.dumps(said))
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
        self.found: set[str] = set()
        self.count = 0
        self.pages: tuple[int, bytes] | None = None
        self.deltas: dict[tuple[int, int], str] = {}
        self.versions: dict[int, Version] = {}
        self.prover = Proving(story, prover, self.tell)
        self.changed = asyncio.Event()
        self.worker = Worker()
        self.printer = Worker()

    async def run(self, port: int) -> None:
        """Serve until cancelled. Raises `OSError` if the port cannot be had."""
        from websockets.asyncio.server import serve

        loop = asyncio.get_running_loop()
        watch = await self.worker.run(Watch, self.story)
        server = await serve(
            self.connected, HOST, port, process_request=self.request, compression=None,
            max_size=4096, max_queue=4, open_timeout=10, close_timeout=0.3, server_header=None,
            ping_interval=None, logger=_silent(),
        )  # fmt: skip
        hints = Hints(self.story, lambda: _wake(loop, self.changed))
        try:
            number = server.sockets[0].getsockname()[1]
            self.rules = Rules(number, self.token)
            if not hints.renew():
                self.ears.blind()
            await self.publish(await self.worker.run(self.studio.take, watch.seen))
            gc.freeze()
            self.ears.ready(number)
            await self.follow(watch, hints)
        finally:
            hints.stop()
            self.prover.stop()
            self.worker.stop()
            self.printer.stop()
            await _close(server)

    # -------------------------------------------------------------- edits

    async def follow(self, watch: Watch, hints: Hints) -> None:
        """Take every change of the files, for ever."""
        rested = False
        quiet = 0.0
        while True:
            pause = min(max(LOOK[0], 100 * watch.cost), LOOK[1])
            with suppress(TimeoutError):
                await asyncio.wait_for(self.changed.wait(), pause)
            self.changed.clear()
            hints.renew()
            seen = await self.worker.run(watch.changed)
            if seen is None:
                quiet += pause
                if quiet > REST and not rested:
                    rested = True
                    await self.worker.run(gc.collect)
                continue
            rested, quiet = False, 0.0
            self.prover.drop()
            try:
                await self.publish(await self.made(watch, seen))
            except Exception as error:  # a fault of ours: the next edit may go well
                self.ears.failed(error)

    async def made(self, watch: Watch, seen: Seen) -> Made:
        """What comes of files; of a broken story, if it is so for more than a moment."""
        for _ in range(MOST_HOLDS):
            made = await self.worker.run(self.studio.take, seen)
            if made.version is not None:
                break
            with suppress(TimeoutError):
                await asyncio.wait_for(self.changed.wait(), HOLD)
            self.changed.clear()
            later = await self.worker.run(watch.changed)
            if later is None:
                break
            seen = later
        return made

    async def publish(self, made: Made) -> None:
        """Send what came of an edit to all pages, and have it proved."""
        if made.version is not None:
            self.versions[made.version.number] = made.version
            wanted = {made.version.number} | self._shown()
            self.versions = {n: each for n, each in self.versions.items() if n in wanted}
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
        if said["type"] == "findings":
            self.found = {each["file"] for each in said["diagnostics"]}
        self.count += 1
        self.said[said["type"]] = (self.count, json.dumps(said))
        for client in self.clients:
            client.news.set()

    # -------------------------------------------------------------- requests

    async def request(self, connection: ServerConnection, request: Request) -> Response | None:
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
        return _response(200, "OK", await self.page(), "text/html; charset=utf-8")

    async def page(self) -> bytes:
        """The page as it is now, made once for each version."""
        number = self.studio.now.number
        if self.pages is None or self.pages[0] != number:
            made = await self.printer.run(self.studio.page, self.token, self.rules.port)
            self.pages = (number, made)
            return made
        return self.pages[1]

    async def connected(self, connection: ServerConnection) -> None:
        """Talk to one page until it goes."""
        from websockets.exceptions import ConnectionClosed

        asked: Asked = connection.asked  # type: ignore[attr-defined]
        now = self.studio.now
        known = {**self.versions, now.number: now}
        client = Client(known.get(asked.shown))
        self.clients.add(client)
        sender = asyncio.create_task(self.send(connection, client))
        try:
            with suppress(ConnectionClosed):
                async for text in connection:
                    if not self.heard(client, text):
                        await connection.close(1008, "not understood")
        finally:
            self.clients.discard(client)
            sender.cancel()

    async def send(self, connection: ServerConnection, client: Client) -> None:
        """Send a page whatever it does not have yet, in order, the story first."""
        from websockets.exceptions import ConnectionClosed

        with suppress(ConnectionClosed):
            await self.send_all(connection, client)

    async def send_all(self, connection: ServerConnection, client: Client) -> None:
        """The same, for ever."""
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

    def files(self) -> set[str]:
        """The files that may be opened: those of the story on the page, and those in which
        something is wrong."""
        return {*self.studio.now.files, *self.found}

    def heard(self, client: Client, text: object) -> bool:
        """Do what a page asks, if it may; whether it may."""
        moment = asyncio.get_running_loop().time()
        client.asked = [*(each for each in client.asked if moment - each < 10), moment]
        asked = message(text, self.files())
        if asked is None or len(client.asked) > MOST_ASKED:
            return False
        match asked:
            case Open(file, line):
                client.answer(_opened(file, line, self.ears.opens(file, line)))
            case Unknown(file, line):
                why = f"{file} is no file of the story as it is now, so it was not opened."
                client.answer(_opened(file, line, why))
            case Place(number, to):
                said = {"type": "place", "id": number, "version": self.studio.now.number}
                client.answer(said | self.studio.place(to))
            case Way() | Graph():
                self.prover.ask(asked, client.answer)
        return True


# ------------------------------------------------------------------ small things


def _opened(file: str, line: int, why: str | None) -> dict[str, Any]:
    return {"type": "opened", "file": file, "line": line, "why": why}


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


