"""Make a style sheet small without changing what it means.

In: CSS as text. Out: rules without comments and needless blanks, quotes and zeros, colours and
numbers by their shortest names, and what stands in rules side by side in one. Custom properties get
short names from a table that the page's script is given, too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from itertools import product
from string import ascii_lowercase
from typing import Final, TypeAlias

from weavec.node import node

TOKEN: Final = re.compile(
    r"""(?P<blank>(?:\s|/\*.*?\*/)+)|(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')"""
    r"""|(?P<mark>[{};])|(?P<other>(?:[^\s"'{};/]|/(?!\*))+)""",
    re.DOTALL,
)
CUSTOM: Final = re.compile(r"(?<![\w-])--[a-zA-Z][\w-]*")
STRING: Final = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')""")
ZERO: Final = re.compile(r"(?<![\w.#-])-?0(?:px|rem|em|vw|vh|vmin|vmax)(?![\w.%])")
COMPUTING: Final = re.compile(r"calc\(|min\(|max\(|clamp\(")
COLORS: Final = {"transparent": "#0000", "white": "#fff", "black": "#000"}
WEIGHTS: Final = {"bold": "700", "normal": "400"}
SPACED: Final = (
    (re.compile(r"\s*([,/*])\s*"), r"\1"),
    (re.compile(r"\(\s+"), "("),
    (re.compile(r"\s+\)"), ")"),
    (re.compile(r"\)\s+(?=[\w#.])"), ")"),
    (re.compile(r"\s*!\s*important"), "!important"),
    (re.compile(r"(?<=\d)\.0+(?![\d.])"), ""),
    (re.compile(r"(\.\d*[1-9])0+(?![\d.])"), r"\1"),
    (re.compile(r"(?<![\w.#])(-?)0+(\.\d)"), r"\1\2"),
)


class StyleError(Exception):
    """A style sheet that is not understood."""


@node
class Rule:
    """A selector or an at-rule, and what stands in its braces."""

    head: str
    items: tuple[str | Rule, ...]


Items: TypeAlias = tuple[str | Rule, ...]


def short_properties(text: str) -> dict[str, str]:
    """A short name for each custom property of a sheet, the shortest for the most frequent."""
    counts = Counter(CUSTOM.findall(_bare(text)))
    names = (
        "--" + "".join(letters)
        for size in (1, 2, 3)
        for letters in product(ascii_lowercase, repeat=size)
    )
    frequent = sorted(counts, key=lambda name: (-counts[name], name))
    return dict(zip(frequent, names, strict=False))


def strip_style(text: str, names: Mapping[str, str] | None = None) -> str:
    """A style sheet as short as it gets; its custom properties called as `names` says.

    Raises:
        StyleError: braces or strings do not match, or a form is not known.
    """
    items = _read(text.replace("\r\n", "\n"), names or {})
    return "".join(_print(item) for item in items) + "\n"


def _bare(text: str) -> str:
    """The text without comments and strings."""
    return "".join(m[0] for m in TOKEN.finditer(text) if m.lastgroup in ("mark", "other"))


def _read(text: str, names: Mapping[str, str]) -> Items:
    """The rules of a sheet."""
    open_: list[tuple[str, list[str | Rule]]] = [("", [])]
    part = ""
    at = 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise StyleError(f"not understood: {text[at : at + 30]!r}")
        at = match.end()
        token = match[0]
        if match.lastgroup == "blank":
            part += " "
        elif match.lastgroup != "mark":
            part += token
        elif token == "{":
            open_.append((_head(part.strip(), open_[-1][0], names), []))
            part = ""
        else:
            if part.strip():
                open_[-1][1].append(_declaration(part.strip(), names))
            part = ""
            if token == "}":
                if len(open_) == 1:
                    raise StyleError("a brace closes nothing")
                head, items = open_.pop()
                open_[-1][1].append(Rule(head, _joined(items)))
    if len(open_) > 1 or part.strip():
        raise StyleError(f"{open_[-1][0] or part.strip()} is not closed")
    return _joined(open_[0][1])


def _head(text: str, around: str, names: Mapping[str, str]) -> str:
    """A selector, or what stands before the brace of an at-rule."""
    if text.startswith("@"):
        text = CUSTOM.sub(lambda m: names.get(m[0], m[0]), text)  # `@property --t`
        text = re.sub(r"\s*([:,])\s*", r"\1", text)
        return re.sub(r"\s+(?=\()", "", text, count=1) if text.startswith("@media (") else text
    if around.startswith("@keyframes"):
        return {"from": "0%", "100%": "to"}.get(text, re.sub(r"\s*,\s*", ",", text))
    text = re.sub(r"\s*([>~+,])\s*", r"\1", text)
    text = re.sub(r"\(\s+|\s+(?=\))", lambda m: m[0].strip(), text)
    text = re.sub(r"""=["']([a-zA-Z][\w-]*)["']\]""", r"=\1]", text)
    return re.sub(r"::(before|after)\b", r":\1", text)


def _declaration(text: str, names: Mapping[str, str]) -> str:
    """A property and its value."""
    name, colon, value = text.partition(":")
    name = name.strip()
    if not colon or name.startswith("@"):
        raise StyleError(f"not understood: {text!r}")
    parts = STRING.split(value.strip())
    parts[::2] = [_value(part, name) for part in parts[::2]]
    made = CUSTOM.sub(lambda m: names.get(m[0], m[0]), name) + ":"
    for i, part in enumerate(parts):
        made += part if i % 2 else CUSTOM.sub(lambda m: names.get(m[0], m[0]), part)
    return made


def _value(text: str, name: str) -> str:
    """A part of a value that is no string."""
    for pattern, short in SPACED:
        text = pattern.sub(short, text)
    text = re.sub(r"(?<![\w&-])#[\da-fA-F]{3,8}\b", lambda m: _color(m[0].lower()), text)
    text = re.sub(r"(?<![\w-])[a-z]+(?![\w(-])", lambda m: COLORS.get(m[0], m[0]), text)
    if name == "font-weight":
        text = WEIGHTS.get(text, text)
    if not name.startswith(("--", "flex")) and not COMPUTING.search(text):
        text = ZERO.sub("0", text)
    return text


def _color(text: str) -> str:
    """A colour of 3, 4, 6 or 8 digits, in fewer."""
    if len(text) == 9 and text.endswith("ff"):
        text = text[:7]
    if len(text) in (7, 9) and text[1::2] == text[2::2]:
        return "#" + text[1::2]
    return text


def _joined(items: list[str | Rule]) -> Items:
    """Rules of one selector side by side as one, and so selectors of one rule."""
    out: list[str | Rule] = []
    for item in items:
        last = out[-1] if out else None
        if isinstance(item, Rule) and not item.items:
            continue
        if isinstance(item, Rule) and isinstance(last, Rule):
            if item.head == last.head and not item.head.startswith(("@font-face", "@keyframes")):
                out[-1] = Rule(item.head, _joined([*last.items, *item.items]))
                continue
            if item.items == last.items and not re.search(r"[@%:]", item.head + last.head):
                out[-1] = Rule(f"{last.head},{item.head}", item.items)
                continue
        out.append(item)
    return tuple(out)


def _print(item: str | Rule) -> str:
    if isinstance(item, str):
        return item
    made = ""
    for inner in item.items:
        made += ";" if made and made[-1] != "}" else ""
        made += _print(inner)
    return f"{item.head}{{{made}}}"
