"""Read harvested changes as evidence: what changed, and whether somebody independent confirms it.

After outcome harvesting (Wilson-Grau and Britt, 2012): a change counts once its description and the programme's
contribution are substantiated by somebody who knows of it and is outside the programme.
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
from tideturn.evaluation.ledger.tokens import people
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.readings_words import read_changes
from tideturn.evaluation.strand import Strand

_TABLE: Final = "changes"
_READ: Final = ("change_id", "site", "date", "description", "outcome_id", "direction", "stage", "reversed_on")
_STANDING: Final = frozenset({None, "adopted", "embedded", "spread", "reversed"})
"""Stages of a change that counts; empty counts as adopted, and so does one reversed only after the year's end."""
_CONFIRMS: Final = frozenset({"fully", "partly"})
REVERSED: Final = "Reversed"
"""Word in the text of a change that was undone."""
_ASKED_OF: Final = ("description", "significance", "contribution")


@dataclass(frozen=True)
class Harvested:
    """One change with its status: `better`, `worse`, `disputed`, `reported` or `reversed`."""

    item: EvidenceItem
    confirmed_by: frozenset[str]
    """Pseudonyms of those from outside who confirm it."""
    standing: str


def changes(dataset: Dataset, outcomes: Mapping[str, Outcome], year: Year) -> Found:
    """Return the evidence of each change noticed in the year that speaks to an outcome.

    A change undone by the year's end is kept, but not counted.
    """
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
        voice, confirmed_by, standing = _made_of(row, answers[row["change_id"]], year)
        item = EvidenceItem(
            evidence_id=f"change/{row['change_id']}",
            outcome_id=outcome.outcome_id,
            scope=row["site"],
            year=year.number,
            kind="change",
            voice=voice,
            origin="|".join(sorted(f"change:{who}" for who in confirmed_by or {row["change_id"]})),
            polarity={"better": "supports", "worse": "contradicts", "disputed": "mixed"}.get(standing, "none"),
            n=None,
            value=None,
            interval=None,
            text=row["description"] + _how_it_stands(row, standing, year),
            provenance=provenance,
            unit="changes",
            as_of=year.as_of,
            tokens=_tokens(row["change_id"], answers[row["change_id"]], voice),
        )
        items.append(item)
        for scope in scopes:
            grouped[outcome.outcome_id, scope, voice].append(Harvested(item, confirmed_by, standing))
    strands = tuple((outcome_id, scope, _strand(voice, own)) for (outcome_id, scope, voice), own in grouped.items())
    return Found(tuple(items), strands)


def _made_of(
    row: Mapping[str, Any], answers: Sequence[Mapping[str, Any]], year: Year
) -> tuple[str, frozenset[str], str]:
    """Return the change's voice, who from outside confirms it, and what it counts as."""
    outside = [answer for answer in answers if answer["independent"] and answer["voice"] != "staff"]
    confirming = [answer for answer in outside if _confirms(answer)]
    confirmed = all(any(answer[part] in _CONFIRMS for answer in outside) for part in ("description", "contribution"))
    disputing = [answer for answer in answers if _disputes(answer)]
    by = frozenset(answer["substantiator"] for answer in confirming) if confirmed else frozenset()
    voice = _voice(confirming if confirmed else disputing)
    if _undone(row, year):
        return voice, by, "reversed"
    if disputing:
        return voice, by, "disputed"
    if not confirmed or row["stage"] not in _STANDING:
        return voice, by, "reported"
    return voice, by, "worse" if row["direction"] == "negative" else "better"


def _confirms(answer: Mapping[str, Any]) -> bool:
    return answer["description"] in _CONFIRMS or answer["contribution"] in _CONFIRMS


def _disputes(answer: Mapping[str, Any]) -> bool:
    return any(answer[part] == "disagree" for part in _ASKED_OF)


def _tokens(change_id: str, answers: Iterable[Mapping[str, Any]], voice: str) -> frozenset[str]:
    """Return tokens for the change itself, its voice, and the voice of everybody who confirms it or disputes it."""
    spoke = {answer["voice"] or "stakeholder" for answer in answers if _confirms(answer) or _disputes(answer)}
    return frozenset({f"change:{change_id}"} | {people(each) for each in spoke | {voice}})


def _voice(answers: Iterable[Mapping[str, Any]]) -> str:
    """Return the first known voice; somebody who knows of a change and has no recorded voice is a stakeholder."""
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
    return Strand(
        kind="change",
        voice=voice,
        reading=reading.reading,
        why=reading.why,
        unit="changes",
        n=len(standings) - standings.count("reversed"),
        k=standings.count("better"),
        evidence=tuple(sorted(change.item.evidence_id for change in harvested)),
        sources=len({who for change in counting for who in change.confirmed_by or {change.item.evidence_id}}),
        tokens=frozenset().union(*(change.item.tokens for change in harvested)),
        imprecise=reading.imprecise,
        needs=reading.needs,
    )
