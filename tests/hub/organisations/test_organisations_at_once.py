"""Two who write about one organisation at the same moment: both are answered, and what is there once stays so."""

import pytest
from sample.at_once import AT_ONCE, raised_at_once
from sample.partners import changed, contact, organisation, renamed
from sample.people import person, standing

from tideturn.hub.access.roles import SYSTEMS_LEAD
from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.organisations.actions import merge_organisations
from tideturn.hub.organisations.models import Contact, LikelyPair, Merge, Organisation

pytestmark = AT_ONCE


@pytest.fixture
def lead():
    return standing(person((SYSTEMS_LEAD, "london")))


def test_several_who_are_each_made_the_one_to_ask_first(lead):
    one = organisation(lead)
    people = [contact(lead, one, f"Officer {number}") for number in range(6)]
    came = raised_at_once(6, lambda number: changed(lead, people[number], is_main=True))
    assert came == [None] * 6
    assert Contact.objects.filter(is_main=True).count() == 1


def test_two_that_are_merged_into_each_other(lead):
    pair = [organisation(lead, "Bristol Council"), organisation(lead, "Council of Bristol")]
    for _ in range(4):
        came = raised_at_once(
            2, lambda number: merge_organisations(by=lead, keep=pair[number].pk, merge=pair[1 - number].pk)
        )
        assert (came.count(None), came.count(RefusedError)) == (1, 1)
        Merge.objects.all().delete()
        Organisation.objects.update(merged_into=None)


def test_two_that_are_each_renamed_to_what_the_other_was_called(lead):
    names = ["Harbour College", "Northgate Council"]
    pair = [organisation(lead, name) for name in names]
    for _ in range(4):
        names.reverse()
        came = raised_at_once(2, lambda one: renamed(lead, pair[one], names[one]))
        assert came == [None, None]
        LikelyPair.objects.all().delete()
