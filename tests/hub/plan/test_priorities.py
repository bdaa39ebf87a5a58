"""Priorities and their way: drafted, consulted on, agreed, retired; who may, and what is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample.history import removed
from sample.partners import changed_to
from sample.people import person, standing
from sample.places import site, year
from sample.plan import agreed, consulted, priority, priority_read, remove_priority, remove_step, retired

from tideturn.hub.access.roles import ALL_SITES, FUNDER, PROGRAMME_MANAGER, SYSTEMS_LEAD, TEAM_MANAGER
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import EditsMeetError
from tideturn.hub.plan.models import Priority, Step
from tideturn.hub.plan.overview import priorities_by_element, year_asked, year_planned
from tideturn.hub.plan.priorities import PRIORITY

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def manager():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    site(by, "london", "London")
    site(by)
    return by


def changed(by, one, **said):
    return changed_to(PRIORITY, by, one.pk, **said)


def test_a_priority_goes_its_way_and_each_step_is_told(manager):
    one, other = priority(manager, words="From debriefs"), priority(manager, title="Another")
    consulted(manager, one, changed_because="Its title")
    consulted(manager, one, on="2026-03-04", with_whom="Tidewater Police")
    agreed(manager, one, on="2026-03-10", with_whom="The board")
    retired(manager, one, on="2026-04-01", words="It was met", replaced_by=other.pk)
    shown = priority_read(manager, one.pk)
    assert (shown["status"], shown["begins_on"], shown["ends_on"]) == ("retired", date(2026, 3, 10), date(2026, 4, 1))
    said = ("status", "with_whom", "words", "changed_because")
    assert [tuple(step.said[name] for name in said) for step in shown["steps"]] == [
        ("Retired", "", "It was met", ""),
        ("Agreed", "The board", "", ""),
        ("Consulted on", "Tidewater Police", "Heads must be asked first", ""),
        ("Consulted on", "Northgate Council", "Heads must be asked first", "Its title"),
        ("Drafted", "", "From debriefs", ""),
    ]
    assert (shown["steps"][0]["replaced_by"], shown["steps"][0]["instead"]) == (other.pk, "Another")


@pytest.mark.parametrize("before", [(), (consulted,), (consulted, agreed), (retired,)])
@pytest.mark.parametrize("then", [consulted, agreed, retired])
def test_a_step_follows_those_that_it_may_follow(manager, before, then):
    one = priority(manager)
    for take in before:
        take(manager, one)
    may = {
        (): (consulted, retired),
        (consulted,): (consulted, agreed, retired),
        (consulted, agreed): (retired,),
        (retired,): (),
    }[before]
    if then in may:
        then(manager, one, on="2026-03-06")
        return
    with pytest.raises(HubError, match="The priority is"):
        then(manager, one, on="2026-03-06")
    assert Step.objects.count() == len(before) + 1


@pytest.mark.parametrize(
    ("take", "said", "told"),
    [
        (consulted, {"on": "2026-03-01"}, "The last step was on 2 March 2026"),
        (consulted, {"on": str(clock.today() + timedelta(days=1))}, "still to come"),
        (consulted, {"with_whom": ""}, "Who was consulted: nothing is written"),
        (consulted, {"with_whom": "a" * 201}, "Shorten it to 200"),
        (consulted, {"words": " "}, "What they said: nothing is written"),
        (retired, {"words": ""}, "Why it is retired: nothing is written"),
    ],
)
def test_a_step_that_cannot_be_is_refused_with_a_sentence(manager, take, said, told):
    one = priority(manager)
    with pytest.raises(HubError, match=told):
        take(manager, one, **said)
    assert (Step.objects.count(), Priority.objects.get().status) == (1, "drafted")


def test_nothing_is_in_its_own_place(manager):
    one = priority(manager)
    with pytest.raises(HubError, match="cannot replace itself"):
        retired(manager, one, replaced_by=one.pk)


def test_the_last_step_is_taken_back_and_the_priority_stands_as_before(manager):
    one = priority(manager)
    first, second = consulted(manager, one), agreed(manager, one)
    with pytest.raises(HubError, match="has later steps"):
        remove_step(by=manager, pk=first.pk, expected=1)
    with pytest.raises(EditsMeetError):
        remove_step(by=manager, pk=second.pk, expected=2)
    remove_step(by=manager, pk=second.pk, expected=1)
    now = Priority.objects.get()
    assert (now.status, now.begins_on, now.ends_on) == ("consulted on", date(2026, 3, 2), None)
    remove_step(by=manager, pk=first.pk, expected=1)
    with pytest.raises(HubError, match="first step of a priority"):
        remove_step(by=manager, pk=Step.objects.get().pk, expected=1)
    assert removed(Step).count() == 2


TAKES = {"consulted on": consulted, "agreed": agreed, "retired": retired}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([*TAKES, "back"]), st.integers(0, 20)), max_size=8))
def test_whatever_is_done_a_priority_stands_where_its_last_step_is(manager, deeds):
    Step.objects.all().delete()
    Priority.objects.all().delete()
    one = priority(manager)
    for deed, day in deeds:
        try:
            if deed == "back":
                last = priority_read(manager, one.pk)["steps"][0]
                remove_step(by=manager, pk=last.id, expected=last.version)
            else:
                TAKES[deed](manager, one, on=str(date(2026, 3, 2) + timedelta(days=day)))
        except HubError:
            pass
        shown = priority_read(manager, one.pk)
        assert shown["status"] == shown["steps"][0]["status"]
        agreed_on = [step["on"] for step in shown["steps"] if step["status"] == "agreed"]
        assert shown["begins_on"] == (agreed_on or [date(2026, 3, 2)])[0]
        assert shown["ends_on"] == (shown["steps"][0]["on"] if shown["status"] == "retired" else None)


def test_a_systems_lead_writes_at_their_sites_and_one_of_all_sites_for_all(manager):
    by = standing(person((SYSTEMS_LEAD, "london")))
    one, there, shared = priority(by), priority(manager, "manchester"), priority(manager, "")
    for found in (there, shared):
        for do in (
            lambda found=found: consulted(by, found),
            lambda found=found: changed(by, found, title="Mine"),
            lambda found=found: remove_priority(by=by, pk=found.pk, expected=1),
        ):
            with pytest.raises(RefusedError):
                do()
    for where in ("manchester", ""):
        with pytest.raises(RefusedError):
            priority(by, where)
        with pytest.raises(RefusedError):
            changed(by, one, site=where)
    everywhere = standing(person((SYSTEMS_LEAD, ALL_SITES)))
    assert consulted(everywhere, shared).status == "consulted on"
    assert changed(everywhere, one, site="").site == ""


def test_others_read_and_do_not_write(manager):
    one = priority(manager)
    by = standing(person((TEAM_MANAGER, "london")))
    assert priority_read(by, one.pk).title == one.title
    for do in (lambda: priority(by), lambda: consulted(by, one), lambda: changed(by, one, title="Mine")):
        with pytest.raises(RefusedError):
            do()
    funder = standing(person((FUNDER, ALL_SITES)))
    for read in (lambda: priority_read(funder, one.pk), lambda: priorities_by_element(funder)):
        with pytest.raises(NotVisibleError):
            read()


def test_they_are_told_by_element_and_site_and_what_is_over_stands_last(manager):
    over = priority(manager, title="A", element="pathways")
    retired(manager, over)
    priority(manager, title="B", element="pathways")
    priority(manager, "", title="C")
    priority(manager, "manchester", title="D")
    seen = [(title, [one.title for one in among]) for title, among in priorities_by_element(manager)]
    assert seen == [("Pathways", ["B", "A"]), ("Structures", ["C", "D"])]
    at = [(title, [one.title for one in among]) for title, among in priorities_by_element(manager, "manchester")]
    assert at == [("Structures", ["C", "D"])]


def test_a_year_has_the_priorities_that_hold_in_it_at_a_site_with_those_of_all(manager):
    year(manager, "2023-09-01", "2024-08-31")
    year(manager, "2024-09-01", "2025-08-31")
    over = priority(manager, title="A", on="2023-10-01")
    retired(manager, over, on="2024-08-31")
    priority(manager, "", title="B", on="2023-10-01")
    priority(manager, "manchester", title="C", on="2024-09-01")

    def held(number, site=""):
        planned = year_planned(manager, year_asked(number), site)
        return sorted(one.title for one in planned.priorities)

    assert held(1) == ["A", "B"]
    assert held(2) == ["B", "C"]
    assert held(1, "manchester") == ["B"]
    assert held(2, "london") == ["B"]


def test_one_that_is_in_anothers_place_stays_and_one_goes_with_its_way(manager):
    one, other = priority(manager), priority(manager)
    retired(manager, one, replaced_by=other.pk)
    with pytest.raises(HubError, match="other records use it: 1 step of a priority"):
        remove_priority(by=manager, pk=other.pk, expected=1)
    assert Step.objects.filter(priority=other).count() == 1
    remove_priority(by=manager, pk=one.pk, expected=2)
    remove_priority(by=manager, pk=other.pk, expected=1)
    assert not Priority.objects.exists()


def test_the_audit_is_told_which_and_no_words(manager):
    one = priority(manager)
    step = consulted(manager, one)
    changed(manager, one, title="Worded anew")
    draft, of = Step.objects.get(status="drafted"), {"priority": str(one.pk)}
    events = Event.objects.filter(action__startswith="plan.").order_by("at")
    assert [(event.action.split(".")[1], event.record, event.site, event.details) for event in events] == [
        ("add_priority", one.pk, "london", {}),
        ("draft_priority", draft.pk, "london", of),
        ("add_consultation", step.pk, "london", of),
        ("change_priority", one.pk, "london", {"fields": ["title"]}),
    ]
    latest = priority_read(manager, one.pk).changes[0].fields
    assert [(field.label, field.after) for field in latest] == [("Priority", "Worded anew")]
