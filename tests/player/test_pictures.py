"""What a story brings, as a reader sees it: pictures in their places, fonts in use, nothing before
it is wanted, and no complaint when a file is no good after all.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

pytest.importorskip("playwright" if not os.environ.get("CI") else "json")

from browser import PHONE, find_chromium, reading
from playwright.sync_api import Browser

sys.path.append(str(Path(__file__).parent.parent))
import media
from expecting import World
from test_assets import Files

from weavec.compiler import compile  # noqa: A004
from weavec.emit import page as emitting
from weavec.emit.page import page

if find_chromium() is None and not os.environ.get("CI"):
    pytest.skip("no Chromium here: set WEAVE_CHROMIUM to one", allow_module_level=True)

FONTS = Path(__file__).resolve().parents[2] / "stories" / "dream-weave" / "fonts"
STORY = """story "Lamps"
  id 4b9b6f0e-0b51-4c8e-9f0e-6f2d1a3c5e77

dreamer elena "Elena Trask"
  color #f0b95a
  moods calm, shaken, wry

dreamer jax "Jax Mercer"
  color #ff6b4a

scene hall "The Hall" as elena
  backdrop hall
  music promise
  Rain on the roof, and somebody breathing.
  elena (calm): Who lit them?
  elena (shaken): Who lit them?
  elena (wry): Who lit them?
  jax: Not me.
  keepsake lamp "A lamp"
  shift to jax
  Rain on the roof, and somebody breathing.
  backdrop street
  jax: Rain on the roof, and *somebody* breathing.
  -> yard

scene yard
  backdrop yard
  The last of them goes out.
  end dark "The Dark"
"""
RED, GREEN, BLUE, GREY = (255, 0, 0), (0, 128, 0), (0, 0, 255), (99, 99, 99)
PICTURES: dict[str, bytes | str] = {
    "art/title.png": media.png(16, 9, GREY),
    "art/backdrops/hall.png": media.png(16, 9, RED),
    "art/backdrops/hall-jax.png": media.png(16, 9, BLUE),
    "art/backdrops/yard.svg": media.svg('<rect width="8" height="8" fill="green"/>' * 60),
    "art/people/elena.png": media.png(6, 9, GREEN),
    "art/people/elena-shaken.png": media.png(6, 10, BLUE),
    "art/keepsakes/lamp.png": media.png(4, 4, GREEN),
    "art/endings/dark.png": media.png(17, 9, BLUE),
    "music/promise.ogg": media.ogg(),
}
PIXEL = """([of, x, y]) => {
  const image = document.querySelector(of);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const ink = canvas.getContext("2d");
  ink.drawImage(image, 0, 0, 1, 1);
  return [...ink.getImageData(0, 0, 1, 1).data].slice(0, 3);
}"""

SEEN = """(mood) => {
  const image = document.querySelector(".person > img");
  return image?.parentElement.dataset.key.includes(mood)
    && image.complete && image.naturalWidth > 0; // one without a source is complete, too
}"""


def built(folder: Path, files: dict[str, bytes | str]) -> Path:
    """The page of the story with these files."""
    made = compile(World((("lamps.weave", STORY),)), album=Files(files))
    assert made.program is not None, made.diagnostics
    path = folder / "lamps.html"
    path.write_bytes(page(made.program, made.assets).encode())
    return path


@pytest.fixture(scope="module")
def illustrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story with pictures."""
    return built(tmp_path_factory.mktemp("pictures"), PICTURES)


