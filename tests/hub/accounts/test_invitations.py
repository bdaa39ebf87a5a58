"""Invitations: the only way to an account."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tideturn.hub.accounts import one_time
from tideturn.hub.accounts.models import Invitation, User
from tideturn.hub.accounts.one_time import LinkError, fresh_token, hashed
from tideturn.hub.accounts.policy import RULES
from tideturn.hub.accounts.services.invitations import (
    accept_invitation,
    create_invitation,
    first_administrator_link,
    withdraw_invitation,
)
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError

from .conftest import confirm
from .test_log_in import everything_written

pytestmark = [pytest.mark.database, pytest.mark.django_db]
GOOD = "slow rivers turn twice"


def token_of(address: str) -> str:
    return re.fullmatch(r"http://localhost:\d+/invitation/([\w-]{43})/", address).group(1)


@pytest.fixture
def invited(administrators):
    return create_invitation(by=administrators[0], email=" Dan@Example.org", name="Dan")


def test_only_the_hash_of_the_token_is_kept(invited) -> None:
    token = token_of(invited.address)
    written = everything_written()
    assert token not in written
    assert hashed(token) in written
    assert invited.of.expires - invited.of.created == timedelta(days=7)


def test_whoever_follows_it_opens_an_account_and_is_logged_in(client: Client, invited) -> None:
    path = f"/invitation/{token_of(invited.address)}/"
    page = client.get(path).content.decode()
    assert "Ada invites you" in page
    assert 'value="Dan"' in page
    client.post(path, {"name": "Daniel", "password": GOOD, "again": GOOD})
    user = User.objects.get(email="dan@example.org")
    assert user.name == "Daniel"
    assert user.check_password(GOOD)
    assert "Daniel" in client.get("/account/").content.decode()
    assert Event.objects.get(action="accounts.log_in").details == {"factors": ["link"]}
    assert [(event.actor, event.via) for event in Event.objects.filter(action="accounts.accept_invitation")] == [
        (user.pk, "link")
    ]


def test_it_works_once(client: Client, invited) -> None:
    token = token_of(invited.address)
    accept_invitation(token=token, name="Dan", password=GOOD)
    with pytest.raises(LinkError):
        accept_invitation(token=token, name="Dan", password=GOOD)
    page = client.get(f"/invitation/{token}/")
    assert page.status_code == 404
    assert "can no longer be used" in page.content.decode()


def test_a_link_that_expired_was_withdrawn_or_never_was_is_answered_alike(
    client: Client, invited, administrators
) -> None:
    withdrawn = create_invitation(by=administrators[0], email="eva@example.org", name="Eva")
    withdraw_invitation(by=administrators[1], invitation=withdrawn.of)
    Invitation.objects.filter(pk=invited.of.pk).update(expires=clock.now() - timedelta(seconds=1))
    tokens = [token_of(invited.address), token_of(withdrawn.address), "never"]
    pages = [client.get(f"/invitation/{token}/") for token in tokens]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1


def test_a_second_invitation_ends_the_first(invited, administrators) -> None:
    create_invitation(by=administrators[0], email="dan@example.org", name="Dan")
    with pytest.raises(LinkError):
        accept_invitation(token=token_of(invited.address), name="Dan", password=GOOD)


def test_nobody_is_invited_twice_to_an_account(administrators, cleo: User) -> None:
    with pytest.raises(HubError, match="There is an account"):
        create_invitation(by=administrators[0], email=cleo.email.upper(), name="Cleo")


def test_who_may_not_invite_cannot_and_nothing_is_written(administrators, cleo: User) -> None:
    with pytest.raises(RefusedError, match="Only an administrator"):
        create_invitation(by=cleo, email="dan@example.org", name="Dan")
    assert not Invitation.objects.exists()
    assert not Event.objects.exists()


def test_until_a_room_says_who_may_nobody_may(ada: User) -> None:
    with pytest.raises(RefusedError, match="Nobody has been given"):
        create_invitation(by=ada, email="dan@example.org", name="Dan")


@pytest.mark.parametrize("weak", ["short", "passwordpassword", "dan@example.org"])
def test_a_weak_password_opens_nothing_and_uses_nothing_up(client: Client, invited, weak: str) -> None:
    token = token_of(invited.address)
    with pytest.raises(ValidationError):
        accept_invitation(token=token, name="Dan", password=weak)
    page = client.post(f"/invitation/{token}/", {"name": "Dan", "password": weak, "again": weak})
    assert page.status_code == 422
    assert 'href="#id_password"' in page.content.decode()
    assert not User.objects.filter(email="dan@example.org").exists()
    assert client.get(f"/invitation/{token}/").status_code == 200


def test_two_passwords_that_differ_are_told_at_the_field(client: Client, invited) -> None:
    path = f"/invitation/{token_of(invited.address)}/"
    page = client.post(path, {"name": "Dan", "password": GOOD, "again": GOOD + "!"}).content.decode()
    assert 'href="#id_again">The two passwords are not the same.' in page


def test_the_first_administrators_link_asks_who_they_are_and_a_second_factor_comes_before_anything(client, db) -> None:
    made = []
    RULES.first_administrator = made.append
    address = first_administrator_link()
    invitation = Invitation.objects.get()
    assert invitation.expires - invitation.created == timedelta(minutes=30)
    answer = client.post(
        f"/invitation/{token_of(address)}/",
        {"email": "first@example.org", "name": "First", "password": GOOD, "again": GOOD},
    )
    assert answer.status_code == 302
    assert [user.email for user in made] == ["first@example.org"]
    for page in ("/account/", "/people/", "/", "/account/password/"):
        assert client.get(page)["Location"] == "/account/factors/"
    assert client.get("/account/factors/").status_code == 200
    assert client.get("/account/factors/app/").status_code == 200


def test_a_later_first_link_ends_the_earlier_and_with_an_account_there_is_none(client: Client, db, make_user) -> None:
    earlier = first_administrator_link()
    first_administrator_link()
    assert client.get(f"/invitation/{token_of(earlier)}/").status_code == 404
    make_user("Ada")
    with pytest.raises(HubError, match="There is an administrator"):
        first_administrator_link()


def test_one_administrator_alone_is_told_to_invite_another_and_nobody_else_is(ada: User, ben: User, log_in) -> None:
    first, other = log_in(ada, Client()), log_in(ben, Client())
    RULES.administrators = lambda: [ada]
    assert "the only administrator" in first.get("/account/").content.decode()
    assert "the only administrator" not in other.get("/account/").content.decode()
    RULES.administrators = lambda: [ada, ben]
    assert "the only administrator" not in first.get("/account/").content.decode()


def test_of_two_who_invite_at_once_one_is_told_so(administrators, monkeypatch) -> None:
    def other_is_faster() -> str:
        monkeypatch.setattr(one_time, "fresh_token", fresh_token)
        create_invitation(by=administrators[1], email="dan@example.org", name="Dan")
        return fresh_token()

    monkeypatch.setattr(one_time, "fresh_token", other_is_faster)
    with pytest.raises(HubError, match="this very moment"):
        create_invitation(by=administrators[0], email="dan@example.org", name="Dan")


def test_an_address_that_no_account_can_have_is_told_at_its_field(administrators, client: Client, log_in) -> None:
    confirm(log_in(administrators[0]))
    long = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.org"
    page = client.post("/people/invite/", {"name": "Long", "email": long})
    assert page.status_code == 422
    assert "254" in page.content.decode()


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("Ada\n\nYour account is closed: https://evil.example/", False),
        ("Ada \N{RIGHT-TO-LEFT OVERRIDE}gro", False),
        ("Ada\tKing", False),
        ("Łucja Nguyễn-O’Neill", True),
        ("مه\N{ZERO WIDTH NON-JOINER}تاب", True),
    ],
)
def test_a_name_is_one_line_of_text(invited, client: Client, name: str, taken: bool) -> None:
    path = urlsplit(invited.address).path
    page = client.post(path, {"name": name, "password": "slow rivers turn twice", "again": "slow rivers turn twice"})
    assert User.objects.filter(name=name).exists() is taken
    assert ("in one line" in page.content.decode()) is not taken


def test_the_link_is_shown_once_to_whoever_invites(client: Client, administrators, log_in) -> None:
    confirm(log_in(administrators[0]))
    page = client.post("/people/invite/", {"name": "Dan", "email": "dan@example.org"}).content.decode()
    token = re.search(r"/invitation/([\w-]{43})/", page).group(1)
    assert Invitation.objects.get().hash == hashed(token)
    assert token not in client.get("/people/").content.decode()
    assert "Dan, dan@example.org" in client.get("/people/").content.decode()
