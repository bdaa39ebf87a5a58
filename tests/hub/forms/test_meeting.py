"""What meets where two people wrote: whatever they wrote, no words are lost that nobody was asked about."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from tideturn.hub.forms.forms import spoken
from tideturn.hub.forms.meeting import meet, plain
from tideturn.hub.ui.forms import DateEntry

VALUES = st.sampled_from(["", "a", "b", "c", True, False, ["a"], ["a", "b"]])
FIELDS = st.fixed_dictionaries(dict.fromkeys(("name", "note", "school"), VALUES))


@given(base=FIELDS, mine=FIELDS, theirs=FIELDS)
def test_each_field_says_what_somebody_wrote_or_is_asked_about(base, mine, theirs) -> None:
    found = meet(base, mine, theirs)
    for name in mine:
        asked, taken, differs = name in found.collide, name in found.theirs, mine[name] != theirs[name]
        assert asked + taken <= differs
        if taken:
            assert mine[name] == base[name]
        if differs and not asked and not taken:  # changed by oneself alone
            assert theirs[name] == base[name] != mine[name]
        if mine[name] != base[name] and theirs[name] != base[name] and mine[name] != theirs[name]:
            assert asked


@given(mine=FIELDS, theirs=FIELDS)
def test_where_nobody_knows_what_stood_all_that_differs_is_asked_about(mine, theirs) -> None:
    found = meet({}, mine, theirs)
    assert set(found.collide) == {name for name in mine if mine[name] != theirs[name]}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, ""),
        ("a\r\nb ", "a\nb"),
        (date(2026, 11, 3), "2026-11-03"),
        (time(14, 32), "14:32:00"),
        (datetime(2026, 7, 3, 14, 32, tzinfo=ZoneInfo("Europe/London")), "2026-07-03T13:32:00+00:00"),
        (datetime(2026, 7, 3, 13, 32, tzinfo=UTC), "2026-07-03T13:32:00+00:00"),
        (Decimal("1.50"), "1.5"),
        (["b", "a"], ["a", "b"]),
        (True, True),
        (3, 3),
    ],
)
def test_what_says_the_same_is_the_same(value, told) -> None:
    assert plain(value) == told


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        (forms.DateField(), "2026-11-03", "3 November 2026"),
        (DateEntry(), "2026-11-03", "3 November 2026"),
        (DateEntry(), "", "(nothing)"),
        (forms.BooleanField(), True, "Yes"),
        (forms.ChoiceField(choices=[("first contact", "First contact")]), "first contact", "First contact"),
    ],
)
def test_both_texts_are_told_as_they_are_read(field: forms.Field, value: object, told: str) -> None:
    assert spoken(field, value) == told
