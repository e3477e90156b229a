"""A story's map: what leads where, where everything is drawn, and how it is written down."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from weavec import cli
from weavec.compiler import compile as compiled
from weavec.disk import open_story
from weavec.graph import Picture, graph_of, laid_out
from weavec.graph.cards import SIZES, WIDE, whose_of
from weavec.graph.data import as_data
from weavec.graph.dot import as_dot
from weavec.graph.make import direction
from weavec.graph.measure import lines, width
from weavec.graph.mermaid import as_mermaid
from weavec.graph.model import Graph
from weavec.graph.style import _COLORS, _contrast, sheet
from weavec.graph.svg import as_svg
from weavec.prove.limits import Limits
from weavec.source import SourceFile, Unreadable

ROOT = Path(__file__).parent.parent
SHIPPED = [ROOT / "stories" / "dream-weave", *sorted((ROOT / "stories" / "first-light").iterdir())]
SVG = "{http://www.w3.org/2000/svg}"

HEAD = """\
story "A Map"
  id 0d9d7f6e-5a55-4f57-9d3b-0f6f3f6a1a11
  language en

dreamer elena "Elena"
  color #ecb566
dreamer jax "Jax"

var trust: 0..5 = 0

"""


class Strings:
    """A story of one file."""

    def __init__(self, text: str) -> None:
        self.text = text

    def files(self) -> tuple[SourceFile | Unreadable, ...]:
        return (SourceFile("story.weave", self.text),)


def drawn(text: str, proved: bool = True) -> Graph:
    result = compiled(Strings(HEAD + text), Limits() if proved else None)
    graph = graph_of(result)
    assert graph is not None
    return graph


def edges(graph: Graph) -> list[str]:
    """The edges of a graph as words: `hall -> pit jump locked [Climb.]`."""
    told = []
    for edge in graph.edges:
        source, target = graph.nodes[edge.source].name, graph.nodes[edge.target].name
        for way in edge.ways:
            marks = [name for name in ("locked", "random", "turn", "wakes") if getattr(way, name)]
            marks += [f"needs {each}" for each in way.needs]
            marks += [way.asked] if way.asked else []
            marks += [f"[{'|'.join(way.options)}]"] if way.options else []
            marks += ["returns"] if edge.returns else []
            told.append(" ".join([f"{source} -> {target} {edge.kind}", *marks]))
    return told


# ------------------------------------------------------------------ what leads where


def test_options_locks_and_conditions_stand_on_the_ways_that_they_decide() -> None:
    graph = drawn("""\
scene hall
  set trust += 2
  choice "Where?"
    * Wait. -> hall
    * (needs trust >= 4 "Not yet.") Climb. -> loft
    * Down. -> pit
    * Stay.
      It is late.
  if trust >= 5
    -> loft
  else if trust >= 4
    end tired "Tired"
  either
    -> pit
  or
    end out "Outside"

scene loft
  end high "High"

scene pit
  end low "Low"
""")
    assert edges(graph) == [
        "hall -> hall jump [Wait.]",
        "hall -> loft jump locked needs trust >= 4 [Climb.]",
        "hall -> loft jump if trust >= 5 [Stay.]",
        "hall -> pit jump [Down.]",
        "hall -> pit jump random else [Stay.]",
        "hall -> tired end if trust >= 4 [Stay.]",
        "hall -> out end random else [Stay.]",
        "loft -> high end",
        "pit -> low end",
    ]


def test_what_a_direction_of_an_option_asks_for() -> None:
    line = '    * (once, needs a >= 2 and visits(hall) > 1 "Not, (yet), if b.", if (c or d)) (Go).'
    assert direction(line, "needs") == "a >= 2 and visits(hall) > 1"
    assert direction(line, "if") == "(c or d)"
    assert direction("* (if a) Go.", "if") == "a"
    assert direction("* Go (if a).", "if") == direction("* (if a", "if") == ""


def test_where_all_options_lead_there_is_no_label() -> None:
    graph = drawn("""\
scene hall
  choice "Where?"
    * Left.
      It is dark.
    * Right.
      It is darker.
  end out
