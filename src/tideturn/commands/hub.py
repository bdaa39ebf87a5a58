"""Shared parts of the hub's commands: check that its packages are installed, and report its errors like any other."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager

from tideturn.dataset.problems import TideturnError


@contextmanager
def the_hub() -> Iterator[None]:
    """Allow the hub to be imported within this context.

    Raises TideturnError for an error of the hub or its database, and if the hub's packages are missing.
    """
    if importlib.util.find_spec("django") is None:
        raise TideturnError(
            "The hub needs packages that are not installed here.",
            mend="Install them: pip install 'tideturn[hub]', or run script/setup hub.",
        )
    from django.db import InterfaceError, OperationalError

    from tideturn.hub.common.errors import HubError

    try:
        yield
    except HubError as error:
        raise TideturnError(error.what, mend=error.mend) from error
    except (OperationalError, InterfaceError) as error:
        raise TideturnError(
            f"The database did not do what it was asked ({error}). Its last step was not kept.",
            mend="See that it runs and that nothing else holds it, and try again.",
        ) from error


def ready() -> None:
    """Load the hub, check its set-up, and open its database as it is. Call only within `the_hub`.

    Nothing is created or migrated: in a shell without the right settings it would be the wrong database.
    """
    from tideturn.hub.config import start

    start.set_up()
    start.open_database()
