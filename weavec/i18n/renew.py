"""Renewing a file of translations after its story has changed.

Goes in: the story's entries without translations, the translator's file, old names. Comes out: the
entries with every translation that there was: kept where the text is the same, marked as fuzzy
where it became another one, and at the end of the file where there is nothing left to translate.
Nothing that a translator wrote is ever dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from typing import Final

from weavec.i18n.po import Catalogue, Entry, Previous
from weavec.ir import Was
from weavec.node import node, replace

ALIKE: Final = 0.6
"""How much alike two texts are if one may have become the other."""
_NUMBERED: Final = re.compile(r"@(?:chapter|story/note)/")
LONGEST: Final = 2_000
"""Characters of a text that are compared."""
MOST_PAIRS: Final = 40_000
"""How many pairs of texts of one scene are compared."""


@node
class Renewed:
    """What came of it. `changed`: fuzzy now and not before; `gone`: laid aside now."""

    catalogue: Catalogue
    changed: int
    gone: int


def renewed(fresh: Iterable[Entry], head: Entry, old: Catalogue | None, was: Was) -> Renewed:
    """A file of translations for a story as it is now.

    Args:
        fresh: the story's texts, without translations.
        head: what describes a new file; the head of an old one stays.
        old: the file as the translator left it, if there is one.
        was: old names in the story.
    """
    fresh = list(fresh)
    if old is None:
        return Renewed(Catalogue((head, *fresh)), 0, 0)
    follow = _follower(was)
    before = [each for each in old.entries if not each.head]
    work = _Work(fresh, before, follow)
    work.same_id()
    work.same_words()
    work.like_words()
    work.other_places()
    left = [each for at, each in enumerate(before) if at not in work.taken and _worth(each)]
    entries = [work.made.get(at, entry) for at, entry in enumerate(fresh)]
    aside = [replace(each, gone=True, told=(), places=()) for each in left]
    gone = sum(not each.gone for each in left)
    catalogue = Catalogue((old.head() or head, *entries, *aside))
    return Renewed(catalogue, work.changed, gone)


def _worth(entry: Entry) -> bool:
    """Whether a translator put anything into an entry."""
    return bool(entry.text or entry.notes)


def _follower(was: Was) -> Callable[[str], str]:
    """From an old id to the present one, as far as the story says what was renamed."""
    scenes, minds, values = dict(was.scenes), dict(was.minds), dict(was.vars)

    def follow(context: str) -> str:
        kind, _, rest = context.partition("/")
        match kind:
            case "@scene":
                return f"@scene/{scenes.get(rest, rest)}"
            case "@cast":
                return f"@cast/{minds.get(rest, rest)}"
            case "@strand":
                place, _, mind = rest.rpartition("/")
                return f"@strand/{place}/{minds.get(mind, mind)}"
            case "@word":
                value, _, word = rest.rpartition("/")
                return f"@word/{values.get(value, value)}/{word}"
        if kind.startswith("@"):
            return context
        return f"{scenes.get(kind, kind)}/{rest}"

    return follow


def _family(context: str | None) -> str:
    """What kind of text an id names: one of a scene, or one of the others."""
    kind = (context or "").partition("/")[0]
    return kind if kind.startswith("@") else ""


def _name(context: str, entry: Entry) -> str:
    """What a text is known by: its id, or its words where the id is only a number."""
    numbered = _NUMBERED.match(context)
    return context if numbered is None else numbered.group() + entry.source


class _Work:
    """One renewal. `made`: the entries that have a translation, by their place among the fresh."""

    def __init__(
        self, fresh: list[Entry], before: list[Entry], follow: Callable[[str], str]
    ) -> None:
        self.fresh = fresh
        self.before = before
        self.ids = [_name("" if e.context is None else follow(e.context), e) for e in before]
        self.names = [_name(entry.context or "", entry) for entry in fresh]
        self.made: dict[int, Entry] = {}
        self.taken: set[int] = set()
        self.changed = 0
        now = {*self.names}
        self.lost = [at for at, context in enumerate(self.ids) if context not in now]

    def _keep(self, at: int, old: int) -> None:
        """Give a text the translation that was made for the same words."""
        entry, mine = self.before[old], self.fresh[at]
        self.taken.add(old)
        self.made[at] = replace(
            mine, text=entry.text, notes=entry.notes, flags=entry.flags, previous=entry.previous
        )

    def _doubt(self, at: int, old: int) -> None:
        """Give a text the translation of other words, for somebody to look at."""
        entry, mine = self.before[old], self.fresh[at]
        self.taken.add(old)
        if not entry.text:
            self.made[at] = replace(mine, notes=entry.notes)
            return
        previous = entry.previous if entry.fuzzy else None
        if previous is None:
            previous = Previous(entry.context, entry.source)
        if not entry.fuzzy:
            self.changed += 1
        flags = ("fuzzy", *(flag for flag in entry.flags if flag != "fuzzy"))
        self.made[at] = replace(
            mine, text=entry.text, notes=entry.notes, flags=flags, previous=previous
        )

    def _open(self) -> list[int]:
        return [at for at in range(len(self.fresh)) if at not in self.made]

    def same_id(self) -> None:
        """Texts that are called as before. Of several old ones, that which is not laid aside."""
        known: dict[str, int] = {}
        for old, context in enumerate(self.ids):
            first = known.setdefault(context, old)
            if self.before[first].gone and not self.before[old].gone:
                known[context] = old
        for at, entry in enumerate(self.fresh):
            old_at = known.get(self.names[at])
            if old_at is None:
                continue
            if self.before[old_at].source == entry.source:
                self._keep(at, old_at)
            else:
                self._doubt(at, old_at)

    def same_words(self) -> None:
        """Texts that stand elsewhere now, or became one more or less of several equals."""
        for near in (True, False):
            waiting: dict[tuple[str, str], list[int]] = {}
            for old in self.lost:
                if old not in self.taken and self.before[old].text:
                    key = (self._where(self.ids[old], near), self.before[old].source)
                    waiting.setdefault(key, []).append(old)
            for at in self._open():
                entry = self.fresh[at]
                key = (self._where(self.names[at], near), entry.source)
                if waiting.get(key):
                    self._keep(at, waiting[key].pop(0))

    def _where(self, context: str, near: bool) -> str:
        family = _family(context)
        return f"{family} {context.partition('/')[0]}" if near else family

    def like_words(self) -> None:
        """Texts that may be others mended: the most alike first, within one scene."""
        rooms: dict[str, tuple[list[int], list[int]]] = {}
        for at in self._open():
            rooms.setdefault(self._where(self.names[at], True), ([], []))[0].append(at)
        for old in self.lost:
            room = rooms.get(self._where(self.ids[old], True))
            if room is not None and old not in self.taken and self.before[old].text:
                room[1].append(old)
        for new, lost in rooms.values():
            if len(new) * len(lost) > MOST_PAIRS:
                continue
            pairs = sorted(
                (-alike, at, old) for at in new for old in lost
                if (alike := _alike(self.fresh[at].source, self.before[old].source)) >= ALIKE
            )  # fmt: skip
            for _, at, old in pairs:
                if at not in self.made and old not in self.taken:
                    self._doubt(at, old)

    def other_places(self) -> None:
        """Texts whose words are translated somewhere else: a proposal. The other keeps its own."""
        said: dict[tuple[str, str], Entry] = {}
        for each in self.before:
            if each.text and not each.fuzzy and not each.gone:
                said.setdefault((_family(each.context), each.source), each)
        for at in self._open():
            entry = self.fresh[at]
            other = said.get((_family(entry.context), entry.source))
            if other is not None:
                self.made[at] = replace(entry, text=other.text, flags=("fuzzy",))


def _alike(one: str, other: str) -> float:
    """How much alike two texts are, from 0 to 1."""
    match = SequenceMatcher(None, one[:LONGEST], other[:LONGEST], autojunk=False)
    if match.real_quick_ratio() < ALIKE or match.quick_ratio() < ALIKE:
        return 0.0
    return match.ratio()
