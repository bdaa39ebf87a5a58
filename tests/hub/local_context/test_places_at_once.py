"""Several who write about one place at the same moment: one of them is heard, and the others are told so."""

from datetime import date

import pytest
from sample.at_once import AT_ONCE, raised_at_once
from sample.at_places import adapted, corrected, criterion, post
from sample.people import person, standing
from sample.places import site

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.common.errors import HubError
from tideturn.hub.local_context.actions import advertise_again, begin_requests
from tideturn.hub.local_context.models import DATA_TO_ASK_FOR, Criterion, DataAsk, Post
from tideturn.hub.local_context.resource import CRITERION
from tideturn.hub.resources.writing import remove

pytestmark = AT_ONCE


@pytest.fixture
def manager():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    site(by)
    return by


def test_several_who_adapt_one_criterion(manager):
    one = criterion(manager)
    came = raised_at_once(5, lambda number: adapted(manager, one, f"Aged {number} to 17"))
    assert (came.count(None), came.count(HubError), Criterion.objects.count()) == (1, 4, 2)


def test_several_who_add_what_has_one_code(manager):
    came = raised_at_once(5, lambda number: post(manager, code="P1"))
    assert (came.count(None), came.count(HubError), Post.objects.count()) == (1, 4, 1)


def test_several_who_advertise_one_post_again(manager):
    one = post(manager, filled="2026-01-05", left="2026-02-02")
    came = raised_at_once(
        5, lambda number: advertise_again(by=manager, pk=one.pk, advertised_on=date(2026, 3, 1 + number))
    )
    assert (came.count(None), came.count(HubError), Post.objects.count()) == (1, 4, 2)


def test_several_who_begin_one_list(manager):
    came = raised_at_once(5, lambda number: begin_requests(by=manager, site="manchester"))
    assert set(came) <= {None, HubError}
    assert None in came
    assert DataAsk.objects.count() == len(DATA_TO_ASK_FOR)


def test_one_who_corrects_and_one_who_removes_wait_for_each_other(manager):
    for _ in range(3):
        old = criterion(manager)
        new = adapted(manager, old)
        deeds = (
            lambda new=new: corrected(manager, new, begins_on=date(2026, 7, 1)),
            lambda new=new: remove(CRITERION, new.pk, by=manager, expected=1),
            lambda old=old: corrected(manager, old, text="Aged 13 to 17"),
        )
        raised_at_once(3, lambda number, deeds=deeds: deeds[number]())
        old.refresh_from_db()
        after = Criterion.objects.filter(replaces=old).first()
        assert old.ends_on == (date.fromordinal(after.begins_on.toordinal() - 1) if after else None)
