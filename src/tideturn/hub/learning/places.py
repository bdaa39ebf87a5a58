"""Where else a point may hold: sites, which the folder may have by code or name, and other places in words."""

from __future__ import annotations

from collections.abc import Iterable

from tideturn.hub.access.site_names import site_name, site_names
from tideturn.hub.forms.cells import joined, parted


def sites_meant(written: str) -> tuple[str, ...]:
    """The codes of the sites that a cell names."""
    return tuple(dict.fromkeys(code for _, code in _read(written) if code))


def further_words(written: str) -> tuple[str, ...]:
    """What a cell names and is no site."""
    return tuple(part for part, code in _read(written) if not code)


def told(written: str) -> str:
    """A cell as it is read: sites by name."""
    return ", ".join(site_name(code) if code else part for part, code in _read(written))


def written_as_before(before: str, places: Iterable[str]) -> str:
    """Places as one cell. One that stood there before stands as it was written, by the site's name perhaps."""
    meant = dict.fromkeys(code or part for part, code in _read(joined(places)))
    stays = [(part, code or part) for part, code in _read(before) if (code or part) in meant]
    for _, place in stays:
        meant.pop(place, None)
    return joined([*(part for part, _ in stays), *meant])


def _read(written: str) -> list[tuple[str, str]]:
    """Each part of a cell, with the code of the site that it means; that is empty where it means none."""
    parts = parted(written)
    if not parts:
        return []
    codes = {name.casefold(): code for code, name in site_names().items()}
    codes |= {code: code for code in codes.values()}
    return [(part, codes.get(part) or codes.get(part.casefold(), "")) for part in parts]
