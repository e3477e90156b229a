"""`weavec serve`: what pages are told, who is refused, what is said in the terminal.

Longer forms are scripts: `serve_saves.py`, `serve_edits.py`, `serve_many.py`, `serve_attacks.py`.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import Follower, Served, block, served, taken_in

from weavec.commands.editing import editor_command, editor_fault, open_in_editor
from weavec.compiler import compile  # noqa: A004
from weavec.disk import open_story
from weavec.emit.player import PREVIEW, player, preview_player, write_preview
from weavec.ir import Program, program_json
from weavec.preview.guard import Graph, Open, Rules, Unknown, Way, message
from weavec.preview.version import story_message, version
from weavec.preview.watch import Hints, Watch
from weavec.source import SourceFile

STORY = """story "The Pier"
  id 1f3c6b52-8a0e-4c35-9b8e-2d9a6f0f7c11

var fog: 0..5 = 3

scene pier
  The ferry has no lights on.
  choice
    * Wait.
      Nobody comes.
      set fog += 1
    * Go.
      {fog} lamps are lit.
  -> shore

scene shore
  Sand.
  end ashore "Dry Land"
"""


@pytest.fixture(scope="module", autouse=True)
def _linked() -> None:
    write_preview()  # once, and not in every process


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "story"
    made.mkdir()
    (made / "pier.weave").write_text(STORY)
    return made


def save(folder: Path, text: str) -> None:
    (folder / "pier.weave").write_text(text)


def built(folder: Path) -> dict[str, Any]:
    """What a clean build makes of a story."""
    program = compile(open_story(str(folder))).program
    assert program is not None
    return program_json(program)


# ------------------------------------------------------------------ what pages are told


def has(wanted: str) -> Callable[[Follower], bool]:
    """Whether a page shows the program of that hash."""
    return lambda page: page.program["hash"] == wanted


def has_way(number: int) -> Callable[[Follower], bool]:
    """Whether a page has that answer."""
    return lambda page: page.last.get("way", {}).get("id") == number


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One preview for all tests that can do with that."""
    folder = tmp_path_factory.mktemp("shared") / "story"
    folder.mkdir()
    save(folder, STORY)
    with served(folder) as made:
        yield made


@pytest.fixture
def page(preview: Served) -> Iterator[Follower]:
    """A page that shows the story as it was at first."""
    save(preview.story, STORY)
    wanted = built(preview.story)["hash"]
    made = Follower(preview)
    assert made.until(lambda p: p.program["hash"] == wanted and p.state != "broken", 5)
    yield made
    made.close()


def test_a_page_is_told_of_every_edit(preview: Served, page: Follower) -> None:
    folder = preview.story
    edits = [
        STORY.replace("no lights on", "one light on"),
        STORY.replace("  Sand.\n", "  Sand.\n  And wind.\n"),
        STORY.replace("-> shore", "-> between\n\nscene between\n  Fog.\n  -> shore"),
        STORY.replace("var fog: 0..5 = 3", "var fog: 0..5 = 3\nvar wind = true"),
        STORY.replace("The Pier", "The Other Pier"),
        STORY,
    ]
    for text in edits:
        save(folder, text)
        wanted = built(folder)
        assert page.until(has(wanted["hash"]), 5)
        assert page.program == wanted
        assert "program" not in page.last["story"], "all of it was sent"
    assert block(preview.page(), "weave-story") == built(folder)


