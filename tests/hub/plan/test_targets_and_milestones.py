"""Targets and milestones: who writes and reads which, what is refused, and what the audit and the history are told."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st
from sample import plan
from sample.history import removed
from sample.learning import learnt, remove_point
from sample.people import person, standing
from sample.places import remove_site, remove_year, site, year
from sample.plan import adapted, delivered, milestone, milestone_read, node, stands, target, target_read

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER, ROLES, TEAM_MANAGER, Reach
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.answering import answering
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import EditsMeetError
from tideturn.hub.learning.api import what_they_changed
from tideturn.hub.plan import overview
from tideturn.hub.plan.models import Adaptation, Milestone, Target
from tideturn.hub.plan.resource import SAVED_MILESTONES, delivered_told, number_told, span
from tideturn.hub.plan.resource import stands as stands_told
from tideturn.hub.programme.api import sites_named
from tideturn.hub.programme.models import Year

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def manager():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    site(by, "london", "London")
    site(by)
    year(by)
    return by


@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.code)
def test_whoever_works_in_the_programme_reads_and_managers_write(manager, role):
    one, mile = target(manager), milestone(manager)
    by = standing(person((role, ALL_SITES if role.reach is Reach.EVERYWHERE else "london")))
    reads = (
        lambda: target_read(by, one.pk),
        lambda: milestone_read(by, mile.pk),
        lambda: overview.milestones_due(by),
        lambda: SAVED_MILESTONES.saved(QueryDict(), by),
        lambda: overview.adapted(by),
        lambda: overview.departed(by),
    )
    for read in reads:
        if role.code in ("funder", "administrator"):
            with pytest.raises(NotVisibleError):
                read()
        else:
            read()
    sets = (
        lambda: target(by, measure="days", node=one.node_id),
        lambda: adapted(by, one),
        lambda: plan.remove_target(by=by, pk=target(manager, measure="hours").pk, expected=1),
    )
    tells = (lambda: delivered(by, one), lambda: milestone(by), lambda: stands(by, mile, title="Another"))
    for may, do in (
        *((role is PROGRAMME_MANAGER, do) for do in sets),
        *((role in (PROGRAMME_MANAGER, TEAM_MANAGER), do) for do in tells),
    ):
        if may:
            do()
        else:
            with pytest.raises((RefusedError, NotVisibleError)):
                do()


def test_a_team_manager_writes_at_their_own_site_alone(manager):
    by = standing(person((TEAM_MANAGER, "london")))
    there, mile = target(manager, "manchester"), milestone(manager, "manchester")
    own = milestone(by)
    for do in (
        lambda: delivered(by, there),
        lambda: milestone(by, "manchester"),
        lambda: stands(by, mile),
        lambda: stands(by, own, site="manchester"),
        lambda: plan.remove_milestone(by=by, pk=mile.pk, expected=1),
    ):
        with pytest.raises(RefusedError):
            do()
    assert stands(manager, own, site="manchester").site == "manchester"


def test_changing_a_target_keeps_what_it_was_with_its_reason(manager):
    one = target(manager)
    adapted(manager, one, 30, "2026-03-02", reason="Schools were shut")
    adapted(manager, one, 35, "2026-04-02", reason="They opened")
    shown = target_read(manager, one.pk)
    assert shown["planned"] == 35
    assert [(told.title, told["reason"]) for told in shown["adaptations"]] == [
        ("From 30 to 35 sessions", "They opened"),
        ("From 40 to 30 sessions", "Schools were shut"),
    ]
    assert [field.before for change in shown.changes for field in change.fields if field.label == "Planned"] == [
        "30",
        "40",
        "",
    ]
    assert [one["component"] for one, _ in overview.adapted(manager)] == ["training", "training"]
    assert overview.adapted(manager, "manchester") == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"planned": 40}, "same as the old one"),
        ({"reason": " "}, "nothing is written"),
        ({"on": "2026-03-01"}, "was on 2 March 2026"),
        ({"on": str(clock.today() + timedelta(days=1))}, "still to come"),
        ({"planned": -1}, "below nought"),
    ],
)
def test_a_change_that_cannot_be_is_refused_with_a_sentence(manager, said, told):
    one = target(manager, planned=Decimal(50))
    adapted(manager, one, 40)
    with pytest.raises(HubError, match=told):
        adapted(manager, one, **{"planned": 30, "on": "2026-03-03"} | said)
    assert (Target.objects.get().planned, Adaptation.objects.count()) == (40, 1)


def test_the_last_change_is_taken_back_alone(manager):
    one = target(manager)
    first, last = adapted(manager, one, 30), adapted(manager, one, 20)
    with pytest.raises(HubError, match="has later changes"):
        plan.remove_adaptation(by=manager, pk=first.pk, expected=1)
    with pytest.raises(EditsMeetError):
        plan.remove_adaptation(by=manager, pk=last.pk, expected=None)
    plan.remove_adaptation(by=manager, pk=last.pk, expected=1)
    assert Target.objects.get().planned == 30
    assert removed(Adaptation).count() == 1


def test_a_correction_is_no_change_of_the_target(manager):
    one = target(manager)
    adapted(manager, one, 30)
    now = Target.objects.get()
    said = {"component": "training of schools", "node": now.node_id, "measure": "days", "planned": Decimal(25)}
    plan.correct_target(by=manager, pk=one.pk, expected=now.version, **said)
    (told,) = target_read(manager, one.pk)["adaptations"]
    assert told.title == "From 40 to 25 days"
    other = target(manager)
    with pytest.raises(HubError, match="of training of schools at that site in Year 1, which counts days"):
        plan.correct_target(by=manager, pk=other.pk, expected=1, **said)


def test_a_departure_is_judged_and_has_a_reason(manager):
    one = target(manager)
    for said in ({"judged": "drift"}, {"reason": "Online"}, {}):
        with pytest.raises(HubError, match="needs a judgement and a reason"):
            delivered(manager, one, departure="modified", **said)
    with pytest.raises(HubError, match="a judgement but no departure"):
        delivered(manager, one, judged="drift")
    delivered(manager, one, departure="modified", judged="drift", reason="Online")
    shown = target_read(manager, one.pk)
    assert (shown["told"], shown["departed"]) == ("32 of 40 sessions", "Delivered in another way: drift")
    assert [found.id for found in overview.departed(manager)] == [one.pk]


def test_less_than_planned_of_which_nothing_is_said_is_told(manager):
    one = target(manager)
    assert not target_read(manager, one.pk)["is_unaccounted"]
    delivered(manager, one, 32)
    assert target_read(manager, one.pk)["is_unaccounted"]
    delivered(manager, one, 40)
    assert not target_read(manager, one.pk)["is_unaccounted"]


def test_a_learning_point_that_led_to_it_shows_what_it_changed(manager):
    point = learnt(manager)
    one = target(manager)
    adapted(manager, one, 30, learning=point.pk)
    (change,) = what_they_changed(manager, [point.pk])[point.pk]
    assert change.sentence == "The target of training at London in Year 1 was changed from 40 to 30 sessions"
    assert change.on == date(2026, 3, 2)
    ((_, because),) = overview.adapted(manager)
    assert because.code == point.code
    with pytest.raises(HubError, match="1 adaptation of a target"):
        remove_point(by=manager, pk=point.pk, expected=1)


def test_no_site_and_no_year_goes_beneath_the_plan(manager):
    one = target(manager)
    at = Year.objects.get()
    with pytest.raises(HubError, match="because it has targets"):
        remove_year(by=manager, pk=at.pk, expected=1)
    london = next(found for found in sites_named(manager) if found.code == "london")
    milestone(manager)
    with pytest.raises(HubError, match="because it has milestones and targets"):
        remove_site(by=manager, pk=london.id, expected=1)
    adapted(manager, one, 30)
    plan.remove_target(by=manager, pk=one.pk, expected=2)
    remove_year(by=manager, pk=at.pk, expected=1)
    assert not Adaptation.objects.exists()


def test_a_year_has_what_is_planned_in_it_by_site(manager):
    year(manager, "2026-09-01", "2027-08-31")
    target(manager)
    target(manager, "manchester", year=2)
    milestone(manager, planned="2026-08-31")
    milestone(manager, planned="2026-09-01", title="Next")
    first, second = (overview.year_planned(manager, overview.year_asked(number)) for number in (1, 2))
    assert [(one.site, len(one.targets), len(one.milestones)) for one in first.sites] == [("london", 1, 1)]
    assert [one.site for one in second.sites] == ["manchester", "london"]
    assert [one.site for one in overview.year_planned(manager, overview.year_asked(2), "london").sites] == ["london"]


def test_the_year_that_is_shown_is_the_one_asked_for_or_the_one_of_today(manager):
    today = clock.today()
    Year.objects.all().delete()
    assert overview.year_asked(1) is None
    year(manager, str(today + timedelta(days=10)), str(today + timedelta(days=20)))
    assert overview.year_asked(None).number == 1
    Year.objects.update(starts_on=today - timedelta(days=20), ends_on=today - timedelta(days=11))
    year(manager, str(today - timedelta(days=10)), str(today))
    year(manager, str(today + timedelta(days=1)), str(today + timedelta(days=9)))
    assert [overview.year_asked(number).number for number in (None, 3, 9)] == [2, 3, 2]


def test_what_is_due_stands_first(manager):
    today = clock.today()
    for title, planned, reached in (
        ("later", today + timedelta(weeks=6, days=1), None),
        ("soon", today + timedelta(weeks=6), None),
        ("overdue", today - timedelta(days=1), None),
        ("reached early", today + timedelta(days=3), today),
        ("reached", today - timedelta(days=9), today),
    ):
        milestone(manager, planned=str(planned), title=title, actual_on=reached)
    seen = overview.milestones_due(manager)
    assert [[one.title for one in among] for _, among in seen] == [
        ["overdue", "soon"],
        ["later"],
        ["reached early", "reached"],
    ]
    assert overview.milestones_due(manager, "manchester") == ()


def test_the_audit_is_told_which_and_which_fields_and_no_words(manager):
    one, mile = target(manager), milestone(manager)
    delivered(manager, one)
    delivered(manager, one)
    change = adapted(manager, one)
    stands(manager, mile, cause_of_delay="No manager")
    plan.remove_milestone(by=manager, pk=mile.pk, expected=2)
    events = list(Event.objects.filter(action__startswith="plan.").order_by("at"))
    assert [(event.action.split(".")[1], event.record, event.details.get("fields")) for event in events] == [
        ("add_target", one.pk, None),
        ("add_milestone", mile.pk, None),
        ("change_delivery", one.pk, ["delivered"]),
        ("add_adaptation", change.pk, None),
        ("change_milestone", mile.pk, ["cause_of_delay"]),
        ("remove_milestone", mile.pk, None),
    ]
    assert {event.site for event in events} == {"london"}
    assert removed(Milestone).get().by_id == manager.user


def test_two_who_write_are_both_heard(manager):
    one, mile = target(manager), milestone(manager)
    delivered(manager, one)
    stands(manager, mile, title="Other")
    given = {"delivered": None, "quality": "", "departure": "", "judged": "", "reason": ""}
    for do in (
        lambda: plan.tell_delivery(by=manager, pk=one.pk, expected=1, **given),
        lambda: plan.remove_target(by=manager, pk=one.pk, expected=1),
        lambda: plan.remove_milestone(by=manager, pk=mile.pk, expected=1),
    ):
        with pytest.raises(EditsMeetError):
            do()


def test_many_targets_take_as_many_queries_as_one(manager, django_assert_max_num_queries):
    for number in range(6):
        adapted(manager, target(manager, measure=f"measure {number}", node=node(manager)), 30)
    with answering(), django_assert_max_num_queries(9):
        overview.year_planned(manager, overview.year_asked(1))


DAY = date(2026, 3, 16)


@pytest.mark.parametrize(
    ("planned", "actual", "told"),
    [
        (DAY, DAY, "on the day"),
        (DAY - timedelta(days=1), DAY, "1 day late"),
        (DAY - timedelta(days=14), DAY, "14 days late"),
        (DAY + timedelta(days=70), DAY, "10 weeks early"),
        (DAY, None, "is due today"),
        (DAY - timedelta(days=21), None, "is 3 weeks overdue"),
        (DAY + timedelta(days=5), None, "is due in 5 days"),
    ],
)
def test_how_a_milestone_stands_is_told_in_words(planned, actual, told):
    assert stands_told(planned, actual, DAY) == told


@given(st.integers(1, 4000))
def test_a_span_is_never_more_than_half_a_week_away(days):
    many, unit = span(days).replace(",", "").split()
    told = int(many) * (7 if unit.startswith("week") else 1)
    assert abs(told - days) <= (0 if days < 21 else 3)


def test_numbers_are_told_as_they_are_read():
    assert [number_told(Decimal(one)) for one in ("40.0000", "1200", "0.6", "0")] == ["40", "1,200", "0.6", "0"]
    assert delivered_told(Decimal("9.0"), Decimal("10.5"), "months") == "10.5 of 9 months"
    assert delivered_told(Decimal(40), None, "sessions") == "40 sessions, nothing recorded yet"
    assert delivered_told(Decimal(40), Decimal(0), "sessions") == "0 of 40 sessions"
