"""What an outcome cannot be: each is asked by the form, which tells it at its field, and by the services."""

from __future__ import annotations

from typing import Final

from tideturn.hub.common.errors import HubError
from tideturn.hub.outcomes.terms import Area
from tideturn.hub.programme.api import last_year

LATEST_YEAR: Final = 30
"""No programme is asked about a year after this one."""


def require_of_the_system(area: str, element: str) -> None:
    """Raises HubError where it is of a part of the system, and not of the system."""
    if element and area != Area.SYSTEM:
        raise HubError(
            "Only an outcome of the system has a part of the system.",
            mend="Choose no part of the system, or the system as whose outcome it is.",
        )


def require_somebody_to_look(due_year: int, looked_at_by: str) -> None:
    """Raises HubError where it is due after the programme’s last year, and nobody is named who will look then."""
    if is_late(due_year) and not looked_at_by:
        raise HubError(
            f"Year {due_year} comes after the programme’s last year.",
            mend="Say who will look at it then, or choose an earlier year.",
        )


def is_late(due_year: int) -> bool:
    """Whether that year comes after the programme’s last one."""
    last = last_year()
    return last is not None and due_year > last
