"""Two who write of one record at the same moment: the index says what both wrote, and nothing that one took away."""

import threading
import time
from datetime import date

import pytest
from django.db import connection, transaction
from sample.at_once import AT_ONCE
from sample.learning import learnt, shared
from sample.people import person, standing
from sample.places import site
from sample.search import as_it_should_be, in_the_index

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.common import clock
from tideturn.hub.learning.models import LearningPoint, Share

pytestmark = AT_ONCE


@pytest.fixture
def manager():
    return standing(person((PROGRAMME_MANAGER, ALL_SITES)))


@pytest.fixture
def point(manager) -> LearningPoint:
    site(manager, "london", "London")
    return learnt(manager, point="Herons nest", source="Planted Namesworth")


def waits() -> bool:
    """Whether somebody waits for what another holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])


def later(write) -> threading.Thread:
    """It is written while our own transaction holds what it needs, and ends once ours has."""

    def written() -> None:
        try:
            with transaction.atomic():
                write()
        finally:
            connection.close()

    thread = threading.Thread(target=written)
    thread.start()
    until = time.monotonic() + 30
    while not waits():
        assert thread.is_alive(), "it did not wait"
        assert time.monotonic() < until
        time.sleep(0.02)
    return thread


def told(by, point: LearningPoint) -> Share:
    """A share as it is written, without the service, which holds the point itself."""
    now = clock.now()
    said = {"audience": "partner", "whom": "Harbour watch", "added_at": now, "added_by_id": by.user}
    return Share.objects.create(point_id=point.pk, on=date(2026, 3, 9), **said)


def test_a_word_that_one_takes_away_is_not_brought_back_by_the_other(manager, point):
    with transaction.atomic():
        point.source = "Kestrels"
        point.save(update_fields=["source"])
        other = later(lambda: told(manager, point))
    other.join()
    as_it_should_be()
    ((_, text, _, _),) = in_the_index().values()
    assert "Kestrels" in text
    assert "Harbour watch" in text
    assert "Namesworth" not in text


def test_a_record_that_one_removes_is_not_found_by_what_the_other_wrote_of_it(manager, point):
    one = shared(manager, point, whom="Harbour watch")
    with transaction.atomic():
        one.delete()
        other = later(lambda: LearningPoint.objects.get(pk=point.pk).save(update_fields=["source"]))
    other.join()
    as_it_should_be()
    assert "Harbour" not in str(in_the_index())
