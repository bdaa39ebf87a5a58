"""The queue, gone through as the worker's process does, within a test's own connection."""

from unittest.mock import patch

from django_tasks_db.management.commands import db_worker

from tideturn.hub.jobs import running
from tideturn.hub.jobs.queue import enqueue_what_waits


def run_what_waits() -> None:
    # A test's transaction never ends, for which a connection would be let go of as one that was left in disorder.
    with patch.object(db_worker, "close_old_connections"), patch.object(running, "close_old_connections"):
        enqueue_what_waits()
        db_worker.Worker(
            queue_names=["default"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="of-a-test",
            excluded_queue_names=[],
        ).run()
