"""A demonstration: a hub of made-up people, begun anew each time, that is no real one and cannot become one.

Its keys bear in their names that they are a demonstration's. A real hub refuses them, and without them nobody reads
what they sealed. Whichever way it is started, it listens to this machine alone.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from tideturn.hub.common.errors import HubError, MisconfiguredError
from tideturn.hub.config.environment import SETTINGS, SETTINGS_FILE, read
from tideturn.hub.config.reading import is_this_machine
from tideturn.hub.config.start import LOCK
from tideturn.hub.crypto.keys import KeyFolder

BANNER: Final = "A demonstration: everybody here is made up. Enter nothing real."
_CHOSEN: Final = frozenset({"TIDETURN_DATA", "TIDETURN_KEYS", "TIDETURN_BIND"})


def choose(place: Path) -> None:
    """Have a demonstration served from a folder, with no setting from elsewhere but where it listens.

    Raises HubError where there is something else in the folder, and MisconfiguredError where it would not be kept to
    itself.
    """
    data, keys = place.absolute() / "data", place.absolute() / "keys"
    files = (path for path in place.rglob("*") if not path.is_dir() and path.name != LOCK)
    if not KeyFolder(keys).is_demo and next(files, None) is not None:
        raise HubError(
            f"{place} holds something that is no demonstration's, and a demonstration begins with an empty folder.",
            mend="Name another folder, or one that is not there yet.",
        )
    if os.environ.get("DATABASE_URL"):
        raise MisconfiguredError(
            "DATABASE_URL is set, and a demonstration has a database of its own.", mend="Take DATABASE_URL away."
        )
    for name in {SETTINGS_FILE, *(setting.name for setting in SETTINGS)} - _CHOSEN:
        os.environ.pop(name, None)
    os.environ |= {"TIDETURN_DATA": str(data), "TIDETURN_KEYS": str(keys)}
    require_kept_to_itself(read(os.environ))


def begin_anew() -> None:
    """Throw away what the last demonstration left, and make keys for the next; while its data folder is ours alone."""
    told = read(os.environ)
    data, keys = Path(told["TIDETURN_DATA"]), Path(told["TIDETURN_KEYS"])
    for path in data.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != LOCK:
            path.unlink()
    shutil.rmtree(keys, ignore_errors=True)
    KeyFolder(keys).create(demo=True)


def require_none() -> None:
    """Raises HubError where the keys that are set are a demonstration's."""
    keys = Path(read(os.environ)["TIDETURN_KEYS"])
    if KeyFolder(keys).is_demo:
        raise HubError(
            f"The keys in {keys} are a demonstration's, which is never served as a real hub.",
            mend="Begin a real one in other folders; or serve the demonstration anew: tideturn serve --demo DIR",
        )


def require_kept_to_itself(told: Mapping[str, Any]) -> None:
    """Raises MisconfiguredError where a demonstration, set up like this, would be reached from another machine."""
    listens = told["TIDETURN_BIND"].rpartition(":")[0]
    reached = urlsplit(told["TIDETURN_URL"]).hostname if told["TIDETURN_URL"] else "localhost"
    wrong = {
        "TIDETURN_BIND": not is_this_machine(listens.strip("[]")),
        "TIDETURN_URL": not is_this_machine(reached or ""),
        "TIDETURN_HOSTS": bool(told["TIDETURN_HOSTS"]),
        "TIDETURN_PROXIES": bool(told["TIDETURN_PROXIES"]),
        "DATABASE_URL": bool(told["DATABASE_URL"]),
    }
    if any(wrong.values()):
        names = ", ".join(name for name, is_wrong in wrong.items() if is_wrong)
        raise MisconfiguredError(
            f"A demonstration is served to this machine alone, from its own folder, and {names} says otherwise.",
            mend="Leave that out; it listens at 127.0.0.1:8000, or at another port of 127.0.0.1 that --bind names.",
        )
