"""Stories on disk: reading their files, and writing pages so that none is ever half there.

Goes in: the path of a `.weave` file or of a folder. Comes out: a `StoryOnDisk`, the `World` that
the compiler reads, and `write_atomically` for what it makes. A story may come from a stranger, so
nothing outside its folder is ever read: a link that leads out is refused, and so is all that is not
a plain file. A file that cannot be read becomes an `Unreadable`, which the compiler reports; only a
path that the author gave wrongly raises `DiskError`.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from weavec.folders import is_text, join, lies_below, list_files, read_plain
from weavec.node import node
from weavec.source import Listed, SourceFile, Unread, Unreadable

SUFFIX: Final = ".weave"
MAX_BYTES: Final = 50_000_000
"""The most that the files of one story may hold together."""
MAX_FILES: Final = 1_000
MAX_ENTRIES: Final = 100_000
"""How many files and folders of any kind are looked at before a folder is taken for a mistake."""
MAX_DEPTH: Final = 50
TOPS: Final = ("art", "fonts", "music", "sounds")
"""The folders of a story whose files are looked at beside its scripts."""
TRANSLATIONS: Final = "i18n"
"""The folder of a story's translations."""

_WORDS: Final = {
    errno.EACCES: "this file may not be read",
    errno.EPERM: "this file may not be read",
    errno.ENOENT: "this file vanished while the story was being read",
    errno.ELOOP: "this file became a link while the story was being read",
    errno.EIO: "the disk could not read this file",
}


class DiskError(Exception):
    """What the author asked for cannot be done. The message is for people, the hint an action."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


# ------------------------------------------------------------------ bytes to text


def decode(path: str, data: bytes) -> SourceFile | Unreadable:
    """The text of a file: strict UTF-8, without a byte order mark, its line ends LF.

    `path`: relative to the story's folder. A lone carriage return stays, for the reader to report.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _badly_encoded(path, "this file is UTF-16, not UTF-8", 1, 1)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").removeprefix("\ufeff")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        reason = f"the byte 0x{data[error.start]:02X} here is not UTF-8 text"
        return _badly_encoded(path, reason, line, column)
    return SourceFile(path, text.removeprefix("\ufeff").replace("\r\n", "\n"))


def _badly_encoded(path: str, reason: str, line: int, column: int) -> Unreadable:
    hint = "save the file as UTF-8 in your editor"
    return Unreadable(path, "bad-encoding", reason, hint, line, column)


def _refused(path: str, reason: str, hint: str) -> Unreadable:
    return Unreadable(path, "unreadable-file", reason, hint)


def _failed(path: str, error: OSError) -> Unreadable:
    if error.errno == errno.EFBIG:
        reason = f"with this file the story is larger than {MAX_BYTES // 1_000_000} MB"
        return _refused(path, reason, "a story is text: is this file one of its own?")
    reason = _WORDS.get(error.errno or 0, "this file cannot be read")
    return _refused(path, reason, "see whether it is there and whether you may read it")


# ------------------------------------------------------------------ finding the files


@node
class _Found:
    """A file to read. `path`: as the author sees it; `real`: the same without links."""

    path: str
    real: str


