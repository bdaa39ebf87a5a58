"""What every declared record does alike: what is not named stays, and what a field may say."""

from datetime import date

import pytest
from sample.folder import change
from sample.learning import learnt
from sample.people import person, standing
from sample.places import named, site, year

from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, PROGRAMME_MANAGER
from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.common.errors import HubError
from tideturn.hub.learning import access
from tideturn.hub.learning.resource import OTHER_SITE, POINT
from tideturn.hub.learning.resource import SITE as LEARNT_AT
from tideturn.hub.programme.models import Year
from tideturn.hub.programme.resource import NUMBER, PROGRAMME, SITE, YEAR
from tideturn.hub.resources.reading import read
from tideturn.hub.resources.writing import change as write

pytestmark = [pytest.mark.database, pytest.mark.django_db]
OTHERWISE = {
    "name": "Otherwise",
    "kind": "national",
    "starts_on": date(2025, 10, 1),
    "ends_on": date(2026, 8, 1),
    "on": date(2026, 3, 3),
    "site": "leeds",
    "point": "Otherwise",
    "source": "Otherwise",
    "about": "work",
    "changes_what": "Otherwise",
    "shared_with": "the board",
    "transferable_to": "the courts",
    "used": "yes",
    "used_how": "Otherwise",
}
STAY = {("site", "code"), ("year", "number")}
"""What a record is known by, which no change writes."""
FIELDS = [(one, field) for one in (PROGRAMME, SITE, YEAR, POINT) for field in one.fields]


@pytest.fixture
def manager():
    return standing(person((PROGRAMME_MANAGER, ALL_SITES)))


@pytest.mark.parametrize(("resource", "field"), FIELDS, ids=lambda one: getattr(one, "key", "") or one.name)
def test_what_is_not_named_stays_as_it_is(manager, resource, field):
    if (resource.key, field.name) in STAY:
        return
    site(manager, "leeds", "Leeds")
    london = site(manager, "london", "London")
    point = learnt(manager, source="Debriefs", changes_what="The age", about="problem", used="yes", used_how="So")
    one = {PROGRAMME: named, SITE: lambda _: london, YEAR: year, POINT: lambda _: point}[resource](manager)
    before = {each.name: each.of(one) for each in resource.fields}
    write(resource, one.pk, [field.to(OTHERWISE[field.name])], by=manager, expected=one.version)
    after = {each.name: each.of(resource.model.objects.get(pk=one.pk)) for each in resource.fields}
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {field.name}


def test_a_row_is_known_by_its_key_and_cannot_change_it(manager):
    one = year(manager)
    with pytest.raises(HubError, match="number: it cannot be moved"):
        change(manager, "years", one.pk, {"number": "2", "start": "2025-09-01", "end": "2026-08-31"})
    assert Year.objects.get().number == 1


@pytest.mark.parametrize("written", ["1.5", "-1", "one", "١", "123456789"])
def test_what_is_no_whole_number_is_told(written):
    with pytest.raises(HubError, match="is no whole number"):
        NUMBER.read(written)


def test_a_whole_number_goes_in_and_out():
    assert (NUMBER.read(" 2 "), NUMBER.read(""), NUMBER.cell(2), NUMBER.spoken(2)) == (2, None, "2", "Year 2")


def test_a_site_that_is_only_named_may_be_any_and_one_that_is_written_at_may_not(manager):
    site(manager, "london", "London")
    site(manager, "leeds", "Leeds")
    by = standing(person((CASEWORKER, "london")))
    OTHER_SITE.require(by, access.WRITE, "leeds")
    with pytest.raises(RefusedError):
        LEARNT_AT.require(by, access.WRITE, "leeds")
    with pytest.raises(HubError, match="no site with the short name atlantis"):
        LEARNT_AT.require(manager, access.WRITE, "atlantis")
    offered = []
    for field in (OTHER_SITE, LEARNT_AT):
        box = field.input()
        field.offer(box, by, access.WRITE, None)
        offered.append([code for code, _ in box.choices])
    assert offered == [["", "leeds", "london"], ["", "london"]]


def test_facts_are_told_by_what_a_field_is_called_and_with_what_was_before(manager):
    shown = read(SITE, site(manager).pk, by=manager, history=True)
    assert shown.facts == (
        ("Name", "Greater Manchester"),
        ("Short name", "manchester"),
        ("What it is", "A city or area"),
    )
    (added,) = shown.changes
    assert added.what == "The site added"
    assert read(SITE, shown.id, by=manager).changes == ()
