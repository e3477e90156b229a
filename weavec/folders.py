"""Files below a folder, found and opened without ever leaving it.

Goes in: a folder without links, and paths relative to it with `/`. Comes out: names of files, and
their bytes. A file is opened step by step from the folder, so that a link put in its way at the
last moment is not passed, and only a regular one is read.
"""

from __future__ import annotations

import errno
import os
import stat
from typing import Final

from weavec.source import Listed
from weavec.spelling import closest

MAX_LISTED: Final = 20_000
"""How many files and folders are looked at before a folder is taken for a mistake."""
DEEPEST: Final = 3
FOLDER: Final = "this is a folder"
LINKS: Final = (
    "this is a link that leads out of the story's folder",
    "this is a link to a folder",
    "this is a link that leads nowhere",
)

_STEPWISE: Final = os.open in os.supports_dir_fd  # whether a file can be opened in an open folder


def lies_below(folder: str, path: str) -> bool:
    """Whether a path without links is the folder or lies in it."""
    try:
        return os.path.commonpath([folder, path]) == folder
    except ValueError:  # another drive
        return False


def join(root: str, path: str) -> str:
    """A path of the system for one with `/`."""
    return os.path.join(root, *path.split("/")) if path else root


def is_text(path: str) -> bool:
    """Whether a name is text, and not bytes that no encoding explains."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


# ------------------------------------------------------------------ reading one file


def read_plain(root: str, real: str, most: int) -> bytes:
    """The bytes of a regular file below `root`, at most `most`; `OSError` if it cannot be.

    `real`: its path, in which no part is a link. The error is `EFBIG` if it is longer.
    """
    handle = _open_below(root, real)
    try:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode):
            raise OSError(errno.EPERM, "not a plain file")
        parts = []
        room = most + 1
        if state.st_size < room:
            while room > 0 and (part := os.read(handle, min(room, 1 << 20))):
                parts.append(part)
                room -= len(part)
        else:
            room = 0
        if room <= 0:
            raise OSError(errno.EFBIG, "too large")
        return b"".join(parts)
    finally:
        os.close(handle)


def _open_below(root: str, real: str) -> int:
    """Open a file without passing a link, even one that appears at this very moment."""
    flags = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    if ".." in real.split("/") or os.path.isabs(real):
        raise OSError(errno.EPERM, "not below the folder")
    if not _STEPWISE:
        return os.open(join(root, real), flags)
    *folders, name = real.split("/")
    at = os.open(root, flags | os.O_DIRECTORY)
    try:
        for folder in folders:
            below = os.open(folder, flags | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=at)
            os.close(at)
            at = below
        # Without O_NONBLOCK, a pipe put here since it was looked at would wait for its writer.
        return os.open(name, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY, dir_fd=at)
    finally:
        os.close(at)


# ------------------------------------------------------------------ listing


def list_files(root: str, tops: tuple[str, ...]) -> tuple[Listed, ...]:
    """Every file in the folders `tops` of a folder and in those whose names are a slip away.

    Files are looked at, not opened. Names that begin with a dot are passed over. A folder that is a
    link or lies too deep stands in the list itself, with what is wrong with it.
    """
    found: list[Listed] = []
    todo = [""]
    looked = 0
    while todo:
        folder = todo.pop()
        try:
            names = sorted(entry.name for entry in os.scandir(join(root, folder)))
        except OSError:
            found.append(Listed(folder or ".", "this folder may not be read"))
            continue
        if not folder:
            names = [name for name in names if name in tops or closest(_shown(name), tops)]
        looked += len(names)
        if looked > MAX_LISTED:
            found.append(Listed(folder, f"there are more than {MAX_LISTED:,} files here"))
            break
        for name in names:
            path = f"{folder}/{name}" if folder else name
            trouble = _trouble(root, path)
            if name.startswith(".") or (not folder and trouble not in (FOLDER, *LINKS)):
                continue
            if trouble != FOLDER:
                found.append(Listed(_shown(path), trouble))
            elif path.count("/") > DEEPEST:
                found.append(Listed(path, f"folders are nested more than {DEEPEST} deep here"))
            else:
                todo.append(path)
    return tuple(sorted(found, key=lambda each: each.path))


def _trouble(root: str, path: str) -> str | None:
    """`FOLDER` for a folder; else why a file is not opened, or none if it may be."""
    if not is_text(path):
        return "this file's name is not UTF-8"
    full = join(root, path)
    try:
        mode = os.lstat(full).st_mode
        if stat.S_ISLNK(mode):
            target = os.path.realpath(full)
            if not lies_below(root, target):
                return LINKS[0]
            mode = os.lstat(target).st_mode
            if stat.S_ISDIR(mode):
                return LINKS[1]
            if stat.S_ISLNK(mode):  # to itself
                return LINKS[2]
    except OSError:
        return LINKS[2]
    if stat.S_ISDIR(mode):
        return FOLDER
    return None if stat.S_ISREG(mode) else "this is not a plain file"


def _shown(path: str) -> str:
    return path if is_text(path) else os.fsencode(path).decode("utf-8", "backslashreplace")
