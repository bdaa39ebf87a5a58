"""Queries that are answered no longer count; answers that answer nothing do."""

from tideturn.dataset.check.answered import unanswered
from tideturn.dataset.problems import Problem, Severity


def problem(row, severity=Severity.QUERY, column="date"):
    return Problem("sessions.csv", row, column, severity, "a_rule", "what", "mend")


def answer(row, column="date", reason="it was so", file="sessions.csv"):
    return {"file": file, "row": str(row), "column": column, "reason": reason, "by": "PM"}


def test_an_answered_query_no_longer_counts_and_an_error_still_does(folder):
    within = folder(queries=[answer(2), answer(4)])
    error = problem(4, Severity.ERROR)
    left = unanswered([problem(2), problem(3), error], within)
    assert left[:2] == [problem(3), error]
    (idle,) = left[2:]
    assert (idle.file, idle.row, idle.severity) == ("queries.csv", 3, Severity.QUERY)
    assert "is an error, which cannot be answered" in idle.what


def test_one_answer_holds_for_every_query_of_its_cell(folder):
    both = [problem(2), Problem("sessions.csv", 2, "date", Severity.QUERY, "other", "what", "mend")]
    assert unanswered(both, folder(queries=[answer(2)])) == []


def test_an_answer_without_reason_does_not_answer(folder):
    assert unanswered([problem(2)], folder(queries=[answer(2, reason="")])) == [problem(2)]


def test_an_answer_to_nothing_is_a_query_that_can_itself_be_answered(folder):
    (idle,) = unanswered([], folder(queries=[answer(9)]))
    assert "There is no query at" in idle.what
    again = [answer(9), answer(2, column="file", file="queries.csv")]
    assert unanswered([], folder(queries=again)) == []
