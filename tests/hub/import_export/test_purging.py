"""What lies about of folders goes in time, and nothing that can still be needed."""

import os
import signal
from datetime import timedelta

import pytest
from sample.folders import CASES, brought_in, folder, sent, taken_back, worked, zipped
from sample.people import person, standing

from tideturn.hub.access.roles import ALL_SITES, PROGRAMME_MANAGER
from tideturn.hub.common import clock
from tideturn.hub.crypto.models import KeptFile
from tideturn.hub.import_export import actions, purging
from tideturn.hub.import_export.models import Import, Kept, State
from tideturn.hub.import_export.purging import purge_folders
from tideturn.hub.import_export.unpacking import PLACE, unpacked
from tideturn.hub.jobs.models import Job

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def manager():
    return standing(person((PROGRAMME_MANAGER, ALL_SITES)))


def aged(days: int) -> None:
    then = clock.now() - timedelta(days=days)
    Import.objects.update(at=then)
    Import.objects.exclude(came_in_at=None).update(came_in_at=then)


def test_what_was_sent_and_not_brought_in_goes_after_a_fortnight(manager):
    one = sent(manager, zipped(folder()))
    aged(13)
    assert purge_folders() == 0
    aged(15)
    assert purge_folders() == 1
    one = Import.objects.get(pk=one.pk)
    assert (one.state, one.file) == (State.LEFT, None)
    assert not KeptFile.objects.exists()


def test_what_is_just_coming_in_is_left_alone(manager):
    one = sent(manager, zipped(folder()))
    actions.bring_in(by=manager, pk=one.pk)
    aged(15)
    assert purge_folders() == 0
    assert worked(one).state == State.IN


def test_earlier_states_go_once_nothing_can_be_taken_back_to_them(manager):
    brought_in(manager, zipped(folder()))
    one = brought_in(manager, zipped(folder({"cases.csv": CASES.replace("red", "blue")})))
    assert purge_folders() == 0
    aged(31)
    assert purge_folders() == 1
    assert [kept.file is None for kept in Kept.objects.order_by("number")] == [True, False]
    worked(actions.take_back(by=manager, pk=one.pk))
    job = Job.objects.get(pk=Import.objects.get(pk=one.pk).job)
    assert job.state == "failed"
    assert purge_folders() == 0


def test_what_was_taken_back_leaves_the_last_state_alone(manager):
    brought_in(manager, zipped(folder()))
    one = brought_in(manager, zipped(folder({"cases.csv": CASES.replace("red", "blue")})))
    taken_back(manager, one)
    assert Kept.objects.count() == 3
    aged(31)
    assert purge_folders() == 2
    assert [kept.file is None for kept in Kept.objects.order_by("number")] == [True, True, False]


def test_what_a_killed_process_left_is_swept_away_and_what_another_reads_is_not(settings):
    killed = os.fork()
    if not killed:
        with unpacked(zipped(folder())):
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(killed, 0)
    places, of_before = settings.TIDETURN_DATA / PLACE, settings.TIDETURN_DATA / f"{PLACE}-of-before"
    of_before.mkdir()
    (left,) = places.iterdir()
    assert (left / "cases.csv").exists()
    assert {place.stat().st_mode & 0o777 for place in (places, left)} == {0o700}
    with unpacked(zipped(folder())) as reading:
        purge_folders()
        assert (left.exists(), of_before.exists(), (reading / "cases.csv").exists()) == (False, False, True)
    assert list(places.iterdir()) == []


def test_a_folder_that_comes_in_while_earlier_states_go_is_what_is_kept(manager, monkeypatch):
    brought_in(manager, zipped(folder()))
    two = zipped(folder({"cases.csv": CASES.replace("red", "blue")}))

    class Meanwhile:
        @staticmethod
        def now():
            if Kept.objects.count() == 1:
                brought_in(manager, two)
            return clock.now()

    monkeypatch.setattr(purging, "UNDONE_WITHIN", timedelta(0))
    monkeypatch.setattr(purging, "clock", Meanwhile)
    monkeypatch.setattr(purging, "_leave_what_waits", lambda: 0)
    assert purge_folders() == 0
    assert [kept.file is None for kept in Kept.objects.order_by("number")] == [False, False]
