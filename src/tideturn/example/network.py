"""Partner organisations and their ties, asked in two waves.

In one city the network grows; in another, sharing gets worse.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import polars as pl
from numpy.random import Generator

from tideturn.example.frame import BIRMINGHAM, LONDON, MANCHESTER, NATIONAL
from tideturn.example.organisations import NETWORK, Organisation
from tideturn.example.random_source import between, pick, shuffled, source
from tideturn.example.rows import table

WAVES: Final = ((1, date(2019, 1, 21)), (2, date(2020, 2, 3)))
SILENT: Final = {1: ("org-lon-7", "org-man-6"), 2: ("org-bir-6", "org-nat-2")}
"""Organisations that did not answer in each wave; their ties are missing, not absent."""

NEAR: Final = {LONDON: {1: 2, 2: 6}, BIRMINGHAM: {1: 2, 2: 4}, MANCHESTER: {1: 4, 2: 4}, NATIONAL: {1: 1, 2: 2}}
"""Number of ties that each organisation reports within its own site, by wave; in Manchester it stays the same."""
FAR: Final = {1: 1, 2: 2}
"""Number of ties that each organisation reports to other sites, by wave."""
SWAPPED: Final = ("org-man-9",)
"""Organisations that replace one partner in their own city with another between the waves."""
WORSE: Final = MANCHESTER
"""City where the quality of what is shared was good and is now poor; elsewhere it is the other way round."""
KINDS: Final = ("concerns about a child", "places of concern", "plans", "numbers")


def network_tables() -> dict[str, pl.DataFrame]:
    """Return the `organisations`, `waves` (which organisations answered) and `ties` tables."""
    waves: list[dict[str, Any]] = []
    ties: list[dict[str, Any]] = []
    for wave, day in WAVES:
        for organisation in NETWORK:
            answered = organisation.organisation_id not in SILENT[wave]
            waves.append(
                {"wave": wave, "date": day, "organisation_id": organisation.organisation_id, "responded": answered}
            )
            if answered:
                ties.extend(_ties(wave, organisation))
    return {
        "organisations": table("organisations", [vars(organisation) for organisation in NETWORK]),
        "waves": table("waves", waves),
        "ties": table("ties", ties),
    }


def _ties(wave: int, organisation: Organisation) -> list[dict[str, Any]]:
    # Both waves use one order of partners, so that early partners are kept and later ones are added.
    rng = source(f"partners of {organisation.organisation_id}")
    near = [o for o in NETWORK if o.site == organisation.site and o != organisation]
    far = [o for o in NETWORK if o.site != organisation.site]
    first = int(wave > 1 and organisation.organisation_id in SWAPPED)
    partners = shuffled(rng, near)[first : first + NEAR[organisation.site][wave]] + shuffled(rng, far)[: FAR[wave]]
    said = source(f"what {organisation.organisation_id} says in wave {wave}")
    return [_tie(said, wave, organisation, partner) for partner in partners]


def _tie(rng: Generator, wave: int, one: Organisation, other: Organisation) -> dict[str, Any]:
    """Return one tie. From wave 1 to wave 2 less is shared, and its quality rises; in `WORSE` its quality falls."""
    good = (wave == 1) == (one.site == WORSE)
    kinds = sorted({pick(rng, KINDS) for _ in range(between(rng, 1, 3))})
    return {
        "wave": wave,
        "from": one.organisation_id,
        "to": other.organisation_id,
        "level": between(rng, 1, 3) + (wave - 1),
        "trust": between(rng, 2, 4),
        "value": between(rng, 2, 4),
        "share_amount": between(rng, 3, 5) if wave == 1 else between(rng, 2, 3),
        "share_kind": "|".join(kinds),
        "share_quality": between(rng, 3, 5) if good else between(rng, 1, 3),
    }
