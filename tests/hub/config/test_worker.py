"""What the worker does beside the sealing goes on after a fault, and stops when it is told to."""

import threading

import pytest

from tideturn.hub.config import job_worker, worker


class Rounds:
    """Counts how often it is called, fails the first time, and tells the worker to stop the third."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        if self.times == 3:
            self.stop.set()
        if self.times == 1:
            raise OSError("no place for Planted Namesworth")
        return 0


@pytest.fixture
def rounds() -> Rounds:
    return Rounds()


@pytest.mark.django_db
def test_errands_go_on_after_one_that_failed(rounds: Rounds, monkeypatch, caplog) -> None:
    monkeypatch.setattr("tideturn.hub.notices.mailing.mail_waiting", rounds)
    monkeypatch.setattr(worker, "_MAIL_SECONDS", 0.01)
    monkeypatch.setattr("tideturn.hub.common.rounds.close_old_connections", lambda: None)
    worker.run_errands(rounds.stop)
    assert rounds.times == 3
    assert "errand_failed" in caplog.text


@pytest.mark.django_db
def test_jobs_are_run_on_after_a_fault_of_the_queue(rounds: Rounds, monkeypatch, caplog) -> None:
    monkeypatch.setattr("tideturn.hub.jobs.leases.recover", rounds)
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    monkeypatch.setattr(job_worker, "_LOOK_SECONDS", 0.01)
    monkeypatch.setattr("tideturn.hub.common.rounds.close_old_connections", lambda: None)
    job_worker.work(rounds.stop)
    assert rounds.times == 3
    assert "running_failed" in caplog.text
