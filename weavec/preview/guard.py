"""Who may ask the preview for what: requests and messages judged before anything is done.

Goes in: a request's path and headers, or a message of a page. Comes out: what is asked for, or none
if nothing is given. A preview shows a story that nobody else has seen yet, so it answers this
machine alone, and of the pages on it only its own: the host must be named exactly, an origin must
be the preview's, and the socket wants a token that only its page knows. A path is looked up among
three names; it never becomes the path of a file.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from hmac import compare_digest
from typing import Any, Final
from urllib.parse import parse_qs

from weavec.node import node

LONGEST_PATH: Final = 400
LONGEST_MESSAGE: Final = 2_000
"""Characters of a message of a page."""
LARGEST_LINE: Final = 10_000_000
LARGEST_ID: Final = 2**53
NAMES: Final = ("127.0.0.1", "localhost")


@node
class Asked:
    """What a request wants: `page`, or `socket` for a page that shows version `shown`."""

    what: str
    shown: int = -1


@node
class Rules:
    """What is allowed: the port that is listened on, and the token of this run."""

    port: int
    token: str

    def hosts(self) -> tuple[str, ...]:
        """Every host by which a browser on this machine may call the preview."""
        return tuple(f"{name}:{self.port}" for name in NAMES)

    def request(self, path: str, headers: Mapping[str, Sequence[str]]) -> Asked | None:
        """What a request asks for; none if it is refused.

        Args:
            path: the target as it was sent.
            headers: by lower-case name, every value that was sent.
        """
        host = _only(headers, "host")
        if host not in self.hosts() or len(path) > LONGEST_PATH:
            return None
        origin = _only(headers, "origin")
        if origin is not None and origin != f"http://{host}":
            return None
        site = _only(headers, "sec-fetch-site")
        if site not in (None, "same-origin", "none") and (
            _only(headers, "sec-fetch-mode") != "navigate"
            or _only(headers, "sec-fetch-dest") != "document"
        ):
            return None
        where, _, query = path.partition("?")
        if where == "/":
            return Asked("page")
        if where != "/live" or origin is None:
            return None
        asked = parse_qs(query, max_num_fields=4, keep_blank_values=True)
        token = asked.get("token", [""])[0]
        if not compare_digest(token.encode(), self.token.encode()):
            return None
        shown = asked.get("version", [""])[0]
        known = shown.isascii() and shown.isdigit() and len(shown) < 10
        return Asked("socket", int(shown) if known else -1)


def _only(headers: Mapping[str, Sequence[str]], name: str) -> str | None:
    """A header's value; none without the header, and one that fits nothing where it is doubled."""
    values = headers.get(name, ())
    if not values:
        return None
    return values[0] if len(values) == 1 else "\n"


# ------------------------------------------------------------------ messages


@node
class Open:
    """Open a file of the story at a line."""

    file: str
    line: int


@node
class Unknown:
    """Open a file that is none of those that may be opened."""

    file: str
    line: int


@node
class Way:
    """Look for a way to an ending, a scene or a beat."""

    id: int
    to: str


@node
class Place:
    """Tell where in the files a scene or a beat stands."""

    id: int
    to: str


@node
class Graph:
    """Draw the story's graph."""


def message(
    text: object, files: Collection[str]
) -> Open | Unknown | Way | Place | Graph | None:
    """What a page asks for; none for what no page of ours asks. `files`: those that may be
    opened."""
    if not isinstance(text, str) or len(text) > LONGEST_MESSAGE:
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    match data:
        case {"type": "open", "file": str(file), "line": int(line), **rest}:
            if rest or not _whole(line, 1, LARGEST_LINE):
                return None
            return Open(file, line) if file in files else Unknown(file, line)
        case {"type": "way", "id": int(number), "to": str(to), **rest}:
            return None if rest or not _whole(number, 0, LARGEST_ID) else Way(number, to)
        case {"type": "place", "id": int(number), "to": str(to), **rest}:
            return None if rest or not _whole(number, 0, LARGEST_ID) else Place(number, to)
        case {"type": "graph", **rest}:
            return None if rest else Graph()
    return None


def _whole(value: Any, low: int, high: int) -> bool:
    return not isinstance(value, bool) and low <= value <= high
