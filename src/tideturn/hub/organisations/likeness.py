"""How alike two organisations' names are: the words that tell them apart, in any order, with typing mistakes."""

from __future__ import annotations

import re
from typing import Final

from rapidfuzz import fuzz

from tideturn.hub.search.names import plain

LIKELY: Final = 88
"""Out of 100, from which two names may be one organisation's."""
_FILLING: Final = frozenset({"the", "of", "and", "for", "in", "ltd", "limited", "cic", "plc"})


def likeness(first: str, second: str) -> int:
    """Of two names, out of 100: by their letters, the words in one order. Numbers that differ part them."""
    one, other = _telling(first), _telling(second)
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return 0
    return round(max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other)))


def _telling(name: str) -> str:
    """A name as it is looked for, without the words that tell nothing apart."""
    words = plain(name).split()
    return " ".join([word for word in words if word not in _FILLING] or words)
