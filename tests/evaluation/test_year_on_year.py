"""A year beside the year before: what moved, on what evidence, and what became of what was recommended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.worked_example import judged, truth

from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.model import Evaluation, OutcomeVerdict, Override
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.year_on_year import GONE, NEW, REREAD, recommended_before, strand_changes, year_on_year


def strand(kind: str, voice: str, reading: str, about: str = "") -> Strand:
    return Strand(kind, voice, reading, "why", about=about, unit="sources")


def verdict(given: str, sure: str | None, *strands: Strand, scope: str = "programme", **more: object) -> OutcomeVerdict:
    return OutcomeVerdict("safety", scope, Verdict.of(given), "why", sure, (), strands, **more)  # type: ignore[arg-type]


@pytest.fixture
def beside(make, year, year_2):
    """A second year with these verdicts, after a first with those."""

    def made(before, now, **tables):
        first = Evaluation("P", year, Rules(), tuple(before), ())
        second = Evaluation("P", year_2, Rules(), tuple(now), (), earlier=(first,))
        return year_on_year(second)

    return made


def test_the_first_year_has_nothing_beside_it(make, year):
    assert year_on_year(Evaluation("P", year, Rules(), (), ())) is None


def test_strands_that_are_new_gone_or_read_differently_are_named_and_those_that_stand_are_not(beside):
    before = verdict(
        "mixed",
        "low",
        strand("survey", "staff", "mixed"),
        strand("document", "record", "insufficient"),
        strand("monitoring", "record", "insufficient", "the series “A”"),
        strand("monitoring", "record", "positive", "the series “B”"),
    )
    now = verdict(
        "supported",
        "high",
        strand("survey", "staff", "positive"),
        strand("survey", "stakeholder", "positive"),
        strand("monitoring", "record", "positive", "the series “A”"),
        strand("monitoring", "record", "positive", "the series “B”"),
    )
    found = beside([before], [now]).outcomes[0]
    assert [(one.name, one.how, one.before, one.now) for one in found.strands] == [
        ("the survey of partners", NEW, None, "positive"),
        ("the survey of the programme’s own staff", REREAD, "mixed", "positive"),
        ("the series “A”", REREAD, "insufficient", "positive"),
        ("what documents say", GONE, "insufficient", None),
    ]
    assert found.moved
    assert (found.before, found.now) == (before, now)
    assert found.surer == 2


def test_strands_that_cannot_be_told_apart_answer_to_one_another_in_their_order():
    one, two = strand("survey", "staff", "mixed"), strand("survey", "staff", "positive")
    assert strand_changes([one, two], [one, two]) == ()
    assert [(s.how, s.before, s.now) for s in strand_changes([one], [two, two])] == [
        (NEW, None, "positive"),
        (REREAD, "mixed", "positive"),
    ]


def test_a_verdict_that_stands_with_less_confidence_has_not_moved_but_is_less_sure(beside):
    found = beside([verdict("emerging", "moderate")], [verdict("emerging", "very_low")]).outcomes[0]
    assert not found.moved
    assert found.surer == -2


def test_where_either_year_has_no_confidence_it_is_not_compared(beside):
    found = beside([verdict("not_measured", None)], [verdict("emerging", "high")]).outcomes[0]
    assert (found.moved, found.surer) == (True, 0)


def test_an_outcome_that_fell_due_is_told_from_one_whose_evidence_moved(beside):
    fell_due = beside([verdict("too_early", "low")], [verdict("mixed", "low")]).outcomes[0]
    assert (fell_due.moved, fell_due.became_due) == (True, True)
    still = beside([verdict("too_early", "low")], [verdict("too_early", "low")]).outcomes[0]
    assert (still.moved, still.became_due) == (False, False)


def test_what_stands_is_compared_so_that_an_override_is_told_apart(beside):
    by_hand = verdict("supported", "low", override=Override(Verdict.EMERGING, "National trend", "lead-evaluator"))
    found = beside([verdict("emerging", "low")], [by_hand]).outcomes[0]
    assert (found.moved, found.set_by_hand) == (False, True)
    assert not beside([verdict("emerging", "low")], [verdict("mixed", "low")]).outcomes[0].set_by_hand


def test_a_scope_that_was_not_judged_before_is_new_and_has_not_moved(beside):
    found = beside([], [verdict("emerging", "low", strand("survey", "staff", "positive"))]).outcomes[0]
    assert (found.before, found.moved, found.surer) == (None, False, 0)
    assert [one.how for one in found.strands] == [NEW]


def test_a_third_year_shows_every_year_before_it_and_is_compared_with_the_last(make, year, year_2):
    third = replace(year_2, number=3)
    first = Evaluation("P", year, Rules(), (verdict("mixed", "low"),), ())
    second = Evaluation("P", year_2, Rules(), (verdict("emerging", "low"),), ())
    now = Evaluation("P", third, Rules(), (verdict("mixed", "low"),), (), earlier=(first, second))
    found = year_on_year(now)
    assert [(number, past.verdict) for number, past in found.outcomes[0].past] == [(1, "mixed"), (2, "emerging")]
    assert found.before == year_2
    assert found.outcomes[0].moved


def test_what_became_of_every_recommendation_of_an_earlier_year(make, year_2):
    given = {"text": "Ask young people", "for_whom": "the evaluator"}
    rows = [
        {"recommendation_id": "b", "year": 1, "done": False, "due": date(2020, 9, 30), "response": "Begun", **given},
        {"recommendation_id": "a", "year": 1, "done": True, "due": date(2020, 1, 1), **given},
        {"recommendation_id": "c", "year": 1, "due": date(2020, 10, 1), **given},
        {"recommendation_id": "d", "year": 2, "done": True, **given},
    ]
    found = recommended_before(make(recommendations=rows), year_2)
    assert [(one.recommendation_id, one.became, one.overdue) for one in found] == [
        ("a", "done", False),
        ("b", "not_done", True),
        ("c", "no_answer", False),
    ]
    assert recommended_before(make(), year_2) == ()


def test_the_examples_second_year_moves_as_its_true_answers_do():
    true = {(v["outcome_id"], v["scope"], v["year"]): v["verdict"] for v in truth()["verdicts"]}
    found = year_on_year(judged(2))
    compared = [one for one in found.outcomes if {(one.outcome_id, one.scope, y) for y in (1, 2)} <= true.keys()]
    assert len(compared) > 10
    for one in compared:
        was, now = (true[one.outcome_id, one.scope, year] for year in (1, 2))
        assert (one.before.verdict != one.now.verdict) == (was != now)
    # No verdict that is reached by the rules moves without evidence that moved, unless it fell due.
    for one in found.outcomes:
        if one.moved and not one.became_due and not one.set_by_hand and one.scope != "programme":
            assert one.strands, (one.outcome_id, one.scope)
