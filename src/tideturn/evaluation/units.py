"""Name what is counted, with the noun that every count prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tideturn.dataset.vocabulary import VOICE

NOUNS: Final[Mapping[str, tuple[str, str]]] = {
    "young people": ("young person", "young people"),
    "families": ("family member", "family members"),
    "places": ("place", "places"),
    "groups": ("group", "groups"),
    "places and groups": ("place or group", "places and groups"),
    "staff": ("member of staff", "staff"),
    "partners": ("partner", "partners"),
    "adults": ("adult", "adults"),
    "people trained": ("person trained", "people trained"),
    "attendances": ("attendance", "attendances"),
    "responses": ("response", "responses"),
    "referrals": ("referral", "referrals"),
    "sessions": ("session", "sessions"),
    "cases": ("case", "cases"),
    "events": ("event", "events"),
    "organisations": ("organisation", "organisations"),
    "documents": ("document", "documents"),
    "changes": ("change", "changes"),
    "sources": ("source", "sources"),
    "records": ("record", "records"),
    "interviews": ("interview", "interviews"),
    "indicators": ("indicator", "indicators"),
    "outcomes": ("outcome", "outcomes"),
    "activities": ("activity", "activities"),
    "milestones": ("milestone", "milestones"),
    "criteria": ("referral criterion", "referral criteria"),
    "posts": ("post", "posts"),
    "partner organisations": ("partner organisation", "partner organisations"),
    "pieces of work": ("piece of work", "pieces of work"),
    "population": ("person in the population", "people in the population"),
    "amounts planned": ("unit of what was planned", "units of what was planned"),
    "pounds": ("pound", "pounds"),
    "amounts spent": ("amount spent", "amounts spent"),
}
"""Nouns of each unit, for one and for several."""
OF_VOICE: Final[Mapping[str, str]] = {
    "staff": "staff",
    "stakeholder": "partners",
    "young_person": "young people",
    "family": "families",
}
"""Unit of the people who answer with each voice."""
POUNDS: Final = "pounds"
OTHER_MONEY: Final = "amounts spent"
"""Unit of money in any currency but pounds."""
TRAINED: Final = "people trained"
"""Unit of people who answer at or after a training, whatever their voice."""
SELF_SCORING: Final = "adults"
"""Unit of adults who score themselves in a young person's case, as a parent or carer does."""
SCORED: Final = frozenset({"young people", "places", "groups", "places and groups"})
"""Units that workers score."""
YOUNG: Final = frozenset(
    {"young people", "families", SELF_SCORING, "referrals", "sessions", "attendances", "cases", "records"}
)
"""Units whose small counts could show who a young person or a family member is."""
ADULTS: Final = frozenset({"staff", "partners", TRAINED})
"""Units of adults in their work."""


def whose(voice: str, unit: str) -> str:
    """Return whose account something is, in words: the unit if it says more than the voice does.

    People trained may be partners or staff; an adult who scores themselves in a young person's case is not a partner.
    """
    return unit if unit in (TRAINED, SELF_SCORING) else VOICE.terms[voice]


def noun(unit: str, count: float) -> str:
    """Return the unit's noun for this count: `young person`, `young people`. Raise KeyError for an unknown unit."""
    one, several = NOUNS[unit]
    return one if count == 1 else several


def of_unit(count: int, unit: str) -> str:
    """Return a count with its noun: `1 partner`, `1,300 people trained`."""
    return f"{count:,} {noun(unit, count)}"
