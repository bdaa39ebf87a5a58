"""What the fields of a record offer, refuse and read, whatever record it is."""

from datetime import date
from decimal import Decimal

import pytest
from sample.people import person, standing
from sample.places import site, year
from sample.plan import node, priority, target

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER, SYSTEMS_LEAD
from tideturn.hub.common.errors import HubError
from tideturn.hub.plan import access
from tideturn.hub.plan.priorities import PRIORITY, WHOSE
from tideturn.hub.plan.resource import COMPONENT, JUDGED, NODE, PLANNED, PLANNED_ON, SITE, TARGET, YEAR
from tideturn.hub.resources.writing import add, change, require
from tideturn.hub.theory.resource import FROM_VERSION, NUMBER

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def manager():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    site(by, "london", "London")
    site(by)
    year(by)
    return by


def offered(resource, by, name, **begun):
    form = resource.add_form.form(initial=begun, by=by, of=None)
    return [str(key) for key, _ in form.fields[name].choices]


def test_a_site_is_chosen_where_there_are_several_and_stands_there_where_there_is_one(manager):
    assert offered(TARGET, manager, "site") == ["", "manchester", "london"]
    assert offered(PRIORITY, manager, "site") == ["", "manchester", "london"]  # empty stands for all sites
    lead = standing(person((SYSTEMS_LEAD, "london")))
    assert offered(PRIORITY, lead, "site") == ["london"]


def test_what_a_record_names_is_offered_though_nobody_would_choose_it_now(manager):
    one = target(manager)
    box = NODE.input()
    NODE.offer(box, manager, access.WRITE_TARGETS, one.node_id)
    groups = [str(pk) for _, among in box.choices[1:] for pk, _ in among]
    assert (box.choices[0], groups.count(str(one.node_id))) == (("", "Choose a box"), 1)
    elsewhere = SITE.input()
    SITE.offer(elsewhere, manager, access.WRITE_TARGETS, "atlantis")
    assert ("atlantis", "Atlantis") in elsewhere.choices


@pytest.mark.parametrize("typed", ["nonsense", "\0", "9" * 50])
def test_a_draft_that_no_browser_wrote_names_no_record(manager, typed):
    box = NODE.input()
    NODE.offer(box, manager, access.WRITE_TARGETS, typed)
    assert typed not in str(box.choices)


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(2200, 1, 1), date(1899, 12, 31)])
def test_a_day_that_will_never_come_is_refused(manager, day):
    with pytest.raises(HubError, match="the day is before 1900 or after 2199") as told:
        require(PLANNED_ON, day, by=manager, needs=access.WRITE_MILESTONES)
    assert told.value.mend == "Correct the year. Leave the day empty if there is none."


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        (SITE, "", "Site: nothing is written"),
        (SITE, "atlantis", "Site: there is no site"),
        (NODE, None, "Box of the theory of change: nothing is chosen"),
        (YEAR, None, "Year: no year is given"),
        (YEAR, 7, "Year: the programme has no Year 7"),
        (PLANNED, Decimal(-1), "Planned: -1 is below nought"),
        (COMPONENT, " ", "Part of the work: nothing is written"),
        (COMPONENT, "a" * 201, r"Part of the work: it has 201 characters\. Shorten it to 200\."),
        (COMPONENT, "a\0b", "Part of the work: it holds a character that cannot be read"),
        (JUDGED, "both", r"Judged: both is none of its terms\. Write one of: adaptation, drift\."),
        (NUMBER, None, "Version: no number is given"),
        (NUMBER, 1000, "Version: 1000 is no number of a version"),
    ],
)
def test_what_cannot_be_said_is_told_by_the_fields_name(manager, field, value, told):
    with pytest.raises(HubError, match=told):
        require(field, value, by=manager, needs=access.WRITE_TARGETS)


@pytest.mark.parametrize("written", ["1.5", "0", "-1", "9" * 30, "", "one"])
def test_what_is_no_year_is_not_read_as_one(written):
    with pytest.raises(HubError, match=r"is no year|is not a number"):
        YEAR.read(written)


def test_a_whole_number_is_empty_only_where_it_may_be(manager):
    require(FROM_VERSION, None, by=manager, needs=access.WRITE_TARGETS)
    assert (FROM_VERSION.read(" "), FROM_VERSION.cell(None), FROM_VERSION.spoken(None)) == (None, "", "")
    assert (FROM_VERSION.read("2"), FROM_VERSION.cell(2)) == (2, "2")
    with pytest.raises(HubError, match="Nothing is written"):
        NUMBER.read(" ")


def test_fields_say_what_they_say_in_words(manager):
    assert (YEAR.read("2"), YEAR.spoken(2), YEAR.heading) == (2, "Year 2", "Year")
    assert (PLANNED.spoken(Decimal("1200.50")), PLANNED.cell(Decimal("1200.50"))) == ("1,200.5", "1200.5")
    assert (JUDGED.spoken("drift"), WHOSE.spoken(""), WHOSE.spoken("london")) == ("Drift", "All sites", "London")


def test_what_is_not_named_stays_as_it_is(manager):
    """Of every field, one change that names it alone."""
    said = {"quality": "Good", "delivered": Decimal(3), "departure": "modified", "judged": "drift", "reason": "Online"}
    one = target(manager, node=node(manager), **said)
    before = {field: field.of(one) for field in TARGET.fields}
    for field in TARGET.fields:
        version = type(one).objects.get(pk=one.pk).version
        now = change(TARGET, one.pk, [field.to(before[field])], by=manager, expected=version)
        assert {name: name.of(now) for name in TARGET.fields} == before
    now = change(TARGET, one.pk, [PLANNED.to(Decimal(41))], by=manager, expected=one.version)
    assert {field: field.of(now) for field in TARGET.fields} == before | {PLANNED: Decimal(41)}


def test_what_must_be_said_is_asked_for_when_one_is_added(manager):
    with pytest.raises(HubError, match=r"Box of the theory of change: nothing is chosen"):
        add(TARGET, [COMPONENT.to("training"), SITE.to("london"), YEAR.to(1)], by=manager)
    drafted = priority(manager)
    with pytest.raises(HubError, match="Site: there is no site"):
        change(PRIORITY, drafted.pk, [WHOSE.to("atlantis")], by=manager, expected=1)
