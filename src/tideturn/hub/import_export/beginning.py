"""An import that is somebody's own and at a point, held; and work that is begun on it."""

from __future__ import annotations

from uuid import UUID

from tideturn.hub.access.standing import Standing
from tideturn.hub.common.errors import HubError
from tideturn.hub.import_export import policy
from tideturn.hub.import_export.models import Import
from tideturn.hub.import_export.resting import at_rest
from tideturn.hub.import_export.terms import State
from tideturn.hub.jobs.api import JobKind, start_job


def held(by: Standing, pk: UUID, *states: State) -> Import:
    """One's own, with its row held. Raises HubError where it is at another point."""
    found = policy.IMPORTS.get_visible(by, pk, Import.objects.select_for_update(of=("self",)))
    policy.OWN_IMPORTS.require(by, found)
    require_at(found, *states)
    return found


def require_at(found: Import, *states: State) -> None:
    """Raises HubError where it is at another point."""
    at = at_rest(found)
    if at not in states:
        raise HubError(f"It is at another point by now: {at.label.lower()}.", mend="Look at it again.")


def begin(by: Standing, found: Import, kind: JobKind, state: State) -> None:
    """Have work begun on it."""
    found.state = state
    found.job = start_job(by=by, kind=kind, arguments={"import": str(found.pk)}).pk
    found.save(update_fields=["state", "job"])
