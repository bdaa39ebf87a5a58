"""Make the numbers of evidence items by hand, of the kind that their names belong to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tideturn.evaluation.evidence_values import (
    AnswerCounts,
    AnswerPairs,
    AssessmentPairs,
    ComparedPairs,
    EvidenceValue,
    NetworkTies,
    OptionCounts,
    PathwayCases,
    SeriesCounts,
    ThemeCounts,
    WorkCounts,
)

_KINDS: Mapping[str, type[EvidenceValue]] = {
    "against": ComparedPairs,
    "design": AnswerPairs,
    "better": AssessmentPairs,
    "chose": OptionCounts,
    "met": PathwayCases,
    "ties_after": NetworkTies,
    "count_year": SeriesCounts,
    "periods": SeriesCounts,
    "supports": ThemeCounts,
    "responses": AnswerCounts,
    "disagree": AnswerCounts,
}


def value_of(by_name: Mapping[str, Any]) -> EvidenceValue:
    """Return the value that holds these numbers. The first name that only one kind has decides the kind."""
    return next((kind for name, kind in _KINDS.items() if name in by_name), WorkCounts).of(by_name)
