"""Each row of the table of survey readings, on both sides of every threshold.

Wilson bounds after Newcombe (1998), Statistics in Medicine 17:857-872: 9 of 10 from 0.596, 8 of 10 from 0.490, 15 of 20
from 0.531, 14 of 20 from 0.481, 13 of 17 from 0.527. Differences after the second paper, 17:873-890.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tideturn.evaluation.readings_questions import read_questions
from tideturn.evaluation.readings_surveys import Counted, ItemReading, read_item
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.waves import Wave, compared, settled

RULES = Rules()
MIRROR = {"positive": "negative", "negative": "positive"}


def read(said: Counted, measures: str = "level", claim: str = "state", rules: Rules = RULES, **more) -> ItemReading:
    return read_item(said, measures=measures, claim=claim, rules=rules, unit="partners", evidence="e", **more)


def level(k: int, n: int) -> str:
    return read(Counted(n, k)).reading


def wave(k: int, n: int, k_now: int, n_now: int, year: int = 1, *, reference: bool = True, last: bool = True) -> Wave:
    return compared(
        year=year,
        k=k,
        n=n,
        k_now=k_now,
        n_now=n_now,
        pairs=(0, 0, 0),
        rules=RULES,
        sites=("north",),
        surveys=("s",),
        reference=reference,
        last=last,
    )


def later(k: int, n: int, k_now: int, n_now: int, claim: str = "change") -> ItemReading:
    return read(Counted(n_now, k_now), claim=claim, waves=[wave(k, n, k_now, n_now)])


def test_thirteen_of_seventeen_agreeing_is_positive_and_says_so_with_its_interval() -> None:
    reading = read(Counted(17, 13, disagree=2))
    assert reading.reading == "positive"
    assert reading.why == "13 of 17 partners agree (76%; 53% to 90%), and the lower bound is above half."
    assert (reading.needs, reading.design, reading.meaning) == ("", "uncompared", "the whole range is above half")


def test_nine_opinions_are_too_few_and_ten_are_enough() -> None:
    few = read(Counted(9, 9))
    assert (few.reading, few.enough, few.cause) == ("insufficient", False, "few")
    assert few.why == "9 of 9 partners agree; it takes 10 opinions to read a share."
    assert few.needs == "1 more partner who answers"
    assert level(10, 10) == "positive"


def test_of_a_state_the_lower_end_lies_above_half_or_the_upper_end_below() -> None:
    assert level(9, 10) == "positive"
    assert level(8, 10) == "mixed"
    assert level(2, 10) == "mixed"
    assert level(1, 10) == "negative"
    # Whoever neither agrees nor disagrees does not agree: that it is so is denied all the same.
    assert read(Counted(20, 0, disagree=0)).reading == "negative"


@given(st.integers(0, 200), st.integers(0, 200))
def test_one_more_who_agrees_never_undoes_a_positive_level(k: int, rest: int) -> None:
    if level(k, k + rest) == "positive":
        assert level(k + 1, k + rest + 1) == "positive"


@given(st.integers(0, 200), st.integers(0, 200))
def test_a_level_reads_the_mirror_image_when_its_answers_are_swapped(k: int, rest: int) -> None:
    one = level(k, k + rest)
    assert level(rest, k + rest) == MIRROR.get(one, one)


def test_a_level_that_fell_takes_the_most_away_and_both_are_said() -> None:
    # 97 % and 69 %: the partners whose falling agreement was once called supported.
    reading = later(38, 39, 34, 49, claim="state")
    assert (reading.reading, reading.fell, reading.design) == ("mixed", True, "measured")
    assert reading.why.startswith("Most agree (69%), but fewer than before (97%): in Year 1, 38 of 39 did (97%)")
    assert reading.why.endswith("a difference of −28 points (−43 to −12 points), so the share fell.")


def test_a_level_of_a_state_always_says_how_it_moved() -> None:
    reading = later(30, 40, 41, 50, claim="state")
    assert (reading.reading, reading.design) == ("positive", "uncompared")
    assert "; in Year 1, 30 of 40 did (75%), a difference of 7 points" in reading.why
    assert later(10, 50, 10, 50, claim="state").reading == "negative"
    assert later(50, 50, 5, 50, claim="state").reading == "negative"


def test_a_first_wave_cannot_show_a_change_and_says_what_a_second_would() -> None:
    reading = read(Counted(30, 15), claim="change")
    assert (reading.reading, reading.cause, reading.enough) == ("insufficient", "first_wave", True)
    assert reading.why == "15 of 30 partners agree (50%; 33% to 67%); a single wave cannot show a change."
    assert reading.needs == "another wave: 30 partners would show a rise of 34 points, and 100 a rise of 28 points"
    assert read(Counted(30, 30), claim="change").needs == (
        "a question that fewer agree with: so many agree now that even 100 partners would hardly show a further rise"
    )


def test_between_waves_newcombe_decides() -> None:
    # Newcombe's own: 56 of 70 and 48 of 80 differ by 0.0524 to 0.3339; where 1.1 are worth one, by 0.0451 to 0.3399.
    rose, fell = later(48, 80, 56, 70), later(56, 70, 48, 80)
    assert (rose.reading, rose.rose, rose.fell, rose.design) == ("positive", True, False, "measured")
    assert rose.why.endswith(
        "in Year 1, 48 of 80 did (60%), a difference of 20 points (5 to 34 points), so the share rose."
    )
    assert (fell.reading, fell.rose, fell.fell) == ("negative", False, True)


def test_the_same_takes_about_a_hundred_a_wave() -> None:
    same, unclear = later(60, 100, 61, 100), later(30, 50, 31, 50)
    assert (same.reading, same.smallest_change) == ("no_change", "14 points more or fewer who agree")
    assert (unclear.reading, unclear.cause) == ("insufficient", "unclear")
    assert unclear.why.endswith(
        "so neither a rise nor a fall is shown; a change of less than 19 points would not have shown."
    )
    assert unclear.needs == "another wave, with more answers from partners"


def test_a_fall_since_one_of_two_waves_that_is_not_sure_is_told_and_not_read() -> None:
    since = [wave(75, 100, 60, 100, last=False), wave(62, 100, 60, 100, year=2, reference=False)]
    reading = read(Counted(100, 60), claim="change", waves=settled(since))
    assert (reading.reading, reading.cause, reading.fell) == ("insufficient", "unclear", False)
    assert "−15 points (−28 to −1 point), too little to show a fall where the share is" in reading.why
    assert read(Counted(100, 60), claim="change", waves=since[:1]).fell


def test_what_fell_since_the_last_wave_did_not_rise() -> None:
    waves = [wave(20, 100, 60, 100, last=False), wave(85, 100, 60, 100, year=2, reference=False)]
    reading = read(Counted(100, 60), claim="change", waves=waves)
    assert (reading.reading, reading.cause, reading.rose, reading.fell) == ("insufficient", "unclear", False, True)
    assert "in Year 2, 85 of 100 did (85%)" in reading.why
    assert read(Counted(100, 60), claim="state", waves=waves).reading == "mixed"


def test_before_the_programme_is_called_so() -> None:
    before = wave(48, 80, 56, 70, year=0)
    assert "; before Year 1, 48 of 80 did" in read(Counted(70, 56), claim="change", waves=[before]).why


def change(better: int, same: int, no: int, worse: int) -> ItemReading:
    said = Counted(better + same + no + worse, better, disagree=no, same=same, worse=worse)
    return read(said, measures="change", claim="change")


def test_of_a_change_each_answer_passes_the_same_test() -> None:
    assert change(15, 2, 2, 1).reading == "positive"
    assert change(14, 2, 2, 2).reading == "mixed"
    assert change(1, 2, 2, 15).reading == "negative"
    assert change(2, 2, 2, 14).reading == "mixed"
    same = change(1, 15, 2, 2)
    assert (same.reading, same.why) == (
        "no_change",
        "15 of 20 partners say that it stayed the same (75%; 53% to 89%), and the lower bound is above half.",
    )


def test_where_most_deny_an_improvement_the_question_cannot_show_more() -> None:
    reading = change(2, 7, 8, 3)
    assert (reading.reading, reading.design) == ("no_change", "uncompared")
    assert reading.why == (
        "Most say that it did not improve; the question cannot show whether it stayed the same or got worse: "
        "15 of 20 partners say so (75%; 53% to 89%)."
    )
    # Nor can one whose only other answer is that it did not.
    assert change(2, 0, 18, 0).reading == "no_change"


def test_a_question_about_change_says_nothing_of_a_state() -> None:
    reading = read(Counted(30, 28), measures="change")
    assert (reading.reading, reading.cause) == ("insufficient", "of_change")
    assert reading.why.endswith("; it asks about change, and the outcome is a state.")


def test_where_nobody_says_what_a_question_measures_nothing_is_read() -> None:
    for claim in ("state", "change"):
        reading = read(Counted(30, 28), measures="", claim=claim)
        assert (reading.reading, reading.cause, reading.enough) == ("insufficient", "unsaid", True)
        assert reading.why.endswith(
            "; items.csv does not say whether this asks how things are or whether they changed."
        )


@pytest.mark.parametrize("measures", ["level", "change"])
def test_where_more_say_that_it_is_too_early_nothing_is_read(measures: str) -> None:
    at_par = read(Counted(12, 11, too_early=11), measures, "change" if measures == "change" else "state")
    assert at_par.reading == "positive"
    early = read(Counted(12, 11, too_early=12), measures, "change" if measures == "change" else "state")
    assert (early.reading, early.cause, early.enough) == ("insufficient", "early", True)
    assert early.why.endswith("; more people said that it is too soon to tell (12).")


def test_thresholds_are_the_programmes_own() -> None:
    strict = Rules.of({"min_n": 20})
    assert read(Counted(17, 13), rules=strict).reading == "insufficient"
    lax = Rules.of({"min_n": 0})
    assert read(Counted(0, 0), rules=lax).reading == "insufficient"


def item(reading: str, *, enough: bool = True, cause: str = "", **more) -> ItemReading:
    return ItemReading(reading, "", cause=cause, enough=enough, **more)


def strand(*readings: ItemReading | str) -> str:
    items = [one if isinstance(one, ItemReading) else item(one) for one in readings]
    return read_questions(items, RULES).reading


def test_two_thirds_of_the_questions_with_enough_answers_carry_a_strand() -> None:
    few = item("insufficient", enough=False, cause="few")
    assert strand("positive", "positive", "mixed") == "positive"
    assert strand("positive", "mixed") == "mixed"
    assert strand("positive", "positive", "negative", "negative") == "mixed"
    assert strand("negative", "negative", "positive") == "negative"
    assert strand("no_change", "no_change", "positive") == "no_change"
    assert strand("positive", few, few) == "positive"
    assert strand(few, few) == "insufficient"


def test_a_question_with_enough_answers_counts_whatever_it_reads() -> None:
    silent = item("insufficient", cause="unclear")
    assert strand("positive", silent) == "mixed"
    assert strand("positive", "positive", silent) == "positive"
    assert strand(silent, silent) == "insufficient"
    shown = item("insufficient", cause="shown", enough=False)
    assert strand("positive", "mixed", shown) == "mixed"


def test_a_strand_is_measured_only_if_all_that_carries_it_is() -> None:
    measured, plain = item("positive", design="measured", rose=True), item("positive")
    assert read_questions([measured, measured, item("mixed")], RULES).design == "measured"
    together = read_questions([measured, measured, plain], RULES)
    assert (together.design, together.rose, together.carried) == ("uncompared", True, (0, 1, 2))
    assert not read_questions([measured, plain, plain], RULES).rose
    assert read_questions([plain, plain, item("mixed", fell=True)], RULES).fell


def test_the_sentence_of_several_questions_counts_each_reading() -> None:
    silent = item("insufficient", cause="first_wave")
    items = [item("positive"), item("mixed"), item("negative"), silent, item("insufficient", enough=False, cause="few")]
    assert read_questions(items, RULES).why == (
        "1 of 4 questions with enough answers reads positive, 1 negative, 1 mixed, 1 neither way; "
        "67% of them must read the same way."
    )
    assert read_questions([silent, silent, item("insufficient", enough=False, cause="few")], RULES).why == (
        "None of 3 questions reads either way: 2 have no earlier wave to compare with, and a single "
        "wave cannot show a change; "
        "1 has too few answers."
    )


def test_no_sentence_asks_anybody_to_collect_agreement() -> None:
    readings = [read(Counted(20, 12)), change(10, 4, 3, 3), later(30, 50, 31, 50), read(Counted(4, 1))]
    together = read_questions([item("positive"), item("mixed")], RULES)
    for needs in (*(one.needs for one in readings), together.needs):
        assert not re.search(r"agree|positive|more of", needs)


def test_where_a_lower_threshold_is_met_both_ways_the_strand_is_mixed() -> None:
    half, none = Rules.of({"item_share": 0.5}), Rules.of({"item_share": 0})
    assert read_questions([item("positive"), item("negative")], half).reading == "mixed"
    assert read_questions([item("positive"), item("mixed")], half).reading == "positive"
    assert read_questions([item("mixed"), item("mixed")], none).reading == "mixed"
