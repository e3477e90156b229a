"""Making the graph of a story: its scenes and endings, the edges, and what is known of each.

Goes in: a compilation. Comes out: a `Graph`, or none if there is nothing that could be drawn.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from weavec import ir
from weavec.diagnostics import Diagnostic
from weavec.graph.model import Dream, Edge, Finding, Graph, Group, Mind, Node, Way
from weavec.graph.ways import Exit, exits
from weavec.lower.program import Lowered
from weavec.node import node, replace
from weavec.prove.result import Answer, Proof
from weavec.render.visible import visible

if TYPE_CHECKING:
    from weavec.compiler import Compilation

COLORS: Final = (
    "#ffcf7a", "#f4693f", "#7596f5", "#4fe0c0", "#e58fd0", "#a7c957", "#c9a7ff", "#ff9e9e",
)  # fmt: skip
"""For dreamers without a colour of their own."""


def graph_of(result: Compilation) -> Graph | None:
    """The graph of a story, as far as it could be read; none of one without scenes."""
    if result.lowered is None or not result.lowered.program.scenes:
        return None
    return _Making(result, result.lowered).graph()


@node
class _Option:
    """An option: its words, whether it can be locked, what it needs, whether it is hidden."""

    words: str
    locked: bool
    needs: str | None
    asked: str | None


class _Making:
    """A graph in the making."""

    def __init__(self, result: Compilation, lowered: Lowered) -> None:
        self.result: Final = result
        self.lowered: Final = lowered
        self.program: Final = lowered.program
        self.proof: Final[Proof | None] = result.proof
        self.texts: Final = self.program.texts.get(self.program.story.language, {})
        self.of_scene: Final[dict[int, list[Finding]]] = {}
        self.of_ending: Final[dict[str, list[Finding]]] = {}
        self.at_large: Final[list[Finding]] = []
        self.groups: Final[dict[object, int]] = {}
        self.ends: Final[dict[str, int]] = {}  # the endings' nodes
        self.nodes: Final[list[Node]] = []
        self.edges: Final[list[Edge]] = []

    def graph(self) -> Graph:
        """All of it."""
        self._sort_findings()
        program, result = self.program, self.result
        for index, scene in enumerate(program.scenes):
            self.nodes.append(self._scene(index, scene))
        for index, scene in enumerate(program.scenes):
            self._ways(index, scene)
        minds = tuple(
            Mind(mind.id, self._text(f"@cast/{mind.id}") or mind.id,
                 mind.color or COLORS[number % len(COLORS)])
            for number, mind in enumerate(program.minds)
        )  # fmt: skip
        groups = [self._group_title(key) for key in self.groups]
        if len(groups) == 1 and not program.story.chapters:
            groups = [""]
        return Graph(
            result.story_id, visible(result.title), minds, tuple(map(Group, groups)),
            tuple(self.nodes), tuple(self.edges), tuple(self.at_large), self.proof is not None,
            self.proof is not None and bool(self.proof.undecided),
        )  # fmt: skip

    # -------------------------------------------------------------- findings

    def _sort_findings(self) -> None:
        """Give each finding to the scene that it stands in, or to an ending."""
        starts: dict[str, list[tuple[int, int]]] = {}
        for index, site in enumerate(self.lowered.sites):
            starts.setdefault(site.file.path, []).append((site.base, index))
        for found in self.result.diagnostics:
            made = _finding(found)
            if found.name == "unreachable-ending" and (name := self._ending_at(found)) is not None:
                self.of_ending.setdefault(name, []).append(made)
                continue
            inside = starts.get(found.span.file.path, [])
            number = bisect_right(inside, (found.span.start, len(self.program.scenes))) - 1
            if number < 0 or not _is_of_scene(found, inside[number][0]):
                self.at_large.append(made)
            else:
                self.of_scene.setdefault(inside[number][1], []).append(made)

    def _ending_at(self, found: Diagnostic) -> str | None:
        line = found.span.line
        for name, (end, site) in self.result.symbols.endings.items():
            span = site.span(end.at, end.end)
            if span.file is found.span.file and span.line == line:
                return name
        return None

    # -------------------------------------------------------------- nodes

    def _scene(self, index: int, scene: ir.Scene) -> Node:
        proof, site = self.proof, self.lowered.sites[index]
        minds = scene.minds
        if proof is not None and not proof.undecided and len(minds) > 1:
            entered = proof.entries.get(index, frozenset())
            minds = tuple(mind for mind in minds if mind in entered) or minds
        decl = self.result.symbols.scenes[scene.id].decl
        span = site.span(decl.at, decl.end)
        return Node(
            f"scene:{scene.id}", "scene", scene.id, self._text(f"@scene/{scene.id}"),
            self._group(scene, span.file.path), visible(span.file.path),
            span.line, minds, scene.time, self._dreams(scene),
            tuple(self.of_scene.get(index, ())),
            None if proof is None else proof.scenes.get(scene.id), proof is not None,
            index == self.program.start[0], any(isinstance(op, ir.Hole) for op in scene.ops),
        )  # fmt: skip

    def _group(self, scene: ir.Scene, path: str) -> int:
        key: object = scene.chapter if self.program.story.chapters else path
        return self.groups.setdefault(key, len(self.groups))

    def _group_title(self, key: object) -> str:
        if isinstance(key, str):
            return visible(key)
        return "" if key is None else self._text(f"@chapter/{key}")

    def _dreams(self, scene: ir.Scene) -> tuple[Dream, ...]:
        return tuple(
            Dream(op.id, self._text(f"@merge/{op.id}"), op.mode, tuple(m for m, _ in op.members))
            for op in scene.ops
            if isinstance(op, ir.Merge)
        )

    def _ending(self, name: str, near: int, place: tuple[str, int | None]) -> int:
        """The node of an ending, made when the first way to it is met."""
        if name not in self.ends:
            proof = self.proof
            known = None if proof is None else proof.endings.get(name)
            title = self._text(f"@ending/{name}")
            self.ends[name] = len(self.nodes)
            self.nodes.append(Node(
                f"ending:{name}", "ending", name, title if title != name else "",
                self.nodes[near].group, place[0], place[1] or self.nodes[near].line,
                findings=tuple(self.of_ending.get(name, ())),
                verdict=None if known is None else known.reached, judged=proof is not None,
            ))  # fmt: skip
        return self.ends[name]

    # -------------------------------------------------------------- edges

    def _ways(self, index: int, scene: ir.Scene) -> None:
        """The edges out of a scene, in the order written; ways between the same two are one."""
        path = self.nodes[index].file
        found: dict[tuple[int, str], list[Way]] = {}
        for out in exits(scene.ops):
            op = scene.ops[out.op]
            line = self._line(index, out.op)
            options = [self._option(index, at, number) for at, number in out.options]
            needs = tuple(dict.fromkeys(each.needs for each in options if each.needs))
            asked = {each.asked for each in options}
            shown = f"if {asked.pop()}" if len(asked) == 1 and None not in asked else None
            way = Way(
                line, tuple(each.words for each in options),
                bool(options) and all(each.locked for each in options), needs,
                self._asked(index, out) or shown,
                out.random, out.turn, (index, out.op) in self.lowered.wakes,
                verdict=self._met(index, out.op),
            )  # fmt: skip
            match op:
                case ir.Jump(to=(target, _), mind=mind, enters=enters):
                    if target != index or enters:
                        way = replace(way, mind=mind)
                        found.setdefault((target, "jump"), []).append(way)
                case ir.Visit(scene=target, mind=mind):
                    way = replace(way, mind=mind)
                    found.setdefault((target, "visit"), []).append(way)
                case ir.End(name=name):
                    target = self._ending(name, index, (path, line))
                    found.setdefault((target, "end"), []).append(way)
        for (target, kind), ways in found.items():
            returns = kind == "visit" and self._returns(target)
            self.edges.append(Edge(index, target, kind, tuple(ways), returns))

    def _line(self, scene: int, op: int) -> int | None:
        place, site = self.lowered.places[scene][op], self.lowered.sites[scene]
        return None if place is None else site.line(place[0])

    def _asked(self, scene: int, out: Exit) -> str | None:
        """The condition nearest to a way, as written; `else` where those before it fail."""
        held = [at for at, holds in out.asked if holds]
        if not held:
            return "else" if out.asked else None
        place, site = self.lowered.places[scene][held[-1]], self.lowered.sites[scene]
        if place is None:
            return "if"
        line = site.file.text[site.base + place[0] : site.base + place[1]].partition("\n")[0]
        words = visible(line.strip())  # of an `else if`, the condition alone
        return words if words.startswith(("if ", "seen by ")) else f"if {words}"

    def _option(self, scene: int, at: int, number: int) -> _Option:
        """An option, with its conditions as written."""
        choice = self.program.scenes[scene].ops[at]
        assert isinstance(choice, ir.Choice)
        option = choice.options[number]
        places, site = self.lowered.option_places[scene].get(at, ()), self.lowered.sites[scene]
        line = ""
        if number < len(places):
            begin, end = places[number]
            line = site.file.text[site.base + begin : site.base + end].partition("\n")[0]
        return _Option(
            self._text(option.id) or f"option {number + 1}", option.needs is not None,
            None if option.needs is None else visible(direction(line, "needs")) or None,
            None if option.cond is None else visible(direction(line, "if")) or None,
        )  # fmt: skip

    def _met(self, scene: int, op: int) -> Answer:
        if self.proof is None:
            return None
        if (scene, op) in self.proof.places:
            return True
        known = self.proof.scenes.get(self.program.scenes[scene].id)
        return False if known is False or not self.proof.undecided else None

    def _returns(self, scene: int) -> bool:
        ops = self.program.scenes[scene].ops
        return any(
            isinstance(op, ir.Return) and self._met(scene, at) is not False
            for at, op in enumerate(ops)
        )

    def _text(self, key: str) -> str:
        return visible("".join(_plain(self.texts.get(key, ())))).strip()


def _plain(nodes: Iterable[Any]) -> Iterable[str]:
    """A text without its marks; what the story's state decides is `…`."""
    for one in nodes:
        if isinstance(one, str):
            yield one
        elif one[0] in ("em", "strong", "ruby"):
            yield from _plain(one[1])
        elif one[0] == "br":
            yield " "
        elif one[0] != "pause":
            yield "…"


