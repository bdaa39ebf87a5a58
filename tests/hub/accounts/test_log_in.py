"""Logging in by password, and what the audit hears of it."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.db import connection
from django.test import Client

from tideturn.hub.accounts.limiter import mark_of
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.models import Event
from tideturn.hub.common import clock

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db


def everything_written() -> str:
    """All rows of all tables, as a backup of the database holds them."""
    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            told += [str(row) for row in cursor.fetchall()]
    return "\n".join(told)


def test_a_right_password_logs_in_and_the_audit_hears_of_it(client: Client, ada: User, log_in) -> None:
    log_in(ada)
    page = client.get("/account/")
    assert page.status_code == 200
    assert "Ada" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    event = Event.objects.get(action="accounts.log_in")
    assert (event.actor, event.record, event.details) == (ada.pk, ada.pk, {"factors": ["password"]})


def test_the_address_counts_whatever_its_case(client: Client, ada: User) -> None:
    client.post("/account/log-in/", {"login": "ADA@Example.org ", "password": PASSWORD})
    assert client.get("/account/").status_code == 200


def test_passwords_are_hashed_by_argon2id(settings, ada: User) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    ada.set_password(PASSWORD)
    assert ada.password.startswith("argon2$argon2id$")
    assert identify_hasher(ada.password).algorithm == "argon2"


def test_a_wrong_password_is_told_to_the_audit_by_whom_it_was_for(client: Client, ada: User) -> None:
    page = client.post("/account/log-in/", {"login": ada.email, "password": "wrong"})
    assert "is not right" in page.content.decode()
    event = Event.objects.get(action="accounts.fail_log_in")
    assert (event.actor, event.record, event.details) == (None, ada.pk, {"factor": "password"})


def test_what_nobody_is_called_is_kept_by_a_mark_and_never_in_clear(client: Client) -> None:
    typed = "planted.namesworth@example.org"
    page = client.post("/account/log-in/", {"login": typed, "password": "planted secret"})
    event = Event.objects.get(action="accounts.fail_log_in")
    assert event.details == {"factor": "password", "account": mark_of(typed)}
    assert mark_of(typed) == mark_of(f" {typed.upper()}")
    written = everything_written()
    assert event.details["account"] in written
    assert "planted" not in written.lower()
    # An account that is not there is answered as one that is.
    known = client.post("/account/log-in/", {"login": "else@example.org", "password": "wrong"})
    assert page.status_code == known.status_code


def test_logging_out_ends_the_session_and_is_told(client: Client, ada: User, log_in) -> None:
    log_in(ada)
    client.post("/account/log-out/")
    assert client.get("/account/").status_code == 302
    assert Event.objects.get(action="accounts.log_out").actor == ada.pk
    assert not ada.sessions.exists()


@pytest.mark.parametrize("page", ["/account/", "/people/", "/account/factors/", "/people/invite/"])
def test_nobody_sees_a_page_without_having_logged_in(client: Client, db, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/log-in/")


def test_there_is_no_signing_up(client: Client, db) -> None:
    for page in ("/account/signup/", "/accounts/signup/", "/signup/", "/account/password/reset/"):
        assert client.get(page).status_code == 404


def test_an_account_that_ended_opens_no_more_also_in_a_session_that_goes_on(client: Client, ada: User, log_in) -> None:
    log_in(ada)
    User.objects.filter(pk=ada.pk).update(ends_on=clock.today())
    assert client.get("/account/").status_code == 200
    User.objects.filter(pk=ada.pk).update(ends_on=clock.today() - timedelta(days=1))
    assert client.get("/account/").status_code == 302
    again = Client()
    answer = again.post("/account/log-in/", {"login": ada.email, "password": PASSWORD}, follow=True)
    assert "This account has ended" in answer.content.decode()
    assert Event.objects.filter(action="accounts.log_in").count() == 1


def test_changing_the_password_ends_the_other_sessions(client: Client, ada: User, log_in) -> None:
    other = log_in(ada, Client())
    log_in(ada)
    changed = "four loud geese at noon"
    client.post("/account/password/", {"oldpassword": PASSWORD, "password1": changed, "password2": changed})
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    assert ada.sessions.count() == 1
    assert Event.objects.get(action="accounts.change_password").actor == ada.pk


def test_the_password_that_one_has_is_guessed_there_no_more_often_than_at_log_in(client, ada: User, log_in) -> None:
    log_in(ada)
    changed = {"password1": "four loud geese at noon", "password2": "four loud geese at noon"}
    pages = [client.post("/account/password/", changed | {"oldpassword": f"guess {n}"}) for n in range(5)]
    assert "is not right" in pages[0].content.decode()
    assert [page.status_code for page in pages] == [200, 200, 200, 200, 429]
    client.post("/account/password/", changed | {"oldpassword": PASSWORD})
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)
    assert Event.objects.filter(action="accounts.fail_log_in", record=ada.pk).count() == 5


@pytest.mark.parametrize(("weak", "why"), [("short", "at least 12"), ("passwordpassword", ""), ("123456789012", "")])
def test_weak_passwords_are_refused(client: Client, ada: User, log_in, weak: str, why: str) -> None:
    log_in(ada)
    page = client.post("/account/password/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
    assert "There is a problem" in page.content.decode()
    assert why in page.content.decode()
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_somebody_without_a_password_chooses_one(client: Client, ada: User) -> None:
    ada.set_unusable_password()
    ada.save()
    client.force_login(ada, "tideturn.hub.accounts.backends.InForceBackend")
    assert client.get("/account/password/")["Location"] == "/account/password/first/"
    client.post("/account/password/first/", {"password1": PASSWORD, "password2": PASSWORD})
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_a_form_without_its_token_is_refused_in_a_sentence(ada: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.post("/account/log-in/", {"login": ada.email, "password": PASSWORD})
    assert page.status_code == 403
    assert "load the page anew" in page.content.decode()
    assert not ada.sessions.exists()


def test_a_form_is_taken_behind_a_proxy_that_does_not_say_https(settings, ada: User) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://hub.example.org"]
    settings.ALLOWED_HOSTS = ["hub.example.org"]
    behind = Client(enforce_csrf_checks=True, headers={"host": "hub.example.org", "origin": "https://hub.example.org"})
    behind.get("/account/log-in/")
    token = behind.cookies["csrftoken"].value
    told = {"login": ada.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert behind.post("/account/log-in/", told).status_code == 302
    assert ada.sessions.exists()


def test_nobody_is_led_elsewhere_by_an_address(client: Client, ada: User) -> None:
    answer = client.post("/account/log-in/?next=https://evil.example/", {"login": ada.email, "password": PASSWORD})
    assert answer["Location"] == "/"