""")
    assert edges(graph) == ["hall -> out end"]


def test_visits_come_back_or_do_not() -> None:
    graph = drawn("""\
scene hall
  hub "Whom?"
    * (once) The shop.
      visit shop
    * (once) The cave.
      visit cave
    * Enough.
      leave
  end out

scene shop
  A bell.
  return

scene cave
  end lost
""")
    assert edges(graph) == [
        "hall -> shop visit [The shop.] returns",
        "hall -> cave visit [The cave.]",
        "hall -> out end [Enough.]",
        "cave -> lost end",
    ]


def test_dreams_and_those_who_wake() -> None:
    graph = drawn("""\
scene night
  dream-merge one "The One" chorus
    strand elena
      A.
    strand jax
      choice "Now?"
        * Wake.
          wake -> day
        * Sleep.
  end slept

scene day as jax
  end woke
""")
    night, day = graph.nodes[:2]
    assert [(dream.title, dream.mode, dream.minds) for dream in night.dreams] == [
        ("The One", "chorus", (0, 1))
    ]
    assert (night.minds, day.minds) == ((), (1,))
    assert edges(graph)[0] == "night -> day jump wakes [Wake.]"


def test_an_edge_has_a_colour_where_all_its_ways_lead_to_one_mind() -> None:
    graph = drawn("""\
scene hall as elena, jax
  choice "Where?"
    * Left. -> loft as jax
    * Right. -> loft
    * Up. -> roof as jax
    * Far up. -> roof as jax
    * Mine. -> pit
    * Out.
      end out

scene loft as elena, jax
  end high

scene roof as elena, jax
  end higher

scene pit as elena
  end low
""", proved=False)
    whose = {graph.nodes[edge.target].name: whose_of(graph, edge) for edge in graph.edges}
    assert whose["loft"] is None  # one way leads to Jax, and the other to whoever comes
    assert (whose["roof"], whose["pit"], whose["out"]) == (1, 0, None)


STUCK = """\
chapter "One"

scene gate "The Gate"
  choice "Which?"
    * Walk. -> road
    * Fall. -> pit

scene road
  end out "Outside"

chapter "Two"

scene pit
  choice "Out?"
    * (needs trust >= 5 "Not yet.") Up. -> road

scene attic
  -> road
