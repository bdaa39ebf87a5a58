"""Where signs of identity are told: headers, every kind of cell, transcripts, columns of dates."""

import pytest

from tideturn.dataset.check.identities import (
    birth_dates,
    identity_in_cell,
    identity_in_header,
    identity_in_pathway,
    identity_in_transcript,
    name_in_cell,
    name_in_transcript,
)

CASE = {"case_id": "C1", "site": "L", "received": "2018-10-01"}


def test_headers_are_refused_unless_the_table_declares_them(folder, places):
    within = folder(
        cases=[{**CASE, "child_dob": ""}],
        organisations=[{"organisation_id": "A", "name": "Youth Justice", "sector": "justice", "site": "L"}],
        surveys={"s": {"responses": [{"response_id": "R1", "email": ""}]}},
    )
    assert places(identity_in_header, within) == [
        ("cases.csv", 1, "child_dob"),
        ("surveys/s/responses.csv", 1, "email"),
    ]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("learning", "point"),  # typed freely
        ("extracts", "text"),
        ("cases", "referral_source"),  # a short text
        ("cases", "case_id"),  # a code
        ("cases", "note"),  # a column that the contract does not have
        ("programme_notes", None),
    ],
)
def test_every_kind_of_cell_is_searched_and_never_repeated(folder, table, column):
    if column is None:
        within = folder(surveys={"s": {"responses": [{"response_id": "R1", "why": "call 07700 900123"}]}})
        table, column = "surveys/s/responses", "why"
    else:
        within = folder(**{table: [{column: "nothing here"}, {column: "call 07700 900123"}]})
    problems = list(identity_in_cell.problems(within))
    row = 2 if "/" in table else 3
    assert [(p.file, p.row, p.column) for p in problems] == [(f"{table}.csv", row, column)]
    assert all("900123" not in p.what + p.mend for p in problems)


def test_two_signs_in_one_cell_are_both_told(folder):
    cell = "write to jo@example.org or SW1A 1AA, says Mrs Sample"
    within = folder(learning=[{"point": cell}])
    assert [p.what for p in identity_in_cell.problems(within)] == [
        "This looks like an e-mail address.",
        "This looks like a full postcode.",
    ]
    assert [p.what for p in name_in_cell.problems(within)] == ["This looks like a person's name."]


def test_a_transcript_is_told_by_line_and_character(folder):
    within = folder(transcripts={"i1.txt": "It helped.\nRing 07700 900123.\nMy name is Sample.\n"})
    (problem,) = identity_in_transcript.problems(within)
    assert (problem.file, problem.row) == ("transcripts/i1.txt", 2)
    assert problem.what == "From character 6 of the line this looks like a telephone number."
    assert [p.row for p in name_in_transcript.problems(within)] == [3]


def test_a_column_of_births_is_refused_and_one_of_work_is_not(folder, places):
    births = ["2004-03-01", "2006-05-02", "2003-12-30", "2008-01-01"]
    work = ["2018-10-01", "2018-11-01", "2019-01-01", "2019-03-01"]
    rows = [
        {**CASE, "case_id": str(n), "extra": birth, "seen": day}
        for n, (birth, day) in enumerate(zip(births, work, strict=True))
    ]
    answers = [{"response_id": str(n), "when": birth} for n, birth in enumerate(births)]
    documents = [{"document_id": str(n), "date": birth} for n, birth in enumerate(births)]
    within = folder(cases=rows, documents=documents, surveys={"s": {"responses": answers}})
    assert places(birth_dates, within) == [("cases.csv", 1, "extra"), ("surveys/s/responses.csv", 1, "when")]
    received = [{**CASE, "case_id": str(n), "received": birth} for n, birth in enumerate(births)]
    assert places(birth_dates, folder(cases=received)) == [("cases.csv", 1, "received")]


def test_the_words_of_a_pathway_are_searched_too(folder, places):
    pathway = {
        "name": "Custody",
        "local": [{"site": "L", "reason": "ask jo@example.org"}],
        "steps": [{"name": "arrive"}],
    }
    found = places(identity_in_pathway, folder(pathways={"custody": pathway}))
    assert found == [("pathways/custody.toml", None, "local.reason")]
