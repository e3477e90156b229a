"""The cloth of a merge in a browser: woven on the graphics card, drawn where there is none, still
where motion is not wanted; torn or whole as the story says, for any number of dreamers.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright" if not os.environ.get("CI") else "json")

import sample_program
from browser import AT_ONCE, DESKTOP, PHONE, Reader, find_chromium, prefers, reading
from playwright.sync_api import Browser

from weavec import ir
from weavec.emit.page import page
from weavec.node import replace

if find_chromium() is None and not os.environ.get("CI"):
    pytest.skip("no Chromium here: set WEAVE_CHROMIUM to one", allow_module_level=True)

QUIET: list[str] = []
MOVING = prefers(speed=0, plain=False, motion="full")
CLOTH = ".stage .cloth > *"
NO_WEBGL = """const real = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  return kind.startsWith("webgl") ? null : real.call(this, kind, ...rest); };"""
BROKEN_SHADER = """const real = WebGL2RenderingContext.prototype.shaderSource;
WebGL2RenderingContext.prototype.shaderSource = function (shader, text) {
  real.call(this, shader, text.replace("void main", "void mian")); };"""
COUNTED = """window.contexts = []; window.drawn = 0;
const real = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  const made = real.call(this, kind, ...rest);
  if (kind === "webgl2" && !window.contexts.includes(made)) window.contexts.push(made);
  return made; };
