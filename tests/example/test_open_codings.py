"""The open answers of the e-survey are coded as the contract has it, and are evidence like an interview's words."""

from __future__ import annotations

import polars as pl
import pytest
from tests.worked_example import built

from tideturn.dataset.model import Dataset
from tideturn.evaluation.ledger import gather
from tideturn.evaluation.rules import Rules
from tideturn.example.words.open_codings import CODES, QUESTION, TOPICS
from tideturn.example.words.passages import bank

SURVEY = "partners-2020"


@pytest.fixture(scope="module")
def example() -> Dataset:
    return built()[0]


@pytest.fixture(scope="module")
def codings(example: Dataset) -> pl.DataFrame:
    return example.table("codings").filter(pl.col("interview_id").str.starts_with("survey:"))


def test_every_answer_that_can_be_written_begins_in_one_way_that_has_a_code() -> None:
    texts = [
        (polarity, text)
        for by_polarity in bank("open_answers").values()
        for polarity in ("supports", "no_change", "contradicts")
        for text in by_polarity[polarity]
    ]
    found = [[beginning for beginning in CODES if text.startswith(beginning)] for _, text in texts]
    assert [len(beginnings) for beginnings in found] == [1] * len(texts)
    assert {beginnings[0] for beginnings in found} == set(CODES)


def test_every_answer_was_given_to_the_coder_and_its_words_were_coded(example: Dataset, codings: pl.DataFrame) -> None:
    answers = {
        f"survey:{SURVEY}:{response}:{QUESTION}": words
        for response, words in example.surveys[SURVEY].responses.select("response_id", QUESTION).iter_rows()
        if words
    }
    assert len(answers) > 20
    given = example.table("coders").filter(pl.col("interview_id").str.starts_with("survey:"))
    assert set(given["interview_id"]) == set(codings["interview_id"]) == set(answers)
    known = set(example.table("codebook")["code"])
    for row in codings.iter_rows(named=True):
        words = answers[row["interview_id"]][row["start"] : row["end"]]
        assert any(words in texts for voices in bank("open_answers").values() for texts in voices.values())
        assert row["code"] in known
        assert (row["polarity"] is None) == (row["code"] in TOPICS)


def test_what_speaks_of_an_outcome_is_evidence_with_its_survey_as_origin(
    example: Dataset, codings: pl.DataFrame
) -> None:
    items, _ = gather(example, example.programme.years[1], Rules())
    found = [item for item in items if item.evidence_id.startswith("interview/survey:") and item.outcome_id]
    # The national team's word on an outcome that is judged in the three cities alone is left out.
    assert 0 < len(found) <= codings.filter(~pl.col("code").is_in(TOPICS)).height
    assert {(item.kind, item.origin) for item in found} == {("interview", f"survey:{SURVEY}")}
    assert {item.polarity for item in found} >= {"supports", "contradicts"}
