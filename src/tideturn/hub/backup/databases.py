"""Copy the database as of one moment while people write to it, and restore a copy into an empty one.

SQLite is copied by its own backup, within a reading transaction, so that writers go on and the copy is of one moment.
PostgreSQL is copied by its own pg_dump, in the snapshot of a transaction of ours.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import psycopg
from django.db import OperationalError, ProgrammingError, connection, connections
from psycopg.conninfo import make_conninfo

from tideturn.hub.common.errors import HubError

_PAGES: Final = 1_000
"""Number of SQLite's pages copied at a time."""


@dataclass(frozen=True)
class Snapshot:
    """A database as it was at a moment: its copy, and what of it a copy of the hub is made by."""

    vendor: str
    files: tuple[UUID, ...]
    head: tuple[int, str]
    """The audit's last link: its number and mac."""
    migrations: tuple[tuple[str, str], ...]


def snapshot(copy: Path) -> Snapshot:
    """Copy the database to a file. Raises HubError where it cannot be."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, timeout=20)) as source:
            source.execute("BEGIN")
            told = _told("sqlite", source.execute)
            _copy_sqlite(source, copy)
            return told
    with psycopg.connect(**_params()) as server, server.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        told = _told("postgresql", cursor.execute)
        cursor.execute("SELECT pg_export_snapshot()")
        row = cursor.fetchone()
        assert row is not None
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={row[0]}", f"--file={copy}")
        return told


def check_copy(vendor: str, copy: Path) -> None:
    """Look a copy through. Raises HubError where the database itself would not take it."""
    if vendor == "sqlite":
        with closing(sqlite3.connect(copy)) as one:
            try:
                # Constraints may call functions that the framework alone gives to a connection.
                one.execute("PRAGMA ignore_check_constraints=ON")
                found = one.execute("PRAGMA quick_check").fetchone()[0]
            except sqlite3.DatabaseError as error:
                found = str(error)
        if found != "ok":
            raise HubError(f"The copy of the database is damaged: {found}.", mend="Is the disk sound? Try once more.")
    else:
        _run("pg_restore", "--list", str(copy), reaching=False, quiet=True)


@contextmanager
def brought_in(vendor: str, copy: Path) -> Iterator[None]:
    """Use a copy as the hub's database. If this ends with an error, leave PostgreSQL's database as empty as it was.

    Raise HubError if the copy is damaged or cannot be loaded, or if the database is not empty.
    """
    check_copy(vendor, copy)
    try:
        if vendor == "postgresql":
            with _reached() as cursor:
                _require_empty(cursor)
            told = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
            _run("pg_restore", *told, f"--dbname={_address()}", str(copy))
        try:
            yield
        except BaseException:
            if vendor == "postgresql":
                with _reached() as cursor:
                    _empty(cursor)
            raise
    finally:
        let_go()


def let_go() -> None:
    """Have nothing of the database open any more: SQLite's is then one file."""
    connections.close_all()


@contextmanager
def another_database(name: str) -> Iterator[None]:
    """Make an empty database beside the hub's on the same server, and drop it afterwards. Raise HubError."""
    own = connection.ops.quote_name(name)
    try:
        with _reached() as cursor:
            cursor.execute(f"CREATE DATABASE {own}")
    except ProgrammingError as error:
        raise HubError(
            "The hub may make no database of its own for a rehearsal.",
            mend="Make an empty one, and say with --database-url which it is.",
        ) from error
    try:
        yield
    finally:
        with _reached() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {own}")


@contextmanager
def borrowed_database(url: str) -> Iterator[None]:
    """Use an empty database that somebody made, and empty it afterwards. Raise HubError if it is not empty."""
    try:
        with psycopg.connect(url, autocommit=True) as server, server.cursor() as cursor:
            _require_empty(cursor)
    except psycopg.OperationalError as error:
        raise HubError("The database cannot be reached.", mend="See the address that you gave for it.") from error
    try:
        yield
    finally:
        with psycopg.connect(url, autocommit=True) as server, server.cursor() as cursor:
            _empty(cursor)


def _require_empty(cursor: Any) -> None:
    if _tables(cursor):
        raise HubError(
            "The database is not empty, and a copy is only put back where nothing is.",
            mend="Make a new one: createdb NAME",
        )


def _empty(cursor: Any) -> None:
    if names := ", ".join(_tables(cursor)):
        cursor.execute(f"DROP TABLE {names} CASCADE")
    # Those that triggers call; what an extension brought belongs to it, and may stay.
    cursor.execute(
        "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace"
        " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
    )
    for (function,) in cursor.fetchall():
        cursor.execute(f"DROP FUNCTION {function}")


def _tables(cursor: Any) -> list[str]:
    """Return the names of all tables, quoted for a statement."""
    cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()")
    return [name for (name,) in cursor.fetchall()]


@contextmanager
def _reached() -> Iterator[Any]:
    try:
        with connection.cursor() as cursor:
            yield cursor
    except OperationalError as error:
        raise HubError("The database cannot be reached.", mend="See the address that you gave for it.") from error


def _copy_sqlite(source: sqlite3.Connection, copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as out:
        # The transaction that reads is begun, and stays: otherwise every write of another would begin the copy anew.
        source.backup(out, pages=_PAGES, sleep=0)
        # The copy is one file, and not one with a log beside it.
        out.execute("PRAGMA journal_mode=DELETE")


def _told(vendor: str, execute: Any) -> Snapshot:
    def rows(query: str) -> Sequence[Any]:
        found: Sequence[Any] = execute(query).fetchall()
        return found

    heads = rows("SELECT number, mac FROM audit_seal ORDER BY number DESC LIMIT 1")
    return Snapshot(
        vendor=vendor,
        files=tuple(sorted(UUID(str(row[0])) for row in rows("SELECT id FROM crypto_keptfile"))),
        head=(int(heads[0][0]), str(heads[0][1])) if heads else (0, ""),
        migrations=tuple((str(app), str(name)) for app, name in rows("SELECT app, name FROM django_migrations")),
    )


def _params() -> dict[str, Any]:
    """Connect as Django does, without Django's own additions."""
    told = connection.get_connection_params()
    ours = {"cursor_factory", "context", "prepare_threshold", "client_encoding"}
    return {name: value for name, value in told.items() if name not in ours}


def _address() -> str:
    """Return the database's address for PostgreSQL's programs, without the password, which other users would see."""
    return make_conninfo(**{name: value for name, value in _params().items() if name != "password"})


def _run(program: str, *words: str, reaching: bool = True, quiet: bool = False) -> None:
    found = shutil.which(program)
    if found is None:
        raise HubError(
            f"{program} is not installed here, which copies PostgreSQL.",
            mend="On Debian or Ubuntu: sudo apt-get install postgresql-client. Its version may not be older than the "
            "server's.",
        )
    password = _params().get("password")
    environment = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    command = [found, *words]
    if reaching and program == "pg_dump":
        command.append(f"--dbname={_address()}")
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)  # noqa: S603
    if done.returncode != 0:
        said = next((line for line in done.stderr.splitlines() if "error" in line), "it said nothing")
        raise HubError(
            f"{program} did not do its work: {said}",
            mend="" if quiet else "Its version may not be older than the server's: compare pg_dump --version.",
        )
