"""Years are added one after the other, and their days changed as long as no two of them overlap; the last one goes."""

from __future__ import annotations

from datetime import MAXYEAR, date, timedelta
from uuid import UUID

from django.utils.text import get_text_list

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import change_version, made, no_other_like_it, remove_version
from tideturn.hub.programme import actions, kept, policy
from tideturn.hub.programme.models import Year
from tideturn.hub.programme.writing import record_event


@service(actions.YEAR_ADDED, needs=policy.WRITE)
def add_year(*, by: Standing, starts_on: date, ends_on: date) -> Year:
    """Add the next year. Raises HubError where it begins before the last one ends, or ends before it begins."""
    year = _added(by, starts_on, ends_on)
    record_event(actions.YEAR_ADDED, by, year)
    return year


@service(actions.YEAR_ADDED, needs=policy.WRITE)
def add_first_year(*, by: Standing, starts_on: date, ends_on: date | None = None) -> Year:
    """Add Year 1; without a last day it has twelve months. Raises HubError where there is one, and as adding does."""
    if Year.objects.exists():
        raise HubError("The programme has its first year already.", mend="Change its days, or add the next one.")
    year = _added(by, starts_on, ends_on or _twelve_months(starts_on))
    record_event(actions.YEAR_ADDED, by, year)
    return year


@service(actions.YEAR_CHANGED, needs=policy.WRITE)
def change_year(*, by: Standing, pk: UUID, expected: int | None, starts_on: date, ends_on: date) -> Year:
    """Change from when to when it goes.

    Raises HubError where it would overlap another, EditsMeetError where it is at another version.
    """
    years = {year.number: year for year in Year.objects.select_for_update().order_by("number")}
    found = policy.YEARS.get_visible(by, pk)
    policy.WRITABLE_YEARS.require(by, found)
    number = found.number
    _require_order(number, starts_on, ends_on, before=years.get(number - 1), after=years.get(number + 1))
    changed = change_version(by, found, expected, starts_on=starts_on, ends_on=ends_on)
    if changed:
        record_event(actions.YEAR_CHANGED, by, found, changed=changed)
    return found


@service(actions.YEAR_REMOVED, needs=policy.WRITE)
def remove_year(*, by: Standing, pk: UUID, expected: int | None) -> None:
    """Take the last one away, while nothing is kept of it.

    Raises HubError where another follows it or something is kept of it, EditsMeetError where it is at another version.
    """
    years = list(Year.objects.select_for_update().order_by("number"))
    found = policy.YEARS.get_visible(by, pk)
    policy.WRITABLE_YEARS.require(by, found)
    if found.number != years[-1].number:
        raise HubError(
            f"Year {found.number} is followed by another.",
            mend=f"Remove Year {years[-1].number} first: years are taken away from the end.",
        )
    if there := kept.of_year(found.number):
        raise HubError(
            f"Year {found.number} cannot be removed: there are {get_text_list(there, 'and')} of it.",
            mend="Remove those first, if none of it was so.",
        )
    remove_version(by, found, expected)
    record_event(actions.YEAR_REMOVED, by, found)


def _require_order(number: int, starts_on: date, ends_on: date, *, before: Year | None, after: Year | None) -> None:
    if ends_on <= starts_on:
        raise HubError(
            f"Year {number} would end before it begins.", mend="Write a last day that comes after the first."
        )
    if before is not None and starts_on <= before.ends_on:
        first = clock.spoken_day(before.ends_on + timedelta(days=1))
        raise HubError(
            f"Year {before.number} goes until {clock.spoken_day(before.ends_on)}.",
            mend=f"Write {first} as the first day, or a later one.",
        )
    if after is not None and ends_on >= after.starts_on:
        last = clock.spoken_day(after.starts_on - timedelta(days=1))
        raise HubError(
            f"Year {after.number} begins on {clock.spoken_day(after.starts_on)}.",
            mend=f"Write {last} as the last day, or an earlier one.",
        )


def _added(by: Standing, starts_on: date, ends_on: date) -> Year:
    last = Year.objects.select_for_update().order_by("-number").first()
    number = last.number + 1 if last else 1
    _require_order(number, starts_on, ends_on, before=last, after=None)
    with no_other_like_it(f"Year {number}"):
        return made(by, Year, number=number, starts_on=starts_on, ends_on=ends_on)


def _twelve_months(first: date) -> date:
    """The last day of a year that begins on that day."""
    if first.year == MAXYEAR:
        raise HubError("There is no year after that one.", mend="See whether the first day is right.")
    day = first if (first.month, first.day) != (2, 29) else first.replace(month=3, day=1)
    return day.replace(year=day.year + 1) - timedelta(days=1)
