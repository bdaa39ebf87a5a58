"""The terms in which learning is told of, as the programme folder has them; whom it was shared with is the hub’s."""

from __future__ import annotations

from django.db.models import TextChoices


class About(TextChoices):
    """What a point is about."""

    PROBLEM = "problem", "The problem"
    WORK = "work", "The work"


class Used(TextChoices):
    """Whether it has been acted on."""

    YES = "yes", "Yes"
    NO = "no", "Not yet"


class Audience(TextChoices):
    """With whom it was shared."""

    INSIDE = "inside", "Colleagues in the programme"
    SITE = "site", "Another site"
    PARTNER = "partner", "A partner organisation"
