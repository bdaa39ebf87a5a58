"""Each way in which a number can be refused is shown refusing one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from . import statements  # noqa: F401 - registers what recomputes each sentence
from .placing import Ledger, Placing
from .printed import Printed
from .reading import Document, Passage


@pytest.fixture(scope="module")
def report(printed: dict[int, Printed]) -> Document:
    return printed[2].report


@pytest.fixture(scope="module")
def placing(printed: dict[int, Printed]) -> Placing:
    return printed[2].placing


def found(report: Document, words: str, kind: str = "") -> Passage:
    return next(each for each in report.passages if words in each.text and each.kind == (kind or each.kind))


def placed(placing: Placing, report: Document, *passages: Passage) -> Ledger:
    return placing.place(replace(report, passages=passages, tables=()))


def refused(placing: Placing, report: Document, passage: Passage) -> str:
    return "\n".join(map(str, placed(placing, report, passage).failures))


def test_a_sentence_that_nobody_placed_is_refused(placing: Placing, report: Document) -> None:
    passage = replace(found(report, "How sure"), text="The work made 7 people glad.")
    assert "no statement places '7'" in refused(placing, report, passage)


def test_a_number_that_the_folder_does_not_give_is_refused(placing: Placing, report: Document) -> None:
    passage = found(report, "163 young people had a case open in the year")
    told = refused(placing, report, replace(passage, text=passage.text.replace("163 young", "164 young")))
    assert "n: printed “164”, recomputed 163" in told
    assert not refused(placing, report, passage)


def test_another_unit_is_refused(placing: Placing, report: Document) -> None:
    passage = found(report, "5 places and groups scored at the start and again in the year")
    told = refused(
        placing, report, replace(passage, text=passage.text.replace("5 places and groups", "5 young people", 1))
    )
    assert "who: printed “young people”" in told


def test_words_that_nobody_said_are_refused(placing: Placing, report: Document) -> None:
    passage = replace(found(report, "Same house, same worker", "quotation"), text="Two of them told me so.")
    assert "nobody said or wrote these words" in refused(placing, report, passage)


def test_an_evidence_number_that_leads_elsewhere_is_refused(placing: Placing, report: Document) -> None:
    passage = next(each for each in report.passages if each.links)
    assert "leads to" in refused(placing, report, replace(passage, links=(("1", "evidence.html#e2"),)))


def test_a_row_more_or_less_is_refused(placing: Placing, report: Document) -> None:
    table = next(each for each in report.tables if each.caption.startswith("Where things stood before"))
    passages = tuple(cell for row in table.cells for cell in row.values())
    assert not placing.place(replace(report, passages=passages, tables=(table,))).failures
    less = replace(table, rows=table.rows[1:], cells=table.cells[1:])
    told = placing.place(replace(report, passages=(), tables=(less,))).failures
    assert "a row that is not printed" in str(told[0])
    more = replace(table, rows=(*table.rows, table.rows[0]), cells=(*table.cells, table.cells[0]))
    told = placing.place(replace(report, passages=(), tables=(more,))).failures
    assert "the folder gives no such row" in str(told[0])


def test_a_drawing_that_nobody_recomputes_is_refused(placing: Placing, report: Document) -> None:
    chart = next(each for each in report.passages if each.kind == "chart" and "chart-safety" in each.ids)
    assert not refused(placing, report, chart)
    assert "drawn" in refused(placing, report, replace(chart, text=chart.text.replace("75%", "74%")))
    elsewhere = replace(chart, ids=("main", "summary", "chart-of-nothing"), section="summary")
    assert "nothing recomputes this drawing" in refused(placing, report, elsewhere)


def test_what_explains_counts_only_to_the_letter(placing: Placing, report: Document) -> None:
    passage = found(report, "two independent sources of evidence say so")
    assert not refused(placing, report, passage)
    assert refused(placing, report, replace(passage, text=passage.text.replace("two independent", "three independent")))
