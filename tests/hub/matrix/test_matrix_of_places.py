"""Every address of places × every role, at their own site and at another: what comes of each, written down by hand."""

import pytest
from django.urls import reverse
from sample.at_places import baseline, circumstance, criterion, post
from sample.partners import organisation
from sample.people import logged_in, person, standing
from sample.places import site

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.local_context import pages as urls
from tideturn.hub.local_context.actions import begin_requests
from tideturn.hub.local_context.models import DataAsk

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
WRITES_EVERYWHERE = {"programme_manager"}
WRITES_AT_OWN_SITE = {"team_manager"}
READS_PARTNERS = READS - {"evaluator", "governance_lead"}
OF_NOTHING = ("places", "adaptations", "export_csv", "export_xlsx")
OF_A_SITE = ("place", "posts", "criteria", "baselines", "partners")
OF_A_RECORD = ("circumstance", "post", "criterion", "baseline", "request")
DAY = {"begins_on_day": "1", "begins_on_month": "9", "begins_on_year": "2031"}
ADDS = {
    "add_circumstance": {"kind": "event", "description": "A festival"},
    "add_post": {"role": "dual"},
    "add_criterion": {"text": "Lives in the city", **DAY},
    "add_baseline": {"measure": "Referrals", "value": "7", "on_day": "1", "on_month": "9", "on_year": "2025"},
    "add_request": {"what": "How many return interviews are held"},
}
HELD_AGAINST = (
    "change_circumstance",
    "change_post",
    "end_criterion",
    "change_criterion",
    "change_baseline",
    "change_request",
)
CHANGES = {
    "change_circumstance": ("circumstance", ADDS["add_circumstance"]),
    "change_post": ("post", {"role": "manager"}),
    "advertise_again": (
        "left",
        {"advertised_on_day": "1", "advertised_on_month": "9", "advertised_on_year": "2031"},
    ),
    "end_criterion": (
        "criterion",
        {"ends_on_day": "1", "ends_on_month": "9", "ends_on_year": "2031", "ended_because": "It was no use"},
    ),
    "change_criterion": ("criterion", {"text": "Lives there", **DAY}),
    "adapt_criterion": ("criterion", {"text": "Lives in the county", "reason": "Partners asked for it", **DAY}),
    "change_baseline": ("baseline", ADDS["add_baseline"] | {"value": "8"}),
    "change_request": ("request", {"what": "Return interviews", "state": "agreed"}),
    "remove_circumstance": ("circumstance", {}),
    "remove_post": ("post", {}),
    "remove_criterion": ("criterion", {}),
    "remove_baseline": ("baseline", {}),
    "remove_request": ("request", {}),
}
ADDRESSES = [
    *(("GET", one) for one in (*OF_NOTHING, *OF_A_SITE, *OF_A_RECORD, *ADDS, *CHANGES)),
    *(("POST", one) for one in (*ADDS, *CHANGES, "begin_requests")),
]


def expected(method: str, address: str, who: str, own: bool) -> int:
    if address == "partners":
        return 200 if who in READS_PARTNERS else 404
    if who not in READS:
        return 404
    if address in (*OF_NOTHING, *OF_A_SITE, *OF_A_RECORD):
        return 200
    if who not in WRITES_EVERYWHERE and not (who in WRITES_AT_OWN_SITE and own):
        return 403
    if method == "GET":
        return 200
    # Sent by a page that was never opened, it is held against the record; a removal that was never asked comes back.
    return 409 if address in HELD_AGAINST else 302


def at(by, code: str) -> dict[str, object]:
    """A record of each kind at a site."""
    begin_requests(by=by, site=code)
    return {
        "circumstance": circumstance(by, code, description=f"What only {code} has").pk,
        "post": post(by, code).pk,
        "left": post(by, code, filled="2026-01-05", left="2026-02-02").pk,
        "criterion": criterion(by, f"Lives in {code} proper", site=code).pk,
        "baseline": baseline(by, code, measure=f"Referrals in {code}").pk,
        "request": DataAsk.objects.filter(site=code)[0].pk,
    }


@pytest.mark.parametrize("own", [True, False], ids=["own_site", "another_site"])
@pytest.mark.parametrize("who", WHO)
def test_what_comes_of_asking(who: str, own: bool) -> None:
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    code = "london" if own else "leeds"
    place = site(by, code, code.capitalize()).pk
    there = at(by, code)
    organisation(by, "A partner of that site", site=code)
    client = logged_in(somebody(who))
    for method, address in ADDRESSES:
        if address in OF_NOTHING:
            of, given = [], {}
        elif address in (*OF_A_SITE, *ADDS, "begin_requests"):
            of, given = [place], ADDS.get(address, {})
        else:
            kind, given = CHANGES.get(address, (address, {}))
            of = [there[kind]]
        url = reverse(f"local_context:{address}", args=of)
        answer = client.get(url) if method == "GET" else client.post(url, given)
        if who == "nobody":
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("account_login"))
            continue
        assert answer.status_code == expected(method, address, who, own), (method, address)
        told = answer.content.decode(errors="replace")
        if answer.status_code in (403, 404):
            assert "What only" not in told
            assert "Lives in" not in told
        if address == "partners" and answer.status_code == 200:
            sees = own or who not in ("caseworker", "team_manager", "systems_lead")
            assert ("A partner of that site" in told) == sees


def test_every_address_is_in_the_matrix() -> None:
    assert {address for _, address in ADDRESSES} == {one.name for one in urls.urlpatterns}
