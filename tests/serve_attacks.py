"""Strangers at the door of a preview: requests, paths and frames that it must not answer.

    python tests/serve_attacks.py [--frames N]

sends every host with every origin to every path by every method, thousands of spellings of paths,
broken requests, and N frames of junk to a running preview whose story holds a secret word. Nothing
but the page's own requests may bring the word back; the preview must answer its page all the while,
and its memory must stay as it is. Prints what came out as JSON; exit status 1 if anything went
wrong.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import random
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from serving import Served, block, served

SECRET = "zweitausendsiebenhundert"
TEXT = f"""story "Secret"
  id 1f3c6b52-8a0e-4c35-9b8e-2d9a6f0f7c11

scene here
  {SECRET}
  end over
"""
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
PATHS = ("/", "/?seed=1", "/live?token=TOKEN", "/live?token=WRONG", "/story.weave", "/live")


def hosts(port: int) -> list[list[str]]:
    """Host lines: right ones, foreign ones, broken ones, none, two."""
    right = [[f"127.0.0.1:{port}"], [f"localhost:{port}"]]
    wrong = [
        "evil.example", f"evil.example:{port}", "127.0.0.1", "localhost", f"127.0.0.1:{port + 1}",
        f"localhost.evil.example:{port}", f"127.0.0.1.evil.example:{port}", f"localhost.:{port}",
        f"LOCALHOST:{port}", f"user@127.0.0.1:{port}", f"127.0.0.1:{port}@evil.example",
        f"[::1]:{port}", f"0.0.0.0:{port}", f"2130706433:{port}", f"0x7f000001:{port}",
        f"127.1:{port}", f"127.0.0.2:{port}", f"127.0.0.1:0{port}", f"127.0.0.1:{port}/",
        f"127.0.0.1:{port}#", f"127.0.0.1:{port}?", f" 127.0.0.1 :{port}", f"localhost:{port},a",
        f"localhost%00:{port}", f"lo\tcalhost:{port}", "", ":", f":{port}", "*", f"*:{port}",
        f"xn--localhost:{port}", f"127.0.0.1:{port}\\", "a" * 3000, f"local%68ost:{port}",
        f"http://127.0.0.1:{port}", f"//127.0.0.1:{port}", "::1", f"localhost:{port} x",
    ]  # fmt: skip
    first = right[0][0]
    return [*right, [], [first, "evil.example"], [first, first], *([each] for each in wrong)]


def origins(port: int) -> list[list[str]]:
    """Origin lines, none first; the second is right for the first host."""
    right = f"http://127.0.0.1:{port}"
    wrong = [
        "null", "http://evil.example", f"http://evil.example:{port}", f"https://127.0.0.1:{port}",
        f"http://localhost:{port}", "http://127.0.0.1", f"http://127.0.0.1:{port + 1}", f"{right}/",
        f"{right}.evil.example", f"http://127.0.0.1:{port}@evil.example", "file://", "",
        f"ws://127.0.0.1:{port}", f"HTTP://127.0.0.1:{port}", "*",
        f"http://127.1:{port}", f"http://[::1]:{port}", "http://", f" {right} x", "about:blank",
        "chrome-extension://abc", "http://localhost.evil.example", "data:",
    ]  # fmt: skip
    return [[], [right], [right, right], *([each] for each in wrong)]


def asking(method: str, path: str, host: list[str], origin: list[str], upgrade: bool) -> bytes:
    """A request's bytes."""
    rows = [f"{method} {path} HTTP/1.1", *(f"Host: {each}" for each in host)]
    rows += [f"Origin: {each}" for each in origin]
    if upgrade:
        key = base64.b64encode(os.urandom(16)).decode()
        rows += ["Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Key: {key}",
                 "Sec-WebSocket-Version: 13"]  # fmt: skip
    return ("\r\n".join(rows) + "\r\n\r\n").encode("utf-8", "surrogateescape")


