"""What the rooms above have about a site, each a link on the site's page: they say so when they start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from tideturn.hub.access.standing import Standing


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
    """Have a link on each site's page. Raises ValueError where there is one of that title."""
    if any(other.title == one.title for other in SECTIONS):
        raise ValueError(f"there is a section {one.title} already")
    SECTIONS.append(one)


def sections_of(by: Standing, pk: UUID, code: str) -> tuple[SectionShown, ...]:
    """The links of a site for whoever asks, in their order."""
    shown = sorted((one for one in SECTIONS if one.shown_to(by)), key=lambda one: one.place)
    return tuple(SectionShown(one.title, one.address(pk), one.summary(by, code)) for one in shown)
