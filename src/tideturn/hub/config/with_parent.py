"""A process that `tideturn serve` began ends with it, also where that one was killed and could tell nobody.

Left over, the web server would hold its port, and workers would go on beside those of the next start. It is the kernel
that tells, on Linux; elsewhere a process that is left over has to be ended by hand.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Final

BEGUN_BY: Final = "TIDETURN_BEGUN_BY"
"""The variable that holds the number of the process that serves. No setting: nobody sets it by hand."""
_TELL_WHEN_PARENT_DIES: Final = 1  # PR_SET_PDEATHSIG


def end_with_parent() -> None:
    """Have this process told to stop when the one that serves has died; nothing where no such one began it."""
    parent = os.environ.get(BEGUN_BY)
    if parent is None or sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_TELL_WHEN_PARENT_DIES, signal.SIGTERM)
    if os.getppid() != int(parent):  # the parent died before we asked for its signal
        os.kill(os.getpid(), signal.SIGTERM)


def when_told_to_stop(act: Callable[[], None]) -> None:
    """Call `act` in its own thread when this process gets SIGTERM or SIGINT.

    The signal handler itself must not set an event: it interrupts the main thread, which may hold the event's lock, and
    would wait for ever. `SimpleQueue.put` needs no lock.
    """
    told: SimpleQueue[int] = SimpleQueue()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: told.put(number))

    def wait() -> None:
        told.get()
        act()

    threading.Thread(target=wait, name="told to stop", daemon=True).start()
