"""`weavec new`: a folder with a story to begin with."""

from __future__ import annotations

import os
import re
import uuid
from importlib.resources import files
from pathlib import Path

import click

from weavec.commands.common import Refusal, settings_of, settings_options, tell
from weavec.render.visible import typed, visible


@click.command("new")
@click.argument("name", type=click.Path())
@settings_options
@click.pass_context
def command(ctx: click.Context, name: str, color: str | None, quiet: bool) -> int:
    """Make a folder with a short story, which shows a choice, two minds and a dream-merge.

    NAME is the folder's; nothing that is there already is touched.

    \b
    Examples:
      weavec new my-story
    """
    settings = settings_of(ctx, color, quiet)
    folder = Path(name)
    title = title_of(folder.name)
    if not title:
        raise Refusal(f"`{visible(name)}` holds no letter to make a title of")
    try:
        folder.mkdir(parents=True, exist_ok=False)
        shown = typed(folder.name)
        for source, target in (("story.weave", "story.weave"), ("readme.md", "README.md")):
            text = files("weavec").joinpath("templates", "new", source).read_text("utf-8")
            text = text.replace("@TITLE@", title).replace("@ID@", str(uuid.uuid4()))
            text = text.replace("@TYPED@", shown).replace("@FOLDER@", folder.name)
            (folder / target).write_bytes(text.encode("utf-8"))
    except FileExistsError as error:
        raise Refusal(f"{visible(name)} is there already, and nothing in it was changed") from error
    except OSError as error:
        raise Refusal(f"{visible(name)} cannot be made: {os.strerror(error.errno or 0)}") from error
    if not settings.quiet:
        tell(f"{visible(name)} is ready; `weavec build {typed(name)}` makes its page")
    return 0


def title_of(name: str) -> str:
    """A title from a folder's name: `my-first_story` becomes `My First Story`.

    Only letters, digits and blanks are kept, so that no mark of the language gets into it.
    """
    kept = re.sub(r"[\W_]+", " ", name).strip()
    return " ".join(word[:1].upper() + word[1:] for word in kept.split())
