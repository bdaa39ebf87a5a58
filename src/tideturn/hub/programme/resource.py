"""Declare the programme's name, its sites and its years."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.core.validators import RegexValidator

from tideturn.hub.access.models import Grant
from tideturn.hub.access.standing import Standing
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.programme import access, kept
from tideturn.hub.programme.models import Kind, Programme, Site, Year
from tideturn.hub.resources.declaration import Form, Resource, ResourceForm, Writing
from tideturn.hub.resources.fields import Choice, Day, Privacy, Text, Whole
from tideturn.hub.resources.folder import InFolder
from tideturn.hub.ui.first_use import counted

_SHORT_NAME: Final = r"^[a-z0-9][a-z0-9_-]*$"
"""The pattern of a site's code, because roles name it."""
IS_SHORT_NAME: Final = RegexValidator(_SHORT_NAME, "Use only small letters, digits and hyphens, such as manchester.")
ALL_OF_THEM: Final = "programme"
"""The folder's code for all sites together."""
_ADD: Final = "programme/add.html"

# The programme's name

PROGRAMME_NAME: Final = Text(
    Programme.name,
    "Name of the programme",
    short="Name",
    help="As people know it. It appears on your reports and exports.",
    privacy=Privacy.FREE,
    folder="value",
)


def _said_once(writing: Writing[Programme]) -> None:
    """Raise HubError if the programme has a name already."""
    before = Programme.objects.first()
    if writing.record is None and before is not None:
        raise HubError(f"The programme is called {before.name}.", mend="If the name has changed, change it there.")


PROGRAMME: Final = Resource(
    Programme,
    noun="programme name",
    key="name",
    reads=access.PROGRAMMES,
    writes=access.WRITABLE_PROGRAMMES,
    fields=(PROGRAMME_NAME,),
    title=lambda _: "The programme’s name",
    check=_said_once,
    once="what the programme is called",
    adding=Form(title="What is the programme called?", button="Save", template=_ADD),
    changing=Form(title="Change the programme’s name"),
)

# Sites


SITE_NAME: Final = Text(
    Site.name,
    "Name",
    help="As people read it, such as Greater Manchester.",
    privacy=Privacy.REFERENCE,
    folder="name",
)
SHORT_NAME: Final = Text(
    Site.code,
    "Short name",
    help="In small letters, such as manchester. Roles and the programme folder use it: it cannot be changed.",
    privacy=Privacy.REFERENCE,
    folder="code",
)
KIND: Final = Choice(Site.kind, "What is it?", short="What it is", folder="kind", empty=Kind.LOCAL)


class NewSiteForm(ResourceForm):
    """The form of a new site. Drafts leave out a field called `code` because it could be a secret; rename this one."""

    short_name = SHORT_NAME.input()

    def clean_short_name(self) -> str:
        """Raise ValidationError for an invalid short name."""
        short_name: str = self.cleaned_data["short_name"]
        IS_SHORT_NAME(short_name)
        return short_name

    def given(self) -> dict[str, Any]:
        """Return the form's values, by field name."""
        given = super().given()
        return given | {SHORT_NAME.name: given.pop("short_name")}


def _unlike_others(writing: Writing[Site]) -> None:
    """Raise HubError if a short name is invalid or would change, or if another site has the name or short name."""
    code, name, found = writing[SHORT_NAME], writing[SITE_NAME], writing.record
    if found is None:
        _require_short_name(code)
    elif code != found.code:
        raise HubError("A site’s short name cannot change.", mend="If you mean another site, add that.")
    if (found is None or name != found.name) and Site.objects.filter(name=name).exists():
        raise HubError(f"There is a site called {name}.", mend="Write another name.")


def _require_short_name(code: str) -> None:
    if not re.fullmatch(_SHORT_NAME, code):
        raise HubError(
            f"“{code}” cannot be a site’s short name.",
            mend="Use only small letters, digits and hyphens, such as manchester.",
        )
    if code == ALL_OF_THEM:
        raise HubError(f"The short name {code} means all sites together.", mend="Write another short name.")
    if Site.objects.filter(code=code).exists():
        raise HubError(f"There is a site with the short name {code}.", mend="Write another short name.")


