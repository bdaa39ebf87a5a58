"""Names of the programme and its sites, from the app that keeps them. Other apps know a site by its code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.common.answering import once

KNOWN: Final[list[Callable[[], Mapping[str, str]]]] = [dict]
"""Functions that return the names of sites by their codes. The last one counts; without one there are no names."""
TELLS: Final[list[Callable[[], str]]] = []
"""Functions that return the programme's name; empty if nobody has given one yet."""


def programme_name() -> str:
    """Return the programme's name; empty if nobody has given one yet."""
    return next((name for tell in TELLS if (name := tell())), "")


def site_name(code: str) -> str:
    """Return the name of a site. If only its code is known, return the code in words."""
    if code == ALL_SITES:
        return "All sites"
    return site_names().get(code) or code.replace("-", " ").replace("_", " ").capitalize()


def site_names() -> Mapping[str, str]:
    """Return the name of every site, by its code."""
    return once("site names", KNOWN[-1])
