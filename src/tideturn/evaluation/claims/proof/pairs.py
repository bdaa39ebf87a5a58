"""List pairs of measurements at two times, and whether the engine reads a rise or a fall between them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tideturn.evaluation.claims.proof import facts as f
from tideturn.evaluation.claims.proof.facts import Fact
from tideturn.evaluation.claims.proof.times import Time
from tideturn.evaluation.evidence_values import AnswerCounts, AssessmentPairs, ScorePairs
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.record_values import CasesBeside, NetworkTies, PathwayCases, SeriesCounts
from tideturn.evaluation.waves import FELL, ROSE, SAME, UNCLEAR, Wave

NEITHER: Final = "neither"
WAVE, TIES, SERIES, CASES, MEANS = "wave", "ties", "series", "cases", "means"
"""Kinds of pairs."""
_UNREAD: Final = ""
_CLEAR: Final = 1.64
"""Normal deviate beyond which a count may be called moved."""
_PERIODS: Final = {"-Q": 4, "-": 12}


@dataclass(frozen=True)
class Pair:
    """Two measurements of one thing; `moved` is the engine's reading: rose, fell, neither, or empty without one."""

    kind: str
    item: EvidenceItem
    then: Fact
    now: Fact
    moved: str
    year: int | None = None
    """Programme year of the earlier measurement; 0 or less is before the programme."""
    ended: tuple[int, int] | None = None
    """Year and month in which the earlier twelve months end."""
    difference: Fact | None = None
    baseline: bool = False
    """Whether the earlier year is the last before the programme."""
    just_before: bool = False
    """Whether the earlier year is the one just before."""

    @property
    def just_last(self) -> bool:
        """Return whether the earlier time is the year before."""
        return self.year == self.item.year - 1

    def is_then(self, time: Time) -> bool:
        """Return whether the words name the earlier time."""
        if time.kind == "to":
            return self.ended == (time.number, time.month)
        if time.kind in ("year", "since year"):
            return self.year == time.number and self.kind in (WAVE, SERIES)
        return {
            "before": self.kind == WAVE and self.year is not None and self.year < 1,
            "baseline": self.baseline or (self.kind == WAVE and self.year is not None and self.year < 1),
            "last": self.just_before or (self.kind == WAVE and self.year == self.item.year - 1),
            "first": self.kind in (TIES, MEANS),
            "then": self.kind == WAVE,
            "pilot before": self.kind == CASES,
        }.get(time.kind, False)

    def is_now(self, time: Time) -> bool:
        """Return whether the words name the later time."""
        if time.kind == "year":
            return self.item.year == time.number and self.kind in (WAVE, SERIES)
        if time.kind == "to":
            return self.kind == SERIES and _ended(self.item) == (time.number, time.month)
        return {
            "later": self.kind in (TIES, MEANS),
            "now": self.kind == WAVE,
            "pilot since": self.kind == CASES,
        }.get(time.kind, False)


def pairs_of(item: EvidenceItem) -> Iterator[Pair]:
    """Yield every pair in a piece of evidence."""
    match item.value:
        case NetworkTies() as ties:
            yield from _of_ties(item, ties)
        case PathwayCases() as cases:
            yield from _of_cases(item, cases)
        case SeriesCounts() as series:
            yield from _of_a_series(item, series)
        case ScorePairs() as scores:
            yield from _of_means(item, scores)
    for at, wave in enumerate(item.waves):
        yield from _of_a_wave(item, at, wave)


def _of_a_wave(item: EvidenceItem, at: int, wave: Wave) -> Iterator[Pair]:
    k = item.value.k if isinstance(item.value, AnswerCounts) else None
    whole = (wave.n_now, wave.k_now) == (item.n, k) and not any(wave.elsewhere)
    if not whole:
        return  # the waves cover different sites, so they show two levels and no move
    moved = {ROSE: ROSE, FELL: FELL, SAME: NEITHER, UNCLEAR: NEITHER}.get(wave.moved, _UNREAD)
    if (moved == ROSE and wave.apart <= 0) or (moved == FELL and wave.apart >= 0):
        return  # people who answered twice moved one way and the overall shares the other
    place, year = f"waves.{at}", wave.year
    difference = Fact(item, f.MOVED, f"{place}.apart", wave.apart, ends=(wave.apart_low, wave.apart_high))
    yield Pair(
        WAVE,
        item,
        Fact(item, f.AGREED, f"{place}.k", wave.k, wave.n, (wave.low, wave.high), f.BEFORE, year),
        Fact(item, f.AGREED, "k", wave.k_now, wave.n_now, item.interval),
        moved,
        year,
        difference=None if wave.pairs else difference,
    )


def _of_ties(item: EvidenceItem, value: NetworkTies) -> Iterator[Pair]:
    if value.ties_before is None or value.ties_after is None:
        return
    then = Fact(item, f.TIED, "ties_before", value.ties_before, value.possible, item.interval, f.BEFORE)
    now = Fact(item, f.TIED, "ties_after", value.ties_after, value.possible, item.interval)
    yield Pair(TIES, item, then, now, _read(item, now.k - then.k, item.interval))


