"""Files that no text can hold well: odd bytes, hidden characters, bombs, hostile names.

All are made here. Whatever comes in, the compiler answers with findings, in bounded time, and
raises nothing; what an author named or wrote in any place stays a name or words, in the program, in
both its tables and on the page.
"""

from __future__ import annotations

import json
import os
import re
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from expecting import HEAD, STANDARD, World, found, names, read_sample

from weavec import machine
from weavec.compiler import Compilation, compile  # noqa: A004
from weavec.disk import open_story
from weavec.emit.page import page
from weavec.ir import Program, program_json

PATIENCE = 20.0
"""Seconds of the processor that no file here may take."""


def compiled(text: str, kind: str = "story") -> Compilation:
    """Compile a text, and see that it does not take for ever."""
    begin = time.process_time()
    compilation = found(read_sample(text, kind))
    assert time.process_time() - begin < PATIENCE
    return compilation


def from_bytes(folder: Path, data: bytes) -> Compilation:
    (folder / "story.weave").write_bytes(data)
    return compile(open_story(str(folder)))


def places(compilation: Compilation) -> list[tuple[str, int]]:
    """The name and the line of every error and warning."""
    return [
        (d.name, d.span.file.position(d.span.start)[0])
        for d in compilation.diagnostics
        if d.severity != "note"
    ]


STORY = HEAD.lstrip("\n") + "\nscene hall\n  The lights go down.\n  end over\n"


# ------------------------------------------------------------------ bytes


def test_line_ends_and_mark_of_windows(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + STORY.replace("\n", "\r\n").encode()
    compilation = from_bytes(tmp_path, data)
    assert places(compilation) == []
    assert compilation.program == compile(World((("story.weave", STORY),))).program


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (STORY.encode().replace(b"lights", b"l\xefghts"), 5),
        (STORY.encode().replace(b"lights", b"l\xed\xa0\x80ghts"), 5),  # a lone surrogate
        (STORY.encode().replace(b"lights", b"l\xc0\xafghts"), 5),  # an overlong slash
        (STORY.encode() + b"\xf0\x9f", 7),
        (STORY.encode("utf-16"), 1),
        (b"\x89PNG\r\n\x1a\n\x00\x00", 1),
    ],
    ids=["latin-1", "surrogate", "overlong", "cut", "utf-16", "picture"],
)
def test_not_utf8(tmp_path: Path, data: bytes, line: int) -> None:
    assert ("bad-encoding", line) in places(from_bytes(tmp_path, data))


def test_a_bad_file_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.weave").write_text(STORY.replace("end over", "-> nowhere"), encoding="utf-8")
    (tmp_path / "b.weave").write_bytes(b"\xff\xff")
    found_names = [name for name, _ in places(compile(open_story(str(tmp_path))))]
    assert "bad-encoding" in found_names
    assert "undefined-scene" in found_names


def test_unreadable_files(tmp_path: Path) -> None:
    (tmp_path / "story.weave").write_text(STORY, encoding="utf-8")
    (tmp_path / "nowhere.weave").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "pipe.weave")
    found_places = places(compile(open_story(str(tmp_path))))
    assert found_places == [("unreadable-file", 1)] * 2


# ------------------------------------------------------------------ hidden characters

CONTROLS = [chr(n) for n in (*range(9), 11, 12, *range(14, 32), 127, 0x85, 0x2028, 0x2029)]
POSITIONS = {
    "prose": "  The l@ights go down.\n",
    "speech": '  "A voice": The l@ights.\n',
    "comment": "  # The l@ights.\n  The lights.\n",
    "keyword": "  pause@ 1\n",
    "quoted": '  keepsake pencil "A pen@cil"\n',
    "verse": "  verse\n    The l@ights.\n",
}


@pytest.mark.parametrize("position", POSITIONS)
def test_control_characters(position: str) -> None:
    for control in (*CONTROLS, "\r"):
        text = f"scene hall\n{POSITIONS[position]}  end over\n".replace("@", control)
        line = text[: text.index(control)].count("\n") + 1
        assert ("bad-character", line) in places(compiled(text)), f"U+{ord(control):04X}"


