"""Find served young people who can be compared with others who wait, and the least difference that would show."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from tideturn.dataset.model import Dataset, Year
from tideturn.evaluation.ledger.matched import VOICES
from tideturn.evaluation.ledger.scopes import outcomes_of
from tideturn.evaluation.ledger.score_pairs import SERVED, compared_pairs
from tideturn.evaluation.ledger.score_sets import matched_id
from tideturn.evaluation.strand import COMPARED, Strand
from tideturn.evaluation.verdicts import POSITIVE
from tideturn.methods.intervals import Z
from tideturn.methods.power import OF_POWER


@dataclass(frozen=True)
class Served:
    """Number scored in time, and the spread of their later scores around those predicted by the first."""

    pairs: int
    spread: float | None = None
    """Standard deviation, in points of the scale; None with too few."""
    twice: int = 0
    """Number scored twice at all."""
    dated: bool = True
    """Whether the day on which work began is known for any of them."""

    def least(self, served: int, waiting: int) -> float | None:
        """Return the least difference that these numbers would show in four of five draws; None if unknown."""
        return None if self.spread is None else least_difference(self.spread, served, waiting)


def least_difference(spread: float, served: int, waiting: int) -> float:
    """Return the least difference of scores with this spread that these numbers would show in four of five draws."""
    return (Z + OF_POWER) * spread * math.sqrt(1 / served + 1 / waiting)


def beside_those_who_wait(strand: Strand, both: int, *, ordered: bool) -> Strand:
    """Return scores at their best once `both` young people in all, served and waiting, are compared.

    `ordered` says whether anybody has recorded how places are given.
    """
    return replace(
        strand,
        reading=POSITIVE,
        n=both,
        rose=True,
        design=COMPARED,
        better_of_two=False,
        imprecise="",
        needs="",
        concerns=() if ordered else ("Nobody has said how places are given.",),
    )


def served(dataset: Dataset, year: Year, twice: Mapping[str, int]) -> Mapping[str, Served]:
    """Return who could be compared, for each set of scores of young people, by the id of its evidence.

    `twice` has how many were scored twice at all, by the same ids.
    """
    outcomes = outcomes_of(dataset)
    cases = dataset.table("cases").select("site", "received", "started", "comparison", who="case_id")
    scores = (
        dataset.table("assessments")
        .filter(pl.col("score").is_not_null(), pl.col("date") <= year.end, pl.col("outcome_id").is_in(list(outcomes)))
        .select("outcome_id", "date", "stage", "score", by=pl.col("rater").fill_null("worker"), who="case_id")
        .join(cases, on="who", how="inner")
    )
    dated = cases["started"].count() > 0
    found = {}
    for (outcome_id, rater), own in scores.partition_by("outcome_id", "by", as_dict=True).items():
        outcome = outcomes[str(outcome_id)]
        pairs = compared_pairs(own.lazy(), year).filter(pl.col("side") == SERVED).collect()
        for scope in outcome.scopes:
            here = pairs.filter(pl.col("site").is_in(outcome.sites_at(scope)))
            here = here.filter(pl.col("received") > pl.col("earliest").max())
            identity = matched_id(str(outcome_id), VOICES[str(rater)], scope, year.number)
            found[identity] = Served(here.height, _spread(here), twice.get(identity, 0), dated)
    return found


def _spread(pairs: pl.DataFrame) -> float | None:
    """Return the standard deviation about the least-squares line of the later scores on the first."""
    if pairs.height < 3:
        return None
    first, later = (pairs[name] - pairs[name].mean() for name in ("before", "after"))
    along = float((first * first).sum())
    rest = later - first * (float((first * later).sum()) / along) if along else later
    return math.sqrt(float((rest * rest).sum()) / (pairs.height - (2 if along else 1)))
