"""Several who write about outcomes and words at the same moment: one of them is heard, the others are told."""

import pytest
from sample import outcomes
from sample import outcomes as definitions
from sample.at_once import AT_ONCE, raised_at_once
from sample.outcomes import MEANT, SAFER, definition, outcome
from sample.people import person, standing

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.audit.refusing import NotVisibleError
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import EditsMeetError
from tideturn.hub.outcomes.models import Definition, Outcome

pytestmark = AT_ONCE


@pytest.fixture
def manager():
    return standing(person((PROGRAMME_MANAGER, ALL_SITES)))


def test_several_who_add_one_identifier(manager):
    came = raised_at_once(5, lambda _: outcome(manager, code="safety"))
    assert (came.count(None), came.count(HubError), Outcome.objects.count()) == (1, 4, 1)


def test_several_who_define_one_term(manager):
    came = raised_at_once(5, lambda _: definition(manager))
    assert (came.count(None), came.count(HubError), Definition.objects.count()) == (1, 4, 1)


def test_one_who_changes_and_one_who_removes(manager):
    one = outcome(manager)

    def write(number: int) -> None:
        if number:
            outcomes.remove_outcome(by=manager, pk=one.pk, expected=1)
        else:
            outcomes.change_outcome(by=manager, pk=one.pk, expected=1, **SAFER | {"title": "Changed"})

    came = raised_at_once(2, write)
    assert came.count(None) == 1
    assert {EditsMeetError, NotVisibleError} & set(came)
    assert [one.title for one in Outcome.objects.all()] in ([], ["Changed"])


def test_two_who_reword_one_term(manager):
    one = definition(manager)

    def reword(number: int) -> None:
        given = MEANT | {"for_staff": f"Another way {number}"}
        definitions.reword_definition(by=manager, pk=one.pk, expected=1, **given)

    came = raised_at_once(2, reword)
    assert (came.count(None), came.count(EditsMeetError)) == (1, 1)
