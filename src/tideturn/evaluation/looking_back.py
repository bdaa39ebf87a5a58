"""Looking back: how people place their own start once they know more (a then-test). Not evidence, and never counted.

A report shows it beside the change measured from their first answers. It enters no share, reading or verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from tideturn.dataset.answers import with_no_opinion
from tideturn.dataset.model import Dataset, Survey, Year
from tideturn.evaluation.ledger.questions import label_of
from tideturn.evaluation.ledger.scopes import outcomes_of
from tideturn.evaluation.ledger.survey_matched import ranks_of
from tideturn.methods.change import ThenTest, then_test

THEN: Final = "then_test"
_TIMES: Final = {"before": "before", THEN: "then", "after": "after", "follow_up": "after"}
_LATER: Final = {"before": 0, THEN: 0, "after": 1, "follow_up": 2}


@dataclass(frozen=True)
class LookedBack:
    """One question to those who looked back in the year: only they are compared, each with themselves."""

    survey: str
    item: str
    label: str
    people: int
    """Number of people who looked back."""
    compared: int
    """Number of them who also answered after the event."""
    scale: tuple[str, ...]
    """The answers from least to most; `found.shift` is in such steps, below 0 where the start is now placed lower."""
    found: ThenTest


def looked_back(dataset: Dataset, year: Year) -> dict[str, tuple[LookedBack, ...]]:
    """Return, by outcome, each question that anybody answered looking back in the year; omit outcomes without one."""
    outcomes = outcomes_of(dataset)
    told: dict[str, list[LookedBack]] = {}
    for code in sorted(dataset.surveys):
        answers = _answers(dataset.surveys[code], year.number)
        if answers.is_empty():
            continue
        survey = with_no_opinion(dataset.surveys[code], dataset.programme.answers)
        for row in survey.items.to_dicts():
            outcome, item = outcomes.get(row["outcome_id"]), row["item"]
            if outcome is None or item not in survey.answer_columns:
                continue
            ranks = ranks_of(survey, row, outcome)
            looked = _people(answers.filter(pl.col("site").is_in(outcome.sites)), item, ranks)
            people = looked.filter(pl.col("after").is_not_null())
            if people.height:
                found = then_test(people["before"], people["then"], people["after"], signed_rank=False)
                scale = tuple(sorted(ranks, key=ranks.__getitem__))
                told.setdefault(outcome.outcome_id, []).append(
                    LookedBack(code, item, label_of(survey, row), looked.height, people.height, scale, found)
                )
    return {outcome_id: tuple(each) for outcome_id, each in told.items()}


def _answers(survey: Survey, year: int) -> pl.DataFrame:
    """Return the answers of those who looked back in the year.

    Answers before count up to the end of the year; answers after or looking back count only within it.
    """
    stage, own = pl.col("stage"), survey.responses.filter(pl.col("year") <= year)
    back = own.filter((stage == THEN) & (pl.col("year") == year))
    if back.is_empty():
        return back
    return (
        own.join(back, on="person_id", how="semi")
        .filter(stage.is_in(list(_TIMES)) & ((stage == "before") | (pl.col("year") == year)))
        .with_columns(stage.replace_strict(_TIMES).alias("_time"), stage.replace_strict(_LATER).alias("_order"))
        .sort("_order", "year", "response_id")
    )


def _people(answers: pl.DataFrame, item: str, ranks: dict[str, float]) -> pl.DataFrame:
    """Return one row per person who looked back: the first answer before, and the last of each of the others."""
    rank = pl.col(item).str.strip_chars().replace_strict(ranks, default=None, return_dtype=pl.Float64)
    placed = answers.select("person_id", "_time", rank.alias("_rank")).drop_nulls()
    at = {time: pl.col("_rank").filter(pl.col("_time") == time) for time in ("before", "then", "after")}
    return (
        placed.group_by("person_id")
        .agg(at["before"].first().alias("before"), at["then"].last().alias("then"), at["after"].last().alias("after"))
        .filter(pl.col("then").is_not_null())
        .sort("person_id")
    )
