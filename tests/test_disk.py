"""Stories on disk: what is read, what is refused; a page is written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from weavec import disk
from weavec.disk import DiskError, decode, open_story, write_atomically
from weavec.source import SourceFile, Unreadable

SECRET = "root:x:0:0:do not show this"


def read(story: Path) -> dict[str, SourceFile | Unreadable]:
    """The files of a story by path."""
    return {each.path: each for each in open_story(str(story)).files()}


def refused(found: SourceFile | Unreadable) -> str:
    """Why a file was refused; fails if it was read."""
    assert isinstance(found, Unreadable), found.text
    assert found.name == "unreadable-file"
    return found.reason


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A folder with one readable file, and a secret beside the folder."""
    folder = tmp_path / "story"
    folder.mkdir()
    (folder / "a.weave").write_text('story "A"\n')
    (tmp_path / "secret.weave").write_text(SECRET)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "b.weave").write_text(SECRET)
    return folder


# ------------------------------------------------------------------ text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"a\n", "a\n"),
        (b"\xef\xbb\xbfa\n", "a\n"),
        (b"a\r\nb\r\n", "a\nb\n"),
        (b"a\rb\n", "a\rb\n"),
        (b"a\r\r\nb", "a\r\nb"),
        (b"a\0b", "a\0b"),
        (b"\tx\n  \ty", "\tx\n  \ty"),
        (b"a\xef\xbb\xbfb", "a\ufeffb"),
        ("é夢😀\u2028".encode(), "é夢😀\u2028"),
        (b"no end of line", "no end of line"),
    ],
)
def test_text(data: bytes, text: str) -> None:
    found = decode("a.weave", data)
    assert isinstance(found, SourceFile)
    assert (found.path, found.text) == ("a.weave", text)


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"\xff", 1, 1),
        (b"ab\xe9\n", 1, 3),
        (b"one\r\ntwo \xc3(", 2, 5),
        (b"\xef\xbb\xbfab\x80", 1, 3),
        ("夢 é\n é".encode() + b"\xed\xa0\x80", 2, 3),
        (b"cut \xe5\xa4", 1, 5),
        (b"\xc0\xaf", 1, 1),
        (b"\xf5\x80\x80\x80", 1, 1),
        ("a".encode("utf-16"), 1, 1),
        (b"\xfe\xff\0a", 1, 1),
    ],
)
def test_bad_encoding_names_the_first_bad_byte(data: bytes, line: int, column: int) -> None:
    found = decode("a.weave", data)
    assert isinstance(found, Unreadable)
    assert (found.name, found.line, found.column) == ("bad-encoding", line, column)


# ------------------------------------------------------------------ what belongs to a story


def test_folder_is_read_in_path_order(story: Path) -> None:
    for name in ("z.weave", "acts/2.weave", "acts/10.weave", "acts/deep/x.weave", "b/a.weave"):
        (story / name).parent.mkdir(parents=True, exist_ok=True)
        (story / name).write_text(name)
    for name in (".git/x.weave", ".hidden.weave", "build/x.weave", "notes.txt", "a.weave~"):
        (story / name).parent.mkdir(parents=True, exist_ok=True)
        (story / name).write_text("not read")
    (story / ".#a.weave").symlink_to("somebody@somewhere.1")
    assert list(read(story)) == [
        "a.weave", "acts/10.weave", "acts/2.weave", "acts/deep/x.weave", "b/a.weave", "z.weave"
    ]  # fmt: skip


def test_one_file_is_a_story_alone(story: Path) -> None:
    (story / "b.weave").write_text("b")
    found = open_story(str(story / "b.weave"))
    assert [each.path for each in found.files()] == ["b.weave"]
    assert found.name == "b"


