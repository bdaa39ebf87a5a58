"""What records were counted as: cases on a pathway, ties among organisations, and series over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tideturn.evaluation.measured import Measured, Open


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
class NetworkTies(Open):
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
