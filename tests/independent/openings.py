"""Hold the words with which a survey strand opens, its reading and why, against how its questions read."""

from __future__ import annotations

import re

from .asked import questions, readings, since, voice_of
from .expected import Holds
from .folder import Year
from .standing import TRAINED, Standing
from .waves import waves

_READING = re.compile(r"^(Positive|Negative|Mixed|No change|Not enough to say)[.:]")


def opening(year: Year, at: Standing, text: str) -> dict[str, Holds]:
    """Tell whether a strand of one question reads as it opens, and whether one wave is told as one."""
    found = {"first wave": first_wave(year, at, text)}
    told, every = _READING.match(text), readings(year, at)
    if told and len(every) == 1 and at.voice != TRAINED:
        word = every[0].word
        reading = told[1].lower()
        silent = word not in {"positive", "negative", "mixed", "no change"}
        ok = reading == word or (silent and reading == "not enough to say")
        found["reading"] = Holds(ok, f"by its answers it reads {word}")
    return found


def first_wave(year: Year, at: Standing, text: str) -> Holds:
    if "a single wave cannot show a change" not in text:
        return Holds(True)
    sites = tuple(year.sites_at(at.outcome, at.scope))
    every = [waves(year, each, voice_of(at), sites) for each in questions(year, at) if not since(year, each, at)]
    return Holds(bool(every), "each of its questions has an earlier wave to compare with")
