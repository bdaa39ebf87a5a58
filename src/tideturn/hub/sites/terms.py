"""The terms in which sites are told of, as the programme folder has them."""

from __future__ import annotations

from django.db.models import TextChoices


class Kind(TextChoices):
    """Whether a site is a place or the country."""

    LOCAL = "local", "A city or area"
    NATIONAL = "national", "The national team"
