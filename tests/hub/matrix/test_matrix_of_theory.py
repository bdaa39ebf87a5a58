"""Every address of the theory of change × every role: what comes of each, written down by hand. None is at a site."""

import pytest
from django.urls import reverse
from sample.people import logged_in, person, standing
from sample.theory import begun, box, first_version, link

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.theory import pages
from tideturn.hub.theory.next_version import FROM_LATEST

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
SHOWN = ("now", "version", "compare")
OF_ONE = {
    "version": "version",
    "box": "box",
    "link": "link",
    "change_box": "box",
    "remove_box": "box",
    "change_link": "link",
    "remove_link": "link",
}
GETS = (
    *SHOWN,
    "say_since_when",
    "next",
    "throw_away",
    "add_version",
    "box",
    "link",
    "add_box",
    "change_box",
    "remove_box",
    "add_link",
    "change_link",
    "remove_link",
)
BOX = {"title": "Another box", "kind": "activity"}
POSTS = {
    "say_since_when": ({"reason": "It began", "on": "2026-01-05"}, 422),  # there is a version already
    "add_box": (BOX, 302),
    "change_box": (BOX, 409),  # sent by a page that was never opened, it is held against the box
    "remove_box": ({"version": "9"}, 302),
    "add_link": ({}, 302),
    "change_link": ({"assumption": "Another"}, 409),
    "remove_link": ({"version": "9"}, 302),
    "add_version": ({"reason": "Learnt", "on": "2026-01-05"}, 302),
    "begin": ({}, 302),
    "throw_away": ({}, 302),
}
"""In this order: the version that is made is the end of what is worked on, which is then begun anew."""


def expected(method: str, address: str, who: str) -> int:
    if address in SHOWN:
        return 200 if who in READS else 404
    if who not in WRITES:
        return 403 if address == "begin" else 404
    if method == "GET":
        return 302 if address in ("box", "link") else 200  # which lead to the next version
    return POSTS[address][1]


@pytest.mark.parametrize("who", WHO)
def test_what_comes_of_asking(who: str) -> None:
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    there = {"version": first_version(by).pk}
    begun(by, FROM_LATEST)
    start, end = box(by, "Advice"), box(by, "Trust", "output")
    third = box(by, "Hope", "output")
    there |= {"box": start.pk, "link": link(by, start, end).pk}
    ends = {
        "add_link": {"from_node": str(start.pk), "to_node": str(third.pk)},
        "change_link": {"from_node": str(start.pk), "to_node": str(end.pk)},
    }
    client = logged_in(somebody(who))
    for method, address in [*(("GET", one) for one in GETS), *(("POST", one) for one in POSTS)]:
        url = reverse(f"theory:{address}", args=[there[OF_ONE[address]]] if address in OF_ONE else [])
        given = POSTS[address][0] | ends.get(address, {}) if method == "POST" else {}
        answer = client.get(url) if method == "GET" else client.post(url, given)
        if who == "nobody":
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("account_login"))
            continue
        assert answer.status_code == expected(method, address, who), (method, address)
        if answer.status_code in (403, 404):
            assert "Advice" not in answer.content.decode()


def test_every_address_is_in_the_matrix() -> None:
    assert {*GETS, *POSTS} == {one.name for one in pages.urlpatterns}
