"""Naming: looking names up, and saying what was looked for and not found.

Goes in: a name, the `Symbols` so far and a `Sink`. Comes out: what it names, or a finding. Shared
by `resolve`, which makes the symbols, and the passes that read them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from weavec.diagnostics import Label, Sink
from weavec.symbols import Site, Symbols
from weavec.syntax.tree import Em, Name, Quoted, Strong


def listed(words: Iterable[object], last: str = "or") -> str:
    """`a`, `b` or `c`."""
    quoted = [f"`{word}`" for word in words]
    if len(quoted) <= 1:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"


TRUTH: Final = {
    "true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false",
}  # fmt: skip
"""Words that others say for what a flag is."""


def declaration(name: str, wanted: str, word: str = "var") -> str:
    """How a value that is missing would be declared. `wanted`: of which kind it should be, or
    `shown` if it is only known that a text shows it. `word`: `var` or `memory`."""
    match wanted:
        case "number":
            return f"declare it: `{word} {name}: 0..10 = 0`"
        case "text":
            return f'declare it: `{word} {name}: text = "…"`'
        case "shown":
            return (
                f"declare it: `{word} {name}: 0..10 = 0` shows a number,"
                f' `{word} {name}: text = "…"` shows words'
            )
    if name.casefold() in ("true", "false"):
        return f"a flag is `true` or `false`: write `{name.casefold()}`"
    return f"declare it: `{word} {name} = false`"


def undefined_scene(symbols: Symbols, sink: Sink, name: Name, site: Site) -> None:
    """Report that no scene has this name."""
    near = sink.near(name.text, symbols.scenes)
    hint = f"did you mean `{near}`?" if near else f"write a scene: `scene {name.text}`"
    if not near and name.text.lower() in ("end", "done", "fin"):
        hint = "an ending is a line of its own: `end` and a name"
    sink.report(
        "undefined-scene", site.of(name), f"there is no scene named `{name.text}`",
        hint,
    )  # fmt: skip


def dreamer(symbols: Symbols, sink: Sink, name: Name, site: Site) -> int | None:
    """The index of the mind `name`; reports one that is none and returns None."""
    member = symbols.cast.get(name.text)
    if member is not None and member.decl.dreamer:
        symbols.used.add(f"cast {name.text}")
        return member.index
    if member is not None:
        symbols.used.add(f"cast {name.text}")
        sink.report(
            "not-a-dreamer", site.of(name),
            f"`{name.text}` is a character, who has no mind to enter",
            f"declare `dreamer {name.text}` in place of `character {name.text}`",
            (Label(member.site.of(member.decl.name), "declared here"),),
        )  # fmt: skip
        return None
    dreamers = [each.decl.name.text for each in symbols.minds]
    near = sink.near(name.text, dreamers)
    sink.report(
        "not-a-dreamer", site.of(name), f"there is no dreamer named `{name.text}`",
        f"did you mean `{near}`?" if near
        else f'declare one: `dreamer {name.text} "The name"`',
    )  # fmt: skip
    return None


def option_scene(symbols: Symbols, name: str, here: str) -> str | list[str]:
    """The scene whose option bears the mark `name`: this one, or the only one that has it.

    A list, empty or of several, if it cannot be told.
    """
    if name in symbols.option_marks.get(here, ()):
        return here
    holders = [scene for scene, marks in symbols.option_marks.items() if name in marks]
    return holders[0] if len(holders) == 1 else holders


def plain(quoted: Quoted, site: Site, sink: Sink) -> tuple[object, ...]:
    """The nodes of a title that is shown outside of any play, so that it can hold no values."""
    text = quoted.text
    if isinstance(text, str):
        return (text,) if text else ()
    made: list[object] = []
    for each in text:
        match each:
            case str():
                made.append(each)
            case Em(nodes=inner) | Strong(nodes=inner):
                kind = "em" if isinstance(each, Em) else "strong"
                made.append((kind, plain(Quoted(inner, quoted.at, quoted.end), site, sink)))
            case _:
                sink.report(
                    "bad-text-mark", site.span(quoted.at, quoted.end),
                    "this title is shown before anything has happened, so it holds no values",
                    "write it without { }",
                )  # fmt: skip
    return tuple(made)
