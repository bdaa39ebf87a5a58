"""The terms in which a theory is told, as the programme folder has them."""

from __future__ import annotations

from django.db.models import TextChoices


class Kind(TextChoices):
    """What kind of part a box is, in the order in which one leads to the next."""

    ACTIVITY = "activity", "Activity"
    OUTPUT = "output", "Output"
    OUTCOME = "outcome", "Outcome"
    IMPACT = "impact", "Impact"
