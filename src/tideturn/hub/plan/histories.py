"""How the changes of targets, milestones and priorities are told."""

from __future__ import annotations

from typing import Final

from tideturn.hub.access.site_names import site_name
from tideturn.hub.forms.histories import Telling
from tideturn.hub.plan.terms import ELEMENTS, JUDGED, Departure, Status
from tideturn.hub.plan.wording import number_told

OF_A_TARGET: Final = Telling(
    labels={
        "component": "Part of the work",
        "measure": "What is counted",
        "planned": "Planned",
        "delivered": "Delivered",
        "quality": "Quality",
        "departure": "Departure",
        "judged": "Judged",
        "reason": "Why it differs",
    },
    told={
        "planned": number_told,
        "delivered": number_told,
        "departure": lambda departure: str(Departure(departure).label),
        "judged": lambda judged: JUDGED[judged],
    },
    what="The target",
)
OF_A_MILESTONE: Final = Telling(
    labels={
        "site": "Site",
        "title": "Milestone",
        "planned_on": "Planned for",
        "actual_on": "Reached on",
        "cause_of_delay": "What held it up",
        "response": "What was done about it",
    },
    told={"site": site_name},
    what="The milestone",
)
OF_A_PRIORITY: Final = Telling(
    labels={
        "title": "Priority",
        "element": "Part of the system",
        "site": "Site",
        "status": "Where it stands",
        "begins_on": "From",
        "ends_on": "Until",
        "definition": "What is meant by it",
    },
    told={
        "element": lambda element: ELEMENTS[element],
        "site": site_name,
        "status": lambda status: str(Status(status).label),
    },
    what="The priority",
)
