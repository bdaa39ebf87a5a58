"""Every address of access × every role: what comes of each. What should come is written down by hand."""

from uuid import uuid4

import pytest
from django.urls import reverse
from sample.people import logged_in, person

from tideturn.hub.access import urls
from tideturn.hub.access.roles import ROLES
from tideturn.hub.audit.models import Event

from .test_matrix import WHO, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sample.urls")]
BREAKERS = {"caseworker", "team_manager", "safeguarding_lead", "governance_lead"}
ADMINISTERS = {"administrator_in_session"}
EVERYBODY = {"no_role", *ROLES, *ADMINISTERS}
"""Who is answered what by each address, apart from those for whom it is not there."""
EXPECTED: dict[tuple[str, str], dict[str, set[str]]] = {
    ("GET", "own"): {"200": EVERYBODY},
    ("GET", "break_glass"): {"200": BREAKERS},
    ("POST", "break_glass"): {"422": BREAKERS},
    ("GET", "glass_open"): {},
    ("GET", "glass_told"): {},
    ("GET", "staff_session"): {"200": {"administrator"}, "302": ADMINISTERS},
    ("POST", "staff_session"): {"422": {"administrator"}, "302": ADMINISTERS},
    ("POST", "end_staff_session"): {"302": EVERYBODY},
    ("GET", "staff_sessions"): {"200": {"governance_lead"}},
    ("GET", "grants"): {},
    ("GET", "grant"): {},
    ("POST", "grant"): {},
    ("GET", "cover"): {},
    ("POST", "cover"): {},
    ("POST", "withdraw_grant"): {},
    ("GET", "authorities"): {"200": ADMINISTERS},
    ("POST", "authorities"): {"422": ADMINISTERS},
    ("POST", "withdraw_authority"): {},
    ("GET", "oversight"): {"200": {"safeguarding_lead", "governance_lead"}},
    ("POST", "confirm_authority"): {},
    ("GET", "restriction"): {},
    ("POST", "restriction"): {},
    ("POST", "withdraw_name"): {},
    ("POST", "lift_restriction"): {},
    ("GET", "audit"): {"200": {"governance_lead"}},
    ("POST", "audit"): {"302": {"governance_lead"}},
    ("GET", "audit_saved"): {"200": {"governance_lead"}},
}
OF_ONE = {"glass_open", "glass_told", "withdraw_grant", "withdraw_authority", "confirm_authority"}
OF_A_RECORD = {"restriction", "lift_restriction", "withdraw_name"}


def address_of(address: str) -> str:
    """Of something that is not there."""
    if address in OF_A_RECORD:
        return reverse(f"access:{address}", args=["child", uuid4(), *([uuid4()] if address == "withdraw_name" else [])])
    return reverse(f"access:{address}", args=[uuid4()] if address in OF_ONE else [])


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(("method", "address"), EXPECTED)
def test_what_comes_of_asking(method: str, address: str, who: str) -> None:
    url = address_of(address)
    client = logged_in(somebody(who))
    answer = client.get(url) if method == "GET" else client.post(url, {})
    if who == "nobody":
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("account_login"))
        return
    expected = next((status for status, whose in EXPECTED[method, address].items() if who in whose), "404")
    assert str(answer.status_code) == expected
    if expected in ("403", "404"):
        assert Event.objects.filter(kind="refusal").exists()


def test_every_address_of_access_is_in_the_matrix() -> None:
    assert {address for _, address in EXPECTED} == {one.name for one in urls.urlpatterns}


def test_a_page_that_changes_something_is_never_asked_for_by_a_link() -> None:
    client = logged_in(person())
    for method, address in EXPECTED:
        if method == "POST" and ("GET", address) not in EXPECTED:
            assert client.get(address_of(address)).status_code == 405
