"""`quote_not_found`: quotations are word for word in a source that may be quoted."""

from __future__ import annotations

from typing import Any

import pytest

from tideturn.dataset.model import Dataset
from tideturn.evaluation.claims.checks import sources_in
from tideturn.evaluation.claims.checks.quotes import verbatim

TALK = "I was unable to see it at first. We’d ring the team,\nthen wait – weeks,  sometimes. Now they come at once."


@pytest.mark.parametrize(
    "quoted",
    [
        "I was unable to see it at first",
        "We'd ring the team, then wait - weeks, sometimes.",
        "We’d ring the team … Now they come at once",
        "We’d ring the team, [and] then wait",
        "I was … unable",
        "[The team] … they come at once.",
        "Now they come at once",
    ],
)
def test_words_that_are_there(quoted: str) -> None:
    assert verbatim(quoted, TALK)


@pytest.mark.parametrize(
    "quoted",
    [
        "able to see it at first",
        "I was able to see it",
        "Now they come … We’d ring the team",
        "We would ring the team",
        "now they come at once",
        "Now they come at once and stay",
        "they com",
        "…",
        "",
    ],
)
def test_words_that_are_not(quoted: str) -> None:
    assert not verbatim(quoted, TALK)


@pytest.mark.parametrize(
    "text",
    [
        "One said: “Now they come at once.”",
        'One said: "Now they come at once."',
        "One said: ‘Now they come at once.’",
        "One said: 'Now they come at once.'",
        "One said: «Now they come at once.»",
        "One said: ‘We’d ring the team, then wait’.",
    ],
)
def test_any_marks_will_do(maker: Any, text: str) -> None:
    assert maker.status("quote_not_found", maker.claim(text, maker.spoke("p1", TALK))) == "pass"


@pytest.mark.parametrize(
    "text",
    [
        "One said: “Now they come within a day.”",
        'One said: "Now they come within a day."',
        "One said: ‘Now they come within a day.’",
        "One said: 'Now they come within a day.'",
        "One said: «Now they come within a day.»",
        "One said: “Now they come at once.” and another: “It is all better now.”",
    ],
)
def test_in_any_marks_words_that_nobody_said_are_stopped(maker: Any, text: str) -> None:
    assert maker.status("quote_not_found", maker.claim(text, maker.spoke("p1", TALK))) == "fail"


def test_apostrophes_open_no_quotation(maker: Any) -> None:
    text = "The partners' records and the staff's own weren't asked for, nor the children’s."
    assert maker.status("quote_not_found", maker.claim(text, maker.spoke("p1", TALK))) == "pass"


def test_words_may_not_be_quoted_without_consent(maker: Any) -> None:
    private = maker.spoke("p1", TALK, quotable=False)
    assert maker.status("quote_not_found", maker.claim("“Now they come at once.”", private)) == "fail"
    reference = f"One said {{quote:{private.evidence_id}}}."
    assert maker.status("quote_not_found", maker.claim(reference, private)) == "fail"
    open_one = maker.spoke("p2", TALK)
    assert maker.status("quote_not_found", maker.claim("“Now they come at once.”", private, open_one)) == "pass"
    reference = f"One said {{quote:{open_one.evidence_id}}}."
    assert maker.status("quote_not_found", maker.claim(reference, open_one)) == "pass"


def test_words_that_somebody_else_said_are_no_words_of_the_claim(maker: Any) -> None:
    assert maker.status("quote_not_found", maker.claim("“Now they come at once.”", maker.spoke("p2"))) == "fail"


def test_a_question_may_be_quoted_and_not_misquoted(maker: Any) -> None:
    asked = maker.survey(13, 17)
    assert (
        maker.status("quote_not_found", maker.claim("To “Training has changed how I work.”, 13 agreed.", asked))
        == "pass"
    )
    assert (
        maker.status("quote_not_found", maker.claim("To “Training has transformed my work.”, 13 agreed.", asked))
        == "fail"
    )


def test_a_word_at_a_distance_is_asked_about_and_a_number_stopped(maker: Any) -> None:
    spoken = maker.spoke("p1")
    assert maker.status("quote_not_found", maker.claim("The “front door” is new.", spoken)) == "query"
    assert maker.status("quote_not_found", maker.claim("“65%” agreed.", spoken)) == "fail"
    assert maker.status("quote_not_found", maker.claim("‘Two thirds’ agreed.", spoken)) == "fail"


def test_a_mark_without_its_fellow_is_stopped(maker: Any) -> None:
    assert maker.status("quote_not_found", maker.claim("One said “it has changed.", maker.spoke("p1"))) == "fail"


def test_a_whole_transcript_or_open_answer_is_the_source(maker: Any, make: Any, make_survey: Any) -> None:
    answer = "Less form-filling. We plan together now."
    survey = make_survey(
        "s",
        responses=[
            {"response_id": "r:1", "voice": "stakeholder", "site": "north", "year": 1, "what": answer},
            {"response_id": "r:2", "voice": "stakeholder", "site": "north", "year": 1, "what": "No."},
        ],
        items=[{"item": "what", "outcome_id": "safety", "label": "What changed?"}],
    )
    dataset: Dataset = make(surveys=[survey], transcripts={"p1.txt": TALK})
    source = sources_in(dataset)
    coded = maker.spoke("p1", "Now they come at once.")
    opened = maker.spoke(
        "survey:s",
        "Less form-filling.",
        identity="interview/survey:s:r:1:what/0-18/safety",
        file="surveys/s/responses",
    )
    assert source(coded) == TALK
    assert source(opened) == answer
    claim = maker.claim("One wrote: “We plan together now.”", opened)
    assert maker.status("quote_not_found", claim, source=source) == "pass"
    claim = maker.claim("One wrote: “We plan together always.”", opened)
    assert maker.status("quote_not_found", claim, source=source) == "fail"
