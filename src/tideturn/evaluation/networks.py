"""Measure how organisations work together in a year: the network of its last wave, and of the wave before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.readings_networks import FEWEST_ORGANISATIONS
from tideturn.evaluation.rules import Rules
from tideturn.methods.networks import Change, External, Network, external_index, network, read_waves

ID_PREFIX: Final = "network/"
"""Prefix of the id of evidence on organisations and their ties."""
TIE_COLUMNS: Final = (
    *("wave", "from", "to", "level", "trust", "value"),
    *("share_amount", "share_kind", "share_quality"),
)
_SITE: Final = " site"
WAVE_COLUMNS: Final = ("wave", "date", "organisation_id", "responded")


@dataclass(frozen=True)
class NetworkAt:
    """The network among the organisations of one scope: all of them, or those of one site."""

    scope: str
    result: Network
    """One wave, or two: the last that is dated within the year, and the one before it, whenever that was."""
    days: tuple[tuple[int, date], ...]
    """Each wave with its last day."""
    asked_both: int
    """Number of organisations asked in both waves; if there is only one wave, the number asked in it."""
    across_places: tuple[External | None, ...] = ()
    """E–I index of each wave by the organisations' places; `result` has the index by sectors. Empty at a site."""

    @property
    def change(self) -> Change | None:
        """Return what changed since the wave before; None if there is no such wave."""
        return self.result.changes[-1] if self.result.changes else None


def ties_would_show(dataset: Dataset, outcome_id: str, sites: Sequence[str]) -> bool:
    """Return whether a network at these sites could be evidence of an outcome.

    It must be this outcome's network, and have enough organisations, or none recorded yet.
    """
    if dataset.programme.network_outcome not in (None, outcome_id):
        return False
    there = dataset.table("organisations")["site"]
    return there.is_empty() or there.is_in(sites).sum() >= FEWEST_ORGANISATIONS


@dataclass(frozen=True)
class Rows:
    """The rows behind a network, from at most two waves, each once and in key order."""

    ties: pl.DataFrame
    waves: pl.DataFrame

    @classmethod
    def by_scope(cls, dataset: Dataset, numbers: tuple[int, ...]) -> dict[str, Rows]:
        """Return the rows of these waves for all organisations, and for each site that has any."""
        asked, ties = (
            dataset.table(name)
            .drop_nulls([*key, "date" if name == "waves" else "level"])
            .filter(pl.col("wave").is_in(numbers))
            .unique(key, keep="first", maintain_order=True)
            .sort(key)
            for name, key in (("waves", ["wave", "organisation_id"]), ("ties", ["wave", "from", "to"]))
        )
        places = _known(dataset, "site")
        at, to = (pl.col(end).replace_strict(places, default=None, return_dtype=pl.String) for end in ("from", "to"))
        own = ties.with_columns(at.alias(_SITE)).filter(pl.col(_SITE) == to).partition_by(_SITE, as_dict=True)
        member = pl.col("organisation_id").replace_strict(places, default=None, return_dtype=pl.String)
        members = asked.with_columns(member.alias(_SITE)).partition_by(_SITE, as_dict=True)
        sites = {str(site[0]): cls(own.get(site, ties.clear()), waves) for site, waves in members.items() if site[0]}
        return {PROGRAMME_SCOPE: cls(ties, asked), **sites}


def networks_of(dataset: Dataset, year: Year, rules: Rules) -> tuple[NetworkAt, ...]:
    """Return the programme's network and each site's, the programme first; empty if no wave is dated within the year.

    A wave is dated by its last day. A site's network is the ties among its own organisations. Rows that a check of the
    folder calls faults (a second row of one tie, ties of a wave without a list of who was asked) are left out.
    """
    pair = waves_of(dataset, year)
    if not pair:
        return ()
    sectors, told = _known(dataset, "sector"), Rows.by_scope(dataset, pair)
    found = []
    for scope in (PROGRAMME_SCOPE, *(site.code for site in dataset.programme.sites)):
        rows = told.get(scope)
        if rows is None:
            continue
        result = network(
            rows.ties,
            rows.waves,
            groups=sectors,
            draws=max(rules.draws, 1),
            permutations=max(rules.permutations, 1),
            seed=rules.seed,
        )
        days = tuple(_last_days(rows.waves).items())
        both = list(Counter(rows.waves["organisation_id"]).values()).count(len(days))
        across = _across_places(dataset, rows, rules) if scope == PROGRAMME_SCOPE else ()
        found.append(NetworkAt(scope, result, days, both, across))
    return tuple(found)


def _known(dataset: Dataset, column: str) -> dict[str, str]:
    """Return each organisation's site or sector, where it is known."""
    rows = dataset.table("organisations").select("organisation_id", column).iter_rows()
    return {code: value for code, value in rows if code and value}


def _across_places(dataset: Dataset, rows: Rows, rules: Rules) -> tuple[External | None, ...]:
    places = _known(dataset, "site")
    waves, _ = read_waves(rows.ties, rows.waves)
    return tuple(
        external_index(wave, places, permutations=max(rules.permutations, 1), seed=rules.seed) for wave in waves
    )


def waves_of(dataset: Dataset, year: Year) -> tuple[int, ...]:
    """Return the numbers of the last wave whose last day lies within the year and of the wave before it; or fewer."""
    waves = dataset.table("waves").drop_nulls(["wave", "date", "organisation_id"])
    days = _last_days(waves)
    within = [place for place, day in enumerate(days.values()) if year.start <= day <= year.end]
    return tuple(days)[max(within[-1] - 1, 0) : within[-1] + 1] if within else ()


def _last_days(waves: pl.DataFrame) -> dict[int, date]:
    """Return the last day of each wave, in the order of the waves."""
    return dict(sorted(zip(waves["wave"].to_list(), waves["date"].to_list(), strict=True)))
