"""People compared with themselves: who is better, the same or worse, and who was lost to follow-up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from tideturn.dataset.problems import TideturnError
from tideturn.methods.binomial import two_sided
from tideturn.methods.intervals import Interval, paired_difference

SETTLING_DAYS: Final = 90
"""Minimum age in days of a case's baseline, at the year's end, before a second score is due."""
FEW: Final = 13
"""Maximum pairs where the signed-rank test counts every way to assign the signs, with or without ties."""

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)
Days = npt.NDArray[np.datetime64]
Scores = Sequence[float | None] | npt.NDArray[np.float64] | pl.Series


@dataclass(frozen=True)
class Change:
    """The result for all pairs. `difference` is (better − worse)/pairs; values are None if there is no pair."""

    pairs: int
    better: int
    same: int
    worse: int
    p_sign: float | None
    difference: float | None
    low: float | None
    high: float | None
    p_wilcoxon: float | None

    @classmethod
    def of(cls, better: int, same: int, worse: int, p_wilcoxon: float | None = None) -> Change:
        """Return what these counts of pairs show: the sign test, and the difference with its interval."""
        pairs = better + same + worse
        interval = paired_difference(better, worse, pairs)
        if interval is None:
            return cls(0, 0, 0, 0, None, None, None, None, None)
        p, difference = sign_test(better, worse), (better - worse) / pairs
        return cls(pairs, better, same, worse, p, difference, interval.low, interval.high, p_wilcoxon)

    @property
    def interval(self) -> Interval | None:
        """Return the interval of the difference."""
        return None if self.low is None or self.high is None else Interval(self.low, self.high)


@dataclass(frozen=True)
class Attrition:
    """The number of people due a later score, and how many of them have none."""

    baselines: int
    due: int
    followed: int
    lost: int
    share: float | None
    """Share lost of those due; None if nobody was due."""


@dataclass(frozen=True)
class ReliableChange:
    """The numbers who changed by more than the scale's own error would explain."""

    pairs: int
    improved: int
    unchanged: int
    deteriorated: int
    error: float
    """Standard error of the difference, in the scale's units."""
    index: tuple[float, ...]
    """Each pair's change divided by that error, signed so that better is positive; beyond ±1.96 it is reliable."""


@dataclass(frozen=True)
class ThenTest:
    """The change that people see looking back, kept beside the change between their answers, never in its place."""

    pre_post: Change
    then_post: Change
    shift: float | None
    """Mean of (then − before): how far people's own yardstick moved."""


def matched_change(before: Scores, after: Scores, *, better: str = "up", signed_rank: bool = True) -> Change:
    """Count each pair as better, same or worse; a pair with either score missing is no pair.

    Exact two-sided sign test over the pairs that moved (Dixon & Mood 1946, Journal of the American Statistical
    Association 41:557–566); interval of the difference (Agresti & Min 2005, Statistics in Medicine 24:729–740);
    Wilcoxon signed-rank test, with pairs that did not move treated as in Pratt 1959, the same journal as the first,
    54:655–667. It needs scipy, which is slow to import; if `signed_rank` is False, it is left out (None).
    Raises ValueError for unequal lengths, or if `better` is neither up nor down.
    """
    moved = _moves(before, after, better)
    gained, lost = int((moved > 0).sum()), int((moved < 0).sum())
    p = _signed_rank(moved) if signed_rank and len(moved) else None
    return Change.of(gained, len(moved) - gained - lost, lost, p)


def sign_test(better: int, worse: int) -> float:
    """Return the exact two-sided p that better and worse are equally likely; 1 if nobody moved."""
    return two_sided(better, better + worse, 0.5)


def attrition(baselines: pl.DataFrame, later: pl.DataFrame, *, case: str, day: str, ends: date) -> Attrition:
    """Return how many people with a baseline at least `SETTLING_DAYS` before `ends` have no later score by then.

    Both frames have one row per case and day. A case's first baseline counts, and a later score must come after it.
    The share is of all people with such a baseline.
    """
    first = baselines.filter(pl.col(day) <= ends).group_by(case).agg(pl.col(day).min().alias("_first"))
    last = later.filter(pl.col(day) <= ends).group_by(case).agg(pl.col(day).max().alias("_last"))
    both = first.join(last, on=case, how="left")
    return attrition_of_days(both["_first"].to_numpy(), both["_last"].to_numpy(), ends=ends)


def attrition_of_days(first: Days, last: Days, *, ends: date) -> Attrition:
    """Return the attrition of people by the days of each one's first baseline and last later score, none after `ends`.

    A person without one or the other has `NaT` (not a time) there.
    """
    due, lost = due_and_lost(first, last, ends=ends)
    asked, gone = int(due.sum()), int(lost.sum())
    return Attrition(int((~np.isnat(first)).sum()), asked, asked - gone, gone, gone / asked if asked else None)


