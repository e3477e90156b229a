"""What a story brings: which files are used, what is refused, what is said about names."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import time
import zlib
from contextlib import suppress
from pathlib import Path

import media
import pytest
from expecting import World

from weavec.assets import gather
from weavec.assets.gather import kind_of, look
from weavec.assets.model import Assets, BadFileError, Room
from weavec.compiler import Compilation, compile  # noqa: A004
from weavec.diagnostics import Diagnostic
from weavec.disk import open_story
from weavec.source import Listed, Unread

STORY = """story "Lamps"
  id 4b9b6f0e-0b51-4c8e-9f0e-6f2d1a3c5e77

dreamer elena "Elena Trask"
  moods calm, shaken

dreamer jax "Jax"

character dell "Dell"
  moods wry

scene hall "The Hall" as elena
  backdrop hall
  music promise
  sound bell
  elena (shaken): Who lit them?
  jax: Not me. The café is closed.
  dell (wry): Nor I.
  keepsake lamp "A lamp"
  backdrop street
  end dark "The Dark"
"""


class Files:
    """An album in memory; it notes what is read."""

    def __init__(self, files: dict[str, bytes | str]) -> None:
        self.files = files
        self.read: list[str] = []

    def names(self) -> tuple[Listed, ...]:
        """Every file; one that is a string has that trouble."""
        return tuple(
            Listed(path, data if isinstance(data, str) else None)
            for path, data in sorted(self.files.items())
        )

    def bytes_of(self, path: str, most: int) -> bytes | Unread:
        """What a file holds."""
        self.read.append(path)
        data = self.files[path]
        assert isinstance(data, bytes)
        return Unread("it is too large", "", too_large=True) if len(data) > most else data


def compiled(files: dict[str, bytes | str], story: str = STORY, **room: int) -> Compilation:
    """A story with these files beside it."""
    world = World((("lamps.weave", story),))
    return compile(world, album=Files(files), room=Room(**room) if room else None)


def said(files: dict[str, bytes | str], story: str = STORY, **room: int) -> list[Diagnostic]:
    """What is found about these files."""
    found = compiled(files, story, **room).diagnostics
    return [each for each in found if each.code.number[1] == "5"]


def only(files: dict[str, bytes | str], story: str = STORY, **room: int) -> Diagnostic:
    """The one thing that is found."""
    (found,) = said(files, story, **room)
    return found


def assets_of(files: dict[str, bytes | str], story: str = STORY) -> Assets:
    """What is taken of these files, of which nothing is wrong."""
    made = compiled(files, story)
    assert not [each for each in made.diagnostics if each.severity == "error"]
    assert made.assets is not None
    return made.assets


ALL: dict[str, bytes | str] = {
    "art/title.webp": media.webp(),
    "art/backdrops/hall.png": media.png(),
    "art/backdrops/hall-jax.png": media.png(3, 3),
    "art/backdrops/street.jpg": media.jpeg(),
    "art/people/elena.svg": media.svg(),
    "art/people/elena-shaken.avif": media.avif(),
    "art/people/jax.PNG": media.png(4, 4),
    "art/people/dell-wry.png": media.png(5, 5),
    "art/keepsakes/lamp.jpeg": media.jpeg(3, 3),
    "art/endings/dark.webp": media.webp(3, 3),
    "music/promise.ogg": media.ogg(b"\x01vorbis"),
    "sounds/bell.wav": media.wav(),
    "fonts/default.ttf": media.font("".join(map(chr, range(32, 256)))),
}


# ------------------------------------------------------------------ what belongs to what


def test_a_story_without_files_has_none() -> None:
    assert said({}) == []
    assert assets_of({}) == Assets()


def test_every_name_finds_its_file() -> None:
    made = assets_of(ALL)
    keys = {key: file.path for file in made.files for key in file.keys}
    assert keys == {
        "title": "art/title.webp",
        "backdrops/hall": "art/backdrops/hall.png",
        "backdrops/hall-jax": "art/backdrops/hall-jax.png",
        "backdrops/street": "art/backdrops/street.jpg",
        "people/elena": "art/people/elena.svg",
        "people/elena-shaken": "art/people/elena-shaken.avif",
        "people/jax": "art/people/jax.PNG",
        "people/dell": "art/people/dell-wry.png",  # the first mood that has a picture
        "people/dell-wry": "art/people/dell-wry.png",
        "keepsakes/lamp": "art/keepsakes/lamp.jpeg",
        "endings/dark": "art/endings/dark.webp",
        "music/promise": "music/promise.ogg",
        "sounds/bell": "sounds/bell.wav",
        "fonts/default": "fonts/default.ttf",
    }
    assert said(ALL) == []


def test_names_are_compared_as_the_script_writes_them() -> None:
    story = STORY.replace("backdrop hall", "backdrop caf\u00e9")
    made = assets_of({"art/backdrops/cafe\u0301.png": media.png()}, story)
    assert made.keys() == {"backdrops/caf\u00e9"}


def test_the_same_bytes_are_carried_once() -> None:
    made = assets_of({"art/backdrops/hall.png": media.png(), "art/people/jax.png": media.png()})
    (file,) = made.files
    assert sorted(file.keys) == ["backdrops/hall", "people/jax"]


def test_only_what_is_named_is_opened() -> None:
    files: dict[str, bytes | str] = {
        "art/backdrops/hall.png": media.png(), "art/backdrops/cellar.png": b"no picture",
        "art/people/elena.kra": b"", "music/.secret": b"", "music/other.mp3": b"",
        "fonts/notes.md": b"", "sounds/pipe.wav": "this is not a plain file",
    }  # fmt: skip
    album = Files(files)
    found = compile(World((("lamps.weave", STORY),)), album=album)
    assert album.read == ["art/backdrops/hall.png"]
    assert all(each.severity == "note" for each in found.diagnostics)


def test_licences_are_carried_beside_what_they_are_of() -> None:
    font = media.font("".join(map(chr, range(32, 256))))
    texts: dict[str, bytes | str] = {
        "fonts/OFL.txt": b"\xef\xbb\xbfOpen\r\nfont", "fonts/LICENSE": b"More", "fonts/a.md": b"no",
        "music/CREDITS.txt": b"Unused: no music is taken", "fonts/LICENSE-2.txt": b"More",
    }  # fmt: skip
    made = assets_of({"fonts/jax.ttf": font, **texts})
    assert made.licences == "More\n\n\nOpen\nfont"
    assert assets_of(texts).licences == ""


# ------------------------------------------------------------------ names without files


@pytest.mark.parametrize(
    ("files", "line", "message", "hint"),
    [
        (["art/backdrops/hall.png"], 20, "backdrop `street`", "`art/backdrops/street.svg`"),
        (["art/people/elena.png"], 7, "cast members `jax` and `dell`", "art/people/jax.svg"),
        (["art/backdrops/hall.png", "art/backdrops/Street.png"], 20,
         "nothing uses the file `art/backdrops/Street.png`", "did you mean `street.png`"),
        (["art/people/elena.png", "art/people/jax.png", "art/people/dell.png",
          "art/people/elena-shakken.png"], 4,
         "nothing uses the file `art/people/elena-shakken.png`", "`elena-shaken.png`"),
        (["art/backdrops/hall.png", "art/backdrops/street.gif"], 20,
         "a page cannot carry a picture like `art/backdrops/street.gif`", "webp"),
        (["art/hall.png"], 13, "nothing uses the file `art/hall.png`",
         "`art/backdrops/hall.png`"),
        (["art/backdrop/hall.png"], 1, "the folder `art/backdrop`", "`art/backdrops`"),
        (["sound/bell.wav"], 1, "the folder `sound`", "`sounds`"),
        (["Music/promise.mp3"], 1, "the folder `Music`", "`music`"),
        (["fonts/Spectral.ttf"], 1, "nothing uses the font", "call it `default.ttf`"),
        (["fonts/jx.ttf"], 1, "nothing uses the font", "call it `default.ttf`"),
        (["fonts/jax-nmae.ttf"], 7, "nothing uses the file `fonts/jax-nmae.ttf`", "jax-name.ttf"),
    ],
)  # fmt: skip
def test_slips_and_gaps_are_noted(files: list[str], line: int, message: str, hint: str) -> None:
    data = {"png": media.png(), "wav": media.wav(), "ttf": media.font(), "mp3": media.mp3()}
    listed: dict[str, bytes | str] = {path: data.get(path[-3:], b"") for path in files}
    found = [each for each in said(listed) if each.name == "missing-asset"]
    one = next(each for each in found if message in each.message)
    assert one.severity == "note"
    assert hint in (one.hint or "")
    assert one.span.file.position(one.span.start)[0] == line
    assert len(found) == 1, [each.message for each in found]


def test_many_gaps_are_one_note() -> None:
    lines = "".join(f"  backdrop place_{letter}\n  On.\n" for letter in "abcdefghij")
    story = STORY.replace("  music promise\n", lines)
    found = only({"art/backdrops/hall.png": media.png()}, story)
    assert "`place_a`, `place_b`" in found.message
    assert "and 5 more" in found.message


def test_a_gap_can_be_allowed() -> None:
    allowed = "  # allow: missing-asset - drawn\n  backdrop street"
    story = STORY.replace("  backdrop street", allowed)
    files: dict[str, bytes | str] = {"art/backdrops/hall.png": media.png()}
    assert said(files, story) == []
    unused = compiled({}, story).diagnostics
    assert [each.name for each in unused] == ["unused-allow"]
    assert compile(World((("lamps.weave", story),))).diagnostics == ()  # nobody looked


def test_two_files_for_one_name() -> None:
    found = only({
        "art/backdrops/hall.png": media.png(), "art/backdrops/hall.webp": media.webp(),
        "art/backdrops/street.png": media.png(),
    })  # fmt: skip
    assert found.name == "bad-asset"
    assert "`art/backdrops/hall.png` and `art/backdrops/hall.webp`" in found.message


# ------------------------------------------------------------------ files that are no good

BOMB = """<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;">]><svg xmlns="http://www.w3.org/2000/svg"><text>&c;</text></svg>"""
LINK = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href'

