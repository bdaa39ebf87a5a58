"""What the programme and its sites are called, as the room that keeps them says. Others know a site by its code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from tideturn.hub.access.roles import ALL_SITES
from tideturn.hub.common.answering import once

KNOWN: Final[list[Callable[[], Mapping[str, str]]]] = [dict]
"""The last tells the names of sites by their codes; none where nobody does."""
TELLS: Final[list[Callable[[], str]]] = []
"""Tells what the programme is called; empty where nobody has said so yet."""


def programme_name() -> str:
    """What the programme is called; empty where nobody has said so yet."""
    return next((name for tell in TELLS if (name := tell())), "")


def site_name(code: str) -> str:
    """A site as it is read: by its name, and where it is known by its code alone, by that in words."""
    if code == ALL_SITES:
        return "All sites"
    return site_names().get(code) or code.replace("-", " ").replace("_", " ").capitalize()


def site_names() -> Mapping[str, str]:
    """What every site is called, by its code."""
    return once("site names", KNOWN[-1])
