"""Recount what the engine's sentences say about the theory, gaps and recommendations.

A sentence is bound to each by its name: `links/ID|ID|…` for those links of the theory, `obstacles/YEAR`,
`proposals/YEAR`, `gaps/YEAR` and, with the folder, `versions/YEAR`, `recommendations/YEAR` and `changes/YEAR`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from tideturn.dataset.known import known_by
from tideturn.dataset.model import Dataset, Year
from tideturn.evaluation.gaps import KINDS_SHOWN
from tideturn.evaluation.model import Evaluation
from tideturn.methods.causal_map import HINDERS

Record = Mapping[str, Any]
LINKS: Final = "links/"
_BETWEEN: Final = "|"


def links(*ids: str) -> str:
    """Return the name of several links of the theory together, for sentences to be bound to."""
    return LINKS + _BETWEEN.join(ids)


def links_of(evaluation: Evaluation, name: str) -> Record:
    """Return how many links `links/ID|ID|…` names, how many anybody spoke of, and the most who say one helps."""
    wanted = name.removeprefix(LINKS).split(_BETWEEN)
    found = [link for link in evaluation.toc_links if link.link_id in wanted]
    spoken = [link for link in found if link.sources is None or link.sources > 0]
    return {
        "all": len(found),
        "spoken": len(spoken),
        "silent": len(found) - len(spoken),
        "most": max((link.helps or 0 for link in found), default=0),
    }


def _changes(changes: pl.DataFrame, year: Year) -> Record:
    """Count the changes noticed in the year, and how many of them were undone by the day of the evaluation."""
    own = changes.filter(pl.col("date").is_between(year.start, year.end))
    day, stage = pl.col("reversed_on"), pl.col("stage")
    undone = own.filter((day <= year.as_of) | (day.is_null() & (stage == "reversed")))
    standing = own.join(undone, on="change_id", how="anti").filter(
        stage.is_null() | stage.is_in(["adopted", "embedded", "spread", "reversed"])
    )
    worse = standing.filter(pl.col("direction") == "negative").height
    return {"all": own.height, "standing": standing.height, "worse": worse, "reversed": undone.height}


def recounted_theory(evaluation: Evaluation, dataset: Dataset | None) -> dict[str, Record]:
    """Return every such record by its name; without the dataset, those that the evaluation itself holds."""
    year = evaluation.year
    named = [cause for cause in evaluation.causes if cause.distance == 1 and cause.effect == HINDERS]
    named = [cause for cause in named if cause.sources is None or cause.sources > 0]
    found: dict[str, Record] = {
        f"obstacles/{year.number}": {
            "things": len({cause.cause for cause in named}),
            "outcomes": len({cause.outcome_id for cause in named}),
        },
        f"proposals/{year.number}": {"all": len(evaluation.proposals)},
        f"gaps/{year.number}": {
            "outcomes": len({gap.outcome_id for gap in evaluation.gaps}),
            "further kinds": len({(gap.how or gap.collect, gap.by) for gap in evaluation.gaps}) - KINDS_SHOWN,
        },
    }
    if dataset is not None:
        known = known_by(dataset, year.as_of)
        dates = known.table("toc_versions").filter(pl.col("date") <= year.end)["date"].sort().to_list()
        found[f"versions/{year.number}"] = {"changed": sum(year.holds(one) for one in dates[1:]), "all": len(dates)}
        found[f"changes/{year.number}"] = _changes(known.table("changes"), year)
        for (of,), rows in known.table("recommendations").group_by("year"):
            done = rows["done"].to_list()
            found[f"recommendations/{of}"] = {"all": len(done), "done": done.count(True)}
    return found
