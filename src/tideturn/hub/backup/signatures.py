"""Sign what is stored elsewhere with an HMAC under a key of the hub, since anybody with the public key can encrypt
files.
"""

from __future__ import annotations

import hmac
import json

from tideturn.hub.crypto.keys import Keyring


def sign(content: object, ring: Keyring) -> dict[str, str]:
    """Return the name of the key in use, and the content's mark under it."""
    return {"key": ring.current.id, "mac": _mac(ring.current.secret, content, ring.current.id)}


def is_signed(content: object, signature: object, ring: Keyring) -> bool:
    """Return whether a hub with these keys signed the content. Raise KeysError if its key is not among them."""
    if not isinstance(signature, dict) or not {"key", "mac"} <= set(signature):
        return False
    key = ring.named(str(signature["key"]))
    return hmac.compare_digest(_mac(key.secret, content, key.id), str(signature["mac"]))


def _mac(secret: bytes, content: object, key: str) -> str:
    told = json.dumps([key, content], sort_keys=True, separators=(",", ":"))
    return hmac.digest(secret, told.encode(), "sha256").hex()
