"""What is shown is filtered, written down first, and handed out as plain values."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from sample import actions, policy, queries
from sample.models import Child, Visit
from sample.people import child, person, standing, visit

from tideturn.hub.access import services
from tideturn.hub.access.models import BreakGlass
from tideturn.hub.access.reading import show, show_all, show_found, show_page
from tideturn.hub.access.roles import ALL_SITES, CASEWORKER, FUNDER, SAFEGUARDING_LEAD, TEAM_MANAGER
from tideturn.hub.access.tables import harmless, table
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common import clock
from tideturn.hub.crypto import files
from tideturn.hub.crypto.disclosure import UndisclosedError

pytestmark = [pytest.mark.database, pytest.mark.django_db]


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


def test_records_are_counted_and_paged_through_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tideturn.hub.access.reading.COUNTED", 6)
    by = standing(person((CASEWORKER, "london")))
    given = {"action": actions.CHILDREN_LISTED, "gather": lambda one: queries.Paper(one.reference, b""), "size": 3}
    for many, expected in ((6, (6, 2, False)), (1, (6, 2, True)), (3, (6, 2, True))):
        for _ in range(many):
            child("london")
        page = show_page(by, policy.READABLE, Child.objects.order_by("pk"), number=9, **given)
        assert (page.total, page.pages, page.more) == expected
        assert (page.number, len(page.shown)) == (2, 3)


def test_counts_and_linked_records_are_those_that_one_sees() -> None:
    here, there = child("london"), child("bristol")
    visit(here, also_about=there)
    user = person((CASEWORKER, "london"))
    shown = queries.child_read(standing(user), here.pk)
    assert (shown.visits, shown.linked) == (("Said a planted thing",), ())
    both = person((CASEWORKER, "london"), (CASEWORKER, "bristol"))
    assert queries.child_read(standing(both), here.pk).linked == (there.name,)
    subjects = Event.objects.order_by("at").values_list("subjects", flat=True)
    assert list(subjects) == [[str(here.pk)], [str(here.pk), str(there.pk)]]


def unfiltered(found: Child) -> queries.Paper:
    """As a room must not: whoever is linked, whatever their own rule says."""
    return queries.Paper(Child.objects.get(named_in__child=found).name, b"")


def followed(found: Child) -> queries.Paper:
    return queries.Paper(found.visits.get().also_about.name, b"")


def noted(found: Child) -> queries.Paper:
    """A row of another kind that belongs to the record, and was not fetched with it."""
    return queries.Paper(found.visits.get().told, b"")


def paper_read(found: Child) -> queries.Paper:
    return queries.Paper("", files.content(found.visits.get().paper))


def paper_named(found: Child) -> queries.Paper:
    return queries.Paper(found.visits.get().paper.name, b"")


ALL_WAYS = ("page", "search", "export", "record", "break_glass")


def shown_by(way: str, user: User, here: Child, gather: Callable[[Child], object], linked=None) -> object:
    given = {"action": actions.CHILD_READ, "gather": gather}
    if way == "break_glass":
        now = clock.now()
        until = now + timedelta(hours=3)
        BreakGlass.objects.create(user=user, kind="child", record=here.pk, reason="In danger", at=now, until=until)
    by = standing(user)
    rows = (linked(by) if linked else Child.objects.all()).filter(pk=here.pk).order_by("pk")
    if way == "page":
        return show_page(by, policy.READABLE, rows, **given).shown[0]
    if way == "search":
        return show_found(by, policy.READABLE, rows, **given).shown[0]
    if way == "export":
        return show_all(by, policy.READABLE, rows, **given)[0]
    return show(by, policy.READABLE, here.pk, rows=rows, **given)


def reader(way: str) -> User:
    return person((CASEWORKER, "leeds" if way == "break_glass" else "london"))


@pytest.mark.parametrize("way", ALL_WAYS)
@pytest.mark.parametrize(
    ("gather", "told"),
    [
        (unfiltered, r"sample\.Child\.name"),
        (followed, r"sample\.Child\.name"),
        (noted, r"sample\.Visit\.told"),
        (paper_read, r"crypto\.KeptFile\.content"),
        (paper_named, r"crypto\.KeptFile\.name"),
    ],
)
@pytest.mark.parametrize("site", ["bristol", "london"])
def test_whom_a_link_leads_to_is_not_opened_unless_fetched_by_their_own_rule(way, gather, told, site) -> None:
    """Also where one may see them: the audit would not name them."""
    here = child("london")
    visit(here, also_about=child(site), paper=files.keep(b"A planted paper", "planted.txt"))
    with pytest.raises(UndisclosedError, match=told) as raised:
        shown_by(way, reader(way), here, gather)
    assert "lanted" not in str(raised.value)


@pytest.mark.parametrize("way", ALL_WAYS)
def test_what_is_linked_and_seen_is_shown_and_named(way: str) -> None:
    here, beside, there = child("london"), child("london", name="Planted Beside"), child("bristol")
    for other in (beside, there):
        visit(here, also_about=other, paper=files.keep(b"A planted paper", "planted.txt"))

    def gather(found: Child) -> Holds:
        seen = found.seen_visits
        return Holds(tuple((one.told, one.other and one.other.name, files.content(one.paper)) for one in seen))

    shown = shown_by(way, reader(way), here, gather, queries.with_visits)
    said = "Said a planted thing"
    # By break-glass the record itself is open, and nobody whom it names.
    other = None if way == "break_glass" else "Planted Beside"
    assert set(shown.child) == {(said, other, b"A planted paper"), (said, None, b"A planted paper")}
    named = [str(here.pk)] if way == "break_glass" else [str(here.pk), str(beside.pk)]
    assert Event.objects.get().subjects == named


def test_a_link_through_another_is_shown_too() -> None:
    here, beside = child("london"), child("london", name="Planted Beside")
    visit(here, also_about=beside)
    by = standing(person((CASEWORKER, "london")))
    others = policy.READABLE.prefetch("also_about", by, to="other")
    rows = Child.objects.prefetch_related(
        policy.VISITS.prefetch("visits", by, to="seen_visits", rows=Visit.objects.prefetch_related(others)),
        policy.READABLE.prefetch("visits__also_about", by, to="another"),
    )

    def gather(found: Child) -> Holds:
        return Holds((found.seen_visits[0].other.name, found.visits.all()[0].another.name))

    shown = show(by, policy.READABLE, here.pk, action=actions.CHILD_READ, gather=gather, rows=rows)
    assert shown.child == ("Planted Beside", "Planted Beside")
    assert Event.objects.get().subjects == [str(here.pk), str(beside.pk)]


def test_what_was_fetched_for_another_is_shown_to_nobody() -> None:
    here = child("london")
    visit(here, also_about=child("bristol"))
    lead = standing(person((SAFEGUARDING_LEAD, ALL_SITES)))
    by = standing(person((CASEWORKER, "london")))
    given = {"action": actions.CHILD_READ, "gather": lambda found: Holds(found.seen_visits[0].other.name)}
    with pytest.raises(ValueError, match="seen_visits was fetched for another"):
        show(by, policy.READABLE, here.pk, rows=queries.with_visits(lead), **given)
    assert not Event.objects.exists()


def test_as_many_queries_are_asked_for_many_linked_as_for_one() -> None:
    by = standing(person((CASEWORKER, "london")))
    for linked in (1, 5):
        here = child("london")
        for _ in range(linked):
            visit(here, also_about=child("london"))
        with CaptureQueriesContext(connection) as asked:
            assert len(queries.child_read(by, here.pk).linked) == linked
        selects = [one["sql"] for one in asked.captured_queries if one["sql"].startswith("SELECT")]
        assert len(selects) == 3


def test_more_people_than_an_event_names_are_named_by_several() -> None:
    by = standing(person((CASEWORKER, "london")))
    here = child("london")
    others = Child.objects.bulk_create(Child(reference=f"M-{n}", site="london", name="Planted") for n in range(600))
    Visit.objects.bulk_create(Visit(child=here, also_about=other, told="Planted") for other in others)
    assert len(queries.child_read(by, here.pk).linked) == 600
    events = Event.objects.all()
    assert sorted(len(event.subjects) for event in events) == [101, 500]
    assert {one for event in events for one in event.subjects} == {str(one.pk) for one in (here, *others)}


def test_within_another_disclosure_both_are_open_and_afterwards_neither() -> None:
    here, beside = child("london"), child("london")
    by = standing(person((CASEWORKER, "london")))

    def gather(found: Child) -> queries.Paper:
        other = queries.child_read(by, beside.pk)
        with pytest.raises(UndisclosedError):
            _ = Child.objects.get(pk=beside.pk).name
        return queries.Paper(found.name + other.name, b"")

    show(by, policy.READABLE, here.pk, action=actions.CHILD_READ, gather=gather)
    assert Event.objects.count() == 2
    with pytest.raises(UndisclosedError):
        _ = Child.objects.get(pk=here.pk).name


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
        (lambda one: Holds(Holds(one)), "holds a record"),
        (lambda one: Holds({"of": [(one,)]}), "holds a record"),
        (lambda one: Holds({one}), "holds a record"),
        (lambda one: Holds(one.visits), "holds a record"),
    ):
        with pytest.raises(TypeError, match=told):
            show(by, policy.READABLE, here.pk, action=actions.CHILD_READ, gather=gather)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\tx", "\nx", "\r=1", "  =1", "＝1", "\u200b=1", "\ufeff=1"]
)
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    body = table("x", ("a",), [(cell,)]).content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(body, newline="")))[1] == [f"'{cell}"]


@pytest.mark.parametrize("cell", ["A = B", "Zoë", "", "12", "a-b"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


def test_what_break_glass_alone_opens_is_told_as_that_and_by_no_role() -> None:
    person((SAFEGUARDING_LEAD, ALL_SITES))
    restricted, seen, user = child("london", restricted=True), child("london"), person((CASEWORKER, "london"))
    services.break_glass(
        by=standing(user), kind=policy.GLASS, reference=restricted.reference, reason="She is in danger"
    )
    queries.child_read(standing(user), restricted.pk)
    queries.child_read(standing(user), seen.pk)
    told = Event.objects.filter(action="sample.read_child").order_by("at")
    assert [(one.details["roles"], one.details["by_break_glass"]) for one in told] == [
        ([], [str(restricted.pk)]),
        (["caseworker"], []),
    ]


def test_somebody_of_another_site_who_is_shown_as_well_is_told_with_the_role_that_shows_them() -> None:
    here, there = child("london"), child("bristol")
    visit(here, also_about=there)
    by = standing(person((CASEWORKER, "london"), (TEAM_MANAGER, "bristol")))
    rows = Child.objects.prefetch_related(
        policy.VISITS.prefetch("visits", by, to="seen"), policy.READABLE.prefetch("seen__also_about", by, to="others")
    )
    show(by, policy.READABLE, here.pk, action=actions.CHILD_READ, rows=rows, gather=lambda one: Holds(one.reference))
    told = Event.objects.get()
    assert (told.site, told.details["roles"]) == ("", ["caseworker", "team_manager"])
