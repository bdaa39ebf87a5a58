"""The example programme's years and sites."""

from __future__ import annotations

from datetime import date

from tideturn.hub.access.standing import standing_of
from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock
from tideturn.hub.programme.models import Kind
from tideturn.hub.programme.resource import ENDS_ON, KIND, SHORT_NAME, SITE, SITE_NAME, STARTS_ON, YEAR
from tideturn.hub.resources.writing import add

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
        add(SITE, [SITE_NAME.to(name), SHORT_NAME.to(code), KIND.to(kind)], by=by)
    now = today.year if today.month >= 9 else today.year - 1
    for first in (now - 1, now, now + 1):
        add(YEAR, [STARTS_ON.to(date(first, 9, 1)), ENDS_ON.to(date(first + 1, 8, 31))], by=by)
