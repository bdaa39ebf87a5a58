"""The terms in which the plan is told, as the programme folder has them."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices

from tideturn.hub.outcomes.api import Element


class Status(TextChoices):
    """Where a priority stands, in the order of its way."""

    DRAFTED = "drafted", "Drafted"
    CONSULTED = "consulted on", "Consulted on"
    AGREED = "agreed", "Agreed"
    RETIRED = "retired", "Retired"


class Departure(TextChoices):
    """How what was done differs from the plan."""

    NOT_DELIVERED = "not_delivered", "Not delivered"
    MODIFIED = "modified", "Delivered in another way"
    ADDED = "added", "Added to the plan"


class Judged(TextChoices):
    """Whether a departure is in keeping with the theory of change."""

    ADAPTATION = "adaptation", "An adaptation: it is in keeping with the theory"
    DRIFT = "drift", "Drift: it leads away from the theory"


ELEMENTS: Final = {element.value: str(element.label).partition(":")[0] for element in Element}
"""What each part of the system is called, without what is meant by it."""
JUDGED: Final = {judged.value: str(judged.label).partition(":")[0] for judged in Judged}
"""How a departure is judged, in a word or two."""
