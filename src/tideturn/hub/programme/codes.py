"""The codes by which the programme folder knows an organisation."""

from __future__ import annotations

import secrets
from typing import Final

_SIGNS: Final = "23456789abcdefghjkmnpqrstvwxyz"
"""No two that look alike."""


def new_code() -> str:
    """A code that says nothing of whom it stands for, and that nobody had before: 32 bits of chance and more."""
    return "org-" + "".join(secrets.choice(_SIGNS) for _ in range(8))
