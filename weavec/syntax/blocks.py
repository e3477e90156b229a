"""Blocks: which line stands under which, read with the grammar of blocks.

Goes in: the lines of one item, read. Comes out: its tree.
"""

from __future__ import annotations

from typing import Any, Final

from weavec.node import replace
from weavec.syntax import tree
from weavec.syntax.engine import END, Grammar
from weavec.syntax.linebuilder import NamedHead, SceneHead
from weavec.syntax.reader import Line

Children = list[Any]


class BlockBuilder:
    """Callbacks of the block grammar: from lines and bodies to nodes."""

    def block(self, c: Children) -> tuple[tree.Statement, ...]:
        return body(c)

    def offers(self, c: Children) -> tuple[tree.Offer, ...]:
        return tuple([part for part in c if part is not None])

    def if_block(self, c: Children) -> tree.If:
        arms = tuple([(asked(c[i]), c[i + 1]) for i in range(0, len(c) - 2, 2)])
        head = c[0]
        return tree.If(arms, c[-1], head.at, head.end)

    def offer_if(self, c: Children) -> tree.OfferIf:
        arms = tuple([(asked(c[i]), c[i + 1]) for i in range(0, len(c) - 2, 2)])
        return tree.OfferIf(arms, c[-1], c[0].at, c[0].end)

    def first_block(self, c: Children) -> tree.FirstBlock:
        return tree.FirstBlock(tuple(c[1::2]), c[0].at, c[0].end)

    def either_block(self, c: Children) -> tree.EitherBlock:
        return tree.EitherBlock(tuple(c[1::2]), c[0].at, c[0].end)

    def as_block(self, c: Children) -> tree.AsBlock | None:
        if c[0].value is None:
            return None
        return tree.AsBlock(c[0].value, c[1], c[0].at, c[0].end)

    def option(self, c: Children) -> tree.OptionLine | None:
        made: tree.OptionLine | None = c[0].value
        if made is not None and len(c) > 1 and c[1]:
            return replace(made, body=c[1])
        return made

    def choice(self, c: Children) -> tree.ChoiceBlock:
        head = c[0]
        offers = tuple([part for part in c[1:] if part is not None])
        return tree.ChoiceBlock(False, head.value, (), offers, head.at, head.end)

    def hub(self, c: Children) -> tree.ChoiceBlock:
        head = c[0]
        offers = tuple([p for p in c[1:] if type(p) in (tree.OptionLine, tree.OfferIf)])
        lead = body(
            [p for p in c[1:] if p is not None and type(p) not in (tree.OptionLine, tree.OfferIf)]
        )
        return tree.ChoiceBlock(True, head.value, lead, offers, head.at, head.end)

    def strand(self, c: Children) -> tree.StrandBlock | None:
        head: NamedHead | None = c[0].value
        if head is None:
            return None
        return tree.StrandBlock(head.name, head.title, body(c[1:]), c[0].at, c[0].end)

    def sync(self, c: Children) -> tree.SyncLine | None:
        if c[0].value is None:
            return None
        return tree.SyncLine(c[0].value, c[1] or (), c[0].at, c[0].end)

    def merge(self, c: Children) -> tree.MergeBlock | None:
        head: NamedHead | None = c[0].value
        if head is None:
            return None
        clarity = c[1].value if c[1] is not None else None
        return tree.MergeBlock(
            head.name,
            head.title,
            head.word,
            clarity,
            tuple([part for part in c[2:] if part is not None]),
            c[0].at,
            c[0].end,
        )

    # -------------------------------------------------------------- items

    def var(self, c: Children) -> tree.VarDecl | None:
        decl: tree.VarDecl | None = c[0].value
        was = tuple([line.value for line in c[1:] if line.value is not None])
        return replace(decl, was=was) if was and decl is not None else decl

    def cast(self, c: Children) -> tree.CastDecl:
        head: NamedHead = c[0].value
        color: str | None = None
        moods: tuple[tree.Name, ...] = ()
        memories: list[tree.VarDecl] = []
        was: list[tree.Name] = []
        for part in c[1:]:
            if isinstance(part, tree.VarDecl):
                memories.append(part)
            elif part is None or part.value is None:
                continue
            elif part.type == "COLOR":
                color = part.value
            elif part.type == "MOODS":
                moods += part.value
            else:
                was.append(part.value)
        return tree.CastDecl(c[0].type == "DREAMER", head.name, head.title, color, moods,
                             tuple(memories), tuple(was), c[0].at, c[0].end)  # fmt: skip

    def story(self, c: Children) -> tree.StoryHead:
        given: dict[str, Any] = {}
        notes = []
        for line in c[1:]:
            if line.value is None:
                continue
            if line.type == "NOTE":
                notes.append(line.value)
            else:
                given[line.type] = line.value
        return tree.StoryHead(
            c[0].value,
            given.get("ID"),
            given.get("AUTHOR"),
            given.get("LANGUAGE"),
            given.get("START"),
            tuple(notes),
            c[0].at,
            c[0].end,
        )

    def scene(self, c: Children) -> tree.SceneDecl:
        head: SceneHead = c[0].value
        time: str | None = None
        page = False
        was = []
        rest = []
        for part in c[1:]:
            if type(part) is not Line or part.type == "LINE":
                rest.append(part)
            elif part.type == "TIME":
                time = part.value
            elif part.type == "LAYOUT":
                page = True
            elif part.value is not None:
                was.append(part.value)
        return tree.SceneDecl(head.name, head.title, head.minds, head.draft, time, page, tuple(was),
                              body(rest), c[0].at, c[0].end)  # fmt: skip


