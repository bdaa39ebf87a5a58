"""What would change a verdict, and why it is no higher: never because too few people agree."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evaluation.strands import SERIES, STAFF, SURVEY, TALK

from tideturn.dataset.vocabulary import READING
from tideturn.evaluation.counterfactual import what_would_change, why_not_higher
from tideturn.evaluation.model import OutcomeVerdict
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.verdicts import decide


def higher(*strands: Strand, claim: str = "change", confidence: str | None = "low", due: int = 1) -> tuple[str, str]:
    decision = decide(strands, due_year=due, year=1, claim=claim)
    verdict = OutcomeVerdict("o", "programme", decision.verdict, decision.why, confidence, (), strands, claim=claim)
    found = why_not_higher(verdict, due_year=due)
    return found.why, " ".join(found.needs)


@pytest.mark.parametrize(
    ("strands", "rule", "needs"),
    [
        ((), "Rule 7 (emerging) does not fit: nothing was collected about it.", ""),
        ((replace(SURVEY, reading="insufficient", needs="a second wave"),), "Rule 7 (emerging)", ""),
        ((SURVEY,), "no second positive source is independent of the survey of partners.", ""),
        ((SURVEY, TALK), "no second positive source is independent", ""),
        ((SURVEY, STAFF), "none of the independent sources is a comparison", ""),
        ((SURVEY, SERIES, replace(STAFF, reading="no_change")), "no change was seen in interviews", "why they do"),
        ((SURVEY, SERIES, replace(STAFF, reading="mixed", fell=True)), "fell", "why they do"),
        ((replace(TALK, may_support=False), SERIES), "too few people spoke", ""),
        ((SURVEY, replace(STAFF, reading="negative")), "it is negative in interviews", "why they do"),
        ((replace(SURVEY, reading="negative"),), "Rule 6 (supported) does not fit: it is negative", "made it worse"),
        (
            (replace(SERIES, reading="no_change", smallest_change="a rise of 30%"),),
            "nothing is positive",
            "The series could have shown a rise of 30%.",
        ),
        ((SURVEY, SERIES), "or with a comparison with people or places where the work had not begun", ""),
        ((SURVEY, replace(SERIES, design="compared")), "would be higher without the weaknesses above.", ""),
    ],
)
def test_it_says_which_rule_failed(strands: tuple[Strand, ...], rule: str, needs: str) -> None:
    why, said = higher(*strands)
    assert rule in why
    assert needs in said
    assert bool(needs) == bool(said)


def test_what_is_not_due_and_what_cannot_be_surer_is_told_so() -> None:
    assert higher(SURVEY, due=2)[0] == "It is not due before Year 2."
    assert higher(SURVEY, SERIES, confidence="high")[0] == "This is the highest, with the highest confidence."
    assert "never above moderate" in higher(SURVEY, STAFF, claim="state")[0]
    assert "a survey of how things are" in higher(TALK, STAFF, claim="state")[0]


@given(
    st.lists(st.sampled_from([SURVEY, TALK, STAFF, SERIES]), max_size=4),
    st.lists(st.sampled_from(READING.codes), min_size=4, max_size=4),
)
def test_nobody_is_told_to_collect_agreement(strands: list[Strand], readings: list[str]) -> None:
    read = [replace(s, reading=reading) for s, reading in zip(strands, readings, strict=False)]
    assert "agree" not in " ".join(higher(*read))


def test_what_would_change_the_verdict_is_what_the_rules_then_give() -> None:
    few = replace(STAFF, reading="insufficient")
    changes = what_would_change([SERIES, few], due_year=1, year=1)
    assert {change.strand for change in changes} == {SERIES, few}
    for change in changes:
        altered = [replace(s, reading=change.reading) if s is change.strand else s for s in (SERIES, few)]
        assert decide(altered, due_year=1, year=1).verdict == change.verdict != "emerging"
    fallen = replace(SERIES, reading="mixed", fell=True)
    then = [c.verdict for c in what_would_change([fallen, STAFF], due_year=1, year=1) if c.strand is fallen]
    assert "supported" in then
