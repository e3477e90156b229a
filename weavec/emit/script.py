"""Make a script small without changing what it does.

In: JavaScript as text. Out: tokens, and the text again without comments and needless blanks, with
short names. The scanner knows strings, templates and regular expressions. A name is shortened only
if it is certain to be a variable: it is declared somewhere, and nowhere in the whole script does
the same word stand as a property, a key, a label or part of a template's text. Then every
occurrence of it gets the same new name, which no other word of the script is; scopes do not matter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

TOKEN: Final = re.compile(
    r"""
      (?P<comment>//[^\n]*|/\*.*?\*/)
    | (?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    | (?P<number>\d[\w.]*)
    | (?P<word>[\w$]+)
    | (?P<blank>[ \t]+)
    | (?P<line>\n)
    | (?P<slash>/)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
REGEX: Final = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*")
CHUNK: Final = re.compile(r"(?:\\.|\$(?!\{)|[^`\\$])*(?:`|\$\{)", re.DOTALL)
BEFORE_REGEX: Final = frozenset({"return", "typeof", "case", "in", "of", "else", "do", "void"})
RESERVED: Final = frozenset(
    [
        "arguments",
        "as",
        "async",
        "await",
        "break",
        "case",
        "catch",
        "class",
        "const",
        "constructor",
        "continue",
        "debugger",
        "default",
        "delete",
        "do",
        "else",
        "eval",
        "export",
        "extends",
        "false",
        "finally",
        "for",
        "from",
        "function",
        "get",
        "if",
        "import",
        "in",
        "instanceof",
        "let",
        "new",
        "null",
        "of",
        "return",
        "set",
        "static",
        "super",
        "switch",
        "this",
        "throw",
        "true",
        "try",
        "typeof",
        "undefined",
        "var",
        "void",
        "while",
        "with",
        "yield",
    ]
)
GLOBALS: Final = frozenset(
    [
        "Infinity",
        "JSON",
        "Map",
        "Math",
        "NaN",
        "Node",
        "Number",
        "Object",
        "Set",
        "String",
        "Symbol",
        "URL",
        "alert",
        "blur",
        "close",
        "closed",
        "console",
        "content",
        "crypto",
        "customElements",
        "devicePixelRatio",
        "document",
        "event",
        "external",
        "fetch",
        "find",
        "focus",
        "frames",
        "history",
        "innerHeight",
        "innerWidth",
        "isFinite",
        "isNaN",
        "length",
        "localStorage",
        "location",
        "matchMedia",
        "name",
        "navigator",
        "open",
        "opener",
        "origin",
        "parent",
        "performance",
        "print",
        "prompt",
        "screen",
        "scroll",
        "self",
        "sessionStorage",
        "status",
        "stop",
        "structuredClone",
        "top",
        "window",
    ]
)
# A line break beside these never ends a statement.
NO_BREAK_AFTER: Final = frozenset(["", "\n", *"{([;,:?=&|"])
NO_BREAK_BEFORE: Final = frozenset("})],;:?.")
LETTERS: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$"


class Token(NamedTuple):
    """A piece of script: comment, string, template, regex, number, word, blank, line or other."""

    kind: str
    text: str


Tokens: TypeAlias = list[Token]


class ScriptError(Exception):
    """The scanner lost its way: a template that does not end."""


def tokens_of(text: str) -> Tokens:
    """The tokens of a script; joined, they are the script again.

    A template is a `template` token for each stretch of its text, quotes and `${` included, with
    the tokens of its expressions between them.
    """
    out: Tokens = []
    braces: list[int] = []  # for each open template, how many braces are open in its expression
    at, last = 0, ""
    while at < len(text):
        match = TOKEN.match(text, at)
        assert match is not None
        kind, token = str(match.lastgroup), match.group(0)
        if token == "`" or (token == "}" and braces and braces[-1] == 0):
            chunk = CHUNK.match(text, at + 1)
            if chunk is None:
                raise ScriptError("a template literal is not closed")
            if token == "}":
                braces.pop()
            kind, token = "template", text[at : chunk.end()]
            if token.endswith("${"):
                braces.append(0)
        elif kind == "slash" and _may_be_regex(last):
            regex = REGEX.match(text, at)
            if regex:
                kind, token = "regex", regex.group(0)
        elif braces and token in "{}":
            braces[-1] += 1 if token == "{" else -1
        at += len(token)
        if kind not in ("comment", "blank", "line"):
            last = token
        out.append(Token(kind, token))
    return out


def _may_be_regex(last: str) -> bool:
    """Whether a slash after the token `last` opens a regular expression and does not divide."""
    if not last or last in BEFORE_REGEX or last.endswith("${"):
        return True
    return not (last[-1] in ")]}" or last[-1].isalnum() or last[-1] in "_$\"'`")


def tighten(tokens: Tokens) -> str:
    """The script without comments and needless blanks; a line break stays where it might count."""
    out = [""]
    blank = False
    for kind, text in tokens:
        if kind == "blank" or (kind == "comment" and "\n" not in text):
            blank = True
        elif kind in ("line", "comment"):
            blank = False
            if out[-1] not in NO_BREAK_AFTER:
                out.append("\n")
        else:
            piece = text[1:] if kind == "number" and text.startswith("0.") else text
            if out[-1] == "\n" and piece in NO_BREAK_BEFORE:
                out.pop()
            if blank and _would_join(out[-1], piece):
                out.append(" ")
            blank = False
            out.append(piece)
    return "".join(out)


def _would_join(left: str, right: str) -> bool:
    """Whether two tokens side by side would be read as something else."""
    a, b = left[-1:], right[:1]
    if _is_word(a) and (_is_word(b) or b == "."):
        return True
    return (
        a in "+-/*<>=&|?!"
        and b in "+-/*<>=&|?!."
        and (a, b) not in (("=", "."), ("=", "!"), ("=", "-"))
    )


def _is_word(char: str) -> bool:
    return char.isalnum() or char in ("_", "$", "#", "\\")


def shorten(tokens: Tokens) -> str:
    """The script tightened, with the names that are certain to be variables made short."""
    names = _new_names(tokens)
    return tighten([
        Token(kind, names.get(text, text)) if kind == "word" else Token(kind, text)
        for kind, text in tokens
    ])  # fmt: skip


def _new_names(tokens: Tokens) -> dict[str, str]:
    declared, kept = _roles([t for t in tokens if t.kind not in ("comment", "blank", "line")])
    counts = Counter(text for kind, text in tokens if kind == "word")
    able = [name for name in declared - kept - RESERVED - GLOBALS if len(name) > 1]
    able.sort(key=lambda name: (-counts[name] * (len(name) - 1), name))
    taken = set(counts) | kept | RESERVED | GLOBALS
    fresh = (name for name in _short_names() if name not in taken)
    return {name: short for name in able if len(short := next(fresh)) < len(name)}


def _roles(code: Tokens) -> tuple[set[str], set[str]]:
    """The words that are declared as variables, and those that may be something else."""
    declared: set[str] = set()
    kept: set[str] = set()
    open_: list[int] = []
    end = Token("other", "")
    for i, (kind, text) in enumerate(code):
        before, after = code[i - 1] if i else end, code[i + 1] if i + 1 < len(code) else end
        if kind == "template":
            kept.update(re.findall(r"[\w$]+", text))
        elif kind == "other" and text in "([{":
            open_.append(i)
        elif kind == "other" and text in ")]}":
            start = open_.pop() if open_ else 0
            if _is_parameters(code, start, i):
                declared.update(t.text for t in code[start:i] if t.kind == "word")
        elif kind == "word":
            inner = code[open_[-1]].text if open_ else ""
            if _may_be_key(code, i, inner, before.text, after.text):
                kept.add(text)
            if before.text in ("const", "let", "class", "function") or (
                after.text == "=" and i + 2 < len(code) and code[i + 2].text == ">"
            ):
                declared.add(text)
    return declared, kept


def _is_parameters(code: Tokens, start: int, stop: int) -> bool:
    """Whether a pair of brackets holds parameters or the names of a `const [a, b]`."""
    before = [token.text for token in code[max(0, start - 2) : start]]
    if code[start].text == "[":
        return before[-1:] in (["const"], ["let"])
    if code[start].text != "(":
        return False
    arrow = [token.text for token in code[stop + 1 : stop + 3]] == ["=", ">"]
    return arrow or before[:1] == ["function"]


def _may_be_key(code: Tokens, i: int, inner: str, before: str, after: str) -> bool:
    """Whether a word may be a property, a key, a label or a method."""
    if before == "." and not (i > 2 and code[i - 2].text == "."):
        return True
    return after == ":" or (inner == "{" and before in "{,;}" and after in (",", "}", "=", "("))


def _short_names() -> Iterator[str]:
    yield from LETTERS
    for first in LETTERS:
        yield from (first + second for second in LETTERS)
