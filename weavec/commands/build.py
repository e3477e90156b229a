"""`weavec build`: one page of a story."""

from __future__ import annotations

from pathlib import Path

import click

from weavec.commands.common import (
    Refusal,
    compile_story,
    find_story,
    format_option,
    limit_options,
    limits_of,
    no_cache_option,
    no_proof_option,
    outcome,
    refusal,
    report,
    settings_of,
    settings_options,
    size_of,
    story_argument,
    summarize,
    tell,
    working,
)
from weavec.disk import SUFFIX, DiskError, write_atomically
from weavec.render.visible import visible


@click.command("build")
@story_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    metavar="FILE",
    help="Where the page goes. Without it: build/NAME.html, NAME being the story's.",
)
@click.option("--release", is_flag=True, help="Refuse a story with a todo in it.")
@format_option
@limit_options
@no_proof_option
@no_cache_option
@settings_options
@click.pass_context
def command(
    ctx: click.Context,
    story: str,
    output: str | None,
    release: bool,
    form: str,
    seconds: float | None,
    megabytes: int,
    unproved: bool,
    uncached: bool,
    color: str | None,
    quiet: bool,
) -> int:
    """Make one page of a story, which opens in any browser without a network.

    A story with errors makes no page, and a page that is there already stays. What is proved and
    how much work that may be is as for `weavec check`.

    \b
    Examples:
      weavec build stories/dream-weave
      weavec build --release -o dream-weave.html
      weavec build --no-proof
    """
    settings = settings_of(ctx, color, quiet)
    found = find_story(story)
    path = Path(output) if output is not None else Path("build", f"{found.name}.html")
    if path.name.endswith(SUFFIX):
        raise Refusal(f"{path} is a story's file by its name: a page would replace the story")
    limits = limits_of(seconds, megabytes, unproved)
    result = compile_story(found, settings, limits, uncached)
    report(result, found, settings, form)
    if result.program is None or outcome(result):
        summarize(result, settings)
        tell("error: no page was written, because the story has errors")
        return outcome(result) or 1
    holes = sum(item.name == "todo" for item in result.diagnostics)
    if release and holes:
        what = "a todo" if holes == 1 else f"{holes} todos"
        tell(f"error: no page was written: the story has {what}, which a release may not have")
        return 1
    from weavec.emit.page import page

    with working(f"building {visible(found.name)}", settings):
        data = page(result.program).encode("utf-8")
        try:
            write_atomically(path, data)
        except DiskError as error:
            raise refusal(error) from error
    if not settings.quiet:
        if result.diagnostics and form == "text":
            summarize(result, settings)
        tell(f"{visible(str(path))} is ready ({size_of(len(data))})")
    return 0
