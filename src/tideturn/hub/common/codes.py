"""The codes by which the programme folder knows a record that was made in the hub."""

from __future__ import annotations

import secrets
from typing import Final

_SIGNS: Final = "23456789abcdefghjkmnpqrstvwxyz"
"""No two that look alike."""


def new_code(kind: str) -> str:
    """A code that says nothing of what it stands for but its kind, and that nothing had before: `org-4k7m2pqx`."""
    return f"{kind}-" + "".join(secrets.choice(_SIGNS) for _ in range(8))
