"""Each row of the table of readings, on both sides of every threshold.

Wilson bounds after Newcombe (1998), Statistics in Medicine 17:857-872; sign tests from the binomial by hand:
9 of 10 is 2 × (1 + 10) / 1024 = 0.0215, 8 of 10 is 0.109, 6 of 6 is 2/64 = 0.031, 5 of 5 is 0.0625. Agresti and Min
(2005) with b better and b worse of 20 young people reach 1.96 √(2b + 1) / 22: 0.236 for b = 3, 0.267 for b = 4.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tideturn.evaluation.readings import read_agreement, read_matched, read_questions
from tideturn.evaluation.readings_series import Movement, read_series
from tideturn.evaluation.readings_words import Spoken, may_support, read_changes, read_documents, read_interviews
from tideturn.evaluation.rounding import percent
from tideturn.evaluation.rules import Rules

RULES = Rules()
UNHURRIED = settings(deadline=None)
"""The first exact test loads a large library, and a busy machine is no defect."""
MIRROR = {"positive": "negative", "negative": "positive"}


def agreement(k: int, n: int, disagree: int = 0) -> str:
    return read_agreement(k=k, disagree=disagree, n=n, rules=RULES, unit="partners").reading


def matched(better: int, same: int, worse: int, attrition: float | None = None) -> str:
    return read_matched(
        better=better, same=same, worse=worse, attrition=attrition, rules=RULES, unit="young people"
    ).reading


def number_in(phrase: str) -> int:
    found = re.search(r"\d[\d,]*", phrase)
    assert found, phrase
    return int(found.group().replace(",", ""))


def test_a_percentage_rounds_halves_up() -> None:
    assert percent(0.125) == "13%"
    assert percent(13 / 17) == "76%"


def test_thirteen_of_seventeen_agreeing_is_positive_and_says_so_with_its_interval() -> None:
    reading = read_agreement(k=13, disagree=2, n=17, rules=RULES, unit="partners")
    assert reading.reading == "positive"
    assert reading.why == "13 of 17 partners agree (76%; 53% to 90%), and the lower bound is above half."
    assert reading.needs == ""


def test_nine_opinions_are_too_few_and_ten_are_enough() -> None:
    assert agreement(9, 9) == "insufficient"
    assert agreement(10, 10) == "positive"
    assert "%" not in read_agreement(k=9, disagree=0, n=9, rules=RULES, unit="partners").why


def test_the_lower_bound_must_lie_above_half() -> None:
    assert agreement(9, 10) == "positive"  # 0.596
    assert agreement(8, 10) == "mixed"  # 0.490


def test_negative_takes_the_share_that_disagrees_and_not_a_low_share_that_agrees() -> None:
    assert agreement(1, 10, disagree=9) == "negative"
    assert agreement(0, 10, disagree=8) == "mixed"
    assert agreement(0, 20, disagree=0) == "mixed"


@UNHURRIED
@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))
def test_one_more_who_agrees_never_undoes_a_positive_survey(k: int, disagree: int, neutral: int) -> None:
    n = k + disagree + neutral
    if agreement(k, n, disagree) == "positive":
        assert agreement(k + 1, n + 1, disagree) == "positive"


@UNHURRIED
@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))
def test_a_survey_reads_the_mirror_image_when_its_answers_are_swapped(k: int, disagree: int, neutral: int) -> None:
    n = k + disagree + neutral
    one = agreement(k, n, disagree)
    assert agreement(disagree, n, k) == MIRROR.get(one, one)


@UNHURRIED
@given(st.integers(0, 60), st.integers(0, 60))
def test_what_a_survey_needs_is_what_makes_it_positive_and_no_less(k: int, rest: int) -> None:
    n = k + rest
    reading = read_agreement(k=k, disagree=rest, n=n, rules=RULES, unit="partners")
    if reading.reading == "positive":
        assert reading.needs == ""
        return
    more = number_in(reading.needs)
    grow = 1 if n < RULES.min_n else 0
    assert agreement(k + more, n + more * grow) == "positive"
    assert agreement(k + more - 1, n + (more - 1) * grow) != "positive"


def test_two_thirds_of_the_questions_with_enough_answers_carry_a_strand() -> None:
    def strand(*readings: str) -> str:
        return read_questions(readings, RULES).reading

    assert strand("positive", "positive", "mixed") == "positive"
    assert strand("positive", "mixed") == "mixed"
    assert strand("positive", "positive", "negative", "negative") == "mixed"
    assert strand("negative", "negative", "positive") == "negative"
    assert strand("positive", "insufficient", "insufficient") == "positive"
    assert strand("insufficient", "insufficient") == "insufficient"
    assert number_in(read_questions(("positive", "mixed", "mixed"), RULES).needs) == 1


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
    shown = read_matched(better=3, same=14, worse=3, attrition=None, rules=RULES, unit="young people")
    assert shown.smallest_change == "24 points more better than worse, of 20 young people"


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


@UNHURRIED
@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_what_pairs_need_is_what_makes_them_positive_and_no_less(better: int, same: int, worse: int) -> None:
    reading = read_matched(better=better, same=same, worse=worse, attrition=None, rules=RULES, unit="young people")
    if reading.reading == "positive" or better + same + worse < RULES.min_pairs:
        return
    more = number_in(reading.needs)

    def then(moved: int) -> str:
        return matched(better + moved, same - min(moved, same), worse - max(moved - same, 0))

    assert then(more) == "positive"
    assert then(more - 1) != "positive"


RISE = Movement(
    expected="up", baseline=12, up=True, mean=10.0, high=14.0, rate_before=10.0, rate_year=15.0, p_rate=0.01
)


def test_a_series_takes_twelve_points_of_baseline() -> None:
    assert read_series(RISE, RULES).reading == "positive"
    short = read_series(replace(RISE, baseline=11), RULES)
    assert short.reading == "insufficient"
    assert short.needs == "1 more point of baseline"


def test_a_series_is_told_by_its_own_periods_or_as_a_rate() -> None:
    monthly = read_series(replace(RISE, span="month"), RULES).why
    assert monthly.startswith("A signal of a rise in the year; the rate is 15 a month against 10 before")
    rated = read_series(replace(RISE, span="month", rated=True, rate_year=0.0988, rate_before=0.105), RULES).why
    assert "the rate (the count divided by its denominator) is 0.0988 against 0.105 before" in rated
    quiet = replace(RISE, up=False, rate_year=10.0, p_rate=0.9, high=14.0, span="quarter")
    assert read_series(quiet, RULES).smallest_change == "a quarter more than 4 from the mean of 10"


def test_a_series_says_when_its_direction_was_registered_and_whether_the_programme_had_begun_before() -> None:
    own = replace(RISE, registered="on 20 August 2018", own_years=("Year 1", "Year 2"), span="month")
    assert read_series(own, RULES).why.endswith(
        "The months before include Year 1 and Year 2 of the programme. "
        "That is a rise, the direction registered on 20 August 2018."
    )
    assert "of the programme" not in read_series(RISE, RULES).why


def test_a_series_counts_only_in_the_direction_registered_before_the_year() -> None:
    assert read_series(replace(RISE, expected=None), RULES).reading == "insufficient"
    assert "A signal of a rise" in read_series(replace(RISE, expected=None), RULES).why
    assert read_series(replace(RISE, expected="down"), RULES).reading == "negative"


def test_signals_both_ways_or_a_signal_that_the_rate_does_not_bear_out_are_mixed() -> None:
    assert read_series(replace(RISE, down=True), RULES).reading == "mixed"
    assert read_series(replace(RISE, p_rate=0.05), RULES).reading == "mixed"
    assert read_series(replace(RISE, p_rate=0.049), RULES).reading == "positive"
    assert read_series(replace(RISE, rate_year=8.0), RULES).reading == "mixed"


def test_a_quiet_series_shows_no_change_only_where_its_limits_are_narrow() -> None:
    quiet = replace(RISE, up=False, rate_year=10.0, p_rate=0.9)
    narrow = read_series(replace(quiet, high=15.0), RULES)
    assert narrow.reading == "no_change"
    assert narrow.smallest_change == "a period more than 5 from the mean of 10"
    assert read_series(replace(quiet, high=15.01), RULES).reading == "insufficient"


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
    assert read_agreement(k=13, disagree=0, n=17, rules=strict, unit="partners").reading == "insufficient"
    assert (
        read_matched(better=10, same=0, worse=0, attrition=None, rules=strict, unit="young people").reading
        == "insufficient"
    )
    assert read_interviews(Spoken(asked=4, supports=4), strict).reading == "insufficient"
    assert (
        read_matched(better=3, same=14, worse=3, attrition=None, rules=strict, unit="young people").reading
        == "insufficient"
    )


def test_the_sentence_leads_with_the_view_that_most_hold() -> None:
    reading = read_interviews(Spoken(asked=8, supports=1, contradicts=5, too_early=1), RULES)
    assert reading.why == (
        "5 of 7 sources who spoke of it contradict it (1 supports it, 1 says that it is too early); 7 of 8 asked spoke."
    )


def test_the_sentence_of_several_questions_counts_each_reading() -> None:
    reading = read_questions(("positive", "mixed", "negative", "insufficient"), RULES)
    assert reading.why == (
        "1 of 3 questions with enough answers reads positive, 1 negative, 1 mixed; "
        "it takes 67% of them reading one way."
    )


def test_a_programme_that_sets_its_thresholds_to_nought_still_gets_readings() -> None:
    lax = Rules.of({"min_n": 0, "min_pairs": 0, "interview_sources": 0, "series_baseline": 0})
    assert read_agreement(k=0, disagree=0, n=0, rules=lax, unit="partners").reading == "insufficient"
    assert (
        read_matched(better=0, same=0, worse=0, attrition=None, rules=lax, unit="young people").reading
        == "insufficient"
    )
    assert read_series(Movement(expected="up", baseline=1), lax).reading == "insufficient"
    assert read_interviews(Spoken(asked=1), lax).reading == "silent"


def test_where_a_lower_threshold_is_met_both_ways_the_reading_is_mixed() -> None:
    half = Rules.of({"item_share": 0.5, "interview_share": 0.5})
    assert read_questions(("positive", "negative"), half).reading == "mixed"
    assert read_questions(("positive", "mixed"), half).reading == "positive"
    assert read_interviews(Spoken(asked=6, supports=3, contradicts=3), half).reading == "mixed"
    assert read_interviews(Spoken(asked=6, supports=3, mixed=3), half).reading == "positive"
    none = Rules.of({"item_share": 0})
    assert read_questions(("mixed", "mixed"), none).reading == "mixed"
