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


# Telephone numbers are those that Ofcom sets aside for drama, postcodes those of public buildings; the NHS number is
# the NHS Data Dictionary's example, the pupil number that of python-stdnum; the National Insurance number is made up.
TELLING = {
    "Write to jo.sample@example.org before the panel.": "an e-mail address",
    "She can be reached on 07700 900123 after school.": "a telephone number",
    "The meeting is at 0161 496 0000, extension 4.": "a telephone number",
    "The family has moved to SW1A 1AA.": "a full postcode",
    "A boy, born on 12 March 2005, was referred twice.": "a date of birth",
    "NHS number 943 476 5919 was on the form.": "an NHS number",
    "His NI number is AB 12 34 56 C.": "a National Insurance number",
    "UPN B801200005001 is absent.": "a unique pupil number",
}
HARMLESS = (
    "The panel met on 12 March 2019 and again on 2019-04-02.",
    "Referrals rose from 1,204 to 1,377 (14%; 95% 9% to 19%).",
    "We worked in M16, SE1 and the whole of the E17 district.",
    "See p. 12, section 4.2.1, of minutes 2019/00412/003.",
    "£1,250,000 was set aside in 2019-20, £07,700 of it unspent.",
    "The idea was born in 2018, at a meeting of the board.",
    "Crime reference 06C/123456/19 was closed.",
    "Staff share it @ each meeting: 10 to 12 people.",
)


def of_extracts(folder, words):
    """The words as a document's extract, with the rules' file, row and column for it."""
    rows = [{"document_id": "D1", "page": "1", "text": text} for text in ("A plain sentence.", words)]
    return folder(extracts=rows), (identity_in_cell, ("extracts.csv", 3, "text"))


def of_open_answers(folder, words):
    rows = [{"response_id": f"R{n}", "why": text} for n, text in enumerate(("It helped.", words))]
    return folder(surveys={"s": {"responses": rows}}), (identity_in_cell, ("surveys/s/responses.csv", 3, "why"))


def of_transcripts(folder, words):
    within = folder(transcripts={"i1.txt": f"It helped.\n{words}\n"})
    return within, (identity_in_transcript, ("transcripts/i1.txt", 2, "text"))


def check_that_it_is_told(written, kind, words):
    within, (rule, place) = written
    assert [(p.file, p.row, p.column) for p in rule.problems(within)] == [place]
    (problem,) = rule.problems(within)
    assert problem.severity == "error"
    assert problem.what.endswith(f"his looks like {kind}.")
    # A report of problems must not spread it: no word with a digit or an @ comes back in it.
    assert not {word for word in words.rstrip(".").split() if any(c.isdigit() or c == "@" for c in word)} & {
        *problem.what.split(),
        *problem.mend.split(),
    }


def check_that_nothing_is_told(written):
    within, _ = written
    rules = (identity_in_cell, identity_in_transcript, name_in_cell, name_in_transcript)
    assert [problem for rule in rules for problem in rule.problems(within)] == []


@pytest.mark.parametrize(("words", "kind"), TELLING.items())
def test_identity_in_extracts_of_documents_is_told(folder, words, kind):
    check_that_it_is_told(of_extracts(folder, words), kind, words)


@pytest.mark.parametrize("words", HARMLESS)
def test_harmless_extracts_of_documents_are_left_alone(folder, words):
    check_that_nothing_is_told(of_extracts(folder, words))


@pytest.mark.parametrize(("words", "kind"), TELLING.items())
def test_identity_in_open_answers_is_told(folder, words, kind):
    check_that_it_is_told(of_open_answers(folder, words), kind, words)


@pytest.mark.parametrize("words", HARMLESS)
def test_harmless_open_answers_are_left_alone(folder, words):
    check_that_nothing_is_told(of_open_answers(folder, words))


@pytest.mark.parametrize(("words", "kind"), TELLING.items())
def test_identity_in_transcripts_is_told(folder, words, kind):
    check_that_it_is_told(of_transcripts(folder, words), kind, words)


@pytest.mark.parametrize("words", HARMLESS)
def test_harmless_transcripts_are_left_alone(folder, words):
    check_that_nothing_is_told(of_transcripts(folder, words))


@pytest.mark.parametrize("written", [of_extracts, of_open_answers, of_transcripts])
def test_a_name_that_is_announced_there_is_a_query_and_no_error(folder, written):
    within, (certain, place) = written(folder, "A boy called Sample told us.")
    assert list(certain.problems(within)) == []
    doubtful = name_in_transcript if certain is identity_in_transcript else name_in_cell
    (problem,) = doubtful.problems(within)
    assert (problem.file, problem.row, problem.column) == place
    assert "Sample" not in problem.what + problem.mend
