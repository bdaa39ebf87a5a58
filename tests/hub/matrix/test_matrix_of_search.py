"""The address that searches × every role × own, another and all sites: what is found by each, written down by hand."""

import pytest
from django.urls import reverse
from sample.learning import learnt
from sample.partners import contact, organisation
from sample.people import logged_in, person, standing
from sample.places import site

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.search import pages

from .test_matrix import WHO, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sample.urls")]
AT_A_SITE = {"caseworker", "team_manager", "systems_lead"}
PARTNERS_TOO = AT_A_SITE | {"programme_manager", "safeguarding_lead"}
READS = PARTNERS_TOO | {"evaluator", "governance_lead"}


def expected(who: str, at: str) -> int:
    """Of an organisation, somebody in it and a learning point, how many are found."""
    if who not in PARTNERS_TOO:
        return 1
    return 1 if who in AT_A_SITE and at == "bristol" else 3


@pytest.mark.parametrize("at", ["london", "bristol", ALL_SITES])
@pytest.mark.parametrize("who", WHO)
def test_what_comes_of_asking(who: str, at: str) -> None:
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    for code in ("london", "bristol"):
        site(by, code, code.capitalize())
    contact(by, organisation(by, "A planted name", site=at), "Planted Namesworth")
    learnt(by, "london" if at == ALL_SITES else at, "A planted point")
    client, url = logged_in(somebody(who)), reverse("search:search")
    for asked in ("", "?q=planted", "?q=plnated", "?q=namesworth"):
        answer = client.get(url + asked)
        told = answer.content.decode()
        if who == "nobody":
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("account_login"))
        elif who not in READS:
            assert answer.status_code == 404
            assert "lanted" not in told.split("<main")[1]
        elif asked.startswith("?q=pl"):
            assert told.count("<h2>") == expected(who, at), asked
            assert f"{expected(who, at)} found" in told
        elif asked:
            assert ("Namesworth" in told.replace("<mark>", "").split("<ol")[-1]) == (expected(who, at) == 3)
            assert ("1 found" in told) == (expected(who, at) == 3)


def test_every_address_is_in_the_matrix() -> None:
    assert {one.name for one in pages.urlpatterns} == {"search"}
