"""What is recommended, and what to collect next: by whom and by when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tideturn.dataset.model import Dataset, Year
from tideturn.evaluation.model import Evaluation, Gap
from tideturn.report.blocks import DataTable, Paragraph, Section, Words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.programme import programme as programme_of
from tideturn.report.sections.recommendations import recommendations


def said(words: Words) -> str:
    return "".join(span.text for span in words)


def rows(table: DataTable) -> list[list[str]]:
    return [[said(cell) for cell in row] for row in table.rows]


def to_collect(section: Section) -> Section:
    return next(b for b in section.blocks if isinstance(b, Section) and b.anchor == "next-year")


def test_a_recommendation_says_for_whom_by_when_and_what_became_of_it(
    small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    table = recommendations(Lookup(small_dataset, small_evaluation)).blocks[0]
    assert isinstance(table, DataTable)
    assert table.columns == ("Recommendation", "For", "By", "Answer")
    assert rows(table) == [["Ask managers.", "The programme", "no date", "Not done yet."]]


def test_what_to_collect_names_the_places_together_and_who_would(
    small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    ask = "Ask those who were trained"
    gaps = (
        Gap("not_measured", "ldn", "survey", "stakeholder", f"{ask} (London)."),
        Gap("not_measured", "gm", "survey", "stakeholder", f"{ask} (Greater Manchester)."),
        Gap("insufficient", "gm", "monitoring", "record", "Score again at closure.", "caseworkers and team managers"),
    )
    section = to_collect(recommendations(Lookup(small_dataset, replace(small_evaluation, gaps=gaps))))
    lead, table = section.blocks
    assert isinstance(lead, Paragraph)
    assert said(lead.words) == (
        "Two outcomes were due and could not be judged everywhere. The next evaluation could judge more if what "
        "the table lists is collected."
    )
    assert isinstance(table, DataTable)
    assert rows(table) == [
        ["Outcome that is not measured", f"{ask}.", "London and Greater Manchester", "The evaluator"],
        [
            *("Outcome that is not enough evidence", "Score again at closure."),
            *("Greater Manchester", "Caseworkers and team managers"),
        ],
    ]


def test_a_year_that_is_planned_meanwhile_changes_no_word(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    following = Year(2, date(2019, 9, 1), date(2020, 8, 31))
    programme = replace(small_dataset.programme, years=(*small_dataset.programme.years, following))
    planned = replace(small_dataset, programme=programme)
    before, after = (Lookup(one, small_evaluation) for one in (small_dataset, planned))
    assert recommendations(after) == recommendations(before)
    assert programme_of(after) == programme_of(before)


def test_where_nothing_is_missing_that_is_said(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    (only,) = to_collect(recommendations(Lookup(small_dataset, replace(small_evaluation, gaps=())))).blocks
    assert isinstance(only, Paragraph)
    assert "no gap was found" in said(only.words)
