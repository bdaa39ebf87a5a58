"""A database as `migrate` makes it from nothing, which takes ten seconds: made once for the same code, then copied.

That it can be made from nothing is tested wherever the hub itself begins (config/test_serve.py), and by whichever test
comes first here.
"""

import fcntl
import hashlib
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.commands.migrate import Command
from django.db import connection

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "build" / "databases-of-tests"
_OLD = 24 * 3600
"""Seconds after which what was made for other code is thrown away."""


def use() -> None:
    """From here on Django's `migrate` copies what it would make from nothing."""
    Command.handle = _handle  # type: ignore[method-assign]


def _handle(self: Command, *words: Any, handle: Any = Command.handle, **options: Any) -> Any:
    if options["app_label"] or connection.introspection.table_names():
        return handle(self, *words, **options)
    copies = _SQLite() if connection.vendor == "sqlite" else _PostgreSQL()
    with _alone():
        if copies.is_kept():
            copies.take()
        else:
            handle(self, *words, **options)
            copies.keep()
    return None


@cache
def _name() -> str:
    """Of all that a database is made by: another word of the code, and it is made anew."""
    made_by = hashlib.sha256(repr((sys.version, connection.vendor, settings.INSTALLED_APPS)).encode())
    for folder in (ROOT / "src" / "tideturn" / "hub", ROOT / "tests" / "hub" / "sample", ROOT / "requirements"):
        for path in sorted((*folder.rglob("*.py"), *folder.glob("*.txt"))):
            made_by.update(f"\0{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return f"made_{made_by.hexdigest()[:24]}"


@contextmanager
def _alone() -> Iterator[None]:
    """Whoever comes meanwhile waits for what is being made."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class _SQLite:
    """A file; what is made may be one or lie in memory."""

    def __init__(self) -> None:
        self._path = KEPT / f"{_name()}.sqlite3"

    def is_kept(self) -> bool:
        return self._path.exists()

    def take(self) -> None:
        with closing(sqlite3.connect(self._path)) as kept:
            kept.backup(connection.connection)

    def keep(self) -> None:
        for older in KEPT.glob("*.sqlite3"):
            if older.stat().st_mtime < time.time() - _OLD:
                older.unlink()
        under_way = self._path.with_suffix(".under-way")
        under_way.unlink(missing_ok=True)
        with closing(sqlite3.connect(under_way)) as kept:
            connection.connection.backup(kept)
        under_way.rename(self._path)


class _PostgreSQL:
    """A database beside the tests' own, and gone with the server."""

    def is_kept(self) -> bool:
        with _server() as server:
            found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_name()])
            return found.fetchone() is not None

    def take(self) -> None:
        name = self._let_go()
        with _server() as server:
            server.execute(f'DROP DATABASE "{name}"')
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE {_name()}')

    def keep(self) -> None:
        name = self._let_go()
        with _server() as server:
            server.execute(f'CREATE DATABASE {_name()} TEMPLATE "{name}"')

    def _let_go(self) -> str:
        """Nobody may be connected to what is copied."""
        connection.close()
        connection.close_pool()
        return str(connection.settings_dict["NAME"])


def _server() -> psycopg.Connection:
    asked = {key: connection.settings_dict[key.upper()] for key in ("host", "port", "user", "password")}
    return psycopg.connect(dbname="postgres", autocommit=True, **{key: told for key, told in asked.items() if told})
