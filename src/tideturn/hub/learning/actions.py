"""The one action on a learning point besides add, change and remove: say whether it was used."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from tideturn.hub.access.service import service
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.forms.writing import change_version
from tideturn.hub.learning import access
from tideturn.hub.learning.models import LearningPoint, Used
from tideturn.hub.learning.resource import POINT, USED, USED_HOW
from tideturn.hub.resources.writing import held, tell

MARKED_USED: Final = action("learning.mark_used", Kind.WRITE, "said whether a learning point was used")


@service(MARKED_USED, needs=access.WRITE)
def mark_used(*, by: Standing, pk: UUID, expected: int | None, used: str, used_how: str = "") -> LearningPoint:
    """Say whether a point was acted on, and how. Raise EditsMeetError if it is at another version."""
    found = held(POINT, pk, by=by)
    USED.require(by, access.WRITE, used)
    USED_HOW.require(by, access.WRITE, used_how)
    changed = change_version(by, found, expected, used=used, used_how=used_how if used == Used.YES else "")
    if changed:
        tell(POINT, MARKED_USED, by, found, changed)
    return found
