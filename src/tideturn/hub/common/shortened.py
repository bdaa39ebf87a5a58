"""Shorten a text to one line, and return the part that the line leaves out."""

from __future__ import annotations

import re
from typing import Final

_SHORT: Final = 90
_END: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")


def short(text: str, most: int = _SHORT) -> str:
    """Return a text in one line: its first sentence, or as many of its first words as fit."""
    words = " ".join(text.split())
    first = _END.split(words, maxsplit=1)[0]
    if len(first) <= most:
        return first
    cut = words[:most].rsplit(" ", 1)[0]
    return f"{cut.rstrip('.,;:')}…"


def rest(text: str, most: int = _SHORT) -> str:
    """Return the text to show below: the sentences after the first, or all of it if the first is too long."""
    first, *after = _END.split(text.strip(), maxsplit=1)
    return "".join(after) if len(" ".join(first.split())) <= most else text.strip()
