"""Hold the scores of those who are served against those of people who wait (docs/reference/judgement.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from statistics import median, stdev

import numpy as np
from scipy import stats

from .folder import Row, Year, day
from .scores import RATERS, rater

SHORTEST, LONGEST = 60, 270  # days between the two scores of a pair
AROUND = 30  # days from the referral, and after the start, within which a first score lies
APART = 30  # days by which the medians of the two sides' lengths may differ
REFERRED_WITHIN = 18  # months
FEWEST_A_SIDE, FEWEST = 10, 30
EARLIEST = ("referral", "waiting", "baseline")
LATER = ("review", "closure")


@dataclass(frozen=True)
class Pair:
    """Somebody's first score and a later one, signed so that more is better."""

    who: str
    first: float
    later: float
    began: date
    ended: date
    served: bool
    referred: date

    @property
    def length(self) -> int:
        return (self.ended - self.began).days


@dataclass(frozen=True)
class Compared:
    """The two sides, and by how much those who are served ended better, allowing for where each began."""

    pairs: tuple[Pair, ...]

    def side(self, served: bool) -> list[Pair]:
        return [each for each in self.pairs if each.served == served]

    @property
    def sizes(self) -> tuple[int, int]:
        return len(self.side(True)), len(self.side(False))

    @property
    def medians(self) -> tuple[float, float]:
        served, waited = (median(each.length for each in self.side(which)) for which in (True, False))
        return float(served), float(waited)

    @property
    def fit(self) -> tuple[float, float, float]:
        """Fit later = a + c·first + d·served by least squares; return d with its 95 % t interval."""
        columns = [[1.0, each.first, float(each.served)] for each in self.pairs]
        x, y = np.array(columns), np.array([each.later for each in self.pairs])
        inverse = np.linalg.inv(x.T @ x)
        found = inverse @ x.T @ y
        rest = y - x @ found
        free = len(y) - 3
        error = float(np.sqrt(rest @ rest / free * inverse[2, 2]))
        half = float(stats.t.ppf(0.975, free)) * error
        return float(found[2]), float(found[2]) - half, float(found[2]) + half

    @property
    def margin(self) -> float:
        return stdev(each.first for each in self.pairs) / 4


@cache
def compared(year: Year, outcome: str, voice: str, scope: str) -> Compared | None:
    """Return the comparison of an outcome; None where there are too few, or the two sides are not alike."""
    known = {row["case_id"]: row for row in year.rows("cases") if row["site"] in year.sites_at(outcome, scope)}
    scores: dict[str, list[Row]] = {}
    for row in year.rows("assessments"):
        if row["outcome_id"] == outcome and rater(row) == RATERS[voice] and row.get("case_id") in known:
            scores.setdefault(row["case_id"], []).append(row)
    sign = -1 if year.outcomes[outcome].get("better") == "down" else 1
    pairs = []
    for who, rows in scores.items():
        waited = paired(year, known[who], rows, sign, served=False)
        pairs += [each for each in [waited or paired(year, known[who], rows, sign, served=True)] if each]
    return within_limits(year, pairs)


def paired(year: Year, case: Row, rows: list[Row], sign: int, served: bool) -> Pair | None:
    """Return a case's pair on one side; None where it has none."""
    received, started = day(case["received"]), day(case["started"])
    if received is None or (served and started is None) or (not served and not case.get("comparison")):
        return None
    dated = sorted(((on, row) for row in rows if (on := day(row["date"]))), key=lambda each: each[0])
    latest = started + timedelta(days=AROUND) if started else year.data_to
    firsts = [
        (on, row)
        for on, row in dated
        if row["stage"] in EARLIEST and abs((on - received).days) <= AROUND and on <= latest
    ]
    if not firsts:
        return None
    begin, first = firsts[0]
    if served and started:
        laters = [(on, row) for on, row in dated if row["stage"] in LATER and year.during(row["date"]) and on > started]
    else:
        laters = [(on, row) for on, row in dated if started is None or on < started]
    laters = [(on, row) for on, row in laters if SHORTEST <= (on - begin).days <= LONGEST]
    if not laters:
        return None
    end, later = laters[-1]
    if not served and not year.during(later["date"]):
        return None
    return Pair(
        case["case_id"],
        sign * float(first["score"]),
        sign * float(later["score"]),
        begin,
        end,
        served,
        received,
    )


def within_limits(year: Year, pairs: list[Pair]) -> Compared | None:
    """Return a comparison if there are enough on each side, as long apart, referred at about the same time."""
    found = Compared(tuple(pairs))
    served, waited = found.sizes
    if min(served, waited) < FEWEST_A_SIDE or served + waited < FEWEST:
        return None
    one, other = found.medians
    return found if abs(one - other) <= APART else None
