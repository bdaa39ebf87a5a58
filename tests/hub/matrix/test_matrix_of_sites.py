"""Every address of years and sites × every role: what comes of each, written down by hand. None is at a site."""

import pytest
from django.urls import reverse
from sample.people import logged_in, person, standing
from sample.places import named, site, year

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.programme import pages as urls

from .test_matrix import WHO, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sample.urls")]
READS = {
    "caseworker",
    "team_manager",
    "systems_lead",
    "programme_manager",
    "evaluator",
    "safeguarding_lead",
    "governance_lead",
}
WRITES = {"programme_manager"}
DAYS = {"starts_on_day": "1", "starts_on_month": "9", "starts_on_year": "2031"} | {
    "ends_on_day": "31",
    "ends_on_month": "8",
    "ends_on_year": "2032",
}
GIVEN = {
    "add_name": {"name": "Safer Roads"},
    "change_name": {"name": "Safer Roads"},
    "add_site": {"short_name": "leeds", "name": "Leeds", "kind": "local"},
    "change_site": {"name": "Renamed", "kind": "local"},
    "add_year": DAYS,
    "change_year": DAYS | {"starts_on_year": "2030", "ends_on_year": "2031"},
    "remove_site": {},
    "remove_year": {},
}
OF_NOTHING = {"programme", "add_name", "add_site", "add_year"}
ADDRESSES = [
    *(("GET", one) for one in ("programme", "name", "site", "year", *GIVEN)),
    *(("POST", one) for one in GIVEN),
]


def expected(method: str, address: str, who: str) -> int:
    if address in ("programme", "name", "site", "year"):
        return 200 if who in READS else 404
    if address == "add_name":
        return (422 if method == "POST" else 200) if who in WRITES else 404  # it has a name already
    if address.startswith("add_"):
        return (302 if method == "POST" else 200) if who in WRITES else 404
    if who not in READS:
        return 404
    if who not in WRITES:
        return 403
    if method == "POST" and address == "remove_year":
        return 409  # the one that was added just before follows it
    if address.startswith("remove_"):
        return 302 if method == "POST" else 200  # one that was never asked removes nothing, and comes back to it
    return 409 if method == "POST" else 200  # sent by a page that was never opened, it is held against the record


@pytest.mark.parametrize("who", WHO)
def test_what_comes_of_asking(who: str) -> None:
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    there = {"site": site(by).pk, "year": year(by).pk, "name": named(by).pk}
    client = logged_in(somebody(who))
    for method, address in ADDRESSES:
        of = [] if address in OF_NOTHING else [there[address.rpartition("_")[2]]]
        url = reverse(f"programme:{address}", args=of)
        answer = client.get(url) if method == "GET" else client.post(url, GIVEN[address])
        if who == "nobody":
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("account_login"))
            continue
        assert answer.status_code == expected(method, address, who), (method, address)
        if answer.status_code in (403, 404):
            assert not any(name in answer.content.decode() for name in ("Greater Manchester", "Safer Routes"))


def test_every_address_is_in_the_matrix() -> None:
    assert {address for _, address in ADDRESSES} == {one.name for one in urls.urlpatterns}
