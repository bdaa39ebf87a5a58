"""Each row of the table of readings, on both sides of every threshold.

Sign tests from the binomial by hand:
9 of 10 is 2 × (1 + 10) / 1024 = 0.0215, 8 of 10 is 0.109, 6 of 6 is 2/64 = 0.031, 5 of 5 is 0.0625. Agresti and Min
(2005) with b better and b worse of 20 young people reach 1.96 √(2b + 1) / 22: 0.236 for b = 3, 0.267 for b = 4.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tideturn.evaluation.readings_scores import read_matched, waiting_cases
from tideturn.evaluation.readings_words import Spoken, may_support, read_changes, read_documents, read_interviews
from tideturn.evaluation.rounding import percent
from tideturn.evaluation.rules import Rules
from tideturn.methods.change import Change

RULES = Rules()
UNHURRIED = settings(deadline=None)
"""The first exact test loads a large library, and a busy machine is no defect."""
MIRROR = {"positive": "negative", "negative": "positive"}


def matched(better: int, same: int, worse: int, attrition: float | None = None) -> str:
    return read_matched(Change.of(better, same, worse), attrition=attrition, rules=RULES, unit="young people").reading


def number_in(phrase: str) -> int:
    found = re.search(r"\d[\d,]*", phrase)
    assert found, phrase
    return int(found.group().replace(",", ""))


def test_a_percentage_rounds_halves_up() -> None:
    assert percent(0.125) == "13%"
    assert percent(13 / 17) == "76%"


def test_nine_pairs_are_too_few_and_ten_are_enough() -> None:
    assert matched(9, 0, 0) == "insufficient"
    assert matched(10, 0, 0) == "positive"


def test_the_sign_test_decides_whether_pairs_moved() -> None:
    assert matched(9, 0, 1) == "positive"
    assert matched(8, 0, 2) == "insufficient"
    assert matched(6, 4, 0) == "positive"
    assert matched(5, 5, 0) == "insufficient"
    assert matched(1, 0, 9) == "negative"


def test_attrition_above_sixty_per_cent_makes_it_mixed_at_most() -> None:
    assert matched(10, 0, 0, 0.6) == "positive"
    assert matched(10, 0, 0, 0.61) == "mixed"
    assert matched(0, 0, 10, 0.61) == "mixed"
    assert matched(0, 10, 0, 0.61) == "no_change"


def test_no_change_takes_an_interval_within_the_margin() -> None:
    assert matched(3, 14, 3) == "no_change"
    assert matched(4, 12, 4) == "insufficient"
    shown = read_matched(Change.of(3, 14, 3), attrition=None, rules=RULES, unit="young people")
    # Six moved, and the sign test takes all six: p = 0.031.
    assert shown.smallest_change == "a difference of 30 points between better and worse, of 20 young people"


@UNHURRIED
@given(st.integers(0, 80), st.integers(0, 80), st.integers(0, 80))
def test_pairs_read_the_mirror_image_when_better_and_worse_are_swapped(better: int, same: int, worse: int) -> None:
    one = matched(better, same, worse)
    assert matched(worse, same, better) == MIRROR.get(one, one)


@UNHURRIED
@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_one_more_pair_that_is_better_never_undoes_a_positive_reading(better: int, same: int, worse: int) -> None:
    if matched(better, same, worse) == "positive":
        assert matched(better + 1, same, worse) == "positive"


def test_what_scores_need_is_a_comparison_and_never_more_who_do_better() -> None:
    of_people = waiting_cases("young people")
    assert of_people == "10 young people who wait scored twice, 60 days or more apart, beside 20 others who are served"
    reading = read_matched(Change.of(8, 0, 2), attrition=None, rules=RULES, unit="young people", shown_by=of_people)
    assert (reading.reading, reading.needs) == ("insufficient", of_people)
    # The sign test of ten: 9 and 1 are p = 0.021, and 8 and 2 0.109.
    assert reading.why.endswith("A change of less than 80 points would not have shown.")
    assert reading.smallest_change == "a difference of 80 points between better and worse, of 10 young people"
    few = read_matched(Change.of(7, 0, 0), attrition=None, rules=RULES, unit="young people", shown_by=of_people)
    assert few.needs == "3 more young people scored at the start and again in the year"
    assert "young people who wait" not in waiting_cases("places")


def interviewed(**said: int) -> str:
    return read_interviews(Spoken(**said), RULES).reading


def test_three_sources_support_and_two_do_not() -> None:
    assert interviewed(asked=3, supports=3) == "positive"
    assert interviewed(asked=2, supports=2) == "insufficient"
    assert interviewed(asked=3, contradicts=3) == "negative"
    assert interviewed(asked=3, no_change=3) == "no_change"


def test_two_thirds_of_those_who_spoke_must_support() -> None:
    assert interviewed(asked=6, supports=4, contradicts=2) == "positive"
    assert interviewed(asked=7, supports=4, contradicts=3) == "mixed"
    assert interviewed(asked=6, supports=3, too_early=2) == "mixed"
    assert interviewed(asked=4, supports=3, mixed=1) == "positive"


def test_half_of_those_asked_must_have_spoken() -> None:
    assert interviewed(asked=6, supports=3) == "positive"
    assert interviewed(asked=7, supports=3) == "mixed"


def test_asked_and_nothing_said_is_silent() -> None:
    silent = read_interviews(Spoken(asked=5), RULES)
    assert silent.reading == "silent"
    assert silent.why == "5 sources were asked, and none spoke of it."


def test_too_early_is_speaking() -> None:
    assert interviewed(asked=3, too_early=3) == "insufficient"
    assert interviewed(asked=7, too_early=3) == "mixed"
    assert interviewed(asked=3, too_early=2, supports=1) == "mixed"
    assert interviewed(asked=2, too_early=2) == "insufficient"


SAID = st.builds(
    lambda unheard, s, c, n, e, m: Spoken(unheard + s + c + n + e + m, s, c, n, e, m), *[st.integers(0, 12)] * 6
)


@UNHURRIED
@given(SAID)
def test_one_more_source_in_support_never_undoes_a_positive_reading(said: Spoken) -> None:
    if read_interviews(said, RULES).reading == "positive":
        more = replace(said, asked=said.asked + 1, supports=said.supports + 1)
        assert read_interviews(more, RULES).reading == "positive"


@UNHURRIED
@given(SAID)
def test_interviews_read_the_mirror_image_when_views_are_swapped(said: Spoken) -> None:
    one = read_interviews(said, RULES).reading
    swapped = replace(said, supports=said.contradicts, contradicts=said.supports)
    assert read_interviews(swapped, RULES).reading == MIRROR.get(one, one)


@UNHURRIED
@given(SAID)
def test_interviews_never_need_agreement_only_more_people(said: Spoken) -> None:
    """What they would say is open: so many more can be read, whichever way they see it."""
    reading = read_interviews(said, RULES)
    assert not any(word in reading.needs for word in ("support", "agree", "positive"))
    if reading.needs and said.asked:
        grown = replace(said, asked=said.asked + number_in(reading.needs), mixed=said.mixed + number_in(reading.needs))
        assert read_interviews(grown, RULES).reading == "mixed"


@UNHURRIED
@given(SAID)
def test_opposite_words_are_read_opposite_ways(said: Spoken) -> None:
    turned = {"positive": "negative", "negative": "positive"}
    mirror = replace(said, supports=said.contradicts, contradicts=said.supports)
    reading = read_interviews(said, RULES).reading
    assert read_interviews(mirror, RULES).reading == turned.get(reading, reading)


@pytest.mark.parametrize(
    ("supports", "others", "expected"),
    [(4, 0, False), (5, 0, True), (4, 1, True), (3, 2, False), (6, 2, True), (5, 2, False)],
)
def test_to_carry_support_five_must_speak_and_three_quarters_of_them_for_it(
    supports: int, others: int, expected: bool
) -> None:
    assert may_support(Spoken(supports + others, supports=supports, mixed=others), RULES) == expected


def test_what_rests_on_few_is_imprecise() -> None:
    assert read_interviews(Spoken(4, supports=4), RULES).imprecise == "Only 4 sources spoke of it."
    assert read_interviews(Spoken(5, supports=5), RULES).imprecise == ""
    one = read_documents(supporting=0, contradicting=1, documents=1)
    assert one.imprecise == "It rests on 1 document alone."
    assert read_documents(supporting=2, contradicting=0, documents=2).imprecise == ""
    alone = read_changes(better=1, worse=0, disputed=0, reported=3)
    assert alone.imprecise == "It rests on 1 change alone."
    assert read_changes(better=1, worse=0, disputed=1, reported=0).imprecise == ""


@pytest.mark.parametrize(
    ("supporting", "contradicting", "both", "expected"),
    [
        (2, 0, 0, "positive"),
        (1, 0, 0, "insufficient"),
        (0, 0, 0, "insufficient"),
        (2, 1, 0, "mixed"),
        (2, 0, 1, "mixed"),
        (0, 1, 0, "mixed"),
        (0, 2, 0, "negative"),
        (1, 2, 0, "mixed"),
    ],
)
def test_documents_of_two_origins_that_nothing_contradicts(
    supporting: int, contradicting: int, both: int, expected: str
) -> None:
    reading = read_documents(supporting=supporting, contradicting=contradicting, documents=3, both=both)
    assert reading.reading == expected
    assert bool(reading.needs) == (expected == "insufficient")


@pytest.mark.parametrize(
    ("better", "worse", "disputed", "reported", "expected"),
    [
        (1, 0, 0, 5, "positive"),
        (0, 0, 0, 5, "insufficient"),
        (0, 1, 0, 0, "negative"),
        (1, 1, 0, 0, "mixed"),
        (3, 0, 1, 0, "mixed"),
    ],
)
def test_one_confirmed_change_carries_and_one_dispute_makes_it_mixed(
    better: int, worse: int, disputed: int, reported: int, expected: str
) -> None:
    reading = read_changes(better=better, worse=worse, disputed=disputed, reported=reported)
    assert reading.reading == expected
    assert bool(reading.needs) == (expected == "insufficient")


def test_thresholds_are_the_programmes_own() -> None:
    strict = Rules.of({"min_n": 20, "min_pairs": 20, "interview_sources": 5, "no_change_margin": 0.2})
    assert (
        read_matched(Change.of(10, 0, 0), attrition=None, rules=strict, unit="young people").reading == "insufficient"
    )
    assert read_interviews(Spoken(asked=4, supports=4), strict).reading == "insufficient"
    assert (
        read_matched(Change.of(3, 14, 3), attrition=None, rules=strict, unit="young people").reading == "insufficient"
    )


def test_the_sentence_leads_with_the_view_that_most_hold() -> None:
    reading = read_interviews(Spoken(asked=8, supports=1, contradicts=5, too_early=1), RULES)
    assert reading.why == (
        "5 of 7 sources who spoke of it contradict it (1 supports it, 1 says that it is too early); 7 of 8 asked spoke."
    )


def test_a_programme_that_sets_its_thresholds_to_nought_still_gets_readings() -> None:
    lax = Rules.of({"min_n": 0, "min_pairs": 0, "interview_sources": 0})
    assert read_matched(Change.of(0, 0, 0), attrition=None, rules=lax, unit="young people").reading == "insufficient"
    assert read_interviews(Spoken(asked=1), lax).reading == "silent"


def test_where_a_lower_threshold_is_met_both_ways_the_reading_is_mixed() -> None:
    half = Rules.of({"interview_share": 0.5})
    assert read_interviews(Spoken(asked=6, supports=3, contradicts=3), half).reading == "mixed"
    assert read_interviews(Spoken(asked=6, supports=3, mixed=3), half).reading == "positive"
