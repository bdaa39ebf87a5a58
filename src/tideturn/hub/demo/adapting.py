"""What the example programme's places are like: posts, criteria that were adapted, and where things stood before."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from tideturn.hub.access.standing import Standing, standing_of
from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock
from tideturn.hub.learning.api import point_choices
from tideturn.hub.local_context.services import baselines, circumstances, criteria, posts
from tideturn.hub.local_context.terms import Kind, Role

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
        posts.add_post(
            by=by,
            site=site,
            role=role,
            advertised_on=_ago(advertised),
            filled_on=_ago(filled),
            left_on=_ago(left),
            fte=Decimal(1),
        )
    for site, kind, description, began in _CIRCUMSTANCES:
        circumstances.add_circumstance(by=by, site=site, kind=kind, description=description, begins_on=_ago(began))
    for site, text, began in _CRITERIA:
        criteria.add_criterion(by=by, site=site, text=text, begins_on=_day(began), reason="Agreed at the start.")
    _adapt(by)
    _agree(by)


def _adapt(by: Standing) -> None:
    """A threshold that proved wrong, as was learnt there."""
    learnt = next((pk for pk, told in point_choices(by) if "Greater Manchester" in told), "")
    old = criteria.add_criterion(
        by=by,
        site="manchester",
        text="Aged 14 to 17 on the day of referral",
        begins_on=_day(340),
        reason="Agreed at the start, as older children were known to services.",
    )
    criteria.adapt_criterion(
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
        baselines.add_baseline(
            by=by,
            site="manchester",
            measure=measure,
            value=Decimal(value),
            on=_day(345),
            agreed_with="Northgate Council, Children’s Services",
            source="Their monthly count",
        )
    baselines.begin_asks(by=by, site="manchester")


def _day(days_ago: int) -> date:
    return clock.today() - timedelta(days=days_ago)


def _ago(days_ago: int | None) -> date | None:
    return None if days_ago is None else _day(days_ago)
