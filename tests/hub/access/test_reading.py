"""What is shown is filtered, written down first, and handed out as plain values."""

import csv
import io
from dataclasses import dataclass

import pytest
from sample import actions, policy, queries
from sample.models import Child
from sample.people import child, person, standing, visit

from tideturn.hub.access.reading import show, show_page
from tideturn.hub.access.refusing import NotVisibleError, RefusedError
from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, FUNDER, TEAM_MANAGER
from tideturn.hub.access.tables import harmless, table
from tideturn.hub.audit.models import Event
from tideturn.hub.kernel.disclosure import UndisclosedError

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Holds:
    child: object


def test_a_page_shows_whom_one_may_see_and_the_audit_knows_each() -> None:
    here = [child("london") for _ in range(3)]
    child("bristol")
    user = person((CASEWORKER, "london"))
    page = queries.children_seen(standing(user))
    assert {one.id for one in page.shown} == {one.pk for one in here}
    assert (page.number, page.pages, page.total) == (1, 1, 3)
    event = Event.objects.get()
    assert (event.actor, event.site, set(event.subjects)) == (user.pk, "london", {str(one.pk) for one in here})
    assert event.details["roles"] == ["caseworker"]
    assert event.details["by_break_glass"] == []


def test_pages_are_never_longer_than_a_hundred_and_past_the_last_is_the_last() -> None:
    for _ in range(23):
        child("london")
    by = standing(person((CASEWORKER, "london")))
    page = queries.children_seen(by, number=9)
    assert (page.number, page.pages, len(page.shown)) == (2, 2, 3)
    rows = Child.objects.order_by("pk")
    given = {"action": actions.CHILDREN_LISTED, "gather": lambda one: queries.Paper(one.reference, b"")}
    assert len(show_page(by, policy.READABLE, rows, size=100_000, **given).shown) == 23
    assert len(show_page(by, policy.READABLE, rows, number=-4, size=-1, **given).shown) == 1
    with pytest.raises(ValueError, match="no order"):
        show_page(by, policy.READABLE, Child.objects.all(), **given)


def test_counts_and_linked_records_are_those_that_one_sees() -> None:
    here, there = child("london"), child("bristol")
    visit(here, also_about=there)
    user = person((CASEWORKER, "london"))
    shown = queries.child_read(standing(user), here.pk)
    assert (shown.visits, shown.linked) == (("Said a planted thing",), ())
    both = person((CASEWORKER, "london"), (CASEWORKER, "bristol"))
    assert queries.child_read(standing(both), here.pk).linked == (there.reference,)


def test_a_search_finds_whom_one_may_see() -> None:
    here = child("london", name="Zoë O’Neill")
    child("bristol", name="Zoë O’Neill")
    found = queries.children_named(standing(person((CASEWORKER, "london"))), "zoe oneill")
    assert ([one.id for one in found.shown], found.total) == ([here.pk], 1)


def test_a_search_that_finds_nobody_is_told_and_names_are_not_gone_through() -> None:
    by = standing(person((CASEWORKER, "london")))
    for _ in range(30):
        assert queries.children_named(by, "nobody at all").total == 0
    assert [event.details for event in Event.objects.filter(action="sample.search_children")] == [{"found": 0}] * 30
    with pytest.raises(RefusedError, match="30 times within a minute"):
        queries.children_named(by, "nobody at all")
    assert queries.children_named(standing(person((CASEWORKER, "london"))), "nobody at all").total == 0


def test_a_page_that_is_not_for_ones_roles_is_not_there() -> None:
    for asked in (queries.children_seen, queries.children_exported):
        with pytest.raises(NotVisibleError):
            asked(standing(person((FUNDER, ALL_SITES))))
    with pytest.raises(NotVisibleError):
        queries.children_exported(standing(person((CASEWORKER, "london"))))


def test_an_export_is_written_down_whole() -> None:
    ids = {child("london").pk for _ in range(120)}
    assert len(queries.children_exported(standing(person((TEAM_MANAGER, "london"))))) == 120
    told = Event.objects.filter(action="sample.export_children")
    assert sorted(len(event.subjects) for event in told) == [20, 100]
    assert {subject for event in told for subject in event.subjects} == {str(one) for one in ids}
    assert {event.details["records"] for event in told} == {120}


def test_a_view_that_reads_a_record_itself_opens_nothing() -> None:
    here = child("london")
    found = policy.READABLE.get_visible(standing(person((CASEWORKER, "london"))), here.pk)
    with pytest.raises(UndisclosedError):
        _ = found.name


def test_nothing_is_handed_out_that_could_be_opened_later() -> None:
    here = child("london")
    by = standing(person((CASEWORKER, "london")))
    for gather, told in (
        (lambda one: one, "no frozen dataclass"),
        (lambda one: one.name, "no frozen dataclass"),
        (lambda one: Holds(one), "holds a record"),
        (lambda one: Holds([one]), "holds a record"),
    ):
        with pytest.raises(TypeError, match=told):
            show(by, policy.READABLE, here.pk, action=actions.CHILD_READ, gather=gather)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\tx", "\nx", "\r=1", "  =1", "＝1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    body = table("x", ("a",), [(cell,)]).content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(body, newline="")))[1] == [f"'{cell}"]


@pytest.mark.parametrize("cell", ["A = B", "Zoë", "", "12", "a-b"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell
