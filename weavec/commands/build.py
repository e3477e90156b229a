"""`weavec build`: one page of a story.

A page is wanted at once, so proofs get a quarter of a second here, but all they need for a release.
What `weavec check` has proved of the story is known, and takes no time.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from weavec.commands.common import (
    Refusal,
    asset_option,
    compile_story,
    find_story,
    format_option,
    limits_of,
    memory_limit_option,
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
    time_limit_option,
    working,
)
from weavec.commands.keeping import shelf
from weavec.disk import SUFFIX, DiskError, write_atomically
from weavec.node import replace
from weavec.render.visible import visible

if TYPE_CHECKING:
    from weavec.compiler import Compilation

A_MOMENT: Final = 0.25
"""The seconds that proofs may take before a page that is no release."""


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
@time_limit_option("0.25, for a release as long as `check`")
@memory_limit_option
@no_proof_option
@no_cache_option
@asset_option
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
    assets_mb: int,
    color: str | None,
    quiet: bool,
) -> int:
    """Make one page of a story, which opens in any browser without a network.

    A story with errors makes no page, and a page that is there already stays. What can be reached
    is proved as by `weavec check`, but for a quarter of a second only, so that the page is there at
    once; what a check has proved is known here, and a release is proved in full.

    \b
    Examples:
      weavec build stories/dream-weave
      weavec build --release -o dream-weave.html
      weavec build --no-proof
    """
    settings = settings_of(ctx, color, quiet)
    found = find_story(story)
    if output == "":
        raise click.UsageError("-o wants the name of a file")
    path = Path(output) if output is not None else Path("build", f"{found.name}.html")
    if path.name.lower().endswith(SUFFIX):
        raise Refusal(f"{path} is a story's file by its name: a page would replace the story")
    hasty = not (seconds or release or unproved)
    limits = limits_of(A_MOMENT if hasty else seconds, megabytes, unproved)
    result = compile_story(found, settings, limits, uncached, assets_mb)
    if hasty:
        result, hasty = _unhurried(result)
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
        data = page(result.program, result.assets, shelf(uncached)).encode("utf-8")
        try:
            write_atomically(path, data)
        except DiskError as error:
            raise refusal(error) from error
    if not settings.quiet:
        if result.diagnostics and form == "text":
            summarize(result, settings)
        tell(f"{visible(str(path))} is ready ({size_of(len(data))})")
        if hasty:
            tell("a moment was too short to prove everything: `weavec check` takes its time")
    return 0


def _unhurried(result: Compilation) -> tuple[Compilation, bool]:
    """What came of a story without the finding that a moment was too short; whether it was."""
    kept = tuple(item for item in result.diagnostics if item.name != "undecided")
    return replace(result, diagnostics=kept), len(kept) < len(result.diagnostics)
