"""Make codes for the programme folder of records that were made in the hub."""

from __future__ import annotations

import secrets
from typing import Final

_SIGNS: Final = "23456789abcdefghjkmnpqrstvwxyz"
"""No two that look alike."""


def new_code(kind: str) -> str:
    """Return a new code that reveals only the kind of record: `org-4k7m2pqx`."""
    return f"{kind}-" + "".join(secrets.choice(_SIGNS) for _ in range(8))
