"""What the verbs share: their options, reading and compiling a story, and where output goes.

Goes in: what click gives a verb. Comes out: output. What programs read goes to standard output as
UTF-8, everything for people to standard error.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from weavec import __version__
from weavec.disk import DiskError, StoryOnDisk, open_story
from weavec.node import node
from weavec.render.paint import Paint, colored, plain, wants_color
from weavec.render.visible import visible

if TYPE_CHECKING:
    from weavec.compiler import Compilation
    from weavec.ir import Program
    from weavec.prove.limits import Limits

F = TypeVar("F", bound=Callable[..., Any])


class Refusal(click.ClickException):
    """The command cannot be carried out; the message is for people. Exit code 2."""

    exit_code = 2


def our_fault(error: Exception) -> str:
    """That weavec is at fault, what went wrong in it and where: a sentence without its end."""
    import traceback  # it is needed when all is over

    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(last.filename)}:{last.lineno}"
    return (f"internal error: {type(error).__name__}: {error} ({place}, weavec {__version__})."
            " This is a bug in weavec, not in your story")  # fmt: skip


@node
class Settings:
    """How a verb talks. `color`: auto, always, never; `quiet`: results and findings only."""

    color: str
    quiet: bool

    def paint(self, stream: Any) -> Paint:
        """How to colour what goes to `stream`."""
        terminal = is_terminal(stream)
        return colored if wants_color(self.color, os.environ, terminal) else plain


def settings_options(command: F) -> F:
    """Give a verb the options that all verbs have, also after its name."""
    choice = click.Choice(["auto", "always", "never"])
    command = click.option("--quiet", is_flag=True, help="Print findings and results only.")(
        command
    )
    return click.option("--color", type=choice, help="Colour what is printed.")(command)


def settings_of(ctx: click.Context, color: str | None, quiet: bool) -> Settings:
    """A verb's own options over those before its name."""
    given = ctx.obj or {"color": "auto", "quiet": False}
    return Settings(color or given["color"], quiet or given["quiet"])


story_argument = click.argument(
    "story", default=".", type=click.Path(readable=False), metavar="[STORY]"
)
"""STORY: a file or a folder, by default the one that the author stands in. Whether it can be read
is for the compiler to say."""

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    help="How findings are printed: for people, or on standard output for programs.",
)


def time_limit_option(said: str) -> Callable[[F], F]:
    """The option for how long proofs may take. `said`: how long that is if it is not given."""
    return click.option(
        "--time-limit",
        "seconds",
        type=click.FloatRange(0, 1_000_000, min_open=True),
        metavar="SECONDS",
        help=f"The time that proofs may take; what is left is undecided. If not given, {said}.",
    )


memory_limit_option = click.option(
    "--memory-limit",
    "megabytes",
    type=click.IntRange(100, 1_000_000),
    default=2000,
    metavar="MB",
    help="The memory that proofs may take, 2000 if not given.",
)


def limit_options(command: F) -> F:
    """Give a verb that proves the options for how much work that may be."""
    return time_limit_option("20, and more for very long stories")(memory_limit_option(command))


no_proof_option = click.option(
    "--no-proof", "unproved", is_flag=True, help="Prove nothing: quicker, and less is found."
)


no_cache_option = click.option(
    "--no-cache", "uncached", is_flag=True,
    help="Prove everything again; what is known from before is neither used nor replaced.",
)  # fmt: skip


asset_option = click.option(
    "--asset-limit",
    "assets_mb",
    type=click.IntRange(1, 2000),
    default=200,
    metavar="MB",
    help="How large pictures, sounds and fonts may be together, 200 if not given; one file may have"
    " a quarter of it.",
)


def limits_of(seconds: float | None, megabytes: int, unproved: bool = False) -> Limits | None:
    """What proofs may take, as the options say; none for no proofs."""
    from weavec.prove.limits import EACH, SECONDS, Limits

    if seconds is None:
        return None if unproved else Limits(SECONDS, megabytes, EACH)
    if not seconds > 0:  # not a number
        raise click.UsageError("--time-limit wants a number of seconds")
    return None if unproved else Limits(seconds, megabytes)


# ------------------------------------------------------------------ output


def is_terminal(stream: Any) -> bool:
    """Whether somebody looks at a stream."""
    try:
        return bool(stream.isatty())
    except (AttributeError, ValueError):
        return False


def columns_of(stream: Any) -> int:
    """How wide lines for a stream may be, in columns."""
    if not is_terminal(stream):
        return 100
    import shutil

    return max(40, min(shutil.get_terminal_size((100, 24)).columns, 140))


def put(text: str) -> None:
    """Write to standard output as UTF-8, whatever the terminal's language."""
    stream = sys.stdout
    if stream is None:
        return
    stream.flush()
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(text)
    else:
        buffer.write(text.encode("utf-8", "backslashreplace"))
        buffer.flush()


def tell(text: str) -> None:
    """Write a line for people to standard error. Where it cannot be read, work goes on all the
    same: the exit code says how it went."""
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            print(text, file=sys.stderr, flush=True)


def size_of(count: int) -> str:
    """A size in bytes as people say it: `184 KB`."""
    return f"{count} bytes" if count < 1000 else f"{count / 1000:,.0f} KB"


