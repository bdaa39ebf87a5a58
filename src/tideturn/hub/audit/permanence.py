"""Make the database itself keep events and links: nobody can change, replace or delete one.

What waits to be sealed also stays until it is. The owner of the database can remove this protection. It protects
against our own faults, and against people who write to the database through the hub.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

_KEPT: Final = {
    "audit_event": "id = NEW.id",
    "audit_concerned": "id = NEW.id OR (subject = NEW.subject AND event_id = NEW.event_id)",
    "audit_seal": "number = NEW.number OR event = NEW.event",
}
"""Tables whose rows are never changed or deleted, each with the condition for a new row to replace an old one."""
_WAITS: Final = "audit_unsealed"
_SEALED: Final = "EXISTS (SELECT 1 FROM audit_seal WHERE event = OLD.event)"
_TOLD: Final = "what the audit holds is never changed or deleted"
_FUNCTIONS: Final = (
    f"""
CREATE OR REPLACE FUNCTION tideturn_permanent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{_TOLD}'; END $$
""",
    f"""
CREATE OR REPLACE FUNCTION tideturn_sealed_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF {_SEALED} THEN RETURN OLD; END IF; RAISE EXCEPTION '{_TOLD}'; END $$
""",
)


def forbid(database: BaseDatabaseWrapper) -> None:
    """Make the database refuse every change and deletion. Running this again changes nothing."""
    allow(database)
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            for function in _FUNCTIONS:
                cursor.execute(function)
        for name, _, when in _triggers(database.vendor):
            cursor.execute(f"CREATE TRIGGER {name} BEFORE {when}")


def allow(database: BaseDatabaseWrapper) -> None:
    """Remove that protection: when the audit's tables are dropped, and in tests that play the attacker."""
    with database.cursor() as cursor:
        for name, table, _ in _triggers(database.vendor):
            on = f" ON {table}" if database.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def _triggers(vendor: str) -> Iterator[tuple[str, str, str]]:
    """Yield each trigger: its name, its table, and the SQL after BEFORE."""
    if vendor == "postgresql":
        refuse, unless_sealed = "EXECUTE FUNCTION tideturn_permanent()", "EXECUTE FUNCTION tideturn_sealed_first()"
    else:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{_TOLD}'); END"
        unless_sealed = f"WHEN NOT {_SEALED} {refuse}"
    each = "FOR EACH ROW"
    for table, same in _KEPT.items():
        for doing in ("UPDATE", "DELETE"):
            yield f"{table}_no_{doing.lower()}", table, f"{doing} ON {table} {each} {refuse}"
        if vendor != "postgresql":
            # SQLite's REPLACE deletes the row that it replaces without asking the trigger above.
            over = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 (our own tables)
            yield f"{table}_no_replace", table, f"INSERT ON {table} {each} {over} {refuse}"
    yield f"{_WAITS}_no_update", _WAITS, f"UPDATE ON {_WAITS} {each} {refuse}"
    yield f"{_WAITS}_no_delete", _WAITS, f"DELETE ON {_WAITS} {each} {unless_sealed}"
    if vendor == "postgresql":
        for table in (*_KEPT, _WAITS):
            yield f"{table}_no_truncate", table, f"TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"
