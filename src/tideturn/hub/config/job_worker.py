"""The process that runs jobs, one at a time, beside the web server: apart from the sealing of the audit, which a job
that fills the processor or the memory must not hold up.
"""

from __future__ import annotations

import threading
from typing import Final

import django
import structlog

from tideturn.hub.common.rounds import keep_up
from tideturn.hub.config.with_parent import end_with_parent, when_told_to_stop

log = structlog.get_logger("tideturn.jobs")

_LOOK_SECONDS: Final = 1.0
_SIGN_SECONDS: Final = 10.0


def main() -> None:
    """Run jobs until told to stop: one that may be run again stops at its next step, any other is seen through."""
    django.setup()
    from tideturn.hub.jobs.leases import stop

    stopped = threading.Event()

    def asked() -> None:
        stopped.set()
        stop()

    when_told_to_stop(asked)
    end_with_parent()
    # It goes on while a job is seen through: its event is never set.
    threading.Thread(target=give_signs_of_life, args=(threading.Event(),), name="signs of life", daemon=True).start()
    work(stopped)


def work(stopped: threading.Event) -> None:
    """Take up what dead workers left, then run what waits, again and again."""
    from django_tasks_db.management.commands.db_worker import Worker

    from tideturn.hub.jobs.leases import WORKER, recover
    from tideturn.hub.jobs.queue import enqueue_what_waits

    def run() -> None:
        recover()
        enqueue_what_waits()
        # One at a time, so that whatever may be taken up is looked for in between.
        Worker(
            queue_names=["default"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=1,
            worker_id=WORKER,
            excluded_queue_names=[],
        ).run()

    keep_up(stopped, run, every=_LOOK_SECONDS, log=log, failed="running_failed")


def give_signs_of_life(stopped: threading.Event) -> None:
    """Say that this process lives, and prolong the lease of whatever runs here, for as long as it does."""
    from tideturn.hub.health.signs import Worker, give_sign
    from tideturn.hub.jobs.leases import give_sign_of_life

    def give() -> None:
        give_sign(Worker.JOBS)
        give_sign_of_life()

    keep_up(stopped, give, every=_SIGN_SECONDS, log=log, failed="sign_of_life_failed", longest=_SIGN_SECONDS)


if __name__ == "__main__":
    main()
