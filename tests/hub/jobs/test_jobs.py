"""A job from its start to its end: with whose rights, how far, cancelled, failing, tried again, and purged."""

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult
from queue_running import run_what_waits
from sample import jobs
from sample.people import child, hold, person, standing

from tideturn.hub.access.models import Grant
from tideturn.hub.access.roles import CASEWORKER, FUNDER, TEAM_MANAGER
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import NotVisibleError, RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError
from tideturn.hub.crypto.models import KeptFile
from tideturn.hub.jobs import endings, leases, running, services
from tideturn.hub.jobs.endings import shut_doors
from tideturn.hub.jobs.kinds import JobKind, Outcome, job_kind
from tideturn.hub.jobs.leases import Cancelled, LeaseLost, Progress
from tideturn.hub.jobs.models import Job, State
from tideturn.hub.jobs.queries import JobsState, job_shown, jobs_of, jobs_state, result_taken
from tideturn.hub.jobs.queue import enqueue_what_waits, purge
from tideturn.hub.notices.models import Notice

pytestmark = [pytest.mark.database, pytest.mark.django_db]


class Hands:
    """Of a clock that a test moves."""

    def __init__(self) -> None:
        self.at: datetime = clock.now()

    def on(self, pause: timedelta) -> None:
        self.at += pause


@pytest.fixture
def now(monkeypatch) -> Iterator[Hands]:
    hands = Hands()
    monkeypatch.setattr(clock, "now", lambda: hands.at)
    return hands


@pytest.fixture(autouse=True)
def _said_at_every_step(monkeypatch) -> None:
    monkeypatch.setattr(leases, "EVERY", 0.0)


def started(user: User, kind: JobKind = jobs.count_up, **arguments: object) -> Job:
    return services.start_job(by=standing(user), kind=kind, arguments={"to": 3} | arguments)


