"""Every address of the way to a first year × every role, written down by hand. None is at a site."""

import pytest
from django.urls import reverse
from sample.people import logged_in, person, standing
from sample.places import year

from tideturn.hub.access.models import Authority
from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.accounts.models import Invitation
from tideturn.hub.common import clock
from tideturn.hub.onboarding import pages
from tideturn.hub.onboarding.models import MeantRole

from .test_matrix import WHO, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sample.urls")]
SEES = {"programme_manager", "administrator", "administrator_in_session"}
MANAGES, INVITES = {"programme_manager"}, {"administrator_in_session"}
READ = ("start", "leads", "folder", "name", "year", "sites", "people", "outcomes", "theory", "next")
INVITED = {"name_1": "Pat", "email_1": "pat@example.org", "role_1": "programme_manager", "site_1": "*"}
GIVEN = {
    "leads": INVITED,
    "name": {"name": "Safer Roads"},
    "year": {"starts_on": "2031-09-01"},
    "sites": {"name_1": "Planted Town"},
    "people": INVITED | {"email_1": "quinn@example.org"},
    "outcomes": {"chosen": ["safety"], "due_year": "1"},
    "take_back": {},
    "theory": {},
}
LOOKED_AT = {"leads", "people"}
"""Where those whom one has just invited are shown at once, with their links."""


def expected(method: str, address: str, who: str) -> int:
    if address == "take_back" and method == "GET":
        return 405
    if method == "GET":
        return 200 if who in SEES else 404
    if who not in (INVITES if address in LOOKED_AT else MANAGES):
        return 404
    if address == "year":
        return 422  # there is one already
    return 200 if address in LOOKED_AT else 302


@pytest.mark.parametrize("who", WHO)
def test_what_comes_of_asking(who: str) -> None:
    year(standing(person((PROGRAMME_MANAGER, ALL_SITES))))
    client = logged_in(somebody(who))
    for method, address in [*(("GET", one) for one in (*READ, "take_back")), *(("POST", one) for one in GIVEN)]:
        url = reverse(f"onboarding:{address}")
        answer = client.get(url) if method == "GET" else client.post(url, GIVEN[address])
        if who == "nobody" and answer.status_code != 405:
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("account_login"))
            continue
        assert answer.status_code == expected(method, address, who), (method, address)


@pytest.mark.parametrize("who", WHO)
def test_who_grants_what_somebody_is_meant_to_have(who: str) -> None:
    """Whoever has the authority over that role, and nobody for the role that they hold."""
    user, invited, inviter = somebody(who), person(), person((PROGRAMME_MANAGER, ALL_SITES))
    now = clock.now()
    invitation = Invitation.objects.create(
        email=invited.email, by=inviter, created=now, expires=now, hash="x", account=invited
    )
    meant = MeantRole.objects.create(
        invitation=invitation, role="evaluator", at=ALL_SITES, said_at=now, said_by=inviter
    )
    client, url = logged_in(user), reverse("onboarding:grant", args=[meant.pk])
    for may in (False, True) if user is not None else (False,):
        if may:
            Authority.objects.create(holder=user, role="evaluator", site=ALL_SITES, given_at=now, given_by=inviter)
        for answer in (client.get(url), client.post(url, {"starts_on": clock.today().isoformat()})):
            if user is None:
                assert answer.status_code == 302
            else:
                assert answer.status_code in ((200, 302) if may else (404,))


def test_every_address_is_in_the_matrix() -> None:
    assert {*READ, *GIVEN, "grant"} == {one.name for one in pages.urlpatterns}
