"""Compare the prepositions of a sentence with those of its question: the way in is not the way out."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.words import silent, stem

_LEADS: Final = "about|against|at|by|for|from|in|inside|of|on|out|out of|outside|to|with|within|without"
_ALIKE: Final = (frozenset({"in", "at"}),)
"""Prepositions that mean the same here."""
_TOPIC: Final = frozenset({"about", "for", "on"})
"""Prepositions that only introduce a topic."""
_LED: Final = re.compile(
    rf"\b(?P<by>out of|{_LEADS}) (?:(?:an?|the|this|their|its|your|any) )?(?!(?:{_LEADS})\b)(?P<what>[a-z]+)\b",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    rf"\b(?P<what>[a-z]+) (?:both )?(?P<by>{_LEADS})\b(?: and (?P<too>{_LEADS})\b)?"
    r"(?! (?:(?-i:[A-Z0-9“])|(?:the )?year))",
    re.IGNORECASE,
)
_TO_IT: Final = Gated(r"(?<!agreed )(?<!agree )\b(?:to|with|from|for|at|by) (?:it|us)\b")
_WE: Final = Gated(r"\b(?:we|it)\b")
_PARTICLES: Final = frozenset({"in", "on", "out", "outside", "inside", "without"})
_ASKS: Final = re.compile(r"\b(?P<what>[a-z]+) (?P<asks>what|how) ", re.IGNORECASE)
"""A verb whose object is a clause: know what to do."""


def strays(text: str, label: str) -> bool:
    """Return whether the text gives a word of the question a different preposition before or after it."""
    if _TO_IT.search(text) and not _WE.search(label):
        return True
    led, after = _led(label), _after(label)
    for one in _LED.finditer(text):
        own, how = led.get(stem(one["what"])), one["by"].lower()
        if own and how not in own | _TOPIC and not any(how in alike and own & alike for alike in _ALIKE):
            return True
    for one in _AFTER.finditer(text):
        own, said = after.get(stem(one["what"])), {one["by"].lower(), (one["too"] or one["by"]).lower()}
        if own and not said <= own:
            return True
    for asks in _ASKS.finditer(label):
        if re.search(rf"\b{asks['what']} (?:{_LEADS}|an?|the)\b", text, re.IGNORECASE):
            return True
    return False


@lru_cache(maxsize=256)
def _led(label: str) -> dict[str, set[str]]:
    """Return the prepositions before each word of a question."""
    found: dict[str, set[str]] = {}
    for one in _LED.finditer(label):
        if one["what"].lower() not in silent() | {"year"} and one["by"].lower() != "to":
            found.setdefault(stem(one["what"]), set()).add(one["by"].lower())
    return found


@lru_cache(maxsize=256)
def _after(label: str) -> dict[str, set[str]]:
    """Return the particles right after each word of a question: the way in."""
    found: dict[str, set[str]] = {}
    for one in _AFTER.finditer(label):
        if one["by"].lower() in _PARTICLES and one["what"].lower() not in silent() | {"away"}:
            found.setdefault(stem(one["what"]), set()).add(one["by"].lower())
    return found