def direction(line: str, name: str) -> str:
    """What a direction of an option asks for, as written: of `* (needs a >= 2 "No.") Go.` and
    `needs` it is `a >= 2`; nothing if there is none such."""
    head = re.match(r"\s*\*\s*\(", line)
    if head is None:
        return ""
    depth, at, begin = 1, head.end(), head.end()
    quoted = False
    while at < len(line) and depth:
        char = line[at]
        if char == '"' and line[at - 1] != "\\":
            quoted = not quoted
        elif not quoted:
            depth += (char == "(") - (char == ")")
            if (char == "," and depth == 1) or not depth:
                part = line[begin:at].strip()
                if part.startswith(f"{name} "):
                    return part[len(name) :].partition('"')[0].strip()
                begin = at + 1
        at += 1
    return ""


def _finding(found: Diagnostic) -> Finding:
    span = found.span
    return Finding(
        found.code.number, found.name, found.severity, visible(span.file.path),
        span.line, visible(found.message),
    )  # fmt: skip


def _is_of_scene(found: Diagnostic, start: int) -> bool:
    """Whether a finding below a scene's head is about the scene: what is declared between scenes
    begins a line, as a scene's own lines do not."""
    file = found.span.file
    line, _ = file.position(found.span.start)
    first, _ = file.position(start)
    return line == first or file.line(line)[:1] in (" ", "\t", "")
