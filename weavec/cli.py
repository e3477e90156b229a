"""The command line: `weavec VERB`.

Goes in: the arguments. Comes out: an exit code. A verb's module is imported when the verb is used,
so that none pays for what another needs. Exit codes: 0 clean; 1 the story has errors; 2 the command
cannot be carried out as given; 3 a fault of weavec itself; 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any, Final

import click

from weavec import __version__

VERBS: Final = {
    "new": "Make a folder with a story to begin with.",
    "build": "Make one page of a story.",
    "check": "Report everything that is wrong with a story; make no page.",
    "paths": "Show how a reader comes to every ending.",
    "play": "Read a story in the terminal.",
    "graph": "Draw a story's map.",
    "serve": "Show a story in the browser while it is written.",
    "stats": "Count words, lines and choices, and the time to read them.",
    "i18n": "Translate a story.",
    "explain": "Explain a finding by its number or name.",
}
"""Every verb, in the order of the help, with its line there."""

_EPILOG: Final = """
\b
A first story:
  weavec new my-story
  weavec check my-story
  weavec build my-story
\b
Completion of verbs and options, for bash, zsh and fish:
  eval "$(_WEAVEC_COMPLETE=bash_source weavec)"
  eval "$(_WEAVEC_COMPLETE=zsh_source weavec)"
  _WEAVEC_COMPLETE=fish_source weavec | source
"""


class _ReaderGoneError(Exception):
    """Whoever read our output has closed it."""


class _Verbs(click.Group):
    """The verbs, each imported when it is asked for."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:  # click would make an exit code of 1 of it
            raise _ReaderGoneError from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"weavec.commands.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in VERBS and not name.startswith("-"):
            from weavec.spelling import closest

            near = closest(name, VERBS)
            help_ = f"did you mean `{near}`?" if near else f"verbs are {', '.join(VERBS)}"
            ctx.fail(f"there is no verb `{name}`: {help_}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))


@click.group(
    "weavec",
    cls=_Verbs,
    invoke_without_command=True,
    subcommand_metavar="VERB [ARGS]...",
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Colour what is printed. auto: on a terminal, unless NO_COLOR is set.",
)
@click.option("--quiet", is_flag=True, help="Print findings and results, nothing else.")
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def verbs(ctx: click.Context, color: str, quiet: bool) -> None:
    """Weave compiles stories told from several minds into one HTML page.

    STORY is a .weave file, or a folder with such files; left out, it is the folder that you stand
    in. `weavec VERB --help` says more about a verb.
    """
    ctx.obj = {"color": color, "quiet": quiet}
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(args: Sequence[str] | None = None) -> int:
    """Carry out a command line and return its exit code. `args`: without the program's name."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _guarded(args)
    finally:  # whoever called us as a function gets the collector back as it was
        gc.unfreeze()
        (gc.enable if collecting else gc.disable)()


def _guarded(args: Sequence[str] | None) -> int:
    """Run click, and turn whatever comes out of it into an exit code."""
    try:
        code = verbs.main(args, prog_name="weavec", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.UsageError as error:
        usage = error.ctx.command_path if error.ctx else "weavec"
        _complain(f"error: {error.format_message()}\n  = hint: `{usage} --help` says what it takes")
        return 2
    except click.ClickException as error:
        _complain(f"error: {error.format_message()}")
        return 2
    except (KeyboardInterrupt, click.Abort):
        _complain("")
        return 130
    except (BrokenPipeError, _ReaderGoneError):
        _drop_output()
        return 141
    except Exception as error:
        return _internal(error)


def _complain(text: str) -> None:
    from weavec.render.visible import visible

    if sys.stderr is not None:
        safe = "\n".join(visible(line) for line in text.split("\n"))
        with suppress(OSError, ValueError):  # there is nobody else to be told
            print(safe, file=sys.stderr, flush=True)


def _drop_output() -> None:
    """Whoever read our output has gone: let nothing complain about it at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(nowhere, stream.fileno())


def _internal(error: Exception) -> int:
    """Say in one line that weavec is at fault, and where."""
    import traceback

    if isinstance(error, OSError) and error.filename is None and error.errno is not None:
        _complain(f"error: the output could not be written: {error.strerror}")
        _drop_output()
        return 2
    from weavec.commands.common import our_fault

    _complain(
        f"{our_fault(error)}. Please report it with this line; WEAVEC_TRACEBACK=1 shows more."
    )
    if os.environ.get("WEAVEC_TRACEBACK"):
        traceback.print_exception(error)
    return 3
