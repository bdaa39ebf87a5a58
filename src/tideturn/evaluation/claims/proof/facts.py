"""List the facts in a piece of evidence that a sentence can state: how many of how many did what, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tideturn.evaluation.evidence_values import AnswerCounts, AnswerPairs, OptionCounts, ScorePairs
from tideturn.evaluation.model import THEME, EvidenceItem
from tideturn.evaluation.record_values import NetworkTies, PathwayCases, SeriesCounts

CHOSE = "chose"
AGREED, NOT_AGREED, DISAGREED, NOT_DISAGREED = "agreed", "not agreed", "disagreed", "not disagreed"
NEITHER, EARLY, UNSURE, OPINION, ANSWERED, ASKED = "neither", "early", "unsure", "opinion", "answered", "asked"
NO_OPINION = "no opinion"
NOT_ANSWERED: Final = "not answered"
BETTER, NOT_BETTER, SAME, WORSE, NOT_WORSE = "better", "not better", "same", "worse", "not worse"
PAIRED, LOST = "paired", "lost"
COUNTED, MET, NOT_MET = "counted", "met", "not met"
TIED, NEW, KEPT, ENDED = "tied", "new", "kept", "ended"
OF_TIES: Final = frozenset({TIED, NEW, KEPT, ENDED})
MOVED, MEAN = "moved", "mean"
ANSWER: Final = "answer "
"""Prefix of `Fact.does` for people who gave one particular answer."""


@dataclass(frozen=True)
class Fact:
    """One number in a piece of evidence, and what it means.

    `k` is the count, the difference or the score; `n` is the denominator; `ends` are the limits of the share or of the
    difference. `when` is `before` for an earlier wave, score or year, else empty; `field` is the field of the number.
    """

    item: EvidenceItem
    does: str
    field: str
    k: float
    n: int | None = None
    ends: tuple[float, float] | None = None
    when: str = ""
    year: int | None = None
    told: bool = True
    """Whether the share may be printed; it may not with too few answers."""

    @property
    def share(self) -> float | None:
        """Return `k` as a share of `n`."""
        return self.k / self.n if self.n else None


BEFORE: Final = "before"
_SCORES: Final = ("matched/", "compared/")
"""Prefixes of the ids of scores."""


def may_bind(item: EvidenceItem, outcome_id: str) -> bool:
    """Return whether a finding's words can be bound to evidence; `themes.py` alone binds words to themes.

    A finding without an outcome has no title that says what was scored.
    """
    return item.kind != THEME and (bool(outcome_id) or not item.evidence_id.startswith(_SCORES))


def facts_of(item: EvidenceItem) -> Iterator[Fact]:
    """Yield every fact in a piece of evidence, without the numbers that a release withholds."""
    match item.value:
        case NetworkTies() as ties:
            yield from _of_a_network(item, ties)
        case PathwayCases() as cases:
            yield from _of_a_pathway(item, cases)
        case ScorePairs() as pairs:
            yield from _of_pairs(item, pairs)
        case SeriesCounts() as series:
            yield from _of_a_series(item, series)
        case OptionCounts() as option if item.n is not None and option.chose is not None:
            told = option.share is not None
            yield Fact(item, CHOSE, "chose", option.chose, item.n, item.interval, told=told)
        case AnswerCounts() as answers:
            yield from _of_a_question(item, answers)


def _of_a_question(item: EvidenceItem, value: AnswerCounts) -> Iterator[Fact]:
    n, k = item.n, value.k
    if n is None or k is None:
        return  # where those who agree are hidden, words about them must not match those who answered
    told = value.share is not None
    yield Fact(item, AGREED, "k", k, n, item.interval, told=told)
    yield Fact(item, NOT_AGREED, "others", n - k, n)
    for does, name, count in ((NEITHER, "neutral", value.neutral), (SAME, "same", value.same)):
        if count is not None:
            yield Fact(item, does, name, count, n)
    worse = 0 if "worse" in value.left_out else value.worse
    if value.disagree is not None and worse is not None:
        against = value.disagree + worse
        yield Fact(item, DISAGREED, "disagree+worse", against, n)
        yield Fact(item, NOT_DISAGREED, "n-disagree-worse", n - against, n)
    responses = value.responses
    for does, name, count in ((EARLY, "too_early", value.too_early), (UNSURE, "dont_know", value.dont_know)):
        if count is not None:
            yield Fact(item, does, name, count, responses)
    yield Fact(item, OPINION, "n", n, responses)
    if responses is not None:
        yield Fact(item, NO_OPINION, "responses-n", responses - n, responses)
    covered = item.population
    if covered.answered is not None:
        yield Fact(item, ANSWERED, "population.answered", covered.answered, covered.asked)
    if covered.asked is not None:
        yield Fact(item, ASKED, "population.asked", covered.asked)
    if covered.asked is not None and covered.answered is not None:
        without = covered.asked - covered.answered
        yield Fact(item, NOT_ANSWERED, "asked-answered", without, covered.asked)
    for answer, count in (value.counts or {}).items():
        if count is not None and not (told and (value.shares or {}).get(answer) is None):
            yield Fact(item, f"{ANSWER}{answer.lower().replace('_', ' ')}", f"counts.{answer}", count, n, told=told)
    for at, wave in enumerate(item.waves):
        place = f"waves.{at}"
        yield Fact(item, AGREED, f"{place}.k", wave.k, wave.n, when=BEFORE, year=wave.year)
        yield Fact(item, NOT_AGREED, f"{place}.n-k", wave.n - wave.k, wave.n, when=BEFORE, year=wave.year)


def _of_pairs(item: EvidenceItem, value: ScorePairs) -> Iterator[Fact]:
    n = item.n
    if n is None:
        return
    known = {BETTER: value.better, SAME: value.same, WORSE: value.worse}
    parts = {does: count for does, count in known.items() if count is not None}
    for does, count in parts.items():
        yield Fact(item, does, does, count, n)
    for does, one, other in ((NOT_BETTER, SAME, WORSE), (NOT_WORSE, BETTER, SAME)):
        if one in parts and other in parts:
            yield Fact(item, does, f"{one}+{other}", parts[one] + parts[other], n)
    yield Fact(item, PAIRED, "n", n)
    if value.due is not None and value.lost is not None:
        yield Fact(item, LOST, "lost", value.lost, value.due)
        yield Fact(item, ASKED, "due", value.due)
    before = value.agreed_before if isinstance(value, AnswerPairs) else None
    for own in (before or {}).values():
        yield Fact(item, AGREED, "agreed_before", own.k, own.n, when=BEFORE)


def _of_a_series(item: EvidenceItem, value: SeriesCounts) -> Iterator[Fact]:
    if value.count_year is not None:
        yield Fact(item, COUNTED, "count_year", value.count_year)
    for at, year in enumerate(value.earlier):
        number = year.year.removeprefix("Year ")
        when = int(number) if number.isdigit() else None
        yield Fact(item, COUNTED, f"totals.years.{at}.count", year.count, when=BEFORE, year=when)


def _of_a_pathway(item: EvidenceItem, value: PathwayCases) -> Iterator[Fact]:
    if value.met is not None and value.cases:
        yield Fact(item, MET, "met", value.met, value.cases)
        yield Fact(item, NOT_MET, "cases-met", value.cases - value.met, value.cases)
    if value.met_before is not None and value.cases_before:
        last = item.year - 1 if value.comparison == "year" else None
        yield Fact(item, MET, "met_before", value.met_before, value.cases_before, when=BEFORE, year=last)


def _of_a_network(item: EvidenceItem, value: NetworkTies) -> Iterator[Fact]:
    for does, name, count, whole, when in (
        (TIED, "ties_after", value.ties_after, value.possible, ""),
        (TIED, "ties_before", value.ties_before, value.possible, BEFORE),
        (NEW, "new", value.new, None, ""),
        (KEPT, "kept", value.kept, None, ""),
        (ENDED, "ended", value.ended, None, ""),
    ):
        if count is not None:
            yield Fact(item, does, name, count, whole, when=when)


def size_of(item: EvidenceItem) -> int | None:
    """Return how many a piece of evidence counts in its year; for a pathway, its cases."""
    year = item.value.by_year if isinstance(item.value, PathwayCases) else None
    return item.n if year is None or year.cases is None else year.cases
