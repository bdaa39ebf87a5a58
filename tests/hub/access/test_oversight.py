"""One pair of hands with two accounts: what it cannot have done, and who is told of what it could."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from sample.people import administering, granter, hold, logged_in, person, standing

from tideturn.hub.access import services
from tideturn.hub.access.models import Authority, Grant
from tideturn.hub.access.oversight import oversight
from tideturn.hub.access.roles import (
    ADMINISTRATOR,
    ALL_SITES,
    CASEWORKER,
    EVALUATOR,
    GOVERNANCE_LEAD,
    SAFEGUARDING_LEAD,
    Role,
)
from tideturn.hub.accounts.models import Invitation, User
from tideturn.hub.accounts.services.endings import end_account
from tideturn.hub.accounts.services.recoveries import approve_recovery, begin_recovery
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.notices.models import Notice

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def administrator() -> User:
    user = person((ADMINISTRATOR, ALL_SITES))
    administering(user)
    return user


def invited(by: User, *roles: tuple[Role, str]) -> User:
    user = person(*roles)
    Invitation.objects.create(
        by=by, account=user, created=clock.now(), used=clock.now(), hash=str(user.pk), expires=clock.now()
    )
    return user


def given(by: User, holder: User, role: Role, site: str = ALL_SITES) -> Authority:
    return services.give_authority(by=standing(by), holder=holder, role=role, site=site)


def grant(by: User, user: User, role: Role, site: str = ALL_SITES) -> Grant:
    return services.grant_role(by=standing(by), user=user, role=role, site=site, starts_on=clock.today())


def test_whom_an_administrator_let_grant_a_role_grants_it_to_others_and_not_to_them(administrator) -> None:
    holder = person()
    given(administrator, holder, SAFEGUARDING_LEAD)
    with pytest.raises(RefusedError, match="whoever invited them, or let them grant it"):
        grant(holder, administrator, SAFEGUARDING_LEAD)
    grant(holder, person(), SAFEGUARDING_LEAD)


def test_whoever_was_invited_grants_nothing_to_whoever_invited_them(administrator) -> None:
    holder = invited(administrator)
    Authority.objects.create(holder=holder, role="caseworker", site="london", given_by=granter(), given_at=clock.now())
    with pytest.raises(RefusedError, match="whoever invited them"):
        grant(holder, administrator, CASEWORKER, "london")
    with pytest.raises(RefusedError, match="whoever invited them"):
        services.cover_absence(
            by=standing(holder),
            user=administrator,
            covering=person((CASEWORKER, "london")),
            role=CASEWORKER,
            site="london",
            starts_on=clock.today(),
            ends_on=clock.today(),
        )
    grant(holder, person(), CASEWORKER, "london")
    own = hold(administrator, CASEWORKER, "london")
    services.withdraw_grant(by=standing(holder), grant=own)  # to take a role from them is another thing


def test_an_authority_of_another_hand_counts_beside_one_of_theirs(administrator) -> None:
    holder = person()
    given(administrator, holder, CASEWORKER)
    Authority.objects.create(holder=holder, role="caseworker", site="london", given_by=granter(), given_at=clock.now())
    grant(holder, administrator, CASEWORKER, "london")
    with pytest.raises(RefusedError, match="let them grant it"):
        grant(holder, administrator, CASEWORKER, "bristol")


@pytest.mark.parametrize("lead", [SAFEGUARDING_LEAD, GOVERNANCE_LEAD])
def test_an_authority_over_who_sees_young_people_waits_for_a_lead(administrator, lead) -> None:
    confirms, holder = person((lead, ALL_SITES)), person()
    made = given(administrator, holder, CASEWORKER, "london")
    notice = Notice.objects.get()
    assert (notice.to, notice.about, notice.kind) == (confirms, made.pk, "access.authority_waits")
    with pytest.raises(RefusedError, match="You may not grant"):
        grant(holder, person(), CASEWORKER, "london")
    (waiting,) = oversight(standing(confirms)).waiting
    assert (waiting.holder, waiting.given_by, waiting.of) == (holder, administrator, CASEWORKER)
    services.confirm_authority(by=standing(confirms), authority=made)
    grant(holder, person(), CASEWORKER, "london")
    assert oversight(standing(confirms)).waiting == ()
    event = Event.objects.get(action="access.confirm_authority")
    assert (event.actor, event.details["user"], event.details["role"]) == (confirms.pk, str(holder.pk), "caseworker")
    with pytest.raises(HubError, match="already"):
        services.confirm_authority(by=standing(confirms), authority=made)


def test_neither_party_confirms_it_nor_does_anybody_else(administrator) -> None:
    lead = person((GOVERNANCE_LEAD, ALL_SITES))
    other = person((SAFEGUARDING_LEAD, ALL_SITES))
    made = given(administrator, lead, CASEWORKER)
    assert {one.to for one in Notice.objects.all()} == {other}
    with pytest.raises(RefusedError, match="gave or were given"):
        services.confirm_authority(by=standing(lead), authority=made)
    assert oversight(standing(lead)).waiting == ()
    for who in (person((CASEWORKER, "london")), administrator):
        with pytest.raises(RefusedError, match="do not let you"):
            services.confirm_authority(by=standing(who), authority=made)
        with pytest.raises(NotVisibleError):
            oversight(standing(who))
    made.refresh_from_db()
    assert made.waits
    with pytest.raises(IntegrityError), transaction.atomic():
        Authority.objects.filter(pk=made.pk).update(waits=False, confirmed_by=lead, confirmed_at=clock.now())
    services.withdraw_authority(by=standing(administrator), authority=made)
    with pytest.raises(HubError, match="withdrawn already"):
        services.confirm_authority(by=standing(other), authority=made)


def test_it_counts_at_once_where_there_is_no_third_or_nobody_is_seen(administrator) -> None:
    assert not given(administrator, person(), CASEWORKER).waits
    lead = person((SAFEGUARDING_LEAD, ALL_SITES))
    assert not given(administrator, lead, CASEWORKER).waits
    assert not given(administrator, person(), EVALUATOR).waits
    assert not Notice.objects.exists()
    assert given(administrator, person(), ADMINISTRATOR).waits


def test_to_end_the_account_of_whoever_would_confirm_gets_nobody_past_them(administrator) -> None:
    lead = person((GOVERNANCE_LEAD, ALL_SITES))
    end_account(by=administrator, user=lead, ends_on=clock.today() - timedelta(days=1))
    assert given(administrator, person(), SAFEGUARDING_LEAD).waits
    Grant.objects.filter(user=lead).update(withdrawn_at=clock.now(), withdrawn_by=granter())
    assert not given(administrator, person(), SAFEGUARDING_LEAD).waits


@pytest.mark.parametrize(("role", "told"), [(SAFEGUARDING_LEAD, True), (EVALUATOR, False)])
def test_the_leads_are_told_of_whoever_is_let_in_to_see_young_people(role, told) -> None:
    by, user, leads = person(), person(), {person((SAFEGUARDING_LEAD, ALL_SITES)), person((GOVERNANCE_LEAD, ALL_SITES))}
    Authority.objects.create(holder=by, role=role.code, site=ALL_SITES, given_by=granter(), given_at=clock.now())
    made = grant(by, user, role)
    assert {one.to for one in Notice.objects.filter(kind="access.let_in", about=made.pk)} == (leads if told else set())
    shown = oversight(standing(next(iter(leads)))).let_in
    assert ((user, by) in [(one.user, one.granted_by) for one in shown]) is told


def test_the_page_of_it_says_who_let_in_whom_also_where_that_was_whoever_runs_the_server() -> None:
    services.found_hub(user=person())
    by, holder, lead = person((ADMINISTRATOR, ALL_SITES)), person(), person((SAFEGUARDING_LEAD, ALL_SITES))
    administering(by)
    made = given(by, holder, CASEWORKER, "london")
    page = logged_in(lead).get(reverse("access:oversight")).content.decode()
    assert "by the server" in page
    for said in (
        holder.name,
        f"by {by.name}",
        made.where,
        "Caseworker",
        reverse("access:confirm_authority", args=[made.pk]),
    ):
        assert said in page


def test_a_lead_who_grants_is_told_of_others_grants_alone() -> None:
    lead, other = person((SAFEGUARDING_LEAD, ALL_SITES)), person((GOVERNANCE_LEAD, ALL_SITES))
    Authority.objects.create(holder=lead, role="caseworker", site=ALL_SITES, given_by=granter(), given_at=clock.now())
    grant(lead, person(), CASEWORKER, "london")
    assert {one.to for one in Notice.objects.all()} == {other}


def test_who_administers_is_granted_within_a_staff_session_alone(administrator) -> None:
    by, user = person((ADMINISTRATOR, ALL_SITES)), person()
    for one in (by, user):
        Authority.objects.create(
            holder=one, role="administrator", site=ALL_SITES, given_by=granter(), given_at=clock.now()
        )
    with pytest.raises(RefusedError, match="in a staff session"):
        grant(by, person(), ADMINISTRATOR)
    with pytest.raises(RefusedError, match="in a staff session"):  # has the authority, and does not administer
        grant(user, person(), ADMINISTRATOR)
    administering(by)
    grant(by, person(), ADMINISTRATOR)


def test_who_administers_no_longer_makes_no_administrators_later_either(administrator) -> None:
    by = person((ADMINISTRATOR, ALL_SITES))
    own = Grant.objects.get(user=by)
    for user, role in ((administrator, "administrator"), (by, "administrator"), (by, "funder")):
        Authority.objects.create(holder=user, role=role, site=ALL_SITES, given_by=granter(), given_at=clock.now())
    services.withdraw_grant(by=standing(administrator), grant=own)
    assert list(Authority.objects.filter(holder=by, withdrawn_at=None).values_list("role", flat=True)) == ["funder"]
    told = Event.objects.filter(action="access.withdraw_authority").values_list("details__user", "details__role")
    assert list(told) == [(str(by.pk), "administrator")]


def test_two_who_let_one_another_in_recover_nobody(administrator) -> None:
    lost = person((SAFEGUARDING_LEAD, ALL_SITES))
    puppet = invited(administrator, (ADMINISTRATOR, ALL_SITES))
    made = person()
    hold(made, ADMINISTRATOR, granted_by=administrator)
    for other in (puppet, made):
        administering(other)
        for begins, approves in ((administrator, other), (other, administrator)):
            with transaction.atomic():
                begun = begin_recovery(by=begins, user=lost)
                with pytest.raises(RefusedError, match="one hand"):
                    approve_recovery(by=approves, recovery=begun)
                transaction.set_rollback(True)
    third = person((ADMINISTRATOR, ALL_SITES))
    administering(third)
    approve_recovery(by=third, recovery=begin_recovery(by=administrator, user=lost))


def test_a_lead_whom_an_administrator_invited_is_another_unless_they_made_them_one(administrator) -> None:
    invited_lead = invited(administrator, (GOVERNANCE_LEAD, ALL_SITES))
    approve_recovery(by=invited_lead, recovery=begin_recovery(by=administrator, user=person()))
    made = person()
    hold(made, GOVERNANCE_LEAD, granted_by=administrator)
    with pytest.raises(RefusedError, match="one hand"):
        approve_recovery(by=made, recovery=begin_recovery(by=administrator, user=person()))


def test_a_lead_confirms_on_a_page_and_shows_once_more_who_they_are(administrator) -> None:
    lead, holder = person((GOVERNANCE_LEAD, ALL_SITES)), person()
    made = given(administrator, holder, CASEWORKER)
    url = reverse("access:confirm_authority", args=[made.pk])
    logged_in(lead, confirmed=False).post(url)
    made.refresh_from_db()
    assert made.waits
    assert holder.name in logged_in(lead).get(reverse("access:oversight")).content.decode()
    said = logged_in(lead).post(url, follow=True).content.decode()
    assert "counts from now on" in said
    assert "Nothing to approve" in said
    assert logged_in(holder).post(url).status_code == 404
    assert logged_in(lead).post(url).status_code == 404


def test_an_old_browser_that_gives_authority_is_asked_who_it_is(administrator) -> None:
    client, holder = logged_in(administrator, confirmed=False), person()
    made = given(administrator, holder, EVALUATOR)
    client.post(reverse("access:give_authority"), {"holder": person().pk, "role": "caseworker", "site": "*"})
    client.post(reverse("access:withdraw_authority", args=[made.pk]))
    assert Authority.objects.filter(withdrawn_at=None).count() == 1
