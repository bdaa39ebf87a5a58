"""What ties carry, apart from whether they exist: how much is shared, of what kind, how good; trust and value."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from tideturn.methods.networks.waves import KIND, QUANTITIES, Wave


@dataclass(frozen=True)
class Quantity:
    """One of the numbers that ties carry in one wave: how many ties have it, its mean, median, least and most."""

    what: str
    ties: int
    mean: float
    median: float
    least: float
    most: float


@dataclass(frozen=True)
class Sharing:
    """What the ties of one wave carry; `kinds` counts the ties that name each kind, out of `told` that name any."""

    wave: int
    quantities: tuple[Quantity, ...]
    kinds: tuple[tuple[str, int], ...]
    told: int

    def mean(self, what: str) -> float | None:
        """Return the mean of one of the numbers; None where no tie has it."""
        return next((quantity.mean for quantity in self.quantities if quantity.what == what), None)


def sharing(wave: Wave) -> Sharing:
    """Return what the ties of one wave carry, as the organisations that reported them say."""
    quantities = []
    for name in QUANTITIES:
        if wave.ties[name].count():
            values = wave.ties[name].drop_nulls()
            summary: Any = (values.mean(), values.median(), values.min(), values.max())
            quantities.append(Quantity(name, values.len(), *summary))
    named = [cell for cell in wave.ties[KIND].to_list() if cell is not None]
    # A kind that a cell names twice is one kind of that tie.
    kinds = Counter(kind for cell in named for kind in {part.strip() for part in cell.split("|")} if kind)
    return Sharing(wave.wave, tuple(quantities), tuple(sorted(kinds.items())), len(named))
