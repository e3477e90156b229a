"""`weavec stats`: how long a story is, by scene, chapter and dreamer."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

import click

from weavec import ir
from weavec.check.reach import Reach
from weavec.commands.common import (
    program_of,
    put,
    settings_of,
    settings_options,
    story_argument,
)
from weavec.render.paint import Paint
from weavec.render.reading import static
from weavec.render.visible import visible, width
from weavec.survey import WORDS_A_MINUTE, Survey, Tally, survey


@click.command("stats")
@story_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="A table for people, or JSON.",
)
@settings_options
@click.pass_context
def command(ctx: click.Context, story: str, form: str, color: str | None, quiet: bool) -> int:
    """Count words, lines and choices, and the time to read them at 200 words a minute.

    By dreamer is whose mind a text is read in. All branches of a text are counted.

    \b
    Examples:
      weavec stats stories/dream-weave
      weavec stats --format json
    """
    settings = settings_of(ctx, color, quiet)
    _, result = program_of(story, settings)
    assert result.program is not None
    assert result.lowered is not None
    counted = survey(Reach(result.lowered))
    if form == "json":
        data = _data(result.program, counted, result.story_id, result.title)
        put(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    else:
        put(_table(result.program, counted, result.title, settings.paint(sys.stdout)))
    return 0


def _data(
    program: ir.Program, counted: Survey, story: str | None, title: str
) -> dict[str, Any]:
    return {
        "version": 1,
        "story": {"id": story, "title": visible(title)},
        "words_a_minute": WORDS_A_MINUTE,
        "endings": counted.endings,
        "total": _fields(counted.total),
        "scenes": [
            {"id": scene.id, "chapter": scene.chapter, **_fields(tally)}
            for scene, tally in zip(program.scenes, counted.scenes, strict=True)
        ],
        "chapters": [
            {"chapter": number, "title": _chapter(program, number), **_fields(tally)}
            for number, tally in counted.chapters.items()
        ],
        "dreamers": [
            {"id": mind.id, **_fields(tally)}
            for mind, tally in zip(program.minds, counted.minds, strict=True)
        ],
        "nobody": _fields(counted.nobody),
        "several": _fields(counted.several),
    }


def _fields(tally: Tally) -> dict[str, Any]:
    return {
        "words": tally.words,
        "lines": tally.lines,
        "choices": tally.choices,
        "options": tally.options,
        "minutes": round(tally.minutes, 2),
    }


def _chapter(program: ir.Program, number: int | None) -> str | None:
    return None if number is None else static(program, f"@chapter/{number}")


def _table(program: ir.Program, counted: Survey, title: str, paint: Paint) -> str:
    chapters = [
        (_chapter(program, number) or "(before the first chapter)", tally)
        for number, tally in counted.chapters.items()
    ]
    minds = [
        (static(program, f"@cast/{mind.id}") or mind.id, tally)
        for mind, tally in zip(program.minds, counted.minds, strict=True)
    ]
    others = [("(nobody's mind)", counted.nobody), ("(one of several)", counted.several)]
    scenes = [
        (scene.id, tally)
        for scene, tally in zip(program.scenes, counted.scenes, strict=True)
    ]
    total = counted.total
    endings = f"{counted.endings} ending{'' if counted.endings == 1 else 's'}"
    head = f"{title}: {total.words:,} words, {_time(total)} to read once through, {endings}"
    sections: list[tuple[str, list[tuple[str, Tally]]]] = [("Scene", scenes)]
    if program.story.chapters:
        sections.append(("Chapter", chapters))
    if minds:
        sections.append(("Dreamer", minds + [row for row in others if row[1] != Tally()]))
    body = [_section(name, rows, paint) for name, rows in sections]
    sums = _section("All", [("", total)], paint)
    return "\n".join([paint("strong", visible(head)) + "\n", *body, sums])


def _section(name: str, rows: Sequence[tuple[str, Tally]], paint: Paint) -> str:
    head = f"{name:<32}{'words':>9}{'lines':>8}{'choices':>9}{'options':>9}{'time':>12}"
    out = [paint("emphasis", head)]
    for label, tally in rows:
        shown = visible(label)
        while width(shown) > 30:
            shown = shown[:-2] + "…"
        out.append(
            shown
            + " " * (32 - width(shown))
            + f"{tally.words:>9,}{tally.lines:>8,}{tally.choices:>9,}{tally.options:>9,}"
            + f"{_time(tally):>12}"
        )
    return "\n".join(out) + "\n"


def _time(tally: Tally) -> str:
    minutes = round(tally.minutes)
    if minutes < 1:
        return "< 1 min" if tally.words else "-"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
