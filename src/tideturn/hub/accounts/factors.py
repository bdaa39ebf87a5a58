"""Second factors: their secrets are sealed, and the last one stays if one is compulsory.

A code of an authenticator app works once, and never after a later code was used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.dispatch import receiver

from tideturn.hub.accounts.models import Session, User
from tideturn.hub.accounts.policy import factor_is_compulsory
from tideturn.hub.accounts.sessions import place_of
from tideturn.hub.common.errors import KeysError
from tideturn.hub.crypto.keys import Key, Purpose, ring
from tideturn.hub.crypto.rotation import Unopened
from tideturn.hub.crypto.sealing import Place, beginning, seal_text, unseal_text

_SECRETS: Final = ("secret", "seed")
PROVING: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Factors in their own right. Recovery codes replace one that is not at hand."""
_TAKEN: Final = "taken"
"""Key in the library's data of an app: the half minute of the last code that was used."""
_NOT_RIGHT: Final = "The code is not right, or it was used before."


@dataclass(frozen=True)
class _Unsealed:
    """A secret whose owner is not known yet. It is not a string, so the database does not accept it like this."""

    secret: str


class _Sealed(str):
    """A sealed secret that knows its place: the library asks to open it without saying whose it is."""

    __slots__ = ("place",)
    place: Place


def _place_of(factor: Authenticator, name: str) -> Place:
    """Return the place of a secret.

    Nobody has two factors of a kind with secrets, so owner and kind identify the record.
    """
    return Place(Authenticator._meta.db_table, f"data.{factor.type}.{name}", factor.user_id)


@receiver(models.signals.post_init, sender=Authenticator)
def _put_in_place(instance: Authenticator, **_: Any) -> None:
    """Seal the secrets of a new factor for their place, and give their place to those read from the database."""
    data: dict[str, Any] = vars(instance).get("data") or {}  # empty if the field was not loaded from the database
    for name in _SECRETS:
        if name in data:
            data[name] = _in_place(data[name], _place_of(instance, name))


def _in_place(secret: _Unsealed | str, place: Place) -> _Sealed:
    text = seal_text(secret.secret, place, ring(Purpose.RECORDS)) if isinstance(secret, _Unsealed) else secret
    sealed = _Sealed(text)
    sealed.place = place
    return sealed


class FactorAdapter(DefaultMFAAdapter):
    """The library's own adapter, with these changes."""

    error_messages: Final = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "The code is not right, or it was used before.",
        "cannot_delete_authenticator": "You need a second factor. Add another before you remove this one.",
    }

    def encrypt(self, text: str) -> Any:
        """Return a secret, which is sealed as soon as it is in its factor."""
        return _Unsealed(text)

    def decrypt(self, encrypted_text: Any) -> str:
        """Return the opened secret, to check a code. Raise KeysError if somebody put it in the place of another."""
        return _opened(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Return the name that an authenticator app shows for us."""
        return "Tideturn"

    def _get_site_name(self) -> str:
        return "Tideturn"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """Return a name for a passkey that its owner does not name."""
        return f"Passkey {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Return whether a factor may be removed: not the last one of somebody who needs one."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=PROVING).exclude(
            pk=authenticator.pk
        )
        return bool(others.exists()) or not factor_is_compulsory(authenticator.user)


def _opened(secret: _Sealed) -> str:
    return unseal_text(secret, secret.place, ring(Purpose.RECORDS))


def has_factor(user: User) -> bool:
    """Return whether somebody has set up a second factor."""
    return bool(Authenticator.objects.filter(user=user, type__in=PROVING).exists())


def half_minute_of(secret: str, code: str) -> int:
    """Return the half minute of a code, with or without blanks and dashes. Raise ValidationError if it is not right."""
    for number in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, number))):
            return int(number)
    raise ValidationError(_NOT_RIGHT)


@transaction.atomic
def take_once(app: Authenticator, code: str) -> None:
    """Use up a code, whichever process gets it. Raise ValidationError if it is not later than the last one used."""
    kept = Authenticator.objects.select_for_update().get(pk=app.pk)
    number = half_minute_of(decrypt(kept.data["secret"]), code)
    if number <= kept.data.get(_TAKEN, -1):
        raise ValidationError(_NOT_RIGHT)
    taken(kept, number)


def taken_of(user: Any, half_minute: int) -> None:
    """Save the half minute of the first code of the app that somebody just set up."""
    taken(Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP), half_minute)


def taken(app: Authenticator, half_minute: int) -> None:
    """Save the half minute of the last code that was used."""
    app.data[_TAKEN] = half_minute
    app.save(update_fields=["data"])


class SealedFactors:
    """Secrets in the library's table, for key rotation."""

    def left(self, key: Key) -> int:
        """Return the number of factors that another key sealed."""
        return len(self._rows(key))

    def again(self, key: Key) -> Iterator[Unopened | None]:
        """Re-seal them with the current key, one by one. Yield None for each, or an Unopened if it cannot be opened."""
        for pk in self._rows(key):
            try:
                with transaction.atomic():
                    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
                    if row is not None:
                        sealed = {name: row.data[name] for name in _SECRETS if name in row.data}
                        for name, secret in sealed.items():
                            row.data[name] = _in_place(_Unsealed(_opened(secret)), secret.place)
                        row.save(update_fields=["data"])
            except KeysError as error:
                yield Unopened(secret.place, error.what)
            else:
                yield None

    def _rows(self, key: Key) -> list[int]:
        begins = beginning(key.id)
        return [
            pk
            for pk, data in Authenticator.objects.order_by("pk").values_list("pk", "data")
            if any(name in data and not data[name].startswith(begins) for name in _SECRETS)
        ]


class SealedSessions:
    """Contents of sessions, for key rotation, so that it logs nobody out."""

    def left(self, key: Key) -> int:
        """Return the number of sessions that another key sealed."""
        return int(self._rows(key).count())

    def again(self, key: Key) -> Iterator[Unopened | None]:
        """Re-seal them with the current key, unless they were written meanwhile. Yield None for each."""
        for kept_under, old in self._rows(key).values_list("session_key", "session_data"):
            place = place_of(kept_under)
            row = Session.objects.filter(session_key=kept_under, session_data=old)
            try:
                text = unseal_text(old, place, ring(Purpose.RECORDS))
            except KeysError:  # its key is gone: a session is no record, and its owner logs in again
                row.delete()
            else:
                row.update(session_data=seal_text(text, place, ring(Purpose.RECORDS)))
            yield None

    def _rows(self, key: Key) -> models.QuerySet[Session]:
        return Session.objects.exclude(session_data__startswith=beginning(key.id)).order_by("session_key")
