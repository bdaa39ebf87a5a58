"""Each database is spoken to as the hub needs it, on every connection."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler
from psycopg_pool import PoolTimeout

from tideturn.hub.common.errors import MisconfiguredError
from tideturn.hub.config.elsewhere import database

pytestmark = pytest.mark.database

SERVER = os.environ.get("DATABASE_URL", "")


@pytest.fixture(autouse=True)
def _connections_of_its_own(django_db_blocker) -> Iterator[None]:
    """No test here touches the tests' own database."""
    with django_db_blocker.unblock():
        yield


def test_on_sqlite_every_connection_has_each_commit_on_the_disk_and_overwrites_what_is_deleted(tmp_path: Path) -> None:
    for _ in range(2):
        connection = ConnectionHandler({"default": database("", tmp_path, 8)})["default"]
        with connection.cursor() as cursor:
            told = {
                name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "temp_store")
            }
        connection.close()
        # 2 is FULL for the first, and memory for the last.
        assert told == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "temp_store": 2}


def test_on_sqlite_a_transaction_asks_for_the_right_to_write_when_it_begins(tmp_path: Path) -> None:
    told = database("", tmp_path, 8)
    told["OPTIONS"]["timeout"] = 0
    one, other = (ConnectionHandler({"default": told})["default"] for _ in range(2))
    one.ensure_connection()
    try:
        one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        with pytest.raises(OperationalError, match="locked"):
            other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        one.rollback()
    finally:
        one.close()
        other.close()


@pytest.mark.skipif(not SERVER, reason="PostgreSQL's alone")
def test_on_postgresql_connections_are_kept_and_are_no_more_than_is_set() -> None:
    # By a name of its own: pools are shared by name, and the tests' own has one.
    told = database(SERVER, Path(), 1)
    connection = ConnectionHandler({"default": told, "alone": told})["alone"]
    try:
        servers = set()
        for _ in range(3):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                servers.add(cursor.fetchone()[0])
            connection.close()
        assert len(servers) == 1
        connection.ensure_connection()
        with pytest.raises(PoolTimeout):
            connection.pool.getconn(0.2)
    finally:
        connection.close()
        connection.close_pool()


@pytest.mark.parametrize(
    "url", ["mysql://u@h/x", "postgresql://u@h:port/x", "postgresql://u@h", "postgresql://[::1/x", "x"]
)
def test_what_is_no_address_of_postgresql_is_told_and_not_repeated(url: str) -> None:
    with pytest.raises(MisconfiguredError) as refused:
        database(url, Path(), 8)
    assert url not in str(refused.value)
