"""Link the player: modules in, one classic script out.

The player is written as ES modules so that they can be read, typed and tested one by one. A page
carries one script. `link` puts the modules in the order of their imports, takes the `import` and
`export` words away and wraps the rest in one function, so nothing of it is global. It asks three
things of the modules and checks them: imports are `import { a, b } from "./x.mjs"`, exports are
`export function`, `export const` or `export class`, and a name at the top level of one module
stands at the top level of no other.

Comments and indentation are dropped by a scanner that knows strings, templates and regular
expressions; what it is not sure of it keeps.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

IMPORT: Final = re.compile(
    r'^import\s*\{([^}]*)\}\s*from\s*"\./([\w-]+\.mjs)";[ \t]*\n?', re.MULTILINE
)
EXPORT: Final = re.compile(r"^export\s+(?=(?:async\s+)?function\b|const\b|class\b)", re.MULTILINE)
TOP_LEVEL: Final = re.compile(
    r"^(?:export\s+)?(?:(?:async\s+)?function\s*\*?|const|let|var|class)\s+([\w$]+)", re.MULTILINE
)
LEFT_OVER: Final = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)
NAMES: Final = re.compile(r"[\w$]+")

TOKEN: Final = re.compile(
    r"""
      (?P<comment>//[^\n]*|/\*.*?\*/)
    | (?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    | (?P<template>`)
    | (?P<word>[\w$]+)
    | (?P<blank>[ \t]+)
    | (?P<line>\n)
    | (?P<slash>/)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
REGEX: Final = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*")
VALUE_END: Final = frozenset(")]}")
BEFORE_REGEX: Final = frozenset({"return", "typeof", "case", "in", "of", "else", "do", "void"})


class LinkError(Exception):
    """The modules do not fit together; the message names the module and the cause."""


def link(modules: Mapping[str, str], entry: str) -> str:
    """One script made of `entry` and everything that it imports.

    Args:
        modules: module texts by file name (`machine.mjs`).
        entry: the name of the module to run.

    Returns:
        A script that begins with `"use strict"`, lines ending in LF; the same bytes for the same
        modules whatever the order of the mapping.

    Raises:
        LinkError: a module is missing, imports form a cycle, an import names what is not exported,
            a form is not one of those allowed, or two modules share a name at the top level.
    """
    texts = {name: text.replace("\r\n", "\n") for name, text in modules.items()}
    order = _order(texts, entry)
    _check_names(texts, order)
    bodies = []
    for name in order:
        body = EXPORT.sub("", IMPORT.sub("", texts[name]))
        left = LEFT_OVER.search(body)
        if left:
            raise LinkError(f"{name}: a form the linker does not know: {left.group(0)!r}")
        bodies.append(strip_script(body))
    return '"use strict";\n(() => {\n' + "".join(bodies) + "})();\n"


def exported(text: str) -> set[str]:
    """The names that a module exports."""
    found = (TOP_LEVEL.match(text, match.start()) for match in EXPORT.finditer(text))
    return {match.group(1) for match in found if match}


def _order(texts: Mapping[str, str], entry: str) -> list[str]:
    order: list[str] = []
    open_: list[str] = []

    def visit(name: str, wanted_by: str) -> None:
        if name in order:
            return
        if name in open_:
            raise LinkError(f"imports go in a circle: {' -> '.join([*open_, name])}")
        if name not in texts:
            raise LinkError(f"{wanted_by} imports {name}, which does not exist")
        open_.append(name)
        for match in IMPORT.finditer(texts[name]):
            visit(match.group(2), name)
            missing = set(NAMES.findall(match.group(1))) - exported(texts[match.group(2)])
            if missing:
                raise LinkError(f"{name} imports {sorted(missing)} that {match.group(2)} lacks")
        open_.pop()
        order.append(name)

    visit(entry, "the page")
    return order


def _check_names(texts: Mapping[str, str], order: list[str]) -> None:
    owners: dict[str, str] = {}
    for name in order:
        for match in TOP_LEVEL.finditer(texts[name]):
            other = owners.setdefault(match.group(1), name)
            if other != name:
                raise LinkError(f"{match.group(1)} is defined in {other} and in {name}")


def strip_script(text: str) -> str:
    """A script without comments, indentation and empty lines; line breaks between code stay.

    Strings, templates and regular expressions are copied as they are.
    """
    out: list[str] = []
    at, last = 0, ""
    while at < len(text):
        match = TOKEN.match(text, at)
        assert match is not None
        kind, token = match.lastgroup, match.group(0)
        if kind == "template":
            token = _template(text, at)
        elif kind == "slash" and _may_be_regex(last):
            regex = REGEX.match(text, at)
            token = regex.group(0) if regex else token
        at += len(token)
        if kind == "comment":
            token = "\n" if "\n" in token else " "
        if kind in ("comment", "blank"):
            token = " " if token == " " or kind == "blank" else token
        else:
            last = token if kind != "line" else last
        out.append(token)
    return _tidy(out)


def _may_be_regex(last: str) -> bool:
    """Whether a slash after the token `last` opens a regular expression and does not divide."""
    if not last:
        return True
    if last in BEFORE_REGEX:
        return True
    return not (last[-1] in VALUE_END or last[-1].isalnum() or last[-1] in "_$\"'`")


def _template(text: str, start: int) -> str:
    """The template literal at `start`, with what stands in its `${}`."""
    at, depth = start + 1, 0
    while at < len(text):
        char = text[at]
        if char == "\\":
            at += 2
            continue
        if depth == 0 and char == "`":
            return text[start : at + 1]
        if char == "`":
            at += len(_template(text, at))
            continue
        if text.startswith("${", at):
            depth += 1
            at += 2
            continue
        if depth and char == "{":
            depth += 1
        elif depth and char == "}":
            depth -= 1
        at += 1
    raise LinkError("a template literal is not closed")


def _tidy(tokens: list[str]) -> str:
    """Tokens joined: no blanks at the ends of lines, no empty lines, one blank where many were."""
    out: list[str] = []
    for token in tokens:
        if token == " " and (not out or out[-1] in (" ", "\n")):
            continue
        if token == "\n":
            if out and out[-1] == " ":
                out.pop()
            if not out or out[-1] == "\n":
                continue
        out.append(token)
    return "".join(out)


CSS_TOKEN: Final = re.compile(
    r"""(?P<comment>/\*.*?\*/)|(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')"""
    r"""|(?P<blank>\s+)|(?P<other>[^\s"'/]+|.)""",
    re.VERBOSE | re.DOTALL,
)


def strip_style(text: str) -> str:
    """A style sheet without comments and with single blanks; a rule keeps its own line."""
    out: list[str] = []
    for match in CSS_TOKEN.finditer(text.replace("\r\n", "\n")):
        token = match.group(0)
        if match.lastgroup in ("comment", "blank"):
            token = "\n" if "\n" in token and out and out[-1].endswith("}") else " "
            if out and out[-1] in (" ", "\n"):
                continue
        out.append(token)
    return "".join(out).strip() + "\n"
