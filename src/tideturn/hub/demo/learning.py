"""What a made-up programme has learnt, with whom it was shared, and what was done with some of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from tideturn.hub.access.roles import CASEWORKER, PROGRAMME_MANAGER, TEAM_MANAGER, Role
from tideturn.hub.access.standing import standing_of
from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock
from tideturn.hub.demo.people import SITE
from tideturn.hub.forms.cells import joined
from tideturn.hub.learning import resource as learning
from tideturn.hub.learning.actions import mark_used
from tideturn.hub.learning.models import About, Audience, Used
from tideturn.hub.resources.fields import Change
from tideturn.hub.resources.writing import add


@dataclass(frozen=True)
class _Share:
    days_ago: int
    audience: Audience
    site: str = ""
    whom: str = ""
    words: str = ""


@dataclass(frozen=True)
class _Point:
    days_ago: int
    by: Role
    site: str
    about: About
    point: str
    source: str
    changes_what: str = ""
    transferable_to: tuple[str, ...] = ()
    shares: tuple[_Share, ...] = ()
    used_how: str = ""


_POINTS: Final = (
    _Point(
        200,
        PROGRAMME_MANAGER,
        "manchester",
        About.PROBLEM,
        "Exploitation here starts before the age of 14. Primary schools described children of ten and eleven who were "
        "asked to hold things for older ones, and our age threshold was turning them away.",
        "Schools and the police, at a partners’ meeting",
        "The age from which young people are referred in Greater Manchester",
        (SITE, "birmingham"),
        (
            _Share(190, Audience.SITE, site=SITE, words="At the managers’ call; London looks at its own referrals."),
            _Share(185, Audience.PARTNER, whom="Northgate Council, Children's Services"),
        ),
        "The threshold was lowered after two months of talks with partners.",
    ),
    _Point(
        130,
        PROGRAMME_MANAGER,
        "national",
        About.WORK,
        "Partners must come to own a priority before anything is asked of them. Priorities that we wrote alone were "
        "agreed to politely, and then not acted on.",
        "A review of the year by all teams",
        "What the theory of change says about ownership",
        ("any area where work begins",),
        (_Share(120, Audience.INSIDE, whom="All teams"),),
        "The next plan begins with two meetings that partners chair.",
    ),
    _Point(
        40,
        CASEWORKER,
        SITE,
        About.PROBLEM,
        "Calm is read as guilt. Young people who seem unconcerned in custody are often those under the tightest hold.",
        "Debriefs with custody staff",
        "What custody training says about demeanour",
        ("manchester", "birmingham"),
        (
            _Share(
                20, Audience.PARTNER, whom="Tidewater Police, Missing Persons Unit", words="They ask for a page on it."
            ),
        ),
    ),
    _Point(
        12,
        TEAM_MANAGER,
        SITE,
        About.WORK,
        "A first visit at the youth centre is kept more often than one at an office: nobody has to explain to a friend "
        "where they are going.",
        "A count of first visits since the summer",
    ),
    _Point(
        5,
        PROGRAMME_MANAGER,
        "birmingham",
        About.WORK,
        "Exclusions are decided within a day. Whoever is to be heard before one has to be known to the school by name "
        "and telephone number, and not by the name of a team.",
        "Two schools that rang too late",
        transferable_to=(SITE,),
    ),
)


def add_learning(people: Mapping[Role, User]) -> None:
    """Add it all, each point written by somebody of that role."""
    today = clock.today()
    for one in _POINTS:
        by = standing_of(people[one.by], via="command")
        said: list[Change[Any]] = [
            learning.ON.to(today - timedelta(days=one.days_ago)),
            learning.SITE.to(one.site),
            learning.LEARNT.to(one.point),
            learning.SOURCE.to(one.source),
            learning.ABOUT.to(one.about),
            learning.CHANGES.to(one.changes_what),
            learning.TRANSFERABLE.to(joined(one.transferable_to)),
        ]
        point = add(learning.POINT, said, by=by)
        for share in one.shares:
            told: list[Change[Any]] = [
                learning.AUDIENCE.to(share.audience),
                learning.OTHER_SITE.to(share.site),
                learning.WHOM.to(share.whom),
                learning.SHARED_ON.to(today - timedelta(days=share.days_ago)),
                learning.WORDS.to(share.words),
            ]
            add(learning.SHARE, told, by=by, of=point.pk)
        if one.used_how:
            mark_used(by=by, pk=point.pk, expected=point.version, used=Used.YES, used_how=one.used_how)
