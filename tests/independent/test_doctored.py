"""Every way of placing a number can fail: each is shown one sentence, cell or drawing in which a number was changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from . import statements  # noqa: F401 - registers what recomputes each sentence
from .conftest import Printed
from .known import known
from .placing import Failure, Placing
from .reading import Document, Passage

YEAR = 2
# A section, its kind of passage, what stands there, and what is put in its place.
SENTENCES = (
    ("delivery", "bullet", "training events reached 634", "training events reached 635"),
    ("delivery", "bullet", "1,842 of 2,184", "1,841 of 2,184"),
    ("delivery", "bullet", "sessions offered to", "sessions given to families and"),
    ("delivery", "figure", "1 was delivered in full", "2 were delivered in full"),
    ("delivery", "description", "10.5 of 9 months", "10.6 of 9 months"),
    ("delivery", "description", "33 within target", "34 within target"),
    ("delivery", "paragraph", "Of 4 milestones", "Of 5 milestones"),
    ("delivery", "paragraph", "half of them within 13", "half of them within 14"),
    ("delivery", "paragraph", "15 named something", "16 named something"),
    ("pathways", "paragraph", "30 of 39 (77%)", "30 of 38 (79%)"),
    ("pathways", "paragraph", "59 points (39 to 74)", "59 points (38 to 74)"),
    ("pathways", "paragraph", "p < 0.001", "p = 0.002"),
    ("pathways", "description", "median wait 3.9 h", "median wait 4.9 h"),
    ("pathways", "description", "half had come to it by 9.4 h", "half had come to it by 9.5 h"),
    ("pathways", "bullet", "6 of 43 cases (14%)", "6 of 43 cases (15%)"),
    ("pathways", "bullet", "was skipped less often in Greater", "was skipped more often in Greater"),
    ("pathways", "column", "Holm, 29 comparisons", "Holm, 28 comparisons"),
    ("area-system", "paragraph", "94 stayed, 80 were new", "93 stayed, 81 were new"),
    ("area-system", "paragraph", "by 9 points (5 to 14)", "by 9 points (2 to 14)"),
    ("area-system", "paragraph", "QAP correlation 0.69", "QAP correlation 0.68"),
    ("over-time", "figure", "0.4 to 19.6", "0.5 to 19.6"),
    ("over-time", "figure", "holds 10 signals", "holds 9 signals"),
    ("over-time", "figure", "14 of 130 young people did worse", "13 of 130 young people did worse"),
    ("over-time", "description", "46 better, 15 the same", "46 better, 16 the same"),
    ("theory-of-change", "paragraph", "People spoke of 12 of them", "People spoke of 13 of them"),
    ("theory-of-change", "paragraph", "5 departed from the plan", "6 departed from the plan"),
    ("theory-of-change", "description", "safer: 3.", "safer: 2."),
    ("theory-of-change", "figure", "2 links that the theory", "3 links that the theory"),
    ("strengths", "bullet", "6 pieces of the planned work", "7 pieces of the planned work"),
    ("challenges", "bullet", "3 were late or missed", "2 were late or missed"),
    ("learning", "bullet", "Three young people in two cities", "Four young people in two cities"),
    ("recommendations", "cell", "at least 6 more answers", "at least 7 more answers"),
    ("recommendations", "cell", "It takes 3 more sources", "It takes 2 more sources"),
    ("since-last-year", "paragraph", "12 of 18 verdicts", "11 of 18 verdicts"),
    ("since-last-year", "paragraph", "found 2 supported", "found 3 supported"),
    ("since-last-year", "paragraph", "3 were carried out. 1 was", "2 were carried out. 2 were"),
)
CELLS = (
    ("delivery", "Planned and delivered: casework", "38", "39"),
    ("delivery", "Milestones", "14 weeks late", "13 weeks late"),
    ("delivery", "Posts", "15 to 29 weeks", "15 to 28 weeks"),
    ("delivery", "Partners:", "10 January 2020", "11 January 2020"),
    ("pathways", "Cases that met", "−45 to 15", "−45 to 16"),
    ("pathways", "How long cases took", "14.1 hours", "14.2 hours"),
    ("pathways", "Deadlines", "37", "36"),
    ("pathways", "Whether places let cases", "0.75", "0.74"),
    ("pathways", "Whether places let cases", "0.93", "0.95"),
    ("pathways", "Whether places let cases", "p = 0.818", "p = 0.618"),
    ("area-system", "Organisations that work together", "0.045", "0.046"),
    ("area-system", "Measures of the network", "14 of 91", "15 of 91"),
    ("area-system", "Measures of the network", "0.84; by chance 0.80 (p = 0.526)", "0.84; by chance 0.80 (p = 0.326)"),
    ("area-system", "What is shared", "−1.4 (−1.7 to −1.1)", "−1.4 (−1.9 to −1.1)"),
    ("area-system", "What kinds of information", "50 of 115", "51 of 115"),
    ("area-system", "Ties among each place’s own", "35 points (23 to 48)", "35 points (19 to 48)"),
    ("over-time", "Children referred", "25 (beyond a limit, up)", "24 (beyond a limit, up)"),
    ("over-time", "Before and after", "104", "103"),
    ("theory-of-change", "From there to the outcomes", "4 people", "5 people"),
    ("theory-of-change", "From there to the outcomes: what people said", "It carries 3", "It carries 4"),
    ("theory-of-change", "Each part of the work", "70 of 75", "71 of 75"),
    ("since-last-year", "Every outcome", "New and mixed: interviews", "New and positive: interviews"),
    ("since-last-year", "Where a place moved", "Supported", "Emerging"),
    ("since-last-year", "What became of earlier", "Not done yet, and its day has passed.", "Done."),
    ("recommendations", "Recommendations of", "31 March 2021", "30 March 2021"),
)
DRAWINGS = (
    ("chart-planned-and-delivered-1", "38 of 40", "39 of 40"),
    ("chart-timeliness", "119 referrals", "118 referrals"),
    ("chart-pathway-custody-design", "12 skipped it", "13 skipped it"),
    ("chart-pathway-custody-sides", "114 min", "115 min"),
    ("chart-pathway-custody-wait-1", "61 of 83", "62 of 83"),
    ("chart-network", "Wave 1", "Wave 2"),
    ("chart-before-and-after", "72%", "73%"),
    ("chart-series-166", "\n15\n", "\n16\n"),
    ("chart-map-2", "\n4\n", "\n5\n"),
    ("chart-map-hindering", "−1", "−2"),
)


def failures(printed: Printed, document: Document) -> list[Failure]:
    found = Placing(printed.year).place(document).failures
    return [each for each in found if not known(each, YEAR)]


def fails_alone(printed: Printed, passage: Passage, doctored: str) -> None:
    """Check that a passage holds by itself, and that it fails once it is doctored."""
    report = replace(printed.report, passages=(passage,), tables=())
    assert not failures(printed, report)
    assert failures(printed, replace(report, passages=(replace(passage, text=doctored),)))


@pytest.mark.parametrize(("section", "kind", "text", "other"), SENTENCES, ids=lambda each: each[:30])
def test_a_doctored_sentence_fails(printed: dict[int, Printed], section: str, kind: str, text: str, other: str) -> None:
    passages = printed[YEAR].report.passages
    found = next(each for each in passages if each.section == section and each.kind == kind and text in each.text)
    doctored = found.text.replace(text, other)
    report = replace(printed[YEAR].report, passages=(replace(found, text=doctored),), tables=())
    told = Placing(printed[YEAR].year).place(report).failures
    before = Placing(printed[YEAR].year).place(replace(report, passages=(found,))).failures
    assert len(told) > len([each for each in before if str(each) in map(str, told)])


@pytest.mark.parametrize(("section", "caption", "text", "other"), CELLS, ids=lambda each: each[:30])
def test_a_doctored_cell_fails(printed: dict[int, Printed], section: str, caption: str, text: str, other: str) -> None:
    report = printed[YEAR].report
    table, at, column = next(
        (table, at, column)
        for table in report.tables
        if table.section == section and table.caption.startswith(caption)
        for at, row in enumerate(table.rows)
        for column in table.columns
        if text in row.get(column, "")
    )
    cell = table.cells[at][column]
    row = {**table.rows[at], column: cell.text.replace(text, other)}
    changed = replace(cell, text=row[column], row=row)
    cells = tuple({**each, column: changed} if i == at else each for i, each in enumerate(table.cells))
    rows = tuple(row if i == at else each for i, each in enumerate(table.rows))
    passages = tuple(each for line in cells for each in line.values())
    alone = replace(report, passages=passages, tables=(replace(table, rows=rows, cells=cells),))
    told = failures(printed[YEAR], alone)
    assert told
    whole = tuple(each for line in table.cells for each in line.values())
    assert not failures(printed[YEAR], replace(report, passages=whole, tables=(table,)))


@pytest.mark.parametrize(("chart", "text", "other"), DRAWINGS)
def test_a_doctored_drawing_fails(printed: dict[int, Printed], chart: str, text: str, other: str) -> None:
    passages = printed[YEAR].report.passages
    found = next(each for each in passages if chart in each.ids and each.kind == "chart" and text in each.text)
    fails_alone(printed[YEAR], found, found.text.replace(text, other, 1))
