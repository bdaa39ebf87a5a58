"""What a count over time reads as, sentence by sentence: years of even counts, by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tideturn.dataset.model import Year
from tideturn.evaluation.movement import Elsewhere, Movement
from tideturn.evaluation.readings_series import read_series
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.whole_years import Points, whole_years
from tideturn.methods.year_totals import against_elsewhere, year_totals

from .conftest import YEARS

RULES = Rules()
BEGAN = Year(1, YEARS[0].start.replace(year=2017), YEARS[0].end.replace(year=2018))
LATER = replace(YEARS[0], number=2)
"""The year judged, where the programme began a year before it."""


def series(*years: Sequence[float] | float, per: Sequence[float] = ()) -> Points:
    """Points of whole years by month, the last of them the programme's first: October 2018 to September 2019."""
    counts = list(chain.from_iterable([one] * 12 if isinstance(one, int | float) else one for one in years))
    first = 2018 * 12 + 9 - 12 * (len(years) - 1)
    months = tuple(f"{month // 12}-{month % 12 + 1:02}" for month in range(first, first + len(counts)))
    exposures = tuple(chain.from_iterable([one / 12] * 12 for one in per)) or (1.0,) * len(counts)
    return Points(months, tuple(map(float, counts)), exposures, len(counts) - 12, rated=bool(per))


