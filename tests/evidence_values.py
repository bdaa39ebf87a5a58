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
    OptionCounts,
    ThemeCounts,
    WorkCounts,
)
from tideturn.evaluation.record_values import NetworkTies, PathwayCases, SeriesCounts
from tideturn.evaluation.waves import Wave

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


def wave_of(**given: Any) -> Wave:
    """Return an earlier wave that holds these numbers; all others are nothing."""
    numbers = "year n k share low high n_now k_now share_now apart apart_low apart_high"
    none = dict.fromkeys(f"{numbers} difference difference_low difference_high".split(), 0)
    return Wave(**({**none, "sites": (), "surveys": (), "moved": "unclear"} | given))


def value_of(by_name: Mapping[str, Any]) -> EvidenceValue:
    """Return the value that holds these numbers. The first name that only one kind has decides the kind."""
    return next((kind for name, kind in _KINDS.items() if name in by_name), WorkCounts).of(by_name)
