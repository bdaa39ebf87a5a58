"""Every address of organisations × every role × own, other and all sites: what comes of each, written down by hand."""

from datetime import date
from uuid import UUID

import pytest
from django.urls import reverse
from sample import partners as services
from sample.people import logged_in, person, standing

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.accounts.models import User
from tideturn.hub.organisations import actions as merging
from tideturn.hub.organisations import pages as urls
from tideturn.hub.organisations.actions import attach_file

from .test_matrix import WHO, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.urls("sample.urls")]
AT_A_SITE = {"caseworker", "team_manager", "systems_lead"}
READS = AT_A_SITE | {"programme_manager", "safeguarding_lead"}
WRITES = {"team_manager", "systems_lead", "programme_manager"}
MERGES = EXPORTS = {"systems_lead", "programme_manager"}
OF_ONE = ("organisation", "history_of_organisation")
WRITTEN = ("change_organisation", "add_contact", "add_engagement", "add_note", "attach_file")
WRITTEN += ("remove_organisation",)
OF_A_STEP = ("change_engagement", "remove_engagement")
SEEN = (*OF_ONE, "engagement", "contact", "file")
GIVEN: dict[str, dict[str, object]] = {
    "add_organisation": {"name": "Another", "sector": "health", "site": ALL_SITES},
    "change_organisation": {"name": "Renamed", "sector": "health", "site": ALL_SITES},
    "add_contact": {"name": "Somebody"},
    "add_engagement": {"on_day": "3", "on_month": "11", "on_year": "2026", "stage": "acting"},
    "change_engagement": {"on_day": "3", "on_month": "11", "on_year": "2026", "stage": "leading"},
    "add_note": {"text": "A note"},
    "change_contact": {"name": "Somebody else"},
}
"""What is sent; a file is sent by another test."""


class There:
    """What is there at a site."""

    def __init__(self, site: str) -> None:
        by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
        self.one, self.other, self.third = (
            services.add_organisation(by=by, name=f"{name} of {site}", sector="health", site=site).pk
            for name in ("Hospital", "College", "Housing association")
        )
        self.step = services.record_engagement(
            by=by, organisation=self.one, on=date(2026, 11, 2), stage="acting", barrier="Namesworth says no"
        ).pk
        self.contact = services.add_contact(by=by, organisation=self.one, name="Planted Namesworth").pk
        self.file = attach_file(by=by, organisation=self.one, content=b"Some text", name="minutes.txt").pk
        self.merge = merging.merge_organisations(by=by, keep=self.other, merge=self.third).pk

    def of(self, address: str) -> list[UUID]:
        if address in (*OF_ONE, *WRITTEN):
            return [self.one]
        if address in (*OF_A_STEP, "engagement"):
            return [self.step]
        if address in ("merge", "tell_apart"):
            return [self.one, self.other]
        return [
            getattr(self, {"contact": "contact", "change_contact": "contact", "file": "file"}.get(address, "merge"))
        ]


ADDRESSES = [
    *(
        ("GET", name)
        for name in ("organisations", "named", "export_csv", "export_xlsx", "add_organisation", "likely_the_same")
    ),
    *(("GET", name) for name in (*SEEN, *WRITTEN, *OF_A_STEP, "change_contact", "merge")),
    *(("POST", name) for name in ("add_organisation", *WRITTEN, *OF_A_STEP, "change_contact")),
    *(("POST", name) for name in ("tell_apart", "undo_merge", "merge")),
]


def expected(method: str, address: str, who: str, site: str) -> int:
    if address in ("organisations", "named", "export_csv", "export_xlsx", "likely_the_same", "add_organisation"):
        may = {"organisations": READS, "named": READS, "likely_the_same": MERGES, "add_organisation": WRITES}.get(
            address, EXPORTS
        )
        return (302 if method == "POST" else 200) if who in may else 404
    sees = who in READS and (site != "bristol" or who not in AT_A_SITE)
    if address in SEEN:
        return (302 if address in ("contact", "engagement") else 200) if sees else 404
    if method == "GET" and address == "merge":
        return 200 if sees and who in MERGES else 404
    may = MERGES if address in ("merge", "tell_apart", "undo_merge") else WRITES
    if who not in may and address in ("merge", "tell_apart", "undo_merge"):
        return 403
    if not sees:
        return 404
    if who not in may:
        return 403
    if method == "POST" and address.startswith("change_"):
        return 409  # sent by a page that was never opened, it is held against the record, and somebody asked
    if method == "POST" and address == "attach_file":
        return 422
    return 302 if method == "POST" else 200


@pytest.mark.parametrize("site", ["london", "bristol", ALL_SITES])
@pytest.mark.parametrize("who", WHO)
def test_what_comes_of_asking(who: str, site: str) -> None:
    there = There(site)
    user: User | None = somebody(who)
    client = logged_in(user)
    plain = {"organisations", "named", "export_csv", "export_xlsx", "add_organisation", "likely_the_same"}
    for method, address in ADDRESSES:
        url = reverse(f"organisations:{address}", args=[] if address in plain else there.of(address))
        given = GIVEN.get(address, {})
        if address == "add_organisation":
            given = given | {"name": f"Another {date.today()} {who} {site}"}
        answer = client.get(url) if method == "GET" else client.post(url, given)
        if who == "nobody":
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("account_login"))
            continue
        assert answer.status_code == expected(method, address, who, site), (method, address)
        if answer.status_code in (403, 404):
            assert "Namesworth" not in answer.content.decode()


def test_every_address_is_in_the_matrix() -> None:
    assert {address for _, address in ADDRESSES} == {one.name for one in urls.urlpatterns}
