"""Refuse long passwords that are easy to guess: a common one repeated or with figures around it, or a row of keys.

Django's list of 20,000 common passwords, which needs no network, holds few of twelve characters. Attackers make the
long ones from the short ones (NIST SP 800-63B-4, 3.1.1.2, asks that derivatives of common ones are refused too).
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

_ROWS: Final = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
_DIFFERENT: Final = 5


class NoPatternValidator:
    """Validator that refuses a common password repeated or dressed up, or one with too little in it."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for such a password."""
        plain = password.casefold()
        core = _once(plain)
        bare = _undressed(core)
        rows = any(core in row or core[::-1] in row for row in _ROWS)
        if len(set(plain)) < _DIFFERENT or rows or {core, bare} & _common():
            raise ValidationError(
                "This password is a common one, repeated or with figures around it. Take three words that have "
                "nothing to do with each other.",
                code="password_is_pattern",
            )

    def get_help_text(self) -> str:
        """Return the hint for choosing a password."""
        return "It may not be a common password repeated or with figures around it."


def _once(text: str) -> str:
    """Return what a text repeats, or the text. Take linear time: a form allows millions of characters."""
    return text[: (text + text).find(text, 1)]


def _undressed(text: str) -> str:
    """Return a text from its first letter to its last."""
    first = next((place for place, sign in enumerate(text) if sign.isalpha()), len(text))
    last = next((place for place in range(len(text), first, -1) if text[place - 1].isalpha()), first)
    return text[first:last]


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)
