"""Partner organisations and their ties, asked twice: the second time most work with about twice as many others."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import polars as pl
from numpy.random import Generator

from tideturn.example.organisations import ORGANISATIONS, Organisation
from tideturn.example.random_source import between, pick, shuffled, source
from tideturn.example.rows import table

WAVES: Final = ((1, date(2019, 1, 21)), (2, date(2020, 2, 3)))
SILENT: Final = {1: ("org-lon-7", "org-man-6"), 2: ("org-bir-6", "org-nat-2")}
"""Who did not answer in each wave; their ties are missing, not absent."""

NEAR: Final = {1: 2, 2: 5}
"""To how many others in its own city each organisation reports a tie in each wave."""
FAR: Final = {1: 1, 2: 2}
"""To how many elsewhere."""
KINDS: Final = ("concerns about a child", "places of concern", "plans", "numbers")


def network_tables() -> dict[str, pl.DataFrame]:
    """The organisations, who answered in each wave, and their ties."""
    waves: list[dict[str, Any]] = []
    ties: list[dict[str, Any]] = []
    for wave, day in WAVES:
        for organisation in ORGANISATIONS:
            answered = organisation.organisation_id not in SILENT[wave]
            waves.append(
                {"wave": wave, "date": day, "organisation_id": organisation.organisation_id, "responded": answered}
            )
            if answered:
                ties.extend(_ties(wave, organisation))
    return {
        "organisations": table("organisations", [vars(organisation) for organisation in ORGANISATIONS]),
        "waves": table("waves", waves),
        "ties": table("ties", ties),
    }


def _ties(wave: int, organisation: Organisation) -> list[dict[str, Any]]:
    # One order of partners for both waves, so that early partners are kept and later ones are added.
    rng = source(f"partners of {organisation.organisation_id}")
    near = [o for o in ORGANISATIONS if o.site == organisation.site and o != organisation]
    far = [o for o in ORGANISATIONS if o.site != organisation.site]
    partners = shuffled(rng, near)[: NEAR[wave]] + shuffled(rng, far)[: FAR[wave]]
    return [_tie(rng, wave, organisation, partner) for partner in partners]


def _tie(rng: Generator, wave: int, one: Organisation, other: Organisation) -> dict[str, Any]:
    """Between the waves less is shared, and what is shared is better."""
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
        "share_quality": between(rng, 1, 3) if wave == 1 else between(rng, 3, 5),
    }
