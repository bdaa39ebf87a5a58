"""`quote_not_found`: quotations are word for word in a source that may be quoted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tideturn.dataset.model import Dataset
from tideturn.evaluation.claims.checks import sources_in
from tideturn.evaluation.claims.quotation import verbatim
from tideturn.evaluation.strand import Strand

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
        "One said: ‘We’d ring the team, then wait …’.",
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


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("One said: “I was unable to see it at first. We’d ring the team, then wait – weeks, sometimes.”", "pass"),
        ("One said: “… the team, then wait – weeks, sometimes.”", "pass"),
        ("One said: “We’d ring the team …”", "pass"),
        ("“Now they come at once,” one said.", "pass"),
        ("One said: “We’d ring the team.”", "fail"),
        ("One said: “They come at once.”", "fail"),
        ("One said: “then wait – weeks, sometimes.”", "fail"),
        ("One said that they “come at once, always”.", "fail"),
        ("One said: “at once.”", "fail"),
        ("They were “at once” here.", "pass"),
    ],
)
def test_a_quotation_is_whole_or_shows_where_it_is_cut(maker: Any, text: str, status: str) -> None:
    assert maker.status("quote_not_found", maker.claim(text, maker.spoke("p1", TALK))) == status


@pytest.mark.parametrize(
    "text",
    [
        "A: Now they come at once 🙂\n\nQ: Who?",
        "Q: And now?\nA: Now they come at once\nQ: Who?",
        "“Yes.” Now they come at once! I know.",
        "- Now they come at once\n- They ring.",
    ],
)
def test_a_sentence_may_end_with_what_a_transcript_ends_it_with(maker: Any, text: str) -> None:
    said = maker.spoke("p1", "Now they come at once")
    claim = maker.claim("One said: “Now they come at once”.", said)
    assert maker.status("quote_not_found", claim, source=lambda _: text) == "pass"
    assert maker.status("quote_not_found", claim, source=lambda _: "I doubt that Now they come at once") == "fail"


@pytest.mark.parametrize(
    "text",
    [
        "Nobody said: “Now they come at once.”",
        "No partner told us: “Now they come at once.”",
        "None of the partners in the north said: “Now they come at once.”",
        "One partner never said “Now they come at once.”",
        "One did not say: “Now they come at once.”",
        "It is not true that “Now they come at once.”",
        "One denied that “Now they come at once.”",
        "“Now they come at once” is not what one said.",
        "“Now they come at once,” nobody said.",
    ],
)
def test_a_sentence_may_not_deny_what_it_quotes(maker: Any, text: str) -> None:
    assert maker.status("quote_not_found", maker.claim(text, maker.spoke("p1", TALK))) == "fail"


@pytest.mark.parametrize(
    "text",
    [
        "The one who did not agree said: “Now they come at once.”",
        "Nobody else spoke of it. One said: “Now they come at once.”",
        "One did not agree, and wrote: “Now they come at once.”",
        "There was no change, one said: “Now they come at once.”",
        "“Now they come at once,” one said, and nobody disagreed.",
    ],
)
def test_a_denial_of_something_else_stops_no_quotation(maker: Any, text: str) -> None:
    assert maker.status("quote_not_found", maker.claim(text, maker.spoke("p1", TALK))) == "pass"


def test_words_are_used_the_way_they_are_coded(maker: Any) -> None:
    text = "One partner saw no change: “Now they come at once.”"
    for polarity, status in (("supports", "fail"), ("no_change", "pass"), ("contradicts", "pass")):
        said = maker.spoke("p1", TALK, polarity=polarity)
        assert maker.status("quote_not_found", maker.claim(text, said)) == status


def test_of_what_was_said_both_ways_one_side_is_not_quoted_alone(maker: Any) -> None:
    both = maker.spoke("p1", "By day, yes. By night, no.", polarity="mixed")
    assert maker.status("quote_not_found", maker.claim("One said: “By day, yes.”", both)) == "fail"
    assert maker.status("quote_not_found", maker.claim("One said: “By day, yes. By night, no.”", both)) == "pass"


def test_an_answer_to_a_question_may_be_quoted(maker: Any) -> None:
    asked = maker.survey(13, 17, disagree=4)
    assert maker.status("quote_not_found", maker.claim("Four chose “Disagree”.", asked)) == "pass"
    assert maker.status("quote_not_found", maker.claim("Four said “They all disagree.”", asked)) == "fail"


def test_one_young_person_who_agreed_to_be_quoted_is_no_small_count(maker: Any) -> None:
    said = maker.spoke("y1", "Now they come at once.", voice="young_person")
    for text, status in (
        ("One young person in the north said: “Now they come at once.”", "pass"),
        ("One young person told us of the team: “Now they come at once.”", "pass"),
        ("One young person was hurt, and a partner said so.", "fail"),
        ("Two young people said: “Now they come at once.”", "fail"),
        ("One of two young people said: “Now they come at once.”", "fail"),
    ):
        assert maker.status("disclosure", maker.claim(text, said)) == status, text
    secret = maker.spoke("y1", "Now they come at once.", voice="young_person", quotable=False)
    text = "One young person said: “Now they come at once.”"
    assert maker.status("disclosure", maker.claim(text, secret)) == "fail"


def test_a_number_that_a_document_says_is_its_own(maker: Any) -> None:
    minutes = maker.spoke("panel", "The same eight agencies have met every month.")
    told = "According to the minutes, the same eight agencies have met every month."
    assert maker.status("number_mismatch", maker.claim(told, minutes)) == "pass"
    assert maker.status("number_mismatch", maker.claim("Eight agencies met.", minutes)) == "pass"
    for wrong in ("Nine agencies met.", "Eight partners said so.", "Eight forms were filled in."):
        assert maker.status("number_mismatch", maker.claim(wrong, minutes)) == "fail", wrong


def test_those_who_spoke_are_all_who_did_and_not_only_those_attached(maker: Any) -> None:
    heard = [maker.spoke(f"p{at}", polarity="contradicts") for at in range(3)]
    strand = Strand("interview", "stakeholder", "negative", "", "sources", n=5)
    verdict = replace(maker.verdict("adverse", "moderate"), strands=(strand,))
    text = "{} of the {} partners who spoke of it said that it is not."
    for said, status in ((("Three", "five"), "pass"), (("Three", "six"), "fail"), (("Two", "five"), "fail")):
        claim = maker.claim(text.format(*said), *heard, verdict=verdict)
        assert maker.status("number_mismatch", claim) == status, said


def test_a_description_that_only_quotes_points_as_the_quotation_does(maker: Any) -> None:
    both = maker.spoke("p1", "By day, yes. By night, no.", polarity="mixed")
    verdict = maker.verdict("emerging", "low")
    text = "One partner put it like this: “By day, yes. By night, no.”"
    assert maker.status("edge_polarity", maker.claim(text, both, verdict=verdict, type_="descriptive")) == "pass"
    after = "“By day, yes. By night, no,” said one partner."
    assert maker.status("edge_polarity", maker.claim(after, both, verdict=verdict, type_="descriptive")) == "pass"
    more = "It is better. " + text
    assert maker.status("edge_polarity", maker.claim(more, both, verdict=verdict, type_="descriptive")) == "fail"
