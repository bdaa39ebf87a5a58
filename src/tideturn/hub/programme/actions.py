"""Actions on the programme besides add, change and remove: its first name, several sites, and its first year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import MAXYEAR, date, timedelta
from typing import Final

from django.utils.text import slugify

from tideturn.hub.access.service import acting, service
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.audit.record import record
from tideturn.hub.common.errors import HubError
from tideturn.hub.programme import access
from tideturn.hub.programme.models import Programme, Site, Year
from tideturn.hub.programme.resource import (
    ENDS_ON,
    KIND,
    PROGRAMME,
    PROGRAMME_NAME,
    SHORT_NAME,
    SITE,
    SITE_NAME,
    STARTS_ON,
    YEAR,
    last_year,
)
from tideturn.hub.resources.writing import add

SITES_ADDED: Final = action("programme.add_sites", Kind.WRITE, "added several sites at once")


def name_programme(*, by: Standing, name: str) -> Programme:
    """Name the programme. Raise HubError if it has a name."""
    return add(PROGRAMME, [PROGRAMME_NAME.to(name)], by=by)


@service(SITES_ADDED, needs=access.WRITE)
def add_sites(*, by: Standing, sites: Sequence[tuple[str, str, str]]) -> tuple[Site, ...]:
    """Add several sites, each by name, short name and kind: all of them, or none if one fails.

    Make a missing short name from the name. Skip a site whose name exists. Raise HubError if all of them exist, or if
    adding one raises it.
    """
    there = set(Site.objects.values_list("name", flat=True))
    added = tuple(
        add(SITE, [SITE_NAME.to(name), SHORT_NAME.to(short_name or _made_from(name)), KIND.to(kind)], by=by)
        for name, short_name, kind in sites
        if name not in there
    )
    if not added:
        raise HubError("The programme already has these sites.", mend="Write another, or go on.")
    record(SITES_ADDED, by=by.user, via=by.via, details={"sites": len(added)})
    return added


def add_first_year(*, by: Standing, starts_on: date, ends_on: date | None = None) -> Year:
    """Add Year 1, of twelve months if it has no last day. Raise HubError if there is one, or if adding it raises it."""
    with acting(YEAR.added, by=by, needs=YEAR.needs):
        if last_year() is not None:
            raise HubError("The programme already has its first year.", mend="Change its days, or add the next one.")
        return add(YEAR, [STARTS_ON.to(starts_on), ENDS_ON.to(ends_on or _twelve_months(starts_on))], by=by)


def _made_from(name: str) -> str:
    return slugify(name)[: SHORT_NAME.longest].strip("-")


def _twelve_months(first: date) -> date:
    """Return the last day of a year that begins on a day."""
    if first.year == MAXYEAR:
        raise HubError("There is no year after that one.", mend="Check the first day.")
    day = first if (first.month, first.day) != (2, 29) else first.replace(month=3, day=1)
    return day.replace(year=day.year + 1) - timedelta(days=1)
