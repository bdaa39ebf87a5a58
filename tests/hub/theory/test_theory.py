"""The theory’s next version is worked on and made the version; what was made is never altered."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample import outcomes
from sample.history import removed
from sample.outcomes import outcome
from sample.people import person, standing
from sample.theory import (
    begun,
    box,
    change_box,
    change_link,
    changed_box,
    changed_link,
    first_version,
    link,
    of_next,
    remove_box,
    remove_link,
    version,
)

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER, ROLES
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import EditsMeetError
from tideturn.hub.resources.reading import read
from tideturn.hub.theory import api
from tideturn.hub.theory.drawing import reading
from tideturn.hub.theory.models import Link, Node, Version, Working, WorkingLink, WorkingNode
from tideturn.hub.theory.next_version import (
    BOXES,
    FROM_LATEST,
    FROM_NOTHING,
    FROM_TEMPLATE,
    LINKS,
    begin_next,
    discard_next,
    say_since_when,
)
from tideturn.hub.theory.resource import VERSION, links_of, nodes_of

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def manager():
    return standing(person((PROGRAMME_MANAGER, ALL_SITES)))


def held(number: int) -> tuple[set[str], set[tuple[str, str, str]]]:
    """The boxes and links of a version, in words."""
    links = links_of(number).values_list("from_node__title", "to_node__title", "assumption")
    return set(nodes_of(number).values_list("title", flat=True)), set(links)


FIRST = (
    {"Training", "They know the signs", "Safer"},
    {("Training", "They know the signs", "Employers release people"), ("They know the signs", "Safer", "")},
)


def test_a_version_holds_what_was_worked_on(manager):
    made = first_version(manager)
    assert (made.number, made.reason, held(1)) == (1, "Agreed", FIRST)
    assert not Working.objects.exists()
    assert (api.latest_number(), made.on) == (1, date(2026, 1, 5))


def test_what_is_altered_is_another_box_and_the_version_before_stays(manager):
    first_version(manager)
    begun(manager, FROM_LATEST)
    changed_box(manager, "They know the signs", title="Professionals know the signs")
    version(manager, reason="Put more plainly")
    assert held(1) == FIRST
    assert held(2) == (
        {"Training", "Professionals know the signs", "Safer"},
        {
            ("Training", "Professionals know the signs", "Employers release people"),
            ("Professionals know the signs", "Safer", ""),
        },
    )
    new = Node.objects.get(title="Professionals know the signs")
    assert (new.from_version, new.replaces.title, new.replaces.to_version) == (2, "They know the signs", 1)
    training = Node.objects.get(title="Training")
    assert (training.from_version, training.to_version) == (1, None)


def test_a_link_that_is_altered_is_another_link(manager):
    first_version(manager)
    begun(manager, FROM_LATEST)
    changed_link(manager, "Training", assumption="People come")
    version(manager)
    assert held(1) == FIRST
    assert ("Training", "They know the signs", "People come") in held(2)[1]
    assert Node.objects.count() == 3
    old, new = Link.objects.filter(from_node__title="Training").order_by("from_version")
    assert (old.to_version, new.from_version, new.replaces) == (1, 2, old)


def test_what_is_taken_out_goes_with_its_links(manager):
    first_version(manager)
    begun(manager, FROM_LATEST)
    gone = of_next("They know the signs")
    remove_box(by=manager, pk=gone.pk, expected=gone.version)
    assert not WorkingLink.objects.exists()
    version(manager)
    assert (held(1), held(2)) == (FIRST, ({"Training", "Safer"}, set()))


def test_what_is_thrown_away_leaves_the_theory_as_it_was(manager):
    first_version(manager)
    begun(manager, FROM_LATEST)
    changed_box(manager, "Safer", title="Much safer")
    discard_next(by=manager)
    assert (held(1), Version.objects.count(), WorkingNode.objects.count()) == (FIRST, 1, 0)
    for model, of_each in ((WorkingNode, 3), (WorkingLink, 2)):  # the first time it was made the version
        assert removed(model).count() == of_each * 2
    with pytest.raises(HubError, match="There is no next version any more"):
        box(manager, "Late")


def test_a_version_says_why_and_since_when(manager):
    first_version(manager)
    begun(manager, FROM_LATEST)
    box(manager, "Advice")
    with pytest.raises(HubError, match="Write a reason, or choose the learning point"):
        version(manager, reason="")
    with pytest.raises(HubError, match="version 1 came into force on 5 January 2026"):
        version(manager, on=date(2026, 1, 4))
    with pytest.raises(HubError, match="still to come"):
        version(manager, on=clock.today() + timedelta(days=1))
    assert version(manager, on=date(2026, 1, 5)).number == 2


def test_a_version_that_alters_nothing_is_none(manager):
    first_version(manager)
    begun(manager, FROM_LATEST)
    with pytest.raises(HubError, match="Nothing was altered"):
        version(manager)
    assert Version.objects.count() == 1


def test_there_is_one_next_version_at_a_time_and_it_begins_with_the_latest(manager):
    begun(manager)
    with pytest.raises(HubError, match="already a next version"):
        begun(manager)
    discard_next(by=manager)
    first_version(manager)
    for beginning in (FROM_NOTHING, FROM_TEMPLATE):
        with pytest.raises(HubError, match="There is already a theory"):
            begun(manager, beginning)


def test_the_template_is_whole_and_has_no_ring(manager):
    begun(manager, FROM_TEMPLATE)
    assert (WorkingNode.objects.count(), WorkingLink.objects.count()) == (len(BOXES), len(LINKS))
    assert 10 <= len(BOXES) <= 15
    joined = {one[end] for one in LINKS for end in ("from", "to")}
    assert joined == set(BOXES)
    for one in WorkingLink.objects.all():  # each is held against the others as it would be when it is altered
        before = {"from_node": one.from_node_id, "to_node": one.to_node_id}
        change_link(by=manager, pk=one.pk, expected=1, assumption="Another", rivals="", **before)
    assert version(manager).number == 1


def test_links_never_run_in_a_ring(manager):
    begun(manager)
    one, two, three = (box(manager, title, "outcome") for title in ("One", "Two", "Three"))
    link(manager, one, two)
    last = link(manager, two, three)
    with pytest.raises(HubError, match="the links would run in a ring: “Three” → “One” → “Two” → “Three”"):
        link(manager, three, one)
    with pytest.raises(HubError, match="“One” already leads to “Two”"):
        link(manager, one, two)
    with pytest.raises(HubError, match=r"To which box: a box cannot lead to itself"):
        link(manager, one, one)
    ends = {"from_node": two.pk, "to_node": one.pk}
    with pytest.raises(HubError, match="in a ring: “Two” → “One” → “Two”"):
        change_link(by=manager, pk=last.pk, expected=1, **ends)
    ends = {"from_node": three.pk, "to_node": two.pk}
    assert change_link(by=manager, pk=last.pk, expected=1, **ends).version == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=20))
def test_whatever_is_linked_the_core_finds_no_ring(manager, attempts):
    Working.objects.all().delete()
    begun(manager)
    boxes = [box(manager, f"Box {number}", "outcome") for number in range(6)]
    for start, end in attempts:
        try:
            link(manager, boxes[start], boxes[end])
        except HubError:
            continue
    edges = set(WorkingLink.objects.values_list("from_node_id", "to_node_id"))
    while edges:  # what leads to nothing further is taken away, until nothing is left
        onward = {start for start, _ in edges}
        ends = {edge for edge in edges if edge[1] not in onward}
        assert ends, "the rest runs in a ring"
        edges -= ends
    Working.objects.all().delete()


def test_two_who_alter_one_box_are_both_heard(manager):
    begun(manager)
    one = box(manager, "Training")
    changed_box(manager, "Training", title="Training for police")
    with pytest.raises(EditsMeetError):
        change_box(by=manager, pk=one.pk, expected=1, kind="activity", title="Training for schools")
    with pytest.raises(EditsMeetError):
        remove_box(by=manager, pk=one.pk, expected=1)
    assert of_next("Training for police").version == 2


def test_an_outcome_that_a_box_stands_for_is_not_removed(manager):
    safety = outcome(manager)
    begun(manager)
    box(manager, "Safer", "outcome", outcome=safety.pk)
    with pytest.raises(HubError, match="1 box of the theory’s next version"):
        outcomes.remove_outcome(by=manager, pk=safety.pk, expected=1)
    version(manager)
    with pytest.raises(HubError, match="1 box of the theory of change"):
        outcomes.remove_outcome(by=manager, pk=safety.pk, expected=1)
    gone = outcome(manager, title="Gone")
    outcomes.remove_outcome(by=manager, pk=gone.pk, expected=1)
    begun(manager, FROM_LATEST)
    with pytest.raises(HubError, match="that outcome is not there any more"):
        box(manager, "Late", outcome=gone.pk)


def test_what_the_audit_is_told_is_which_record_and_which_fields(manager):
    begun(manager)
    one = box(manager, "Training")
    changed_box(manager, "Training", title="Training for police")
    version(manager)
    told = Event.objects.filter(action__startswith="theory.").order_by("at")
    assert [(event.action, event.details) for event in told] == [
        ("theory.begin_next", {}),
        ("theory.add_box", {}),
        ("theory.change_box", {"fields": ["title"]}),
        ("theory.make_version", {"version": 1}),
    ]
    assert told[1].record == one.pk


def test_who_may(manager):
    made = first_version(manager)
    begun(manager, FROM_LATEST)
    one = of_next("Training")
    for role in ROLES.values():
        if role is PROGRAMME_MANAGER:
            continue
        by = standing(person((role, ALL_SITES if role.may_be_at(ALL_SITES) else "london")))
        if role.code in ("funder", "administrator"):
            with pytest.raises(NotVisibleError):
                reading.theory_now(by)
            with pytest.raises(NotVisibleError):
                read(VERSION, made.pk, by=by)
            assert api.node_choices(by) == []
        else:
            assert len(reading.theory_now(by).theory.boxes) == 3
            assert read(VERSION, made.pk, by=by)["number"] == 1
            assert [label for label, _ in api.node_choices(by)] == ["Activity", "Output", "Outcome"]
        with pytest.raises(NotVisibleError):
            reading.next_read(by)
        for do in (
            lambda by=by: box(by, "Mine"),
            lambda by=by: version(by),
            lambda by=by: begin_next(by=by),
            lambda by=by: discard_next(by=by),
            lambda by=by: remove_box(by=by, pk=one.pk, expected=1),
            lambda by=by: say_since_when(by=by, on=date(2026, 1, 1), reason="Mine"),
        ):
            with pytest.raises(RefusedError):
                do()
    assert WorkingNode.objects.count() == 3


def test_other_rooms_know_a_box_by_its_words_and_code(manager):
    first_version(manager)
    training = Node.objects.get(title="Training")
    assert api.node_choices(manager, ["activity"]) == [("Activity", [(str(training.pk), "Training")])]
    begun(manager, FROM_LATEST)
    changed_box(manager, "Training", title="Advice")
    version(manager)
    named = api.nodes_named([training.pk])[training.pk]
    assert (named.title, named.until, named.code) == ("Training", 1, training.code)
    assert [one for _, among in api.node_choices(manager, ["activity"]) for one in among] == [
        (str(Node.objects.get(title="Advice").pk), "Advice")
    ]
    assert (api.node_of_code(training.code), api.node_of_code("none")) == (training.pk, None)


EDITS = st.lists(
    st.tuples(
        st.sampled_from(("add box", "change box", "remove box", "add link", "change link", "remove link", "publish")),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    max_size=40,
)


def one_of(model: type[WorkingNode] | type[WorkingLink], number: int):
    found = list(model.objects.order_by("added_at", "pk"))
    return found[number % len(found)] if found else None


def edited(by, what: str, first: int, second: int) -> None:
    """Do it, where there is something to do it to. Raises HubError where it cannot be."""
    node, other, arrow = one_of(WorkingNode, first), one_of(WorkingNode, second), one_of(WorkingLink, first)
    if what == "publish":
        version(by)
        begun(by, FROM_LATEST)
    elif what == "add box":
        box(by, f"Box {first}", "outcome")
    elif what == "add link" and node and other:
        link(by, node, other)
    elif what == "change box" and node:
        change_box(by=by, pk=node.pk, expected=node.version, kind="outcome", title=f"Another {second}")
    elif what == "remove box" and node:
        remove_box(by=by, pk=node.pk, expected=node.version)
    elif what == "change link" and arrow:
        ends = {"from_node": arrow.from_node_id, "to_node": arrow.to_node_id}
        change_link(by=by, pk=arrow.pk, expected=arrow.version, assumption=f"If {second}", **ends)
    elif what == "remove link" and arrow:
        remove_link(by=by, pk=arrow.pk, expected=arrow.version)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(EDITS)
def test_however_it_is_altered_no_version_that_was_made_is_ever_another(manager, edits):
    with transaction.atomic():
        begun(manager)
        made: dict[int, object] = {}
        for what, first, second in edits:
            before = Version.objects.count()
            try:
                edited(manager, what, first, second)
            except HubError:
                continue
            if Version.objects.count() > before:
                made[before + 1] = as_it_stands(before + 1)
            assert {number: as_it_stands(number) for number in made} == made
        for one in Link.objects.select_related("from_node", "to_node"):  # as the core’s check asks of a folder
            for end in (one.from_node, one.to_node):
                assert end.from_version <= one.from_version
                assert end.to_version is None or (one.to_version is not None and one.to_version <= end.to_version)
        transaction.set_rollback(True)


def as_it_stands(number: int) -> object:
    nodes = nodes_of(number).order_by("pk").values_list("pk", "kind", "title")
    links = links_of(number).order_by("pk").values_list("pk", "from_node_id", "to_node_id", "assumption", "rivals")
    return list(nodes), list(links)
