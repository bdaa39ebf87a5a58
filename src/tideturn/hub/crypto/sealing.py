"""Sealing: AES-256-GCM with the place of a value as associated data, so that it opens there and nowhere else.

A sealed value is text, `tt1.KEY.BYTES`: the name of its key, then twelve bytes of nonce and the ciphertext with its
tag, in base64 for addresses. A value that was copied to another record, field or table does not open (NIST SP
800-38D; RFC 5116).
"""

from __future__ import annotations

import base64
import binascii
import secrets
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tideturn.hub.common.errors import KeysError
from tideturn.hub.crypto.keys import Keyring

_FORM: Final = "tt1"
_NONCE: Final = 12


@dataclass(frozen=True)
class Place:
    """Where a value stands: a table, one of its fields, and the record's own id."""

    table: str
    field: str
    record: UUID

    @property
    def associated(self) -> bytes:
        """What is authenticated beside the value. No name holds the separator."""
        return "\x1f".join((_FORM, self.table, self.field, self.record.hex)).encode()


def seal(content: bytes, place: Place, ring: Keyring) -> bytes:
    """The content sealed for its place: the form, the key's name, the nonce, the ciphertext."""
    key = ring.current
    nonce = secrets.token_bytes(_NONCE)
    sealed = _cipher(key.secret).encrypt(nonce, content, place.associated)
    return b".".join((_FORM.encode(), key.id.encode(), nonce + sealed))


def unseal(sealed: bytes, place: Place, ring: Keyring) -> bytes:
    """What was sealed for that place. Raises KeysError where the key is missing or another, or the value moved."""
    key_id, body = _parted(sealed, place)
    try:
        return _cipher(ring.named(key_id).secret).decrypt(body[:_NONCE], body[_NONCE:], place.associated)
    except InvalidTag:
        raise KeysError(
            f"What stands in {place.table}.{place.field} of record {place.record} does not open with the key that it "
            "names.",
            mend="Either the key is another one of the same name, or the value was changed or moved since it was "
            "sealed. Compare the keys' folder and the database with their backups.",
        ) from None


def seal_text(text: str, place: Place, ring: Keyring) -> str:
    """Text sealed for its place, as text."""
    form, key_id, body = seal(text.encode(), place, ring).split(b".", 2)
    return b".".join((form, key_id, base64.urlsafe_b64encode(body))).decode("ascii")


def unseal_text(sealed: str, place: Place, ring: Keyring) -> str:
    """The text that was sealed for that place. Raises KeysError as `unseal` does."""
    form, key_id, body = _text_parts(sealed, place)
    try:
        raw = base64.b64decode(body, altchars=b"-_", validate=True)
    except binascii.Error:
        raise _unreadable(place) from None
    return unseal(b".".join((form.encode(), key_id.encode(), raw)), place, ring).decode()


def beginning(key_id: str) -> str:
    """How every text begins that the key of this name sealed."""
    return f"{_FORM}.{key_id}."


def _text_parts(sealed: str, place: Place) -> list[str]:
    parts = sealed.split(".", 2)
    if len(parts) != 3 or parts[0] != _FORM or not sealed.isascii():
        raise _unreadable(place)
    return parts


def _parted(sealed: bytes, place: Place) -> tuple[str, bytes]:
    parts = sealed.split(b".", 2)
    if len(parts) != 3 or parts[0] != _FORM.encode() or len(parts[2]) <= _NONCE or not parts[1].isascii():
        raise _unreadable(place)
    return parts[1].decode("ascii"), parts[2]


@lru_cache(maxsize=16)
def _cipher(secret: bytes) -> AESGCM:
    return AESGCM(secret)


def _unreadable(place: Place) -> KeysError:
    return KeysError(
        f"What stands in {place.table}.{place.field} of record {place.record} was not sealed by this hub.",
        mend="It was changed from outside: compare the database with its backup.",
    )
