"""The store of sessions: under the hash of its key, its content sealed for it, and with whose it is and from where."""

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
"""Of the hash that are kept: 160 bits, as many as the key itself has."""
LONGEST: Final = timedelta(hours=12)
"""How long a session lasts however much it is used: a working day."""
WHERE: Final = "accounts.where"
"""What a session holds of where it began: `address`, `agent` and `created`."""


def hashed(key: str) -> str:
    """Under what a session is kept. The key is random, so that a plain SHA-256 gives nothing to guess at."""
    return hashlib.sha256(key.encode()).hexdigest()[:_LETTERS]


def place_of(kept_under: str) -> Place:
    """The place of a session's content."""
    return Place(Session._meta.db_table, "session_data", UUID(kept_under[:32]))


class SessionStore(DatabaseStore):
    """Django's own store in the database, but for what a row holds."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The model of a row."""
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
        """Whether there is a session of that key."""
        return Session.objects.filter(session_key=hashed(session_key)).exists()

    def delete(self, session_key: str | None = None) -> None:
        """End a session; without a key this one."""
        key = session_key or self.session_key
        if key:
            Session.objects.filter(session_key=hashed(key)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row of a session."""
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
        """The content, sealed for this session."""
        return seal_text(json.dumps(session_dict), place_of(self._kept_under()), ring(Purpose.RECORDS))

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """The content; of one whose key is gone nothing is left, and whoever has it logs in again."""
        try:
            content = unseal_text(str(session_data), place_of(self._kept_under()), ring(Purpose.RECORDS))
        except KeysError:
            return {}
        return dict(json.loads(content))

    def _kept_under(self) -> str:
        return hashed(self._get_or_create_session_key())  # type: ignore[attr-defined]
