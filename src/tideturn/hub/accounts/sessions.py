"""Store sessions under the hash of their key: the content sealed, with the user and where the session began."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from tideturn.hub.accounts.models import Session
from tideturn.hub.common import clock
from tideturn.hub.common.errors import KeysError
from tideturn.hub.crypto.keys import Purpose, ring
from tideturn.hub.crypto.sealing import Place, seal_text, unseal_text

_LETTERS: Final = 40
"""Number of letters of the hash that are kept: 160 bits, as many as the key itself has."""
LONGEST: Final = timedelta(hours=12)
"""Longest time that a session lasts, however much it is used: a working day."""
WHERE: Final = "accounts.where"
"""Key in a session for where it began: `address`, `agent` and `created`."""


def hashed(key: str) -> str:
    """Return the name that a session is kept under. The key is random, so a plain SHA-256 gives nothing to guess at."""
    return hashlib.sha256(key.encode()).hexdigest()[:_LETTERS]


def place_of(kept_under: str) -> Place:
    """Return the place of a session's content, for its seal."""
    return Place(Session._meta.db_table, "session_data", UUID(kept_under[:32]))


class SessionStore(DatabaseStore):
    """Django's own store in the database, with other content in a row."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the model of a row."""
        return Session

    def _get_session_from_db(self) -> Any:
        key = self.session_key
        now = clock.now()
        going_on = Session.objects.filter(expire_date__gt=now, created__gt=now - LONGEST)
        found = going_on.filter(session_key=hashed(key or "")).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        """Return whether there is a session with that key."""
        return Session.objects.filter(session_key=hashed(session_key)).exists()

    def delete(self, session_key: str | None = None) -> None:
        """End a session; without a key, this one."""
        key = session_key or self.session_key
        if key:
            Session.objects.filter(session_key=hashed(key)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row of a session, not saved yet."""
        where = data.get(WHERE, {})
        now = clock.now()
        return Session(
            session_key=self._kept_under(),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            user_id=data.get("_auth_user_id"),
            created=where.get("created") or now,
            seen=now,
            address=where.get("address"),
            agent=where.get("agent", ""),
        )

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return the content, sealed for this session."""
        return seal_text(json.dumps(session_dict), place_of(self._kept_under()), ring(Purpose.RECORDS))

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Return the content. If the key that sealed it is gone, return an empty one, and the person logs in again."""
        try:
            content = unseal_text(str(session_data), place_of(self._kept_under()), ring(Purpose.RECORDS))
        except KeysError:
            return {}
        return dict(json.loads(content))

    def _kept_under(self) -> str:
        return hashed(self._get_or_create_session_key())  # type: ignore[attr-defined]