class _Search:
    """One walk through a story's folder."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.files: dict[str, _Found] = {}
        self.links: list[_Found] = []
        self.refused: list[Unreadable] = []

    def run(self) -> None:
        """Look at every entry below the root, folders without recursion."""
        looked = 0
        todo = [""]
        while todo:
            folder = todo.pop()
            if folder.count("/") >= MAX_DEPTH:
                self._refuse(folder, f"folders are nested more than {MAX_DEPTH} deep here")
                continue
            try:
                entries = sorted(os.scandir(join(self.root, folder)), key=lambda e: e.name)
            except FileNotFoundError:
                if not folder:
                    reason, hint = "the story's folder is gone", "put it back where it was"
                    self.refused.append(_refused(".", reason, hint))
                continue
            except OSError:
                self._refuse(folder or ".", "this folder may not be read")
                continue
            looked += len(entries)
            if looked > MAX_ENTRIES:
                self._refuse(".", f"this folder holds more than {MAX_ENTRIES:,} files and folders")
                return
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if entry.name.startswith(".") or path == "build":
                    continue
                try:
                    mode = entry.stat(follow_symlinks=False).st_mode
                except OSError:
                    continue  # it vanished, so it is no part of the story
                if stat.S_ISDIR(mode):
                    todo.append(path)
                elif stat.S_ISLNK(mode):
                    self.link(path)
                elif entry.name.endswith(SUFFIX):
                    self.plain(path, mode)
        for link in self.links:
            if all(link.real != found.real for found in self.files.values()):
                self.files[link.path] = link

    def single(self, name: str) -> None:
        """Look at one entry of the root alone."""
        try:
            mode = os.lstat(join(self.root, name)).st_mode
        except OSError as error:
            self.refused.append(_failed(name, error))
            return
        if stat.S_ISLNK(mode):
            self.link(name)
            self.files.update({link.path: link for link in self.links})
        else:
            self.plain(name, mode)

    def plain(self, path: str, mode: int, real: str | None = None) -> None:
        """Take a file by its kind: only a regular one is ever opened."""
        if not is_text(path):
            shown = os.fsencode(path).decode("utf-8", "backslashreplace")
            self.refused.append(_refused(shown, "this file's name is not UTF-8", "rename it"))
        elif not stat.S_ISREG(mode):
            hint = "keep only plain files whose names end in .weave"
            self.refused.append(_refused(path, "this is not a plain file", hint))
        elif real is None:
            self.files[path] = _Found(path, path)
        else:
            self.links.append(_Found(path, real))

    def link(self, path: str) -> None:
        """Take a link, if it stays inside: one that leads out is refused and never followed."""
        target = os.path.realpath(join(self.root, path))
        inside = lies_below(self.root, target)
        wanted = path.endswith(SUFFIX)
        try:
            mode = os.stat(target).st_mode if inside or not wanted else 0
        except OSError:
            mode = 0
        if not inside and (wanted or stat.S_ISDIR(mode)):
            reason = "this is a link that leads out of the story's folder"
            self.refused.append(_refused(path, reason, "put what it leads to into the folder"))
        elif wanted and not mode:
            self.refused.append(_refused(path, "this is a link that leads nowhere", "remove it"))
        elif wanted and not stat.S_ISDIR(mode):
            self.plain(path, mode, os.path.relpath(target, self.root).replace(os.sep, "/"))

    def _refuse(self, path: str, reason: str) -> None:
        hint = "give weavec the folder that holds the story, or mend this one"
        self.refused.append(_refused(path, reason, hint))


# ------------------------------------------------------------------ the story


@node
class StoryOnDisk:
    """A story's files, read anew at each call of `files`: a `World`.

    `folder`: the story's folder, without links. `only`: the name of the one file of it that is the
    story, or none if all are. `name`: what pages are called after. `shown`: the folder as people
    should see it before a file's path, with a `/` at its end, or nothing.
    """

    folder: str
    only: str | None
    name: str
    shown: str

    def files(self) -> tuple[SourceFile | Unreadable, ...]:
        """Every `.weave` file of the story, in the order of their paths."""
        search = _Search(self.folder)
        if self.only is None:
            search.run()
        else:
            search.single(self.only)
        found = sorted(search.files.values(), key=lambda item: item.path)
        read: list[SourceFile | Unreadable] = list(search.refused)
        if not found and not read:
            reason = f"there is no {SUFFIX} file in the story's folder any more"
            read.append(_refused(".", reason, "put the story's files back where they were"))
        if len(found) > MAX_FILES:
            hint = "give weavec the folder of one story"
            reason = f"the story has more than {MAX_FILES:,} files"
            read.append(_refused(found[MAX_FILES].path, reason, hint))
            found = found[:MAX_FILES]
        room = MAX_BYTES
        for item in found:
            try:
                data = read_plain(self.folder, item.real, room)
            except OSError as error:
                read.append(_failed(item.path, error))
                if error.errno == errno.EFBIG:
                    break
                continue
            room -= len(data)
            read.append(decode(item.path, data))
        return tuple(sorted(read, key=lambda item: item.path))

    def marks(self) -> dict[str, tuple[int, ...]]:
        """For each file of the story, and each file beside its scripts, what changes when it is
        written or another takes its place. Nothing is opened."""
        search = _Search(self.folder)
        if self.only is None:
            search.run()
        else:
            search.single(self.only)
        found = {each.path: each.real for each in search.files.values()}
        found |= {each.path: each.path for each in list_files(self.folder, (*TOPS, TRANSLATIONS))}
        made: dict[str, tuple[int, ...]] = {each.path: () for each in search.refused}
        for path, real in found.items():
            try:
                state = os.stat(join(self.folder, real))
            except OSError:
                continue
            made[path] = (state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
        return made

    def catalogues(self) -> tuple[SourceFile | Unreadable, ...]:
        """Every file of translations: those in the folder `i18n` whose names end in `.po`."""
        found: list[SourceFile | Unreadable] = []
        for each in list_files(self.folder, (TRANSLATIONS,)):
            if not each.path.startswith(f"{TRANSLATIONS}/") or not each.path.endswith(".po"):
                continue
            if each.trouble is not None:
                found.append(_refused(each.path, each.trouble, "put the file itself here"))
                continue
            data = self.bytes_of(each.path, MAX_BYTES)
            if isinstance(data, Unread):
                found.append(_refused(each.path, data.reason, data.hint))
            else:
                found.append(decode(each.path, data))
        return tuple(found)

    def names(self) -> tuple[Listed, ...]:
        """Every file of the folders for pictures, music, sounds and fonts, in path order."""
        return list_files(self.folder, TOPS)

    def bytes_of(self, path: str, most: int) -> bytes | Unread:
        """A file that `names` named, if it can be read and has at most `most` bytes."""
        real = os.path.relpath(os.path.realpath(join(self.folder, path)), self.folder)
        try:
            return read_plain(self.folder, real.replace(os.sep, "/"), most)
        except OSError as error:
            if error.errno == errno.EFBIG:
                return Unread("it is too large", "make it smaller", too_large=True)
            reason = _WORDS.get(error.errno or 0, "this file cannot be read")
            return Unread(reason, "see whether it is there and whether you may read it")


def open_story(path: str) -> StoryOnDisk:
    """The story at a path: a `.weave` file, or a folder with such files below it.

    Raises `DiskError` if there is none.
    """
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        if not os.path.lexists(path):
            named = path or "with an empty name"
            raise DiskError(f"there is no file or folder {named}") from error
        if not path.endswith(SUFFIX):
            raise DiskError(f"{path} cannot be opened") from error
        mode = stat.S_IFREG  # a link that leads nowhere is the compiler's to report
    if stat.S_ISDIR(mode):
        folder = os.path.realpath(path)
        story = StoryOnDisk(folder, None, os.path.basename(folder) or "story", _shown(path))
        search = _Search(folder)
        search.run()
        if not search.files and not search.refused:
            message = f"there is no {SUFFIX} file in {path if path != '.' else 'this folder'}"
            raise DiskError(message, "`weavec new NAME` makes a story to begin with")
        return story
    if not path.endswith(SUFFIX):
        raise DiskError(f"{path} is not a story: its name does not end in {SUFFIX}")
    parent, name = os.path.split(path)
    folder = os.path.realpath(parent or ".")
    return StoryOnDisk(folder, name, name.removesuffix(SUFFIX) or "story", _shown(parent))


def _shown(folder: str) -> str:
    """A folder as typed, short if it lies below where the author stands."""
    if not folder:
        return ""
    here = os.getcwd()
    full = os.path.abspath(folder)
    if lies_below(here, full):
        folder = os.path.relpath(full, here)
    folder = folder.replace(os.sep, "/")
    return "" if folder == "." else folder.rstrip("/") + "/"


# ------------------------------------------------------------------ writing


def write_atomically(path: Path, data: bytes) -> None:
    """Put `data` at `path`, all of it or nothing: whoever reads sees the old file or the new one.

    The bytes go to a temporary file beside it, are forced to the disk and take its place in one
    step. A file that is there keeps its mode. What killed processes left beside it is swept away.
    Folders that are missing are made. Raises `DiskError` if `path` is no place for a file; the old
    file is then as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = _mode_of(path)
        _sweep(path)
        _replace(path, data, mode)
    except OSError as error:
        raise _unwritable(path, error) from error


