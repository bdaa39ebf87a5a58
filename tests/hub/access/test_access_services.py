"""Who grants what to whom; and what somebody cannot do to come by more."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from sample import policy
from sample.people import administering, child, granter, hold, person, standing
from sample.services import close_child

from tideturn.hub.access import services
from tideturn.hub.access.models import Authority, Grant, StaffSession
from tideturn.hub.access.roles import (
    ADMINISTRATOR,
    ALL_SITES,
    CASEWORKER,
    FUNDER,
    TEAM_MANAGER,
    Role,
)
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.actions import Kind
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError

pytestmark = [pytest.mark.database, pytest.mark.django_db]
TODAY = {"starts_on": clock.today()}


def may_grant(user: User, role: Role, site: str = ALL_SITES) -> Authority:
    return Authority.objects.create(holder=user, role=role.code, site=site, given_by=granter(), given_at=clock.now())


def actions() -> list[str]:
    return list(Event.objects.order_by("at").values_list("action", flat=True))


def test_who_has_the_authority_grants_a_role_and_withdraws_it() -> None:
    by, user = person(), person()
    may_grant(by, CASEWORKER, "london")
    grant = services.grant_role(by=standing(by), user=user, role=CASEWORKER, site="london", **TODAY)
    assert standing(user).may(policy.READ, site="london")
    services.withdraw_grant(by=standing(by), grant=grant)
    assert not standing(user).may(policy.READ)
    assert actions() == ["access.grant_role", "access.withdraw_grant"]
    assert Event.objects.earliest("at").details == {
        "user": str(user.pk),
        "role": "caseworker",
        "starts_on": clock.today().isoformat(),
    }
    with pytest.raises(HubError, match="withdrawn already"):
        services.withdraw_grant(by=standing(by), grant=grant)


@pytest.mark.parametrize(
    ("role", "site"), [(TEAM_MANAGER, "london"), (CASEWORKER, "bristol"), (ADMINISTRATOR, ALL_SITES)]
)
def test_nobody_grants_another_role_or_elsewhere_than_they_may(role: Role, site: str) -> None:
    by = person((TEAM_MANAGER, "london"), (CASEWORKER, "bristol"))
    may_grant(by, CASEWORKER, "london")
    with pytest.raises(RefusedError, match="You may not grant the role"):
        services.grant_role(by=standing(by), user=person(), role=role, site=site, **TODAY)
    assert [event.kind for event in Event.objects.all()] == [Kind.REFUSAL]


def test_nobody_edits_their_own_roles_even_those_that_they_may_grant() -> None:
    by = person((CASEWORKER, "london"))
    may_grant(by, TEAM_MANAGER)
    with pytest.raises(RefusedError, match="to themselves"):
        services.grant_role(by=standing(by), user=by, role=TEAM_MANAGER, site="london", **TODAY)
    with pytest.raises(RefusedError, match="to themselves"):
        services.cover_absence(
            by=standing(by),
            user=by,
            covering=person((TEAM_MANAGER, "london")),
            role=TEAM_MANAGER,
            site="london",
            starts_on=clock.today(),
            ends_on=clock.today(),
        )
    own = hold(by, TEAM_MANAGER, "london")
    with pytest.raises(RefusedError, match="from themselves"):
        services.withdraw_grant(by=standing(by), grant=own)
    assert Grant.objects.filter(user=by).count() == 2
    assert Grant.objects.get(pk=own.pk).withdrawn_at is None


def test_nobody_climbs_by_an_accomplice_whose_roles_they_manage() -> None:
    """Who may grant a role cannot pass on the authority, nor can who was granted it grant it back."""
    by, accomplice = person((ADMINISTRATOR, ALL_SITES)), person()
    may_grant(by, ADMINISTRATOR)
    session = administering(by)
    services.grant_role(by=standing(by), user=accomplice, role=ADMINISTRATOR, site=ALL_SITES, **TODAY)
    with pytest.raises(RefusedError, match="You may not grant"):
        services.grant_role(by=standing(accomplice), user=by, role=ADMINISTRATOR, site=ALL_SITES, **TODAY)
    with pytest.raises(RefusedError, match="in a staff session"):
        services.give_authority(by=standing(accomplice), holder=by, role=TEAM_MANAGER, site=ALL_SITES)
    services.begin_staff_session(by=standing(accomplice), reason="To give authority")
    with pytest.raises(RefusedError, match="to themselves"):
        services.give_authority(by=standing(accomplice), holder=accomplice, role=TEAM_MANAGER, site=ALL_SITES)
    session.delete()
    with pytest.raises(RefusedError, match="in a staff session"):
        services.give_authority(by=standing(by), holder=accomplice, role=TEAM_MANAGER, site=ALL_SITES)


def test_authority_is_withdrawn_and_holding_a_role_is_none() -> None:
    by, holder = person((ADMINISTRATOR, ALL_SITES)), person((TEAM_MANAGER, "london"))
    administering(by)
    given = services.give_authority(by=standing(by), holder=holder, role=CASEWORKER, site="london")
    with pytest.raises(HubError, match="already"):
        services.give_authority(by=standing(by), holder=holder, role=CASEWORKER, site="london")
    services.grant_role(by=standing(holder), user=person(), role=CASEWORKER, site="london", **TODAY)
    services.withdraw_authority(by=standing(by), authority=given)
    with pytest.raises(RefusedError):
        services.grant_role(by=standing(holder), user=person(), role=CASEWORKER, site="london", **TODAY)


def test_authority_over_all_sites_lets_one_grant_at_each() -> None:
    by, holder = person((ADMINISTRATOR, ALL_SITES)), person()
    administering(by)
    services.give_authority(by=standing(by), holder=holder, role=CASEWORKER, site=ALL_SITES)
    for site in ("london", "bristol"):
        services.grant_role(by=standing(holder), user=person(), role=CASEWORKER, site=site, **TODAY)
    with pytest.raises(HubError, match="at all sites together"):
        services.give_authority(by=standing(by), holder=holder, role=FUNDER, site="london")


@pytest.mark.parametrize(("role", "site"), [(CASEWORKER, ALL_SITES), (FUNDER, "london")])
def test_a_role_is_granted_only_where_it_is_held(role: Role, site: str) -> None:
    by = person()
    may_grant(by, role)
    with pytest.raises(HubError, match="is held at"):
        services.grant_role(by=standing(by), user=person(), role=role, site=site, **TODAY)


def test_days_of_a_grant_are_in_order_and_overlap_with_no_other() -> None:
    by, user = person(), person()
    may_grant(by, CASEWORKER)
    given = {"by": standing(by), "user": user, "role": CASEWORKER, "site": "london"}
    with pytest.raises(HubError, match="before the first"):
        services.grant_role(**given, starts_on=date(2030, 1, 2), ends_on=date(2030, 1, 1))
    for first in (date(2020, 1, 2), clock.today() - timedelta(days=1)):
        with pytest.raises(HubError, match="The first day is over"):
            services.grant_role(**given, starts_on=first, ends_on=date(2030, 1, 3))
    services.grant_role(**given, starts_on=date(2030, 1, 1), ends_on=date(2030, 1, 31))
    assert {"starts_on": "2030-01-01", "ends_on": "2030-01-31"}.items() <= Event.objects.get().details.items()
    services.grant_role(**given, starts_on=date(2030, 2, 1))
    with pytest.raises(HubError, match="on some of those days"):
        services.grant_role(**given, starts_on=date(2030, 1, 31), ends_on=date(2030, 1, 31))


def test_an_absent_colleague_is_covered_for_the_days_that_they_hold_their_role() -> None:
    by, absent, user = person(), person(), person()
    may_grant(by, CASEWORKER)
    today = clock.today()
    last = today + timedelta(days=366)
    hold(absent, CASEWORKER, "london", starts_on=date(2026, 1, 1), ends_on=last)
    hold(absent, CASEWORKER, "leeds")
    given = {"by": standing(by), "user": user, "role": CASEWORKER, "covering": absent}
    for site, first, until in (
        ("london", today + timedelta(days=1), last + timedelta(days=1)),
        ("bristol", today, last),
    ):
        with pytest.raises(HubError, match="does not hold that role"):
            services.cover_absence(**given, site=site, starts_on=first, ends_on=until)
    with pytest.raises(HubError, match="more than a year"):
        services.cover_absence(**given, site="leeds", starts_on=today, ends_on=last + timedelta(days=1))
    cover = services.cover_absence(**given, site="london", starts_on=today, ends_on=last)
    assert (cover.covering, cover.ends_on) == (absent, last)
    assert standing(user).may(policy.READ, site="london")
    assert standing(absent).may(policy.READ, site="london")


def test_an_account_that_ended_grants_nothing() -> None:
    by = person()
    may_grant(by, CASEWORKER)
    by.is_active = False
    with pytest.raises(RefusedError):
        services.grant_role(by=standing(by), user=person(), role=CASEWORKER, site="london", **TODAY)


def test_nobody_grants_a_role_to_an_account_that_ended() -> None:
    by, user = person(), person()
    may_grant(by, CASEWORKER)
    user.ends_on = date(2026, 1, 1)
    with pytest.raises(HubError, match="has ended"):
        services.grant_role(by=standing(by), user=user, role=CASEWORKER, site="london", **TODAY)


def test_the_first_administrator_is_appointed_once() -> None:
    first, second = person(), person()
    services.found_hub(user=first)
    administering(first)
    with pytest.raises(HubError, match="already"):
        services.found_hub(user=second)
    services.grant_role(by=standing(first), user=second, role=ADMINISTRATOR, site=ALL_SITES, **TODAY)
    assert actions() == ["access.found_hub", "access.grant_role"]


def test_a_staff_session_lasts_half_an_hour_and_there_is_one(monkeypatch) -> None:
    user = person((ADMINISTRATOR, ALL_SITES))
    begun = services.begin_staff_session(by=standing(user), reason="New colleagues")
    assert begun.until - begun.began_at == timedelta(minutes=30)
    with pytest.raises(RefusedError):  # within one, there is no other to begin
        services.begin_staff_session(by=standing(user), reason="New colleagues")
    later = begun.until
    monkeypatch.setattr(clock, "now", lambda: later)
    assert standing(user).staff_session is None
    again = services.begin_staff_session(by=standing(user), reason="New colleagues")
    services.end_staff_session(by=standing(user))
    services.end_staff_session(by=standing(user))
    assert StaffSession.objects.filter(ended_at=None).count() == 0
    assert StaffSession.objects.get(pk=again.pk).ended_at == later
    assert actions() == [
        "access.begin_staff_session",
        "access.refuse_request",
        "access.begin_staff_session",
        "access.end_staff_session",
    ]


@pytest.mark.parametrize("reason", ["", "   ", "because"])
def test_no_staff_session_without_a_reason(reason: str) -> None:
    with pytest.raises(HubError, match="Say in a sentence"):
        services.begin_staff_session(by=standing(person((ADMINISTRATOR, ALL_SITES))), reason=reason)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": date(2025, 12, 31)},
        {"site": ""},
        {"site": "A B"},
        {"granted_by": None},
        {"granted_by": "self"},
        {"covering": "self", "ends_on": date(2027, 1, 1)},
        {"covering": "other"},
        {"withdrawn_by": "other"},
        {"withdrawn_at": clock.now(), "withdrawn_by": "self"},
    ],
)
def test_the_database_itself_refuses_a_grant_that_cannot_be(wrong) -> None:
    user, other = person(), person()
    given = {name: {"self": user, "other": other}.get(value, value) for name, value in wrong.items()}
    given = {"site": "london"} | given
    with pytest.raises(IntegrityError), transaction.atomic():
        hold(user, CASEWORKER, **given)


def test_the_database_itself_refuses_authority_to_oneself_and_a_second_staff_session() -> None:
    user = person()
    with pytest.raises(IntegrityError), transaction.atomic():
        Authority.objects.create(holder=user, role=CASEWORKER.code, site="london", given_by=user, given_at=clock.now())
    administering(user)
    with pytest.raises(IntegrityError), transaction.atomic():
        administering(user)


def test_a_refusal_undoes_what_the_service_did_and_is_written_all_the_same() -> None:
    here = child("london", closed=True)
    with pytest.raises(RefusedError):
        close_child(by=standing(person((TEAM_MANAGER, "london"))), pk=here.pk)
    event = Event.objects.get()
    assert (event.kind, event.record, event.details["permission"]) == ("refusal", here.pk, "sample.close_child")
