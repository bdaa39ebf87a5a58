"""Sessions: what the database keeps of them, how they are listed, and how they end."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tideturn.hub.accounts.models import Session, User
from tideturn.hub.accounts.queries import browser_of
from tideturn.hub.accounts.services.invitations import create_invitation
from tideturn.hub.accounts.sessions import SessionStore, hashed
from tideturn.hub.audit.models import Event
from tideturn.hub.common import clock
from tideturn.hub.crypto.keys import Purpose, key_folder, ring
from tideturn.hub.crypto.rotation import rotate

from .conftest import confirm
from .test_log_in import everything_written

pytestmark = pytest.mark.django_db


@pytest.fixture
def _keys_as_before():
    yield
    for purpose in Purpose:
        key_folder().forget_all_but_current(purpose)


def test_the_database_holds_neither_the_key_of_a_session_nor_what_is_in_it(client: Client, ada: User, log_in) -> None:
    log_in(ada)
    session = client.session
    session["note"] = "planted words"
    session.save()
    written = everything_written()
    assert session.session_key not in written
    assert hashed(session.session_key) in written
    assert "planted words" not in written
    assert SessionStore(session.session_key)["note"] == "planted words"


def test_a_row_says_whose_it_is_from_where_and_since_when(client: Client, ada: User, log_in) -> None:
    log_in(ada, REMOTE_ADDR="192.0.2.10", headers={"user-agent": "A browser"})
    row = Session.objects.get()
    assert (row.user, row.address, row.agent) == (ada, "192.0.2.10", "A browser")
    began = row.created
    session = client.session
    session["note"] = 1
    session.save()
    row.refresh_from_db()
    assert row.created == began
    assert row.seen > began


def test_what_stands_under_another_hash_does_not_open_there(ada: User, ben: User, log_in) -> None:
    for user in (ada, ben):
        log_in(user, Client())
    first, second = Session.objects.all()
    mine = log_in(ada, Client())
    Session.objects.filter(session_key=hashed(mine.session.session_key)).update(session_data=first.session_data)
    assert mine.get("/account/").status_code == 302
    assert second.session_data != first.session_data


def test_sessions_are_listed_and_one_is_ended(client: Client, ada: User, log_in) -> None:
    other = log_in(ada, Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"}))
    log_in(ada)
    page = client.get("/account/").content.decode()
    assert "Firefox on Windows" in page
    assert page.count(": this one") == 1
    client.post(f"/account/sessions/{hashed(other.session.session_key)}/end/")
    assert other.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200
    assert Event.objects.get(action="accounts.end_session").actor == ada.pk


def test_nobody_ends_another_persons_session(client: Client, ada: User, ben: User, log_in) -> None:
    other = log_in(ben, Client())
    log_in(ada)
    client.post(f"/account/sessions/{hashed(other.session.session_key)}/end/")
    assert other.get("/account/").status_code == 200
    assert not Event.objects.filter(action="accounts.end_session").exists()


def test_a_session_without_a_sign_of_life_runs_out_and_one_that_is_used_goes_on(
    client, ada, log_in, monkeypatch
) -> None:
    log_in(ada)
    begun = clock.now()

    def after(minutes: int) -> int:
        monkeypatch.setattr(clock, "now", lambda: begun + timedelta(minutes=minutes))
        monkeypatch.setattr("django.utils.timezone.now", lambda: begun + timedelta(minutes=minutes))
        return client.get("/account/").status_code

    assert [after(minutes) for minutes in (20, 40, 69)] == [200, 200, 200]
    assert after(100) == 302


def test_no_session_lasts_longer_than_a_day_at_work(client, ada, log_in, monkeypatch) -> None:
    log_in(ada)
    begun = clock.now()
    pages = []
    for minutes in range(20, 12 * 60 + 21, 20):
        now = begun + timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        monkeypatch.setattr("django.utils.timezone.now", lambda now=now: now)
        pages.append(client.get("/account/").status_code)
    assert pages == [200] * 35 + [302] * 2


def test_however_one_logs_in_the_cookie_ends_with_the_browser(administrators, log_in) -> None:
    invited = create_invitation(by=administrators[0], email="dan@example.org", name="Dan")
    by_link, by_password = Client(), log_in(administrators[0], Client())
    good = "slow rivers turn twice"
    by_link.post(urlsplit(invited.address).path, {"name": "Dan", "password": good, "again": good})
    for client in (by_link, by_password):
        assert client.cookies["sessionid"]["max-age"] == client.cookies["sessionid"]["expires"] == ""
        assert client.get("/account/").status_code == 200


def test_what_a_page_says_next_lies_in_no_cookie(client: Client, ada: User, log_in) -> None:
    confirm(log_in(ada))
    client.post("/account/log-out/")
    assert set(client.cookies) <= {"sessionid", "csrftoken"}
    assert "You have logged out." in client.get("/account/log-in/").content.decode()


def test_sessions_that_ran_out_are_forgotten_when_somebody_logs_in(ada: User, ben: User, log_in) -> None:
    log_in(ada, Client())
    Session.objects.update(expire_date=clock.now() - timedelta(seconds=1))
    log_in(ben, Client())
    assert [row.user for row in Session.objects.all()] == [ben]


def test_the_key_of_a_session_changes_when_somebody_logs_in(client: Client, ada: User, log_in) -> None:
    client.get("/account/log-in/")
    session = client.session
    session["planted"] = "before"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    log_in(ada)
    assert client.session.session_key != before
    assert not SessionStore().exists(before)


@pytest.mark.usefixtures("_keys_as_before")
def test_nobody_is_logged_out_while_keys_are_rotated(client: Client, ada: User, log_in) -> None:
    log_in(ada)
    key_folder().add(Purpose.RECORDS)
    done = rotate(Purpose.RECORDS)
    key_folder().forget_all_but_current(Purpose.RECORDS)
    assert done.values >= 1
    assert Session.objects.get().session_data.startswith(f"tt1.{ring(Purpose.RECORDS).current.id}.")
    assert client.get("/account/").status_code == 200


@pytest.mark.usefixtures("_keys_as_before")
def test_a_session_whose_key_is_gone_is_nobodys_and_stops_no_rotation(client: Client, ada: User, log_in) -> None:
    log_in(ada)
    key_folder().add(Purpose.RECORDS)
    key_folder().forget_all_but_current(Purpose.RECORDS)
    assert client.get("/account/").status_code == 302
    rotate(Purpose.RECORDS)
    assert not Session.objects.filter(user=ada).exists()


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36",
            "Chrome on Linux",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0 Safari/537.36 Edg/141.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on an iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/141.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8", "A browser that does not say which it is"),
    ],
)
def test_a_browser_is_told_in_words(agent: str, told: str) -> None:
    assert browser_of(agent) == told
