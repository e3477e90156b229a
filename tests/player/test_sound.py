"""What is heard: the instruments, measured; a page plays when it may and rests when it must."""

from __future__ import annotations

import base64
import io
import math
import os
import struct
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright" if not os.environ.get("CI") else "json")

from browser import AT_ONCE, Reader, find_chromium, reading
from expecting import World
from listening import FULL, Listener
from playwright.sync_api import Browser

from weavec.compiler import compile as compile_story
from weavec.emit.page import page

if find_chromium() is None and not os.environ.get("CI"):
    pytest.skip("no Chromium here: set WEAVE_CHROMIUM to one", allow_module_level=True)

CAST = ["elena", "jax", "orion", "nora"]
SILENT = 1e-4


@pytest.fixture(scope="module")
def ear(browser: Browser) -> Iterator[Listener]:
    """A page to render in."""
    listener = Listener(browser)
    yield listener
    listener.page.close()


def want(at: float, music: str | None, *minds: int, clarity: float = 1) -> tuple[Any, ...]:
    """An act: from now on this is to be heard."""
    return (at, "want", CAST, music, list(minds), clarity)


def volumes(at: float, **change: Any) -> tuple[Any, ...]:
    """An act: volumes, full but for what is given."""
    return (at, "volumes", {**FULL, **change})


@pytest.mark.parametrize(
    ("music", "minds", "clarity"),
    [
        (None, (0,), 1),
        (None, (3,), 1),
        ("promise", (1,), 1),
        ("rain", (), 1),
        ("core", (0, 1, 2, 3), 0),
    ],
)
def test_music_is_neither_faint_nor_loud(
    ear: Listener, music: str | None, minds: tuple[int, ...], clarity: float
) -> None:
    heard = ear.hear(10, volumes(0), want(0, music, *minds, clarity=clarity))
    assert heard["odd"] == 0
    assert max(heard["peak"]) < 0.6
    for loud in heard["rms"][4:]:
        assert 0.012 < loud < 0.14
    assert heard["jump"] < 0.15, "no clicks"


def test_everything_at_once_does_not_clip(ear: Listener) -> None:
    names = ("door", "bell", "phone", "step", "glass", "thunder", "rain", "wind", "crowd", "heart")
    acts = [(1.5, "once", name) for name in names] + [(1.5, "tick", True)]
    heard = ear.hear(6, volumes(0), want(0, "promise", 0, 1, 2, 3, clarity=0), *acts)
    assert heard["odd"] == 0
    assert 0.3 < max(heard["peak"]) < 0.9
    for name in (*names, "xyzzy"):
        heard = ear.hear(4, volumes(0), (0.5, "once", name))
        assert 0.1 < max(heard["peak"]) < 0.6, name
        assert heard["rms"][0] == 0, name
        assert heard["rms"][-1] < SILENT, f"{name} ends"
    heard = ear.hear(2, volumes(0), (0.5, "tick", False))
    assert 0.01 < max(heard["peak"]) < 0.1, "the interface is soft"


def test_silence(ear: Listener) -> None:
    for change in ({"mute": True}, {"main": 0}, {"music": 0, "sound": 0}):
        heard = ear.hear(3, volumes(0, **change), want(0, "promise", 0), (0.5, "once", "bell"))
        assert max(heard["peak"]) == 0, change
    heard = ear.hear(3, volumes(0), want(0, "off", 0))
    assert max(heard["peak"]) == 0
    heard = ear.hear(14, volumes(0), want(0, "promise", 0), want(4, "off", 0))
    assert heard["rms"][7] > 0.02
    assert heard["rms"][13] < heard["rms"][7] / 2, "most of it is gone in two seconds and a half"
    assert max(heard["peak"][24:]) < SILENT
    heard = ear.hear(6, volumes(0), want(0, "promise", 0), volumes(3, mute=True))
    assert heard["rms"][5] > 0.02
    assert max(heard["peak"][7:]) < SILENT, "mute is at once"


