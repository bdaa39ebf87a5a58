"""Long passwords that are guessed all the same."""

import time

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tideturn.hub.accounts.models import User
from tideturn.hub.accounts.passwords import NoPatternValidator


@pytest.mark.parametrize(
    "weak",
    [
        "passwordpassword",
        "123456789012",
        "Password2026!!",
        "!!dragon123456",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "zyxwvutsrqpo",
    ],
)
def test_a_common_one_dressed_up_or_repeated_is_refused(weak: str) -> None:
    with pytest.raises(ValidationError, match="common"):
        validate_password(weak)


@pytest.mark.parametrize(
    "good", ["three quiet herons", "slow rivers turn twice", "Vq7#mK2!pLx9", "motorway owl biscuit 7"]
)
def test_what_is_not_guessed_is_taken(good: str) -> None:
    validate_password(good)


@pytest.mark.parametrize("long", ["a" * 400_000 + "qwxyz!", "qwxyz" + "1" * 400_000 + "a", "abcde" * 80_000 + "x"])
def test_a_long_one_takes_no_longer_than_its_length(long: str) -> None:
    began = time.perf_counter()
    NoPatternValidator().validate(long)
    assert time.perf_counter() - began < 5


def test_ones_own_name_is_no_password() -> None:
    user = User(email="ada@example.org", name="Augusta Ada King-Noel")
    with pytest.raises(ValidationError, match="too similar"):
        validate_password("augusta ada king", user)
