"""The strip beside a share: a line from nothing to everyone, the range that is likely, the share that was found.

Drawn by hand: there are hundreds in a report, and each is two lines and a dot.
"""

from __future__ import annotations

from typing import Final

_LEFT: Final = 10
_RIGHT: Final = 310
_MIDDLE: Final = (_LEFT + _RIGHT) / 2


def share_strip(share: float, low: float, high: float) -> str:
    """An SVG of 320 by 40 units for a share between 0 and 1 and the ends of its range."""
    marks = "".join(
        f'<path class="tick" d="M{_place(at)} 8v12"{dash}/>'
        for at, dash in ((0, ""), (0.5, ' stroke-dasharray="3 3"'), (1, ""))
    )
    return (
        '<svg class="strip" viewBox="0 0 320 40" xmlns="http://www.w3.org/2000/svg">'
        f'<path class="rail" d="M{_LEFT} 14H{_RIGHT}"/>{marks}'
        f'<path class="range" d="M{_place(low)} 14H{_place(high)}"/>'
        f'<circle class="found" cx="{_place(share)}" cy="14" r="6.5"/>'
        f'<text x="{_LEFT}" y="36">0%</text><text x="{_MIDDLE:g}" y="36" text-anchor="middle">half</text>'
        f'<text x="{_RIGHT}" y="36" text-anchor="end">100%</text></svg>'
    )


def _place(share: float) -> str:
    return f"{_LEFT + (_RIGHT - _LEFT) * share:.1f}".removesuffix(".0")
