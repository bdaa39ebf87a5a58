"""A word that makes a right number untrue is refused: the population, the date, or the number beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from . import statements  # noqa: F401 - registers what recomputes each sentence
from .placing import Placing
from .printed import Printed
from .reading import Document
from .test_doctored import alone, with_cell

COMPARED = "survey of partners, compared with people or places where the work had not begun. Not with how things were"
OTHER_WORDS = (
    ("report", 2, "1,172 people had come by 18 May 2020; 70", "1,172 people had come by 19 May 2020; 70"),
    ("report", 2, "1,172 people had come by 18 May 2020; 70", "1,172 people came; 70"),
    ("report", 2, "2020; 70 were invited", "2020; 70 were asked"),
    ("report", 2, "people who had come by 18 May 2020 were invited (6%)", "people who came were invited (6%)"),
    ("report", 2, "first scored by 2 June 2020", "first scored by 3 June 2020"),
    ("report", 2, "first scored by 2 June 2020, in this year or before,", "first scored by 2 June 2020"),
    ("report", 2, "and 13 who waited were each", "and 13 who were served were each"),
    ("report", 2, "ended 1.3 points better than", "ended 1.3 points worse than"),
    ("report", 2, "since the pilot began in Greater Manchester", "since the pilot began in London"),
    ("report", 2, "The change is 58 points better", "The change is 58 points worse"),
    ("report", 2, "2 of 4 states hold", "2 of 4 changes are supported"),
    ("report", 1, "is disputed on 1", "contradicts 1"),
    ("report", 2, "The median change was 1 better", "The median change was 1 worse"),
    ("report", 2, "contribution: the main one of several causes.", "contribution: one of several causes."),
    ("report", 2, "one of several causes. Another explanation is as strong", "plausible. One explanation is as strong"),
    ("report", 2, "; before the training, 41 of 168 had", ""),
    ("report", 2, ", 42 the same and 7 a worse answer", ""),
    ("report", 2, " (3 of these for the worse)", ""),
    ("report", 2, "they share rose by 1.8", "they share fell by 1.8"),
    ("report", 2, "(0.9 to 2.5) in London", "(0.9 to 2.5) in Birmingham"),
    ("report", 2, ", but fell by 2.0 (1.3 to 2.7) in Greater Manchester", ""),
    ("report", 2, "were filled at the end of the year", "were filled as of 31 August 2020"),
    ("evidence", 2, "more people trained who answer", "more partners who answer"),
    ("report", 2, "The link most often said to help", "One of the links most often said to help"),
    ("report", 2, "could have shown: a difference of 9 points", "could have shown: a difference of 7 points"),
    ("report", 2, "of 9 points between better and worse, of 122", "of 9 points between better and worse, of 121"),
    ("report", 2, "in which 1.1 answers", "in which 1.2 answers"),
    ("report", 2, "only if a 97.5% range", "only if a 95% range"),
    ("report", 2, "what partners wrote in a survey (Greater", "interviews with partners (Greater"),
    ("report", 2, "what the programme’s own staff wrote in a survey", "interviews with the programme’s own staff"),
    ("report", 2, "wrote in a survey (Birmingham and National)", "wrote in a survey (Birmingham)"),
    ("report", 2, "Evidence against it: interviews with partners (Birmingham).", "No evidence was set against it."),
    ("report", 2, "No evidence was set against it.", "Evidence against it: interviews with partners (London)."),
    ("report", 2, "Is about whether something changed.", "Says what was found."),
    ("report", 2, "Judges.", "Is about whether something changed."),
    ("report", 2, "No source as a whole is negative or shows no change", "No source as a whole is negative"),
    ("report", 2, "No source as a whole is negative, and", "No source as a whole is negative or shows no change, and"),
    ("report", 2, "No source as a whole is negative, and", "No evidence reads negative, and"),
    ("report", 2, "survey of partners, compared with how things were", COMPARED),
    (
        "report",
        2,
        "compared with people or places where the work had not begun",
        "compared with people or places without it",
    ),
    (
        "report",
        2,
        "is a comparison with people or places where the work had not begun (workers’ scores",
        "is a comparison with people or places without the programme (workers’ scores",
    ),
    ("second", 1, "A change of less than 58 points", "A change of less than 40 points"),
    ("second", 2, "A change of less than 46 points", "A change of less than 26 points"),
    ("second", 2, "A change of less than 46 points", "A change of less than 31 points"),
    ("second", 1, "were filled as of 11 March 2022", "were filled at the end of the year"),
    ("second", 1, "were in force as of 11 March 2022", "were in force as of 31 March 2022"),
    ("second evidence", 1, "more partners who answer", "more people trained who answer"),
    ("second", 1, "; before the training, 0 of the 26 compared had", ""),
    ("second evidence", 2, "more young people scored at the start", "more places and groups scored at the start"),
    ("report", 2, "The programme spent £797,676", "The programme spent £797,677"),
    ("report", 2, "Casework and therapy cost £372,715. That", "Casework cost £372,715. That"),
    ("report", 2, "That is £2,287 for each of the 163", "That is £2,287 for each of the 164"),
    ("report", 2, "it is £219", "it is £218"),
    ("report", 2, "That is £94 for each", "That is at most £94 for each"),
    ("report", 2, "The other £365,550", "The other £365,551"),
    ("report", 2, "A group session counts once for each young person who came. ", ""),
    ("report", 2, " Amounts are rounded, so they may not add up to the totals.", ""),
    ("second", 1, "Do not add them up. ", ""),
    ("report", 2, "of Year 1, 3 had been done by", "of Year 1, 2 had been done by"),
    ("second", 2, "For one, nobody recorded what happened.", "For two, nobody recorded what happened."),
    ("second", 2, "Three further kinds of data", "Four further kinds of data"),
)


# In cells of tables that are compared whole.
OTHER_CELLS = (
    ("2 short of the plan", "2 in full"),
    ("3 in full and 1 adapted", "4 in full"),
    ("Yes. From mixed to positive: the survey of", "Yes. From mixed to negative: the survey of"),
    ("No. New and mixed: what documents say", "No. New and negative: what documents say"),
    ("One other says too little to count", "Two others say too little to count"),
    ("No, but more certain.", "No."),
)


@pytest.mark.parametrize(("name", "number", "words", "others"), OTHER_WORDS)
def test_other_words_are_refused(
    page: Callable[[str, int], tuple[Placing, Document]], name: str, number: int, words: str, others: str
) -> None:
    placing, document = page(name, number)
    found = [each for each in document.passages if words in each.text]
    assert found, f"“{words}” is not printed"
    assert not placing.why_not(document, found[0])
    assert placing.why_not(document, replace(found[0], text=found[0].text.replace(words, others)))


@pytest.mark.parametrize(("words", "others"), OTHER_CELLS)
def test_other_words_in_a_cell_are_refused(printed: dict[int, Printed], words: str, others: str) -> None:
    report, placing = printed[2].report, printed[2].placing
    table, at, cell = next(
        (table, at, cell)
        for table in report.tables
        for at, row in enumerate(table.cells)
        for cell in row.values()
        if words in cell.text
    )
    changed = with_cell(table, at, replace(cell, text=cell.text.replace(words, others)))
    # Another row of the same table may be known not to hold.
    before = [str(each) for each in placing.place(alone(report, table)).failures]
    assert not any(words in each for each in before)
    assert len(placing.place(alone(report, changed)).failures) == len(before) + 1


# In the annex of rules: a difference is told in points, a share in per cent, and anything else as it is.
OTHER_UNITS = (
    ("25 points", "25%"),
    ("25 points", "25"),
    ("25 points", "24 points"),
    ("30 points", "30%"),
    ("5 points", "5%"),
    ("60%", "60 points"),
    ("0.67", "0.67 points"),
    ("0.67", "67%"),
    ("10", "10%"),
)


@pytest.mark.parametrize(("words", "others"), OTHER_UNITS)
def test_other_units_of_a_rule_are_refused(printed: dict[int, Printed], words: str, others: str) -> None:
    report, placing = printed[2].report, printed[2].placing
    cells = [each for each in report.passages if (each.section, each.kind, each.text) == ("rules", "cell", words)]
    assert cells
    for cell in cells:
        assert not placing.why_not(report, cell)
        assert placing.why_not(report, replace(cell, text=others))


def test_nothing_against_is_refused_of_what_a_source_contradicts(printed: dict[int, Printed]) -> None:
    report, placing = printed[2].report, printed[2].placing
    found = next(each for each in report.passages if "outcome-risk" in each.ids and each.kind == "paragraph")
    told = replace(found, text="No source as a whole is negative or shows no change, and nothing fell.")
    assert "against it: ['interviews with partners']" in "\n".join(placing.why_not(report, told))
