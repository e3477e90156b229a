"""Unused: what is declared and never named again.

Goes in: the `Symbols` after lowering, which noted every use. Comes out: warnings.
"""

from __future__ import annotations

from weavec.diagnostics import Diagnostic, Sink
from weavec.symbols import Symbols


def unused(symbols: Symbols) -> tuple[Diagnostic, ...]:
    """A warning for each value, person, mark and chapter that nothing uses."""
    sink = Sink()
    used = symbols.used
    for name, value in symbols.values.items():
        if f"value {name}" not in used:
            what = "memory" if value.owner is not None else "variable"
            sink.report(
                "unused-name", value.site.of(value.decl.name),
                f"nothing reads the {what} `{name}`", "ask for it or show it, or remove it",
            )  # fmt: skip
    for name, let in symbols.lets.items():
        if f"let {name}" not in used:
            sink.report(
                "unused-name", let.site.of(let.decl.name), f"nothing uses `{name}`",
                "use it, or remove it",
            )  # fmt: skip
    for name, member in symbols.cast.items():
        if f"cast {name}" not in used:
            sink.report(
                "unused-name", member.site.of(member.decl.name),
                f"`{name}` appears in no scene", "give them a line, or remove them",
            )  # fmt: skip
    for scene, marks in symbols.marks.items():
        site = symbols.scenes[scene].site
        for name, mark in marks.items():
            if f"mark {scene} {name}" not in used:
                sink.report(
                    "unused-name", site.of(mark), f"nothing leads to the mark `{name}`",
                    f"jump to it with `-> .{name}`, or remove it",
                )  # fmt: skip
    chapters = {scene.chapter for scene in symbols.scenes.values()}
    for number, place in enumerate(symbols.chapter_places):
        if number not in chapters:
            sink.report(
                "unused-name", place, "no scene stands in this chapter",
                "write its first scene below, or remove it",
            )  # fmt: skip
    return tuple(sink.found)
