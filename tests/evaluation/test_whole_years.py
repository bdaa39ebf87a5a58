"""How a series is cut into whole years, whenever the programme's years begin."""

from __future__ import annotations

from datetime import date

from tideturn.dataset.model import Year
from tideturn.evaluation.whole_years import Points, WholeYears, whole_years


def months(first: int, count: int) -> tuple[str, ...]:
    """So many months from September of a year on."""
    return tuple(f"{at // 12}-{at % 12 + 1:02}" for at in range(12 * first + 8, 12 * first + 8 + count))


def cut(periods: tuple[str, ...], before: int, *years: Year, most: int = 5) -> WholeYears:
    counts = tuple(float(at) for at in range(len(periods)))
    return whole_years(Points(periods, counts, (1.0,) * len(periods), before), years[-1], years, most)


def names(found: WholeYears) -> list[str]:
    return [one.name for one in found.earlier]


FIRST, SECOND, THIRD = (Year(n, date(2017 + n, 9, 1), date(2018 + n, 8, 31)) for n in (1, 2, 3))


def test_quarters_belong_to_the_year_that_holds_their_last_day() -> None:
    quarters = tuple(f"{2016 + at // 4}-Q{at % 4 + 1}" for at in range(2, 14))  # from July 2016 to June 2019
    found = cut(quarters, 8, FIRST)
    assert found.year is not None
    assert found.year.periods == ("2018-Q3", "2018-Q4", "2019-Q1", "2019-Q2")
    assert names(found) == ["the year to June 2017", "the year to June 2018"]


def test_a_year_that_begins_within_a_month_begins_with_that_month() -> None:
    found = cut(months(2016, 36), 24, Year(1, date(2018, 9, 15), date(2019, 9, 14)))
    assert found.year is not None
    assert (found.year.periods[0], found.year.periods[-1]) == ("2018-09", "2019-08")


def test_years_before_the_programme_are_taken_as_far_back_as_is_asked() -> None:
    found = cut(months(2012, 8 * 12), 7 * 12, FIRST, SECOND, most=3)
    assert (names(found), found.ahead) == (
        ["the year to August 2016", "the year to August 2017", "the year to August 2018"],
        2,
    )
    assert (found.before_name, found.of_programme) == ("Year 1", ())


def test_where_one_year_alone_lies_before_the_programme_its_own_years_are_taken_too() -> None:
    found = cut(months(2017, 48), 36, FIRST, SECOND, THIRD)
    assert (names(found), found.ahead) == (["the year to August 2018", "Year 1", "Year 2"], 1)
    assert found.of_programme == ("Year 1", "Year 2")


def test_a_gap_just_before_the_programme_moves_the_earlier_years_back() -> None:
    periods = tuple(month for month in months(2014, 72) if month != "2018-03")
    found = cut(periods, 59, FIRST, SECOND)
    assert (names(found)[-1], found.ahead) == ("the year to August 2017", 3)


def test_seasons_are_kept_where_the_programmes_first_year_is_short() -> None:
    short = Year(1, date(2018, 9, 1), date(2019, 3, 31))
    found = cut(months(2015, 55), 43, short, Year(2, date(2019, 4, 1), date(2020, 3, 31)))
    assert found.year is not None
    assert found.year.periods[0] == "2019-04"
    assert [one.periods[0] for one in found.earlier] == ["2016-04", "2017-04"]
    assert found.ahead == 2


def test_a_year_of_another_length_is_not_read() -> None:
    found = cut(months(2016, 42), 24, Year(1, date(2018, 9, 1), date(2020, 2, 29)))
    assert (found.why_not, found.in_year, found.year) == ("year", 18, None)
