"""A worker that is told to stop does so, whichever step of its waiting it is told at."""

from __future__ import annotations

import subprocess
import sys

TOLD_WITHIN_ITS_OWN_LOCK = """
import os, signal, sys, threading
from tideturn.hub.config.with_parent import when_told_to_stop

stopped = threading.Event()
when_told_to_stop(stopped.set)
with stopped._cond:  # as `wait` holds it between two of its steps
    os.kill(os.getpid(), signal.SIGTERM)
sys.exit(0 if stopped.wait(20) else 1)
"""


def test_it_stops_where_it_is_told_within_the_lock_of_what_it_waits_for() -> None:
    assert subprocess.run([sys.executable, "-c", TOLD_WITHIN_ITS_OWN_LOCK], timeout=60, check=False).returncode == 0
