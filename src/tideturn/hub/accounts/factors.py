"""Second factors: their secrets are sealed, and the last one stays where one is compulsory.

A code of an authenticator app is taken once, and none that is older than one that was taken.
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
"""Factors by themselves; recovery codes stand in for one that is not at hand."""
_TAKEN: Final = "taken"
"""The half minute of the last code that was taken, within what the library keeps of an app."""
_NOT_RIGHT: Final = "The code is not right, or it was used before."


@dataclass(frozen=True)
class _Unsealed:
    """A secret of which it is not yet known whose it is. It is no text, so that the database does not take it so."""

    secret: str


class _Sealed(str):
    """A sealed secret that knows its place: the library asks to open it and does not say whose it is."""

    __slots__ = ("place",)
    place: Place


def _place_of(factor: Authenticator, name: str) -> Place:
    """Nobody has two factors of a kind that has secrets: whose it is and its kind stand for the record."""
    return Place(Authenticator._meta.db_table, f"data.{factor.type}.{name}", factor.user_id)


@receiver(models.signals.post_init, sender=Authenticator)
def _put_in_place(instance: Authenticator, **_: Any) -> None:
    """Seal a new factor's secrets for where they stand; have those that were read know it."""
    data: dict[str, Any] = vars(instance).get("data") or {}  # not where it was left in the database
    for name in _SECRETS:
        if name in data:
            data[name] = _in_place(data[name], _place_of(instance, name))


def _in_place(secret: _Unsealed | str, place: Place) -> _Sealed:
    text = seal_text(secret.secret, place, ring(Purpose.RECORDS)) if isinstance(secret, _Unsealed) else secret
    sealed = _Sealed(text)
    sealed.place = place
    return sealed


class FactorAdapter(DefaultMFAAdapter):
    """The library's own adapter, but for what is said here."""

    error_messages: Final = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "The code is not right, or it was used before.",
        "cannot_delete_authenticator": "You need a second factor. Add another before you remove this one.",
    }

    def encrypt(self, text: str) -> Any:
        """A secret, sealed as soon as it stands in its factor."""
        return _Unsealed(text)

    def decrypt(self, encrypted_text: Any) -> str:
        """A secret, to check a code by. Raises KeysError for one that was put where another stood."""
        return _opened(encrypted_text)

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


def _opened(secret: _Sealed) -> str:
    return unseal_text(secret, secret.place, ring(Purpose.RECORDS))


def has_factor(user: User) -> bool:
    """Whether somebody has set up a second factor."""
    return bool(Authenticator.objects.filter(user=user, type__in=PROVING).exists())


def half_minute_of(secret: str, code: str) -> int:
    """Of which half minute a code is, written with blanks and dashes or without. Raises ValidationError for no code."""
    for number in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, number))):
            return int(number)
    raise ValidationError(_NOT_RIGHT)


@transaction.atomic
def take_once(app: Authenticator, code: str) -> None:
    """Take a code, whichever process is asked. Raises ValidationError for one not later than the last one taken."""
    kept = Authenticator.objects.select_for_update().get(pk=app.pk)
    number = half_minute_of(decrypt(kept.data["secret"]), code)
    if number <= kept.data.get(_TAKEN, -1):
        raise ValidationError(_NOT_RIGHT)
    taken(kept, number)


def taken_of(user: Any, half_minute: int) -> None:
    """Keep it of the app that somebody just set up."""
    taken(Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP), half_minute)


def taken(app: Authenticator, half_minute: int) -> None:
    """Keep of which half minute the last code was."""
    app.data[_TAKEN] = half_minute
    app.save(update_fields=["data"])


class SealedFactors:
    """The secrets in the library's table, when keys are rotated."""

    def left(self, key: Key) -> int:
        """How many another key sealed."""
        return len(self._rows(key))

    def again(self, key: Key) -> Iterator[Unopened | None]:
        """Seal them with the key in use, one by one."""
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
    """What sessions hold, when keys are rotated, so that nobody is logged out by it."""

    def left(self, key: Key) -> int:
        """How many another key sealed."""
        return int(self._rows(key).count())

    def again(self, key: Key) -> Iterator[Unopened | None]:
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
            yield None

    def _rows(self, key: Key) -> models.QuerySet[Session]:
        return Session.objects.exclude(session_data__startswith=beginning(key.id)).order_by("session_key")
