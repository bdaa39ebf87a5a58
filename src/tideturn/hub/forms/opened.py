"""A page of a form as it was opened: for whom, of what, and how the record stood. The page carries it, signed.

By the signature the hub knows its own page again, also where the session has ended since: whose words they are is never
taken from whoever sends them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.core import signing

FIELD: Final = "opened"
"""The hidden field that carries it."""
KEPT: Final = timedelta(days=14)
"""For how long a page is known again, and a draft is kept."""
_SALT: Final = "tideturn.hub.forms"


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A page that was opened."""

    user: UUID
    """The person who opened it. The hub does not save what somebody else sends from it in their name."""
    form: str
    record: UUID | None
    draft: UUID = field(default_factory=uuid4)
    """Under which id what is typed into it is kept."""
    continues: UUID | None = None
    """The draft with which it began."""
    version: int | None = None
    base: Mapping[str, Any] = field(default_factory=dict)
    """What each field said when it was opened, in the plain form of `meeting.plain`."""
    met: int | None = None
    """The version that the page shows beside what was typed, where edits met; a draft of it meets that one again."""

    def signed(self) -> str:
        """As the page carries it."""
        ids = (self.user, self.record, self.draft, self.continues)
        told = [self.form, self.version, self.met, dict(self.base), *(one and str(one) for one in ids)]
        return signing.dumps(told, salt=_SALT, compress=True)


def opened_in(data: Mapping[str, Any]) -> Opened | None:
    """The page from which something was sent; None where it is none of ours, or too old."""
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