@contextmanager
def working(what: str, settings: Settings) -> Iterator[Callable[[str], None]]:
    """Show on a terminal that work goes on, once it has taken half a second.

    Gives a function that says what goes on from now on, in place of `what`.
    """
    stream = sys.stderr
    if settings.quiet or not is_terminal(stream):
        yield lambda _: None
        return
    import threading

    done = threading.Event()
    now = what

    def say(text: str) -> None:
        nonlocal now
        now = text

    def show() -> None:
        started = time.monotonic()
        wait = 0.5
        while not done.wait(wait):
            stream.write(f"\r{now} … {time.monotonic() - started:.1f} s\x1b[K")
            stream.flush()
            wait = 0.1
        if wait != 0.5:
            stream.write("\r\x1b[K")
            stream.flush()

    thread = threading.Thread(target=show, daemon=True)
    thread.start()
    try:
        yield say
    finally:
        done.set()
        thread.join()


# ------------------------------------------------------------------ stories


def refusal(error: DiskError) -> Refusal:
    """What the disk refused, as click shows it."""
    return Refusal(f"{error}\n  = hint: {error.hint}" if error.hint else str(error))


def find_story(path: str) -> StoryOnDisk:
    """The story at a path; raises `Refusal` if there is none."""
    try:
        return open_story(path)
    except DiskError as error:
        raise refusal(error) from error


def compile_story(
    story: StoryOnDisk,
    settings: Settings,
    limits: Limits | None = None,
    uncached: bool = False,
    assets_mb: int | None = None,
    noted: bool = False,
) -> Compilation:
    """Compile a story. Collecting rings of values, off since the start, is on again after it.

    Args:
        story: its files.
        settings: how the verb talks.
        limits: what the proofs may take; without, nothing is proved.
        uncached: nothing is known from before, and nothing is kept.
        assets_mb: how large its pictures, sounds and fonts may be; without, nobody looks at them,
            nor at translations.
        noted: its texts are kept as they were written.
    """
    from weavec import compiler
    from weavec.commands.keeping import shelf

    with working(f"reading {visible(story.name)}", settings) as say:

        def progress(done: int, whole: int) -> None:
            say(f"proving {done:,} of {whole:,} places")

        store = None if limits is None else shelf(uncached)
        album: dict[str, Any] = {}
        if assets_mb is not None:
            from weavec.assets.model import Room

            room = Room(assets_mb * 250_000, assets_mb * 1_000_000)
            album = {"album": story, "room": room, "translations": story}
        result = compiler.compile(story, limits, progress, store, noted=noted, **album)
    gc.freeze()
    gc.enable()
    return result


def errors_in(result: Compilation) -> int:
    """How many errors a compilation found."""
    return sum(item.severity == "error" for item in result.diagnostics)


def report(result: Compilation, story: StoryOnDisk, settings: Settings, form: str) -> None:
    """Print what was found, in the form asked for."""
    found = result.diagnostics
    if form == "json":
        from weavec.render.formats import as_json

        put(as_json(result.story_id, result.title, found, result.proof))
    elif form == "sarif":
        from weavec.render.formats import as_sarif

        put(as_sarif(found, __version__, story.shown))
    elif form == "github":
        from weavec.render.formats import as_github

        put(as_github(found, story.shown))
    elif found:
        from weavec.render.text import as_text

        color = settings.paint(sys.stderr) is colored
        tell(as_text(found, story.shown, color, columns_of(sys.stderr)).rstrip("\n"))
        if not settings.quiet:
            tell("")


def outcome(result: Compilation, strict: bool = False) -> int:
    """The exit code of a compilation. `strict`: warnings count."""
    if any(item.code.number.startswith("E9") for item in result.diagnostics):
        return 3
    warned = strict and any(item.severity == "warning" for item in result.diagnostics)
    return 1 if errors_in(result) or warned else 0


def program_of(path: str, settings: Settings) -> tuple[StoryOnDisk, Compilation]:
    """A story without errors, for verbs that use one; errors are printed and end the verb."""
    story = find_story(path)
    result = compile_story(story, settings)
    if result.program is None:
        refuse(result, story, settings)
    return story, result


def refuse(result: Compilation, story: StoryOnDisk, settings: Settings) -> NoReturn:
    """Print a story's errors and end the verb."""
    report(result, story, settings, "text")
    summarize(result, settings)
    raise click.exceptions.Exit(outcome(result) or 1)


def runnable(result: Compilation) -> Program | None:
    """The program of a story that can be read, even if somewhere in it a reader is stuck."""
    from weavec.compiler import BEARABLE, STUCK

    errors = {item.name for item in result.diagnostics if item.severity == "error"}
    if result.lowered is None or not errors <= BEARABLE | STUCK:
        return None
    return result.lowered.program


def summarize(result: Compilation, settings: Settings) -> None:
    """A last line for people: how much was found, and where to read more."""
    from weavec.render.text import summary

    if settings.quiet:
        return
    found = result.diagnostics
    files = len({file.path for file in result.files} | {item.span.file.path for item in found})
    paint = settings.paint(sys.stderr)
    title = f"{visible(result.title)}: " if result.title else ""
    where = f" in {files} file{'' if files == 1 else 's'}"
    tell(paint("strong", f"{title}{summary(found)}{where}"))
    if found:
        first = next((item for item in found if item.severity == "error"), found[0])
        number = first.code.number
        tell(paint("dim", f"`weavec explain {number}` says more about {number}"))
    if any(item.witness is not None for item in found):
        tell(paint("dim", "`weavec check --walks FOLDER` writes down the ways that are shown above,"
                          " and `weavec play --walk FILE` plays one"))  # fmt: skip
