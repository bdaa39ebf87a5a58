"""A database that other processes see, with all its tables; the tests' own is theirs alone."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from django.core.management import call_command
from django.db import connection

SERVER = os.environ.get("DATABASE_URL", "")


@contextmanager
def a_real_database(data: Path, *, pool: int) -> Iterator[dict[str, str]]:
    """This process is connected to it; another is by the environment that it is given, with a pool of so many."""
    data.mkdir()
    environment = {**os.environ, "TIDETURN_DATA": str(data), "TIDETURN_POOL": str(pool)}
    name = str(data / "tideturn.sqlite3") if connection.vendor == "sqlite" else f"real_{uuid4().hex}"
    if connection.vendor == "postgresql":
        environment["DATABASE_URL"] = urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
        connection.close()
        connection.close_pool()
    # The tests' own database on SQLite is in memory, and gone once nobody is connected to it.
    kept, connection.connection = (connection.settings_dict["NAME"], connection.connection), None
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", run_syncdb=True, verbosity=0)
        yield environment
    finally:
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()
            with psycopg.connect(SERVER, autocommit=True) as server:
                server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.settings_dict["NAME"], connection.connection = kept
