"""Every address of the learning log × every role × own and another site: what comes of each, written down by hand."""

import pytest
from django.urls import reverse
from sample.learning import learnt, shared
from sample.people import logged_in, person, standing
from sample.places import site

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.learning import pages as urls

from .test_matrix import WHO, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sample.urls")]
AT_A_SITE = {"caseworker", "team_manager", "systems_lead"}
READS = AT_A_SITE | {"programme_manager", "evaluator", "safeguarding_lead", "governance_lead"}
WRITES = AT_A_SITE | {"programme_manager"}
DAY = {"on_day": "3", "on_month": "11", "on_year": "2026"}
GIVEN = {
    "add_point": DAY | {"point": "Calm is read as guilt"},
    "change_point": DAY | {"point": "Calm is read as guilt"},
    "mark_used": {"used": "yes"},
    "add_share": DAY | {"audience": "partner", "whom": "The police"},
    "remove_point": {"version": "7"},
    "remove_share": {"version": "7"},
}
"""What is sent; what is removed was looked at at another version, so that it stays."""
READ = ("log", "export_csv", "export_xlsx", "digest", "point")
DIGEST = ("want_digest", "stop_digest")
ADDRESSES = [*(("GET", one) for one in (*READ, *GIVEN)), *(("POST", one) for one in (*GIVEN, *DIGEST))]


def expected(method: str, address: str, who: str, at: str) -> int:
    if address == "stop_digest":
        return 302  # whoever asked for it may stop it, also when they hold no role any more
    if address == "want_digest":
        return 302 if who in READS else 403
    if address in READ:
        return 200 if who in READS else 404
    if address == "add_point":
        if who not in WRITES:
            return 404
        own = who == "programme_manager" or at == "london"
        return 200 if method == "GET" else 302 if own else 422  # a site that is not theirs is none of the choices
    if who not in READS:
        return 404
    if who not in WRITES or (at == "bristol" and who in AT_A_SITE):
        return 403
    if method == "GET":
        return 200
    return 409 if address in ("change_point", "mark_used") else 302


@pytest.mark.parametrize("at", ["london", "bristol"])
@pytest.mark.parametrize("who", WHO)
def test_what_comes_of_asking(who: str, at: str) -> None:
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    for code in ("london", "bristol"):
        site(by, code, code.capitalize())
    one = learnt(by, at, "A planted point")
    there = {"remove_share": shared(by, one).pk}
    client = logged_in(somebody(who))
    for method, address in ADDRESSES:
        plain = address in ("log", "export_csv", "export_xlsx", "digest", "add_point", *DIGEST)
        url = reverse(f"learning:{address}", args=[] if plain else [there.get(address, one.pk)])
        answer = client.get(url) if method == "GET" else client.post(url, GIVEN.get(address, {}) | {"site": at})
        if who == "nobody":
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("account_login"))
            continue
        assert answer.status_code == expected(method, address, who, at), (method, address)
        if answer.status_code in (403, 404):
            assert "planted" not in answer.content.decode()


def test_every_address_is_in_the_matrix() -> None:
    assert {address for _, address in ADDRESSES} == {one.name for one in urls.urlpatterns}
