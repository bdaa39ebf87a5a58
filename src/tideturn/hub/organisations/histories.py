"""How the changes of organisations and the people in them are told."""

from __future__ import annotations

from typing import Final

from tideturn.hub.access.site_names import site_name
from tideturn.hub.common.record_ids import kind_of_record
from tideturn.hub.forms.histories import Telling
from tideturn.hub.history.reading import Past
from tideturn.hub.organisations.models import Contact
from tideturn.hub.organisations.terms import Seniority, Stage


def _what(past: Past) -> str:
    """What a version is of. Of somebody who was removed it is told that it was a contact, and not who."""
    if past.kind != kind_of_record(Contact):
        return "The organisation"
    return "A contact" if past.is_removal else f"Contact {past.values['name']}"


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
