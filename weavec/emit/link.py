"""Link the player: modules in, one classic script out.

The player is written as ES modules so that they can be read, typed and tested one by one. A page
carries one script. `link` puts the modules in the order of their imports, takes the `import` and
`export` words away and wraps the rest in one function, so nothing of it is global. It asks three
things of the modules and checks them: imports are `import { a, b } from "./x.mjs"`, exports are
`export function`, `export const` or `export class`, and a name at the top level of one module
stands at the top level of no other.

`weavec.emit.script` then writes the whole as short as it can.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from weavec.emit.script.shorten import shorten

IMPORT: Final = re.compile(
    r'^import\s*\{([^}]*)\}\s*from\s*"\./([\w-]+\.mjs)";[ \t]*\n?', re.MULTILINE
)
EXPORT: Final = re.compile(r"^export\s+(?=(?:async\s+)?function\b|const\b|class\b)", re.MULTILINE)
TOP_LEVEL: Final = re.compile(
    r"^(?:export\s+)?(?:(?:async\s+)?function\s*\*?|const|let|var|class)\s+([\w$]+)", re.MULTILINE
)
LEFT_OVER: Final = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)
NAMES: Final = re.compile(r"[\w$]+")


class LinkError(Exception):
    """The modules do not fit together; the message names the module and the cause."""


def link(
    modules: Mapping[str, str], entry: str, properties: Mapping[str, str] | None = None
) -> str:
    """One script made of `entry` and everything that it imports.

    Args:
        modules: module texts by file name (`machine.mjs`).
        entry: the name of the module to run.
        properties: what to call the custom properties of the style instead.

    Returns:
        A script that begins with `"use strict"`, lines ending in LF; the same bytes for the same
        modules whatever the order of the mapping.

    Raises:
        LinkError: a module is missing, imports form a cycle, an import names what is not exported,
            a form is not one of those allowed, or two modules share a name at the top level.
        ScriptError: a module holds something that cannot be made short with certainty.
    """
    texts = {name: text.replace("\r\n", "\n") for name, text in modules.items()}
    order = _order(texts, entry)
    _check_names(texts, order)
    bodies = []
    for name in order:
        body = EXPORT.sub("", IMPORT.sub(_lines_of, texts[name]))
        left = LEFT_OVER.search(body)
        if left:
            raise LinkError(f"{name}: a form the linker does not know: {left.group(0)!r}")
        bodies.append((name, body))
    return '"use strict";(()=>{' + shorten(bodies, properties) + "})();\n"


def _lines_of(match: re.Match[str]) -> str:
    """The line breaks of what is taken out, so that the lines behind it keep their numbers."""
    return "\n" * match.group(0).count("\n")


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
