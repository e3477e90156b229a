"""The linker and the page around its script: order, names, what is taken out, what must stay."""

from __future__ import annotations

import base64
import gzip
import json
import re
import shutil
import subprocess
import sys
import time
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from weavec.emit import player as kept_player
from weavec.emit.link import LinkError, link, strip_style
from weavec.emit.page import document, inert, page
from weavec.emit.player import player, write_player
from weavec.emit.script import shorten, tighten, tokens_of

sys.path.insert(0, str(Path(__file__).parent / "player"))
import sample_program

NODE = shutil.which("node")


def test_modules_come_in_the_order_of_their_imports() -> None:
    modules = {
        "c.mjs": "export const three = 3;\n",
        "a.mjs": 'import { two } from "./b.mjs";\nimport { three } from "./c.mjs";\n'
        "const six = two * three;\n",
        "b.mjs": 'import { three } from "./c.mjs";\n\nexport const two = three - 1;\n',
    }
    script = link(modules, "a.mjs")
    assert script == link(dict(reversed(modules.items())), "a.mjs")
    assert script == ('"use strict";\n(() => {\nconst a=3;const b=a-1;const c=b*a;})();\n')


@pytest.mark.parametrize(
    ("modules", "words"),
    [
        ({"a.mjs": 'import { b } from "./b.mjs";\n'}, "does not exist"),
        ({"a.mjs": 'import { b } from "./b.mjs";\n', "b.mjs": "export const c = 1;\n"}, "lacks"),
        (
            {
                "a.mjs": 'import { b } from "./b.mjs";\nexport const a = b;\n',
                "b.mjs": 'import { a } from "./a.mjs";\nexport const b = a;\n',
            },
            "circle",
        ),
        (
            {
                "a.mjs": 'import { b } from "./b.mjs";\nfunction one() {}\n',
                "b.mjs": "export const b = 1;\nconst one = 2;\n",
            },
            "defined in",
        ),
        ({"a.mjs": "export default 1;\n"}, "does not know"),
        ({"a.mjs": 'import x from "y";\n'}, "does not know"),
    ],
)
def test_what_does_not_fit_is_refused(modules: dict[str, str], words: str) -> None:
    with pytest.raises(LinkError, match=words):
        link(modules, "a.mjs")


def strip_script(text: str) -> str:
    """The script without comments and needless blanks."""
    return tighten(tokens_of(text))


def test_only_comments_and_needless_blanks_are_taken_out() -> None:
    kept = (
        'const a="// no comment";'
        "const b='/* nor this */';"
        "const c=`// ${`/* ${a+{b}.b} */`} http://x  y`;"
        "const d=/\\/\\*[/'\"] +\\/\\//g;"
        "const e=a.length/2;const g=b.length/1;"
        "if(/^[1-9] $/.test(a))b;"
    )
    assert strip_script(kept) == kept
    assert strip_script("/** doc\n * more */\nlet x = 0.50;   // why\n\n\n    let y = 10.5;\n") == (
        "let x=.50;let y=10.5;"
    )
    assert strip_script("a = 1 /* one */ + +b - -c / /x y/.d") == "a=1+ +b- -c/ /x y/.d"
    assert strip_script("typeof a in {  b : 1 }") == "typeof a in{b:1}"
    assert strip_script("f(\n  a,\n  b\n)\n  .c ?\n d\n : e\n") == "f(a,b).c?d:e\n"
    assert strip_script("a\n++b\n{\n c\n}\nd\n") == "a\n++b\n{c}\nd\n"
    assert strip_script("return /* a\nb */ x") == "return\nx", "a line break may end a statement"


def test_only_variables_get_short_names() -> None:
    script = (
        "const count = { total: 1, shown }; const shown = 2; let other = `total ${shown} other`;\n"
        "function helper(first, second) { return first.total + second + count.total + other; }\n"
        "const arrow = (third) => third + helper(1, 2);"
        " class Box { fill(amount) { return amount; } }\n"
    )
    assert shorten(tokens_of(script)) == (
        "const c={total:1,shown};const shown=2;let other=`total ${shown} other`;"
        "function a(d,b){return d.total+b+c.total+other;}\n"
        "const f=(e)=>e+a(1,2);class g{fill(amount){return amount;}}\n"
    )
    assert shorten(tokens_of("const a = 1; let long = a;")) == "const a=1;let b=a;"
    assert "Infinity" in shorten(tokens_of("function least(most = Infinity) { return most; }"))


