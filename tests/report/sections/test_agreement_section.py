"""What the report says of how far coders agree: the chart, its table, and what a release leaves out."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from tests.annexed import whole

from tideturn.dataset.model import Dataset
from tideturn.evaluation.model import Evaluation
from tideturn.methods.agreement import Agreement, agreement_of_spans, coded
from tideturn.report.blocks import Figure, Paragraph, Section, Words
from tideturn.report.charts.coders_agree import CodersAgree
from tideturn.report.sections.agreement import agreement, agreement_figure
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.released import Release

LENGTHS = {f"t{i}": 100 for i in range(3)}


def measured(draws: int = 0, texts: int = 3) -> Agreement:
    rows = []
    for name in list(LENGTHS)[:texts]:
        for coder, end in (("x", 20), ("y", 8)):
            rows += [(name, coder, 0, end, "split"), (name, coder, 30, 50, "same")]
    spans = pl.DataFrame(rows, schema=["document", "coder", "start", "end", "code"], orient="row")
    return agreement_of_spans(coded(spans, LENGTHS), draws=draws)


def said(words: Words) -> str:
    return "".join(span.text for span in words)


def paragraphs(section: Section | None) -> list[str]:
    return [said(block.words) for block in whole(section).blocks if isinstance(block, Paragraph)]


def figure(section: Section | None) -> Figure:
    return next(block for block in whole(section).blocks if isinstance(block, Figure))


@pytest.fixture
def look(small_dataset: Dataset, small_evaluation: Evaluation) -> Lookup:
    return Lookup(small_dataset, replace(small_evaluation, agreement=measured(50)))


def test_the_chart_has_the_codes_that_differ_and_the_table_all(look: Lookup) -> None:
    shown = figure(agreement(look))
    assert isinstance(shown.chart, CodersAgree)
    assert [(code.label, code.told) for code in shown.chart.codes] == [("split", "0.50")]
    assert shown.chart.enough == look.evaluation.rules.agreement_concern
    assert shown.sentence == (
        "α is below 0.67 on 1 of 2 codes: “split”. Coders agree fully on 1, which is in the table alone."
    )
    # Of 100 characters x laid 20 and y 8 of those: κ = (.88 − .752)/(1 − .752), AC1 = (.88 − .2408)/(1 − .2408), and of
    # 600 values α = 1 − 72/(2 · 84 · 516/599).
    # Both laid 8 of the 20 characters that either laid, which is 40%; positive agreement is 2 × 8/(20 + 8).
    assert shown.table.columns[2] == "Positive agreement"
    assert [[said(cell) for cell in row] for row in shown.table.rows] == [
        ["split", "88%", "57%", "0.52", "0.84", "0.50 (0.50 to 0.50)"],
        ["same", "100%", "100%", "1.00", "1.00", "1.00 (1.00 to 1.00)"],
    ]
    assert shown.description == "split: α 0.50. same: α 1.00."


def test_what_it_rests_on_is_said_with_how_rough_a_range_is(look: Lookup) -> None:
    overall, first = paragraphs(agreement(look))
    assert first.startswith("Two people each coded the same text: 3 texts, 300 characters. α is Krippendorff’s")
    assert "draws of the texts, which are few, so that the range is rough." in first
    assert overall.startswith("All codes together: 88% of the text alike, α with MASI distance ")
    assert "unitised α is 0." in overall


def test_codes_are_told_by_their_titles() -> None:
    shown = agreement_figure(measured(), {"split": "In two minds"}, enough=0.4)
    assert shown.sentence.startswith("α is below 0.4 on none of 2 codes.")
    assert said(shown.table.rows[0][0]) == "In two minds"
    assert said(shown.table.rows[0][5]).endswith(" (range not known)")


def test_where_all_agree_the_chart_shows_them_all() -> None:
    spans = pl.DataFrame(
        [("t0", coder, 0, 9, "same") for coder in "xy"],
        schema=["document", "coder", "start", "end", "code"],
        orient="row",
    )
    shown = agreement_figure(agreement_of_spans(coded(spans, LENGTHS), draws=0), {}, enough=0.67)
    assert isinstance(shown.chart, CodersAgree)
    assert [code.told for code in shown.chart.codes] == ["1.00"]


def test_undefined_is_said_and_drawn_as_such(look: Lookup) -> None:
    everything = pl.DataFrame(
        [("t0", coder, 0, 100, "all") for coder in "xy"],
        schema=["document", "coder", "start", "end", "code"],
        orient="row",
    )
    found = agreement_of_spans(coded(everything, LENGTHS), draws=0)
    section = agreement(replace(look, evaluation=replace(look.evaluation, agreement=found)))
    shown = figure(section)
    assert isinstance(shown.chart, CodersAgree)
    assert [code.told for code in shown.chart.codes] == ["undefined"]
    assert "Undefined says that everyone did the same everywhere" in paragraphs(section)[0]
    assert "With one text alone it has no range." in paragraphs(section)[-1]


def test_that_it_is_not_known_is_said_where_words_were_coded(look: Lookup) -> None:
    words = [item for item in look.evaluation.evidence if item.kind == "interview"]
    assert words
    unknown = replace(look, evaluation=replace(look.evaluation, agreement=None))
    assert paragraphs(agreement(unknown)) == [
        "No text of this year was coded by two people apart, so it is not known how far coders would agree."
    ]
    silent = replace(unknown, evaluation=replace(unknown.evaluation, evidence=()))
    assert agreement(silent) is None


@pytest.mark.parametrize(
    ("shown", "left_out"),
    [({"interviews/young_person/1#all": 12}, False), ({"interviews/young_person/1#all": None}, True)],
)
def test_a_release_tells_no_amounts_and_nothing_where_few_young_people_spoke(
    look: Lookup, shown: dict[str, int | None], left_out: bool
) -> None:
    section = agreement(replace(look, release=Release("year-1-1", shown)))
    told = " ".join(paragraphs(section))
    assert "3 texts" not in told
    assert "300" not in told
    assert ("so few young people were interviewed" in told) is left_out
    assert any(isinstance(block, Figure) for block in whole(section).blocks) is not left_out


def test_texts_on_which_nobody_laid_a_code_have_no_chart(look: Lookup) -> None:
    nothing = pl.DataFrame(
        schema=dict.fromkeys(("document", "coder", "code"), pl.String) | dict.fromkeys(("start", "end"), pl.Int64)
    )
    found = agreement_of_spans(coded(nothing, LENGTHS, [("t0", "x"), ("t0", "y")]), draws=0)
    section = agreement(replace(look, evaluation=replace(look.evaluation, agreement=found)))
    assert paragraphs(section) == [
        "Texts of this year were given to two people, and nobody laid a code: there is nothing to compare."
    ]
    assert not any(isinstance(block, Figure) for block in whole(section).blocks)