def evenly(*totals: int) -> Points:
    """Points of years of so many, by month as evenly as whole numbers allow."""
    return series(*([total // 12 + (month < total % 12) for month in range(12)] for total in totals))


def movement(
    points: Points, *, expected: str | None = "up", year: Year = YEARS[0], years: Sequence[Year] = YEARS
) -> Movement:
    whole = whole_years(points, year, years, RULES.series_years)
    totals = None
    if not whole.why_not:
        assert whole.year
        assert whole.before
        totals = year_totals(
            [one.counts for one in whole.earlier],
            whole.year.counts,
            ahead=whole.ahead,
            before=whole.before.total / whole.before.exposure * whole.year.exposure,
            exposures=[one.exposure for one in (*whole.earlier, whole.year)] if points.rated else None,
        )
    per = whole.year.exposure if points.rated and whole.year else 1.0
    return Movement(whole, expected, "on 20 August 2018", points.rated, per, totals)


def said(*years: Sequence[float] | float, expected: str | None = "up") -> tuple[str, str]:
    reading = read_series(movement(series(*years), expected=expected), RULES)
    return reading.reading, str(reading.why)


def test_a_rise_that_was_registered_is_positive() -> None:
    assert said(20, 20, 20, 40) == (
        "positive",
        "The count was 480 in the year; earlier years point to 240 (177 to 326), and the last of them had 240. "
        "That is a rise, the direction registered on 20 August 2018.",
    )


def test_a_fall_that_was_registered_is_positive_and_one_that_was_not_negative() -> None:
    assert said(20, 20, 20, 10, expected="down")[0] == "positive"
    reading, why = said(20, 20, 20, 10)
    assert reading == "negative"
    assert why.endswith("That is the opposite of a rise, which was registered on 20 August 2018.")


def test_enough_counts_that_stay_as_they_were_show_no_change() -> None:
    moved = movement(series(100, 100, 100, 100))
    reading = read_series(moved, RULES)
    assert (reading.reading, reading.smallest_change) == ("no_change", "a rise of 15%")
    assert reading.why == (
        "The count was 1,200 in the year; earlier years point to 1,200 (1,012 to 1,423), and the last of them had "
        "1,200. A rise of more than 25%, or a fall that only such a rise undoes, can be ruled out."
    )
    assert not moved.imprecise


def test_one_month_may_not_carry_it() -> None:
    assert said(20, 20, 20, [20] * 11 + [120]) == (
        "insufficient",
        "Most of the rise comes from September 2019; without it the year is in line with earlier years.",
    )
    # Here the other months bear most of a rise that would not be clear without one of them.
    assert said(20, 20, 20, [25.5] * 11 + [38]) == (
        "insufficient",
        "The rise rests on September 2019; without it the year is not clearly more than earlier years.",
    )
    assert said(20, 20, 20, [20] * 11 + [120], expected="down")[1].startswith("The count of 340 is more than")


def test_a_count_that_was_rising_already_is_said_to_have_been() -> None:
    assert said(10, 15, 20, 26) == (
        "insufficient",
        "The count rose to 312, but it was already rising: earlier years alone point to 342 (233 to 465).",
    )


def test_what_is_foretold_lies_in_its_own_range() -> None:
    # A straight line points to 40 and a steady percentage to 151, two years on: the range is of both.
    moved = movement(series(50, 40, 31.6, 25, 20, 16, 12.5), year=LATER, years=(BEGAN, LATER), expected="down")
    assert read_series(moved, RULES).why == (
        "The count fell to 150, but it was already falling: earlier years alone point to 40 (2 to 263)."
    )


def test_two_years_that_hardly_differ_were_not_rising() -> None:
    assert said(10, 10.5, 16)[1] == (
        "The count rose to 192, but earlier years leave that open: they point to 132 (76 to 237)."
    )
    # A third year makes the rise clear, and a year that only goes on needs no other explanation.
    assert movement(series(8, 10, 12, 20)).read.trending == 1
    assert "already rising" in said(10, 14, 20)[1]


def test_a_rise_that_falls_behind_its_trend_is_said_to() -> None:
    assert said(40, 81, 97)[1] == (
        "The count rose to 1,164, but it was already rising: earlier years alone point to more, 1,968 (1,187 to 2,566)."
    )


def test_two_earlier_years_of_few_leave_much_open() -> None:
    assert said(4, 4, 8) == (
        "insufficient",
        "The count rose to 96, but earlier years leave that open: they point to 48 (19 to 121).",
    )


def test_beyond_the_trend_alone_is_not_enough() -> None:
    assert said(30, 20, 24)[1] == (
        "The count of 288 is more than earlier years point to (160), but not clearly more than the last of them (240)."
    )


def test_less_than_the_last_of_them_is_not_said_to_be_more() -> None:
    assert said(40, 12, 10)[1] == (
        "The count of 120 is more than earlier years point to (43), but no more than the last of them (144)."
    )


def test_the_year_just_before_must_be_passed() -> None:
    # A programme that began a year earlier: 20 a month before it, 45 in its first year.
    between = movement(series(20, 20, 20, 45, 40), years=(BEGAN, LATER))
    assert between.whole.ahead == 2
    reading = read_series(between, RULES)
    assert (reading.reading, reading.why) == (
        "insufficient",
        "The count of 480 is more than earlier years point to, but less than in Year 1 (540).",
    )


def test_behind_its_trend_and_not_fallen() -> None:
    assert said(10, 15, 20, 18)[1] == (
        "The count of 216 is less than earlier years point to (233 to 465); the last of them had 240."
    )


def test_in_line_with_earlier_years() -> None:
    reading, why = said(20, 20, 20, 20)
    assert reading == "insufficient"
    assert why == (
        "The count of 240 is in line with earlier years (177 to 326). A rise of less than 29% would not have shown."
    )
    assert said(20, 20, 20, 20, expected="down")[1].endswith("A fall of less than 22% would not have shown.")


def test_a_year_within_its_range_is_not_said_to_lie_below_it() -> None:
    assert said(10, 15, 20, 20)[1] == (
        "The count of 240 is at the low end of what earlier years point to (233 to 465); the last of them had 240."
    )


def test_earlier_years_that_would_hide_a_doubling_say_nothing() -> None:
    assert said(10, 3, 4, 1.5)[1] == (
        "The count was 18. The earlier years (0 to 302) have too few counts, or differ too much, to say whether it "
        "rose: a rise of less than 838% would not have shown."
    )


def test_a_count_that_falls_to_nought_is_read() -> None:
    down = movement(evenly(400, 200, 60, 30, 20, 10), expected="down")
    assert down.read.straight_trend < 0
    assert down.imprecise
    assert read_series(down, RULES).why == (
        "The count was 10. The earlier years (0 to 53) have too few counts, or differ too much, to say whether it "
        "fell: not even a fall to a tenth would have shown."
    )
    # Nor has a range an end that says anything, where it goes far beyond all that was ever counted.
    assert "(0 or more)" in read_series(movement(evenly(46, 90, 24, 5, 3, 0)), RULES).why


def test_earlier_years_that_end_before_the_programme_are_dated() -> None:
    few = movement(series(1, 1.5, 9, 9), year=LATER, years=(BEGAN, LATER))
    assert read_series(few, RULES).why == (
        "It has 30 in the 2 full years before the programme began; it takes 20 a year to read a change."
    )
    many = movement(series(20, 20, 20, 60), year=LATER, years=(BEGAN, LATER), expected=None)
    assert read_series(many, RULES).why.endswith("and the last of them, the year to September 2017, had 240.")


def test_what_has_neither_a_direction_nor_years_enough_needs_both() -> None:
    reading = read_series(movement(series(20, 20), expected=None), RULES)
    assert reading.needs == (
        "a direction registered before the next year begins, and 1 more full year of counts before the year"
    )


def test_a_direction_must_be_registered_before_the_year() -> None:
    reading, why = said(20, 20, 20, 40, expected=None)
    assert reading == "insufficient"
    assert why.startswith(
        "No direction was registered before the year began, so it gives no reading. The count was 480"
    )


def test_a_series_for_a_state_makes_no_reading() -> None:
    state = replace(movement(series(20, 20, 20, 40)), state=True)
    assert read_series(state, RULES).reading == "insufficient"
    assert "the outcome is a state" in read_series(state, RULES).why


@pytest.mark.parametrize(
    ("points", "why"),
    [
        (series(20, 20), "It has 1 full year of counts before the year, and it takes 2 to compare."),
        (series(40), "It has no full year of counts before the year, and it takes 2 to compare."),
        (series(1, 2, 40), "It has 36 in the 2 full years before the year; it takes 20 a year to read a change."),
        (
            Points(("2017", "2018", "2019"), (9.0, 9.0, 9.0), (1.0,) * 3, 2),
            "It is counted by year, so it is shown but gives no reading.",
        ),
        (
            Points(("2018", "2019-01"), (9.0, 9.0), (1.0,) * 2, 1),
            "Its periods differ in length, so its years cannot be compared.",
        ),
        (
            replace(series(20, 20, 20, per=(9, 9, 9)), mixed=True),
            "Some of its counts have a denominator and others have none, so its years cannot be compared.",
        ),
    ],
)
def test_what_cannot_be_read_at_all(points: Points, why: str) -> None:
    reading = read_series(movement(points), RULES)
    assert (reading.reading, str(reading.why)) == ("insufficient", why)
    assert reading.needs


def without(points: Points, month: str) -> Points:
    kept = [at for at, period in enumerate(points.periods) if period != month]
    counts, exposures = ([values[at] for at in kept] for values in (points.counts, points.exposures))
    periods = tuple(points.periods[at] for at in kept)
    return replace(
        points,
        periods=periods,
        counts=tuple(counts),
        exposures=tuple(exposures),
        baseline=sum(period < "2018-10" for period in periods),
    )


def test_only_a_whole_year_is_read() -> None:
    reading = read_series(movement(without(series(20, 20, 40), "2019-05")), RULES)
    assert reading.why == "It has counts for 11 months in the year, and only whole years, of 12, are compared."


def test_a_gap_ends_the_earlier_years() -> None:
    reading = read_series(movement(without(series(20, 20, 20, 40), "2016-12")), RULES)
    assert reading.reading == "insufficient"
    assert reading.needs == "1 more full year of counts before the year"


def test_the_year_just_before_must_be_whole() -> None:
    points = without(series(20, 20, 20, 40), "2018-05")
    reading = read_series(movement(points, year=LATER, years=(BEGAN, LATER)), RULES)
    assert reading.why == "The counts of Year 1 are not complete, and the year must be compared with the one before."


def test_a_rate_is_told_as_a_rate() -> None:
    moved = movement(series(20, 20, 40, per=(1000, 1000, 1000)))
    reading = read_series(moved, RULES)
    assert reading.why.startswith(
        "The rate (the count divided by its denominator) was 0.48 in the year; earlier years point to 0.24 ("
    )
    level = movement(series(20, 20, 40, per=(1000, 1000, 2000)))
    assert read_series(level, RULES).reading == "insufficient"


def beside(own: Points, there: Points) -> Movement:
    moved, other = movement(own), movement(there)
    assert moved.totals
    assert other.totals
    return replace(
        moved, elsewhere=Elsewhere("Other towns", other.totals, against_elsewhere(moved.totals, other.totals))
    )


def test_a_rise_beyond_elsewhere_is_positive() -> None:
    reading = read_series(beside(series(50, 50, 50, 100), series(80, 80, 80, 80)), RULES)
    assert (reading.reading, reading.why) == (
        "positive",
        "The count went from 600 in the year to September 2018 to 1,200 in the year; elsewhere (“Other towns”), from "
        "960 to 960. That is a rise, the direction registered on 20 August 2018.",
    )


def test_a_rise_that_elsewhere_had_too_shows_nothing() -> None:
    reading = read_series(beside(series(50, 50, 50, 100), series(80, 80, 80, 160)), RULES)
    assert reading.reading == "insufficient"
    assert reading.why.endswith("A rise of less than 24% beyond that elsewhere would not have shown.")


def test_two_counts_that_drew_apart_already_show_nothing() -> None:
    reading = read_series(beside(series(50, 80, 120, 160), series(80, 80, 80, 80)), RULES)
    assert reading.reading == "insufficient"
    assert reading.why.endswith("But the two were drawing apart already, and that could explain it.")


def test_no_change_beside_elsewhere() -> None:
    reading = read_series(beside(series(500, 500, 500, 500), series(500, 500, 500, 500)), RULES)
    assert reading.reading == "no_change"
    assert "A rise of more than 25% beyond that elsewhere" in reading.why


def test_a_count_elsewhere_that_cannot_be_used_is_named() -> None:
    moved = replace(movement(series(20, 20, 20, 40)), incomparable="Other towns")
    assert "The count elsewhere (“Other towns”) cannot be used" in read_series(moved, RULES).why


def test_a_series_that_may_miss_a_rise_by_half_is_imprecise_either_way() -> None:
    few = series(5, 5, 5)
    assert movement(few).imprecise
    down = movement(few, expected="down")
    assert down.imprecise
    assert down.smallest < 0.5


FACTOR = st.floats(0.2, 3)


@settings(deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 60), min_size=12, max_size=12), min_size=3, max_size=6),
    FACTOR,
    st.sampled_from(["up", "down"]),
)
def test_what_a_sentence_says_of_the_year_is_so(years: list[list[int]], factor: float, expected: str) -> None:
    *earlier, last = years
    moved = movement(series(*earlier, [round(count * factor) for count in last]), expected=expected)
    if moved.totals is None:
        return
    reading, found = read_series(moved, RULES), moved.totals
    sign = moved.sign
    inside = found.low <= found.year <= found.high
    if any(words in reading.why for words in ("in line with earlier years (", "The earlier years (", " end of what ")):
        assert inside
    if " than earlier years point to (" in reading.why and "; the last of them" in reading.why:
        assert not inside
    if "it was already" in reading.why:
        assert inside or "point to more, " in reading.why or "point to less, " in reading.why
    assert found.low <= moved.tested.expected <= found.high
    if " rose to " in reading.why or " fell to " in reading.why:
        assert sign * (found.year - found.last) > 0
    if "Most of the" in reading.why:
        assert abs(found.year - moved.tested.total) > abs(moved.tested.total - moved.tested.expected)
    if "already rising" in reading.why or "already falling" in reading.why:
        assert sign * (moved.tested.expected - found.last) > 0
    if reading.reading in ("positive", "negative"):
        assert (found.year > found.last) == (moved.moved == "rose")
        assert (reading.reading == "positive") == ((moved.moved == "rose") == (expected == "up"))
