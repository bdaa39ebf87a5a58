"""Every address of access × every role: what comes of each. What should come is written down by hand."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from sample.people import granter, hold, logged_in, person

from tideturn.hub.access.models import Authority, BreakGlass, Grant
from tideturn.hub.access.roles import ADMINISTRATOR, ALL_SITES, CASEWORKER, FUNDER, ROLES, TEAM_MANAGER
from tideturn.hub.access.services import BREAK_GLASS
from tideturn.hub.access_forms import pages as urls
from tideturn.hub.audit.models import Event
from tideturn.hub.common import clock
from tideturn.hub.notices.models import Notice

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
    ("POST", "staff_session"): {"422": {"administrator", *ADMINISTERS}},
    ("POST", "end_staff_session"): {"302": EVERYBODY},
    ("GET", "staff_sessions"): {"200": {"governance_lead"}},
    ("GET", "grants"): {},
    ("GET", "grant"): {},
    ("POST", "grant"): {},
    ("GET", "cover"): {},
    ("POST", "cover"): {},
    ("POST", "withdraw_grant"): {},
    ("GET", "authorities"): {"200": ADMINISTERS},
    ("GET", "give_authority"): {"200": ADMINISTERS},
    ("POST", "give_authority"): {"422": ADMINISTERS},
    ("POST", "withdraw_authority"): {},
    ("GET", "oversight"): {"200": {"safeguarding_lead", "governance_lead"}},
    ("POST", "confirm_authority"): {},
    ("GET", "restriction"): {},
    ("POST", "restriction"): {},
    ("GET", "name_person"): {},
    ("POST", "name_person"): {},
    ("POST", "withdraw_name"): {},
    ("POST", "lift_restriction"): {},
    ("GET", "audit"): {"200": {"governance_lead"}},
    ("POST", "audit"): {"302": {"governance_lead"}},
    ("GET", "audit_saved"): {"200": {"governance_lead"}},
}
LEADS = {"safeguarding_lead", "governance_lead"}
OF_ONE = {"glass_open", "glass_told", "withdraw_grant", "withdraw_authority", "confirm_authority"}
OF_A_RECORD = {"restriction", "name_person", "lift_restriction", "withdraw_name"}


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


@pytest.mark.parametrize("who", WHO)
def test_what_is_anothers_is_there_for_whoever_it_is_for_alone(who: str) -> None:
    """Real ones each: a role that another holds, their break-glass, an authority given and one that waits."""
    other, now = person(), clock.now()
    glass = BreakGlass.objects.create(
        user=other, kind="child", record=uuid4(), reason="She is in danger", at=now, until=now + BREAK_GLASS
    )
    given, waiting = (
        Authority.objects.create(
            holder=other, role=role, site=ALL_SITES, given_by=granter(), given_at=now, waits=role == "caseworker"
        )
        for role in ("funder", "caseworker")
    )
    client = logged_in(somebody(who))
    came = {
        "withdraw_grant": client.post(reverse("access:withdraw_grant", args=[hold(other, FUNDER).pk])),
        "glass_open": client.get(reverse("access:glass_open", args=[glass.pk])),
        "glass_told": client.get(reverse("access:glass_told", args=[glass.pk])),
        "withdraw_authority": client.post(reverse("access:withdraw_authority", args=[given.pk])),
        "confirm_authority": client.post(reverse("access:confirm_authority", args=[waiting.pk])),
    }
    there = {"confirm_authority"} if who in LEADS else {"withdraw_authority"} if who in ADMINISTERS else set()
    for address, answer in came.items():
        expected = 302 if who == "nobody" or address in there else 404
        assert (address, answer.status_code) == (address, expected)
    assert Authority.objects.filter(withdrawn_at=None).count() == (1 if "withdraw_authority" in there else 2)
    assert Authority.objects.filter(waits=False).count() == (2 if "confirm_authority" in there else 1)
    assert not Grant.objects.filter(user=other).exclude(withdrawn_at=None).exists()


@pytest.mark.parametrize("who", [who for who in WHO if who != "nobody"])
def test_who_may_grant_a_role_at_a_site_manages_it_there_and_of_others(who: str) -> None:
    user, other = somebody(who), person()
    Authority.objects.create(holder=user, role="caseworker", site="london", given_by=granter(), given_at=clock.now())
    client = logged_in(user)
    for role, site, expected in (
        (CASEWORKER, "london", 302),
        (CASEWORKER, "bristol", 404),
        (TEAM_MANAGER, "london", 404),
        (ADMINISTRATOR, ALL_SITES, 404),
    ):
        held = hold(other, role, site)
        assert client.post(reverse("access:withdraw_grant", args=[held.pk])).status_code == expected
        assert (Grant.objects.get(pk=held.pk).withdrawn_at is not None) is (expected == 302)
    own = hold(user, CASEWORKER, "london", starts_on=date(2999, 1, 1))
    assert client.post(reverse("access:withdraw_grant", args=[own.pk])).status_code == 403
    page = client.get(reverse("access:grants")).content.decode()
    assert "bristol" not in page.split("<main")[1]
    assert client.get(reverse("access:grant")).status_code == 200


@pytest.mark.parametrize("who", sorted(LEADS))
def test_a_lead_reads_of_the_glass_that_they_were_told_of(who: str) -> None:
    user, other, now = somebody(who), person(), clock.now()
    glasses = [
        BreakGlass.objects.create(
            user=other, kind="child", record=uuid4(), reason="She is in danger", at=now, until=now + BREAK_GLASS
        )
        for _ in range(2)
    ]
    Notice.objects.create(to=user, kind="access.glass_used", about=glasses[0].pk, at=now)
    client = logged_in(user)
    statuses = [client.get(reverse("access:glass_told", args=[one.pk])).status_code for one in glasses]
    assert statuses == [200, 404]


@pytest.mark.parametrize("who", sorted(LEADS))
def test_nobody_reads_why_they_broke_the_glass_themselves(who: str) -> None:
    user, now = somebody(who), clock.now()
    glass = BreakGlass.objects.create(
        user=user, kind="child", record=uuid4(), reason="She is in danger", at=now, until=now + BREAK_GLASS
    )
    Notice.objects.create(to=user, kind="access.glass_used", about=glass.pk, at=now)
    assert logged_in(user).get(reverse("access:glass_told", args=[glass.pk])).status_code == 404


def test_whatever_is_dangerous_asks_once_more_who_one_is() -> None:
    user, other = somebody("administrator_in_session"), person()
    for role in ("caseworker", "funder"):
        Authority.objects.create(
            holder=user if role == "caseworker" else other,
            role=role,
            site=ALL_SITES,
            given_by=granter(),
            given_at=clock.now(),
        )
    given = Authority.objects.get(holder=other)
    client = logged_in(user, confirmed=False)
    held = hold(other, CASEWORKER, "london")
    for method, url in (
        ("get", reverse("access:grant")),
        ("get", reverse("access:cover")),
        ("get", reverse("access:authorities")),
        ("get", reverse("access:give_authority")),
        ("post", reverse("access:withdraw_grant", args=[held.pk])),
        ("post", reverse("access:withdraw_authority", args=[given.pk])),
        ("post", reverse("access:confirm_authority", args=[given.pk])),
    ):
        answer = getattr(client, method)(url)
        assert answer.headers["Location"].startswith(("/account/confirm", reverse("mfa_reauthenticate")))
    held.refresh_from_db()
    given.refresh_from_db()
    assert (held.withdrawn_at, given.withdrawn_at) == (None, None)
