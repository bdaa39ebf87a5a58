"""Repeat a piece of work until the process stops."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections

from tideturn.hub.common.errors import HubError


def keep_up(
    stop: threading.Event, do: Callable[[], object], *, every: float, log: Any, failed: str, longest: float = 60.0
) -> None:
    """Run a function at an interval, in seconds, until `stop` is set.

    Log an error as `failed`, and try again after a pause that grows up to the longest.
    """
    pause = every
    while True:
        try:
            do()
            pause = every
        except HubError as error:
            log.error(failed, what=error.what, mend=error.mend)
            pause = min(2 * pause, longest)
        except Exception:
            log.exception(failed)
            pause = min(2 * pause, longest)
        finally:
            close_old_connections()
        if stop.wait(pause):
            return
