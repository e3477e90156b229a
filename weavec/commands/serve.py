"""`weavec serve`: a story in the browser while it is being written."""

from __future__ import annotations

import asyncio
import errno
import os
import sys
from typing import TYPE_CHECKING, Any, Final

import click

from weavec.commands.common import (
    Refusal,
    Settings,
    columns_of,
    find_story,
    limit_options,
    limits_of,
    no_cache_option,
    no_proof_option,
    our_fault,
    settings_of,
    settings_options,
    story_argument,
    tell,
)
from weavec.disk import StoryOnDisk
from weavec.render.paint import colored
from weavec.render.visible import visible
from weavec.render.way import counted

if TYPE_CHECKING:
    from weavec.preview.studio import Made

PORT: Final = 4747


@click.command("serve")
@story_argument
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    metavar="N",
    help=f"Where the page is; {PORT} if not given, 0 for any port that is free.",
)
@click.option("--open", "opening", is_flag=True, help="Open the page in a browser.")
@click.option(
    "--editor",
    metavar="COMMAND",
    help="What opens a line of the story that you click; $VISUAL if not given. {file} and {line} in"
    " it are filled in.",
)
@limit_options
@no_proof_option
@no_cache_option
@settings_options
@click.pass_context
def command(
    ctx: click.Context,
    story: str,
    port: int,
    opening: bool,
    editor: str | None,
    seconds: float | None,
    megabytes: int,
    unproved: bool,
    uncached: bool,
    color: str | None,
    quiet: bool,
) -> int:
    """Show a story in the browser, and follow what is written.

    Save a file, and the page shows it at once, at the same place. As long as something is wrong
    with what was written, the page shows what, over the story as it was before. Only browsers on
    this machine can see the page. Ctrl-C ends it.

    In the page, F2 leads to the author's tools and back to the story; Shift-F2 folds them away.
    Escape closes what is open.

    \b
    Examples:
      weavec serve
      weavec serve stories/dream-weave --open
      weavec serve --port 8000 --editor "code -g {file}:{line}"
    """
    settings = settings_of(ctx, color, quiet)
    limits_of(seconds, megabytes, unproved)
    found = find_story(story)
    from weavec.commands.proving import proving_command
    from weavec.preview.server import Ears, Preview

    talk = _Talk(found, settings, opening, editor_of(editor))
    ears = Ears(talk.ready, talk.made, talk.proved, talk.opens, talk.blind, talk.failed)

    prover = proving_command(seconds, megabytes, unproved, uncached)

    async def run() -> None:
        preview = Preview(found, ears, prover)
        preview.studio.edits = bool(talk.editor)
        await preview.run(port)

    try:
        asyncio.run(run())
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        what = "taken by another program" if error.errno == errno.EADDRINUSE else "closed to you"
        raise Refusal(
            f"port {port} is {what}\n  = hint: is the preview open already? If not, `--port N`"
            " takes another, and `--port 0` any that is free"
        ) from error
    return 0


def _error(found: dict[str, Any], shown: str) -> str:
    """An error in two lines."""
    place = visible(f"{shown}{found['file']}:{found['line']}:{found['column']}")
    head = f"{found['severity']}[{found['code']}] {found['name']}"
    return f"{head}: {visible(found['message'])}\n  --> {place}"


def editor_of(given: str | None) -> str:
    """The command that opens a line: the one given, else the one of the environment if it can be
    read; empty without one."""
    from weavec.commands.editing import editor_fault

    command = os.environ.get("VISUAL", "") if given is None else given
    fault = editor_fault(command)
    if fault is None:
        return command
    if given is not None:
        raise Refusal(f"the command of `--editor` cannot be used: {visible(fault)}\n  = hint: for"
                      ' example `--editor "code -g {file}:{line}"`')  # fmt: skip
    tell(f"note: $VISUAL is not used: {visible(fault)}")
    return ""


class _Talk:
    """What is said in the terminal."""

    def __init__(
        self, story: StoryOnDisk, settings: Settings, opening: bool, editor: str
    ) -> None:
        self.story = story
        self.settings = settings
        self.opening = opening
        self.editor = editor
        self.broken = False
        self.shown = False
        self.summary = ""
        self.errors: set[str] = set()  # that are told of, though they do not stop the page

    def ready(self, port: int) -> None:
        address = f"http://127.0.0.1:{port}/"
        tell(f"{visible(self.story.name)} is at {address} (Ctrl-C ends it)")
        if self.opening:
            import webbrowser

            webbrowser.open(address)

    def made(self, made: Made) -> None:
        if made.result is not None:
            from weavec.preview.prover import worst_first
            from weavec.render.text import as_text, summary

            found = worst_first(made.result.diagnostics)
            color = self.settings.paint(sys.stderr) is colored
            tell(as_text(found, self.story.shown, color, columns_of(sys.stderr)).rstrip("\n"))
            said = "shows the story as it was before" if self.shown else "waits for the story"
            many = f"{summary(found)}: " if len(found) > 1 else ""
            tell(f"{many}the page {said}\n")
        elif self.broken and not self.settings.quiet:
            tell("mended: the page shows the story as it is written")
        self.broken = made.result is not None
        self.shown = self.shown or not self.broken

    def proved(self, said: dict[str, Any]) -> None:
        kinds = [each["severity"] for each in said["diagnostics"]]
        counts = [(kinds.count(kind), kind) for kind in ("error", "warning", "note")]
        parts = [counted(count, kind) for count, kind in counts if count]
        summary = ", ".join(parts) or "no findings"
        errors = [_error(each, self.story.shown) for each in said["diagnostics"]
                  if each["severity"] == "error"]  # fmt: skip
        for error in errors:
            if error not in self.errors:
                tell(error)
        self.errors = set(errors)
        if summary != self.summary and not self.settings.quiet:
            tell(f"{summary}: see `weavec check`" if parts else summary)
        self.summary = summary

    def opens(self, file: str, line: int) -> str | None:
        """Open a line in the author's editor; why not, if that does not work."""
        from weavec.commands.editing import open_in_editor

        path = os.path.join(self.story.folder, *file.split("/"))
        fault = open_in_editor(self.editor, path, line)
        if fault is None:
            return None
        said = f"The editor could not be started: {fault}."
        tell(f"{visible(said[:1].lower() + said[1:-1])} (`--editor` names another)")
        return said

    def failed(self, error: Exception) -> None:
        tell(f"{visible(our_fault(error))}; the page shows the story as it was")

    def blind(self) -> None:
        tell("note: this system tells nothing of changed files, so the folder is looked at again"
             " and again; a change may show a moment later")  # fmt: skip