const draw = WebGL2RenderingContext.prototype.drawArrays;
WebGL2RenderingContext.prototype.drawArrays = function (...how) {
  window.drawn += 1; draw.apply(this, how); };"""
# A machine with a fast card: nothing is drawn, which costs nothing.
FAST = COUNTED + """
WebGL2RenderingContext.prototype.drawArrays = () => { window.drawn += 1; };"""
# Mean and spread of the brightness of the cloth above the text, 0 to 255.
SEEN = """async () => {
  const cloth = document.querySelector(".stage .cloth > canvas");
  const small = document.createElement("canvas");
  [small.width, small.height] = [320, 180];
  const ink = small.getContext("2d", { willReadFrequently: true });
  ink.drawImage(cloth, 0, 0, 320, 180);
  const { data } = ink.getImageData(0, 0, 320, 180);
  const light = [], ground = [];
  for (let i = 0; i < data.length; i += 4)
    light.push(.3 * data[i] + .6 * data[i + 1] + .1 * data[i + 2]);
  const mean = light.reduce((a, b) => a + b) / light.length;
  const dark = light.filter((one) => one < 12).length / light.length;
  return [mean, dark];
}"""

# A slow card: what is woven takes long enough for another size to be asked for meanwhile.
SLOW = COUNTED + """
const once = WebGL2RenderingContext.prototype.drawArrays;
WebGL2RenderingContext.prototype.drawArrays = function (...how) {
  for (let i = 0; i < 5; i += 1) once.apply(this, how); };"""

FACES = "(all) => all.map((one) => one.innerHTML)"
APART = """() => {
  const boxes = [".rail", ".unweave"].map((one) =>
    document.querySelector(one).getBoundingClientRect()), [a, b] = boxes;
  return boxes.every((box) => box.width > 40)
    && (a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top); }"""


def story(count: int, *clarities: int, mode: str = "woven") -> ir.Program:
    """The sample with its merges of one mode alone: as many as there are clarities, out of 100."""
    sample = sample_program.program(max(4, count))
    scenes: list[ir.Scene] = []
    texts = dict(sample.texts["en"])
    for i, clarity in enumerate(clarities):
        made = sample_program.dream(mode, f"m{i}", 1 + i, max(4, count), clarity, texts)
        scenes.append(replace(made, ops=tuple(fitted(op, count, clarity) for op in made.ops)))
    return replace(
        sample, start=(0, None), scenes=(*scenes, sample.scenes[-1]), texts={"en": texts}
    )


def fitted(op: ir.Op, count: int, clarity: int) -> ir.Op:
    """The operation for fewer dreamers, in a dream as clear as asked."""
    if isinstance(op, ir.Merge):
        return replace(op, members=op.members[:count], clarity=(clarity, 0, 100))
    if isinstance(op, ir.Strands):
        return replace(op, strands=op.strands[:count], syncs=())
    return op


@pytest.fixture
def woven(tmp_path: Path) -> Path:
    """A page with two dreams, one torn and one whole."""
    return written(tmp_path / "woven.html", story(4, 0, 100))


def written(path: Path, program: ir.Program) -> Path:
    """A page as the compiler writes it."""
    path.write_bytes(page(program).encode())
    return path


def hung(reader: Reader) -> str:
    """Wait until a new cloth hangs alone; the name of its element."""
    found = reader.page.wait_for_function(
        f"""() => {{
        const [one, ...more] = document.querySelectorAll('{CLOTH}');
        if (!one || more.length || one.dataset.seen) return "";
        one.dataset.seen = 1;
        return one.tagName.toLowerCase(); }}"""
    )
    return str(found.json_value())


def test_the_clearer_the_brighter_and_the_less_torn(browser: Browser, tmp_path: Path) -> None:
    path = written(tmp_path / "p.html", story(4, 0, 35, 70, 100))
    seen = []
    with reading(browser) as reader:
        reader.open(path).begin()
        for i in range(4):
            reader.upto(f"[data-weave-line='m{i}/s00']")
            assert hung(reader) == "canvas"
            seen.append(reader.page.evaluate(SEEN))
            reader.upto(f"[data-weave-line='m{i}/both']")
        assert reader.complaints() == QUIET
    light, dark = zip(*seen, strict=True)
    assert list(light) == sorted(light)
    assert light[3] > light[0] * 1.2
    assert list(dark) == sorted(dark, reverse=True)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_chord_shows_how_clear_the_dream_is(
    browser: Browser, tmp_path: Path, size: tuple[int, int]
) -> None:
    path = written(tmp_path / "p.html", story(4, 0, 50, 100, mode="chorus"))
    seen = []
    with reading(browser, size) as reader:
        reader.open(path).begin()
        for i in range(3):
            reader.upto(f"[data-weave-line='m{i}/s00']")
            seen.append(reader.page.locator(".chord-art").evaluate_all(FACES))
            if i:
                assert reader.page.evaluate(APART), "who dreams is read beside what can be unwoven"
        assert reader.complaints() == QUIET
    for torn, middling, whole in zip(*seen, strict=True):
        assert len({torn, middling, whole}) == 3, "startled, awake, asleep"


@pytest.mark.parametrize(("count", "size"), [(2, PHONE), (6, DESKTOP)])
def test_any_number_of_dreamers(
    browser: Browser, tmp_path: Path, count: int, size: tuple[int, int]
) -> None:
    path = written(tmp_path / "p.html", story(count, 100))
    with reading(browser, size) as reader:
        reader.open(path).begin()
        assert hung(reader) == "canvas"
        assert reader.page.evaluate(SEEN)[0] > 20
        assert reader.complaints() == QUIET


@pytest.mark.parametrize("why", [NO_WEBGL, BROKEN_SHADER], ids=["no WebGL", "broken shader"])
def test_what_cannot_be_woven_is_drawn(browser: Browser, woven: Path, why: str) -> None:
    with reading(browser, before=AT_ONCE) as reader:
        reader.page.add_init_script(why)
        reader.open(woven)
        reader.page.wait_for_selector(".title-art .cloth > svg")
        reader.begin()
        assert hung(reader) == "svg"
        assert reader.complaints() == QUIET


def test_a_lost_context_falls_back_and_comes_again(browser: Browser, woven: Path) -> None:
    lose = "() => window.contexts.at(-1).getExtension('WEBGL_lose_context').loseContext()"
    with reading(browser) as reader:
        reader.page.add_init_script(COUNTED)
        reader.open(woven).begin()
        found = [hung(reader)]
        for _ in range(3):
            reader.page.evaluate(lose)
            found.append(hung(reader))
        assert found == ["canvas", "canvas", "canvas", "svg"]
        reader.upto("[data-weave-line='m1/s00']")
        assert hung(reader) == "svg"


def test_a_cloth_that_is_woven_anew_while_it_is_woven(browser: Browser, woven: Path) -> None:
    """Chromium loses the context when a buffer that it still reads into is given a smaller size."""
    with reading(browser) as reader:
        reader.page.add_init_script(SLOW)
        reader.open(woven).begin()
        for width in (1000, 700, 500):
            drawn = reader.page.evaluate("window.drawn")
            reader.page.set_viewport_size({"width": width, "height": 500})
            reader.page.wait_for_function(f"() => window.drawn > {drawn}", polling=20)
        assert hung(reader) == "canvas"
        assert reader.complaints() == QUIET


@pytest.mark.parametrize("how", ["preference", "system"])
def test_without_motion_there_is_one_picture(browser: Browser, woven: Path, how: str) -> None:
    full = prefers(speed=0, plain=False, shake=True, motion="full")
    options: dict[str, Any] = {"reduced_motion": "reduce"} if how == "system" else {}
    with reading(browser, before=AT_ONCE if how == "preference" else full, **options) as reader:
        reader.page.add_init_script(FAST)
        reader.open(woven).begin()
        assert hung(reader) == "canvas"
        drawn = reader.page.evaluate("window.drawn")
        reader.page.wait_for_timeout(1300)
        assert reader.page.evaluate("window.drawn") == drawn


def test_it_moves_where_that_is_cheap_and_rests_when_the_dream_is_over(
    browser: Browser, woven: Path
) -> None:
    with reading(browser, before=MOVING) as reader:
        reader.page.add_init_script(FAST)
        reader.open(woven).begin()
        reader.page.wait_for_function("() => window.drawn > 30")
        alive = "window.contexts.filter((gl) => !gl.isContextLost()).length"
        assert reader.page.evaluate(alive) == 1
        reader.page.evaluate(
            """() => { document.documentElement.classList.add("still");
            document.querySelector(".stage .cloth > *").dataset.seen = 1; }"""
        )
        assert hung(reader) == "canvas"
        reader.upto("[data-weave-line='shore/p1']")
        assert reader.page.locator(CLOTH).count() == 0
        drawn = reader.page.evaluate("window.drawn")
        reader.page.wait_for_timeout(300)
        assert reader.page.evaluate("window.drawn") == drawn
        # Chromium without a card reads every frame of a canvas back, and says so.
        assert [line for line in reader.complaints() if "ReadPixels" not in line] == QUIET