def asked(line: Line) -> tree.Condition:
    """The condition of a line; one that did not parse holds."""
    condition: tree.Condition | None = line.value
    return tree.Flag(True, line.at, line.end) if condition is None else condition


def body(parts: Children) -> tuple[tree.Statement, ...]:
    """Statements in order: runs of lines opened, syncs of strands made."""
    out: list[tree.Statement] = []
    for part in parts:
        if part is None:
            continue
        if type(part) is not Line:
            out.append(part)
        elif part.type == "SYNC":
            if part.value is not None:
                out.append(tree.SyncLine(part.value, (), part.at, part.end))
        else:
            out.extend(part.value)
    return tuple(out)


SHALLOW: Final = 24
"""States of the parser up to which answers are kept: scenes are alike, deep ones are rare."""


class Blocks:
    """The parser of blocks: fed with the lines of an item, one after the other.

    `tables`: those of the blocks.
    """

    def __init__(self, tables: dict[str, Any]) -> None:
        self._grammar = Grammar(tables, BlockBuilder())
        self._actions, self._rules = self._grammar.actions, self._grammar.rules
        self._start, self._final = self._grammar.starts["item"]
        self._known: dict[tuple[int | str, ...], bool] = {}

    def begin(self) -> None:
        """Start an item."""
        self._stack = [self._start]
        self._values: list[Any] = []

    def accepts(self, kind: str) -> bool:
        """Whether a line of this type, or a step, can come next."""
        stack = self._stack
        code = self._actions[stack[-1]].get(kind)
        if code is None or code >= 0:
            return code is not None
        if len(stack) > SHALLOW:
            return self._grammar.accepts(stack, kind, self._final)
        asked: tuple[int | str, ...] = (kind, *stack)
        known = self._known.get(asked)
        if known is None:
            known = self._known[asked] = self._grammar.accepts(stack, kind, self._final)
        return known

    def wants_block(self) -> bool:
        """Whether nothing but a block can come next."""
        kinds = self._actions[self._stack[-1]]
        return not any(kind.isupper() and kind != "_IN" for kind in kinds)

    def feed(self, kind: str, value: Any) -> None:
        """Take a line or a step that `accepts` allows."""
        actions, stack, values = self._actions, self._stack, self._values
        code = actions[stack[-1]][kind]
        while code < 0:
            rule = self._rules[-1 - code]
            size = rule.size
            parts: list[Any] = []
            if size:
                parts = values[-size:]
                del stack[-size:]
                del values[-size:]
            values.append(rule.make(parts))
            state = actions[stack[-1]][rule.origin]
            stack.append(state)
            if state == self._final and kind == END:
                return
            code = actions[state][kind]
        stack.append(code)
        values.append(value)

    def finish(self) -> tree.TopLevel | None:
        """The item's tree."""
        self.feed(END, None)
        made: Any = self._values[-1]
        item: tree.TopLevel | None = made.value if isinstance(made, Line) else made
        return item
