"""Hold what the records say about each harvested change, beyond the evidence: who confirmed it, and its status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from tideturn.dataset.known import known_by
from tideturn.dataset.model import Dataset
from tideturn.evaluation.model import EvidenceItem

_CONFIRMS: Final = frozenset({"fully", "partly"})


@dataclass(frozen=True)
class Change:
    """A harvested change as it stood when the year's records closed."""

    item: EvidenceItem
    description: str
    noticed: date
    stage: str
    reversed_on: date | None
    confirmed: int
    """Number of people independent of the programme who confirmed its description."""
    fully: int
    """Number of them who confirmed all of it."""
    asked: int
    """Number of independent people asked about it."""
    disputed: int
    """Number of independent people who disagreed with it."""
    unconfirmed: bool
    """Whether no independent person confirmed anything of it."""
    worse: bool
    """Whether it is a change for the worse."""
    staged: date | None
    """Day when it reached its stage."""
    kept_by: frozenset[str]
    """Things that keep it in place: policy, budget, role, culture or one person."""
    anywhere: bool
    """Whether it is a change for the whole country, and not for one place."""
    confirmed_on: tuple[date, ...] = ()
    """Days when the people independent of the programme confirmed it."""

    @property
    def counts(self) -> bool:
        """Return whether the change counts: confirmed, not disputed, beyond a pilot and not reversed."""
        return self.item.polarity in ("supports", "contradicts")

    @property
    def undone(self) -> bool:
        """Return whether it was reversed."""
        return self.reversed_on is not None or self.stage == "reversed"

    @property
    def until(self) -> date:
        """Return the last day on which the change is known to have been in place."""
        return self.item.as_of if self.reversed_on is None else self.reversed_on - timedelta(days=1)

    @property
    def contested(self) -> bool:
        """Return whether independent people disagree about it."""
        return self.disputed > 0 or self.item.polarity == "mixed"


def changes_of(dataset: Dataset, evidence: Iterable[EvidenceItem]) -> dict[str, Change]:
    """Return the changes of the latest year that the evidence holds, by evidence id."""
    items = [item for item in evidence if item.kind == "change"]
    if not items:
        return {}
    latest = max(item.as_of for item in items)
    known = known_by(dataset, latest)
    rows = {f"change/{row['change_id']}": row for row in known.table("changes").to_dicts()}
    answers = known.table("substantiations").to_dicts()
    national = {site.code for site in dataset.programme.sites if site.kind == "national"}
    return {
        item.evidence_id: _change(item, rows[item.evidence_id], answers, national=item.scope in national)
        for item in items
        if item.as_of == latest and item.evidence_id in rows
    }


def _change(
    item: EvidenceItem, row: Mapping[str, Any], answers: Iterable[Mapping[str, Any]], *, national: bool
) -> Change:
    own = [one for one in answers if one["change_id"] == row["change_id"]]
    outside = [one for one in own if one["independent"] and one["voice"] != "staff"]
    back = row["reversed_on"]
    return Change(
        item,
        row["description"],
        row["date"],
        row["stage"] or "adopted",
        back if back is not None and back <= item.as_of else None,
        sum(one["description"] in _CONFIRMS for one in outside),
        sum(one["description"] == "fully" for one in outside),
        len(outside),
        sum(one["description"] == "disagree" for one in outside),
        not any(one[part] in _CONFIRMS for one in outside for part in ("description", "contribution")),
        row["direction"] == "negative",
        row["stage_date"],
        frozenset(filter(None, (row["sustained_by"] or "").split("|"))),
        national,
        tuple(one["date"] or date.max for one in outside if one["description"] in _CONFIRMS),
    )
