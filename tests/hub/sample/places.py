"""The programme's name, sites and years, for the tests: added, changed and removed as pages do it."""

from datetime import date
from uuid import UUID

from tideturn.hub.access.standing import Standing
from tideturn.hub.programme.actions import name_programme
from tideturn.hub.programme.models import Programme, Site, Year
from tideturn.hub.programme.resource import PROGRAMME, SITE, YEAR
from tideturn.hub.resources.reading import Shown, listed, read
from tideturn.hub.resources.writing import add, change, remove

from .partners import added, changed_to


def named(by: Standing, name: str = "Safer Routes") -> Programme:
    return name_programme(by=by, name=name)


def rename_programme(*, by: Standing, pk: UUID, expected: int | None, name: str) -> Programme:
    return changed_to(PROGRAMME, by, pk, expected, name=name)


def take_name_back(*, by: Standing, pk: UUID, expected: int | None) -> None:
    remove(PROGRAMME, pk, by=by, expected=expected)


def add_site(*, by: Standing, short_name: str, name: str, kind: str) -> Site:
    return add(SITE, SITE.changes({"code": short_name, "name": name, "kind": kind}), by=by)


def site(by: Standing, code: str = "manchester", name: str = "Greater Manchester", kind: str = "local") -> Site:
    return add_site(by=by, short_name=code, name=name, kind=kind)


def change_site(*, by: Standing, pk: UUID, expected: int | None, **said: str) -> Site:
    return change(SITE, pk, SITE.changes(said), by=by, expected=expected)


def remove_site(*, by: Standing, pk: UUID, expected: int | None) -> None:
    remove(SITE, pk, by=by, expected=expected)


def add_year(*, by: Standing, starts_on: date, ends_on: date) -> Year:
    return added(YEAR, by, starts_on=starts_on, ends_on=ends_on)


def year(by: Standing, first: str = "2025-09-01", last: str = "2026-08-31") -> Year:
    return add_year(by=by, starts_on=date.fromisoformat(first), ends_on=date.fromisoformat(last))


def change_year(*, by: Standing, pk: UUID, expected: int | None, **days: date) -> Year:
    return change(YEAR, pk, YEAR.changes(days), by=by, expected=expected)


def moved(by: Standing, one: Year, first: str, last: str) -> Year:
    """From another day to another, written by somebody who has just looked at it."""
    return changed_to(YEAR, by, one.pk, starts_on=date.fromisoformat(first), ends_on=date.fromisoformat(last))


def remove_year(*, by: Standing, pk: UUID, expected: int | None) -> None:
    remove(YEAR, pk, by=by, expected=expected)


def sites_seen(by: Standing) -> tuple[Shown, ...]:
    return listed(SITE, SITE.all().order_by("name"), by=by)


def years_seen(by: Standing) -> tuple[Shown, ...]:
    return listed(YEAR, YEAR.all().order_by("number"), by=by)


def year_read(by: Standing, pk: UUID) -> Shown:
    return read(YEAR, pk, by=by, with_history=True)
