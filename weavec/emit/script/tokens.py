"""From a script's text to its tokens.

In: JavaScript. Out: names, numbers, strings, templates, regular expressions and operators, each
with the line on which it stands, and for each bracket the one that closes it. Comments and blanks
are gone; a token knows whether a line break came before it, because that can end a statement.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

OPERATORS: Final = (
    ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=",
    "=>", "==", "!=", "<=", ">=", "&&", "||", "??", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=",
    "|=", "^=", "<<", ">>", "**", *"{}()[];,<>+-*/%&|^!~?:=.",
)  # fmt: skip
TOKEN: Final = re.compile(
    r"""
      (?P<blank>[ \t]+)
    | (?P<line>\n)
    | (?P<comment>//[^\n]*|/\*.*?\*/)
    | (?P<name>\#?[^\W\d][\w$]*|\#?\$[\w$]*)
    | (?P<number>0[xXbBoO][\da-fA-F]+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    | (?P<op>\?\.(?!\d)|OPERATORS)
    """.replace("OPERATORS", "|".join(re.escape(op) for op in OPERATORS)),
    re.VERBOSE | re.DOTALL,
)
REGEX: Final = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*")
CHUNK: Final = re.compile(r"((?:\\.|\$(?!\{)|[^`\\$])*)(`|\$\{)", re.DOTALL)
CLOSING: Final = {"(": ")", "[": "]", "{": "}", "${": "}"}
# Words after which a value is expected, so that a slash opens a regular expression.
WAITING: Final = "await case delete do else in instanceof new of return throw typeof void yield"
BEFORE_VALUE: Final = frozenset(WAITING.split())


# Words whose brackets stand before a statement, and what stands before a statement's brace.
HEADS: Final = frozenset(["if", "for", "while"])
BEFORE_BLOCK: Final = frozenset([")", ";", "{", "}", "=>", "else", "do"])


class ScriptError(Exception):
    """A form that is not understood, or not allowed; the message names the place."""


class Token(NamedTuple):
    """A token. `kind` is name, number, string, template, regex, op or end.

    A template is one token for each stretch of its text, from its opening quote or brace to the
    closing one, with the tokens of its values between them.
    """

    kind: str
    text: str
    line: int
    fresh: bool


class Tokens(NamedTuple):
    """The tokens of one text, the last of them an `end`."""

    items: list[Token]
    closing: dict[int, int]


def tokens_of(text: str, where: str) -> Tokens:
    """The tokens of a script.

    Args:
        text: the script, lines ending in LF.
        where: what to call it in a message.

    Raises:
        ScriptError: something in it is no token, or brackets do not match.
    """
    items: list[Token] = []
    closing: dict[int, int] = {}
    open_: list[int] = []
    at, line, fresh = 0, 1, True
    while at < len(text):
        match = TOKEN.match(text, at)
        kind = str(match.lastgroup) if match else ""
        token = match.group(0) if match else text[at]
        if kind in ("blank", "line", "comment"):
            breaks = token.count("\n")
            at, line, fresh = at + len(token), line + breaks, fresh or breaks > 0
            continue
        if token == "`" or (token == "}" and open_ and items[open_[-1]].kind == "template"):
            chunk = CHUNK.match(text, at + 1)
            if chunk is None:
                raise ScriptError(f"{where}:{line}: a template literal is not closed")
            kind, token = "template", text[at : chunk.end()]
        elif token[0] == "/" and not _ends_value(items, closing):
            regex = REGEX.match(text, at)
            if regex:
                kind, token = "regex", regex.group(0)
        if not kind:
            raise ScriptError(f"{where}:{line}: {token!r} is not understood")
        if kind == "op" or kind == "template":
            _pair(items, closing, open_, token, f"{where}:{line}")
        items.append(Token(kind, token, line, fresh))
        at, line, fresh = at + len(token), line + token.count("\n"), False
    if open_:
        raise ScriptError(f"{where}:{items[open_[-1]].line}: {items[open_[-1]].text!r} stays open")
    items.append(Token("end", "", line, True))
    return Tokens(items, closing)


def _pair(
    items: list[Token], closing: dict[int, int], open_: list[int], token: str, place: str
) -> None:
    """Keep which bracket closes which."""
    if token[0] in ")]}":
        last = items[open_[-1]].text if open_ else ""
        if CLOSING.get(last[-2:] if last.endswith("${") else last) != token[0]:
            raise ScriptError(f"{place}: {token[0]!r} closes nothing")
        closing[open_.pop()] = len(items)
    if token in CLOSING or token.endswith("${"):
        open_.append(len(items))


def _ends_value(items: list[Token], closing: dict[int, int]) -> bool:
    """Whether a slash that comes now divides; if the guess is wrong, the parser will say so."""
    if not items:
        return False
    kind, text = items[-1].kind, items[-1].text
    if kind == "name":
        return text not in BEFORE_VALUE or (len(items) > 1 and items[-2].text in (".", "?."))
    if kind == "template":
        return text.endswith("`")
    if text in (")", "}"):
        start = next(reversed(closing))  # what the last token closes
        before = ["", *(token.text for token in items[max(0, start - 2) : start])]
        if text == "}":
            return not _opens_block(items[start - 1] if start else None)
        return before[-1] not in HEADS or before[-2] == "."
    return kind in ("number", "string", "regex") or text in ("]", "++", "--")


def _opens_block(before: Token | None) -> bool:
    """Whether a brace behind a token opens statements, and not an object."""
    if before is None or before.text in BEFORE_BLOCK:
        return True
    return before.kind == "name" and before.text not in BEFORE_VALUE
