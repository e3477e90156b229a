"""Short names for variables.

In: the scopes of a script. Out: for each occurrence of a variable its new name. Scopes that cannot
see each other use the same names again; no variable hides another that is used where it would, and
none is called like something of the browser's.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Final

from weavec.emit.script.expressions import RESERVED
from weavec.emit.script.scopes import Scope, Scopes, Variable

LETTERS: Final = "etnsaoirclduhpmfgbvywxkjqz_$ETNSAOIRCLDUHPMFGBVYWXKJQZ"
DIGITS: Final = "0123456789"


def new_names(scopes: Scopes) -> dict[int, str]:
    """What to call each occurrence of a variable."""
    given: dict[Variable, str] = {}
    taken = scopes.free | RESERVED | {"of", "get", "set", "as"}
    _name(scopes.top, taken, given)
    return {at: given[variable] for at, variable in scopes.meant.items()}


def _name(scope: Scope, taken: frozenset[str] | set[str], given: dict[Variable, str]) -> None:
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
