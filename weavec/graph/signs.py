"""Signs of the drawing: of a dream-merge by its mode, of an ending, of the beginning, of a draw.

Goes in: where, and whose. Comes out: SVG elements as text. Each sign is drawn in the colours of
those who take part.
"""

from __future__ import annotations

from collections.abc import Sequence


def dream(mode: str, minds: Sequence[int], x: float, y: float) -> str:
    """The sign of a dream-merge, 28 by 16, from its left upper corner: threads that cross, that
    keep together, that are in pieces, that part."""
    count = max(len(minds), 2)
    out = []
    for number in range(count):
        whose = f" s{minds[number]}" if number < len(minds) else ""
        share = number / (count - 1)
        out.append(f'<path class="thread{whose}" d="{_thread(mode, share, number, x, y)}"/>')
    return "".join(out)


def _thread(mode: str, share: float, number: int, x: float, y: float) -> str:
    level = y + 2 + 12 * share
    if mode == "chorus":
        return f"M{x:.1f} {level:.1f}h28"
    if mode == "fragmented":
        shift = (number % 2) * 5
        return f"M{x + shift:.1f} {level:.1f}h6m4 0h4m5 0h4"
    if mode == "drifting":
        return f"M{x:.1f} {y + 8:.1f}c10 0 14 {level - y - 8:.1f} 28 {level - y - 8:.1f}"
    other = y + 14 - 12 * share
    return (f"M{x:.1f} {level:.1f}c7 0 7 {other - level:.1f} 14 {other - level:.1f}"
            f"s7 {level - other:.1f} 14 {level - other:.1f}")  # fmt: skip


def gem(x: float, y: float, size: float = 15) -> str:
    """The sign of an ending about its middle: a lozenge with a shut eye."""
    return (
        f'<path class="gem gold" stroke-width="1.5" d="M{x:.1f} {y - size:.1f}l{size:.1f} '
        f'{size:.1f}l{-size:.1f} {size:.1f}l{-size:.1f} {-size:.1f}Z"/>'
        f'<path class="gold" fill="none" stroke-width="1.5" stroke-linecap="round" '
        f'd="M{x - 6:.1f} {y - 1.5:.1f}q6 5.5 12 0"/>'
    )


def beginning(x: float, y: float) -> str:
    """Where the story begins: a thread that starts at the left of a card."""
    return (
        f'<path class="gold" stroke-width="1.7" d="M{x - 11:.1f} {y:.1f}H{x:.1f}"/>'
        f'<circle class="gold-fill" cx="{x - 12:.1f}" cy="{y:.1f}" r="4"/>'
    )


def tip(x: float, y: float, whose: str, down: bool = False) -> str:
    """The head of a line that ends at a card's left side, or at its top."""
    shape = "l-4 -8h8z" if down else "l-9 -4v8z"
    return f'<path class="tip{whose}" d="M{x:.1f} {y:.1f}{shape}"/>'


def away(x: float, y: float, whose: str) -> str:
    """The head of a line that comes back to a card's right side."""
    return f'<path class="away{whose}" d="M{x + 8:.1f} {y - 4:.1f}L{x + 2:.1f} {y:.1f}l6 4"/>'