"""


def test_findings_and_verdicts_stand_where_they_belong() -> None:
    graph = drawn(STUCK)
    found = {node.name: [each.name for each in node.findings] for node in graph.nodes}
    assert found["pit"] == ["dead-end", "unreachable-option"]
    assert found["attic"] == ["unreachable-scene"]
    assert found["gate"] == found["road"] == found["out"] == []
    assert {node.name: node.verdict for node in graph.nodes} == {
        "gate": True, "road": True, "out": True, "pit": True, "attic": False,
    }  # fmt: skip
    assert [edge.barred for edge in graph.edges] == [False, False, False, True, True]
    assert [group.title for group in graph.groups] == ["One", "Two"]
    assert [node.group for node in graph.nodes] == [0, 0, 1, 1, 0]


def test_a_story_that_cannot_be_proved_is_drawn_as_far_as_it_can_be_read() -> None:
    graph = drawn("scene hall\n  -> nowhere\n\nscene yard\n  -> hall\n")
    assert [node.name for node in graph.nodes] == ["hall", "yard"]
    assert edges(graph) == ["yard -> hall jump"]
    assert [each.name for each in graph.nodes[0].findings] == ["undefined-scene"]


# ------------------------------------------------------------------ where everything is


def points_of(path: str) -> list[list[tuple[float, float]]]:
    """The strokes of a path, each as points along it."""
    strokes: list[list[tuple[float, float]]] = []
    here = (0.0, 0.0)
    for letter, rest in re.findall(r"([MLHCQc])([^MLHCQc]*)", path):
        numbers = [float(each) for each in rest.split()]
        if letter == "M":
            strokes.append([])
        elif letter == "H":
            numbers.append(here[1])
        if letter == "c":
            numbers = [each + here[at % 2] for at, each in enumerate(numbers)]
        corners = [here, *zip(numbers[::2], numbers[1::2], strict=True)]
        if letter != "M":
            strokes[-1] += [_along(corners, step / 24) for step in range(1, 25)]
        else:
            strokes[-1].append(corners[-1])
        here = corners[-1]
    return strokes


def _along(corners: list[tuple[float, float]], share: float) -> tuple[float, float]:
    """A point of a Bezier curve, or of a straight line."""
    while len(corners) > 1:
        corners = [
            (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
            for a, b in pairwise(corners)
        ]
    return corners[0]


Box = tuple[float, float, float, float]


def boxes(picture: Picture) -> tuple[list[Box], list[Box]]:
    """The cards, and the words on lines."""
    cards = [
        (x, y, x + card.width, y + card.height)
        for (x, y), card in zip(picture.corners, picture.cards, strict=True)
    ]
    words = [
        (x + 7, y - label.height / 2, x + 7 + label.width, y + label.height / 2)
        for label, line in zip(picture.labels, picture.lines, strict=True)
        for x, y in [line.label]
        if label.rows
    ]
    return cards, words


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def faults(picture: Picture) -> list[str]:
    """What lies upon something else, or outside."""
    cards, words = boxes(picture)
    found = []
    every = [*cards, *words]
    tall = sorted(range(len(every)), key=lambda at: every[at][1])
    for number, at in enumerate(tall):
        for other in tall[number + 1 :]:
            if every[other][1] >= every[at][3]:
                break
            if overlap(every[at], every[other]):
                found.append(f"{at} and {other} overlap")
    for index, line in enumerate(picture.lines):
        edge = picture.graph.edges[index]
        for x, y in (point for stroke in points_of(line.path) for point in stroke):
            if not (-1 <= x <= picture.width + 1 and -25 <= y <= picture.height + 1):
                found.append(f"line {index} is outside")
            for at, (left, top, right, bottom) in enumerate(cards):
                if left + 1 < x < right - 1 and top + 1 < y < bottom - 1:
                    found.append(f"line {index} ({edge}) runs over card {at}")
    for panel in picture.panels.values():
        inside = (panel.x, panel.y, panel.x + panel.width, panel.y + panel.height)
        for at, box in enumerate(every):
            if overlap(box, inside) and not (
                inside[0] <= box[0] and box[2] <= inside[2] and inside[1] <= box[1]
                and box[3] <= inside[3]
            ):  # fmt: skip
                found.append(f"{at} lies over a panel's border")
    for card in picture.cards:
        found += [
            f"`{row.text}` does not fit"
            for row in card.rows
            if row.y > card.height or row.x + width(row.text, SIZES[row.kind]) > WIDE
        ]
    return found


def crossings(picture: Picture) -> int:
    """How many pairs of lines cross, apart from those that leave or enter one card."""
    count = 0
    strokes = [
        [seg for stroke in points_of(line.path) for seg in pairwise(stroke)]
        for line in picture.lines
    ]
    for one in range(len(strokes)):
        for other in range(one):
            count += any(_cross(a, b) for a in strokes[one] for b in strokes[other])
    return count


def _cross(a: Any, b: Any) -> bool:
    def side(p: Any, q: Any, r: Any) -> float:
        return float((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]))

    (p, q), (r, s) = a, b
    return side(p, q, r) * side(p, q, s) < 0 and side(r, s, p) * side(r, s, q) < 0


def web(count: int, chapters: int) -> str:
    """Many scenes that lead on, over each other, back, and far away; the same every time."""
    out, each = [], count // chapters
    for at in range(count):
        if chapters > 1 and at % each == 0 and at // each < chapters:
            out.append(f'chapter "{at // each + 1}. Part"\n')
        near = [at + 1, at + 2 + at * 7 % 3, at - 3 - at % 4, at * 7919 % count]
        some = near[: 1 + at % 3] + (near[3:] if at % 11 == 0 else [])
        out.append(f'scene s{at} "Scene number {at}"' + (" as elena" if at % 3 == 0 else ""))
        out.append("  A line.")
        targets = [to for to in dict.fromkeys(some) if 0 <= to < count]
        if not targets:
            out.append(f"  end e{at}")
        elif len(targets) == 1:
            out.append(f"  -> s{targets[0]}{' as elena' if targets[0] % 3 == 0 else ''}")
        else:
            out.append("  choice")
            out += [f"    * Go to number {to}, please. -> s{to}" for to in targets]
        out.append("")
    return "\n".join(out) + "\n"


@pytest.mark.parametrize("path", [path for path in SHIPPED if path.is_dir()], ids=lambda p: p.name)
def test_nothing_lies_upon_anything_in_the_stories_that_ship(path: Path) -> None:
    graph = graph_of(compiled(open_story(str(path))))
    assert graph is not None
    picture = laid_out(graph)
    assert faults(picture) == []
    most = 2 if path.name == "dream-weave" else 0  # where five ways part and three come back
    assert crossings(picture) <= most


@pytest.mark.parametrize(("count", "chapters"), [(7, 1), (40, 4), (60, 1), (60, 60)])
def test_nothing_lies_upon_anything_in_a_web(count: int, chapters: int) -> None:
    graph = drawn(web(count, chapters), proved=False)
    assert len([node for node in graph.nodes if node.kind == "scene"]) == count
    assert faults(laid_out(graph)) == []


SMALL = {
    "chain": ["a b", "b c", "c d"],
    "tree": ["a b c d", "b e f", "c g h", "d i j", "e k l"],
    "diamond": ["a b c", "b d", "c d"],
    "twisted": ["a b c", "b e", "c d", "d f", "e f"],  # written in the order that would cross
    "skipping": ["a b d", "b c", "c d"],
    "loop": ["a b", "b c a"],
    "self": ["a a b"],
}


@pytest.mark.parametrize("name", SMALL)
def test_small_graphs_are_drawn_without_a_crossing(name: str) -> None:
    ways = {line.split()[0]: line.split()[1:] for line in SMALL[name]}
    names = dict.fromkeys(each for line in SMALL[name] for each in line.split())
    text = ""
    for each in names:
        text += f"scene {each}\n  A line.\n"
        if each in ways:
            text += "  choice\n" + "".join(f"    * To {to}. -> {to}\n" for to in ways[each])
        else:
            text += f"  end {each}\n"
        text += "\n"
    picture = laid_out(drawn(text))
    assert crossings(picture) == 0
    assert faults(picture) == []


def test_a_thousand_scenes_are_laid_out_in_a_moment() -> None:
    graph = drawn(web(1000, 20), proved=False)
    before = time.process_time()
    as_svg(laid_out(graph))
    assert time.process_time() - before < 4  # 0.8 s on an idle machine


def test_one_story_gives_one_picture(tmp_path: Path) -> None:
    story = tmp_path / "web.weave"
    story.write_text(HEAD + web(30, 3), "utf-8")
    command = [sys.executable, "-m", "weavec", "graph", str(story), "--no-proof"]
    made = {
        subprocess.run(
            command, capture_output=True, check=False, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1
    assert made.pop().startswith(b"<svg")


# ------------------------------------------------------------------ how it is written down

HOSTILE = [
    "</text></svg><script>alert(1)</script>", "]]> --> <!-- &amp; &#60;b&#62;", '" onload="x',
    "\\\\\\\" \\\\N \\\\l }; n9 [label=x]", "end ]) --- subgraph click n0 href javascript:x",
    "`**bold**` #quot; #35; %% %%{init: {}}%%", "\u202eright to left\u200b", "一つの夢 🜁 é̂̂",
    "a" * 300, "| pipes | and ; semicolons",
]  # fmt: skip


def hostile() -> Graph:
    """A story in which everything that has a title has a bad one."""

    def said(words: str) -> str:
        return words.replace('"', '\\"') if '\\"' not in words else words

    text = "".join(
        f'scene s{at} "{said(words)}"\n  choice\n    * {said(words)} -> s{at + 1}\n'
        f"    * Stop.\n      end e{at} \"{said(words)}\"\n\n"
        for at, words in enumerate(HOSTILE)
    )  # fmt: skip
    graph = drawn(f"{text}scene s{len(HOSTILE)}\n  end last\n", proved=False)
    assert len(graph.nodes) >= 2 * len(HOSTILE)
    return graph


def test_a_drawing_holds_any_name_as_text_and_nothing_else() -> None:
    graph = hostile()
    text = as_svg(laid_out(graph))
    root = ElementTree.fromstring(text)
    kinds = {each.tag.removeprefix(SVG) for each in root.iter()}
    assert kinds == {"svg", "title", "desc", "style", "rect", "g", "text", "path", "circle"}
    assert not [name for each in root.iter() for name in each.attrib if name.startswith("on")]
    for node, card in zip(graph.nodes, laid_out(graph).cards, strict=True):
        shown = "".join(row.text for row in card.rows if row.kind == "title").replace(" ", "")
        assert shown[:20] == (node.title or node.name).replace(" ", "")[:20]
    assert faults(laid_out(graph)) == []
    assert "\u202e" not in text  # an invisible character is written as an escape
    assert "\\u202e" in text


STRING = r'"(?:[^"\\]|\\.)*"'


def test_a_file_for_graphviz_is_of_its_language_whatever_the_names() -> None:
    value = rf"(?:{STRING}|#?[\w.]+)"
    given = rf"\[\w+={value}(?:, \w+={value})*\]"
    line = re.compile(
        rf"digraph story {{|}}|  graph {given}|  node {given}|  edge {given}|  }}"
        rf"|  subgraph cluster_\d+ {{|    label={STRING}| +n\d+ {given}|  n\d+ -> n\d+(?: {given})?"
    )
    for graph in (hostile(), drawn(STUCK)):
        text = as_dot(graph)
        assert [each for each in text.rstrip("\n").split("\n") if not line.fullmatch(each)] == []
        assert not re.search(r"&(?!amp;)", text)
        assert text.count("{") - sum(s.count("{") for s in re.findall(STRING, text)) == (
            text.count("}") - sum(s.count("}") for s in re.findall(STRING, text))
        )


def test_a_chart_for_mermaid_is_of_its_language_whatever_the_names() -> None:
    label = r'"(?:[\w .,:]|[^\x00-\x7f]|#\d+;|<br/>)*"'
    line = re.compile(
        rf"flowchart LR|  subgraph g\d+\[{label}\]|  end|  n\d+(?:\[{label}\]|\(\[{label}\]\)"
        rf"|\{{\{{{label}\}}\}})|  n\d+ (?:-->|-\.->|<-\.->)(?:\|{label}\|)? n\d+"
        r"|  classDef \w+ [\w:#,\- ]+|  class n\d+(?:,n\d+)* \w+"
    )
    for graph in (hostile(), drawn(STUCK)):
        rows = as_mermaid(graph).rstrip("\n").split("\n")
        assert [each for each in rows if not line.fullmatch(each)] == []


def test_the_data_says_what_the_graph_says_and_where_it_is_drawn() -> None:
    graph = drawn(STUCK)
    picture = laid_out(graph)
    data = json.loads(json.dumps(as_data(picture)))
    assert (data["version"], data["proof"], data["story"]["title"]) == (1, "whole", "A Map")
    assert [node["id"] for node in data["nodes"]] == [
        "scene:gate", "scene:road", "scene:pit", "scene:attic", "ending:out",
    ]  # fmt: skip
    pit = data["nodes"][2]
    assert (pit["group"], pit["verdict"], pit["line"]) == (1, "proved", 23)
    assert [each["code"] for each in pit["findings"]] == ["E407", "E403"]
    up = data["edges"][3]
    assert (up["from"], up["to"], up["kind"]) == ("scene:pit", "scene:road", "jump")
    assert (up["locked"], up["verdict"], up["ways"][0]["options"]) == (True, "unreachable", ["Up."])
    for node, (x, y) in zip(data["nodes"], picture.corners, strict=True):
        assert (node["x"], node["y"]) == (x, y)
        assert 0 <= x <= x + node["width"] <= data["width"]
        assert 0 <= y <= y + node["height"] <= data["height"]
    fields = (ROOT / "weavec" / "graph" / "README.md").read_text("utf-8")
    for part in (data, *data["nodes"], *data["edges"], *data["edges"][0]["ways"]):
        assert [name for name in part if f"`{name}`" not in fields] == []


def test_all_words_of_a_drawing_can_be_read_in_the_dark_and_in_the_light() -> None:
    grounds = {1: ("#0b0616", "#150d24", "#1e1430"), 2: ("#fbf6ec", "#f3ebdd", "#fffdf8")}
    for names, told in _COLORS.items():
        what = told[0]
        if what == "fill" and not names.endswith(("ground", "panel", ".card", "gem", "fill")):
            least = 3 if "tip" in names else 4.5
            for at, some in grounds.items():
                assert all(_contrast(told[at], ground) >= least for ground in some), names
    assert ".s0{stroke:#000000}" not in sheet(["#000000"]).partition("@media")[0]


def test_words_are_cut_only_where_there_is_no_room() -> None:
    assert lines("One two three", 10, 1000, 2) == ("One two three",)
    assert lines("One two three", 10, width("One two", 10), 2) == ("One two", "three")
    assert lines("One two three", 10, width("One two", 10), 1) == ("One …",)
    assert all(width(each, 10) <= 40 for each in lines("a" * 100, 10, 40, 3))


# ------------------------------------------------------------------ the verb


def weavec(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = cli.main(["graph", *args])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def stuck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.weave").write_text(HEAD + STUCK, "utf-8")
    return tmp_path


def test_the_picture_alone_goes_to_standard_output(
    stuck: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = weavec(capsys, "a.weave")
    assert code == 1  # it has errors, and is drawn all the same
    assert "3 errors" in err
    ElementTree.fromstring(out)
    assert "E407 dead-end" in out
    assert json.loads(weavec(capsys, "a.weave", "--format", "json")[1])["version"] == 1
    assert weavec(capsys, "a.weave", "--format", "dot")[1].startswith("digraph story {\n")
    assert weavec(capsys, "a.weave", "--format", "mermaid")[1].startswith("flowchart LR\n")


def test_the_picture_is_written_whole_or_not_at_all(
    stuck: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = weavec(capsys, "a.weave", "-o", "map.svg", "--no-proof")
    assert (code, out) == (1, "")
    assert "map.svg shows 4 scenes" in err
    ElementTree.parse(stuck / "map.svg")
    assert weavec(capsys, "a.weave", "-o", ".")[0] == 2
    code, out, err = weavec(capsys, "a.weave", "-o", "b.weave")
    assert (code, (stuck / "b.weave").exists()) == (2, False)
    assert "it would be replaced" in err


def test_the_name_of_the_file_says_its_form(
    stuck: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, begins in (
        ("map.SVG", "<svg"), ("map.dot", "digraph"), ("map.gv", "digraph"), ("map.json", "{"),
        ("map.mmd", "flowchart"), ("map", "<svg"),
    ):  # fmt: skip
        assert weavec(capsys, "a.weave", "--no-proof", "-o", name)[0] == 1
        assert begins in (stuck / name).read_text("utf-8")[:200], name
    code, _, err = weavec(capsys, "a.weave", "--no-proof", "-o", "map.png")
    assert (code, (stuck / "map.png").exists()) == (2, False)
    assert ".svg, .dot, .mmd or .json" in err
    weavec(capsys, "a.weave", "--no-proof", "-o", "map.txt", "--format", "dot")
    assert (stuck / "map.txt").read_text("utf-8").startswith("digraph")


def test_a_story_without_scenes_is_refused(
    stuck: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (stuck / "none.weave").write_text('story "None"\n', "utf-8")
    code, out, err = weavec(capsys, "none.weave")
    assert (code, out) == (1, "")
    assert "missing" in err


