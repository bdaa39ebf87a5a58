"""Invented partner organisations. Each name says only what kind of organisation it is and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tideturn.example.frame import BIRMINGHAM, LONDON, MANCHESTER, NATIONAL


@dataclass(frozen=True)
class Organisation:
    """One partner organisation."""

    organisation_id: str
    name: str
    sector: str
    site: str


_KINDS: Final = (
    ("Borough police command", "police"),
    ("Council", "council"),
    ("Education partnership", "education"),
    ("Health service", "health"),
    ("Youth justice service", "youth justice"),
    ("Housing association", "housing"),
    ("Transport provider", "transport"),
)
_LETTERS: Final = {LONDON: "A", BIRMINGHAM: "D", MANCHESTER: "G"}

ORGANISATIONS: Final = (
    *(
        Organisation(f"org-{site[:3]}-{number}", f"{kind} {letter}", sector, site)
        for site, letter in _LETTERS.items()
        for number, (kind, sector) in enumerate(_KINDS, start=1)
    ),
    Organisation("org-nat-1", "National policing lead N", "police", NATIONAL),
    Organisation("org-nat-2", "Government department N", "government", NATIONAL),
    Organisation("org-nat-3", "National charity N", "voluntary", NATIONAL),
)
"""The 24 organisations that the programme itself works with: seven in each city and three national ones."""

_FURTHER: Final = (
    ("Youth charity", "voluntary"),
    ("Further education college", "education"),
    ("Mental health trust", "health"),
    ("Youth court", "youth justice"),
    ("Hostel provider", "housing"),
)

NETWORK: Final = (
    *ORGANISATIONS,
    *(
        Organisation(f"org-{site[:3]}-{number}", f"{kind} {_LETTERS[site]}", sector, site)
        for site in (LONDON, MANCHESTER)
        for number, (kind, sector) in enumerate(_FURTHER, start=len(_KINDS) + 1)
    ),
)
"""The 34 organisations asked about their partners: `ORGANISATIONS` and five more in each of two cities."""
