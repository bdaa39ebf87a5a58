"""Reasons that people give, and that others read."""

from __future__ import annotations

from typing import Final

from tideturn.hub.common.errors import HubError

_SHORTEST: Final = 10
"""Letters of a reason at least."""


def reason_given(told: str) -> str:
    """A reason that says something. Raises HubError."""
    reason = told.strip()
    if len(reason) < _SHORTEST:
        raise HubError("The reason is missing or too short.", mend="Say in a sentence why.")
    return reason
