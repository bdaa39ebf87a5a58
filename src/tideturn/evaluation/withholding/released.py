"""Make the dataset that a release is written from: it has no row about a young person, so none can slip out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import polars as pl

from tideturn.dataset.model import Dataset
from tideturn.evaluation.ledger.counts.plan import counts_young
from tideturn.evaluation.withholding.free_text import safe_table
from tideturn.evaluation.withholding.records import AUDIENCES, plan_cell
from tideturn.evaluation.withholding.withhold import Withheld

ROWS_OF_PEOPLE: Final = (
    *("cases", "sessions", "onward_referrals", "contexts", "case_contexts", "assessments", "events", "series"),
    *("codings", "coders", "causal_claims", "asked", "finding_evidence", "ties"),
)
"""Tables without any row in a release: who a young person is, or who said what, could be worked out from them."""


def released_dataset(dataset: Dataset, withheld: Withheld) -> Dataset:
    """Return the dataset without rows about young people, answers, transcripts and hidden plan counts.

    Free text in the other tables is reworded without small numbers of young people.
    """
    tables = {
        name: safe_table(name, frame, withheld.rule)
        for name, frame in dataset.tables.items()
        if name not in ROWS_OF_PEOPLE
    }
    if "plan" in tables:
        tables["plan"] = released_plan(tables["plan"], withheld)
    if "attendance" in tables and "training_events" in tables:
        young = tables["training_events"].filter(pl.col("audience").is_in(AUDIENCES))["event_id"]
        tables["attendance"] = tables["attendance"].filter(~pl.col("event_id").is_in(young.implode()))
    surveys = {
        code: replace(survey, responses=survey.responses.clear(), form=None) for code, survey in dataset.surveys.items()
    }
    return replace(dataset, tables=tables, surveys=surveys, transcripts={}, pathways={})


def released_plan(plan: pl.DataFrame, withheld: Withheld) -> pl.DataFrame:
    """Return what was delivered; for young people, only a count of this release's year that the release shows."""
    kept = [
        row["delivered"] if not counts_young(row["measure"]) or _shown(row, withheld) else None
        for row in plan.to_dicts()
    ]
    return plan.with_columns(pl.Series("delivered", kept, dtype=plan.schema["delivered"]))


def _shown(row: Mapping[str, Any], withheld: Withheld) -> bool:
    """Return whether the release shows the count in a row of the plan; two rows of one name may hold different ones."""
    name = plan_cell(row["component"], row["measure"], row["site"], row["year"])
    return not withheld.hides(name) and withheld.counts.get(name) == row["delivered"]
