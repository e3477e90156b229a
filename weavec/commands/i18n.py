"""`weavec i18n`: a story's texts for translators, and how far their translations are."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from weavec.commands.common import (
    Refusal,
    compile_story,
    find_story,
    put,
    refusal,
    refuse,
    runnable,
    settings_of,
    settings_options,
    story_argument,
    tell,
)
from weavec.disk import TRANSLATIONS, DiskError, StoryOnDisk, write_atomically
from weavec.render.visible import visible

if TYPE_CHECKING:
    from weavec.commands.common import Settings
    from weavec.compiler import Compilation
    from weavec.i18n.po import Catalogue
    from weavec.i18n.status import Status
    from weavec.source import SourceFile

TEMPLATE: Final = "messages.pot"

story_option = click.option(
    "--story", default=".", type=click.Path(readable=False), metavar="STORY",
    help="The story, if it is not the folder that you stand in.",
)  # fmt: skip


@click.group("i18n")
def command() -> None:
    """Translate a story: gettext files in the folder `i18n` beside its scripts.

    \b
    Examples:
      weavec i18n update de
      weavec i18n status
      weavec i18n extract -o messages.pot
    """


@command.command("extract")
@story_argument
@click.option(
    "-o", "--output", type=click.Path(), metavar="FILE",
    help=f"Where the template goes. Without it: {TRANSLATIONS}/{TEMPLATE} in the story's folder.",
)  # fmt: skip
@settings_options
@click.pass_context
def extract(
    ctx: click.Context, story: str, output: str | None, color: str | None, quiet: bool
) -> int:
    """Write all texts of a story into a template, from which translations can be begun.

    Each text is called by the id that saves know, too, and stands there as its author wrote it.
    `weavec i18n update` needs no template; tools for translators may want one.

    \b
    Examples:
      weavec i18n extract stories/dream-weave
      weavec i18n extract -o messages.pot
    """
    from weavec.i18n.po import write
    from weavec.i18n.texts import template

    settings = settings_of(ctx, color, quiet)
    if output == "":
        raise click.UsageError("-o wants the name of a file")
    found, result = _read_story(story, settings)
    assert result.lowered is not None
    made = template(result.symbols, result.lowered, result.title)
    path = Path(output) if output is not None else Path(found.folder, TRANSLATIONS, TEMPLATE)
    if path.name.lower().endswith((".weave", ".po")):
        raise Refusal(f"{path} is no template by its name, and would be lost")
    _write(path, write(made))
    _say(settings, f"{_short(path)}: {len(made.entries) - 1:,} texts")
    return 0


@command.command("update")
@click.argument("languages", nargs=-1, metavar="[LANG]...")
@story_option
@settings_options
@click.pass_context
def update(
    ctx: click.Context, languages: tuple[str, ...], story: str, color: str | None, quiet: bool
) -> int:
    """Make or renew the files of translations: `i18n/LANG.po` in the story's folder.

    Translations of texts that are as they were stay. Where a text has changed, its translation is
    marked as fuzzy, with what it was made for. What the story has no more is laid aside at the end
    of the file; nothing is lost. Without LANG, every file that is there is renewed.

    \b
    Examples:
      weavec i18n update de
      weavec i18n update fr pt-BR --story stories/dream-weave
    """
    from weavec.i18n.po import write
    from weavec.i18n.renew import renewed
    from weavec.i18n.tags import canonical, mend
    from weavec.i18n.texts import entries_of, head_of, titles_of, units_of

    settings = settings_of(ctx, color, quiet)
    found, result = _read_story(story, settings)
    assert result.lowered is not None
    program = result.lowered.program
    own = program.story.language
    known = _catalogues(found, own, settings)
    wanted = []
    for language in languages:
        tag = canonical(language)
        if tag is None:
            raise click.UsageError(f"`{language}` is not a language: {mend(language)}")
        if tag == (canonical(own) or own):
            raise Refusal(f"the story itself is written in `{own}`")
        if tag not in wanted:
            wanted.append(tag)
    if not wanted and not known:
        raise click.UsageError("there are no translations yet: name a language, like `de`")
    units = units_of(result.symbols, result.lowered)
    fresh = entries_of(units, titles_of(result.symbols))
    made = []
    for tag in wanted or sorted(known):
        file, old = known.get(tag, (None, None))
        path = Path(found.folder, *(file.path if file else f"{TRANSLATIONS}/{tag}.po").split("/"))
        done = renewed(fresh, head_of(result.title, tag), old, program.was)
        made.append((tag, path, done))
    for tag, path, done in made:
        text = write(done.catalogue)
        if path.exists() and tag in known and known[tag][0].text == text:
            _say(settings, f"{_short(path)}: nothing has changed")
            continue
        _write(path, text)
        parts = [f"{len(fresh):,} texts"]
        parts += [f"{done.changed:,} to look at again"] if done.changed else []
        parts += [f"{done.gone:,} laid aside"] if done.gone else []
        _say(settings, f"{_short(path)}: {', '.join(parts)}")
    return 0


@command.command("status")
@story_argument
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text",
    help="A table for people, or JSON.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Exit with 1 if anything is left to translate.")
@settings_options
@click.pass_context
def status(
    ctx: click.Context, story: str, form: str, strict: bool, color: str | None, quiet: bool
) -> int:
    """Show how far the translations of a story are.

    Words are the story's own, in texts that are translated.

    \b
    Examples:
      weavec i18n status stories/dream-weave
      weavec i18n status --strict
    """
    from weavec.i18n.status import status as status_of
    from weavec.i18n.texts import units_of

    settings = settings_of(ctx, color, quiet)
    found, result = _read_story(story, settings)
    assert result.lowered is not None
    known = _catalogues(found, result.lowered.program.story.language, settings)
    units = units_of(result.symbols, result.lowered)
    rows = [status_of(tag, units, catalogue) for tag, (_, catalogue) in known.items()]
    if form == "json":
        data = _data(rows, result, len(units), sum(unit.words for unit in units))
        put(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    elif rows:
        put(_table(rows, settings))
    else:
        tell("there are no translations yet; `weavec i18n update de` begins one")
    return 1 if strict and not all(row.complete for row in rows) else 0


# ------------------------------------------------------------------ what they share


def _read_story(path: str, settings: Settings) -> tuple[StoryOnDisk, Compilation]:
    """A story whose texts are known; errors that leave them open end the verb."""
    story = find_story(path)
    result = compile_story(story, settings, noted=True)
    if runnable(result) is None:
        refuse(result, story, settings)
    return story, result


def _catalogues(
    story: StoryOnDisk, own: str, settings: Settings
) -> dict[str, tuple[SourceFile, Catalogue]]:
    """The translations that are there; one that cannot be read ends the verb before it writes."""
    from weavec.commands.common import columns_of
    from weavec.i18n.translate import catalogues
    from weavec.render.paint import colored
    from weavec.render.text import as_text

    known, wrong = catalogues(story.catalogues(), own)
    if wrong:
        color = settings.paint(sys.stderr) is colored
        tell(as_text(wrong, story.shown, color, columns_of(sys.stderr)).rstrip("\n"))
        raise click.exceptions.Exit(1)
    return known


def _write(path: Path, text: str) -> None:
    try:
        write_atomically(path, text.encode("utf-8"))
    except DiskError as error:
        raise refusal(error) from error


def _say(settings: Settings, text: str) -> None:
    if not settings.quiet:
        tell(text)


def _short(path: Path) -> str:
    """A path as people want to read it: from where they stand, if it lies below."""
    full, here = os.path.realpath(path), os.path.realpath(".")
    near = os.path.relpath(full, here) if full.startswith(here + os.sep) else str(path)
    return visible(near.replace(os.sep, "/"))


def _data(rows: list[Status], result: Compilation, texts: int, words: int) -> dict[str, Any]:
    return {
        "version": 1,
        "story": {"id": result.story_id, "title": visible(result.title)},
        "texts": texts,
        "words": words,
        "languages": [
            {
                "language": row.language, "translated": row.translated, "fuzzy": row.fuzzy,
                "untranslated": row.untranslated, "words": row.words, "percent": row.percent,
            }
            for row in rows
        ],
    }  # fmt: skip


def _table(rows: list[Status], settings: Settings) -> str:
    paint = settings.paint(sys.stdout)
    names = ("language", "translated", "fuzzy", "untranslated", "words", "")
    head = f"{names[0]:<14}" + "".join(f"{name:>14}" for name in names[1:])
    out = [paint("emphasis", head.rstrip())]
    for row in rows:
        words = f"{row.words:,}/{row.of:,}"
        out.append(
            f"{row.language:<14}{row.translated:>14,}{row.fuzzy:>14,}{row.untranslated:>14,}"
            f"{words:>14}{f'{row.percent} %':>14}"
        )
    return "\n".join(out) + "\n"
