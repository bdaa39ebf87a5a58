"""How organisations work together in a year: the network of its last wave, and of the wave before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.rules import Rules
from tideturn.methods.networks import Change, External, Network, external_index, network, read_waves

ID_PREFIX: Final = "network/"
"""How the id of a piece of evidence on organisations and their ties begins."""
TIE_COLUMNS: Final = (
    *("wave", "from", "to", "level", "trust", "value"),
    *("share_amount", "share_kind", "share_quality"),
)
WAVE_COLUMNS: Final = ("wave", "date", "organisation_id", "responded")


@dataclass(frozen=True)
class NetworkAt:
    """The network among the organisations of one scope: of all of them, or of one site's own."""

    scope: str
    result: Network
    """One wave, or two: the last that is dated within the year, and the one before it, whenever that was."""
    days: tuple[tuple[int, date], ...]
    """Each wave with its last day."""
    asked_both: int
    """How many organisations were asked in both waves; as many as in the one where there is one alone."""
    across_places: tuple[External | None, ...] = ()
    """The E–I index of each wave by the organisations' places; by their sectors it is in `result`. At a site empty."""

    @property
    def change(self) -> Change | None:
        """What changed since the wave before; None where there is none."""
        return self.result.changes[-1] if self.result.changes else None


@dataclass(frozen=True)
class Rows:
    """The rows of two waves at most that lie behind one scope's network."""

    ties: pl.DataFrame
    waves: pl.DataFrame


def networks_of(dataset: Dataset, year: Year, rules: Rules) -> tuple[NetworkAt, ...]:
    """The programme's network and each site's, the programme first; none without a wave dated within the year.

    A wave is dated by its last day. A site's network is the ties among its own organisations. Rows that a check of the
    folder calls faults (a second row of one tie, ties of a wave without a list of who was asked) are left out.
    """
    pair = waves_of(dataset, year)
    if not pair:
        return ()
    sectors = dict(dataset.table("organisations").select("organisation_id", "sector").drop_nulls().iter_rows())
    found = []
    for scope in (PROGRAMME_SCOPE, *(site.code for site in dataset.programme.sites)):
        rows = rows_at(dataset, pair, scope)
        if rows.waves.is_empty():
            continue
        result = network(
            rows.ties,
            rows.waves,
            groups=sectors,
            draws=max(rules.draws, 1),
            permutations=max(rules.permutations, 1),
            seed=rules.seed,
        )
        days = rows.waves.group_by("wave").agg(pl.col("date").max()).sort("wave").rows()
        often = rows.waves.group_by("organisation_id").agg(pl.col("wave").n_unique())
        both = often.filter(pl.col("wave") == len(days)).height
        across = _across_places(dataset, rows, rules) if scope == PROGRAMME_SCOPE else ()
        found.append(NetworkAt(scope, result, tuple((int(wave), day) for wave, day in days), both, across))
    return tuple(found)


def _across_places(dataset: Dataset, rows: Rows, rules: Rules) -> tuple[External | None, ...]:
    places = dict(dataset.table("organisations").select("organisation_id", "site").drop_nulls().iter_rows())
    waves, _ = read_waves(rows.ties, rows.waves)
    return tuple(
        external_index(wave, places, permutations=max(rules.permutations, 1), seed=rules.seed) for wave in waves
    )


def waves_of(dataset: Dataset, year: Year) -> tuple[int, ...]:
    """The numbers of the last wave whose last day lies within the year and of the wave before it; or fewer."""
    waves = dataset.table("waves").drop_nulls(["wave", "date", "organisation_id"])
    days = waves.group_by("wave").agg(pl.col("date").max()).sort("wave")
    within = days.filter(pl.col("date").is_between(year.start, year.end))["wave"].to_list()
    if not within:
        return ()
    before = [wave for wave in days["wave"].to_list() if wave < within[-1]]
    return (*before[-1:], within[-1])


def rows_at(dataset: Dataset, waves: tuple[int, ...], scope: str) -> Rows:
    """What was told in these waves by and of the organisations of a scope, in key order."""
    asked = dataset.table("waves").drop_nulls(["wave", "date", "organisation_id"]).filter(pl.col("wave").is_in(waves))
    ties = dataset.table("ties").drop_nulls(["wave", "from", "to", "level"]).filter(pl.col("wave").is_in(waves))
    if scope != PROGRAMME_SCOPE:
        here = dataset.table("organisations").filter(pl.col("site") == scope)["organisation_id"].implode()
        asked = asked.filter(pl.col("organisation_id").is_in(here))
        ties = ties.filter(pl.col("from").is_in(here) & pl.col("to").is_in(here))
    return Rows(
        ties.unique(["wave", "from", "to"], keep="first", maintain_order=True).sort("wave", "from", "to"),
        asked.unique(["wave", "organisation_id"], keep="first", maintain_order=True).sort("wave", "organisation_id"),
    )
