"""Sealed: bytes that are kept for another time, and held against their sum when they are read back.

Goes in: what is kept, its kind and the key under which it is kept. Come out: bytes for a `Store`,
and out of these the same again; or nothing, if they are damaged, of another kind or of another key.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Protocol


class Store(Protocol):
    """Where bytes are kept by key. Both do nothing where that fails."""

    def get(self, key: str) -> bytes | None:
        """What was put there last, or nothing."""

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` for as long as there is room."""


def sealed(kind: bytes, key: str, body: bytes) -> bytes:
    """What is kept under a key. `kind`: what it is and in which version, without a line's end."""
    return b"%s%s\n%s" % (kind, _sum(key, body), body)


def opened(kind: bytes, key: str, data: bytes) -> bytes | None:
    """What was sealed; none if it was not that, so."""
    head, _, body = data.partition(b"\n")
    return body if head == kind + _sum(key, body) else None


def _sum(key: str, body: bytes) -> bytes:
    return sha256(key.encode() + body).hexdigest().encode()
