"""Where proofs and cut fonts are kept: a folder of the user's, for what can always be made anew.

Goes in: the environment. Comes out: a `Shelf`, which keeps bytes by key, one file each, the oldest
giving way when there are too many. Whatever goes wrong with it, a full disk or a folder that is
closed, is no concern of an author's: then nothing is kept.
"""

from __future__ import annotations

import os
import re
import stat
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from weavec.disk import DiskError, write_atomically
from weavec.node import node

VARIABLE: Final = "WEAVEC_CACHE"
"""Names the folder; empty, nothing is kept."""
MOST_BYTES: Final = 40_000_000
MOST_FILES: Final = 500
LARGEST: Final = 16_000_000
"""Bytes of one file; larger ones are neither written nor read."""
DAY: Final = 86_400

_OURS: Final = re.compile(r"[0-9a-f]{64}\.proof")
_LEFT: Final = re.compile(r"\.[0-9a-f]{64}\.proof\.[0-9]+\.[0-9a-f]+\.tmp")


def folder_of(environ: Mapping[str, str], platform: str) -> Path | None:
    """The folder in which proofs are kept; none if they are not.

    Args:
        environ: the environment's variables.
        platform: as `sys.platform` names it.
    """
    if VARIABLE in environ:
        return Path(environ[VARIABLE]) if environ[VARIABLE] else None
    if platform == "win32":
        local = environ.get("LOCALAPPDATA", "")
        return Path(local, "weavec") if local else None
    home = environ.get("HOME", "")
    if platform == "darwin":
        return Path(home, "Library", "Caches", "weavec") if os.path.isabs(home) else None
    base = environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(base):
        return Path(base, "weavec")
    return Path(home, ".cache", "weavec") if os.path.isabs(home) else None


def shelf(off: bool = False) -> Shelf | None:
    """Where proofs are kept, or none. `off`: the author wants it so."""
    folder = None if off else folder_of(os.environ, sys.platform)
    return None if folder is None else Shelf(folder)


@node
class Shelf:
    """Keeps bytes by key in a folder. Keys are 64 hexadecimal digits."""

    folder: Path

    def get(self, key: str) -> bytes | None:
        """What is kept, or nothing. It counts as new again."""
        path = self._path(key)
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
        flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            with open(os.open(path, flags), "rb") as file:
                status = os.fstat(file.fileno())
                if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
                    return None
                data = file.read(LARGEST + 1)
        except OSError:
            return None
        with suppress(OSError):
            os.utime(path)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes, and throw out what is too much."""
        if len(data) > LARGEST:
            return
        with suppress(OSError, DiskError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(self._path(key), data)
            self._tidy()

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.proof"

    def _tidy(self) -> None:
        """Remove the oldest files beyond what may be kept, and what killed processes left."""
        ours: list[tuple[float, int, str]] = []
        with os.scandir(self.folder) as entries:
            for entry in entries:
                with suppress(OSError):
                    if _OURS.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                        status = entry.stat(follow_symlinks=False)
                        ours.append((status.st_mtime, status.st_size, entry.path))
                    elif _LEFT.fullmatch(entry.name) and (
                        entry.stat(follow_symlinks=False).st_mtime < time.time() - DAY
                    ):
                        os.unlink(entry.path)
        left = MOST_BYTES
        for number, (_, size, path) in enumerate(sorted(ours, reverse=True)):
            left -= size
            if left < 0 or number >= MOST_FILES:
                with suppress(OSError):
                    os.unlink(path)
