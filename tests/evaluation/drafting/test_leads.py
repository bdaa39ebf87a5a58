"""The first sentence of an outcome says why it is no more than emerging, and never more than suggests."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.evaluation.strands import SERIES, STAFF, SURVEY, TALK

from tideturn.evaluation.drafting.leads import lead
from tideturn.evaluation.model import OutcomeVerdict
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.verdicts import decide

DOCUMENT = Strand(
    "document", "record", "positive", "", "documents", tokens=frozenset({"document:Programme", "people:staff"})
)


@pytest.mark.parametrize(
    ("strands", "because"),
    [
        ((SURVEY,), "it rests only on the survey of partners"),
        ((SURVEY, TALK), "are not independent of each other"),
        ((STAFF, DOCUMENT), "so far it rests only on what the programme’s own staff say and record"),
        ((SURVEY, STAFF), "nothing that says so was compared"),
        ((SURVEY, SERIES, replace(STAFF, reading="no_change")), "showed no change"),
        ((SURVEY, SERIES, replace(STAFF, reading="mixed", fell=True)), "fell"),
        ((replace(TALK, may_support=False), SERIES), "too few people spoke"),
    ],
)
def test_it_says_why_it_is_no_more_than_emerging(strands: tuple[Strand, ...], because: str) -> None:
    found = decide(strands, due_year=1, year=1)
    verdict = OutcomeVerdict("o", "programme", found.verdict, found.why, "high", (), strands)
    said = lead(verdict, "Young people are safer", 1)
    assert said.startswith("The evidence suggests")
    assert because in said
