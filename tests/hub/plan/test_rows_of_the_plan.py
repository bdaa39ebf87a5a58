"""Targets, milestones and priorities as rows of the programme folder: what goes in comes out."""

import pytest
from sample.folder import add, change, goes_round, rows_of
from sample.people import person, standing
from sample.places import site, year
from sample.plan import adapted, consulted, node
from sample.theory import first_version

from tideturn.dataset.tables import programme
from tideturn.dataset.vocabulary import DEPARTURE, ELEMENT, JUDGED
from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, PROGRAMME_MANAGER, SYSTEMS_LEAD, TEAM_MANAGER
from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.common.errors import HubError
from tideturn.hub.outcomes.models import Element
from tideturn.hub.plan.models import Adaptation, Departure, Judged, Milestone, Priority, Target
from tideturn.hub.resources.tables import FOLDER_TABLES, in_order
from tideturn.hub.theory.models import Node

pytestmark = pytest.mark.django_db
MILESTONE = {
    "milestone_id": "mile-01",
    "site": "london",
    "title": "Team in post",
    "planned": "2018-10-01",
    "actual": "2019-01-21",
    "cause_of_delay": "",
    "response": "",
}
PRIORITY = {
    "priority_id": "pri-01",
    "title": "Exclusion is a safeguarding question",
    "element": "structures",
    "from": "2018-12-03",
    "site": "london",
    "to": "",
    "status": "agreed",
    "definition": "Whatever the charge.",
}


@pytest.fixture
def manager():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    site(by, "london", "London")
    site(by)
    year(by)
    first_version(by)
    return by


@pytest.fixture
def target(manager):
    return {
        "component": "training",
        "node_id": Node.objects.get(pk=node(manager)).code,
        "site": "london",
        "year": "1",
        "measure": "sessions",
        "planned": "40",
        "delivered": "32.5",
        "quality": "Well liked",
        "departure": "modified",
        "judged": "",
        "reason": "",
    }


@pytest.mark.parametrize("name", ["plan", "milestones", "priorities"])
def test_the_columns_are_those_of_the_programme_folder(name):
    schema = next(one for one in programme.TABLES if one.name == name)
    table = FOLDER_TABLES[name]
    assert (table.columns, table.key) == (tuple(one.name for one in schema.columns), schema.key)
    before = [one.name for one in in_order()]
    assert all(before.index(one) < before.index(name) for one in table.after)


def test_the_terms_are_those_of_the_programme_folder():
    assert set(Element.values) == set(ELEMENT.terms)
    assert set(Departure.values) == set(DEPARTURE.terms)
    assert set(Judged.values) == set(JUDGED.terms)


def test_each_goes_round(manager, target):
    goes_round(manager, "plan", target, planned="50", delivered="", judged="drift", reason="Nobody knew")
    goes_round(
        manager, "milestones", MILESTONE, site="manchester", actual="", cause_of_delay="Checks", response="Cover"
    )
    goes_round(manager, "priorities", PRIORITY, site="", to="2019-12-03", status="retired", element="pathways")
    goes_round(manager, "priorities", PRIORITY | {"status": "", "site": ""}, definition="")


@pytest.mark.parametrize(
    ("name", "wrong", "told"),
    [
        ("plan", {"component": ""}, "component: nothing is written"),
        ("plan", {"node_id": "act-0"}, "node_id: there is none with the code act-0"),
        ("plan", {"site": "atlantis"}, "site: there is no site"),
        ("plan", {"year": "2"}, "year: the programme has no Year 2"),
        ("plan", {"year": "1.5"}, "1.5 is no year"),
        ("plan", {"year": "9" * 30}, "is no year"),
        ("plan", {"planned": ""}, "planned: no number is given"),
        ("plan", {"planned": "-1"}, "below nought"),
        ("plan", {"planned": "1e40"}, "longer than the hub keeps"),
        ("plan", {"planned": "0.00001"}, "longer than the hub keeps"),
        ("plan", {"delivered": "many"}, "many is not a number"),
        ("plan", {"departure": "late"}, "none of its terms"),
        ("plan", {"departure": "", "judged": "drift"}, "a judgement but no departure"),
        ("plan", {"quality": "a" * 5001}, "quality"),
        ("milestones", {"planned": ""}, "planned: no day is given"),
        ("milestones", {"actual": "2119-01-21"}, "still to come"),
        ("milestones", {"title": "a" * 301}, "Shorten it to 300"),
        ("milestones", {"site": ""}, "site: nothing is written"),
        ("milestones", {"milestone_id": "a" * 81}, "longer than 80"),
        ("priorities", {"element": "weather"}, "none of its terms"),
        ("priorities", {"status": "wished for"}, "none of its terms"),
        ("priorities", {"to": "2018-12-02"}, "end before it began"),
        ("priorities", {"site": "atlantis"}, "site: there is no site"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_a_sentence(manager, target, name, wrong, told):
    cells = {"plan": target, "milestones": MILESTONE, "priorities": PRIORITY}[name]
    with pytest.raises(HubError, match=told):
        add(manager, name, cells | wrong)
    assert not Target.objects.exists() | Milestone.objects.exists() | Priority.objects.exists()


@pytest.mark.parametrize("name", ["plan", "milestones", "priorities"])
def test_one_that_is_there_already_is_refused(manager, target, name):
    cells = {"plan": target, "milestones": MILESTONE, "priorities": PRIORITY}[name]
    add(manager, name, cells)
    with pytest.raises(HubError, match=r"already|with the code"):
        add(manager, name, cells)


def test_rows_are_written_by_who_may_write_at_their_site(manager, target):
    for name, cells, role in (
        ("plan", target, TEAM_MANAGER),
        ("milestones", MILESTONE, CASEWORKER),
        ("milestones", MILESTONE | {"site": "manchester"}, TEAM_MANAGER),
        ("priorities", PRIORITY | {"site": "manchester"}, SYSTEMS_LEAD),
        ("priorities", PRIORITY | {"site": ""}, SYSTEMS_LEAD),
    ):
        by = standing(person((role, "london")))
        with pytest.raises(RefusedError):
            add(by, name, cells)
        one = add(manager, name, cells)
        with pytest.raises(RefusedError):
            change(by, name, one, cells)
        FOLDER_TABLES[name].remove(by=manager, pk=one, expected=1)


def test_a_row_that_plans_another_number_leads_the_last_change_there(manager, target):
    pk = add(manager, "plan", target)
    adapted(manager, Target.objects.get(pk=pk), 30)
    change(manager, "plan", pk, target | {"planned": "25"})
    assert (Adaptation.objects.get().planned_before, Adaptation.objects.get().planned_since) == (40, 25)
    assert rows_of(manager, "plan")[pk].cells["planned"] == "25"


def test_a_row_of_a_priority_has_the_latest_status(manager):
    pk = add(manager, "priorities", PRIORITY | {"status": "drafted"})
    consulted(manager, Priority.objects.get(pk=pk))
    assert rows_of(manager, "priorities")[pk].cells["status"] == "consulted on"
