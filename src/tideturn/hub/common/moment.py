"""Reads of several tables as they were at one moment, whatever others write meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """Read a consistent snapshot. Nothing can be written inside, and writers do not wait for it.

    Use a transaction that is REPEATABLE READ and READ ONLY on PostgreSQL, and a deferred one on SQLite, whose snapshot
    begins with the first read. Raise RuntimeError inside another transaction, which has its snapshot already.
    """
    database: Any = connection
    if database.vendor == "postgresql":
        apart = database.in_atomic_block  # of a test: any other is refused by `durable`
        with transaction.atomic(durable=True):
            if not apart:
                with database.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    database.ensure_connection()
    begins, database.transaction_mode = database.transaction_mode, "DEFERRED"
    # Asked of the connection itself: after an error the framework asks nothing more within the transaction.
    database.connection.execute("PRAGMA query_only = ON")
    try:
        with transaction.atomic(durable=True):
            yield
    finally:
        database.connection.execute("PRAGMA query_only = OFF")
        database.transaction_mode = begins
