"""Answers to a question that lets people choose several options: how many people chose each one."""

from __future__ import annotations

from tideturn.evaluation.evidence_values import OptionCounts
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.told import told
from tideturn.report.blocks import Measure, words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import of_those


def option_measures(look: Lookup, outcome_id: str, strand: Strand) -> tuple[Measure, ...]:
    """Return a line for each option among a strand's evidence: `talks: chosen by 6 of 12 partners (50%; …)`."""
    found = (look.evidence.get((outcome_id, one)) for one in strand.evidence)
    return tuple(
        _measure(item, item.value) for item in found if item is not None and isinstance(item.value, OptionCounts)
    )


def _measure(item: EvidenceItem, value: OptionCounts) -> Measure:
    if item.n is None or value.chose is None:
        return Measure(item.text, words("too small to be shown"))
    if not item.n:
        return Measure(item.text, words("nobody gave an opinion"))
    counted = of_those(
        value.chose,
        item.n,
        value.share,
        value.low,
        value.high,
        unit=item.unit,
        item=item.evidence_id,
        fields=("chose", "n", "share", "low", "high"),
    )
    few = "" if value.share is not None else "; too few for a percentage"
    return Measure(item.text, words(told("chosen by {counted}{few}", counted=counted, few=few)))
