"""What accounts asks of access, as the hub puts the two together."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from sample.people import administering, granter, hold, logged_in, person

from tideturn.hub.access.models import Authority, Grant
from tideturn.hub.access.refusals import write_counted_refusals
from tideturn.hub.access.roles import (
    ADMINISTRATOR,
    ALL_SITES,
    CASEWORKER,
    FUNDER,
    GOVERNANCE_LEAD,
    ROLES,
    SAFEGUARDING_LEAD,
    TEAM_MANAGER,
)
from tideturn.hub.accounts.policy import RULES, Duty, factor_is_compulsory, held_by, refusal
from tideturn.hub.accounts.services.invitations import accept_invitation, first_administrator_link
from tideturn.hub.accounts.services.recoveries import approve_recovery, begin_recovery, recover_on_server
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.notices.models import Notice

pytestmark = [pytest.mark.database, pytest.mark.django_db]


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


@pytest.mark.parametrize("code", ROLES)
def test_it_is_compulsory_for_whoever_may_grant_such_a_role(code: str) -> None:
    role, user = ROLES[code], person()
    given = Authority.objects.create(
        holder=user, role=code, site=ALL_SITES, given_by=granter(), given_at=clock.now(), waits=True
    )
    assert factor_is_compulsory(user) is (role.sees_identity or role is ADMINISTRATOR)
    given.withdrawn_at = clock.now()
    given.save()
    assert not factor_is_compulsory(user)


@pytest.mark.parametrize("duty", Duty)
def test_accounts_are_looked_after_in_a_staff_session_and_never_ones_own(duty: Duty) -> None:
    user, other, manager = person((ADMINISTRATOR, ALL_SITES)), person(), person((TEAM_MANAGER, "london"))
    assert "in a staff session" in refusal(user, duty, other)
    assert "in a staff session" in refusal(manager, duty, other)
    administering(user)
    assert refusal(user, duty, other) == ""
    assert bool(refusal(user, duty, user)) is (duty is not Duty.SEE)


@pytest.mark.parametrize("duty", Duty)
def test_the_information_governance_lead_approves_a_recovery_and_does_nothing_else(duty: Duty) -> None:
    lead, other = person((GOVERNANCE_LEAD, ALL_SITES)), person()
    assert (refusal(lead, duty, other) == "") is (duty is Duty.APPROVE_RECOVERY)
    assert bool(refusal(lead, duty, lead))


def test_who_may_approve_is_told_to_whoever_may_not() -> None:
    assert refusal(person((SAFEGUARDING_LEAD, ALL_SITES)), Duty.APPROVE_RECOVERY) == (
        "Only an administrator in a staff session or the information governance lead may approve that an account is "
        "recovered."
    )


def test_with_two_administrators_one_is_let_in_again_by_the_other_and_the_lead() -> None:
    lost, other = (person((ADMINISTRATOR, ALL_SITES)) for _ in range(2))
    lead = person((GOVERNANCE_LEAD, ALL_SITES))
    administering(other)
    with pytest.raises(RefusedError, match="Only an administrator in a staff session may begin"):
        begin_recovery(by=lead, user=lost)
    begun = begin_recovery(by=other, user=lost)
    with pytest.raises(RefusedError, match="You began this recovery"):
        approve_recovery(by=other, recovery=begun)
    approve_recovery(by=lead, recovery=begun)
    begun.refresh_from_db()
    assert (begun.begun_by, begun.approved_by) == (other, lead)


def test_who_holds_both_roles_is_still_one_person() -> None:
    both = person((ADMINISTRATOR, ALL_SITES), (GOVERNANCE_LEAD, ALL_SITES))
    session = administering(both)
    begun = begin_recovery(by=both, user=person())
    session.ended_at = clock.now()
    session.save()
    assert refusal(both, Duty.APPROVE_RECOVERY) == ""
    with pytest.raises(RefusedError, match="You began this recovery"):
        approve_recovery(by=both, recovery=begun)


def test_administrators_and_governance_leads_are_told_of_what_was_done_on_the_server() -> None:
    lost, other = (person((ADMINISTRATOR, ALL_SITES)) for _ in range(2))
    lead, over = person((GOVERNANCE_LEAD, ALL_SITES)), person((SAFEGUARDING_LEAD, ALL_SITES))
    hold(over, GOVERNANCE_LEAD, ends_on=date(2026, 1, 2))
    made = recover_on_server(email=lost.email)
    notices = Notice.objects.filter(kind="accounts.recovered_on_server", about=made.of.pk)
    assert {one.to for one in notices} == {other, lead}
    for user, told in ((other, True), (lead, True), (over, False)):
        page = logged_in(user).get(notices[0].of.address(made.of.pk)).content.decode()
        assert (f"{lost.name} was let in again from the server" in page) is told


def test_a_lead_who_could_approve_is_told_that_a_recovery_waits() -> None:
    by, lost = person((ADMINISTRATOR, ALL_SITES)), person((GOVERNANCE_LEAD, ALL_SITES))
    lead = person((GOVERNANCE_LEAD, ALL_SITES))
    administering(by)
    begun = begin_recovery(by=by, user=lost)
    notice = Notice.objects.get(about=begun.pk)
    assert (notice.to, notice.of.told) == (lead, "A recovery waits to be approved")
    page = logged_in(lead).get(notice.of.address(begun.pk)).content.decode()
    assert f"{lost.name}: begun by {by.name}" in page


def test_what_is_refused_of_accounts_is_told_to_the_audit_once_a_minute_with_how_often(monkeypatch) -> None:
    user, other = person((TEAM_MANAGER, "london")), person()
    client = logged_in(user)
    for _ in range(30):
        assert client.get(reverse("accounts_people")).status_code == 404
        assert client.post(reverse("accounts_begin_recovery", args=[other.pk])).status_code == 403
    refused = Event.objects.filter(kind="refusal", actor=user.pk)
    assert {(one.details["permission"], one.details["times"]) for one in refused} == {
        ("accounts.see_account", 1),
        ("accounts.begin_recovery_account", 1),
    }
    later = clock.now() + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    write_counted_refusals()
    assert sorted(refused.values_list("details__times", flat=True)) == [1, 1, 29, 29]


def test_that_somebody_tried_to_approve_what_they_began_is_told_with_which() -> None:
    user = person((ADMINISTRATOR, ALL_SITES))
    administering(user)
    begun = begin_recovery(by=user, user=person())
    page = logged_in(user).post(reverse("accounts_approve_recovery", args=[begun.pk]))
    assert (page.status_code, "You began this recovery" in page.content.decode()) == (403, True)
    (event,) = Event.objects.filter(kind="refusal")
    assert (event.table, event.record, event.actor) == ("accounts_recovery", begun.pk, user.pk)


def test_administrators_are_those_who_administer_today() -> None:
    today = person((ADMINISTRATOR, ALL_SITES))
    for given in ({"ends_on": date(2026, 1, 2)}, {"starts_on": date(2999, 1, 1)}):
        hold(person(), ADMINISTRATOR, **given)
    gone = person((ADMINISTRATOR, ALL_SITES))
    gone.is_active = False
    gone.save()
    ended = person((ADMINISTRATOR, ALL_SITES))
    ended.ends_on = date(2026, 1, 2)
    ended.save()
    assert list(RULES.administrators()) == [today]


def test_what_an_account_holds_is_listed_for_whoever_takes_it_over() -> None:
    user = person((CASEWORKER, "london"))
    hold(user, FUNDER, ends_on=date(2026, 1, 2))
    Authority.objects.create(holder=user, role="funder", site=ALL_SITES, given_by=granter(), given_at=clock.now())
    assert [(one.kind, one.reference) for one in held_by([user.pk])[user.pk]] == [
        ("role", "Caseworker, London"),
        ("authority to grant a role", "Funder or board member, all sites"),
    ]


def test_the_first_administrator_administers_from_the_moment_that_they_come() -> None:
    token = first_administrator_link().rstrip("/").rsplit("/", 1)[1]
    user = accept_invitation(token=token, name="First", password="three quiet herons", email="first@example.org")
    assert list(Grant.objects.filter(user=user).values_list("role", "granted_by")) == [("administrator", None)]
    assert Event.objects.filter(action="access.found_hub", actor=user.pk).exists()
    with pytest.raises(HubError, match="There is an administrator"):
        first_administrator_link()
