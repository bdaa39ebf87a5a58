"""Answers that people wrote to a survey's open question."""

from __future__ import annotations

from typing import Final

import numpy as np

from tideturn.example.random_source import pick
from tideturn.example.words.passages import bank

_CITY: Final = {"london": "London", "birmingham": "Birmingham", "manchester": "Greater Manchester"}
_AFTERTHOUGHTS: Final = (
    "",
    "",
    "",
    " That’s in {place}; I can’t speak for elsewhere.",
    " I’d like to know how it’s going outside {place}.",
)


def open_answer(rng: np.random.Generator, voice: str, site: str, polarity: str) -> str:
    """Return a short written answer of this polarity. Raises KeyError for an unknown voice or polarity.

    `voice` is `staff` or `stakeholder`.
    """
    text: str = pick(rng, bank("open_answers")[voice][polarity])
    afterthought = pick(rng, _AFTERTHOUGHTS)
    return text + afterthought.format(place=_CITY[site]) if site in _CITY else text
