"""Find records by a name without opening any name: blind indexes.

A mark is an HMAC-SHA-256 of the text. Each field has its own key, derived from the index key by HKDF (RFC 5869) with
the table and field as its information. A mark includes the name of its key; during a rotation the hub looks up the
marks of both keys. Equal names in one field have equal marks: somebody with the database alone learns that two names
are the same, but not what they are.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from functools import lru_cache
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tideturn.hub.crypto.keys import Key, Keyring

_BYTES: Final = 16
"""Length of a mark, in bytes of the HMAC: enough that no two names of a programme get the same mark by chance."""

LENGTH: Final = 9 + 1 + 2 * _BYTES
"""Letters of a mark: the key's name, a point, and the HMAC."""

_STROKED: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe"}
)
"""Letters whose stroke is no accent to Unicode, as people write them who lack the key."""
_LEFT_OUT: Final = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f]"
)
"""Accents, and the vowel signs of Hebrew and Arabic, which most people do not write."""


def exact(text: str) -> str:
    """Return the text in one form of Unicode, so that an é is the same however it was typed."""
    return unicodedata.normalize("NFC", text.strip())


def normalised(text: str) -> str:
    """Letters and figures alone, without case or accents: O'Brien, o’brien and OBRIEN are one; so are Đặng and Dang.

    Vowel signs stay in scripts that cannot be read without them. What is normalised is its own normal form.
    """
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_STROKED)
    # A capital may come apart only once it is small.
    apart = unicodedata.normalize("NFKD", plain)
    return "".join(sign for sign in apart if sign.isalnum() or (_is_mark(sign) and not _LEFT_OUT.fullmatch(sign)))


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M")


def mark(text: str, *, field: str, ring: Keyring) -> str:
    """Return the mark of a text in a field (`table.field`), under the key in use."""
    return _marked(text, field, ring.current)


def marks(text: str, *, field: str, ring: Keyring) -> tuple[str, ...]:
    """Return the text's possible marks, one under each key."""
    return tuple(_marked(text, field, key) for key in ring.keys)


def _marked(text: str, field: str, key: Key) -> str:
    digest = hmac.digest(_field_key(key.secret, field), text.encode(), "sha256")
    return f"{key.id}.{digest[:_BYTES].hex()}"


@lru_cache(maxsize=256)
def _field_key(secret: bytes, field: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"tideturn blind index {field}".encode()).derive(secret)
