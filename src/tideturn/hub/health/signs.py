"""Signs of life that the workers give, by which one that died or hangs is found."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum

from tideturn.hub.health.places import kept_in, write


class Worker(StrEnum):
    """A worker beside the web server."""

    SEALING = "sealing"
    JOBS = "jobs"


def give_sign(worker: Worker) -> None:
    """Say that a worker goes about its work. Raises OSError where that cannot be written."""
    write(_name(worker), "")


def last_sign(worker: Worker) -> datetime | None:
    """When it last said so; None where it never did."""
    try:
        return datetime.fromtimestamp(kept_in(_name(worker)).stat().st_mtime, UTC)
    except OSError:
        return None


def _name(worker: Worker) -> str:
    return f"{worker}.alive"
