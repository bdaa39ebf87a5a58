"""Tell harvested changes apart: by their place, and by words that only one of them has."""

from __future__ import annotations

import re

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.proof.attribution import place_names
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.harvest import Change
from tideturn.evaluation.claims.proof.retold import names
from tideturn.evaluation.claims.proof.statuses import DATE

_LONG = 16
"""A phrase of so many words says something of its own."""


def all_changes(reading: Reading) -> tuple[Change, ...]:
    """Return every change noticed for the claim's outcome, place and year, attached to the claim or not."""
    claim = reading.ground.claim
    return tuple(
        change
        for change in reading.ground.record.changes.values()
        if claim.scope in (change.item.scope, PROGRAMME_SCOPE)
        and (change.item.outcome_id, change.item.year) == (claim.outcome_id, claim.year)
    )


def is_named(reading: Reading, phrase: str, change: Change) -> bool:
    """Return whether a phrase names this change and none of the others."""
    return 0 < len(phrase.split()) < _LONG and all(
        names(without_place(reading, phrase, other), other.description) == (other is change)
        for other in all_changes(reading)
    )


def place_of(reading: Reading, change: Change) -> str:
    """Return a pattern for the change's own place; one that matches nothing if it has no name."""
    told = (
        rf"(?:in|on|at|across) (?:the )?{re.escape(name)}|(?:the )?{re.escape(name)}[’']s"
        for name in place_names(reading, change.item)
    )
    return "|".join(told) or "(?!)"


def without_place(reading: Reading, phrase: str, change: Change) -> str:
    """Return a phrase without the change's own place."""
    return " ".join(re.sub(rf"(?<!\w)(?:{place_of(reading, change)}),?(?!\w)", " ", phrase, flags=re.I).split())


def filled(rule: str, reading: Reading, change: Change | None = None) -> str:
    """Return a rule with its gaps for a place and a time filled: the change's own, or else the claim's."""
    claim = reading.ground.claim
    here = (name.removeprefix("The ") for name, code in reading.ground.places.items() if code == claim.scope)
    placed = "|".join(rf"(?:in|on|at) (?:the )?{re.escape(name)}" for name in here) or "(?!)"
    when = rf"in year {claim.year}|(?:in|over|during) the year"
    if change is not None:
        placed, when = place_of(reading, change), rf"{when}|in {re.sub(r'[?]P<[a-z]+>', '?:', DATE)}"
    return rule.replace("<where>", f"(?:{placed})").replace("<when>", f"(?:{when})")
