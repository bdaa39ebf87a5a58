"""What the commands of the hub share: that its packages are there, and that its faults are told as any other."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager

from tideturn.dataset.problems import TideturnError


@contextmanager
def the_hub() -> Iterator[None]:
    """Within this the hub may be imported. Raises TideturnError for what it tells, and where packages are missing."""
    if importlib.util.find_spec("django") is None:
        raise TideturnError(
            "The hub needs packages that are not installed here.",
            mend="Install them: pip install 'tideturn[hub]', or run script/setup hub.",
        )
    from tideturn.hub.kernel.errors import HubError

    try:
        yield
    except HubError as error:
        raise TideturnError(error.what, mend=error.mend) from error


def ready() -> None:
    """Load the hub, check its set-up, and bring its database up to date; within `the_hub`."""
    from tideturn.hub.config import start

    start.set_up()
    start.bring_up_to_date()


def ready_to_read() -> None:
    """Load the hub and check its set-up, and leave its database as it is; within `the_hub`."""
    from tideturn.hub.config import start

    start.set_up()
    start.require_up_to_date()
