"""Old names: what `was` says, held against the names that are in use.

Goes in: the `Symbols`. Comes out: a finding for each old name that is still somebody's name, or
that two things claim; a save could not tell which of them it means.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from weavec.diagnostics import Diagnostic, Label, Sink
from weavec.symbols import Site, Symbols
from weavec.syntax.tree import Name

Renamed = tuple[str, Name, Site]
"""The old name as saves know it, where it stands, in which file."""


def renames(symbols: Symbols) -> tuple[Diagnostic, ...]:
    """Findings about old names."""
    sink = Sink()
    _family(
        sink, symbols.scenes, "a scene",
        [(old.text, old, s.site) for s in symbols.scenes.values() for old in s.decl.was],
    )  # fmt: skip
    _family(
        sink, symbols.cast, "somebody",
        [(old.text, old, m.site) for m in symbols.cast.values() for old in m.decl.was],
    )  # fmt: skip
    values: list[Renamed] = []
    for value in symbols.values.values():
        owner = value.name.rpartition(".")[0]
        prefix = f"{owner}." if owner else ""
        values += [(f"{prefix}{old.text}", old, value.site) for old in value.decl.was]
    _family(sink, symbols.values, "a value", values)
    return tuple(sink.found)


def _family(sink: Sink, in_use: Container[str], what: str, old: Iterable[Renamed]) -> None:
    known: dict[str, tuple[Name, Site]] = {}
    for text, name, site in old:
        if text in in_use:
            sink.report(
                "duplicate-name", site.of(name), f"there is {what} named `{name.text}` today",
                "an old name is one that nothing has any more: remove this line",
            )  # fmt: skip
            continue
        first = known.setdefault(text, (name, site))
        if first[0] is not name:
            sink.report(
                "duplicate-name", site.of(name), f"`{name.text}` is an old name already",
                "only one thing can have been called so: remove one of the two lines",
                (Label(first[1].of(first[0]), "the first one"),),
            )  # fmt: skip
