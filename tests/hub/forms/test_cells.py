"""Cells of a row of the folder, as services take them: what cannot be read is told with its column."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tideturn.hub.common.errors import HubError
from tideturn.hub.forms import cells

WORDS = st.text(st.characters(exclude_characters="|", exclude_categories=["Z", "C"]), min_size=1)


@given(st.dates())
def test_a_day_comes_back_as_it_went(day):
    assert cells.day(day.isoformat()) == day


def test_an_empty_day_is_none():
    assert cells.day(" ") is None


@pytest.mark.parametrize("written", ["3 November 2026", "20261103", "2026-W45-2", "2026-02-30", "2026-1-3"])
def test_what_is_no_day_is_told_with_how_days_are_written(written):
    with (
        pytest.raises(HubError, match=rf"^date: {written} is not a date\. Write it as 2026-11-03\."),
        cells.in_column("date"),
    ):
        cells.day(written)


def test_what_has_to_be_there_is_asked_for():
    with pytest.raises(HubError, match=r"^point: nothing is written"):
        cells.words_in({"point": " "}, "point")
    assert cells.words_in({"point": " Partners lack time "}, "point") == "Partners lack time"


@given(st.lists(WORDS, unique=True))
def test_several_values_come_back_as_they_went(values):
    assert cells.parted(cells.joined(values)) == tuple(values)


def test_several_values_are_read_once_each_and_without_what_is_around_them():
    assert cells.parted(" London | |Leeds|London") == ("London", "Leeds")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_a_number_comes_back_as_it_went(number):
    written = cells.number_cell(number)
    assert cells.number(written) == number
    assert "E" not in written
    assert not written.endswith(".")


def test_a_whole_number_is_written_without_a_point():
    assert [cells.number_cell(Decimal(one)) for one in ("1.0", "0.60", "1200", "-0")] == ["1", "0.6", "1200", "0"]
    assert (cells.number_cell(None), cells.number(" ")) == ("", None)


@pytest.mark.parametrize("written", ["half", "1,5", "NaN", "inf", "1 2"])
def test_what_is_no_number_is_told(written):
    with pytest.raises(HubError, match=rf"^fte: {written} is not a number\."), cells.in_column("fte"):
        cells.number(written)
