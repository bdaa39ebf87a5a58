"""Other explanations that somebody recorded, by the outcome that they may explain, with their weights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tideturn.dataset.cells import split_many
from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.dataset.wording import plain
from tideturn.evaluation.theory import links_in_force


@dataclass(frozen=True)
class Rival:
    """One other explanation of an outcome; `site` is where it applies, empty where it applies anywhere."""

    outcome_id: str
    text: str
    site: str = ""
    weight: str = ""
    """Weight, a key of WEIGHED; empty where nobody has weighed it in these words."""
    reason: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Return what identifies it: the outcome and the words, in the form in which they are compared."""
        return self.outcome_id, plain(self.text)

    @property
    def weighed(self) -> bool:
        """Return whether somebody found out what weight it has."""
        return self.weight not in ("", "unknown")


def rivals_in(dataset: Dataset, year: Year) -> tuple[Rival, ...]:
    """Return the rivals of the year with their weights.

    They are those on links in force into an outcome, those in context that names it, and those that only rivals.csv
    has. A rival on a link or in the context applies as long as that does.
    """
    outcome_of = {
        row["node_id"]: row["outcome_id"] for row in dataset.table("toc_nodes").to_dicts() if row["outcome_id"]
    }
    links = dataset.table("toc_links").to_dicts()
    in_force = {row["link_id"] for row in links_in_force(dataset, year)}
    written = [
        (Rival(outcome_of[row["to_node"]], text), row["link_id"] in in_force)
        for row in links
        if row["to_node"] in outcome_of
        for text in split_many(row["rivals"])
    ] + [
        (Rival(row["outcome_id"], row["description"], row["site"]), _goes_on(row, year))
        for row in dataset.table("context").to_dicts()
        if row["outcome_id"]
    ]
    rows = {(row["outcome_id"], plain(row["rival"])): row for row in dataset.table("rivals").to_dicts()}
    elsewhere = {rival.key for rival, _ in written}
    alone = [Rival(row["outcome_id"], row["rival"]) for key, row in rows.items() if key not in elsewhere]
    return tuple(
        replace(rival, weight=row["weighed"], reason=row["reason"]) if (row := rows.get(rival.key)) else rival
        for rival in (*(rival for rival, holds in written if holds), *alone)
    )


def _goes_on(row: Mapping[str, Any], year: Year) -> bool:
    return (row["from"] is None or row["from"] <= year.end) and (row["to"] is None or row["to"] >= year.start)


def rivals_at(rivals: Iterable[Rival], outcome_id: str, scope: str) -> tuple[Rival, ...]:
    """Return the rivals for an outcome at a scope, each once: context of another place explains nothing."""
    first: dict[tuple[str, str], Rival] = {}
    for rival in rivals:
        if rival.outcome_id == outcome_id and (not rival.site or scope in (PROGRAMME_SCOPE, rival.site)):
            first.setdefault(rival.key, rival)
    return tuple(first.values())


def rivals_for(rivals: Iterable[Rival], outcome_id: str, scope: str) -> tuple[str, ...]:
    """Return the words of the rivals that may explain an outcome at a scope."""
    return tuple(rival.text for rival in rivals_at(rivals, outcome_id, scope))
