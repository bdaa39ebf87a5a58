"""How faithfully the work followed the plan: what was delivered, who it reached, how much, how well, and departures.

The parts are those of Carroll and others (2007, Implementation Science 2:40, https://doi.org/10.1186/1748-5908-2-40):
adherence to the plan, which includes coverage and dose, and quality of delivery, one of the factors that moderate
adherence. A departure keeps its reason, since the context moderates fidelity too (Hasson 2010, Implementation Science
5:67, https://doi.org/10.1186/1748-5908-5-67). The parts are never combined into one score.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

_TELLS: Final = re.compile(
    r"\b(?:(?P<reach>people|persons?|child(?:ren)?|famil(?:y|ies)|parents?|carers?|professionals?|practitioners?|partners?"
    r"|staff|workers?|participants?|attendees?|learners?|champions?|organisations?|agenc(?:y|ies)|schools?|teams?|cases?)"
    r"|(?P<dose>sessions?|hours?|minutes?|days?|weeks?|events?|visits?|meetings?|contacts?|workshops?|courses?"
    r"|consultations?|walks?|calls?|groups?))\b",
    re.IGNORECASE,
)
"""Pattern of words for the people and bodies that the work was meant to reach, and for how much of it there was."""
_DEPARTURES: Final = ("not_delivered", "modified", "added")


@dataclass(frozen=True)
class Measure:
    """One thing that the plan counts. adherence: delivered/planned; None if either is unknown or 0 was planned.

    kind: `reach` counts the people or bodies that the work was meant for, `dose` how much of it there was; None if the
    measure's words say neither.
    """

    measure: str
    kind: str | None
    planned: float
    delivered: float | None
    adherence: float | None
    quality: str | None
    departure: str | None
    judged: str | None
    reason: str | None


@dataclass(frozen=True)
class Fidelity:
    """One component of the work at one site in one year.

    delivered, planned, adherence: those of the first measure that the plan names; different measures are never added
    up, and `measures` has them all. coverage, dose: delivered/planned of the first measure of that kind; None if the
    plan has no such measure, since without a planned number neither can be worked out. departure: the gravest of its
    measures' departures. judged: drift if any departure is; None if one was not judged, or nothing departed.
    """

    component: str
    site: str
    year: int
    delivered: float | None
    planned: float
    adherence: float | None
    coverage: float | None
    dose: float | None
    quality: str | None
    departure: str | None
    judged: str | None
    reason: str | None
    node_id: str
    measures: tuple[Measure, ...] = ()

    @property
    def not_judged(self) -> bool:
        """Return whether something departed from the plan and nobody judged the departure."""
        return any(measure.departure and not measure.judged for measure in self.measures)

    def as_row(self) -> dict[str, Any]:
        """Return the row of `fidelity` in `evaluation.json`; a departure that nobody judged says so."""
        return {
            "component": self.component,
            "site": self.site,
            "delivered": self.delivered,
            "planned": self.planned,
            "coverage": self.coverage,
            "dose": self.dose,
            "quality": self.quality,
            "departure": self.departure,
            "judged": "not_judged" if self.not_judged else self.judged,
            "reason": self.reason,
        }


def fidelity(plan: pl.DataFrame, year: int) -> tuple[Fidelity, ...]:
    """Return the fidelity of every component, site and activity of the theory of change in a year, in that order.

    plan: the columns of plan.csv. Rows of one measure are added up; measures keep the plan's order.
    """
    groups: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in plan.filter(pl.col("year") == year).to_dicts():
        groups.setdefault((row["component"], row["site"], row["node_id"]), []).append(row)
    return tuple(_component(groups[key], year) for key in sorted(groups))


def measure_kind(measure: str) -> str | None:
    """Return `reach` or `dose` (how much there was) by the first word of a measure that says which; otherwise None."""
    found = _TELLS.search(measure)
    return found.lastgroup if found else None


def _component(rows: Sequence[dict[str, Any]], year: int) -> Fidelity:
    by_measure: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_measure.setdefault(row["measure"], []).append(row)
    measures = tuple(_measure(name, own) for name, own in by_measure.items())
    first = measures[0]
    return Fidelity(
        component=rows[0]["component"],
        site=rows[0]["site"],
        year=year,
        delivered=first.delivered,
        planned=first.planned,
        adherence=first.adherence,
        coverage=next((m.adherence for m in measures if m.kind == "reach"), None),
        dose=next((m.adherence for m in measures if m.kind == "dose"), None),
        quality=_said(m.quality for m in measures),
        departure=_gravest(m.departure for m in measures),
        judged=_judgement((m.departure, m.judged) for m in measures),
        reason=_said(m.reason for m in measures),
        node_id=rows[0]["node_id"],
        measures=measures,
    )


def _measure(name: str, rows: Sequence[dict[str, Any]]) -> Measure:
    planned = sum(row["planned"] for row in rows)
    known = [row["delivered"] for row in rows if row["delivered"] is not None]
    delivered = sum(known) if len(known) == len(rows) else None
    return Measure(
        measure=name,
        kind=measure_kind(name),
        planned=planned,
        delivered=delivered,
        adherence=delivered / planned if delivered is not None and planned else None,
        quality=_said(row["quality"] for row in rows),
        departure=_gravest(row["departure"] for row in rows),
        judged=_judgement((row["departure"], row["judged"]) for row in rows),
        reason=_said(row["reason"] for row in rows),
    )


def _said(texts: Iterable[str | None]) -> str | None:
    """Return the texts joined by spaces, each once, in order; None if there are none."""
    return " ".join(dict.fromkeys(text for text in texts if text)) or None


def _gravest(departures: Iterable[str | None]) -> str | None:
    found = set(departures)
    return next((departure for departure in _DEPARTURES if departure in found), None)


def _judgement(pairs: Iterable[tuple[str | None, str | None]]) -> str | None:
    """Return drift if any departure is drift; adaptation only if every departure was judged so; otherwise None."""
    judged = [judgement for departure, judgement in pairs if departure]
    if "drift" in judged:
        return "drift"
    return "adaptation" if judged and all(judged) else None
