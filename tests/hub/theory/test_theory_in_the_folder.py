"""The theory of change as rows of the programme folder: versions, boxes and links, with what cannot be."""

from datetime import date

import pytest
from sample import learning as points
from sample.folder import add, goes_round, rows_of
from sample.learning import learnt
from sample.outcomes import outcome
from sample.people import person, standing
from sample.places import site
from sample.theory import begun, box, first_version, version

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.common.errors import HubError
from tideturn.hub.learning.models import LearningPoint
from tideturn.hub.resources.tables import FOLDER_TABLES
from tideturn.hub.theory.drawing import reading
from tideturn.hub.theory.models import Node, Version
from tideturn.hub.theory.next_version import FROM_LATEST, say_since_when

pytestmark = pytest.mark.django_db
VERSION = {"version": "1", "date": "2026-01-05", "reason": "Agreed", "learning_id": ""}
NODE = {
    "node_id": "training",
    "kind": "activity",
    "title": "Training",
    "outcome_id": "",
    "from_version": "1",
    "to_version": "",
}
LINK = {
    "link_id": "link-1",
    "from_node": "training",
    "to_node": "known",
    "assumption": "People come",
    "rivals": "A film|Other training",
    "from_version": "1",
    "to_version": "",
}


@pytest.fixture
def manager():
    return standing(person((PROGRAMME_MANAGER, ALL_SITES)))


@pytest.fixture
def theory(manager):
    """Two versions, and two boxes of both."""
    add(manager, "toc_versions", VERSION)
    add(manager, "toc_versions", VERSION | {"version": "2", "date": "2026-02-01"})
    add(manager, "toc_nodes", NODE)
    add(manager, "toc_nodes", NODE | {"node_id": "known", "kind": "output", "title": "They know the signs"})


def point_of(manager) -> LearningPoint:
    site(manager, "london", "London")
    return learnt(manager)


def test_a_version_comes_back_as_it_was(manager):
    code = point_of(manager).code
    goes_round(manager, "toc_versions", VERSION, learning_id=code, date="2026-01-06", reason="Learnt")


def test_a_box_comes_back_as_it_was(manager, theory):
    outcome(manager, code="safety")
    row = NODE | {"node_id": "safer", "kind": "outcome", "title": "Safer", "outcome_id": "safety"}
    goes_round(manager, "toc_nodes", row, outcome_id="", to_version="2", title="Safe", kind="impact", from_version="")


def test_a_link_comes_back_as_it_was(manager, theory):
    goes_round(manager, "toc_links", LINK, assumption="", rivals="", to_version="1", from_version="1")


