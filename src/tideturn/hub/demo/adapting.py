"""What the example programme's places are like: posts, criteria that were adapted, and where things stood before."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from tideturn.hub.access.standing import Standing, standing_of
from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock
from tideturn.hub.learning.api import point_choices
from tideturn.hub.local_context import resource as places
from tideturn.hub.local_context.actions import adapt_criterion, begin_requests
from tideturn.hub.local_context.models import Kind, Role
from tideturn.hub.resources.writing import add

_POSTS = (
    ("london", Role.MANAGER, 420, 330, None),
    ("london", Role.DUAL, 400, 240, None),
    ("london", Role.CASEWORK, 400, 300, 40),
    ("birmingham", Role.MANAGER, 380, 200, None),
    ("birmingham", Role.DUAL, 380, 260, None),
    ("manchester", Role.MANAGER, 410, 340, None),
    ("manchester", Role.DUAL, 300, None, None),
    ("national", Role.SYSTEMS_CHANGE, 390, 320, None),
)
"""Site, what it does, and how many days ago it was advertised, filled and left."""
_CIRCUMSTANCES = (
    ("london", Kind.LOCAL_SERVICE, "Another charity takes the young people at highest risk.", 500),
    ("birmingham", Kind.EVENT, "The council’s children’s services were inspected, and many managers changed.", 210),
    ("manchester", Kind.LOCAL_SERVICE, "The police have a team of their own for exploitation.", 450),
    ("national", Kind.POLICY, "New guidance to schools speaks of harm outside the family.", 160),
)
_CRITERIA = (
    ("london", "Aged 11 to 17 on the day of referral", 330),
    ("london", "At risk of exploitation, and not in the care of another specialist service", 330),
    ("birmingham", "Aged 11 to 17 on the day of referral", 200),
)

_MEASURES = (("Referrals to the NRM, a month", 7), ("Safeguarding referrals about exploitation, a month", 58))


def add_what_places_are_like(user: User) -> None:
    """Add it all, written by that person."""
    by = standing_of(user, via="command")
    for site, role, advertised, filled, left in _POSTS:
        days = (
            places.ADVERTISED.to(_ago(advertised)),
            places.FILLED.to(_ago(filled)),
            places.LEFT.to(_ago(left)),
        )
        said = (places.POST_SITE.to(site), places.ROLE.to(role), *days, places.FTE.to(Decimal(1)))
        add(places.POST, said, by=by)
    for site, kind, description, began in _CIRCUMSTANCES:
        there = (
            places.CIRCUMSTANCE_SITE.to(site),
            places.KIND.to(kind),
            places.DESCRIPTION.to(description),
            places.FROM.to(_ago(began)),
        )
        add(places.CIRCUMSTANCE, there, by=by)
    for site, text, began in _CRITERIA:
        _hold(by, site, text, began, "Agreed at the start.")
    _adapt(by)
    _agree(by)


def _hold(by: Standing, site: str, text: str, began: int, reason: str) -> Any:
    """Have a criterion hold at a site since some days ago."""
    said = (
        places.CRITERION_SITE.to(site),
        places.TEXT.to(text),
        places.FIRST_DAY.to(_day(began)),
        places.REASON.to(reason),
    )
    return add(places.CRITERION, said, by=by)


def _adapt(by: Standing) -> None:
    """A threshold that proved wrong, as was learnt there."""
    learnt = next((pk for pk, told in point_choices(by) if "Greater Manchester" in told), "")
    reason = "Agreed at the start, as older children were known to services."
    old = _hold(by, "manchester", "Aged 14 to 17 on the day of referral", 340, reason)
    adapt_criterion(
        by=by,
        pk=old.pk,
        text="Aged 10 to 17 on the day of referral",
        begins_on=_day(150),
        reason="Partners showed that exploitation here starts younger.",
        learning=UUID(learnt) if learnt else None,
    )


def _agree(by: Standing) -> None:
    """What partners were asked for before work began."""
    for measure, value in (
        ("Referrals to the NRM, a month", 7),
        ("Safeguarding referrals that met our criteria, %", 58),
    ):
        said = (
            places.BASELINE_SITE.to("manchester"),
            places.MEASURE.to(measure),
            places.VALUE.to(Decimal(value)),
            places.TRUE_ON.to(_day(345)),
            places.AGREED_WITH.to("Northgate Council, Children’s Services"),
            places.SOURCE.to("Their monthly count"),
        )
        add(places.BASELINE, said, by=by)
    begin_requests(by=by, site="manchester")


def _day(days_ago: int) -> date:
    return clock.today() - timedelta(days=days_ago)


def _ago(days_ago: int | None) -> date | None:
    return None if days_ago is None else _day(days_ago)
