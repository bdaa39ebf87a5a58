"""In the database itself: an event or a link is never changed, put over another or deleted, whoever asks; and what
waits to be sealed waits until it is.

Whoever owns the database can take that away. It stands against a fault of ours, and whoever writes to it through us.
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
"""Tables of which nothing is changed or deleted, each with how one of its rows would be put over another."""
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
    """Have the database refuse every change and deletion; nothing new where it does already."""
    allow(database)
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            for function in _FUNCTIONS:
                cursor.execute(function)
        for name, _, when in _triggers(database.vendor):
            cursor.execute(f"CREATE TRIGGER {name} BEFORE {when}")


def allow(database: BaseDatabaseWrapper) -> None:
    """Take that back: when the audit's tables are taken out, and in tests that play the attacker."""
    with database.cursor() as cursor:
        for name, table, _ in _triggers(database.vendor):
            on = f" ON {table}" if database.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def _triggers(vendor: str) -> Iterator[tuple[str, str, str]]:
    """Each trigger: its name, its table, and before what it does what."""
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
            # It deletes the row that it puts another over without asking the trigger above.
            over = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 (our own tables)
            yield f"{table}_no_replace", table, f"INSERT ON {table} {each} {over} {refuse}"
    yield f"{_WAITS}_no_update", _WAITS, f"UPDATE ON {_WAITS} {each} {refuse}"
    yield f"{_WAITS}_no_delete", _WAITS, f"DELETE ON {_WAITS} {each} {unless_sealed}"
    if vendor == "postgresql":
        for table in (*_KEPT, _WAITS):
            yield f"{table}_no_truncate", table, f"TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"
