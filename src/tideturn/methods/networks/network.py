"""A network of organisations over its waves, in one result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from tideturn.methods.networks.between import Change, compare
from tideturn.methods.networks.measures import WaveMeasures, measure
from tideturn.methods.networks.sharing import Sharing, sharing
from tideturn.methods.networks.waves import read_waves


@dataclass(frozen=True)
class Network:
    """Every wave's measures, what its ties carry, the change since the wave before, and notes on what was left out."""

    waves: tuple[WaveMeasures, ...]
    sharing: tuple[Sharing, ...]
    changes: tuple[Change, ...]
    notes: tuple[str, ...]
    directed: bool = True

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def frame(self) -> pl.DataFrame:
        """Return one row per wave, with its measures; organisations are in `nodes()`."""
        names = (
            *("wave", "organisations", "respondents", "ties", "possible", "density", "mean_level", "reciprocity"),
            *("either", "confirmed", "unconfirmed", "in_centralisation", "out_centralisation"),
        )
        rows = [
            {name: getattr(wave, name) for name in names}
            | {
                "ei": wave.external.value if wave.external else None,
                "ei_expected": wave.external.expected if wave.external else None,
                "p_ei": wave.external.p if wave.external else None,
            }
            for wave in self.waves
        ]
        whole = (*names[:5], *names[8:11])
        schema = {name: pl.Int64 if name in whole else pl.Float64 for name in (*names, "ei", "ei_expected", "p_ei")}
        return pl.DataFrame(rows, schema=schema)

    def nodes(self) -> pl.DataFrame:
        """Return one row for each organisation in each wave."""
        rows = [
            (wave.wave, node.id, node.answered, node.indegree, node.outdegree, node.degree, node.betweenness)
            for wave in self.waves
            for node in wave.nodes
        ]
        schema = {
            "wave": pl.Int64,
            "id": pl.String,
            "answered": pl.Boolean,
            "in": pl.Int64,
            "out": pl.Int64,
            "degree": pl.Int64,
            "betweenness": pl.Float64,
        }
        return pl.DataFrame(rows, schema=schema, orient="row")

    def _lines(self) -> Iterator[str]:
        for wave in self.waves:
            told = f"Wave {wave.wave}: {wave.respondents} of {wave.organisations} organisations answered"
            yield f"{told}; {wave.ties} of {wave.possible} possible ties (density {_told(wave.density)}),"
            yield f"  mean level {_told(wave.mean_level)}, {wave.confirmed} of {wave.either} pairs confirmed by both."
        for change in self.changes:
            if change.density is None or change.interval is None:
                yield f"From wave {change.earlier} to {change.later}: too few answered both."
                continue
            yield (
                f"From wave {change.earlier} to {change.later}, among {change.organisations} that answered both: "
                f"density {change.density:+.3f} ({change.interval.low:+.3f} to {change.interval.high:+.3f}), "
                f"{change.kept} ties kept, {change.new} new, {change.lost} lost."
            )
        yield from self.notes


def network(
    ties: pl.DataFrame,
    waves: pl.DataFrame | None = None,
    *,
    groups: Mapping[str, str] | None = None,
    directed: bool = True,
    draws: int = 2000,
    permutations: int = 1000,
    seed: int = 1,
) -> Network:
    """Return each wave's measures, what its ties carry, and its change since the wave before.

    `ties` and `waves` are as in `read_waves`; `groups` gives each organisation's group for the E–I index. With
    `directed` off, a tie is a pair in which either organisation reports it. Raise TideturnError as `read_waves` does.
    """
    found, notes = read_waves(ties, waves)
    return Network(
        waves=tuple(
            measure(wave, directed=directed, groups=groups, permutations=permutations, seed=seed) for wave in found
        ),
        sharing=tuple(sharing(wave) for wave in found),
        changes=tuple(
            compare(one, other, groups=groups, directed=directed, draws=draws, permutations=permutations, seed=seed)
            for one, other in pairwise(found)
        ),
        notes=notes,
        directed=directed,
    )


def _told(value: float | None) -> str:
    return "not known" if value is None else f"{value:.3f}"
