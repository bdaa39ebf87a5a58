"""Several who write about learning at the same moment: each is done, or told in a sentence why not."""

from datetime import timedelta

import pytest
from sample.at_once import AT_ONCE, raised_at_once
from sample.learning import learnt, rewritten
from sample.people import person, standing
from sample.places import site

from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, PROGRAMME_MANAGER
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import EditsMeetError
from tideturn.hub.learning.actions import tell_digests, want_digest
from tideturn.hub.learning.models import DigestWanted, Elsewhere, LearningPoint
from tideturn.hub.notices.models import Notice

pytestmark = AT_ONCE


@pytest.fixture
def manager():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    for code in ("london", "leeds"):
        site(by, code, code.capitalize())
    return by


def test_several_who_add_a_point_of_one_code(manager):
    came = raised_at_once(5, lambda _: learnt(manager, code="learn-01"))
    assert (came.count(None), came.count(HubError), LearningPoint.objects.count()) == (1, 4, 1)


def test_several_who_say_that_it_may_hold_at_one_site(manager):
    one = learnt(manager)
    came = raised_at_once(5, lambda number: rewritten(manager, one, source=str(number), transferable_to=("leeds",)))
    assert came.count(None) + came.count(EditsMeetError) == 5
    assert Elsewhere.objects.count() == 1


def test_several_pages_on_which_one_person_asks_for_the_digest(manager):
    came = raised_at_once(5, lambda _: want_digest(by=manager))
    assert (came.count(None), DigestWanted.objects.count()) == (5, 1)


def test_several_workers_tell_somebody_once(manager):
    by = standing(person((CASEWORKER, "leeds")))
    want_digest(by=by)
    learnt(manager)
    before = clock.now() - timedelta(days=8)
    DigestWanted.objects.update(since=before, upto=before)
    LearningPoint.objects.update(added_at=before + timedelta(days=1))
    came = raised_at_once(4, lambda _: tell_digests())
    assert (came.count(None), Notice.objects.count()) == (4, 1)
