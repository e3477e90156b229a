"""The command line as people and programs meet it: output, exit codes, start-up, interruptions."""

from __future__ import annotations

import gc
import hashlib
import io
import json
import os
import pty
import random
import re
import resource
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from weavec import __version__, cli, compiler
from weavec.codes import CODES
from weavec.commands.common import Settings, working

ROOT = Path(__file__).parent.parent
CLEAN = """\
story "The Door"
  id 0d9d7f6e-5a55-4f57-9d3b-0f6f3f6a1a11
  language en
  start hall

dreamer elena "Elena"

var trust: 0..5 = 2

scene hall "The Hall" as elena
  A door stands open.
  choice "Which way?"
    * Through the door.
      set trust += 1
    # allow: unreachable-option - there is no way through a wall
    * (needs trust >= 5 "Not yet.") Into the wall.
    * Wait.
      elena thinks: Somebody will come.
  elena: I am going.
  if trust >= 3
    end out "Outside"
  else
    end in "Inside"
"""
BROKEN = CLEAN.replace("end out", "-> nowhere\n    end out")
WARNED = CLEAN.replace("  id 0d9d7f6e-5a55-4f57-9d3b-0f6f3f6a1a11\n", "")
HOLED = CLEAN.replace("  elena: I am going.\n", "  todo: more of this\n  elena: I am going.\n")


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with a clean story `door`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    write(tmp_path / "door" / "door.weave", CLEAN)
    return tmp_path


class Ran:
    """What a command came to."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


def run(*args: str, **more: Any) -> Ran:
    """Run `weavec` as a program of its own. `environment`: variables to add."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more.pop("environment", {})}
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "input": b"", **more}
    done = subprocess.run(
        [sys.executable, "-m", "weavec", *args], timeout=60, env=environment, **streams
    )
    return Ran(done.returncode, (done.stdout or b"").decode(), (done.stderr or b"").decode())


@pytest.fixture
def weavec(here: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Any:
    """Run `weavec` inside this process, which is faster."""

    def call(*args: str) -> Ran:
        capfdbinary.readouterr()
        code = cli.main(list(args))
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Ran(code, out.decode(), err.decode())

    return call


# ------------------------------------------------------------------ help and mistakes


def test_bare_weavec_is_help(weavec: Any) -> None:
    ran = weavec()
    assert ran.code == 0
    assert ran.err == ""
    for verb in cli.VERBS:
        assert re.search(rf"^  {verb} ", ran.out, re.M)


@pytest.mark.parametrize("verb", cli.VERBS)
def test_every_verb_has_help_with_an_example(weavec: Any, verb: str) -> None:
    ran = weavec(verb, "--help")
    assert ran.code == 0
    assert re.search(rf"Examples:\n.*weavec {verb}", ran.out, re.S)


def test_version(weavec: Any) -> None:
    assert weavec("--version").out == f"weavec {__version__}\n"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["chekc"], "did you mean `check`?"),
        (["xyzzy"], "verbs are new, build, check"),
        (["check", "nowhere"], "there is no file or folder nowhere"),
        (["check", "--fromat", "json"], "--format"),
        (["check", "--format", "xml"], "xml"),
        (["check", "a", "b"], "b"),
        (["explain", "undefined-scen"], "did you mean `undefined-scene`?"),
        (["explain", "E4100"], "did you mean `E410`?"),
        (["play", "--random", "0"], "0"),
        (["play", "--random", "2", "--choices", "1"], "leave out --choices"),
        (["play", "--seed", "-1"], "-1"),
        (["play", "--walk", "door/door.weave", "door"], "not a JSON list"),
        (["new", "---"], "---"),
        (["new", "door"], "is there already"),
        (["check", ""], "there is no file or folder with an empty name"),
        (["build", "door", "-o", ""], "-o wants the name of a file"),
        (["build", "door", "-o", "door"], "is a folder"),
        (["build", "door", "-o", "door/Door.WEAVE"], "would replace the story"),
        (["build", "door", "-o", "door/door.weave"], "would replace the story"),
        (["build", "door", "-o", "door/door.weave/x.html"], "a part of its path is a file"),
    ],
)
def test_mistakes_of_use(weavec: Any, args: list[str], words: str) -> None:
    before = Path("door/door.weave").read_text()
    ran = weavec(*args)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert "Traceback" not in ran.err
    assert Path("door/door.weave").read_text() == before


