"""What some declared records do besides: rows known by their fields, sites that are named only, facts."""

import pytest
from sample.folder import change
from sample.people import person, standing
from sample.places import site, year

from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, PROGRAMME_MANAGER
from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.common.errors import HubError
from tideturn.hub.learning import access
from tideturn.hub.learning.resource import OTHER_SITE
from tideturn.hub.learning.resource import SITE as LEARNT_AT
from tideturn.hub.programme.models import Year
from tideturn.hub.programme.resource import SITE
from tideturn.hub.resources.reading import read
from tideturn.hub.resources.writing import require

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def manager():
    return standing(person((PROGRAMME_MANAGER, ALL_SITES)))


def test_a_row_is_known_by_its_key_and_cannot_change_it(manager):
    one = year(manager)
    with pytest.raises(HubError, match="number: it cannot be moved"):
        change(manager, "years", one.pk, {"number": "2", "start": "2025-09-01", "end": "2026-08-31"})
    assert Year.objects.get().number == 1


def test_a_site_that_is_only_named_may_be_any_and_one_that_is_written_at_may_not(manager):
    site(manager, "london", "London")
    site(manager, "leeds", "Leeds")
    by = standing(person((CASEWORKER, "london")))
    OTHER_SITE.require(by, access.WRITE, "leeds")
    with pytest.raises(RefusedError):
        LEARNT_AT.require(by, access.WRITE, "leeds")
    with pytest.raises(HubError, match="no site with the short name atlantis"):
        require(LEARNT_AT, "atlantis", by=manager, needs=access.WRITE)
    offered = []
    for field in (OTHER_SITE, LEARNT_AT):
        box = field.input()
        field.offer(box, by, access.WRITE, None)
        offered.append([code for code, _ in box.choices])
    assert offered == [["", "leeds", "london"], ["london"]]


def test_facts_are_told_by_what_a_field_is_called_and_with_what_was_before(manager):
    shown = read(SITE, site(manager).pk, by=manager, with_history=True)
    assert shown.facts == (
        ("Short name", "manchester"),
        ("Name", "Greater Manchester"),
        ("What it is", "A city or area"),
    )
    (added,) = shown.changes
    assert added.what == "The site added"
    assert read(SITE, shown.id, by=manager).changes == ()
