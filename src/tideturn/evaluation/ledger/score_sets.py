"""Hold a first score and a later one of each young person, place or group, and read both together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from tideturn.dataset.cells import as_text
from tideturn.dataset.model import Year
from tideturn.evaluation.ledger.score_pairs import SIDES, compared_pairs, people_of
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
from tideturn.methods.change import Change, matched_change

Rows = npt.NDArray[np.void]
"""A table with named columns, as `pl.DataFrame.to_numpy(structured=True)` returns it."""

_EACH: Final = ("outcome_id", "by", "place")
READ: Final = (
    *("case_id", "context_id", "date", "stage", "outcome_id", "rater"),
    *("score", "scale_min", "scale_max"),
)
"""Columns of the scores in the hash."""


def matched_id(outcome_id: str, voice: str, scope: str, year: int) -> str:
    """Return the id of the evidence of an outcome's scores before and after, given by one voice."""
    return f"matched/{outcome_id}/{voice}/{scope}/{year}"


@dataclass(frozen=True)
class Scored:
    """All scores of an outcome by one kind of rater, in key order, and the people and pairs in them."""

    outcome_id: str
    rater: str
    place: bool
    """Whether they are scores of places and groups."""
    text: pl.DataFrame
    """Scores in the form that is hashed."""
    scores: Rows
    """Columns `who`, `date` and `site` of each score."""
    people: Rows
    """People, as `score_pairs.people_of` returns them."""
    pairs: Rows
    """Pairs, as `score_pairs.compared_pairs` returns them; the side is its index in `SIDES`."""

    @classmethod
    def each(cls, scores: pl.DataFrame, year: Year) -> Iterator[Scored]:
        """Yield the scores of each outcome, rater and kind of subject."""
        kinds = scores.partition_by(_EACH)
        if not kinds:
            return
        # Sort by kind, so that each kind is a slice of arrays made for all at once.
        scores = pl.concat(kinds).with_columns(who=pl.struct(*_EACH, "subject").rle_id())
        side = pl.col("side").cast(pl.Enum(SIDES), strict=False).to_physical()
        made = people_of(scores.lazy(), year), compared_pairs(scores.lazy(), year).with_columns(side)
        rows, people, pairs = (
            table.to_numpy(structured=True) for table in (scores.select("who", "date", "site"), *pl.collect_all(made))
        )
        text, begin = as_text(scores.select(READ)), 0
        for kind in kinds:
            own = slice(begin, begin := begin + kind.height)
            first, last = rows["who"][own][[0, -1]]
            those = slice(*np.searchsorted(pairs["who"], (first, last + 1)))
            outcome_id, rater, place = kind.select(_EACH).row(0)
            yield cls(outcome_id, rater, place, text[own], rows[own], people[first : last + 1], pairs[those])

    def at(self, sites: Sequence[int]) -> Scored:
        """Return what was scored at these sites, by their positions among the programme’s."""
        scores, people, pairs = (np.isin(rows["site"], sites) for rows in (self.scores, self.people, self.pairs))
        if scores.all():
            return self
        return replace(
            self,
            text=self.text.filter(scores),
            scores=self.scores[scores],
            people=self.people[people],
            pairs=self.pairs[pairs],
        )


@dataclass(frozen=True)
class ScoreSet:
    """A first score and a later one of each, and how the first ones were chosen."""

    people: Rows
    first: npt.NDArray[np.datetime64]
    """Day of each one's first score; not a time where there is none."""
    before: npt.NDArray[np.float64]
    after: npt.NDArray[np.float64]
    """Two scores of each pair."""
    who: npt.NDArray[np.uint32]
    """Owner of each pair, as `people` numbers them."""
    from_worse: Change | None = None
    """Change of the pairs from the worse of two scores before the work; None with one score alone."""

    @property
    def of_two(self) -> bool:
        """Return whether the first score is the better of two."""
        return self.from_worse is not None

    @classmethod
    def of(cls, people: Rows, better: str, rules: Rules) -> ScoreSet:
        """Return the sets of these people: from the better of two scores if enough have them."""
        pairs = people[~np.isnan(people["again"])]
        if len(pairs) >= max(rules.min_pairs, 1):
            best, worst = ("highest", "lowest") if better == "up" else ("lowest", "highest")
            moved = matched_change(pairs[worst], pairs["again"], better=better, signed_rank=False)
            return cls(people, people["second"], pairs[best], pairs["again"], pairs["who"], moved)
        pairs = people[~np.isnan(people["after"])]
        return cls(people, people["first"], pairs["before"], pairs["after"], pairs["who"])

    def read(self, change: Change, lost: float | None, rules: Rules, unit: str, due: str) -> Reading:
        """Return the reading, and say what the first scores were, or that better ones were compared with nobody’s.

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

    def steps(self, better: str) -> npt.NDArray[np.float64]:
        """Return how far each pair moved, positive being better; 0.3 − 0.2 and 0.2 − 0.1 are the same step."""
        found: npt.NDArray[np.float64] = np.round(self.after - self.before, 12) * (1 if better == "up" else -1)
        return found

    def moved(self, better: str) -> dict[str, Any]:
        """Return how far the pairs moved, positive being better: the median, how many by one step, and the scale.

        A step is one of whole numbers; None where any score is none.
        """
        step = self.steps(better)
        whole = all((scores == np.rint(scores)).all() for scores in (self.before, self.after))
        ends = {
            name: (np.fmin.reduce(self.people[f"least_{name}"]), np.fmax.reduce(self.people[f"most_{name}"]))
            for name in ("scale_min", "scale_max")
        }
        one_scale = all(least == most for least, most in ends.values())
        worse = self.from_worse
        return {
            "median_change": pl.Series(step).median(),
            "one_step": int((np.abs(step) == 1).sum()) if whole else None,
            **{name: float(least) if one_scale else None for name, (least, _) in ends.items()},
            **({"from_worse": {name: getattr(worse, name) for name in ("better", "same", "worse")}} if worse else {}),
        }
