"""Getting a hub ready: its folders, its keys, its database, and whether they belong together."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import django
from django.core import checks
from django.core.management import call_command

from tideturn.hub.config.environment import read
from tideturn.hub.kernel.errors import HubError, KeysError, MisconfiguredError
from tideturn.hub.kernel.keys import KeyFolder

_UNREACHED: Final = "The database cannot be reached."
_REACH: Final = "See DATABASE_URL, and whether the server runs and lets us in."


def folders() -> None:
    """Make the data folder, and keys where there is nothing yet that older ones would be needed for.

    Raises MisconfiguredError where the one lies in the other, and KeysError where there are data and no keys.
    """
    told = read(os.environ)
    data, keys = Path(told["TIDETURN_DATA"]), Path(told["TIDETURN_KEYS"])
    apart(data, keys)
    begun = bool(told["DATABASE_URL"]) or (data.is_dir() and any(data.iterdir()))
    if keys.is_dir() and any(keys.glob("*.json")):
        KeyFolder(keys).create()  # a purpose that an older hub did not know yet
    elif begun and not told["DATABASE_URL"]:
        raise KeysError(
            f"There are records in {data}, and no keys in {keys}.",
            mend="Put the keys' folder back from where it is kept safe, or say in TIDETURN_KEYS where it lies.",
        )
    else:
        # Whether a database elsewhere was used with other keys, it tells itself when it is opened.
        KeyFolder(keys).create()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)


def apart(data: Path, keys: Path) -> None:
    """Raises MisconfiguredError where a copy of one folder would hold the other."""
    data, keys = data.resolve(), keys.resolve()
    if keys == data or keys in data.parents or data in keys.parents:
        raise MisconfiguredError(
            f"The keys ({keys}) and the data ({data}) lie in one another, so that one copy would hold both.",
            mend="Set TIDETURN_KEYS and TIDETURN_DATA to folders of which neither holds the other.",
        )


def set_up() -> None:
    """Load the hub and hold its set-up against every check. Raises MisconfiguredError with all that is wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tideturn.hub.config.settings")
    django.setup()
    wrong = [found for found in checks.run_checks() if found.level >= checks.ERROR]
    if wrong:
        lines = [f"{found.msg} {found.hint or ''}".rstrip() for found in wrong]
        raise MisconfiguredError("The hub cannot start as it is set up.\n" + "\n".join(lines))


def bring_up_to_date() -> None:
    """Bring the database to this version, and prove the keys to be its own. Raises HubError where it is not reached."""
    from django.db import OperationalError

    from tideturn.hub.kernel.key_proof import prove_keys

    try:
        call_command("migrate", interactive=False, verbosity=0)
    except OperationalError as error:
        raise HubError(_UNREACHED, mend=_REACH) from error
    prove_keys()


def require_up_to_date() -> None:
    """For what reads alone, and leaves the database as it finds it. Raises HubError where there is none, where it is
    not reached, and where it was not brought to this version.
    """
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).is_file():
        raise HubError("There is no database yet.", mend="Start the hub once: tideturn serve.")
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise HubError(_UNREACHED, mend=_REACH) from error
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise HubError(
            "The database was not brought to this version of Tideturn yet.",
            mend="Start the hub once with this version: tideturn serve.",
        )
