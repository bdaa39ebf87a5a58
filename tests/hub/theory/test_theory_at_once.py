"""Several who alter the theory at the same moment: one is heard, the others are told, and no ring comes of it."""

import pytest
from sample import learning as points
from sample import outcomes
from sample.at_once import AT_ONCE, raised_at_once
from sample.learning import learnt
from sample.outcomes import outcome
from sample.people import person, standing
from sample.places import site
from sample.theory import begun, box, change_box, first_version, link, version

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import EditsMeetError
from tideturn.hub.resources.writing import FieldError
from tideturn.hub.theory.models import Node, Version, Working, WorkingLink, WorkingNode
from tideturn.hub.theory.next_version import FROM_LATEST

pytestmark = AT_ONCE


@pytest.fixture
def manager():
    return standing(person((PROGRAMME_MANAGER, ALL_SITES)))


def test_several_who_begin_the_next_version(manager):
    came = raised_at_once(5, lambda _: begun(manager))
    assert (came.count(None), came.count(HubError), Working.objects.count()) == (1, 4, 1)


def test_several_who_make_it_the_version(manager):
    begun(manager)
    box(manager, "Training")
    came = raised_at_once(4, lambda _: version(manager))
    assert (came.count(None), came.count(HubError)) == (1, 3)
    assert (Version.objects.count(), Node.objects.count()) == (1, 1)


def test_two_whose_links_together_would_be_a_ring(manager):
    begun(manager)
    pair = [box(manager, title, "outcome") for title in ("One", "Two")]
    came = raised_at_once(2, lambda number: link(manager, pair[number], pair[1 - number]))
    assert (came.count(None), came.count(FieldError), WorkingLink.objects.count()) == (1, 1, 1)


def test_two_who_alter_one_box(manager):
    begun(manager)
    one = box(manager, "Training")

    def alter(number: int) -> WorkingNode:
        return change_box(by=manager, pk=one.pk, expected=1, kind="activity", title=f"Training {number}")

    came = raised_at_once(2, alter)
    assert (came.count(None), came.count(EditsMeetError)) == (1, 1)


def test_one_who_alters_it_while_another_makes_it_the_version(manager):
    first_version(manager)
    begun(manager, FROM_LATEST)
    box(manager, "Advice")
    came = raised_at_once(2, lambda number: version(manager) if number else box(manager, "Late"))
    late = Node.objects.filter(title="Late")
    assert Version.objects.count() == 2
    assert came.count(None) == 1 + late.count()  # it is in the version, or whoever wrote it was told


def test_an_outcome_that_is_removed_while_a_box_is_made_to_stand_for_it(manager):
    begun(manager)
    safety = outcome(manager)

    def write(number: int) -> None:
        if number:
            outcomes.remove_outcome(by=manager, pk=safety.pk, expected=1)
        else:
            box(manager, "Safer", "outcome", outcome=safety.pk)

    came = raised_at_once(2, write)
    assert (came.count(None), came.count(HubError) + came.count(FieldError)) == (1, 1)


def test_a_learning_point_that_is_removed_while_a_version_is_made_because_of_it(manager):
    site(manager, "london", "London")
    point = learnt(manager)
    begun(manager)
    box(manager, "Training")

    def write(number: int) -> None:
        if number:
            points.remove_point(by=manager, pk=point.pk, expected=1)
        else:
            version(manager, reason="", point=point.pk)

    came = raised_at_once(2, write)
    assert (came.count(None), came.count(HubError) + came.count(FieldError)) == (1, 1)
