"""Findings for people: what is wrong, the line with a caret under it, what mends it.

Goes in: diagnostics. Comes out: text for a terminal. Where a proof found a reader's way to what is
wrong, the way stands below.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from weavec.diagnostics import Diagnostic
from weavec.node import node
from weavec.render.paint import Paint, colored, plain
from weavec.render.snippet import Mark, rows
from weavec.render.visible import visible
from weavec.render.way import length
from weavec.render.way import rows as way
from weavec.source import SourceFile, Span
from weavec.walk import Walk

COLUMNS: Final = 100


def as_text(
    diagnostics: Iterable[Diagnostic],
    prefix: str = "",
    color: bool = False,
    columns: int = COLUMNS,
) -> str:
    """Every finding with its lines, a blank line after each.

    Args:
        diagnostics: the findings, in the order in which they are to stand.
        prefix: put before the files' paths, so that they can be opened from where the reader is.
        color: whether to use the terminal's colours.
        columns: how wide the terminal is; 40 or more.
    """
    paint = colored if color else plain
    return "".join(_finding(item, prefix, paint, max(columns, 40)) + "\n" for item in diagnostics)


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """How many findings there are: `2 errors, 1 warning`, or `no findings`."""
    counts = [
        (sum(item.severity == severity for item in diagnostics), severity)
        for severity in ("error", "warning", "note")
    ]
    words = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in counts if n]
    return ", ".join(words) or "no findings"


@node
class _Group:
    """The marked lines of one file, and the place that its heading names."""

    file: SourceFile
    at: int
    lines: dict[int, list[Mark]]


def _finding(item: Diagnostic, prefix: str, paint: Paint, columns: int) -> str:
    head = f"{item.severity}[{item.code.number}] {item.name}"
    out = [paint(item.severity, head) + paint("strong", f": {visible(item.message)}")]
    groups = _groups(item)
    gutter = max(len(str(line)) for group in groups for line in group.lines)
    bar = paint("gutter", " " * gutter + " |")
    for number, group in enumerate(groups):
        line, column = group.file.position(group.at)
        arrow = paint("gutter", " " * gutter + ("-->" if number == 0 else ":::"))
        out.append(f"{arrow} {visible(prefix + group.file.path)}:{line}:{column}")
        if group.file.text.strip():  # one that could not be read has nothing to quote
            out.append(bar)
            out += _snippet(group, gutter, paint, columns)
    if item.hint:
        out.append(bar)
        sign = paint("gutter", " " * gutter + " =")
        out.append(f"{sign} {paint('hint', 'hint')}: {visible(item.hint)}")
    if item.witness is not None:
        out += _way(item.witness, gutter, paint, columns)
    return "\n".join(out) + "\n"


def _way(walk: Walk, gutter: int, paint: Paint, columns: int) -> list[str]:
    """A reader's way to where the finding happens."""
    bar, sign = (paint("gutter", " " * gutter + f" {mark}") for mark in "|=")
    head = f"{sign} {length(walk)}{':' if walk.entries else ''}"
    indent = " " * (gutter + 5)
    return [bar, head, *(indent + row for row in way(walk, paint, columns - len(indent)))]


def _snippet(group: _Group, gutter: int, paint: Paint, columns: int) -> list[str]:
    out = []
    before = 0
    for line in sorted(group.lines):
        if before and line == before + 2:
            out += _source(group.file, before + 1, (), gutter, paint, columns)
        elif before and line > before + 2:
            out.append(paint("gutter", "..."))
        out += _source(group.file, line, group.lines[line], gutter, paint, columns)
        before = line
    return out


def _source(
    file: SourceFile, line: int, marks: Sequence[Mark], gutter: int, paint: Paint, columns: int
) -> list[str]:
    number = paint("gutter", f"{line:>{gutter}} |")
    bar = paint("gutter", " " * gutter + " |")
    given = marks or (Mark(0, 0, False, None, "other"),)
    first, *under = rows(file.line(line), given, columns - gutter - 3, paint)
    return [f"{number} {first}".rstrip(), *(f"{bar} {row}" for row in under if marks)]


# ------------------------------------------------------------------ places by line


def _groups(item: Diagnostic) -> list[_Group]:
    """The finding's places by file, its own first, and in each by line."""
    said = [label.message for label in item.labels if label.span == item.span]
    main = _Group(item.span.file, item.span.start, {})
    groups = {item.span.file.path: main}
    _mark(main, item.span, True, "; ".join(said) or None, item.severity)
    for label in item.labels:
        if label.span == item.span:
            continue
        path = label.span.file.path
        if path not in groups:
            groups[path] = _Group(label.span.file, label.span.start, {})
        _mark(groups[path], label.span, False, label.message, "other")
    return list(groups.values())


def _mark(group: _Group, span: Span, main: bool, message: str | None, role: str) -> None:
    """Mark a place; one of several lines by its first and its last."""
    file = span.file
    first, column = file.position(span.start)
    last, until = file.position(span.end)
    if last > first and until == 1:  # it ends with a line's end
        last, until = last - 1, len(file.line(last - 1)) + 1
    if first == last:
        mark = Mark(column - 1, until - 1, main, message, role)
        group.lines.setdefault(first, []).append(mark)
        return
    text = file.line(first)
    mark = Mark(column - 1, max(len(text), column), main, None, role)
    group.lines.setdefault(first, []).append(mark)
    text = file.line(last)
    start = min(len(text) - len(text.lstrip()), until - 1)
    group.lines.setdefault(last, []).append(Mark(start, until - 1, main, message, role))
