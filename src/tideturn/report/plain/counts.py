"""The one number that says most about an outcome to a reader, by references that follow the data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tideturn.evaluation.claims.checks.exposure import counts_young_people
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.units import TRAINED, noun
from tideturn.report.plain.phrases import YOUNG_PEOPLE, voice

_ORDER: Final = {YOUNG_PEOPLE: ("young_person", "family", "record")}
_OF_ADULTS: Final = ("stakeholder", "staff", "record")
_FEWEST: Final = 10
_SMALL: Final = 5
"""Counts of so few young people are left out, whatever threshold the programme has set."""


def best_count(items: Iterable[EvidenceItem], audience: str, rules: Rules) -> str:
    """A sentence with the count nearest to the reader: their own voice first; empty where none may be shown."""
    for item in sorted(items, key=lambda item: _nearest(item, audience)):
        if audience == YOUNG_PEOPLE and not counts_young_people(item):
            continue
        sentence = _counted(item, audience, rules)
        if sentence:
            return sentence
    return ""


def _nearest(item: EvidenceItem, audience: str) -> tuple[int, bool, int]:
    """By voice, then answers before scores, then the larger."""
    order = _ORDER.get(audience, _OF_ADULTS)
    rank = order.index(item.voice) if item.voice in order else len(order)
    return rank, "better" in (item.value or {}), -(item.n or 0)


def _counted(item: EvidenceItem, audience: str, rules: Rules) -> str:
    value = item.value or {}
    part, n = value.get("better", value.get("k")), item.n
    if part is None or n is None or n == 0:
        return ""
    if counts_young_people(item) and (
        n < max(rules.small_denominator, _FEWEST)
        or any(0 < few <= max(rules.small_count, _SMALL) for few in (part, n - part))
    ):
        return ""
    k_of, n_of = f"{{k:{item.evidence_id}}}", f"{{n:{item.evidence_id}}}"
    counted = noun(item.unit, n)
    if "better" not in value:
        return _answers(item, counted if item.unit == TRAINED else voice(item.voice, audience))
    if item.kind == "survey":
        return f"{k_of} of {n_of} {counted}{_share(item)} rated themselves higher after training than before."
    if item.voice == "record":
        return f"Workers scored {n_of} {counted} twice or more. The last score was better for {k_of} of them."
    return f"Of {n_of} {counted} who scored this twice, {k_of} gave a better score the last time."


def _answers(item: EvidenceItem, who: str) -> str:
    """`39 of 50 partners (78%) agreed with “I am heard”.`; a question that is asked stands before its answers."""
    if "?" in item.text:
        return f"Asked {asked(item)}, {answered(item, who)}."
    return f"{answered(item, who, item.choices.agreed_with)} {asked(item)}."


def asked(item: EvidenceItem) -> str:
    """The question in quotation marks, without its full stop."""
    return f"“{item.text.rstrip('.')}”"


def answered(item: EvidenceItem, who: str, does: str = "") -> str:
    """`13 of 17 partners (76%) agreed`; `does` is said in place of what they did."""
    does = does or item.choices.agreed
    return f"{{k:{item.evidence_id}}} of {{n:{item.evidence_id}}} {who}{_share(item)} {does}"


def _share(item: EvidenceItem) -> str:
    """The percentage in brackets, where there are enough for one."""
    value = item.value or {}
    shown = value.get("low") is not None if "better" in value else value.get("share") is not None
    return f" ({{share:{item.evidence_id}}})" if shown else ""
