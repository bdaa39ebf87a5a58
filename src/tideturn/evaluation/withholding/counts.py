"""Show counts of work in a release: those of young people and families only if a cell of them is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.checks.exposure import PROTECTED
from tideturn.evaluation.evidence_values import WorkCounts
from tideturn.evaluation.ledger.counts.casework import DAYS, IN_TIME, MADE, OPEN, PARTS, SEEN, SESSIONS
from tideturn.evaluation.ledger.counts.delivery import TRAINING
from tideturn.evaluation.ledger.counts.measure import parts_of
from tideturn.evaluation.ledger.counts.money import EACH, PER_SESSION, PER_YOUNG_PERSON
from tideturn.evaluation.ledger.counts.plan import counts_young
from tideturn.evaluation.ledger.counts.sources import INTERVIEWS, RESPONSES
from tideturn.evaluation.model import COUNT, EvidenceItem, Provenance
from tideturn.evaluation.withholding.reach import BESIDE, guarding
from tideturn.evaluation.withholding.records import AUDIENCES, plan_cell
from tideturn.evaluation.withholding.withhold import Withheld

_DERIVED: Final = ("k", "share")
_NO_CELL: Final = ""
"""Guard of a count that has no cell: no release shows such a count."""
_MEASURES: Final = {
    **{measure.name: measure for measure in (OPEN, SEEN, *SESSIONS, MADE, IN_TIME, DAYS, INTERVIEWS, RESPONSES)},
    **{TRAINING[audience].name: TRAINING[audience] for audience in AUDIENCES},
}


def guarded_by(item: EvidenceItem) -> Mapping[str, str]:
    """Return the cell that guards each field of a count; leave out fields that count nobody who needs guarding.

    A field that is guarded but has no cell has an empty one.
    """
    # Fields are read by name, here and below: each has its own cell, and some are named after a value of the folder.
    name, scope, year = _parts(item)
    by_group = guarding(name, scope, int(year), item.by_name)
    if by_group is not None:
        return by_group
    parts = parts_of(name)
    if len(parts) == 2:
        cell = plan_cell(*parts, scope, int(year))
        return {"delivered": cell} if counts_young(parts[1]) else {}
    if name == PER_YOUNG_PERSON.name:
        return {"seen": f"sessions/{scope}/{year}#seen"}
    if name == PER_SESSION.name:
        return {one.name: f"{one.name}/{scope}/{year}#held" for one in SESSIONS if one.name in item.by_name}
    measure = _MEASURES.get(name)
    if measure is None:
        return {}
    cells = dict.fromkeys((*item.by_name, measure.whole), _NO_CELL)
    for unguarded in (*_DERIVED, "events", "recorded", "surveys", "target_days"):
        cells.pop(unguarded, None)
    whole = scope == PROGRAMME_SCOPE
    if measure is OPEN:
        cells |= {"open": f"cases/{scope}/{year}#open"}
    elif measure is SEEN:
        cells |= {"seen": f"sessions/{scope}/{year}#seen"}
    elif measure in SESSIONS:
        cells |= {field: f"{name}/{scope}/{year}#{field}" for field in ("offered", "held", "seen")}
    elif measure in (MADE, IN_TIME):
        own = f"onward/{scope}/{year}#"
        cells |= {"made": f"{own}{'made' if whole else 'timed'}"}
        cells |= {"answered": f"{own}replied"} if measure is MADE else {part: f"{own}{part}" for part in PARTS}
    elif whole and measure in (INTERVIEWS, RESPONSES):
        record = "interviews" if measure is INTERVIEWS else "answers"
        cells = {voice: f"{record}/{voice}/{year}#all" for voice in PROTECTED}
    elif whole and measure is not DAYS:
        audience = next(code for code, one in TRAINING.items() if one is measure)
        cells |= {"people": f"attendance/{audience}/{year}#people"}
    return cells


def hidden_pieces(items: Iterable[EvidenceItem], withheld: Withheld) -> frozenset[tuple[str, str]]:
    """Return the component and site of each planned piece of work whose delivery a release hides."""
    pieces = (item for item in items if item.kind == COUNT and _parts(item)[0].startswith("plan:"))
    return frozenset((parts_of(_parts(item)[0])[0], item.scope) for item in pieces if _hidden(item, withheld))


def released_count(item: EvidenceItem, withheld: Withheld, pieces: frozenset[tuple[str, str]]) -> EvidenceItem:
    """Return a count of work as a release shows it, with None for each field that it hides.

    A field is shown only if its cell holds the same number, so that no number is released without an audit. How many
    pieces of work were delivered in full is hidden if the delivery of one of them is hidden (`pieces`).
    """
    value = item.by_name
    k, cells, hidden = item.k, guarded_by(item), _hidden(item, withheld)
    if "in_full" in value:
        component = "".join(parts_of(_parts(item)[0]))
        if any(component in ("", name) and item.scope in (PROGRAMME_SCOPE, site) for name, site in pieces):
            hidden |= {"in_full", "short_unexplained"}
    if EACH in value and hidden:
        # The spend divided by either would give the hidden number.
        hidden |= {EACH, "sessions"} & value.keys()
    # A hidden number must not be shown under another name.
    own = {value[field] for field in hidden}
    told = {name: None if name in hidden or (name == "k" and k in own) else one for name, one in value.items()}
    n = None if item.n in own else item.n
    few = bool(cells) and (item.n or 0) < withheld.rule.small_denominator
    interval = item.interval
    if few or (hidden and None in (n, told.get("k"))):
        told.pop("share", None)
        told |= {name: None for name in BESIDE if name in told}
        interval = None
    bare = Provenance(item.provenance.table, (), 0, "")
    return replace(item, n=n, value=item.value_as(WorkCounts).of(told), interval=interval, provenance=bare)


def _parts(item: EvidenceItem) -> tuple[str, str, str]:
    """Return the measure, the scope and the year that the id of a count names."""
    measure, scope, year = item.evidence_id.removeprefix(f"{COUNT}/").rsplit("/", 2)
    return measure, scope, year


def _hidden(item: EvidenceItem, withheld: Withheld) -> set[str]:
    """Return the fields whose cell is hidden, missing or holds another number.

    If a part of all who were heard is hidden, hide the whole too: the adults are known, and subtracting them would give
    the part.
    """
    value = item.by_name
    hidden = {
        field
        for field, cell in guarded_by(item).items()
        if field in value and (withheld.not_shown(cell) or withheld.counts[cell] != value[field])
    }
    return hidden | ({_MEASURES[_parts(item)[0]].whole} if hidden & PROTECTED else set())


def tells_all(item: EvidenceItem) -> bool:
    """Return whether no number of a count is hidden."""
    return item.value is not None and None not in item.value.by_name.values()
