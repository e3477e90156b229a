"""What a page carries: each file once, packed where it pays, the same bytes for the same files."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from base64 import b64decode
from pathlib import Path

import media
import pytest
from expecting import World
from test_assets import ALL, STORY, Files, assets_of, compiled

import weavec
from weavec.assets.letters import INTERFACE, letters_of
from weavec.assets.model import Assets, Room
from weavec.compiler import compile  # noqa: A004
from weavec.disk import open_story
from weavec.emit import carried as carrying
from weavec.emit.carried import carried
from weavec.emit.interface import interface
from weavec.emit.page import must_draw, page
from weavec.ir import Program

ROOT = Path(weavec.__file__).parent.parent
FONTS = ROOT / "stories" / "dream-weave" / "fonts"
BLOCK = re.compile(
    r'<script type="([\w/+-]+)" data-file="([^"]+)"( data-packed)?( data-wide)?>([^<]*)<'
)


def program_of(story: str = STORY) -> Program:
    made = compile(World((("lamps.weave", story),))).program
    assert made is not None
    return made


def blocks(text: str) -> dict[str, bytes]:
    """What the blocks of a page hold, by their keys."""
    found = {}
    for _, keys, packed, _, data in BLOCK.findall(text):
        whole = b64decode(data, validate=True)
        whole = gzip.decompress(whole) if packed else whole
        files = whole.split(b"\0") if "|" in keys else [whole]
        for each, file in zip(keys.split("|"), files, strict=True):
            found.update(dict.fromkeys(each.split(" "), file))
    return found


def test_a_page_without_files_is_as_it_was() -> None:
    program = program_of()
    assert page(program) == page(program, None) == page(program, Assets())
    assert "data-file" not in page(program).partition("<script>")[0]
    assert "weave-licences" not in page(program).partition("<script>")[0]


def test_every_file_is_in_the_page_once_and_whole() -> None:
    files = {**ALL, "art/people/dell-wry.png": media.png(4, 4)}  # the same as Jax
    text = page(program_of(), assets_of(files))
    held = blocks(text)
    for key, path in {"backdrops/hall": "art/backdrops/hall.png", "people/elena":
                      "art/people/elena.svg", "sounds/bell": "sounds/bell.wav",
                      "people/jax": "art/people/jax.PNG"}.items():  # fmt: skip
        assert held[key] == files[path]
    assert held["people/dell"] == held["people/dell-wry"] == held["people/jax"]
    assert len(BLOCK.findall(text)) == len(files) - 1


def test_what_shrinks_is_packed() -> None:
    drawing = media.svg('<rect x="1"/>' * 500)
    noise = media.png() + os.urandom(500)
    made = assets_of({"art/backdrops/hall.svg": drawing, "art/backdrops/street.png": noise})
    hall, street = carried(program_of(), made)
    assert (hall.packed, street.packed) == (True, False)
    assert len(hall.text) < len(drawing) / 5
    assert b64decode(hall.text)[4:8] == bytes(4)  # no time in it


def test_drawings_that_are_alike_share_a_block() -> None:
    body = "".join(f'<path d="M{i} {i * i % 97}h7v{i % 13}z"/>' for i in range(400))
    other = "".join(f'<rect x="{i * 31 % 89}" width="{i * 7 % 53}"/>' for i in range(400))
    files: dict[str, bytes | str] = {
        "art/people/dell-wry.svg": media.svg(body + '<circle r="1"/>'),
        "art/people/elena.svg": media.svg(body + '<circle r="2"/>'),
        "art/people/jax.svg": media.svg(other),
        "art/backdrops/hall.svg": media.svg(other + "<g/>"),
    }
    text = page(program_of(), assets_of(files))
    held = blocks(text)
    assert held["people/elena"] == files["art/people/elena.svg"]
    assert held["people/dell"] == held["people/dell-wry"] == files["art/people/dell-wry.svg"]
    kept = [keys for _, keys, *_ in BLOCK.findall(text)]
    assert kept == ["backdrops/hall", "people/dell people/dell-wry|people/elena", "people/jax"]
    alone = carried(
        program_of(), assets_of({"art/people/elena.svg": files["art/people/elena.svg"]})
    )
    both = carried(program_of(), assets_of(dict(list(files.items())[:2])))
    assert len(both[0].text) < 1.2 * len(alone[0].text)


def test_no_licence_can_leave_its_block() -> None:
    words = b"</pre><script>boom()</script><!-- & \xc3\xa9"
    font = media.font("".join(map(chr, range(32, 256))))
    text = page(program_of(), assets_of({"fonts/jax.ttf": font, "fonts/OFL.txt": words}))
    assert "boom()</script>" not in text
    assert "&lt;/pre&gt;&lt;script&gt;boom()" in text


def test_only_what_draws_nothing_needs_no_drawing() -> None:
    story = STORY.replace("  id 4b9b", "  id 4b9a")
    program = program_of(story)
    assert not must_draw(program, assets_of(ALL, story).keys())
    for missing in ("art/backdrops/hall.png", "art/people/jax.PNG"):
        rest = {path: data for path, data in ALL.items() if path != missing}
        assert must_draw(program, assets_of(rest, story).keys()), missing
    plain = {path: data for path, data in ALL.items() if "-shaken" not in path}
    assert not must_draw(program, assets_of(plain, story).keys())
    strands = "    strand elena\n      A.\n    strand jax\n      B.\n"
    merge = STORY.replace("  keepsake lamp", f"  dream-merge deep\n{strands}  keepsake lamp")
    assert must_draw(program_of(merge), assets_of(ALL, merge).keys())


# ------------------------------------------------------------------ fonts


def fonts() -> dict[str, bytes | str]:
    names = ("default.woff2", "default-italic.woff2", "nora.woff2")
    return {f"fonts/{name.replace('nora', 'jax')}": (FONTS / name).read_bytes() for name in names}


def test_fonts_are_cut_down_to_what_is_needed() -> None:
    ttlib = pytest.importorskip("fontTools.ttLib")
    from io import BytesIO

    program, made = program_of(), assets_of(fonts())
    held = blocks(page(program, made))
    assert set(held) == {"fonts/default", "fonts/default-italic", "fonts/jax"}
    for file in made.files:
        small = held[file.keys[0]]
        assert len(small) < 0.7 * len(file.data)
        font = ttlib.TTFont(BytesIO(small))
        letters = set(map(chr, font.getBestCmap()))
        assert set("Who lit them?\u00e9") | set(INTERFACE) - set("\u00d7") <= letters
        assert "\u0142" not in letters
        whole = ttlib.TTFont(BytesIO(file.data))["name"]
        for number in (0, 1, 13, 14):  # whose it is, and under which licence
            assert font["name"].getDebugName(number) == whole.getDebugName(number)
    wide = {keys: bool(mark) for _, keys, _, mark, _ in BLOCK.findall(page(program, made))}
    assert wide == {"fonts/default": False, "fonts/default-italic": False, "fonts/jax": True}


class Kept(dict[str, bytes]):
    """A store in memory that counts what is put into it."""

    times = 0

    def put(self, key: str, data: bytes) -> None:
        self.times += 1
        self[key] = data


def test_cut_fonts_are_kept_for_the_next_page() -> None:
    pytest.importorskip("fontTools")
    store, files = Kept(), assets_of(fonts())
    fresh = page(program_of(), files)
    assert page(program_of(), files, store) == fresh
    assert page(program_of(), files, store) == fresh
    assert (store.times, len(store)) == (3, 3)
    more = program_of(STORY.replace("Who lit them?", "Who lit them? \u00e6"))
    assert page(more, files, store) == page(more, files)
    assert store.times == 6, "a letter more is another font"


@pytest.mark.parametrize("harm", [b"", b"weavec font 1 \n", b"font", None])
def test_what_was_kept_and_damaged_is_cut_anew(harm: bytes | None) -> None:
    pytest.importorskip("fontTools")
    store, files = Kept(), assets_of(fonts())
    fresh = page(program_of(), files, store)
    for key, data in store.items():
        store[key] = data[:-1] + bytes([data[-1] ^ 1]) if harm is None else harm
    assert page(program_of(), files, store) == fresh
    assert store.times == 6


def test_the_long_story_brings_its_type_in_ninety_kilobytes() -> None:
    pytest.importorskip("fontTools")
    story = open_story(str(FONTS.parent))
    made = compile(story, album=story)
    assert made.program is not None
    assert made.assets is not None
    assert [each for each in made.diagnostics if each.code.number[1] == "5"] == []
    sizes = {
        each.keys: len(each.text) * 3 // 4
        for each in carried(made.program, made.assets)
        if each.keys.startswith("fonts/")
    }
    assert len(sizes) == 9
    assert sum(sizes.values()) < 95_000, sizes
    assert made.assets.licences.count("SIL OPEN FONT LICENSE") == 1


def test_without_the_tools_fonts_are_carried_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    from weavec.emit import subset

    monkeypatch.setattr(subset, "can_subset", lambda: False)
    made = assets_of(fonts())
    held = blocks(page(program_of(), made))
    assert {file.keys[0]: file.data for file in made.files} == held


def test_a_font_that_cannot_be_cut_is_carried_whole() -> None:
    font = media.font("".join(map(chr, range(32, 256))))  # it has no glyphs
    made = assets_of({"fonts/jax.ttf": font})
    assert blocks(page(program_of(), made)) == {"fonts/jax": font}


def test_letters_of_a_reader_are_kept() -> None:
    ttlib = pytest.importorskip("fontTools.ttLib")
    from io import BytesIO

    story = STORY.replace("dreamer elena", 'var you: text = "you"\n\ndreamer elena').replace(
        "  keepsake lamp", '  ask you "Who are you?"\n  {you}?\n  keepsake lamp'
    )
    held = blocks(page(program_of(story), assets_of(fonts(), story)))
    assert ord("\u00f8") in ttlib.TTFont(BytesIO(held["fonts/jax"])).getBestCmap()


def test_letters_of_a_story() -> None:
    marks = (
        "{if visited(hall): α|β}{first: γ|then: *δ*}{either: ε|ζ}{ruby: 夢|ゆめ}"
        "{seen by elena: η|seen by jax: θ}"
    )
    story = STORY.replace("Not me.", marks)
    found = letters_of(program_of(story))
    assert set("αβγδεζ夢ゆめηθΑΒ") <= found
    assert ">" not in found


def test_the_page_says_nothing_that_fonts_are_not_kept_for() -> None:
    words = "".join(interface(["en"])["en"].values())
    assert set(words) - set(INTERFACE) <= set("\n\u2227")  # a drawn gesture


# ------------------------------------------------------------------ the same bytes


def test_the_same_files_give_the_same_page(tmp_path: Path) -> None:
    """Whatever the order of the folder, the seed of hashes, the times and the names of folders."""
    pages = set()
    for seed, name, paths in (("0", "a", sorted(ALL)), ("1", "b c", sorted(ALL, reverse=True))):
        folder = tmp_path / name
        for path in [*paths, *fonts()]:
            data = {**ALL, **fonts()}[path]
            assert isinstance(data, bytes)
            if path != "fonts/default.ttf":
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(data)
                os.utime(folder / path, (1, int(seed) + 5))
        (folder / "lamps.weave").write_text(STORY)
        out = tmp_path / f"{seed}.html"
        done = subprocess.run(
            [sys.executable, "-m", "weavec", "build", str(folder), "--no-proof", "-o", str(out)],
            env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        pages.add(out.read_bytes())
    (only,) = pages
    assert str(tmp_path).encode() not in only


def test_nothing_is_said_twice_about_a_file_that_two_names_use() -> None:
    made = compiled({"art/people/dell-wry.png": b"no picture"})
    assert [each.name for each in made.diagnostics if each.severity == "error"] == ["bad-asset"]


def test_a_large_story_is_quick() -> None:
    """A thousand names and a thousand files, half of them slips."""
    import time

    lines = "".join(f"  backdrop place_{n}\n  On.\n" for n in range(1000))
    story = STORY.replace("  music promise\n", lines)
    files: dict[str, bytes | str] = {
        f"art/backdrops/place_{n}{'' if n % 2 else 'x'}.png": media.png() for n in range(1000)
    }
    world = World((("lamps.weave", story),))
    compile(world)
    started = time.process_time()
    compile(world)
    bare = time.process_time() - started
    made = compile(world, album=Files(files), room=Room())
    assert time.process_time() - started - bare < bare + 2
    assert made.assets is not None
    assert len(made.assets.keys()) == 500
    assert carrying.carried(program_of(), made.assets)
