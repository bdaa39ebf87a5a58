"""Every address of outcomes × every role: what comes of each, written down by hand. None is at a site."""

import pytest
from django.urls import reverse
from sample.outcomes import SAFER, definition, outcome
from sample.people import logged_in, person, standing

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.outcomes import pages as urls

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
LISTS = ("framework", "words")
PAGES = ("outcome", "definition")
MEANT = {"term": "Pathway", "for_staff": "Steps", "for_partners": "Steps", "for_young_people": "Steps"}
GIVEN = {
    "add_outcome": SAFER,
    "change_outcome": SAFER | {"title": "Young people feel safer"},
    "remove_outcome": {"version": "9"},
    "add_definition": MEANT | {"on": "2026-01-05", "reason": "Agreed"},
    "change_definition": MEANT | {"term": "Reworded", "on": "2026-01-05", "reason": "Agreed"},
    "remove_definition": {"version": "9"},
}
ADDRESSES = [*(("GET", one) for one in (*LISTS, *PAGES, *GIVEN)), *(("POST", one) for one in GIVEN)]


def expected(method: str, address: str, who: str) -> int:
    if address in (*LISTS, *PAGES):
        return 200 if who in READS else 404
    if address.startswith("add_"):
        return (302 if method == "POST" else 200) if who in WRITES else 404
    if who not in READS:
        return 404
    if who not in WRITES:
        return 403
    if method == "GET":
        return 200
    return 302 if address.startswith("remove_") else 409  # what was never looked at is held against the record


@pytest.mark.parametrize("who", WHO)
def test_what_comes_of_asking(who: str) -> None:
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    there = {"outcome": outcome(by).pk, "definition": definition(by).pk}
    client = logged_in(somebody(who))
    for method, address in ADDRESSES:
        of_one = address not in LISTS and not address.startswith("add_")
        url = reverse(f"outcomes:{address}", args=[there[address.rpartition("_")[2]]] if of_one else [])
        answer = client.get(url) if method == "GET" else client.post(url, GIVEN[address])
        if who == "nobody":
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("account_login"))
            continue
        assert answer.status_code == expected(method, address, who), (method, address)
        if answer.status_code in (403, 404):
            assert "Young people are safer" not in answer.content.decode()


def test_every_address_is_in_the_matrix() -> None:
    assert {address for _, address in ADDRESSES} == {one.name for one in urls.urlpatterns}
