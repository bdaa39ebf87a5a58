"""What people say as evidence: who was asked, who spoke, whose coding counts, and what may be quoted."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from tideturn.evaluation.ledger import gather
from tideturn.evaluation.rules import Rules

RULES = Rules()
TEXT = "They are safer now. 😀 Nothing else changed."
CODEBOOK = [
    {"code": "safer", "title": "Safer", "outcome_id": "safety"},
    {"code": "risky", "title": "Risk", "outcome_id": "risk"},
    {"code": "aside", "title": "Aside"},
]


def interview(name, *, voice="stakeholder", site="north", **more):
    return {
        "interview_id": name,
        "file": f"{name}.txt",
        "voice": voice,
        "site": site,
        "year": 1,
        "consent_to_quote": True,
        **more,
    }


def coding(name, polarity="supports", *, code="safer", coder="a", start=0, end=19):
    return {
        "interview_id": name,
        "start": start,
        "end": end,
        "code": code,
        "coder": coder,
        "polarity": polarity,
    }


@pytest.fixture
def spoken(make):
    def made(interviews, codings, **more):
        texts = {row["file"]: TEXT for row in interviews}
        return make(interviews=interviews, codings=codings, codebook=CODEBOOK, transcripts=texts, **more)

    return made


def strand_of(dataset, year, outcome="safety", scope="programme", voice="stakeholder"):
    found = [s for s in gather(dataset, year, RULES)[1][outcome, scope] if s.voice == voice]
    assert len(found) == 1
    return found[0]


def test_three_of_six_asked_who_all_support_read_positive(spoken, year):
    rows = [interview(f"i{i}") for i in range(6)]
    strand = strand_of(spoken(rows, [coding(f"i{i}") for i in range(3)]), year)
    assert (strand.reading, strand.k, strand.n, strand.asked, strand.sources) == ("positive", 3, 3, 6, 3)
    assert strand.tokens == {"people:stakeholder"}


def test_without_a_record_of_what_was_asked_an_outcome_nobody_spoke_of_is_silent(spoken, year):
    dataset = spoken([interview("i0")], [coding("i0")])
    assert strand_of(dataset, year, "risk").reading == "silent"
    asked = spoken([interview("i0")], [coding("i0")], asked=[{"interview_id": "i0", "outcome_id": "safety"}])
    assert gather(asked, year, RULES)[1]["risk", "programme"] == ()


def test_whoever_speaks_unasked_counts_as_asked(spoken, year):
    asked = [{"interview_id": "i0", "outcome_id": "safety"}]
    strand = strand_of(spoken([interview("i0"), interview("i1"), interview("i2")], [coding("i1")], asked=asked), year)
    assert (strand.asked, strand.n) == (2, 1)


def test_a_person_interviewed_twice_is_one_source_and_mixed_if_they_say_both(spoken, year):
    rows = [interview("i0", source="p"), interview("i1", source="p")]
    strand = strand_of(spoken(rows, [coding("i0"), coding("i1", "contradicts")]), year)
    assert (strand.asked, strand.n, strand.k) == (1, 1, 0)
    assert "1 of 1 source who spoke of it says both" in strand.why


def test_the_agreed_coding_counts_alone_wherever_there_is_one(spoken, year):
    codings = [
        coding("i0", "contradicts", coder="a"),
        coding("i0", "supports", coder="agreed"),
        coding("i1", "contradicts", coder="a"),
        coding("i2", "contradicts", coder="a"),
    ]
    # The agreed coder was given i2 and found nothing there: that is the settled coding.
    coders = [{"interview_id": "i2", "coder": "agreed"}]
    items, _ = gather(spoken([interview(f"i{i}") for i in range(3)], codings, coders=coders), year, RULES)
    assert [(item.evidence_id, item.polarity) for item in items] == [
        ("interview/i0/0-19/safer", "supports"),
        ("interview/i1/0-19/safer", "contradicts"),
    ]


def test_a_span_counts_once_however_many_coded_it_and_is_mixed_where_they_differ(spoken, year):
    codings = [
        coding("i0", coder="a"),
        coding("i0", coder="b"),
        coding("i1", coder="a"),
        coding("i1", "no_change", coder="b"),
    ]
    items, _ = gather(spoken([interview("i0"), interview("i1")], codings), year, RULES)
    assert [item.polarity for item in items] == ["supports", "mixed"]


def test_a_mere_mention_is_evidence_and_counts_for_nothing(spoken, year):
    dataset = spoken([interview("i0")], [coding("i0", None)])
    items, _ = gather(dataset, year, RULES)
    assert items[0].polarity == "none"
    assert strand_of(dataset, year).reading == "silent"


def test_a_mere_mention_by_somebody_who_was_not_asked_is_too_little_and_not_nothing(spoken, year):
    """An outcome that an evidence item is about was measured, if badly: it is not `not_measured`."""
    asked = [{"interview_id": "i", "outcome_id": "risk"}]
    strand = strand_of(spoken([interview("i")], [coding("i", None)], asked=asked), year)
    assert (strand.reading, strand.n, strand.asked) == ("insufficient", 0, 0)
    assert strand.evidence == ("interview/i/0-19/safer",)


def test_the_words_their_hash_and_who_may_be_said_to_have_spoken_them(spoken, year):
    rows = [interview("i0", sector="police", role="sergeant"), interview("i1", voice="staff", sector="charity")]
    rows[1]["consent_to_quote"] = False
    codings = [coding("i0", start=20, end=43), coding("i1")]
    items, _ = gather(spoken(rows, codings), year, RULES)
    # Offsets count characters, and the one before the sentence needs four bytes.
    assert items[0].text == "😀 Nothing else changed."[:23]
    assert items[0].provenance.sha256 == hashlib.sha256(items[0].text.encode()).hexdigest()
    assert (items[0].provenance.table, items[0].provenance.rows) == ("transcripts/i0.txt", ("20-43",))
    assert (items[0].quotable, items[0].speaker) == (True, "Stakeholder, police")
    assert (items[1].quotable, items[1].speaker) == (False, "Staff")


def test_an_interview_counts_at_its_site_and_in_the_programme_by_one_item(spoken, year):
    items, strands = gather(spoken([interview("i0", site="south")], [coding("i0")]), year, RULES)
    assert [item.scope for item in items] == ["south"]
    ids = (items[0].evidence_id,)
    assert strands["safety", "programme"][0].evidence == strands["safety", "south"][0].evidence == ids
    assert strands["safety", "north"] == ()


def test_staff_and_stakeholders_are_strands_apart(spoken, year):
    rows = [interview("i0"), interview("i1", voice="staff")]
    _, strands = gather(spoken(rows, [coding("i0"), coding("i1")]), year, RULES)
    assert [(s.voice, s.by_staff) for s in strands["safety", "programme"]] == [("staff", True), ("stakeholder", False)]


def test_too_early_is_counted_and_speaks(spoken, year):
    rows = [interview(f"i{i}") for i in range(3)]
    strand = strand_of(spoken(rows, [coding(f"i{i}", "too_early") for i in range(3)]), year)
    assert (strand.reading, strand.too_early) == ("insufficient", 3)
    assert strand.why == "3 of 3 sources who spoke of it say that it is too early; 3 of 3 asked spoke."


def test_answers_written_in_a_survey_are_listed_with_interviews_and_are_no_sources(make, make_survey, year):
    """Their writers answered the survey as well: counted here they would be two sources."""
    responses = [
        {"response_id": f"r:{i}", "voice": "stakeholder", "site": "north", "year": 1, "why": TEXT, "sector": "health"}
        for i in range(3)
    ]
    survey = make_survey("s", responses=responses, items=[])
    written = [coding("survey:s:r:0:why"), coding("survey:s:r:1:why", "contradicts")]
    dataset = make(surveys=[survey], codings=written, codebook=CODEBOOK)
    items, strands = gather(dataset, year, RULES)
    (alone,) = strands["safety", "programme"]
    assert (alone.asked, alone.n, alone.k, alone.tokens) == (0, 0, 0, {"people:stakeholder"})
    assert (alone.reading, len(alone.evidence)) == ("insufficient", 2)
    assert alone.why == (
        "Nobody was interviewed about it; 2 passages of answers written in a survey are quoted, and not counted here."
    )
    assert strands["risk", "programme"] == ()
    assert items[0].evidence_id == "interview/survey:s:r:0:why/0-19/safer"
    assert (items[0].kind, items[0].text, items[0].quotable) == ("interview", TEXT[:19], False)
    assert (items[0].speaker, items[0].provenance.rows) == ("Stakeholder, health", ("r:0, column why, 0-19",))


def test_interviews_count_the_same_whatever_was_written_in_a_survey(spoken, make_survey, year):
    rows = [interview(f"i{i}") for i in range(4)]
    codings = [coding("i0"), coding("i1"), coding("i2")]
    alone = strand_of(spoken(rows, codings), year)
    response = {"response_id": "r", "voice": "stakeholder", "site": "north", "year": 1, "why": TEXT}
    survey = make_survey("s", responses=[response], items=[])
    whole = replace(spoken(rows, [*codings, coding("survey:s:r:why", "contradicts")]), surveys={"s": survey})
    beside = strand_of(whole, year)
    assert (alone.reading, alone.asked, alone.n, alone.k, alone.why) == (
        "positive", 4, 3, 3, "3 of 3 sources who spoke of it support it; 3 of 4 asked spoke."
    )  # fmt: skip
    assert replace(beside, evidence=alone.evidence) == alone
    assert set(beside.evidence) - set(alone.evidence) == {"interview/survey:s:r:why/0-19/safer"}
