"""A database that other processes see, with all its tables; the tests' own is theirs alone."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from django.db import connection

SERVER = os.environ.get("DATABASE_URL", "")


@contextmanager
def a_real_database(data: Path, *, pool: int) -> Iterator[dict[str, str]]:
    """This process is connected to it; another is by the environment that it is given, with a pool of so many.

    It is a copy of the tests' own, which whoever asks has by `transactional_db`: its tables are not made once more.
    """
    data.mkdir()
    environment = {**os.environ, "TIDETURN_DATA": str(data), "TIDETURN_POOL": str(pool)}
    name = str(data / "tideturn.sqlite3") if connection.vendor == "sqlite" else f"real_{uuid4().hex}"
    if connection.vendor == "postgresql":
        environment["DATABASE_URL"] = urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))
        connection.close()
        connection.close_pool()  # nobody may be connected to what is copied
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f'CREATE DATABASE {name} TEMPLATE "{connection.settings_dict["NAME"]}"')
    else:
        connection.ensure_connection()
        with closing(sqlite3.connect(name)) as made:
            connection.connection.backup(made)
    # The tests' own database on SQLite is in memory, and gone once nobody is connected to it.
    kept, connection.connection = (connection.settings_dict["NAME"], connection.connection), None
    connection.settings_dict["NAME"] = name
    try:
        yield environment
    finally:
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()
            with psycopg.connect(SERVER, autocommit=True) as server:
                server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.settings_dict["NAME"], connection.connection = kept
