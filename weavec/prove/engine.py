"""The engine: from a program to its proof.

Goes in: a program and what the work may take. Comes out: a `Proof`.
"""

from __future__ import annotations

import time

from weavec import ir
from weavec.prove.build import build
from weavec.prove.diagrams import Diagrams
from weavec.prove.escape import escape
from weavec.prove.explore import Watch, explore
from weavec.prove.limits import Limits
from weavec.prove.live import Layout
from weavec.prove.values import Values


def run(program: ir.Program, limits: Limits = Limits()):
    t0 = time.perf_counter()
    graph = build(program)
    t1 = time.perf_counter()
    values = Values(graph)
    t2 = time.perf_counter()
    layout = Layout(graph, values, {})
    t3 = time.perf_counter()
    diagrams = Diagrams(layout, 1 << 22)
    watch = Watch(limits.seconds)
    found = explore(graph, diagrams, watch)
    t4 = time.perf_counter()
    good = escape(found, watch)
    t5 = time.perf_counter()
    edges = sum(len(each.out) for each in graph.locations)
    print(f"locations {len(graph.locations)} edges {edges} bits {len(diagrams.plain)} max {max(map(int.bit_count, layout.active))} nodes {diagrams.manager.num_inner_nodes()}")
    print(f"build {t1-t0:.3f} values {t2-t1:.3f} live {t3-t2:.3f} explore {t4-t3:.3f} escape {t5-t4:.3f}")
    return graph, values, layout, diagrams, found, good
