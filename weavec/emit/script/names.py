"""Short names for variables.

In: the scopes of a script. Out: for each occurrence of a variable its new name. Scopes that cannot
see each other use the same names again, in the order in which they declare them, so that alike
functions read alike; no variable hides another that is used where it would, and none is called like
something of the browser's.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import Final

from weavec.emit.script.expressions import RESERVED
from weavec.emit.script.scopes import Scope, Scopes, Variable

LETTERS: Final = "etnsaoirclduhpmfgbvywxkjqz_$ETNSAOIRCLDUHPMFGBVYWXKJQZ"
DIGITS: Final = "0123456789"


LEFT_TO_INNER: Final = 10
"""How many of the first names the outermost scope leaves to those inside."""


def new_names(scopes: Scopes) -> dict[int, str]:
    """What to call each occurrence of a variable."""
    given: dict[Variable, str] = {}
    taken = scopes.free | RESERVED | {"of", "get", "set", "as"}
    fresh = islice((n for n in short_names() if n not in taken), LEFT_TO_INNER, None)
    for variable in sorted(scopes.top.own.values(), key=lambda variable: -variable.uses):
        given[variable] = next(fresh)
    for inner in scopes.top.inner:
        _name(inner, taken, given)
    return {at: given[variable] for at, variable in scopes.meant.items()}


def _name(scope: Scope, taken: set[str], given: dict[Variable, str]) -> None:
    """Names for the variables of a scope, and of the scopes in it."""
    barred = {given[variable] for variable in scope.used if variable in given}
    if scope.beside:
        barred |= {given[variable] for variable in scope.beside.own.values()}
    fresh = (name for name in short_names() if name not in taken and name not in barred)
    for variable in scope.own.values():
        given[variable] = next(fresh)
    for inner in scope.inner:
        _name(inner, taken, given)


def short_names() -> Iterator[str]:
    """All names, the shortest first."""
    yield from LETTERS
    for size in range(1, 4):
        for head in LETTERS:
            yield from (head + "".join(rest) for rest in product(LETTERS + DIGITS, repeat=size))
