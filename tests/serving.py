"""`weavec serve` as a process of its own, and clients of it that are no browsers.

In: a story on disk. Out: `Served`, the running process with its address and what it said; and
`Follower`, which reads the page, holds the socket, and takes in every message as a page does.
As a program, `python tests/serving.py SHARE serve …` is weavec with that share of all hints at
changes thrown away at random.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/")


class Served:
    """A preview that runs. `story`: of what; `port`: where."""

    def __init__(
        self, story: Path, *given: str, drop: float = 0, cache: Path | None = None
    ) -> None:
        head = [sys.executable, "-m", "weavec"]
        if drop:
            head = [sys.executable, str(Path(__file__)), str(drop)]
        command = [*head, "serve", str(story), "--port", "0", *given]
        env = {**os.environ, "WEAVEC_CACHE": "" if cache is None else str(cache)}
        self.story = story
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env)
        self.said: list[str] = []
        self.port = 0
        self._ready = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()
        if not self._ready.wait(60) or not self.port:
            raise AssertionError(f"no preview: {''.join(self.said)}")

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said.append(line)
            found = ADDRESS.search(line)
            if found and not self.port:
                self.port = int(found.group(1))
                self._ready.set()
        self._ready.set()

    def get(self, path: str = "/", **headers: str) -> tuple[int, bytes]:
        """A request by hand: the status and everything that came."""
        head = {"Host": f"127.0.0.1:{self.port}", **headers}
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in head.items())
        return self.raw(f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode())

    def raw(self, data: bytes, wait: float = 5) -> tuple[int, bytes]:
        """Bytes sent as they are: the status, 0 without one, and everything that came back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as wire:
            got = b""
            try:
                wire.sendall(data)
                while part := wire.recv(1 << 20):
                    got += part
            except OSError:
                pass
        found = re.match(rb"HTTP/1\.1 (\d+)", got)
        return int(found.group(1)) if found else 0, got

    def page(self) -> str:
        """The page's text."""
        status, got = self.get()
        assert status == 200, (status, got[:200])
        return got.split(b"\r\n\r\n", 1)[1].decode()

    def stop(self) -> float:
        """Ctrl-C; the seconds until it has ended."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(10)
        return time.monotonic() - began


@contextmanager
def served(
    story: Path, *given: str, drop: float = 0, cache: Path | None = None
) -> Iterator[Served]:
    """A preview for as long as the block runs."""
    made = Served(story, *given, drop=drop, cache=cache)
    try:
        yield made
    finally:
        if made.process.poll() is None:
            made.process.kill()
            made.process.wait()


def block(page: str, name: str) -> Any:
    """What stands as JSON in a block of a page."""
    head = f'<script type="application/json" id="{name}">'
    assert head in page, name
    return json.loads(page.split(head, 1)[1].split("</script>", 1)[0])


class Follower:
    """A client that takes in what it is told. `program`: the story as it has it."""

    def __init__(self, preview: Served) -> None:
        from websockets.sync.client import connect
        from websockets.typing import Origin

        page = preview.page()
        self.told = block(page, "weave-preview")
        self.program = block(page, "weave-story")
        self.hashes = [self.program["hash"]]
        self.last: dict[str, Any] = {}
        host = f"127.0.0.1:{preview.port}"
        address = f"ws://{host}/live?token={self.told['token']}&version={self.told['version']}"
        self._open = ExitStack()
        self.wire = self._open.enter_context(connect(
            address, origin=Origin(f"http://{host}"), max_size=None, compression=None, proxy=None,
            close_timeout=0.2,
        ))  # fmt: skip
        self.count = 0

    def hear(self, seconds: float) -> dict[str, Any] | None:
        """The next message, taken in; none if there is none in that time."""
        try:
            message: dict[str, Any] = json.loads(self.wire.recv(timeout=seconds))
        except TimeoutError:
            return None
        self.count += 1
        self.last[message["type"]] = message
        if message["type"] == "story":
            self.program = taken_in(self.program, message, self.told["version"])
            self.told["version"] = message["version"]
            self.hashes.append(self.program["hash"])
        return message

    def until(self, fits: Callable[[Follower], bool], seconds: float) -> bool:
        """Listen until something holds, but no longer than that; whether it holds."""
        end = time.monotonic() + seconds
        while not fits(self):
            left = end - time.monotonic()
            if left <= 0:
                return False
            self.hear(left)
        return True

    @property
    def state(self) -> str:
        """What was said last of what is found."""
        return str(self.last.get("findings", {}).get("state", ""))

    def close(self) -> None:
        """Go."""
        self._open.close()


def taken_in(program: dict[str, Any], message: dict[str, Any], shown: int) -> dict[str, Any]:
    """A program with a message taken in, as `patch.mjs` does it."""
    if "program" in message:
        whole: dict[str, Any] = message["program"]
        return whole
    assert message["base"] == shown, (message["base"], shown)
    made = {**program, **message.get("head", {}), "hash": message["hash"]}
    if "scenes" in message:
        old = program["scenes"]
        made["scenes"] = [
            scene
            for part in message["scenes"]
            for scene in (old[part[0] : part[1]] if isinstance(part, list) else [part])
        ]
    texts = {tag: dict(own) for tag, own in program["texts"].items()}
    for tag, changes in message.get("texts", {}).items():
        own = texts.setdefault(tag, {})
        own.update(changes["set"])
        for key in changes["gone"]:
            del own[key]
    made["texts"] = texts
    return made


def without_hints(share: float) -> None:
    """Throw away that share of what the system tells of changes."""
    from weavec.preview import watch

    chance = random.Random(os.getpid())
    listen = watch._observer
    watch._observer = lambda story, call, went: listen(
        story, lambda: call() if chance.random() >= share else None, went
    )


if __name__ == "__main__":
    without_hints(float(sys.argv[1]))
    from weavec.__main__ import process

    sys.argv = ["weavec", *sys.argv[2:]]
    process()
