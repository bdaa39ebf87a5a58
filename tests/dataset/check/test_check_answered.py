"""Queries that are answered no longer count; answers that answer nothing do."""

import hashlib

import pytest

from tideturn.dataset.check import answered
from tideturn.dataset.check.about import Records
from tideturn.dataset.problems import Problem, Severity

SESSIONS = [
    {"case_id": f"C{n}", "date": f"2018-10-0{n}", "kind": "therapy", "held": "yes", "minutes": "50"} for n in (1, 2, 3)
]


def unanswered(problems, folder):
    return answered.unanswered(map(Records(folder).located, problems), folder)


def problem(row, severity=Severity.QUERY, column="minutes", file="sessions.csv"):
    return Problem(file, row, column, severity, "a_rule", "what", "mend")


def answer(key="C1|2018-10-01|therapy|yes", column="minutes", value="50", reason="it was so", file="sessions.csv"):
    return {"file": file, "key": key, "column": column, "value": value, "reason": reason, "by": "PM"}


def by_row(row, column="minutes", file="sessions.csv"):
    return {"file": file, "row": str(row), "column": column, "reason": "it was so", "by": "PM"}


@pytest.fixture
def left(folder):
    """The rows (and files, where not sessions.csv) of the problems that stay."""

    def find(problems, answers, sessions=SESSIONS, **tables):
        found = unanswered(problems, folder(queries=answers, sessions=sessions, **tables))
        return [(one.file, one.row, one.rule) for one in found]

    return find


IDLE = ("queries.csv", 2, "answer_to_nothing")


def test_an_answer_is_the_value_s_and_moves_with_its_record(left):
    assert left([problem(2)], [answer()]) == []
    moved = [{**SESSIONS[2], "case_id": "C0"}, *SESSIONS]
    assert left([problem(3)], [answer()], moved) == []
    assert left([problem(2)], [answer()], moved) == [("sessions.csv", 2, "a_rule"), IDLE]


def test_a_value_that_changed_is_asked_about_again(left):
    changed = [{**SESSIONS[0], "minutes": "500"}]
    assert left([problem(2)], [answer()], changed) == [("sessions.csv", 2, "a_rule"), IDLE]
    emptied = [{**SESSIONS[0], "minutes": ""}]
    assert left([problem(2)], [answer(value="")], emptied) == []


def test_an_asterisk_answers_the_same_value_in_every_row_and_no_other(left):
    rows = [*SESSIONS[:2], {**SESSIONS[2], "minutes": "60"}]
    found = left([problem(2), problem(3), problem(4)], [answer(key="*")], rows)
    assert found == [("sessions.csv", 4, "a_rule")]


@pytest.mark.parametrize("value", ["x" * 61, "Ring 020 7946 0958", "jo@example.org"])
def test_a_value_that_is_long_or_looks_like_identity_is_stored_as_its_hash(left, folder, value):
    rows = [{**SESSIONS[0], "channel": value}]
    asked = problem(2, column="channel")
    sealed = f"#{hashlib.sha256(value.encode()).hexdigest()[:16]}"
    assert left([asked], [answer(column="channel", value=sealed)], rows) == []
    assert len(left([asked], [answer(column="channel", value=value)], rows)) == 2
    (located,) = unanswered([asked], folder(sessions=rows))
    assert (located.key, located.value) == ("C1|2018-10-01|therapy|yes", sealed)


def test_a_name_in_place_of_a_code_is_repeated_neither_as_key_nor_as_value(folder):
    cases = [{"case_id": "Jo Smith", "site": "L", "received": "2018-10-01"}]
    (located,) = unanswered([problem(2, column="case_id", file="cases.csv")], folder(cases=cases))
    assert located.key == located.value == f"#{hashlib.sha256(b'Jo Smith').hexdigest()[:16]}"


def test_of_60_characters_the_value_is_stored_as_it_is(folder):
    rows = [{**SESSIONS[0], "channel": "x" * 60}]
    (located,) = unanswered([problem(2, column="channel")], folder(sessions=rows))
    assert located.value == "x" * 60


def test_a_line_of_a_transcript_is_known_by_its_words(folder):
    asked = problem(2, column="text", file="transcripts/i.txt")
    (located,) = unanswered([asked], folder(transcripts={"i.txt": "One.\nHe was called Jo.\n"}))
    sealed = f"#{hashlib.sha256(b'He was called Jo.').hexdigest()[:16]}"
    assert (located.key, located.value) == ("", sealed)
    answers = [answer("", "text", sealed, file="transcripts/i.txt")]
    later = folder(transcripts={"i.txt": "One.\nTwo.\nHe was called Jo.\n"}, queries=answers)
    assert unanswered([problem(3, column="text", file="transcripts/i.txt")], later) == []


def test_a_query_about_the_file_has_neither_key_nor_value(left):
    about = [answer("", "file", "", file="notes.csv")]
    assert left([problem(1, column="file", file="notes.csv")], about) == []
    assert left([problem(None, column=None, file="notes.csv")], about) == [("notes.csv", None, "a_rule"), IDLE]


def test_an_error_cannot_be_answered(folder):
    found = unanswered([problem(2, Severity.ERROR)], folder(queries=[answer()], sessions=SESSIONS))
    assert [one.severity for one in found] == [Severity.ERROR, Severity.QUERY]
    assert "is an error, which cannot be answered" in found[1].what


def test_one_answer_holds_for_every_query_of_its_cell(left):
    other = Problem("sessions.csv", 2, "minutes", Severity.QUERY, "other", "what", "mend")
    assert left([problem(2), other], [answer()]) == []


def test_an_answer_without_reason_does_not_answer(left):
    assert left([problem(2)], [answer(reason="")]) == [("sessions.csv", 2, "a_rule")]


def test_an_answer_to_nothing_is_a_query_that_can_itself_be_answered(folder):
    (idle,) = unanswered([], folder(queries=[answer()]))
    assert (
        idle.what == "There is no query about “sessions.csv, C1|2018-10-01|therapy|yes, column minutes: 50” to answer."
    )
    again = [answer(), answer(idle.key, "file", "sessions.csv", file="queries.csv")]
    assert unanswered([], folder(queries=again)) == []


def test_an_older_answer_by_row_counts_while_its_row_raises_the_query_and_is_itself_a_query(left, folder):
    older = ("queries.csv", 2, "answer_by_row")
    assert left([problem(2)], [by_row(2)]) == [older]
    assert left([problem(3)], [by_row(2)]) == [("sessions.csv", 3, "a_rule"), IDLE]
    (found,) = unanswered([problem(2)], folder(queries=[by_row(2)], sessions=SESSIONS))
    assert "--ask" in found.mend
    # Two answers of one file and column, told apart by their rows alone.
    assert left([problem(2), problem(3)], [by_row(2), by_row(3)]) == [older, ("queries.csv", 3, "answer_by_row")]
