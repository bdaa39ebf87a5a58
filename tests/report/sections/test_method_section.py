"""How it was evaluated: what it rests on, each counted once and as far as the year's records go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.annexed import whole

from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.tables import TABLES
from tideturn.evaluation.ledger.counts import counts
from tideturn.evaluation.model import Evaluation
from tideturn.report.blocks import Facts, Section, Words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.method import method
from tideturn.report.sections.released import Release


def rests_on(dataset: Dataset, evaluation: Evaluation, year: Year) -> str:
    items = evaluation.evidence
    counted = replace(evaluation, year=year, evidence=(*items, *counts(dataset, year, items)))
    inner = {block.anchor: block for block in method(Lookup(dataset, counted)).blocks if isinstance(block, Section)}
    (facts,) = inner["rests-on"].blocks
    assert isinstance(facts, Facts)
    return " ".join("".join(span.text for span in words) for _, words in facts.pairs)


def table(name: str, *rows: dict[str, Any]) -> pl.DataFrame:
    schema = TABLES[name].empty().schema
    return pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)


def test_a_survey_is_counted_once_whatever_was_matched_in_it(
    small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    (item,) = (e for e in small_evaluation.evidence if e.evidence_id.startswith("survey/s/q_supported/"))
    matched = tuple(replace(item, evidence_id=f"matched/{outcome}/staff/programme/1/s") for outcome in ("a", "b"))
    more = replace(small_evaluation, evidence=(*small_evaluation.evidence, *matched))
    assert "in 1 survey" in rests_on(small_dataset, more, small_evaluation.year)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([date(2018, 8, 31), date(2018, 9, 1), date(2019, 8, 31)], True),
        ([date(2018, 8, 31), date(2019, 9, 1)], False),
    ],
)
def test_documents_are_those_of_the_year(
    days: list[date], said: bool, small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    documents = table("documents", *({"document_id": f"d{n}", "date": day} for n, day in enumerate(days)))
    extracts = table("extracts", *({"document_id": f"d{n}"} for n in range(len(days))))
    tables = {**small_dataset.tables, "documents": documents, "extracts": extracts}
    told = rests_on(replace(small_dataset, tables=tables), small_evaluation, small_evaluation.year)
    assert ("2 documents" in told) == ("documents" in told) == said


@pytest.mark.parametrize(
    ("data_to", "said"),
    [
        (None, "31 August 2019"),
        (date(2019, 8, 11), "11 August 2019"),
        (date(2019, 9, 23), "31 August 2019"),  # a score after the year's end is the next year's
    ],
)
def test_scores_are_told_to_the_last_day_that_is_used(
    data_to: date | None, said: str, small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    told = rests_on(small_dataset, small_evaluation, replace(small_evaluation.year, data_to=data_to))
    assert f"by {said}" in told


def explained(look: Lookup) -> dict[str, Words]:
    """What "How to read this report" says of each sign and number."""
    (read,) = (s for s in whole(method(look)).blocks if isinstance(s, Section) and s.anchor == "how-to-read")
    pairs = [pair for block in read.blocks if isinstance(block, Facts) for pair in block.pairs]
    return dict(pairs)


@pytest.mark.parametrize(("zero", "said"), [(True, "it stands for 1 to 5, or"), (False, "it stands for 0 to 5, or")])
def test_what_c_stands_for_holds_nought_where_nought_is_hidden(
    zero: bool, said: str, small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    evaluation = replace(small_evaluation, rules=replace(small_evaluation.rules, show_zero=zero))
    look = Lookup(small_dataset, evaluation, Release("year-1-1", {}))
    assert said in "".join(span.text for span in explained(look)["c"])


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("The count of 240 is in line with earlier years (177 to 326).", True),
        ("The count was 18. The earlier years (2 or more) have too few counts.", True),
        ("Rates: earlier years point to 0.0931 (0.0594 to 0.142), and the last of them had 0.0987.", True),
        ("It has 1 full year of counts before the year, and it takes 2 to compare.", False),
    ],
)
def test_what_the_brackets_after_earlier_years_hold_is_explained_where_they_are_printed(
    why: str, told: bool, small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    verdict = next(one for one in small_evaluation.outcomes if one.strands)
    changed = replace(verdict, strands=(replace(verdict.strands[0], why=why),))
    look = Lookup(small_dataset, replace(small_evaluation, outcomes=(changed,)))
    assert ("the 95% range" in "".join(span.text for words in explained(look).values() for span in words)) == told
