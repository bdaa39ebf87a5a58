"""How alike two organisations' names are: the words that tell them apart, in any order, with typing mistakes."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from rapidfuzz import fuzz

LIKELY: Final = 88
"""Out of 100, from which two names may be one organisation's."""
_FILLING: Final = frozenset({"the", "of", "and", "for", "in", "ltd", "limited", "cic", "plc"})


def plain(name: str) -> str:
    """A name as it is compared: small letters without accents, words without those that tell nothing apart."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    words = re.sub(r"[^a-z0-9 ]", "", re.sub(r"[-/_,.()]", " ", letters)).split()
    telling = [word for word in words if word not in _FILLING]
    return " ".join(telling or words)


def likeness(first: str, second: str) -> int:
    """Of two names, out of 100: by their letters, the words in one order. Numbers that differ part them."""
    one, other = plain(first), plain(second)
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return 0
    return round(max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other)))
