"""The numbers of an evidence item, by kind of evidence, each in its own field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tideturn.evaluation.measured import Measured, Open
from tideturn.evaluation.record_values import NetworkTies, PathwayCases, SeriesCounts
from tideturn.evaluation.waves import Wave


@dataclass(frozen=True, kw_only=True)
class WorkCounts(Open):
    """Counts of work done, of people or of money; `numbers` holds those that only a table or the folder names.

    A measure whose fields other code reads has its own class, beside it in `ledger.counts`.
    """

    k: int | None
    share: float | None
    """Number that the measure counts of the whole, and its share of 1."""


@dataclass(frozen=True, kw_only=True)
class ThemeCounts(Measured):
    """How many interviewees raised a theme (`k`), their share of 1, and which way they spoke of it."""

    k: int | None
    share: float | None
    supports: int | None
    contradicts: int | None
    no_change: int | None
    too_early: int | None
    mixed: int | None
    mentioned: int | None
    """Number who raised it and said nothing for or against it."""


@dataclass(frozen=True, kw_only=True)
class AnswerCounts(Measured):
    """Answers to a question of a survey, in people; shares and their 95 % limits are of 1."""

    responses: int | None
    missing: int | None
    dont_know: int | None
    too_early: int | None
    n: int | None
    """Number of people who gave an opinion."""
    k: int | None
    """Number of them who agree, or who say that it got better."""
    disagree: int | None
    neutral: int | None
    same: int | None
    worse: int | None
    unplaced: int | None
    """Number of people with an answer that the folder puts in no group."""
    share: float | None
    low: float | None
    high: float | None
    counts: Mapping[str, int | None] | None
    shares: Mapping[str, float | None] | None
    """Number of people who gave each answer, and their share of those with an opinion."""
    median: float | str | None
    """Median answer."""
    net: float | None
    net_low: float | None
    net_high: float | None
    """Share of those who agree minus the share of those who disagree, with its limits."""
    invited: int | None
    barr_level: str | None
    proxy: bool
    measures: str | None
    claim: str | None
    waves: Sequence[Wave] | None
    """Earlier waves of the question, the latest last."""
    could_show: Mapping[str, float | None] | None
    """Smallest rise that the next wave would show, by the number of people who answer it."""

    @property
    def against(self) -> int | None:
        """Return how many disagree, or say that it got worse; None where a release hides it."""
        return _together(self.disagree, 0 if "worse" in self.left_out else self.worse)

    @property
    def between(self) -> int | None:
        """Return how many neither agree nor disagree, or say that it is the same; None where a release hides it."""
        return _together(self.neutral, 0 if "same" in self.left_out else self.same)


def _together(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


@dataclass(frozen=True, kw_only=True)
class OptionCounts(Measured):
    """How many people chose one answer to a question with several; shares are of 1."""

    option: str
    responses: int | None
    missing: int | None
    dont_know: int | None
    n: int | None
    chose: int | None
    left: int | None
    share: float | None
    low: float | None
    high: float | None
    invited: int | None
    barr_level: str | None
    proxy: bool


@dataclass(frozen=True, kw_only=True)
class ScorePairs(Measured):
    """People or places scored twice, in pairs.

    `difference` is the share that got better minus the share that got worse, with 95 % limits.
    """

    pairs: int | None
    better: int | None
    same: int | None
    worse: int | None
    p_sign: float | None
    difference: float | None
    low: float | None
    high: float | None
    due: int | None
    lost: int | None
    attrition: float | None
    """Number due a second score, number of these without one, and their share of 1."""
    mean_before: float | None
    mean_after: float | None
    before: Mapping[str, int] | None
    after: Mapping[str, int] | None
    """Number of people or places with each score, where there are few scores."""

    def together(self, parts: Iterable[str]) -> int | None:
        """Return how many pairs are `better`, `same` or `worse`, as asked; None where a release hides one of them."""
        counts = {"better": self.better, "same": self.same, "worse": self.worse}
        found = [counts[part] for part in parts]
        known = [count for count in found if count is not None]
        return sum(known) if len(known) == len(found) else None

    def others(self, n: int, parts: Iterable[str]) -> int | None:
        """Return how many of `n` pairs are none of these; None where a release hides one of them."""
        count = self.together(parts)
        return None if count is None else n - count


@dataclass(frozen=True, kw_only=True)
class AssessmentPairs(ScorePairs):
    """Assessments in pairs; changes and ends of the scale are in its points, and a rise is better."""

    median_change: float | None
    one_step: int | None
    """Pairs that moved by one point either way; None where scores are not whole numbers."""
    scale_min: float | None
    scale_max: float | None
    from_worse: Mapping[str, int] | None
    """Number of pairs that moved each way, counted from the worse of two first scores."""


@dataclass(frozen=True)
class AgreedBefore:
    """How many of those in pairs gave an opinion on a question before (`n`), and how many of them agreed (`k`)."""

    k: int
    n: int


@dataclass(frozen=True, kw_only=True)
class AnswerPairs(ScorePairs):
    """The same people's answers before and after, as scores."""

    items: Sequence[str] | None
    agreed_before: Mapping[str, AgreedBefore] | None
    """Opinions before, and how many of them agreed, by question."""
    later: str | None
    """Stage of the survey when they answered again."""
    design: str | None


@dataclass(frozen=True, kw_only=True)
class ComparedPairs(Measured):
    """Pairs of people served beside pairs of others; the difference is in points of the scale, and a rise is better."""

    against: str | None
    """Group that the others are in: `waiting` or `not_started_site`."""
    programme: int | None
    comparison: int | None
    """Number of pairs on each side."""
    difference: float | None
    low: float | None
    high: float | None
    slope: float | None
    freedom: int | None
    spread: float | None
    days: float | None
    days_comparison: float | None
    """Median days between two scores, on each side."""
    sites: int | None
    sites_comparison: int | None


EvidenceValue = (
    WorkCounts
    | ThemeCounts
    | AnswerCounts
    | OptionCounts
    | AssessmentPairs
    | AnswerPairs
    | ComparedPairs
    | PathwayCases
    | NetworkTies
    | SeriesCounts
)
"""The numbers of an evidence item, by what they count."""
