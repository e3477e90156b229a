"""`weavec check`: everything that is wrong with a story, and no page."""

from __future__ import annotations

import click

from weavec.commands.common import (
    compile_story,
    find_story,
    format_option,
    outcome,
    report,
    settings_of,
    settings_options,
    story_argument,
    summarize,
)


@click.command("check")
@story_argument
@format_option
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@settings_options
@click.pass_context
def command(
    ctx: click.Context, story: str, form: str, strict: bool, color: str | None, quiet: bool
) -> int:
    """Report everything that is wrong with a story; make no page.

    \b
    Examples:
      weavec check
      weavec check stories/dream-weave --strict
      weavec check --format json > findings.json
    """
    settings = settings_of(ctx, color, quiet)
    found = find_story(story)
    result = compile_story(found, settings)
    report(result, found, settings, form)
    if form == "text":
        summarize(result, settings)
    return outcome(result, strict)
