"""What is recommended, what to collect next, and what was done about earlier advice: by whom and by when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import polars as pl
from tests.worked_example import example, judged

from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.tables import TABLES
from tideturn.evaluation.gaps import KINDS_SHOWN
from tideturn.evaluation.model import Evaluation, Gap
from tideturn.report.blocks import Block, DataTable, Paragraph, Section, Span, Words
from tideturn.report.sections.data_to_collect import every_gap, kinds_of
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.programme import programme as programme_of
from tideturn.report.sections.recommendations import recommendations
from tideturn.report.sections.written import Written


def made(dataset: Dataset, evaluation: Evaluation) -> Section:
    look = Lookup(dataset, evaluation)
    return recommendations(look, Written(look))


def said(words: Words) -> str:
    return "".join(span.text for span in words)


def rows(table: DataTable) -> list[list[str]]:
    return [[said(cell) for cell in row if isinstance(cell, tuple)] for row in table.rows]


def told(block: Block) -> Iterator[str]:
    """Every sentence and every row, in order."""
    match block:
        case Section():
            for inner in block.blocks:
                yield from told(inner)
        case Paragraph():
            yield said(block.words)
        case DataTable():
            yield from (" | ".join(row) for row in rows(block))


def part(section: Section, anchor: str) -> Section:
    return next(b for b in section.blocks if isinstance(b, Section) and b.anchor == anchor)


def advice(*given: dict[str, object]) -> pl.DataFrame:
    whole = [{"year": 1, "text": "Ask managers", "for_whom": "the programme", **one} for one in given]
    schema = TABLES["recommendations"].empty().schema
    return pl.DataFrame([[row.get(name) for name in schema] for row in whole], schema=schema, orient="row")


def advised(dataset: Dataset, *given: dict[str, object]) -> Dataset:
    return replace(dataset, tables={**dataset.tables, "recommendations": advice(*given)})


def test_a_recommendation_says_for_whom_by_when_and_what_became_of_it(
    small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    table = made(small_dataset, small_evaluation).blocks[0]
    assert isinstance(table, DataTable)
    assert table.columns == ("Recommendation", "For", "By", "Answer")
    assert rows(table) == [["Ask managers.", "The programme", "no date", "Not done yet."]]


def test_the_most_pressing_come_first(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    dataset = advised(
        small_dataset,
        {"recommendation_id": "a", "text": "First"},
        {"recommendation_id": "b", "text": "Second", "priority": "low", "due": date(2020, 1, 31)},
        {"recommendation_id": "d", "text": "Third", "priority": "high"},
        {"recommendation_id": "c", "text": "Fourth", "priority": "high"},
        {"recommendation_id": "e", "text": "Fifth", "priority": "medium"},
    )
    table = made(dataset, small_evaluation).blocks[0]
    assert isinstance(table, DataTable)
    assert table.columns == ("Recommendation", "Priority", "For", "By")
    assert [row[:2] for row in rows(table)] == [
        *(["Fourth.", "High"], ["Third.", "High"], ["Fifth.", "Medium"], ["Second.", "Low"], ["First.", "–"])
    ]
    assert rows(table)[3][3] == "31 January 2020"


def test_each_leads_to_the_finding_that_it_follows_from() -> None:
    look = Lookup(example(), judged(2))
    written = Written(look)
    lead, table = recommendations(look, written).blocks[:2]
    assert isinstance(lead, Paragraph)
    assert said(lead.words) == "The small number after a recommendation leads to the finding that it follows from."
    assert isinstance(table, DataTable)
    notes = [cell[-1] for cell, *_ in table.rows if isinstance(cell, tuple)]
    wanted = ("y2-challenge-information", "y2-pathways", "y2-mental-health")
    assert notes == [Span(str(written.numbers[one]), target=f"claim-{one}", note=True) for one in wanted]


def test_a_finding_of_another_year_is_not_led_to() -> None:
    dataset = advised(example(), {"recommendation_id": "a", "year": 2, "claim_id": "y1-safety"})
    table = made(dataset, judged(2)).blocks[0]
    assert isinstance(table, DataTable)
    assert rows(table)[0][0] == "Ask managers."


def test_a_year_without_recommendations_says_so(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    first = made(advised(small_dataset), small_evaluation).blocks[0]
    assert list(told(first)) == ["No recommendation was recorded in this year."]


ASK = "Ask those who were trained about it"


def gap(outcome: str, scope: str, how: str = ASK, by: str = "the evaluator") -> Gap:
    place = {"ldn": "London", "gm": "Greater Manchester"}.get(scope, "Whole programme")
    return Gap(outcome, scope, "survey", "stakeholder", f"{how} ({place}). It takes 3 more answers.", by, f"{how}.")


def collected(small_dataset: Dataset, small_evaluation: Evaluation, *gaps: Gap) -> Section:
    return part(made(small_dataset, replace(small_evaluation, gaps=gaps)), "next-year")


def test_the_same_data_for_several_outcomes_are_one_recommendation(
    small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    gaps = (
        gap("insufficient", "gm", "Score it again at closure", "caseworkers and team managers"),
        gap("not_measured", "gm"),
        gap("not_measured", "ldn"),
        gap("insufficient", "ldn"),
    )
    lead, table, end = collected(small_dataset, small_evaluation, *gaps).blocks
    assert isinstance(lead, Paragraph)
    assert said(lead.words) == (
        "Two outcomes were due and could not be judged everywhere. With the data below, the next evaluation could "
        "judge more."
    )
    assert isinstance(table, DataTable)
    assert rows(table) == [
        [
            "Ask those who were trained about each.",
            "Outcome that is not measured; Outcome that is not enough evidence",
            "London and Greater Manchester",
            "The evaluator",
        ],
        [
            *("Score it again at closure.", "Outcome that is not enough evidence", "Greater Manchester"),
            "Caseworkers and team managers",
        ],
    ]
    assert isinstance(end, Paragraph)
    assert said(end.words) == "The evidence lists every gap, outcome by outcome, and how much more each would take."
    assert end.words[0].target == "to-collect"


def test_at_most_eight_are_printed_and_the_rest_counted(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    def many(number: int) -> list[str]:
        gaps = [gap("not_measured", "gm", f"Do {at}") for at in range(number)]
        return list(told(collected(small_dataset, small_evaluation, *gaps)))

    assert KINDS_SHOWN == 8
    assert len(many(8)) == 1 + 8 + 1
    assert "further" not in many(8)[-1]
    assert len(many(9)) == 1 + 8 + 1
    assert many(9)[-1].startswith("One further kind of data would help too. The evidence lists every gap")
    assert many(20)[-1].startswith("12 further kinds of data would help too.")


def test_what_serves_most_comes_first_and_nothing_is_lost() -> None:
    gaps = judged(1).gaps
    kinds = kinds_of(gaps)
    assert [len(kind.gaps) for kind in kinds] == sorted((len(kind.gaps) for kind in kinds), reverse=True)
    assert sorted(map(id, (one for kind in kinds for one in kind.gaps))) == sorted(map(id, gaps))
    assert len(kinds) < len(gaps) / 3


def test_it_stays_what_changes_in_a_pathway() -> None:
    how = "Record the steps before and after any change to it"
    (kind,) = kinds_of([gap("a", "ldn", how), gap("b", "ldn", how)])
    assert kind.advice == f"{how}."


def test_the_evidence_lists_each_gap_with_what_it_takes(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    gaps = (gap("not_measured", "ldn"), gap("not_measured", "gm"))
    section = every_gap(Lookup(small_dataset, replace(small_evaluation, gaps=gaps)))
    assert section is not None
    takes = f"{ASK}. It takes 3 more answers."
    where = "London and Greater Manchester"
    assert list(told(section)) == [f"Outcome that is not measured | {takes} | {where} | The evaluator"]
    assert every_gap(Lookup(small_dataset, replace(small_evaluation, gaps=()))) is None


def test_a_year_that_is_planned_meanwhile_changes_no_word(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    following = Year(2, date(2019, 9, 1), date(2020, 8, 31))
    programme = replace(small_dataset.programme, years=(*small_dataset.programme.years, following))
    planned = replace(small_dataset, programme=programme)
    assert made(planned, small_evaluation) == made(small_dataset, small_evaluation)
    before, after = (Lookup(one, small_evaluation) for one in (small_dataset, planned))
    assert programme_of(after) == programme_of(before)


def test_where_nothing_is_missing_that_is_said(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    (only,) = collected(small_dataset, small_evaluation).blocks
    assert isinstance(only, Paragraph)
    assert "no gap was found" in said(only.words)


NOW = Year(2, date(2019, 9, 1), date(2020, 8, 31))


def earlier(dataset: Dataset, evaluation: Evaluation, *given: dict[str, object], year: Year = NOW) -> list[str]:
    numbered = ({"recommendation_id": f"r{at}", **one} for at, one in enumerate(given))
    now = replace(evaluation, year=year)
    return list(told(part(made(advised(dataset, *numbered), now), "recommended-before")))


def test_last_years_are_told_with_what_had_been_done(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    lead, *table = earlier(
        small_dataset,
        small_evaluation,
        {"done": True, "response": "Accepted"},
        {"done": False, "due": date(2020, 3, 31)},
        {"done": False, "due": date(2020, 12, 1)},
        {},
    )
    assert lead == (
        "Of 4 recommendations of Year 1, 1 had been done by 31 August 2020. For one, nobody recorded what happened."
    )
    assert table == [
        "Ask managers. | The programme | no date | Done. Accepted.",
        "Ask managers. | The programme | 31 March 2020 | Not done yet, and its day has passed.",
        "Ask managers. | The programme | 1 December 2020 | Not done yet.",
        "Ask managers. | The programme | no date | No answer was recorded.",
    ]


def test_one_that_was_not_done(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    lead, *_ = earlier(small_dataset, small_evaluation, {"done": False})
    assert lead == "Of 1 recommendation of Year 1, none had been done by 31 August 2020."


def test_those_of_several_years_say_of_which(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    third = Year(3, date(2020, 9, 1), date(2021, 8, 31))
    lead, *table = earlier(small_dataset, small_evaluation, {"done": True}, {"year": 2, "done": True}, year=third)
    assert lead == "Of 2 recommendations made before Year 3, 2 had been done by 31 August 2021."
    assert table == [f"Ask managers. | The programme | Year {year} | no date | Done." for year in (1, 2)]


def test_a_first_year_has_none_before_it(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    anchors = [b.anchor for b in made(small_dataset, small_evaluation).blocks if isinstance(b, Section)]
    assert anchors == ["next-year"]