@pytest.mark.parametrize(
    "blank", ["\u00a0", "\u3000", "\u2003", "\u202f", "\u200b", "\u2060", "\ufeff"]
)
def test_blanks_that_hide_a_keyword(blank: str) -> None:
    for line in (f"shift{blank}to jax", f"{blank}shift to jax", f"*{blank}Yes.", f"->{blank}street",
                 f"{blank}-> street", f"elena{blank}: Yes."):  # fmt: skip
        text = f"Rain.\n{line}\n"
        found_names = [name for name, at in places(compiled(text, "scene")) if at == 3]
        assert "bad-character" in found_names, ascii(line)


@pytest.mark.parametrize(
    "text", ["夢の中で、\u3000目が覚めた。", "می\u200cخواهم", "a\u200db", "a\u00a0b", "é e\u0301"]
)
def test_blanks_and_joiners_inside_prose(text: str) -> None:
    assert places(compiled(f"{text}\n", "scene")) == []


def test_separators_do_not_end_lines() -> None:
    text = "scene hall\n  a\u2028b\u0085c\u000bd\u000ce\n  -> nowhere\n"
    assert ("undefined-scene", 3) in places(compiled(text))


# ------------------------------------------------------------------ bombs


@pytest.mark.parametrize(
    "line",
    ["prose {}", "{}", "-{}", "*{}", "**{}", '"{}', "elena {}", "elena: {}", "elena ({}", "{}: a",
     "# {}", "#{}", "\\{}", "-> {}", "set {}", "if {}", "* {}", "verse {}", "choice {}", "todo {}"],
)  # fmt: skip
def test_long_lines(line: str, full: bool) -> None:
    size = 10_000_000 if full else 400_000
    for filler in ("a", " ", "-", "*", '"', "{", "}", "(", "\\", "|", "a:", "{a}", "\\*", "。"):
        compiled(line.replace("{}", filler * (size // len(filler))) + "\n", "scene")


def test_a_line_of_ten_megabytes() -> None:
    compilation = compiled("a" * 10_000_000 + "\n", "scene")
    assert len(compilation.diagnostics) <= 1


@pytest.mark.parametrize("line", ["{}", "elena: {}", "choice\n  * {}\n  * Not."])
def test_ten_megabytes_of_marks(line: str) -> None:
    """A line that is refused is not looked into, not even for the words that it would keep."""
    begin = time.process_time()
    compilation = compiled(line.replace("{}", "{" * 10_000_000) + "\n", "scene")
    assert time.process_time() - begin < 2
    assert names(compilation, "error")["bad-line"] == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [("(", ")"), ("not ", ""), ("-", ""), ("count(", ")"), ("1 + (", ")"), ("not (", ")")],
)
def test_deep_expressions(before: str, after: str) -> None:
    inner = "lamp" if "not" in before else "trust"
    for depth in (10, 19, 20, 21, 100, 1_000, 100_000):
        value = before * depth + inner + after * depth
        head = "if" if inner == "lamp" else "set trust ="
        block = "\n  Light." if inner == "lamp" else ""
        found_names = names(compiled(f"{head} {value}{block}\n", "scene"), "error")
        if depth >= 100 and before != "(":
            assert found_names["too-deep"] + found_names["bad-line"] == 1, (depth, found_names)


@pytest.mark.parametrize("depth", [1, 19, 100, 1_000, 100_000])
@pytest.mark.parametrize(
    "form", ["{if lamp: ", "{either: a|", "{first: a|then: ", "{ruby: a|", "*"]
)
def test_deep_text(form: str, depth: int) -> None:
    close = "*" if form == "*" else "}"
    rest = "|b}" if form == "{if lamp: " else close
    found_names = names(compiled(form * depth + "x" + rest * depth + "\n", "scene"), "error")
    if depth >= 100 and form != "*":
        # A line of a megabyte is refused before anybody looks into it.
        assert found_names["too-deep"] + found_names["bad-line"] == 1, found_names
    if depth <= 19 and form != "*":
        assert not found_names


def nested(head: str, depth: int) -> str:
    return "".join(f"{'  ' * level}{head}\n" for level in range(depth)) + "  " * depth + "Light.\n"


@pytest.mark.parametrize("head", ["if lamp", "as elena", "seen by elena", "hub", "choice"])
def test_deep_blocks(head: str) -> None:
    if head in ("hub", "choice"):
        def text(depth: int) -> str:
            lines = []
            for level in range(depth):
                lines.append(f"{'    ' * level}{head}")
                lines.append(f"{'    ' * level}  * (once) On.")
            return "\n".join(lines) + f"\n{'    ' * depth}Light.\n"
        assert not names(compiled(text(20), "scene"), "error")["too-deep"]
    else:
        def text(depth: int) -> str:
            return nested(head, depth)
        assert not names(compiled(text(90), "scene"), "error")["too-deep"]
    for depth in (120, 1_500):
        assert names(compiled(text(depth), "scene"), "error")["too-deep"] == 1, depth


def test_many_undefined_targets() -> None:
    lines = "".join(f"    * Go. -> nowhere_{n}\n" for n in range(30_000))
    compilation = compiled(f"scene hall\n  choice\n{lines}    * Stay.\n  end over\n")
    found_names = names(compilation, "error")
    assert found_names["undefined-scene"] >= 1_000
    assert sum(found_names.values()) <= 30_000


def test_many_bad_lines() -> None:
    compilation = compiled("scene hall\n" + "  set x ==\n" * 30_000 + "  end over\n")
    assert 1_000 <= names(compilation, "error")["bad-line"] <= 1_001


def test_many_allowances() -> None:
    lines = "  # allow: unused-name - for later\n  The lights go down.\n" * 20_000
    compilation = compiled(f"scene hall\n{lines}  end over\n")
    assert names(compilation, "warning")["unused-allow"] >= 1_000


def test_many_scenes_in_a_row() -> None:
    """A story is followed without recursion: ten thousand scenes deep, visits and jumps."""
    count = 10_000
    scenes = "".join(f"scene s{n}\n  Rain.\n  -> s{n + 1}\n" for n in range(count))
    assert places(compiled(f"{scenes}scene s{count}\n  end over\n")) == []
    count = 2_000
    scenes = "".join(f"scene s{n}\n  visit s{n + 1}\n  return\n" for n in range(1, count))
    text = f"scene s0\n  visit s1\n  end over\n{scenes}scene s{count}\n  return\n"
    assert places(compiled(text)) == []


def test_many_lets_in_a_row() -> None:
    """A let that reads a let that reads a let."""
    count = 3_000
    lets = "".join(f"let l{n} = not l{n + 1}\n" for n in range(count))
    scene = f"scene hall\n  set l{count} = true\n  {{if l0: A.|B.}}\n  end over\n"
    compiled(f"{lets}var l{count} = false\n{scene}")


def test_nothing_at_all() -> None:
    for text in ("", "\n", "\n\n\n", "#\n", "   \n", "\\\n", "\\"):
        compilation = compile(World((("story.weave", text),)))
        assert names(compilation, "error")["missing-header"] == 1, text
    assert names(compile(World(())), "error")["missing-header"] == 1


# ------------------------------------------------------------------ names

HOSTILE_NAMES = (
    "__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "length",
    "name", "then_", "__defineGetter__", "__class__", "__init__", "None", "True", "self", "lambda",
    "undefined", "null", "NaN", "arguments", "eval", "window", "document", "alert", "k", "e", "_",
)  # fmt: skip


def named(name: str) -> str:
    """A story that uses one name in every family at once, where families allow it."""
    return f"""
dreamer {name}
  moods {name}
  memory m = false
dreamer other
var v_{name}: {name} | b = b
scene {name} as {name}
  mark {name}
  backdrop {name} with fade
  music {name}
  sound {name}
  keepsake {name} "A thing"
  set v_{name} = {name}
  set m = true
  {name} ({name}): {{v_{name}}} {{if m: a|b}} {{visits(.{name})}} {{visits({name})}}
  choice
    * (mark {name}, if not chosen({name})) Again. -> .{name}
    * On.
  dream-merge {name}
    strand {name}
      One.
      sync {name}
      Two.
    strand other
      Three.
      sync {name}
      Four.
  visit next_{name}
  end {name} "The end"
scene next_{name}
  ask t_{name} "Who?"
  {{t_{name}}}
  return
var t_{name}: text = "{name}"
"""


def walk(program: Program, answer: str, limit: int = 60) -> list[dict[str, object]]:
    """Play on with the last option until the story rests for good."""
    state, events = machine.start(program, 0)
    heard = list(events)
    for _ in range(limit):
        assert state is not None
        choices = machine.inputs(heard[-1], answer)
        if not choices:
            break
        given = choices[-1]
        state, events = machine.step(program, state, given)
        heard += events
    return heard


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_hostile_names(name: str) -> None:
    compilation = compiled(named(name))
    assert places(compilation) == []
    assert compilation.program is not None
    heard = walk(compilation.program, name)
    assert heard[-1]["e"] == "end"
    data = json.loads(json.dumps(program_json(compilation.program)))
    assert data["scenes"][0]["id"] == name


# ------------------------------------------------------------------ words that are markup elsewhere

PAYLOADS = (
    "</script>", "<!-- <script>", "<script>", r"--\->", "]]>", "</style>", "</title>",
    "<img src=x onerror=boom()>", "&lt;/script&gt;", "&#60;/script>", "javascript:boom()",
    "' onload='boom()", r"\{\{ boom \}\}", "%7B%7B", r"$\{boom()\}", "`boom()`", r"%s %d \{0\}",
)  # fmt: skip
TITLES = (
    'story "@"', '  author "@"', '  note "@"', 'dreamer elena "@"', 'character usher "@"',
    'chapter "@"', 'scene hall "@" as elena', 'var word: text = "@"', 'let shown = "x @"',
)  # fmt: skip
LINES = (
    "  x @", "  elena: @", "  elena thinks: @", '  "@": A voice.', '  elena ("@"): Another name.',
    "  verse\n    x @\n    @ x", '  choice "@"\n    * x @',
    "  choice\n    * (needs lamp \"@\") A.\n    * x @ B.",
    '  hub "@"\n    * (once) x @', '  ask word "@"', '  keepsake k "@"', "  # @",
    "  x {either: @|@} {ruby: @|@} *x @*",
    '  dream-merge m "@" drifting\n    strand elena "@"\n      x @\n    strand jax "@"\n      x @',
    "  # allow: unused-name - @\n  mark never", "  todo @",
)  # fmt: skip


def everywhere(payload: str) -> str:
    """A story with the payload in every place where an author writes freely."""
    head = f'{TITLES[0]}\n  id 4b9b6f0e-0b51-4c8e-9f0e-6f2d1a3c5e77\n  start hall\n'
    tops = "\n".join(TITLES[1:3] + TITLES[3:6])
    text = f"""{head}{tops}
dreamer jax
var lamp = false
{TITLES[7]}
{TITLES[8]}
{TITLES[6]}
  set lamp = true
  usher: {{word}} {{shown}} {{if lamp: a|b}}
"""
    return (text + "\n".join(LINES) + '\n  end over "@"\n').replace("@", payload)


class Elements(HTMLParser):
    """Counts the elements of a page and gathers its inert story."""

    def __init__(self) -> None:
        super().__init__()
        self.started: list[str] = []
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.started.append(tag)
        self.attributes += [name for name, _ in attrs]


def elements(document: str) -> tuple[list[str], list[str]]:
    reader = Elements()
    reader.feed(document)
    reader.close()
    return reader.started, reader.attributes


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_stays_words(payload: str) -> None:
    compilation = compile(World((("story.weave", everywhere(payload)),)))
    assert places(compilation) == [], [d.message for d in compilation.diagnostics]
    plain = compile(World((("story.weave", everywhere("plain")),)))
    assert compilation.program is not None
    assert plain.program is not None
    document = page(compilation.program)
    assert elements(document) == elements(page(plain.program))
    shown = payload.replace("\\", "")
    kept = json.dumps(program_json(compilation.program), ensure_ascii=False)
    assert kept.count(json.dumps(shown, ensure_ascii=False)[1:-1]) > 25
    if "<" in shown:
        assert document.count(shown) == page(plain.program).count(shown)


def test_the_standard_story_makes_a_page() -> None:
    whole = STANDARD.replace("-> case as elena", "-> hall")
    whole = whole.replace("-> case.case_over as elena", "-> hall")
    program = compile(World((("story.weave", whole),))).program
    assert program is not None
    assert re.search(r"^<!doctype html>", page(program), re.I)