def test_whether_a_story_can_be_read_is_ours_to_say(
    weavec: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_, **__: False)  # what click would ask
    assert weavec("check", "door").code == 0


def test_an_argument_cannot_act_on_the_terminal(weavec: Any) -> None:
    for args in (["check", "a\x1b[31m\u202e"], ["a\x1b[31m\u202e"], ["explain", "\x1b[31m\u202e"]):
        ran = weavec(*args)
        assert ran.code == 2
        assert "\x1b" not in ran.err
        assert "\u202e" not in ran.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(here: Path, shell: str) -> None:
    script = run(environment={"_WEAVEC_COMPLETE": f"{shell}_source"})
    assert "weavec" in script.out
    for typed, at, wanted in (("che", "1", "check"), ("pa", "1", "paths"), ("--ti", "2", "--time")):
        before = "weavec " if at == "1" else "weavec check "
        words = {"COMP_WORDS": before + typed, "COMP_CWORD": typed if shell == "fish" else at}
        found = run(environment={"_WEAVEC_COMPLETE": f"{shell}_complete", **words})
        assert wanted in found.out


# ------------------------------------------------------------------ check


def test_check(weavec: Any) -> None:
    ran = weavec("check", "door")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "The Door: no findings in 1 file\n"
    assert weavec("check", "door", "--quiet").err == ""
    assert weavec("--quiet", "check", "door").err == ""


