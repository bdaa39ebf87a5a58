"""The terms in which places are told of: those of the programme folder, and those that the hub alone has."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices


class Kind(TextChoices):
    """What sort of circumstance it is."""

    LOCAL_SERVICE = "local_service", "Another service there"
    NATIONAL_TREND = "national_trend", "Something that happened everywhere"
    POLICY = "policy", "A policy or law"
    EVENT = "event", "An event"


class Role(TextChoices):
    """What a post does."""

    CASEWORK = "casework", "Casework"
    SYSTEMS_CHANGE = "systems_change", "Systems change"
    DUAL = "dual", "Casework and systems change"
    MANAGER = "manager", "Manager"
    OTHER = "other", "Other"


STAFF: Final = (Role.CASEWORK, Role.SYSTEMS_CHANGE, Role.DUAL)
"""The posts before which a manager is best in post."""


class State(TextChoices):
    """How a post stands on a day."""

    PLANNED = "planned", "Planned"
    ADVERTISED = "advertised", "Advertised"
    FILLED = "filled", "Filled"
    VACANT = "vacant", "Vacant"
    LEFT = "left", "Left"


class Asked(TextChoices):
    """How far the programme has come with asking a partner for data."""

    TO_ASK = "to_ask", "Still to ask"
    ASKED = "asked", "Asked"
    AGREED = "agreed", "Agreed"
    NOT_TO_BE_HAD = "not_to_be_had", "Not to be had"


DATA_TO_ASK_FOR: Final = (
    "Referrals to the National Referral Mechanism (NRM): how many, month by month",
    "Safeguarding referrals about exploitation: how many, month by month",
    "Safeguarding referrals: how soon after the concern each was made",
    "Safeguarding referrals: how good they are, by criteria that you agree on",
    "Young people known to be at risk of exploitation, or exploited: how many, their ages, the kinds of exploitation",
    "Professionals trained about exploitation: how many, of which organisations",
    "Organisations that work together on exploitation, and how often they meet",
    "Professionals who ask for advice about a case: how often, whom they ask",
    "Policies and procedures that speak of exploitation outside the family",
    "Posts that are there for exploitation, in any organisation",
    "Pilots that are running or planned",
    "For each of these: who counts it, for which area and time, and who may share it",
)
"""What a programme asks partners for before it begins somewhere. Counts alone: no names, and no numbers below five."""