def _nothing_at_it(by: Standing, site: Site) -> None:
    """Raise HubError if somebody has had a role at a site, or the site has records."""
    if Grant.objects.filter(site=site.code).exists():
        raise HubError(f"Somebody has, or had, a role at {site.name}.", mend="Keep it: the audit refers to this site.")
    kept.require_none(kept.AT_SITES, site.code, site.name)


SITE: Final = Resource(
    Site,
    noun="site",
    reads=access.SITES,
    writes=access.WRITABLE_SITES,
    fields=(SHORT_NAME, SITE_NAME, KIND),
    site=lambda one: one.code,
    title=lambda one: one.name,
    check=_unlike_others,
    once="a site of that name",
    before_removal=_nothing_at_it,
    adding=Form(fields=(SITE_NAME, KIND), base=NewSiteForm, template=_ADD),
    changing=Form(fields=(SITE_NAME, KIND)),
)

# Years

NUMBER: Final = Whole(
    Year.number,
    "Year",
    folder="number",
    called="year of a programme",
    least=1,
    most=99,
    says=lambda number: f"Year {number}",
)
STARTS_ON: Final = Day(Year.starts_on, "First day", folder="start", called="the first day")
ENDS_ON: Final = Day(Year.ends_on, "Last day", folder="end", called="the last day")


def _one_after_the_other(writing: Writing[Year]) -> None:
    """Number a new year. Raise HubError if it ends before it begins, or overlaps another."""
    years = {one.number: one for one in Year.objects.order_by("number")}
    if writing.record is None:
        writing[NUMBER] = max(years, default=0) + 1
    number, starts_on, ends_on = writing[NUMBER], writing[STARTS_ON], writing[ENDS_ON]
    if number is None or starts_on is None or ends_on is None:
        return  # the field reports that
    before, after = years.get(number - 1), years.get(number + 1)
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


def _last_and_empty(by: Standing, year: Year) -> None:
    """Raise HubError if another year follows, or this one has records."""
    last = last_year()
    if year.number != last:
        raise HubError(
            f"Another year follows Year {year.number}.",
            mend=f"Remove Year {last} first: you can only remove the last year.",
        )
    kept.require_none(kept.OF_YEARS, year.number, f"Year {year.number}")


YEAR: Final = Resource(
    Year,
    noun="year",
    reads=access.YEARS,
    writes=access.WRITABLE_YEARS,
    fields=(NUMBER, STARTS_ON, ENDS_ON),
    title=lambda one: f"Year {one.number}",
    check=_one_after_the_other,
    once="that year",
    # In order, because the days of one are checked against its neighbours'.
    holds=lambda: list(Year.objects.select_for_update().order_by("number")),
    before_removal=_last_and_empty,
    more=lambda one: {"now": one.starts_on <= clock.today() <= one.ends_on},
    adding=Form(title="Add the next year", fields=(STARTS_ON, ENDS_ON), template=_ADD),
    changing=Form(fields=(STARTS_ON, ENDS_ON)),
)
RESOURCES: Final = (PROGRAMME, SITE, YEAR)


def last_year() -> int | None:
    """Return the number of the programme’s last year; None if it has no year yet."""
    return Year.objects.order_by("-number").values_list("number", flat=True).first()


def years_and_sites() -> str:
    """Return how many years and sites there are, in words; empty if there are none."""
    years, sites = counted(Year.objects.count(), "year"), counted(Site.objects.count(), "site")
    return " and ".join(filter(None, (years, sites)))


# In the programme folder


def _the_next_year(changes: Mapping[Any, Any], of: UUID | None, found: Any) -> None:
    following = (last_year() or 0) + 1
    if found is None and changes[NUMBER] != following:
        raise HubError(
            f"Year {NUMBER.cell(changes[NUMBER])} cannot be added: the next one is Year {following}.",
            mend="Number the years from 1, and add them in order.",
        )


FOUND: Final = ()
TABLES: Final = (
    InFolder(resource=PROGRAMME, name="programme", code="name", order=("pk",)),
    InFolder(resource=SITE, name="sites", told_apart_by=("code",), stays=(SHORT_NAME,)),
    InFolder(
        resource=YEAR,
        name="years",
        order=("number",),
        told_apart_by=("number",),
        stays=(NUMBER,),
        checks=_the_next_year,
    ),
)
