"""Codes of an authenticator app: each is taken once, and none that is older than one that was taken."""

from __future__ import annotations

from typing import Any, Final

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.core.exceptions import ValidationError
from django.db import transaction

_TAKEN: Final = "taken"
"""The half minute of the last code that was taken, within what the library keeps of an app."""
_NOT_RIGHT: Final = "The code is not right, or it was used before."


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