@pytest.mark.parametrize(
    ("table", "row", "told"),
    [
        ("toc_versions", VERSION, "There is already a version 1"),
        ("toc_versions", VERSION | {"version": "first"}, "version: first is not a number"),
        ("toc_versions", VERSION | {"version": "0"}, "version: 0 is no number of a version"),
        ("toc_versions", VERSION | {"version": "3", "date": "soon"}, "date: soon is not a date"),
        ("toc_versions", VERSION | {"version": "3", "reason": ""}, "reason: nothing is written"),
        (
            "toc_versions",
            VERSION | {"version": "3", "learning_id": "none"},
            "learning_id: there is no learning point none",
        ),
        ("toc_nodes", NODE, "There is a box of the theory with the code training"),
        ("toc_nodes", NODE | {"node_id": "new", "kind": "hope"}, "kind: hope is none of its terms"),
        ("toc_nodes", NODE | {"node_id": "new", "title": ""}, "title: nothing is written"),
        ("toc_nodes", NODE | {"node_id": "new", "title": "x" * 301}, "title: it has 301 characters"),
        ("toc_nodes", NODE | {"node_id": "new", "outcome_id": "none"}, "outcome_id: there is none with the code none"),
        ("toc_nodes", NODE | {"node_id": "new", "from_version": "9"}, "There is no version 9"),
        ("toc_nodes", NODE | {"node_id": "new", "from_version": "2", "to_version": "1"}, "comes before its first"),
        ("toc_links", LINK | {"from_node": "none"}, "from_node: there is none with the code none"),
        ("toc_links", LINK | {"to_node": "training"}, "to_node: a box cannot lead to itself"),
        ("toc_links", LINK | {"from_version": ""}, "in a version that the box"),
        ("toc_links", LINK | {"from_version": "9"}, "There is no version 9"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_a_sentence(manager, theory, table, row, told):
    before = len(rows_of(manager, table))
    with pytest.raises(HubError, match=told):
        add(manager, table, row)
    assert len(rows_of(manager, table)) == before


def test_links_of_one_version_never_run_in_a_ring(manager, theory):
    add(manager, "toc_links", LINK | {"to_version": "1"})
    back = LINK | {"link_id": "link-2", "from_node": "known", "to_node": "training"}
    with pytest.raises(HubError, match="in a ring: known → training → known"):
        add(manager, "toc_links", back)
    add(manager, "toc_links", back | {"from_version": "2"})  # by then the other has ended


def test_what_something_stands_on_is_not_removed(manager, theory):
    link = add(manager, "toc_links", LINK)
    rows = {row.cells["node_id"]: row for row in rows_of(manager, "toc_nodes").values()}
    with pytest.raises(HubError, match="1 link of the theory of change"):
        FOLDER_TABLES["toc_nodes"].remove(by=manager, pk=rows["training"].record, expected=1)
    first = Version.objects.get(number=1)
    with pytest.raises(HubError, match="began or ended with version 1"):
        FOLDER_TABLES["toc_versions"].remove(by=manager, pk=first.pk, expected=1)
    FOLDER_TABLES["toc_links"].remove(by=manager, pk=link, expected=1)
    FOLDER_TABLES["toc_nodes"].remove(by=manager, pk=rows["training"].record, expected=1)
    assert [one.code for one in Node.objects.all()] == ["known"]


def test_the_learning_point_that_led_to_a_version_stays(manager):
    one = point_of(manager)
    begun(manager)
    box(manager, "Training")
    version(manager, reason="", point=one.pk)
    made = Version.objects.get()
    assert made.reason.startswith("Learnt: ")
    with pytest.raises(HubError, match="1 version of the theory of change"):
        points.remove_point(by=manager, pk=one.pk, expected=1)


def test_nothing_is_recorded_beneath_what_is_being_worked_on(manager, theory):
    begun(manager, FROM_LATEST)
    with pytest.raises(HubError, match="is editing the theory’s next version"):
        add(manager, "toc_nodes", NODE | {"node_id": "new"})
    row = next(iter(rows_of(manager, "toc_nodes").values()))
    with pytest.raises(HubError, match="is editing the theory’s next version"):
        FOLDER_TABLES["toc_nodes"].change(by=manager, pk=row.record, expected=1, cells=NODE | {"title": "Other"})
    with pytest.raises(HubError, match="is editing the theory’s next version"):
        FOLDER_TABLES["toc_nodes"].remove(by=manager, pk=row.record, expected=1)


def test_what_is_worked_on_is_in_no_row(manager):
    first_version(manager)
    before = {name: [dict(row.cells) for row in rows_of(manager, name).values()] for name in ("toc_nodes", "toc_links")}
    begun(manager, FROM_LATEST)
    box(manager, "Not yet")
    assert before == {
        name: [dict(row.cells) for row in rows_of(manager, name).values()] for name in ("toc_nodes", "toc_links")
    }


def test_a_theory_that_came_without_a_version_is_made_the_first_one(manager):
    add(manager, "toc_nodes", NODE | {"from_version": ""})
    assert reading.theory_now(manager)["is_undated"]
    with pytest.raises(HubError, match="a folder without a version"):
        begun(manager, FROM_LATEST)
    say_since_when(by=manager, on=date(2026, 1, 5), reason="As it began")
    now = reading.theory_now(manager)
    assert (now["is_undated"], now["latest"]["number"], [one.title for one in now["theory"].boxes]) == (
        False,
        1,
        ["Training"],
    )
    with pytest.raises(HubError, match="no theory without a version"):
        say_since_when(by=manager, on=date(2026, 1, 5), reason="Again")
