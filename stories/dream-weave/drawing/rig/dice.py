"""Chance that is none: the same seed gives the same numbers everywhere, for ever."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, log, pi, sqrt
from typing import TypeVar

T = TypeVar("T")
_ALL = 0xFFFFFFFF


class Dice:
    """Numbers that follow from a seed alone."""

    def __init__(self, seed: str) -> None:
        state = 0x9E3779B9
        for letter in seed:
            state = ((state ^ ord(letter)) * 0x01000193) & _ALL
        self.state = state

    def next(self) -> float:
        """0 to 1."""
        self.state = (self.state + 0x6D2B79F5) & _ALL
        t = self.state
        t = ((t ^ (t >> 15)) * (t | 1)) & _ALL
        t ^= (t + ((t ^ (t >> 7)) * (t | 61) & _ALL)) & _ALL
        return ((t ^ (t >> 14)) & _ALL) / 4294967296

    def span(self, low: float, high: float) -> float:
        """A number between two others."""
        return low + (high - low) * self.next()

    def near(self, middle: float, by: float) -> float:
        """A number near another, most often very near."""
        return middle + by * sqrt(-2 * log(self.next() or 1e-9)) * cos(2 * pi * self.next())

    def pick(self, things: Sequence[T]) -> T:
        """One of some things."""
        return things[int(self.next() * len(things))]
