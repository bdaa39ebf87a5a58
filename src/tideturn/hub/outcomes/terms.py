"""The terms in which outcomes are told of, as the programme folder has them."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices


class Area(TextChoices):
    """Whose outcome it is, in the order in which a page has them."""

    CYP = "cyp", "Children and young people"
    PRACTITIONER = "practitioner", "Practitioners"
    SYSTEM = "system", "The system around them"


class Element(TextChoices):
    """Which part of the system an outcome of the system is of."""

    PATHWAYS = "pathways", "Pathways: what happens to a young person, step by step"
    STRUCTURES = "structures", "Structures: policies, laws, roles and cultures"
    COLLABORATION = "collaboration", "Collaboration: working and sharing information together"


class Claim(TextChoices):
    """What an outcome claims; empty means change."""

    STATE = "state", "How things are"
    CHANGE = "change", "That something changed"


class Better(TextChoices):
    """Which way is better; where nothing is said, up."""

    UP = "up", "More of it is better"
    DOWN = "down", "Less of it is better"


ELEMENTS: Final = {element.value: str(element.label).partition(":")[0] for element in Element}
"""What each part of the system is called, without what is meant by it."""
NOBODY_YET: Final = "Nobody is named yet"
"""Who will look at an outcome that is due after the last year, where it came from a folder, which does not say it."""