def due_and_lost(first: Days, last: Days, *, ends: date) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return who was due a later score by `ends`, and who of them has none."""
    due = first <= np.datetime64(ends - timedelta(days=SETTLING_DAYS))
    return due, due & ~(last > first)


def pair_up(baselines: Frame, later: Frame, *, case: str, day: str, score: str) -> Frame:
    """Return one row per case with both scores: its first baseline and its last score on a later day.

    They are in the columns `before` and `after`. A row without a score does not count. Sorted by case.
    """
    first = (
        baselines.filter(pl.col(score).is_not_null())
        .sort(case, day, score)
        .unique(case, keep="first", maintain_order=True)
        .select(case, pl.col(day).alias("from"), pl.col(score).alias("before"))
    )
    return (
        later.filter(pl.col(score).is_not_null())
        .select(case, pl.col(day).alias("to"), pl.col(score).alias("after"))
        .join(first, on=case, how="inner")
        .filter(pl.col("to") > pl.col("from"))
        .sort(case, "to", "after")
        .unique(case, keep="last", maintain_order=True)
        .select(case, "from", "to", "before", "after")
        .sort(case)
    )


def reliable_change(
    before: Scores, after: Scores, *, items: int, reliability: float | None, better: str = "up"
) -> ReliableChange:
    """Return the reliable change index (x₂−x₁)/(SD₁√(2(1−r))) of every pair; SD₁ is the sample's at the baseline.

    Source: Jacobson & Truax 1991, Journal of Consulting and Clinical Psychology 59:12–19.
    Raises TideturnError, with the reason, for a single item, an unknown reliability, or scores that do not vary.
    """
    if items < 2:
        raise TideturnError(
            "A reliable change index needs a scale of several items; this is a single one.",
            mend="Read better, same and worse instead.",
        )
    if reliability is None or not 0 < reliability < 1:
        raise TideturnError(
            "A reliable change index needs the scale’s reliability, a number between 0 and 1, and none is known.",
            mend="Give the published reliability and its source, or read better, same and worse instead.",
        )
    pairs = _pairs(before, after)
    spread = float(np.std(pairs[:, 0], ddof=1)) if len(pairs) > 1 else 0.0
    if not spread > 0:
        raise TideturnError(
            "A reliable change index needs baseline scores that differ from each other.",
            mend="Read better, same and worse instead.",
        )
    error = spread * math.sqrt(2 * (1 - reliability))
    index = _signed(pairs, better) / error
    improved, deteriorated = int((index > 1.96).sum()), int((index < -1.96).sum())
    return ReliableChange(
        len(index), improved, len(index) - improved - deteriorated, deteriorated, error, tuple(float(i) for i in index)
    )


def then_test(before: Scores, then: Scores, after: Scores, *, better: str = "up", signed_rank: bool = True) -> ThenTest:
    """Return the change since the first answer beside the change since what people later said that it had been.

    Source: Howard 1980, Response-shift bias, Evaluation Review 4:93–106. If both are available, the first is the
    finding and the second only a contrast to it.
    """
    yardstick = _pairs(before, then)
    shift = float(np.mean(yardstick[:, 1] - yardstick[:, 0])) if len(yardstick) else None
    first = matched_change(before, after, better=better, signed_rank=signed_rank)
    return ThenTest(first, matched_change(then, after, better=better, signed_rank=signed_rank), shift)


def _pairs(before: Scores, after: Scores) -> npt.NDArray[np.float64]:
    if len(before) != len(after):
        raise ValueError(f"{len(before)} first scores do not pair with {len(after)} second ones")
    both = np.array([_numbers(before), _numbers(after)], dtype=np.float64).T
    kept: npt.NDArray[np.float64] = both[~np.isnan(both).any(axis=1)]
    return kept


def _numbers(scores: Scores) -> npt.NDArray[np.float64]:
    if isinstance(scores, pl.Series):
        return scores.cast(pl.Float64).to_numpy()
    return np.array([np.nan if score is None else score for score in scores], dtype=np.float64)


def _moves(before: Scores, after: Scores, better: str) -> npt.NDArray[np.float64]:
    return _signed(_pairs(before, after), better)


def _signed(pairs: npt.NDArray[np.float64], better: str) -> npt.NDArray[np.float64]:
    if better not in ("up", "down"):
        raise ValueError(f"better is up or down, not {better!r}")
    # Rounded, so that 0.3 − 0.2 and 0.2 − 0.1 are the same step and share a rank.
    step: npt.NDArray[np.float64] = np.round(pairs[:, 1] - pairs[:, 0], 12)
    return step if better == "up" else -step


def _signed_rank(moved: npt.NDArray[np.float64]) -> float:
    """Return the two-sided p of the signed-rank test: exact for up to `FEW` pairs, otherwise as scipy chooses.

    scipy is exact for up to 50 pairs that all moved and have no ties; otherwise it uses the normal approximation.
    """
    from scipy.stats import rankdata, wilcoxon  # slow to import, and needed only here

    if not moved.any():
        return 1.0
    if len(moved) > FEW:
        return float(wilcoxon(moved, zero_method="pratt").pvalue)
    # Count every way to assign the signs, by the shift algorithm (Streitberg & Röhmel 1986, Statistical Software
    # Newsletter 12:10–17): scipy lists them one by one, which takes a thousand times as long. Ranks are doubled, so
    # that those of ties are whole; those of zeros drop out.
    doubled = (2 * rankdata(np.abs(moved))).astype(int)
    ways = np.ones(1)
    for rank in doubled[moved != 0]:
        shifted = np.zeros(len(ways) + rank)
        shifted[: len(ways)] += ways
        shifted[rank:] += ways
        ways = shifted
    seen = int(doubled[moved > 0].sum())
    return float(min(1.0, 2 * min(ways[: seen + 1].sum(), ways[seen:].sum()) / ways.sum()))
