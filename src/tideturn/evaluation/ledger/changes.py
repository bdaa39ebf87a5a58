"""Harvested changes as evidence: what changed, and whether somebody independent confirms it.

After outcome harvesting (Wilson-Grau and Britt, 2012): a change counts once its description and the programme's
contribution are substantiated by somebody who knows of it and stands outside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.wording import day
from tideturn.evaluation.ledger.provenance import of_each_row
from tideturn.evaluation.ledger.scopes import Found, Outcome
from tideturn.evaluation.model import EvidenceItem, Strand
from tideturn.evaluation.readings_words import read_changes

_TABLE: Final = "changes"
_READ: Final = ("change_id", "site", "date", "description", "outcome_id", "direction", "stage", "reversed_on")
_STANDING: Final = frozenset({None, "adopted", "embedded", "spread", "reversed"})
"""The stages at which a change counts; empty counts as adopted, and so does one reversed only after the year's end."""
_CONFIRMS: Final = frozenset({"fully", "partly"})
REVERSED: Final = "Reversed"
"""How the text of a change says that it was undone."""
_ASKED_OF: Final = ("description", "significance", "contribution")


@dataclass(frozen=True)
class Harvested:
    """One change with what was made of it: `better`, `worse`, `disputed`, `reported` or `reversed`."""

    item: EvidenceItem
    origins: frozenset[str]
    standing: str


def changes(dataset: Dataset, outcomes: Mapping[str, Outcome], year: Year) -> Found:
    """Each change noticed in the year that bears on an outcome; one undone by the year's end is kept, not counted."""
    rows = dataset.table(_TABLE)
    read = of_each_row(_TABLE, rows, _READ)
    answers: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for answer in dataset.table("substantiations").sort("change_id", "substantiator").to_dicts():
        answers[answer["change_id"]].append(answer)
    grouped: dict[tuple[str, str, str], list[Harvested]] = defaultdict(list)
    items = []
    for row, provenance in zip(rows.to_dicts(), read, strict=True):
        outcome = outcomes.get(row["outcome_id"])
        scopes = outcome.scopes_of(row["site"]) if outcome and year.holds(row["date"]) else ()
        if outcome is None or not scopes:
            continue
        voice, origins, standing = _made_of(row, answers[row["change_id"]], year)
        item = EvidenceItem(
            evidence_id=f"change/{row['change_id']}",
            outcome_id=outcome.outcome_id,
            scope=row["site"],
            year=year.number,
            kind="change",
            voice=voice,
            origin="|".join(sorted(origins)),
            polarity={"better": "supports", "worse": "contradicts", "disputed": "mixed"}.get(standing, "none"),
            n=None,
            value=None,
            interval=None,
            text=row["description"] + _how_it_stands(row, standing, year),
            provenance=provenance,
            unit="changes",
            as_of=year.as_of,
        )
        items.append(item)
        for scope in scopes:
            grouped[outcome.outcome_id, scope, voice].append(Harvested(item, origins, standing))
    strands = tuple((outcome_id, scope, _strand(voice, own)) for (outcome_id, scope, voice), own in grouped.items())
    return Found(tuple(items), strands)


def _made_of(
    row: Mapping[str, Any], answers: Sequence[Mapping[str, Any]], year: Year
) -> tuple[str, frozenset[str], str]:
    """Whose voice the change has, whom it comes from, and what it counts as."""
    own = frozenset({f"change:{row['change_id']}"})
    outside = [answer for answer in answers if answer["independent"] and answer["voice"] != "staff"]
    confirming = [
        answer for answer in outside if answer["description"] in _CONFIRMS or answer["contribution"] in _CONFIRMS
    ]
    confirmed = all(any(answer[part] in _CONFIRMS for answer in outside) for part in ("description", "contribution"))
    disputing = [answer for answer in answers if any(answer[part] == "disagree" for part in _ASKED_OF)]
    origins = frozenset(f"change:{answer['substantiator']}" for answer in confirming) if confirmed else own
    voice = _voice(confirming if confirmed else disputing)
    if _undone(row, year):
        return voice, origins, "reversed"
    if disputing:
        return voice, origins, "disputed"
    if not confirmed or row["stage"] not in _STANDING:
        return voice, origins, "reported"
    return voice, origins, "worse" if row["direction"] == "negative" else "better"


def _voice(answers: Iterable[Mapping[str, Any]]) -> str:
    """The first one's voice; somebody who knows of a change and whose voice is not said is a stakeholder."""
    return next((str(answer["voice"]) for answer in answers if answer["voice"]), "stakeholder")


def _undone(row: Mapping[str, Any], year: Year) -> bool:
    if row["reversed_on"] is not None:
        return bool(row["reversed_on"] <= year.as_of)
    return row["stage"] == "reversed" and (row["stage_date"] is None or row["stage_date"] <= year.as_of)


def _how_it_stands(row: Mapping[str, Any], standing: str, year: Year) -> str:
    if standing == "reversed":
        return f" ({REVERSED} by {day(year.as_of)}, so it is not counted.)"
    if standing == "reported":
        at = (
            f"At the stage “{row['stage']}”" if row["stage"] not in _STANDING else "Not confirmed by anyone independent"
        )
        return f" ({at}, so it is reported only.)"
    return ""


def _strand(voice: str, harvested: Sequence[Harvested]) -> Strand:
    standings = [change.standing for change in harvested]
    reading = read_changes(
        better=standings.count("better"),
        worse=standings.count("worse"),
        disputed=standings.count("disputed"),
        reported=standings.count("reported"),
        undone=standings.count("reversed"),
    )
    counting = [change for change in harvested if change.standing in ("better", "worse", "disputed")]
    origins: frozenset[str] = frozenset().union(*(change.origins for change in counting))
    return Strand(
        kind="change",
        voice=voice,
        reading=reading.reading,
        why=reading.why,
        unit="changes",
        n=len(standings) - standings.count("reversed"),
        k=standings.count("better"),
        evidence=tuple(sorted(change.item.evidence_id for change in harvested)),
        origins=origins,
        sources=len(origins),
        by_staff=voice == "staff",
        needs=reading.needs,
    )
