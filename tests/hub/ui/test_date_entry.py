"""A day is read as people write it, and what cannot be one is told in a sentence."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError

from tideturn.hub.ui.forms import DateEntry

DAY = date(2026, 11, 3)


@pytest.fixture
def field() -> DateEntry:
    return DateEntry(label="First day", called="the first day")


@pytest.mark.parametrize(
    "written",
    [
        ["3", "11", "2026"],
        ["03", "11", "2026"],
        [" 3 ", " Nov ", "2026"],
        ["3rd", "november", "2026"],
        ["3", "Nov.", "2026"],
        ["3 11 2026", "", ""],
        ["3/11/2026", "", ""],
        ["03.11.2026", "", ""],
        ["3 November 2026", "", ""],
        ["Tuesday 3 November 2026", "", ""],
        ["Tuesday, 3 November 2026", "", ""],
        ["2026-11-03", "", ""],
        DAY,
    ],
)
def test_a_day_is_read_as_people_write_it(field: DateEntry, written: object) -> None:
    assert field.clean(written) == DAY


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (["", "", ""], "Give the first day: the day, the month and the year."),
        (["3", "11", ""], "Give the year of the first day as well."),
        (["3", "", ""], "Give the month and the year of the first day as well."),
        (["", "", "2026"], "Give the day and the month of the first day as well."),
        (["three", "11", "2026"], "Write the day of the first day as a number, such as 3."),
        (["3", "13", "2026"], "Write the month of the first day as a number from 1 to 12 or by its name"),
        (["3", "Ma", "2026"], "Write the month of the first day as a number from 1 to 12 or by its name"),
        (["3", "11", "26"], "Write the year of the first day in four figures, such as 2026."),
        (["31", "11", "2026"], "There is no 31 November 2026: that month has 30 days."),
        (["29", "Feb", "2026"], "There is no 29 February 2026: that month has 28 days."),
        (["0", "11", "2026"], "There is no 0 November 2026"),
        (["²", "11", "2026"], "Write the day of the first day as a number"),
        (["3", "²", "2026"], "Write the month"),
        (["some day or other soon", "", ""], "Give the month and the year of the first day as well."),
    ],
)
def test_what_is_no_day_is_told_in_a_sentence(field: DateEntry, written: list[str], told: str) -> None:
    with pytest.raises(ValidationError) as raised:
        field.clean(written)
    assert raised.value.messages[0].startswith(told)


def test_the_twenty_ninth_of_february_is_there_in_a_leap_year(field: DateEntry) -> None:
    assert field.clean(["29", "2", "2028"]) == date(2028, 2, 29)


def test_where_none_is_needed_none_is_read() -> None:
    assert DateEntry(required=False).clean(["", " ", ""]) is None


class _Form(forms.Form):
    on = DateEntry(label="First day", called="the first day")


def test_what_was_typed_comes_back_as_it_was_typed() -> None:
    form = _Form({"on_day": "31", "on_month": "Novembre?", "on_year": "2026"})
    assert not form.is_valid()
    assert 'value="Novembre?"' in str(form["on"])


def test_a_day_that_is_there_stands_in_its_boxes_and_has_not_changed() -> None:
    form = _Form({"on_day": "3", "on_month": "Nov", "on_year": "2026"}, initial={"on": DAY})
    assert not form.has_changed()
    assert 'value="11"' in str(_Form(initial={"on": DAY})["on"])
