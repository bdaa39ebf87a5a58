"""What the rooms above keep at a site or of a year: they say so when they start, and neither is removed beneath it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tideturn.hub.common.unruled import unruled

AT_SITES: Final[dict[str, Callable[[str], bool]]] = {}
"""What is kept, in words (“posts”), and whether some of it is at the site of a code."""
OF_YEARS: Final[dict[str, Callable[[int], bool]]] = {}
"""What is kept, in words, and whether some of it is of the year of a number."""


def keeps_at_sites(what: str, some: Callable[[str], bool]) -> None:
    """Say that a room keeps something at sites. Raises ValueError where another room says so of the same."""
    if AT_SITES.setdefault(what, some) is not some:
        raise ValueError(f"another room keeps {what} at sites")


def keeps_of_years(what: str, some: Callable[[int], bool]) -> None:
    """Say that a room keeps something of years. Raises ValueError where another room says so of the same."""
    if OF_YEARS.setdefault(what, some) is not some:
        raise ValueError(f"another room keeps {what} of years")


@unruled("Whether anything is kept at a site, so that it is not removed; a number of nothing and nobody.")
def at_site(code: str) -> list[str]:
    """What is kept at a site, in words."""
    return sorted(what for what, some in AT_SITES.items() if some(code))


@unruled("Whether anything is kept of a year, so that it is not removed; a number of nothing and nobody.")
def of_year(number: int) -> list[str]:
    """What is kept of a year, in words."""
    return sorted(what for what, some in OF_YEARS.items() if some(number))
