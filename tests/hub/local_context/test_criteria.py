"""Referral criteria: adapted, ended, corrected and removed; what held when; and the log that tells of it."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample.at_places import (
    AGED_10,
    AGED_14,
    YOUNGER,
    adaptations,
    adapted,
    correct_criterion,
    corrected,
    criterion,
)
from sample.history import removed as gone
from sample.learning import learnt
from sample.people import person, standing
from sample.places import site

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER, TEAM_MANAGER
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import RefusedError
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.writing import EditsMeetError
from tideturn.hub.learning.api import what_they_changed
from tideturn.hub.local_context.actions import end_criterion
from tideturn.hub.local_context.adapting import criteria_at
from tideturn.hub.local_context.models import Criterion
from tideturn.hub.local_context.resource import CRITERION
from tideturn.hub.resources.writing import remove

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = timedelta(days=1)


@pytest.fixture
def manager():
    by = standing(person((PROGRAMME_MANAGER, ALL_SITES)))
    site(by)
    return by


def held(by, on: str) -> list[str]:
    return [one.text for one in criteria_at(by, "manchester") if one.on(date.fromisoformat(on))]


def test_an_adapted_criterion_is_another_that_begins_the_day_after_the_one_before_ends(manager):
    old = criterion(manager)
    new = adapted(manager, old)
    old.refresh_from_db()
    assert (old.ends_on, new.begins_on, new.replaces_id) == (date(2026, 5, 31), date(2026, 6, 1), old.pk)
    assert new.code != old.code
    assert held(manager, "2026-05-31") == [AGED_14]
    assert held(manager, "2026-06-01") == [AGED_10]
    assert held(manager, "2026-01-04") == []


def test_the_log_tells_from_what_to_what_from_when_and_why(manager):
    adapted(manager, criterion(manager, reason="Agreed at the start."))
    latest, first = adaptations(manager, "manchester")
    assert (latest.what, latest.before, latest.after, latest.on) == ("Changed", AGED_14, AGED_10, date(2026, 6, 1))
    assert latest.reason == YOUNGER
    assert (first.what, first.before, first.after, first.reason) == ("Came in", "", AGED_14, "Agreed at the start.")


def test_the_log_names_the_learning_point_and_the_point_what_it_changed(manager):
    point = learnt(manager, "manchester")
    new = adapted(manager, criterion(manager), learning=point.pk)
    because = adaptations(manager)[0].because
    assert because is not None
    assert because.code == point.code
    (change,) = what_they_changed(manager, [point.pk])[point.pk]
    assert change.sentence == f"A criterion at Greater Manchester changed to: “{AGED_10}”"
    assert (change.on, str(new.pk) in change.address) == (date(2026, 6, 1), True)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"reason": " "}, "An adaptation needs a reason"),
        ({"text": f" {AGED_14}"}, "same as the old one"),
        ({"on": "2026-01-05"}, "The criterion that it replaces began on 5 January 2026"),
    ],
)
def test_an_adaptation_that_cannot_be_is_told_and_nothing_is_changed(manager, given, told):
    old = criterion(manager)
    with pytest.raises(HubError, match=told):
        adapted(manager, old, **given)
    old.refresh_from_db()
    assert (old.ends_on, Criterion.objects.count()) == (None, 1)


def test_what_has_ended_is_not_adapted_and_what_was_adapted_not_ended(manager):
    old = criterion(manager)
    adapted(manager, old)
    with pytest.raises(HubError, match=r"The criterion ended on 31 May 2026"):
        adapted(manager, old, "Aged 8 to 17", "2026-09-01")
    with pytest.raises(HubError, match="Another criterion has replaced it"):
        end_criterion(by=manager, pk=old.pk, expected=2, ends_on=date(2026, 3, 1), ended_because="No")


def test_a_criterion_that_goes_says_why(manager):
    one = criterion(manager)
    given = {"by": manager, "pk": one.pk, "expected": 1}
    with pytest.raises(HubError, match="Say why you are ending it"):
        end_criterion(**given, ends_on=date(2026, 3, 1), ended_because=" ")
    with pytest.raises(HubError, match="would end before it began on 5 January 2026"):
        end_criterion(**given, ends_on=date(2026, 1, 4), ended_because="It was never met")
    with pytest.raises(HubError, match="Last day: the day is before 1900 or after 2199"):
        end_criterion(**given, ends_on=date(9999, 12, 31), ended_because="It was never met")
    end_criterion(**given, ends_on=date(2026, 3, 1), ended_because="It was never met")
    latest = adaptations(manager)[0]
    assert (latest.what, latest.before, latest.after) == ("Went", AGED_14, "")
    assert (latest.on, latest.reason) == (date(2026, 3, 2), "It was never met")
    assert held(manager, "2026-03-02") == []


def test_a_mistake_is_corrected_in_place_and_the_days_stay_joined(manager):
    old = criterion(manager)
    new = adapted(manager, old)
    corrected(manager, new, text="Aged 10 to 17", begins_on=date(2026, 5, 1))
    old.refresh_from_db()
    assert (old.ends_on, Criterion.objects.count()) == (date(2026, 4, 30), 2)
    assert adaptations(manager)[0].after == "Aged 10 to 17"
    with pytest.raises(HubError, match="Another criterion replaced it on 1 May 2026"):
        corrected(manager, old, ends_on=None)
    with pytest.raises(HubError, match="Give 6 January 2026 or a later day"):
        corrected(manager, new, begins_on=date(2026, 1, 5))
    with pytest.raises(HubError, match="An adaptation needs a reason"):
        corrected(manager, new, reason="")
    corrected(manager, old, text="Aged 14 to 17")
    assert adaptations(manager)[0].before == "Aged 14 to 17"


def test_two_who_correct_one_are_both_heard(manager):
    one = criterion(manager)
    corrected(manager, one, text="Aged 13 to 17")
    with pytest.raises(EditsMeetError):
        correct_criterion(by=manager, pk=one.pk, expected=1, text="Aged 12 to 17")


def test_what_is_removed_lets_the_one_before_go_on(manager):
    old = criterion(manager)
    new = adapted(manager, old)
    old.refresh_from_db()
    with pytest.raises(HubError, match="1 criterion"):
        remove(CRITERION, old.pk, by=manager, expected=old.version)
    remove(CRITERION, new.pk, by=manager, expected=1)
    old.refresh_from_db()
    assert (old.ends_on, held(manager, "2026-06-01")) == (None, [AGED_14])
    assert gone(Criterion).get().record == new.pk


def test_what_went_and_what_came_in_on_the_next_day_are_told_as_one_change(manager):
    criterion(manager, ends_on=date(2026, 5, 31))
    criterion(manager, AGED_10, "2026-06-01", reason=YOUNGER)
    changed, first = adaptations(manager)
    assert (changed.what, changed.before, changed.after, changed.reason) == ("Changed", AGED_14, AGED_10, YOUNGER)
    assert first.what == "Came in"
    criterion(manager, "Lives in the city", "2026-06-01")
    assert sorted(one.what for one in adaptations(manager)) == ["Came in", "Came in", "Came in", "Went"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["adapt", "end", "correct", "remove"]), st.integers(-3, 40)), max_size=10))
def test_whatever_is_done_one_criterion_holds_at_a_time_and_none_is_lost(manager, deeds):
    """Of one that is adapted over and over: on each day at most one holds, and each ends as the next begins."""
    Criterion.objects.filter(replaces__isnull=False).update(replaces=None)
    Criterion.objects.all().delete()
    criterion(manager)
    for number, (deed, some) in enumerate(deeds):
        there = list(Criterion.objects.order_by("begins_on"))
        if not there:
            break
        last, when = there[-1], date(2026, 1, 5) + DAY * some
        try:
            if deed == "adapt":
                adapted(manager, last, f"Threshold {number}", str(when))
            elif deed == "end":
                given = {"ends_on": when, "ended_because": "It went"}
                end_criterion(by=manager, pk=last.pk, expected=last.version, **given)
            elif deed == "correct":
                corrected(manager, last, begins_on=when)
            else:
                remove(CRITERION, last.pk, by=manager, expected=last.version)
        except HubError:
            continue
    kept = list(Criterion.objects.order_by("begins_on"))
    assert all(one.ends_on is None or one.ends_on >= one.begins_on for one in kept)
    for before, after in itertools.pairwise(kept):
        assert after.replaces_id == before.pk
        assert before.ends_on == after.begins_on - DAY
    log = adaptations(manager)
    assert sum(bool(one.after) for one in log) == len(kept)
    assert sum(one.what == "Changed" for one in log) == max(0, len(kept) - 1)


def test_a_team_manager_writes_at_their_own_site_alone(manager):
    site(manager, "leeds", "Leeds")
    theirs = standing(person((TEAM_MANAGER, "manchester")))
    one = criterion(theirs)
    adapted(theirs, one)
    other = criterion(manager, site="leeds")
    for deed in (lambda: criterion(theirs, site="leeds"), lambda: adapted(theirs, other)):
        with pytest.raises(RefusedError):
            deed()
    assert Criterion.objects.filter(site="leeds").get().ends_on is None


def test_the_audit_is_told_of_which_site_and_which_fields_and_never_of_the_words(manager):
    one = criterion(manager)
    adapted(manager, one)
    corrected(manager, one, text="Aged 15 to 17")
    events = list(Event.objects.filter(action__startswith="local_context.").order_by("at", "action"))
    assert [one.action.removeprefix("local_context.") for one in events] == [
        "add_criterion",
        "adapt_criterion",
        "change_criterion",
    ]
    assert {one.site for one in events} == {"manchester"}
    assert events[-1].details == {"fields": ["text"]}
    assert all("Aged" not in str(one.details) for one in events)
