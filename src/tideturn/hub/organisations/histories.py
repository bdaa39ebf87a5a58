"""How the changes of organisations and the people in them are told."""

from __future__ import annotations

from typing import Any, Final

from tideturn.hub.access.site_names import site_name
from tideturn.hub.forms.histories import REMOVED, Telling
from tideturn.hub.organisations.terms import Seniority, Stage


def _what(row: Any) -> str:
    """What a row is of. Of somebody who was removed it is told that it was a contact, and not who: nobody is shown."""
    if hasattr(row, "job_title") and row.history_type == REMOVED:
        return "A contact"
    return f"Contact {row.name}" if hasattr(row, "job_title") else "The organisation"


TELLING: Final = Telling(
    labels={
        "name": "Name",
        "sector": "Sector",
        "site": "Site",
        "stage": "Stage",
        "next_step": "Next step",
        "job_title": "Role",
        "seniority": "Seniority",
        "email": "E-mail",
        "telephone": "Telephone",
        "is_main": "Whom to ask first",
        "left_on": "Left on",
        "merged_into_id": "Merged into another",
    },
    told={
        "sector": str.capitalize,
        "site": site_name,
        "stage": lambda stage: str(Stage(stage).label),
        "seniority": lambda seniority: str(Seniority(seniority).label),
        "merged_into_id": lambda _: "Yes",
    },
    what=_what,
)
