"""Check what a sentence says its evidence cannot tell: too few answers, nothing to compare with, no change shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.pairs import NEITHER, pairs_of
from tideturn.evaluation.claims.proof.relation import same_percent
from tideturn.evaluation.claims.proof.words import limits_in
from tideturn.evaluation.model import EvidenceItem


def account(reading: Reading) -> None:
    """Mark each such statement that is true of everything that the sentence is bound to."""
    items = list({id(item): item for item in reading.bound}.values())
    if not items:
        return
    fields = {(bond.evidence_id, bond.field) for bond in reading.bonds}
    for found in limits_in(reading.text):
        if found.means == "first time":
            holds = all(_first(reading, item) for item in items)
        else:
            own = {item.evidence_id: [name for one, name in fields if one == item.evidence_id] for item in items}
            holds = all(_HOLDS[found.means](item, own[item.evidence_id]) for item in items)
            said = [one for one in reading.numbers if found.start <= one.start < found.end and one.ranged]
            for item in items if said else ():
                holds = holds and all(map(same_percent, said, item.interval or ()))
        if holds:
            reading.mark(found.start, found.end)


def _first(reading: Reading, item: EvidenceItem) -> bool:
    """Return whether the folder has no earlier answers to the question."""
    return "k" in (item.value or {}) and not item.waves and reading.ground.record.years.get(item.text) == item.year


def _too_few(item: EvidenceItem, _: Sequence[str]) -> bool:
    value = item.value or {}
    return item.n is not None and "share" in value and value["share"] is None


def _alone(item: EvidenceItem, _: Sequence[str]) -> bool:
    """Return whether nothing was measured earlier, or elsewhere, that the evidence could be compared with."""
    value = item.value or {}
    if "better" in value:
        return value.get("design") == "uncompared"
    if "met" in value and "cases" in value:
        return not value.get("cases_before")
    return "k" in value and not item.waves


def _unread(item: EvidenceItem, fields: Sequence[str]) -> bool:
    """Return whether the engine reads no change: between the two numbers bound, else in the evidence as a whole."""
    pairs = [pair for pair in pairs_of(item) if pair.then.field in fields]
    if not pairs:
        return item.polarity == "none" and bool({"better", "met_before"} & set(item.value or ()))
    return all(
        pair.moved == NEITHER or _crosses((pair.difference and pair.difference.ends) or item.interval) for pair in pairs
    )


def _crosses(ends: tuple[float, float] | None) -> bool:
    return ends is not None and ends[0] <= 0 <= ends[1]


def _around_half(item: EvidenceItem, _: Sequence[str]) -> bool:
    return item.interval is not None and item.interval[0] <= 1 / 2 <= item.interval[1]


_HOLDS: Final[Mapping[str, Callable[[EvidenceItem, Sequence[str]], bool]]] = {
    "too few": _too_few,
    "nothing to compare": _alone,
    "no change shown": _unread,
    "around half": _around_half,
}