REFUSED: list[tuple[str, bytes, str]] = [
    ("empty.png", b"", "is empty"),
    ("a.png", media.jpeg(), "is a JPEG picture by what is in it|name it `a.jpg`"),
    ("a.jpg", media.png(), "is a PNG picture|name it `a.png`"),
    ("a.png", media.svg(), "is an SVG drawing"),
    ("a.svg", media.png(), "is a PNG picture"),
    ("a.svg", b"<!DOCTYPE html><p>", "is a web page by what is in it|save it as an SVG drawing"),
    ("a.svg", b"  <HTML><script>", "is a web page"),
    ("a.png", b"GIF89a/*\0\0", "is a GIF picture|save it as a PNG picture"),
    ("a.png", b"MZ\x90", "is not what its name says"),
    ("a.svg", b"\x1f\x8b\x08\0", "is packed|unpack it"),
    ("a.webp", b"RIFF\0\0\0\0WAVE", "is a WAV recording"),
    ("a.png", media.png()[:-3], "is cut short"),
    ("a.png", media.png()[:20], "is cut short"),
    ("a.png", media.png()[:40] + b"\0" + media.png()[41:], "is damaged"),
    ("a.png", media.png(0, 2), "without any points"),
    ("a.png", media.png(60_000, 60_000), "60,000 by 60,000 points"),
    ("a.png", media.png(10_000, 10_000), "10,000 by 10,000 points"),
    ("a.jpg", media.jpeg()[:-2], "is cut short"),
    ("a.jpg", media.jpeg()[:9], "is cut short"),
    ("a.jpg", b"\xff\xd8\xff\xd9", "is cut short"),
    ("a.jpg", media.jpeg(65_535, 2), "points large"),
    ("a.webp", media.webp()[:-4], "is cut short"),
    ("a.webp", media.webp(16_384, 16_384), "points large"),
    ("a.webp", media.riff(b"WEBP", (b"JUNK", b"")), "is damaged"),
    ("a.avif", media.avif()[:-3], "is cut short"),
    ("a.avif", media.box(b"ftyp", b"mif1\0\0\0\0heic"), "is a HEIC picture"),
    ("a.avif", media.avif(20_000, 20_000), "points large"),
    ("a.svg", b"<svg><rect/></svg>", "does not say that it is SVG"),
    ("a.svg", b'<p xmlns="http://www.w3.org/2000/svg"/>', "its first element is `p`"),
    ("a.svg", media.svg()[:-3], "is not a whole SVG drawing: line 1"),
    ("a.svg", media.svg("<script>x()</script>"), "holds a `script`"),
    ("a.svg", media.svg('<g onload="x()"/>'), "holds `onload`"),
    ("a.svg", media.svg('<g ONLOAD="x()"/>'), "holds `ONLOAD`"),
    ("a.svg", media.svg("<foreignObject/>"), "holds a `foreignObject`"),
    ("a.svg", media.svg('<b xmlns="http://www.w3.org/1999/xhtml"/>'), "holds a `b`"),
    ("a.svg", media.svg('<image href="http://e.x/a.png"/>'), "outside of it, by `href`"),
    ("a.svg", media.svg(f'<image {LINK}="a.png"/>'), "outside of it, by `href`"),
    ("a.svg", media.svg(f'<use {LINK}="//e.x/a.svg#b"/>'), "outside of it"),
    ("a.svg", media.svg('<a href="javascript:x()"/>'), "outside of it"),
    ("a.svg", media.svg('<image href="data:text/html,x"/>'), "outside of it"),
    ("a.svg", media.svg('<image href="data:image/svg+xml,x"/>'), "outside of it"),
    ("a.svg", media.svg('<rect fill="url(http://e.x/#a)"/>'), "in its style"),
    ("a.svg", media.svg('<rect style="fill:u\\72l(http://e.x)"/>'), "in its style"),
    ("a.svg", media.svg('<rect style="fill:url(/**/\'//e.x\')"/>'), "in its style"),
    ("a.svg", media.svg("<style>@import 'x.css';</style>"), "asks for a style sheet"),
    ("a.svg", media.svg("<style>@\\69mport 'x.css';</style>"), "asks for a style sheet"),
    ("a.svg", media.svg("<style><![CDATA[a{b:url(x)}]]></style>"), "in its style"),
    ("a.svg", b'<?xml-stylesheet href="x"?>' + media.svg(), "asks for a style sheet"),
    ("a.svg", media.svg('<set attributeName="onclick" to="x()"/>'), "moves the attribute"),
    ("a.svg", media.svg('<animate attributeName="xlink:href" to="x"/>'), "moves the attribute"),
    ("a.svg", media.svg('<g xml:base="http://e.x/"/>'), "outside of it, by"),
    ("a.svg", BOMB.encode(), "declares entities"),
    ("a.svg", BOMB.replace("[", "").replace("]", "").encode(), "is not a whole SVG drawing"),
    ("a.svg", b'<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + media.svg("&x;"), "entit"),
    ("a.svg", media.svg("<g>" * 300 + "</g>" * 300), "nests more than 200"),
    ("a.svg", b'<?xml version="1.0" encoding="nobody"?>' + media.svg(), "is "),
    ("a.ogg", media.ogg()[:-1], "is cut short"),
    ("a.ogg", media.ogg() + b"Ogg", "is cut short"),
    ("a.ogg", media.ogg(b"\x80theora "), "no sound that a page can play"),
    ("a.ogg", media.ogg() + b"rubbish", "is damaged"),
    ("a.mp3", b"ID3\4\0\0\0\0\0\2" + b"ab", "is cut short"),
    ("a.mp3", b"\xff\xfb\x90\x00" + bytes(800), "is not what its name says"),
    ("a.mp3", media.wav(), "is a WAV recording"),
    ("a.m4a", media.m4a()[:-1], "is cut short"),
    ("a.m4a", media.box(b"ftyp", b"M4A \0\0\0\0"), "is cut short"),
    ("a.wav", media.wav()[:-10], "is cut short"),
    ("a.wav", media.riff(b"WAVE", (b"fmt ", struct.pack("<HHIIHH", 2, 1, 8, 8, 1, 4))), "browsers"),
    ("a.wav", media.riff(b"WAVE", (b"data", b"ab")), "is cut short"),
    ("a.wav", media.riff(b"WAVE", (b"fmt ", bytes([1]) + bytes(15)), (b"data", b"")), "no sound"),
    ("a.ttf", media.font()[:-30], "is cut short"),
    ("a.ttf", b"\0\1\0\0\0\0", "is damaged"),
    ("a.otf", b"ttcf\0\0", "is a collection of fonts"),
    ("a.woff2", b"wOF2\0\1\0\0" + struct.pack(">I", 9999) + bytes(60), "is cut short"),
    ("a.woff2", media.font(), "is a TrueType or OpenType font|name it `a.ttf`"),
    ("a.woff", b"wOFF\0\1\0\0" + struct.pack(">IH", 44, 1) + bytes(40), "is cut short"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "data", "words"), REFUSED, ids=range(len(REFUSED)))
def test_refused(path: str, data: bytes, words: str) -> None:
    started = time.process_time()
    with pytest.raises(BadFileError) as refused:
        look(path, data)
    assert time.process_time() - started < 1
    reason, _, hint = words.partition("|")
    assert reason in refused.value.reason
    assert hint in refused.value.hint
    assert refused.value.hint


TAKEN: list[tuple[str, bytes]] = [
    *((path, data) for path, data in ALL.items() if isinstance(data, bytes)),
    ("a.svg", b"\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?>\n<!-- c -->" + media.svg()),
    ("a.svg", b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/a.dtd">'
     + media.svg()),
    ("a.svg", media.svg().decode().encode("utf-16")),
    ("a.svg", media.svg('<defs><path id="p"/></defs><use href="#p"/><rect fill="url(#p)"/>')),
    ("a.svg", media.svg('<image href="data:image/png;base64,iVBORw0KGgo="/>')),
    ("a.svg", media.svg("<style>a{fill:url('#p');b:\"\\201c\"}</style>")),
    ("a.svg", media.svg('<animate attributeName="x" to="3"/><a href="#p"/>')),
    ("a.svg", media.svg('<i:view xmlns:i="http://inkscape.org/" i:onward="2"/>'.replace(
        "i:onward", "i:zoom"))),
    ("a.png", media.png() + b"behind the end"),
    ("a.jpg", media.jpeg() + b"behind the end"),
    ("a.mp3", b"ID3\4\0\0\0\0\0\4" + b"tags" + media.mp3()),
    ("a.mp3", media.mp3()[:-100]),
    ("a.opus", media.ogg()),
    ("a.otf", media.font()),
]  # fmt: skip


@pytest.mark.parametrize(("path", "data"), TAKEN)
def test_taken(path: str, data: bytes) -> None:
    look(path, data)


def test_a_bad_file_is_told_at_the_line_that_uses_it() -> None:
    found = only({"art/backdrops/hall.png": b"\x89PNG\r\n\x1a\n", "art/backdrops/street.png":
                  media.png()})  # fmt: skip
    assert (found.name, found.severity) == ("bad-asset", "error")
    assert found.message == "`art/backdrops/hall.png` is cut short: its end is missing"
    assert found.span.file.position(found.span.start)[0] == 13


def test_every_cut_of_a_file_is_refused_or_taken_and_nothing_else() -> None:
    """No prefix of any file raises anything but a refusal."""
    whole = {"png": media.png(), "jpg": media.jpeg(), "webp": media.webp(), "avif": media.avif(),
             "svg": media.svg(), "ogg": media.ogg(), "mp3": media.mp3(1), "m4a": media.m4a(),
             "wav": media.wav(0.001), "ttf": media.font()}  # fmt: skip
    taken = 0
    for end, data in whole.items():
        for cut in range(len(data)):
            try:
                look(f"a.{end}", data[:cut])
                taken += 1
            except BadFileError:
                pass
        kind_of(data)
    assert taken < 500  # frames of sound may end anywhere, pictures may not


def test_no_flipped_byte_is_a_fault() -> None:
    for end, data in {"png": media.png(), "webp": media.webp(), "avif": media.avif(),
                      "jpg": media.jpeg(), "svg": media.svg(), "ogg": media.ogg(),
                      "wav": media.wav(0.001), "ttf": media.font("ab", "x")}.items():  # fmt: skip
        for at in range(len(data)):
            for bits in (1, 0x80, 0xFF):
                turned = bytearray(data)
                turned[at] ^= bits
                with suppress(BadFileError):
                    look(f"a.{end}", bytes(turned))


# ------------------------------------------------------------------ sizes


def test_limits() -> None:
    hall = media.png()
    two: dict[str, bytes | str] = {
        "art/backdrops/hall.png": hall, "art/backdrops/street.png": media.png(3, 3),
    }  # fmt: skip
    assert said(two, file=len(hall) + 20, whole=1000) == []
    found = said(two, file=10, whole=5000)
    assert [each.name for each in found] == ["asset-too-large"] * 2
    assert "`art/backdrops/hall.png` has more than 0 MB" in found[0].message
    one = only(two, file=len(hall) + 20, whole=len(hall) + 20)
    assert "come to more than 0 MB" in one.message
    assert "--asset-limit" in (one.hint or "")


# ------------------------------------------------------------------ letters


def test_letters_that_a_font_lacks() -> None:
    ascii_only = media.font("".join(map(chr, range(32, 127))))
    found = only({"fonts/jax.ttf": ascii_only})
    assert (found.name, found.severity) == ("missing-letters", "warning")
    assert found.message == "the font `fonts/jax.ttf` has no `\u00e9`"
    line, column = found.span.file.position(found.span.start)
    assert STORY.split("\n")[line - 1][column - 1] == "\u00e9"
    assert said({"fonts/jax.ttf": media.font("".join(map(chr, range(32, 256))))}) == []


def test_many_letters_are_counted() -> None:
    found = only({"fonts/default.ttf": media.font("abc")})
    assert " more" in found.message
    assert len(found.labels) == 3


def test_letters_in_comments_do_not_count() -> None:
    story = "# \u03a9 \u2026\n" + STORY
    font = media.font("".join(map(chr, range(32, 256))))
    assert said({"fonts/jax.ttf": font}, story) == []


def test_a_whole_font_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    font = media.font("".join(map(chr, range(32, 256))), extra=bytes(50_000))
    monkeypatch.setattr(gather, "find_spec", lambda name: None)
    found = only({"fonts/jax.ttf": font})
    assert found.name == "whole-font"
    assert "pip install weavec[fonts]" in (found.hint or "")
    monkeypatch.setattr(gather, "find_spec", lambda name: object())
    assert said({"fonts/jax.ttf": font}) == []
    words = "Copyright X, with Reserved Font Name Y."
    kept = media.font("".join(map(chr, range(32, 256))), words, bytes(50_000))
    assert "keeps its name" in (only({"fonts/jax.ttf": kept}).hint or "")


@pytest.mark.parametrize("count", [1, 60])
def test_tables_of_characters_are_no_bombs(count: int) -> None:
    group = struct.pack(">III", 0, 0x10FFFF, 1)
    body = struct.pack(">HHIII", 12, 0, 16 + 12 * count, 0, count) + group * count
    table = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + body
    whole = media.font().replace(media.cmap([97, 98, 99]), table[: len(media.cmap([97, 98, 99]))])
    started = time.process_time()
    with suppress(BadFileError):
        look("a.ttf", whole)
    assert time.process_time() - started < 1


def test_a_packed_font_does_not_grow_without_end() -> None:
    brotli = pytest.importorskip("brotli")
    packed = brotli.compress(bytes(30_000_000), quality=4)
    entry = bytes([0]) + b"\x64" + bytes([5]) + b"\x64"  # cmap and name, 100 bytes each
    data = b"wOF2\0\1\0\0" + struct.pack(">IHHII", 48 + 4 + len(packed), 2, 0, 0, len(packed))
    data = (data + bytes(48))[:48] + entry + packed
    started = time.process_time()
    with pytest.raises(BadFileError, match="damaged"):
        look("a.woff2", data)
    assert time.process_time() - started < 1
    table = zlib.compress(bytes(30_000_000))
    started = time.process_time()
    for said, fits in ((100_000, True), (30_000_000, True), (90_000_000, False)):
        head = (b"wOFF\0\1\0\0" + struct.pack(">IH", 84 + len(table), 2) + bytes(44))[:44]
        rows = b"".join(
            struct.pack(">4sIIII", tag, 84, len(table), said, 0) for tag in (b"cmap", b"name")
        )
        try:
            look("a.woff", head + rows + table)
        except BadFileError:
            assert not fits
    assert time.process_time() - started < 2


# ------------------------------------------------------------------ on disk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A story's folder with a backdrop, and a secret beside it."""
    root = tmp_path / "story"
    (root / "art" / "backdrops").mkdir(parents=True)
    (root / "lamps.weave").write_text(STORY)
    (root / "art" / "backdrops" / "street.png").write_bytes(media.png())
    (tmp_path / "secret.png").write_bytes(media.png(9, 9))
    return root


def on_disk(root: Path) -> Compilation:
    """The story of a folder with its files."""
    story = open_story(str(root))
    return compile(story, album=story)


def trouble(root: Path) -> str:
    """What is wrong with the one file that is."""
    found = on_disk(root)
    (bad,) = (each for each in found.diagnostics if each.severity == "error")
    assert bad.name == "bad-asset"
    assert "secret" not in bad.message + (bad.hint or "")
    assert found.assets is not None
    assert not any(b"IHDR" in file.data and b"\0\0\0\x09" in file.data for file in
                   found.assets.files)  # fmt: skip
    return bad.message


def test_files_are_found_on_disk(folder: Path) -> None:
    made = on_disk(folder).assets
    assert made is not None
    assert made.keys() == {"backdrops/street"}
    single = open_story(str(folder / "lamps.weave"))
    assert compile(single, album=single).assets == made


@pytest.mark.parametrize("target", ["../../../secret.png", "/etc/passwd", "none.png", "hall.png"])
def test_links_that_lead_out_are_not_followed(folder: Path, target: str) -> None:
    (folder / "art/backdrops/hall.png").symlink_to(target)
    assert "link" in trouble(folder)


def test_a_link_inside_is_followed(folder: Path) -> None:
    (folder / "art/backdrops/hall.png").symlink_to("street.png")
    made = on_disk(folder)
    assert made.assets is not None
    assert made.assets.keys() == {"backdrops/hall", "backdrops/street"}


def test_a_folder_that_leads_out_is_not_looked_into(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "promise.wav").write_bytes(media.wav())
    (folder / "music").symlink_to("../outside")
    found = [each for each in on_disk(folder).diagnostics if each.severity == "error"]
    assert {each.name for each in found} <= {"bad-asset", "unreadable-file"}
    assert found
    single = open_story(str(folder / "lamps.weave"))
    assert "`music` is not looked into: this is a link that leads out" in str(
        [each.message for each in compile(single, album=single).diagnostics]
    )


@pytest.mark.parametrize("kind", ["pipe", "folder", "device"])
def test_only_plain_files_are_opened(folder: Path, kind: str, opened: list[str]) -> None:
    path = folder / "art/backdrops/hall.png"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero")
    started = time.monotonic()
    if kind == "folder":  # no file of that name, then
        assert not [each for each in on_disk(folder).diagnostics if each.severity == "error"]
    else:
        assert "is not read" in trouble(folder)
    assert time.monotonic() - started < 2
    assert "hall.png" not in opened
    assert "street.png" in opened


def test_a_file_without_end_is_not_read(folder: Path) -> None:
    with (folder / "art/backdrops/hall.png").open("wb") as file:
        file.truncate(1 << 40)
    started = time.process_time()
    (bad,) = (each for each in on_disk(folder).diagnostics if each.severity == "error")
    assert bad.message == "`art/backdrops/hall.png` has more than 50 MB"
    assert time.process_time() - started < 1


def test_a_file_swapped_for_a_link_is_not_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = folder / "art/backdrops/hall.png"
    hall.write_bytes(media.png())
    story = open_story(str(folder))
    names = story.names()
    hall.unlink()
    hall.symlink_to("../../../secret.png")
    monkeypatch.setattr(type(story), "names", lambda self: names)
    found = compile(story, album=story)
    assert [each.name for each in found.diagnostics if each.severity == "error"] == ["bad-asset"]


def test_hostile_names(folder: Path) -> None:
    """Names of files are compared and shown, never followed."""
    backdrops = folder / "art/backdrops"
    hostile = ["..png", "...", "hall.png ", "hall\n.png", "hall\x1b[31m.png", "$(x).png", "-rf.png",
               "CON.png", "hall.png.exe", "a:b.png", "hall%2e.png", "\u202ehall.png"]  # fmt: skip
    for name in hostile:
        (backdrops / name).write_bytes(b"nothing")
    (backdrops / os.fsdecode(b"hall\xff.png")).write_bytes(b"nothing")
    made = on_disk(folder)
    assert made.assets is not None
    assert made.assets.keys() == {"backdrops/street"}
    assert not [each for each in made.diagnostics if each.severity != "note"]


@pytest.mark.parametrize("name", ["__proto__", "constructor", "toString", "then", "CON", "\u5922"])
def test_names_that_mean_something_elsewhere(folder: Path, name: str) -> None:
    (folder / "lamps.weave").write_text(STORY.replace("backdrop hall", f"backdrop {name}"))
    (folder / f"art/backdrops/{name}.png").write_bytes(media.png(2, 3))
    made = on_disk(folder).assets
    assert made is not None
    assert made.keys() == {f"backdrops/{name}", "backdrops/street"}


def test_check_and_build_look_at_files(folder: Path, tmp_path: Path) -> None:
    def run(*args: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "weavec", *args], capture_output=True, text=True, check=False,
            env={**os.environ, "WEAVEC_CACHE": ""}, timeout=60,
        )  # fmt: skip
        return done.returncode, done.stderr

    hall = folder / "art/backdrops/hall.png"
    hall.write_bytes(media.png()[:30])
    page = str(tmp_path / "p.html")
    for verb in (["check", str(folder)], ["build", str(folder), "-o", page]):
        code, words = run(*verb, "--no-proof")
        assert code == 1
        assert "E502" in words
        assert "is cut short" in words
    assert not Path(page).exists()
    hall.write_bytes(media.png())
    assert run("check", str(folder), "--no-proof")[0] == 0
    hall.write_bytes(media.png() + bytes(300_000))
    code, words = run("check", str(folder), "--no-proof", "--asset-limit", "1")
    assert (code, "E503" in words) == (1, True)


def test_a_story_without_files_pays_nothing(folder: Path) -> None:
    """Looking for files imports nothing that is heavy, and nothing at all if there are none."""
    program = (
        "import sys; from weavec.cli import main; main(['check', sys.argv[1], '--no-proof']);"
        "print(*sorted(sys.modules))"
    )

    def imported(path: Path) -> set[str]:
        done = subprocess.run(
            [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
        )
        return set(done.stdout.split())

    (folder / "fonts").mkdir()
    (folder / "fonts/jax.ttf").write_bytes(media.font())
    heavy = {"fontTools", "jinja2", "PIL", "weavec.emit.page"}
    assert "weavec.assets.gather" in imported(folder)
    assert not imported(folder) & heavy


