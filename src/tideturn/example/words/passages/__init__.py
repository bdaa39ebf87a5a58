"""The bank of passages: everything that is said in the worked example's interviews, written by hand.

Each file says what it holds. A passage lies under outcome, voice, polarity and who could say it (`any`: anybody of
that voice), so that what somebody says can be planted and is still somebody's own way of saying it.
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
"""The files whose passages speak to an outcome; a later file adds to what an earlier one holds."""


@cache
def bank(name: str) -> dict[str, Any]:
    """One file of the bank, as it is laid out there. Raises FileNotFoundError."""
    text = files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(unicodedata.normalize("NFC", text))


@cache
def outcome_passages() -> dict[tuple[str, str, str, str], tuple[str, ...]]:
    """Every passage that speaks to an outcome, by outcome, voice, polarity and who could say it."""
    found: dict[tuple[str, str, str, str], tuple[str, ...]] = {}
    for name in OUTCOME_FILES:
        for outcome, voices in bank(name).items():
            for voice, polarities in voices.items():
                for polarity, speakers in polarities.items():
                    for who, texts in speakers.items():
                        place = (outcome, voice, polarity, who)
                        found[place] = (*found.get(place, ()), *texts)
    return found
