"""Let the apps above register, at start, what they hold about a site or a year.

Each section gets a link on each site's page. Nobody can remove a site or a year while it has records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar
from uuid import UUID

from django.utils.text import get_text_list

from tideturn.hub.access.standing import Standing
from tideturn.hub.common.errors import HubError
from tideturn.hub.common.unruled import unruled

T = TypeVar("T")
AT_SITES: Final[dict[str, Callable[[str], bool]]] = {}
"""Maps a word for the records (“posts”) to a function: does the site with this code have any?"""
OF_YEARS: Final[dict[str, Callable[[int], bool]]] = {}
"""Maps a word for the records to a function: does the year with this number have any?"""


def keeps(among: dict[str, Callable[[T], bool]], what: str, some: Callable[[T], bool]) -> None:
    """Register that an app holds records at sites or of years. Raise ValueError if another registered the same word."""
    if among.setdefault(what, some) != some:
        raise ValueError(f"another app keeps {what} there")


@unruled("Checks whether a site or a year has any records, so that nobody removes it. It shows no number and no name.")
def require_none(among: Mapping[str, Callable[[T], bool]], which: T, called: str) -> None:
    """Raise HubError if a site or a year has records, in words for them."""
    if there := sorted(what for what, some in among.items() if some(which)):
        raise HubError(
            f"{called} cannot be removed because it has {get_text_list(there, 'and')}.",
            mend="If those are mistakes, remove them first.",
        )


@dataclass(frozen=True)
class Section:
    """A link on a site's page, and a line that summarises its target."""

    title: str
    address: Callable[[UUID, str], str]
    """Returns its address, given the id and the code of the site."""
    summary: Callable[[Standing, str], str]
    """Returns the line, given the code of the site. It says only what the person may see."""
    shown_to: Callable[[Standing], bool]
    place: int
    """Its place among the sections; the lowest comes first."""


SECTIONS: Final[list[Section]] = []


def section(one: Section) -> None:
    """Add a link to each site's page. Raise ValueError if another has that title."""
    if any(other.title == one.title for other in SECTIONS):
        raise ValueError(f"there is a section {one.title} already")
    SECTIONS.append(one)


def sections_of(by: Standing, pk: UUID, code: str) -> list[tuple[str, str, str]]:
    """Return the title, address and line of each of a site's links that the person may see, in order."""
    shown = sorted((one for one in SECTIONS if one.shown_to(by)), key=lambda one: one.place)
    return [(one.title, one.address(pk, code), one.summary(by, code)) for one in shown]