def again(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def told_of(job: Job) -> list[str]:
    return list(Event.objects.filter(record=job.pk).order_by("at", "pk").values_list("action", flat=True))


def test_from_its_start_to_what_came_of_it(manager: User) -> None:
    job = started(manager, **{"for": "Planted Namesworth"})
    assert (job.state, [one.told for one in jobs_of(standing(manager))]) == (State.WAITING, ["Waits for its turn"])
    run_what_waits()
    shown = job_shown(standing(manager), job.pk)
    assert (shown.told, shown.outcome, shown.percent) == ("Done", "Counted to 3 for Planted Namesworth.", 100)
    assert shown.expires_at == again(job).ended_at + timedelta(hours=24)
    assert told_of(job) == ["jobs.start_job", "jobs.run_job", "jobs.end_job", "jobs.read_outcome"]
    by = set(Event.objects.filter(record=job.pk).values_list("actor", flat=True))
    assert by == {manager.pk}
    assert list(Event.objects.filter(action="jobs.end_job").values_list("via", "details")) == [
        ("worker", {"kind": "sample.count_up", "state": "done", "attempts": 1})
    ]


def test_what_it_is_given_and_what_comes_of_it_is_sealed_and_what_it_was_given_forgotten(manager: User) -> None:
    job = started(manager, **{"for": "Planted Namesworth"})

    def row() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT arguments, outcome FROM jobs_job")
            return repr(cursor.fetchall())

    assert "tt1." in row()
    assert "lanted" not in row() + repr(list(DBTaskResult.objects.values()))
    run_what_waits()
    assert again(job).__dict__["arguments"] is None
    assert "lanted" not in row() + repr(list(DBTaskResult.objects.values()))
    assert [one["args_kwargs"]["args"] for one in DBTaskResult.objects.values()] == [[str(job.pk)]]


def test_nobody_starts_one_without_the_permission_of_its_kind() -> None:
    for user in (person(), person((FUNDER, "*"))):
        with pytest.raises(RefusedError, match="do not let you add"):
            started(user)
    with pytest.raises(RefusedError):
        services.start_job(
            by=standing(person((CASEWORKER, "london"))), kind=jobs.count_up, arguments={"to": 1}, site="bristol"
        )
    assert not Job.objects.exists()
    assert Event.objects.filter(kind="refusal").count() == 3


def test_the_permission_is_asked_for_again_when_it_runs(manager: User) -> None:
    job = started(manager)
    Grant.objects.filter(user=manager).update(ends_on=clock.today() - timedelta(days=1))
    run_what_waits()
    assert again(job).state == State.FAILED
    assert "jobs.run_job" not in told_of(job)
    assert Event.objects.filter(action="access.refuse_request", via="worker", actor=manager.pk).exists()
    assert not job_shown(standing(manager), job.pk).lets


def test_and_again_when_its_result_is_fetched(manager: User) -> None:
    child("london", name="Planted Namesworth")
    job = started(manager, jobs.export_children)
    run_what_waits()
    made = result_taken(standing(manager), job.pk)
    assert (made.name, made.kind) == ("children.csv", "text/csv; charset=utf-8")
    assert b"Planted Namesworth" in made.content
    assert told_of(job)[-1] == "jobs.download_result"
    Grant.objects.filter(user=manager).delete()
    with pytest.raises(RefusedError, match="do not let you export"):
        result_taken(standing(manager), job.pk)
    assert not job_shown(standing(manager), job.pk).has_file


def test_at_its_own_site_where_it_was_started_for_one() -> None:
    user = person((TEAM_MANAGER, "london"))
    job = services.start_job(by=standing(user), kind=jobs.export_children, site="london")
    run_what_waits()
    assert result_taken(standing(user), job.pk)
    Grant.objects.filter(user=user).delete()
    hold(user, TEAM_MANAGER, "bristol")
    with pytest.raises(RefusedError):
        result_taken(standing(user), job.pk)


def test_it_does_no_more_than_whoever_started_it_may(manager: User) -> None:
    child("london"), child("bristol"), child("london", restricted=True)
    job = started(manager, jobs.export_children)
    run_what_waits()
    assert job_shown(standing(manager), job.pk).outcome == "1 records."
    assert Event.objects.get(action="sample.export_children").actor == manager.pk


def test_a_job_is_nobody_elses(manager: User) -> None:
    job, other = started(manager), person((TEAM_MANAGER, "london"))
    with pytest.raises(NotVisibleError):
        job_shown(standing(other), job.pk)
    with pytest.raises(NotVisibleError):
        services.cancel_job(by=standing(other), pk=job.pk)
    run_what_waits()
    with pytest.raises(NotVisibleError):
        result_taken(standing(other), job.pk)
    assert jobs_of(standing(other)) == ()


def test_it_says_how_far_it_is_in_words_that_it_declared(manager: User) -> None:
    job = leases.take(started(manager).pk)
    assert job is not None
    saying = Progress(job, jobs.count_up)
    saying.say(jobs.COUNTING, 1, 3)
    assert (again(job).said, again(job).percent) == (jobs.COUNTING, 33)
    saying.say(jobs.COUNTING)
    assert again(job).percent is None
    with pytest.raises(ValueError, match="did not declare"):
        saying.say("Counting for Planted Namesworth")
    assert "lanted" not in repr(list(Job.objects.values("said")))


def test_the_same_is_written_twice_a_second_at_most(manager: User, monkeypatch, django_assert_num_queries) -> None:
    monkeypatch.setattr(leases, "EVERY", 60.0)
    job = leases.take(started(manager).pk)
    assert job is not None
    saying = Progress(job, jobs.count_up)
    with django_assert_num_queries(1):
        for number in range(100):
            saying.say(jobs.COUNTING, number, 100)


def test_one_that_waits_is_cancelled_at_once_and_never_begun(manager: User) -> None:
    job = started(manager)
    assert services.cancel_job(by=standing(manager), pk=job.pk).state == State.CANCELLED
    run_what_waits()
    assert told_of(job) == ["jobs.start_job", "jobs.cancel_job", "jobs.end_job"]
    with pytest.raises(HubError, match="ended already"):
        services.cancel_job(by=standing(manager), pk=job.pk)


def test_one_that_runs_is_cancelled_at_its_next_step(manager: User, monkeypatch) -> None:
    job, steps = started(manager, to=100), []
    say = Progress.say

    def cancelled(self: Progress, sentence: str, done: int, of: int) -> None:
        steps.append(done)
        if done == 7:
            assert services.cancel_job(by=standing(manager), pk=job.pk).state == State.CANCELLING
        say(self, sentence, done, of)

    monkeypatch.setattr(Progress, "say", cancelled)
    run_what_waits()
    assert steps == list(range(8))
    ended = again(job)
    assert (ended.state, ended.expires_at) == (State.CANCELLED, None)


def test_a_sentence_for_what_is_wrong_reaches_whoever_started_it_and_is_read_under_the_audits_eye(
    manager: User, monkeypatch
) -> None:
    def wrong(**_: object) -> None:
        raise HubError("Row 3 names Planted Namesworth twice.", mend="Mend the row.")

    monkeypatch.setattr(jobs, "_counted", lambda *_: wrong())
    job = started(manager)
    run_what_waits()
    shown = job_shown(standing(manager), job.pk)
    assert (shown.told, shown.error) == ("Did not work", "Row 3 names Planted Namesworth twice. Mend the row.")
    assert again(job).attempts == 1
    assert told_of(job)[-1] == "jobs.read_outcome"


def test_what_nobody_foresaw_is_tried_again_after_pauses_and_then_told_with_a_reference(
    manager: User, now: Hands
) -> None:
    job = started(manager, fails="no place for Planted Namesworth")
    run_what_waits()
    for pause in running.PAUSES:
        assert again(job).state == State.WAITING
        assert job_shown(standing(manager), job.pk).again_at == now.at + pause
        now.on(pause - timedelta(seconds=1))
        run_what_waits()
        assert again(job).state == State.WAITING
        now.on(timedelta(seconds=1))
        run_what_waits()
    shown = job_shown(standing(manager), job.pk)
    assert (again(job).attempts, shown.failed, shown.reference) == (3, True, job.pk.hex[:8])
    assert "Something went wrong" in shown.error
    assert "lanted" not in shown.error
    assert told_of(job).count("jobs.put_off_job") == 2


def test_its_words_stand_nowhere_in_the_librarys_table(manager: User) -> None:
    started(manager, jobs.count_once, fails="no place for Planted Namesworth")
    run_what_waits()
    entry = DBTaskResult.objects.get()
    assert (entry.status, entry.traceback, entry.return_value) == ("SUCCESSFUL", "", None)


def test_one_that_cannot_be_done_twice_is_not_tried_again(manager: User) -> None:
    job = started(manager, jobs.count_once, fails="anything")
    run_what_waits()
    assert (again(job).state, again(job).attempts) == (State.FAILED, 1)


def test_a_worker_that_is_told_to_stop_hands_back_what_may_be_run_again(manager: User) -> None:
    job, once = started(manager), started(manager, jobs.count_once)
    leases.stop()
    try:
        run_what_waits()
    finally:
        leases._STOPPING.clear()
    assert (again(job).state, again(job).attempts) == (State.WAITING, 0)
    assert again(once).state == State.DONE
    run_what_waits()
    assert again(job).state == State.DONE


def test_a_dead_workers_job_is_taken_up_by_another(manager: User, now: Hands) -> None:
    job, once, cancelled = (started(manager, kind) for kind in (jobs.count_up, jobs.count_once, jobs.count_up))
    dead = [leases.take(one.pk) for one in (job, once, cancelled)]
    services.cancel_job(by=standing(manager), pk=cancelled.pk)
    now.on(leases.LEASE - timedelta(seconds=1))
    assert leases.recover() == 0
    assert leases.give_sign_of_life() == 3
    now.on(timedelta(seconds=2))
    assert leases.recover() == 0
    now.on(leases.LEASE)
    assert leases.recover() == 3
    assert again(job).state == State.WAITING
    assert again(cancelled).state == State.CANCELLED
    assert "stopped half-way" in job_shown(standing(manager), once.pk).error
    run_what_waits()
    assert (again(job).state, again(job).attempts) == (State.DONE, 2)
    # The dead one was only asleep: it learns that the job is no longer its own, and changes nothing.
    with pytest.raises(LeaseLost):
        Progress(dead[0], jobs.count_up).say(jobs.COUNTING, 1, 3)
    with pytest.raises(LeaseLost):
        running._end(dead[0], State.DONE, Outcome("Twice"))
    assert again(job).state == State.DONE


def test_one_that_was_only_asleep_says_nothing_in_the_attempt_after_its_own(manager: User, now: Hands) -> None:
    job = started(manager)
    asleep = leases.take(job.pk)
    now.on(leases.LEASE + timedelta(seconds=1))
    leases.recover()
    awake = leases.take(job.pk)
    assert asleep is not None
    assert awake is not None
    with pytest.raises(LeaseLost):
        Progress(asleep, jobs.count_up).say(jobs.COUNTING, 2, 3)
    assert again(job).said == ""
    Progress(awake, jobs.count_up).say(jobs.COUNTING, 1, 3)
    assert again(job).percent == 33


def test_a_job_that_kills_its_worker_each_time_is_given_up(manager: User, now: Hands) -> None:
    job = started(manager)
    for _ in range(leases.MOST_ATTEMPTS):
        assert leases.take(job.pk) is not None
        now.on(leases.LEASE + timedelta(seconds=1))
        assert leases.recover() == 1
    assert again(job).state == State.FAILED


def test_an_entry_that_was_lost_is_put_back(manager: User) -> None:
    job = started(manager)
    assert enqueue_what_waits() == 0
    DBTaskResult.objects.update(status="RUNNING")
    assert enqueue_what_waits() == 1
    run_what_waits()
    assert again(job).state == State.DONE


def test_two_entries_of_a_job_run_it_once(manager: User) -> None:
    job = started(manager)
    entry = DBTaskResult.objects.get()
    entry.pk = uuid4()
    entry.save(force_insert=True)
    run_what_waits()
    assert told_of(job).count("jobs.run_job") == 1


def test_a_kind_that_is_no_longer_there_is_a_sentence(manager: User) -> None:
    job = started(manager)
    Job.objects.update(kind="sample.gone")
    run_what_waits()
    assert again(job).state == State.FAILED
    assert "no longer does" in job_shown(standing(manager), job.pk).title


def test_what_came_of_it_is_deleted_after_a_day_and_the_row_after_three_months(
    manager: User, now: Hands, tmp_path, django_capture_on_commit_callbacks
) -> None:
    job = started(manager, jobs.export_children)
    run_what_waits()
    assert [one.suffix for one in (tmp_path / "files").glob("*/*")] == [".sealed"]
    now.on(timedelta(hours=23, minutes=59))
    assert purge() == 0
    assert result_taken(standing(manager), job.pk)
    now.on(timedelta(minutes=1))
    with pytest.raises(NotVisibleError):
        result_taken(standing(manager), job.pk)
    with django_capture_on_commit_callbacks(execute=True):
        assert purge() == 1
    assert list((tmp_path / "files").glob("*/*")) == []
    assert not KeptFile.objects.exists()
    assert told_of(job)[-1] == "jobs.purge_result"
    shown = job_shown(standing(manager), job.pk)
    assert (shown.told, shown.outcome, shown.has_file) == ("Done", "", False)
    now.on(timedelta(days=90))
    purge()
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_whoever_waited_long_is_told_and_who_did_not_is_not(manager: User, now: Hands) -> None:
    started(manager)
    run_what_waits()
    assert not Notice.objects.exists()
    job = started(manager)
    now.on(timedelta(minutes=3))
    run_what_waits()
    notice = Notice.objects.get()
    assert (notice.to, notice.about) == (manager, job.pk)
    assert notice.of.address(notice.about) == f"/jobs/{job.pk}/"


def test_what_was_under_way_when_a_copy_was_taken_is_not_begun_again_when_it_is_put_back(
    manager: User, now: Hands
) -> None:
    waiting, held, done = (started(manager) for _ in range(3))
    leases.take(held.pk)
    leases.take(done.pk)
    endings.end(again(done), State.DONE, outcome="Counted.")
    assert shut_doors() == {"jobs": 2}
    now.on(timedelta(hours=1))
    assert leases.recover() == 0
    run_what_waits()
    assert [again(one).state for one in (waiting, held, done)] == [State.CANCELLED, State.CANCELLED, State.DONE]


def test_nobody_fills_the_queue(manager: User) -> None:
    for _ in range(services.MOST_AT_ONCE):
        started(manager)
    with pytest.raises(HubError, match="under way"):
        started(manager)
    run_what_waits()
    started(manager)


def test_how_the_queue_fares(manager: User, now: Hands) -> None:
    first, second = started(manager), started(manager)
    since = now.at
    now.on(timedelta(minutes=5))
    leases.take(second.pk)
    assert jobs_state() == JobsState(1, since, 1, 0)
    Job.objects.filter(pk=first.pk).update(kind="sample.gone")
    run_what_waits()
    assert jobs_state() == JobsState(0, None, 1, 1)


def test_what_cannot_be_declared() -> None:
    def work(**_: object) -> None: ...

    for name, says, fault in (
        ("Export", ("x",), "no name of a job"),
        ("sample.new", (), "say nothing"),
        ("sample.count_up", ("x",), "already"),
    ):
        with pytest.raises(ValueError, match=fault):
            job_kind(name, title="A title", needs=jobs.count_up.needs, says=says, idempotent=True)(work)


def test_arguments_are_what_json_holds(manager: User) -> None:
    with pytest.raises(TypeError):
        started(manager, about=uuid4())
    assert not Job.objects.exists()


def test_a_job_that_goes_on_after_faults_of_its_own_is_cancelled_all_the_same(manager: User) -> None:
    job = leases.take(started(manager).pk)
    assert job is not None
    services.cancel_job(by=standing(manager), pk=job.pk)
    with pytest.raises(Cancelled), contextlib.suppress(Exception):
        Progress(job, jobs.count_up).say(jobs.COUNTING)
