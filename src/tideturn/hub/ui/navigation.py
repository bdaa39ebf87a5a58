"""Build the navigation of every page. Apps register their pages at start, with a section and who may see each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse


class Section(StrEnum):
    """Sections of the bar, in order. The account's entries have a list of their own."""

    START = "Start"
    CASEWORK = "Casework"
    PROGRAMME = "Programme"
    TRAINING = "Training"
    SYSTEMS = "Systems"
    EVIDENCE = "Evidence"
    REPORT = "Report"
    ACCESS = "Access"
    HUB = "The hub"
    ACCOUNT = "Account"


Visible = Callable[[HttpRequest], bool]
"""Whether somebody who is logged in is shown an entry. It is no permission: the page decides for itself."""


def everybody(request: HttpRequest) -> bool:
    """Show an entry to everybody who is signed in."""
    return True


@dataclass(frozen=True)
class Entry:
    """A page that one can go to. `beneath` names other pages on which one is still there."""

    label: str
    url_name: str
    section: Section
    visible: Visible = everybody
    beneath: frozenset[str] = frozenset()

    def is_at(self, view_name: str) -> bool:
        """Return whether a page is this one or below it."""
        return view_name == self.url_name or view_name in self.beneath


ENTRIES: Final[list[Entry]] = []


def goes_to(
    label: str, url_name: str, section: Section, *, visible: Visible = everybody, beneath: tuple[str, ...] = ()
) -> None:
    """Have a page in the navigation. Raises ValueError where it is there already."""
    if any(entry.url_name == url_name for entry in ENTRIES):
        raise ValueError(f"{url_name} is in the navigation already")
    ENTRIES.append(Entry(label, url_name, section, visible, frozenset(beneath)))


SEARCH: Final[list[Entry]] = []
"""Search page, whose field is in the header of every page; none, or one."""


def searches(url_name: str, *, visible: Visible) -> None:
    """Have a page search from the head of every page. Raises ValueError where another does."""
    if SEARCH:
        raise ValueError(f"{SEARCH[0].url_name} searches already")
    SEARCH.append(Entry("Search", url_name, Section.START, visible))


@dataclass(frozen=True)
class Link:
    """A link of the navigation: `current` is empty, `page` where one is on it, or `true` where one is beneath it."""

    label: str
    url: str
    current: str = ""


def _address_of(url_name: str) -> str:
    """Return the address of a page in the navigation. Look it up once, since every page needs all of them."""
    return _looked_up(url_name, settings.ROOT_URLCONF, get_script_prefix())


@lru_cache(maxsize=1024)  # a request says under which prefix the hub is asked for
def _looked_up(url_name: str, urls: str, _: str) -> str:
    return reverse(url_name, urls)


class Navigation:
    """What somebody is shown, on the page where they are."""

    def __init__(self, request: HttpRequest) -> None:
        match = request.resolver_match
        self._at = match.view_name if match else ""
        self._shown = tuple(entry for entry in ENTRIES if entry.visible(request))
        # The page of a search has the field itself.
        searching = [entry.url_name for entry in SEARCH if entry.visible(request) and not entry.is_at(self._at)]
        self.search = _address_of(searching[0]) if searching else ""
        """The address that searches; empty for who finds nothing."""

    @cached_property
    def sections(self) -> tuple[Link, ...]:
        """Return a link to the first page of each section, with the page's own name if it is the only one."""
        links = []
        for section in Section:
            within = self._in(section)
            if within and section is not Section.ACCOUNT:
                only = within[0].url_name == self._at
                current = "page" if only else "true" if any(entry.is_at(self._at) for entry in within) else ""
                label = within[0].label if len(within) == 1 else section.value
                links.append(Link(label, _address_of(within[0].url_name), current))
        return tuple(links)

    @cached_property
    def within(self) -> tuple[Link, ...]:
        """Return the pages of the current section, if it has several."""
        here = next((entry.section for entry in self._shown if entry.is_at(self._at)), None)
        if here in (None, Section.ACCOUNT):
            return ()
        links = self._links(here)
        return links if len(links) > 1 else ()

    @cached_property
    def account(self) -> tuple[Link, ...]:
        """Return the pages of the user's account."""
        return self._links(Section.ACCOUNT)

    def _in(self, section: Section) -> tuple[Entry, ...]:
        return tuple(entry for entry in self._shown if entry.section is section)

    def _links(self, section: Section) -> tuple[Link, ...]:
        return tuple(
            Link(entry.label, _address_of(entry.url_name), self._current(entry)) for entry in self._in(section)
        )

    def _current(self, entry: Entry) -> str:
        if entry.url_name == self._at:
            return "page"
        return "true" if entry.is_at(self._at) else ""
