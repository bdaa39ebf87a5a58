"""Getting a hub ready: its folders, its keys, its database, and whether they belong together."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core import checks
from django.core.management import call_command

from tideturn.hub.common.errors import HubError, KeysError, MisconfiguredError
from tideturn.hub.common.older_hubs import require_columns, require_known_tables
from tideturn.hub.config.environment import read
from tideturn.hub.crypto.keys import KeyFolder, require_apart

LOCK = ".serving"


@contextmanager
def folders() -> Iterator[None]:
    """Make the data folder, and keys where there is nothing yet that older ones would be needed for.

    Within this the hub is brought up to date; where its database tells that it has other keys, those that were made
    are taken away again. Raises MisconfiguredError where the one folder lies in the other, and KeysError where there
    are data and no keys.
    """
    told = read(os.environ)
    data, keys = Path(told["TIDETURN_DATA"]), Path(told["TIDETURN_KEYS"])
    require_apart(keys, data)
    begun = data.is_dir() and any(path.name != LOCK for path in data.iterdir())
    if begun and not told["DATABASE_URL"] and not any(keys.glob("*.json")):
        raise KeysError(
            f"There are records in {data}, and no keys in {keys}.",
            mend="Put the keys' folder back from where it is kept safe, or say in TIDETURN_KEYS where it lies.",
        )
    folder = KeyFolder(keys)
    made = folder.create()  # all at first, and later a purpose that an older hub did not know yet
    try:
        yield
    except KeysError:
        folder.take_back(made)
        raise


@contextmanager
def served_once() -> Iterator[None]:
    """Make the data folder, and lock it so that no other process serves it. Raise HubError if one does."""
    data = Path(read(os.environ)["TIDETURN_DATA"])
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (data / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise HubError(
                f"The hub in {data} is being served already.", mend="Stop that one first, or use the one that runs."
            ) from error
        yield


def require_free(bind: str) -> None:
    """Raises HubError where the web server could not listen."""
    address, _, port = bind.rpartition(":")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.create_server((address.strip("[]"), int(port)), family=family):
            pass
    except OSError as error:
        raise HubError(
            f"The web server cannot listen at {bind} ({error.strerror or error}).",
            mend="Stop what listens there, or say another address or port with --bind or TIDETURN_BIND.",
        ) from error


def set_up() -> tuple[str, ...]:
    """Load the hub and hold its set-up against every check; what to see to is returned.

    Raises MisconfiguredError with all that is wrong.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tideturn.hub.config.settings")
    django.setup()
    found = checks.run_checks()
    wrong = [_sentence(one) for one in found if one.level >= checks.ERROR]
    if wrong:
        raise MisconfiguredError("The hub cannot start as it is set up.\n" + "\n".join(wrong))
    return tuple(_sentence(one) for one in found if one.id and one.id.startswith("tideturn."))


def bring_up_to_date() -> None:
    """Bring the database to this version, and prove the keys to be its own. Raises HubError where it is not reached."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    from tideturn.hub.crypto.key_proof import hold_keys, prove_keys
    from tideturn.hub.history.models import Version
    from tideturn.hub.search.keeping import fill

    with _reached():
        require_known_tables(MigrationRecorder(connection).applied_migrations())
        hold_keys()  # a step of the way may seal what was in clear: with another hub's keys it would be lost
        call_command("migrate", interactive=False, verbosity=0)
        require_columns(connection, [Version])
        prove_keys()
        fill()


def open_database() -> None:
    """See that the database is this hub's, of this version, and its keys', and change nothing.

    Raises HubError where it is not there, not reached or of another version, and KeysError where the keys are not its.
    """
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from tideturn.hub.crypto.key_proof import check_keys
    from tideturn.hub.history.models import Version

    embedded = Path(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else None
    if embedded and not embedded.exists():
        raise HubError(
            f"There is no database {embedded}.",
            mend="Is DATABASE_URL or TIDETURN_DATA set here as it is where the hub runs? A new hub is made by: "
            "tideturn serve",
        )
    with _reached():
        steps = MigrationExecutor(connection)
        require_known_tables(steps.loader.applied_migrations)
        if steps.loader.applied_migrations and steps.migration_plan(steps.loader.graph.leaf_nodes()):
            raise HubError(
                "The database is of an older version of Tideturn.",
                mend="Start the hub once with this one (tideturn serve), which brings it up to date.",
            )
        if not steps.loader.applied_migrations:
            raise HubError(
                "The database is empty.",
                mend="Is DATABASE_URL set here as it is where the hub runs? A new hub is made by: tideturn serve",
            )
        require_columns(connection, [Version])
        check_keys()


@contextmanager
def _reached() -> Iterator[None]:
    """Raises HubError where the database cannot be spoken to, or is none."""
    from django.db import DatabaseError, OperationalError, connection

    embedded = connection.settings_dict["NAME"] if connection.vendor == "sqlite" else ""
    try:
        yield
    except OperationalError as error:
        if embedded:
            raise HubError(
                f"The database {embedded} cannot be used ({error}).",
                mend="See that its folder may be written to, and that no other program holds it.",
            ) from error
        raise HubError(
            "The database cannot be reached.", mend="See DATABASE_URL, and whether the server runs and lets us in."
        ) from error
    except DatabaseError as error:
        if not embedded:
            raise
        raise HubError(
            f"{embedded} is damaged, or no database of the hub ({error}).", mend="Put it back from its copy."
        ) from error


def _sentence(found: checks.CheckMessage) -> str:
    return f"{found.msg} {found.hint or ''}".rstrip()