def _mode_of(path: Path) -> int | None:
    """The mode of the file that is to be replaced, none if there is none yet."""
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise DiskError(f"{path} is a folder: it cannot become a page", "choose another name")
    if stat.S_ISLNK(mode):
        raise DiskError(f"{path} is a link: it is not written through", "name what it leads to")
    if not stat.S_ISREG(mode):
        raise DiskError(f"{path} is not a plain file", "choose another name")
    if not mode & 0o222:
        raise DiskError(f"{path} is read-only", "make it writable, or choose another name")
    return stat.S_IMODE(mode)


def _replace(path: Path, data: bytes, mode: int | None) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{time.time_ns():x}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags | getattr(os, "O_NOFOLLOW", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            _lock(file.fileno())
            file.write(data)
            file.flush()
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        _rename(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


def _rename(temporary: Path, path: Path) -> None:
    """Take the place of `path`. On Windows another program may hold it open for a moment."""
    for wait in (0.02, 0.05, 0.1, 0.2, 0.4):
        try:
            os.replace(temporary, path)
            return
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(wait)
    os.replace(temporary, path)


def _sync_folder(folder: Path) -> None:
    """Force the new name to the disk. Some systems know no such thing: the page is there anyway."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(path: Path) -> None:
    """Remove temporary files of processes that ended before they could."""
    for old in path.parent.glob(f".{_literal(path.name)}.*.*.tmp"):
        number = old.name.split(".")[-3]
        if number.isascii() and number.isdigit() and not _alive(int(number)) and _unlocked(old):
            with suppress(OSError):
                old.unlink()


def _literal(name: str) -> str:
    """A name as a pattern that matches itself alone."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _alive(process: int) -> bool:
    if os.name == "nt":  # there, a file in use cannot be removed anyway
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _lock(handle: int) -> None:
    """Mark a temporary file as in use, for processes that cannot see this one's number."""
    with suppress(ImportError, OSError):
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _unlocked(path: Path) -> bool:
    try:
        import fcntl
    except ImportError:
        return True
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True


def _unwritable(path: Path, error: OSError) -> DiskError:
    match error.errno:
        case errno.EACCES | errno.EPERM:
            return DiskError(f"{path} cannot be written: its folder is closed to you")
        case errno.ENOSPC | errno.EDQUOT:
            return DiskError(f"{path} cannot be written: there is no room left on the disk")
        case errno.EROFS:
            return DiskError(f"{path} cannot be written: its disk is read-only")
        case errno.ENOTDIR | errno.EEXIST:
            return DiskError(f"{path} cannot be written: a part of its path is a file")
        case errno.ENAMETOOLONG:
            return DiskError(f"{path} cannot be written: its name is too long")
    return DiskError(f"{path} cannot be written: {error.strerror or 'the disk refused it'}")