def send(preview: Served, data: bytes, wait: float = 0.3) -> bytes:
    """Everything that comes back, for as long as it comes."""
    try:
        with socket.create_connection(("127.0.0.1", preview.port), timeout=5) as wire:
            wire.sendall(data)
            wire.settimeout(wait)
            got = b""
            try:
                while part := wire.recv(1 << 20):
                    got += part
                    if b"101 Switching" in got and SECRET.encode() in got:
                        break
            except TimeoutError:
                pass
            return got
    except OSError:
        return b""


class Count:
    """What came of the attacks."""

    def __init__(self, preview: Served) -> None:
        self.preview = preview
        self.sent = 0
        self.told: list[str] = []
        self.right = 0

    def one(self, data: bytes, right: bool, label: str, wait: float = 0.3) -> None:
        """Send; `right`: whether the story may come back."""
        got = send(self.preview, data, wait)
        self.sent += 1
        if SECRET.encode() in got:
            if right:
                self.right += 1
            else:
                self.told.append(label)
        elif right:
            self.told.append(f"refused: {label}")


def matrix(count: Count, token: str, share: float, chance: random.Random) -> None:
    """Hosts by origins by methods by paths, with an upgrade and without; a share of them."""
    port = count.preview.port
    good = f"127.0.0.1:{port}"
    for host in hosts(port):
        for origin in origins(port):
            for method in METHODS:
                for path in PATHS:
                    for upgrade in (False, True):
                        if chance.random() > share and not (host == [good] and origin[:1] != ["x"]):
                            continue
                        same = origin == [f"http://{host[0]}"] if len(host) == 1 else False
                        right = len(host) == 1 and host[0] in (good, f"localhost:{port}")
                        page = path[:2] in ("/", "/?") and not upgrade and (not origin or same)
                        socket_ = path == "/live?token=TOKEN" and upgrade and same
                        allowed = method == "GET" and right and (page or socket_)
                        asked = asking(method, path.replace("TOKEN", token), host, origin, upgrade)
                        count.one(asked, allowed, f"{method} {path} {host} {origin} {upgrade}",
                                  1.0 if allowed else 0.05)  # fmt: skip


def spellings(chance: random.Random, folder: Path) -> list[str]:
    """Paths that lead out of nowhere."""
    heads = [
        "", "/", "//", "/.", "/..", "/%2e", "/%2e%2e", "/@fs", "/@fs/", "/\\", "/..;", "/live/",
        "/live/..", "/./", "/%3f/", "/#/", "/%00", "/live%2f", "/~", "/file:", "/file://",
    ]  # fmt: skip
    steps = ["..", "%2e%2e", "%252e%252e", "..%2f", "..%5c", "..\\", ".", "%c0%ae%c0%ae", "...."]
    file = f"{folder}/story.weave"
    goals = [
        "etc/passwd", "story.weave", file, "story.weave%00.html", "story.weave?raw", "story.weave#",
        "story.weave.map", "STORY.WEAVE", "build/story.html", "%73tory.weave", "story.weave/",
        "story.weave;x", "proc/self/environ", "story.weave?import",
    ]  # fmt: skip
    made = [
        "/" + "a" * 65536, "/" + "../" * 3000 + "etc/passwd", f"http://127.0.0.1{file}", "*",
        "/\x7f", "/%", "/%zz", "/%ff%fe",
    ]  # fmt: skip
    while len(made) < 5000:
        path = chance.choice(heads) + "/".join(chance.choices(steps, k=chance.randrange(8)))
        made.append(path + "/" + chance.choice(goals))
    return made


BROKEN = (
    b"\r\n\r\n", b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03",
    b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 10_000 + b"\r\n", b"G" * 100_000, b"\x00" * 10_000,
    b"GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
    b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
)  # fmt: skip


