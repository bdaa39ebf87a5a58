"""Which database the hub keeps its records in, and how it is spoken to."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from tideturn.hub.common.errors import MisconfiguredError

_SCHEMES: Final = frozenset({"postgres", "postgresql"})
_WAIT: Final = 20
"""Seconds that a writer waits for another on SQLite before it gives up."""


def database(url: str, data: Path, pool: int) -> dict[str, Any]:
    """Django's own description of the database. Raises MisconfiguredError for any address but PostgreSQL's."""
    if not url:
        return _embedded(data)
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
        right = parts.scheme in _SCHEMES and bool(parts.path.strip("/"))
    except ValueError:  # of a port that is no number, or a bracket that is not closed
        right = False
    if not right:
        raise MisconfiguredError(
            "DATABASE_URL is not the address of a PostgreSQL database.",
            mend="Write postgresql://USER:PASSWORD@HOST:PORT/NAME, or leave it out to use SQLite.",
        )
    asked = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # A folder, where the server listens on a socket, cannot stand before the path.
        "HOST": asked.pop("host", unquote(parts.hostname or "")),
        "PORT": port,
        # A pool keeps its connections itself, so that Django closes none.
        "CONN_MAX_AGE": 0,
        "OPTIONS": ({"pool": {"min_size": 1, "max_size": pool, "timeout": 10}} if pool else {}) | asked,
    }


def _embedded(data: Path) -> dict[str, Any]:
    """SQLite: readers beside one writer, every commit on the disk, and what is deleted overwritten."""
    pragmas = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON", "temp_store=MEMORY")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(data / "tideturn.sqlite3"),
        # Each thread keeps its connection: to open one takes longer than what most pages ask of it.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # A transaction asks for the right to write when it begins: one that reads first and then writes would
            # otherwise fail at once where another has written meanwhile.
            "transaction_mode": "IMMEDIATE",
            "timeout": _WAIT,
            "init_command": "".join(f"PRAGMA {pragma};" for pragma in pragmas),
        },
    }
