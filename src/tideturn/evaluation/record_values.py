"""Numbers counted from records: cases on a pathway, ties among organisations, and series over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tideturn.evaluation.measured import Measured, Open


@dataclass(frozen=True, kw_only=True)
class CasesBeside:
    """Cases on a pathway that met all of its design, now and before, and the difference of the two shares of 1."""

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
class Deadline:
    """Number of cases that kept or broke a rule between two steps of a pathway, or may still do either."""

    name: str
    satisfied: int
    violated: int
    open: int


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
    """The comparison that is read: `pilot` or `year`."""
    elsewhere: CasesBeside | None
    apart: float | None
    """The same at places without the pilot, and how far apart the two differences are."""
    by_year: CasesBeside | None
    pilots: Sequence[PilotCases] | None
    watched_until: str | None
    last_event: str | None
    not_over: int | None
    steps: Sequence[StepCases] | None
    added: Mapping[str, int] | None
    skipped_by: Sequence[Mapping[str, object]] | None
    constraints: Sequence[Deadline] | None
    waits: Sequence[Mapping[str, object]] | None
    variants: int | None
    consistency: Sequence[Mapping[str, object]] | None
    notes: Sequence[str] | None

    @property
    def first_step(self) -> str:
        """Return the step that the design begins with; empty where a release hides the steps."""
        return self.steps[0].step if self.steps else ""


@dataclass(frozen=True, kw_only=True)
class NetworkTies(Open):
    """Ties among organisations that answered both waves; densities are shares of the possible ties.

    `numbers` says how much of the ties carries each thing, before and after, with the 95 % limits of the difference.
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
    """Density after minus the density before."""
    jaccard: float | None
    qap: float | None
    p_qap: float | None


@dataclass(frozen=True)
class YearTotal:
    """How many a whole year counted, by its name: `Year 1`, `the year to March 2019`."""

    year: str
    count: float


@dataclass(frozen=True, kw_only=True)
class TotalsElsewhere:
    """The last earlier year and the year, where the programme does not work, and how differently the two moved."""

    last: float
    year: float
    difference: float
    beyond_trend: float


@dataclass(frozen=True, kw_only=True)
class Totals(Measured):
    """The whole years of a series that are compared; rates where counts are divided. `movement` says how."""

    full: int
    in_year: int
    counted: float
    expected: float | None
    low: float | None
    high: float | None
    last: float | None
    year: float | None
    unpassed: float | None
    years: Sequence[YearTotal] | None
    ahead: int | None
    dispersion: float | None
    z_trend: float | None
    z_last: float | None
    smallest: float | None
    tenfold: bool | None
    extreme: str | None
    elsewhere: TotalsElsewhere | None


@dataclass(frozen=True, kw_only=True)
class SeriesCounts(Measured):
    """A series by its periods: rates, the chart's mean and limits, and totals of the year and of the time before."""

    mean: float | None
    low: float | None
    high: float | None
    baseline: int | None
    """Number of periods before the year."""
    periods: Sequence[str] | None
    rates: Sequence[float] | None
    signals: Sequence[Mapping[str, object]] | None
    warnings: Sequence[str] | None
    count_before: float | None
    exposure_before: float | None
    rate_before: float | None
    count_year: float | None
    exposure_year: float | None
    """Sum of the denominators; the number of periods where there are no denominators."""
    rate_year: float | None
    totals: Totals | None
    moved: str | None

    @property
    def earlier(self) -> Sequence[YearTotal]:
        """Return the whole years before the year, oldest first; none where a release hides them."""
        return self.totals.years or () if self.totals else ()

    @property
    def adds_up(self) -> bool:
        """Return whether its points are counts, not rates: they add up to those of the year and of the time before.

        Return False if a release hides any of them.
        """
        if self.rates is None or None in self.rates or self.count_before is None or self.count_year is None:
            return False
        return sum(self.rates) == self.count_before + self.count_year

    @property
    def of_counts(self) -> bool:
        """Return whether its points are plain counts, so that each period is one unit of exposure."""
        return self.exposure_year == len(self.periods or ()) - (self.baseline or 0)
