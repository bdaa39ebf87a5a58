"""A lost factor is recovered by two people, neither of them the one whose it is."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import IntegrityError, transaction
from django.test import Client

from tideturn.cli import main
from tideturn.hub.accounts.models import Recovery, User
from tideturn.hub.accounts.one_time import LinkError, hashed
from tideturn.hub.accounts.policy import RULES, Duty
from tideturn.hub.accounts.services.recoveries import (
    approve_recovery,
    begin_recovery,
    complete_recovery,
    recover_on_server,
    withdraw_recovery,
)
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.config import start

from .conftest import PASSWORD, confirm

pytestmark = [pytest.mark.database, pytest.mark.django_db]
GOOD = "slow rivers turn twice"


@pytest.fixture
def lost(administrators, cleo: User) -> Recovery:
    TOTP.activate(cleo, "A" * 32)
    return begin_recovery(by=administrators[0], user=cleo)


def token_of(address: str) -> str:
    return re.fullmatch(r"http://localhost:\d+/recovery/([\w-]{43})/", address).group(1)


def test_one_begins_another_approves_and_everything_that_was_ends(lost, administrators, cleo: User, log_in) -> None:
    Authenticator.objects.filter(user=cleo).delete()  # so that a session can be had for the test
    session = log_in(cleo, Client())
    TOTP.activate(cleo, "A" * 32)
    assert session.get("/account/").status_code == 200
    made = approve_recovery(by=administrators[1], recovery=lost)
    assert session.get("/account/").status_code == 302
    assert not cleo.sessions.exists()
    assert not Authenticator.objects.filter(user=cleo).exists()
    cleo.refresh_from_db()
    assert not cleo.check_password(PASSWORD)
    assert cleo.factor_compulsory
    assert made.of.hash == hashed(token_of(made.address))
    told = Event.objects.filter(action__contains="recovery").order_by("at").values_list("action", "actor")
    assert list(told) == [
        ("accounts.begin_recovery", administrators[0].pk),
        ("accounts.approve_recovery", administrators[1].pk),
    ]
    details = Event.objects.get(action="accounts.approve_recovery").details
    assert details == {"account": str(cleo.pk), "factors": 1, "sessions": 1, "office_log_ins": 0}


def test_the_link_lets_its_owner_in_once_with_a_new_password_and_a_factor_first(
    lost, administrators, cleo, client
) -> None:
    path = f"/recovery/{token_of(approve_recovery(by=administrators[1], recovery=lost).address)}/"
    assert "Cleo, two colleagues let you in again" in client.get(path).content.decode()
    client.post(path, {"password": GOOD, "again": GOOD})
    assert client.get("/account/")["Location"] == "/account/factors/"
    assert client.get("/account/factors/app/").status_code == 200
    assert Client().get(path).status_code == 404
    assert Event.objects.get(action="accounts.complete_recovery").actor == cleo.pk


def test_whoever_began_cannot_approve(lost, administrators) -> None:
    with pytest.raises(RefusedError, match="You began this recovery"):
        approve_recovery(by=administrators[0], recovery=lost)


def test_nobody_recovers_themselves_neither_beginning_nor_approving(administrators) -> None:
    ada, ben = administrators
    with pytest.raises(RefusedError, match="Nobody recovers their own account"):
        begin_recovery(by=ada, user=ada)
    begun = begin_recovery(by=ben, user=ada)
    with pytest.raises(RefusedError, match="Nobody recovers their own account"):
        approve_recovery(by=ada, recovery=begun)


def test_the_database_too_knows_that_it_takes_two_others(lost, administrators, cleo: User) -> None:
    for by in (administrators[0], cleo):
        with pytest.raises(IntegrityError), transaction.atomic():
            Recovery.objects.filter(pk=lost.pk).update(approved_by=by)
    wrong = ({"begun_by": cleo}, {"hash": "a link that nobody approved"}, {"begun_by": None, "approved_by": cleo})
    for given in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Recovery.objects.filter(pk=lost.pk).update(**given)


def test_who_may_is_the_rooms_above_to_say(lost, cleo: User, make_user) -> None:
    dan = make_user("Dan")
    with pytest.raises(RefusedError):
        begin_recovery(by=dan, user=cleo)
    with pytest.raises(RefusedError):
        approve_recovery(by=dan, recovery=lost)
    assert Authenticator.objects.filter(user=cleo).exists()


def test_it_is_approved_once_and_begun_once(lost, administrators, cleo: User) -> None:
    with pytest.raises(HubError, match="under way"):
        begin_recovery(by=administrators[1], user=cleo)
    approve_recovery(by=administrators[1], recovery=lost)
    with pytest.raises(HubError, match="approved or withdrawn"):
        approve_recovery(by=administrators[1], recovery=lost)


def test_withdrawn_it_leads_nowhere_also_by_the_person_concerned(lost, administrators, cleo: User) -> None:
    withdraw_recovery(by=cleo, recovery=lost)
    with pytest.raises(HubError, match="approved or withdrawn"):
        approve_recovery(by=administrators[1], recovery=lost)
    again = begin_recovery(by=administrators[1], user=cleo)
    made = approve_recovery(by=administrators[0], recovery=again)
    withdraw_recovery(by=administrators[0], recovery=again)
    with pytest.raises(LinkError):
        complete_recovery(token=token_of(made.address), password=GOOD)


def test_the_link_lasts_a_day(lost, administrators) -> None:
    made = approve_recovery(by=administrators[1], recovery=lost)
    assert made.of.expires - made.of.approved == timedelta(days=1)
    Recovery.objects.update(expires=clock.now() - timedelta(seconds=1))
    with pytest.raises(LinkError):
        complete_recovery(token=token_of(made.address), password=GOOD)


def test_after_a_link_that_was_never_followed_it_is_begun_anew(lost, administrators, cleo: User) -> None:
    approve_recovery(by=administrators[1], recovery=lost)
    with pytest.raises(HubError, match="under way"):
        begin_recovery(by=administrators[1], user=cleo)
    Recovery.objects.update(expires=clock.now())
    assert begin_recovery(by=administrators[1], user=cleo) != lost
    assert Event.objects.get(action="accounts.withdraw_recovery").record == lost.pk


def test_two_people_do_it_on_the_pages(administrators, cleo: User, log_in) -> None:
    first, second = (confirm(log_in(one, Client())) for one in administrators)
    first.post(f"/people/{cleo.pk}/recover/")
    lost = Recovery.objects.get()
    assert "Cleo: begun by Ada" in second.get("/people/recoveries/").content.decode()
    page = first.get("/people/recoveries/").content.decode()
    assert "You began it, so that another person approves it." in page
    assert "Approve<" not in page
    refused = first.post(f"/people/recoveries/{lost.pk}/approve/")
    assert refused.status_code == 403
    assert "another person approves it" in refused.content.decode()
    page = second.post(f"/people/recoveries/{lost.pk}/approve/").content.decode()
    assert re.search(r"/recovery/[\w-]{43}/", page)
    page = second.get("/people/recoveries/").content.decode()
    assert "Their link waits to be followed." in page
    assert "Approve<" not in page


def test_whoever_only_approves_reaches_what_waits_and_nothing_else(lost, administrators, make_user, log_in) -> None:
    lead = make_user("Dan")
    RULES.refuses = lambda by, duty, about: "" if (by, duty) == (lead, Duty.APPROVE_RECOVERY) else "Not for you."
    client = log_in(lead, Client())
    assert "Account recovery" in client.get("/account/").content.decode()
    asked = client.get("/people/recoveries/")
    assert (asked.status_code, asked["Location"].split("?")[0]) == (302, "/account/confirm/")
    confirm(client)
    page = client.get("/people/recoveries/").content.decode()
    assert "Cleo: begun by Ada" in page
    assert "their password, second factors and sessions end;" in page
    assert [client.get(path).status_code for path in ("/people/", "/people/invite/", f"/people/{lost.user_id}/")] == [
        404
    ] * 3
    assert client.post(f"/people/{lost.user_id}/recover/").status_code == 403
    page = client.post(f"/people/recoveries/{lost.pk}/approve/").content.decode()
    assert re.search(r"/recovery/[\w-]{43}/", page)
    assert "/people/recoveries/" in page
    client.post(f"/people/recoveries/{lost.pk}/withdraw/")
    lost.refresh_from_db()
    assert (lost.approved_by, lost.withdrawn is None) == (lead, False)


def test_whoever_it_is_about_is_told_and_can_stop_it(lost, cleo: User, make_user, log_in) -> None:
    Authenticator.objects.filter(user=cleo).delete()
    client, other = log_in(cleo, Client()), log_in(make_user("Dan"), Client())
    assert "Ada says that you have lost your phone" in client.get("/account/").content.decode()
    assert other.post(f"/people/recoveries/{lost.pk}/withdraw/").status_code == 403
    client.post(f"/people/recoveries/{lost.pk}/withdraw/")
    lost.refresh_from_db()
    assert lost.withdrawn is not None
    assert "Ada says" not in client.get("/account/").content.decode()


def test_for_whoever_may_not_the_pages_are_not_there(administrators, cleo: User, make_user, log_in) -> None:
    client = confirm(log_in(make_user("Dan"), Client()))
    assert client.get("/people/").status_code == 404
    there, nowhere = (client.get(f"/people/{one}/") for one in (cleo.pk, "11111111-1111-4111-8111-111111111111"))
    assert there.status_code == nowhere.status_code == 404
    answers = [client.post(f"/people/{one}/recover/") for one in (cleo.pk, "11111111-1111-4111-8111-111111111111")]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert not Recovery.objects.exists()
    RULES.refuses = lambda *_: ""
    assert client.get("/people/").status_code == 200


@pytest.fixture
def alone(ada: User) -> User:
    """The one administrator, who has lost her factor."""
    RULES.administrators = lambda: [ada]
    TOTP.activate(ada, "A" * 32)
    return ada


def test_the_one_administrator_is_let_in_again_on_the_server(alone: User, client: Client) -> None:
    made = recover_on_server(email=" ADA@example.org ")
    alone.refresh_from_db()
    assert not alone.has_usable_password()
    assert not Authenticator.objects.exists()
    assert made.of.expires - made.of.begun == timedelta(minutes=30)
    event = Event.objects.get()
    assert (event.action, event.actor, event.via, event.record) == (
        "accounts.recover_on_server",
        None,
        "command",
        made.of.pk,
    )
    assert event.details == {"account": str(alone.pk), "factors": 1, "sessions": 0, "office_log_ins": 0}
    path = f"/recovery/{token_of(made.address)}/"
    assert "Ada, whoever runs the server lets you in again" in client.get(path).content.decode()
    client.post(path, {"password": GOOD, "again": GOOD})
    assert client.get("/account/")["Location"] == "/account/factors/"
    assert Client().get(path).status_code == 404


def test_on_the_server_one_that_is_under_way_ends(lost, cleo: User) -> None:
    first = recover_on_server(email=cleo.email)
    lost.refresh_from_db()
    assert lost.withdrawn is not None
    recover_on_server(email=cleo.email)
    with pytest.raises(LinkError):
        complete_recovery(token=token_of(first.address), password=GOOD)


def test_on_the_server_nobody_is_let_in_who_has_no_account_or_whose_has_ended(cleo: User) -> None:
    with pytest.raises(HubError, match="no account with this e-mail address"):
        recover_on_server(email="eve@example.org")
    cleo.is_active = False
    cleo.save()
    with pytest.raises(HubError, match="has ended"):
        recover_on_server(email=cleo.email)
    assert not Recovery.objects.exists()


def test_administrators_and_leads_see_on_their_page_that_it_was_done(ada, ben, cleo, log_in, monkeypatch) -> None:
    RULES.answerable = lambda: (ada, ben)
    recover_on_server(email=cleo.email)
    told = "Cleo was let in again from the server"
    clients = [log_in(one, Client()) for one in (ada, ben)]
    assert all(told in client.get("/account/").content.decode() for client in clients)
    RULES.answerable = lambda: (ada,)
    assert told not in clients[1].get("/account/").content.decode()
    Recovery.objects.update(begun=clock.now() - timedelta(days=31))
    assert told not in clients[0].get("/account/").content.decode()


def test_the_command_prints_a_link_that_lets_in_and_a_sentence_where_there_is_nobody(
    alone, capsys, monkeypatch
) -> None:
    monkeypatch.setattr(start, "open_database", lambda: None)  # the tests' own, which was never served
    assert main(["recover", alone.email]) == 0
    (link,) = re.findall(r"http://localhost:\d+/recovery/[\w-]{43}/", capsys.readouterr().out)
    complete_recovery(token=token_of(link), password=GOOD)
    assert main(["recover", "eve@example.org"]) == 2
    assert "There is no account with this e-mail address." in capsys.readouterr().err
