"""The graph for Graphviz: one file in its language, laid out by whoever draws it.

Goes in: a graph. Comes out: DOT as text. Nodes are numbered, so that a story's names are labels
only; a label is a quoted string in which nothing of the language is left.
"""

from __future__ import annotations

from weavec.graph.cards import label_of
from weavec.graph.model import Edge, Graph, Node


def as_dot(graph: Graph) -> str:
    """The graph in Graphviz' language."""
    out = [
        "digraph story {",
        f"  graph [label={_quoted(graph.title)}, labelloc=t, rankdir=LR, fontname=sans]",
        "  node [shape=box, style=rounded, fontname=sans, fontsize=11]",
        "  edge [fontname=sans, fontsize=9]",
    ]
    for number, group in enumerate(graph.groups):
        inside = [at for at, node in enumerate(graph.nodes) if node.group == number]
        if group.title:
            out += [f"  subgraph cluster_{number} {{", f"    label={_quoted(group.title)}"]
            out += [f"    {_node(graph, at)}" for at in inside]
            out.append("  }")
        else:
            out += [f"  {_node(graph, at)}" for at in inside]
    out += [f"  n{edge.source} -> n{edge.target}{_edge(edge)}" for edge in graph.edges]
    return "\n".join([*out, "}"]) + "\n"


def _node(graph: Graph, index: int) -> str:
    item = graph.nodes[index]
    told = {"label": _quoted("\n".join(rows_of(graph, item)))}
    if item.kind == "ending":
        told |= {"shape": "diamond", "style": "solid"}
    if item.minds:
        colors = [graph.minds[mind].color for mind in item.minds]
        told["color"] = _quoted(colors[0])
        told["penwidth"] = "2"
    if item.start:
        told["peripheries"] = "2"
    if item.lost:
        told |= {"style": '"rounded,dashed"', "fontcolor": "gray50"}
    return f"n{index} [{', '.join(f'{key}={value}' for key, value in told.items())}]"


def rows_of(graph: Graph, item: Node) -> list[str]:
    """What stands on a node, in plain rows."""
    rows = [item.title or item.name]
    if item.title:
        rows.append(item.name)
    if item.minds:
        rows.append(", ".join(graph.minds[mind].name for mind in item.minds))
    rows += [f"{each.mode}: {each.title or each.name}" for each in item.dreams]
    rows += [f"{each.code} {each.name}" for each in item.findings]
    if item.judged and item.verdict is not True:
        rows.append("no reader comes here" if item.verdict is False else "undecided")
    return rows


def _edge(edge: Edge) -> str:
    told = {}
    rows = [text.strip() for _, text in label_of(edge).rows]
    if rows:
        told["label"] = _quoted("\n".join(rows))
    if edge.kind == "visit":
        told["style"] = "dotted"
        told["dir"] = "both" if edge.returns else "forward"
        told["arrowtail"] = "vee"
    elif edge.locked:
        told["style"] = "dashed"
    if edge.barred:
        told["color"] = "gray70"
    return f" [{', '.join(f'{key}={value}' for key, value in told.items())}]" if told else ""


def _quoted(words: str) -> str:
    """A string of the language. It knows escapes and, in labels, entities: both are undone."""
    safe = words.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
    return '"' + safe.replace("\n", "\\n") + '"'
