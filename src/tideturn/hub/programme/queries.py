"""What is shown of years and sites, as plain values: no person is among it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from tideturn.hub.access.reading import show
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.forms.histories import Changed, Telling, changes_of
from tideturn.hub.history.reading import versions_of
from tideturn.hub.programme import actions, policy
from tideturn.hub.programme.models import Programme, Site, Year
from tideturn.hub.programme.terms import Kind


@dataclass(frozen=True)
class ProgrammeShown:
    """What the programme is called."""

    id: UUID
    name: str
    version: int
    changes: tuple[Changed, ...] = ()
    """What it was called before, the latest first; where it is read by itself."""


@dataclass(frozen=True)
class SiteShown:
    """A site."""

    id: UUID
    code: str
    name: str
    kind: str
    version: int
    changes: tuple[Changed, ...] = ()
    """What it was before, the latest first; of one that is read by itself."""


@dataclass(frozen=True)
class YearShown:
    """A year, and whether it is the one of today."""

    id: UUID
    number: int
    starts_on: date
    ends_on: date
    now: bool
    version: int
    changes: tuple[Changed, ...] = ()
    """From when to when it went before, the latest first; of one that is read by itself."""


_OF_THE_PROGRAMME = Telling(labels={"name": "Name"}, told={}, what="The name")
_OF_A_SITE = Telling(
    labels={"name": "Name", "kind": "What it is"}, told={"kind": lambda kind: str(Kind(kind).label)}, what="The site"
)
_OF_A_YEAR = Telling(labels={"starts_on": "First day", "ends_on": "Last day"}, told={}, what="The year")


def programme_seen(by: Standing) -> ProgrammeShown | None:
    """What the programme is called; None where nobody has said so yet. Raises NotVisibleError."""
    by.require_unseen(policy.READ)
    found = policy.PROGRAMMES.visible_to(by, Programme.objects.all()).first()
    return None if found is None else ProgrammeShown(found.pk, found.name, found.version)


def programme_read(by: Standing, pk: UUID) -> ProgrammeShown:
    """What it is called, and was before. Raises NotVisibleError."""

    def gather(found: Programme) -> ProgrammeShown:
        changes = changes_of(versions_of(found), _OF_THE_PROGRAMME)
        return ProgrammeShown(found.pk, found.name, found.version, changes)

    return show(by, policy.PROGRAMMES, pk, action=actions.READ, gather=gather)


def sites_seen(by: Standing) -> tuple[SiteShown, ...]:
    """Every site, by name. Raises NotVisibleError for who may see none."""
    by.require_unseen(policy.READ)
    return tuple(_site(one) for one in policy.SITES.visible_to(by, Site.objects.order_by("name")))


def years_seen(by: Standing) -> tuple[YearShown, ...]:
    """Every year, in their order. Raises NotVisibleError for who may see none."""
    by.require_unseen(policy.READ)
    today = clock.today()
    return tuple(_year(one, today) for one in policy.YEARS.visible_to(by, Year.objects.order_by("number")))


def site_read(by: Standing, pk: UUID) -> SiteShown:
    """A site, and what it was called before. Raises NotVisibleError."""

    def gather(found: Site) -> SiteShown:
        return replace(_site(found), changes=changes_of(versions_of(found), _OF_A_SITE))

    return show(by, policy.SITES, pk, action=actions.READ, gather=gather)


def year_read(by: Standing, pk: UUID) -> YearShown:
    """A year, and from when to when it went before. Raises NotVisibleError."""
    today = clock.today()

    def gather(found: Year) -> YearShown:
        changes = changes_of(versions_of(found), _OF_A_YEAR)
        return replace(_year(found, today), changes=changes)

    return show(by, policy.YEARS, pk, action=actions.READ, gather=gather)


def _site(site: Site) -> SiteShown:
    return SiteShown(site.pk, site.code, site.name, str(Kind(site.kind).label), site.version)


def _year(year: Year, today: date) -> YearShown:
    now = year.starts_on <= today <= year.ends_on
    return YearShown(year.pk, year.number, year.starts_on, year.ends_on, now, year.version)
