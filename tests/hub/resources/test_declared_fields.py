"""Kinds of fields as forms, pages and cells have them; and what two who write the same at one moment are told."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from sample.at_places import add_request, baseline, circumstance, criterion, post
from sample.learning import learnt
from sample.outcomes import definition, outcome
from sample.people import logged_in, person, standing
from sample.places import site

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.common.answering import answering
from tideturn.hub.common.errors import HubError
from tideturn.hub.local_context import resource as places
from tideturn.hub.outcomes import resource as outcomes
from tideturn.hub.resources.reading import listed
from tideturn.hub.resources.tables import FOLDER_TABLES
from tideturn.hub.resources.writing import FieldError, change

pytestmark = [pytest.mark.database, pytest.mark.django_db]
FIELDS = [
    (resource, one) for resource in (*outcomes.RESOURCES, *places.RESOURCES) for one in resource.fields if one.folder
]


@pytest.fixture
def manager():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    site(by)
    return by


def there(by: Any) -> dict[str, Any]:
    """A record of each kind whose row may leave out all but what it says."""
    return {"outcome": outcome(by, sites=["manchester"], better="down"), "post": post(by, filled="2026-01-05")}


@pytest.mark.parametrize(("kind", "table"), [(outcomes.OUTCOME, "outcomes"), (places.POST, "posts")])
def test_what_a_row_does_not_name_stays(manager, kind, table):
    one = there(manager)[kind.key]
    for cells in [row.cells for row in FOLDER_TABLES[table].rows(manager)]:
        for name in cells:
            if name != FOLDER_TABLES[table].key[0]:
                FOLDER_TABLES[table].change(by=manager, pk=one.pk, expected=1, cells={name: cells[name]})
    assert kind.model.objects.get(pk=one.pk).version == 1


@pytest.mark.parametrize(("kind", "field"), FIELDS, ids=lambda one: getattr(one, "name", getattr(one, "key", "")))
def test_a_field_reads_what_it_writes(manager, kind, field):
    made = {
        "outcome": lambda: outcome(manager, sites=["manchester"], better="down"),
        "definition": lambda: definition(manager),
        "post": lambda: post(manager, filled="2026-01-05", fte=Decimal("0.6")),
        "circumstance": lambda: circumstance(manager, outcome=outcome(manager).pk),
        "criterion": lambda: criterion(manager, learning=learnt(manager, "manchester").pk),
        "baseline": lambda: baseline(manager),
        "request": lambda: add_request(by=manager, site="manchester", what="Return interviews"),
    }
    value = field.of(made[kind.key]())
    assert field.read(field.cell(value)) == value


def test_a_number_that_is_none_or_out_of_bounds_is_told(manager):
    for written, told in (("", "Nothing is written"), ("1.5", "1.5 is no year"), ("soon", "soon is not a number")):
        with pytest.raises(HubError, match=told):
            outcomes.DUE.read(written)
    with pytest.raises(HubError, match=r"0 is no year of a programme\. Write its number, from 1 to 30"):
        outcomes.DUE.require(manager, outcomes.OUTCOME.needs, 0)
    with pytest.raises(FieldError, match="Due in year: 31 is no year"):
        outcome(manager, due_year=31)


def test_names_of_linked_records_are_looked_up_at_once(manager):
    def asked() -> int:
        with answering(), CaptureQueriesContext(connection) as captured:
            shown = listed(places.CIRCUMSTANCE, places.Circumstance.objects.order_by("code"), by=manager)
        assert all(one.said["outcome"] == "Young people are safer" for one in shown)
        return len(captured)

    circumstance(manager, outcome=outcome(manager).pk)
    of_one = asked()
    for _ in range(3):
        circumstance(manager, outcome=outcome(manager).pk)
    assert asked() == of_one
    assert places.EXPLAINS.spoken(uuid4()) == "An outcome that no longer exists"


def test_what_a_service_refuses_of_a_field_is_told_at_it(manager):
    one = definition(manager)
    definition(manager, term="Pathway")
    with pytest.raises(FieldError) as refused:
        change(outcomes.DEFINITION, one.pk, [outcomes.TERM.to("pathway")], by=manager, expected=1)
    assert (refused.value.name, refused.value.wrong.what) == ("term", "pathway already has a definition.")
    user = person((PROGRAMME_MANAGER, ALL_SITES))
    given = {"term": "pathway", "for_staff": "a", "for_partners": "b", "for_young_people": "c", "reason": "d"}
    given |= {"on_day": "5", "on_month": "1", "on_year": "2026"}
    page = logged_in(user).post("/outcomes/words/add/", given).content.decode()
    assert page.count("pathway already has a definition.") == 2  # at the head of the page, and at the field
