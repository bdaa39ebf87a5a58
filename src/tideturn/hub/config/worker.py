"""Run the worker beside the web server: it seals new audit events each second, and writes the chain's heads each
minute.

If one of the two fails, the other goes on. If a head names a link that the chain does not have, the worker seals
nothing, writes no head, and notifies the information governance leads.

Before it seals, it writes refusals that were too frequent to log one by one, as a number. Other work has threads of its
own, so that a mail server that does not answer cannot hold up the audit. The first sends notices by e-mail and the
weekly digest of learning. It also deletes job files after a day, and unfinished drafts and folders that nobody imported
after fourteen, and once a day it removes words from the search that no record has any more. The second makes backups,
since one takes longer than a second. The third writes the ledger beside them without waiting for a backup to finish.
The fourth checks the hub's health.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

import django
import structlog
from django.db import close_old_connections

from tideturn.hub.common.rounds import keep_up
from tideturn.hub.config.with_parent import end_with_parent, when_told_to_stop

log = structlog.get_logger("tideturn.worker")

_SEAL_SECONDS: Final = 1.0
_HEAD_SECONDS: Final = 60.0
_SIGN_SECONDS: Final = 10.0
_MAIL_SECONDS: Final = 5.0
_PURGE_SECONDS: Final = 60.0
_FORGET_SECONDS: Final = 24 * 3600.0
_LONGEST_PAUSE: Final = 60.0


def main() -> None:
    """Work until told to stop; what goes wrong is logged, and tried again after a pause that grows."""
    django.setup()
    from tideturn.hub.backup.schedule import keep_copies, keep_ledger
    from tideturn.hub.health.report import keep_looking

    stop = threading.Event()
    when_told_to_stop(stop.set)
    end_with_parent()
    beside = threading.Thread(target=run_errands, args=(stop,), name="errands")
    beside.start()
    # A copy that is being taken is not waited for: what there is of it is swept away with the next one.
    threading.Thread(target=keep_copies, args=(stop,), daemon=True, name="copies").start()
    threading.Thread(target=keep_ledger, args=(stop,), daemon=True, name="ledger").start()
    threading.Thread(target=keep_looking, args=(stop,), daemon=True, name="health").start()
    work(stop)
    beside.join()


def work(stop: threading.Event) -> None:
    """Seal and write heads until `stop` is set; a last time then, so that nothing waits longer than it must."""
    from tideturn.hub.access.refusals import write_counted_refusals
    from tideturn.hub.audit.anchors import write_head
    from tideturn.hub.health.signs import Worker, give_sign

    pause, next_head, next_sign = _SEAL_SECONDS, time.monotonic(), time.monotonic()
    while True:
        ending = stop.wait(pause)
        minute = ending or time.monotonic() >= next_head
        if minute:
            _done("refusals_not_written", write_counted_refusals)
        pause = _SEAL_SECONDS if _done("sealing_failed", _seal) else min(2 * pause, _LONGEST_PAUSE)
        if minute:
            _done("heads_not_written", write_head)
            next_head = time.monotonic() + _HEAD_SECONDS
        close_old_connections()
        if time.monotonic() >= next_sign:
            _done("sign_of_life_not_given", lambda: give_sign(Worker.SEALING))
            next_sign = time.monotonic() + _SIGN_SECONDS
        if ending:
            return


def _seal() -> None:
    from tideturn.hub.audit.anchors import write_last_head
    from tideturn.hub.audit.chain import seal_committed

    if seal_committed():
        _done("last_head_not_written", write_last_head)


def _done(failed: str, do: Callable[[], object]) -> bool:
    """Do one piece of work, and return whether it succeeded. Log errors; notify the leads of lost audit links."""
    from tideturn.hub.access.oversight import tell_links_lost
    from tideturn.hub.audit.anchors import LostLinksError
    from tideturn.hub.common.errors import HubError

    try:
        do()
    except LostLinksError as error:
        log.error("audit_lost_links", what=error.what, mend=error.mend)
        lost = error.lost
        _done("leads_not_told", lambda: tell_links_lost(lost))
    except HubError as error:
        log.error(failed, what=error.what, mend=error.mend)
    except Exception:
        log.exception(failed)
        close_old_connections()  # the error may have been the connection's own
    else:
        return True
    return False


def run_errands(stop: threading.Event) -> None:
    """Send the notices that wait, tell of new ones, and delete what was kept for long enough, until `stop` is set."""
    from tideturn.hub.forms.services import purge_drafts
    from tideturn.hub.import_export.purging import purge_folders
    from tideturn.hub.import_export.unpacking import sweep
    from tideturn.hub.jobs.queue import purge
    from tideturn.hub.learning.actions import tell_digests
    from tideturn.hub.notices.mailing import mail_waiting
    from tideturn.hub.search.keeping import forget_words

    _done("sweeping_failed", sweep)  # what a process left that was killed lies in clear until then
    next_purge = next_forgetting = time.monotonic()

    def run() -> None:
        nonlocal next_purge, next_forgetting
        mail_waiting()
        if time.monotonic() >= next_purge:
            purge()
            purge_drafts()
            tell_digests()
            purge_folders()
            next_purge = time.monotonic() + _PURGE_SECONDS
        if time.monotonic() >= next_forgetting:
            forget_words()
            next_forgetting = time.monotonic() + _FORGET_SECONDS

    keep_up(stop, run, every=_MAIL_SECONDS, log=log, failed="errand_failed")


if __name__ == "__main__":
    main()
