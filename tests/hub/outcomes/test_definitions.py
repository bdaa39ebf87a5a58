"""What the programme means by its words: each wording has its day and reason, and none is lost."""

from datetime import date, timedelta

import pytest
from sample import outcomes as definitions
from sample.history import kept
from sample.outcomes import MEANT, definition, reworded
from sample.people import person, standing

from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, PROGRAMME_MANAGER
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import EditsMeetError
from tideturn.hub.outcomes import resource
from tideturn.hub.outcomes.models import Definition
from tideturn.hub.outcomes.resource import DEFINITION
from tideturn.hub.resources.reading import listed

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def manager():
    return standing(person((PROGRAMME_MANAGER, ALL_SITES)))


def test_each_wording_is_kept_with_its_day_and_reason(manager):
    one = definition(manager)
    reworded(manager, one, for_partners="Altering rules and habits.", on=date(2026, 2, 1))
    reworded(manager, one, for_partners="Altering rules, habits and budgets.", on=date(2026, 3, 1), reason="Again")
    shown = resource.definition_read(manager, one.pk)
    assert (shown["for_partners"], shown["on"], shown["reason"]) == (
        "Altering rules, habits and budgets.",
        date(2026, 3, 1),
        "Again",
    )
    said = [was.values for was in shown["earlier"]]
    assert [(was["on"], was["reason"], was["for_partners"]) for was in said] == [
        (date(2026, 2, 1), "Partners took it for something else.", "Altering rules and habits."),
        (date(2026, 1, 5), "Agreed at the start.", "Changing how services work together."),
    ]


def test_a_wording_is_of_no_day_to_come_and_of_none_before_the_one_before_it(manager):
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(HubError, match="still to come"):
        definition(manager, on=tomorrow)
    one = definition(manager)
    with pytest.raises(HubError, match="still to come"):
        reworded(manager, one, on=tomorrow)
    with pytest.raises(HubError, match="the current wording is from 5 January 2026"):
        reworded(manager, one, on=date(2026, 1, 4))


def test_a_term_has_one_meaning(manager):
    definition(manager)
    with pytest.raises(HubError, match="systems CHANGE already has a definition"):
        definition(manager, term="systems CHANGE")
    other = definition(manager, term="Pathway")
    with pytest.raises(HubError, match="systems change already has a definition"):
        reworded(manager, other, term="Systems change")


def test_a_term_with_an_accent_has_one_meaning(manager):
    definition(manager, term="Égalité")
    with pytest.raises(HubError, match="égalité already has a definition"):
        definition(manager, term="égalité")


def test_two_who_reword_one_are_both_heard(manager):
    one = definition(manager)
    reworded(manager, one)
    with pytest.raises(EditsMeetError):
        definitions.reword_definition(by=manager, pk=one.pk, expected=1, **MEANT | {"for_staff": "Otherwise"})


def test_one_that_is_removed_keeps_its_wordings(manager):
    one = definition(manager)
    definitions.remove_definition(by=manager, pk=one.pk, expected=1)
    assert (Definition.objects.count(), len(kept(one.pk))) == (0, 2)


def test_who_may(manager):
    one = definition(manager)
    worker, nobody = standing(person((CASEWORKER, "london"))), standing(person())
    assert [found["term"] for found in listed(DEFINITION, DEFINITION.all(), by=worker)] == ["Systems change"]
    with pytest.raises(NotVisibleError):
        listed(DEFINITION, DEFINITION.all(), by=nobody)
    for do in (lambda: definition(worker, term="Pathway"), lambda: reworded(worker, one)):
        with pytest.raises(RefusedError):
            do()
    with pytest.raises(RefusedError):
        definitions.remove_definition(by=worker, pk=one.pk, expected=1)


def test_the_audit_is_told_which_fields_and_no_words(manager):
    one = definition(manager)
    reworded(manager, one, for_staff="Otherwise")
    events = Event.objects.filter(action__startswith="outcomes.").order_by("at")
    assert [(event.action, event.record, event.details) for event in events] == [
        ("outcomes.add_definition", one.pk, {}),
        ("outcomes.change_definition", one.pk, {"fields": ["for_staff", "reason"]}),
    ]
