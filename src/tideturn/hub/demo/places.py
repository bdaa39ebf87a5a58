"""The example programme's years and sites."""

from __future__ import annotations

from datetime import date

from tideturn.hub.access.standing import standing_of
from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock
from tideturn.hub.programme.services import sites, years
from tideturn.hub.programme.terms import Kind

_PLACES = (
    ("london", "London", Kind.LOCAL),
    ("birmingham", "Birmingham", Kind.LOCAL),
    ("manchester", "Greater Manchester", Kind.LOCAL),
    ("national", "National team", Kind.NATIONAL),
)


def add_places(user: User) -> None:
    """Add them all, written by that person; the second year is the one of today."""
    by, today = standing_of(user, via="command"), clock.today()
    for code, name, kind in _PLACES:
        sites.add_site(by=by, short_name=code, name=name, kind=kind)
    now = today.year if today.month >= 9 else today.year - 1
    for first in (now - 1, now, now + 1):
        years.add_year(by=by, starts_on=date(first, 9, 1), ends_on=date(first + 1, 8, 31))
