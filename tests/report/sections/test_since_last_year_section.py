"""What a report says of the year before: which verdicts moved, and on what evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from tests.annexed import whole
from tests.worked_example import example, judged

from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.model import Evaluation, Override
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.units import OF_VOICE
from tideturn.report import render_html
from tideturn.report.blocks import Block, Bullets, DataTable, Paragraph, Section, Words
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.since_last_year import since_last_year

THEN = Year(1, date(2018, 9, 1), date(2019, 8, 31))
NOW = Year(2, date(2019, 9, 1), date(2020, 8, 31))


def strand(kind: str, voice: str, reading: str) -> Strand:
    return Strand(kind, voice, reading, "why", unit=OF_VOICE[voice] if kind == "survey" else "sources")


def said(block: Block) -> Iterator[str]:
    """Every sentence and every cell, in order."""

    def text(words: Words) -> str:
        return "".join(span.text for span in words)

    match block:
        case Section():
            yield block.title
            for inner in block.blocks:
                yield from said(inner)
        case Paragraph():
            yield text(block.words)
        case Bullets():
            yield from (text(item) for item in block.items)
        case DataTable():
            yield from (" | ".join(text(cell) for cell in row) for row in block.rows)
        case _:
            raise AssertionError(block)


@pytest.fixture
def second(small_dataset: Dataset, small_evaluation: Evaluation) -> tuple[Dataset, Evaluation]:
    """The small programme a year later, with the same verdicts on the same evidence."""
    now = replace(small_evaluation, year=NOW, earlier=(replace(small_evaluation, year=THEN),))
    return small_dataset, now


def told(second: tuple[Dataset, Evaluation], outcome: str = "", scope: str = PROGRAMME_SCOPE, **given: object) -> str:
    """The section, with the verdict of one outcome altered in the second year."""
    dataset, now = second
    outcomes = tuple(
        replace(verdict, **given) if (verdict.outcome_id, verdict.scope) == (outcome, scope) else verdict  # type: ignore[arg-type]
        for verdict in now.outcomes
    )
    section = whole(since_last_year(Lookup(dataset, replace(now, outcomes=outcomes))))
    return "\n".join(said(section))


def test_a_first_year_has_no_such_section(
    small_dataset: Dataset, small_evaluation: Evaluation, small_page: str
) -> None:
    assert since_last_year(Lookup(small_dataset, small_evaluation)) is None
    assert "since-last-year" not in small_page


def test_where_nothing_moved_that_is_said(second: tuple[Dataset, Evaluation]) -> None:
    text = told(second)
    assert "Year 1 found 1 supported, 2 emerging," in text
    assert "No verdict on the whole programme moved from Year 1 to Year 2." in text
    assert "Yes" not in text
    assert "In single places" not in text


def test_a_move_is_told_with_the_evidence_that_is_new_read_differently_or_gone(
    second: tuple[Dataset, Evaluation],
) -> None:
    text = told(
        second,
        "contested",
        verdict=Verdict.SUPPORTED,
        confidence="high",
        strands=(
            strand("survey", "stakeholder", "negative"),
            strand("document", "record", "positive"),
            strand("change", "stakeholder", "positive"),
            strand("survey", "staff", "insufficient"),
        ),
    )
    move = next(line for line in text.splitlines() if "Contested (low confidence) | S" in line)
    assert move == (
        "Outcome that is contested | Contested (low confidence) | Supported (high confidence) | Yes. "
        "New and positive: what documents say and the harvested changes (partners). "
        "From positive to negative: the survey of partners. "
        "Negative before, and not collected again: interviews with the programme’s own staff. "
        "One other says too little to count."
    )
    assert "1 of 9 verdicts on the whole programme moved from Year 1 to Year 2." in text


def test_evidence_that_turned_round_under_a_verdict_that_did_not_move_is_told(
    second: tuple[Dataset, Evaluation],
) -> None:
    turned = (strand("survey", "stakeholder", "negative"), strand("interview", "staff", "positive"))
    assert (
        "Contested (low confidence) | No. "
        "From positive to negative: the survey of partners. "
        "From negative to positive: interviews with the programme’s own staff."
    ) in told(second, "contested", strands=turned)


def test_a_source_that_says_too_little_adds_nothing(second: tuple[Dataset, Evaluation]) -> None:
    thin, full = (strand("document", "record", reading) for reading in ("insufficient", "mixed"))
    assert "has a source" not in told(second, "not_measured", strands=(thin,))
    assert "For 1 outcome, Year 2 has a source that Year 1 did not have" in told(
        second, "not_measured", strands=(full,)
    )


def test_places_that_moved_likewise_are_named_and_those_that_moved_otherwise_have_a_row(
    second: tuple[Dataset, Evaluation],
) -> None:
    dataset, now = second
    alike = replace(
        now,
        outcomes=tuple(
            replace(verdict, verdict=Verdict.SUPPORTED) if verdict.outcome_id == "emerging" else verdict
            for verdict in now.outcomes
        ),
    )
    assert "Places where it moved in the same way: London." in told((dataset, alike))
    otherwise = told(second, "contested", "gm", verdict=Verdict.MIXED)
    row = "Outcome that is contested | Greater Manchester | Adverse | Mixed | Each kind of evidence reads as it did."
    assert row in otherwise
    assert "| No. Places where it moved: Greater Manchester." in otherwise
    assert "No verdict on the whole programme moved from Year 1 to Year 2." in otherwise


def test_a_verdict_that_fell_due_is_told_apart(second: tuple[Dataset, Evaluation]) -> None:
    text = told(second, "too_early", verdict=Verdict.ADVERSE)
    assert "1 of 9 verdicts on the whole programme moved from Year 1 to Year 2, because it fell due." in text
    assert "Too early to tell | Adverse (low confidence) | Yes, it fell due; its evidence already read so." in text


def test_what_a_release_does_not_show_has_not_moved_and_is_not_new(second: tuple[Dataset, Evaluation]) -> None:
    text = told(second, "supported", verdict=Verdict.WITHHELD, confidence=None)
    assert "No verdict on the whole programme moved from Year 1 to Year 2." in text
    assert re.search(r"Supported \(\w+ confidence\) \| Not shown \| Not shown", text)
    left_out = told(second, "contested", "gm", verdict=Verdict.MIXED, strands=(), left_out=True)
    row = "Outcome that is contested | Greater Manchester | Adverse | Mixed | What it rests on is not all shown."
    assert row in left_out


def test_a_verdict_that_somebody_set_says_what_the_rules_give(second: tuple[Dataset, Evaluation]) -> None:
    override = Override(Verdict.EMERGING, "a national trend", "lead-evaluator")
    text = told(second, "emerging", verdict=Verdict.SUPPORTED, override=override)
    assert "Emerging (overridden) | No; by the rules alone it would be supported" in text
    moved = told(second, "supported", verdict=Verdict.SUPPORTED, override=override)
    assert "An accountable person overrode this year’s verdict; the rules give supported." in moved


def test_a_verdict_that_stands_may_be_surer_or_less_sure(second: tuple[Dataset, Evaluation]) -> None:
    assert "Emerging (high confidence) | No, but more certain" in told(second, "emerging", confidence="high")
    assert "Emerging (very low confidence) | No, but less certain" in told(second, "emerging", confidence="very_low")


def test_the_page_has_it_in_its_contents_and_no_recommendation_twice() -> None:
    page = render_html(example(), judged(2)).decode()
    assert '<a href="#since-last-year">What changed since Year 1</a>' in page
    assert page.count("Write the pathways down with partners in each city") == 1
    anchors = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= anchors


def test_evidence_that_is_gone_is_not_called_new(second: tuple[Dataset, Evaluation]) -> None:
    gone = told(second, "insufficient", verdict=Verdict.NOT_MEASURED, confidence=None, strands=())
    assert "Yes. Nothing was collected this year." in gone
    thin = (strand("survey", "staff", "insufficient"),)
    assert "The new evidence says too little to count." in told(
        second, "insufficient", verdict=Verdict.NOT_MEASURED, confidence=None, strands=thin
    )
