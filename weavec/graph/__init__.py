"""The graph: a story's map, its scenes and the ways between them, as a picture and as data.

Goes in: a compilation. Comes out: text: a drawing that stands alone (SVG), or the same for
Graphviz, for Mermaid, or for programs. The picture is laid out here, by rules that give the same
picture for the same story:

    ways make           what leads where: a `Graph` of a program, its findings and its proof
    measure cards       how much room words take; what stands on a node
    ranks order place   columns, the order in each, and where in it, so that few lines cross
    route layout        lines past what is in between; all of it together, a `Picture`
    svg style marks     the drawing
    dot mermaid data    for other programs
"""

from __future__ import annotations

from weavec.graph.layout import Picture, laid_out
from weavec.graph.make import graph_of

__all__ = ["Picture", "graph_of", "laid_out"]
