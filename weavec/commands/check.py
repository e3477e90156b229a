"""`weavec check`: everything that is wrong with a story, and no page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from weavec.commands.common import (
    Refusal,
    Settings,
    asset_option,
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
    runnable,
    settings_of,
    settings_options,
    story_argument,
    summarize,
    tell,
    working,
)
from weavec.disk import SUFFIX, DiskError, write_atomically
from weavec.render.visible import visible

if TYPE_CHECKING:
    from weavec.compiler import Compilation
    from weavec.prove.limits import Limits


@click.command("check")
@story_argument
@format_option
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option(
    "--walks",
    "folder",
    type=click.Path(),
    metavar="FOLDER",
    help="Write each reader's way that shows a finding there, for `weavec play --walk FILE`.",
)
@click.option(
    "--certificate",
    "certified",
    type=click.Path(),
    metavar="FILE",
    help="Write down the proof, so that `--accept` or somebody else's program can check it.",
)
@click.option(
    "--accept",
    "accepting",
    type=click.Path(),
    metavar="FILE",
    help="Prove nothing: check the proof in FILE, by a small program that shares none of ours.",
)
@limit_options
@no_proof_option
@no_cache_option
@asset_option
@settings_options
@click.pass_context
def command(
    ctx: click.Context,
    story: str,
    form: str,
    strict: bool,
    folder: str | None,
    certified: str | None,
    accepting: str | None,
    seconds: float | None,
    megabytes: int,
    unproved: bool,
    uncached: bool,
    assets_mb: int,
    color: str | None,
    quiet: bool,
) -> int:
    """Report everything that is wrong with a story; make no page.

    What can be reached is proved, over every choice, every chance and every order of a
    dream-merge; where a reader would be stuck, a shortest way there is shown.

    \b
    Examples:
      weavec check
      weavec check stories/dream-weave --strict
      weavec check --format json > findings.json
      weavec check --time-limit 300 --memory-limit 8000
      weavec check --walks stuck
      weavec check --certificate story.proof
      weavec check --accept story.proof
    """
    settings = settings_of(ctx, color, quiet)
    if unproved and (folder is not None or certified is not None):
        raise click.UsageError("--walks and --certificate need the proofs: leave out --no-proof")
    if certified is not None and certified.endswith(SUFFIX):
        raise Refusal(f"{certified} is a story's file by its name: it would be replaced")
    if accepting is not None and (folder is not None or certified is not None):
        raise click.UsageError("--accept proves nothing: leave out --walks and --certificate")
    limits = limits_of(seconds, megabytes, unproved or accepting is not None)
    text = None if accepting is None else _read(accepting)
    found = find_story(story)
    result = compile_story(found, settings, limits, uncached, assets_mb)
    report(result, found, settings, form)
    if form == "text":
        summarize(result, settings)
    if folder is not None:
        _write_ways(result, story, folder, settings)
    written = True
    if certified is not None:
        assert limits is not None
        written = _certify(result, Path(certified), limits, settings)
    if accepting is not None and text is not None:
        written = _accept(result, accepting, text, settings)
    return outcome(result, strict) or int(not written)


def _write_ways(result: Compilation, story: str, folder: str, settings: Settings) -> None:
    from weavec.commands.saving import playing, witnesses, write_walks

    walks = witnesses(result.diagnostics)
    write_walks(folder, walks)
    if not settings.quiet:
        for name in walks:
            tell(playing(story, str(Path(folder, f"{name}.json"))))
        if not walks:
            tell("no finding has a way to show")


def _certify(result: Compilation, path: Path, limits: Limits, settings: Settings) -> bool:
    """Write the certificate, if there is a whole proof to certify; whether it was written."""
    if result.proof is None or result.lowered is None:
        tell("error: no certificate was written: mend the errors, then the story can be proved")
        return False
    from weavec.prove.certificate import certificate

    with working("writing the certificate", settings):
        text = certificate(result.lowered.program, limits)
        if text is None:
            tell("error: no certificate was written: not everything was decided within the limits")
            return False
        try:
            write_atomically(path, text.encode())
        except DiskError as error:
            raise refusal(error) from error
    if not settings.quiet:
        tell(f"{visible(str(path))} is the proof")
    return True


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except (OSError, ValueError) as error:
        raise Refusal(f"{path} is no certificate: {error}") from error


def _accept(result: Compilation, path: str, text: str, settings: Settings) -> bool:
    """Check a certificate of the story; whether it holds."""
    program = runnable(result)
    if program is None:
        tell("error: the certificate was not looked at: mend the errors first")
        return False
    from weavec.certify import Refused, accept

    name = visible(path)
    with working(f"checking {name}", settings):
        try:
            holds = accept(program, text)
        except Refused as error:
            tell(f"error: {name} does not hold for this story: {visible(str(error))}")
            tell("  = hint: after a change to the story, `--certificate` writes it anew")
            return False
    if not settings.quiet:
        tell(f"{name} holds: {holds.claims:,} claims, {holds.points:,} places")
    return True
