"""Style sheets made short: what becomes of what, and that a browser reads the same in both."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from weavec.emit.script.shorten import shorten
from weavec.emit.script.tokens import ScriptError
from weavec.emit.style import StyleError, short_properties, strip_style

SHEETS = sorted((Path(__file__).parents[1] / "weavec" / "player").glob("*.css"))


@pytest.mark.parametrize(
    ("text", "short"),
    [
        (
            '/* a */\na {\n  b: "/* c */  d", e ;\n}\n\nb  :is(c,  d) > e { c: calc(1px + 2px) }\n',
            'a{b:"/* c */  d",e}b :is(c,d)>e{c:calc(1px + 2px)}',
        ),
        ("a { b: calc( (1px + 2px) * 3 ) }", "a{b:calc((1px + 2px)*3)}"),
        ("a { b: calc(var(--c) - 0px) 0px -0.50em 10.0rem 0.0 }",
         "a{b:calc(var(--c) - 0px)0px -.5em 10rem 0}"),
        ("a { b: 0px 0rem 10px 0% 0s; flex: 1 0 0px; --c: 0px }",
         "a{b:0 0 10px 0% 0s;flex:1 0 0px;--c:0px}"),
        ("a { color: #FFFFFF; b: #aabbccdd #abcdef #123456ff transparent; white-space: white }",
         "a{color:#fff;b:#abcd #abcdef #123456 #0000;white-space:#fff}"),
        ("a { font-weight: bold; c: bold; d: var(--white) url('#ffffff') }",
         "a{font-weight:700;c:bold;d:var(--white)url('#ffffff')}"),
        ("a { b: rotate(1deg) scale(2) , c / d; e: f ! important }",
         "a{b:rotate(1deg)scale(2),c/d;e:f!important}"),
        ('a[b="c"]::before , d[e="f g"] + h ~ i:not( .j , .k )::after { l: m }',
         'a[b=c]:before,d[e="f g"]+h~i:not(.j,.k):after{l:m}'),
        ("@media (min-width: 1px) and (hover: hover) , print { a { b: c } d { e: f } }",
         "@media(min-width:1px) and (hover:hover),print{a{b:c}d{e:f}}"),
        ("@keyframes a { from { b: c } 50% , 60% { b: d } 100% { b: e } }",
         "@keyframes a{0%{b:c}50%,60%{b:d}to{b:e}}"),
        # rules side by side
        ("a { b: c } a { d: e } f { b: c } g { }", "a{b:c;d:e}f{b:c}"),
        ("a { b: c } f { b: c }", "a,f{b:c}"),
        ("a:has(b) { b: c } f { b: c }", "a:has(b){b:c}f{b:c}"),
        ("@media print { a { b: c } } @media print { d { b: c } }", "@media print{a,d{b:c}}"),
        ("a { b: c } d { e: f } a { b: g }", "a{b:c}d{e:f}a{b:g}"),
    ],
)  # fmt: skip
def test_shorter_ways(text: str, short: str) -> None:
    assert strip_style(text) == short + "\n"


@pytest.mark.parametrize("text", ["a {", "a } b {", 'a { b: "c }', "a { b }", "@import 'a';"])
def test_what_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(StyleError):
        strip_style(text)


def test_custom_properties_get_the_same_names_in_both() -> None:
    style = "a { --seldom: 1; --often: 2; b: var(--often) '--often' }"
    names = short_properties(style)
    assert names == {"--often": "--a", "--seldom": "--b"}
    assert strip_style(style, names) == "a{--b:1;--a:2;b:var(--a) '--often'}\n"
    known = '@property --often { syntax: "<number>"; inherits: true }'
    assert strip_style(known, names) == '@property --a{syntax:"<number>";inherits:true}\n'
    script = 'go({ "--seldom": 1 }, "--often", " -- ");'
    assert shorten([("x", script)], names) == 'go({"--b":1},"--a"," -- ")'
    assert shorten([("x", 'go("--other");')], names) == 'go("--other")'
    for other in ('go("--b");', 'go("var(--often)");', "go(`--often${a}`);"):
        with pytest.raises(ScriptError, match="custom property"):
            shorten([("x", other)], names)


READ = """(text) => {
  const sheet = new CSSStyleSheet(), out = [];
  sheet.replaceSync(text);
  const walk = (rules, where) => {
    for (const rule of rules) {
      if (rule.cssRules && !rule.selectorText) {
        walk(rule.cssRules, where + (rule.conditionText ?? rule.name) + "/");
        continue;
      }
      if (!rule.style) {  // a custom property
        out.push([rule.cssText, "", "", ""].join("|"));
        continue;
      }
      for (const one of rule.selectorText?.split(/,\\s*(?![^(]*\\))/) ?? [rule.keyText])
        for (const name of rule.style)
          out.push([where + one, name, rule.style.getPropertyValue(name),
            rule.style.getPropertyPriority(name)].join("|"));
    }
  };
  walk(sheet.cssRules, "");
  return out;
}"""


def told(line: str) -> str:
    """What a browser read, colours and blanks in one spelling."""
    line = line.replace("transparent", "rgba(0, 0, 0, 0)").replace("#0000", "rgba(0, 0, 0, 0)")
    return re.sub(r"\s+|(?<=[(,/* ])0(?=\.)", "", line)


def selector(line: str) -> str:
    """Of which elements a line speaks."""
    return line.partition("|")[0]


@pytest.mark.skipif(not SHEETS, reason="no sheets")
def test_a_browser_reads_the_same(tmp_path: Path) -> None:
    pytest.importorskip("playwright" if not os.environ.get("CI") else "json")
    import sys

    sys.path.insert(0, str(Path(__file__).parent / "player"))
    from browser import chromium, find_chromium

    if find_chromium() is None and not os.environ.get("CI"):
        pytest.skip("no Chromium here: set WEAVE_CHROMIUM to one")
    text = "\n".join(path.read_text("utf-8") for path in SHEETS)
    with chromium() as browser:
        page = browser.new_page()
        before = [told(line) for line in page.evaluate(READ, text)]
        after = [told(line) for line in page.evaluate(READ, strip_style(text))]
    assert len(before) > 1000
    # Two rules made one say the same in another order, each selector for itself.
    assert sorted(after, key=selector) == sorted(before, key=selector)
    assert list(dict.fromkeys(map(selector, after))) == list(dict.fromkeys(map(selector, before)))
