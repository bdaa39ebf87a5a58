"""What the apps above have about a site or a year: they say so at start.

A link stands on each site's page. Neither a site nor a year is removed while something is kept there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from tideturn.hub.access.standing import Standing
from tideturn.hub.common.unruled import unruled

AT_SITES: Final[dict[str, Callable[[str], bool]]] = {}
"""What is kept, in words (“posts”), and whether some of it is at the site of a code."""
OF_YEARS: Final[dict[str, Callable[[int], bool]]] = {}
"""What is kept, in words, and whether some of it is of the year of a number."""


def keeps_at_sites(what: str, some: Callable[[str], bool]) -> None:
    """Say that an app keeps something at sites. Raise ValueError if another app says so of the same."""
    if AT_SITES.setdefault(what, some) is not some:
        raise ValueError(f"another app keeps {what} at sites")


def keeps_of_years(what: str, some: Callable[[int], bool]) -> None:
    """Say that an app keeps something of years. Raise ValueError if another app says so of the same."""
    if OF_YEARS.setdefault(what, some) is not some:
        raise ValueError(f"another app keeps {what} of years")


@unruled("Whether anything is kept at a site, so that it is not removed; a number of nothing and nobody.")
def at_site(code: str) -> list[str]:
    """Return what is kept at a site, in words."""
    return sorted(what for what, some in AT_SITES.items() if some(code))


@unruled("Whether anything is kept of a year, so that it is not removed; a number of nothing and nobody.")
def of_year(number: int) -> list[str]:
    """Return what is kept of a year, in words."""
    return sorted(what for what, some in OF_YEARS.items() if some(number))


@dataclass(frozen=True)
class Section:
    """A link on a site's page, and a line that says what is behind it."""

    title: str
    address: Callable[[UUID], str]
    """Where it leads, by the id of the site."""
    summary: Callable[[Standing, str], str]
    """The line, by the code of the site: it tells nothing that whoever asks may not see."""
    shown_to: Callable[[Standing], bool]
    place: int
    """Where it stands among the others, from the first on."""


@dataclass(frozen=True)
class SectionShown:
    """A link, its address and its line."""

    title: str
    address: str
    summary: str


SECTIONS: Final[list[Section]] = []


def section(one: Section) -> None:
    """Have a link on each site's page. Raise ValueError if there is one of that title."""
    if any(other.title == one.title for other in SECTIONS):
        raise ValueError(f"there is a section {one.title} already")
    SECTIONS.append(one)


def sections_of(by: Standing, pk: UUID, code: str) -> tuple[SectionShown, ...]:
    """Return the links of a site for whoever asks, in their order."""
    shown = sorted((one for one in SECTIONS if one.shown_to(by)), key=lambda one: one.place)
    return tuple(SectionShown(one.title, one.address(pk), one.summary(by, code)) for one in shown)
