"""What accounts asks of access, as the hub puts the two together."""

from datetime import date

import pytest
from sample.people import administering, granter, hold, person

from tideturn.hub.access.models import Authority, Grant
from tideturn.hub.access.roles import ADMINISTRATOR, ALL_SITES, CASEWORKER, FUNDER, ROLES, TEAM_MANAGER
from tideturn.hub.accounts.policy import refusal
from tideturn.hub.accounts.registry import RULES, Duty, factor_is_compulsory, held_by
from tideturn.hub.accounts.services.invitations import accept_invitation, first_administrator_link
from tideturn.hub.audit.models import Event
from tideturn.hub.kernel import clock
from tideturn.hub.kernel.errors import HubError

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", ROLES)
def test_a_second_factor_is_compulsory_for_roles_that_need_one(code: str) -> None:
    role = ROLES[code]
    assert factor_is_compulsory(person((role, ALL_SITES))) is (role.sees_identity or role is ADMINISTRATOR)


def test_it_is_compulsory_before_the_role_begins_and_no_longer_after_it_ended() -> None:
    soon, over, withdrawn = person(), person(), person()
    hold(soon, CASEWORKER, "london", starts_on=date(2999, 1, 1))
    hold(over, CASEWORKER, "london", ends_on=date(2026, 1, 2))
    hold(withdrawn, CASEWORKER, "london", withdrawn_at=clock.now(), withdrawn_by=granter())
    assert [factor_is_compulsory(one) for one in (soon, over, withdrawn)] == [True, False, False]


@pytest.mark.parametrize("duty", Duty)
def test_accounts_are_looked_after_in_a_staff_session_and_never_ones_own(duty: Duty) -> None:
    user, other, manager = person((ADMINISTRATOR, ALL_SITES)), person(), person((TEAM_MANAGER, "london"))
    assert "in a staff session" in refusal(user, duty, other)
    assert "in a staff session" in refusal(manager, duty, other)
    administering(user)
    assert refusal(user, duty, other) == ""
    assert bool(refusal(user, duty, user)) is (duty is not Duty.SEE)


def test_administrators_are_counted_who_administer_today() -> None:
    for given in ({}, {"ends_on": date(2026, 1, 2)}, {"starts_on": date(2999, 1, 1)}):
        hold(person(), ADMINISTRATOR, **given)
    gone = person((ADMINISTRATOR, ALL_SITES))
    gone.is_active = False
    gone.save()
    assert RULES.administrators is not None
    assert RULES.administrators() == 1


def test_what_an_account_holds_is_listed_for_whoever_takes_it_over() -> None:
    user = person((CASEWORKER, "london"))
    hold(user, FUNDER, ends_on=date(2026, 1, 2))
    Authority.objects.create(holder=user, role="funder", site=ALL_SITES, given_by=granter(), given_at=clock.now())
    assert [(one.kind, one.reference) for one in held_by(user.pk)] == [
        ("role", "Caseworker, london"),
        ("authority to grant a role", "Funder or board member, all sites"),
    ]


def test_the_first_administrator_administers_from_the_moment_that_they_come() -> None:
    token = first_administrator_link().rstrip("/").rsplit("/", 1)[1]
    user = accept_invitation(token=token, name="First", password="three quiet herons", email="first@example.org")
    assert list(Grant.objects.filter(user=user).values_list("role", "granted_by")) == [("administrator", None)]
    assert Event.objects.filter(action="access.found_hub", actor=user.pk).exists()
    with pytest.raises(HubError, match="There is an administrator"):
        first_administrator_link()
