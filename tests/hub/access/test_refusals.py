"""Refusals are in the audit, and do not flood it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sample import policy
from sample.people import child, person, standing

from tideturn.hub.access.models import Refusal
from tideturn.hub.access.refusals import write_counted_refusals, write_refusal
from tideturn.hub.access.roles import CASEWORKER
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import NotVisibleError
from tideturn.hub.common import clock

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def refuse(user, pk) -> None:
    with pytest.raises(NotVisibleError) as raised:
        policy.READABLE.get_visible(standing(user), pk)
    write_refusal(raised.value)
    write_refusal(raised.value)  # the same one, told again on its way


def test_the_same_refusal_is_written_once_a_minute_with_how_often(monkeypatch) -> None:
    there, user = child("bristol"), person((CASEWORKER, "london"))
    for _ in range(50):
        refuse(user, there.pk)
    assert [event.details for event in Event.objects.all()] == [{"permission": "sample.read_child", "times": 1}]
    later = clock.now() + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    write_counted_refusals()
    told = Event.objects.filter(record=there.pk).order_by("at")
    assert [event.details["times"] for event in told] == [1, 49]
    assert {(event.actor, event.kind, event.table) for event in told} == {(user.pk, "refusal", "sample_child")}
    assert not Refusal.objects.exists()
    write_counted_refusals()
    refuse(user, there.pk)
    assert [event.details["times"] for event in told.all()] == [1, 49, 1]


def test_going_through_ids_is_counted_together(monkeypatch) -> None:
    user, other = person((CASEWORKER, "london")), person((CASEWORKER, "london"))
    for _ in range(200):
        refuse(user, uuid4())
    refuse(other, uuid4())
    assert Event.objects.filter(actor=user.pk).count() == 21
    assert Event.objects.filter(actor=other.pk).count() == 1
    later = clock.now() + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    refuse(user, uuid4())
    counts = Event.objects.filter(actor=user.pk).order_by("at").values_list("details__times", flat=True)
    assert sum(counts) == 201


def test_what_was_refused_before_is_counted_by_itself_also_among_many(monkeypatch) -> None:
    there, user = child("bristol"), person((CASEWORKER, "london"))
    for pk in (there.pk, *(uuid4() for _ in range(40)), there.pk, there.pk):
        refuse(user, pk)
    later = clock.now() + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    write_counted_refusals()
    told = Event.objects.filter(record=there.pk).order_by("at").values_list("details__times", flat=True)
    assert list(told) == [1, 2]


def test_as_many_queries_for_what_is_there_as_for_what_is_not(django_assert_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken = []
    for pk in (child("bristol").pk, uuid4()):
        user = person((CASEWORKER, "london"))
        with CaptureQueriesContext(connection) as queries:
            refuse(user, pk)
        taken.append(len(queries))
    assert taken[0] == taken[1]
