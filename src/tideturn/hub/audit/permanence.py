"""In the database itself: an event or a seal is never changed and never deleted, whoever asks."""

from __future__ import annotations

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

_TABLES: Final = ("audit_event", "audit_concerned", "audit_seal")
_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION tideturn_permanent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what the audit holds is never changed or deleted'; END $$
"""


def forbid(database: BaseDatabaseWrapper) -> None:
    """Have the database refuse every change and deletion."""
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for table in _TABLES:
            for doing in ("UPDATE", "DELETE"):
                cursor.execute(_trigger(database.vendor, table, doing))


def allow(database: BaseDatabaseWrapper) -> None:
    """Take that back: when the audit's tables are taken out, and in tests that play the attacker."""
    with database.cursor() as cursor:
        for table in _TABLES:
            for doing in ("UPDATE", "DELETE"):
                on = f" ON {table}" if database.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{doing.lower()}{on}")


def _trigger(vendor: str, table: str, doing: str) -> str:
    name = f"{table}_no_{doing.lower()}"
    if vendor == "postgresql":
        return f"CREATE TRIGGER {name} BEFORE {doing} ON {table} FOR EACH ROW EXECUTE FUNCTION tideturn_permanent()"
    return (
        f"CREATE TRIGGER {name} BEFORE {doing} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'what the audit holds is never changed or deleted'); END"
    )