def test_check_where_one_stands(weavec: Any, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(here / "door" / "door.weave", BROKEN)
    assert " --> door/door.weave:21:8\n" in weavec("check", "door").err
    assert " --> door/door.weave:21:8\n" in weavec("check", "door/door.weave").err
    monkeypatch.chdir(here / "door")
    assert " --> door.weave:21:8\n" in weavec("check").err


@pytest.mark.parametrize(
    ("text", "code", "strict"), [(CLEAN, 0, 0), (WARNED, 0, 1), (BROKEN, 1, 1), (HOLED, 0, 0)]
)
def test_exit_codes(weavec: Any, here: Path, text: str, code: int, strict: int) -> None:
    write(here / "door" / "door.weave", text)
    assert weavec("check", "door").code == code
    assert weavec("check", "door", "--strict").code == strict


def test_machine_output_is_alone_on_standard_output(weavec: Any, here: Path) -> None:
    write(here / "door" / "door.weave", BROKEN)
    ran = weavec("check", "door", "--format", "json")
    assert (ran.code, ran.err) == (1, "")
    data = json.loads(ran.out)
    assert data["story"] == {"id": "0d9d7f6e-5a55-4f57-9d3b-0f6f3f6a1a11", "title": "The Door"}
    (found,) = data["diagnostics"]
    assert (found["name"], found["file"], found["line"]) == ("undefined-scene", "door.weave", 21)
    assert data["summary"] == {"errors": 1, "warnings": 0, "notes": 0}
    sarif = json.loads(weavec("check", "door", "--format", "sarif").out)
    place = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "door/door.weave"
    github = weavec("check", "door", "--format", "github")
    assert github.out.startswith("::error file=door/door.weave,line=21,")
    assert github.out.count("\n") == 1


def test_colour(weavec: Any, here: Path) -> None:
    write(here / "door" / "door.weave", BROKEN)
    assert "\x1b" not in weavec("check", "door").err
    assert "\x1b[1;31m" in weavec("check", "door", "--color", "always").err
    assert "\x1b[1;31m" in weavec("--color", "always", "check", "door").err
    forced = run("check", "door", environment={"FORCE_COLOR": "1"})
    assert "\x1b" in forced.err
    both = run("check", "door", environment={"FORCE_COLOR": "1", "NO_COLOR": "1"})
    assert "\x1b" not in both.err


STRANGE = {
    "empty": b"",
    "blank": b"\n\n  \n",
    "mark": b"\xef\xbb\xbf" + CLEAN.encode(),
    "dos": CLEAN.replace("\n", "\r\n").encode(),
    "mac": CLEAN.replace("\n", "\r").encode(),
    "tabs": CLEAN.replace("  ", "\t").encode(),
    "mixed": CLEAN.replace("    ", "  \t").encode(),
    "nul": CLEAN.replace("door", "do\0or").encode(),
    "escapes": CLEAN.replace("door", "\x1b[31m\x9b\u202e").encode(),
    "latin": CLEAN.replace("door", "dör").encode("latin-1"),
    "utf-16": CLEAN.encode("utf-16"),
    "cut": CLEAN.encode()[:-5],
    "no end": CLEAN.rstrip("\n").encode(),
    "noise": random.Random(1).randbytes(4000),
    "long": b"x" * 300_000,
    "deep": b"story \"x\"\nscene a\n" + b"".join(b"  " * n + b"if true\n" for n in range(1, 300)),
}
FINE = {"mark", "dos", "no end"}


@pytest.mark.parametrize("kind", STRANGE)
def test_strange_files(weavec: Any, here: Path, kind: str) -> None:
    (here / "door" / "door.weave").write_bytes(STRANGE[kind])
    ran = weavec("check", "door")
    assert ran.code == (0 if kind in FINE else 1), ran.err
    assert "internal error" not in ran.err
    assert str(here) not in ran.err
    acting = [char for char in ran.err if char != "\n" and not char.isprintable() and char != " "]
    assert not acting
    for form in ("json", "sarif", "github"):
        assert weavec("check", "door", "--format", form).code == ran.code


def test_links_that_lead_out(weavec: Any, here: Path) -> None:
    write(here / "secret.weave", "TOP SECRET")
    (here / "door" / "x.weave").symlink_to("../secret.weave")
    for args in (["check", "door"], ["build", "door"], ["check", "door/x.weave"]):
        ran = weavec(*args)
        assert ran.code == 1
        assert "unreadable-file: this is a link that leads out of the story's folder" in ran.err
        assert "SECRET" not in ran.err
        assert "secret" not in ran.err
    assert not Path("build").exists()


def test_pipes_are_not_waited_for(here: Path) -> None:
    os.mkfifo(here / "door" / "x.weave")
    assert run("check", "door").code == 1  # and not given up for dead after a minute


# ------------------------------------------------------------------ build


def test_build(weavec: Any) -> None:
    ran = weavec("build", "door")
    assert (ran.code, ran.out) == (0, "")
    assert re.fullmatch(r"build/door\.html is ready \(\d+ KB\)\n", ran.err)
    page = Path("build/door.html").read_text("utf-8")
    assert page.startswith("<!")
    assert "A door stands open." in page
    assert weavec("build", "door", "-o", "x/y.html", "--quiet").err == ""
    assert Path("x/y.html").read_text("utf-8") == page


def test_a_page_is_not_kept_waiting(weavec: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proofs get a second before a page, a minute before a release, and what one gives them."""
    given = []
    real = compiler.compile

    def noted(world: Any, limits: Any = None, *more: Any, **named: Any) -> Any:
        given.append(limits and limits.seconds)
        return real(world, limits, *more, **named)

    monkeypatch.setattr(compiler, "compile", noted)
    for more in ([], ["--release"], ["--time-limit", "7"], ["--no-proof"]):
        assert weavec("build", "door", *more).code == 0
    assert given == [0.25, 20, 7, None]


def test_a_moment_too_short_is_no_fault_of_the_story(
    weavec: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weavec.commands.build.A_MOMENT", 1e-9)
    short = "a moment was too short to prove everything: `weavec check` takes its time\n"
    ran = weavec("build", "door", "--no-cache")
    assert (ran.code, ran.err.count("undecided")) == (0, 0)
    assert ran.err.endswith(short)
    asked = weavec("build", "door", "--no-cache", "--time-limit", "0.000000001")
    assert "undecided" in asked.err
    assert short not in asked.err


def test_errors_leave_the_last_page(weavec: Any, here: Path) -> None:
    write(here / "door" / "door.weave", BROKEN)
    assert weavec("build", "door").code == 1
    assert not Path("build").exists()
    write(here / "build" / "door.html", "the last page")
    ran = weavec("build", "door")
    assert ran.code == 1
    assert "no page was written" in ran.err
    assert Path("build/door.html").read_text() == "the last page"


def test_a_release_has_no_todo(weavec: Any, here: Path) -> None:
    write(here / "door" / "door.weave", HOLED)
    assert weavec("build", "door").code == 0
    Path("build/door.html").unlink()
    ran = weavec("build", "door", "--release")
    assert ran.code == 1
    assert "a todo, which a release may not have" in ran.err
    assert not Path("build/door.html").exists()
    write(here / "door" / "door.weave", CLEAN)
    assert weavec("build", "door", "--release").code == 0


def test_a_page_that_cannot_be_written(weavec: Any, here: Path) -> None:
    write(here / "build" / "door.html", "old").chmod(0o444)
    ran = weavec("build", "door")
    assert ran.code == 2
    assert "build/door.html is read-only" in ran.err
    assert Path("build/door.html").read_text() == "old"


def test_the_same_bytes_everywhere(here: Path) -> None:
    """Another folder, language, hash seed, time zone, umask, and line ends: one page."""
    files = {"acts/one.weave": CLEAN, "acts/two.weave": 'scene attic "夢"\n  é\n  -> hall\n'}
    files["acts/one.weave"] = CLEAN.replace("  elena: I", "  visit cellar\n  elena: I")
    files["b.weave"] = 'scene cellar "Cellar"\n  Down here.\n  return\n'
    del files["acts/two.weave"]
    pages = set()
    settings: list[tuple[dict[str, str], str]] = [
        ({"PYTHONHASHSEED": "0"}, "\n"),
        ({"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Asia/Tokyo"}, "\n"),
        ({"PYTHONHASHSEED": "random", "LC_ALL": "tr_TR.UTF-8", "HOME": "/nowhere"}, "\r\n"),
        ({"PYTHONHASHSEED": "7", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}, "\n"),
    ]
    for number, (environment, end) in enumerate(settings):
        folder = here / f"copy{number}" / ("deep/" * number) / "door"
        order = list(files.items())
        for name, text in reversed(order) if number % 2 else order:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(text.replace("\n", end).encode())
        where = str(folder) if number % 2 else os.path.relpath(folder)
        ran = run("build", where, "-o", f"out{number}.html", environment=environment)
        assert ran.code == 0, ran.err
        data = Path(f"out{number}.html").read_bytes()
        assert str(here).encode() not in data
        pages.add(hashlib.sha256(data).hexdigest())
    assert len(pages) == 1


def test_kill_during_build(here: Path, full: bool) -> None:
    """Killed at any moment, a build leaves the old page or the new one, and the next one works."""
    old = "old " * 50_000
    write(here / "build" / "door.html", old)
    started = time.monotonic()
    assert run("build", "door", "-o", "new.html").code == 0
    takes = time.monotonic() - started
    new = Path("new.html").read_text("utf-8")
    chance = random.Random(3)
    for _ in range(150 if full else 8):
        build = subprocess.Popen(
            [sys.executable, "-m", "weavec", "build", "door"],
            env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(chance.random() * takes * 1.2)
        build.kill()
        build.wait()
        assert Path("build/door.html").read_text("utf-8") in (old, new)
    assert run("build", "door").code == 0
    assert Path("build/door.html").read_text("utf-8") == new
    assert os.listdir("build") == ["door.html"]


# ------------------------------------------------------------------ play


def test_play_by_choices(weavec: Any) -> None:
    ran = weavec("play", "door", "--choices", "1", "--seed", "0")
    assert ran.code == 0
    assert "A door stands open.\n" in ran.out
    assert "Which way?\n  1. Through the door.\n" in ran.out
    assert "  2. Into the wall. (locked: Not yet.)\n  3. Wait.\n" in ran.out
    assert "Elena: I am going." in ran.out
    assert ran.out.endswith("The end: Outside (out)\n\n")
    assert ran.err == "seed 0\n"
    assert "The end: Inside (in)" in weavec("play", "door", "--choices", "Wait.").out


def test_play_says_which_choices_are_left(weavec: Any) -> None:
    ran = weavec("play", "door", "--choices", "1,2,1")
    assert ran.code == 2
    assert ran.out.endswith("The end: Outside (out)\n\n")
    assert "the story ends here, and --choices goes on: 2, 1" in ran.err


def test_a_story_is_played_as_long_as_it_can_be_read(weavec: Any) -> None:
    """Whoever mends a story plays it, with all that plays."""
    Path("lost.weave").write_text(
        'story "Lost"\n  id lost-1\nscene a\n  choice\n    * Stay.\n      end stay\n    * Go.\n'
    )
    assert weavec("check", "lost.weave").code == 1
    for how, code in ((("--choices", "1"), 0), (("--choices", "2"), 1), (("--random", "9"), 1)):
        ran = weavec("play", "lost.weave", *how)
        assert ran.code == code, how
        assert ran.err.startswith("note: the story has 1 error, which `weavec check` shows\n")
    Path("lost.weave").write_text('story "Lost"\nscene a\n  -> b\n')
    assert weavec("play", "lost.weave", "--choices", "1").code == 1


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        (b"1\n", 0, "The end: Outside"),
        (b"3\n", 0, "The end: Inside"),
        (b"Wait.\r\n", 0, "The end: Inside"),
        (b"", 0, "the story waits for an answer here"),
        (b"2\n", 2, "`2` is locked"),
        (b"4\n", 2, "`4` answers nothing here"),
        (b"\xff\n", 2, "answers nothing here"),
        (b"9" * 5000 + b"\n", 2, "answers nothing here"),
    ],
)
def test_play_from_a_pipe(here: Path, given: bytes, code: int, words: str) -> None:
    ran = run("play", "door", input=given)
    assert ran.code == code
    assert words in ran.out + ran.err
    assert "Traceback" not in ran.err


def test_play_says_whose_mind_it_is_and_when_it_is_nobodys(weavec: Any, here: Path) -> None:
    write(here / "t.weave", """\
story "T"
  id 3d0c0a52-6c1e-4d0e-8a51-0f4a3c1f9b2e
  language en
  start hall

dreamer ada "Ada"

scene hall
  The hall.
  visit room as ada
  The hall again.
  visit room as ada
  end out

scene room as ada
  My room.
  return
""")  # fmt: skip
    parts = weavec("play", "t.weave", "--seed", "0").out.split("\n\n")
    assert parts[:8] == ["The hall.", "[Ada]", "My room.", "[nobody's mind]", "The hall again.",
                         "[Ada]", "My room.", "[nobody's mind]"]  # fmt: skip


def test_play_by_walk(weavec: Any, here: Path) -> None:
    drawn = CLEAN.replace("  elena: I am", "  either\n    Heads.\n  or\n    Tails.\n  elena: I am")
    write(here / "door" / "door.weave", drawn)
    for number, words in ((1, "Heads."), (2, "Tails.")):
        write(here / "walk.json", json.dumps(["Wait.", f"random: {number} of 2"]))
        for seed in ("0", "1", "2"):
            ran = weavec("play", "door", "--walk", "walk.json", "--seed", seed)
            assert words in ran.out
            assert "The end: Inside" in ran.out
    write(here / "walk.json", '["Fly."]')
    ran = weavec("play", "door", "--walk", "walk.json")
    assert ran.code == 2
    assert "`Fly.` answers nothing here" in ran.err


def test_play_at_random(weavec: Any) -> None:
    ran = weavec("play", "door", "--random", "20")
    assert ran.code == 0
    assert "20 walks reached an ending" in ran.out
    assert "endings  2 of 2 (100.0 %)" in ran.out
    assert "options  2 of 3 (66.7 %)" in ran.out
    assert "options that no walk met\n  hall: Into the wall.\n" in ran.out
    assert ran.out == weavec("play", "door", "--random", "20").out
    assert ran.out == weavec("play", "door", "--random", "20", "--seed", "0").out


def test_a_story_with_errors_is_not_played(weavec: Any, here: Path) -> None:
    write(here / "door" / "door.weave", BROKEN)
    for verb in ("play", "stats"):
        ran = weavec(verb, "door")
        assert (ran.code, ran.out) == (1, "")
        assert "undefined-scene" in ran.err


def test_play_in_a_terminal(here: Path) -> None:
    """With Enter, a wrong answer, a way back, and colour; then Ctrl-C in a second play."""
    assert "The end: Inside" in in_terminal(
        ["play", "door"], ["\n", "2\n", "b\n", "\n", "7\n", "3\n", "\n", "\n"]
    )
    shown = in_terminal(["play", "door"], ["\n", "\x03"], code=130)
    assert "Which way?" in shown
    assert "Traceback" not in shown
    assert "\x1b[" in shown


def in_terminal(args: list[str], keys: list[str], code: int = 0) -> str:
    """Run `weavec` in a terminal, type keys each time it waits, and return what was shown."""
    child, handle = pty.fork()
    if child == 0:
        os.environ.update(PYTHONPATH=str(ROOT), TERM="xterm")
        os.environ.pop("NO_COLOR", None)
        os.execv(sys.executable, [sys.executable, "-m", "weavec", *args])
    shown = b""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        ready, _, _ = select.select([handle], [], [], 0.2 if shown and keys else 20)
        if ready:
            try:
                part = os.read(handle, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        elif keys:
            os.write(handle, keys.pop(0).encode())
        else:
            os.kill(child, signal.SIGKILL)  # it waits for more than was typed
            break
    else:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(handle)
    assert os.waitstatus_to_exitcode(status) == code, shown.decode()
    return shown.decode().replace("\r\n", "\n")


# ------------------------------------------------------------------ stats, explain, new


def test_stats(weavec: Any) -> None:
    data = json.loads(weavec("stats", "door", "--format", "json").out)
    assert data["story"]["title"] == "The Door"
    assert data["total"] == {
        "words": 4 + 2 + 3 + 3 + 1 + 2 + 3 + 3, "lines": 3, "choices": 1, "options": 3,
        "minutes": 0.1,
    }  # fmt: skip
    assert data["scenes"] == [{"id": "hall", "chapter": None, **data["total"]}]
    assert data["dreamers"] == [{"id": "elena", **data["total"]}]
    assert data["several"]["words"] == data["nobody"]["words"] == 0
    assert data["endings"] == 2
    table = weavec("stats", "door").out
    assert table.startswith("The Door: 21 words, < 1 min to read once through, 2 endings\n")
    assert re.search(r"^hall +21 +3 +1 +3 +< 1 min$", table, re.M)
    assert re.search(r"^Elena +21 ", table, re.M)


def test_stats_by_dreamer(weavec: Any, here: Path) -> None:
    """Text belongs to the mind it is read in, if there is but one."""
    text = CLEAN.replace("scene hall", 'dreamer jax "Jax"\n\nscene hall').replace(
        "  if trust >= 3\n    end out",
        "  shift to jax\n  One two.\n  as elena\n    One.\n  -> both\n\n"
        'scene both "Both" as elena, jax\n'
        "  seen by jax\n    One two three.\n"
        "  dream-merge m\n    strand elena\n      One.\n    strand jax\n      One two.\n"
        "  if trust >= 3\n    end out",
    )
    write(here / "door" / "door.weave", text)
    ran = weavec("stats", "door", "--format", "json")
    assert ran.code == 0, ran.err
    data = json.loads(ran.out)
    words = {each["id"]: each["words"] for each in data["dreamers"]}
    assert words["jax"] == 2 + 3 + 2
    assert words["elena"] == 21 + 1 + 1
    assert data["several"]["words"] == 0


@pytest.mark.parametrize("code", CODES.values(), ids=lambda code: code.name)
def test_explain(weavec: Any, code: Any) -> None:
    by_name = weavec("explain", code.name)
    assert by_name.code == 0
    assert by_name.err == ""
    assert by_name.out.startswith(f"{code.number} {code.name}\n")
    assert "```" not in by_name.out
    assert weavec("explain", code.number.lower()).out == by_name.out


def test_explain_tells_examples_apart(weavec: Any) -> None:
    said = weavec("explain", "sync-order").out
    fails, mended = said.index("This story has the finding:"), said.index("And so it is mended:")
    assert fails < said.index("sync gull") < mended


def test_explain_lists_all(weavec: Any) -> None:
    ran = weavec("explain")
    assert len(ran.out.splitlines()) == len(CODES)


@pytest.mark.parametrize("name", ["my-story", "Ünïcode 夢", "deep/er/tale_2", "{if x: y}*", '"q"'])
def test_new(weavec: Any, name: str) -> None:
    assert weavec("new", name).code == 0
    folder = Path(name)
    assert sorted(os.listdir(folder)) == ["README.md", "story.weave"]
    text = (folder / "story.weave").read_text("utf-8")
    assert "@" not in text
    for kind in ("choice", "shift to", "dream-merge", "sync"):
        assert kind in text
    ran = weavec("check", name, "--strict")
    assert (ran.code, "no findings" in ran.err) == (0, True), ran.err
    covered = weavec("play", name, "--random", "60").out
    assert re.search(r"^options  (\d+) of \1 ", covered, re.M)
    assert re.search(r"^endings  2 of 2 ", covered, re.M)
    assert weavec("new", name).code == 2
    assert (folder / "story.weave").read_text("utf-8") == text


def test_new_says_commands_as_they_are_typed(weavec: Any) -> None:
    assert '`weavec build "My Story"` makes' in weavec("new", "My Story").err
    assert '\nweavec play "My Story"  ' in Path("My Story", "README.md").read_text("utf-8")
    assert "`weavec build größe` makes" in weavec("new", "größe").err
    assert "`weavec build '$HOME !'` makes" in weavec("new", "$HOME !").err


def test_two_new_stories_have_two_ids(weavec: Any) -> None:
    weavec("new", "one")
    weavec("new", "two")
    found = {re.findall("  id (.*)", Path(f, "story.weave").read_text())[0] for f in ("one", "two")}
    assert len(found) == 2


# ------------------------------------------------------------------ when things go wrong


def test_an_internal_error_is_one_line(weavec: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("lost\x1b[31m")

    monkeypatch.setattr(compiler, "compile", fail)
    monkeypatch.delenv("WEAVEC_TRACEBACK", raising=False)
    ran = weavec("check", "door")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("internal error: KeyError: ")
    assert "a bug in weavec, not in your story" in ran.err
    assert ran.err.count("\n") == 1
    assert "\x1b" not in ran.err
    monkeypatch.setenv("WEAVEC_TRACEBACK", "1")
    assert "Traceback" in weavec("check", "door").err


@pytest.mark.parametrize("error", [KeyboardInterrupt, EOFError])
def test_ctrl_c(weavec: Any, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(compiler, "compile", interrupt)
    ran = weavec("build", "door")
    assert ran.code == 130
    assert "Traceback" not in ran.err
    assert not Path("build").exists()


def test_a_reader_who_leaves(here: Path) -> None:
    """`weavec explain | head -1`, with more output than a pipe holds."""
    program = [sys.executable, "-m", "weavec", "play", "door", "--color", "never"]
    many = "".join(f"  Line {number} of very many.\n" for number in range(20_000))
    write(here / "door" / "door.weave", CLEAN.replace("  A door stands open.\n", many))
    play = subprocess.Popen(
        program, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert play.stdout is not None
    assert play.stderr is not None
    play.stdout.readline()
    play.stdout.close()
    err = play.stderr.read()
    play.stderr.close()
    assert (play.wait(30), err) == (141, b"")


@pytest.mark.parametrize(
    ("args", "code"),
    [(["explain"], 2), (["--version"], 2), (["--help"], 2), (["check", "door", "--quiet"], 0)],
)
def test_output_that_cannot_be_written(here: Path, args: list[str], code: int) -> None:
    """What goes to standard output matters; of what is said to people, only that it is said."""
    with open("/dev/full", "wb") as full_disk:
        ran = run(*args, stdout=full_disk)
    assert ran.code == code
    told = "error: the output could not be written: No space left on device\n"
    assert ran.err == (told if code else "")


def test_people_who_cannot_be_told(here: Path) -> None:
    with open("/dev/full", "wb") as full_disk:
        assert run("build", "door", stderr=full_disk).code == 0
        assert run("build", "nowhere", stderr=full_disk).code == 2
    assert Path("build/door.html").exists()


class Screen(io.StringIO):
    """A terminal that remembers what was written to it."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("takes", "quiet", "terminal", "shown"),
    [
        (1.2, False, True, True),
        (0.05, False, True, False),
        (0.75, True, True, False),
        (0.75, False, False, False),
    ],
)
def test_progress(
    monkeypatch: pytest.MonkeyPatch, takes: float, quiet: bool, terminal: bool, shown: bool
) -> None:
    """Only on a terminal, only after half a second, and gone at the end."""
    screen = Screen() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stderr", screen)
    with working("reading door", Settings("auto", quiet)):
        time.sleep(takes)
    text = screen.getvalue()
    assert bool(re.search(r"reading door … \d\.\d s", text)) is shown
    assert text == "" or text.endswith("\r\x1b[K")


def test_progress_says_what_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with working("reading door", Settings("auto", False)) as say:
        time.sleep(0.7)
        say("proving 1,200 of 10,000 places")
        time.sleep(0.4)
    shown = screen.getvalue()
    first, then = shown.index("reading door …"), shown.index("proving 1,200 of 10,000 places …")
    assert first < then
    assert "reading" not in shown[then:]


def test_progress_of_proofs(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the prover tells of its work stands on the terminal while it goes on."""
    screen = Screen()
    real = compiler.compile

    def slow(world: Any, limits: Any, progress: Any, *_: Any, **__: Any) -> Any:
        progress(1_200, 10_000)
        time.sleep(0.8)
        return real(world)

    monkeypatch.setattr(compiler, "compile", slow)
    monkeypatch.setattr(sys, "stderr", screen)
    assert cli.main(["check", "door"]) == 0
    assert "\rproving 1,200 of 10,000 places … 0." in screen.getvalue()
    assert "no findings in 1 file" in screen.getvalue().rpartition("\r\x1b[K")[2]


def test_the_collector_is_left_as_it_was(weavec: Any) -> None:
    assert gc.isenabled()
    weavec("check", "door")
    assert gc.isenabled()
    gc.disable()
    try:
        weavec("check", "door")
        assert not gc.isenabled()
    finally:
        gc.enable()


# ------------------------------------------------------------------ start-up


def imported(*args: str) -> set[str]:
    """The modules that a command imports."""
    program = (
        "import sys; from weavec.cli import main; code = main(sys.argv[1:]); "
        "print('\\n'.join(sorted(sys.modules)), file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *args], capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


def test_a_verb_imports_only_what_it_needs(here: Path) -> None:
    heavy = {"jinja2", "watchdog", "websockets", "rich", "PIL", "asyncio", "http", "unittest"}
    check = imported("check", "door", "--no-proof")
    assert "weavec.compiler" in check
    proving = {"weavec.machine", "weavec.prove.engine", "weavec.prove.paths", "oxidd"}
    assert not check & (heavy | proving | {"weavec.emit.page"})
    assert not imported("check", "door") & (heavy | {"weavec.emit.page", "weavec.prove.paths"})
    version = imported("--version")
    assert not version & (heavy | {"lark", "weavec.compiler", "weavec.ir", "json"})


def test_version_is_quick(here: Path) -> None:
    """In processor time, and the best of ten, as other work may go on beside this."""
    times = []
    for _ in range(10):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert run("--version").out == f"weavec {__version__}\n"
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(times) < 0.09, times