def test_folder_is_named_after_itself(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(story)
    here = open_story(".")
    assert (here.name, here.shown) == ("story", "")
    monkeypatch.chdir(story.parent)
    assert open_story("story/").shown == "story/"
    assert open_story(str(story)).shown == "story/"
    assert open_story("story/a.weave").shown == "story/"
    monkeypatch.chdir(story.parent / "outside")
    assert open_story("../story").shown == "../story/"


@pytest.mark.parametrize("path", ["none", "none.weave", "empty", "notes.txt", "a.weave/b"])
def test_no_story_there(story: Path, path: str) -> None:
    (story / "empty").mkdir()
    (story / "notes.txt").write_text("x")
    with pytest.raises(DiskError) as caught:
        open_story(str(story / path))
    assert path.split("/")[-1] in str(caught.value)


# ------------------------------------------------------------------ what is refused


def link_cases() -> Iterator[tuple[str, str]]:
    yield "../secret.weave", "leads out"
    yield "../outside/b.weave", "leads out"
    yield "../nothing-there", "leads out"
    yield "/etc/hostname", "leads out"
    yield "/dev/zero", "leads out"
    yield "/proc/self/environ", "leads out"
    yield "chain1", "leads out"
    yield "loop.weave", "leads nowhere"
    yield "gone.weave", "leads nowhere"
    yield "x" * 300, "leads nowhere"


@pytest.mark.parametrize(("target", "reason"), list(link_cases()))
def test_links_are_not_followed_out(story: Path, target: str, reason: str) -> None:
    (story / "chain1").symlink_to("chain2")
    (story / "chain2").symlink_to("../secret.weave")
    (story / "loop.weave").symlink_to("loop2")
    (story / "loop2").symlink_to("loop.weave")
    (story / "x.weave").symlink_to(target)
    for found in (read(story), read(story / "x.weave")):
        said = found["x.weave"]
        assert reason in refused(said)
        assert SECRET not in repr(said)
        assert str(story.parent) not in repr(said)
        assert "secret" not in repr(said)


def test_linked_folders_are_not_followed(story: Path) -> None:
    (story / "out").symlink_to("../outside")
    (story / "up").symlink_to("..")
    (story / "self").symlink_to(".")
    (story / "acts").mkdir()
    (story / "acts" / "b.weave").write_text("b")
    (story / "again").symlink_to("acts")
    found = read(story)
    assert sorted(found) == ["a.weave", "acts/b.weave", "out", "up"]
    assert "leads out" in refused(found["out"])
    assert "leads out" in refused(found["up"])


def test_links_inside_are_read_once(story: Path) -> None:
    (story / "text.txt").write_text("told")
    (story / "b.weave").symlink_to("text.txt")
    (story / "c.weave").symlink_to("a.weave")
    (story / "d.weave").symlink_to("b.weave")
    found = read(story)
    assert sorted(found) == ["a.weave", "b.weave"]
    assert isinstance(found["b.weave"], SourceFile)
    assert found["b.weave"].text == "told"


def test_story_folder_may_be_a_link_itself(story: Path) -> None:
    (story.parent / "alias").symlink_to("story")
    assert list(read(story.parent / "alias")) == ["a.weave"]


@pytest.mark.parametrize("kind", ["pipe", "socket", "device"])
def test_only_plain_files_are_opened(
    story: Path, kind: str, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = story / "x.weave"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        monkeypatch.chdir(story)  # the path of a socket is short
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("x.weave")
    else:
        try:
            os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))
        except PermissionError:
            pytest.skip("devices can only be made by root")
    started = time.monotonic()
    assert "not a plain file" in refused(read(story)["x.weave"])
    assert "not a plain file" in refused(read(path)["x.weave"])
    assert time.monotonic() - started < 1
    assert "a.weave" in opened
    assert "x.weave" not in opened


