"""What a story's graph is, before anything has a place: scenes and endings, and edges.

Goes in and comes out: nothing, these are the data. Ids are `scene:NAME` and `ending:NAME`, as
`weavec paths --to` takes them. An edge stands for all ways of one kind between two nodes; `ways`
tells them apart.
"""

from __future__ import annotations

from typing import Final

from weavec.node import node
from weavec.prove.result import Answer

LOST: Final = ("unreachable-scene", "unreachable-ending")


@node
class Finding:
    """A finding about a node. `line`: of the node's file, from 1."""

    code: str
    name: str
    severity: str
    file: str
    line: int
    message: str


@node
class Dream:
    """A dream-merge in a scene. `mode`: woven, chorus, fragmented, drifting; `minds`: indices."""

    name: str
    title: str
    mode: str
    minds: tuple[int, ...]


@node
class Node:
    """A scene or an ending.

    `kind`: scene, ending. `title`: as a reader sees it, or empty. `group`: the index of its
    chapter or file. `minds`: the dreamers in whom it is told; none for nobody. `verdict`: whether a
    reader can come here; `judged`: whether that was asked. `start`: the story begins here.
    `unwritten`: a draft, or a `todo` in it.
    """

    id: str
    kind: str
    name: str
    title: str
    group: int
    file: str
    line: int
    minds: tuple[int, ...] = ()
    time: str | None = None
    dreams: tuple[Dream, ...] = ()
    findings: tuple[Finding, ...] = ()
    verdict: Answer = None
    judged: bool = False
    start: bool = False
    unwritten: bool = False

    @property
    def lost(self) -> bool:
        """Whether no reader comes here, as far as is known."""
        names = {found.name for found in self.findings}
        return self.verdict is False or not names.isdisjoint(LOST)


@node
class Way:
    """One line of the script that leads from a scene to somewhere.

    `options`: the words of the options by which alone it is taken; none if it is by any. `locked`:
    each of them has a `needs`; `needs`: which, as written. `asked`: the condition that decides, as
    written, `if` and what follows, or `else`. `random`: a draw decides; `turn`: how often the place
    was passed. `wakes`: it leaves a dream-merge. `mind`: in whom it enters. `line`: in the file of
    the scene.
    """

    line: int | None
    options: tuple[str, ...] = ()
    locked: bool = False
    needs: tuple[str, ...] = ()
    asked: str | None = None
    random: bool = False
    turn: bool = False
    wakes: bool = False
    mind: int | None = None
    verdict: Answer = None


@node
class Edge:
    """All ways of one kind from one node to another, by their indices.

    `kind`: jump; visit, which comes back if `returns`; end, to an ending.
    """

    source: int
    target: int
    kind: str
    ways: tuple[Way, ...]
    returns: bool = False

    @property
    def locked(self) -> bool:
        """Whether it is shut as long as a condition does not hold."""
        return all(way.locked for way in self.ways)

    @property
    def random(self) -> bool:
        """Whether a draw decides."""
        return all(way.random for way in self.ways)

    @property
    def barred(self) -> bool:
        """Whether it is proved that nobody takes it."""
        return all(way.verdict is False for way in self.ways)


@node
class Group:
    """A chapter, or a file of a story without chapters. `title`: empty if there is only one."""

    title: str


@node
class Mind:
    """A dreamer: name in the script, name for readers, colour as `#rrggbb`."""

    id: str
    name: str
    color: str


@node
class Graph:
    """A story's map. `proved`: whether there is a proof; `undecided`: whether it left something."""

    story: str | None
    title: str
    minds: tuple[Mind, ...]
    groups: tuple[Group, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    findings: tuple[Finding, ...]
    proved: bool
    undecided: bool
