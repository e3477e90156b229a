"""`weavec explain`: the page of a finding, plainly, in the terminal."""

from __future__ import annotations

import re
import sys
from importlib.resources import files
from typing import Final

import click

from weavec.codes import CODES, find
from weavec.commands.common import Refusal, put, settings_of, settings_options
from weavec.render.paint import Paint
from weavec.spelling import closest


@click.command("explain")
@click.argument("code", required=False)
@settings_options
@click.pass_context
def command(ctx: click.Context, code: str | None, color: str | None, quiet: bool) -> int:
    """Explain a finding by its number or name; without CODE, list them all.

    \b
    Examples:
      weavec explain E101
      weavec explain undefined-scene
    """
    paint = settings_of(ctx, color, quiet).paint(sys.stdout)
    if code is None:
        lines = (
            f"{paint(each.severity, each.number)}  {each.name:22} {each.title}\n"
            for each in CODES.values()
        )
        put("".join(lines))
        return 0
    known = find(code)
    if known is None:
        near = closest(code.lower(), CODES) or closest(
            code.upper(), [each.number for each in CODES.values()]
        )
        hint = f"did you mean `{near}`?" if near else "`weavec explain` lists them all"
        raise Refusal(f"there is no finding `{code}`\n  = hint: {hint}")
    page = files("weavec").joinpath("codes", f"{known.name}.md")
    try:
        text = page.read_text("utf-8")
    except FileNotFoundError:
        text = f"# {known.number} {known.name}\n\n{known.title}\n"
    put(readable(text, paint))
    return 0


LABELS: Final = {"fails": "This story has the finding:", "mended": "And so it is mended:"}
"""What stands above an example in the terminal, by the second word of its fence."""


def readable(markdown: str, paint: Paint) -> str:
    """A page of Markdown as a terminal shows it best: code indented, its fences gone."""
    out = []
    code = False
    for line in markdown.splitlines():
        if line.startswith("```"):
            code = not code
            said = LABELS.get(line.partition(" ")[2].partition(" ")[0])
            if code and said:
                out += [said, ""]
        elif code:
            out.append(f"    {line}".rstrip())
        elif line.startswith("#"):
            out.append(paint("strong", line.lstrip("# ")))
        else:
            out.append(re.sub(r"`([^`]+)`", lambda found: paint("hint", found[0]), line))
    return "\n".join(out).rstrip("\n") + "\n"
