"""Functions for the apps above: years and sites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tideturn.hub.access.permissions import Permission
from tideturn.hub.access.site_choices import every_site
from tideturn.hub.access.site_choices import site_choices as site_choices
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.programme import access
from tideturn.hub.programme.access import WRITE as WRITE
from tideturn.hub.programme.actions import add_first_year as add_first_year
from tideturn.hub.programme.actions import add_sites as add_sites
from tideturn.hub.programme.actions import name_programme as name_programme
from tideturn.hub.programme.models import Kind as Kind
from tideturn.hub.programme.models import Programme, Site, Year
from tideturn.hub.programme.resource import IS_SHORT_NAME as IS_SHORT_NAME
from tideturn.hub.programme.resource import last_year as last_year


@dataclass(frozen=True)
class SiteNamed:
    """A site by its id, its code and its name."""

    id: UUID
    code: str
    name: str


@dataclass(frozen=True)
class YearNamed:
    """A year of the programme by its number, and its first and last day."""

    number: int
    starts_on: date
    ends_on: date


def site_of(by: Standing, pk: UUID) -> SiteNamed:
    """Return a site. Raise NotVisibleError if the person may not see it or it does not exist."""
    return _named(access.SITES.get_visible(by, pk))


def site_of_code(by: Standing, code: str) -> SiteNamed | None:
    """Return a site by its code, or None if the person may not see it or it does not exist."""
    found = access.SITES.visible_to(by, Site.objects.filter(code=code)).first()
    return _named(found) if found else None


def sites_named(by: Standing) -> tuple[SiteNamed, ...]:
    """Return each site that the person may see, by name."""
    return tuple(_named(one) for one in access.SITES.visible_to(by, Site.objects.order_by("name")))


def sites_to_write_at(by: Standing, needs: Permission) -> list[tuple[str, str]]:
    """Return the programme's sites where the person has a permission, by name."""
    return [(code, name) for code, name in every_site() if by.may(needs, site=code)]


def site_names() -> Mapping[str, str]:
    """Return the names of all sites by code. The apps below know only the codes."""
    return dict(Site.objects.values_list("code", "name"))


def programme_name() -> str:
    """Return the programme's name; empty if nobody has entered it yet."""
    return Programme.objects.values_list("name", flat=True).first() or ""


def require_known(code: str) -> None:
    """Raises HubError where the programme has no site of that code."""
    if not Site.objects.filter(code=code).exists():
        raise HubError(f"There is no site with the short name {code}.", mend="Add the site first, or name another.")


def national_site() -> str:
    """Return the code of the national team's site; empty if there is none, or more than one."""
    codes = Site.objects.filter(kind=Kind.NATIONAL).values_list("code", flat=True)[:2]
    return codes[0] if len(codes) == 1 else ""


def year_choices(by: Standing) -> list[tuple[str, str]]:
    """Return each year that the person may see, by its number, with its days."""
    years = access.YEARS.visible_to(by, Year.objects.order_by("number"))
    return [
        (str(one.number), f"{one}: {clock.spoken_day(one.starts_on)} to {clock.spoken_day(one.ends_on)}")
        for one in years
    ]


def years_named() -> tuple[YearNamed, ...]:
    """Return each year of the programme, in order."""
    return tuple(YearNamed(one.number, one.starts_on, one.ends_on) for one in Year.objects.order_by("number"))


def require_year(number: int) -> None:
    """Raises HubError where the programme has no year of that number."""
    if not Year.objects.filter(number=number).exists():
        raise HubError(f"The programme has no Year {number}.", mend="Add the year first, or name another.")


def _named(site: Site) -> SiteNamed:
    return SiteNamed(site.pk, site.code, site.name)
