"""Traces: the steps that a case took, in order, with each different trace kept once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tideturn.methods.pathways.log import EventLog

Trace = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Traces:
    """The different traces: `steps` holds each once; `of` gives the index of each case's trace, by case code."""

    steps: tuple[Trace, ...]
    of: NDArray[np.int64]

    def without(self, left_out: Collection[str]) -> Traces:
        """Return the traces without these activities; traces that differed only in them become one."""
        if not left_out:
            return self
        out = set(left_out)
        places: dict[Trace, int] = {}
        moved = [places.setdefault(tuple(s for s in steps if s not in out), len(places)) for steps in self.steps]
        return Traces(tuple(places), np.array(moved, dtype=np.int64)[self.of])


def traces(log: EventLog) -> Traces:
    """Return the traces of a log, in the order of the first case that took each."""
    # As text, because text is hashed and compared much faster than lists.
    joined = log.frame.lazy().group_by("case").agg(pl.col("activity").cast(pl.String).str.join(" ")).sort("case")
    taken = joined.collect()["activity"]
    different = taken.unique(maintain_order=True)
    place = pl.DataFrame({"activity": different}).with_row_index("place")
    of = taken.to_frame().join(place, on="activity", how="left", maintain_order="left")["place"]
    names = log.activities
    steps = tuple(tuple(names[int(code)] for code in text.split(" ")) for text in different)
    return Traces(steps, of.cast(pl.Int64).to_numpy())
