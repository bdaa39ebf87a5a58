"""The bank of passages: everything that people say in the worked example's interviews, written by hand.

Each file says what it holds. A passage is filed under outcome, voice, polarity and who could say it (`any`: anybody of
that voice). So we can plant what somebody says, and it still sounds like that person.
"""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any, Final

OUTCOME_FILES: Final = (
    "safety_access",
    "understanding_risk",
    "health_relationships",
    "practitioners",
    "pathways",
    "structures",
    "collaboration",
    "further",
)
"""Files with passages about an outcome; a later file adds to what an earlier one holds."""


@cache
def bank(name: str) -> dict[str, Any]:
    """Return one file of the bank, as it is laid out there. Raises FileNotFoundError if there is no such file."""
    text = files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(unicodedata.normalize("NFC", text))


@cache
def outcome_passages() -> dict[tuple[str, str, str, str], tuple[str, ...]]:
    """Return every passage about an outcome, by outcome, voice, polarity and who could say it."""
    found: dict[tuple[str, str, str, str], tuple[str, ...]] = {}
    for name in OUTCOME_FILES:
        for outcome, voices in bank(name).items():
            for voice, polarities in voices.items():
                for polarity, speakers in polarities.items():
                    for who, texts in speakers.items():
                        place = (outcome, voice, polarity, who)
                        found[place] = (*found.get(place, ()), *texts)
    return found
