"""How the changes of a learning point are told."""

from __future__ import annotations

from typing import Final

from tideturn.hub.access.site_names import site_name
from tideturn.hub.forms.cells import parted
from tideturn.hub.forms.histories import Telling
from tideturn.hub.learning import places
from tideturn.hub.learning.terms import About, Used

TELLING: Final = Telling(
    labels={
        "on": "Day",
        "site": "Site",
        "point": "What was learnt",
        "about": "About",
        "source": "Where it came from",
        "changes_what": "What it changes",
        "shared_with": "Shared with, in the programme folder",
        "transferable_to": "Where else it may hold",
        "used": "Was it used?",
        "used_how": "How it was used",
    },
    told={
        "site": site_name,
        "about": lambda about: str(About(about).label),
        "shared_with": lambda cell: ", ".join(parted(cell)),
        "transferable_to": places.told,
        "used": lambda used: str(Used(used).label),
    },
    what="The learning point",
)