@pytest.mark.parametrize("size", [(1280, 720), PHONE], ids=["desk", "phone"])
def test_pictures_stand_in_their_places(
    browser: Browser, illustrated: Path, size: tuple[int, int]
) -> None:
    with reading(browser, size) as reader:
        see = reader.page.evaluate

        def color(of: str) -> tuple[int, ...]:
            reader.page.wait_for_function(
                "(of) => document.querySelector(of)?.complete"
                " && document.querySelector(of).naturalWidth > 0",
                arg=of,
            )
            return tuple(see(PIXEL, [of, 0, 0]))

        reader.open(illustrated)
        assert color(".title-art > img") == GREY
        reader.begin()
        assert color(".backdrops > img") == RED
        wide, high = size
        box = see("JSON.parse(JSON.stringify(document.querySelector('.backdrops > img')"
                  ".getBoundingClientRect()))")  # fmt: skip
        assert (box["width"], box["height"]) == (wide, high)
        reader.press("Enter")
        reader.page.wait_for_selector(".person")
        assert color(".person > img") == GREEN  # no picture of her calm: the plain one
        foot = see("document.querySelector('.person > img').getBoundingClientRect().bottom")
        assert high * 0.75 < foot <= high + 1  # on the lower edge, or behind the words
        reader.press("Enter")
        reader.page.wait_for_function(SEEN, arg="sh")
        assert color(".person > img") == BLUE
        assert see("document.querySelector('.person > img').naturalHeight") == 10
        reader.press("Enter")
        reader.page.wait_for_function(SEEN, arg="wry")
        assert color(".person > img") == GREEN
        reader.press("Enter")  # Jax has no picture and is drawn
        reader.page.wait_for_selector(".person[data-who=jax] > svg")
        assert see("document.querySelectorAll('.person[data-who=elena] > img').length") == 1
        reader.press("Enter")
        assert color(".toast > img") == GREEN
        assert color(".backdrops > img:last-child") == BLUE  # the same hall, as he sees it
        reader.press("Enter")
        reader.page.wait_for_selector(".backdrops > svg[data-place=street]")
        reader.press("Enter")
        assert color(".backdrops > img:last-child")[1] == 128  # a drawing, packed in the page
        reader.press("Enter")
        assert color(".card-screen > img") == BLUE
        reader.page.click(".card-screen button >> text=Dream Map")
        reader.page.click("[data-tab=keepsakes]")
        assert color(".keep > img") == color(".keep-sheet > img") == GREEN
        for of, tall in ((".keep > img", 90), (".keep-sheet > img", 150)):
            assert see(f"document.querySelector('{of}').getBoundingClientRect().height") > tall
        assert reader.complaints() == []


def test_drawings_that_share_a_block_are_told_apart(browser: Browser, tmp_path: Path) -> None:
    body = "".join(f'<path d="M{i} {i * i % 97}h7v{i % 13}z" fill="none"/>' for i in range(200))
    moods = {"calm": "red", "shaken": "green", "wry": "blue"}
    files: dict[str, bytes | str] = {
        f"art/people/elena-{mood}.svg": media.svg(f'<rect width="9" height="9" fill="{c}"/>' + body)
        for mood, c in moods.items()
    }
    path = built(tmp_path, files)
    assert path.read_text("utf-8").count('data-file="people/') == 1
    with reading(browser) as reader:
        reader.open(path).begin()
        for mood, c in (("calm", RED), ("shaken", GREEN), ("wry", BLUE)):
            reader.press("Enter")
            reader.page.wait_for_function(SEEN, arg=mood)
            assert tuple(reader.page.evaluate(PIXEL, [".person > img", 0, 0])) == c
        assert reader.complaints() == []


def test_nothing_is_decoded_before_it_is_near(browser: Browser, illustrated: Path) -> None:
    with reading(browser) as reader:
        reader.open(illustrated)
        reader.page.wait_for_timeout(300)
        full = """[...document.querySelectorAll("script[data-file]")].filter((one) => one.text)
          .map((one) => one.dataset.file)"""
        left = set(reader.page.evaluate(full))
        assert {"music/promise", "keepsakes/lamp", "endings/dark"} <= left
        assert not left & {"title", "backdrops/hall", "people/elena-shaken"}  # soon, or now


def test_a_picture_that_is_none_is_drawn(browser: Browser, tmp_path: Path) -> None:
    """A file can be whole by its frame and yet not be shown by a browser."""
    files: dict[str, bytes | str] = {
        path.rpartition(".")[0] + ".avif": media.avif(2, n + 1)
        for n, path in enumerate(PICTURES) if path.startswith("art")
    }  # fmt: skip
    path = built(tmp_path, files)
    text, yard = path.read_text("utf-8"), 'data-file="backdrops/yard"'
    assert yard in text
    path.write_text(text.replace(yard, f"{yard} data-packed"))  # which it is not
    with reading(browser) as reader:
        reader.open(path)
        reader.page.wait_for_selector(".title-art > .cloth > *")
        reader.begin()
        reader.page.wait_for_selector(".backdrops > svg[data-place=hall]")
        reader.press("Enter")
        reader.page.wait_for_selector(".person > svg.bust")
        reader.upto(".card-screen")
        reader.page.wait_for_selector(".backdrops > svg[data-place=yard]")
        reader.page.wait_for_selector(".card-screen > img", state="detached")
        assert reader.page.locator(".stage img").count() == 0
        assert reader.complaints() == []


