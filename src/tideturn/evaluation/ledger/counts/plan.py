"""Count the plan: each piece of work with the amount delivered, and how many were delivered in full."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.dataset.wording import capital
from tideturn.evaluation.evidence_values import WorkCounts
from tideturn.evaluation.ledger.counts.measure import Measure, named
from tideturn.evaluation.ledger.provenance import of_each_row
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.units import NOUNS


@dataclass(frozen=True, kw_only=True)
class PieceCounts(WorkCounts):
    """Amounts planned and delivered of one piece of work."""

    planned: float | None
    delivered: float | None


_READ: Final = ("component", "site", "measure", "planned", "delivered", "departure", "judged")
PIECES: Final = Measure("plan", "Planned pieces of work", "pieces of work", "plan", _READ, "pieces", "in_full")
_YOUNG: Final = re.compile(
    r"\b(?:young|child|children|girls?|boys?|famil|parents?|carers?|cases?|referrals?|clients?|"
    r"youths?|teen|pupils?|students?|learners?|kids?|minors?|mentees?)",
    re.IGNORECASE,
)
"""Words of a plan's measure that count young people or families."""
_SESSIONS: Final = re.compile(r"\bsessions?\b", re.IGNORECASE)
"""Words that count sessions: from very few of them, the number of young people who came would follow."""


def plan(dataset: Dataset, year: Year) -> Iterator[EvidenceItem]:
    """Yield the plan's pieces of work: all of them, those of each component, and each by itself."""
    planned = dataset.table("plan").filter(pl.col("year") == year.number)
    yield from PIECES.each(dataset, year, planned, lambda rows: pieces(rows.to_dicts()))
    for (component,), rows in planned.group_by("component", maintain_order=True):
        yield component_measure(str(component)).of(PROGRAMME_SCOPE, year, rows, pieces(rows.to_dicts()))
    for row, read in zip(planned.to_dicts(), of_each_row("plan", planned, _READ), strict=True):
        measure = piece_measure(row["component"], row["measure"])
        yield measure.item(row["site"], year, {"planned": row["planned"], "delivered": row["delivered"]}, read)


def component_measure(component: str) -> Measure:
    """Return the measure of all pieces of work of one component, `plan:casework`."""
    text = f"Planned pieces of work: {component}"
    return Measure(named("plan", component), text, "pieces of work", "plan", _READ, "pieces", "in_full")


def piece_measure(component: str, measure: str) -> Measure:
    """Return the measure of one piece of work, `plan:casework:young people`."""
    unit = measure if measure in NOUNS else "amounts planned"
    if unit != measure and counts_young(measure):
        unit = "sessions" if counts_sessions(measure) else "young people"
    text = f"{capital(component)}: {measure}, delivered of planned"
    return Measure(named("plan", component, measure), text, unit, "plan", _READ, "planned", "delivered", PieceCounts)


def counts_young(measure: str) -> bool:
    """Return whether a measure of the plan counts young people, families or sessions with them, by its words."""
    return counts_sessions(measure) or _YOUNG.search(measure) is not None


def counts_sessions(measure: str) -> bool:
    """Return whether a measure of the plan counts sessions."""
    return _SESSIONS.search(measure) is not None


def short(row: Mapping[str, Any]) -> bool:
    """Return whether less was delivered than planned, as far as is known."""
    return row["delivered"] is not None and row["delivered"] < row["planned"]


def pieces(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return how many pieces of work there are, and how many had each result; each has the columns of `plan.csv`."""
    departed = [row for row in rows if row["departure"]]
    return {
        "pieces": len(rows),
        "in_full": sum(row["delivered"] is not None and not short(row) for row in rows),
        "departed": len(departed),
        "adapted": sum(row["judged"] == "adaptation" for row in departed),
        "drifted": sum(row["judged"] == "drift" for row in departed),
        "not_judged": sum(row["judged"] is None for row in departed),
        "short_unexplained": sum(short(row) and not row["departure"] for row in rows),
    }
