"""Compare a year with the year before: which verdicts moved and on what evidence, and what was done since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.model import Evaluation, OutcomeVerdict
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.verdicts import describe

NEW: Final = "new"
GONE: Final = "gone"
REREAD: Final = "read_differently"


@dataclass(frozen=True)
class StrandChange:
    """A strand of evidence that only one of two years has, or that reads differently in them."""

    name: str
    """Words for the strand: `the survey of outside professionals and partners`."""
    how: str
    """new, gone or read_differently."""
    before: str | None
    """Reading in the earlier year; None where it is new."""
    now: str | None
    """Reading now; None where it is gone."""


@dataclass(frozen=True)
class OutcomeOverTime:
    """One outcome at one scope: its verdict in every earlier year, its verdict now, and what differs since the last."""

    outcome_id: str
    scope: str
    past: tuple[tuple[int, OutcomeVerdict | None], ...]
    """Each earlier year with its verdict, the latest last; None where the outcome was not judged there."""
    now: OutcomeVerdict
    strands: tuple[StrandChange, ...]

    @property
    def before(self) -> OutcomeVerdict | None:
        """Return the verdict of the last year before; None if there is none."""
        return self.past[-1][1] if self.past else None

    @property
    def moved(self) -> bool:
        """Return whether the verdict in force differs from the one before; one that was not judged did not move.

        A site without its own verdict in both years did not move: its difference may be chance.
        """
        if self.before is None or not (self.told and self.before.own and self.now.own):
            return False
        return self.before.standing != self.now.standing

    @property
    def fallen(self) -> tuple[str, ...]:
        """Return the surveys in which fewer agree than before, in words; if there are any, no verdict is called surer.

        Anything else that fell reads negative, and may count more than before: a series that was registered to fall.
        """
        return tuple(describe(strand) for strand in self.now.strands if strand.fell and strand.kind == "survey")

    @property
    def told(self) -> bool:
        """Return whether the verdicts of both years are shown; in a release they may not be."""
        return Verdict.WITHHELD not in (self.now.verdict, self.before.verdict if self.before else "")

    @property
    def surer(self) -> int:
        """Return how many steps surer it is than before, below 0 if it is less sure; 0 if either has no confidence."""
        steps = {"very_low": 0, "low": 1, "moderate": 2, "high": 3}
        was = steps.get(self.before.confidence or "") if self.before else None
        now = steps.get(self.now.confidence or "")
        return 0 if was is None or now is None else now - was

    @property
    def became_due(self) -> bool:
        """Return whether it was too early to judge, and no longer is."""
        return (
            self.before is not None and self.told and self.before.verdict is Verdict.TOO_EARLY is not self.now.verdict
        )

    @property
    def set_by_hand(self) -> bool:
        """Return whether an accountable person set the verdict in either year: then evidence alone did not decide."""
        return bool(self.now.override or (self.before and self.before.override))


@dataclass(frozen=True)
class Recommended:
    """Something recommended in an earlier year, and what was done about it."""

    recommendation_id: str
    year: int
    text: str
    for_whom: str
    outcome_id: str | None
    due: date | None
    response: str | None
    done: bool | None
    overdue: bool
    """Whether it was not done although it was due before the records of the year that looks back were closed."""

    @property
    def became(self) -> str:
        """Return done, not_done, or no_answer if nobody wrote down what was done."""
        if self.done is None:
            return "no_answer"
        return "done" if self.done else "not_done"


@dataclass(frozen=True)
class YearOnYear:
    """A year compared with those before it."""

    before: Year
    """The latest of the years before."""
    now: Year
    outcomes: tuple[OutcomeOverTime, ...]
    """Outcomes in the evaluation's order: for each, the whole programme and then its sites."""


def year_on_year(evaluation: Evaluation) -> YearOnYear | None:
    """Compare the year with those before it, judged from the same folder; return None in the first year."""
    if not evaluation.earlier:
        return None
    return YearOnYear(
        before=evaluation.earlier[-1].year,
        now=evaluation.year,
        outcomes=tuple(_over_time(verdict, evaluation.earlier) for verdict in evaluation.outcomes),
    )


def strand_changes(before: Iterable[Strand], now: Iterable[Strand]) -> tuple[StrandChange, ...]:
    """Return what is new, then what reads differently, then what is gone; omit strands that read alike in both."""
    was, is_now = _by_key(before), _by_key(now)
    new = [StrandChange(describe(s), NEW, None, s.reading) for key, s in is_now.items() if key not in was]
    reread = [
        StrandChange(describe(s), REREAD, was[key].reading, s.reading)
        for key, s in is_now.items()
        if key in was and was[key].reading != s.reading
    ]
    gone = [StrandChange(describe(s), GONE, s.reading, None) for key, s in was.items() if key not in is_now]
    return (*new, *reread, *gone)


def _over_time(verdict: OutcomeVerdict, earlier: tuple[Evaluation, ...]) -> OutcomeOverTime:
    past = tuple((one.year.number, one.verdict(verdict.outcome_id, verdict.scope)) for one in earlier)
    before = past[-1][1]
    # A strand that a release leaves out in one year would seem to be new, or gone, in the other.
    whole = not (verdict.left_out or (before and before.left_out))
    return OutcomeOverTime(
        outcome_id=verdict.outcome_id,
        scope=verdict.scope,
        past=past,
        now=verdict,
        strands=strand_changes(before.strands if before else (), verdict.strands) if whole else (),
    )


def _by_key(strands: Iterable[Strand]) -> dict[tuple[str, str, str, str, int], Strand]:
    """Return strands by what makes them the same in another year; of several alike, the first matches the first."""
    met: Counter[tuple[str, str, str, str]] = Counter()
    found = {}
    for strand in strands:
        key = (strand.kind, strand.voice, strand.unit, strand.about)
        found[(*key, met[key])] = strand
        met[key] += 1
    return found


def recommended_before(dataset: Dataset, year: Year) -> tuple[Recommended, ...]:
    """Return what was recommended in every earlier year, in order, with what has been done about it by now.

    `dataset` holds only what was known by the year's `as_of`.
    """
    rows = dataset.table("recommendations").filter(pl.col("year") < year.number).sort("year", "recommendation_id")
    return tuple(
        Recommended(
            recommendation_id=row["recommendation_id"],
            year=row["year"],
            text=row["text"],
            for_whom=row["for_whom"],
            outcome_id=row["outcome_id"],
            due=row["due"],
            response=row["response"],
            done=row["done"],
            overdue=row["done"] is not True and row["due"] is not None and row["due"] <= year.as_of,
        )
        for row in rows.to_dicts()
    )
