"""Record that each worker is alive, so that the checks find one that died or hangs.

The records lie beside the data and not in the database, which may be down.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from django.conf import settings


def kept_in(name: str) -> Path:
    """Return the path of a worker's file, whether or not it exists."""
    return Path(settings.TIDETURN_DATA) / "health" / name


def write(name: str, text: str) -> None:
    """Write such a file whole or not at all. Raises OSError."""
    path = kept_in(name)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    made = path.with_suffix(".new")
    made.write_text(text, "utf-8")
    os.replace(made, path)


class Worker(StrEnum):
    """A worker beside the web server."""

    SEALING = "sealing"
    JOBS = "jobs"


def give_sign(worker: Worker) -> None:
    """Say that a worker goes about its work. Raises OSError where that cannot be written."""
    write(_name(worker), "")


def last_sign(worker: Worker) -> datetime | None:
    """Return the last sign of life, or None."""
    try:
        return datetime.fromtimestamp(kept_in(_name(worker)).stat().st_mtime, UTC)
    except OSError:
        return None


def _name(worker: Worker) -> str:
    return f"{worker}.alive"
