"""Check the names of what apps register: `app.verb_object`."""

from __future__ import annotations

import re
from typing import Final

_NAME: Final = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")


def require_name(name: str, of: str, form: str = "room.verb_object") -> None:
    """Raises ValueError for what is no such name, with what it would be the name of."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name} is no name of {of}: say {form}")
