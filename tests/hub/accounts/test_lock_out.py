"""The one limiter: an account at an address, and never a whole office."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client, RequestFactory

from tideturn.hub.accounts.addresses import address_of
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.models import Event
from tideturn.hub.common import clock
from tideturn.hub.common.errors import MisconfiguredError
from tideturn.hub.config.environment import read

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db
OFFICE, HOME = {"REMOTE_ADDR": "192.0.2.10"}, {"REMOTE_ADDR": "198.51.100.7"}


def fail(user: User, times: int, **where):
    client = Client(**where)
    return [client.post("/account/log-in/", {"login": user.email, "password": f"wrong {n}"}) for n in range(times)]


def enters(user: User, **where) -> bool:
    client = Client(**where)
    client.post("/account/log-in/", {"login": user.email, "password": PASSWORD})
    return client.get("/account/").status_code == 200


def test_after_five_failures_the_account_is_shut_from_there_and_it_is_said_for_how_long(ada: User) -> None:
    pages = fail(ada, 5, **OFFICE)
    assert [page.status_code for page in pages] == [200, 200, 200, 200, 429]
    assert "for 15 minutes" in pages[-1].content.decode()
    assert not enters(ada, **OFFICE)
    AccessAttempt.objects.update(attempt_time=clock.now() - timedelta(minutes=11))
    assert "for 4 minutes" in fail(ada, 1, **OFFICE)[0].content.decode()
    AccessAttempt.objects.update(attempt_time=clock.now() - timedelta(minutes=16))
    assert enters(ada, **OFFICE)


def test_a_colleague_at_the_same_address_logs_in_and_the_account_from_elsewhere(ada: User, ben: User) -> None:
    fail(ada, 9, **OFFICE)
    assert enters(ben, **OFFICE)
    assert enters(ada, **HOME)
    assert not enters(ada, **OFFICE)


def test_forty_colleagues_at_one_address_who_each_fail_once_all_log_in(make_user) -> None:
    office = [make_user(f"Colleague{n}") for n in range(40)]
    for one in office:
        fail(one, 1, **OFFICE)
    assert all(enters(one, **OFFICE) for one in office)


def test_trying_on_while_it_is_shut_lengthens_nothing_and_floods_no_audit(ada: User) -> None:
    fail(ada, 5, **OFFICE)
    before = AccessAttempt.objects.get().attempt_time
    fail(ada, 20, **OFFICE)
    assert AccessAttempt.objects.get().attempt_time == before
    assert Event.objects.filter(action="accounts.fail_log_in").count() == 5
    shut = Event.objects.get(action="accounts.lock_out")
    assert (shut.record, shut.actor) == (ada.pk, None)


def test_whoever_tries_accounts_that_are_nobodys_does_not_flood_the_audit(client: Client, ada: User) -> None:
    for n in range(60):
        client.post("/account/log-in/", {"login": f"nobody{n}@example.org", "password": "wrong"}, **OFFICE)
    client.post("/account/log-in/passkey/", {"credential": "{}"}, **OFFICE)
    assert Event.objects.filter(action="accounts.fail_log_in").count() == 50
    fail(ada, 1, **OFFICE)
    assert Event.objects.filter(action="accounts.fail_log_in", record=ada.pk).count() == 1


def test_another_browser_or_case_of_letters_is_no_way_round(ada: User) -> None:
    for n in range(5):
        client = Client(headers={"user-agent": f"Browser {n}"}, **OFFICE)
        client.post("/account/log-in/", {"login": ada.email.upper() if n % 2 else ada.email, "password": "wrong"})
    assert not enters(ada, **OFFICE)


def test_somebody_without_an_account_is_shut_out_alike(db) -> None:
    nobody = User(email="nobody@example.org")
    assert [page.status_code for page in fail(nobody, 5, **OFFICE)] == [200, 200, 200, 200, 429]


def test_a_log_in_begins_the_count_anew(ada: User) -> None:
    fail(ada, 4, **OFFICE)
    assert enters(ada, **OFFICE)
    fail(ada, 4, **OFFICE)
    assert enters(ada, **OFFICE)


@pytest.mark.parametrize(
    ("proxies", "connection", "told", "found"),
    [
        ((), "192.0.2.1", "203.0.113.9", "192.0.2.1"),  # nobody is believed
        (("10.0.0.0/8",), "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        (("10.0.0.0/8",), "192.0.2.1", "203.0.113.9", "192.0.2.1"),  # no proxy of ours
        (("10.0.0.0/8",), "10.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),  # what is before is made up
        (("10.0.0.0/8",), "10.0.0.1", "nonsense", "10.0.0.1"),
        (("10.0.0.0/8",), "10.0.0.1", "", "10.0.0.1"),
        (("::1",), "::1", "2001:db8::7", "2001:db8::7"),
        ((), "fe80::1%eth0", "", "fe80::1"),
        (("10.0.0.0/8",), "::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"),  # as a socket for both tells it
    ],
)
def test_a_proxy_is_believed_where_the_settings_name_it(settings, proxies, connection, told, found) -> None:
    settings.TIDETURN_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=connection, HTTP_X_FORWARDED_FOR=told)
    assert address_of(request) == found


def test_made_up_headers_are_no_way_round(settings, ada: User) -> None:
    for n in range(5):
        fail(ada, 1, HTTP_X_FORWARDED_FOR=f"203.0.113.{n}", **OFFICE)
    assert not enters(ada, HTTP_X_FORWARDED_FOR="203.0.113.99", **OFFICE)


def test_all_addresses_of_one_ipv6_customer_count_as_one(ada: User, ben: User) -> None:
    for n in range(5):
        fail(ada, 1, REMOTE_ADDR=f"2001:db8:0:7::{n + 1}")
    assert not enters(ada, REMOTE_ADDR="2001:db8:0:7:aaaa::1")
    assert enters(ben, REMOTE_ADDR="2001:db8:0:7:aaaa::1")
    assert enters(ada, REMOTE_ADDR="2001:db8:0:8::1")


def test_what_is_no_network_is_refused_at_the_start() -> None:
    with pytest.raises(MisconfiguredError, match="“proxy” is no address"):
        read({"TIDETURN_PROXIES": "10.0.0.0/8, proxy"})
    with pytest.raises(MisconfiguredError, match=r"10\.0\.0\.1/8"):  # which the web server takes as little
        read({"TIDETURN_PROXIES": "10.0.0.1/8"})
