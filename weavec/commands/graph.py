"""`weavec graph`: a story's map, as a picture or for programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from weavec.commands.common import (
    Refusal,
    compile_story,
    errors_in,
    find_story,
    limit_options,
    limits_of,
    no_cache_option,
    no_proof_option,
    outcome,
    put,
    refusal,
    refuse,
    settings_of,
    settings_options,
    story_argument,
    tell,
    working,
)
from weavec.disk import SUFFIX, DiskError, write_atomically
from weavec.render.visible import visible
from weavec.render.way import counted

if TYPE_CHECKING:
    from weavec.graph.model import Graph


@click.command("graph")
@story_argument
@click.option(
    "--format", "form", type=click.Choice(["svg", "dot", "mermaid", "json"]),
    help="A drawing that stands alone, text for Graphviz or Mermaid, or JSON; without, what the"
    " name of the file says, or a drawing.",
)  # fmt: skip
@click.option(
    "-o", "--output", "output", type=click.Path(), metavar="FILE",
    help="Write it there; without, to standard output.",
)  # fmt: skip
@limit_options
@no_proof_option
@no_cache_option
@settings_options
@click.pass_context
def command(
    ctx: click.Context,
    story: str,
    form: str | None,
    output: str | None,
    seconds: float | None,
    megabytes: int,
    unproved: bool,
    uncached: bool,
    color: str | None,
    quiet: bool,
) -> int:
    """Draw a story's map: its scenes, the ways between them, and what is found on them.

    Scenes stand in their chapters, or in their files if there are none. A story with errors is
    drawn as far as it can be read, and the exit code is 1.

    \b
    Examples:
      weavec graph -o map.svg
      weavec graph stories/dream-weave > map.svg
      weavec graph --format mermaid --no-proof
      weavec graph -o map.json
    """
    settings = settings_of(ctx, color, quiet)
    if output is not None and output.endswith(SUFFIX):
        raise Refusal(f"{output} is a story's file by its name: it would be replaced")
    form = form or _form_of(output)
    limits = limits_of(seconds, megabytes, unproved)
    found = find_story(story)
    result = compile_story(found, settings, limits, uncached)
    from weavec.graph import graph_of

    graph = graph_of(result)
    if graph is None:
        refuse(result, found, settings)
    errors = errors_in(result)
    if errors and not settings.quiet:
        tell(f"note: the story has {counted(errors, 'error')}, which `weavec check` shows")
    with working("drawing", settings):
        text = _drawn(graph, form)
    if output is None:
        put(text)
        return outcome(result)
    try:
        write_atomically(Path(output), text.encode())
    except DiskError as error:
        raise refusal(error) from error
    if not settings.quiet:
        scenes = sum(node.kind == "scene" for node in graph.nodes)
        tell(f"{visible(output)} shows {counted(scenes, 'scene')}")
    return outcome(result)


FORMS = {".svg": "svg", ".dot": "dot", ".gv": "dot", ".mmd": "mermaid", ".json": "json"}


def _form_of(output: str | None) -> str:
    """The form that the name of a file asks for."""
    ending = Path(output).suffix.lower() if output is not None else ""
    if ending not in ("", *FORMS):
        raise Refusal(f"{visible(str(output))}: a map is written as .svg, .dot, .mmd or .json\n"
                      "  = hint: name the file so, or say `--format`")  # fmt: skip
    return FORMS.get(ending, "svg")


def _drawn(graph: Graph, form: str) -> str:
    """The graph in the form asked for."""
    if form == "dot":
        from weavec.graph.dot import as_dot

        return as_dot(graph)
    if form == "mermaid":
        from weavec.graph.mermaid import as_mermaid

        return as_mermaid(graph)
    from weavec.graph import laid_out

    picture = laid_out(graph)
    if form == "json":
        from weavec.graph.data import as_json

        return as_json(picture)
    from weavec.graph.svg import as_svg

    return as_svg(picture)
