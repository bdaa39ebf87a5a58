"""Every address about others' accounts × every role: what comes of each. What should come is written down by hand."""

from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from sample.people import logged_in, person

from tideturn.hub.access.roles import ADMINISTRATOR, ALL_SITES, ROLES
from tideturn.hub.access_forms.pages import ABOUT_ACCOUNTS
from tideturn.hub.accounts import urls
from tideturn.hub.accounts.models import Invitation, Recovery
from tideturn.hub.audit.models import Event
from tideturn.hub.common import clock

from .test_matrix import WHO, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sample.urls")]
ADMINISTERS = {"administrator_in_session"}
APPROVES = {*ADMINISTERS, "governance_lead"}
EVERYBODY = {"no_role", *ROLES, *ADMINISTERS}
EXPECTED: dict[tuple[str, str], dict[str, set[str]]] = {
    ("GET", "people"): {"200": ADMINISTERS},
    ("GET", "invite"): {"200": ADMINISTERS},
    ("POST", "invite"): {"422": ADMINISTERS},
    ("POST", "withdraw"): {"302": ADMINISTERS, "403": EVERYBODY - ADMINISTERS},
    ("GET", "person"): {"200": ADMINISTERS},
    ("GET", "last_day"): {"200": ADMINISTERS},
    ("POST", "last_day"): {"302": ADMINISTERS},
    ("POST", "end_sessions"): {"302": ADMINISTERS, "403": EVERYBODY - ADMINISTERS},
    ("POST", "begin_recovery"): {"302": ADMINISTERS, "403": EVERYBODY - ADMINISTERS},
    ("GET", "recoveries"): {"200": APPROVES},
    ("POST", "approve_recovery"): {"200": APPROVES, "403": EVERYBODY - APPROVES},
    ("POST", "withdraw_recovery"): {"302": APPROVES, "403": EVERYBODY - APPROVES},
}
"""Who is answered what by each address, apart from those for whom it is not there."""

OF_NONE = {"people", "invite", "recoveries"}


def there(address: str) -> list[UUID]:
    """What an address is asked of, made for it."""
    if address in OF_NONE:
        return []
    user, by, now = person(), person((ADMINISTRATOR, ALL_SITES)), clock.now()
    if address == "withdraw":
        return [Invitation.objects.create(email="dan@example.org", by=by, created=now, expires=now, hash="x").pk]
    if address.endswith("_recovery") and address != "begin_recovery":
        return [Recovery.objects.create(user=user, begun_by=by, begun=now).pk]
    return [user.pk]


def ask(method: str, address: str, who: str, of: list[UUID]):
    client = logged_in(somebody(who))
    url = reverse(f"accounts_{address}", args=of)
    return client.get(url) if method == "GET" else client.post(url, {"name": "", "ends_on": ""})


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(("method", "address"), EXPECTED)
def test_what_comes_of_asking(method: str, address: str, who: str) -> None:
    answer = ask(method, address, who, there(address))
    if who == "nobody":
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("account_login"))
        return
    expected = next((status for status, whose in EXPECTED[method, address].items() if who in whose), "404")
    assert str(answer.status_code) == expected
    refused = Event.objects.filter(kind="refusal").values_list("action", flat=True)
    assert list(refused) == (["access.refuse_request"] if expected in ("403", "404") else [])


@pytest.mark.parametrize("who", [who for who in WHO if who != "nobody"])
@pytest.mark.parametrize(("method", "address"), [one for one in EXPECTED if one[1] not in OF_NONE])
def test_nobody_learns_by_asking_which_there_are(method: str, address: str, who: str) -> None:
    """Whoever may not is answered, and the audit told, the same of what is there and of what is not."""
    if any(who in whose for status, whose in EXPECTED[method, address].items() if status < "400"):
        return
    told = []
    for of in (there(address), [uuid4()]):
        answer = ask(method, address, who, of)
        event = Event.objects.filter(kind="refusal").latest("at")
        told.append((answer.status_code, event.table, event.record, event.details))
    assert told[0] == told[1]


def test_every_address_about_others_is_in_the_matrix() -> None:
    every = (*urls.urlpatterns, *ABOUT_ACCOUNTS)
    found = {one.name for one in every if str(one.pattern).startswith("people/")}
    assert found == {f"accounts_{address}" for _, address in EXPECTED}
