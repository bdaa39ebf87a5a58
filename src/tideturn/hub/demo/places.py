"""Add the example programme's years and sites, with their posts, adapted criteria and baselines."""

from __future__ import annotations

from datetime import date
from typing import Final

from tideturn.hub.access.roles import PROGRAMME_MANAGER
from tideturn.hub.common import clock
from tideturn.hub.demo.learning import YOUNGER, learnt
from tideturn.hub.demo.rows import By, day, put
from tideturn.hub.local_context import resource as places
from tideturn.hub.local_context.actions import adapt_criterion, begin_requests
from tideturn.hub.local_context.models import Kind, Role
from tideturn.hub.programme import resource as programme
from tideturn.hub.programme.models import Kind as Place

_SITES: Final = (
    ("london", "London", Place.LOCAL),
    ("birmingham", "Birmingham", Place.LOCAL),
    ("manchester", "Greater Manchester", Place.LOCAL),
    ("national", "National team", Place.NATIONAL),
)
_POSTS: Final = (
    ("london", Role.MANAGER, -420, -330),
    ("london", Role.DUAL, -400, -240),
    ("london", Role.CASEWORK, -400, -300, -40),
    ("birmingham", Role.MANAGER, -380, -200),
    ("birmingham", Role.DUAL, -380, -260),
    ("manchester", Role.MANAGER, -410, -340),
    ("manchester", Role.DUAL, -300),
    ("national", Role.SYSTEMS_CHANGE, -390, -320),
)
_CIRCUMSTANCES: Final = (
    ("london", Kind.LOCAL_SERVICE, "Another charity takes the young people at highest risk.", -500),
    ("birmingham", Kind.EVENT, "The council’s children’s services were inspected, and many managers changed.", -210),
    ("manchester", Kind.LOCAL_SERVICE, "The police have a team of their own for exploitation.", -450),
    ("national", Kind.POLICY, "New guidance to schools speaks of harm outside the family.", -160),
)
_START: Final = "Agreed at the start."
_ADAPTED: Final = (
    "manchester",
    "Aged 14 to 17 on the day of referral",
    -340,
    "Agreed at the start, as older children were known to services.",
)
"""A threshold that proved wrong, as was learnt there."""
_CRITERIA: Final = (
    ("london", "Aged 11 to 17 on the day of referral", -330, _START),
    ("london", "At risk of exploitation, and not in the care of another specialist service", -330, _START),
    ("birmingham", "Aged 11 to 17 on the day of referral", -200, _START),
    _ADAPTED,
)
_AGREED: Final = ("manchester", -345, "Northgate Council, Children’s Services", "Their monthly count")
_BASELINES: Final = (
    (*_AGREED, "Referrals to the NRM, a month", 7),
    (*_AGREED, "Safeguarding referrals that met our criteria, %", 58),
)
"""What partners were asked for before work began."""


def add_places(by: By) -> None:
    """Add the sites and years; the second year is the one of today."""
    manager, today = by[PROGRAMME_MANAGER], clock.today()
    put(programme.SITE, (programme.SHORT_NAME, programme.SITE_NAME, programme.KIND), _SITES, by=manager)
    now = today.year if today.month >= 9 else today.year - 1
    years = [(date(first, 9, 1), date(first + 1, 8, 31)) for first in (now - 1, now, now + 1)]
    put(programme.YEAR, (programme.STARTS_ON, programme.ENDS_ON), years, by=manager)


def add_what_places_are_like(by: By) -> None:
    """Add what each site is like; a criterion was adapted because of a learning point that was added before."""
    manager = by[PROGRAMME_MANAGER]
    post = (places.POST_SITE, places.ROLE, places.ADVERTISED, places.FILLED, places.LEFT)
    put(places.POST, (places.FTE, *post), [(1, *one) for one in _POSTS], by=manager)
    circumstance = (places.CIRCUMSTANCE_SITE, places.KIND, places.DESCRIPTION, places.FROM)
    put(places.CIRCUMSTANCE, circumstance, _CIRCUMSTANCES, by=manager)
    criterion = (places.CRITERION_SITE, places.TEXT, places.FIRST_DAY, places.REASON)
    *_, old = put(places.CRITERION, criterion, _CRITERIA, by=manager)
    adapt_criterion(
        by=manager,
        pk=old.pk,
        text="Aged 10 to 17 on the day of referral",
        begins_on=day(-150),
        reason="Partners showed that exploitation here starts younger.",
        learning=learnt(manager, YOUNGER),
    )
    agreed = (places.BASELINE_SITE, places.TRUE_ON, places.AGREED_WITH, places.SOURCE, places.MEASURE, places.VALUE)
    put(places.BASELINE, agreed, _BASELINES, by=manager)
    begin_requests(by=manager, site="manchester")
