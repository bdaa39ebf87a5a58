"""At which point an import is, where nothing is under way for it: work may have ended before it was done."""

from __future__ import annotations

from typing import Final

from tideturn.hub.import_export.models import Import
from tideturn.hub.import_export.terms import State
from tideturn.hub.jobs.api import has_ended

_BEFORE: Final = {
    State.READ: State.REFUSED,
    State.LOOKED_AT: State.REFUSED,
    State.COMING_IN: State.READY,
    State.GOING_OUT: State.IN,
}
"""What an import is when the work for it has ended and left it there: it failed, or was cancelled."""


def at_rest(found: Import) -> State:
    """At which point it is."""
    state = State(found.state)
    return _BEFORE[state] if state in _BEFORE and has_ended(found.job) else state
