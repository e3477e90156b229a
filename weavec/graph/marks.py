"""What a graph says in words: how much there is of it, what decides an edge.

Goes in: a graph or an edge. Comes out: phrases, for headings and for those who do not see the
picture.
"""

from __future__ import annotations

from weavec.graph.cards import marks_of
from weavec.graph.model import Edge, Graph
from weavec.render.way import counted as some


def counted(graph: Graph) -> str:
    """How many scenes and endings there are, and what a proof says of them."""
    scenes = [node for node in graph.nodes if node.kind == "scene"]
    endings = [node for node in graph.nodes if node.kind == "ending"]
    told = f"{some(len(scenes), 'scene')}, {some(len(endings), 'ending')}"
    wrong = [each for node in graph.nodes for each in node.findings] + list(graph.findings)
    errors = sum(each.severity == "error" for each in wrong)
    warnings = sum(each.severity == "warning" for each in wrong)
    if errors or warnings:
        parts = [some(errors, "error")] if errors else []
        parts += [some(warnings, "warning")] if warnings else []
        told += f"; {' and '.join(parts)}"
    if not graph.proved:
        return f"{told}; nothing is proved"
    lost = sum(node.verdict is False for node in graph.nodes)
    unknown = sum(node.verdict is None for node in graph.nodes)
    if lost:
        told += f"; no reader comes to {lost:,} of them"
    if unknown:
        return f"{told}; {unknown:,} undecided"
    return told if lost else f"{told}; a reader can come to each"


def told(graph: Graph) -> str:
    """The description of a picture, in sentences."""
    start = next((node for node in graph.nodes if node.start), None)
    parts = [f"A map of scenes and of the ways between them: {counted(graph)}."]
    if start is not None:
        parts.append(f"The story begins in {start.title or start.name}.")
    if graph.minds:
        parts.append(f"Dreamers: {', '.join(mind.name for mind in graph.minds)}.")
    return " ".join(parts)


def said_of(edge: Edge) -> str:
    """What an edge is and what decides it."""
    kind = {"jump": "goes on", "end": "ends"}.get(edge.kind)
    if kind is None:
        kind = "visits, and comes back" if edge.returns else "visits, and does not come back"
    parts = [kind, *marks_of(edge)]
    options = dict.fromkeys(option for way in edge.ways for option in way.options)
    parts += [f"“{option}”" for option in options]
    if edge.barred:
        parts.append("no reader goes this way")
    return ", ".join(parts)
