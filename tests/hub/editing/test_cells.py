"""Cells of a row of the folder, as services take them: what cannot be read is told with its column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tideturn.hub.editing import cells
from tideturn.hub.kernel.errors import HubError

WORDS = st.text(st.characters(exclude_characters="|", exclude_categories=["Z", "C"]), min_size=1)


@given(st.dates())
def test_a_day_comes_back_as_it_went(day):
    assert cells.required_day_in({"date": cells.day_cell(day)}, "date") == day


def test_an_empty_day_is_none():
    assert (cells.day_in({"to": " "}, "to"), cells.day_cell(None)) == (None, "")


@pytest.mark.parametrize("written", ["3 November 2026", "20261103", "2026-W45-2", "2026-02-30", "2026-1-3"])
def test_what_is_no_day_is_told_with_how_days_are_written(written):
    with pytest.raises(HubError, match=rf"^date: {written} is no day\. Write it as 2026-11-03\."):
        cells.day_in({"date": written}, "date")


def test_what_has_to_be_there_is_asked_for():
    with pytest.raises(HubError, match=r"^date: no day is given"):
        cells.required_day_in({"date": ""}, "date")
    with pytest.raises(HubError, match=r"^point: nothing is written"):
        cells.words_in({"point": " "}, "point")
    assert cells.words_in({"point": " Partners lack time "}, "point") == "Partners lack time"


def test_a_term_is_one_of_its_list():
    assert cells.term_in({"about": "work"}, "about", ("problem", "work")) == "work"
    assert cells.term_in({"about": ""}, "about", ("problem", "work")) == ""
    with pytest.raises(HubError, match=r"^about: both is none of its terms\. Write one of: problem, work\."):
        cells.term_in({"about": "both"}, "about", ("problem", "work"))


@given(st.lists(WORDS, unique=True))
def test_several_values_come_back_as_they_went(values):
    assert cells.several_in({"shared_with": cells.joined(values)}, "shared_with") == tuple(values)


def test_several_values_are_read_once_each_and_without_what_is_around_them():
    assert cells.parted(" London | |Leeds|London") == ("London", "Leeds")
