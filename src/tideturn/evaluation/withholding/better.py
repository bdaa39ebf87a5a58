"""Who did better, by group, as cells with the sums that join them to the matched set that they are of.

A reader knows that everybody who was scored twice has one value of a group, or several of some, or none recorded; and
that whoever did not do better stayed the same or did worse, of whom the matched set tells how many.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Final

from tideturn.dataset.characteristics import CHARACTERISTIC_BY_NAME
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.ledger.counts.better import ATTRITION, BETTER, SCORED, better_of, without_value
from tideturn.evaluation.ledger.counts.reach import NOT_RECORDED, WITH
from tideturn.evaluation.ledger.score_sets import matched_id
from tideturn.evaluation.model import COUNT, EvidenceItem
from tideturn.evaluation.withholding.cells import WHOLE_PROGRAMME, Cells
from tideturn.evaluation.withholding.reach import apart, overlapping

_REST: Final = "rest."
"""What the cells of those who did not do better begin with: no release shows them."""
_WEIGHT: Final = WHOLE_PROGRAMME / 100
"""How dear it is to hide a count by group: all of them go before one of the outcome itself."""


def better_cells(items: Iterable[EvidenceItem], cells: Cells) -> None:
    """Add who was scored twice and who did better, by group; the cells of the matched sets are there already."""
    for item in items:
        measure = item.evidence_id.split("/")[1] if item.kind == COUNT else ""
        if of := better_of(measure):
            _of_one(item, measure, *of, cells)


def guarding_better(measure: str, year: int, fields: Mapping[str, object]) -> Mapping[str, str] | None:
    """Return the cell that guards each field of a count by group of those who did better; None for any other count."""
    of = better_of(measure)
    if of is None:
        return None
    _, outcome_id, voice = of
    counted = {name: _cell(measure, year, name) for name in fields if name not in (SCORED, "k", "share")}
    return {SCORED: f"{matched_id(outcome_id, voice, PROGRAMME_SCOPE, year)}#n", **counted}


def told_to_all(name: str) -> bool:
    """Return whether a release tells a field at all: of a matched set it never tells how many were lost."""
    return not name.startswith((*ATTRITION, *(without_value(begins) for begins in ATTRITION)))


def _of_one(item: EvidenceItem, measure: str, group: str, outcome_id: str, voice: str, cells: Cells) -> None:
    value, whole = item.value or {}, matched_id(outcome_id, voice, PROGRAMME_SCOPE, item.year)
    if f"{whole}#n" not in cells.counts:
        return
    scored = {name: int(value[name]) for name in value if name.startswith(WITH) or name == NOT_RECORDED}
    better = {name: int(value[_field(BETTER, name)]) for name in scored}
    rest = {name: count - better[name] for name, count in scored.items()}
    # No report prints those who did not do better, and so to hide them costs nothing.
    others = f"not_better/{outcome_id}/{voice}/{PROGRAMME_SCOPE}/{item.year}#all"
    if others not in cells.counts:
        cells.add(others, cells.counts[f"{whole}#same"].count + cells.counts[f"{whole}#worse"].count, weight=0)
        cells.total(others, [f"{whole}#same", f"{whole}#worse"])
        cells.total(f"{whole}#n", [f"{whole}#better", others])
    add = overlapping if CHARACTERISTIC_BY_NAME[group].several else apart
    named = {begins: partial(_named, measure, item.year, begins) for begins in (WITH, BETTER, _REST)}
    add(scored, f"{whole}#n", named[WITH], _WEIGHT, cells)
    add(better, f"{whole}#better", named[BETTER], _WEIGHT, cells)
    add(rest, others, named[_REST], 0, cells)
    cells.never |= {others, *map(named[_REST], rest)}
    for name in scored:
        cells.total(named[WITH](name), [named[BETTER](name), named[_REST](name)])


def _named(measure: str, year: int, begins: str, name: str) -> str:
    return _cell(measure, year, _field(begins, name))


def _field(begins: str, name: str) -> str:
    """Return the field of a value, `better.girl`, by that of how many were scored, `counts.girl`."""
    if name.startswith(WITH):
        return f"{begins}{name.removeprefix(WITH)}"
    return name if begins == WITH else f"{begins.removesuffix('.')}_{name}"


def _cell(measure: str, year: int, field: str) -> str:
    return f"{measure}/{PROGRAMME_SCOPE}/{year}#{field}"
