"""Lanes: lines that run along the same channel, beside each other and never upon each other.

Goes in: spans of a channel, each with what it belongs to. Comes out: a lane for each owner. What
leads to one place belongs together and shares a lane.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


class Channel(dict[K, tuple[float, float]]):
    """The spans of a channel, by owner; an owner's spans grow into one."""

    def take(self, owner: K, start: float, end: float) -> None:
        """An owner needs the channel from one end to the other."""
        low, high = min(start, end), max(start, end)
        if owner in self:
            low, high = min(low, self[owner][0]), max(high, self[owner][1])
        self[owner] = (low, high)

    def lanes(self) -> dict[K, int]:
        """The lane of each owner, from 0, as few as there can be."""
        free: list[float] = []  # where each lane is free from
        lane: dict[K, int] = {}
        for owner, (low, high) in sorted(self.items(), key=lambda each: each[1]):
            number = next((n for n, until in enumerate(free) if until + 12 <= low), len(free))
            if number == len(free):
                free.append(low)
            free[number] = high
            lane[owner] = number
        return lane
