"""Define where an outcome is judged: the whole programme, and each site that it applies to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tideturn.dataset.cells import split_many
from tideturn.dataset.model import Dataset
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.strand import Strand


@dataclass(frozen=True)
class Outcome:
    """One outcome of the framework with the sites that it applies to, in the programme's order."""

    outcome_id: str
    title: str
    better: str
    sites: tuple[str, ...]
    claim: str = "change"
    """Kind of claim: a `state` or a `change`."""

    @property
    def scopes(self) -> tuple[str, ...]:
        """Return the whole programme first, then each site."""
        return (PROGRAMME_SCOPE, *self.sites)

    def sites_at(self, scope: str) -> tuple[str, ...]:
        """Return the sites whose records are read at this scope."""
        return self.sites if scope == PROGRAMME_SCOPE else (scope,)

    def scopes_of(self, site: str | None) -> tuple[str, ...]:
        """Return the scopes where something found at `site` counts (None: found in the programme as a whole)."""
        if site is None:
            return (PROGRAMME_SCOPE,)
        return (PROGRAMME_SCOPE, site) if site in self.sites else ()


@dataclass(frozen=True)
class Found:
    """Yield of one kind of record: evidence items, and strands by outcome and scope."""

    items: tuple[EvidenceItem, ...]
    strands: tuple[tuple[str, str, Strand], ...]
    """Strands, as (outcome_id, scope, strand)."""


def outcomes_of(dataset: Dataset) -> dict[str, Outcome]:
    """Return every outcome by its code, in the framework's order."""
    return {row["outcome_id"]: _outcome(dataset, row) for row in dataset.table("outcomes").to_dicts()}


def _outcome(dataset: Dataset, row: dict[str, Any]) -> Outcome:
    named = split_many(row["sites"])
    sites = tuple(site.code for site in dataset.programme.sites if not named or site.code in named)
    return Outcome(row["outcome_id"], row["title"], row["better"] or "up", sites, row["claim"] or "change")
