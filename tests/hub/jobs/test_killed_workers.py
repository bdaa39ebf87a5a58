"""Real processes that run jobs: one is killed and another finishes; one that is told to stop hands back."""

import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import transaction
from real_database import a_real_database
from sample import jobs
from sample.models import Child, Visit
from sample.people import child, person, standing

from tideturn.hub.access.roles import TEAM_MANAGER
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.models import Event
from tideturn.hub.jobs.models import Job, State
from tideturn.hub.jobs.services import cancel_job, start_job

pytestmark = [pytest.mark.database, pytest.mark.drill, pytest.mark.long]

PROGRAM = Path(__file__).parent / "job_process.py"


@pytest.fixture
def real_database(tmp_path: Path, transactional_db) -> Iterator[dict[str, str]]:
    with a_real_database(tmp_path / "data", pool=8) as environment:
        yield environment


@pytest.fixture
def manager(real_database: dict[str, str]) -> User:
    return person((TEAM_MANAGER, "london"))


@pytest.fixture
def worker(real_database: dict[str, str]) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    with ExitStack() as ending:

        def begun() -> subprocess.Popen[bytes]:
            made = subprocess.Popen([sys.executable, str(PROGRAM)], env=real_database, start_new_session=True)
            ending.callback(made.wait)
            ending.callback(made.kill)
            return made

        yield begun


def until(true: Callable[[], bool], seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, list(Job.objects.values("kind", "state", "attempts", "said", "percent"))
        time.sleep(0.05)


def state(job: Job) -> str:
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def count(manager: User, kind=jobs.count_up, **arguments: object) -> Job:
    return start_job(by=standing(manager), kind=kind, arguments=arguments)


def test_killed_in_the_middle_a_job_is_taken_up_by_another_worker_and_done(manager: User, worker) -> None:
    job = count(manager, to=20, pause=0.2)
    once = count(manager, jobs.count_once, to=1)
    first = worker()
    until(lambda: bool(Job.objects.get(pk=job.pk).percent))
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert state(job) == State.RUNNING
    worker()
    until(lambda: state(job) == State.DONE and state(once) == State.DONE)
    assert Job.objects.get(pk=job.pk).attempts == 2
    told = list(Event.objects.filter(record=job.pk).order_by("at").values_list("action", flat=True))
    assert told == ["jobs.start_job", "jobs.run_job", "jobs.put_off_job", "jobs.run_job", "jobs.end_job"]


def test_killed_in_the_middle_of_what_cannot_be_done_twice_it_is_said_so(manager: User, worker) -> None:
    job = count(manager, jobs.count_once, to=100, pause=0.2)
    first = worker()
    until(lambda: bool(Job.objects.get(pk=job.pk).said))
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    worker()
    until(lambda: state(job) == State.FAILED)
    assert Event.objects.filter(record=job.pk, action="jobs.run_job").count() == 1


def test_told_to_stop_it_hands_back_and_ends_while_a_silent_step_keeps_its_lease(manager: User, worker) -> None:
    # Each step is longer than a lease: the process gives signs of life all the same.
    job = count(manager, to=3, pause=3.0)
    first = worker()
    until(lambda: state(job) == State.RUNNING)
    time.sleep(2.5)
    assert state(job) == State.RUNNING
    first.send_signal(signal.SIGTERM)
    assert first.wait(timeout=120) == 0
    found = Job.objects.get(pk=job.pk)
    assert (found.state, found.attempts) == (State.WAITING, 0)


def test_it_is_cancelled_from_another_process(manager: User, worker) -> None:
    job = count(manager, to=1000, pause=0.1)
    worker()
    until(lambda: state(job) == State.RUNNING)
    cancel_job(by=standing(manager), pk=job.pk)
    until(lambda: state(job) == State.CANCELLED, seconds=10)


def test_pages_that_write_wait_for_a_moment_at_most_while_a_job_writes_many_rows(manager: User, worker) -> None:
    of = child("london")
    job = count(manager, jobs.write_visits, child=str(of.pk), visits=20_000)
    worker()
    until(lambda: bool(Visit.objects.exists()))
    waits = []
    while state(job) == State.RUNNING and len(waits) < 60:
        begun = time.monotonic()
        with transaction.atomic():
            Child.objects.create(reference=f"W-{len(waits)}", name="Somebody")
        waits.append(time.monotonic() - begun)
        time.sleep(0.02)
    assert len(waits) > 10
    assert statistics.median(waits) < 0.2
    assert max(waits) < 1.5
    print(f"{len(waits)} writes, median {statistics.median(waits):.3f} s, longest {max(waits):.3f} s")
    until(lambda: state(job) == State.DONE, seconds=120)
    assert Visit.objects.count() == 20_000
