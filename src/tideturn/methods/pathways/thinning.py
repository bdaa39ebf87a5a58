"""Choice of the arrows to draw in a directly-follows map: a legible map that hides no designed step.

The rule is stated in `RULE`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import polars as pl

from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import counted

RULE: Final = (
    "The map shows the most frequent arrows, as many as make up no more than {keep} of all moves (of equally frequent "
    "ones, all or none); every arrow from one designed step to the next; and, for each step drawn and each designed "
    "step that happened, its most frequent way in and way out."
)


@dataclass(frozen=True, eq=False)
class Thinned:
    """The arrows to draw, in their original order, and how many were left out, with how many moves.

    `rule` says in a sentence what was done.
    """

    edges: pl.DataFrame
    hidden: int
    hidden_moves: int
    moves: int
    rule: str

    def __str__(self) -> str:
        return (
            f"{self.rule} Left out: {counted(self.hidden, 'arrow')} with {self.hidden_moves:,} of {self.moves:,} moves."
        )

    def frame(self) -> pl.DataFrame:
        """Return the arrows to draw."""
        return self.edges


def thinned(edges: pl.DataFrame, keep: float, designed: Sequence[str] = ()) -> Thinned:
    """Return the arrows worth drawing of `edges` (`from`, `to`, `count`, and any other columns), by `RULE`.

    `from` and `to` are names; null is where cases start and end, and is a way in or out like any other. `keep` is a
    share of all moves; the most frequent arrows are drawn whatever their share. `designed` names the steps of the
    designed pathway, in order. A step's arrow to itself is no way in or out; of equally frequent ways the first is
    used. Raise TideturnError for a share that is not above 0 and at most 1.
    """
    if not 0 < keep <= 1:
        raise TideturnError(f"{keep} is no share of the moves.", mend="Give more than 0 and at most 1.")
    moves = int(edges["count"].sum())
    rows = list(zip(edges["from"], edges["to"], edges["count"], strict=True))
    meant = set(pairwise(designed))
    drawn = _frequent(edges["count"], keep * moves)
    drawn |= {place for place, (start, end, _) in enumerate(rows) if (start, end) in meant}
    ways = _ways(rows)
    while True:
        steps = {step for place in drawn for step in rows[place][:2]}.union(designed)
        more = {place for step in steps for place in ways.get(step, ())} - drawn
        if not more:
            break
        drawn |= more
    kept = edges[sorted(drawn)]
    shown = int(kept["count"].sum())
    return Thinned(kept, edges.height - kept.height, moves - shown, moves, RULE.format(keep=f"{keep:.0%}"))


def _frequent(counts: pl.Series, most: float) -> set[int]:
    """Return the positions of the largest counts that together are at most `most`, and always of the largest."""
    sizes = counts.to_frame("count").group_by("count").agg(moves=pl.col("count").sum()).sort("count", descending=True)
    within = sizes.filter((pl.col("moves").cum_sum() <= most) | (pl.col("count") == pl.col("count").max()))
    least = within["count"].min()
    return set() if least is None else set((counts >= least).arg_true())


def _ways(rows: Sequence[tuple[str | None, str | None, int]]) -> dict[str | None, set[int]]:
    """Return, for each step, the positions of its most frequent arrow in and its most frequent arrow out."""
    best: dict[tuple[str, str], int] = {}
    for place, (start, end, count) in enumerate(rows):
        for side, step in (("out", start), ("in", end)):
            if step is None or start == end:
                continue
            known = best.setdefault((side, step), place)
            if rows[known][2] < count:
                best[side, step] = place
    ways: dict[str | None, set[int]] = {}
    for (_, step), place in best.items():
        ways.setdefault(step, set()).add(place)
    return ways