def test_what_is_wrong_is_told_and_the_story_stays(preview: Served, page: Follower) -> None:
    folder = preview.story
    assert page.until(lambda p: p.state == "proved", 20)
    before = page.program
    save(folder, STORY.replace("-> shore", "-> shroe"))
    assert page.until(lambda p: p.state == "broken", 5)
    command = [sys.executable, "-m", "weavec", "--quiet", "check", "--no-proof", str(folder)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    assert page.last["findings"]["text"].strip() == said.strip()
    assert "did you mean `shore`?" in said
    found = page.last["findings"]["diagnostics"][0]
    assert (found["file"], found["line"], found["name"]) == ("pier.weave", 14, "undefined-scene")
    assert page.program == before
    assert block(preview.page(), "weave-story") == before
    save(folder, STORY)
    assert page.until(lambda p: p.state == "proved", 20)
    assert page.last["findings"]["proof"]["endings"]["ashore"]["verdict"] == "proved"


def test_a_file_that_is_wrong_can_be_opened(preview: Served, page: Follower) -> None:
    """It is not in the story that the page shows, and its name comes from the server."""
    folder = preview.story
    (folder / "new.weave").write_text("scene new\n  -> nowhere\n")
    assert page.until(lambda p: p.state == "broken", 5)
    page.wire.send('{"type":"open","file":"new.weave","line":2}')
    assert page.until(lambda p: "opened" in p.last, 5)
    assert page.last.pop("opened") == {
        "type": "opened", "file": "new.weave", "line": 2,
        "why": "The editor could not be started: there is no command for it.",
    }  # fmt: skip
    (folder / "new.weave").unlink()
    assert page.until(lambda p: p.state == "proved", 20)
    page.wire.send('{"type":"open","file":"new.weave","line":2}')
    assert page.until(lambda p: "opened" in p.last, 5)
    assert "no file of the story" in page.last["opened"]["why"]


def test_a_way_is_looked_for(page: Follower) -> None:
    assert page.until(lambda p: p.state == "proved", 20)
    ways = {"shore": ["Wait."], "ashore": ["Wait."], "sea": None}
    for number, (to, choices) in enumerate(ways.items()):
        page.wire.send(json.dumps({"type": "way", "id": number, "to": to}))
        assert page.until(has_way(number), 20)
        way = page.last["way"]
        assert way["choices"] == choices
        if choices:
            assert way["dice"] == [] and {"do": "next"} in way["inputs"]


def test_what_is_built_into_the_folder_is_no_edit(preview: Served, page: Follower) -> None:
    folder = preview.story
    for number in range(5):
        (folder / "build").mkdir(exist_ok=True)
        (folder / "build" / "story.html").write_text(str(number))
        (folder / ".hidden.weave").write_text(str(number))
        os.utime(folder / "pier.weave")
        time.sleep(0.1)
    while page.hear(0.8) is not None:
        pass
    assert "story" not in page.last


def test_a_folder_goes_and_comes_back(preview: Served, page: Follower) -> None:
    folder = preview.story
    folder.rename(folder.with_name("away"))
    assert page.until(lambda p: p.state == "broken", 6)
    assert "the story's folder is gone" in page.last["findings"]["text"]
    folder.with_name("away").rename(folder)
    assert page.until(lambda p: p.state != "broken", 6)
    save(folder, STORY.replace("Sand.", "Stones."))
    wanted = built(folder)["hash"]
    assert page.until(has(wanted), 6)


def test_a_folder_in_the_story_goes_and_comes_back(folder: Path) -> None:
    """Nothing is said of it in the terminal, and what is written in it then is seen."""
    pier, shore = STORY.split("\nscene shore")
    save(folder, pier)
    acts = folder / "acts"
    acts.mkdir()
    (acts / "shore.weave").write_text("scene shore" + shore)
    with served(folder) as preview:
        page = Follower(preview)
        for words in ("Stones.", "Shells."):
            acts.rename(folder.with_name("away"))
            assert page.until(lambda p: p.state == "broken", 10)
            folder.with_name("away").rename(acts)
            assert page.until(lambda p: p.state == "proved", 20)
            (acts / "shore.weave").write_text("scene shore" + shore.replace("Sand.", words))
            assert page.until(has(built(folder)["hash"]), 10)
        page.close()
        preview.stop()
        assert not any("watchdog" in line or "Warning" in line for line in preview.said)


def test_a_folder_that_went_is_not_listened_to(folder: Path) -> None:
    """Another one in its place, and the end of both, leave the rest listened to."""
    art, away = folder / "art", folder.with_name("away")
    art.mkdir()
    heard = threading.Event()
    hints = Hints(open_story(str(folder)), heard.set)
    steps: tuple[Callable[[], object], ...] = (
        lambda: art.rename(away), art.mkdir, art.rmdir, away.rmdir,
        *(lambda: save(folder, STORY) for _ in range(3)),
    )  # fmt: skip
    try:
        for number, step in enumerate(steps):
            assert hints.renew()
            while heard.wait(0.1):  # of the step before
                heard.clear()
                hints.renew()
            step()
            assert step == away.rmdir or heard.wait(10), number
    finally:
        hints.stop()


def test_all_files_go_and_come_back(preview: Served, page: Follower) -> None:
    path = preview.story / "pier.weave"
    path.unlink()
    assert page.until(lambda p: p.state == "broken", 6)
    said = page.last["findings"]["text"]
    assert "no .weave file in the story's folder any more" in said
    assert "^" not in said and len(page.last["findings"]["diagnostics"]) == 1
    path.write_bytes(b"scene pier\n  \xff\n")
    assert page.until(lambda p: "0xFF" in p.last["findings"]["text"], 6)
    assert "^" not in page.last["findings"]["text"]
    assert "pier.weave:2:3" in page.last["findings"]["text"]
    save(preview.story, STORY)
    assert page.until(lambda p: p.state == "proved", 20)


def test_an_error_that_does_not_stop_the_page_is_told(folder: Path) -> None:
    save(folder, STORY + "\nscene attic\n  Dust.\n  -> shore\n")
    with served(folder) as preview:
        page = Follower(preview)
        assert page.until(lambda p: p.state == "proved", 20)
        page.close()
        wanted = "error[E401] unreachable-scene: "
        until = time.monotonic() + 5
        while not any(line.startswith(wanted) for line in preview.said):
            assert time.monotonic() < until, preview.said
            time.sleep(0.05)
        assert any(line.endswith("pier.weave:20:7\n") for line in preview.said)


def test_a_story_that_cannot_be_read_yet(folder: Path) -> None:
    save(folder, STORY.replace("-> shore", "-> shroe"))
    with served(folder) as preview:
        assert any("undefined-scene" in line for line in preview.said)
        assert "the page waits for the story\n" in preview.said
        page = Follower(preview)
        assert page.told["frame"] == "waiting"
        assert page.until(lambda p: p.state == "broken", 5)
        save(folder, STORY)
        wanted = built(folder)["hash"]
        assert page.until(has(wanted), 6)
        assert page.last["story"]["frame"] != "waiting"
        page.close()


# ------------------------------------------------------------------ beginning and end


def test_ctrl_c_ends_it_at_once(folder: Path) -> None:
    with served(folder) as preview:
        page = Follower(preview)
        assert preview.stop() < 0.5
        assert preview.process.returncode == 130
        assert not any("Traceback" in line or "Error" in line for line in preview.said)
        page.close()


def test_a_taken_port(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "weavec", "serve", str(folder), "--port", port]
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 2
    assert f"port {port} is taken by another program" in done.stderr
    assert "--port 0" in done.stderr


def test_nothing_to_serve(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "weavec", "serve", str(tmp_path / "none")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert (done.returncode, done.stderr.split("\n")[0]) == (
        2, f"error: there is no file or folder {tmp_path / 'none'}",
    )  # fmt: skip


# ------------------------------------------------------------------ who is refused

RULES = Rules(4747, "secret")
HERE = "127.0.0.1:4747"
ASKED: dict[str, tuple[str, dict[str, list[str]], str | None]] = {
    "the page": ("/", {"host": [HERE]}, "page"),
    "with a seed": ("/?seed=7", {"host": [HERE]}, "page"),
    "by name": ("/", {"host": ["localhost:4747"]}, "page"),
    "its own origin": ("/", {"host": [HERE], "origin": [f"http://{HERE}"]}, "page"),
    "no host": ("/", {}, None),
    "two hosts": ("/", {"host": [HERE, HERE]}, None),
    "another port": ("/", {"host": ["127.0.0.1:80"]}, None),
    "another name": ("/", {"host": ["localhost.evil.example:4747"]}, None),
    "rebound": ("/", {"host": ["evil.example:4747"]}, None),
    "a foreign origin": ("/", {"host": [HERE], "origin": ["http://evil.example"]}, None),
    "no origin at all": ("/", {"host": [HERE], "origin": ["null"]}, None),
    "the other name's origin": ("/", {"host": [HERE], "origin": ["http://localhost:4747"]}, None),
    "inside a foreign page": ("/", {"host": [HERE], "sec-fetch-site": ["cross-site"]}, None),
    "a link to it": ("/", {
        "host": [HERE], "sec-fetch-site": ["cross-site"], "sec-fetch-mode": ["navigate"],
        "sec-fetch-dest": ["document"]}, "page"),
    "a frame around it": ("/", {
        "host": [HERE], "sec-fetch-site": ["cross-site"], "sec-fetch-mode": ["navigate"],
        "sec-fetch-dest": ["iframe"]}, None),
    "a file": ("/pier.weave", {"host": [HERE]}, None),
    "up": ("/../pier.weave", {"host": [HERE]}, None),
    "long": ("/?" + "a" * 500, {"host": [HERE]}, None),
    "the socket": ("/live?token=secret", {"host": [HERE], "origin": [f"http://{HERE}"]}, "socket"),
    "no token": ("/live", {"host": [HERE], "origin": [f"http://{HERE}"]}, None),
    "a wrong token": ("/live?token=x", {"host": [HERE], "origin": [f"http://{HERE}"]}, None),
    "a token of no letters": (
        "/live?token=%ff%00é", {"host": [HERE], "origin": [f"http://{HERE}"]}, None),
    "the socket from nowhere": ("/live?token=secret", {"host": [HERE]}, None),
}  # fmt: skip


@pytest.mark.parametrize(("path", "headers", "what"), ASKED.values(), ids=list(ASKED))
def test_who_may_ask(path: str, headers: dict[str, list[str]], what: str | None) -> None:
    asked = RULES.request(path, headers)
    assert (asked and asked.what) == what


MESSAGES: dict[str, object] = {
    '{"type":"open","file":"pier.weave","line":3}': Open("pier.weave", 3),
    '{"type":"way","id":1,"to":"shore"}': Way(1, "shore"),
    '{"type":"graph"}': Graph(),
    '{"type":"open","file":"../pier.weave","line":3}': Unknown("../pier.weave", 3),
    '{"type":"open","file":"pier.weave","line":0}': None,
    '{"type":"open","file":"pier.weave","line":true}': None,
    '{"type":"open","file":"pier.weave","line":"3"}': None,
    '{"type":"open","file":"pier.weave","line":3,"then":"x"}': None,
    '{"type":"way","id":-1,"to":"shore"}': None,
    '{"type":"way","id":1,"to":["shore"]}': None,
    '{"type":"graph","more":1}': None,
    '{"type":"run"}': None,
    "[" * 100_000: None,
    "[" * 1_900: None,
    "[]": None,
    "": None,
    "{": None,
}


@pytest.mark.parametrize(("text", "meant"), MESSAGES.items(), ids=[key[:50] for key in MESSAGES])
def test_what_a_page_may_ask(text: str, meant: object) -> None:
    assert message(text, ("pier.weave",)) == meant
    assert message(text.encode(), ("pier.weave",)) is None


def test_strangers_learn_nothing(preview: Served) -> None:
    host = f"127.0.0.1:{preview.port}"
    for head in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Host": ""}):
        status, got = preview.get("/", **head)
        assert status == 403 and b"ferry" not in got
    for data in (
        b"GET / HTTP/1.1\r\n\r\n", f"POST / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode(),
        f"GET /pier.weave HTTP/1.1\r\nHost: {host}\r\n\r\n".encode(), b"\x16\x03\x01\r\n\r\n",
    ):  # fmt: skip
        status, got = preview.raw(data)
        assert status != 200 and b"ferry" not in got
    status, got = preview.get()
    assert status == 200 and b"ferry" in got
    answer = got.split(b"\r\n\r\n")[0].lower()
    for line in (b"cross-origin-resource-policy: same-origin", b"cache-control: no-store",
                 b"x-content-type-options: nosniff"):  # fmt: skip
        assert line in answer
    assert b"access-control" not in answer
    page = Follower(preview)
    page.wire.send('{"type":"open","file":"/etc/passwd","line":1}')
    assert page.until(lambda p: "opened" in p.last, 5)
    assert "no file of the story" in page.last["opened"]["why"]
    page.wire.send('{"type":"open","file":7,"line":1}')
    with pytest.raises(Exception, match="1008"):
        while True:
            page.hear(5)


# ------------------------------------------------------------------ parts


def test_a_file_is_not_taken_before_it_is_written(folder: Path) -> None:
    watch = Watch(open_story(str(folder)))
    path = folder / "pier.weave"
    os.utime(path)
    assert watch.changed() is None
    with path.open("w") as file:
        file.write(STORY[:100])
        file.flush()
        threading.Timer(0.4, file.write, [STORY[100:] + "\n"]).start()
        threading.Timer(0.5, file.close).start()
        seen = watch.changed()
    assert seen is not None
    (taken,) = seen.files
    assert isinstance(taken, SourceFile) and taken.text == STORY + "\n"
    path.write_text("")
    threading.Timer(0.4, lambda: path.write_text(STORY)).start()
    seen = watch.changed()
    assert seen is not None
    assert isinstance(seen.files[0], SourceFile) and seen.files[0].text == STORY


def test_a_file_is_not_taken_half_though_it_is_closed_by_now(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read while it is written, and nobody has it open when that is asked."""
    path = folder / "pier.weave"
    watch = Watch(open_story(str(folder)))
    fresh = STORY.replace("ferry", "boat")

    def closed(_: str) -> bool:
        if time.monotonic() - begun > 0.1 and len(path.read_text()) < len(fresh):
            path.write_text(fresh)
        return False

    monkeypatch.setattr("weavec.preview.watch.being_written", closed)
    path.write_text(fresh[:-100])
    begun = time.monotonic()
    monkeypatch.setattr("weavec.preview.watch.QUIET", 0.1)
    seen = watch.changed()
    assert seen is not None
    (taken,) = seen.files
    assert isinstance(taken, SourceFile)
    assert taken.text == fresh


def test_a_message_holds_what_has_changed(folder: Path) -> None:
    def made(text: str) -> Program:
        save(folder, text)
        program = compile(open_story(str(folder))).program
        assert program is not None
        return program

    first = version(1, made(STORY), "frame", ("pier.weave",), None)
    middle = version(2, made(STORY.replace("Sand.", "Dust.")), "frame", ("pier.weave",), first)
    last = version(3, made(STORY.replace("Sand.", "Stones.")), "frame", ("pier.weave",), middle)
    for base in (first, middle, None):
        told = json.loads(story_message(last, base))
        shown = {} if base is None else json.loads(base.text())
        assert taken_in(shown, told, base.number if base else 0) == json.loads(last.text())
    told = json.loads(story_message(last, first))
    assert told["scenes"][0] == [0, 1]
    assert list(told["texts"]["en"]["set"].values()) == [["Stones."]]
    assert len(told["texts"]["en"]["gone"]) == 1
    assert "head" not in told


EDITORS = {
    "code": ["code", "-g", "/a b/x.weave:7"],
    "/usr/bin/code --wait": ["/usr/bin/code", "--wait", "-g", "/a b/x.weave:7"],
    "emacsclient -n": ["emacsclient", "-n", "+7", "/a b/x.weave"],
    "thing": ["thing", "/a b/x.weave"],
    "thing {file} --at={line}": ["thing", "/a b/x.weave", "--at=7"],
    "": [],
    "'": [],
}


@pytest.mark.parametrize(("given", "words"), EDITORS.items())
def test_how_an_editor_is_started(given: str, words: list[str]) -> None:
    assert editor_command(given, "/a b/x.weave", 7) == words


def test_an_editor_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    assert open_in_editor("no-such-editor-here", "/a", 1) == (
        "there is no program `no-such-editor-here`"
    )
    assert open_in_editor(str(tmp_path), "/a", 1) == "Permission denied"
    assert open_in_editor(sys.executable + " -c pass {file}", "/a", 1) is None


@pytest.mark.parametrize("given", ["code {fil", "code {file} {column}", "code '", "code }{"])
def test_an_editor_that_cannot_be_meant_is_refused(given: str, folder: Path) -> None:
    assert editor_fault(given) is not None
    command = [sys.executable, "-m", "weavec", "serve", str(folder), "--port", "0"]
    done = subprocess.run(
        [*command, "--editor", given], capture_output=True, text=True, timeout=20, check=False
    )
    assert done.returncode == 2
    assert "the command of `--editor` cannot be used" in done.stderr


def test_readers_carry_nothing_of_it() -> None:
    made, live = player(), preview_player()
    sheets = "".join(path.read_text() for path in PREVIEW.glob("*.css"))
    assert "author-note" in sheets and "author-note" in live.style and "author-note" in live.script
    for text in (made.script, made.undrawn, made.style):
        for word in ("author-", "WebSocket", "weave-preview", "in previews"):
            assert word not in text
