"""How a post stands on a day, as its days tell it, and in which words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tideturn.hub.common.errors import HubError
from tideturn.hub.local_context.models import (
    Days,
    Role,
    State,
    before_a_manager,
    span,
    state_on,
    told_on,
)
from tideturn.hub.local_context.resource import require_order

TODAY = date(2026, 11, 26)
DAYS = st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2027, 12, 31)))
A, F, L = date(2026, 3, 2), date(2026, 6, 1), date(2026, 10, 30)


@pytest.mark.parametrize(
    ("days", "state", "told"),
    [
        (Days(), State.PLANNED, "Not advertised yet."),
        (Days(date(2027, 1, 4)), State.PLANNED, "To be advertised on 4 January 2027."),
        (Days(A), State.ADVERTISED, "Vacant for 8 months, since it was advertised."),
        (
            Days(A, date(2027, 1, 4)),
            State.ADVERTISED,
            "Vacant for 8 months, since it was advertised. Filled from 4 January 2027.",
        ),
        (Days(None, date(2027, 1, 4)), State.PLANNED, "Not advertised yet. Filled from 4 January 2027."),
        (Days(A, F), State.FILLED, "Filled on 1 June 2026, 2 months after it was advertised."),
        (Days(None, F), State.FILLED, "Filled on 1 June 2026."),
        (Days(None, F, TODAY), State.FILLED, "Filled on 1 June 2026. Until 26 November 2026."),
        (Days(A, F, L), State.VACANT, "Vacant for 3 weeks, since 30 October 2026 was the last day."),
        (Days(A, F, L, over=True), State.LEFT, "Left on 30 October 2026."),
    ],
)
def test_a_post_is_told_by_its_days(days, state, told):
    assert (state_on(days, TODAY), told_on(days, TODAY)) == (state, told)


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2026-11-25", "2026-11-26", "1 day"),
        ("2026-11-26", "2026-11-26", "0 days"),
        ("2026-11-13", "2026-11-26", "13 days"),
        ("2026-11-12", "2026-11-26", "2 weeks"),
        ("2026-09-27", "2026-11-26", "8 weeks"),
        ("2026-09-26", "2026-11-26", "2 months"),
        ("2025-11-27", "2026-11-26", "11 months"),
        ("2025-11-26", "2026-11-26", "1 year"),
        ("2024-09-26", "2026-11-26", "2 years and 2 months"),
        ("2024-10-26", "2026-11-26", "2 years and 1 month"),
    ],
)
def test_how_long_it_is_is_told_in_words(first, last, told):
    assert span(date.fromisoformat(first), date.fromisoformat(last)) == told


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (Days(F, A), "filled before it was advertised on 1 June 2026"),
        (Days(A, F, A), "left before it was filled on 1 June 2026"),
        (Days(A, None, L), "a last day but no first day"),
        (Days(A, F, None, over=True), "Nobody has left the post yet"),
    ],
)
def test_days_that_cannot_be_are_told(days, told):
    with pytest.raises(HubError, match=told) as refused:
        require_order(days)
    assert refused.value.mend


@given(DAYS, DAYS, DAYS, st.booleans(), st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_a_post_is_vacant_exactly_while_it_is_open_and_nobody_is_in_it(advertised, filled, left, over, day):
    days = Days(advertised, filled, left, over)
    try:
        require_order(days)
    except HubError:
        return
    someone = filled is not None and filled <= day and (left is None or day <= left)
    state, told = state_on(days, day), told_on(days, day)
    assert (state is State.FILLED) == someone
    assert told.startswith("Vacant for ") == (state in (State.ADVERTISED, State.VACANT))
    assert told.endswith(".")


@pytest.mark.parametrize(
    ("posts", "early"),
    [
        ([(Role.MANAGER, A), (Role.DUAL, F)], 0),
        ([(Role.MANAGER, A), (Role.DUAL, A)], 0),
        ([(Role.MANAGER, F), (Role.DUAL, A), (Role.CASEWORK, A), (Role.OTHER, A)], 2),
        ([(Role.MANAGER, None), (Role.SYSTEMS_CHANGE, A)], 1),
        ([(Role.MANAGER, L), (Role.MANAGER, A), (Role.CASEWORK, F)], 0),
        ([(Role.CASEWORK, None)], 0),
        ([], 0),
    ],
)
def test_posts_that_were_filled_before_a_manager_are_counted(posts, early):
    assert before_a_manager(posts) == early
