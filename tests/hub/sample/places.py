"""The programme's name, sites and years, for the tests: added and changed by the services, as pages do it."""

from datetime import date

from tideturn.hub.access.standing import Standing
from tideturn.hub.programme.models import Programme, Site, Year
from tideturn.hub.programme.services import programme, sites, years


def named(by: Standing, name: str = "Safer Routes") -> Programme:
    return programme.name_programme(by=by, name=name)


def site(by: Standing, code: str = "manchester", name: str = "Greater Manchester", kind: str = "local") -> Site:
    return sites.add_site(by=by, short_name=code, name=name, kind=kind)


def year(by: Standing, first: str = "2025-09-01", last: str = "2026-08-31") -> Year:
    return years.add_year(by=by, starts_on=date.fromisoformat(first), ends_on=date.fromisoformat(last))


def moved(by: Standing, one: Year, first: str, last: str) -> Year:
    """From another day to another, written by somebody who has just looked at it."""
    now = Year.objects.get(pk=one.pk)
    days = {"starts_on": date.fromisoformat(first), "ends_on": date.fromisoformat(last)}
    return years.change_year(by=by, pk=one.pk, expected=now.version, **days)
