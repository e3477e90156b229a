"""What a machine tells, as lines of plain text: for transcripts, walks and terminals.

In go a program as JSON (see `ir.program_json`) and events; out come lines. It reads nothing but
these two, so it tells the events of both machines alike. A beat is one line, with the perspective
in parentheses; silent events stand in brackets; options, strands and a chord's parts are indented:

    [scene chambers as jax]
    (jax) Elena Trask thinks: We have *never* been less alone.
    (jax) choice: And now?
      1. Leave.
      2. Open the Chambers. (locked: Not yet.)
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

Json: TypeAlias = dict[str, Any]

MARKS: Final = {"em": "*", "strong": "**"}


class Teller:
    """Tells the events of one play; it remembers a merge's rail, to tell it when it changes."""

    __slots__ = ("_cast", "_minds", "_rail", "_scenes")

    def __init__(self, program: Json) -> None:
        self._minds: list[str] = [mind["id"] for mind in program["minds"]]
        self._cast = self._minds + [person["id"] for person in program["people"]]
        self._scenes: list[str] = [scene["id"] for scene in program["scenes"]]
        self._rail: str = ""

    def tell(self, events: list[Json]) -> list[str]:
        """The lines of what a `start` or `step` returned."""
        return [text for event in events for text in self._event(event)]

    def _event(self, event: Json) -> list[str]:
        match event["e"]:
            case "line" | "chord" | "choice" | "ask" | "pick" | "end" | "hole":
                return [*self._merge(event), *self._rest(event)]
            case "refused":
                return [f"[refused: {event['why']}]"]
            case "fault":
                return [f"[fault: {event['name']}]"]
        return [f"[{told}]" for told in [self._silent(event)] if told]

    def _merge(self, event: Json) -> list[str]:
        """A line on where the minds of a merge are and how clear it is, if that has changed."""
        told = ""
        if "merge" in event:
            told = ", ".join(f"{self._minds[mind]} {where}" for mind, where in event["rail"])
            if event["clarity"] is not None:
                value, lo, hi = event["clarity"]
                told += f"; clarity {value} of {lo}..{hi}"
        changed, self._rail = told != self._rail, told
        return [f"[{told}]"] if told and changed else []

    def _rest(self, event: Json) -> list[str]:
        mind = event["mind"]
        whose = "" if mind is None else f"({self._minds[mind]}) "
        match event["e"]:
            case "line":
                return [f"{whose}{_said(event)}"]
            case "chord":
                parts = (line for part in event["parts"] for line in self._rest(part))
                return ["chord:", *(f"  {part}" for part in parts)]
            case "choice":
                kind = "hub" if event["hub"] else "choice"
                options = [_option(n, o) for n, o in enumerate(event["options"], start=1)]
                return [f"{whose}{_titled(kind, event['prompt'])}", *options]
            case "ask":
                return [f"{whose}{_titled('ask', event['prompt'])} [{event['value']}]"]
            case "pick":
                strands = [
                    f"  {n}. {_titled(self._minds[strand['mind']], strand['label'])}"
                    for n, strand in enumerate(event["strands"], start=1)
                ]
                return [_titled("pick", event["title"]), *strands]
            case "end":
                return [f"{whose}{_titled('END ' + event['name'], event['title'])}"]
        return ["HOLE"]

    def _silent(self, event: Json) -> str | None:
        match event["e"]:
            case "scene":
                mind = event["mind"]
                whose = "" if mind is None else f" as {self._minds[mind]}"
                return f"scene {self._scenes[event['scene']]}{whose}"
            case "merge":
                members = ", ".join(self._minds[mind] for mind in event["members"])
                return f"merge {event['merge']} {event['mode']}: {members}"
            case "merge-end":
                return f"merge ends: {event['how']}"
            case "show":
                return self._show(event)
            case "backdrop":
                return f"backdrop {event['name']}{_with(event)}"
            case "effect":
                return f"effect {event['name']} {event['strength']}" if event["name"] else (
                    "effect off"
                )  # fmt: skip
            case "pause":
                return f"pause {event['ms']} ms"
            case kind:
                return f"{kind} {event['name'] or 'off'}"

    def _show(self, event: Json) -> str | None:
        given = [word for word in (event["mood"], event["place"]) if word]
        who = self._cast[event["who"]]
        if event["on"] == 0:
            return f"hide {who}{_with(event)}"
        if not given and not event["trans"]:
            return None  # speech, which puts its speaker on the stage
        verb = "mood" if event["on"] is None else "show"
        return f"{verb} {' '.join([who, *given])}{_with(event)}"


def plain(nodes: list[Any]) -> str:
    """Composed text on one line: *em*, **strong**, {base|reading}, {N ms}, ` / ` for a break."""
    found = ""
    for one in nodes:
        match one:
            case str():
                found += one
            case ["ruby", base, reading]:
                found += f"{{{plain(base)}|{plain(reading)}}}"
            case ["pause", ms]:
                found += f"{{{ms} ms}}"
            case ["br"]:
                found += " / "
            case [mark, inner]:
                found += f"{MARKS[mark]}{plain(inner)}{MARKS[mark]}"
    return found


def _said(event: Json) -> str:
    kind, name, text = event["kind"], event["name"], plain(event["text"])
    if kind == "verse":
        text = f"verse: {text}" if name is None else text
    if name is None:
        return text
    verb = {"think": " thinks", "verse": " in verse"}.get(kind, "")
    return f"{plain(name)}{verb}: {text}"


def _option(number: int, option: Json) -> str:
    lock = "" if option["open"] else f" (locked: {plain(option['why'] or [])})"
    return f"  {number}. {plain(option['text'])}{lock}"


def _titled(word: str, title: list[Any] | None) -> str:
    return word if title is None else f"{word}: {plain(title)}"


def _with(event: Json) -> str:
    return f" with {event['trans']}" if event["trans"] else ""
