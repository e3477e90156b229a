"""Make a script small without changing what it does.

In: the texts of modules without `import` and `export`, in the order in which they run. Out: one
script that does the same, on one line. The texts are read to a tree (`parser`), the names in it to
variables (`scopes`), which get short names (`names`), and the tree is written again (`printer`).
What is not understood is refused, never guessed. The names of functions and classes change, so
nothing may ask for them; the names of properties stay.
"""

from __future__ import annotations

from collections.abc import Iterable

from weavec.emit.script.flow import tightened
from weavec.emit.script.names import new_names
from weavec.emit.script.parser import parse
from weavec.emit.script.printer import printed
from weavec.emit.script.scopes import scopes_of
from weavec.emit.script.sparing import spared, with_arrows
from weavec.emit.script.tree import Piece


def shorten(texts: Iterable[tuple[str, str]]) -> str:
    """One script that does what the texts do, one after another.

    Args:
        texts: what to call each in a message, and its script, in strict mode, lines ending in LF.

    Raises:
        ScriptError: a form is not understood, or not allowed; the message names the place.
    """
    body: list[Piece] = []
    count = 0
    for where, text in texts:
        more, count = parse(text, where, count)
        body += more
    tree = tightened(with_arrows(spared(tuple(body))))
    return printed(tree, new_names(scopes_of(tree)))