def frame(chance: random.Random) -> bytes:
    """A frame that no page of ours sends, as a client masks it."""
    bodies = (
        b'{"type":"open","file":"/etc/passwd","line":1}', b'{"type":"open","file":"../x","line":1}',
        b'{"type":"open","file":"story.weave","line":-1}', b'{"type":"run","command":"ls"}', b"[]",
        b'{"type":"way","id":1,"to":"x","more":1}', b"{" * 3000, b"\xff\xfe", b"null", b"7", b"",
        b'{"type":"open","file":"story.weave","line":true}', os.urandom(chance.randrange(2000)),
        b'{"__proto__":1}', b'{"type":["open"]}', b"x" * 100_000,
    )  # fmt: skip
    body = chance.choice(bodies)
    code = chance.choice((1, 1, 1, 1, 2, 3, 9, 10, 11, 0))
    size = len(body)
    head = bytes([0x80 | code])
    head += bytes([0x80 | size]) if size < 126 else (
        bytes([0x80 | 126]) + size.to_bytes(2, "big") if size < 65536
        else bytes([0x80 | 127]) + size.to_bytes(8, "big"))  # fmt: skip
    mask = os.urandom(4)
    return head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(body))


def junk(preview: Served, token: str, frames: int, chance: random.Random) -> int:
    """Sockets that are opened rightly and then talk nonsense; how many frames were sent."""
    sent = 0
    host = f"127.0.0.1:{preview.port}"
    opening = asking("GET", f"/live?token={token}", [host], [f"http://{host}"], True)
    while sent < frames:
        try:
            with socket.create_connection(("127.0.0.1", preview.port), timeout=5) as wire:
                wire.sendall(opening)
                wire.recv(65536)
                for _ in range(200):
                    wire.sendall(frame(chance))
                    sent += 1
        except OSError:
            sent += 1
    return sent


def memory(preview: Served) -> int:
    """What the process holds, in MB."""
    status = Path(f"/proc/{preview.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) // 1000


class Page(threading.Thread):
    """A page that is loaded again and again meanwhile, and how long that takes."""

    def __init__(self, preview: Served) -> None:
        super().__init__(daemon=True)
        self.preview = preview
        self.times: list[float] = []
        self.bad = 0
        self.over = False

    def run(self) -> None:
        while not self.over:
            began = time.monotonic()
            try:
                self.bad += SECRET not in self.preview.page()
            except (OSError, AssertionError):
                self.bad += 1
            self.times.append(time.monotonic() - began)
            time.sleep(0.1)


def attack(frames: int, share: float, seed: int = 1) -> dict[str, Any]:
    """All of it."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "story.weave").write_text(TEXT)
        with served(folder, "--no-proof") as preview:
            token = block(preview.page(), "weave-preview")["token"]
            page = Page(preview)
            page.start()
            idle = [socket.create_connection(("127.0.0.1", preview.port)) for _ in range(200)]
            count = Count(preview)
            matrix(count, token, share, chance)
            cells = count.sent
            host = [f"127.0.0.1:{preview.port}"]
            for path in spellings(chance, folder):
                count.one(asking("GET", path, host, [], False), False, path[:100], 0.2)
            for data in BROKEN:
                count.one(data, False, repr(data[:40]), 0.2)
            before = memory(preview)
            half = junk(preview, token, frames // 2, chance)
            middle = memory(preview)
            sent = half + junk(preview, token, frames - frames // 2, chance)
            after = memory(preview)
            for each in idle:
                each.close()
            page.over = True
            page.join()
            times = sorted(page.times)
            alive = preview.process.poll() is None and SECRET in preview.page()
            return {
                "requests": cells, "paths": count.sent - cells, "answered rightly": count.right,
                "wrong": count.told[:20], "frames": sent, "memory MB": [before, middle, after],
                "page loads": len(times), "failed": page.bad,
                "page 99 % s": round(times[len(times) * 99 // 100], 3), "alive": alive,
                "said": preview.said[1:], "ended in": round(preview.stop(), 3),
            }  # fmt: skip


def main() -> int:
    """Attack, and say what came of it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--frames", type=int, default=1_000_000)
    asked.add_argument("--share", type=float, default=1, help="of all requests")
    given = asked.parse_args()
    found = attack(given.frames, given.share)
    print(json.dumps(found, indent=1))
    grown = found["memory MB"][-1] - found["memory MB"][0]
    good = not found["wrong"] and found["alive"] and not found["failed"]
    return 0 if good and grown < 20 else 1


if __name__ == "__main__":
    sys.exit(main())