def test_one_music_gives_way_to_another_without_a_hole(ear: Listener) -> None:
    heard = ear.hear(10, volumes(0), want(0, None, 0), want(5, None, 3))
    assert min(heard["rms"][6:]) > 0.008
    assert max(heard["peak"]) < 0.4
    assert heard["jump"] < 0.1


def test_volumes_and_mono(ear: Listener) -> None:
    merge = want(0, "promise", 0, 1, 2, 3)
    loud = ear.hear(6, volumes(0), merge)
    half = ear.hear(6, volumes(0, main=50), merge)
    assert half["rms"][8] == pytest.approx(loud["rms"][8] / 4, rel=0.02)
    assert loud["apart"] > 0.02, "members of a merge have places"
    assert ear.hear(6, volumes(0, mono=True), merge)["apart"] == 0
    assert max(ear.hear(3, volumes(0, sound=0), (0.5, "test", "music"))["peak"]) > 0.1
    assert max(ear.hear(3, volumes(0, music=0), (0.5, "test", "music"))["peak"]) == 0


def test_a_file_loops_and_fades(ear: Listener) -> None:
    sine = [round(8000 * math.sin(i * 0.1)) for i in range(22050 // 2)]
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setparams((1, 2, 22050, 0, "NONE", ""))
        file.writeframes(struct.pack(f"<{len(sine)}h", *sine))
    files = {"music/theme": base64.b64encode(data.getvalue()).decode(), "music/bad": "AAAA"}
    heard = ear.hear(12, volumes(0), want(0, "theme", 0), want(5, "off"), files=files)
    assert heard["odd"] == 0
    for loud in heard["rms"][5:10]:
        assert loud == pytest.approx(heard["rms"][6], rel=0.05), "half a second, heard for five"
    assert max(heard["peak"][22:]) < SILENT
    heard = ear.hear(8, volumes(0), want(0, "bad", 0), files=files)
    assert heard["rms"][10] > 0.012, "music is made where a file cannot be read"


STORY = """
story "Sounds"
  id 0c9f4a52-8a0e-4c35-9b8e-2d9a6f0f7c22
  start hall

dreamer elena "Elena"
  color #ecb566

dreamer jax "Jax"
  color #f95f30

scene hall as elena
  One.
  sound door
  music promise
  Two.
  sound door
  pause 0.2
  sound door
  Three.
  shift to jax
  Four.
  sound door
  Five.
  choice
    * On.
      music off
      Six.
    * Off.
      Seven.
  end over "Over"
"""
# What is made is written down: contexts, sounds (a door is noise, in two layers), how loud it is.
WIRED = (
    AT_ONCE
    + """
window.contexts = []; window.struck = 0;
const Real = window.AudioContext, connect = AudioNode.prototype.connect;
window.AudioContext = class extends Real {
  constructor(how) {
    super(how);
    window.ear = this.createAnalyser();
    contexts.push(this);
  }
};
AudioNode.prototype.connect = function (to, ...rest) {
  if (window.ear && to === this.context.destination) connect.call(this, ear);
  return connect.call(this, to, ...rest);
};
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (...at) {
  window.struck += 1;
  start.apply(this, at);
};
window.loudness = () => {
  const data = new Float32Array(ear.fftSize);
  ear.getFloatTimeDomainData(data);
  return Math.hypot(...data) / Math.sqrt(data.length);
};
window.hide = (hidden) => {
  Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
  document.dispatchEvent(new Event("visibilitychange"));
};
"""
)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a story with music and sounds."""
    compilation = compile_story(World((("story.weave", STORY),)))
    assert compilation.program is not None
    path = tmp_path_factory.mktemp("sound") / "sounds.html"
    path.write_bytes(page(compilation.program).encode())
    return path


def until(reader: Reader, wanted: str, seconds: float = 8) -> None:
    """Wait until an expression holds."""
    held = reader.page.evaluate(
        f"new Promise((tell) => {{ const end = performance.now() + {seconds * 1000};"
        f" const look = () => {wanted} ? tell(true) : performance.now() > end ? tell(false)"
        " : setTimeout(look, 20); look(); })"
    )
    assert held, f"{wanted}: {reader.page.evaluate('[contexts[0]?.state, struck, loudness()]')}"


def struck(reader: Reader) -> int:
    """How many layers of sounds began by now, those that wait for a pause included."""
    reader.page.wait_for_timeout(300)
    count: int = reader.page.evaluate("struck")
    return count


def test_a_page_plays_when_it_may_and_rests_when_it_must(browser: Browser, story: Path) -> None:
    with reading(browser, before=WIRED) as reader:
        reader.open(story)
        assert reader.page.evaluate("contexts.length") == 0, "nothing before the first push"
        reader.begin()
        until(reader, "contexts[0]?.state === 'running' && loudness() > 0.001")
        reader.on_by_key()
        assert struck(reader) == 2, "a door"
        reader.on_by_key()
        assert struck(reader) == 6, "and twice more, with a pause between"
        reader.press("PageUp", "PageUp", "PageDown", "PageDown")
        assert struck(reader) == 6, "going back and forward repeats no sound"
        reader.page.evaluate("contexts[0].suspend()")
        until(reader, "contexts[0].state === 'running'")  # as after a call on a phone
        reader.page.evaluate("hide(true)")
        until(reader, "contexts[0].state === 'suspended'")
        reader.page.evaluate("hide(false)")
        until(reader, "contexts[0].state === 'running' && loudness() > 0.001")
        reader.press(">")
        reader.page.click("[data-confirm]")
        reader.page.wait_for_selector("button[data-weave-option]")
        assert struck(reader) == 6, "skipping plays no sounds"
        reader.press("1")
        until(reader, "loudness() < 0.0005")
        reader.press("PageUp")
        until(reader, "loudness() > 0.001")
        assert reader.page.evaluate("contexts.length") == 1
        assert reader.complaints() == []


def test_volumes_are_heard_at_once(browser: Browser, story: Path) -> None:
    with reading(browser, before=WIRED) as reader:
        reader.open(story)
        reader.page.click("[data-way=prefs]")
        reader.page.click("[data-tab=sound]")
        reader.page.locator("#pref-mute").check()
        until(reader, "contexts[0].state === 'suspended'")
        reader.page.click("[data-test=sound]")
        reader.page.locator("#pref-mute").uncheck()
        reader.page.locator("#pref-mono").check()
        until(reader, "contexts[0]?.state === 'running'")
        reader.page.wait_for_timeout(200)
        assert reader.page.evaluate("loudness()") == 0, "what was muted does not come late"
        for channel in ("music", "sound", "voices", "ui"):
            reader.page.locator(f"#pref-{channel}").fill("0")
        for channel in ("music", "sound", "voices", "ui", "main"):
            reader.page.click(f"[data-test={channel}]")
            if channel != "main":
                assert reader.page.evaluate("loudness()") < 0.0001, channel
            reader.page.locator(f"#pref-{channel}").fill("90")
            until(reader, "loudness() > 0.0005", 1.5)
            reader.page.locator(f"#pref-{channel}").fill("0")
            until(reader, "loudness() < 0.0001 || contexts[0].state !== 'running'", 1.5)
        until(reader, "contexts[0].state === 'suspended'")
        assert reader.complaints() == []


@pytest.mark.parametrize(
    "absent",
    ["delete window.AudioContext", "window.AudioContext = class { constructor() { throw 1; } }"],
)
def test_a_page_without_sound_is_read_as_well(browser: Browser, story: Path, absent: str) -> None:
    with reading(browser, before=f"{AT_ONCE} {absent};") as reader:
        reader.open(story).begin()
        reader.keys_upto(".card-screen")
        assert reader.complaints() == []
