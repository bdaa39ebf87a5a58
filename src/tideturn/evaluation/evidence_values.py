"""What was measured, by the kind of evidence: the numbers of an evidence item, each in a field of its own.

A number is None where it is too small to be given, or where a release hides it. The names are those of
`evaluation.json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, Self

from tideturn.evaluation.waves import Wave


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Numbers by name; `left_out` are the names that this item does not hold. Their fields are None."""

    left_out: frozenset[str] = frozenset()

    @cached_property
    def by_name(self) -> Mapping[str, Any]:
        """Return what the item holds, for code that reads a field whose name comes from data.

        Such names come from a grammar, a reference in a sentence, a binding, a table of cells or a measure of work.
        All other code reads the attribute of the item's kind.
        """
        return {name: getattr(self, name) for name in _names(type(self)) if name not in self.left_out}

    def as_dict(self) -> dict[str, Any]:
        """Return what the item holds, as it is written to `evaluation.json`."""
        return {name: _plain(held) for name, held in self.by_name.items()}

    @classmethod
    def of(cls, by_name: Mapping[str, Any]) -> Self:
        """Return the value that holds these numbers and no others; raise TypeError for a name that it lacks."""
        absent = [name for name in _names(cls) if name not in by_name]
        return cls(left_out=frozenset(absent), **dict.fromkeys(absent), **by_name)


def _names(kind: type[Measured]) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind) if one.name not in ("left_out", "numbers"))


def _plain(held: Any) -> Any:
    if isinstance(held, Wave):
        return held.as_dict()
    if is_dataclass(held) and not isinstance(held, type):
        return asdict(held)
    return [_plain(one) for one in held] if isinstance(held, list | tuple) else held


@dataclass(frozen=True, kw_only=True)
class _Open(Measured):
    """Numbers, some with a name from the folder or a measure; those are in `numbers`."""

    numbers: Mapping[str, float | None] = field(default_factory=dict)

    @cached_property
    def by_name(self) -> Mapping[str, Any]:
        """Return all numbers by name."""
        return {**super().by_name, **self.numbers}

    @classmethod
    def of(cls, by_name: Mapping[str, Any]) -> Self:
        """Return the value that holds these numbers and no others."""
        named = {name: number for name, number in by_name.items() if name in _names(cls)}
        return replace(super().of(named), numbers={name: one for name, one in by_name.items() if name not in named})


@dataclass(frozen=True, kw_only=True)
class WorkCounts(_Open):
    """Counts of work done, of people or of money, under the names of the measure's fields; `share` is of 1."""


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
    counts: Mapping[str, int | None]
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

    def together(self, parts: Iterable[str]) -> int:
        """Return how many pairs are `better`, `same` or `worse`, as asked; raise ValueError where one is hidden."""
        counts = {"better": self.better, "same": self.same, "worse": self.worse}
        found = [counts[part] for part in parts]
        if None in found:
            raise ValueError("A release hides how many pairs are better, the same or worse.")
        return sum(count or 0 for count in found)


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


@dataclass(frozen=True, kw_only=True)
class AnswerPairs(ScorePairs):
    """The same people's answers before and after, as scores."""

    items: Sequence[str]
    agreed_before: Mapping[str, Mapping[str, int]] | None
    """For each question, how many of those in pairs had agreed before."""
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


@dataclass(frozen=True, kw_only=True)
class CasesBeside:
    """Cases on a pathway that met all of its design, now and before, and how far the two shares of 1 are apart."""

    met: int | None
    cases: int | None
    share: float | None
    met_before: int | None
    cases_before: int | None
    share_before: float | None
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    dispersion: float | None
    shift: float | None


@dataclass(frozen=True, kw_only=True)
class PilotCases(CasesBeside):
    """Cases since the pilot of a pathway began at a site, beside those before it."""

    site: str
    date: str
    """The day on which it began."""


@dataclass(frozen=True, kw_only=True)
class StepCases:
    """How many cases took a step of a pathway's design; `share` is of 1."""

    step: str
    optional: bool
    cases: int
    taken: int
    skipped: int
    out_of_order: int
    share: float | None


@dataclass(frozen=True, kw_only=True)
class PathwayCases(CasesBeside, Measured):
    """Cases on a pathway, and how they went; shares are of 1, and times in seconds."""

    comparison: str | None
    """Which comparison is read: `pilot` or `year`."""
    elsewhere: CasesBeside | None
    apart: float | None
    """The same of places without the pilot, and how far the two differences are apart."""
    by_year: CasesBeside | None
    pilots: Sequence[PilotCases] | None
    watched_until: str | None
    last_event: str | None
    not_over: int | None
    steps: Sequence[StepCases] | None
    added: Mapping[str, int] | None
    skipped_by: Sequence[Mapping[str, Any]] | None
    constraints: Sequence[Mapping[str, Any]] | None
    waits: Sequence[Mapping[str, Any]] | None
    variants: int | None
    consistency: Sequence[Mapping[str, Any]] | None
    notes: Sequence[str] | None

    @property
    def first_step(self) -> str:
        """Return the step that the design begins with; empty where a release hides the steps."""
        return self.steps[0].step if self.steps else ""


@dataclass(frozen=True, kw_only=True)
class NetworkTies(_Open):
    """Ties among organisations that answered both waves; densities are shares of the ties that are possible.

    `numbers` are how much of the ties carries each thing, before and after, with the 95 % limits of the difference.
    """

    asked: int | None
    possible: int | None
    ties_before: int | None
    ties_after: int | None
    kept: int | None
    new: int | None
    ended: int | None
    density_before: float | None
    density_after: float | None
    density: float | None
    """The density after less that before."""
    jaccard: float | None
    qap: float | None
    p_qap: float | None


@dataclass(frozen=True, kw_only=True)
class SeriesCounts(Measured):
    """A series by its periods: rates, the chart's mean and limits, and totals of the year and of the time before."""

    mean: float | None
    low: float | None
    high: float | None
    baseline: int | None
    """How many periods there are before the year."""
    periods: Sequence[str] | None
    rates: Sequence[float] | None
    signals: Sequence[Mapping[str, Any]] | None
    warnings: Sequence[str] | None
    count_before: float | None
    exposure_before: float | None
    rate_before: float | None
    count_year: float | None
    exposure_year: float | None
    """The sum of the denominators; the number of periods where there are none."""
    rate_year: float | None
    totals: Mapping[str, Any] | None
    """The whole years that are compared, as `Movement` writes itself."""
    moved: str | None

    @property
    def of_counts(self) -> bool:
        """Return whether its points are plain counts, each period being one unit of exposure."""
        return self.exposure_year == len(self.periods or ()) - (self.baseline or 0)


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
