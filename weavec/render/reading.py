"""A play as a reader meets it in a terminal: paragraphs, names, numbered options.

Goes in: a program and a machine's events. Comes out: lines of text, wrapped. Where `transcript`
tells everything exactly, this leaves out what a terminal cannot show: the stage.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from weavec import ir
from weavec.render.paint import Paint
from weavec.render.visible import visible, width, wrap

Event: TypeAlias = dict[str, Any]

_MARKS: Final = {"em": "*", "strong": "**"}
_MODES: Final = {
    "woven": "minds in turn",
    "chorus": "minds at once",
    "fragmented": "minds in pieces",
    "drifting": "minds to wander through",
}


def words_of(nodes: Sequence[Any] | None) -> str:
    """Composed text as plain characters: *em*, **strong**, base(reading), breaks as line ends."""
    out = ""
    for one in nodes or ():
        match one:
            case str():
                out += visible(one)
            case ["br"] | ("br",):
                out += "\n"
            case ["ruby", base, reading] | ("ruby", base, reading):
                out += f"{words_of(base)}({words_of(reading)})"
            case ["em" | "strong" as mark, inner] | ("em" | "strong" as mark, inner):
                out += f"{_MARKS[mark]}{words_of(inner)}{_MARKS[mark]}"
    return out


def static(program: ir.Program, key: str) -> str | None:
    """The words of a text outside of any play, with `…` for what the story's state decides; or
    none if there is no such text."""
    nodes = program.texts.get(program.story.language, {}).get(key)
    return None if nodes is None else words_of([_still(node) for node in nodes])


def _still(node: Any) -> Any:
    """A part of a text, or `…` if it is not always the same."""
    if isinstance(node, str) or node[0] == "br":
        return node
    if node[0] in ("em", "strong", "ruby"):
        return (node[0], *([_still(each) for each in inner] for inner in node[1:]))
    return "" if node[0] == "pause" else "…"


class Reading:
    """Tells the events of one play. It remembers whose mind was last, to say when it changes."""

    def __init__(self, program: ir.Program, paint: Paint, columns: int) -> None:
        self.program = program
        self.paint = paint
        self.columns = max(columns, 40)
        self.mind: int | None = None
        self.merge: str | None = None

    def tell(self, events: Sequence[Event]) -> list[str]:
        """The paragraphs of what a `start` or `step` returned, each of one or more lines."""
        return [paragraph for event in events for paragraph in self._event(event)]

    def _event(self, event: Event) -> list[str]:
        match event["e"]:
            case "scene":
                return self._scene(event)
            case "merge":
                return self._merge(event)
            case "merge-end":
                self.merge = None
                return [self.paint("dim", "~~~")]
            case "keepsake":
                title = static(self.program, f"@keepsake/{event['name']}") or event["name"]
                return [self.paint("note", f"Keepsake: {title}")]
            case "line" | "choice" | "ask" | "end" | "hole" | "pick":
                return [*self._perspective(event), self._rest(event)]
            case "chord":
                lines = [self._line(part, "‖ ") for part in event["parts"]]
                return ["\n".join(lines)]
            case "fault":
                return [self.paint("error", f"The story cannot go on here: {event['name']}.")]
        return []

    def _scene(self, event: Event) -> list[str]:
        scene = self.program.scenes[event["scene"]]
        title = static(self.program, f"@scene/{scene.id}")
        if title is None:
            return []
        time = f" ({scene.time})" if scene.time else ""
        return [self.paint("strong", f"## {title}{time}")]

    def _merge(self, event: Event) -> list[str]:
        self.merge = event["merge"]
        title = static(self.program, f"@merge/{event['merge']}") or "Dream-merge"
        members = ", ".join(self._cast(mind)[0] for mind in event["members"])
        return [self.paint("strong", f"~~~ {title}: {members}, {_MODES[event['mode']]} ~~~")]

    def _perspective(self, event: Event) -> list[str]:
        """A heading when the mind changes, to nobody's too; in a merge every line has its own."""
        mind = event["mind"]
        if self.merge is not None or mind == self.mind or event["e"] == "hole":
            return []
        self.mind = mind
        if mind is None:
            return [self.paint("dim", "[nobody's mind]")]
        name, color = self._cast(mind)
        return [self.paint(color or "strong", f"[{name}]")]

    def _rest(self, event: Event) -> str:
        match event["e"]:
            case "line":
                return self._line(event, "")
            case "choice":
                return self._choice(event)
            case "pick":
                labels = [
                    words_of(strand["label"]) or self._cast(strand["mind"])[0]
                    for strand in event["strands"]
                ]
                head = self._head(event["title"])
                return "\n".join([*head, *(self._numbered(n, s) for n, s in _count(labels))])
            case "ask":
                return "\n".join(self._head(event["prompt"]) or ["?"])
            case "end":
                title = words_of(event["title"])
                shown = f"The end: {title}" if title else "The end"
                return self.paint("strong", f"{shown} ({event['name']})")
        return self.paint("dim", "The story is not written further here.")

    def _line(self, event: Event, sign: str) -> str:
        name = words_of(event["name"])
        text = words_of(event["text"])
        color = self._color(event["who"])
        lead = ""
        if self.merge is not None and event["mind"] is not None:
            whose, tint = self._cast(event["mind"])
            if not name or event["mind"] != event["who"]:
                lead = self.paint(tint or "dim", f"{sign}[{whose}]") + " "
                sign = ""
        if not name:
            return self._wrapped(text, sign, lead)
        verb = " thinks" if event["kind"] == "think" else ""
        said = "\n" + text if event["kind"] == "verse" else " " + text
        head = f"{lead}{sign}{self.paint(color or 'strong', name)}{verb}:"
        return self._wrapped(said.removeprefix(" "), "", head + ("" if said[0] == "\n" else " "))

    def _wrapped(self, text: str, sign: str, lead: str) -> str:
        """`lead` and text in lines; those after the first are moved in if there is a lead."""
        bare = _bare(lead) + sign
        filler = "\u2007" * width(bare)  # as wide as the lead, and no place to break
        filled = wrap(filler + text, self.columns)
        inner = "  " if bare else ""
        first = filled[0].removeprefix(filler)
        return "\n".join([lead + sign + first, *(inner + line for line in filled[1:])])

    def _choice(self, event: Event) -> str:
        lines = self._head(event["prompt"])
        for number, option in _count(event["options"]):
            text = words_of(option["text"])
            if option["open"]:
                lines.append(self._numbered(number, text))
            else:
                why = words_of(option["why"])
                locked = f"  {number}. {text} (locked{': ' + why if why else ''})"
                lines.append(self.paint("dim", locked))
        return "\n".join(lines)

    def _head(self, nodes: Sequence[Any] | None) -> list[str]:
        text = words_of(nodes)
        return [self.paint("strong", line) for line in wrap(text, self.columns)] if text else []

    def _numbered(self, number: int, text: str) -> str:
        first, *rest = wrap(text.replace("\n", " "), self.columns - 5)
        mark = self.paint("hint", f"  {number}.")
        return "\n".join([f"{mark} {first}", *(f"     {line}" for line in rest)])

    def _cast(self, who: int) -> tuple[str, str | None]:
        minds, people = self.program.minds, self.program.people
        member = minds[who] if who < len(minds) else people[who - len(minds)]
        return static(self.program, f"@cast/{member.id}") or member.id, member.color

    def _color(self, who: int | None) -> str | None:
        return None if who is None else self._cast(who)[1]


def _count(items: Sequence[Any]) -> list[tuple[int, Any]]:
    return list(enumerate(items, start=1))


def _bare(text: str) -> str:
    """Text without the codes of its colours."""
    while "\x1b[" in text:
        before, _, after = text.partition("\x1b[")
        text = before + after.partition("m")[2]
    return text
