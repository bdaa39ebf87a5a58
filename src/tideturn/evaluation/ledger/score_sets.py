"""A first score and a later one of each young person, place or group, and what the two together read as."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import polars as pl

from tideturn.dataset.model import Year
from tideturn.evaluation.ledger.score_pairs import LATER, compared_pairs, two_before
from tideturn.evaluation.readings import Reading
from tideturn.evaluation.readings_scores import (
    BETTER_OF_TWO,
    DAYS_BETWEEN_BASELINES,
    SCORED_AGAIN,
    read_better_of_two,
    read_matched,
    uncompared,
    waiting_cases,
)
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.told import stated, told
from tideturn.methods.change import Change, matched_change, pair_up


@dataclass(frozen=True)
class Scored:
    """All scores of an outcome by one kind of rater: a pair is one subject's, so that all scopes share the pairs."""

    scores: pl.DataFrame
    cases: pl.DataFrame
    better: str
    year: Year

    @cached_property
    def later(self) -> pl.DataFrame:
        """Return the scores at reviews and closures, in this year or before."""
        return self.scores.filter(pl.col("stage").is_in(LATER))

    @cached_property
    def baseline(self) -> pl.DataFrame:
        """Return the scores as the work began."""
        return self.scores.filter(pl.col("stage") == "baseline")

    @cached_property
    def two(self) -> pl.DataFrame:
        """Return the best and the worst of two scores from before the work."""
        return two_before(self.scores, self.cases, better=self.better)

    @cached_property
    def from_baseline(self) -> pl.DataFrame:
        """Return the pairs from the baseline."""
        return self._pairs(self.baseline)

    @cached_property
    def from_best(self) -> pl.DataFrame:
        """Return the pairs from the better of two scores."""
        return self._pairs(self.two.with_columns(score="best"))

    @cached_property
    def from_worst(self) -> pl.DataFrame:
        """Return the pairs from the worse of two scores."""
        return self._pairs(self.two.with_columns(score="worst"))

    @cached_property
    def compared(self) -> pl.DataFrame:
        """Return the pairs that can be compared between those served and others."""
        return compared_pairs(self.scores, self.cases, self.year)

    def _pairs(self, first: pl.DataFrame) -> pl.DataFrame:
        in_year = self.later.filter(pl.col("date") >= self.year.start)
        return pair_up(first, in_year, case="subject", day="date", score="score")


@dataclass(frozen=True)
class ScoreSet:
    """A first score and a later one of each, and how the first ones came about."""

    first: pl.DataFrame
    later: pl.DataFrame
    pairs: pl.DataFrame
    from_worse: Change | None = None
    """How the pairs moved from the worse of two scores from before the work; None with one score alone."""

    @property
    def of_two(self) -> bool:
        """Whether the first score is the better of two."""
        return self.from_worse is not None

    @classmethod
    def of(cls, scored: Scored, there: pl.DataFrame, rules: Rules) -> ScoreSet:
        """Return the sets of those scored `there`: from the better of two scores where enough have them."""
        subjects = there["subject"].unique()

        def here(rows: pl.DataFrame) -> pl.DataFrame:
            return rows.filter(pl.col("subject").is_in(subjects.implode()))

        later, best = here(scored.later), here(scored.from_best)
        if best.height >= max(rules.min_pairs, 1):
            worse = here(scored.from_worst)
            moved = matched_change(worse["before"], worse["after"], better=scored.better, signed_rank=False)
            return cls(here(scored.two), later, best, moved)
        return cls(here(scored.baseline), later, here(scored.from_baseline))

    def read(self, change: Change, lost: float | None, rules: Rules, unit: str, due: str) -> Reading:
        """Return the reading, with what the first scores were, or that better ones were compared with nobody’s.

        `lost` is the share without a later score, of those `due` one.
        """
        shown_by = waiting_cases(unit)
        twice = BETTER_OF_TWO if self.of_two else SCORED_AGAIN
        reading = read_matched(change, attrition=lost, rules=rules, unit=unit, twice=twice, due=due, shown_by=shown_by)
        more: str = uncompared(unit) if reading.reading == "positive" else ""
        if self.from_worse:
            reading = read_better_of_two(reading, change, self.from_worse, rules=rules, unit=unit, shown_by=shown_by)
            days = stated("days between baselines", DAYS_BETWEEN_BASELINES, item="method")
            more = told("The better of two scores, at least {days} days apart, counts as the first.", days=days)
        return replace(reading, why=told("{why} {more}", why=reading.why, more=more)) if more else reading

    def moved(self, scores: pl.DataFrame, better: str) -> dict[str, Any]:
        """Return how far the pairs moved, positive being better: the median, how many by one step, and the scale.

        A step is one of whole numbers; None where any score is none.
        """
        before, after = (self.pairs[name].cast(pl.Float64) for name in ("before", "after"))
        step = (after - before).round(12) * (1 if better == "up" else -1)
        whole = pl.concat([before, after])
        ends = {name: scores[name].drop_nulls().unique() for name in ("scale_min", "scale_max")}
        one_scale = all(known.len() == 1 for known in ends.values())
        worse = self.from_worse
        return {
            "median_change": step.median(),
            "one_step": int((step.abs() == 1).sum()) if (whole == whole.round()).all() else None,
            **{name: float(known[0]) if one_scale else None for name, known in ends.items()},
            **({"from_worse": {name: getattr(worse, name) for name in ("better", "same", "worse")}} if worse else {}),
        }
