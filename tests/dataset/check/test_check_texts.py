"""Transcripts, and stretches laid over them."""

from dataclasses import replace

import polars as pl
import pytest

from tideturn.dataset.check.graphemes import splits_character
from tideturn.dataset.check.texts import (
    cause_of_itself,
    coder_without_task,
    codings_overlap,
    effect_unstated,
    span_outside_text,
    span_splits_character,
    transcript_missing,
    transcript_unnamed,
)

TEXT = "Cafe\u0301 work 👩\u200d👧 helped"
INTERVIEW = {"interview_id": "I1", "file": "i1.txt", "voice": "staff", "site": "L", "year": "1"}


def coding(start, end, **further):
    row = {"interview_id": "I1", "start": str(start), "end": str(end), "code": "k", "coder": "a"}
    return {**row, **further}


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("plain words", []),
        ("e\u0301e", [1]),  # an accent on its letter
        ("e\u0301\u0323", [1, 2]),
        ("❤\ufe0f!", [1]),  # a variation selector
        ("👍🏽!", [1]),  # a shade of skin
        ("👩\u200d👧\u200d👦", [1, 2, 3, 4]),  # a family of joined pictures
        ("🇬🇧🇫🇷", [1, 3]),  # two flags, four regional indicators
        ("🇬🇧🇫", [1]),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", [1, 2, 3, 4, 5, 6]),  # the flag of England
        ("a\r\nb", [2]),
        ("\n\u0301", []),  # nothing is joined to the end of a line
        ("\u1112\u1161\u11ab", [1, 2]),  # a Korean syllable in its parts
        ("각\u11a8가\u11a8", [1, 3]),
        ("नि", [1]),  # a vowel sign with its consonant
        ("a\u200db", [1]),  # a joiner stays with what it follows, and joins letters to nothing
        ("👍👍", []),
    ],
)
def test_positions_inside_a_character_are_told_from_those_between_two(text, inside):
    """Cases after the rules of Unicode Standard Annex #29, section 3.1.1 (GB3 to GB13)."""
    assert [place for place in range(len(text) + 1) if splits_character(text, place)] == inside


def test_transcripts_that_are_missing_or_unnamed_are_found(folder, places):
    within = folder(
        interviews=[INTERVIEW, {**INTERVIEW, "interview_id": "I2", "file": "i2.txt"}],
        transcripts={"i1.txt": "", "x.txt": ""},
    )
    assert places(transcript_missing, within) == [("interviews.csv", 3, "file")]
    assert places(transcript_unnamed, within) == [("transcripts/x.txt", 1, "file")]


def test_stretches_outside_their_text_are_found_by_characters_not_bytes(folder, places):
    length = len(TEXT)
    assert length < len(TEXT.encode())
    rows = [coding(0, length), coding(0, length + 1), coding(5, 5), coding(7, 3)]
    within = folder(interviews=[INTERVIEW], transcripts={"i1.txt": TEXT}, codings=rows)
    assert places(span_outside_text, within) == [("codings.csv", row, "end") for row in (3, 4, 5)]


def test_stretches_that_split_a_character_are_found_at_either_end(folder, places):
    rows = [coding(0, 4), coding(4, 9), coding(0, 5), coding(11, 13), coding(11, 14)]
    claims = [{"interview_id": "I1", "start": "12", "end": "20"}]
    within = folder(interviews=[INTERVIEW], transcripts={"i1.txt": TEXT}, codings=rows, causal_claims=claims)
    assert places(span_splits_character, within) == [
        ("codings.csv", 2, "end"),
        ("codings.csv", 3, "start"),
        ("codings.csv", 5, "end"),
        ("causal_claims.csv", 2, "start"),
    ]


def test_a_stretch_of_an_open_answer_is_held_against_that_answer(folder, places):
    survey = {"s": {"responses": [{"response_id": "R1", "why": "no"}]}}
    rows = [coding(0, 2, interview_id="survey:s:R1:why"), coding(0, 3, interview_id="survey:s:R1:why")]
    assert places(span_outside_text, folder(surveys=survey, codings=rows)) == [("codings.csv", 3, "end")]


def test_one_code_laid_twice_over_the_same_words_by_one_coder_is_a_query(folder, places):
    rows = [
        coding(0, 10),
        coding(9, 12),
        coding(12, 15),
        coding(9, 12, coder="b"),
        coding(9, 12, code="other"),
        coding(2, 4),
    ]
    assert places(codings_overlap, folder(codings=rows)) == [("codings.csv", 3, "start"), ("codings.csv", 7, "start")]


def test_a_coder_without_that_task_is_a_query(folder, places):
    rows = [coding(0, 2), coding(0, 2, coder="b"), coding(0, 2, coder="agreed")]
    assert places(coder_without_task, folder(codings=rows)) == []
    tasks = [{"interview_id": "I1", "coder": "a"}]
    assert places(coder_without_task, folder(codings=rows, coders=tasks)) == [("codings.csv", 3, "coder")]


def test_a_cause_of_itself_is_asked_about(folder, places):
    factors = [
        {"factor": "days", "node_id": "n"},
        {"factor": "talks", "node_id": "n"},
        {"factor": "sure", "node_id": "m"},
    ]
    factors += [{"factor": "luck"}, {"factor": "chance"}]
    pairs = [("days", "sure"), ("days", "days"), ("days", "talks"), ("luck", "chance"), ("luck", "luck")]
    claims = [
        {"interview_id": "i1", "start": "0", "end": "4", "from_factor": start, "to_factor": end} for start, end in pairs
    ]
    found = places(cause_of_itself, folder(factors=factors, causal_claims=claims))
    assert found == [("causal_claims.csv", row, "to_factor") for row in (3, 4, 6)]


def test_a_claim_that_does_not_say_whether_it_helps_is_asked_about(folder, places):
    ends = {"from_factor": "days", "to_factor": "sure"}
    within = folder(causal_claims=[ends | {"effect": effect} for effect in ("helps", "hinders", None, None)])
    assert places(effect_unstated, within) == [("causal_claims.csv", row, "effect") for row in (4, 5)]
    (first, _) = effect_unstated.find(within)
    assert first.what == "It does not say whether “days” helps “sure” or hinders it."
    assert len(places(effect_unstated, folder(causal_claims=[ends, ends]))) == 2
    # What is no effect is told by the column itself.
    sheet = within.sheet("causal_claims")
    written = replace(sheet, text=sheet.text.with_columns(effect=pl.Series(["helps", "hinders", None, "helpz"])))
    assert places(effect_unstated, replace(within, sheets={"causal_claims": written})) == [
        ("causal_claims.csv", 4, "effect")
    ]
