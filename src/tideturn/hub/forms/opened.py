"""A form's page as it was opened: who opened it, for what record, and the record's values then. The page carries it,
signed.

The signature lets the hub recognise its own page, even after the session has ended: the hub never relies on the sender
to say whose words they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.core import signing

FIELD: Final = "opened"
"""Name of the hidden field that carries the signed page."""
KEPT: Final = timedelta(days=14)
"""Period in which the hub recognises a page and keeps a draft."""
_SALT: Final = "tideturn.hub.forms"


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A page that was opened."""

    user: UUID
    """The person who opened it. The hub does not save what somebody else sends from it in their name."""
    form: str
    record: UUID | None
    draft: UUID = field(default_factory=uuid4)
    """Id of the draft that keeps what is typed into the page."""
    continues: UUID | None = None
    """Id of the draft that the page began with."""
    version: int | None = None
    base: Mapping[str, Any] = field(default_factory=dict)
    """What each field said when it was opened, in the plain form of `meeting.plain`."""
    met: int | None = None
    """Version that the page showed beside what was typed, after a conflict; a draft of the page is compared with it
    again.
    """

    def signed(self) -> str:
        """Return the page's state, signed, as the page carries it."""
        ids = (self.user, self.record, self.draft, self.continues)
        told = [self.form, self.version, self.met, dict(self.base), *(one and str(one) for one in ids)]
        return signing.dumps(told, salt=_SALT, compress=True)


def opened_in(data: Mapping[str, Any]) -> Opened | None:
    """Return the page that something was sent from; None if the hub did not sign it or it is too old."""
    try:
        form, version, met, base, *ids = signing.loads(str(data.get(FIELD, "")), salt=_SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    user, record, draft, continues = (UUID(one) if one else None for one in ids)
    assert user is not None
    assert draft is not None
    return Opened(
        user=user, form=form, record=record, draft=draft, continues=continues, version=version, base=base, met=met
    )
