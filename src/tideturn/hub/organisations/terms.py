"""The terms in which partners are told of, as the programme folder has them."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices


class Stage(TextChoices):
    """How far a partner has come, from the first meeting on."""

    FIRST_CONTACT = "first contact", "First contact"
    INTERESTED = "interested", "Interested"
    COMMITTED = "committed", "Committed"
    ACTING = "acting", "Acting"
    LEADING = "leading", "Leading"


class Seniority(TextChoices):
    """At what level of an organisation somebody works."""

    OPERATIONAL = "operational", "Operational"
    MANAGEMENT = "management", "Management"
    SENIOR = "senior", "Senior"


SECTORS: Final = ("police", "council", "education", "health", "housing", "youth justice", "transport", "voluntary")
"""Sectors that a form proposes; another may be typed."""
