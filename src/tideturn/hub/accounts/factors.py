"""Second factors: their secrets are sealed, and the last one stays where one is compulsory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import models, transaction

from tideturn.hub.accounts.models import Session, User
from tideturn.hub.accounts.registry import factor_is_compulsory
from tideturn.hub.accounts.sessions import place_of
from tideturn.hub.kernel.errors import KeysError
from tideturn.hub.kernel.keyrings import ring
from tideturn.hub.kernel.keys import Key, Purpose
from tideturn.hub.kernel.sealing import Place, beginning, seal_text, unseal_text

_PLACE: Final = Place("mfa_authenticator", "data", UUID("7f0c5c38-5c0b-4a42-9d6e-2c6f2f1f3a10"))
"""The library asks for a secret to be sealed before it says whose it is: all have this one place."""
_SECRETS: Final = ("secret", "seed")
PROVING: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Factors by themselves; recovery codes stand in for one that is not at hand."""


class FactorAdapter(DefaultMFAAdapter):
    """The library's own adapter, but for what is said here."""

    error_messages: Final = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "The code is not right, or it was used before.",
        "cannot_delete_authenticator": "You need a second factor. Add another before you remove this one.",
    }

    def encrypt(self, text: str) -> str:
        """A secret, sealed."""
        return seal_text(text, _PLACE, ring(Purpose.RECORDS))

    def decrypt(self, encrypted_text: str) -> str:
        """A secret, to check a code by."""
        return unseal_text(encrypted_text, _PLACE, ring(Purpose.RECORDS))

    def get_totp_issuer(self) -> str:
        """What an authenticator app calls us."""
        return "Tideturn"

    def _get_site_name(self) -> str:
        return "Tideturn"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """What a passkey is called where its owner calls it nothing."""
        return f"Passkey {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Whether a factor may go: not the last one of somebody who needs one."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=PROVING).exclude(
            pk=authenticator.pk
        )
        return bool(others.exists()) or not factor_is_compulsory(authenticator.user)


def has_factor(user: User) -> bool:
    """Whether somebody has set up a second factor."""
    return bool(Authenticator.objects.filter(user=user, type__in=PROVING).exists())


class SealedFactors:
    """The secrets in the library's table, when keys are rotated."""

    def left(self, key: Key) -> int:
        """How many another key sealed."""
        return len(self._rows(key))

    def again(self, key: Key) -> Iterator[None]:
        """Seal them with the key in use, one by one."""
        for pk in self._rows(key):
            with transaction.atomic():
                row = Authenticator.objects.select_for_update().filter(pk=pk).first()
                if row is not None:
                    row.data |= {
                        name: seal_text(
                            unseal_text(row.data[name], _PLACE, ring(Purpose.RECORDS)), _PLACE, ring(Purpose.RECORDS)
                        )
                        for name in _SECRETS
                        if name in row.data
                    }
                    row.save(update_fields=["data"])
            yield

    def _rows(self, key: Key) -> list[int]:
        begins = beginning(key.id)
        return [
            pk
            for pk, data in Authenticator.objects.order_by("pk").values_list("pk", "data")
            if any(name in data and not data[name].startswith(begins) for name in _SECRETS)
        ]


class SealedSessions:
    """What sessions hold, when keys are rotated, so that nobody is logged out by it."""

    def left(self, key: Key) -> int:
        """How many another key sealed."""
        return int(self._rows(key).count())

    def again(self, key: Key) -> Iterator[None]:
        """Seal them with the key in use, unless they were written meanwhile."""
        for kept_under, old in self._rows(key).values_list("session_key", "session_data"):
            place = place_of(kept_under)
            row = Session.objects.filter(session_key=kept_under, session_data=old)
            try:
                text = unseal_text(old, place, ring(Purpose.RECORDS))
            except KeysError:  # of a key that is gone: a session is no record, and whoever has it logs in again
                row.delete()
            else:
                row.update(session_data=seal_text(text, place, ring(Purpose.RECORDS)))
            yield

    def _rows(self, key: Key) -> models.QuerySet[Session]:
        return Session.objects.exclude(session_data__startswith=beginning(key.id)).order_by("session_key")
