"""Several who write in the plan at the same moment: each is done, or told in a sentence why not."""

import pytest
from sample import plan
from sample.at_once import AT_ONCE, raised_at_once
from sample.people import person, standing
from sample.places import site, year
from sample.plan import adapted, agreed, consulted, milestone, node, priority, target

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import EditsMeetError
from tideturn.hub.plan.models import Adaptation, Milestone, Priority, Step, Target

pytestmark = AT_ONCE


@pytest.fixture
def manager():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    site(by, "london", "London")
    year(by)
    return by


def test_several_who_set_one_target(manager):
    box = node(manager)
    came = raised_at_once(5, lambda _: target(manager, node=box))
    assert (came.count(None), came.count(HubError), Target.objects.count()) == (1, 4, 1)


def test_several_who_add_one_code(manager):
    came = raised_at_once(5, lambda _: milestone(manager, code="mile-01"))
    assert (came.count(None), came.count(HubError), Milestone.objects.count()) == (1, 4, 1)


def test_several_who_change_one_target_each_from_what_it_was_then(manager):
    one = target(manager)
    came = raised_at_once(4, lambda number: adapted(manager, one, 10 + number))
    assert came.count(None) == 4
    changes = Adaptation.objects.order_by("added_at")
    numbers = {(one.planned_before, one.planned_since) for one in changes}
    assert len({before for before, _ in numbers}) == 4
    assert Target.objects.get().planned not in {before for before, _ in numbers}


def test_several_who_agree_one_priority(manager):
    one = priority(manager)
    consulted(manager, one)
    came = raised_at_once(4, lambda _: agreed(manager, one))
    assert (came.count(None), came.count(HubError), Step.objects.filter(status="agreed").count()) == (1, 3, 1)


def test_one_takes_a_step_back_while_another_takes_the_next(manager):
    one = priority(manager)
    step = consulted(manager, one)

    def write(number: int) -> None:
        if number:
            plan.remove_step(by=manager, pk=step.pk, expected=1)
        else:
            agreed(manager, one)

    came = raised_at_once(2, write)
    assert (came.count(None), came.count(HubError)) == (1, 1)
    assert Priority.objects.get().status == Step.objects.order_by("-on").first().status


def test_two_who_remove_one_target(manager):
    one = target(manager)
    adapted(manager, one)
    came = raised_at_once(2, lambda _: plan.remove_target(by=manager, pk=one.pk, expected=2))
    assert came.count(None) == 1
    assert EditsMeetError not in came
    assert not Target.objects.exists()
