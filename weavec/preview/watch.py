"""Watching a story: when something was written, and whether it is written to its end.

Goes in: a story on disk. Comes out: its files, whenever they say something new. What the system
tells of changes is a hint to look; what counts is what the files hold. A file that is still being
written is not taken: not while somebody has it open to write, where the system tells that, and
otherwise not before it has been quiet for a while. A file that is gone, empty or cut short is
waited for longer, because that is what many editors make of it on their way.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from weavec.disk import SUFFIX, StoryOnDisk
from weavec.folders import join
from weavec.node import node
from weavec.source import SourceFile, Unreadable

PAUSE: Final = 0.006
"""Seconds between two looks while something is written."""
QUIET: Final = 0.012
"""Seconds without a change after which several files that are written at once are all there."""
UNSURE: Final = 0.06
"""The same where the system does not tell whether a file is still open."""
DOUBT: Final = 0.75
"""The same for what looks like a step on the way: a file gone, empty, cut short."""
HELD: Final = 2.0
"""The same for a file that somebody keeps open."""
LONGEST: Final = 1.0
"""Seconds of changes without a pause after which whole files are taken as they are."""
THOROUGH: Final = 5.0
"""Seconds after which files are read even if nothing about them seems to have changed."""
SMALL: Final = 5_000_000
"""Bytes of a story that may be read so often."""

Files = tuple[SourceFile | Unreadable, ...]
Marks = dict[str, tuple[int, ...]]


@node
class Seen:
    """A story's files at one moment. `marks`: see `StoryOnDisk.marks`."""

    files: Files
    marks: Marks

    def beside(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """The files beside the scripts, by what marks them."""
        return tuple(
            (path, mark) for path, mark in sorted(self.marks.items()) if not path.endswith(SUFFIX)
        )


class Watch:
    """Looks at a story's files. Not to be used by two threads at once. `cost`: the seconds that a
    look at them takes."""

    def __init__(self, story: StoryOnDisk) -> None:
        self.story = story
        self.seen = self._read(story.marks())
        self._thorough = time.monotonic()
        self.cost = 0.0

    def changed(self) -> Seen | None:
        """The files, if they say something else than last time, written to the end.

        Returns at once if nothing has changed; else when what has changed is final.
        """
        asked = time.perf_counter()
        marks = self.story.marks()
        self.cost = time.perf_counter() - asked
        if marks == self.seen.marks and not self._overdue():
            return None
        self._thorough = began = since = time.monotonic()
        while True:
            time.sleep(PAUSE)
            now = self.story.marks()
            moment = time.monotonic()
            if now != marks:
                marks, since = now, moment
                if moment - began < LONGEST:
                    continue
            seen = self._read(marks)
            if seen.marks != marks:
                marks, since = seen.marks, moment
                continue
            wait = self._patience(seen)
            if moment - began >= LONGEST and wait <= UNSURE:
                wait = 0
            if moment - since < wait:
                continue
            again = self._read(marks)  # it may have been read half, and been closed since
            if again.marks != marks or not _same(again, seen):
                continue
            before, self.seen = self.seen, seen
            return None if _same(before, seen) else seen

    def _overdue(self) -> bool:
        """Whether to read all files though their marks are the same: clocks can be coarse."""
        size = sum(mark[1] for path, mark in self.seen.marks.items()
                   if mark and path.endswith(SUFFIX))  # fmt: skip
        return size <= SMALL and time.monotonic() - self._thorough >= THOROUGH

    def _read(self, marks: Marks) -> Seen:
        """The files, and the marks after they were read; the same marks if nobody wrote then."""
        files = self.story.files()
        now = self.story.marks()
        return Seen(files, marks if now == marks else now)

    def _patience(self, seen: Seen) -> float:
        """How long what is seen must have been quiet to be taken."""
        before = {each.path: each for each in self.seen.files}
        after = {each.path: each for each in seen.files}
        wait = QUIET
        for path in before.keys() - after.keys():
            if isinstance(before[path], SourceFile):
                wait = max(wait, DOUBT)
        for path, file in after.items():
            old = before.get(path)
            if seen.marks.get(path) == self.seen.marks.get(path) and old is not None:
                continue
            wait = max(wait, self._doubt(old, file))
            if wait >= HELD:
                break
        return wait

    def _doubt(self, old: SourceFile | Unreadable | None, new: SourceFile | Unreadable) -> float:
        held = being_written(join(self.story.folder, new.path))
        if held:
            return HELD
        if isinstance(new, Unreadable) or not new.text.strip():
            return DOUBT
        text = old.text if isinstance(old, SourceFile) else ""
        if len(new.text) < len(text) and text.startswith(new.text):
            return DOUBT
        if len(new.text) < len(text) // 2:
            return DOUBT
        if held is None and text and new.text[-40:] != text[-40:]:
            return DOUBT
        return UNSURE if held is None else QUIET


def _same(before: Seen, after: Seen) -> bool:
    """Whether files say the same as before."""
    told = [
        [(each.path, each.text if isinstance(each, SourceFile) else each) for each in seen.files]
        for seen in (before, after)
    ]
    return told[0] == told[1] and before.beside() == after.beside()


def being_written(path: str) -> bool | None:
    """Whether somebody has a file open to write; none where the system does not say.

    Linux gives a lease to read only if nobody has; it is given back at once. Should somebody want
    to write in that moment, they wait for it, and what the system sends us then is ignored.
    """
    try:
        import fcntl
        import signal

        lease, unlock, read = fcntl.F_SETLEASE, fcntl.F_UNLCK, fcntl.F_RDLCK
        sign = signal.SIGURG
    except (ImportError, AttributeError):
        return None
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.fcntl(handle, fcntl.F_SETSIG, sign)
        fcntl.fcntl(handle, lease, read)
        fcntl.fcntl(handle, lease, unlock)
    except BlockingIOError:
        return True
    except OSError:
        return None
    finally:
        os.close(handle)
    return False


# ------------------------------------------------------------------ hints

READS: Final = ("opened", "closed_no_write")


class Hints:
    """Has `call` called, from another thread, whenever something may have changed."""

    def __init__(self, story: StoryOnDisk, call: Callable[[], None]) -> None:
        self.story = story
        self.call = call
        self._observer: Any = None
        self._folder: int | None = None
        self._stale = False  # whether a folder in it went, which may be listened to elsewhere

    def renew(self) -> bool:
        """Listen to the folder that is there now; whether the system tells anything."""
        try:
            folder = os.stat(self.story.folder).st_ino
        except OSError:
            folder = None
        alive = self._observer is not None and self._observer.is_alive()
        if folder == self._folder and (folder is None or (alive and not self._stale)):
            return alive
        self.stop()
        self._folder, self._stale = folder, False
        if folder is not None:
            self._observer = _observer(self.story, self.call, self._went)
        return self._observer is not None

    def _went(self) -> None:
        self._stale = True

    def stop(self) -> None:
        """Listen no more."""
        observer, self._observer = self._observer, None
        if observer is not None:
            with suppress(RuntimeError, OSError):
                observer.stop()


def _observer(
    story: StoryOnDisk, call: Callable[[], None], went: Callable[[], None]
) -> Any | None:
    """What listens; `went` is called before `call` when a folder is there no more.

    A folder that was moved away is still listened to, under the name that it had: when it is gone
    there, watchdog may take it for the one that has the name now, and fall silent. So it is to be
    made anew. Until then a folder that is back is listened to twice, which does no harm.
    """
    from watchdog.events import FileSystemEvent, FileSystemEventHandler
    from watchdog.observers import Observer

    _silence()
    build = os.path.join(story.folder, "build") + os.sep

    class Handler(FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            path = os.fsdecode(event.dest_path or event.src_path)
            if event.is_directory and event.event_type == "deleted":
                went()
            if event.event_type not in READS and not path.startswith(build):
                call()

    observer = Observer()
    observer.daemon = True
    try:
        observer.schedule(Handler(), story.folder, recursive=story.only is None)
        observer.start()
    except (OSError, RuntimeError):
        with suppress(RuntimeError):
            observer.stop()
        return None
    return observer


def _silence() -> None:
    """Keep what watchdog says of its own affairs out of the author's terminal: no hint is lost
    that a look at the files would not make up for."""
    import logging
    import warnings

    logging.getLogger("watchdog").setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", module=r"watchdog\.")
