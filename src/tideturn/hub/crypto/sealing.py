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
from tideturn.hub.crypto.keys import Key, Keyring

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
        """Return the data authenticated with the value. No name contains the separator."""
        return "\x1f".join((_FORM, self.table, self.field, self.record.hex)).encode()


def seal(content: bytes, place: Place, ring: Keyring) -> bytes:
    """Seal content for its place: format, key's name, nonce, ciphertext."""
    key = ring.current
    return b".".join((_FORM.encode(), key.id.encode(), _encrypted(content, place, key)))


def unseal(sealed: bytes, place: Place, ring: Keyring) -> bytes:
    """Return the content sealed for a place. Raise KeysError if the key is missing or wrong, or the value was moved."""
    key_id, body = _parted(sealed, place)
    return _decrypted(body, place, ring.named(key_id))


def seal_text(text: str, place: Place, ring: Keyring) -> str:
    """Text sealed for its place, as text."""
    key = ring.current
    body = base64.urlsafe_b64encode(_encrypted(text.encode(), place, key))
    return f"{beginning(key.id)}{body.decode('ascii')}"


def unseal_text(sealed: str, place: Place, ring: Keyring) -> str:
    """Return the text sealed for a place. Raise KeysError as `unseal` does."""
    if not sealed.isascii():
        raise _unreadable(place)
    key_id, body = _parted(sealed.encode(), place)
    try:
        raw = base64.b64decode(body, altchars=b"-_", validate=True)
    except binascii.Error:
        raise _unreadable(place) from None
    return _decrypted(raw, place, ring.named(key_id)).decode()


def beginning(key_id: str) -> str:
    """Return how every text begins that this key sealed."""
    return f"{_FORM}.{key_id}."


def _parted(sealed: bytes, place: Place) -> tuple[str, bytes]:
    """Return the name of the key, and the sealed bytes after it."""
    parts = sealed.split(b".", 2)
    if len(parts) != 3 or parts[0] != _FORM.encode() or not parts[1].isascii():
        raise _unreadable(place)
    return parts[1].decode("ascii"), parts[2]


def _encrypted(content: bytes, place: Place, key: Key) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _cipher(key.secret).encrypt(nonce, content, place.associated)


def _decrypted(body: bytes, place: Place, key: Key) -> bytes:
    if len(body) <= _NONCE:
        raise _unreadable(place)
    try:
        return _cipher(key.secret).decrypt(body[:_NONCE], body[_NONCE:], place.associated)
    except InvalidTag:
        raise KeysError(
            f"What stands in {place.table}.{place.field} of record {place.record} does not open with the key that it "
            "names.",
            mend="Either the key is another one of the same name, or the value was changed or moved since it was "
            "sealed. Compare the keys' folder and the database with their backups.",
        ) from None


@lru_cache(maxsize=16)
def _cipher(secret: bytes) -> AESGCM:
    return AESGCM(secret)


def _unreadable(place: Place) -> KeysError:
    return KeysError(
        f"What stands in {place.table}.{place.field} of record {place.record} was not sealed by this hub.",
        mend="It was changed from outside: compare the database with its backup.",
    )
