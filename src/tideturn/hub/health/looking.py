"""What the worker does about the hub's health: looks each half minute, in a thread that nothing else waits for."""

from __future__ import annotations

import threading
from typing import Final

import structlog
from django.db import close_old_connections

from tideturn.hub.health.report import look

log = structlog.get_logger("tideturn.health")

_LOOK_SECONDS: Final = 30.0
_FIRST_SECONDS: Final = 5.0
"""The other worker is given that long to show that it is there."""


def keep_looking(stop: threading.Event) -> None:
    """Look until `stop` is set."""
    pause = _FIRST_SECONDS
    while not stop.wait(pause):
        try:
            look()
        except Exception:
            log.exception("looking_failed")
        finally:
            close_old_connections()
        pause = _LOOK_SECONDS
