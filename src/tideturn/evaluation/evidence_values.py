"""What was measured, by the kind of evidence: the numbers of an evidence item, each in a field of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tideturn.evaluation.measured import Measured, Open
from tideturn.evaluation.record_values import NetworkTies, PathwayCases, SeriesCounts
from tideturn.evaluation.waves import Wave


@dataclass(frozen=True, kw_only=True)
class WorkCounts(Open):
    """Counts of work done, of people or of money; `numbers` are those that only a table names, or the folder.

    A measure whose fields are read by other code has a class of its own, beside it in `ledger.counts`.
    """

    k: int | None
    share: float | None
    """The part of the whole that the measure counts, and its share of 1."""


@dataclass(frozen=True, kw_only=True)
class ThemeCounts(Measured):
    """Of the people interviewed, how many raised a theme (`k`), their share of 1, and which way they spoke of it."""

    k: int | None
    share: float | None
    supports: int | None
    contradicts: int | None
    no_change: int | None
    too_early: int | None
    mixed: int | None
    mentioned: int | None
    """Those who raised it and said nothing for or against it."""


@dataclass(frozen=True, kw_only=True)
class AnswerCounts(Measured):
    """Answers to a question of a survey, in people; shares and their 95 % limits are of 1."""

    responses: int | None
    missing: int | None
    dont_know: int | None
    too_early: int | None
    n: int | None
    """Those who gave an opinion."""
    k: int | None
    """Those of them who agree, or who say that it got better."""
    disagree: int | None
    neutral: int | None
    same: int | None
    worse: int | None
    unplaced: int | None
    """People with an answer that the folder puts in no group."""
    share: float | None
    low: float | None
    high: float | None
    counts: Mapping[str, int | None] | None
    shares: Mapping[str, float | None] | None
    """How many gave each answer, and their share of those with an opinion."""
    median: float | str | None
    """The answer in the middle."""
    net: float | None
    net_low: float | None
    net_high: float | None
    """The share of those who agree less that of those who disagree."""
    invited: int | None
    barr_level: str | None
    proxy: bool
    measures: str | None
    claim: str | None
    waves: Sequence[Wave] | None
    """The earlier waves of the question, the last of them last."""
    could_show: Mapping[str, float | None] | None
    """How small a rise the next wave would show, by how many answer it."""

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
    """Of a question with several answers, how many people chose one of them; shares are of 1."""

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
    """People or places scored twice, in pairs; `difference` is the share better less that worse, with 95 % limits."""

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
    """How many were due a second score, how many have none, and their share of 1."""
    mean_before: float | None
    mean_after: float | None
    before: Mapping[str, int] | None
    after: Mapping[str, int] | None
    """How many had each score, where there are few scores."""

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
    """Assessments in pairs; changes and ends of the scale are in its points, a rise being better."""

    median_change: float | None
    one_step: int | None
    """Pairs that moved by one point either way; None where scores are no whole numbers."""
    scale_min: float | None
    scale_max: float | None
    from_worse: Mapping[str, int] | None
    """How the pairs move when counted from the worse of two first scores."""


@dataclass(frozen=True)
class AgreedBefore:
    """Of those in pairs who gave an opinion on a question before, how many agreed."""

    k: int
    n: int


@dataclass(frozen=True, kw_only=True)
class AnswerPairs(ScorePairs):
    """The same people's answers before and after, as scores."""

    items: Sequence[str] | None
    agreed_before: Mapping[str, AgreedBefore] | None
    """By question."""
    later: str | None
    """The stage of the survey when they answered again."""
    design: str | None


@dataclass(frozen=True, kw_only=True)
class ComparedPairs(Measured):
    """Pairs of those served beside pairs of others; the difference is in points of the scale, a rise being better."""

    against: str | None
    """Who the others are: `waiting` or `not_started_site`."""
    programme: int | None
    comparison: int | None
    """How many pairs are on each side."""
    difference: float | None
    low: float | None
    high: float | None
    slope: float | None
    freedom: int | None
    spread: float | None
    days: float | None
    days_comparison: float | None
    """The median days between two scores, on each side."""
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