def test_a_file_swapped_for_a_link_is_not_read(
    story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between looking and opening, an attacker puts links in the place of a file and a folder."""
    (story / "acts").mkdir()
    (story / "acts" / "b.weave").write_text("b")
    run = disk._Search.run

    def swap(search: Any) -> None:
        run(search)
        (story / "a.weave").unlink()
        (story / "a.weave").symlink_to("../secret.weave")
        (story / "acts").rename(story / "old")
        (story / "acts").symlink_to("../outside")

    found = open_story(str(story))
    monkeypatch.setattr(disk._Search, "run", swap)
    read_ = {each.path: each for each in found.files()}
    assert sorted(read_) == ["a.weave", "acts/b.weave"]
    for each in read_.values():
        refused(each)
        assert SECRET not in repr(each)


def test_a_file_swapped_for_a_pipe_does_not_wait(
    story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = disk._Search.run

    def swap(search: Any) -> None:
        run(search)
        (story / "a.weave").unlink()
        os.mkfifo(story / "a.weave")

    found = open_story(str(story))
    monkeypatch.setattr(disk._Search, "run", swap)
    (only,) = found.files()
    refused(only)


def test_vanished_and_closed_files(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (story / "b.weave").write_text("b")
    run = disk._Search.run

    def vanish(search: Any) -> None:
        run(search)
        (story / "a.weave").unlink()

    found = open_story(str(story))
    monkeypatch.setattr(disk._Search, "run", vanish)
    gone, there = found.files()
    assert "vanished" in refused(gone)
    assert isinstance(there, SourceFile)


def test_unreadable_files_and_folders(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real_open, real_scan = os.open, os.scandir

    def closed_file(path: Any, *args: Any, **more: Any) -> int:
        if path == "a.weave":
            raise PermissionError(errno.EACCES, "no")
        return real_open(path, *args, **more)

    def closed_folder(path: Any) -> Any:
        if str(path).endswith("shut"):
            raise PermissionError(errno.EACCES, "no")
        return real_scan(path)

    (story / "shut").mkdir()
    monkeypatch.setattr(os, "open", closed_file)
    monkeypatch.setattr(os, "scandir", closed_folder)
    found = read(story)
    assert "may not be read" in refused(found["a.weave"])
    assert "may not be read" in refused(found["shut"])


def test_names_that_are_not_text(story: Path) -> None:
    with open(os.fsencode(story) + b"/b\xff.weave", "w") as file:
        file.write("x")
    found = read(story)
    assert "not UTF-8" in refused(found["b\\xff.weave"])


def test_limits(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "MAX_BYTES", 2_000_000)
    with open(story / "b.weave", "wb") as file:
        file.truncate(1 << 40)  # a hole of a terabyte
    (story / "c.weave").write_text("c")
    found = read(story)
    assert "larger than 2 MB" in refused(found["b.weave"])
    assert "c.weave" not in found

    (story / "b.weave").write_bytes(b"x" * 1_999_990)
    assert isinstance(read(story)["b.weave"], SourceFile)
    (story / "b.weave").write_bytes(b"x" * 1_999_991)
    assert "larger" in refused(read(story)["b.weave"])

    monkeypatch.setattr(disk, "MAX_FILES", 2)
    (story / "b.weave").write_text("b")
    found = read(story)
    assert list(found) == ["a.weave", "b.weave", "c.weave"]
    assert "more than 2 files" in refused(found["c.weave"])

    monkeypatch.setattr(disk, "MAX_ENTRIES", 2)
    assert "more than 2 files and folders" in refused(read(story)["."])

    monkeypatch.setattr(disk, "MAX_ENTRIES", 1000)
    deep = story.joinpath(*["d"] * 60)
    deep.mkdir(parents=True)
    (deep / "x.weave").write_text("x")
    assert any("deep" in refused(each) for each in read(story).values() if "d/" in each.path)


# ------------------------------------------------------------------ writing


def test_writing_makes_folders_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "build" / "deep" / "page.html"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert os.listdir(path.parent) == ["page.html"]


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o664, 0o755])
def test_the_mode_of_a_page_stays(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_atomically(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_a_new_page_has_the_usual_mode(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        write_atomically(tmp_path / "page.html", b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "page.html").stat().st_mode) == 0o666 & ~mask


def test_places_that_are_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "real.html").write_bytes(b"real")
    (tmp_path / "link.html").symlink_to("real.html")
    (tmp_path / "closed.html").write_bytes(b"old")
    (tmp_path / "closed.html").chmod(0o444)
    os.mkfifo(tmp_path / "pipe")
    expected = {
        "folder": "is a folder",
        "link.html": "is a link",
        "closed.html": "is read-only",
        "pipe": "not a plain file",
        "real.html/page.html": "a part of its path is a file",
        "real.html/deep/page.html": "a part of its path is a file",
        "n" * 300 + ".html": "too long",
    }
    for name, words in expected.items():
        with pytest.raises(DiskError) as caught:
            write_atomically(tmp_path / name, b"new")
        assert words in str(caught.value), name
    with pytest.raises(DiskError):
        write_atomically(Path("/dev/null"), b"new")
    assert (tmp_path / "real.html").read_bytes() == b"real"
    assert (tmp_path / "closed.html").read_bytes() == b"old"
    left = {"folder", "real.html", "link.html", "closed.html", "pipe"}
    assert set(os.listdir(tmp_path)) == left


FAULTS = [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT, errno.EACCES, errno.ENOENT]


@pytest.mark.parametrize("call", ["open", "fdopen", "fchmod", "fsync", "replace"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_call_leaves_the_old_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, fault: int
) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"old")

    def fail(*args: Any, **more: Any) -> Any:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(DiskError) as caught:
        write_atomically(path, b"new")
    assert str(path) in str(caught.value)
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert [name for name in os.listdir(tmp_path) if name != "page.html"] == []


def test_a_full_disk(tmp_path: Path) -> None:
    """A real one, of 64 KB, where this process may make one."""
    small = tmp_path / "small"
    small.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)], capture_output=True
    )
    if made.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        write_atomically(small / "page.html", b"old")
        with pytest.raises(DiskError, match="no room left"):
            write_atomically(small / "page.html", b"n" * 200_000)
        assert (small / "page.html").read_bytes() == b"old"
        assert os.listdir(small) == ["page.html"]
    finally:
        subprocess.run(["umount", str(small)], check=True)


WRITER = """
import sys
from pathlib import Path
from weavec.disk import write_atomically
path, size = Path(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
number = 0
while True:
    number += 1
    write_atomically(path, bytes([48 + number % 10]) * size)
"""


def test_kill_while_writing(tmp_path: Path, full: bool) -> None:
    """Killed at a random moment, a writer leaves a page that is whole; the next sweeps its rest."""
    path = tmp_path / "page.html"
    size = 2_000_000
    chance = random.Random(7)
    littered = 0
    for _ in range(400 if full else 25):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(size)], stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(chance.random() * 0.05)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        littered += len(os.listdir(tmp_path)) > 1
        if path.exists():
            data = path.read_bytes()
            assert len(data) == size
            assert len(set(data)) == 1
    write_atomically(path, b"last")
    assert os.listdir(tmp_path) == ["page.html"]
    assert littered, "no kill hit a write: the test proves nothing"


def test_the_sweep_spares_what_is_not_its_own(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    kept = {
        "page.html.1.tmp",
        f".page.html.{os.getpid()}.abc.tmp",  # of a living process
        f".other.html.{dead.pid}.abc.tmp",  # of another page
        ".page.html.x1.abc.tmp",
        ".page.html.tmp",
    }
    for name in [*kept, f".page.html.{dead.pid}.abc.tmp"]:
        (tmp_path / name).write_bytes(b"x")
    write_atomically(tmp_path / "page.html", b"new")
    assert set(os.listdir(tmp_path)) == {*kept, "page.html"}


def test_the_sweep_spares_a_file_in_use(tmp_path: Path) -> None:
    """Its process may have a number that means another one here, as in a container."""
    import fcntl

    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    used = tmp_path / f".page.html.{dead.pid}.abc.tmp"
    with open(used, "wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        write_atomically(tmp_path / "page.html", b"new")
        assert used.exists()
    write_atomically(tmp_path / "page.html", b"new")
    assert not used.exists()


def test_two_writers_of_one_page(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), "300000"], stdout=subprocess.PIPE
        )
        for _ in range(2)
    ]
    try:
        for writer in writers:
            assert writer.stdout is not None
            writer.stdout.readline()
        until = time.monotonic() + 1
        seen: set[str] = set()
        while time.monotonic() < until:
            if path.exists():
                data = path.read_bytes()
                assert len(data) == 300_000
                assert len(set(data)) == 1
                seen.add(hashlib.sha256(data).hexdigest())
        assert all(writer.poll() is None for writer in writers)
        assert seen
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
            assert writer.stdout is not None
            writer.stdout.close()