def test_style_keeps_strings_and_single_blanks() -> None:
    assert (
        strip_style(
            '/* a */\na {\n  b: "/* c */  d", e ;\n}\n\nb  :is(c,  d) > e { c: calc(1px + 2px) }\n'
        )
        == 'a{b:"/* c */  d",e }\nb :is(c,d) > e{c:calc(1px + 2px)}\n'
    )


@pytest.mark.skipif(NODE is None, reason="no node")
def test_without_a_document_the_script_hands_out_the_machine(tmp_path: Path) -> None:
    (tmp_path / "player.js").write_text(player().script, encoding="utf-8")
    code = (
        "require('vm').runInThisContext(require('fs').readFileSync(process.argv[1], 'utf8'));"
        "const { start, step, render } = globalThis.weave;"
        "const program = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "const [state, events] = start(program, 7);"
        "const [next] = step(program, state, { do: 'next' });"
        "console.log(JSON.stringify([events.at(-1).id, render(program, next).id]));"
    )
    out = subprocess.run(
        [str(NODE), "-e", code, str(tmp_path / "player.js")],
        input=json.dumps(_data()), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(out.stdout) == ["auditorium/l1", "auditorium/l2"]


def _data() -> dict[str, object]:
    from weavec.ir import program_json

    return program_json(sample_program.program())


class Parts(HTMLParser):
    """The elements of a page with their attributes, and the raw text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.inside = ""
        self.attrs: list[dict[str, str | None]] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": [], "title": []}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attrs.append(dict(attrs))
        if tag in self.raw:
            self.raw[tag].append("")
            self.inside = tag

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.raw[self.inside][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = ""


def test_the_policy_comes_first_and_names_the_hashes() -> None:
    parts = Parts(page(sample_program.program()))
    assert parts.tags[:3] == ["html", "head", "meta"]
    content = str(parts.attrs[2]["content"])
    assert parts.attrs[2]["http-equiv"] == "Content-Security-Policy"
    assert content.startswith("default-src 'none'; ")
    for tag, directive in (("script", "script-src"), ("style", "style-src")):
        digest = base64.b64encode(sha256(parts.raw[tag][-1].encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in content
    assert "unsafe" not in content
    assert "http:" not in content
    assert not any(
        "style" in attrs or any(k.startswith("on") for k in attrs) for attrs in parts.attrs
    )


@pytest.mark.parametrize(
    "words", ["</script>", "<!-- <script>", "'", "&lt;", "\u2028\u2029", "é夢\U0001f319"]
)
def test_the_story_is_inert_and_whole(words: str) -> None:
    data = {"texts": {words: [words]}}
    text = document(json.dumps(data, ensure_ascii=False), "en", words)
    parts = Parts(text)
    assert json.loads(parts.raw["script"][0]) == data
    assert not re.search("[<>&'\u2028\u2029]", parts.raw["script"][0])
    assert parts.raw["title"] == [words]
    assert parts.tags.count("script") == 2


def test_the_same_story_gives_the_same_bytes() -> None:
    assert page(sample_program.program()) == page(sample_program.program())
    assert "\r" not in page(sample_program.program())


def test_a_kept_player_is_used_only_while_its_sources_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_player, "KEPT", tmp_path / "player.json")
    linked = player.__wrapped__()
    first = write_player().read_bytes()
    assert player.__wrapped__() == linked
    assert write_player().read_bytes() == first
    data = json.loads(first)
    kept_player.KEPT.write_text(json.dumps({**data, "script": "kept"}), encoding="utf-8")
    assert player.__wrapped__().script == "kept"
    for broken in (json.dumps({**data, "script": "old", "hash": "0"}), "{", "[]", "7", ""):
        kept_player.KEPT.write_text(broken, encoding="utf-8")
        assert player.__wrapped__() == linked


def test_player_and_style_keep_to_their_budget() -> None:
    script, style = player().script, player().style
    assert len(gzip.compress((script + style).encode(), 9)) <= 60 * 1024
    assert "</script" not in script.lower()
    assert "<!--" not in script
    assert "</style" not in style.lower()
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "fetch(",
        "XMLHttpRequest",
    ):
        assert word not in script, word


def test_a_long_story_is_written_fast() -> None:
    text = json.dumps({"texts": {f"s/{i}": ["It's <b>" + "word " * 12] for i in range(20_000)}})
    document("{}", "en", "")
    start = time.process_time()
    inert(text)
    document(text, "en", "A title")
    assert time.process_time() - start < 0.3
