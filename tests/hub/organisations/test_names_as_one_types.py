"""Names of organisations that the hub offers as one types: those that one may see, and no page is needed for them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from sample.partners import contact, organisation
from sample.people import logged_in, person, standing

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER, SYSTEMS_LEAD
from tideturn.hub.audit.models import Event
from tideturn.hub.organisations import actions as merging

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def offered(client, text: str) -> list[str]:
    answer = client.get(reverse("organisations:named"), {"text": text})
    assert answer.headers["Content-Type"] == "application/json"
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.json()["found"]


@pytest.fixture
def by():
    return standing(person((PROGRAMME_MANAGER, ALL_SITES)))


def test_the_likest_come_first_also_with_a_typing_mistake(by) -> None:
    for name in ("Harbour College", "Harbour Trust", "Northgate Council"):
        organisation(by, name)
    client = logged_in(person((SYSTEMS_LEAD, "london")))
    assert offered(client, "Harbour College")[0] == "Harbour College"
    assert offered(client, "harbor colege")[0] == "Harbour College"
    assert set(offered(client, "ha")) == {"Harbour College", "Harbour Trust"}
    assert offered(client, "zzzz") == []
    assert offered(client, "") == []
    assert client.get(reverse("organisations:named")).json() == {"found": []}


def test_another_sites_are_offered_to_nobody_and_no_person_is(by) -> None:
    there = organisation(by, "Harbour College", site="bristol")
    contact(by, there, "Harbour Namesworth")
    organisation(by, "Harbour Trust", site=ALL_SITES)
    assert offered(logged_in(person((SYSTEMS_LEAD, "london"))), "harbour") == ["Harbour Trust"]
    assert set(offered(logged_in(person((SYSTEMS_LEAD, "bristol"))), "harbour")) == {"Harbour College", "Harbour Trust"}


def test_one_that_was_merged_is_offered_no_more(by) -> None:
    kept, merged = organisation(by, "Harbour College"), organisation(by, "Harbour Colleges")
    merging.merge_organisations(by=by, keep=kept.pk, merge=merged.pk)
    assert offered(logged_in(person((SYSTEMS_LEAD, "london"))), "harbour") == ["Harbour College"]


def test_whoever_reads_of_no_organisation_is_told_that_there_is_nothing_here() -> None:
    client = logged_in(person())
    assert client.get(reverse("organisations:named"), {"text": "harbour"}).status_code == 404
    assert Event.objects.filter(kind="refusal").exists()


def test_many_are_cut_to_ten_and_take_as_many_queries(by) -> None:
    client = logged_in(person((SYSTEMS_LEAD, "london")))
    offered(client, "harbour")
    counts = []
    for upto in (2, 20):
        for number in range(upto):
            organisation(by, f"Harbour {upto} {number}")
        with CaptureQueriesContext(connection) as queries:
            found = offered(client, "harbour")
        counts.append(len(queries))
    assert len(found) == 10
    assert counts[0] == counts[1]
