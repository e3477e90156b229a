"""Make a script small without changing what it does.

In: the texts of modules without `import` and `export`, in the order in which they run. Out: one
script that does the same, on one line. The texts are read to a tree (`parser`), the names in it to
variables (`scopes`), which get short names (`names`), and the tree is written again (`printer`).
What is not understood is refused, never guessed. The names of functions and classes change, so
nothing may ask for them; the names of properties stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from weavec.emit.script.flow import tightened
from weavec.emit.script.names import new_names
from weavec.emit.script.parser import parse
from weavec.emit.script.printer import printed
from weavec.emit.script.scopes import scopes_of
from weavec.emit.script.sparing import functions_first, spared
from weavec.emit.script.tokens import ScriptError
from weavec.emit.script.tree import Piece, Template, Text, rebuilt

CUSTOM: Final = re.compile(r"--[a-zA-Z]")
ALONE: Final = re.compile(r"--[\w-]+")


def shorten(texts: Iterable[tuple[str, str]], properties: Mapping[str, str] | None = None) -> str:
    """One script that does what the texts do, one after another.

    Args:
        texts: what to call each in a message, and its script, in strict mode, lines ending in LF.
        properties: what to call the custom properties of the style (`--gold`) instead.

    Raises:
        ScriptError: a form is not understood, or not allowed; the message names the place.
    """
    body: list[Piece] = []
    count = 0
    for where, text in texts:
        more, count = parse(text, where, count)
        body += more if properties is None else [_renamed(piece, properties) for piece in more]
    tree = tightened(functions_first(spared(tuple(body))))
    return printed(tree, new_names(scopes_of(tree)))


def _renamed(piece: Any, properties: Mapping[str, str]) -> Piece:
    """A node with other names for the custom properties of the style.

    Each must stand in a string of its own, so that none is missed; one that the style does not
    know stays, if no other is called so now.
    """
    match piece:
        case Text(value) if value in properties:
            return Text(properties[value])
        case Text(value) if value in properties.values():
            raise ScriptError(f"the custom property {value!r} has the name of another")
        case Text(value) if CUSTOM.search(value) and not ALONE.fullmatch(value):
            raise ScriptError(f"{value!r}: a custom property must stand in a string of its own")
        case Template(_, chunks, _) if any(map(CUSTOM.search, chunks)):
            raise ScriptError(f"{chunks!r}: a custom property must stand in a string of its own")
    made: Piece = rebuilt(piece, lambda part: _renamed(part, properties))
    return made
