"""The one number that says most about an outcome to a reader, by references that follow the data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from tideturn.evaluation.claims.checks.exposure import counts_young_people, may_tell_apart
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.told import Told, joined, stated, told
from tideturn.evaluation.units import TRAINED, noun
from tideturn.evaluation.waves import in_year
from tideturn.report.plain.phrases import YOUNG_PEOPLE, voice
from tideturn.report.sections.before_training import agreed_before

_ORDER: Final = {YOUNG_PEOPLE: ("young_person", "family", "record")}
_OF_ADULTS: Final = ("stakeholder", "staff", "record")
NOTHING: Final[Mapping[str, Told]] = MappingProxyType({})
_FEWEST: Final = 10
_SMALL: Final = 5
"""Counts of so few young people are left out, whatever threshold the programme has set."""
_AGAIN: Final = "at the start and again this year"


def best_count(items: Iterable[EvidenceItem], audience: str, rules: Rules, beside: Mapping[str, Told] = NOTHING) -> str:
    """A sentence with the count nearest to the reader: their own voice first; empty where none may be shown.

    `beside` is what must stand next to a count, by the id of its evidence.
    """
    every = sorted(items, key=lambda item: _nearest(item, audience))
    for item in every:
        if audience == YOUNG_PEOPLE and not counts_young_people(item):
            continue
        sentence = _counted(item, audience, rules)
        if sentence:
            more = (_before(item, every), _covered(item, rules)) if item.unit == TRAINED else (_earlier(item),)
            return joined((sentence, *filter(None, (*more, beside.get(item.evidence_id)))), " ")
    return ""


def _before(item: EvidenceItem, every: Iterable[EvidenceItem]) -> str:
    """How many of those who answered before and after a training had answered so before; nothing where none did."""
    those = agreed_before(item, every)
    return told("Before the training, {those} had.", those=those) if those else ""


def _earlier(item: EvidenceItem) -> str:
    """How many of the same places said so in earlier years; of young people nothing, who could be told apart."""
    value = item.value or {}
    if counts_young_people(item):
        return ""
    waves = [
        told(
            "{k} of {n} did {when}",
            when=in_year(wave["year"]),
            **{name: stated(f"waves.{at}.{name}", wave[name], item=item.evidence_id) for name in ("k", "n")},
        )
        for at, wave in enumerate(item.waves)
        if (wave["k_now"], wave["n_now"]) == (value.get("k"), item.n)
    ]
    return told("{waves}.", waves=joined(waves, ", and ")) if waves else ""


def _covered(item: EvidenceItem, rules: Rules) -> str:
    """The whole chain of those who could have answered, where a step lost more than may be left unsaid."""
    covered = item.population
    steps = {step: getattr(covered, step) for step in ("reached", "asked", "answered")}
    if None in steps.values() or not covered.lost_most(item.unit, share=rules.response_rate):
        return ""
    came, did, *_ = covered.steps
    said = {step: stated(f"population.{step}", n, item=item.evidence_id) for step, n in steps.items()}
    return told("Of {reached} people who {came}, {asked} {did} and {answered} answered.", came=came, did=did, **said)


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
    apart = part < n and may_tell_apart(item, max(rules.small_count, _SMALL))
    same, worse, others = (f"{{{field}:{item.evidence_id}}}" for field in ("same", "worse", "others"))
    alike = "" if apart or part == n else f" The other {others} scored the same or worse."
    if item.kind == "survey":
        lead = f"{k_of} of {n_of} {counted}{_share(item)} rated themselves higher after training than before"
        return f"{lead}, {same} the same and {worse} lower." if apart else f"{lead}.{alike}"
    if item.voice == "record":
        lead = f"Workers scored {n_of} {counted} {_AGAIN}. The last score was better for {k_of} of them"
        return f"{lead}, the same for {same} and worse for {worse}." if apart else f"{lead}.{alike}"
    lead = f"Of {n_of} {counted} who scored this {_AGAIN}, {k_of} gave a better score the last time"
    return f"{lead}, {same} gave the same and {worse} a worse score." if apart else f"{lead}.{alike}"


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
