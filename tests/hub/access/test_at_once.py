"""Several of one thing at once: what is limited, or is there once, stays so."""

import pytest
from django.db import connection
from sample import policy, queries
from sample.at_once import raised_at_once
from sample.people import administering, granter, hold, person, standing

from tideturn.hub.access import services
from tideturn.hub.access.models import Authority, BreakGlass, Grant, StaffSession
from tideturn.hub.access.reading import SEARCHES_A_MINUTE
from tideturn.hub.access.roles import ADMINISTRATOR, ALL_SITES, CASEWORKER, FUNDER, SAFEGUARDING_LEAD, TEAM_MANAGER
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError

pytestmark = [
    pytest.mark.database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="whoever writes there is alone, and its tests share one connection"
    ),
]


def test_the_glass_is_broken_ten_times_an_hour_and_no_more() -> None:
    person((SAFEGUARDING_LEAD, ALL_SITES))
    by = standing(person((CASEWORKER, "london")))
    came = raised_at_once(
        20,
        lambda number: services.break_glass(
            by=by, kind=policy.GLASS, reference=f"R-{number}", reason="She is in danger"
        ),
    )
    assert (came.count(None), came.count(RefusedError)) == (10, 10)
    assert BreakGlass.objects.count() == 10


def test_so_many_searches_are_made_and_no_more() -> None:
    by = standing(person((CASEWORKER, "london")))
    for number in range(SEARCHES_A_MINUTE - 5):
        queries.children_named(by, f"nobody{number}")
    came = raised_at_once(15, lambda number: queries.children_named(by, f"name{number}"))
    assert (came.count(None), came.count(RefusedError)) == (5, 10)
    assert Event.objects.filter(action="sample.search_children").count() == SEARCHES_A_MINUTE


def test_a_role_is_granted_once_and_withdrawn_once() -> None:
    user, other = person(), person()
    Authority.objects.create(holder=user, role="funder", site=ALL_SITES, given_by=granter(), given_at=clock.now())
    by, today = standing(user), clock.today()
    came = raised_at_once(
        6, lambda _: services.grant_role(by=by, user=other, role=FUNDER, site=ALL_SITES, starts_on=today)
    )
    assert (came.count(None), came.count(HubError)) == (1, 5)
    made = Grant.objects.get(user=other)
    came = raised_at_once(6, lambda _: services.withdraw_grant(by=by, grant=made))
    assert (came.count(None), came.count(HubError)) == (1, 5)


def test_an_authority_is_given_once_and_confirmed_once() -> None:
    user, holder, lead = person((ADMINISTRATOR, ALL_SITES)), person(), person((SAFEGUARDING_LEAD, ALL_SITES))
    administering(user)
    by, confirms = standing(user), standing(lead)
    came = raised_at_once(6, lambda _: services.give_authority(by=by, holder=holder, role=CASEWORKER, site="london"))
    assert (came.count(None), came.count(HubError)) == (1, 5)
    made = Authority.objects.get(holder=holder)
    came = raised_at_once(6, lambda _: services.confirm_authority(by=confirms, authority=made))
    assert (came.count(None), came.count(HubError)) == (1, 5)


def test_there_is_one_open_staff_session_however_often_it_was_begun() -> None:
    user = person()
    hold(user, ADMINISTRATOR)
    by = standing(user)
    came = raised_at_once(4, lambda _: services.begin_staff_session(by=by, reason="New colleagues"))
    assert came == [None] * 4
    assert StaffSession.objects.filter(user=user, ended_at=None).count() == 1


def test_two_who_do_the_like_to_each_other_do_not_wait_for_one_another() -> None:
    pair = [person((ADMINISTRATOR, ALL_SITES)), person((ADMINISTRATOR, ALL_SITES))]
    for one in pair:
        administering(one)
    by = [standing(one) for one in pair]
    for role in (CASEWORKER, TEAM_MANAGER):
        came = raised_at_once(
            2,
            lambda one, role=role: services.give_authority(by=by[one], holder=pair[1 - one], role=role, site="london"),
        )
        assert came == [None, None]
