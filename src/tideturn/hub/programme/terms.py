"""The terms in which sites are told of, as the programme folder has them."""

from __future__ import annotations

from typing import Final

from django.core.validators import RegexValidator
from django.db.models import TextChoices

SHORT_NAME: Final = r"^[a-z0-9][a-z0-9_-]*$"
"""What a site's code may be: roles are granted at it."""
IS_SHORT_NAME: Final = RegexValidator(SHORT_NAME, "Write small letters, digits and hyphens alone, such as manchester.")
ALL_OF_THEM: Final = "programme"
"""What the folder has where something is of all sites together."""


class Kind(TextChoices):
    """Whether a site is a place or the country."""

    LOCAL = "local", "A city or area"
    NATIONAL = "national", "The national team"
