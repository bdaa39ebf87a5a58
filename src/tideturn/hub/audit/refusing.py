"""How somebody is refused: with a sentence where they know of the thing, else as if it were not there."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from tideturn.hub.audit.record import Via
from tideturn.hub.common.errors import HubError


@dataclass(frozen=True)
class Refused:
    """Who was refused what, as the audit is told of it: the permission or rule, and of which record."""

    user: UUID
    permission: str
    via: Via
    model: str = ""
    """The kind of record, as `room.model`; empty where it was about none."""
    record: UUID | None = None


class RefusedError(HubError):
    """What somebody knows of and may not do. It is told in a sentence."""

    def __init__(self, what: str, *, refused: Refused, mend: str = "") -> None:
        super().__init__(what, mend=mend)
        self.refused: Refused | None = refused


class NotVisibleError(Http404):
    """What somebody may not see, or what is not there: the two are answered by the same page, in the same way."""

    def __init__(self, refused: Refused | None) -> None:
        super().__init__("There is nothing here, or nothing that you may see.")
        self.refused = refused
