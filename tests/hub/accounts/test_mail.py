"""Links by e-mail, over a real connection to a server that understands enough SMTP; and without one."""

import email
import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from post_office import open_office, use

from tideturn.hub.accounts.models import Invitation, User
from tideturn.hub.accounts.one_time import hashed
from tideturn.hub.accounts.services.invitations import create_invitation
from tideturn.hub.accounts.services.recoveries import approve_recovery, begin_recovery
from tideturn.hub.audit.models import Event
from tideturn.hub.common.errors import MisconfiguredError
from tideturn.hub.config.elsewhere import mail

from .conftest import confirm


@pytest.fixture
def post(settings) -> Iterator[list[email.message.Message]]:
    with open_office(settings) as office:
        yield office.received


@pytest.mark.usefixtures("committed")
def test_an_invitation_is_sent_once_it_is_in_the_database(post, administrators) -> None:
    with transaction.atomic():
        made = create_invitation(by=administrators[0], email="dan@example.org", name="Dan")
        assert post == []
    [sent] = post
    assert sent["To"] == "dan@example.org"
    text = sent.get_payload(decode=True).decode()
    token = re.search(r"http://localhost:\d+/invitation/([\w-]{43})/", text).group(1)
    made.of.refresh_from_db()
    assert made.of.hash == hashed(token)
    assert made.of.mailed is not None
    assert Event.objects.get(action="accounts.mail_link").record == made.of.pk


@pytest.mark.usefixtures("committed")
def test_nothing_is_sent_of_what_was_not_kept(post, administrators) -> None:
    with transaction.atomic():
        create_invitation(by=administrators[0], email="dan@example.org", name="Dan")
        transaction.set_rollback(True)
    assert post == []
    assert not Invitation.objects.exists()


@pytest.mark.usefixtures("committed")
def test_what_was_sent_is_not_shown(post, administrators, log_in) -> None:
    page = confirm(log_in(administrators[0])).post("/people/invite/", {"name": "Dan", "email": "dan@example.org"})
    assert "It was sent to dan@example.org" in page.content.decode()
    assert "/invitation/" not in page.content.decode()
    assert len(post) == 1


@pytest.mark.usefixtures("committed")
def test_the_link_of_a_recovery_is_sent_to_whose_it_is(post, administrators, cleo: User) -> None:
    begun = begin_recovery(by=administrators[0], user=cleo)
    assert post == []
    approve_recovery(by=administrators[1], recovery=begun)
    assert [sent["To"] for sent in post] == [cleo.email]


@pytest.mark.usefixtures("committed")
def test_where_the_server_does_not_answer_the_link_is_shown_instead(settings, administrators, log_in, caplog) -> None:
    use(settings, "smtp://127.0.0.1:9")
    page = confirm(log_in(administrators[0])).post("/people/invite/", {"name": "Dan", "email": "dan@example.org"})
    assert re.search(r"/invitation/[\w-]{43}/", page.content.decode())
    assert Invitation.objects.get().mailed is None
    assert "could not be sent" in caplog.text
    assert "dan@" not in caplog.text


@pytest.mark.parametrize(
    ("address", "port", "ssl", "starttls"),
    [
        ("smtps://me:p%40ss@mail.example.org", 465, True, False),
        ("smtp+starttls://me:p%40ss@mail.example.org", 587, False, True),
        ("smtp://me:p%40ss@mail.example.org:2525", 2525, False, False),
    ],
)
def test_the_address_says_how(address: str, port: int, ssl: bool, starttls: bool) -> None:
    made = mail(address)
    assert (made.host, made.port, made.user, made.password) == ("mail.example.org", port, "me", "p@ss")
    assert (made.ssl, made.starttls) == (ssl, starttls)
    assert "p@ss" not in repr(made)


@pytest.mark.parametrize(
    "address", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp-tls://mail.example.org:587"]
)
def test_what_is_no_mail_server_is_told_at_the_start(address: str) -> None:
    with pytest.raises(MisconfiguredError, match="not the address of a mail server"):
        mail(address)
