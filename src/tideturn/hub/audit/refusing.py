"""Refuse somebody: with a sentence if they know of the thing, otherwise as if it did not exist."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from tideturn.hub.audit.record import Via
from tideturn.hub.common.errors import HubError


@dataclass(frozen=True)
class Refused:
    """Who was refused what, for the audit: the permission or rule, and the record."""

    user: UUID
    permission: str
    via: Via
    model: str = ""
    """Kind of record, as `room.model`; empty if the refusal was about none."""
    record: UUID | None = None


class RefusedError(HubError):
    """The person knows of something but may not do it. A sentence says why."""

    def __init__(self, what: str, *, refused: Refused, mend: str = "") -> None:
        super().__init__(what, mend=mend)
        self.refused: Refused | None = refused


class NotVisibleError(Http404):
    """The person may not see something, or it does not exist. Both get the same page, in the same way."""

    def __init__(self, refused: Refused | None) -> None:
        super().__init__("There is nothing here, or nothing that you may see.")
        self.refused = refused
