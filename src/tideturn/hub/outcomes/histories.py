"""How the changes of outcomes are told."""

from __future__ import annotations

from typing import Final

from tideturn.hub.access.site_names import site_name
from tideturn.hub.forms.histories import Telling
from tideturn.hub.outcomes.terms import ELEMENTS, Area, Better, Claim

OF_AN_OUTCOME: Final = Telling(
    labels={
        "title": "Outcome",
        "area": "Whose outcome",
        "element": "Part of the system",
        "due_year": "Due",
        "looked_at_by": "Who will look then",
        "definition": "What is meant",
        "better": "Which way is better",
        "claim": "What it claims",
        "sites": "Sites",
    },
    told={
        "area": lambda area: str(Area(area).label),
        "element": lambda element: ELEMENTS[element],
        "due_year": lambda year: f"Year {year}",
        "better": lambda better: str(Better(better).label),
        "claim": lambda claim: str(Claim(claim).label),
        "sites": lambda sites: ", ".join(site_name(site) for site in sites),
    },
    what="The outcome",
)
