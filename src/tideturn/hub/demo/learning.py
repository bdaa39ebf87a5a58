"""Make up what a programme learnt, who it shared that with, and what it did with some of it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from tideturn.hub.access.roles import CASEWORKER, PROGRAMME_MANAGER, TEAM_MANAGER
from tideturn.hub.access.standing import Standing
from tideturn.hub.demo.people import SITE
from tideturn.hub.demo.rows import By, put
from tideturn.hub.forms.cells import joined
from tideturn.hub.learning import resource as learning
from tideturn.hub.learning.actions import mark_used
from tideturn.hub.learning.api import point_choices
from tideturn.hub.learning.models import About, Audience, Used

YOUNGER: Final = "Exploitation here starts before the age of 14"
OWNERSHIP: Final = "Partners must come to own a priority before anything is asked of them"
EXCLUSIONS: Final = "Schools decide exclusions within a day"
_POINTS: Final = (
    (
        PROGRAMME_MANAGER,
        (
            -200,
            "manchester",
            About.PROBLEM,
            f"{YOUNGER}. Primary schools described children of ten and eleven who "
            "were asked to hold things for older ones, and our age threshold was turning them away.",
            "Schools and the police, at a partners’ meeting",
            "The age from which young people are referred in Greater Manchester",
            joined((SITE, "birmingham")),
        ),
        (
            (-190, Audience.SITE, SITE, "", "At the managers’ call; London looks at its own referrals."),
            (-185, Audience.PARTNER, "", "Northgate Council, Children's Services"),
        ),
        "The threshold was lowered after two months of talks with partners.",
    ),
    (
        PROGRAMME_MANAGER,
        (
            -130,
            "national",
            About.WORK,
            f"{OWNERSHIP}. Priorities that we wrote alone were agreed to politely, and then not acted on.",
            "A review of the year by all teams",
            "What the theory of change says about ownership",
            "any area where work begins",
        ),
        ((-120, Audience.INSIDE, "", "All teams"),),
        "The next plan begins with two meetings that partners chair.",
    ),
    (
        CASEWORKER,
        (
            -40,
            SITE,
            About.PROBLEM,
            "Calm is read as guilt. Young people who seem unconcerned in custody are often those under the tightest "
            "hold.",
            "Debriefs with custody staff",
            "What custody training says about demeanour",
            joined(("manchester", "birmingham")),
        ),
        ((-20, Audience.PARTNER, "", "Tidewater Police, Missing Persons Unit", "They ask for a page on it."),),
        "",
    ),
    (
        TEAM_MANAGER,
        (
            -12,
            SITE,
            About.WORK,
            "A first visit at the youth centre is kept more often than one at an office: nobody has to explain to a "
            "friend where they are going.",
            "A count of first visits since the summer",
        ),
        (),
        "",
    ),
    (
        PROGRAMME_MANAGER,
        (
            -5,
            "birmingham",
            About.WORK,
            f"{EXCLUSIONS}. To ask us first, a school needs a colleague's name and telephone number, not the name of a "
            "team.",
            "Two schools that rang too late",
            "",
            SITE,
        ),
        (),
        "",
    ),
)
"""Each learning point with its author, who it was shared with, and how it was used."""


def add_learning(by: By) -> None:
    """Add it all."""
    point = (
        learning.ON,
        learning.SITE,
        learning.ABOUT,
        learning.LEARNT,
        learning.SOURCE,
        learning.CHANGES,
        learning.TRANSFERABLE,
    )
    share = (learning.SHARED_ON, learning.AUDIENCE, learning.OTHER_SITE, learning.WHOM, learning.WORDS)
    for role, cells, shares, used_how in _POINTS:
        (one,) = put(learning.POINT, point, [cells], by=by[role])
        put(learning.SHARE, share, shares, by=by[role], of=one.pk)
        if used_how:
            mark_used(by=by[role], pk=one.pk, expected=one.version, used=Used.YES, used_how=used_how)


def learnt(by: Standing, begins: str) -> UUID:
    """Return the id of the learning point that begins so."""
    return next(UUID(pk) for pk, told in point_choices(by) if told.startswith(begins))
