"""Adjust several p-values at once: of many comparisons some look different by chance, so each p is raised."""

from __future__ import annotations

from collections.abc import Sequence


def holm(ps: Sequence[float]) -> list[float]:
    """Return each p adjusted for the number of comparisons, in the order given; never above 1.

    The smallest is multiplied by how many there are, the next by one fewer and so on, and no p ends up below that of a
    smaller one. Source: Holm 1979, Scandinavian Journal of Statistics 6:65–70.
    """
    adjusted = [0.0] * len(ps)
    reached = 0.0
    for rank, place in enumerate(sorted(range(len(ps)), key=lambda place: ps[place])):
        reached = max(reached, min(1.0, (len(ps) - rank) * ps[place]))
        adjusted[place] = reached
    return adjusted
