"""Freezes the data of a hub as the code of a release makes it: for the test that later code brings it up to date.

Run as a program at each release, once on each database; nothing in it is about anybody:

    .venv/bin/python tests/hub/upgrade/freeze.py VERSION
    script/postgres .venv/bin/python tests/hub/upgrade/freeze.py VERSION

It writes `frozen/VERSION/DATABASE/`: the database as SQL, the keys of that hub and no other, its files, and what was
planted. What was frozen is never frozen again once its version was released.
"""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

FROZEN = Path(__file__).parent / "frozen"
NOT_EVERYWHERE = re.compile(r"^(SET |SELECT pg_catalog\.set_config|\\|--|$)")
"""Lines of pg_dump that another version of the server may not know, or that say nothing."""

ROW_OF_INDEX = re.compile(r'INSERT INTO "search_(name|stem)_index" ')
"""A virtual table's rows are in its shadow tables too. SQLite cannot insert them while it restores the database."""


def vendor() -> str:
    return "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"


def set_up(place: Path) -> None:
    import django

    from tideturn.hub.crypto.keys import KeyFolder

    (place / "data").mkdir()
    KeyFolder(place / "keys").create()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tideturn.hub.config.settings",
        "TIDETURN_DATA": str(place / "data"),
        "TIDETURN_KEYS": str(place / "keys"),
        "TIDETURN_POOL": "0",
    }
    django.setup()


def plant() -> dict[str, int]:
    """Some of every kind that a hub has; how many of each table there are."""
    from django.apps import apps
    from django.core.management import call_command
    from django.db import transaction

    from tideturn.hub.access.models import BreakGlass, Grant, StaffSession
    from tideturn.hub.accounts.models import Invitation, Recovery, Session, User
    from tideturn.hub.accounts.services.endings import end_account
    from tideturn.hub.audit.actions import ACTIONS
    from tideturn.hub.audit.chain import seal_committed
    from tideturn.hub.audit.record import record
    from tideturn.hub.common import clock
    from tideturn.hub.crypto import files
    from tideturn.hub.crypto.key_proof import prove_keys
    from tideturn.hub.history.models import Change
    from tideturn.hub.history.writing import keep_versions
    from tideturn.hub.organisations.models import Attachment, Contact, Note, Organisation

    call_command("migrate", verbosity=0)
    prove_keys()
    now, today = clock.now(), clock.today()
    later = now + timedelta(days=3)
    first, second, third = (User.objects.create(email=f"{n}@example.org", name=f"Person {n}") for n in "abc")
    Grant.objects.create(user=first, role="administrator", site="*", starts_on=today, granted_at=now)
    Grant.objects.create(
        user=second, role="caseworker", site="london", starts_on=today, granted_at=now, granted_by=third
    )
    StaffSession.objects.create(user=first, reason="To plant", began_at=now, until=later)
    Session.objects.create(
        session_key="a" * 40, session_data="x", expire_date=later, user=second, created=now, seen=now
    )
    Invitation.objects.create(email="d@example.org", name="D", by=first, created=now, expires=later, hash="h")
    Recovery.objects.create(user=second, begun_by=third, begun=now)
    BreakGlass.objects.create(user=second, kind="none", record=first.pk, reason="To plant", at=now, until=later)
    end_account(by=first, user=third, ends_on=today - timedelta(days=1))
    of = {"added_at": now, "added_by": first}
    organisation = Organisation.objects.create(code="ORG-1", name="Somewhere", sector="health", site="london", **of)
    Contact.objects.create(organisation=organisation, name="Somebody", **of)
    Note.objects.create(organisation=organisation, text="A note", **of)
    keep_versions([organisation], Change.ADDED, by=first.pk)
    paper = files.keep(b"A paper", "paper.txt")
    Attachment.objects.create(organisation=organisation, file=paper, **of)
    for number in range(5):
        with transaction.atomic():
            record(ACTIONS["accounts.log_in"], by=first.pk, via="page", on=second, details={"number": number})
        seal_committed()
    counted = {model._meta.db_table: model._base_manager.count() for model in apps.get_models()}
    return {table: count for table, count in sorted(counted.items()) if count}


def dump_sqlite(data: Path) -> str:
    database = sqlite3.connect(data / "tideturn.sqlite3")
    try:
        return "\n".join(one for one in database.iterdump() if not ROW_OF_INDEX.match(one)) + "\n"
    finally:
        database.close()


def dump_postgresql(url: str) -> str:
    """Without what only one version of the server takes; its rows as plain statements."""
    command = ["pg_dump", "--inserts", "--no-owner", "--no-privileges", "--no-comments", url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return "\n".join(line for line in said.splitlines() if not NOT_EVERYWHERE.match(line)) + "\n"


def freeze(version: str) -> Path:
    from django.db import connections

    target = FROZEN / version / vendor()
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        set_up(place)
        planted = plant()
        connections.close_all()
        url = os.environ.get("DATABASE_URL", "")
        said = dump_postgresql(url) if url else dump_sqlite(place / "data")
        (target / "database.sql").write_text(said)
        (target / "planted.json").write_text(json.dumps(planted, indent=1) + "\n")
        shutil.copytree(place / "keys", target / "keys", ignore=shutil.ignore_patterns(".*"))
        shutil.copytree(place / "data" / "files", target / "files")
    return target


if __name__ == "__main__":
    (version,) = sys.argv[1:]
    print(freeze(version))