def _of_cases(item: EvidenceItem, value: PathwayCases) -> Iterator[Pair]:
    if value.comparison != "pilot" or not value.cases or not value.cases_before:
        return
    limits = (value.low, value.high) if value.low is not None and value.high is not None else None
    yield from _cases(item, value, "", _UNREAD if value.difference is None else _read(item, value.difference, limits))
    if value.elsewhere and value.elsewhere.cases and value.elsewhere.cases_before:
        yield from _cases(item, value.elsewhere, "elsewhere.", _UNREAD)


def _cases(item: EvidenceItem, value: CasesBeside, at: str, moved: str) -> Iterator[Pair]:
    if value.met is not None and value.met_before is not None:
        then = Fact(item, f.MET, f"{at}met_before", value.met_before, value.cases_before, (0, 1), f.BEFORE)
        yield Pair(CASES, item, then, Fact(item, f.MET, f"{at}met", value.met, value.cases, (0, 1)), moved)


def _of_means(item: EvidenceItem, value: ScorePairs) -> Iterator[Pair]:
    # Ranks of answers before and after training need not be the scale's own numbers; with their scale they are.
    scaled = item.choices.scale or (isinstance(value, AssessmentPairs) and value.scale_min is not None)
    if not scaled or value.mean_before is None or value.mean_after is None:
        return
    then = Fact(item, f.MEAN, "mean_before", value.mean_before, when=f.BEFORE)
    now = Fact(item, f.MEAN, "mean_after", value.mean_after)
    yield Pair(MEANS, item, then, now, _read(item, now.k - then.k, item.interval))


def _read(item: EvidenceItem, moved: float, interval: tuple[float, float] | None) -> str:
    """Return the direction, if the item has a reading and the interval of the difference excludes zero; else empty."""
    if item.polarity not in ("supports", "contradicts") or interval is None or interval[0] <= 0 <= interval[1]:
        return _UNREAD
    return ROSE if moved > 0 else FELL if moved < 0 else _UNREAD


def _of_a_series(item: EvidenceItem, value: SeriesCounts) -> Iterator[Pair]:
    years, totals = _years(value), value.totals
    if not years:
        return
    held = {year.year: year.count for year in value.earlier}
    now = Fact(item, f.COUNTED, "count_year", years[0][1])
    for back, (ended, count) in enumerate(years[1:], start=1):
        then = Fact(item, f.COUNTED, f"rates of the year to {ended[0]}-{ended[1]:02}", count, when=f.BEFORE)
        year = item.year - back
        named = year if held.get(f"Year {year}") == count else None
        moved = _series_moved(value, years[0][1], count, held.values())
        first = totals is not None and back == item.year == totals.ahead and totals.last == count
        yield Pair(SERIES, item, then, now, moved, named, ended, baseline=first, just_before=back == 1)


def _series_moved(value: SeriesCounts, now: float, count: float, held: Collection[float]) -> str:
    moved = value.moved
    if moved == NEITHER:
        totals = value.totals
        if totals is None or totals.elsewhere is None:
            return NEITHER
        # Compared with other places, `neither` may hide a rise that is there too: its own tests must show none.
        tests = (totals.z_trend, totals.z_last)
        return NEITHER if all(test is not None and abs(test) < _CLEAR for test in tests) else _UNREAD
    if count in held and ((moved == ROSE and count < now) or (moved == FELL and now < count)):
        return str(moved)
    return _UNREAD


def _years(value: SeriesCounts) -> list[tuple[tuple[int, int], float]]:
    """Return counts per whole year, latest first, each with the year and month of its end."""
    periods, counts = value.periods or (), value.rates or ()
    if not periods or not value.adds_up:
        return []
    places = [_place(str(period)) for period in periods]
    if None in places:
        return []
    whole = [place for place in places if place is not None]
    size = whole[0][1]
    found: list[tuple[tuple[int, int], float]] = []
    for end in range(len(whole), size - 1, -size):
        year = whole[end - size : end]
        if any(later[0] - one[0] != 1 for one, later in pairwise(year)):
            break
        if found and whole[end][0] - whole[end - 1][0] != 1:
            break
        last = year[-1][0]
        month = (last % size + 1) * (12 // size)
        found.append(((last // size, month), float(sum(counts[end - size : end]))))
    return found if found and found[0][1] == value.count_year else []


def _place(period: str) -> tuple[int, int] | None:
    """Return the position of a month or quarter in time, and how many make a year."""
    for mark, size in _PERIODS.items():
        year, found, number = period.partition(mark)
        if found and year.isdigit() and number.isdigit():
            return int(year) * size + int(number) - 1, size
    return None


def _ended(item: EvidenceItem) -> tuple[int, int] | None:
    years = _years(item.value) if isinstance(item.value, SeriesCounts) else []
    return years[0][0] if years else None
