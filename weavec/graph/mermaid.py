"""The graph for Mermaid, which many places draw where Markdown is shown.

Goes in: a graph. Comes out: a flowchart as text. Nodes are numbered; in labels, all that is not a
letter, a digit or a blank is written by its number, so that nothing of the language is left.
"""

from __future__ import annotations

import re
from typing import Final

from weavec.graph.cards import label_of
from weavec.graph.dot import rows_of
from weavec.graph.model import Edge, Graph

_PLAIN: Final = re.compile(r"[^\w .,:]|_", re.ASCII)


def as_mermaid(graph: Graph) -> str:
    """The graph as a flowchart."""
    out = ["flowchart LR"]
    for number, group in enumerate(graph.groups):
        inside = [at for at, node in enumerate(graph.nodes) if node.group == number]
        if group.title:
            out.append(f"  subgraph g{number}[{_quoted([group.title])}]")
        out += [f"  {_node(graph, at)}" for at in inside]
        if group.title:
            out.append("  end")
    out += [f"  n{edge.source} {_edge(edge)} n{edge.target}" for edge in graph.edges]
    for number, mind in enumerate(graph.minds):
        out.append(f"  classDef mind{number} stroke:{mind.color},stroke-width:3px")
        own = [f"n{at}" for at, node in enumerate(graph.nodes) if node.minds[:1] == (number,)]
        if own:
            out.append(f"  class {','.join(own)} mind{number}")
    lost = [f"n{at}" for at, node in enumerate(graph.nodes) if node.lost]
    if lost:
        out.append("  classDef lost stroke-dasharray:4 3,color:#888")
        out.append(f"  class {','.join(lost)} lost")
    return "\n".join(out) + "\n"


def _node(graph: Graph, index: int) -> str:
    item = graph.nodes[index]
    words = _quoted(rows_of(graph, item))
    if item.kind == "ending":
        return f"n{index}{{{{{words}}}}}"
    return f"n{index}([{words}])" if item.start else f"n{index}[{words}]"


def _edge(edge: Edge) -> str:
    if edge.kind == "visit":
        line = "<-.->" if edge.returns else "-.->"
    else:
        line = "-.->" if edge.locked else "-->"
    rows = [text.strip() for _, text in label_of(edge).rows]
    return f"{line}|{_quoted(rows)}|" if rows else line


def _quoted(rows: list[str]) -> str:
    """A label of some rows."""
    return '"' + "<br/>".join(_PLAIN.sub(_number, row) or " " for row in rows) + '"'


def _number(found: re.Match[str]) -> str:
    char = found[0]
    return f"#{ord(char)};" if char.isascii() else char
