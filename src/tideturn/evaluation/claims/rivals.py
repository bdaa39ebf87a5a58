"""Other explanations that somebody wrote down, by the outcome that they may explain, and where they hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tideturn.dataset.cells import split_many
from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.theory import links_in_force


@dataclass(frozen=True)
class Rival:
    """One other explanation of an outcome; `site` is where it holds, empty where it holds anywhere."""

    outcome_id: str
    text: str
    site: str = ""


def rivals_in(dataset: Dataset, year: Year) -> tuple[Rival, ...]:
    """Rivals on the links into an outcome that were in force in the year, and what else went on that names it."""
    outcome_of = {
        row["node_id"]: row["outcome_id"] for row in dataset.table("toc_nodes").to_dicts() if row["outcome_id"]
    }
    links = [
        Rival(outcome_of[row["to_node"]], text)
        for row in links_in_force(dataset, year)
        if row["to_node"] in outcome_of
        for text in split_many(row["rivals"])
    ]
    context = [
        Rival(row["outcome_id"], row["description"], row["site"])
        for row in dataset.table("context").to_dicts()
        if row["outcome_id"]
        and (row["from"] is None or row["from"] <= year.end)
        and (row["to"] is None or row["to"] >= year.start)
    ]
    return (*links, *context)


def rivals_for(rivals: Iterable[Rival], outcome_id: str, scope: str) -> tuple[str, ...]:
    """Those that may explain an outcome at a scope: another place's context explains nothing at a site."""
    return tuple(
        rival.text
        for rival in rivals
        if rival.outcome_id == outcome_id and (not rival.site or scope in (PROGRAMME_SCOPE, rival.site))
    )