def test_fonts_are_used_mind_by_mind(browser: Browser, tmp_path: Path) -> None:
    names = ("default.woff2", "default-name.woff2", "jax.woff2", "jax-name.woff2")
    plain = built(tmp_path, {})
    width = """() => { const style = getComputedStyle(document.querySelector(".line"));
      const ink = document.createElement("canvas").getContext("2d");
      ink.font = `80px ${style.fontFamily}`;
      return ["illicit", "MAMMOTH", "sphinx of quartz"].map((one) => ink.measureText(one).width);
    }"""
    widths: dict[str, list[list[float]]] = {}
    (tmp_path / "with").mkdir()
    files: dict[str, bytes | str] = {f"fonts/{name}": (FONTS / name).read_bytes() for name in names}
    set_ = built(tmp_path / "with", files)
    for kind in ("without", "with", "plain type"):
        path = plain if kind == "without" else set_
        with reading(browser) as reader:
            reader.open(path)
            if kind == "plain type":
                reader.page.evaluate("document.documentElement.dataset.type = 'plain'")
            reader.page.evaluate("document.fonts.ready.then(() => 0)")
            title = reader.page.locator("h1").evaluate("(one) => getComputedStyle(one).fontFamily")
            assert ("w-default" in title) == (kind == "with")
            families = reader.page.evaluate("[...document.fonts].map((font) => font.family).sort()")
            loaded = ["w-default", "w-default-name", "w-jax", "w-jax-name"]
            assert families == ([] if kind == "without" else loaded)
            reader.begin()
            seen = [reader.page.evaluate(width)]
            reader.upto("[data-dress=paper] .line")
            seen.append(reader.page.evaluate(width))
            widths[kind] = seen
            first = reader.page.evaluate(
                "getComputedStyle(document.querySelector('.line')).fontFamily.split(',')[0]"
            )
            assert ("w-jax" in first) == (kind == "with")
            reader.press("m")
            reader.page.click("[data-tab=keepsakes]")
            hand = reader.page.locator(".keep").evaluate(
                "(one) => getComputedStyle(one).fontFamily"
            )
            assert ("w-jax-name" in hand) == (kind == "with"), "the hand of who writes on paper"
            assert reader.complaints() == []
    for place in (0, 1):
        for kind in ("without", "plain type"):
            pairs = zip(widths["with"][place], widths[kind][place], strict=True)
            assert any(abs(one - two) > 2 for one, two in pairs), widths  # words in another font


def test_licences_are_shown(browser: Browser, tmp_path: Path) -> None:
    words = b"</pre><b>Open</b> \xc3\xa9"
    font = (FONTS / "jax.woff2").read_bytes()
    path = built(tmp_path, {"fonts/jax.woff2": font, "fonts/OFL.txt": words})
    with reading(browser) as reader:
        reader.open(path)
        assert not reader.page.is_visible("#weave-licences")
        reader.page.click("[data-way=about]")
        assert reader.page.inner_text(".licences") == words.decode()
        assert reader.complaints() == []


HOSTILE = [
    '<script>parent.hacked = 1; fetch("http://127.0.0.1:9/")</script>',
    '<image href="http://127.0.0.1:9/a.png" width="8" height="8"/>',
    '<g onload="parent.hacked = 1"/><animate onbegin="parent.hacked = 1" attributeName="x"/>',
    '<foreignObject width="8" height="8"><body xmlns="http://www.w3.org/1999/xhtml">'
    '<img src="http://127.0.0.1:9/" onerror="parent.hacked = 1"/></body></foreignObject>',
    "<style>@import 'http://127.0.0.1:9/a.css'; rect { fill: url(http://127.0.0.1:9/) }</style>",
]


def test_a_drawing_does_nothing_even_if_it_was_not_refused(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The compiler refuses such drawings; if one came through, the page would only show it."""
    from weavec.assets import gather

    monkeypatch.setattr(gather, "look_at_drawing", lambda data: None)
    shown = '<rect width="8" height="8" fill="green"/>'
    places = ["title", "backdrops/hall", "backdrops/hall-jax", "backdrops/street", "backdrops/yard"]
    path = built(tmp_path, {f"art/{place}.svg": media.svg(inner + shown)
                            for place, inner in zip(places, HOSTILE, strict=True)})  # fmt: skip
    with reading(browser) as reader:
        reader.open(path)
        reader.page.wait_for_selector(".title-art > img[src^=blob]")
        reader.begin()
        for stop in ("[data-dress=paper] .line", "[data-weave-line^=yard]", ".card-screen"):
            reader.page.wait_for_selector(".backdrops > img[src^=blob]")
            reader.upto(stop)
        reader.page.wait_for_timeout(200)
        assert reader.page.evaluate("window.hacked === undefined")
        assert [url for url in reader.requests if url.startswith("http")] == []
        assert reader.complaints() == []


def test_the_policy_lets_no_more_in_than_before() -> None:
    policy = emitting.policy("", "")
    for part in ("default-src 'none'", "img-src data: blob:", "media-src data: blob:",
                 "font-src data:", "trusted-types 'none'"):  # fmt: skip
        assert part in policy
    assert "unsafe" not in policy
    assert "connect-src" not in policy
