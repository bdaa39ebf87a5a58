"""What people raised, theme by theme; what was coded; and findings without an outcome in their sections."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from tests.report.sections.test_findings_in_the_report import claim, entry, every, first, named, said
from tests.worked_example import example, judged

from tideturn.dataset.model import Dataset
from tideturn.evaluation.model import Evaluation
from tideturn.report.blocks import DataTable, Paragraph, Report, Section
from tideturn.report.compose import compose, compose_evidence
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.released import Release
from tideturn.report.sections.themes import themes_of
from tideturn.report.sections.written import Written, opened


def lines(dataset: Dataset, evaluation: Evaluation, kind: str, release: Release | None = None) -> list[str]:
    sections = themes_of(Lookup(dataset, evaluation, release), kind)
    return [said(block.words) for section in sections for block in section.blocks if isinstance(block, Paragraph)]


@pytest.fixture(scope="module")
def shown() -> list[str]:
    return lines(example(), judged(2), "strength")


def test_a_theme_says_how_many_raised_it_and_who_said_the_opposite(shown: list[str]) -> None:
    assert shown[0].startswith(
        "Staying in touch when buildings closed: 5 of 10 staff and 2 of 13 partners raised this; 2 staff and 2 "
        "partners said the opposite (Evidence "
    )


def test_both_sides_are_quoted(shown: list[str]) -> None:
    assert "(Evidence " in shown[0]
    assert "“We went to phone and doorstep overnight." in shown[0]
    assert "“I did therapy by video" in shown[0]


def test_one_person_is_told_in_the_singular(shown: list[str]) -> None:
    assert "2 staff and 1 partner said the opposite" in shown[1]


def test_nobody_is_quoted_without_consent() -> None:
    bare = judged(2)
    silent = replace(bare, evidence=tuple(replace(item, quotable=False) for item in bare.evidence))
    assert "“" not in "".join(lines(example(), silent, "strength"))


def test_a_broad_theme_is_quoted_under_the_narrower_ones() -> None:
    broad, narrow, *_ = lines(example(), judged(2), "challenge")
    assert broad.startswith("What was hard: ")
    assert ("“" in broad, "“" in narrow) == (False, True)


def test_a_kind_without_codings_has_no_section() -> None:
    dataset = example()
    bare = replace(dataset, tables={**dataset.tables, "codebook": dataset.table("codebook").clear()})
    assert lines(bare, judged(2), "strength") == []


def test_a_release_counts_no_young_people_and_says_nothing_of_a_theme_without_a_count_or_a_quotation() -> None:
    bare = judged(2)
    evidence = tuple(replace(item, quotable=False, text="") for item in bare.evidence if item.kind != "theme")
    assert lines(example(), replace(bare, evidence=evidence), "strength", Release("year-2-1", {})) == []


def coded(report: Report) -> DataTable:
    return next(table for table in every(DataTable, report.sections) if table.caption == "What was coded")


def test_every_code_is_listed_with_where_it_went() -> None:
    table = coded(compose_evidence(example(), judged(2)))
    rows = {said(row[0]): [said(cell) for cell in row[1:]] for row in table.rows}  # type: ignore[arg-type]
    assert len(rows) == example().table("codebook").height
    assert rows["Staying in touch when buildings closed"] == ["7", "7", "Theme: what went well"]
    assert rows["What brought something about"][2] == "The causal map"
    assert rows["Young people are safer"][2] == "Outcome: Young people are safer"


def test_a_release_says_where_codes_went_and_not_how_often_they_were_used() -> None:
    table = coded(compose_evidence(example(), judged(2), release=Release("year-2-1", {})))
    assert table.columns == ("Code", "Where it went")


def test_a_code_that_leads_nowhere_is_told() -> None:
    dataset = example()
    book = dataset.table("codebook").with_columns(
        theme=pl.when(pl.col("code") == "in_touch").then(None).otherwise(pl.col("theme"))
    )
    table = coded(compose_evidence(replace(dataset, tables={**dataset.tables, "codebook": book}), judged(2)))
    assert [said(row[0]) for row in table.rows if said(row[-1]).startswith("Nothing")] == [  # type: ignore[arg-type]
        "Staying in touch when buildings closed"
    ]


@pytest.fixture
def told(small_evaluation: Evaluation) -> Evaluation:
    bare = {"outcome": "", "evaluation": small_evaluation, "verdict": None}
    sections = ("context", "implementation", "reach", "strengths", "our_story")
    claims = tuple(claim(f"c-{name}", name, **bare) for name in sections)  # type: ignore[arg-type]
    return replace(small_evaluation, claims=claims, checks=())


def test_findings_without_an_outcome_stand_at_the_head_of_their_section(
    small_dataset: Dataset, told: Evaluation
) -> None:
    copy = compose(small_dataset, told)
    assert first(named(copy, "programme")).startswith("What c-context says.[1")
    assert first(named(copy, "delivery")) == "What c-implementation says.[2] What c-reach says.[3]"
    assert first(named(copy, "strengths")).startswith("What c-strengths says.[4")


def test_a_section_that_the_report_does_not_have_gets_its_own_heading(small_dataset: Dataset, told: Evaluation) -> None:
    own = named(compose(small_dataset, told), "section-our_story")
    assert (own.title, first(own)) == ("Our story", "What c-our_story says.[5]")


def test_findings_about_reach_stand_under_who_was_reached(small_dataset: Dataset, told: Evaluation) -> None:
    written = Written(Lookup(small_dataset, told))
    inner = Section("who", "Who was reached", 3, (Paragraph(()),))
    section = opened(written, "implementation", Section("delivery", "Implementation", 2, (inner,)), "delivery", "")
    assert section is not None
    assert first(section) == "What c-implementation says.[2]"
    assert first(next(block for block in section.blocks if isinstance(block, Section))) == "What c-reach says.[3]"


def test_the_annex_names_no_outcome_where_there_is_none(small_dataset: Dataset, told: Evaluation) -> None:
    _, facts = entry(compose(small_dataset, told), "c-context")
    assert said(facts["About"]) == "The work itself and no single outcome, Whole programme."
    row = next(one.as_dict() for one in told.claims)
    assert (row["outcome_id"], row["verdict"], row["confidence"]) == ("", None, None)
