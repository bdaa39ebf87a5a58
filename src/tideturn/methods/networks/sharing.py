"""What ties carry, apart from whether there is a tie: how much is shared, of what kind, how good; trust and value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from tideturn.methods.networks.waves import KIND, QUANTITIES, Wave


@dataclass(frozen=True)
class Quantity:
    """One of the numbers that ties carry in one wave: how many ties tell it, its mean, median, least and most."""

    what: str
    ties: int
    mean: float
    median: float
    least: float
    most: float


@dataclass(frozen=True)
class Sharing:
    """One wave's ties by what they carry; `kinds` counts the ties that name each kind, of `told` that name any."""

    wave: int
    quantities: tuple[Quantity, ...]
    kinds: tuple[tuple[str, int], ...]
    told: int

    def mean(self, what: str) -> float | None:
        """The mean of one of the numbers; None where no tie tells it."""
        return next((quantity.mean for quantity in self.quantities if quantity.what == what), None)


def sharing(wave: Wave) -> Sharing:
    """What the ties of one wave carry, as those who told of them say."""
    quantities = []
    for name in QUANTITIES:
        values = wave.ties[name].drop_nulls()
        if values.len():
            summary: Any = pl.DataFrame({"v": values}).select(
                mean=pl.col("v").mean(), median=pl.col("v").median(), least=pl.col("v").min(), most=pl.col("v").max()
            )
            quantities.append(Quantity(name, values.len(), *summary.row(0)))
    named = wave.ties[KIND].drop_nulls()
    # A kind that a cell names twice is one kind of that tie.
    parts = named.str.split("|").list.eval(pl.element().str.strip_chars()).list.unique()
    kinds = parts.explode(empty_as_null=False) if parts.len() else pl.Series([], dtype=pl.String)
    counts = kinds.filter(kinds != "").value_counts().sort(kinds.name).rows()
    return Sharing(wave.wave, tuple(quantities), tuple((str(kind), int(count)) for kind, count in counts), named.len())
