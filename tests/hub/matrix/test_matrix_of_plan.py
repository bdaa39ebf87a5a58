"""Every address of the plan × every role × own and another site: what comes of each, written down by hand."""

import pytest
from django.urls import reverse
from sample.people import logged_in, person, standing
from sample.places import site, year
from sample.plan import adapted, consulted, milestone, priority, target

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.plan import pages as urls

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
LISTS = ("plan", "adaptations", "milestones", "export_csv", "export_xlsx", "priorities")
READ = (*LISTS, "target", "milestone", "priority")
DAY = {"on_day": "3", "on_month": "11", "on_year": "2025"}
PLANNED = {"planned_on_day": "3", "planned_on_month": "11", "planned_on_year": "2199", "title": "Another"}
SETS = {
    "remove_adaptation": {"version": "7"},
    "add_target": {"component": "advice", "measure": "days", "planned": "4", "year": "1"},
    "add_adaptation": DAY | {"planned_since": "3", "reason": "Schools were shut"},
    "change_target": {"component": "calls", "measure": "days", "planned": "4"},
    "remove_target": {"version": "7"},
}
TELLS = {
    "change_delivery": {"delivered": "3"},
    "add_milestone": PLANNED,
    "change_milestone": PLANNED,
    "remove_milestone": {"version": "7"},
}
DRAFTS = {
    "remove_step": {"version": "7"},
    "add_priority": DAY | {"title": "Another", "element": "pathways"},
    "change_priority": {"title": "Another", "element": "pathways"},
    "add_consultation": {"on_day": "4", "on_month": "3", "on_year": "2026", "with_whom": "The police", "words": "Yes"},
    "add_agreement": {"on_day": "5", "on_month": "3", "on_year": "2026"},
    "add_retirement": {"on_day": "6", "on_month": "3", "on_year": "2026", "words": "Met"},
    "remove_priority": {"version": "7"},
}
"""What is sent, in this order; what is removed was looked at at another version, so that it stays."""
GIVEN = SETS | TELLS | DRAFTS
WRITES = {
    address: {"programme_manager", other}
    for some, other in ((SETS, "programme_manager"), (TELLS, "team_manager"), (DRAFTS, "systems_lead"))
    for address in some
}
NEW = ("add_target", "add_milestone", "add_priority")
CHANGES = ("change_target", "change_delivery", "change_milestone", "change_priority")
ADDRESSES = [*(("GET", one) for one in (*READ, *GIVEN)), *(("POST", one) for one in GIVEN)]


def expected(method: str, address: str, who: str, at: str) -> int:
    if address in READ:
        return 200 if who in READS else 404
    own = who == "programme_manager" or at == "london"
    if address in NEW:
        if who not in WRITES[address]:
            return 404
        return 200 if method == "GET" else 302 if own else 422  # a site that is not theirs is none of the choices
    if who not in READS:
        return 404
    if who not in WRITES[address] or not own:
        return 403
    if method == "GET":
        return 200
    return 409 if address in CHANGES else 302


@pytest.mark.parametrize("at", ["london", "bristol"])
@pytest.mark.parametrize("who", WHO)
def test_what_comes_of_asking(who: str, at: str) -> None:
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    for code in ("london", "bristol"):
        site(by, code, code.capitalize())
    year(by)
    one = target(by, at, component="A planted part")
    change = adapted(by, one, 30, "2025-10-01")
    mile, drafted = milestone(by, at, title="A planted milestone"), priority(by, at, title="A planted priority")
    there = {"remove_adaptation": change.pk, "remove_step": consulted(by, drafted).pk}
    client = logged_in(somebody(who))
    for method, address in ADDRESSES:
        of = (
            mile
            if "milestone" in address
            else one
            if "target" in address or address in ("change_delivery", "add_adaptation")
            else drafted
        )
        plain = address in LISTS or address in NEW
        url = reverse(f"plan:{address}", args=[] if plain else [there.get(address, of.pk)])
        sent = GIVEN.get(address, {}) | {"site": at, "node": str(one.node_id)}
        answer = client.get(url) if method == "GET" else client.post(url, sent)
        if who == "nobody":
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("account_login"))
            continue
        assert answer.status_code == expected(method, address, who, at), (method, address)
        if answer.status_code in (403, 404):
            assert "planted" not in answer.content.decode()


def test_every_address_is_in_the_matrix() -> None:
    assert {address for _, address in ADDRESSES} == {one.name for one in urls.urlpatterns}
